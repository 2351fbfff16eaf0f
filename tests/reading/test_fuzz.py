"""Whatever stands in a file, reading it ends with findings: no exception reaches the user. Seeded.

Beside tests/cli/test_fuzz.py, which breaks whole folders in the same ways (tests/support/broken) and runs the commands:
there a table is one of dozens of files, so that in thousands of folders some tables are broken a few times, one (units
without a place) never, and a fault is mostly alone. Here each reader by itself meets as many, several at once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from generator.reading import folder, schemas
from generator.reading.tables import read_table
from generator.register import model
from tests.support.broken import contents, documents, tables
from tests.support.broken.folders import Entry, whole

TABLES: Final[dict[str, type[Any]]] = {
    "areas": model.Area, "events": model.Event, "notices": model.Notice, "declared": model.Declared,
    "unplaced": model.Unplaced, "cases": model.Case, "assessments": model.Assessment,
    "inspections": model.Inspection, "workdays": model.Workday, "former": model.FormerName,
}  # fmt: skip
ROUNDS: Final = 150


def _sound(name: str) -> bytes:
    """A table to be broken: one of the demonstration, or, where that has none, a few lines of anything."""
    for path, content in whole("demonstration").items():
        if path.rpartition("/")[2] == f"{name}.csv":
            return content
    names = [column.name for column in schemas.columns(name)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([names, ["1"] * len(names), ["2022-11-28"] * len(names)])
    return text.getvalue().encode("utf-8")


def _broken(random: Random, path: str, content: bytes) -> bytes:
    """The file with one to four faults, of its cells or values and sometimes of its bytes."""
    files: Mapping[str, Entry] = {path: content}
    for _ in range(random.randint(1, 4)):
        kinds = (contents.broken, *((tables.broken,) * 4 if path.endswith(".csv") else (documents.broken,) * 4))
        told = random.choice(kinds)(random, files)
        files = told[1] if told is not None else files
    made = files.get(path)
    return made if isinstance(made, bytes) else b""


def _said(findings: tuple[model.Finding, ...]) -> bool:
    return all(finding.message and finding.fix and finding.path for finding in findings)


@pytest.mark.parametrize("name", TABLES)
def test_any_table_is_read_to_rows_or_findings(name: str, tmp_path: Path) -> None:
    """A table of any content gives rows, or findings with a file and how to mend it."""
    sound, told = _sound(name), 0
    for seed in range(ROUNDS):
        random = Random(f"{name}-{seed}")
        (tmp_path / f"{name}.csv").write_bytes(_broken(random, f"{name}.csv", sound))
        findings = read_table(tmp_path, "data", name, TABLES[name]).findings
        assert _said(findings), seed
        told += bool(findings)
    assert told > ROUNDS // 4


@pytest.mark.parametrize("ending", ["site", "county"])
def test_any_document_is_read_to_a_value_or_findings(ending: str, data: Path) -> None:
    """A document of any content gives its nouns, or findings with a file and how to mend it."""
    path = data / "site.json" if ending == "site" else data / "registers" / "990101" / "county.json"
    sound, told = path.read_bytes(), 0
    for seed in range(ROUNDS):
        path.write_bytes(_broken(Random(f"{ending}-{seed}"), f"{ending}.json", sound))
        findings = folder.read_site(data).findings if ending == "site" else folder.read_county(data, "990101").findings
        assert _said(findings), seed
        told += bool(findings)
    assert told > ROUNDS // 4
