"""Rows at the end of a table, in the form that its file has: bytes to bytes. Pure.

Byte order mark, line ends, quotes, order of columns and what a spreadsheet left at the end stay as they are; a JSON
file keeps how its objects are set. What stood there stays to the byte, but for a last column that a file does not have
yet.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from generator.reading import schemas

_MARK: Final = b"\xef\xbb\xbf"
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*')

_BETWEEN: Final = re.compile(r"[,\s]*")

# A row as a JSON table has it: what is empty is not there.
Cells = Mapping[str, Any]


class ChangedError(Exception):
    """A line that was there is not as it was; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


class Taken(NamedTuple):
    """A file as it was, and the rows that are no longer in it."""

    content: bytes | None
    rows: tuple[Cells, ...]


def appended(content: bytes | None, table: str, ending: str, rows: Sequence[Cells]) -> bytes:
    """A file with rows at its end; a new one where there is none (`content` is None)."""
    if not rows and content is not None:
        return content
    mark = _MARK if content is not None and content.startswith(_MARK) else b""
    text = None if content is None else content[len(mark) :].decode("utf-8")
    made = _to_json(text, rows) if ending == "json" else _to_csv(text, table, rows)
    return mark + made.encode("utf-8")


def taken_back(content: bytes, was: bytes | None, ending: str) -> Taken:
    """A file without the rows that stand behind those of an earlier content of it (None: it was not there).

    The earlier lines keep the line ends that the file has: git may store others. Raises ChangedError where any of them
    is not as it was.
    """
    before = [] if was is None else rows(was, ending)
    now = rows(content, ending)
    for place, (old, new) in enumerate(zip_longest(before, now[: len(before)]), 1):
        if old != new:
            raise ChangedError(place + (ending == "csv"))
    left = tuple(now[len(before) :])
    if was is None:
        return Taken(None, left)
    return Taken(content if not left else _with_ends(was, content), left)


def rows(content: bytes, ending: str) -> list[Cells]:
    """The rows of a file, as a JSON table has them; cells of CSV are text."""
    text = content.removeprefix(_MARK).decode("utf-8")
    if ending == "json":
        return [_filled(row) for row in json.loads(text)]
    header, *lines = _lines(text) or [""]
    names = next(csv.reader([header]), [])
    return [_filled(dict(zip(names, next(csv.reader([line])), strict=False))) for line in lines[: _filled_end(lines)]]


def _filled(row: Cells) -> Cells:
    return {key: value for key, value in row.items() if value is not None and value != ""}


def _with_ends(was: bytes, content: bytes) -> bytes:
    if b"\r\n" in content and b"\r\n" not in was:
        return was.replace(b"\n", b"\r\n")
    return was


# ---- CSV


def _lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


def _filled_end(lines: Sequence[str]) -> int:
    """The number of lines up to the last that has anything in it."""
    end = len(lines)
    while end and not any(any(cells) for cells in csv.reader([lines[end - 1]])):
        end -= 1
    return end


def _to_csv(text: str | None, table: str, rows: Sequence[Cells]) -> str:
    columns = [column.name for column in schemas.columns(table)]
    lines = _lines(text or "") or [f"{','.join(columns)}\n"]
    first = lines[0]
    end = first[len(first.rstrip("\r\n")) :] or "\n"
    quoted = _QUOTED.fullmatch(first.rstrip("\r\n")) is not None
    header = next(csv.reader([first]))
    names = [name for name in header if name.strip()]
    last = max((columns.index(key) for row in rows for key in row), default=0)
    if last >= len(names):
        names = columns[: last + 1]
        lines = _widened(lines, names, max(len(names), len(header)), end, quoted=quoted)
        header = [*names, *header[len(names) :]]
    filled = _filled_end(lines)
    body = [line if line.endswith(("\n", "\r")) else line + end for line in lines[:filled]]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    for row in rows:
        cells = [row.get(name, "") for name in names]
        writer.writerow([*cells, *[""] * (len(header) - len(names))])
    return "".join([*body, written.getvalue(), *lines[filled:]])


def _widened(lines: Sequence[str], names: Sequence[str], width: int, end: str, *, quoted: bool) -> list[str]:
    """The lines of a table with further columns, empty but for their names."""
    cell = ',""' if quoted else ","
    padded = [",".join(f'"{name}"' if quoted else name for name in names) + cell * (width - len(names)) + end]
    for line in lines[1:]:
        bare = line.rstrip("\r\n")
        missing = width - len(next(csv.reader([bare]), []))
        padded.append(f"{bare}{cell * missing}{line[len(bare) :]}" if bare else line)
    return padded


# ---- JSON


class _Set(NamedTuple):
    """How the objects of a list are set: what stands before and behind each, and how its own keys are."""

    before: str
    behind: str
    indent: str | None
    separators: tuple[str, str]


def _to_json(text: str | None, rows: Sequence[Cells]) -> str:
    if text is None or not json.loads(text):
        end = "\r\n" if text and "\r\n" in text else "\n"
        made = ",".join(f"\n  {_object(row, _Set('  ', '', '  ', (',', ': ')), '  ')}" for row in rows)
        return f"[{made}\n]\n".replace("\n", end)
    close = text.rindex("]")
    behind = len(text[:close].rstrip())  # the end of the last object
    begin = _start_of_last(text[:behind])
    before = text[len(text[:begin].rstrip()) : begin]
    last = text[begin:behind]
    inner = re.match(r"\{(\s*)", last)
    outer = before.rpartition("\n")[2] if "\n" in before else ""
    indent = inner[1].rpartition("\n")[2].removeprefix(outer) if inner and "\n" in inner[1] else None
    colon = ": " if re.search(r'"\s*: ', last) else ":"
    comma = ", " if indent is None and re.search(r'[^\\]"?, "', last) else ","
    form = _Set(before, "", indent, (comma, colon))
    end = "\r\n" if "\r\n" in text else "\n"
    ascii_only = text.isascii() and "\\u" in text
    made = "".join(f",{before}{_object(row, form, outer, ascii_only=ascii_only).replace(chr(10), end)}" for row in rows)
    return f"{text[:behind]}{made}{text[behind:]}"


def _start_of_last(text: str) -> int:
    """Where the last object begins in the text of a list, up to its end."""
    decoder = json.JSONDecoder()
    start = _next(text, text.index("[") + 1)
    while True:
        following = _next(text, decoder.raw_decode(text, start)[1])
        if following == len(text):
            return start
        start = following


def _next(text: str, place: int) -> int:
    """Where the next object begins, from a place in the text of a list."""
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _object(row: Cells, form: _Set, outer: str, *, ascii_only: bool = False) -> str:
    made = json.dumps(row, ensure_ascii=ascii_only, indent=form.indent, separators=form.separators)
    return made.replace("\n", f"\n{outer}")
