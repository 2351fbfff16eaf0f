"""Tests of generator.commands."""
