"""`wuyi import` on the terminal: what a list lacks is asked, checked at once, and never lost."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from generator.staff.importing import worksheet
from tests.cli.test_recording import session
from tests.support.importing import LIST, RECORDED, WAY, Import, county
from tests.support.recording import contents, lines
from tests.support.written import CHUNXIAO, CODE, LANTIAN, XINGFU, Written

BARE = "无疫小区\n示例街道\n春晓社区：甲苑、幸福里\n"
DAY = "2022-11-22"


def typed(*answers: str) -> str:
    """What a person types, line by line."""
    return "".join(f"{answer}\n" for answer in answers)


# Day, title, which 幸福里, the days of the steps, the self-assessment, the filing, the last yes.
ANSWERS = (
    "昨天的", "12.7", "2062-12-07", "2022年12月7日", "", "关于公布第三批无疫小区的通告", "1",
    "2022-12-08", "2022-12-05", "2022-12-04", "2022-12-06", "2022-12-06",
    "", "y", "2022-12-07", "2022-12-05", "2022-12-01", "",
)  # fmt: skip


def asked(folder: Path) -> Import:
    """A list that says neither its day nor its title, nor anything of the steps before."""
    return Import(county(folder), BARE)


def test_whatever_is_missing_is_asked_and_checked_at_once(tmp_path: Path) -> None:
    """Each wrong answer has its reason, and the question comes again; nothing is offered that the list does not say."""
    wanted = asked(tmp_path)
    said = wanted.done("--interactive", answers=typed(*ANSWERS, "y"))
    for reason in (
        "发布日期：昨天的\n“昨天的”不是日期；写成 2022-11-28\n",
        "发布日期：12.7\n“12.7”没有写年份；",
        "2062-12-07 还没有到：核对年份和月份",
        "通告标题：\n这一项不能空着；不做了就按 Ctrl+C\n",
        "申报是哪一天（实际办理的日期）：2022-12-08\n申报不会晚于发布的 2022-12-07\n",
        "审核是哪一天（实际办理的日期）：2022-12-04\n审核不会早于申报的 2022-12-05\n",
        "各项标准都达到了吗（y 是，n 否）：\n这一项不能空着",
        "自评是哪一天：2022-12-07\n自评不会晚于审核的 2022-12-06\n",
        "备案是哪一天（还没有备案就回车）：2022-12-01\n备案不会早于评定的 2022-12-06\n",
    ):
        assert reason in said
    assert [line.split(",")[3:6] for line in lines(wanted.data, "events")[:4]] == [
        ["apply", "compound", "2022-12-05"], ["review", "compound", "2022-12-06"],
        ["certify", "compound", "2022-12-06"], ["publish", "compound", "2022-12-07"],
    ]  # fmt: skip
    assert {line.split(",")[0] for line in lines(wanted.data, "assessments")} == {"2022-12-05"}


def test_a_title_that_no_notice_can_have_is_asked_again(tmp_path: Path) -> None:
    """By what the data takes."""
    wanted = asked(tmp_path)
    said = wanted.refused("--interactive", "--date", "2022-12-07", answers=typed("长" * 4001, "《通告三》"))
    assert "不能作通告标题：应为" in said
    assert "--notice-title 通告三" in said


@pytest.mark.parametrize("number", range(1, 4))
def test_what_was_not_understood_is_not_kept(number: int, tmp_path: Path) -> None:
    """Nothing that could be used was answered yet."""
    said = asked(tmp_path).refused("--interactive", answers=typed(*ANSWERS[:number]))
    assert said.endswith("没有回答完：什么也没有写。\n")


@pytest.mark.parametrize("number", range(4, len(ANSWERS) + 1))
def test_answers_are_kept_at_every_question(number: int, tmp_path: Path) -> None:
    """Wherever it is broken off, nothing is in the data, and the command that is printed asks only for the rest."""
    wanted = asked(tmp_path)
    said = wanted.refused("--interactive", answers=typed(*ANSWERS[:number]))
    assert "没有回答完：什么也没有写。" in said
    words = shlex.split(said.rstrip().splitlines()[-1])
    assert words[:2] == ["wuyi", "import"]
    assert ("--answers" in words) == (number >= 7)
    more = words[words.index("--interactive") + 1 :]
    once_more = {14: ("y",), 15: ("y",), 18: ("",)}.get(number, ())  # what no option says
    rest = wanted.run("--interactive", *more, answers=typed(*once_more, *ANSWERS[number:], "y"))
    assert (rest.exit_code, rest.output.count("发布日期：")) == (0, 0), rest.output
    assert len(lines(wanted.data, "events")) == 8


def test_a_last_no_keeps_the_answers(tmp_path: Path) -> None:
    """Who does not want to write now may later."""
    wanted = asked(tmp_path)
    said = wanted.refused("--interactive", answers=typed(*ANSWERS, "n"), code=0)
    assert "什么也没有写。\n回答过的都在，接着做：\n  wuyi import " in said
    assert worksheet.read(wanted.sheet.read_bytes(), "") == {"名称 示例街道春晓社区幸福里": XINGFU}


def test_a_sheet_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    """Somebody may have filled it in."""
    wanted = asked(tmp_path)
    wanted.sheet.write_text("mine", encoding="utf-8")
    said = wanted.refused("--interactive", answers=typed(*ANSWERS[:7]))
    assert wanted.sheet.read_text(encoding="utf-8") == "mine"
    assert "名单-问题-2.csv" in said


# ---- losses


def held(folder: Path) -> Path:
    """Two compounds of one name, and a community, that hold their titles."""
    written = Written(folder).area(LANTIAN, name="幸福里小区").on_file("cases")
    for area in (XINGFU, LANTIAN, CHUNXIAO):
        written.certified(area, DAY).assessed("2022-11-21", area, "all")
    return written.write()


LOSS = ("--action", "revoke", "--date", "2022-12-07", "--notice-title", "关于取消的通告", "--interactive")


def test_a_reason_is_asked_and_what_follows(tmp_path: Path) -> None:
    """Of those that the scheme has; an empty line at the doubt is asked again."""
    wanted = Import(held(tmp_path), "无疫小区\n示例街道\n春晓社区：幸福里小区\n")
    said = wanted.done(*LOSS, answers=typed("3", "", "y", "y"))
    assert "原因（名单上没有印）：\n  1  新增1例" in said
    assert "核对过了，没有记错区域吗（y 是，n 否）：\n这一项不能空着" in said
    assert lines(wanted.data, "events")[-1].split(",")[8] == "refusing_test"


def test_the_title_that_is_lost_is_the_one_that_was_held(tmp_path: Path) -> None:
    """A list of names alone: what the register says of them is not asked."""
    wanted = Import(held(tmp_path), "示例街道\n春晓社区：幸福里小区\n")
    said = wanted.done(*LOSS, "--reason", "refusing_test", "--upward", answers=typed("y", "y"))
    assert "称号取自名录：无疫小区\n" in said


def test_a_list_of_names_may_be_of_one_thing_and_then_of_another(tmp_path: Path) -> None:
    """The same file for what is taken away and for what was given: each has its own notice, asked for each time."""
    wanted = Import(county(tmp_path), f"{LIST.partition('（3个）')[0]}\n示例街道\n春晓社区：甲苑\n")
    wanted.done(*WAY, "--assessed", "2022-12-05")
    loss = (
        "--action",
        "revoke",
        "--reason",
        "refusing_test",
        "--date",
        "2022-12-08",
        "--notice-title",
        "关于取消的通告",
    )
    wanted.done(*loss)
    assert [line.split(",")[2] for line in lines(wanted.data, "notices")][-1] == "关于取消的通告"
    assert [line.split(",")[-3] for line in lines(wanted.data, "events")][-1] == "990101-20221208-1"
    assert "什么也不用写" in wanted.refused(*loss, code=0)


def test_many_rows_of_one_reason_are_told_by_the_first(tmp_path: Path) -> None:
    """Nothing that needs an eye scrolls away; `--all` tells each of them."""
    names = "、".join(f"{sign}苑" for sign in "甲乙丙丁戊己庚辛")
    wanted = Import(county(tmp_path), f"{LIST.partition('（3个）')[0]}\n示例街道\n春晓社区：{names}\n")
    plain = wanted.refused("--dry-run", *WAY, "--assessed", "2022-12-05", code=0)
    assert plain.count("（新登记）") == 6
    assert "另有 2 行也是这样：" in plain
    assert wanted.refused("--dry-run", "--all", *WAY, "--assessed", "2022-12-05", code=0).count("（新登记）") == 8


def test_a_no_leads_back_to_the_one_answer(tmp_path: Path) -> None:
    """Which of the two is asked once more; reason and title stand."""
    wanted = Import(held(tmp_path), "无疫小区\n示例街道：幸福里小区\n")
    said = wanted.done(*LOSS, answers=typed("2", "3", "n", "1", "y", "y"))
    assert said.count("原因（名单上没有印）") == 1
    assert said.count("核对过了，没有记错区域吗") == 2
    assert lines(wanted.data, "events")[-1].split(",")[1] == XINGFU


def test_a_no_where_the_list_itself_names_the_area(tmp_path: Path) -> None:
    """No answer led there: it is said which row it is, and how to name another."""
    wanted = Import(held(tmp_path), "无疫小区\n示例街道\n春晓社区：幸福里小区\n")
    said = wanted.refused(*LOSS, answers=typed("3", "n"))
    assert f"第 3 行“幸福里小区” → {XINGFU}：名录里已有" in said
    assert "同名的加一列“编号”，写区域编号" in said
    assert "--reason refusing_test" in said


# ---- a scheme by its name


@pytest.mark.parametrize("name", ["chongqing-2022-74", "“chongqing-2022-74”", "无疫社区"])
def test_a_scheme_by_its_name(name: str, tmp_path: Path) -> None:
    """Its id, its title, a part of it; another one is refused."""
    wanted = Import(
        county(tmp_path), "关于公布第三批无疫小区的通告\n2022年12月7日\n无疫小区（1个）\n示例街道\n春晓社区：甲苑\n"
    )
    assert "已写" in wanted.done(*WAY, "--assessed", "2022-12-05", "--scheme", name)
    assert "在用的工作方案是 chongqing-2022-74" in wanted.refused(*WAY, "--scheme", "海南", code=2)


# ---- a terminal of its own


@pytest.mark.parametrize("key", ["\x03", "\x04"])
@pytest.mark.parametrize("number", range(8))
def test_broken_off_on_a_real_terminal(number: int, key: str, tmp_path: Path) -> None:
    """Ctrl+C or Ctrl+D at each question: the data folder is as it was, and the program ends well."""
    wanted = asked(tmp_path)
    command = [
        "import", str(wanted.file), "--county", CODE, "--data", str(wanted.data), "--recorded-at", RECORDED,
        "--settings", str(tmp_path / "settings"), "--interactive",
    ]  # fmt: skip
    talk = [
        ("发布日期：", "2022-12-07\r"), ("通告标题：", "关于公布第三批无疫小区的通告\r"), ("写数字或代码）：", "1\r"),
        ("申报是哪一天", "2022-12-05\r"), ("审核是哪一天", "2022-12-06\r"), ("评定是哪一天", "2022-12-06\r"),
        ("各项标准都达到了吗", "y\r"), ("自评是哪一天", "2022-12-05\r"),
    ]  # fmt: skip
    before = contents(wanted.data)
    said, code = session(command, [*talk[:number], (talk[number][0], key)])
    assert code == 1, said
    assert "没有回答完：什么也没有写。" in said
    assert ("接着做：" in said) == (number > 0)
    assert contents(wanted.data) == before


def test_a_terminal_is_asked_without_being_told(tmp_path: Path) -> None:
    """What the list lacks; names that are only alike go into the worksheet as ever."""
    wanted = asked(tmp_path)
    command = [
        "import", str(wanted.file), "--county", CODE, "--data", str(wanted.data), "--recorded-at", RECORDED,
        "--settings", str(tmp_path / "settings"),
    ]  # fmt: skip
    said, code = session(command, [("发布日期：", "2022-12-07\r"), ("通告标题：", "关于公布第三批无疫小区的通告\r")])
    assert code == 1, said
    assert "有 1 个问题要人回答（1 行）" in said
    assert wanted.sheet.exists()
    following = said.partition("填好问题表，再运行：")[2]
    assert "--notice-title 关于公布第三批无疫小区的通告" in following
    assert f"--answers {wanted.sheet}" in "".join(following.split("\r\n")).replace("\n", "")
