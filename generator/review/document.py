"""What a change means, as a JSON document. Its keys are the fields of `nouns`; docs/changes.md explains them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from generator.review.nouns import Review

FORMAT: Final = "1.0"


def document(review: Review) -> dict[str, Any]:
    """The document, ready to be encoded."""
    return {**asdict(review), "format": FORMAT}
