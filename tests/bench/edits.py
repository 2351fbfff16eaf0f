"""What a district does to its register: a title is revoked, a batch is published. Each is a new notice on a new day."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from tests.bench.names import Names
from tests.bench.register import NOTICES, Area, Step, declared_rows, event_row, notice_id, notice_row

_COMPOUNDS = 20  # new ones in a community


def revoke(folder: Path) -> int:
    """Adds the revocation of one title that is held to the folder of a county; returns the lines added."""
    newest = {row["area_id"]: row for row in _rows(folder / "events.csv")}
    held = [row for row in newest.values() if row["event"] in ("publish", "restore")]
    row = held[len(held) // 2]
    return _add(folder, [Step(NOTICES, Area(row["area_id"], row["area_name"], row["title"]), "revoke")])


def publish(folder: Path, divisions: Path, rows: int) -> int:
    """Adds a batch of so many new compounds to the folder of a county; returns the lines added."""
    areas = _rows(folder / "areas.csv")
    new = list(_compounds(folder.name, {row["name"] for row in areas}, divisions, rows))
    _append(folder / "areas.csv", sorted(new))
    return _add(folder, [Step(NOTICES, Area(area_id, name, kind), "publish") for area_id, name, _, kind in new])


def _compounds(code: str, names: set[str], divisions: Path, number: int) -> Iterator[tuple[str, str, str, str]]:
    """Rows of areas.csv, with names that the county does not have, numbered from 500 in each community."""
    stems = {name[:3] for name in names}
    free = Names(Random(code))
    communities = [row["code"] for row in _rows(divisions) if len(row["code"]) == 12 and row["code"][:6] == code]
    for turn in range(number):
        row = turn // (_COMPOUNDS * len(communities)) * _COMPOUNDS + turn % _COMPOUNDS
        name = next(name for name in iter(free.compound, "") if name[:3] not in stems)
        community = communities[turn // _COMPOUNDS % len(communities)]
        yield f"{community}-{500 + row:03d}", name, "", "compound"


def _add(folder: Path, steps: Sequence[Step]) -> int:
    """Adds lines to the log, with their notice and what it declares."""
    code, notice = folder.name, notice_id(folder.name, NOTICES)
    last = int(_rows(folder / "events.csv")[-1]["sequence"])
    _append(folder / "events.csv", (event_row(code, last + turn, step, notice) for turn, step in enumerate(steps, 1)))
    _append(folder / "notices.csv", [notice_row(notice, NOTICES)])
    _append(folder / "declared.csv", declared_rows(code, steps, {NOTICES: notice}))
    return len(steps)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _append(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Adds rows below the others; they may leave out optional last cells."""
    with path.open(encoding="utf-8", newline="") as file:
        width = len(next(csv.reader(file)))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows((*row, *[""] * (width - len(row))) for row in rows)
