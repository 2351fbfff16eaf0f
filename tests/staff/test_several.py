"""`wuyi record` of areas by their names alone: several in one sentence, in the county that has them, all or none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.folders import ROOT
from tests.support.recording import AT, RECORDED, contents, done, lines, public, refused
from tests.support.written import CHUNXIAO, CODE, HEPING, JINSE, LANTIAN, WUTONG, XINGFU, Written

DAY = "2022-11-22"
PUBLISH = ("--event", "apply", "--event", "review", "--event", "certify", "--event", "publish", "--assessed", AT)


def county(folder: Path) -> Written:
    """Two compounds and their community that hold their titles."""
    written = Written(folder)
    for area in (XINGFU, WUTONG, CHUNXIAO):
        written.certified(area, DAY).assessed("2022-11-21", area, "all")
    return written.on_file("cases")


@pytest.fixture
def demonstration(tmp_path: Path) -> Path:
    """The data of this repository, to be changed."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def said(data: Path, *words: str, answers: str | None = None) -> Result:
    """The command as it is typed, without a county unless one stands in it."""
    silent = ["--yes"] if answers is None else []
    given = ["record", *words, *silent, "--data", str(data), "--recorded-at", "2022-12-08T18:00:00+08:00"]
    return CliRunner().invoke(main, given, input=answers)


def test_several_areas_by_their_names(tmp_path: Path) -> None:
    """Each has its sentence, and one yes writes all lines."""
    data = county(tmp_path).write()
    result = done(data, "幸福里", "wty", "--event", "取消", "--reason", "核酸", answers="y\n")
    assert [line.partition("(")[0] for line in public(result)] == [
        "取消:幸福里小区不再是无疫小区", "取消:梧桐苑不再是无疫小区",
    ]  # fmt: skip
    assert result.output.count("写入吗") == 1
    assert [line.split(",")[1:4] for line in lines(data, "events")[-2:]] == [
        [XINGFU, "幸福里小区", "revoke"], [WUTONG, "梧桐苑", "revoke"],
    ]  # fmt: skip


def test_an_area_that_is_named_twice_is_one(tmp_path: Path) -> None:
    """By its name and by its initials."""
    data = county(tmp_path).write()
    assert len(public(done(data, "幸福里", "xfl", "--event", "取消", "--reason", "核酸"))) == 1


def test_all_of_them_or_none(tmp_path: Path) -> None:
    """What cannot be found is said of all at once; one that the scheme does not allow keeps the others from it."""
    data = county(tmp_path).write()
    revoke = ("--event", "取消", "--reason", "核酸")
    output = refused(data, "幸福里", "天边", "海角", *revoke)
    assert "符合“天边”的区域" in output
    assert "符合“海角”的区域" in output
    assert "“金色港湾”（990101001002-001）的“无疫小区”现为“没有记录”，不能“取消”" in refused(
        data, "幸福里", "金色", *revoke
    )


def test_several_of_one_name_are_chosen_at_once(tmp_path: Path) -> None:
    """By their numbers, or all of them; a number that is not there is asked again."""
    data = county(tmp_path).write()
    result = done(data, "社区", "--event", "apply", "--at", "2022-12-06", answers="3\n2\ny\n")
    assert "选哪一个（写数字；几个之间用空格，都是就写“都”）：3\n写 1 到 2 之间的数\n" in result.output
    assert lines(data, "events")[-1].split(",")[1] == HEPING
    written = county(tmp_path / "other").area(LANTIAN, name="金色蓝天")
    data = written.write()
    done(data, "金色", "--event", "apply", answers="都\ny\n")
    assert [line.split(",")[1] for line in lines(data, "events")[-2:]] == [LANTIAN, JINSE][::-1]


def test_nobody_is_counted_twice(tmp_path: Path) -> None:
    """A case in a compound counts for its community, which is named beside it."""
    data = county(tmp_path).write()
    done(data, "春晓社区", "幸福里", "--event", "取消", "--reason", "new_case", "--confirmed", "1")
    assert lines(data, "cases") == [f"{AT},{XINGFU},1,,,"]
    assert [line.split(",")[1] for line in lines(data, "events")[-2:]] == [XINGFU, CHUNXIAO]


def test_the_county_that_has_them(demonstration: Path) -> None:
    """Of the active ones; what lies in several, in none, or apart, is said."""
    result = said(demonstration, "锦绣家园", "映山红", "--event", "取消", "--reason", "核酸", "--at", "2022-12-08")
    assert result.exit_code == 0, result.output
    assert f"registers/{CODE}：events.csv" in result.output
    result = said(demonstration, "jsgw", "--event", "暂停", "--contacts", "1", "--at", "2022-12-06")
    assert "registers/990201：cases.csv、events.csv" in result.output
    before = contents(demonstration)
    for words, sentence in [
        (("锦绣家园", "金色港湾"), "这些区域不在同一个区县，分开记"),
        (("天边",), "名录里没有名称、拼音或编号符合“天边”的区域，也没有这样的区县"),
        ((), "写明区县或区域，如 wuyi record 990101"),
        (("村",), "几个区县都有符合的区域，先写区县（如 990101 或 示例区），再写区域：\n  990101"),
        (("999999",), "没有区县 999999 的名录；在用的有：220103（"),
    ]:
        result = said(demonstration, *words, "--event", "取消")
        assert (result.exit_code, sentence in result.output) == (2, True), result.output
    assert contents(demonstration) == before


# ---- a publication and its notice


def test_a_publication_without_a_notice_has_to_be_meant(tmp_path: Path) -> None:
    """Nobody is asked, so nothing is written; who knows that there is none says so."""
    data = county(tmp_path).write()
    output = refused(data, "金色港湾", *PUBLISH)
    assert "“发布”没有写明公布它的通告：用 --notice 写名录里已有的，或用 --notice-title 写新的" in output
    assert "W603" in done(data, "金色港湾", *PUBLISH, "--no-notice").output
    assert lines(data, "events")[-1].split(",")[9] == ""


def test_that_there_is_no_notice_is_said_of_publications_alone(tmp_path: Path) -> None:
    """Beside a notice, or without a publication, it makes no sense."""
    data = county(tmp_path).write()
    assert "写了却用不上：--no-notice（只用于发布）" in refused(data, "金色港湾", "--event", "apply", "--no-notice")
    both = ("--no-notice", "--notice-title", "关于公布第三批无疫小区的通告")
    assert "写了通告，就不写 --no-notice" in refused(data, "金色港湾", *PUBLISH, *both)


def test_the_notice_is_asked_once_for_all(tmp_path: Path) -> None:
    """Two compounds of one notice; on a terminal, that there is none is one of the answers."""
    data = county(tmp_path).write()
    answers = "1\n关于公布第三批无疫小区的通告\n\n\n新增=2\ny\n"
    result = done(data, "金色港湾", "蓝天公寓", *PUBLISH, answers=answers)
    assert result.output.count("公布它的通告：\n") == 1
    assert [line.split(",")[9] for line in lines(data, "events") if ",publish," in line][-2:] == [
        "990101-20221206-1", "990101-20221206-1",
    ]  # fmt: skip
    data = county(tmp_path / "other").write()
    result = done(data, "金色港湾", "蓝天公寓", *PUBLISH, answers="3\ny\n")
    assert "  3  还没有通告\n" in result.output
    assert result.output.count("公布它的通告：\n") == 1


# ---- what a preview tells


def test_a_preview_tells_what_this_change_brings(tmp_path: Path) -> None:
    """What was due long ago elsewhere is a number, also where it lies in the same community."""
    written = county(tmp_path)
    for area in (JINSE, LANTIAN):
        written.step("apply", area, "2022-11-23", recorded="2022-11-23")
    written.area(JINSE, part_of="")
    data = written.write()
    result = done(data, "和平社区", "--event", "申报")
    assert "W610" not in result.output
    assert "另有 2 条提醒与这次无关，写完以后用 wuyi check 990101 看。\n" in result.output
    assert "提醒 W620" in done(data, "春晓社区", "--event", "取消", "--reason", "new_case", recorded=RECORDED).output
