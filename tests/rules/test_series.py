"""Batches of a series of notices: none missing, none twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.folders import report_of
from tests.support.written import CODE, Written

HEADERS = (
    "notice_id,publisher,title,document_no,published_at,cutoff_at,provenance,source,imported_at",
    "notice_id,series,batch,division,title,measure,count",
)


def batches(folder: Path, *series: tuple[str, str], state: str = "active") -> Written:
    """A notice a day, each with a series and batch."""
    county = Written(folder, state=state)
    for number, (name, batch) in enumerate(series):
        county.declared(f"2022-11-{21 + number}", name, batch)
    return county


def one(*numbers: str) -> list[tuple[str, str]]:
    """Batches of one series."""
    return [("无疫小区", number) for number in numbers]


@pytest.mark.parametrize(
    ("series", "codes"),
    [
        (one("1", "2", "3"), []),
        (one("5", "6"), []),  # where the list at hand begins
        (one("1", "3"), ["W703"]),
        (one("1", "5", "6"), ["W703"]),
        (one("1", "3", "5"), ["W703", "W703"]),
        (one("1", "新一轮", "2"), []),
        (one("1", "新一轮", "3"), ["W703"]),
        (one("新一轮", "新一轮"), []),
        (one("1", "１"), []),  # as printed, and no number
        (one("1", "1"), ["E704"]),
        (one("1", "2", "1"), ["E704"]),
        (one("1", "2", "2", "3"), ["E704"]),
        ([*one("1"), ("无疫社区", "1"), *one("2"), ("无疫社区", "2")], []),
        ([*one("1"), ("无疫社区", "3"), *one("3")], ["W703"]),
        ([("", "1"), ("", "3")], []),
        ([("无疫小区", ""), ("无疫小区", "")], []),
        (one("1", "3", "2"), []),  # published in another order: none is missing
    ],
)
def test_batches_in_order_of_publication(series: list[tuple[str, str]], codes: list[str], tmp_path: Path) -> None:
    """A gap is a warning, a batch that two notices publish an error; a batch without a number is not counted."""
    assert batches(tmp_path, *series).codes() == codes


def test_a_gap_says_what_is_missing(tmp_path: Path) -> None:
    """One batch, or from which to which; and between which notices."""
    (found,) = batches(tmp_path / "1", *one("1", "3")).found()
    assert found.message == "“无疫小区”缺少第 2 批：上一批是第 1 批（990101-20221121-1），这里是第 3 批。"
    assert (found.path, found.line, found.column, found.value) == (
        "data/registers/990101/declared.csv", 3, "batch", "3",
    )  # fmt: skip
    (found,) = batches(tmp_path / "2", *one("2", "6")).found()
    assert "缺少第 3 至 5 批" in found.message


def test_the_order_is_that_of_publication_not_of_the_file(tmp_path: Path) -> None:
    """Lines may stand in any order."""
    county = batches(tmp_path, *one("1", "2", "3"))
    county.tables["declared"].reverse()
    county.tables["notices"].reverse()
    assert county.codes() == []


def test_one_notice_may_declare_a_batch_in_several_lines(tmp_path: Path) -> None:
    """Each title and place has a line; a notice may have several batches."""
    county = Written(tmp_path).declared("2022-11-21", "无疫小区", "1").declared("2022-11-22", "无疫小区", "2")
    county.tables["declared"].append({**county.tables["declared"][-1], "division": CODE})
    county.declared("2022-11-23", "无疫小区", "3").declared("2022-11-23", "无疫小区", "4")
    assert county.codes() == []


def test_a_historical_list_may_have_gaps(tmp_path: Path) -> None:
    """Of an archived list only some notices are known; a batch that stands there twice is wrong all the same."""
    assert batches(tmp_path, *one("1", "5"), state="archived").codes() == []
    assert batches(tmp_path, *one("1", "1"), state="archived").codes() == ["E704"]


def test_a_city_has_series_of_its_own(tmp_path: Path) -> None:
    """Its notices are judged by themselves, for repetitions only: they need not all be here."""
    county = batches(tmp_path, *one("1", "2"))
    data = county.write()
    folder = data / "registers" / "9901"
    folder.mkdir()

    def city(*numbers: int) -> list[str]:
        rows = [f"9901-202211{21 + n}-1,示例市疫情防控指挥部,通告,,2022-11-{21 + n},,official,示例市门户网站,"
                for n in range(len(numbers))]  # fmt: skip
        counts = [f"9901-202211{21 + n}-1,无疫小区,{batch},,,revoked,0" for n, batch in enumerate(numbers)]
        for name, header, lines in (("notices", HEADERS[0], rows), ("declared", HEADERS[1], counts)):
            (folder / f"{name}.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
        return [one.code for one in report_of(data).findings]

    assert city(1, 2) == []
    assert city(1, 4) == []
    assert city(2, 2) == ["E704"]
