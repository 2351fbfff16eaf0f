"""Tables with a cell, a row or a column that is not as it was, as CSV or as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from tests.support.broken import pools
from tests.support.broken.folders import Entry, chosen, replaced

Rows = list[list[str]]
Told = tuple[str, Mapping[str, Entry]]


def broken(random: Random, files: Mapping[str, Entry]) -> Told | None:
    """One fault in one table; None where there is no table."""
    path = chosen(random, files, lambda name: name.endswith((".csv", ".json")) and _is_table(name))
    if path is None:
        return None
    content = files[path]
    assert isinstance(content, bytes)
    rows = _read(path, content)
    if not rows or not rows[0]:
        return None
    change = random.choice(_CHANGES)
    change(random, rows)
    size = min(len(rows), 3000)
    made = _written(random, path, rows[:size], content)
    return f"{path}: {change.__name__.strip('_').replace('_', ' ')}", replaced(files, path, made)


def _is_table(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(".csv") or (path.startswith("registers/") and name != "county.json") or name in (
        "workdays.json", "former.json",
    )  # fmt: skip


def _read(path: str, content: bytes) -> Rows:
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    if path.endswith(".csv"):
        try:
            return [*csv.reader(io.StringIO(text, newline=""))]
        except csv.Error:
            return []
    try:
        objects = json.loads(text)
    except (ValueError, RecursionError):
        return []
    objects = [each for each in objects if isinstance(each, dict)] if isinstance(objects, list) else []
    names = [*dict.fromkeys(key for each in objects for key in each)]
    return [names, *([_cell(each.get(name)) for name in names] for each in objects)]


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def _written(random: Random, path: str, rows: Rows, before: bytes) -> bytes:
    """The table as bytes again, mostly well-formed."""
    if path.endswith(".json"):
        names, *cells = rows or [[]]
        sequence = {"sequence", "corrects", "count", "batch", "confirmed", "asymptomatic"}
        objects = [
            {
                key: int(cell) if key in sequence and cell.isascii() and cell.isdecimal() and len(cell) < 4000 else cell
                for key, cell in zip(names, row, strict=False)
                if cell or random.random() < 0.01
            }
            for row in cells
        ]
        return json.dumps(objects, ensure_ascii=random.random() < 0.2, indent=1).encode("utf-8", "replace")
    end = "\r\n" if random.random() < 0.05 else "\n"
    if random.random() < 0.1:  # as a program writes that does not know of quotes
        return (end.join(",".join(row) for row in rows) + end).encode("utf-8", "replace")
    text = io.StringIO()
    style: Any = csv.QUOTE_ALL if random.random() < 0.05 else csv.QUOTE_MINIMAL
    mark = random.choice(",;\t") if random.random() < 0.03 else ","
    csv.writer(text, lineterminator=end, quoting=style, delimiter=mark, escapechar="\\").writerows(rows)
    made = text.getvalue()
    return made.removesuffix(end if not before.endswith(b"\n") else "").encode("utf-8", "replace")


def _somewhere(random: Random, rows: Rows) -> int:
    """A row below the header, more often among the first and the last."""
    last = max(len(rows) - 1, 0)
    return random.choice((random.randint(min(1, last), last), min(1, last), last))


def cell_spoilt(random: Random, rows: Rows) -> None:
    """One cell is another, or several are."""
    for _ in range(random.choice((1, 1, 1, 3))):
        row = rows[_somewhere(random, rows)]
        if row:
            at = random.randrange(len(row))
            row[at] = pools.spoilt(random, row[at])


def cell_of_another_row(random: Random, rows: Rows) -> None:
    """A cell has the value of another row: a code, a day, a name that is in use elsewhere."""
    row, other = rows[_somewhere(random, rows)], rows[_somewhere(random, rows)]
    at = random.randrange(max(min(len(row), len(other)), 1))
    row[at : at + 1] = other[at : at + 1]


def cell_of_another_column(random: Random, rows: Rows) -> None:
    """A cell stands in the place of another."""
    row = rows[_somewhere(random, rows)]
    if row:
        row[random.randrange(len(row))] = random.choice(row)


def cells_shifted(random: Random, rows: Rows) -> None:
    """A cell too many, or one too few."""
    row = rows[_somewhere(random, rows)]
    at = random.randrange(len(row) + 1)
    row[at : at + random.choice((0, 1))] = random.choice(([], [""], ["", ""], [random.choice(pools.CELLS)]))


def column_filled(random: Random, rows: Rows) -> None:
    """A column has one value in all its rows, or none."""
    at = random.randrange(len(rows[0]))
    value = random.choice(pools.CELLS)
    for row in rows[1:]:
        row[at : at + 1] = [value]


def row_dropped(random: Random, rows: Rows) -> None:
    """One row is not there, the header perhaps."""
    del rows[random.choice((0, _somewhere(random, rows), _somewhere(random, rows)))]


def row_doubled(random: Random, rows: Rows) -> None:
    """One row stands twice, at its place or elsewhere."""
    rows.insert(random.choice((len(rows), _somewhere(random, rows))), list(rows[random.randrange(len(rows))]))


def rows_swapped(random: Random, rows: Rows) -> None:
    """Two rows change places."""
    one, other = _somewhere(random, rows), _somewhere(random, rows)
    rows[one], rows[other] = rows[other], rows[one]


def rows_in_another_order(random: Random, rows: Rows) -> None:
    """All rows, sorted, backwards or at random."""
    body = rows[1:]
    random.choice((body.sort, body.reverse, lambda: random.shuffle(body)))()
    rows[1:] = body


def rows_cut_off(random: Random, rows: Rows) -> None:
    """The rows end somewhere."""
    del rows[random.randrange(len(rows)) :]


def rows_many(random: Random, rows: Rows) -> None:
    """Thousands of rows of which none is new."""
    rows.extend(list(row) for row in rows[1:] * random.choice((1, 20)))


def row_of_anything(random: Random, rows: Rows) -> None:
    """A row that belongs to nothing: blank, a mark of a merge, a total, the header once more."""
    row = random.choice(
        (
            [], [""], [""] * len(rows[0]), ["<<<<<<< HEAD"], ["======="], [">>>>>>> main"], list(rows[0]), ["合计",
            "3"],
            [random.choice(pools.CELLS) for _ in range(random.randint(1, 14))],
        )
    )  # fmt: skip
    rows.insert(random.randrange(len(rows) + 1), row)


def column_dropped(random: Random, rows: Rows) -> None:
    """A column is not there."""
    at = random.randrange(len(rows[0]))
    for row in rows:
        del row[at : at + 1]


def column_doubled(random: Random, rows: Rows) -> None:
    """A column stands twice."""
    at, to = random.randrange(len(rows[0])), random.randrange(len(rows[0]) + 1)
    for row in rows:
        row[to:to] = row[at : at + 1]


def columns_swapped(random: Random, rows: Rows) -> None:
    """Two columns change places, with their names or without."""
    one, other = random.randrange(len(rows[0])), random.randrange(len(rows[0]))
    for row in rows[random.choice((0, 1)) :]:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]


def column_renamed(random: Random, rows: Rows) -> None:
    """A column has another name."""
    at = random.randrange(len(rows[0]))
    rows[0][at] = pools.spoilt(random, rows[0][at])


def column_too_many(random: Random, rows: Rows) -> None:
    """One or several columns more, named or not, filled or not."""
    at = random.choice((0, len(rows[0]), len(rows[0])))
    name, value = random.choice(("", "", " ", "备注", "id")), random.choice(("", "", "x", " "))
    for number in range(random.choice((1, 1, 2, 40))):
        for line, row in enumerate(rows):
            row[at:at] = [value if line else f"{name}{number or ''}" if name.strip() else name]


def turned(_random: Random, rows: Rows) -> None:
    """Rows are columns."""
    rows[:] = [list(row) for row in zip(*rows, strict=False)] or [[]]


_CHANGES: tuple[Callable[[Random, Rows], None], ...] = (
    *(cell_spoilt,) * 10, *(cell_of_another_row,) * 4, *(cell_of_another_column,) * 2, cells_shifted, cells_shifted,
    column_filled, column_filled, row_dropped, row_dropped, row_doubled, row_doubled, rows_swapped,
    rows_in_another_order,
    rows_cut_off, rows_many, row_of_anything, row_of_anything, column_dropped, column_doubled, columns_swapped,
    column_renamed, column_too_many, column_too_many, turned,
)  # fmt: skip
