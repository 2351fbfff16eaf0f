"""The data folder against what it was at a base revision: what was published stays, and what it would say anew."""
