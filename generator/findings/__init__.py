"""The catalogue of findings: code, severity, message and mending stand here once.

docs/findings.md and the site's page of findings are generated from it, and a test asks for a smallest wrong
folder for each code. Messages are for district staff: plain Chinese, what was found and what was expected,
no blame.
"""

from __future__ import annotations

from typing import Final

from generator.findings import form, history, log, scheme
from generator.findings.kind import Kind
from generator.model import Finding

CATALOGUE: Final[dict[str, Kind]] = {
    kind.code: kind for kind in (*form.KINDS, *log.KINDS, *scheme.KINDS, *history.KINDS)
}


def finding(
    code: str,
    path: str,
    line: int | None = None,
    column: str | None = None,
    value: object = None,
    clause: str | None = None,
    **words: object,
) -> Finding:
    """A finding of the catalogue at a place; `words` fill the templates beside `value` and `column`.

    `clause` cites the scheme where a rule of it was not kept.
    """
    kind = CATALOGUE[code]
    shown = None if value is None else _short(str(value))
    filled = {"value": shown, "column": column, "hint": "", "near": "", **words}
    return Finding(
        code, kind.severity, path, line, column, None if value is None else str(value)[:200],
        kind.message.format(**filled), kind.fix.format(**filled), clause,
    )  # fmt: skip


def _short(text: str, most: int = 40) -> str:
    """A value as a message quotes it: not longer than a line of a narrow terminal."""
    return text if len(text) <= most else text[: most - 1] + "…"
