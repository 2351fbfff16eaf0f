"""What git knows of when lines were published, and which of them were late."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.history.publication import Arrival, Line, late, late_lines
from tests.support.repositories import commit, edit, git

A, B = "990101", "990201"
HEADER = "sequence,area_id,area_name,event,title,effective_at,recorded_at,decided_by,reason,notice_id,corrects"
# The newest time of each county, as the tests record it.
NEWEST = {A: "2022-11-28T15:00:00+08:00", B: "2022-11-28T15:00:00+08:00"}


def row(number: int, recorded: str, corrects: int | str = "") -> str:
    """A line of a log."""
    return f"{number},990101001001-001,幸福里小区,suspend,compound,2022-11-24,{recorded},990101,new_case,,{corrects}"


def time(day_and_hour: str) -> str:
    """The 28th at 09:30 is `28T09:30`."""
    return f"2022-11-{day_and_hour}:00+08:00"


class Register:
    """Two logs in a repository, which is committed to at given times."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "repository" / "data"
        for code in (A, B):
            (self.data / "registers" / code).mkdir(parents=True)
            self.path(code).write_text(f"{HEADER}\n", encoding="utf-8")

    def path(self, code: str) -> Path:
        """The log of a county."""
        return self.data / "registers" / code / "events.csv"

    def record(self, code: str, *times: str, corrects: int | str = "") -> Register:
        """Appends lines that were recorded at these times, to a log."""
        lines = self.path(code).read_text(encoding="utf-8").splitlines()
        lines += [row(len(lines) + place, recorded, corrects) for place, recorded in enumerate(times)]
        self.path(code).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return self

    def commit(self, when: str) -> Register:
        """Commits what there is."""
        commit(self.data.parent, when=when)
        return self

    @property
    def late(self) -> dict[str, str]:
        """The late lines, without the part that all event ids share."""
        return {event_id.replace("-00000", "-"): when for event_id, when in late_lines(self.data, NEWEST).items()}


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """Two counties; A has recorded up to the 28th at 09:00, and both are committed."""
    register = Register(tmp_path).record(A, time("27T09:00"), time("28T09:00")).record(B, time("22T09:00"))
    return register.commit(time("28T09:30"))


def test_a_line_that_was_merged_late_was_published_when_it_was_committed(register: Register) -> None:
    """Recorded five days ago, committed now: its time is that of the commit. Nothing else is late."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    assert register.late == {f"{B}-2": time("28T11:00")}
    register.record(A, time("28T12:00")).commit(time("28T12:30"))
    assert register.late == {f"{B}-2": time("28T11:00")}


def test_what_comes_in_one_commit_is_not_late(register: Register) -> None:
    """Nobody has seen the newer line before the older one."""
    register.record(A, "2022-11-29", "2022-11-29").record(B, "2022-11-29", time("29T08:00")).commit(time("29T12:00"))
    assert register.late == {}


def test_a_line_of_the_same_time_that_comes_later_is_late(register: Register) -> None:
    """A day alone is the first instant of it, again and again: feeds tell that there is something new all the same."""
    register.record(A, "2022-11-29").commit(time("29T10:00"))
    register.record(B, "2022-11-29").commit(time("29T11:00"))
    register.record(A, "2022-11-29").commit(time("29T12:00"))
    assert register.late == {f"{B}-2": time("29T11:00"), f"{A}-4": time("29T12:00")}


def test_what_was_recorded_before_a_late_line_was_published_is_late_itself(register: Register) -> None:
    """Otherwise it would stand below that line, which its readers have seen."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    register.record(A, time("28T10:00")).commit(time("28T11:30"))
    assert register.late == {f"{B}-2": time("28T11:00"), f"{A}-3": time("28T11:30")}


def test_a_line_that_is_not_committed_is_the_newest(register: Register) -> None:
    """It comes after everything; there is no clock for it."""
    register.record(B, time("23T08:00"))
    assert register.late == {f"{B}-2": "2022-11-28T09:00:01+08:00"}


def test_a_clock_that_is_slow_brings_nothing_back(register: Register) -> None:
    """What is committed before the newest line was recorded comes right after that."""
    register.record(B, time("23T08:00")).commit("2021-01-01T00:00:00+08:00")
    assert register.late == {f"{B}-2": "2022-11-28T09:00:01+08:00"}


def test_a_clock_that_is_fast_dates_nothing_ahead(register: Register) -> None:
    """A week after the newest line at most; with the next commit, up to that."""
    register.record(B, time("23T08:00")).commit("2062-01-01T00:00:00+08:00")
    assert register.late == {f"{B}-2": "2022-12-05T09:00:00+08:00"}
    register.commit(time("28T11:00"))
    assert register.late == {f"{B}-2": time("28T11:00")}


def test_a_merge_is_what_publishes(register: Register) -> None:
    """What a branch did, and when, nobody saw."""
    git(register.data.parent, "checkout", "-qb", "proposal")
    register.record(B, time("23T08:00")).commit(time("23T08:10"))
    git(register.data.parent, "checkout", "-q", "main")
    register.record(A, time("28T10:00")).commit(time("28T10:10"))
    git(register.data.parent, "merge", "-q", "--no-ff", "-m", "merged", "proposal", when=time("28T13:00"))
    assert register.late == {f"{B}-2": time("28T13:00")}


def test_a_squash_has_no_order(register: Register, tmp_path: Path) -> None:
    """All lines came at once, as far as git knows."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    shutil.rmtree(register.data.parent / ".git")
    register.commit(time("28T12:00"))
    assert register.late == {}


def test_a_shallow_clone_tells_of_what_it_has(register: Register, tmp_path: Path) -> None:
    """With one commit, nothing is late; with two, what the newer one brought."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    for depth, expected in ((1, {}), (2, {f"{B}-000002": time("28T11:00")})):
        clone = tmp_path / str(depth)
        git(tmp_path, "clone", "-q", "--depth", str(depth), register.data.parent.as_uri(), clone)
        assert late_lines(clone / "data", NEWEST) == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
        lambda content: content.replace("幸福里小区".encode(), '"幸福里小区"'.encode()),
        lambda content: content.removesuffix(b"\n"),
        lambda content: content.replace(b"\n", b",\n").replace(b"corrects,", b"corrects,confirmed"),
    ],
    ids=["crlf", "quotes", "no last line feed", "another column"],
)
@pytest.mark.parametrize("early", [True, False])
def test_a_file_that_is_written_in_another_way_has_the_same_lines(
    register: Register, change: Callable[[bytes], bytes], early: bool
) -> None:
    """Before a line came, or after it."""
    path = register.path(B)
    if early:
        path.write_bytes(change(path.read_bytes()))
        register.commit(time("28T10:00"))
        path.write_bytes(
            path.read_bytes().removesuffix(b"\r\n").removesuffix(b"\n") + b"\n" + row(2, time("23T08:00")).encode()
        )
        register.commit(time("28T11:00"))
    else:
        register.record(B, time("23T08:00")).commit(time("28T11:00"))
        path.write_bytes(change(path.read_bytes()))
        register.commit(time("28T12:00"))
    assert register.late == {f"{B}-2": time("28T11:00")}


def test_a_log_may_become_json(register: Register) -> None:
    """The same rows in the other form came when they came."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    header, *lines = register.path(B).read_text(encoding="utf-8").splitlines()
    rows = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    rows = [{key: int(value) if key == "sequence" else value for key, value in row.items() if value} for row in rows]  # type: ignore[misc]
    register.path(B).unlink()
    register.path(B).with_suffix(".json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    register.commit(time("28T12:00"))
    assert register.late == {f"{B}-2": time("28T11:00")}


def test_a_line_that_was_mended_came_with_its_mending(register: Register) -> None:
    """And so did those that follow it: what was pushed with an error was not published."""
    register.record(B, time("23T08:00"), time("23T09:00")).commit(time("28T11:00"))
    edit(register.path(B), lambda lines: [line.replace("T08:00", "T08:30") for line in lines])
    register.commit(time("28T12:00"))
    assert register.late == {f"{B}-2": time("28T12:00"), f"{B}-3": time("28T12:00")}


def test_a_line_whose_time_was_mistyped_passes_nobody(register: Register) -> None:
    """Once a correction shows it; it is not late either."""
    register.record(A, "2062-11-28T10:00:00+08:00").record(A, time("28T10:00"), corrects=3).commit(time("28T10:30"))
    register.record(B, time("28T10:40")).commit(time("28T10:50"))
    assert register.late == {}


def test_what_is_no_news_is_not_looked_for(register: Register) -> None:
    """A line that was recorded more than 15 days before the newest one."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    assert late_lines(register.data, {**NEWEST, A: "2022-12-08T07:59:59+08:00"}) != {}
    assert late_lines(register.data, {**NEWEST, A: "2022-12-08T08:00:01+08:00"}) == {}


def test_other_counties_do_not_count(register: Register) -> None:
    """What an archived list or a demonstration has recorded, no follower of the others has seen."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    assert late_lines(register.data, {B: NEWEST[B]}) == {}


def test_outside_of_git_nothing_is_late(register: Register) -> None:
    """Nor where nothing was ever committed."""
    register.record(B, time("23T08:00"))
    shutil.rmtree(register.data.parent / ".git")
    assert register.late == {}
    git(register.data.parent, "init", "-q")
    assert register.late == {}


def _no_blob(repository: Path) -> None:
    """Takes away the log of B as it was at first, and what git would take it from."""
    blob = git(repository, "rev-parse", f"HEAD~1:data/registers/{B}/events.csv")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()


def _no_tree(repository: Path) -> None:
    tree = git(repository, "rev-parse", "HEAD~1:data")
    (repository / ".git/objects" / tree[:2] / tree[2:]).unlink()


def _no_commit(repository: Path) -> None:
    commit = git(repository, "rev-parse", "HEAD~1")
    (repository / ".git/objects" / commit[:2] / commit[2:]).unlink()


def _no_head(repository: Path) -> None:
    (repository / ".git/HEAD").write_text("ref: refs/heads/nowhere\n")


def _promised(repository: Path) -> None:
    """A partial clone whose other side is a program, which must not be started."""
    _no_blob(repository)
    for key, value in (
        ("remote.origin.url", f"ext::touch {repository}/started"), ("remote.origin.promisor", "true"),
        ("extensions.partialClone", "origin"), ("core.repositoryFormatVersion", "1"), ("protocol.ext.allow", "always"),
    ):  # fmt: skip
        git(repository, "config", key, value)


@pytest.mark.parametrize("spoil", [_no_blob, _no_tree, _no_commit, _no_head, _promised])
def test_where_git_lacks_a_part_nothing_is_late(register: Register, spoil: Callable[[Path], None]) -> None:
    """Half an answer is none; nothing is fetched and no program is started for it."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    assert register.late != {}
    spoil(register.data.parent)
    assert register.late == {}
    assert not (register.data.parent / "started").exists()


def test_no_setting_of_a_repository_counts(register: Register) -> None:
    """Settings that alter what `git log` says, or start programs."""
    register.record(B, time("23T08:00")).commit(time("28T11:00"))
    for key, value in (
        ("log.showSignature", "true"), ("log.showRoot", "false"), ("log.follow", "true"), ("log.diffMerges", "off"),
        ("diff.relative", "false"), ("diff.renames", "copies"), ("diff.external", "false"), ("color.ui", "always"),
        ("core.quotePath", "true"), ("core.abbrev", "4"), ("format.pretty", "fuller"), ("diff.noprefix", "true"),
        ("log.decorate", "full"), ("notes.displayRef", "*"), ("core.pager", "false"), ("log.date", "relative"),
    ):  # fmt: skip
        git(register.data.parent, "config", key, value)
    assert register.late == {f"{B}-2": time("28T11:00")}


def test_names_of_another_alphabet_are_names(tmp_path: Path) -> None:
    """The data folder is wherever it is, and is called as it likes."""
    register = Register(tmp_path / "名录 a\tb")
    register.record(A, time("28T09:00")).commit(time("28T09:30")).record(B, time("23T08:00")).commit(time("28T11:00"))
    assert register.late == {f"{B}-1": time("28T11:00")}


# ---- in general

_TIMES = st.integers(0, 30).map(lambda hour: f"2022-11-{20 + hour // 10}T{hour % 10 + 10}:00:00+08:00")
_ARRIVALS = st.lists(st.tuples(_TIMES, st.lists(_TIMES, max_size=3)), max_size=8)


@given(_ARRIVALS)
def test_every_commit_is_news(commits: list[tuple[str, list[str]]]) -> None:
    """Whatever was recorded when, and whatever clocks said: what a commit brought is dated after all before it."""
    arrivals, number = [], 0
    for committed, times in commits:
        lines = tuple(Line(recorded, A, number + place) for place, recorded in enumerate(times))
        number += len(lines)
        arrivals.append(Arrival(committed, lines))
    told = late(arrivals)
    dated: list[tuple[str, str]] = []
    for arrival in arrivals:
        clock = max((when for _, when in dated), default="")
        dated += [(clock, told.get(line.event_id, line.recorded)) for line in arrival.lines]
    assert all(clock < when for clock, when in dated)
    recorded = {line.event_id: line.recorded for arrival in arrivals for line in arrival.lines}
    assert all(recorded[event_id] < when for event_id, when in told.items())
