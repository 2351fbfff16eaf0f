"""What real people and hostile ones write into data/: it ends with status 1 and a finding that helps.

All cases start from the worked example, which is valid.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.reading import schemas
from tests.support.folders import ROOT, as_json_table, check_with_program, findings_of, replace_once
from tests.support.spoil import (
    AREA_4,
    AREAS,
    DECLARED,
    DIVISIONS,
    EVENTS,
    NOTICES,
    REVIEW_3,
    SCHEME,
    SETTINGS,
    SITE,
    edit_lines,
    recode,
    refused,
    refused_all,
    the_one,
)


# ---- encodings
@pytest.mark.parametrize("path", [AREAS, EVENTS, NOTICES, DECLARED, SETTINGS, SITE, SCHEME, DIVISIONS])
@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("gb18030", b"", "GB18030"),
        ("utf-16-le", b"\xff\xfe", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
    ],
)
def test_wrong_encoding_is_named(data: Path, path: str, encoding: str, mark: bytes, name: str) -> None:
    """A file that is not UTF-8 is refused, and the message names the encoding that it seems to have."""
    recode(data / path, encoding, mark)
    status, findings = check_with_program(data)
    assert status == 1
    assert name in the_one(findings, "E101", path)["message"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_chinese_character_is_named(data: Path, encoding: str) -> None:
    """UTF-16 of ASCII text is also valid UTF-8 (with NULs); it is told as what it is."""
    table = data / DECLARED
    table.write_text(table.read_text(encoding="utf-8").replace("无疫社区、无疫小区", ""), encoding="utf-8")
    recode(table, encoding)
    status, findings = check_with_program(data)
    assert status == 1
    assert "UTF-16" in the_one(findings, "E101", DECLARED)["message"]


def test_bytes_of_no_encoding_are_refused(data: Path) -> None:
    """A file of arbitrary bytes is refused as of unknown encoding."""
    (data / AREAS).write_bytes(b"area_id,name\n\xff\x80\xff\x80\n")
    assert "未知编码" in refused(data, "E101", AREAS, line=2)["message"]


@pytest.mark.parametrize("path", [AREAS, EVENTS, SETTINGS, SITE, DIVISIONS, SCHEME])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "git-lfs"),
        (b"/annex/objects/SHA256E-s12--4d7a.csv\n", "git-annex"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "工作簿"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html><body>404</body></html>", "网页"),
        (b'<?xml version="1.0"?>\n<Workbook/>', "XML"),
        (b"\x1f\x8b\x08\x00", "压缩"),
    ],
)
def test_another_kind_of_file_is_named(data: Path, path: str, content: bytes, said: str) -> None:
    """What is no text at all, or a pointer to it, is told as what it is, with the way to the text."""
    (data / path).write_bytes(content)
    status, findings = check_with_program(data)
    assert status == 1
    assert said in the_one(findings, "E118", path)["message"]


@pytest.mark.parametrize("path", [AREAS, EVENTS, NOTICES])
@pytest.mark.parametrize(
    ("separator", "said"), [(";", "分号"), ("\t", "制表符"), ("|", "竖线"), ("；", "全角分号"), ("，", "全角逗号")]
)
def test_other_separators_are_named(data: Path, path: str, separator: str, said: str) -> None:
    """A table that was saved with another sign than the comma is told so, not that its header is missing."""
    text = (data / path).read_text(encoding="utf-8")
    (data / path).write_text(text.replace(",", separator), encoding="utf-8")
    assert said in refused(data, "E119", path, 1)["message"]


def test_rows_in_one_cell_are_named(data: Path) -> None:
    """Each line in quotes as a whole, as some programs export it, and Excel's first line for separators."""
    edit_lines(data / AREAS, lambda lines: [f'"{line}"' for line in lines])
    assert "整行写在一格里" in refused(data, "E119", AREAS, 1)["message"]
    edit_lines(data / AREAS, lambda lines: ["sep=,", *(line.strip('"') for line in lines)])
    assert "sep=" in refused(data, "E119", AREAS, 1)["message"]


@pytest.mark.parametrize("path", [AREAS, EVENTS, SETTINGS, SITE, DIVISIONS, SCHEME])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_conflict_of_a_merge_is_named(data: Path, path: str, ending: str) -> None:
    """The marks of a merge are told as that, once, in every kind of file, at the first of them."""
    lines = (data / path).read_text(encoding="utf-8").split("\n")
    lines[2:3] = ["<<<<<<< HEAD", lines[2], "=======", lines[2], ">>>>>>> topic"]
    (data / path).write_bytes(ending.join(lines).encode())
    status, findings = check_with_program(data)
    assert status == 1
    assert the_one(findings, "E117", path)["line"] == 3


def test_doubled_byte_order_mark_is_nothing(data: Path) -> None:
    """Files that were joined, or saved twice, begin with the mark twice; it is no character of the content."""
    for path in (AREAS, EVENTS, SETTINGS, SITE, DIVISIONS):
        (data / path).write_bytes(b"\xef\xbb\xbf" * 2 + (data / path).read_bytes())
    assert findings_of(data) == []


def test_byte_order_mark_within_is_told_in_words(data: Path) -> None:
    """A mark before a heading or within a cell is told by its number: nobody can see it, and no escape is printed."""
    replace_once(data / AREAS, "name,qualifier", "\ufeffname,qualifier")
    assert "〔U+FEFF〕name" in refused(data, "E102", AREAS, 1)["message"]


# ---- headers, rows
def test_missing_header(data: Path) -> None:
    """A table whose first line is already data is told to begin with the column names."""
    edit_lines(data / EVENTS, lambda lines: lines[1:])
    assert "sequence,area_id,area_name" in refused(data, "E113", EVENTS, 1)["fix"]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "\r\n\r\n"])
def test_empty_table(data: Path, text: str) -> None:
    """A file without anything in it is not an empty table: its header is missing."""
    (data / DECLARED).write_bytes(text.encode())
    refused(data, "E113", DECLARED, 1)


def test_header_twice(data: Path) -> None:
    """Two header lines (from pasting one table under another) are told once, as what they are."""
    edit_lines(data / AREAS, lambda lines: [lines[0], *lines])
    status, findings = check_with_program(data)
    assert status == 1
    assert [(found["code"], found["line"]) for found in findings] == [("E112", 2)]


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("name,qualifier", "name,name", "E112", "name"),
        ("name,qualifier", "qualifier,name", "E102", None),
        ("name,qualifier", "name,qualifier,phone", "E102", None),
        ("name,qualifier", "名称,qualifier", "E102", None),
        ("name,qualifier", "Name,qualifier", "E102", None),
        ("name,qualifier", " name,qualifier", "E102", None),
        ("area_id,name,qualifier,unit_type", "area_id,name,qualifier", "E102", None),
    ],
)
def test_wrong_header(data: Path, old: str, new: str, code: str, column: str | None) -> None:
    """A header must be the columns in order: not doubled, swapped, renamed, translated or with one more."""
    replace_once(data / AREAS, f"{old},", f"{new},")
    found = refused(data, code, AREAS, 1, column)
    assert code == "E112" or "area_id,name,qualifier,unit_type" in found["fix"]


@pytest.mark.parametrize("path", [AREAS, EVENTS, NOTICES, DECLARED])
@pytest.mark.parametrize("commas", [",", ",,", ", ,"])
@pytest.mark.parametrize("lines", ["header", "rows", "all"])
def test_columns_that_are_empty_throughout_are_nothing(data: Path, path: str, commas: str, lines: str) -> None:
    """A spreadsheet writes a comma for each column that it once touched: at the right, without any content."""
    before, after = {"header": (1, 0), "rows": (0, 1), "all": (1, 1)}[lines]
    edit_lines(
        data / path,
        lambda rows: [rows[0] + commas * before, *(row + commas * after for row in rows[1:])],
    )
    assert findings_of(data) == []


@pytest.mark.parametrize("path", [AREAS, EVENTS, NOTICES, DECLARED, "registers/990101/unplaced.csv", "workdays.csv"])
@pytest.mark.parametrize("further", ["备注", ",备注"])
def test_column_too_many_is_told_by_place_and_name(data: Path, path: str, further: str) -> None:
    """A column that the table does not have is named, whether or not an empty one stands before it."""
    table = Path(path).stem
    names = [column.name for column in schemas.columns(table)]
    (data / path).write_text(",".join(names) + f",{further}\n", encoding="utf-8")
    found = refused_all(data, "E102", path)
    assert f"多了第 {len(names) + 1 + further.count(',')} 列“备注”" in found["message"]


def test_content_under_no_heading_is_told(data: Path) -> None:
    """A cell under an empty heading is not passed over: what it says would be lost."""
    edit_lines(data / AREAS, lambda rows: [rows[0] + ",", *(row + "," for row in rows[1:-1]), rows[-1] + ",拆迁"])
    found = refused(data, "E102", AREAS, 1)
    assert "第 11 列没有列名" in found["message"]
    assert "拆迁" in found["message"]


def test_heading_that_was_emptied_is_told_as_that(data: Path) -> None:
    """Two empty headings are no doubled heading."""
    replace_once(data / AREAS, "name,qualifier,unit_type", ",,unit_type")
    assert "第 2 列没有列名" in refused(data, "E102", AREAS, 1)["message"]


def test_last_columns_that_may_be_empty_can_be_left_out(data: Path) -> None:
    """The optional columns at the end need not stand in the file."""
    edit_lines(data / AREAS, lambda lines: [",".join(line.split(",")[:4]) for line in lines])
    assert findings_of(data) == []


@pytest.mark.parametrize(
    ("path", "line", "change"),
    [
        (AREAS, 4, lambda line: line.removesuffix(",")),
        (AREAS, 4, lambda line: line + ","),
        (EVENTS, 4, lambda line: line + ",,,"),
        (EVENTS, 4, lambda line: line.split(",")[0]),
        (NOTICES, 3, lambda line: line.replace("的通告", "的通告,附件")),
        (DECLARED, 2, lambda line: line.removesuffix(",1")),
    ],
)
def test_row_too_short_or_too_long(data: Path, path: str, line: int, change: Callable[[str], str]) -> None:
    """A row with more or fewer cells than the header is told with both numbers; it is never padded or cut."""
    text = (data / path).read_text(encoding="utf-8").split("\n")[line - 1]
    replace_once(data / path, text, change(text))
    found = refused(data, "E103", path, line)
    assert found["value"] == str(change(text).count(",") + 1)
    assert f"{found['value']} 格" in found["message"]


def test_blank_line_between_rows(data: Path) -> None:
    """A blank line within a table is refused at its place; one at the end of the file is nothing."""
    edit_lines(data / AREAS, lambda lines: [*lines[:2], "", *lines[2:]])
    refused(data, "E103", AREAS, 3)


def test_blank_lines_at_the_end_are_nothing(data: Path) -> None:
    """Editors leave blank lines at the end of a file."""
    edit_lines(data / AREAS, lambda lines: [*lines, "", "  ", ""])
    edit_lines(data / EVENTS, lambda lines: [*lines, "", ""])
    assert findings_of(data) == []


def test_many_blank_lines_take_no_time(data: Path) -> None:
    """The time for a spoilt table grows with its length, not with the square of it."""
    edit_lines(data / EVENTS, lambda lines: [lines[0], *[""] * 30_000, *lines[1:]])
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "generator", "check", "--data", str(data), "--format", "json"],
            cwd=ROOT, capture_output=True, timeout=6, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.fail("30,000 blank lines took more than 6 seconds")
    assert ended.returncode == 1


@pytest.mark.parametrize("text", ['"向阳小区', '"向阳"小区', '"向阳\n小区"'])
def test_broken_quotes(data: Path, text: str) -> None:
    """An open quote, text after a closing one, or a line break in a cell stops the table there."""
    replace_once(data / AREAS, "向阳小区", text)
    refused(data, "E106", AREAS, 4)


@pytest.mark.parametrize(
    "order",
    [
        lambda lines: sorted(lines, key=lambda line: line.split(",")[1]),
        lambda lines: sorted(lines, key=lambda line: line.split(",")[5]),
        sorted,
        lambda lines: lines[::-1],
    ],
    ids=["by-area", "by-effective", "as-text", "reversed"],
)
def test_sorted_log(data: Path, order: Callable[[list[str]], list[str]]) -> None:
    """A log that was sorted is told once, at the first line out of place, not by what follows from it."""
    edit_lines(data / EVENTS, lambda lines: [lines[0], *order(lines[1:])])
    lines = (data / EVENTS).read_text(encoding="utf-8").split("\n")
    first = next(at for at, line in enumerate(lines[1:], 1) if not line.startswith(f"{at},"))
    status, findings = check_with_program(data)
    assert status == 1
    assert [(found["code"], found["line"]) for found in findings] == [("E501", first + 1)]


# ---- values
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("5.00E+11", "科学计数法"),
        ("9.90101E+11", "科学计数法"),
        ("５００２４１００１００１", "全角"),
        ("990101001001-００２", "全角"),
        ("990101001001.0", "小数"),
        (" 990101001001-002", "空格"),
        ("990101001001-002 ", "空格"),
        ("99010100100", "12 位"),
        ("9901010010010000000", "12 位"),
        ("٩٩٠١٠١٠٠١٠٠١", "12 位"),
        ("../x", "12 位"),
        ("..", "12 位"),
        ("a/b", "12 位"),
        ("990101001001/../x", "12 位"),
        ("990101001001\\x", "12 位"),
        ("%2e%2e", "12 位"),
    ],
)
def test_wrong_area_id(data: Path, value: str, said: str) -> None:
    """A code that a spreadsheet spoilt is told as that; a path never passes for a code."""
    replace_once(data / AREAS, AREA_4, f"{value},向阳小区,1-5栋")
    found = refused(data, "E202", AREAS, 4, "area_id")
    assert found["value"] == value
    assert said in found["message"] + found["fix"]


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "column"),
    [
        (NOTICES, "990101-20221125-1,", "../20221125-1,", 3, "notice_id"),
        (DECLARED, "990101-20221125-1,", "990101-20221125-1/..,", 4, "notice_id"),
        (DECLARED, "2,,compound", "2,../x,compound", 4, "division"),
        (EVENTS, REVIEW_3, REVIEW_3.replace("compound", "../x"), 4, "title"),
        (EVENTS, "2022-11-22T10:00:00+08:00,990101001", "2022-11-22T10:00:00+08:00,9901/1", 4, "decided_by"),
        (EVENTS, "08:05:00+08:00,990101,new_case", "08:05:00+08:00,990101,../x", 19, "reason"),
        (SETTINGS, '"chongqing-2022-74"', '"../../x"', 5, "schemes.0.scheme"),
        (SETTINGS, '"code": "990101"', '"code": ".."', 2, "code"),
        (SCHEME, '"id": "chongqing-2022-74"', '"id": "../x"', 2, "id"),
    ],
)  # fmt: skip
def test_path_in_any_id(data: Path, path: str, old: str, new: str, line: int, column: str) -> None:
    """No id of any table or document can hold a path: addresses are made of ids."""
    replace_once(data / path, old, new)
    refused(data, "E202", path, line, column)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2022-02-30", ""),
        ("2022-13-01", ""),
        ("2022-00-10", ""),
        ("2023-02-29", ""),
        ("0000-01-01", ""),
        ("44893", "序列号"),
        ("44893.5", "序列号"),
        ("2022/11/22", "短横线"),
        ("2022.11.22", "短横线"),
        ("2022年11月22日", "短横线"),
        ("22-11-22", ""),
        ("11/22/2022", ""),
        ("２０２２-１１-２２", ""),
        ("2022-11-22 10:00", ""),
        ("2022-11-22T10:00", ""),
        ("2022-11-22T10:00Z", ""),
        ("2022-11-22T10:00+00:00", ""),
        ("2022-11-22T24:00+08:00", ""),
        ("2022-11-22T10:60+08:00", ""),
        ("2022-02-30T10:00+08:00", ""),
        (" 2022-11-22", ""),
    ],
)
def test_impossible_date(data: Path, value: str, said: str) -> None:
    """A day that is not in the calendar, or not written as one, is told with the right form beside it."""
    replace_once(data / EVENTS, REVIEW_3, REVIEW_3.replace("2022-11-22,", f"{value},"))
    found = refused(data, "E301", EVENTS, 4, "effective_at")
    assert found["value"] == value
    assert said in found["message"]
    assert "2022-11-28" in found["fix"]


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "column"),
    [
        (SETTINGS, '"from": "2022-11-20"', '"from": "2022-02-30"', 5, "from"),
        (SETTINGS, '"register_since": "2022-11-20"', '"register_since": "2022-11-31"', 6, "register_since"),
        (NOTICES, "2022-11-25,,official", "2022-11-25,2022-02-30,official", 3, "cutoff_at"),
        (AREAS, f"{AREA_4},compound,,,,", f"{AREA_4},compound,,,2022-02-30,", 4, "valid_from"),
    ],
)
def test_impossible_date_anywhere(data: Path, path: str, old: str, new: str, line: int, column: str) -> None:
    """Every day of every table and document is looked up in the calendar."""
    replace_once(data / path, old, new)
    found = refused(data, "E301", path, line, column)
    assert "存在的日期" in found["message"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("向阳<b>小区", "字符 <"),
        ("向阳>小区", "字符 >"),
        ("<script>alert(1)</script>", "字符 <"),
        ("向阳\u202e小区", "U+202E"),
        ("向阳\u2066小区", "U+2066"),
        ("向阳\u200b小区", "U+200B"),
        ("向阳\ufeff小区", "U+FEFF"),
        ("向阳\u00ad小区", "U+00AD"),
        ("向阳\u2028小区", "U+2028"),
        ("向阳\x1b[31m小区", "U+001B"),
        ("向阳\x00小区", "U+0000"),
        ("向阳\t小区", "U+0009"),
        ("向阳\x85小区", "U+0085"),
        ("向阳\U000e0041小区", "U+E0041"),
        ("=1+1", "公式"),
        ("+8613800000000", "公式"),
        ("-向阳小区", "公式"),
        ("@SUM(A1)", "公式"),
        ("＝1+1", "公式"),
        ("＋向阳小区", "公式"),
        ("－向阳小区", "公式"),
        ("＠向阳小区", "公式"),
        (" 向阳小区", "空格"),
        ("向阳小区 ", "空格"),
        ("\u3000向阳小区", "空格"),
        ("向" * 81, "80"),
    ],
)
def test_name_with_what_no_name_has(data: Path, value: str, said: str) -> None:
    """Markup, invisible, bidirectional and control characters, formulas and stray spaces are told by name."""
    replace_once(data / AREAS, AREA_4, f"990101001001-002,{value},1-5栋")
    found = refused(data, "E204", AREAS, 4, "name")
    assert found["value"] == value
    assert said in found["message"]


@pytest.mark.parametrize("value", ["\u202e关于", "关于\u200b", "关于\x07", "关于\u2029", "关" * 501])
def test_text_with_what_no_text_has(data: Path, value: str) -> None:
    """Free text, too, holds no invisible or control characters and is bounded."""
    replace_once(data / NOTICES, "关于公布第二批", value)
    refused(data, "E205", NOTICES, 3, "title")


@pytest.mark.parametrize(
    "character", ["\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\x0b", "\ufffd", "\u2fa5", "\u2800"]
)
@pytest.mark.parametrize(
    ("path", "text"),
    [
        (NOTICES, "关于公布第二批"),
        (NOTICES, "示例区门户网站 2022-11-25"),
        (SETTINGS, "示例区社区防控组办公室"),
        (SITE, "无疫区域公开名录"),
        (SITE, "示例市疫情防控指挥部综合办公室"),
        (SCHEME, "“无疫社区、无疫小区”创建工作方案"),
        (DIVISIONS, "示例街道"),
        ("registers/990101/unplaced.csv", None),
        ("divisions/former.csv", None),
        ("workdays.csv", None),
    ],
)
def test_no_text_has_what_no_feed_can_have(data: Path, character: str, path: str, text: str | None) -> None:
    """A character that XML has not, or that deceives, is told where it stands: it stops no build."""
    written = {
        "registers/990101/unplaced.csv": "notice_id,name,place,title,reason\n990101-20221125-1,甲,乙,compound,无{}\n",
        "divisions/former.csv": "code,name,until\n990101001,旧{}街道,2022-01-01\n",
        "workdays.csv": "date,working,source\n2030-01-01,no,通知{}\n",
    }
    if text is None:
        (data / path).write_text(written[path].format(character), encoding="utf-8")
    else:
        content = (data / path).read_text(encoding="utf-8")
        assert text in content
        written_so = json.dumps(character)[1:-1] if path.endswith(".json") else character
        (data / path).write_text(content.replace(text, text[:2] + written_so + text[2:], 1), encoding="utf-8")
    status, findings = check_with_program(data)
    told = [found for found in findings if found["path"] == f"data/{path}" and found["code"] in ("E204", "E205")]
    assert status == 1
    assert told
    assert f"U+{ord(character):04X}" in told[0]["message"]
    assert path == DIVISIONS or told[0]["line"] is not None


@pytest.mark.parametrize(
    "value",
    [
        "http://register.example",
        "HTTPS://register.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "//register.example",
        "register.example",
        "https://",
        "https://user:pw@register.example",
        "https://register.example/ x",
        "https://register.example\\u0022onload=x",
        "https://register.example/<x>",
        "https://register.example\\n",
        "https://示例.example",
        "file:///etc/passwd",
        "",
    ],
)
def test_address_that_is_not_https(data: Path, value: str) -> None:
    """The site's address is an https address and nothing that a page could stumble over."""
    replace_once(data / SITE, '"https://register.example"', f'"{value}"')
    assert "https://" in refused(data, "E206", SITE, 3, "url")["fix"]


@pytest.mark.parametrize("value", ["register.example", "Register.example,2026", "register.example,26", "a b,2026"])
def test_authority_that_is_none(data: Path, value: str) -> None:
    """The authority of the feed ids is a domain and a date; it can never be changed later."""
    replace_once(data / SITE, '"register.example,2026"', f'"{value}"')
    assert "register.example,2026" in refused(data, "E206", SITE, 4, "tag_authority")["fix"]


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "line", "column"),
    [
        (AREAS, AREA_4, "990101009001-002,向阳小区,1-5栋", "E405", 4, "area_id"),
        (AREAS, AREA_4, "990201100001-002,向阳小区,1-5栋", "E404", 4, "area_id"),
        (EVENTS, "2022-11-22T17:05:00+08:00,99,", "2022-11-22T17:05:00+08:00,98,", "E405", 9, "decided_by"),
        (EVENTS, "\n1,990101001001-001", "\n1,990101001001-003", "E401", 2, "area_id"),
        (EVENTS, "990101,,990101-20221127-1", "990101,,990101-20221127-2", "E406", 24, "notice_id"),
        (SETTINGS, '"chongqing-2022-74"', '"chongqing-74"', "E408", 5, "schemes.0.scheme"),
        (AREAS, "1-5栋,compound", "1-5栋,小区", "E207", 4, "unit_type"),
        (EVENTS, REVIEW_3, REVIEW_3.replace("review", "审核"), "E207", 4, "event"),
        (EVENTS, REVIEW_3, REVIEW_3.replace("compound", "building"), "E409", 4, "title"),
        (EVENTS, "08:05:00+08:00,990101,new_case", "08:05:00+08:00,990101,fever", "E604", 19, "reason"),
        (DECLARED, "2,,compound,certified", "2,,compound,added", "E207", 4, "measure"),
    ],
)  # fmt: skip
def test_unknown_code(data: Path, path: str, old: str, new: str, code: str, line: int | None, column: str) -> None:
    """A code of any list that does not exist is told at its place, with what could stand there."""
    replace_once(data / path, old, new)
    refused(data, code, path, line, column)


# ---- sizes
@pytest.mark.parametrize("path", [AREAS, EVENTS, NOTICES, DECLARED, SETTINGS, SITE, SCHEME])
def test_huge_file_is_not_loaded(data: Path, path: str) -> None:
    """A file of 100 MB is refused by its size alone."""
    with (data / path).open("r+b") as file:
        file.truncate(100_000_000)
    assert "100 MB" in refused(data, "E105", path)["message"]


def test_huge_field(data: Path) -> None:
    """A cell beyond the bound stops the table at its line; the report does not repeat it."""
    replace_once(data / AREAS, "向阳小区", "向" * 20_000)
    found = refused(data, "E105", AREAS, 4)
    assert len(json.dumps(found)) < 1000


def test_huge_field_in_json(data: Path) -> None:
    """A long text in a JSON table is refused, and the report quotes no more than its beginning."""
    replace_once(as_json_table(data / AREAS), "向阳小区", "向" * 1_000_000)
    status, findings = check_with_program(data)
    assert (status, len(findings)) == (1, 1)
    assert len(json.dumps(findings, ensure_ascii=False)) < 1000
