"""One event, or a few, into a county's folder: what is possible, what belongs to it, and how it is written."""
