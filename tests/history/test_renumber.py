"""`wuyi renumber`: new lines get the numbers that follow the published ones, and nothing else is touched."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import UsageError
from generator.history.compare import check_against
from generator.history.conflicts import both_sides
from generator.history.renumber import Mended, RefusedError, arrange, renumber, write
from generator.register.model import Event, Table
from tests.support.example import made
from tests.support.folders import NOW, as_json_table, replace_once, run_wuyi
from tests.support.repositories import commit, edit, git, rows, write_rows

EVENTS = "registers/990101/events.csv"
OURS = (
    "26,990101001001-001,幸福里小区,revoke,compound,2022-12-02,2022-12-02T09:00:00+08:00,990101,new_case,,",
    "27,990101001001-001,幸福里小区,correct,compound,2022-12-02,2022-12-02T10:00:00+08:00,990101,recorded_in_error,,26",
)
THEIRS = (
    "26,990101001002,和平社区,revoke,community,2022-12-01,2022-12-01T09:00:00+08:00,990101,new_case,,",
    "27,990101001002,和平社区,correct,community,2022-12-01,2022-12-01T10:00:00+08:00,990101,recorded_in_error,,26",
)


@pytest.fixture
def base(data: Path) -> Path:
    """The example, to which the base has already added two lines."""
    edit(data / EVENTS, lambda old: [*old, *THEIRS])
    commit(data.parent)
    return data


def lines(data: Path) -> list[str]:
    """The lines of the log behind the 25 of the example."""
    return rows(data / EVENTS)[26:]


def mend(data: Path, *codes: str) -> list[Mended]:
    """What is to be written, written."""
    found = renumber(data, "HEAD", codes)
    for one in found:
        write(one)
    return found


def test_lines_of_two_branches(base: Path) -> None:
    """After a merge that kept both, ours go behind theirs, and a correction follows the line that it means."""
    edit(base / EVENTS, lambda old: [*old, *OURS])
    (mended,) = mend(base)
    moved = ["28" + OURS[0][2:], "29" + OURS[1][2:-2] + "28"]
    assert lines(base) == [*THEIRS, *moved]
    assert [(one.was.sequence, one.now.sequence) for one in mended.changed] == [(26, 28), (27, 29)]
    assert check_against(base, "HEAD", now=NOW, workers=1).findings == []
    assert mend(base) == []


def test_lines_that_a_merge_put_in_between_go_to_the_end(base: Path) -> None:
    """Published lines keep place and number, wherever the others came to stand."""
    edit(base / EVENTS, lambda old: [*old[:25], OURS[0], THEIRS[0], OURS[1], THEIRS[1]])
    mend(base)
    assert lines(base) == [*THEIRS, "28" + OURS[0][2:], "29" + OURS[1][2:-2] + "28"]


def test_a_real_merge(data: Path) -> None:
    """Two branches of a repository, a conflict, and the command that keeps both sides and mends the numbers."""
    commit(data.parent)
    git(data.parent, "checkout", "-qb", "ours")
    edit(data / EVENTS, lambda old: [*old, *OURS])
    commit(data.parent)
    git(data.parent, "checkout", "-q", "main")
    edit(data / EVENTS, lambda old: [*old, *THEIRS])
    commit(data.parent)
    git(data.parent, "checkout", "-q", "ours")
    git(data.parent, "merge", "-q", "main", check=False)
    marked = (data / EVENTS).read_bytes()
    shown = run_wuyi("renumber", "--data", data, "--base", "main", "--dry-run")
    assert shown.returncode == 0
    assert "将去掉" in shown.stdout
    assert (data / EVENTS).read_bytes() == marked
    ended = run_wuyi("renumber", "--data", data, "--base", "main")
    assert ended.returncode == 0
    assert "冲突标记：两边的行都保留" in ended.stdout
    assert lines(data) == [*THEIRS, "28" + OURS[0][2:], "29" + OURS[1][2:-2] + "28"]
    assert check_against(data, "main", now=NOW, workers=1).findings == []
    (data / EVENTS).write_bytes(both_sides(marked))  # as the guide once said: the marks deleted by hand
    found = [one.code for one in check_against(data, "main", now=NOW, workers=1).findings]
    assert found == ["E803"]
    shown = run_wuyi("renumber", "--data", data, "--base", "main", "--dry-run")
    assert shown.returncode == 0
    assert "第 26 号 → 第 28 号  幸福里小区  取消" in shown.stdout
    assert "第 27 号 → 第 29 号  幸福里小区  更正  更正对象 26 → 28" in shown.stdout
    assert lines(data)[:2] == [*OURS]  # nothing was written
    assert run_wuyi("renumber", "--data", data, "--base", "main", cwd=Path("/")).returncode == 0
    assert run_wuyi("check", "--data", data, "--base", "main", "--strict").returncode == 0
    assert "不用改" in run_wuyi("renumber", "--data", data, "--base", "main").stdout


def test_numbers_that_were_shifted_by_hand_are_the_old_ones_again(base: Path) -> None:
    """A line inserted, and every number after it counted on: the published lines get theirs back."""
    before = (base / EVENTS).read_bytes()
    edit(base / EVENTS, lambda old: [*old[:10], OURS[0], *old[10:]], renumber=True)
    mend(base)
    assert (base / EVENTS).read_bytes() == before + ("28" + OURS[0][2:] + "\n").encode()


def test_new_lines_stay_in_their_order_unless_their_times_fall(base: Path) -> None:
    """The order of the file is kept; only where times would decrease are the new lines put in order of time."""
    third = "28,990101001001,春晓社区,apply,community,2022-12-03,2022-12-02T09:00:00+08:00,990101001001,,,"
    edit(base / EVENTS, lambda old: [*old, OURS[0], third])
    mend(base)
    assert [line.split(",")[3] for line in lines(base)[2:]] == ["revoke", "apply"]
    write_rows(base / EVENTS, [*rows(base / EVENTS)[:28], OURS[1].replace(",26", ","), OURS[0]])
    mend(base)
    assert [line.split(",")[6][11:13] for line in lines(base)[2:]] == ["09", "10"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bytes_of_published_lines_stay(base: Path, mark: bytes, end: str) -> None:
    """Byte order mark, line ends, quotes, blank lines at the end: of other lines, only the two cells are written."""
    header, *old = rows(base / EVENTS)
    old[0] = old[0].replace("幸福里小区", '"幸福里小区"')
    new = [one.replace("幸福里小区", '"幸福里小区"').replace(",26", ',"26"') for one in OURS]
    content = end.join([header, *old[:-2], new[0], *old[-2:], new[1], "", ""])
    (base / EVENTS).write_bytes(mark + content.encode())
    mend(base)
    expected = end.join([header, *old, "28" + new[0][2:], "29" + new[1][2:-4] + "28", "", ""])
    assert (base / EVENTS).read_bytes() == mark + expected.encode()


def test_a_mark_on_a_published_line_stays(base: Path) -> None:
    """Whoever confirmed a name on a published line does not lose the mark."""
    header, *old = rows(base / EVENTS)
    write_rows(base / EVENTS, [f"{header},confirmed", f"{OURS[0]},", *(f"{line},yes" for line in old)])
    mend(base)
    assert rows(base / EVENTS)[1:] == [*(f"{line},yes" for line in old), "28" + OURS[0][2:] + ","]


def test_a_last_line_without_its_end_gets_one(base: Path) -> None:
    """Two lines never run together."""
    content = (base / EVENTS).read_text(encoding="utf-8")
    head, tail = content[: content.index("26,990101001002")], content[content.index("26,990101001002") :]
    (base / EVENTS).write_text(f"{head}{OURS[0]}\n{tail.rstrip()}", encoding="utf-8")
    mend(base)
    assert lines(base) == [*THEIRS, "28" + OURS[0][2:]]


def test_a_log_in_json(base: Path) -> None:
    """The same for the other form, against a base that is CSV."""
    edit(base / EVENTS, lambda old: [*old, *OURS])
    path = as_json_table(base / EVENTS)
    mend(base)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [(one["sequence"], one["corrects"]) for one in found[-4:]] == [(26, ""), (27, 26), (28, ""), (29, 28)]
    assert [one["sequence"] for one in found] == list(range(1, 30))
    assert path.read_text(encoding="utf-8").startswith('[\n  {\n    "sequence": 1,')


def test_a_correction_that_could_mean_two_lines_is_refused(base: Path) -> None:
    """Both branches revoked the same area as line 26: whoever wrote the correction must say which one is meant."""
    same = THEIRS[0].replace("2022-12-01", "2022-12-02")
    edit(base / EVENTS, lambda old: [*old, same, THEIRS[1].replace("2022-12-01", "2022-12-02")])
    before = (base / EVENTS).read_bytes()
    with pytest.raises(RefusedError, match="第 30 行更正第 26 号，第 27、29 行都是这一号"):
        mend(base)
    assert (base / EVENTS).read_bytes() == before
    edit(base / EVENTS, lambda old: [*old[:-2], f"900{same[2:]}", old[-1].replace(",,26", ",,900")])
    mend(base)
    assert [line.split(",")[-1] for line in lines(base)[2:]] == ["", "28"]


def test_a_correction_of_nothing_is_refused(base: Path) -> None:
    """A number that no line has would come to mean another line."""
    edit(base / EVENTS, lambda old: [*old, OURS[0], OURS[1].replace(",,26", ",,77")])
    with pytest.raises(RefusedError, match="没有这一号"):
        mend(base)


def test_a_correction_of_a_published_line_stays(base: Path) -> None:
    """The number of a published line is the same before and after."""
    edit(base / EVENTS, lambda old: [*old, OURS[1].replace(",,26", ",,9")])
    mend(base)
    assert lines(base)[2:] == ["28" + OURS[1][2:-2] + "9"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("revoke,community,2022-11-28", "revoke,community,2022-11-27", "E801"),
        ("26,990101001002,和平社区,revoke", "26,990101001002,和平社区,取消", "E207"),
    ],
)
def test_nothing_is_written_where_published_lines_were_changed(base: Path, old: str, new: str, code: str) -> None:
    """The findings say what to restore first; all counties stay as they are."""
    edit(base / EVENTS, lambda rows: [*rows, *OURS])
    replace_once(base / EVENTS, old, new)
    other = base / "registers/990201/events.csv"
    edit(other, lambda rows: [*rows, "77,990201100002,海风村,apply,village,2022-08-31,2022-08-31,990201100002,,,"])
    before = [(base / EVENTS).read_bytes(), other.read_bytes()]
    ended = run_wuyi("renumber", "--data", base, "--base", "HEAD")
    assert ended.returncode == 1
    assert code in ended.stdout
    assert ended.stdout.endswith("没有改动任何文件。\n")
    assert [(base / EVENTS).read_bytes(), other.read_bytes()] == before
    assert [one.code for one in mend(base, "990201")] == ["990201"]


@pytest.mark.parametrize("change", ["removed", "swapped", "gone"])
def test_lines_that_are_missing_or_moved_are_not_papered_over(base: Path, change: str) -> None:
    """Renumbering is for new lines; it never hides a lost one."""
    path = base / EVENTS
    if change == "gone":
        path.unlink()
    elif change == "removed":
        edit(path, lambda old: [*old[:3], *old[4:]], renumber=True)
    else:
        edit(path, lambda old: [*old[:3], old[4], old[3], *old[5:]], renumber=True)
    with pytest.raises(RefusedError) as caught:
        mend(base)
    assert {one.code for one in caught.value.findings} == {
        {"removed": "E802", "swapped": "E804", "gone": "E808"}[change]
    }


def test_a_county_that_the_base_does_not_have(base: Path) -> None:
    """All of its lines are new: they are numbered from 1."""
    folder = base / "registers" / "990102"
    folder.mkdir()
    header = rows(base / EVENTS)[0]
    write_rows(folder / "events.csv", [header, f"7,{OURS[0].partition(',')[2]}", f"7,{THEIRS[0].partition(',')[2]}"])
    mend(base, "990102")
    assert [line.split(",")[0] for line in rows(folder / "events.csv")[1:]] == ["1", "2"]


def test_a_base_with_a_broken_log_is_no_base(data: Path) -> None:
    """What was published cannot be told apart there."""
    good = (data / EVENTS).read_text(encoding="utf-8")
    replace_once(data / EVENTS, "3,990101001001-001,幸福里小区,review", "3,990101001001-001,幸福里小区,审核")
    commit(data.parent)
    (data / EVENTS).write_text(f"{good}{OURS[1]}\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="换一个完好的提交"):
        mend(data)


def test_a_time_that_falls_is_pointed_out(base: Path) -> None:
    """The number can be mended here, the time only by whoever recorded it."""
    edit(base / EVENTS, lambda old: [*old, OURS[0].replace("2022-12-02", "2022-11-30")])
    shown = run_wuyi("renumber", "--data", base, "--base", "HEAD")
    assert "提醒：第 28 号的记录时间 2022-11-30T09:00:00+08:00 早于上一行的 2022-12-01T10:00:00+08:00" in shown.stdout
    assert shown.stdout.endswith("下一步：wuyi renumber --base HEAD --recorded-at now\n")


def test_a_warning_is_in_nobodys_way(base: Path) -> None:
    """A qualifier in full width is only pointed out: the numbers are mended all the same, and a long list is short."""
    edit(base / "registers/990101/areas.csv", lambda old: [*old, "990101001001-009,远山苑,１－５栋,compound,,,,,,"])
    edit(base / EVENTS, lambda old: [*old, *(f"{26 + number}{OURS[0][2:]}" for number in range(30))])
    shown = run_wuyi("renumber", "--data", base, "--base", "HEAD")
    assert shown.returncode == 0, shown.stdout
    assert lines(base)[-1].startswith("57,")
    assert shown.stdout.count("\n") < 20
    assert "……（共 30 行，写法相同）" in shown.stdout


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\n<<<<<<< HEAD\nb\n=======\nc\nd\n>>>>>>> origin/main\ne\n", b"a\nb\nc\nd\ne\n"),
        (b"a\r\n<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> main\r\n", b"a\r\nb\r\nc\r\n"),
        (b"<<<<<<< HEAD\nb\n||||||| 1a2b\nwas\n=======\nc\n>>>>>>> main", b"b\nc\n"),
        (b"<<<<<<< HEAD\nb\n=======\nc\n", b"<<<<<<< HEAD\nb\n=======\nc\n"),
    ],
)
def test_both_sides_of_a_conflict_stay(content: bytes, expected: bytes) -> None:
    """The marks go, whatever the ends of lines; half a conflict is left to a person."""
    assert both_sides(content) == expected


def test_what_was_asked_for_wrongly(base: Path, tmp_path: Path) -> None:
    """An unknown county or revision, no base, no repository: status 2."""
    with pytest.raises(UsageError, match="990999"):
        mend(base, "990999")
    assert run_wuyi("renumber", "--data", base).returncode == 2
    assert run_wuyi("renumber", "--data", base, "--base", "-x").returncode == 2
    assert run_wuyi("renumber", "--data", tmp_path, "--base", "HEAD").returncode == 2


def test_a_file_is_replaced_whole_or_not_at_all(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk refuses, the log is as it was, and nothing is left beside it."""
    edit(base / EVENTS, lambda old: [*old, *OURS])
    before = (base / EVENTS).read_bytes()
    (base / EVENTS).chmod(0o640)
    (mended,) = renumber(base, "HEAD")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
        with pytest.raises(OSError, match="disk"):
            write(mended)
    assert (base / EVENTS).read_bytes() == before
    assert not list((base / EVENTS).parent.glob(".*"))
    write(mended)
    assert (base / EVENTS).stat().st_mode & 0o777 == 0o640
    assert subprocess.run(["git", "-C", base, "status", "--short"], capture_output=True, check=True).stdout


# ---- properties


@given(st.integers(1, 8), st.lists(st.integers(0, 8), max_size=6), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_whatever_a_merge_made_of_it_the_published_lines_come_first(
    count: int, places: list[int], random: object
) -> None:
    """New lines anywhere, with any numbers: published ones keep number and order, new ones follow in theirs."""
    published = [_event(number, f"old {number}") for number in range(1, count + 1)]
    log = list(published)
    new = [_event(random.randrange(1, 12), f"new {number}") for number in range(len(places))]  # type: ignore[attr-defined]
    for at, one in zip(sorted(min(place, count) for place in places), new, strict=True):
        log.insert(at + new.index(one), one)
    found = [line.now for line in arrange(_table(published), _table(log))]
    assert found[:count] == published
    assert [one.area_name for one in found[count:]] == [one.area_name for one in new]
    assert [one.sequence for one in found] == list(range(1, len(found) + 1))


def _event(number: int, name: str) -> Event:
    return made(number, "990101001001", name, "apply", "compound", "2022-11-01", "2022-11-01", *[None] * 4)


def _table(events: list[Event]) -> Table[Event]:
    places = range(1, len(events) + 1)
    return Table("data/registers/990101/events.csv", tuple(events), tuple(n + 1 for n in places), tuple(places))


# ---- times


def times(data: Path) -> list[str]:
    """When the lines behind the 25 of the example were recorded."""
    return [line.split(",")[6] for line in lines(data)]


def test_new_lines_are_recorded_when_they_enter_the_log(base: Path) -> None:
    """All of them at the time given, and nothing else of them or of others changes; a second run finds nothing."""
    edit(base / EVENTS, lambda old: [*old, "28" + OURS[0][2:]])
    before = lines(base)
    time = "2022-12-03T08:00:00+08:00"
    (mended,) = renumber(base, "HEAD", recorded_at=time)
    write(mended)
    assert times(base) == ["2022-12-01T09:00:00+08:00", "2022-12-01T10:00:00+08:00", time]
    assert lines(base) == [*before[:2], before[2].replace("2022-12-02T09:00:00+08:00", time)]
    assert renumber(base, "HEAD", recorded_at=time) == []


@pytest.mark.parametrize("time", ["2022-11-30", "2022-12-01T09:30:00+08:00"])
def test_no_new_line_is_recorded_before_the_line_that_it_follows(base: Path, time: str) -> None:
    """A time that has passed becomes that of the last published line."""
    edit(base / EVENTS, lambda old: [*old, *OURS])
    (mended,) = renumber(base, "HEAD", recorded_at=time)
    write(mended)
    assert times(base) == ["2022-12-01T09:00:00+08:00", *["2022-12-01T10:00:00+08:00"] * 3]
    codes = {one.code for one in check_against(base, "HEAD", now=NOW, workers=1).findings}
    assert codes <= {"W306"}  # these lines say that they took effect later


def test_a_published_line_keeps_its_time(base: Path) -> None:
    """Without new lines there is nothing to do, whatever the time."""
    assert renumber(base, "HEAD", recorded_at="2022-12-30") == []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_command_says_what_it_would_do(base: Path, form: str) -> None:
    """A dry run writes nothing; `now` is the time of the clock."""
    edit(base / EVENTS, lambda old: [*old, "28" + OURS[0][2:]])
    path = as_json_table(base / EVENTS) if form == "json" else base / EVENTS
    before = path.read_bytes()
    dry = run_wuyi("renumber", "--data", base, "--base", "HEAD", "--recorded-at", "2022-12-05T10:00+08:00", "--dry-run")
    assert (dry.returncode, path.read_bytes()) == (0, before)
    assert "1 行的序号和时间" in dry.stdout
    assert "记录时间 2022-12-02T09:00:00+08:00 → 2022-12-05T10:00+08:00" in dry.stdout
    done = run_wuyi("renumber", "--data", base, "--base", "HEAD", "--recorded-at", "now")
    assert done.returncode == 0
    assert path.read_bytes() != before
    wrong = run_wuyi("renumber", "--data", base, "--base", "HEAD", "--recorded-at", "gestern")
    assert wrong.returncode == 2
