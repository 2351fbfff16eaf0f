"""Links, special and stray files, unknown folders under data/: each is refused, none is read.

All cases start from the worked example, which is valid.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.reading.leftovers import NAMES
from tests.support.folders import ROOT, check_with_program, findings_of
from tests.support.spoil import AREAS, COUNTY, DIVISIONS, EVENTS, SCHEME, SETTINGS, SITE, refused


@pytest.mark.parametrize("left", ["nothing", "an empty folder", "only a city"])
def test_no_county_at_all(data: Path, left: str) -> None:
    """A register without any county is refused: an empty site is never published by mistake."""
    (data / "registers").rename(data.parent / "away")
    if left != "nothing":
        (data / "registers").mkdir()
    if left == "only a city":
        (data / "registers" / "9901").mkdir()
    refused(data, "E110", "registers")


@pytest.mark.parametrize(
    "name",
    ["990199", "010101", "99010", "9909", "00", "abc", "９９０１０１", "990101001", "990101 ", "=1", "..."],
)
def test_folder_of_no_known_division(data: Path, name: str) -> None:
    """A folder under registers/ that is no county, city or province is told; what is in it is not read."""
    (data / "registers" / name).mkdir()
    (data / "registers" / name / "county.json").write_text("{", encoding="utf-8")
    found = refused(data, "E109", f"registers/{name}")
    assert found["value"] == name


def test_file_name_that_is_hostile(data: Path) -> None:
    """A file name with terminal control, or that is no UTF-8, is told in plain, valid JSON."""
    (data / COUNTY / "x\x1b[2J\u202e.csv").touch()
    (data / COUNTY / os.fsdecode(b"\xff.csv")).touch()
    status, findings = check_with_program(data)
    assert status == 1
    assert [found["code"] for found in findings] == ["E108", "E108"]


@pytest.mark.parametrize(
    "path",
    [SITE, SCHEME, DIVISIONS, AREAS, EVENTS, SETTINGS, COUNTY, "registers/9901/notices.csv",
     "registers", "schemes", "divisions"],
)  # fmt: skip
def test_link(data: Path, path: str) -> None:
    """A link anywhere under data/ is refused once, even to a good file or folder: nothing outside is read."""
    target, away = data / path, data.parent / "away"
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        target.rename(away)
    else:
        away.write_text("notice_id\n", encoding="utf-8")
    target.symlink_to(away)
    refused(data, "E108", path)


def test_link_to_nothing(data: Path) -> None:
    """A broken link is refused as a link."""
    (data / COUNTY / "unplaced.csv").symlink_to(data / "nowhere")
    refused(data, "E108", f"{COUNTY}/unplaced.csv")


@pytest.mark.parametrize("path", [SITE, SETTINGS, EVENTS, f"{COUNTY}/unplaced.csv", SCHEME, DIVISIONS, "registers/x"])
def test_pipe(data: Path, path: str) -> None:
    """A pipe is refused once, and never opened (that would wait for ever)."""
    (data / path).unlink(missing_ok=True)
    os.mkfifo(data / path)
    refused(data, "E108", path)


@pytest.mark.parametrize("path", [SITE, SETTINGS, EVENTS])
def test_folder_in_place_of_a_file(data: Path, path: str) -> None:
    """A folder that has the name of a file is refused once."""
    (data / path).unlink()
    (data / path).mkdir()
    refused(data, "E108", path)


@pytest.mark.parametrize(
    "path", ["x.csv", "registers/x.csv", f"{COUNTY}/areas.csv.bak", f"{COUNTY}/areas.csv.orig",
             f"{COUNTY}/events.csv.rej", f"{COUNTY}/old/events.csv",
             f"{COUNTY}/Events.csv", "registers/9901/events.csv", "schemes/x.txt", "divisions/x.txt"]
)  # fmt: skip
def test_file_that_has_no_business_here(data: Path, path: str) -> None:
    """What is not a file of the register is told, so that a misspelt name is not silently ignored."""
    (data / path).parent.mkdir(exist_ok=True)
    (data / path).write_text("x\n", encoding="utf-8")
    told = path if path != f"{COUNTY}/old/events.csv" else f"{COUNTY}/old"
    refused(data, "E108", told)


@pytest.mark.parametrize("name", [
    ".~lock.areas.csv#", "~$areas.xlsx", ".~areas.csv", ".DS_Store", "._areas.csv", "Thumbs.db", "desktop.ini",
    ".areas.csv.swp", "areas.csv~", "#areas.csv#", ".nfs000001", "~WRL0001.tmp", "THUMBS.DB",
])  # fmt: skip
@pytest.mark.parametrize("folder", ["", "registers", COUNTY, "registers/9901", "schemes", "divisions", "tiles"])
def test_what_programs_leave_is_passed_over(data: Path, folder: str, name: str) -> None:
    """A table may be open in another program, and a folder may have been looked at: that is nobody's fault."""
    (data / folder).mkdir(exist_ok=True)
    (data / folder / name).write_bytes(b"\0lock")
    assert findings_of(data) == []


@pytest.mark.parametrize("folder", ["", "registers", COUNTY, "schemes", "divisions"])
def test_lock_of_an_editor_is_passed_over(data: Path, folder: str) -> None:
    """Emacs leaves a link to nowhere; systems leave folders."""
    (data / folder / ".#areas.csv").symlink_to("someone@machine.1234")
    (data / folder / "__MACOSX").mkdir()
    assert findings_of(data) == []


def test_git_passes_over_the_same() -> None:
    """What is passed over is committed by nobody: .gitignore has every name of the list."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert [name for _, name in NAMES if name.replace("#*#", r"\#*#") not in ignored] == []
