"""A register of one's own: begun with one command, continued with counties and schemes, all or nothing."""
