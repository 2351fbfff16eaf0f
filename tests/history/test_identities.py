"""`wuyi renumber` after a merge: what two branches gave the same id to is two things again, wherever it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import check_all
from generator.history import identities
from generator.history.compare import check_against
from generator.history.renumber import Mended, RefusedError, renumber, write
from tests.support.folders import NOW, as_json_table, run_wuyi
from tests.support.recording import AT, done, lines
from tests.support.repositories import commit, edit, git
from tests.support.written import CODE, Written

FOLDER = f"registers/{CODE}"
MARKS = ("<<<<<<<", "=======", ">>>>>>>")
WAY = ("--event", "apply", "--event", "review", "--event", "certify", "--event", "file", "--event", "publish")
AREA, NOTICE = "990101001002-002", "990101-20221206-1"
NEW_AREA, NEW_NOTICE = "990101001002-003", "990101-20221206-2"


def registered(data: Path, name: str, assessed: str = "2022-12-05") -> None:
    """A new compound with its way to a title, its assessment and a notice with what it declares."""
    done(
        data, "--new", name, "--in", "和平社区", "--qualifier", "1-5栋", *WAY, "--assessed", assessed,
        "--notice-title", f"关于{name}的通告", "--declare", "无疫小区:新增=1", "--series", name, "--batch", "1",
        "--notice-date", AT,
    )  # fmt: skip


def merged(
    folder: Path, ours: str = "乙苑", theirs: str = "甲苑", *, revoked: bool = True, assessed: str = "2022-12-04"
) -> Path:
    """Two branches that each registered a compound, merged as the guide says: both sides are kept."""
    data = Written(folder).on_file("cases").on_file("assessments").write()
    commit(folder)
    git(folder, "checkout", "-qb", "ours")
    registered(data, ours, assessed)
    if revoked:
        done(
            data,
            ours,
            "--event",
            "revoke",
            "--reason",
            "new_case",
            "--confirmed",
            "1",
            recorded="2022-12-06T13:00+08:00",
        )
    commit(folder)
    git(folder, "checkout", "-q", "main")
    registered(data, theirs)
    commit(folder)
    git(folder, "checkout", "-q", "ours")
    git(folder, "merge", "-q", "main", check=False)
    for path in (data / FOLDER).glob("*.csv"):
        edit(path, lambda old: [line for line in old if not line.startswith(MARKS)])
    return data


def mend(data: Path) -> list[Mended]:
    """What is to be written, written."""
    found = renumber(data, "main")
    for one in found:
        write(one)
    return found


def test_two_compounds_of_one_id_are_two_again(tmp_path: Path) -> None:
    """Areas, events, evidence, notices and what they declare: ours get the next ids, theirs keep theirs to the byte."""
    data = merged(tmp_path)
    assert "E402" in {finding.code for finding in check_against(data, "main", now=NOW, workers=1).findings}
    mend(data)
    assert {(line.split(",")[0], line.split(",")[1]) for line in lines(data, "areas")[-2:]} == {
        (AREA, "甲苑"), (NEW_AREA, "乙苑"),
    }  # fmt: skip
    assert {(line.split(",")[0], line.split(",")[2]) for line in lines(data, "notices")} == {
        (NOTICE, "关于甲苑的通告"), (NEW_NOTICE, "关于乙苑的通告"),
    }  # fmt: skip
    assert {(line.split(",")[0], line.split(",")[1]) for line in lines(data, "declared")} == {
        (NOTICE, "甲苑"), (NEW_NOTICE, "乙苑"),
    }  # fmt: skip
    events = [line.split(",") for line in lines(data, "events")]
    assert [(event[1], event[2], event[9]) for event in events if event[3] == "publish"] == [
        (AREA, "甲苑", NOTICE), (NEW_AREA, "乙苑", NEW_NOTICE),
    ]  # fmt: skip
    assert {(event[1], event[2]) for event in events} == {(AREA, "甲苑"), (NEW_AREA, "乙苑")}
    assert [line.split(",")[1] for line in lines(data, "cases")] == [NEW_AREA]
    findings = check_against(data, "main", now=NOW, workers=1).findings
    assert [finding.code for finding in findings if finding.severity == "error" and finding.code != "E302"] == []
    assert mend(data) == []


def test_lines_that_a_merge_made_one_are_told(tmp_path: Path) -> None:
    """Both assessed on one day: git kept one line of two that read the same, and nobody else knows of the other."""
    data = merged(tmp_path, assessed="2022-12-05")
    shown = run_wuyi("renumber", "--data", data, "--base", "main")
    assert f"提醒：assessments.csv 里 {AREA} 的行都是已公布的。自己的“乙苑(1-5栋)”要是也记过同样的，" in shown.stdout
    assert f"git 把一样的两行合成了一行：用新编号 {NEW_AREA} 补上。\n" in shown.stdout
    edit(data / FOLDER / "assessments.csv", lambda old: [*old, f"2022-12-05,{NEW_AREA},compound,all,yes"])
    findings = check_against(data, "main", now=NOW, workers=1).findings
    assert [finding.code for finding in findings if finding.severity == "error" and finding.code != "E302"] == []


def test_it_is_shown_first(tmp_path: Path) -> None:
    """Ids and names, tables and how many of their rows; a dry run writes nothing."""
    data = merged(tmp_path)
    before = {path.name: path.read_bytes() for path in (data / FOLDER).iterdir()}
    shown = run_wuyi("renumber", "--data", data, "--base", "main", "--dry-run")
    assert shown.returncode == 0, shown.stderr
    for said in (
        f"编号  {AREA} → {NEW_AREA}  乙苑(1-5栋)\n",
        f"编号  {NOTICE} → {NEW_NOTICE}  关于乙苑的通告\n",
        f"将改 data/{FOLDER}/areas.csv：1 行的编号\n",
        f"将改 data/{FOLDER}/cases.csv：1 行的编号\n",
        f"  乙苑  申报  区域 {AREA} → {NEW_AREA}\n",
    ):
        assert said in shown.stdout
    assert {path.name: path.read_bytes() for path in (data / FOLDER).iterdir()} == before
    assert run_wuyi("renumber", "--data", data, "--base", "main").returncode == 0
    assert "不用改" in run_wuyi("renumber", "--data", data, "--base", "main").stdout


def test_a_correction_follows_its_own_line(tmp_path: Path) -> None:
    """Both branches revoked what has the same id, in lines of the same number: ours means ours."""
    data = merged(tmp_path, revoked=False)
    old = lines(data, "events")
    wrong = [line for line in old if "乙苑" in line][-1].split(",")
    named = ",".join(wrong[1:3])
    retracted = f"6,{named},correct,compound,2022-12-06,2022-12-06T14:00+08:00,{CODE},recorded_in_error,,{wrong[0]},"
    edit(data / FOLDER / "events.csv", lambda old: [*old, retracted])
    mend(data)
    last = lines(data, "events")[-1].split(",")
    meant = lines(data, "events")[int(last[10]) - 1].split(",")
    assert (last[1], meant[1], meant[2]) == (NEW_AREA, NEW_AREA, "乙苑")


@pytest.mark.parametrize("table", ["areas", "assessments", "declared"])
def test_tables_in_json(table: str, tmp_path: Path) -> None:
    """In the other form, too."""
    data = merged(tmp_path)
    as_json_table(data / FOLDER / f"{table}.csv")
    (mended,) = mend(data)
    assert {renamed.now for renamed in mended.renaming.ids} == {NEW_AREA, NEW_NOTICE}
    assert "E402" not in {finding.code for finding in check_all(data, now=NOW, workers=1).findings}


def test_what_both_registered_is_one(tmp_path: Path) -> None:
    """The same compound under the same id: nobody gives it a second one."""
    data = merged(tmp_path, "甲苑", "甲苑", revoked=False)
    edit(data / FOLDER / "areas.csv", lambda old: [*old[:-1], old[-1], f"{old[-1]}yes"])
    with pytest.raises(RefusedError, match="多半是同一个，删去自己的一行"):
        mend(data)


def test_interrupted_it_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it stops: the next run comes to the same end."""
    whole = merged(tmp_path / "whole")
    mend(whole)
    expected = {path.name: path.read_bytes() for path in (whole / FOLDER).iterdir()}
    for stop in range(6):
        data = merged(tmp_path / str(stop))
        (mended,) = renumber(data, "main")
        left = [stop]

        def replaced(self: Path, target: Path, left: list[int] = left) -> Path:
            if not left[0]:
                raise OSError("disk")
            left[0] -= 1
            return Path(self).rename(target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", replaced)
            with pytest.raises(OSError, match="disk"):
                write(mended)
        mend(data)
        assert {path.name: path.read_bytes() for path in (data / FOLDER).iterdir()} == expected


def test_a_row_that_was_only_filled_in_is_no_second_one(tmp_path: Path) -> None:
    """An area of the base that says more now keeps its id."""
    data = Written(tmp_path).write()
    commit(tmp_path)
    edit(data / FOLDER / "areas.csv", lambda old: [line.replace("蓝天公寓", "蓝天新寓") for line in old])
    assert identities.renaming(data / FOLDER, "data", None).ids == ()
    assert renumber(data, "main") == []
