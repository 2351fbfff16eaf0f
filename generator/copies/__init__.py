"""Published copies as a stranger reads them (verify, sync): nothing in them is trusted before it is checked."""
