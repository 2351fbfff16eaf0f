"""Tests of generator.publish.county."""
