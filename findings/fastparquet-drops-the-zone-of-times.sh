#!/usr/bin/env bash
# fastparquet 2026.9.0: a column of times with a zone (isAdjustedToUTC is true in the file) is read as times without a
# zone that are those of UTC, if the file has no metadata of pandas, as one written by pyarrow 26.0.1 from a table of
# Arrow: 16:00 in China comes as 08:00 with nothing that says so. One would expect a time in UTC that knows that it is.
# Seen: "datetime64[us] 2022-11-26 08:00:00". Way out: tz_localize("UTC") after reading, or pyarrow.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check fastparquet==2026.9.0 pyarrow==26.0.1 \
  pandas==3.1.1
cd "$work"
venv/bin/python - <<'PYTHON' >seen
import datetime as dt

import fastparquet
import pyarrow as pa
import pyarrow.parquet as pq

time = dt.datetime(2022, 11, 26, 16, tzinfo=dt.timezone(dt.timedelta(hours=8)))
pq.write_table(pa.table({"time": pa.array([time], pa.timestamp("us", "Asia/Shanghai"))}), "a.parquet")
print("isAdjustedToUTC=true" in str(pq.ParquetFile("a.parquet").schema.column(0).logical_type))
for table in (pq.read_table("a.parquet"), fastparquet.ParquetFile("a.parquet")):
    column = table.to_pandas()["time"]
    print(type(table).__module__.split(".")[0], column.dtype, column[0])
PYTHON
cat seen
diff seen - <<'SEEN'
True
pyarrow datetime64[us, Asia/Shanghai] 2022-11-26 16:00:00+08:00
fastparquet datetime64[us] 2022-11-26 08:00:00
SEEN
