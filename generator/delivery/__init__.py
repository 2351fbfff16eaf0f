"""How a built site gets to where readers find it: whole or not at all, and only what differs."""
