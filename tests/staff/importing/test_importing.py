"""A list from file to rows of the county: what is added, left and refused, and what is kept of the file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator import placing
from tests.support.importing import LIST, WAY, Import, county
from tests.support.lists import csv, xlsx
from tests.support.recording import contents, lines
from tests.support.written import CHUNXIAO, CODE, WUTONG, XINGFU, Written

NOTICE = f"{CODE}-20221207-1"
ASSESSED = ("--assessed", "2022-12-05")


def test_a_list_becomes_rows(tmp_path: Path) -> None:
    """Areas with the next numbers, a notice with its provenance, its count, and every step of each area."""
    wanted = Import(county(tmp_path), LIST)
    said = wanted.done(*WAY, *ASSESSED, "--source", "某区门户网站 2022-12-07")
    assert [line.rstrip(",") for line in lines(wanted.data, "areas")[-3:]] == [
        "990101001001-003,甲苑,,compound", "990101001001-004,乙苑,1-5栋,compound", "990101002-001,丙苑,,compound",
    ]  # fmt: skip
    digest = hashlib.sha256(wanted.file.read_bytes()).hexdigest()
    assert lines(wanted.data, "notices") == [
        f"{NOTICE},示例区疫情防控指挥部,关于公布第三批无疫小区的通告,,2022-12-07,,official,"
        f"某区门户网站 2022-12-07；名单文件 名单.txt SHA-256 {digest},"
    ]  # fmt: skip
    assert lines(wanted.data, "declared") == [f"{NOTICE},无疫小区,第三批,,compound,certified,3"]
    assert len(lines(wanted.data, "assessments")) == 3
    events = [line.split(",") for line in lines(wanted.data, "events")]
    assert [(row[2], row[3], row[5], row[7], row[9]) for row in events[4:8]] == [
        ("乙苑", "apply", "2022-12-05", "990101001001", ""), ("乙苑", "review", "2022-12-06", "990101001", ""),
        ("乙苑", "certify", "2022-12-06", "990101001", ""), ("乙苑", "publish", "2022-12-07", CODE, NOTICE),
    ]  # fmt: skip
    assert "第 6 行  丙苑 → 990101002-001（新登记）：原件只印到街道（乡镇），登记在街道（乡镇）下" in said
    assert "公众将看到：发布:甲苑成为无疫小区(示例区示例街道春晓社区)" in said
    assert f"通告页 /{CODE}/notices/{NOTICE}/：关于公布第三批无疫小区的通告" in said
    assert "共写：区域 3 行、通告 1 行、公布数量 1 行、自评 3 行、事件 12 行。" in said


@pytest.mark.parametrize("again", ["the same file", "another file"])
def test_the_same_list_twice_adds_nothing(again: str, tmp_path: Path) -> None:
    """By its digest, or by title and day; areas and events that are there are recognised."""
    wanted = Import(county(tmp_path), LIST)
    wanted.done(*WAY, *ASSESSED)
    if again == "another file":
        wanted.file.write_text(f"\n{LIST}", encoding="utf-8")
    before = contents(wanted.data)
    result = wanted.run(*WAY, *ASSESSED)
    assert (result.exit_code, contents(wanted.data)) == (0, before)
    assert "“甲苑”不用再记：名录里已有这一条（第 4 号）" in result.output
    assert result.output.endswith("名录里都已经有了：什么也不用写。\n")


def test_what_is_left_of_a_list_is_added(tmp_path: Path) -> None:
    """A row that was added to the list is recorded alone, under the same notice."""
    wanted = Import(county(tmp_path), LIST.replace("（3个）", ""))
    wanted.done(*WAY, *ASSESSED)
    wanted.file.write_text(f"{LIST.replace('（3个）', '')}椰林镇：丁苑\n", encoding="utf-8")
    wanted.done(*WAY, *ASSESSED)
    assert [line.split(",")[1] for line in lines(wanted.data, "events")[12:]] == ["990101002-002"] * 4
    assert len(lines(wanted.data, "notices")) == 1


def test_steps_that_were_taken_are_left(tmp_path: Path) -> None:
    """An area that has applied already goes on from there."""
    data = Written(tmp_path).step("apply", XINGFU, "2022-12-05").on_file("assessments").write()
    Import(data, "无疫小区名单\n春晓社区：幸福里小区").done(
        "--reviewed", "2022-12-06", "--certified", "2022-12-06", "--date", "2022-12-07", "--notice-title", "通告",
        "--filed", "2022-12-08", *ASSESSED,
    )  # fmt: skip
    assert [line.split(",")[3] for line in lines(data, "events")] == ["apply", "review", "certify", "publish", "file"]


def test_days_of_the_list_come_first(tmp_path: Path) -> None:
    """Columns of days are the steps; what is said stands for rows without."""
    rows = csv(
        "街道,社区,无疫小区名称,申报日期,审核日期,评定日期,发布日期",
        "示例街道,春晓社区,甲苑,2022-12-01,2022-12-02,2022-12-02,2022-12-07",
        "示例街道,春晓社区,乙苑,,2022-12-03,2022年12月3日,2022-12-07",
    )
    wanted = Import(county(tmp_path), rows, "a.csv")
    wanted.done("--applied", "2022-12-02", "--notice-title", "通告", "--assessed", "2022-12-01")
    assert [line.split(",")[5] for line in lines(wanted.data, "events")] == [
        "2022-12-01", "2022-12-02", "2022-12-02", "2022-12-07", "2022-12-02", "2022-12-03", "2022-12-03", "2022-12-07",
    ]  # fmt: skip


def test_a_list_older_than_the_register(tmp_path: Path) -> None:
    """Its earlier steps, and who decided, are not on record; when it was taken over is."""
    wanted = Import(county(tmp_path, register_since="2022-12-08"), LIST)
    wanted.done(recorded="2022-12-07")
    events = [line.split(",") for line in lines(wanted.data, "events")]
    assert [(row[3], row[7]) for row in events] == [("publish", "")] * 3
    assert lines(wanted.data, "notices")[0].rpartition(",")[2] != ""


@pytest.mark.parametrize("reason", ["refusing_test", "核酸"])
def test_a_list_of_losses(reason: str, tmp_path: Path) -> None:
    """Each area loses its title, with the reason; what it declares counts losses."""
    data = Written(tmp_path).certified(XINGFU, "2022-11-22").write()
    wanted = Import(data, "关于取消无疫小区的通告\n2022年12月7日\n无疫小区（1个）\n春晓社区：幸福里小区\n")
    wanted.done("--action", "revoke", "--reason", reason)
    assert lines(data, "events")[-1].split(",")[3:10] == [
        "revoke", "compound", "2022-12-07", "2022-12-08T10:00:00+08:00", CODE, "refusing_test", NOTICE,
    ]  # fmt: skip
    assert lines(data, "declared") == [f"{NOTICE},,,,compound,revoked,1"]


def test_what_follows_upward(tmp_path: Path) -> None:
    """Two homes of one community lose their titles: its own is lost once, if somebody says so."""
    written = Written(tmp_path)
    for area in (XINGFU, WUTONG, CHUNXIAO):
        written.certified(area, "2022-11-22")
    data = written.case("2022-12-07", XINGFU).case("2022-12-07", WUTONG).write()
    wanted = Import(data, "关于取消无疫小区的通告\n2022年12月7日\n无疫小区（2个）\n春晓社区：幸福里小区、梧桐苑\n")
    said = ("--action", "revoke", "--reason", "new_case")
    assert "加上 --upward 一并记录" in wanted.refused(*said)
    wanted.done(*said, "--upward")
    assert [line.split(",")[1] for line in lines(wanted.data, "events")[-3:]] == [XINGFU, WUTONG, CHUNXIAO]


def test_an_excerpt_is_said_to_be_one(tmp_path: Path) -> None:
    """A count of which not all are named is refused; as an excerpt it goes into the citation, and no count is held."""
    wanted = Import(county(tmp_path), LIST.replace("3个", "18个"))
    assert "“无疫小区”写明 18 个，名单上有 3 个\n写明的数量和名单上的不一样" in wanted.refused(*WAY, *ASSESSED)
    wanted.done(*WAY, *ASSESSED, "--excerpt")
    assert "2022-12-07；所载为节选，原件写明：无疫小区 18 个；名单文件" in lines(wanted.data, "notices")[0]
    assert lines(wanted.data, "declared") == []


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (LIST, (), "第 5 行：名单上没有申报、审核、评定的日期：用 --applied --reviewed --certified 写明实际办理的日期"),
        (LIST.replace("2022年12月7日", ""), WAY, "名单上没有印日期：用 --date 写明发布日期"),
        ("示例街道：甲苑、乙苑", (*WAY, "--date", "2022-12-07", "--notice-title", "通告"),
         "名单上没有印称号：用 --title 写明；《重庆市“无疫社区、无疫小区”创建工作方案》有："),
        ("无疫小区：甲苑、乙苑\n2022年12月7日", WAY, "没有写通告标题：用 --notice-title 写明"),
        (LIST, (*WAY, "--scheme", "hainan-2022"), "2022-12-07 在用的工作方案是 chongqing-2022-74"),
        (LIST, (*WAY, "--title", "无疫城区"), "没有称号“无疫城区”"),
        (LIST, (*WAY, "--notice", "990101-20220101-1"), "没有通告符合“990101-20220101-1”"),
        (LIST, (*WAY, "--column", "楼盘"), "--column 写成 楼盘=name"),
        (LIST, (*WAY, "--reason", "核酸"), "没有原因符合“核酸”"),
        (LIST, ("--action", "suspend"), "没有“暂停”这一步"),
        (LIST, ("--action", "revoke"), "现为“没有记录”，不能“取消”"),
    ],
)  # fmt: skip
def test_what_has_to_be_said(text: str, arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """What the list does not say is asked for in words, and never made up; nothing is written."""
    assert said in Import(county(tmp_path), text).refused(*arguments, code=2)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("街道,社区代码,无疫小区名称\n示例街道,5.00E+11,甲苑\n", 2, "是表格软件改过的内容"),
        ("街道,社区,无疫小区名称\n示例街道,春晓社区,2栋301室\n", 1, "第 2 行 C 列“2栋**室”：是某一户的门牌"),
        ("街道,社区,无疫小区名称\n示例街道,春晓社区,甲苑\n示例街道,春晓社区,张三13812345678\n", 1, "删去个人信息再交"),
        ("街道,社区,无疫小区名称\n示例街道,春晓社区,甲苑\n示例街道,春晓社区,#REF!\n", 1, "第 3 行"),
        ("街道,社区,无疫小区名称,发布日期\n示例街道,春晓社区,甲苑,44931\n", 2, "是日期的序号"),
        ("", 2, "文件是空的"),
        ("\0\1\2\3", 2, ""),
        ("无疫小区（3个）\n春晓社区：甲苑、乙苑\n", 1, "“无疫小区”写明 3 个，名单上有 2 个"),
    ],
)
def test_bad_input(text: str, code: int, said: str, tmp_path: Path) -> None:
    """Each has its sentence; the data folder stays byte for byte as it was."""
    wanted = Import(county(tmp_path), text, "a.csv")
    assert said in wanted.refused(*WAY, "--date", "2022-12-07", "--notice-title", "通告", code=code)


def test_a_check_stands_before_the_writing(tmp_path: Path) -> None:
    """Days that contradict each other are found by the check of what will be."""
    wanted = Import(county(tmp_path), LIST)
    said = wanted.refused("--applied", "2022-12-09", "--reviewed", "2022-12-06", "--certified", "2022-12-06")
    assert said.endswith("写完之后数据会有错误：什么也没有写。\n")


def test_forms_of_files_are_kept(tmp_path: Path) -> None:
    """Tables in JSON stay in JSON, with line ends as they were."""
    data = Written(tmp_path).on_file("assessments").write(as_json=True)
    Import(data, LIST).done(*WAY, *ASSESSED)
    assert [path.suffix for path in sorted((data / "registers" / CODE).iterdir())] == [".json"] * 6


def test_an_interrupted_writing_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before the folders change places, everything is as it was, and the next run writes."""
    wanted = Import(county(tmp_path), LIST)
    before = contents(wanted.data)
    with monkeypatch.context() as patch:
        patch.setattr(placing, "exchange", _stop)
        assert wanted.run(*WAY, *ASSESSED).exit_code != 0
    tables = {name: content for name, content in contents(wanted.data).items() if ".~record" not in name}
    assert tables == before
    wanted.done(*WAY, *ASSESSED)


def _stop(one: Path, other: Path) -> bool:
    raise KeyboardInterrupt


def test_several_files_are_one_list(tmp_path: Path) -> None:
    """Both digests are kept; places name the file."""
    wanted = Import(county(tmp_path), LIST.replace("（3个）", ""))
    second = tmp_path / "b.xlsx"
    second.write_bytes(xlsx(rows=[["街道", "社区", "无疫小区名称"], ["示例街道", "和平社区", "丁苑"]]))
    said = wanted.done(str(second), *WAY, *ASSESSED, "--date", "2022-12-07")
    assert "b.xlsx 名单 第 2 行  丁苑 → 990101001002-002（新登记）" in said
    assert lines(wanted.data, "notices")[0].count("SHA-256") == 2


def test_three_hundred_compounds_in_one_command(tmp_path: Path) -> None:
    """All steps of each, with the self-assessment as a whole; nothing is asked, and the first sentences are shown."""
    places = [("示例街道", "春晓社区"), ("示例街道", "和平居委会"), ("椰林镇", "")]
    listed = [[*places[number % 3], f"第{number}号苑", ""] for number in range(300)]
    rows = [["街道", "社区", "无疫小区名称", "备注"], *listed, ["合计", "", "共300个", ""]]
    wanted = Import(county(tmp_path), xlsx(rows=rows), "第十五批.xlsx")
    said = wanted.done(*WAY, *ASSESSED, "--date", "2022-12-07", "--notice-title", "通告", "--filed", "2022-12-07")
    assert "共写：区域 300 行、通告 1 行、公布数量 1 行、自评 300 行、事件 1500 行。" in said
    assert "另有 294 句写法相同（--all 全部显示）" in said
    assert lines(wanted.data, "declared") == [f"{NOTICE},,,,,certified,300"]


def test_a_count_with_what_stands_already(tmp_path: Path) -> None:
    """Areas that hold the title, and a name that is printed twice, are in the count: it is kept as it was printed."""
    folder = county(tmp_path)
    Import(folder, LIST).done(*WAY, "--assessed", "2022-12-05")
    later = LIST.replace("第三批", "第四批").replace("12月7日", "12月8日").replace("（3个）", "（5个）")
    wanted = Import(folder, later.replace("甲苑、", "甲苑、戊苑、戊苑、"), "第四批.txt")
    said = wanted.done(*WAY, "--assessed", "2022-12-05", recorded="2022-12-09T10:00:00+08:00")
    assert "写明的数量里有 3 个名录里已有，有 1 个重复：不登记数量，写进出处。" in said
    source = lines(folder, "notices")[-1]
    assert "有 3 个名录里已有，有 1 个重复，原件写明：无疫小区 5 个；名单文件 第四批.txt SHA-256 " in source


def test_a_heading_is_no_title_of_a_notice(tmp_path: Path) -> None:
    """What somebody called a table is not published as the title of an official notice: that is asked for."""
    wanted = Import(county(tmp_path), LIST.replace("关于公布第三批无疫小区的通告", "新增名单"))
    assert "没有写通告标题：用 --notice-title 写明，或加上 --interactive 逐项回答" in wanted.refused(
        *WAY, *ASSESSED, "--date", "2022-12-07", code=2
    )
