"""Tests of generator.cli."""
