"""Tests of generator.publish.search."""
