"""`wuyi record --undo` and `--correct`: what is not committed goes, what is committed is corrected."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.folders import as_json_table
from tests.support.recording import AT, RECORDED, contents, done, lines, objects, public, refused, run
from tests.support.repositories import commit, git
from tests.support.written import CHUNXIAO, CODE, JINSE, XINGFU, Written

DAY = "2022-11-22"
PUBLISHER = "示例区疫情防控指挥部"
REVOKE = ("--event", "revoke", "--reason", "核酸")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A compound and its community that hold their titles, and a revocation; the first commit of a repository."""
    written = Written(tmp_path).certified(XINGFU, DAY).certified(CHUNXIAO, DAY).on_file("cases")
    written.step("revoke", XINGFU, "2022-12-01", reason="refusing_test", by=CODE)
    data = written.write()
    commit(tmp_path)
    return data


# ---- undo


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_additions_are_taken_back(end: str, data: Path) -> None:
    """Each row is named, and every file is as it was, to the byte; a table that was new is gone."""
    folder = data / "registers" / CODE
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    git(data.parent, "commit", "-qam", "ends", check=False)
    before = contents(data)
    done(data, "--area", CHUNXIAO, "--event", "revoke", "--reason", "new_case", "--confirmed", "1")
    done(data, "--area", JINSE, "--event", "apply", "--notice-title", "通告三", "--notice-date", AT)
    assert {name for name, content in contents(data).items() if content != before[name]} == {
        f"registers/{CODE}/{table}.csv" for table in ("cases", "events", "notices")
    }
    said = refused(data, "--undo", "--dry-run", code=0)
    assert said.splitlines() == [
        f"将去掉 events.csv：12，{CHUNXIAO}，春晓社区，revoke，community，{AT}，{RECORDED}，{CODE}，new_case",
        f"将去掉 events.csv：13，{JINSE}，金色港湾，apply，compound，{AT}，{RECORDED}，990101001002",
        f"将去掉 notices.csv：{CODE}-20221206-1，{PUBLISHER}，通告三，{AT}，official，{PUBLISHER} {AT}",
        f"将去掉 cases.csv：{AT}，{CHUNXIAO}，1",
        "只是看看：什么也没有写。",
    ]
    said = done(data, "--undo", answers="y\n").output
    assert "收回这些行吗（y 是，n 否）" in said
    assert said.endswith("：cases.csv、events.csv、notices.csv。\n")
    assert contents(data) == before
    assert run(data, "--undo").output == "没有可以收回的：各表末尾没有还没提交的行；已经提交的，用 --correct 更正。\n"


def test_a_no_takes_nothing_back(data: Path) -> None:
    """It is the answer of an empty line, too."""
    done(data, "--area", JINSE, "--event", "apply")
    for answer in ("n\n", "\n"):
        assert "什么也没有写。" in refused(data, "--undo", answers=answer, code=0)
    assert "没有回答完：什么也没有写。" in refused(data, "--undo", answers="", code=1)


def test_a_new_table_is_gone(data: Path) -> None:
    """And a log in JSON is as it was."""
    log = as_json_table(data / "registers" / CODE / "events.csv")
    rows = [{key: cell for key, cell in row.items() if cell != ""} for row in objects(data, "events")]
    log.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (data / "registers" / CODE / "declared.csv").unlink()
    commit(data.parent)
    before = contents(data)
    done(data, "--area", JINSE, "--event", "apply", "--notice-title", "三", "--notice-date", AT, "--declare", "取消=0")
    assert (data / "registers" / CODE / "declared.json").is_file()
    said = done(data, "--undo").output
    assert "将删去 declared.json：上一次提交里没有这个表" in said
    assert contents(data) == before


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("events", "2022-12-01,2022-12-01T12", "2022-12-02,2022-12-02T12", "events.csv 第 12 行和上一次提交里的不同"),
        ("notices", "通告", "公告", "notices.csv 第 2 行和上一次提交里的不同，不只是在末尾加了行"),
    ],
)
def test_changes_by_hand_stay(table: str, old: str, new: str, said: str, data: Path) -> None:
    """Nothing at all is taken back: somebody has to look."""
    done(data, "--area", JINSE, "--event", "apply")
    path = data / "registers" / CODE / f"{table}.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    assert said in refused(data, "--undo")


def test_what_undo_needs(data: Path, tmp_path: Path) -> None:
    """A repository, a commit of the county, its files; each is said."""
    (data / "registers" / CODE / "notices.csv").unlink()
    assert "notices.csv 不见了，上一次提交里还有" in refused(data, "--undo")
    shutil.rmtree(tmp_path / ".git")
    assert "不在 git 仓库里" in refused(data, "--undo")
    (tmp_path / "other").write_text("x", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "other", "data/site.json")
    git(tmp_path, "commit", "-qm", "x")
    assert "的名录还没有提交过，没有可以回到的样子" in refused(data, "--undo")


# ---- correct


@pytest.mark.parametrize("number", ["11", "990101-000011"])
def test_it_never_was(number: str, data: Path) -> None:
    """The line is retracted, and the title is held as before; the public reads it."""
    result = done(data, "--correct", number, "--reason", "recorded_in_error")
    assert lines(data, "events")[-1] == (
        f"12,{XINGFU},幸福里小区,correct,compound,2022-12-01,{RECORDED},,recorded_in_error,,11,"
    )
    assert public(result) == ["更正:幸福里小区的取消记录有误,仍为无疫小区"]
    assert result.output.startswith("第 11 号 取消 幸福里小区（990101001001-001）2022-12-01\n")
    assert "第 11 号已被第 12 号撤销：要再改，更正第 12 号" in refused(data, "--correct", "11", "--reason", "记录有误")
    again = done(data, "--correct", "12", "--reason", "记录有误")
    assert public(again) == ["更正:幸福里小区的取消记录恢复有效,不再是无疫小区"]


def test_it_was_otherwise(data: Path) -> None:
    """What is said is changed, the rest stays; nothing said, nothing changed."""
    result = done(data, "--correct", "11", "--at", "2022-11-30")
    assert lines(data, "events")[-1] == (
        f"12,{XINGFU},幸福里小区,revoke,compound,2022-11-30,{RECORDED},{CODE},refusing_test,,11,"
    )
    assert public(result) == ["更正:幸福里小区取消无疫小区的时间应为2022年11月30日(原记为2022年12月1日)"]
    done(data, "--correct", "12", "--reason", "造谣")
    assert lines(data, "events")[-1] == (
        f"13,{XINGFU},幸福里小区,revoke,compound,2022-11-30,{RECORDED},{CODE},spreading_rumours,,12,"
    )
    assert "和第 13 号没有不同：写明改成什么" in refused(data, "--correct", "13", "--at", "2022-11-30")


def test_another_area_was_meant(data: Path) -> None:
    """The line is retracted, and the same is recorded of the other."""
    result = done(data, "--correct", "11", "--area", "春晓社区")
    assert lines(data, "events")[-2:] == [
        f"12,{XINGFU},幸福里小区,correct,compound,2022-12-01,{RECORDED},,recorded_in_error,,11,",
        f"13,{CHUNXIAO},春晓社区,revoke,community,2022-12-01,{RECORDED},{CODE},refusing_test,,,",
    ]
    assert public(result) == [
        "更正:幸福里小区的取消记录有误,仍为无疫小区", "取消:春晓社区不再是无疫社区(示例区示例街道)",
    ]  # fmt: skip
    assert "第 13 号记的就是“春晓社区”" in refused(data, "--correct", "13", "--area", "春晓社区")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("12",), "日志里没有第 12 号；最后一号是第 11 号"),
        (("990102-000001",), "事件编号写成 990101-000337，或只写序号 337"),
        (("十一",), "事件编号写成"),
        (("11",), "没有写错在哪里：用 --reason、--at、--area 等 写明"),
        (("11", "--reason", "天气"), "“取消”没有原因符合“天气”"),
        (("11", "--area", "金色港湾"), "现为“没有记录”，不能“取消”"),
        (("11", "--event", "suspend"), "没有“暂停”这一步"),
        (("11", "--at", "2022-11-30", "--confirmed", "1"), "写了却用不上：--confirmed"),
    ],
)
def test_what_cannot_be_corrected_so(arguments: tuple[str, ...], said: str, data: Path) -> None:
    """It is said, and nothing is written."""
    assert said in refused(data, "--correct", *arguments)


def test_what_is_not_committed_needs_no_correction(data: Path) -> None:
    """It can go without a trace: a person is told, and may still want it."""
    done(data, "--area", JINSE, "--event", "apply")
    said = refused(data, "--correct", "12", "--reason", "recorded_in_error", answers="\n", code=0)
    assert "这一行还没有提交：不必更正，用 wuyi record 990101 --undo 收回更好。" in said
    done(data, "--correct", "12", "--reason", "recorded_in_error", answers="y\ny\n")
    assert re.fullmatch(r"13,.*,correct,.*,12,", lines(data, "events")[-1])


def test_a_guided_correction(data: Path) -> None:
    """Three ways, each by its number; what is asked then is what may have been wrong."""
    said = done(data, "--correct", "11", answers="1\n1\ny\n").output
    assert "  1  本没有这回事：撤销这一行\n  2  确有其事，内容错了：写一行对的来替换\n  3  记错了区域" in said
    assert "  1  记录有误\n  2  通告有误\n" in said
    assert lines(data, "events")[-1].endswith(",recorded_in_error,,11,")
    done(data, "--undo")
    done(data, "--correct", "11", answers="2\n2022-11-30\n7\n2\n\n\n")
    assert lines(data, "events")[-1].split(",")[5:9] == ["2022-11-30", RECORDED, CODE, "obstructing_staff"]
    done(data, "--undo")
    done(data, "--correct", "11", answers="3\n春晓社区\ny\n")
    assert lines(data, "events")[-1].startswith(f"13,{CHUNXIAO},春晓社区,revoke,community,2022-12-01,")
