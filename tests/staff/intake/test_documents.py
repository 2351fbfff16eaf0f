"""Lists in documents of Word and in PDFs: the text that a reader sees, each part once; no pictures of lists."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.staff.intake.reader import read_list
from tests.support.filling import converted
from tests.support.lists import declared, docx, kinds, listed, names, noted, paragraph, word_table
from tests.support.tools import require_tool


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def merged(text: str | None) -> str:
    """A cell that begins a merge downward, or (None) one that it covers."""
    if text is None:
        return "<w:tcPr><w:vMerge/></w:tcPr><w:p/>"
    return f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph(text)}'


def test_tables_and_the_lines_before_them() -> None:
    """A line before a table says of which street it is, and how many; title and batch are of all tables."""
    body = (
        paragraph("第五批“无疫小区”名单")
        + paragraph("清溪场街道（2个）")
        + word_table(("序号", "小区名称"), ("1", "甲苑"), ("2", "乙苑（一期）"))
        + paragraph("平凯街道（3个）")
        + word_table(("序号", "小区名称"), ("1", "丙苑"), ("2", paragraph("丁苑") + paragraph("戊苑")))
        + paragraph("某县指挥部")
        + paragraph("2022年11月28日")
    )
    found = read_list(docx(body), "a.docx")
    around = "batch=第五批 date=2022-11-28"
    assert listed(found) == [
        f"{around} name=甲苑 street=清溪场街道 title=无疫小区",
        f"{around} name=乙苑 qualifier=一期 street=清溪场街道 title=无疫小区",
        f"{around} name=丙苑 street=平凯街道 title=无疫小区",
        f"{around} name=丁苑 street=平凯街道 title=无疫小区",
        f"{around} name=戊苑 street=平凯街道 title=无疫小区",
    ]
    assert [row.where for row in found.rows][1:3] == ["第 1 张表第 3 行", "第 2 张表第 2 行"]
    assert declared(found) == [("清溪场街道", 2, 2), ("平凯街道", 3, 3)]
    assert found.problems == ()


def test_what_a_reader_sees() -> None:
    """Guides over characters, what was deleted, fields and hidden text are no text; insertions and controls are."""
    guide = f"<w:r><w:ruby><w:rt>{run('Gao')}</w:rt><w:rubyBase>{run('高')}</w:rubyBase></w:ruby></w:r>"
    deleted = "<w:del><w:r><w:delText>旧名</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{run('、平阳村')}</w:ins>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('、新村')}</w:sdtContent></w:sdt>"
    field = f'<w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>{run("、联合村")}'
    hidden = run("、藏村", "<w:vanish/>")
    body = paragraph("一、无疫社区(4个)") + paragraph(
        guide + run("秀村") + deleted + inserted + control + field + hidden
    )
    found = read_list(docx(body), "a.docx")
    assert names(found) == ["高秀村", "平阳村", "新村", "联合村"]
    assert noted(found) == [("a.docx", "hidden-text")]


def test_a_list_in_paragraphs_numbered_by_word() -> None:
    """Numbers that Word puts before paragraphs are none of their text; tabs and line breaks part names."""
    numbered = "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>{}</w:p>"
    body = (
        numbered.format(run("无疫小区(3个)")) + numbered.format(run("甲苑"))
        + paragraph(f"{run('乙苑')}<w:r><w:br/></w:r>{run('丙苑')}")
    )  # fmt: skip
    found = read_list(docx(body), "a.docx")
    assert (names(found), declared(found)) == (["甲苑", "乙苑", "丙苑"], [("无疫小区", 3, 3)])


def test_merges_of_a_table_in_word() -> None:
    """A cell that is merged downward is filled; one that spans columns shifts nothing; deleted rows are gone."""
    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("罗店镇小计 2")}'
    table = word_table(
        ("街道", "小区名称", "类型"),
        (merged("罗店镇"), "甲苑", "小区"),
        (merged(None), "乙苑", "小区"),
        (wide, "2"),
        ("月浦镇", "丙苑", "小区"),
    )
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc><w:tc>" + paragraph("旧苑") + "</w:tc></w:tr>"
    found = read_list(docx(table.replace("</w:tbl>", f"{gone}</w:tbl>")), "a.docx")
    assert listed(found) == [
        "kind=小区 name=甲苑 street=罗店镇", "kind=小区 name=乙苑 street=罗店镇", "kind=小区 name=丙苑 street=月浦镇",
    ]  # fmt: skip
    assert noted(found) == [("第 1 张表第 4 行", "total")]


def test_a_text_box_is_read_once() -> None:
    """Its second form, for old programs, is the same text."""
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{paragraph('无疫小区：甲苑')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{paragraph('无疫小区：甲苑')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert names(read_list(docx(paragraph(box)), "a.docx")) == ["甲苑"]


def test_a_document_that_is_a_picture() -> None:
    """It has no text: somebody has to type it, or ask for the table."""
    found = read_list(docx("<w:p/>", **{"word/media/image1.png": "x"}), "a.docx")
    assert kinds(found) == [("a.docx", "picture")]


PAGE: Final = """<html><head><meta charset="utf-8"></head><body>
<h1>关于公布第三批无疫小区的通告</h1><p>2022年12月7日</p>{}<p>示例区疫情防控指挥部</p></body></html>"""
TABLE: Final = """<table border="1"><thead><tr><th>序号<th>街道<th>社区<th>无疫小区名称</tr></thead>
<tr><td>1<td rowspan="2">示例街道<td rowspan="2">春晓社区<td>甲苑</tr><tr><td>2<td>乙苑（<b>1-5</b>栋）</tr>
<tr><td>3<td>椰林镇<td><td>丙苑</tr><tr><td colspan="3">合计<td>3个</tr></table>"""
TEXT: Final = (
    "<p>无疫小区（3个）</p><ol><li>春晓社区：甲苑</li><li>春晓社区：乙苑（1-5栋）</li><li>椰林镇：丙苑</li></ol>"
)


@pytest.mark.parametrize("body", [TABLE, TEXT], ids=["table", "numbered"])
@pytest.mark.parametrize("way", [("docx",), ("odt", "docx")], ids=["docx", "from odt"])
def test_documents_that_libreoffice_wrote(body: str, way: tuple[str, ...], tmp_path: Path) -> None:
    """Styles, merges, runs cut in pieces, numbers of paragraphs: the rows, the day and the count are there."""
    found = read_list(converted(PAGE.format(body), tmp_path, *way), "a.docx")
    assert names(found) == ["甲苑", "乙苑", "丙苑"]
    assert [row.text("qualifier") for row in found.rows] == ["", "1-5栋", ""]
    assert [row.text("street") for row in found.rows][2] == "椰林镇"
    assert [row.text("community") for row in found.rows][1] == "春晓社区"
    assert {(row.text("date"), row.text("batch"), row.text("title")) for row in found.rows} == {
        ("2022-12-07", "第三批", "无疫小区")
    }
    assert [(count, number) for _, count, number in declared(found)] == [(3, 3)]
    assert (found.headings[0].text, found.problems) == ("关于公布第三批无疫小区的通告", ())


@pytest.mark.parametrize(("suffix", "kind"), [("odt", "odt"), ("doc", "old-word"), ("rtf", "rtf")])
def test_documents_in_other_forms(suffix: str, kind: str, tmp_path: Path) -> None:
    """Each is called what it is, whatever its name says."""
    assert kinds(read_list(converted(PAGE.format(TABLE), tmp_path, suffix), "a.docx")) == [("a.docx", kind)]


def pdf(body: str) -> bytes:
    """A PDF of HTML, with lines around the cells of tables."""
    require_tool("pdftotext")  # installed together with Pango and the fonts
    import weasyprint

    style = "<style>td, th { border: 1px solid } td { width: 3em } .plain td { border: 0 }</style>"
    made: bytes = weasyprint.HTML(string=style + body).write_pdf()
    return made


def test_a_table_over_pages_of_a_pdf() -> None:
    """A name that wraps is whole, the header of each page counts once, lines around the table say the rest."""
    rows = "".join(f"<tr><td>月浦镇<td>丙{number}苑</tr>" for number in range(80))
    body = (
        "<p>第五批“无疫小区”名单（81个）</p><table><thead><tr><th>街道<th>小区名称</tr></thead>"
        f"<tr><td>罗店镇<td>名称很长很长要折行的花园</tr>{rows}</table><p>2022年11月28日</p>"
    )
    found = read_list(pdf(body), "a.pdf")
    assert names(found) == ["名称很长很长要折行的花园", *(f"丙{number}苑" for number in range(80))]
    assert {row.text("date") for row in found.rows} == {"2022-11-28"}
    assert {row.text("batch") for row in found.rows} == {"第五批"}
    assert declared(found) == [("无疫小区", 81, 81)]
    assert found.problems == ()
    assert {kind for _, kind in noted(found)} == {"heading-again"}


def test_a_pdf_of_running_text_and_one_without_lines() -> None:
    """A notice is read line by line; words side by side without lines are not guessed to be columns."""
    notice = read_list(pdf("<p>一、无疫社区(2个)</p><p>清溪场街道：高秀村、平阳村</p>"), "a.pdf")
    table = read_list(pdf("<p>无疫小区名单</p><table class=plain><tr><td>甲苑<td>乙苑</tr></table>"), "a.pdf")
    assert names(notice) == ["高秀村", "平阳村"]
    assert ([kind for _, kind in kinds(table)], table.rows) == (["blank"], ())


def test_a_scan() -> None:
    """Pages that are pictures have no text."""
    picture = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwC"
        "AAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
    )
    assert kinds(read_list(pdf(f"<img src='{picture}'>"), "a.pdf")) == [("a.pdf", "scan")]


def test_without_pdfplumber(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra; the sentence says how to have it."""
    monkeypatch.setattr("generator.staff.intake.pdf.find_spec", lambda name: None)
    found = read_list(b"%PDF-1.7\n", "a.pdf")
    assert found.problems[0].mend == "运行 pip install 'wuyi[import]'，或把表格复制到工作簿里"
