"""What the search of the site reads: a list of names for each county, an index above them, the readings of characters."""
