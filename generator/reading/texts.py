"""What stands in the texts of tables and documents that nobody meant, as findings of their places.

What it may be is in `spelling.leavings`. A value that is certainly wrong makes its row one without form, like one that
its schema refuses: no rule judges it again.
Names in the log are not asked: each is that of an area, which is asked where it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from generator.findings import finding
from generator.reading import schemas
from generator.reading.outcome import Reading
from generator.register.model import Finding
from generator.spelling import leavings

# Definition of a column -> the kind of text that it holds; that of some columns, and keys of documents, is narrower.
_KINDS: Final = {"prose": "prose", "long": "prose"}
_NARROWER: Final = {
    **dict.fromkeys(("name", "name_en", "publisher", "publisher_en", "contact", "contact_en", "issuer"), "label"),
    **dict.fromkeys(("document_no", "series", "batch"), "reference"),
}
# Values as a file has them: a key, true, a day, a number.
_QUOTED: Final = {"decisions": ("file", "key", "was", "now")}
# Table -> what its names are: anybody's, or those of the official list. Names in the log are those of areas.
_NAMES_OF: Final = {"areas": "name", "unplaced": "name", "former": "official"}
SEVERAL: Final = "former_names"
# Between several names in one cell stands a semicolon of ASCII, and nothing else.
_ENDINGS: Final = ("苑", "小区", "新村", "花园", "公寓", "家园")
# A word joins two names only where both end as names of compounds do: many a name has 和 in it.
_JOINED: Final = (
    rf"(?:{'|'.join(f'(?<=[^;]{ending})' for ending in _ENDINGS)})[和及与·・ +&]"
    rf"(?=[^;]+(?:{'|'.join(_ENDINGS)})(?:;|$))"
)
SEPARATED: Final = re.compile(rf"[；，,、/|\\]|^\s*;|;\s*(?:;|$)|\s;|;\s|{_JOINED}")
CONFIRM: Final = (
    "；真的就是这样写的，核对后在这一行的 confirmed 列写 yes（没有这一列时，在表头最后加上 confirmed，其余各行留空）"
)

Line = Callable[[int, str | None], int]


class Leaf(NamedTuple):
    """A text of a document, with its path of keys and places."""

    path: tuple[str | int, ...]
    text: str

    @property
    def key(self) -> str:
        """The key that it stands under."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")


def doubtful(table: str, column: schemas.Column, cells: Collection[str]) -> bool:
    """True if some of the different cells of a column may have to be told of."""
    kind = kind_of_text(table, column)
    if kind is None or not cells:
        return False
    if column.name == SEVERAL and any(map(SEPARATED.search, cells)):
        return True
    return leavings.doubtful([cell.replace(";", "\n") for cell in cells] if column.name == SEVERAL else cells, kind)


def judged(path: str, table: str, rows: Sequence[Mapping[str, Any]], line: Line, bad: set[int]) -> Reading[set[int]]:
    """The indexes of the rows (but for those that are `bad` already) with a text that nobody meant, and why."""
    wrong: set[int] = set()
    findings: list[Finding] = []
    for column in schemas.columns(table):
        kind = kind_of_text(table, column)
        values = {row[column.name] for index, row in enumerate(rows) if column.name in row and index not in bad}
        if kind is None or not doubtful(table, column, values):
            continue
        for index, row in enumerate(rows):
            value = row.get(column.name)
            if value is None or index in bad:
                continue
            confirmed = row.get("confirmed") == "yes"
            place = line(index, column.name)
            for told in _told(value, kind, column.name, path, place, column.name, confirmed=confirmed):
                findings.append(told)
                if told.severity == "error":
                    wrong.add(index)
    return Reading(wrong, tuple(findings))


def in_document(leaves: Sequence[Leaf], schema: str, path: str, line: Callable[..., int]) -> Iterator[Finding]:
    """The same for the texts of a document with a schema; a day is no slip in its sentences."""
    kinds: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        definition = schemas.definition_at(schema, leaf.path)
        kind = "label" if definition == "name" else _text(definition, leaf.key)
        if kind is not None:
            kinds[kind].append(leaf)
    for kind, same in kinds.items():
        if leavings.doubtful((leaf.text for leaf in same), kind):
            for leaf in same:
                way = ".".join(map(str, leaf.path))
                for told in _told(leaf.text, kind, leaf.key, path, line(*leaf.path), way, confirmed=False):
                    if told.severity == "error":
                        yield told


def in_names(names: Mapping[str, str], path: str, line: Callable[[str], int | None]) -> Iterator[Finding]:
    """The same for names of the official list, keyed by code."""
    if leavings.doubtful(names.values(), "official"):
        for code, name in names.items():
            for told in _told(name, "official", "name", path, line(code), "name", confirmed=False):
                yield replace(told, value=f"{code},{name}")


def kind_of_text(table: str, column: schemas.Column) -> str | None:
    """What kind of text (`spelling.leavings`) a column of a table holds; None for what is no text."""
    if column.name in _QUOTED.get(table, ()):
        return None
    return _NAMES_OF.get(table) if column.definition == "name" else _text(column.definition, column.name)


def _text(definition: str, key: str) -> str | None:
    """The kind of a text by its definition and the column, or key, under which it stands; None for what is no text."""
    kind = _KINDS.get(definition)
    return _NARROWER.get(key, kind) if kind else None


def _told(
    value: str, kind: str, column: str, path: str, line: int | None, way: str, *, confirmed: bool
) -> Iterator[Finding]:
    """What a text has that nobody meant; `way` is its column, or where it stands in a document."""
    if column == SEVERAL and not confirmed and (match := SEPARATED.search(value)):
        yield finding(
            "E216", path, line, column, value, shown=match[0].strip() or "空格", confirm=CONFIRM,
            named=schemas.named(path, way),
        )  # fmt: skip
        return
    for part in value.split(";") if column == SEVERAL else (value,):
        left = leavings.left(part, kind, confirmed=confirmed)
        if left is not None:
            flat = left.code == "E217"  # somebody lives there: the number is not told once more
            shown = leavings.masked(left.shown) if flat else left.shown
            yield finding(
                left.code, path, line, column, shown if flat else value,
                what=left.what, shown=shown, confirm=CONFIRM if left.confirmable else "",
                named=schemas.named(path, way),
            )  # fmt: skip
            return
