"""A text that had to go, and what stays of its line. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from generator import words

# What stands in the place of a text that was removed.
REMOVED: Final = "【已删除】"


class Redaction(NamedTuple):
    """A line of the log whose text had to go: which, and the hashes that stand for it in the log that anyone can check.

    `row_sha256` is that of a step, of which the log has the digest alone; None for all others.
    """

    sequence: int
    columns: str
    leaf_hash: str
    row_sha256: str | None
    decided_by: str
    reason: str
    redacted_at: str


# What was removed of the lines of a log, by their numbers.
Redactions = Mapping[int, Redaction]


def removal(redaction: Redaction) -> str:
    """That a name was removed: by whom, when, why."""
    day = words.day_name(redaction.redacted_at[:10])
    return f"当时的名称已删除：{redaction.decided_by}决定，{day}删除，理由：{redaction.reason.rstrip('。')}。"
