"""`wuyi check --base`: what was published at a revision is never changed, and everything else may be."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent import futures
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.engine import pool as engine
from generator.errors import UsageError
from generator.findings import history as findings
from generator.history import git as source
from generator.history import log
from generator.history.compare import check_against
from generator.register.codes import EventKind
from generator.register.model import Event, Table
from generator.register.times import OPEN_FOR
from tests.support.example import made
from tests.support.folders import NOW, ROOT, as_json_table, replace_once, run_wuyi
from tests.support.repositories import commit, edit, git, rows, with_last, write_rows

COUNTY = "registers/990101"
EVENTS = f"{COUNTY}/events.csv"
# A legal line at the end of the example's log, but for its number.
NEXT = "990101001001-001,幸福里小区,revoke,compound,2022-12-02,2022-12-02T09:00:00+08:00,990101,new_case,,"


@pytest.fixture
def base(data: Path) -> Path:
    """The worked example as the first commit of a repository."""
    commit(data.parent)
    return data


def told(data: Path, rev: str = "HEAD", *codes: str) -> list[tuple[str, str, int | None, str | None]]:
    """Code, path, line and column of what a check against a base finds."""
    report = check_against(data, rev, codes, now=NOW, workers=1)
    return [(one.code, one.path.removeprefix("data/registers/"), one.line, one.column) for one in report.findings]


def codes(data: Path, rev: str = "HEAD") -> list[str]:
    """Codes of the findings of history."""
    return [one[0] for one in told(data, rev) if one[0][1] == "8"]


def append(data: Path, *lines: str) -> None:
    """Adds lines to the log, numbered on."""
    edit(data / EVENTS, lambda old: [*old, *(f"{len(old) + number},{line}" for number, line in enumerate(lines, 1))])


def test_all_of_it_is_done_in_one_pool(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checking, comparing and telling anew share the processes that the first of them has started."""
    append(base, NEXT)
    replace_once(base / "registers/990201/areas.csv", "990201100001,椰林村,,", "990201100001,椰林村,东区,")
    pools: list[int] = []

    def counted(workers: int, **options: Any) -> ProcessPoolExecutor:
        pools.append(workers)
        return ProcessPoolExecutor(workers, **options)

    monkeypatch.setattr(engine, "_WORTH_A_POOL", 0)
    monkeypatch.setattr(futures, "ProcessPoolExecutor", counted)
    report = check_against(base, "HEAD", now=NOW, workers=2)
    assert report.counties == 2
    assert pools == [2]


# ---- what may change


def test_nothing_changed_is_nothing_found(base: Path) -> None:
    """A data folder as it was committed has no history to tell."""
    assert told(base) == []


def test_lines_and_notices_may_be_added(base: Path) -> None:
    """New areas, notices with their counts, and lines at the end of the log are what a register is for."""
    append(base, NEXT)
    for name, line in (
        ("areas", "990101001001-003,新区,,compound,,,,,,"),
        ("notices", "990101-20221202-1,示例区疫情防控指挥部,通告,,2022-12-02,,official,示例区门户网站 2022-12-02,"),
        ("declared", "990101-20221202-1,,,,compound,revoked,0"),
    ):
        edit(base / COUNTY / f"{name}.csv", partial(with_last, line))
    assert told(base) == []


def test_an_area_that_no_event_names_may_go(data: Path) -> None:
    """Identity matters from the first event on; a slip in a row before that may be taken back."""
    areas = data / COUNTY / "areas.csv"
    edit(areas, lambda old: [*old, "990101001001-003,新区,,compound,,,,,,"])
    commit(data.parent)
    edit(areas, lambda old: old[:-1])
    assert told(data) == []


def test_an_area_may_be_renamed(base: Path) -> None:
    """A name is no identity: events keep the old one, which the row remembers."""
    replace_once(base / COUNTY / "areas.csv", "和平社区,,community,", "新和平社区,,community,和平社区")
    assert told(base) == []


@pytest.mark.parametrize("table", ["events", "notices", "declared", "areas"])
def test_csv_may_become_json_and_back(base: Path, table: str) -> None:
    """The same rows in the other form are the same history."""
    as_json_table(base / COUNTY / f"{table}.csv")
    assert told(base) == []
    git(base.parent, "add", "-A")
    git(base.parent, "commit", "-qm", "as JSON")
    git(base.parent, "checkout", "-q", "HEAD~1", "--", ".")
    (base / COUNTY / f"{table}.json").unlink()
    assert told(base, "HEAD") == []


def test_a_column_may_be_added_at_the_end(base: Path) -> None:
    """A missing last column is an empty one."""
    header, *lines = rows(base / EVENTS)
    write_rows(base / EVENTS, [f"{header},confirmed", *(f"{line}," for line in lines), f"26,{NEXT},yes"])
    assert told(base) == []


def test_a_name_may_be_confirmed_later(base: Path) -> None:
    """A new area may have the name of one that a published line revoked: the mark says that somebody has looked."""
    header, *lines = rows(base / EVENTS)
    marked = [f"{header},confirmed", *(f"{line},{'yes' if ',revoke,' in line else ''}" for line in lines)]
    write_rows(base / EVENTS, marked)
    assert told(base) == []
    commit(base.parent)
    replace_once(base / EVENTS, "new_case,,17,yes", "new_case,,17,")
    assert told(base) == [("E801", "990101/events.csv", 21, "confirmed")]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_spreadsheets_may_save_it(base: Path, mark: bytes) -> None:
    """A byte order mark, CRLF and quotes are another way to write the same rows."""
    for path in sorted((base / COUNTY).glob("*.csv")):
        content = path.read_text(encoding="utf-8").replace("幸福里小区", '"幸福里小区"')
        path.write_bytes(mark + content.replace("\n", "\r\n").encode())
    assert told(base) == []


def test_settings_schemes_and_evidence_may_change(base: Path) -> None:
    """Only what was published as a fact is held; a contact, a promise, evidence on file is not."""
    replace_once(base / COUNTY / "county.json", '"publishes_every_days": 1', '"publishes_every_days": 2')
    (base / COUNTY / "cases.csv").write_text(
        "date,area_id,confirmed,asymptomatic,close_contacts,cleared_contacts\n", encoding="utf-8"
    )
    assert codes(base) == []


def test_a_broken_line_of_the_base_may_be_mended(data: Path) -> None:
    """What did not agree with the schema was never published."""
    good = (data / EVENTS).read_text(encoding="utf-8")
    replace_once(data / EVENTS, "3,990101001001-001,幸福里小区,review", "3,990101001001-001,幸福里小区,审核")
    commit(data.parent)
    (data / EVENTS).write_text(good, encoding="utf-8")
    assert told(data) == []


def test_a_file_of_the_base_that_cannot_be_read_is_pointed_out(data: Path) -> None:
    """It is never silently taken for nothing: the lines that it held are not compared, and the report says so."""
    good = (data / EVENTS).read_bytes()
    (data / EVENTS).write_bytes(good.decode().encode("gb18030"))
    commit(data.parent)
    (data / EVENTS).write_bytes(good)
    assert told(data) == [("W809", "990101/events.csv", None, None)]


def test_a_link_in_the_base_is_not_followed(data: Path) -> None:
    """A link that was committed leads nowhere: it counts as a file that cannot be read."""
    path = data / COUNTY / "notices.csv"
    good = path.read_bytes()
    path.unlink()
    path.symlink_to("../990201/notices.csv")
    commit(data.parent)
    path.unlink()
    path.write_bytes(good)
    assert told(data) == [("W809", "990101/notices.csv", None, None)]


# ---- the log


def test_a_changed_cell_is_told_with_both_values(base: Path) -> None:
    """E801 says in which column, from what to what, and what the line was."""
    replace_once(base / EVENTS, "revoke,community,2022-11-28", "revoke,community,2022-11-27")
    (one,) = (one for one in check_against(base, "HEAD", workers=1).findings if one.code == "E801")
    assert (one.line, one.column, one.value) == (25, "effective_at", "2022-11-27")
    assert "第 24 号记录被改动：effective_at 从“2022-11-28”改成“2022-11-27”" in one.message
    assert "24,990101001002,和平社区,revoke,community,2022-11-28,2022-11-28T08:00:00+08:00,990101,new_case,," in one.fix


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda old: [*old[:9], *old[10:]], ("E802", 11)),  # what stood there is gone: the line that stands there now
        (lambda old: old[:-1], ("E802", 25)),
        (lambda old: old[:20], ("E802", 21)),  # several together are told once
        (lambda old: [*old[:10], old[10].replace("11,", "9,", 1), *old[10:]], ("E803", 13)),
        (lambda old: [*old[:10], *(f"11,{NEXT}" for _ in range(3)), *old[10:]], ("E803", 12)),
        (lambda old: [*old[:8], old[9], old[8], *old[10:]], ("E804", 11)),
        (lambda old: sorted(old, key=lambda line: line.split(",")[1]), ("E804", 9)),
    ],
    ids=["removed", "last removed", "end removed", "doubled", "inserted", "swapped", "sorted"],
)
def test_one_slip_gives_one_message(
    base: Path, change: Callable[[list[str]], list[str]], expected: tuple[str, int]
) -> None:
    """Numbers written anew or not: one line more, less or elsewhere is told once, where it happened."""
    edit(base / EVENTS, change, renumber=True)
    renumbered = [one for one in told(base) if one[0][1] in "58"]
    assert renumbered == [(expected[0], "990101/events.csv", expected[1], "sequence")]
    git(base.parent, "checkout", "-q", "--", ".")
    edit(base / EVENTS, change)
    assert [one for one in told(base) if one[0][1] in "58" and one[0] != "E502"] == renumbered


def test_numbers_that_follow_a_line_in_between_are_no_change(base: Path) -> None:
    """Whoever inserts a line and lets every number follow, `corrects` too, has made one slip."""
    edit(base / EVENTS, lambda old: [*old[:10], f"0,{NEXT}", *old[10:]], renumber=True)
    replace_once(base / EVENTS, "new_case,,17\n", "new_case,,18\n")
    replace_once(base / EVENTS, "recorded_in_error,,24\n", "recorded_in_error,,25\n")
    assert codes(base) == ["E803"]


def test_corrects_changed_by_itself_is_a_change(base: Path) -> None:
    """What a correction names is as published as the rest of it."""
    replace_once(base / EVENTS, "new_case,,17\n", "new_case,,18\n")
    assert ("E801", "990101/events.csv", 21, "corrects") in told(base)


def test_numbers_alone_are_told_once(base: Path) -> None:
    """A log whose numbers were shifted without any other change."""
    edit(base / EVENTS, lambda old: [f"{int(line.partition(',')[0]) + 3},{line.partition(',')[2]}" for line in old])
    assert codes(base) == ["E801"]


def test_a_mass_of_changes_is_not_told_line_by_line(data: Path) -> None:
    """After a careless replacement the first lines are named, and how many more there are."""
    write_rows(
        data / EVENTS,
        [
            rows(data / EVENTS)[0],
            *(
                f"{number},990101001002,和平社区,apply,community,2022-11-25,2022-11-25,990101001002,,,"
                for number in range(1, 101)
            ),
        ],
    )
    commit(data.parent)
    edit(data / EVENTS, lambda old: [line.replace("990101001002,,,", "990101001001,,,") for line in old])
    found = [one for one in check_against(data, "HEAD", workers=1).findings if one.code == "E801"]
    assert len(found) == 20
    assert "另有 80 条也被改动" in found[-1].message


def test_a_published_line_that_lost_its_form_is_told_by_its_own_finding(base: Path) -> None:
    """A line that can no longer be read is not told twice; one that is gone is told all the same."""
    replace_once(base / EVENTS, "3,990101001001-001,幸福里小区,review", "3,990101001001-001,幸福里小区,审核")
    assert codes(base) == []
    edit(base / EVENTS, lambda old: [*old[:9], *old[10:]])
    assert codes(base) == ["E802"]


def test_a_broken_new_line_does_not_hide_a_removed_one(base: Path) -> None:
    """The last line is gone, and a new one that cannot be read stands in its place."""
    edit(base / EVENTS, lambda old: [*old[:-1], f"25,{NEXT.replace('revoke', '取消')}"])
    assert codes(base) == ["E802"]


# ---- areas, notices, folders


def test_a_deleted_area_is_told_once(base: Path) -> None:
    """E805 for the area, and nothing more for each of the lines that name it."""
    edit(base / COUNTY / "areas.csv", lambda old: [line for line in old if "向阳小区" not in line])
    assert told(base) == [("E805", "990101/areas.csv", None, "area_id")]


@pytest.mark.parametrize(
    ("table", "change", "line"),
    [
        ("notices", lambda old: [old[0].replace("第一批", "第二批"), *old[1:]], 2),
        ("declared", lambda old: [old[0].replace("certified,1", "certified,2"), *old[1:]], 2),
        ("declared", lambda old: [*old, "990101-20221123-1,,,,compound,revoked,0"], 6),
        ("declared", lambda old: old[1:], None),
    ],
)
def test_a_notice_and_what_it_declares_stays(
    base: Path, table: str, change: Callable[[list[str]], list[str]], line: int | None
) -> None:
    """A notice is evidence: neither it nor a number of it may be altered, added or removed."""
    edit(base / COUNTY / f"{table}.csv", change)
    (one,) = [one for one in told(base) if one[0][1] == "8"]
    assert one[:3] == ("E806", f"990101/{table}.csv", line)


def test_a_removed_notice_is_told_once(base: Path) -> None:
    """Nothing more for its counts, nor for the lines that name it."""
    edit(base / COUNTY / "notices.csv", lambda old: old[:-1])
    edit(base / COUNTY / "declared.csv", lambda old: [line for line in old if "20221127" not in line])
    assert told(base) == [("E806", "990101/notices.csv", None, "notice_id")]


def test_notices_of_a_city_are_held_too(data: Path) -> None:
    """A folder above the counties has notices of its own."""
    city = data / "registers" / "9901"
    city.mkdir()
    (city / "notices.csv").write_text(
        f"{rows(data / COUNTY / 'notices.csv')[0]}\n9901-20221130-1,示例市,通告,,2022-11-30,,official,门户网站,\n",
        encoding="utf-8",
    )
    commit(data.parent)
    replace_once(city / "notices.csv", "通告", "公告")
    assert told(data) == [("E806", "9901/notices.csv", 2, "title")]
    shutil.rmtree(city)
    assert told(data) == [("E806", "9901/notices.csv", None, "notice_id")]


@pytest.mark.parametrize("renamed", [False, True])
def test_a_folder_that_is_gone_is_told(base: Path, renamed: bool) -> None:
    """Deleted or moved to another code: the old address, its feeds and ids would be gone."""
    if renamed:
        (base / "registers" / "990201").rename(base / "registers" / "990202")
    else:
        shutil.rmtree(base / "registers" / "990201")
    assert ("E808", "990201", None, None) in told(base)
    assert ("E808", "990201", None, None) in told(base, "HEAD", "990201")


def test_a_log_that_is_gone_is_told_once(base: Path) -> None:
    """Neither every line of it, nor every count that no longer agrees."""
    (base / EVENTS).unlink()
    assert [one for one in told(base) if one[1].startswith("990101")] == [("E808", "990101/events.csv", None, None)]


# ---- times that are closed


def late_line(data: Path, day: str, county: str = "990201") -> None:
    """A new application in the other county, recorded on a day."""
    folder = data / "registers" / county
    line = f"990201100002,海风村,apply,village,{day},{day}T10:00:00+08:00,990201100002,,,"
    edit(folder / "events.csv", lambda old: [*old, f"{len(old) + 1},{line}"])


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2022-11-20T16:00:00+08:00", ["E807"]),
        ("2022-11-21", ["E807"]),  # a day is its start
        ("2022-11-21T14:59:59+08:00", ["E807"]),
        ("2022-11-21T15:00+08:00", ["W820"]),
        ("2022-11-22", ["W820"]),
        ("2022-11-28T14:00:00+08:00", []),
    ],
)
def test_a_new_line_is_not_older_than_what_is_closed(base: Path, time: str, expected: list[str]) -> None:
    """The newest line of the base is of 2022-11-28 15:00; seven days before it are still open. No clock is asked."""
    late_line(base, time[:10])
    replace_once(base / "registers/990201/events.csv", f"{time[:10]}T10:00:00+08:00", time)
    assert codes(base) == expected


def test_the_message_says_how_long_a_line_may_be_late() -> None:
    """E807 names the days that the check, the feeds and the copies all take from one place."""
    kind = next(kind for kind in findings.KINDS if kind.code == "E807")
    assert f"早 {OPEN_FOR.days} 天以上" in kind.message
    assert f"more than {OPEN_FOR.days} days" in kind.about


def test_the_time_of_the_base_counts_and_not_that_of_the_change(base: Path) -> None:
    """Lines that are new themselves close nothing, whether or not their county is asked for."""
    append(base, NEXT)
    late_line(base, "2022-11-22")
    assert codes(base) == ["W820"]
    assert [one[0] for one in told(base, "HEAD", "990201")] == ["W820"]


def test_a_line_before_the_end_of_its_own_log_is_told_by_its_own_finding(base: Path) -> None:
    """Recorded before the line above it: E302 says so already."""
    late_line(base, "2022-08-20")
    assert codes(base) == []


def test_an_archived_list_may_be_taken_over_later(base: Path) -> None:
    """It is taken over whole, recorded as of its time, and stands in no national feed."""
    folder = base / "registers" / "990102"
    shutil.copytree(base / "registers" / "990201", folder)
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("990201", "990102"), encoding="utf-8")
    assert "E807" in codes(base)
    replace_once(folder / "county.json", '"active"', '"archived", "archived_at": "2022-12-30"')
    assert codes(base) == []


# ---- git


def test_the_tree_counts_and_not_the_ancestry(base: Path) -> None:
    """Two branches that both append: each is fine against where it began, and behind the other until merged."""
    start = git(base.parent, "rev-parse", "HEAD")
    append(base, NEXT)
    main = commit(base.parent, "main")
    git(base.parent, "checkout", "-qb", "branch", start)
    other = "990101001001-001,幸福里小区,revoke,compound,2022-12-01,2022-12-01T09:00:00+08:00,990101,new_case,,"
    append(base, other)
    commit(base.parent, "branch")
    assert told(base, start) == []
    (one,) = check_against(base, main, now=NOW, workers=1).findings
    assert one.code == "E802"
    assert "先合并基准" in one.fix
    git(base.parent, "merge", "-q", "main", check=False)
    ours = [line for line in rows(base / EVENTS) if line[:7] not in ("<<<<<<<", "=======", ">>>>>>>")]
    write_rows(base / EVENTS, ours)
    assert codes(base, main) == ["E803"]
    write_rows(base / EVENTS, [*ours[:-2], ours[-1], ours[-2].replace("26,", "27,").replace("12-01T", "12-03T")])
    commit(base.parent, "merged")
    assert codes(base, main) == []


def test_what_the_program_says(base: Path) -> None:
    """Findings of history stand among the others, in order, in every form; the exit status is 1."""
    replace_once(base / EVENTS, "990101001002,和平社区,file", "990101001002,和平社区,certify")
    edit(base / "registers/990201/areas.csv", lambda old: old[:-1])
    ended = run_wuyi("check", "--data", base, "--base", "HEAD", "--format", "json")
    found = json.loads(ended.stdout)["findings"]
    assert ended.returncode == 1
    assert {"E602", "E801", "E805"} <= {one["code"] for one in found}
    assert found == sorted(found, key=lambda one: (one["path"], one["line"] or 0, one["column"] or "", one["code"]))
    annotated = run_wuyi("check", "--data", base, "--base", "HEAD", "--format", "github").stdout
    assert "::error file=data/registers/990101/events.csv,line=23,title=E801::" in annotated


def test_from_any_folder_and_with_any_place_of_the_data(base: Path, tmp_path: Path) -> None:
    """The data folder says which repository is meant: deep within it or its very top, seen from anywhere."""
    assert run_wuyi("check", "--data", base, "--base", "HEAD", cwd=Path("/")).returncode == 0
    inner = tmp_path / "outer" / "a b" / "数据"
    inner.parent.mkdir(parents=True)
    shutil.copytree(base, inner)
    commit(tmp_path / "outer")
    assert told(inner) == []
    top = tmp_path / "top"
    shutil.copytree(base, top)
    commit(top)
    edit(top / EVENTS, lambda old: old[:-1])
    assert [one.code for one in check_against(top, "HEAD", now=NOW).findings] == ["E802"]


def test_only_the_counties_asked_for_are_compared(base: Path) -> None:
    """A slip elsewhere is for whoever asks for it."""
    edit(base / EVENTS, lambda old: old[:-1])
    assert told(base, "HEAD", "990201") == []
    assert [one[0] for one in told(base, "HEAD", "990101")] == ["E802"]
    with pytest.raises(UsageError, match="990999"):
        told(base, "HEAD", "990999")


def test_a_county_that_did_not_change_is_not_read_again(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are compared, and nothing of it is taken out of git."""
    asked: list[str] = []
    real = source.export

    def export(tree: source.Tree, paths: Iterable[str], *rest: Any) -> None:
        paths = sorted(paths)
        asked.extend(paths)
        real(tree, paths, *rest)

    monkeypatch.setattr("generator.history.git.export", export)
    append(base, NEXT)
    assert told(base) == []
    assert asked
    assert {path.split("/")[1] for path in asked if path != "site.json"} == {"990101"}


def test_ids_of_either_length(data: Path) -> None:
    """A repository that names its contents by SHA-256."""
    git(data.parent, "init", "-q", "--object-format=sha256")
    commit(data.parent)
    assert source.tree(data, "HEAD").files[EVENTS] == source.blob_id((data / EVENTS).read_bytes(), "0" * 64)
    edit(data / EVENTS, lambda old: old[:-1])
    assert codes(data) == ["E802"]


def test_a_repository_of_someone_else_says_what_to_do(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git refuses to read it, as in many a container; the sentence says which setting allows it."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UsageError, match=r"safe\.directory"):
        told(base)


def test_a_second_work_tree(base: Path, tmp_path: Path) -> None:
    """A work tree whose repository lies elsewhere is compared like any other."""
    git(base.parent, "worktree", "add", "-q", tmp_path / "second")
    edit(tmp_path / "second/data" / EVENTS, lambda old: old[:-1])
    assert codes(tmp_path / "second/data") == ["E802"]
    assert codes(base) == []


def test_attributes_of_the_repository_change_nothing(base: Path) -> None:
    """A repository that leaves its data out of archives has it all the same."""
    (base.parent / ".gitattributes").write_text("data/** export-ignore\n*.csv text eol=crlf\n", encoding="utf-8")
    commit(base.parent)
    edit(base / EVENTS, lambda old: old[:-1])
    assert codes(base) == ["E802"]


@pytest.mark.parametrize(
    "rev",
    ["nothing", "--upload-pack=x", "-n", "--help", "HEAD..HEAD", "^HEAD", "HEAD:data", "", "a\nb", "@{-1}", "HEAD~9"],
)
def test_a_revision_that_is_none_ends_with_2(base: Path, rev: str) -> None:
    """Whatever is not one commit is said to be none; nothing is ever taken for an option of git."""
    ended = run_wuyi("check", "--data", base, f"--base={rev}")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("wuyi: git 里没有")


def test_where_there_is_nothing_to_compare_with(data: Path, tmp_path: Path) -> None:
    """Outside git, without git, before there was a data folder or a register: one sentence, status 2."""
    sentences = {}
    sentences["git 仓库"] = run_wuyi("check", "--data", data, "--base", "HEAD")
    environment = {**os.environ, "PATH": str(tmp_path / "empty")}
    sentences["安装 git"] = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--data", str(data), "--base", "HEAD"],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    shutil.move(data, tmp_path / "aside")
    first = commit(tmp_path, "nothing yet")
    git(tmp_path, "rm", "-rq", "--cached", "aside")
    git(tmp_path, "commit", "-q", "--amend", "--allow-empty", "-m", "nothing at all")
    first = git(tmp_path, "rev-parse", "HEAD")
    shutil.move(tmp_path / "aside", data)
    sentences["没有文件夹 data"] = run_wuyi("check", "--data", data, "--base", first)
    shutil.move(data / "registers", tmp_path / "aside")
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "-qm", "no register yet")
    shutil.move(tmp_path / "aside", data / "registers")
    sentences["还没有名录"] = run_wuyi("check", "--data", data, "--base", "HEAD")
    for word, ended in sentences.items():
        assert (ended.returncode, ended.stdout) == (2, "")
        assert word in ended.stderr
        assert ended.stderr.count("\n") == 1


def test_a_shallow_clone_says_what_it_lacks(base: Path, tmp_path: Path) -> None:
    """Full history is what a job must fetch; what is there can be compared with."""
    append(base, NEXT)
    commit(base.parent)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{base.parent}", clone)
    ended = run_wuyi("check", "--data", clone / "data", "--base", "HEAD~1")
    assert ended.returncode == 2
    assert "git fetch --unshallow" in ended.stderr
    edit(clone / "data" / EVENTS, lambda old: old[:-1])
    assert codes(clone / "data") == ["E802"]


def test_within_a_hook(base: Path, tmp_path: Path) -> None:
    """Git leads its hooks to a repository by variables; the data folder is what is checked all the same."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    commit(elsewhere)
    hook = base.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!/bin/sh\nGIT_DIR={elsewhere}/.git GIT_WORK_TREE={elsewhere} GIT_OBJECT_DIRECTORY={elsewhere}/.git/objects "
        f"PYTHONPATH={ROOT} {sys.executable} -m generator check --data data --quiet --base HEAD\n",
        encoding="utf-8",
    )
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    append(base, NEXT)
    git(base.parent, "commit", "-qam", "a new line")
    before = git(base.parent, "rev-parse", "HEAD")
    edit(base / EVENTS, lambda old: old[:-1])
    git(base.parent, "commit", "-qam", "a line less", check=False)
    assert git(base.parent, "rev-parse", "HEAD") == before


def test_the_revision_of_a_build_does_not_depend_on_the_hook(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commit from which the data comes; None where it differs, and outside git."""
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert source.revision(base) == git(base.parent, "rev-parse", "HEAD")
    append(base, NEXT)
    assert source.revision(base) is None
    assert source.revision(Path("/")) is None


def test_names_that_lead_out_of_the_folder_are_not_taken() -> None:
    """A tree made by hand can hold them."""
    listing = b"".join(
        b"100644 blob %040d\t%s\0" % (number, name)
        for number, name in enumerate([b"../x", b"a/../b", b"/etc/x", b"a//b", b"registers/990101/events.csv"])
    )
    files, odd = source._listed(listing + b"120000 blob 0\tsite.json\0")
    assert list(files) == ["registers/990101/events.csv"]
    assert odd == {"site.json"}


def test_what_git_cannot_give_is_a_matter_of_the_world(base: Path, tmp_path: Path) -> None:
    """A content that is not there, or a mass of it, ends in one sentence, not in half a comparison."""
    tree = source.tree(base, "HEAD")
    broken = tree._replace(files={**tree.files, "site.json": "0" * 40})
    with pytest.raises(UsageError, match="不齐全"):
        source.export(broken, ["site.json"], tmp_path / "out", 1000)
    source.export(tree, [EVENTS], tmp_path / "out", 10)
    assert (tmp_path / "out" / EVENTS).stat().st_size == (base / EVENTS).stat().st_size
    assert not (tmp_path / "out" / EVENTS).read_bytes().strip(b"\0")


# ---- properties

_AREAS = st.sampled_from(["990101001001", "990101001002", "990101001003"])
_KINDS: tuple[EventKind, ...] = ("apply", "publish", "revoke")
_DAYS = st.integers(1, 28).map(lambda day: f"2022-11-{day:02d}")


@st.composite
def logs(draw: st.DrawFn, least: int = 0) -> list[Event]:
    """Logs of lines that all differ, numbered."""
    lines = draw(
        st.lists(
            st.tuples(_AREAS, st.sampled_from(_KINDS), _DAYS, _DAYS),
            min_size=least, max_size=12, unique=True,
        )
    )  # fmt: skip
    corrects = draw(st.lists(st.integers(0, 12), min_size=len(lines), max_size=len(lines)))
    return [
        made(n, area, "名称", event, "compound", day, recorded, None, None, None, c if 0 < c < n else None)
        for n, ((area, event, day, recorded), c) in enumerate(zip(lines, corrects, strict=True), 1)
    ]


def table(events: list[Event]) -> Table[Event]:
    """A log as read from a file with one header line."""
    places = range(1, len(events) + 1)
    return Table("data/registers/990101/events.csv", tuple(events), tuple(n + 1 for n in places), tuple(places))


def numbered(events: list[Event]) -> list[Event]:
    """The lines with the numbers of their places."""
    return [event._replace(sequence=number) for number, event in enumerate(events, 1)]


@given(logs(), logs())
@settings(deadline=None)
def test_appending_is_always_allowed(before: list[Event], new: list[Event]) -> None:
    """Whatever stands behind the published lines is no change of them."""
    after = [*before, *(one._replace(sequence=len(before) + one.sequence) for one in new)]
    assert list(log.check(table(before), table(after))) == []
    assert [event for _, event in log.new_lines(table(before), table(after))] == after[len(before) :]


@given(logs(least=2), logs(), st.data())
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_no_change_of_the_published_part_goes_unseen(
    before: list[Event], new: list[Event], data: st.DataObject
) -> None:
    """Swapped, dropped, doubled, edited or inserted: there is always a finding, numbered anew or not."""
    kind = data.draw(st.sampled_from(["swap", "drop", "double", "edit", "insert"]))
    at = data.draw(st.integers(0, len(before) - 1))
    changed = list(before)
    if kind == "swap":
        other = data.draw(st.integers(0, len(before) - 1).filter(lambda place: place != at))
        changed[at], changed[other] = changed[other], changed[at]
    elif kind == "drop":
        del changed[at]
    elif kind == "double":
        changed.insert(data.draw(st.integers(0, len(before) - 1)), before[at])
    elif kind == "insert":
        changed.insert(
            at, made(0, "990101001009", "别处", "apply", "compound", "2022-11-01", "2022-11-01", *[None] * 4)
        )
    if data.draw(st.booleans()):
        changed = numbered(changed)
    if kind == "edit":
        column = data.draw(st.sampled_from([name for name in Event._fields if name != "confirmed"]))
        value: Any = 99 if column in ("sequence", "corrects") else "另外"
        changed[at] = made(**{**changed[at]._asdict(), column: value})
    assume(changed[: len(before)] != before)  # the last line doubled is a line appended
    after = [*changed, *(one._replace(sequence=len(changed) + one.sequence) for one in new)]
    found = [one.code for one in log.check(table(before), table(after))]
    assert found
    assert set(found) <= {"E801", "E802", "E803", "E804"}


@given(logs(least=1), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_shuffled_log_is_told_once(before: list[Event], random: object) -> None:
    """However often lines changed places."""
    changed = list(before)
    random.shuffle(changed)  # type: ignore[attr-defined]
    found = [one.code for one in log.check(table(before), table(numbered(changed)))]
    assert [code for code in found if code != "E801"] == (["E804"] if numbered(changed) != before else [])


def test_a_long_sorted_log_is_compared_in_time() -> None:
    """A hundred thousand lines in reverse, or one line copied as often: the work grows with the log, not its square."""
    lines = [
        made(n, f"9901010{n:05d}", "名称", "apply", "compound", "2022-11-01", "2022-11-01", *[None] * 4)
        for n in range(1, 50_001)
    ]
    assert [one.code for one in log.check(table(lines), table(numbered(lines[::-1])))] == ["E804"]
    same = numbered([lines[0]] * 50_000)
    assert [one.code for one in log.check(table(same), table(numbered(same[1:])))] == ["E802"]
