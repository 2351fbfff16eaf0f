"""`wuyi record` on the terminal: what is asked, what is answered, and that nothing is written before the last yes."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
from pathlib import Path

import pytest

from tests.support.folders import ROOT
from tests.support.recording import AT, RECORDED, contents, done, lines, public, refused, run
from tests.support.written import CHONGQING, CHUNXIAO, CODE, HAINAN, JINSE, LANTIAN, XINGFU, Written

DAY = "2022-11-22"


def county(folder: Path, scheme: str = CHONGQING) -> Written:
    """A compound and its community that hold their titles since 11-22; cases and assessments are kept here."""
    written = Written(folder, scheme).certified(XINGFU, DAY).certified(CHUNXIAO, DAY)
    for area in (XINGFU, CHUNXIAO):
        written.assessed("2022-11-21", area, "all")
    return written.on_file("cases")


def typed(*answers: str) -> str:
    """What a person types, line by line."""
    return "".join(f"{answer}\n" for answer in answers)


def test_a_revocation_question_by_question(tmp_path: Path) -> None:
    """Who, when is given, what, why, how many, what follows, whether to write, and whether there is more."""
    data = county(tmp_path).write()
    result = done(data, answers=typed("xfl", "2", "1", "1", "0", "y", "n", "y"))
    assert result.output.splitlines()[:12] == [
        "哪个区域（名称、拼音、首字母或编号）：xfl",
        "990101001001-001  幸福里小区（小区，示例区示例街道春晓社区）无疫小区有效",
        "现在可以记：",
        "  1  备案：“无疫小区”报区县备案，“无疫社区”报市社区防控组备案。",
        "  2  取消：实行动态管理，当社区、小区新增1例（含）以上确诊病例或无症状感染者，或者出现阻扰防疫人员工作、"
        "抗拒核酸检测、逃避转移隔离、隐瞒接触史、造谣传谣等较严重情形，取消“无疫社区、无疫小区”资格。",
        "选哪一个（写数字）：2",
        "原因：",
        "  1  新增1例（含）以上确诊病例或无症状感染者",
        "  2  阻扰防疫人员工作",
        "  3  抗拒核酸检测",
        "  4  逃避转移隔离",
        "  5  隐瞒接触史",
    ]
    assert "  确诊病例几人 [0]：1\n  无症状感染者几人 [0]：0\n" in result.output
    assert "春晓社区（990101001001）的称号按方案也要取消，一并记录吗（y 是，n 否） [y]：y\n" in result.output
    assert "还要再记一条吗（y 是，n 否） [n]：n\n" in result.output
    assert lines(data, "cases") == [f"{AT},{XINGFU},1,,,"]
    assert [line.split(",")[1:4] for line in lines(data, "events")[-2:]] == [
        [XINGFU, "幸福里小区", "revoke"], [CHUNXIAO, "春晓社区", "revoke"],
    ]  # fmt: skip
    assert len(public(result)) == 2


def test_wrong_answers_are_asked_again(tmp_path: Path) -> None:
    """What is wrong is said, and the question comes once more."""
    data = county(tmp_path).write()
    result = done(data, answers=typed("天边", "幸福里", "x", "9", "2", "0", "3", "maybe", "n", "y"))
    for said in (
        "没有名称、拼音或编号符合“天边”的区域", "写 1 到 2 之间的数", "写 1 到 6 之间的数", "写 y（是）或 n（否）",
    ):  # fmt: skip
        assert said in result.output
    assert lines(data, "events")[-1].endswith(f",revoke,compound,{AT},{RECORDED},{CODE},refusing_test,,,")


def test_one_of_several_areas_is_chosen(tmp_path: Path) -> None:
    """By its number, with what each is and holds."""
    data = county(tmp_path).write()
    said = refused(data, "--area", "社区", "--event", "revoke", answers=typed("2"))
    assert "符合“社区”的区域：\n  1  990101001001  春晓社区（社区，示例区示例街道）无疫社区有效\n" in said
    assert "和平社区" in said.split("不能“取消”")[0]


def test_a_whole_way_with_a_new_notice(tmp_path: Path) -> None:
    """The assessment is asked for before the review, the notice before the publication; a second event goes along."""
    data = county(tmp_path).write()
    steps = ("--event", "apply", "--event", "review", "--event", "certify", "--event", "publish")
    answers = typed("y", "2022-12-05", "1", "关于公布第三批无疫小区的通告", "", "", "新增=1", "y")
    done(data, "--area", JINSE, *steps, answers=answers)
    assert lines(data, "assessments")[-1] == f"2022-12-05,{JINSE},compound,all,yes"
    assert lines(data, "declared") == ["990101-20221206-1,,,,,certified,1"]
    assert lines(data, "events")[-1].split(",")[3:10] == [
        "publish", "compound", AT, RECORDED, CODE, "", "990101-20221206-1",
    ]  # fmt: skip


def test_several_events_one_after_the_other(tmp_path: Path) -> None:
    """Each is judged after the one before; all are written at once."""
    data = county(tmp_path).write()
    answers = typed("金色", "1", "y", "蓝天", "1", "y", "金色", "1", "y", AT, "n", "y")
    result = done(data, answers=answers)
    assert [line.split(",")[1:4] for line in lines(data, "events")[-3:]] == [
        [JINSE, "金色港湾", "apply"], [LANTIAN, "蓝天公寓", "apply"], [JINSE, "金色港湾", "review"],
    ]  # fmt: skip
    assert result.output.count("写入吗") == 1


def test_a_mistake_among_several_ends_nothing(tmp_path: Path) -> None:
    """What cannot be recorded is said; what was recorded before it is kept."""
    data = county(tmp_path).write()
    result = done(data, answers=typed("金色", "1", "y", "990101", "n", "y"))
    assert "现在没有可以给“示例区”记的步骤" in result.output
    assert lines(data, "events")[-1].startswith(f"11,{JINSE},金色港湾,apply,")
    assert refused(data, answers=typed("990101", "n")).endswith("wuyi: 没有可以写的\n")


def test_contacts_are_ruled_out_by_a_yes(tmp_path: Path) -> None:
    """Hainan: how many stand open is known; a no leaves the restoration to be refused."""
    data = county(tmp_path, HAINAN).write()
    done(data, "--area", XINGFU, "--event", "suspend", answers=typed("3", "y", "y"))
    assert lines(data, "cases") == [f"{AT},{XINGFU},,,3,"]
    restore = ("--area", CHUNXIAO, "--event", "restore", "--at", "2022-12-08")
    assert "E618" in refused(data, *restore, answers=typed("n"), code=1)
    result = done(data, *restore, answers=typed("y", "y"))
    assert "还有 3 名密切接触者没有排除，都排除了吗" in result.output
    assert lines(data, "cases")[-1] == f"2022-12-08,{XINGFU},,,,3"


def test_look_alikes_are_asked(tmp_path: Path) -> None:
    """An empty line is no answer, and loses none: the question comes again."""
    written = county(tmp_path).area(LANTIAN, name="幸福里小区").certified(LANTIAN, DAY)
    data = written.assessed("2022-11-21", LANTIAN, "all").write()
    revoke = ("--area", XINGFU, "--event", "revoke", "--reason", "核酸")
    assert "没有核对：什么也没有写。" in refused(data, *revoke, answers=typed("n", ""), code=1)
    result = done(data, *revoke, answers=typed("", "y", "y"))
    assert "这一项不能空着；不做了就按 Ctrl+C\n核对过了，没有记错区域吗（y 是，n 否）：y\n" in result.output
    assert lines(data, "events")[-1].endswith(",refusing_test,,,yes")


def test_a_no_leads_back_to_the_area_alone(tmp_path: Path) -> None:
    """Reason and evidence were answered, and stand; the area is asked for, and the new one is looked at too."""
    written = county(tmp_path).area(LANTIAN, name="幸福里小区").certified(LANTIAN, DAY)
    data = written.assessed("2022-11-21", LANTIAN, "all").write()
    before = lines(data, "events")
    answers = typed("xfl", "2", "2", "1", "1", "0", "y", "n", "n", "天边", LANTIAN, "y", "y")
    result = done(data, answers=answers)
    assert result.output.count("确诊病例几人") == 1
    assert (
        f"“幸福里小区”（{XINGFU}）应是哪个区域（就是它，写 {XINGFU}；不记了就回车）：天边\n区县 990101" in result.output
    )
    added = [line.split(",") for line in lines(data, "events")[len(before) :]]
    assert [(line[1], line[3], line[8]) for line in added] == [(LANTIAN, "revoke", "new_case")]
    assert lines(data, "cases") == [f"{AT},{LANTIAN},1,,,"]


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        (typed("xfl", "2", "3", "n", "n"), 0, "什么也没有写。\n"),
        (typed("xfl", "2"), 1, "没有回答完：什么也没有写。\n"),
        ("", 1, "没有回答完：什么也没有写。\n"),
    ],
)
def test_nothing_without_the_last_yes(answers: str, code: int, said: str, tmp_path: Path) -> None:
    """A no, an end of what is typed: nothing is written."""
    data = county(tmp_path).write()
    assert refused(data, answers=answers, code=code).endswith(said)


def test_help_shows_examples() -> None:
    """Each option has a word, and the ways that are used most stand there whole."""
    said = run(Path("data"), "--help").output
    for example in ("--undo", "--correct 329 --reason recorded_in_error", "--event revoke --reason new_case", "--yes"):
        assert example in said


def test_on_a_real_terminal(tmp_path: Path) -> None:
    """Prompts come one by one, answers are echoed, and Ctrl+C leaves everything as it was."""
    data = county(tmp_path).write()
    before = (data / "registers" / CODE / "events.csv").read_bytes()
    command = ["record", CODE, "--data", str(data), "--at", AT, "--recorded-at", RECORDED]
    said, code = session(command, [("编号）：", "xfl\r"), ("写数字）：", "\x03")])
    assert code == 1, said
    assert "没有回答完：什么也没有写。" in said
    assert (data / "registers" / CODE / "events.csv").read_bytes() == before
    talk = [("编号）：", "xfl\r"), ("写数字）：", "2\r"), ("写数字）：", "3\r"), ("再记一条", "\r"), ("写入吗", "\r")]
    said, code = session(command, talk)
    assert code == 0, said
    assert "公众将看到：取消:幸福里小区不再是无疫小区" in said
    assert lines(data, "events")[-1].endswith(f",revoke,compound,{AT},{RECORDED},{CODE},refusing_test,,,")


def session(command: list[str], talk: list[tuple[str, str]]) -> tuple[str, int]:
    """The program on a terminal of its own: each answer is typed when its question stands there."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests in the background has it ignored
        os.execv(sys.executable, [sys.executable, "-m", "generator", *command])
    said = b""
    waiting = list(talk)
    mark = 0
    last = ""
    silent = 0
    while silent < 10:
        if not select.select([terminal], [], [], 3)[0]:
            silent += 1  # a program that waits for what nobody types is ended
            if last == "\x03":  # it came before the program listened: a person presses it again
                os.write(terminal, b"\x03")
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said, silent = said + piece, 0
        question = waiting[0][0].encode() if waiting else b"\0"
        if question in said[mark:]:
            mark = len(said)
            last = waiting.pop(0)[1]
            os.write(terminal, last.encode())
    if silent:
        os.kill(child, signal.SIGKILL)
    os.close(terminal)
    return said.decode("utf-8", "replace"), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("key", ["\x03", "\x04"])
@pytest.mark.parametrize("number", range(8))
def test_broken_off_on_a_real_terminal(number: int, key: str, tmp_path: Path) -> None:
    """Ctrl+C or Ctrl+D at each question: the data folder is as it was, and the program ends well."""
    data = county(tmp_path).write()
    talk = [
        ("编号）：", "xfl\r"), ("写数字）：", "2\r"), ("写数字）：", "1\r"), ("确诊病例几人", "1\r"),
        ("无症状感染者几人", "\r"), ("一并记录吗", "\r"), ("再记一条", "\r"), ("写入吗", "\r"),
    ]  # fmt: skip
    before = contents(data)
    command = ["record", CODE, "--data", str(data), "--at", AT, "--recorded-at", RECORDED]
    said, code = session(command, [*talk[:number], (talk[number][0], key)])
    assert code == 1, said
    assert "没有回答完：什么也没有写。" in said
    assert contents(data) == before
