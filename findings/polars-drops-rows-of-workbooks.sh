#!/usr/bin/env bash
# polars 2.1.0 (with fastexcel 0.21.0): a column of a workbook that holds numbers in its first rows and a text like
# "3-1" (building 3, unit 1) later loses the text, and where nothing else stands in its row, the row: `read_excel` gives
# neither an error nor a warning. `read_csv` of the same column raises a ComputeError, which one would expect here too.
# Seen: 2,000 rows of 2,001. Way out: infer_schema_length=None, or schema_overrides={"building": pl.String}.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check polars==2.1.0 fastexcel==0.21.0 \
  xlsxwriter==3.3.1
cd "$work"
venv/bin/python - <<'PYTHON' >seen
import polars as pl
import xlsxwriter

values = ["building", *range(1, 2001), "3-1"]
with xlsxwriter.Workbook("a.xlsx") as book:
    book.add_worksheet().write_column(0, 0, values)
with open("a.csv", "w") as file:
    file.writelines(f"{value}\n" for value in values)
for read in (lambda: pl.read_csv("a.csv"), lambda: pl.read_excel("a.xlsx"),
             lambda: pl.read_excel("a.xlsx", infer_schema_length=None)):
    try:
        column = read()["building"]
        print(column.dtype, len(column), "rows, the last", column[-1])
    except pl.exceptions.ComputeError:
        print("ComputeError")
PYTHON
cat seen
diff seen - <<'SEEN'
ComputeError
Int64 2000 rows, the last 2000
String 2001 rows, the last 3-1
SEEN
