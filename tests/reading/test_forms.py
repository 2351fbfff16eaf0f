"""What is as good as a plain CSV file, the order of findings, and one message for one slip."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.folders import as_json_table, findings_of, replace_once, report_of
from tests.support.spoil import AREA_4, AREAS, DECLARED, EVENTS, NOTICES, REVIEW_3, SCHEME, SETTINGS, SITE


# ---- forms that are as good
def _with_mark(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def _with_crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("change", [_with_mark, _with_crlf], ids=["byte-order-mark", "crlf"])
def test_what_windows_does_to_files_is_nothing(data: Path, change: Callable[[Path], None]) -> None:
    """A byte order mark or CRLF in any file gives the same report as the plain form."""
    plain = report_of(data)
    for path in [*data.glob("*.json"), *data.glob("schemes/*.json"), *data.glob("registers/*/*"),
                 *data.glob("divisions/*")]:  # fmt: skip
        change(path)
    assert report_of(data) == plain
    assert plain.findings == []


def test_table_without_a_line_break_at_its_end(data: Path) -> None:
    """The last line of a table may end with the file."""
    for path in data.glob("registers/*/*.csv"):
        path.write_text(path.read_text(encoding="utf-8").removesuffix("\n"), encoding="utf-8")
    assert findings_of(data) == []


def test_json_instead_of_csv(data: Path) -> None:
    """JSON tables with the same fields give the same report as the CSV ones."""
    plain = report_of(data)
    for path in data.glob("registers/*/*.csv"):
        as_json_table(path)
    assert report_of(data) == plain


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        (EVENTS, REVIEW_3, REVIEW_3.replace("2022-11-22,", "2022-02-30,")),
        (AREAS, "向阳小区", "=向阳小区"),
        (DECLARED, "2,,compound,certified,1", "2,,compound,certified,3"),
        (AREAS, "1-5栋,compound", "1-5栋,"),
    ],
)
def test_same_fault_in_json_and_csv(data: Path, table: str, old: str, new: str) -> None:
    """A fault is told in the same words in both forms, each with its own file and line."""
    replace_once(data / table, old, new)
    in_csv = findings_of(data)
    as_json_table(data / table)
    in_json = findings_of(data)
    assert len(in_csv) == 1
    for found in (*in_csv, *in_json):
        assert found.pop("line") > 1
        assert found.pop("path").rpartition(".")[0] == f"data/{table}".rpartition(".")[0]
    assert in_json == in_csv


def test_empty_cell_and_null_and_no_key_are_the_same(data: Path) -> None:
    """Absent is absent, however it is written."""
    table = as_json_table(data / AREAS)
    rows = json.loads(table.read_text(encoding="utf-8"))
    rows[0] = {key: value for key, value in rows[0].items() if value}
    rows[1] = {key: value or None for key, value in rows[1].items()}
    table.write_text(json.dumps(rows), encoding="utf-8")
    assert findings_of(data) == []


# ---- order, and one message for one slip
def test_findings_are_sorted(data: Path) -> None:
    """Findings stand in order of path, line, column and code, whatever was found first."""
    replace_once(data / EVENTS, REVIEW_3, REVIEW_3.replace("2022-11-22", "2022/11/22"))
    replace_once(data / AREAS, "1-5栋,compound", "<,小区")
    replace_once(data / SITE, "https:", "http:")
    replace_once(data / "registers/990201/declared.csv", "certified,2", "certified,3")
    (data / "registers" / "990199").mkdir()
    findings = findings_of(data)
    assert [(found["path"], found["line"], found["column"], found["code"]) for found in findings] == [
        (f"data/{AREAS}", 4, "qualifier", "E204"),
        (f"data/{AREAS}", 4, "unit_type", "E207"),
        (f"data/{EVENTS}", 4, "effective_at", "E301"),
        (f"data/{EVENTS}", 4, "recorded_at", "E301"),
        ("data/registers/990199", None, None, "E109"),
        ("data/registers/990201/declared.csv", 2, "count", "E701"),
        (f"data/{SITE}", 3, "url", "E206"),
    ]


def test_two_impossible_days_in_one_row(data: Path) -> None:
    """Each cell of a row is judged: two slips give two messages."""
    replace_once(data / EVENTS, REVIEW_3, REVIEW_3.replace("2022-11-22", "2022-02-30"))
    findings = findings_of(data)
    assert [(found["line"], found["column"]) for found in findings] == [
        (4, "effective_at"),
        (4, "recorded_at"),
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        # a cell of an event: later events of the area are not judged against the missing step
        (EVENTS, REVIEW_3, REVIEW_3.replace("2022-11-22,", "2022-02-30,"), "E301"),
        (EVENTS, "publish,compound,2022-11-25,2022", "publish,compound,2022/11/25,2022", "E301"),
        (EVENTS, "3,990101001001-001,幸福里小区,review", "3,990101001001-001,幸福里小区,审核", "E207"),
        (EVENTS, "3,990101001001-001,", "3,9.90E+11,", "E202"),
        (EVENTS, "\n17,", "\n１７,", "E203"),
        (EVENTS, "new_case,,17", "new_case,,十七", "E203"),
        # a row of another length
        (EVENTS, REVIEW_3, REVIEW_3.replace("2022-11-22,", ""), "E103"),
        (EVENTS, "990101-20221125-1,\n16", "990101-20221125-1,,\n16", "E103"),
        (EVENTS, "17,990101001001,春晓社区", "17,990101001001,春晓,社区", "E103"),
        (AREAS, "向阳小区,1-5栋", "向阳小区,1,5栋", "E103"),
        (NOTICES, "第二批无疫小区的通告,", "第二批无疫小区,的通告,", "E103"),
        (DECLARED, "2,,compound,certified,1", "2,compound,certified,1", "E103"),
        # a cell of another table: the events that refer to the row are not at fault
        (AREAS, AREA_4, "9.90E+11,向阳小区,1-5栋", "E202"),
        (AREAS, AREA_4, "990101001001-002,,1-5栋", "E201"),
        (AREAS, AREA_4, "990101001001-002,向阳小区,<1-5栋", "E204"),
        (NOTICES, "990101-20221125-1,", "990101-2022-11-25-1,", "E202"),
        (NOTICES, "2022-11-25,,official", "2022-13-25,,official", "E301"),
        (DECLARED, "2,,compound,certified,1", "2,,compound,certified,1.0", "E203"),
        # a reference: the number that no longer adds up is no second fault
        (EVENTS, "990101,,990101-20221127-1", "990101,,990101-20221127-2", "E406"),
        (DECLARED, "2,,compound", "2,990201,compound", "E702"),
        # a document that others name
        (SCHEME, '"id": "chongqing-2022-74"', '"id": "chongqing"', "E407"),
        (SCHEME, '"id": "chongqing-2022-74', '"id" "chongqing-2022-74', "E104"),
        (SETTINGS, '"state": "active"', '"state": "open"', "E207"),
    ],
)  # fmt: skip
def test_one_slip_gives_one_message(data: Path, path: str, old: str, new: str, code: str) -> None:
    """One slip gives one message: what only follows from it is not reported."""
    replace_once(data / path, old, new)
    findings = findings_of(data)
    assert [(found["code"], found["path"]) for found in findings] == [(code, f"data/{path}")]


def test_slip_in_one_batch_of_a_count(data: Path) -> None:
    """A declared row that cannot be read leaves its sum open: the other batches are not blamed."""
    replace_once(
        data / DECLARED,
        "2,,compound,certified,1",
        "2,,compound,certified,0\n990101-20221125-1,,3,,compound,certified,一",
    )
    assert [found["code"] for found in findings_of(data)] == ["E203"]


def test_slip_in_a_notice_of_the_city(data: Path) -> None:
    """A city's notice with a slip is told in the city's folder, not in every county that refers to it."""
    city = data / "registers" / "9901"
    city.mkdir()
    text = (data / NOTICES).read_text(encoding="utf-8").split("\n")[0]
    (city / "notices.csv").write_text(
        f"{text}\n9901-20221128-1,示例市疫情防控指挥部,通告,,2022-11-31,,official,示例市门户网站,\n",
        encoding="utf-8",
    )
    revoked = "2022-11-28T08:00:00+08:00,990101,new_case,"  # line 24 of the log
    replace_once(data / EVENTS, f"{revoked},", f"{revoked}9901-20221128-1,")
    findings = findings_of(data)
    assert [(found["code"], found["path"]) for found in findings] == [("E301", "data/registers/9901/notices.csv")]


def test_renamed_area_keeps_its_log(data: Path) -> None:
    """A renamed area has its old name in former_names; the lines of the log stay as they are."""
    replace_once(data / AREAS, f"{AREA_4},compound,,", "990101001001-002,向阳花园,1-5栋,compound,向阳小区;向阳新村,")
    assert findings_of(data) == []
