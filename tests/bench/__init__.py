"""The benchmark: a full build of a generated register, beside Hugo making the same pages. Run by `make bench`."""
