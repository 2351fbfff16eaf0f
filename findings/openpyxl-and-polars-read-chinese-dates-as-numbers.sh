#!/usr/bin/env bash
# openpyxl 3.1.5 and fastexcel 0.21.0 (with which polars 2.1.0 reads workbooks): a date in a built-in format of Chinese
# Excel (ids 27 to 36 and 50 to 58, such as 31 for 2022年11月26日) comes as the number 44891, without a sign. Their codes
# stand in ECMA-376 (part 1, section 18.8.30) and in no file. One would expect a date, as for the built-in format 14;
# python-calamine 0.9.1 gives one for all.
# Seen: 44891 for 31 and 57. Way out: python-calamine, or the id of the format (`cell._style.numFmtId`) beside the
# value.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 fastexcel==0.21.0 \
  polars==2.1.0 python-calamine==0.9.1 xlsxwriter==3.3.1
cd "$work"
venv/bin/python - <<'PYTHON' >seen
import datetime as dt

import openpyxl
import polars as pl
import xlsxwriter
from python_calamine import CalamineWorkbook

for number in (14, 31, 57):
    with xlsxwriter.Workbook("a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "date")
        sheet.write_datetime(1, 0, dt.datetime(2022, 11, 26), book.add_format({"num_format": number}))
    cell = openpyxl.load_workbook("a.xlsx").active["A2"]
    print(number, "openpyxl", repr(cell.value), "id", cell._style.numFmtId)
    column = pl.read_excel("a.xlsx")["date"]
    print(number, "polars", column.dtype, column[0])
    print(number, "calamine", CalamineWorkbook.from_path("a.xlsx").get_sheet_by_index(0).to_python()[1][0])
PYTHON
cat seen
diff seen - <<'SEEN'
14 openpyxl datetime.datetime(2022, 11, 26, 0, 0) id 14
14 polars Date 2022-11-26
14 calamine 2022-11-26
31 openpyxl 44891 id 31
31 polars Int64 44891
31 calamine 2022-11-26
57 openpyxl 44891 id 57
57 polars Int64 44891
57 calamine 2022-11-26
SEEN
