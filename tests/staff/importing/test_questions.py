"""What cannot be decided is asked: in a worksheet that comes back, on the terminal, or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.staff.importing import worksheet
from tests.support.importing import LIST, WAY, Import, county
from tests.support.lists import xlsx
from tests.support.recording import lines

OPEN: Final = """关于公布第三批无疫小区的通告
2022年12月7日
无疫小区（4个）
示例街道
春晓社区：甲苑、幸福里
没有社区：乙苑、丙苑
"""
ASSESSED: Final = ("--assessed", "2022-12-05")


def ids(data: Path, since: int = 0) -> list[str]:
    """The areas that were published, in order."""
    rows = [line.split(",") for line in lines(data, "events")[since:]]
    return [row[1] for row in rows if row[3] == "publish"]


def test_a_worksheet_goes_and_comes_back(tmp_path: Path) -> None:
    """One question for all rows that wait for it; with the answers everything is written."""
    wanted = Import(county(tmp_path), OPEN)
    said = wanted.refused(*WAY, *ASSESSED)
    assert "有 2 个问题要人回答（3 行）" in said
    questions = wanted.questions()
    assert [(row["原文"], row["行数"], row["为什么要问"]) for row in questions] == [
        ("示例街道春晓社区幸福里", "1", "名录里有相近的名称，是同一处，还是另一处"),
        ("没有社区", "2", "示例区示例街道里没有这个名称的社区（村）"),
    ]  # fmt: skip
    assert questions[0]["可选"].splitlines() == [
        "1  990101001001-001  示例区示例街道春晓社区幸福里小区",
        "2  新登记在 990101001001  示例区示例街道春晓社区 下",
        "3  没有官方区划代码：列为未能落位的名称",
    ]  # fmt: skip
    wanted.done(*WAY, *ASSESSED, *wanted.fill_in("1", "990101001002"))
    assert ids(wanted.data) == ["990101001001-003", "990101001001-001", "990101001002-002", "990101001002-003"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_sheet_that_a_spreadsheet_saved(encoding: str, tmp_path: Path) -> None:
    """Whatever the encoding."""
    wanted = Import(county(tmp_path), OPEN)
    wanted.refused(*WAY, *ASSESSED)
    wanted.done(*WAY, *ASSESSED, *wanted.fill_in("新登记", "-", encoding=encoding))
    assert ids(wanted.data) == ["990101001001-003", "990101001001-004"]
    assert [line.split(",")[:4] for line in lines(wanted.data, "unplaced")] == [
        ["990101-20221207-1", "乙苑", "示例街道没有社区", "compound"],
        ["990101-20221207-1", "丙苑", "示例街道没有社区", "compound"],
    ]  # fmt: skip


def test_names_without_a_place_count(tmp_path: Path) -> None:
    """They go to unplaced with why, count toward what is declared, and are known the second time without answers."""
    wanted = Import(county(tmp_path), OPEN)
    wanted.refused(*WAY, *ASSESSED)
    wanted.done(*WAY, *ASSESSED, *wanted.fill_in("2", "-"))
    reason = "示例区示例街道里没有这个名称的社区（村），由人确认没有对应的区划代码。"
    assert lines(wanted.data, "unplaced")[0].split(",")[4] == reason
    assert lines(wanted.data, "declared") == ["990101-20221207-1,无疫小区,第三批,,compound,certified,4"]
    again = wanted.run(*WAY, *ASSESSED)
    assert (again.exit_code, again.output.splitlines()[-1]) == (0, "名录里都已经有了：什么也不用写。")


def test_a_family_s_home_is_asked(tmp_path: Path) -> None:
    """What may be somebody's home is taken only if a person says that it is a place; a village so called is one."""
    listed = "关于公布第三批无疫小区的通告\n2022年12月7日\n春晓社区：甲苑、张三家\n"
    wanted = Import(county(tmp_path), listed)
    said = wanted.refused(*WAY, *ASSESSED)
    assert "第 3 行“张**家”：是某一户人家" in said
    assert "张三" not in said
    wanted.done(*WAY, *ASSESSED, *wanted.fill_in("1"))
    assert lines(wanted.data, "areas")[-1] == "990101001001-004,张三家,,compound,,,,,,,yes"


def test_answers_in_a_workbook() -> None:
    """The sheet may come back as a workbook, with columns moved."""
    book = xlsx(rows=[["回答", "问题", "x"], ["2", "名称 甲", ""], ["", "名称 乙", ""]])
    assert worksheet.read(book, "问题.xlsx") == {"名称 甲": "2"}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("9", "“示例街道春晓社区幸福里”的回答“9”用不上：写 1 到 3 之间的数，或区划代码、区域编号"),
        ("9.90E+11", "用不上"),
        ("990102001001", "用不上"),
    ],
)
def test_answers_that_are_none(answer: str, said: str, tmp_path: Path) -> None:
    """They are told, with what would be one."""
    wanted = Import(county(tmp_path), OPEN)
    wanted.refused(*WAY, *ASSESSED)
    assert said in wanted.refused(*WAY, *ASSESSED, *wanted.fill_in(answer, "-"), code=2)


def test_a_file_that_is_no_sheet(tmp_path: Path) -> None:
    """It is told."""
    wanted = Import(county(tmp_path), OPEN)
    assert "不是问题表" in wanted.refused(*WAY, "--answers", str(wanted.file), code=2)


def test_questions_that_stay_open_keep_their_answers(tmp_path: Path) -> None:
    """A sheet that is filled in half leads to another one, with what was answered in it; the first one stays."""
    wanted = Import(county(tmp_path), OPEN)
    wanted.refused(*WAY, *ASSESSED)
    first = wanted.fill_in("2", "")
    before = wanted.sheet.read_bytes()
    assert "名单-问题-2.csv" in wanted.refused(*WAY, *ASSESSED, *first)
    second = wanted.sheet.with_name("名单-问题-2.csv")
    assert worksheet.read(second.read_bytes(), "") == {"名称 示例街道春晓社区幸福里": "new"}
    assert wanted.sheet.read_bytes() == before


def test_nothing_at_all_with_a_dry_run(tmp_path: Path) -> None:
    """Neither the data nor a sheet."""
    wanted = Import(county(tmp_path), OPEN)
    assert "只是看看：什么也没有写，问题表也没有写。" in wanted.refused("--dry-run", *WAY)
    assert not wanted.sheet.exists()
    wanted.file.write_text(LIST, encoding="utf-8")
    assert wanted.refused("--dry-run", *WAY, *ASSESSED, code=0).endswith("只是看看：什么也没有写。\n")


def test_on_the_terminal(tmp_path: Path) -> None:
    """Day, title and each open question are asked; a wrong answer is asked again; the last yes writes."""
    text = OPEN.replace("关于公布第三批无疫小区的通告\n2022年12月7日\n", "")
    wanted = Import(county(tmp_path), text)
    typed = "".join(f"{answer}\n" for answer in ("2022-12-07", "通告", "7", "1", "990101001", "", "y"))
    said = wanted.done(*WAY, *ASSESSED, "--interactive", answers=typed)
    assert "第 4 行“没有社区”（2 行）：示例区示例街道里没有这个名称的社区（村）\n" in said
    assert "写 1 到 3 之间的数" in said
    assert ids(wanted.data)[2:] == ["990101001-002", "990101001-003"]


@pytest.mark.parametrize("typed", ["1\n990101001\n\nn\n", "1\n", ""])
def test_nothing_without_the_last_yes(typed: str, tmp_path: Path) -> None:
    """A no, or an end of what is typed."""
    wanted = Import(county(tmp_path), OPEN)
    said = wanted.refused(*WAY, *ASSESSED, "--interactive", answers=typed, code=0 if "n" in typed else 1)
    assert "什么也没有写。\n" in said


def test_as_json(tmp_path: Path) -> None:
    """One object, with the questions or with what came of it."""
    wanted = Import(county(tmp_path), OPEN)
    document = wanted.document(*WAY, *ASSESSED, code=1)
    assert {key: document[key] for key in ("rows", "areas", "events", "notice_id")} == {
        "rows": 4, "areas": 0, "events": 0, "notice_id": None,
    }  # fmt: skip
    assert document["questions"][0]["candidates"][0] == {
        "code": "990101001001-001", "name": "990101001001-001  示例区示例街道春晓社区幸福里小区", "why": "",
        "place": "示例区示例街道春晓社区",
    }  # fmt: skip
    document = wanted.document(*WAY, *ASSESSED, *wanted.fill_in("2", "-"), code=0)
    assert {key: document[key] for key in ("areas", "events", "unplaced", "notice_id", "questions")} == {
        "areas": 2, "events": 8, "unplaced": 2, "notice_id": "990101-20221207-1", "questions": [],
    }  # fmt: skip
    assert document["declared"] == [{"title": "无疫小区", "declared": 4, "named": 4}]


def test_a_name_that_looks_like_something_else_is_confirmed(tmp_path: Path) -> None:
    """It is taken as it stands once somebody says so, counts, and no check asks again; a no leaves it out."""
    wanted = Import(county(tmp_path), LIST.replace("乙苑（1-5栋）", "3栋102室"))
    said = wanted.refused(*WAY, *ASSESSED)
    assert "第 5 行“3栋**室”：是某一户的门牌" in said
    assert "3栋102室" not in wanted.sheet.read_text(encoding="utf-8-sig")
    wanted.done(*WAY, *ASSESSED, *wanted.fill_in("是"))
    assert [line.split(",")[1] for line in lines(wanted.data, "areas") if line.endswith(",yes")] == ["3栋102室"]
    assert lines(wanted.data, "declared") == ["990101-20221207-1,无疫小区,第三批,,compound,certified,3"]


def test_a_name_that_is_not_meant_is_left_out(tmp_path: Path) -> None:
    """The others are taken."""
    wanted = Import(county(tmp_path), LIST.replace("乙苑（1-5栋）", "3栋102室").replace("3个", "2个"))
    wanted.refused(*WAY, *ASSESSED)
    wanted.done(*WAY, *ASSESSED, *wanted.fill_in("否"))
    assert ids(wanted.data) == ["990101001001-003", "990101002-001"]


def test_columns_are_named_once(tmp_path: Path) -> None:
    """What a column is that no table knows is remembered in the settings of the user, not in the data."""
    rows = [["街道", "社区", "楼盘"], ["示例街道", "春晓社区", "甲苑"]]
    wanted = Import(county(tmp_path), xlsx(rows=rows), "a.xlsx")
    said = ("--date", "2022-12-07", "--notice-title", "通告", "--title", "无疫小区", *WAY, *ASSESSED)
    assert "没有读的：名单!C1“楼盘”" in (asked := wanted.refused(*said))
    assert "“示例街道春晓社区”：称号是小区的，名称却是社区（村）：看看各列是不是认错了" in asked
    assert "记住了：楼盘=name" in wanted.refused(*said, "--column", "楼盘=name", "--dry-run", code=0)
    wanted.done(*said)
    assert (tmp_path / "settings" / "columns.json").read_text(encoding="utf-8").count("楼盘") == 1


def test_a_street_that_is_printed_wrong(tmp_path: Path) -> None:
    """What has the printed name elsewhere in the county is offered first, and never taken."""
    wanted = Import(county(tmp_path), OPEN.replace("示例街道\n春晓社区：甲苑、幸福里\n没有社区", "椰林镇\n春晓社区"))
    wanted.refused(*WAY, *ASSESSED)
    (question,) = wanted.questions()
    assert question["为什么要问"].endswith("没有这个名称的社区（村），同名的在别处：街道也许印错了")
    assert question["可选"].splitlines()[0] == "1  990101001001  示例区示例街道春晓社区"
