"""What the commit of one folder says: how many areas got which status, and all that the change means."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from generator.review import text
from generator.review.gather import reviewed
from generator.review.sections import KINDS


def message(data: Path, code: str) -> str:
    """The message for a folder as it differs from the newest commit.

    Raises UsageError where there is nothing to compare with.
    """
    review = reviewed(data, "HEAD")
    folders = tuple(folder for folder in review.folders if folder.code == code)
    counts = Counter[str](effect.kind for folder in folders for effect in folder.effects)
    said = "，".join(f"{word} {counts[kind]} 个" for kind, word in KINDS.items() if counts[kind])
    name = folders[0].name if folders else code
    lines = [*text.lines(replace(review, folders=folders, others=(), errors=0)), ""]
    told = lines[lines.index("") + 1 :]  # without the lines that say against what it is
    return "\n".join([f"{name}（{code}）：{said or '改动名录'}", "", *told])
