"""Tests of generator.register."""
