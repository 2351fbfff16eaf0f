"""What a clerk types wrongly, and still means one thing: it is understood, or a sentence says how to write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import UsageError
from generator.staff.recording import typed
from tests.support.recording import AT, RECORDED, contents, done, lines, refused
from tests.support.written import CHUNXIAO, CODE, JINSE, XINGFU, Written

TODAY = "2022-12-06"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2022-12-05", "2022-12-05"),
        ("２０２２－１２－０５", "2022-12-05"),
        ("2022.12.5", "2022-12-05"),
        ("2022/12/5", "2022-12-05"),
        ("20221205", "2022-12-05"),
        ("2022年12月5日", "2022-12-05"),
        ("二〇二二年十二月五日", "2022-12-05"),
        (" “2022-12-05” ", "2022-12-05"),
        ("今天", "2022-12-06"),
        ("昨天", "2022-12-05"),
        ("前天", "2022-12-04"),
        ("2022-12-05 16:30", "2022-12-05T16:30+08:00"),
        ("2022年12月5日16时30分", "2022-12-05T16:30+08:00"),
        ("昨天9点", "2022-12-05T09:00+08:00"),
        ("2022-12-05T16:30", "2022-12-05T16:30+08:00"),
    ],
)
def test_a_day_as_people_say_it(text: str, said: str) -> None:
    """In one form, with its time where one was said."""
    assert typed.time(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12月5日", "“12月5日”没有写年份；是最近的那一天，就写 2022-12-05"),
        ("12.5", "“12.5”没有写年份；是最近的那一天，就写 2022-12-05"),
        ("12/7", "“12/7”没有写年份；是最近的那一天，就写 2021-12-07"),
        ("22.12.5", "“22.12.5”分不清哪个是月、哪个是日，或是哪一年；写成 2022-11-28"),
        ("2022年12月", "“2022年12月”没有写到日；写成 2022-11-28"),
        ("2022-02-30", "“2022-02-30”不是存在的日期；写成 2022-11-28"),
        ("44901", "“44901”是日期的序号"),
        ("明天", "“明天”不是日期；写成 2022-11-28"),
        ("2022-12-05 25:00", "“2022-12-05 25:00”不是存在的时刻"),
        ("2022-12-05 下午4点", "“2022-12-05 下午4点”不是日期或时间"),
    ],
)
def test_a_day_that_may_be_several_is_not_guessed(text: str, said: str) -> None:
    """The sentence has the day as it is to be written."""
    with pytest.raises(UsageError) as caught:
        typed.time(text, TODAY)
    assert said in str(caught.value)


def county(folder: Path) -> Path:
    """A compound and its community that hold their titles."""
    written = Written(folder).certified(XINGFU, "2022-11-22").certified(CHUNXIAO, "2022-11-22")
    for area in (XINGFU, CHUNXIAO):
        written.assessed("2022-11-21", area, "all")
    return written.on_file("cases").write()


@pytest.mark.parametrize(
    "words",
    [
        ("--event", "取消"),
        ("--event", "“取消”"),
        ("--event", "取消称号"),
        ("--event", "取消资格"),
        ("--event", "摘牌"),
        ("--event", "REVOKE"),
        ("--event", "ｒｅｖｏｋｅ"),
    ],
)
@pytest.mark.parametrize(
    "area",
    [
        "幸福里小区",
        "“幸福里小区”",
        " 幸福里 小区 ",
        "幸福里",
        "xfl",
        "ＸＦＬ",
        "xingfuli",
        "９９０１０１００１００１－００１",
    ],
)
def test_a_revocation_however_it_is_typed(area: str, words: tuple[str, str], tmp_path: Path) -> None:
    """The same line of the log."""
    data = county(tmp_path)
    done(data, "--area", area, *words, "--reason", " “抗拒核酸检测”")
    assert lines(data, "events")[-1] == (
        f"11,{XINGFU},幸福里小区,revoke,compound,{AT},{RECORDED},{CODE},refusing_test,,,"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--event", "认定"), 2, "“认定”有几步，各写各的"),
        (("--event", "撤销"), 2, "“撤销”分两种：称号没有了，写 --event 取消；这一行记错了，用 --correct"),
        (("--event", "取消", "--reason", "核酸", "--at", "12.5"), 2, "“12.5”没有写年份；是最近的那一天，就写 20"),
        (("--event", "取消", "--reason", "阳性", "--confirmed", "1"), 2, "“取消”没有原因符合“阳性”；应为：new_case"),
        (("--event", "取消", "--reason", "核酸", "--confirmed", "一些"), 2, "“一些”不是人数；写成 1，没有就写 0"),
        (("--event", "取消", "--reason", "核酸", "--at", "2062-12-05"), 1, "E311"),
    ],
)
def test_what_cannot_be_understood_has_its_sentence(
    words: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    """Nothing is written."""
    assert said in refused(county(tmp_path), "--area", XINGFU, *words, code=code)


@pytest.mark.parametrize("name", [CODE, "示例区", "示例", "“示例区”", " ９９０１０１ "])
def test_a_county_by_its_name(name: str, tmp_path: Path) -> None:
    """Its code, its name, its name without what it is."""
    data = county(tmp_path)
    words = ["record", name, JINSE, "--event", "申报", "--at", "2022年12月6日", "--recorded-at", RECORDED, "--yes"]
    result = CliRunner().invoke(main, [*words, "--data", str(data)])
    assert result.exit_code == 0, result.output
    assert lines(data, "events")[-1].startswith(f"11,{JINSE},金色港湾,apply,compound,2022-12-06,")


def test_people_are_counted_as_they_are_said(tmp_path: Path) -> None:
    """With the word for them, or full-width."""
    data = county(tmp_path)
    done(data, "--area", "幸福里", "--event", "取消", "--reason", "new_case", "--confirmed", "１人", "--asymptomatic",
         "两名", "--upward")  # fmt: skip
    assert lines(data, "cases") == [f"{AT},{XINGFU},1,2,,"]


def test_answers_are_understood_too(tmp_path: Path) -> None:
    """Full-width numbers, a full stop behind one, a day without its year, which is asked again."""
    data = county(tmp_path)
    done(data, answers="“幸福里小区”\n２．\n３、\n否\n是的\n")
    assert lines(data, "events")[-1].endswith(f",revoke,compound,{AT},{RECORDED},{CODE},refusing_test,,,")
    before = contents(data)
    words = ["record", CODE, JINSE, "--recorded-at", RECORDED, "--data", str(data)]
    result = CliRunner().invoke(main, words, input="12.5\n2062-12-06\n昨天\n")
    assert "“12.5”没有写年份" in result.output
    assert "2062-12-06 还没有到：核对年份和月份" in result.output
    assert "还要再记一条吗" not in result.output  # the area was named
    assert contents(data) == before
