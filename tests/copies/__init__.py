"""Tests of generator.copies."""
