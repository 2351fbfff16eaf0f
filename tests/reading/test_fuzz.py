"""Whatever stands in a file, reading it ends with findings: no exception reaches the user. Seeded."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from generator.reading import folder, schemas
from generator.reading.tables import read_table
from generator.register import model
from tests.support.folders import ROOT

TABLES: Final[dict[str, type[Any]]] = {
    "areas": model.Area, "events": model.Event, "notices": model.Notice, "declared": model.Declared,
    "unplaced": model.Unplaced, "cases": model.Case, "assessments": model.Assessment,
    "inspections": model.Inspection, "workdays": model.Workday, "former": model.FormerName,
}  # fmt: skip
EXAMPLE: Final = ROOT / "tests" / "data" / "example" / "registers" / "990101"
ROUNDS: Final = 150
_CELLS: Final = (
    "", " ", ",", '"', "'", "\n", "\r", "\0", "备注", "yes", "0", "-1", "1e9", "2022-02-30", "2022-11-28T24:00+08:00",
    "\ufeff", "\ufffe", "\U0010ffff", "=1+1", "[]", "null", "９９", "x" * 10_001, "9" * 5_000, "；", "<b>", "\u2f00",
    "nan", "1月5日", "合计",
)  # fmt: skip


def _seed_rows(name: str) -> list[list[str]]:
    path = EXAMPLE / f"{name}.csv"
    names = [column.name for column in schemas.columns(name)]
    if path.is_file():
        return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    return [names, ["1"] * len(names), ["2022-11-28"] * len(names)]


def _mangled(random: Random, rows: list[list[str]]) -> bytes:
    """A table with a few cells, rows or columns altered, and sometimes bytes of it."""
    rows = [list(row) for row in rows]
    for _ in range(random.randint(1, 4)):
        row = random.choice(rows or [[""]])
        place = random.randrange(len(row) + 1)
        match random.randrange(6):
            case 0:
                row.insert(place, random.choice(_CELLS))
            case 1:
                row[place:] = [random.choice(_CELLS)] * random.randint(0, 3)
            case 2:
                del row[place : place + 1]
            case 3:
                rows.insert(random.randrange(len(rows) + 1), [random.choice(_CELLS)] * random.randint(0, 12))
            case 4:
                for each in rows:
                    each.append(random.choice(("", "", " ", random.choice(_CELLS))))
            case _:
                del rows[random.randrange(len(rows) + 1) :]
    quote = random.choice((True, False))
    content = _written(rows) if quote else "\n".join(",".join(row) for row in rows).encode("utf-8")
    if random.random() < 0.3:
        at = random.randrange(len(content) + 1)
        content = content[:at] + random.randbytes(random.randint(0, 3)) + content[at + random.randint(0, 40) :]
    return content


def _written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, escapechar="\\").writerows(rows)
    return text.getvalue().encode("utf-8")


def _said(findings: tuple[model.Finding, ...]) -> bool:
    return all(finding.message and finding.fix and finding.path for finding in findings)


@pytest.mark.parametrize("name", TABLES)
def test_any_table_is_read_to_rows_or_findings(name: str, tmp_path: Path) -> None:
    """A table of any content gives rows, or findings with a file and how to mend it."""
    rows = _seed_rows(name)
    told = 0
    for seed in range(ROUNDS):
        random = Random(f"{name}-{seed}")
        (tmp_path / f"{name}.csv").write_bytes(_mangled(random, rows))
        findings = read_table(tmp_path, "data", name, TABLES[name]).findings
        assert _said(findings), seed
        told += bool(findings)
    assert told > ROUNDS // 4


@pytest.mark.parametrize("ending", ["site", "county"])
def test_any_document_is_read_to_a_value_or_findings(ending: str, data: Path) -> None:
    """A document of any content gives its nouns, or findings with a file and how to mend it."""
    path = data / "site.json" if ending == "site" else data / "registers" / "990101" / "county.json"
    whole = path.read_text(encoding="utf-8")
    told = 0
    for seed in range(ROUNDS):
        random = Random(f"{ending}-{seed}")
        at = random.randrange(len(whole))
        part = random.choice((*_CELLS, "{", "}", "[", '":', '""', "\\ud800", "\\uffff", "NaN", "1.0", "true"))
        path.write_bytes((whole[:at] + part + whole[at + random.randint(0, 30) :]).encode("utf-8"))
        findings = folder.read_site(data).findings if ending == "site" else folder.read_county(data, "990101").findings
        assert _said(findings), seed
        told += bool(findings)
    assert told > ROUNDS // 4
