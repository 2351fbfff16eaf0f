"""What tests share: small data folders, edits of them, and ways to check them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from generator.check import Report, check_all
from generator.commands import reporting

ROOT: Final = Path(__file__).resolve().parents[2]
EXAMPLE: Final = ROOT / "tests" / "data" / "example"
CASES: Final = ROOT / "tests" / "cases"
SCHEMES: Final = ROOT / "data" / "schemes"
# A day after the day on which the tests stand: what is recorded later gets a warning.
NOW: Final = "2023-01-02T00:00:00+08:00"


def copy_data(source: Path, data: Path) -> Path:
    """A data folder at `data` with what lies in `source`, and the committed schemes; returns `data`."""
    shutil.copytree(source, data)
    shutil.copytree(SCHEMES, data / "schemes", dirs_exist_ok=True)
    return data


def example_data(folder: Path) -> Path:
    """The worked example (two counties, all valid) as `folder`/data."""
    return copy_data(EXAMPLE, folder / "data")


def with_city(folder: Path) -> Path:
    """The published data of the fictional province, in which a city has a notice."""
    data = folder / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("[1-8]*"))
    return data


def report_of(data: Path, *codes: str) -> Report:
    """The report of a data folder, checked in this process at a fixed time."""
    return check_all(data, codes, now=NOW, workers=1)


def findings_of(data: Path) -> list[dict[str, Any]]:
    """The findings of a data folder as the program prints them in JSON."""
    document = json.loads(reporting.as_json(report_of(data)))
    assert list(document) == ["findings", "summary"]
    findings: list[dict[str, Any]] = document["findings"]
    return findings


def run_wuyi(
    *arguments: str | Path, cwd: Path | None = None, script: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the real program in a process of its own; `script` sets something of it first and runs it."""
    program = ["-m", "generator"] if script is None else ["-c", script]
    return subprocess.run(
        [sys.executable, *program, *map(str, arguments)],
        cwd=cwd or ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def replace_once(path: Path, old: str, new: str) -> None:
    """Replaces the one place where `old` stands in a file; fails if there is none or more than one."""
    text = path.read_bytes().decode("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_bytes(text.replace(old, new).encode("utf-8"))


def as_json_table(path: Path) -> Path:
    """Turns a CSV table into the JSON table with the same fields; returns the new path."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = [dict(row) for row in csv.DictReader(file)]
    for row in rows:
        for key in ("sequence", "corrects", "count"):
            if row.get(key):
                row[key] = int(row[key])
    target = path.with_suffix(".json")
    target.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    path.unlink()
    return target


def check_with_program(data: Path) -> tuple[int, list[dict[str, Any]]]:
    """Exit status and findings of `wuyi check --format json`, run in this process; exceptions pass."""
    from click.testing import CliRunner

    from generator.cli import main

    ended = CliRunner().invoke(main, ["check", "--data", str(data), "--format", "json", "--workers", "1"])
    if ended.exception is not None and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    findings: list[dict[str, Any]] = json.loads(ended.stdout)["findings"]
    return ended.exit_code, findings
