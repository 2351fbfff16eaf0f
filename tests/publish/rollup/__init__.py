"""Tests of generator.publish.rollup."""
