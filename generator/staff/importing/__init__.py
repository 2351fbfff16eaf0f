"""A list, read as it was printed, becomes rows of a county: areas, a notice, counts, names without a place, events."""
