"""What the search reads: a list of names for each county, an index above them, the readings of characters."""
