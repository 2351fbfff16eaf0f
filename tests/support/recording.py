"""`wuyi record` on a small county: what it says, what it writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.folders import report_of
from tests.support.repositories import rows
from tests.support.written import CODE

AT: Final = "2022-12-06"
RECORDED: Final = "2022-12-06T12:30:00+08:00"


def run(data: Path, *arguments: str, answers: str | None = None, recorded: str = RECORDED) -> Result:
    """The command, by flags; with `answers`, what a person types."""
    given = [] if answers is not None or "--dry-run" in arguments else ["--yes"]
    if "--undo" not in arguments and "--at" not in arguments and "--correct" not in arguments:
        given += ["--at", AT]
    words = ["record", CODE, "--data", str(data), "--recorded-at", recorded, *arguments, *given]
    return CliRunner().invoke(main, words, input=answers)


def done(data: Path, *arguments: str, answers: str | None = None, recorded: str = RECORDED) -> Result:
    """The same, which writes; afterwards a check finds no error."""
    result = run(data, *arguments, answers=answers, recorded=recorded)
    assert result.exit_code == 0, result.output
    assert "已写" in result.output or "已收回" in result.output, result.output
    assert [one.code for one in report_of(data).findings if one.severity == "error"] == []
    return result


def refused(data: Path, *arguments: str, answers: str | None = None, code: int = 2) -> str:
    """The same, which writes nothing; what it says."""
    before = contents(data)
    result = run(data, *arguments, answers=answers)
    assert result.exit_code == code, result.output
    assert contents(data) == before
    return result.output


def contents(data: Path) -> dict[str, bytes]:
    """Every file of the registers, hidden ones too."""
    return {str(path.relative_to(data)): path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}


def lines(data: Path, table: str) -> list[str]:
    """The lines of a table of the county, without its header."""
    return rows(data / "registers" / CODE / f"{table}.csv")[1:]


def objects(data: Path, table: str) -> list[dict[str, Any]]:
    """The objects of a JSON table of the county."""
    path = data / "registers" / CODE / f"{table}.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def public(result: Result) -> list[str]:
    """The sentences that the public will read."""
    return [line.removeprefix("公众将看到：") for line in result.output.splitlines() if line.startswith("公众将看到：")]
