"""The catalogue of findings: code, severity, message and mending stand here once.

docs/findings.md and the site's page of findings are generated from it, and a test asks for a smallest wrong
folder for each code. Messages are for district staff: plain Chinese, what was found and what was expected,
no blame.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Final

from generator.findings import form, history, log, redaction, scheme, signing, theme
from generator.findings.kind import Kind
from generator.register.model import Finding
from generator.spelling.gate import visible

# First digit of a code -> its family, in Chinese and in English.
FAMILIES: Final[dict[str, tuple[str, str]]] = {
    "1": ("文件", "Files: encoding, form, place"),
    "2": ("内容", "Values: what a single cell or key may hold"),
    "3": ("时间", "Times"),
    "4": ("对象", "Identity: who is meant, and whether what is named exists"),
    "5": ("日志的次序与更正", "Order of the log, and corrections"),
    "6": (
        "方案的程序、时限与依据；谁可以改什么；删除的文字",
        "Procedure: the steps of the scheme, their time limits and their evidence; 67 and 68: who may write what; "
        "69: texts that had to go",
    ),
    "7": ("通告与数量", "Notices and their declared counts"),
    "8": ("已公布的记录", "History: what was published is never changed"),
}

_CHINESE: Final = "[\u3400-\u9fff〇]"
_MEET: Final = re.compile(f"{_CHINESE}[A-Za-z0-9]|[A-Za-z0-9]{_CHINESE}")

CATALOGUE: Final[dict[str, Kind]] = {
    kind.code: kind
    for kind in sorted(
        (*form.KINDS, *theme.KINDS, *log.KINDS, *scheme.KINDS, *signing.KINDS, *redaction.KINDS, *history.KINDS),
        key=lambda kind: kind.code[1],
    )
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
    filled = {"value": shown, "column": column, "named": f"“{column}”", "hint": "", "near": "", **words}
    return Finding(
        code, kind.severity, path, line, column, None if value is None else str(value)[:200],
        visible(_filled(kind.message, filled)), visible(_filled(kind.fix, filled)), clause,
    )  # fmt: skip


def _filled(template: str, words: Mapping[str, object]) -> str:
    """A template with its words. Between Chinese and a Latin letter or a digit stands a blank, also where they meet."""
    text = ""
    for part, name in _parts(template):
        for added in (part, "" if name is None else str(words[name])):
            text += f" {added}" if _MEET.fullmatch(text[-1:] + added[:1]) else added
    return text


@cache
def _parts(template: str) -> tuple[tuple[str, str | None], ...]:
    """What a template says, each with the name of the word that follows it."""
    return tuple((part, name) for part, name, _, _ in Formatter().parse(template))


def _short(text: str, most: int = 40) -> str:
    """A value as a message quotes it: not longer than a line of a narrow terminal."""
    return text if len(text) <= most else text[: most - 1] + "…"
