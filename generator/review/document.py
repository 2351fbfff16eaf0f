"""What a change means, as a JSON document. Its keys are the fields of `nouns`; docs/changes.md explains them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from generator.review.nouns import Changes

FORMAT: Final = "1.0"


def document(changes: Changes) -> dict[str, Any]:
    """The document, ready to be encoded."""
    return {**asdict(changes), "format": FORMAT}
