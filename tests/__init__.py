"""Tests of the register and its publisher; helpers that they share are in `tests.support.folders`."""
