"""Published files of the worked example, byte for byte; `--golden` writes them anew (look at the diff)."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import Final

import pytest

from tests.support.folders import ROOT

GOLDEN: Final = ROOT / "tests" / "golden"
FILES: Final = (
    "990101/990101001001-002/index.html",
    "990101/990101001001-002/index.json",
    "990101/index.html",
    "990101/index.json",
    "990101/feed.atom",
    "990101/feed.rss",
    "990101/feed.json",
    "990101/areas.csv",
    "990101/events.csv",
)


@pytest.mark.parametrize("path", FILES)
def test_published_file_is_as_agreed(example_site: Path, golden: bool, path: str) -> None:
    """What is published of the worked example changes only where somebody meant it to."""
    made, kept = (example_site / path).read_bytes(), GOLDEN / path
    if golden:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(made)
    is_same = made == kept.read_bytes()
    assert is_same, difference(kept.read_bytes(), made)


def difference(before: bytes, after: bytes) -> str:
    """What is published now beside what was agreed, line by line."""
    agreed, published = (content.decode("utf-8").splitlines() for content in (before, after))
    return "\n".join(unified_diff(agreed, published, "tests/golden", "published", lineterm=""))


def test_every_golden_file_is_compared() -> None:
    """No golden file is left over from an earlier address."""
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()} == set(FILES)
