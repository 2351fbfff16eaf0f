"""The gate lets a text go with a line of redactions.csv that has the hash of what was, and nothing else with it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from generator.history.compare import check_against
from generator.history.growth import growth
from generator.history.publication import late_lines
from generator.history.signing.paths import Paths
from generator.register.redaction import REMOVED
from generator.review.message import message
from tests.history.test_signing import LATER, Register
from tests.support.copies import wuyi
from tests.support.folders import NOW, replace_once
from tests.support.redacting import CODE, EVENTS, NAME, OFFICE, PUBLISHED, redact, removed, renamed, with_name
from tests.support.repositories import commit, edit, git, with_last

FOLDER: Final = f"registers/{CODE}"
LOG, TABLE, AREAS = (f"{FOLDER}/{name}.csv" for name in ("events", "redactions", "areas"))
NEXT: Final = "26,990101001001-001,幸福里小区,revoke,compound,2022-11-29,2022-11-29T10:00:00+08:00,990101,new_case,,"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The register with the name, as it was published."""
    return with_name(tmp_path)


def codes(data: Path, base: str = "HEAD") -> list[str]:
    """Codes of the errors of a check against a commit, each once."""
    found = check_against(data, base, now=NOW, workers=1).findings
    return sorted({one.code for one in found if one.severity == "error"})


def test_a_name_may_go(data: Path) -> None:
    """Steps and public lines alike, in one commit with the name of the area; afterwards it stays gone."""
    removed(data)
    assert codes(data) == []
    commit(data.parent)
    assert codes(data) == []
    assert codes(data, "HEAD^1") == []


def test_one_line_may_go(data: Path) -> None:
    """The others keep the name, which the area then bore."""
    redact(data, events=(11,))
    edit(
        data / AREAS,
        lambda rows: [row.replace(f"{NAME},1-5栋,compound,", f"二号院,1-5栋,compound,{NAME}") for row in rows],
    )
    assert codes(data) == ["E695"]  # the name is still there
    assert NAME in (data / AREAS).read_text(encoding="utf-8")


def _rows(data: Path, table: str, change: Callable[[str], str]) -> None:
    edit(data / table, lambda rows: [change(row) for row in rows])


def _without_table(data: Path) -> None:
    (data / TABLE).unlink()


def _another_hash(data: Path) -> None:
    lines = (data / TABLE).read_text(encoding="utf-8").splitlines()
    own, other = (next(line for line in lines if line.startswith(start)).split(",")[2] for start in ("15,", "18,"))
    _rows(data, TABLE, lambda row: row.replace(own, other))


def _another_day(data: Path) -> None:
    then = f"{REMOVED},publish,compound,2022-11-2"
    _rows(data, LOG, lambda row: row.replace(f"{then}5", f"{then}4"))


def _another_mark(data: Path) -> None:
    _rows(data, LOG, lambda row: row.replace(REMOVED, "（已删除）") if row.startswith("15,") else row)


def _other_line(data: Path) -> None:
    _rows(data, LOG, lambda row: row.replace("幸福里小区", REMOVED) if row.startswith("9,") else row)


def _line_gone(data: Path) -> None:
    edit(data / LOG, lambda rows: [row for row in rows if not row.startswith("18,")])


def _text_left(data: Path) -> None:
    _rows(data, LOG, lambda row: row.replace(REMOVED, NAME) if row.startswith("15,") else row)


def _never_published(data: Path) -> None:
    edit(data / LOG, lambda rows: with_last(NEXT.replace("幸福里小区", REMOVED), rows))
    (data / TABLE).write_text(
        (data / TABLE).read_text(encoding="utf-8") + f"26,area_name,{'0' * 64},,{OFFICE},a,2022-11-29T12:00:00+08:00\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_without_table, ["E692", "E801"]),
        (_another_hash, ["E697", "E801"]),
        (_another_day, ["E801"]),
        (_another_mark, ["E403", "E691", "E801"]),
        (_other_line, ["E692", "E801"]),
        (_line_gone, ["E690", "E802"]),
        (_text_left, ["E403", "E691"]),
        (_never_published, ["E697"]),
    ],
)  # fmt: skip
def test_nothing_else_may_go(data: Path, change: Callable[[Path], None], found: list[str]) -> None:
    """Not without its line, not under another hash, not with anything else of the line, not before it was public."""
    removed(data)
    change(data)
    assert set(found) <= set(codes(data)), codes(data)


def _back(data: Path) -> None:
    _rows(data, LOG, lambda row: row.replace(REMOVED, NAME))


def _line_of_table_gone(data: Path) -> None:
    edit(data / TABLE, lambda rows: rows[:-1])


def _other_reason(data: Path) -> None:
    _rows(data, TABLE, lambda row: row.replace("民事判决", "裁定"))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_back, ["E403", "E691", "E801"]),
        (_line_of_table_gone, ["E692", "E696"]),
        (_without_table, ["E692", "E696"]),
        (_other_reason, ["E696"]),
    ],
)  # fmt: skip
def test_what_is_gone_stays_gone(data: Path, change: Callable[[Path], None], found: list[str]) -> None:
    """The text does not come back, and what the table says of it is never altered."""
    removed(data)
    commit(data.parent)
    change(data)
    assert codes(data) == found


def test_a_former_name_goes_with_it(data: Path) -> None:
    """The removed name alone leaves former_names; any other needs a decision, as ever (E812)."""
    full = "二号院,1-5栋,compound,{}"
    edit(
        data / AREAS, lambda rows: [row.replace(f"{NAME},1-5栋,compound,", full.format(f"{NAME};旧院")) for row in rows]
    )
    commit(data.parent)
    redact(data)
    replace_once(data / AREAS, f"{NAME};旧院", "旧院")
    assert codes(data) == []
    replace_once(data / AREAS, "compound,旧院", "compound,")
    assert codes(data) == ["E812"]


def test_a_finding_does_not_quote_what_must_go(data: Path) -> None:
    """Where it still stands in the area or in the line, the finding gives the place."""
    redact(data)
    _text_left(data)
    found = check_against(data, "HEAD", now=NOW, workers=1).findings
    assert {"E691", "E695"} <= {one.code for one in found}
    assert not [one for one in found if one.code in ("E691", "E695") and NAME in f"{one.message}{one.fix}{one.value}"]


def test_new_lines_are_told_from_removed_ones(data: Path) -> None:
    """They are numbered behind the others, and no line is late because an older one lost its text."""
    before = late_lines(data, {CODE: "2022-11-28T15:00:00+08:00"})
    sizes = growth(data).steps
    removed(data)
    edit(data / LOG, lambda rows: with_last(NEXT.replace("26,", "99,", 1), rows))
    ended = wuyi("renumber", "--base", "HEAD", "--data", data)
    assert ended.exit_code == 0, ended.output
    assert f"\n{NEXT}\n" in (data / LOG).read_text(encoding="utf-8")
    assert codes(data) == []
    edit(data / LOG, lambda rows: rows[:-1])
    commit(data.parent, when="2022-11-29T12:00:00+08:00")
    assert late_lines(data, {CODE: "2022-11-28T15:00:00+08:00"}) == before
    assert growth(data).steps == sizes


def test_what_a_proposal_says_does_not_quote_it(data: Path) -> None:
    """Neither `wuyi changes` nor the message of a commit; both say by whom, and that a name went."""
    removed(data)
    for told in (wuyi("changes", "--base", "HEAD", "--data", data).output, message(data, CODE)):
        assert "删除的文字" in told
        assert OFFICE in told
        assert NAME not in told


def test_the_table_is_the_county_s(data: Path) -> None:
    """Who may write the folder of a county may remove its texts, and nobody of another county."""
    assert Paths("data").level(f"data/{TABLE}") == CODE
    redact(data)
    renamed(data)
    assert (data / TABLE).read_text(encoding="utf-8").count("\n") == len(EVENTS) + 1
    assert PUBLISHED.endswith("15")


def _rewritten(folder: Path, name: str) -> None:
    """Takes a name out of every commit, the way git filter-repo does: by git's own stream of them."""
    branch = git(folder, "symbolic-ref", "HEAD")
    stream = subprocess.run(["git", "-C", folder, "fast-export", branch], capture_output=True, check=True).stdout
    made, place = bytearray(), 0
    for head in re.finditer(rb"^data ([0-9]+)\n", stream, re.MULTILINE):
        if head.start() < place:
            continue  # within a content
        content = stream[head.end() : head.end() + int(head[1])].replace(name.encode(), REMOVED.encode())
        made += stream[place : head.start()] + b"data %d\n" % len(content) + content
        place = head.end() + int(head[1])
    subprocess.run(
        ["git", "-C", folder, "fast-import", "--force", "--quiet"], input=bytes(made) + stream[place:], check=True
    )


def test_a_history_that_was_cleaned_gives_the_same_log(data: Path) -> None:
    """Who takes the text out of all commits keeps their order, and with it the log of the country."""
    edit(data / LOG, lambda rows: with_last(NEXT, rows))
    commit(data.parent)
    removed(data)
    commit(data.parent)
    steps, log = growth(data).steps, (data / LOG).read_bytes()
    head = git(data.parent, "rev-parse", "HEAD")
    _rewritten(data.parent, NAME)
    assert git(data.parent, "rev-parse", "HEAD") != head
    assert NAME not in git(data.parent, "log", "-p", "HEAD")
    assert growth(data).steps == steps
    assert (data / LOG).read_bytes() == log


def test_a_county_signs_it_and_a_cleaned_history_is_signed_by_nobody(tmp_path: Path) -> None:
    """It is a commit like any other of the county's; once commits are rewritten, their signatures are gone."""
    register = Register(tmp_path)
    redact(register.data, events=(5,))
    register.a.commit(register.top)
    found = check_against(register.data, register.begun, now=NOW, workers=1, received=LATER).findings
    assert [one.code for one in found] == ["E695"]  # the name of the area is not what this is about
    assert register.replayed() == []
    _rewritten(register.top, "春晓社区")
    assert set(register.replayed()) == {"E680"}
