"""The account, and the counts that notices declare beside it."""

from __future__ import annotations

import itertools
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example as given_example
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check import check_all
from generator.register.account import ACCOUNT_KEYS, AccountRow, account, windows
from generator.register.county import compile_county
from generator.register.fold import fold
from generator.register.model import Event
from tests.support.example import TO_PUBLISHED, any_logs, events, legal_logs, log, made, source
from tests.support.folders import NOW, example_data, report_of

bounded = settings(max_examples=80, deadline=None)


def account_of(rows: Sequence[Event], *titles: str) -> tuple[AccountRow, ...]:
    """The account of a log, for the titles given or else for all in it."""
    return account(rows, fold(rows), titles or sorted({one.title for one in rows}))


def row(notice_id: str | None, title: str, previous: int, current: int, **moved: int) -> AccountRow:
    """A row of the account; whatever is not named is 0."""
    return AccountRow(
        notice_id, title, previous, current=current,
        **dict.fromkeys(set(ACCOUNT_KEYS) - {"notice_id", "title", "previous", "current"}, 0) | moved,
    )  # fmt: skip


# ---- the worked example


def test_example_account() -> None:
    """The account of 990101 is the table of the worked example."""
    found = account_of(events("990101"), "compound", "community")
    assert found == (
        row("990101-20221123-1", "compound", 0, 1, certified=1),
        row("990101-20221123-1", "community", 0, 1, certified=1),
        row("990101-20221125-1", "compound", 1, 2, certified=1),
        row("990101-20221125-1", "community", 1, 1),
        row("990101-20221127-1", "compound", 2, 1, revoked=1),
        row("990101-20221127-1", "community", 1, 1, certified=1, revoked=1),
        row(None, "compound", 1, 1),
        row(None, "community", 1, 1, revoked=1, corrected=1),
    )


def test_example_windows() -> None:
    """The rows cover the lines that the worked example names."""
    assert windows(events("990101")) == [
        ("990101-20221123-1", 1, 10),
        ("990101-20221125-1", 11, 15),
        ("990101-20221127-1", 16, 23),
        (None, 24, 25),
    ]


def test_example_account_with_suspension() -> None:
    """The account of 990201: a revocation from suspended is told, and not subtracted again."""
    assert account_of(events("990201")) == (
        row("990201-20220826-1", "village", 0, 2, certified=2),
        row(None, "village", 2, 1, suspended=2, restored=1, revoked_while_suspended=1),
    )


def test_example_account_of_a_county() -> None:
    """A compiled county has the same account; without a profile its titles stand in order of their ids."""
    county = compile_county(source(events("990101")), {})
    assert {(one.notice_id, one.title): one for one in county.account} == {
        (one.notice_id, one.title): one for one in account_of(events("990101"))
    }
    assert [one.title for one in county.account[:2]] == ["community", "compound"]


def test_example_account_as_of() -> None:
    """The account as of a time is the account of the log up to then: rows of notices do not change."""
    county = compile_county(source(events("990101")), {}, "2022-11-28T12:00+08:00")
    now = compile_county(source(events("990101")), {})
    assert county.account[:-2] == now.account[:-2]
    assert county.account[-2:] == (row(None, "community", 1, 0, revoked=1), row(None, "compound", 1, 1))


# ---- rows


def test_empty_log() -> None:
    """A log without events has one open window and, for a title asked for, one row of zeros."""
    assert windows(()) == [(None, 1, 0)]
    assert account((), {}, ["compound"]) == (row(None, "compound", 0, 0),)
    assert compile_county(source(()), {}).account == ()


@pytest.mark.parametrize(
    ("lines", "moved", "current"),
    [
        (["apply", "review", "certify", "file"], {}, 0),
        (["apply", "nominate"], {"nominated": 1}, 0),
        (["apply", "nominate", "reject"], {"nominated": 1}, 0),
        ([*TO_PUBLISHED], {"certified": 1}, 1),
        ([*TO_PUBLISHED, "file"], {"certified": 1}, 1),
        ([*TO_PUBLISHED, "suspend"], {"certified": 1, "suspended": 1}, 0),
        ([*TO_PUBLISHED, "suspend", "restore"], {"certified": 1, "suspended": 1, "restored": 1}, 1),
        ([*TO_PUBLISHED, "revoke"], {"certified": 1, "revoked": 1}, 0),
        (
            [*TO_PUBLISHED, "suspend", "revoke"],
            {"certified": 1, "suspended": 1, "revoked_while_suspended": 1}, 0,
        ),
        ([*TO_PUBLISHED, "revoke", "apply"], {"certified": 1, "revoked": 1}, 0),
        ([*TO_PUBLISHED, "revoke", *TO_PUBLISHED], {"certified": 2, "revoked": 1}, 1),
        ([*TO_PUBLISHED, ("correct", 5)], {"certified": 1, "corrected": -1}, 0),
        ([*TO_PUBLISHED, ("correct", 5), ("correct", 6)], {"certified": 1}, 1),
        ([*TO_PUBLISHED, "revoke", ("correct", 6)], {"certified": 1, "revoked": 1, "corrected": 1}, 1),
        ([*TO_PUBLISHED, ("publish", 5, "2022-11-24")], {"certified": 1}, 1),
        ([*TO_PUBLISHED, "suspend", ("revoke", 6, "2022-11-26")], {"certified": 1, "suspended": 1}, 0),
        (
            [*TO_PUBLISHED, "suspend", "revoke", ("correct", 6)],
            {"certified": 1, "suspended": 1, "revoked_while_suspended": 1}, 0,
        ),
        (
            [*TO_PUBLISHED, "suspend", "revoke", ("correct", 7), "restore"],
            {"certified": 1, "suspended": 1, "revoked_while_suspended": 1, "restored": 1}, 1,
        ),
    ],
)  # fmt: skip
def test_what_each_step_moves(lines: list[str | tuple[str, int]], moved: dict[str, int], current: int) -> None:
    """Each step moves the column of the table in docs/architecture.md, a correction only what it changes."""
    assert account_of(log(*lines)) == (row(None, "compound", 0, current, **moved),)


def test_batch_with_a_slip_in_it() -> None:
    """A slip corrected in the same batch, with a step between that was not possible then, keeps the account.

    All is legal in the end: nothing is found, and the number published must be that of the certified.
    """
    rows = log(*TO_PUBLISHED, "revoke", "suspend", ("correct", 6))
    (record,) = fold(rows).values()
    assert (record.faults, record.state.public) == ((), "suspended")
    (one,) = account_of(rows)
    assert one.current == 0
    assert one.certified - one.revoked - one.suspended + one.restored + one.corrected == 0


def test_batch_with_a_doubled_line() -> None:
    """A line that was entered twice and retracted in the same batch is counted once in the end."""
    (one,) = account_of(log(*TO_PUBLISHED, "revoke", "revoke", ("correct", 6)))
    assert one.current == 0
    (one,) = account_of(log(*TO_PUBLISHED, "publish", ("correct", 6)))
    assert one.current == 1


def test_rows_of_two_notices_at_once() -> None:
    """Notices whose lines alternate have rows that follow one another by their last lines."""
    rows = [
        made(**{**one._asdict(), "notice_id": {1: "b", 2: "a", 4: "b", 5: "a"}.get(one.sequence)})
        for one in log(*TO_PUBLISHED, "file")
    ]
    assert windows(rows) == [("b", 1, 4), ("a", 5, 5), (None, 6, 6)]


# ---- what holds for every log


NOTICES = st.lists(
    st.sampled_from([None, None, "990101-20221121-1", "990101-20221122-1", "9901-20221123-1"]), max_size=40
)


def _noticed(rows: Sequence[Event], notices: Sequence[str | None]) -> list[Event]:
    return [
        made(**{**one._asdict(), "notice_id": notice})
        for one, notice in itertools.zip_longest(rows, notices[: len(rows)])
    ]


noticed_logs = st.builds(_noticed, legal_logs(), NOTICES)


def _check_identity(rows: Sequence[Event]) -> None:
    """The identity holds in each row, rows follow one another, and `current` is what the fold has by then."""
    titles = sorted({one.title for one in rows})
    found = iter(account_of(rows))
    previous = dict.fromkeys(titles, 0)
    for notice_id, _, last in windows(rows):
        certified = [key[1] for key, record in fold(rows[:last]).items() if record.state.public == "certified"]
        for title in titles:
            one = next(found)
            assert (one.notice_id, one.title, one.previous) == (notice_id, title, previous[title])
            moved = one.certified - one.revoked - one.suspended + one.restored + one.corrected
            assert one.previous + moved == one.current == certified.count(title)
            assert min(one.certified, one.revoked, one.suspended, one.restored, one.revoked_while_suspended) >= 0
            previous[title] = one.current
    assert list(found) == []


@given(noticed_logs)
@bounded
def test_identity(rows: list[Event]) -> None:
    """previous + certified - revoked - suspended + restored + corrected = current: the areas certified."""
    _check_identity(rows)


@given(any_logs(), NOTICES)
@given_example(log(*TO_PUBLISHED, "revoke", "suspend", ("correct", 6)), [])
@bounded
def test_identity_of_any_log(rows: list[Event], notices: list[str | None]) -> None:
    """The same in any log whose lines are numbered, legal or not: the account never depends on legality."""
    numbered = [one._replace(sequence=number) for number, one in enumerate(rows, 1)]
    _check_identity(_noticed(numbered, notices))


@given(legal_logs(corrections=False))
@bounded
def test_columns_of_a_plain_log(rows: list[Event]) -> None:
    """Without corrections each column is the number of its events; revocations share two columns."""
    found = account_of(rows)
    titles = {one.title for one in rows}
    assert {one.title for one in found} <= titles
    for title in titles:
        kinds = [one.event for one in rows if one.title == title]
        mine = [one for one in found if one.title == title]
        assert sum(one.certified for one in mine) == kinds.count("publish")
        assert sum(one.suspended for one in mine) == kinds.count("suspend")
        assert sum(one.restored for one in mine) == kinds.count("restore")
        assert sum(one.nominated for one in mine) == kinds.count("nominate")
        assert sum(one.revoked + one.revoked_while_suspended for one in mine) == kinds.count("revoke")
        assert all(one.corrected == 0 for one in mine)


@given(noticed_logs)
@bounded
def test_windows_cover_the_log(rows: list[Event]) -> None:
    """The rows cover every line once, in order; each notice has one, which ends with its last line."""
    found = windows(rows)
    assert [sequence for _, first, last in found for sequence in range(first, last + 1)] == [
        one.sequence for one in rows
    ]
    assert [notice for notice, _, _ in found].count(None) == 1
    assert found[-1][0] is None
    assert {notice for notice, _, _ in found} - {None} == {one.notice_id for one in rows} - {None}
    for notice, _, last in found[:-1]:
        assert rows[last - 1].notice_id == notice


# ---- declared counts, which are checked against the same log

NOTICE_1, NOTICE_2 = "990101-20221123-1", "990101-20221125-1"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of its own with the worked example, whose files may be added to."""
    folder = example_data(tmp_path)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    return folder


def _add(data: Path, table: str, *lines: str, code: str = "990101") -> None:
    path = data / "registers" / code / f"{table}.csv"
    with path.open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in lines)


def _found(data: Path) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in report_of(data).findings]


def _publish(sequence: int, at: str, corrects: int, notice: str) -> str:
    who = "990101001001-002,向阳小区,publish,compound"
    return f"{sequence},{who},{at},2022-11-29T09:00:00+08:00,990101,,{notice},{corrects}"


def test_example_counts_agree(data: Path) -> None:
    """The declared counts of the worked example agree with its log, and so do numbers of current titles."""
    _add(data, "declared", f"{NOTICE_1},,1,,compound,current,1", f"{NOTICE_2},,2,,compound,current,2")
    assert _found(data) == []


@pytest.mark.parametrize(("measure", "count"), [("certified", 2), ("revoked", 1), ("current", 1), ("nominated", 3)])
def test_wrong_count_is_found(data: Path, measure: str, count: int) -> None:
    """A declared count that the log does not have is found, with the number that it has."""
    _add(data, "declared", f"{NOTICE_2},,2,990101001,compound,{measure},{count}")
    actual = {"certified": 1, "current": 2}.get(measure, 0)
    ((code, message),) = _found(data)
    assert code == "E701"
    assert f"{count} 个" in message
    assert f"{actual} 个" in message


def test_replaced_publication_counts_once(data: Path) -> None:
    """A publication whose day is mended once or twice, under its notice, counts toward the notice once."""
    _add(data, "events", _publish(26, "2022-11-24", 15, NOTICE_2))
    assert _found(data) == []
    _add(data, "events", _publish(27, "2022-11-25", 26, NOTICE_2))
    assert _found(data) == []


def test_late_replacement_leaves_declared_current(data: Path) -> None:
    """The current number that a notice stated is that of its own time, also after a line of it is mended."""
    _add(data, "declared", f"{NOTICE_2},,2,,compound,current,2")
    _add(data, "events", _publish(26, "2022-11-24", 15, NOTICE_2))
    assert _found(data) == []


def test_unplaced_names_count_toward_current(data: Path) -> None:
    """A printed name without a code counts toward every number of its notice, new and current."""
    notice = "990101-20221127-1"
    lines = ("notice_id,name,place,title,reason,measure", f"{notice},某某苑,示例街道,compound,未找到代码,")
    (data / "registers" / "990101" / "unplaced.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _add(data, "declared", f"{notice},,3,,compound,certified,1")
    assert _found(data) == []
    _add(data, "declared", f"{notice},,3,,compound,current,2")
    assert _found(data) == []


def test_retraction_counts_by_whose_error_it_was(data: Path) -> None:
    """A line that the notice itself had wrong counts toward it; a line recorded in error does not."""
    who = "990101001001-001,幸福里小区,correct,compound,2022-11-29,2022-11-29T09:00:00+08:00,990101"
    _add(data, "events", f"26,{who},notice_in_error,,9")
    assert _found(data) == []
    _add(data, "events", f"27,{who},,,26", f"28,{who},recorded_in_error,,9")
    assert [code for code, _ in _found(data)] == ["E701"]


def test_retracted_replacement_counts_once(data: Path) -> None:
    """A retracted replacement leaves the line that it replaced, which counts once, whosever the error."""
    who = "990101001001-002,向阳小区,correct,compound,2022-11-29,2022-11-29T10:00:00+08:00,990101"
    _add(data, "events", _publish(26, "2022-11-24", 15, NOTICE_2), f"27,{who},notice_in_error,,26")
    assert _found(data) == []


def test_counts_as_of_before_a_notice_of_the_city(data: Path) -> None:
    """As of a time before a city's notice was published, its numbers are not asked for."""
    unit = data / "registers" / "9901"
    unit.mkdir()
    head = (data / "registers" / "990101" / "notices.csv").read_text("utf-8").splitlines()[0]
    (unit / "notices.csv").write_text(
        f"{head}\n9901-20221129-1,示例市指挥部,全市无疫社区,,2022-11-29,,official,示例市网站,\n",
        encoding="utf-8",
    )
    (unit / "declared.csv").write_text(
        "notice_id,series,batch,division,title,measure,count\n9901-20221129-1,,1,,community,certified,1\n",
        encoding="utf-8",
    )
    _add(data, "events", *(
        f"{number},990101001001,春晓社区,{kind},community,2022-11-29,"
        f"2022-11-29T1{number - 26}:00:00+08:00,{body},,{notice},"
        for number, (kind, body, notice) in enumerate(
            [("apply", "990101001001", ""), ("review", "990101001", ""), ("certify", "990101", ""),
             ("file", "99", ""), ("publish", "990101", "9901-20221129-1")], 26,
        )
    ))  # fmt: skip
    assert _found(data) == []
    report = check_all(data, as_of="2022-11-28", now=NOW, workers=1)
    assert [one.message for one in report.findings] == []
