"""Published copies as a stranger reads them: nothing in them is trusted before it is checked."""
