"""A build: counties compiled, rolled up, audited, staged, and put into place as a whole."""
