"""Tests of generator.prose."""
