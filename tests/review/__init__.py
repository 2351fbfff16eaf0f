"""Tests of generator.review."""
