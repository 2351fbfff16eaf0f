"""How names are written and read: forms of characters, their readings, and what of a name a search looks at."""
