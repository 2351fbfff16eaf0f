#!/usr/bin/env bash
# Phonetic guides over a rare character, as in lists of places (浉 with shī, of 浉河区): python-docx 1.2.0 leaves the
# character out of the text of a paragraph and of a cell, and python-calamine 0.9.1 puts the reading into the text of a
# cell of .ods, where it leaves the guides of .xlsx out. One would expect the words without the readings everywhere.
# Seen: "河区" of .docx and "浉shī河区" of .ods for 浉河区. Way out: read w:rubyBase and text:ruby-base from the XML.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 python-calamine==0.9.1
cd "$work"
venv/bin/python - <<'PYTHON' >seen
import zipfile

import docx
from docx.oxml import parse_xml
from python_calamine import CalamineWorkbook

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
document = docx.Document()
for paragraph in (document.add_paragraph(), document.add_table(1, 1).cell(0, 0).paragraphs[0]):
    paragraph._p.append(parse_xml(
        f'<w:r {WORD}><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/>'
        '<w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr><w:rt><w:r><w:t>shī</w:t></w:r></w:rt>'
        "<w:rubyBase><w:r><w:t>浉</w:t></w:r></w:rubyBase></w:ruby></w:r>"))
    paragraph.add_run("河区")
document.save("a.docx")
document = docx.Document("a.docx")
print("docx", document.paragraphs[0].text, document.tables[0].cell(0, 0).text)
with zipfile.ZipFile("a.ods", "w") as book:
    book.writestr("mimetype", ODS)
    book.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{OASIS}manifest:1.0" m:version="1.3"><m:file-entry '
                  f'm:full-path="/" m:media-type="{ODS}"/><m:file-entry m:full-path="content.xml" '
                  'm:media-type="text/xml"/></m:manifest>')
    book.writestr("content.xml", f'<office:document-content xmlns:office="{OASIS}office:1.0" office:version="1.3" '
                  f'xmlns:table="{OASIS}table:1.0" xmlns:text="{OASIS}text:1.0"><office:body><office:spreadsheet>'
                  '<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string"><text:p>'
                  "<text:ruby><text:ruby-base>浉</text:ruby-base><text:ruby-text>shī</text:ruby-text></text:ruby>河区"
                  "</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
                  "</office:document-content>")
print("ods", CalamineWorkbook.from_path("a.ods").get_sheet_by_index(0).to_python()[0][0])
PYTHON
cat seen
diff seen - <<'SEEN'
docx 河区 河区
ods 浉shī河区
SEEN
