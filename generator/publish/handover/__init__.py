"""What passes from the map step to the roll-up: written by a county, read above the counties, both here."""
