"""Whole valid county folders: a register as plain rows, its files, and strategies that draw one from a scheme.

A `Register` is what stands in a data folder of one county. Everything a notice declares is counted here from the
rows of the log, by the words of docs/architecture.md and not by the code that is tested.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from hypothesis import Phase
from hypothesis import strategies as st

from generator.check import Report
from generator.reading import schemas
from tests.support.folders import EXAMPLE, ROOT, SCHEMES, report_of
from tests.support.lives import COUNTY, Life, Row
from tests.support.schemes import Choices, Document, scheme_of

# A whole register shrinks slowly: with SHRINK=1 in the environment a failed property looks for the smallest one.
PHASES: Final = tuple(one for one in Phase if one is not Phase.shrink or os.environ.get("SHRINK"))
MEASURES: Final = {
    "publish": "certified", "revoke": "revoked", "suspend": "suspended", "restore": "restored", "nominate": "nominated",
}  # fmt: skip
_PUBLIC: Final = {"publish": "certified", "restore": "certified", "suspend": "suspended", "revoke": "revoked"}


@dataclass(frozen=True)
class Register:
    """A county's folder: rows of each table (a table that is not there has no file), and what stands above it.

    `above` are the tables of the city and the province, by code.
    """

    code: str
    settings: Document
    schemes: Mapping[str, Document]
    names: Mapping[str, str]
    tables: Mapping[str, list[Row]]
    above: Mapping[str, Mapping[str, list[Row]]] = field(default_factory=dict)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What a failed property shows: the scheme, unless it is committed, and the rows."""
        scheme = self.scheme if self.scheme["id"].startswith("third") else self.scheme["id"]
        lines = [f"{scheme} {self.settings['state']} since {self.settings['register_since']}"]
        lines += [f"{table}: {row}" for table, rows in self.tables.items() for row in rows]
        printer.text("\n".join(lines))

    @property
    def scheme(self) -> Document:
        """The scheme in force (the only one, or the last)."""
        return self.schemes[self.settings["schemes"][-1]["scheme"]]

    @property
    def events(self) -> list[Row]:
        """The log."""
        return self.tables["events"]

    def rows(self, table: str) -> list[Row]:
        """The rows of a table; none where there is no file."""
        return self.tables.get(table, [])

    def having(self, **tables: list[Row]) -> Register:
        """The register with other rows in some tables."""
        return replace(self, tables={**self.tables, **tables})

    def copy(self) -> Register:
        """A register whose rows may be changed."""
        return replace(self, tables=deepcopy(dict(self.tables)))

    def under(self, scheme: Document) -> Register:
        """The register under another scheme of the same id."""
        return replace(self, schemes={**self.schemes, scheme["id"]: scheme})


# ---- files


def write(register: Register, data: Path, form: str = "csv") -> Path:
    """The data folder of a register, every table in one form; returns `data`.

    A row of a JSON table stands on the line on which it stands in the CSV, so that findings name the same line.
    """
    folder = data / "registers" / register.code
    for one in (data / "divisions", data / "schemes", folder):
        one.mkdir(parents=True)
    for unit, above in register.above.items():
        (data / "registers" / unit).mkdir()
        for table, rows in above.items():
            write_table(data / "registers" / unit, table, rows, form)
    shutil.copyfile(EXAMPLE / "site.json", data / "site.json")
    names = "".join(f"{code},{name}\n" for code, name in sorted(register.names.items()))
    (data / "divisions" / f"{register.code[:2]}.csv").write_text(f"code,name\n{names}", encoding="utf-8")
    for key, scheme in register.schemes.items():
        (data / "schemes" / f"{key}.json").write_text(json.dumps(scheme, ensure_ascii=False), encoding="utf-8")
    (folder / "county.json").write_text(json.dumps(register.settings, ensure_ascii=False), encoding="utf-8")
    for table, rows in register.tables.items():
        write_table(folder, table, rows, form)
    return data


def write_table(folder: Path, table: str, rows: Sequence[Row], form: str = "csv") -> None:
    """One table of a folder."""
    with (folder / f"{table}.{form}").open("w", encoding="utf-8", newline="") as file:
        if form == "json":
            lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
            file.write(f"[\n{lines}\n]\n")
        else:
            columns = [column.name for column in schemas.columns(table)]
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def read(code: str, data: Path = ROOT / "data") -> Register:
    """The register of a committed county, with the committed schemes."""
    folder = data / "registers" / code
    settings = json.loads((folder / "county.json").read_text("utf-8"))
    ids = [one["scheme"] for one in settings["schemes"]]
    with (data / "divisions" / f"{code[:2]}.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    above = {unit: _tables(data / "registers" / unit) for unit in (code[:2], code[:4])}
    return Register(
        code, settings, {one: committed(one) for one in ids}, names, _tables(folder),
        {unit: tables for unit, tables in above.items() if tables},
    )  # fmt: skip


def _tables(folder: Path) -> dict[str, list[Row]]:
    return {path.stem: list(_rows(path)) for path in sorted(folder.glob("*.csv"))}


def _rows(path: Path) -> Iterator[Row]:
    integers = [one.name for one in schemas.columns(path.stem) if one.definition in schemas.INTEGER_DEFINITIONS]
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: int(cell) if key in integers else cell for key, cell in row.items() if cell}


def committed(scheme: str) -> Document:
    """A committed scheme."""
    document: Document = json.loads((SCHEMES / f"{scheme}.json").read_text("utf-8"))
    return document


class Folder:
    """A register's data folder, in which tables are written anew as the register changes."""

    def __init__(self, register: Register, data: Path, form: str = "csv") -> None:
        self.register = register
        self.data = write(register, data, form)
        self.form = form

    def report(self, register: Register) -> Report:
        """The report of a register that differs only in its tables from the one before."""
        folder = self.data / "registers" / register.code
        for table in register.tables.keys() | self.register.tables.keys():
            rows = register.tables.get(table)
            if rows is None:
                (folder / f"{table}.{self.form}").unlink()
            elif rows is not self.register.tables.get(table):
                write_table(folder, table, rows, self.form)
        self.register = register
        return report_of(self.data, register.code)


@contextmanager
def laid_out(register: Register, form: str = "csv") -> Iterator[Folder]:
    """The data folder of a register, for a while."""
    with tempfile.TemporaryDirectory(prefix="wuyi-") as folder:
        yield Folder(register, Path(folder) / "data", form)


def checked(register: Register, form: str = "csv") -> Report:
    """The report of a register's data folder."""
    with laid_out(register, form) as folder:
        return folder.report(register)


# ---- what the log says, counted by hand


def standing(rows: Sequence[Row]) -> list[Row]:
    """The ordinary lines in force of one area and title, in the places of what they replace."""
    placed = []
    place: dict[int, int] = {}
    for row in rows:
        place[row["sequence"]] = place.get(row["corrects"], 0) if "corrects" in row else row["sequence"]
        if row["event"] != "correct" and not _mended(rows, row):
            placed.append((place[row["sequence"]], row))
    return [row for _, row in sorted(placed, key=lambda pair: pair[0])]


def is_in_force(rows: Sequence[Row], row: Row) -> bool:
    """Whether a line of one area and title is in force; a `correct` is unless it was itself retracted."""
    return not (_retracting(rows, row) if row["event"] == "correct" else _mended(rows, row))


def _mended(rows: Sequence[Row], row: Row) -> bool:
    """Whether a line was retracted or replaced. A replacement that is replaced goes on replacing."""
    return any(one.get("corrects") == row["sequence"] and not _retracting(rows, one) for one in rows)


def _retracting(rows: Sequence[Row], row: Row) -> list[Row]:
    """The `correct` lines in force that retract a line."""
    named = [one for one in rows if one["event"] == "correct" and one.get("corrects") == row["sequence"]]
    return [one for one in named if not _retracting(rows, one)]


def public(rows: Sequence[Row]) -> str | None:
    """The public status of one area and title."""
    status = before = None
    for row in standing(rows):
        kind = row["event"]
        if kind == "nominate":
            before = before if status == "candidate" else status
            status = "candidate"
        elif kind in _PUBLIC:
            status, before = _PUBLIC[kind], None
        elif kind in ("reject", "withdraw") and status == "candidate":
            status = before
    return status


def lanes(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """The lines of each area and title."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["area_id"], row["title"]), []).append(row)
    return found


def listed(rows: Sequence[Row], notice_id: str) -> list[tuple[str, str, str]]:
    """(measure, title, area) of each row of a notice: lines in force, and those that the notice itself had wrong."""
    found = []
    for (area_id, title), lane in lanes(rows).items():
        seen = set()
        for row in lane:
            if row.get("notice_id") != notice_id or row["event"] not in MEASURES:
                continue
            retracted = _retracting(lane, row)
            said = retracted[0].get("reason") == "notice_in_error" if retracted else is_in_force(lane, row)
            root = row
            while "corrects" in root:
                root = next(one for one in lane if one["sequence"] == root["corrects"])
            if said and (row["event"], root["sequence"]) not in seen:
                seen.add((row["event"], root["sequence"]))
                found.append((MEASURES[row["event"]], title, area_id))
    return found


def held(rows: Sequence[Row], notice_id: str) -> list[tuple[str, str]]:
    """(title, area) of what was certified right after a notice's last line that is no later correction."""
    mine = [row for row in rows if row.get("notice_id") == notice_id]
    last = max((row["sequence"] for row in [one for one in mine if "corrects" not in one] or mine), default=0)
    return [(title, area_id) for (area_id, title), lane in lanes(rows[:last]).items() if public(lane) == "certified"]


# ---- strategies


def register_of(choose: Choices, scheme: Document) -> Register:
    """A register whose county never broke a rule of the scheme, and whose log says so."""
    life = Life(choose, scheme)
    life.live()
    tables = {name: [dict(row) for row in rows] for name, rows in life.tables()}
    if choose.chance(4):
        tables["unplaced"] = _unplaced(choose, life)
    tables["declared"] = _declared(choose, tables, life)
    settings = {
        "code": COUNTY, "publisher": "示例区指挥部", "contact": "示例区社区防控组办公室",
        "schemes": [{"scheme": scheme["id"], "from": scheme["period"]["from"], "until": None}],
        "register_since": life.since, "state": "archived" if life.archived else "active", "demonstration": True,
    }  # fmt: skip
    if life.archived:
        settings["archived_at"] = "2022-12-31"
    return Register(COUNTY, settings, {scheme["id"]: scheme}, life.names, tables)


def _unplaced(choose: Choices, life: Life) -> list[Row]:
    """Printed names that nobody could place, in some of the notices of publications."""
    titles = [one["id"] for one in life.scheme["titles"]]
    return [
        {"notice_id": notice_id, "name": "某某苑", "title": choose.among(titles), "reason": "同名两处"}
        for notice_id in sorted(life.notices)
        if notice_id.endswith("-1") and choose.chance(2)
    ]


def _declared(choose: Choices, tables: Mapping[str, Sequence[Row]], life: Life) -> list[Row]:
    """What the notices declare of themselves: every number of theirs, and some of a place or of what is current."""
    found: list[Row] = []
    batch = choose.number(1, 9)
    titles = [one["id"] for one in life.scheme["titles"]]
    unplaced = tables.get("unplaced", ())
    for notice_id in sorted(life.notices):
        rows = listed(tables["events"], notice_id)
        rows += [("certified", one["title"], COUNTY) for one in unplaced if one["notice_id"] == notice_id]
        now = held(tables["events"], notice_id)
        now += [(one["title"], COUNTY) for one in unplaced if _at(life, one["notice_id"]) <= _at(life, notice_id)]
        series = {"series": "无疫小区", "batch": str(batch)} if notice_id.endswith("-1") else {}
        batch += bool(series)
        numbered: list[Row] = []
        for measure in ("certified", *sorted({one[0] for one in rows} - {"certified"})):
            mine = [one[1:] for one in rows if one[0] == measure]
            numbered.append({"measure": measure, "count": len(mine)})
            numbered.extend(_parts(choose, measure, mine, titles))
        numbered.extend(_parts(choose, "current", now, titles))
        found.extend({"notice_id": notice_id, **series, **one} for one in numbered)
    return found


def _at(life: Life, notice_id: str) -> str:
    """When a notice was published, so that a day comes before its hours."""
    found: str = life.notices[notice_id]["published_at"]
    return found


def _parts(choose: Choices, measure: str, rows: Sequence[tuple[str, str]], titles: Sequence[str]) -> Iterator[Row]:
    """Numbers of one title, of one place, or of both."""
    title = choose.among((None, *titles))
    place = choose.among((None, COUNTY, "990101001", "990101002001"))
    if title or place:
        count = sum(title in (None, one) and area_id.startswith(place or "") for one, area_id in rows)
        yield {
            key: value
            for key, value in {"division": place, "title": title, "measure": measure, "count": count}.items()
            if value is not None
        }


CHONGQING: Final = committed("chongqing-2022-74")
HAINAN: Final = committed("hainan-2022")


@st.composite
def _drawn(draw: st.DrawFn, scheme: Callable[[Choices], Document]) -> Register:
    choose = Choices.of(draw)
    return register_of(choose, scheme(choose))


def _given(scheme: Document, _choose: Choices) -> Document:
    return scheme


def registers(*schemes: Document) -> st.SearchStrategy[Register]:
    """Valid registers under one of the schemes given; under the two of the project and a third one if none is."""
    strategies: list[st.SearchStrategy[Any]] = [
        _drawn(partial(_given, scheme)) for scheme in schemes or (CHONGQING, HAINAN)
    ]
    return st.one_of(strategies if schemes else [*strategies, _drawn(scheme_of)])
