"""Places in a picture, as they are written."""

from __future__ import annotations


def em(number: float) -> str:
    """A place or length with at most two decimals and no idle zeros: the same bytes everywhere.

    >>> em(2.50), em(3.0), em(0.004)
    ('2.5', '3', '0')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".")
