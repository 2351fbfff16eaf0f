"""Tests of generator.transparency."""
