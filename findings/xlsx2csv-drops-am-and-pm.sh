#!/usr/bin/env bash
# xlsx2csv 0.8.6: a cell with the built-in format 22 (a day and a time of 24 hours, which Excel in Chinese shows as
# 2022/11/26 18:00) is written as of 12 hours and without AM or PM, so that the afternoon and the morning are one;
# format 20 (a time alone) is right. One would expect 18:00 in both. The year has two digits besides.
# Seen: "11/26/22 06:00" for both 06:00 and 18:00. Way out: --dateformat '%Y-%m-%d %H:%M'.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check xlsx2csv==0.8.6 xlsxwriter==3.3.1
cd "$work"
venv/bin/python - <<'PYTHON'
import datetime as dt

import xlsxwriter

with xlsxwriter.Workbook("a.xlsx") as book:
    sheet = book.add_worksheet()
    for row, hour in enumerate((6, 18)):
        for column, number in enumerate((20, 22)):
            sheet.write_datetime(row, column, dt.datetime(2022, 11, 26, hour), book.add_format({"num_format": number}))
PYTHON
{ venv/bin/xlsx2csv a.xlsx; venv/bin/xlsx2csv --dateformat '%Y-%m-%d %H:%M' a.xlsx; } | tee seen
diff seen - <<'SEEN'
06:00,11/26/22 06:00
18:00,11/26/22 06:00
06:00,2022-11-26 06:00
18:00,2022-11-26 18:00
SEEN
