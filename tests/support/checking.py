"""What the page `/check/` finds in a table, asked without a browser, and what the reader of tables finds in it."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.publish.exports.checking import rules
from generator.reading.tables import read_table
from generator.register import model
from tests.support.folders import ROOT

ROW_TYPES: Final[dict[str, type]] = {
    "areas": model.Area, "events": model.Event, "notices": model.Notice, "declared": model.Declared,
    "unplaced": model.Unplaced, "assessments": model.Assessment, "cases": model.Case, "inspections": model.Inspection,
}  # fmt: skip


class Told(NamedTuple):
    """A finding as both sides tell it."""

    line: int
    column: str
    code: str
    message: str
    fix: str


def on_page(tables: Sequence[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """What the page makes of files, by their names; needs node."""
    given = {
        "rules": rules(),
        "tables": [{"name": name, "bytes": base64.b64encode(content).decode()} for name, content in tables],
    }
    done = subprocess.run(
        ["node", str(ROOT / "tests/support/checking.js")],
        input=json.dumps(given), capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def told_by(findings: Sequence[Mapping[str, Any]]) -> list[Told]:
    """Findings in order of their places."""
    return sorted(
        Told(each["line"] or 0, each["column"] or "", each["code"], each["message"], each["fix"]) for each in findings
    )


def told_by_reader(folder: Path, table: str, content: bytes) -> list[Told]:
    """What a check finds in the form of a table with this content."""
    (folder / f"{table}.csv").write_bytes(content)
    findings = read_table(folder, "data/registers/990101", table, ROW_TYPES[table]).findings
    return sorted(Told(each.line or 0, each.column or "", each.code, each.message, each.fix) for each in findings)
