"""Tests of one's own server of git."""
