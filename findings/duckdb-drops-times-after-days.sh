#!/usr/bin/env bash
# DuckDB 2.0.1: a column of CSV whose first 20,480 lines are days and which goes on with times (RFC 3339 has both) is read
# as DATE, and the hours of the later lines are dropped without an error or a warning. One would expect a conversion error,
# which the same lines as JSON Lines give, or text, as where a time stands within the sample.
# Seen: "DATE 2022-11-26" for 2022-11-26T16:00+08:00 behind 30,000 days, and text behind 300. Way out: all_varchar = true.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check duckdb==2.0.1
cd "$work"
"$work/venv/bin/python" - <<'PYTHON' >seen
import duckdb

for days in (300, 30_000):
    times = ["2022-11-24"] * days + ["2022-11-26T16:00+08:00"] * 5
    with open("a.csv", "w") as file:
        file.write("moment\n" + "".join(f"{time}\n" for time in times))
    with open("a.jsonl", "w") as file:
        file.write("".join(f'{{"moment":"{time}"}}\n' for time in times))
    for name, source in (("csv", "read_csv('a.csv')"), ("json", "read_json('a.jsonl')")):
        try:
            query = f"SELECT typeof(moment), max(moment)::VARCHAR FROM {source} GROUP BY 1"
            print(name, days, *duckdb.sql(query).fetchall()[0])
        except duckdb.Error as error:
            print(name, days, type(error).__name__)
PYTHON
cat seen
diff seen - <<'SEEN'
csv 300 VARCHAR 2022-11-26T16:00+08:00
json 300 VARCHAR 2022-11-26T16:00+08:00
csv 30000 DATE 2022-11-26
json 30000 InvalidInputException
SEEN
