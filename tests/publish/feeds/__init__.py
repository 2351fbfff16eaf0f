"""Tests of generator.publish.feeds."""
