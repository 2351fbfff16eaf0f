"""Lists as they really come, read: bytes of a file to rows as printed, each with its place, and what was not taken.

Nothing here knows the register: which area a row means is not decided where it is read.
"""
