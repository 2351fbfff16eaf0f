"""Bytes of the data folder, checked and turned into located rows and nouns."""
