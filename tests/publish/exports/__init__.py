"""Tests of generator.publish.exports."""
