"""What the benchmarks print: progress on stderr, a Markdown table on stdout."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[2]


def table(header: Sequence[str], rows: Sequence[Sequence[str]], left: Collection[str] = ()) -> str:
    """A Markdown table that also reads as text; columns are flush right but for those named in `left`."""
    flush = [name in left for name in header]
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    rule = ["-" * width if one else "-" * (width - 1) + ":" for one, width in zip(flush, widths, strict=True)]
    return "\n".join(
        "| " + " | ".join(
            cell.ljust(width) if one else cell.rjust(width)
            for cell, one, width in zip(row, flush, widths, strict=True)
        ) + " |"
        for row in (header, rule, *rows)
    )  # fmt: skip


def say(message: str) -> None:
    """Progress."""
    print(message, file=sys.stderr, flush=True)
