"""Tests of generator.spelling."""
