"""Places of the worked example that a slip can hit, and ways to spoil a data folder and read what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.support.folders import check_with_program

COUNTY: Final = "registers/990101"
AREAS: Final = f"{COUNTY}/areas.csv"
EVENTS: Final = f"{COUNTY}/events.csv"
NOTICES: Final = f"{COUNTY}/notices.csv"
DECLARED: Final = f"{COUNTY}/declared.csv"
SETTINGS: Final = f"{COUNTY}/county.json"
SITE: Final = "site.json"
SCHEME: Final = "schemes/chongqing-2022-74.json"
DIVISIONS: Final = "divisions/99.csv"
# Each of these texts stands once in its file.
AREA_4: Final = "990101001001-002,向阳小区,1-5栋"  # line 4 of areas.csv
REVIEW_3: Final = "review,compound,2022-11-22,2022-11-22T10:00:00+08:00"  # line 4 of events.csv


def the_one(findings: list[dict[str, Any]], code: str, path: str) -> dict[str, Any]:
    """The one finding of a code in a file; fails if there is none or another."""
    found = [each for each in findings if each["code"] == code and each["path"] == f"data/{path}"]
    assert len(found) == 1, findings
    return found[0]


def refused(data: Path, code: str, path: str, line: int | None = None, column: str | None = None) -> dict[str, Any]:
    """Checks that the program ends with 1 and one such finding; returns it."""
    status, findings = check_with_program(data)
    found = the_one(findings, code, path)
    assert (status, found["line"], found["column"]) == (1, line, column)
    assert found["message"].endswith("。")
    assert found["fix"].endswith("。")
    assert "{" not in found["message"].replace("{ … }", "")
    return found


def refused_all(data: Path, code: str, path: str) -> dict[str, Any]:
    """The one finding of a code in a file, among whatever else there is; the program ends with 1."""
    status, findings = check_with_program(data)
    assert status == 1
    return the_one(findings, code, path)


def recode(path: Path, encoding: str, mark: bytes = b"") -> None:
    """Writes a file anew in another encoding."""
    path.write_bytes(mark + path.read_text(encoding="utf-8").encode(encoding))


def edit_lines(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    """Changes the lines of a file (without the empty one at the end)."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    path.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")
