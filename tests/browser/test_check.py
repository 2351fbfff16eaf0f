"""The check in the browser: the same words as `wuyi check` at the same cells, and nothing leaves the machine."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import xlsxwriter

from generator.publish.exports import checking
from generator.staff.intake.problems import KINDS
from tests.support.browsers import POLICY, Window, layout_overflow, opened, violations
from tests.support.checking import Told, on_page, told_by, told_by_reader
from tests.support.folders import ROOT, check_with_program
from tests.support.sites import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload

COUNTY: Final = ROOT / "data/registers/990101"
CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AREAS: Final = (
    "area_id", "name", "qualifier", "unit_type", "former_names", "part_of", "valid_from", "valid_until", "replaced_by",
    "administered_by", "confirmed",
)  # fmt: skip
# Twenty cells, each wrong in its own way: of a row that is right but for this one.
RIGHT: Final = ("990101001001-001", "春晓小区", "", "compound", "", "", "", "", "", "", "")
WRONG: Final = (
    ("area_id", "5.00E+11"), ("area_id", "９９０１０１００１００１"), ("area_id", "990101001001.0"), ("area_id", ""),
    ("name", ""), ("name", "=1+1"), ("name", "里\u2fa5"), ("name", "1月5日"), ("name", "合计"), ("name", "①甲小区"),
    ("name", "甲小区、乙小区"), ("name", "2栋301室"), ("name", "鏃犵柅绀惧尯"), ("name", "某小区\u200b"),
    ("qualifier", "44931"), ("unit_type", "小区"), ("former_names", "甲小区；乙小区"), ("valid_from", "2022/11/21"),
    ("valid_from", "2022-02-30"), ("confirmed", "是"),
)  # fmt: skip
CELL: Final = re.compile("([A-Z]+)([0-9]+)")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The page of the check, served under the policy of the site."""
    with serving(site, headers=POLICY) as served:
        yield f"{served}check/"


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[Window]:
    """The page in a window; at the end nothing was refused, and nothing asked for but the files of the page."""
    with opened(chromium, 768) as made:
        made.page.goto(address)
        yield made
    assert made.complaints == []
    assert {request.removeprefix(address.removesuffix("check/")).partition("?")[0] for request in made.requests} <= {
        "check/", "static/style.css", "static/print.css", "static/site.js", "static/favicon.svg", "static/check.css",
        "static/check.js", "static/check-form.js", "static/check-table.js", "static/check-workbook.js",
    } | {request for request in made.requests if request.startswith("blob:")}  # fmt: skip


def given(window: Window, *files: tuple[str, str, bytes]) -> str:
    """Gives the page files (name, kind, content); what it says of them all when it is done."""
    from playwright.sync_api import expect

    payloads: list[FilePayload] = [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    window.page.set_input_files("#files", payloads)
    expect(window.page.locator("#told")).to_contain_text("查完")
    return window.page.locator("#told").inner_text()


def findings(window: Window) -> list[tuple[str, str, str, str, str]]:
    """Place, column, code, message and mending of each finding on the page, in order."""
    rows: list[list[str]] = window.page.evaluate(
        """[...document.querySelectorAll(".findings > li")].map(item => {
          const text = name => (item.querySelector(name) || {textContent: ""}).textContent;
          const [, message, fix] = item.children;
          return [text("b"), text("code"), text("a"), message.textContent, fix.textContent.replace("→ ", "")];
        })"""
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def book(rows: Sequence[Sequence[Any]], start: int = 0, **options: Any) -> bytes:
    """A workbook with a sheet whose rows begin in row `start`; texts are texts, numbers numbers."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as workbook:
        sheet = workbook.add_worksheet("区域")
        for number, row in enumerate(rows, start):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
    return content.getvalue()


def wrong_rows() -> list[list[str]]:
    """The header, and a row for each wrong cell."""
    rows = [list(AREAS)]
    for column, value in WRONG:
        row = [*RIGHT]
        row[AREAS.index(column)] = value
        rows.append(row)
    return rows


def told_by_check(tmp_path: Path) -> list[Told]:
    """What a check finds in the twenty cells, as a table."""
    content = "".join(f"{','.join(row)}\n" for row in wrong_rows())
    return told_by_reader(tmp_path, "areas", content.encode())


def test_twenty_wrong_cells_of_a_workbook_are_told_at_their_addresses(window: Window, tmp_path: Path) -> None:
    """Each with the code, message and mending of `wuyi check`, at the address that the workbook shows."""
    told = given(window, ("名单.xlsx", XLSX, book(wrong_rows())))
    expected = told_by_check(tmp_path)
    assert len(expected) == len(WRONG) == 20
    shown = []
    for place, column, code, message, fix in findings(window):
        match = CELL.fullmatch(place)
        assert match, place
        assert column == AREAS[ord(match[1]) - 65]
        shown.append(Told(int(match[2]), column, code, message, fix))
    assert sorted(shown) == expected
    assert told == "查完 1 个文件：有 20 处要改。"
    assert window.page.locator(".sound").count() == 0


def test_the_same_cells_of_a_csv_are_told_by_line(window: Window, tmp_path: Path) -> None:
    """In UTF-8 and in GBK; of the latter the encoding is told, too, and the rest is checked all the same."""
    content = "".join(f"{','.join(row)}\n" for row in wrong_rows())
    given(window, ("areas.csv", CSV, content.encode()))
    lines = [(f"第 {each.line} 行", *each[1:]) for each in told_by_check(tmp_path)]
    assert findings(window) == lines
    mended = content.replace("\u200b", "〇〇〇").replace("\u2fa5", "〇〇〇")
    given(window, ("areas.csv", CSV, mended.encode("gb18030")))
    first, *rest = findings(window)
    assert (first[0], first[2]) == ("第 2 行", "E101")
    assert "GB18030" in first[3]
    assert len(rest) == 18


def test_a_gbk_table_comes_back_as_utf_8(window: Window) -> None:
    """Its one fault is its encoding; what is handed back is the table of the county, byte for byte."""
    content = (COUNTY / "areas.csv").read_bytes()
    given(window, ("区域 导出.csv", CSV, content.decode().replace("\n", "\r\n").encode("gb18030")))
    assert [each[2] for each in findings(window)] == ["E101"]
    with window.page.expect_download() as handed:
        window.page.locator(".download").click()
    assert handed.value.suggested_filename == "areas.csv"
    assert Path(handed.value.path()).read_bytes() == content


@pytest.mark.parametrize("table", ["areas", "events", "notices", "declared", "assessments", "cases", "inspections"])
def test_every_table_of_a_county_is_recognised_and_sound(window: Window, table: str) -> None:
    """By its header alone; an explicit green says so, and what is not judged here."""
    told = given(window, ("x.csv", CSV, (COUNTY / f"{table}.csv").read_bytes()))
    assert told.startswith("查完 1 个文件：没有发现格式问题")
    assert window.page.locator(".sound").inner_text() == "没有发现格式问题"
    results = window.page.locator("#results").inner_text()
    assert f"（{table}.csv）" in results
    assert "只有 wuyi check 能判断" in results


def test_a_workbook_as_it_comes_is_read_right(window: Window) -> None:
    """Digits of a number, days by built-in Chinese formats, merges, titles above, hidden rows and sheets."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet, hidden = workbook.add_worksheet("区域"), workbook.add_worksheet("底稿")
        hidden.write_string(0, 0, "area_id")
        hidden.hide()
        sheet.merge_range("B2:E2", "示例区名录")
        sheet.write_row(3, 1, ["区域编号", "名称", "类型", "启用日期"])
        sheet.write_row(4, 1, [990101001001, "春晓社区"])
        sheet.merge_range("D5:D6", "community")
        sheet.write_number("E5", 44886, workbook.add_format({"num_format": 31}))
        sheet.write_row(5, 1, [990101001002, "和平社区"])
        sheet.write_datetime("E6", datetime.date(2022, 11, 21), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_row(6, 1, [1, "藏起来的"])
        sheet.set_row(6, None, None, {"hidden": True})
    told = given(window, ("名录.xlsx", XLSX, content.getvalue()))
    results = window.page.locator("#results").inner_text()
    assert told == "查完 1 个文件：没有发现格式问题。"
    assert "第 7 行" in results
    assert "工作表“底稿”是隐藏的" in results
    assert "列名在第 4 行" in results
    with window.page.expect_download() as handed:
        window.page.locator(".download").click()
    assert Path(handed.value.path()).read_text(encoding="utf-8") == (
        "area_id,name,qualifier,unit_type,former_names,part_of,valid_from\n"
        "990101001001,春晓社区,,community,,,2022-11-21\n990101001002,和平社区,,community,,,2022-11-21\n"
    )


def test_cells_that_a_workbook_spoilt_are_told_in_the_words_of_the_import(window: Window) -> None:
    """An error, a formula that nobody calculated, lost zeros, lost digits, a day that never was."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["area_id", "name", "unit_type", "valid_from"])
        for row in range(1, 6):
            sheet.write_row(row, 0, ["990101001001", "春晓社区", "community", "2022-11-21"])
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A3", "=A2")
        sheet.write_number("A4", 3, workbook.add_format({"num_format": "000"}))
        sheet.write_number("A5", 9901010010010010)
        sheet.write_number("D6", 60, workbook.add_format({"num_format": 14}))
    given(window, ("x.xlsx", XLSX, content.getvalue()))
    told = {place: (message, fix) for place, _, _, message, fix in findings(window)}
    expected = {
        "A3": ("error-cell", ""), "A4": ("zeros-lost", "003"), "A5": ("digits-lost", ""), "B2": ("error-cell", ""),
        "D6": ("no-such-day", ""),
    }  # fmt: skip
    assert list(told) == sorted(expected, key=lambda place: (place[1:], place[0]))
    for place, (kind, detail) in expected.items():
        assert KINDS[kind].what.format(detail=detail) in told[place][0]
        assert told[place][1] == f"{KINDS[kind].mend}。"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"), (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04" + b"\0" * 30, "damaged"), (b"\x1f\x8b\x08", "archive"), (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xff\xff", "encoding"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_named_in_the_words_of_the_import(window: Window, content: bytes, kind: str) -> None:
    """What it is, and how to mend it; nothing is called sound."""
    assert "有 1 处要改" in given(window, ("x.xlsx", XLSX, content))
    [(place, _, _, message, fix)] = findings(window)
    assert (place, message, fix) == ("整个文件", f"{KINDS[kind].what}。", f"{KINDS[kind].mend}。")
    assert window.page.locator(".sound").count() == 0


def test_the_form_to_fill_in_is_for_the_import(window: Window) -> None:
    """A few of its headings are those of a table, most are not: it is not told to be that table, all wrong."""
    headings = ["代码", "街道", "社区", "名称", "范围", "类型", "称号", "事件", "原因", "日期", "通告", "备注"]
    given(window, ("990101-填报表.xlsx", XLSX, book([headings, ["", "", "友谊社区", "友谊公寓", "", "", "", "取消"]])))
    (finding,) = findings(window)
    assert "wuyi import" in finding[4]


def test_a_list_in_free_form_is_for_the_import(window: Window) -> None:
    """A notice, and an old workbook: each is told what it is."""
    given(
        window,
        ("通告.txt", "text/plain", "一、无疫社区(2个)\n春晓社区、和平社区\n".encode()),
        ("旧.xls", "application/vnd.ms-excel", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    )
    free, old = findings(window)
    assert "wuyi import" in free[4]
    assert "旧版工作簿" in old[3]


@pytest.mark.parametrize("name", ["旧.xls", "宏.xlsm", "二进制.xlsb", "表.ods"])
def test_other_kinds_of_workbooks_are_named_with_the_way_to_save_them(window: Window, name: str) -> None:
    """They can be chosen, are not read, and each is told what it is; the page says so before anybody tries."""
    inside = {".xlsm": "xl/vbaProject.bin", ".xlsb": "xl/workbook.bin", ".ods": "mimetype"}.get(Path(name).suffix)
    content = io.BytesIO(b"" if inside else b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    if inside:
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(inside, "x")
    given(window, (name, "application/octet-stream", content.getvalue()))
    [(place, _, _, message, fix)] = findings(window)
    assert (place, window.page.locator(".sound").count()) == ("整个文件", 0)
    assert "另存为" in fix
    assert (suffix := Path(name).suffix) in message or "宏" in message
    assert suffix in str(window.page.get_attribute("#files", "accept")).split(",")
    assert f"（{suffix}）" in window.page.locator("#kinds").inner_text()


def test_a_document_that_could_do_harm_is_refused(window: Window) -> None:
    """A DOCTYPE in a part of a workbook is not read; markup in a cell is shown as text."""
    harmful = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(wrong_rows()))) as before, zipfile.ZipFile(harmful, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)
            after.writestr(name, part)
    given(window, ("x.xlsx", XLSX, harmful.getvalue()))
    assert [each[3] for each in findings(window)] == ["文件已损坏，打不开。"]
    rows = [["area_id", "name", "unit_type"], ["990101001001", "<img src=x onerror=alert(1)>", "community"]]
    given(window, ("<b>x</b>.xlsx", XLSX, book(rows)))
    assert [each[2] for each in findings(window)] == ["E204"]
    assert window.page.locator("#results img, #results h2 b").count() == 0


def test_columns_of_a_workbook_are_told_where_they_stand(window: Window) -> None:
    """One that no table has, one twice, one that must be there; of a cell beside the table, its own place."""
    given(
        window, ("x.xlsx", XLSX, book([["area_id", "name", "小区类别", "name"], ["990101001001", "春晓社区", "", ""]]))
    )
    assert [(each[0], each[2]) for each in findings(window)] == [("A1", "E102"), ("C1", "E102"), ("D1", "E112")]
    assert "缺少“unit_type”" in findings(window)[0][3]
    rows = [["unit_type", "area_id", "name"], ["community", "990101001001", "春晓社区", "备用"]]
    given(window, ("x.xlsx", XLSX, book(rows)))
    assert [(each[0], each[2]) for each in findings(window)] == [("D2", "E102")]


def test_damaged_workbooks_are_refused_or_read(window: Window) -> None:
    """Whatever a byte of it becomes: sheets, or a word why not; never an error of the program, never a wait."""
    whole = book(wrong_rows())
    places = [[place, place * 37 % 256] for place in range(0, len(whole), 23)]
    ends = window.page.evaluate(
        """async ([bytes, places]) => {
          const ends = {};
          for (const [place, value] of places) {
            const copy = new Uint8Array(bytes);
            copy[place] = value;
            const end = await checkWorkbook.read(copy).then(() => "read",
              wrong => wrong instanceof checkWorkbook.Refused ? "refused" : String(wrong.stack));
            ends[end] = (ends[end] || 0) + 1;
          }
          return ends;
        }""",
        [list(whole), places],
    )
    assert set(ends) == {"read", "refused"}
    unended = "<!--" * 200_000
    told = window.page.evaluate(
        "text => { try { checkWorkbook.scan(text, () => {}); } catch (wrong) { return wrong.kind; } return 'read'; }",
        unended,
    )
    assert told == "damaged"


def test_it_works_without_a_network_once_it_is_open(window: Window) -> None:
    """All that it needs is there; and its policy lets nothing out."""
    asked = [request for request in window.requests if "favicon" not in request]
    window.page.context.set_offline(True)
    given(window, ("areas.xlsx", XLSX, book(wrong_rows())))
    assert len(findings(window)) == 20
    window.page.context.set_offline(False)
    assert [request for request in window.requests if "favicon" not in request] == asked
    sent = window.page.evaluate("fetch('/', {method: 'POST', body: 'x'}).then(() => 'sent', () => 'refused')")
    assert sent == "refused"
    assert any("connect-src 'none'" in complaint for complaint in window.complaints)
    window.complaints.clear()


def test_it_works_from_a_folder_on_disk(chromium: Browser, site: Path) -> None:
    """A copy of the site that no server serves: the same page, the same findings."""
    with opened(chromium, 768) as window:
        window.page.goto((site / "check/index.html").as_uri())
        given(window, ("areas.xlsx", XLSX, book(wrong_rows())))
        assert len(findings(window)) == 20
        assert window.complaints == []


def test_files_are_dropped_on_the_page(window: Window) -> None:
    """Anywhere on it, as they are chosen."""
    from playwright.sync_api import expect

    window.page.evaluate(
        """text => {
          const moved = new DataTransfer();
          moved.items.add(new File([text], "areas.csv", {type: "text/csv"}));
          document.querySelector("h1").dispatchEvent(new DragEvent("drop", {dataTransfer: moved, bubbles: true}));
        }""",
        (COUNTY / "areas.csv").read_text(encoding="utf-8"),
    )
    expect(window.page.locator("#told")).to_contain_text("没有发现格式问题")
    assert window.page.locator("#results h2").inner_text() == "areas.csv"


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1440, True)])
def test_axe_finds_nothing_in_what_is_found(chromium: Browser, address: str, width: int, dark: bool) -> None:
    """With twenty findings and with the green, on a telephone and in the dark."""
    with opened(chromium, width, dark=dark) as window:
        window.page.goto(address)
        given(window, ("a.xlsx", XLSX, book(wrong_rows())), ("b.csv", CSV, (COUNTY / "areas.csv").read_bytes()))
        assert window.page.locator(".sound").count() == 1
        assert violations(window.page) == []
        assert layout_overflow(window.page) == 0


def test_five_thousand_rows_are_read(window: Window) -> None:
    """A large workbook, of which one cell is wrong."""
    rows = [["area_id", "name", "unit_type"]]
    rows += [[f"990101001001-{number % 1000:03d}", f"第{number}小区", "compound"] for number in range(1, 5001)]
    rows[4999][2] = "小区"
    given(window, ("x.xlsx", XLSX, book(rows)))
    assert [each[:3] for each in findings(window)] == [("C5000", "unit_type", "E207")]


def test_the_program_says_the_same_of_the_cells(data: Path, tmp_path: Path) -> None:
    """`wuyi check` of a county whose table has the twenty cells tells them in these words, whatever else it tells."""
    (data / "registers/990101/areas.csv").write_text(
        "".join(f"{','.join(row)}\n" for row in wrong_rows()), encoding="utf-8"
    )
    status, every = check_with_program(data)
    of_table = [each for each in every if each["path"] == "data/registers/990101/areas.csv"]
    told = told_by([each for each in of_table if each["code"] in checking.FINDINGS])
    assert status == 1
    assert told == told_by_check(tmp_path)


def test_page_and_reader_agree_without_a_browser(tmp_path: Path) -> None:
    """The scripts of the page alone, in node, find the same in the twenty cells."""
    content = "".join(f"{','.join(row)}\n" for row in wrong_rows()).encode()
    [answer] = on_page([("areas.csv", content)])
    assert told_by(answer["findings"]) == told_by_check(tmp_path)
