"""Days in any form become ISO; what is no whole day is asked for, never guessed."""

from __future__ import annotations

import pytest

from generator.staff.intake import facts
from generator.staff.intake.dates import iso
from generator.staff.intake.model import Cell, Problem


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2022年11月21日", "2022-11-21"),
        ("2022年11月21号", "2022-11-21"),
        ("2022 年 11 月 21 日", "2022-11-21"),
        ("２０２２年１１月２１日", "2022-11-21"),
        ("2022/11/21", "2022-11-21"),
        ("2022.1.5", "2022-01-05"),
        ("2022-11-21", "2022-11-21"),
        ("20221121", "2022-11-21"),
        ("2022-11-21 00:00:00", "2022-11-21"),
        ("2022-11-21T18:00+08:00", "2022-11-21"),
        ("2022年11月21日18时", "2022-11-21"),
        ("2022年11月21日(星期一)", "2022-11-21"),
        ("二〇二二年十一月二十一日", "2022-11-21"),
        ("二零二二年十一月廿一日", "2022-11-21"),
        ("二○二二年十一月卅日", "2022-11-30"),
        ("二O二二年十月十日", "2022-10-10"),
        ("二０二二年一月二日", "2022-01-02"),
        ("11/21/2022", "2022-11-21"),
        ("21/11/2022", "2022-11-21"),
        ("5/5/2022", "2022-05-05"),
    ],
)
def test_a_day_in_any_form(printed: str, day: str) -> None:
    """Signs, numerals of both kinds, either width, a time or a weekday behind it: the day is the same."""
    assert iso(Cell(printed, "第 1 行")) == day


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("11月21日", "no-year"),
        ("十一月二十一日", "no-year"),
        ("5-Jan", "no-year"),
        ("Jan-5", "no-year"),
        ("3-4", "no-year"),
        ("2022年11月", "no-day"),
        ("2022-11", "no-day"),
        ("2022年", "no-day"),
        ("2022年2月30日", "no-such-day"),
        ("2022-13-01", "no-such-day"),
        ("1900-02-28", "no-such-day"),
        ("11/12/2022", "ambiguous-day"),
        ("22/11/21", "ambiguous-day"),
        ("22年11月21日", "ambiguous-day"),
        ("44886", "serial-day"),
        ("44886.5", "serial-day"),
        ("近日", "not-a-day"),
        ("", "not-a-day"),
    ],
)
def test_what_is_no_whole_day_is_said(printed: str, kind: str) -> None:
    """Each has its own reason: the year is missing, there is no such day, which is the month, a number of a serial."""
    told = iso(Cell(printed, "名单!B7"))
    assert isinstance(told, Problem)
    assert (told.kind, told.where, told.value) == (kind, "名单!B7", printed)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("（共３００个）　公布日期：２０２２年１２月６日", "2022-12-06"),
        ("示例区第十五批名单（发布时间：2022-12-06）", "2022-12-06"),
        ("示例区名单（2022-12-06）", "2022-12-06"),
        ("2022/12/6", "2022-12-06"),
        ("共 3 个，公布日期：见附件", None),
        ("填报单位：某街道 填报日期：2022-12-06", None),
    ],
)
def test_the_day_of_a_list_behind_something_else_in_one_cell(text: str, day: str | None) -> None:
    """With the word that says that the list is of that day; when it was filled in is not that day."""
    told = facts.day(Cell(text, "A2"))
    assert (told.text if isinstance(told, Cell) else told) == day
