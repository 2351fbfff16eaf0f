"""The series of a batch is what the county and the notice say it is; where they do not, there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.staff.importing.batches import printed_series
from tests.support.importing import LIST, WAY, Import
from tests.support.recording import lines
from tests.support.written import CODE, Written

BOTH: Final = "无疫社区、无疫小区"


@pytest.mark.parametrize(
    ("earlier", "arguments", "expected"),
    [
        # nothing before: as the notice prints it
        ([], (), "无疫小区,第三批"),
        # the only series, of which this batch is the next, and of nothing else
        ([(BOTH, "1"), (BOTH, "2")], (), f"{BOTH},3"),
        # the one that is printed
        ([("无疫小区", "2")], (), "无疫小区,3"),
        ([("无疫小区", "2"), ("无疫社区", "7")], (), "无疫小区,3"),
        # of something else, of another batch, of one of several: nobody says it
        ([("无疫村、无疫社区", "2")], (), ",3"),
        ([(BOTH, "1")], (), ",3"),
        ([(BOTH, "2"), ("无疫村、无疫小区", "2")], (), ",3"),
        # what somebody says
        ([(BOTH, "1")], ("--series", "全区无疫小区"), "全区无疫小区,3"),
        # rows that have no series
        ([("", "2")], (), "无疫小区,3"),
    ],
)  # fmt: skip
def test_the_series_of_a_batch(
    earlier: list[tuple[str, str]], arguments: tuple[str, ...], expected: str, tmp_path: Path
) -> None:  # fmt: skip
    """It goes on as the county has written it, or is what the notice prints; it is never made up."""
    written = Written(tmp_path).on_file("assessments")
    for day, (series, batch) in enumerate(earlier, 1):
        written.declared(f"2022-12-0{day}", series, batch)
    wanted = Import(written.write(), LIST)
    wanted.done(*WAY, "--assessed", "2022-12-05", *arguments)
    assert lines(wanted.data, "declared")[-1] == f"{CODE}-20221207-1,{expected},,compound,certified,3"


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("关于公布第十五批无疫社区、无疫小区的通告", BOTH),
        ("关于公布第五批“无疫乡镇（街道）、无疫社区、无疫小区”的通告", "无疫乡镇（街道）、无疫社区、无疫小区"),
        ("面向社会公布第二批30个“无疫乡镇(街道)”名单", "无疫乡镇(街道)"),
        ("武汉命名第十二批无疫情街道(乡镇)", "无疫情街道(乡镇)"),
        ("关于公布第三批名单的通告", None),
        ("关于公布无疫小区的通告", None),
        ("第三批", None),
    ],
)
def test_the_series_that_a_notice_prints(title: str, series: str | None) -> None:
    """The titles behind the batch, spelt as they are printed."""
    assert printed_series(title) == series
