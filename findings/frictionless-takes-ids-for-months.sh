#!/usr/bin/env bash
# frictionless 5.21.0: ids made of a division code and a number ("990101-000001") are inferred as the type `yearmonth`,
# as are any two whole numbers with a hyphen of which the second is 1 to 12; the thirteenth id then makes the same file
# invalid, and what is written again has lost zeros. The Table Schema means gYearMonth of XML Schema (a month has two
# digits); one would expect that, and text for all else.
# Seen: "yearmonth", "990101-01" when written, and "valid False" for 13 ids. Way out: a schema of one's own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check frictionless==5.21.0
cd "$work"
venv/bin/python - <<'PYTHON' >seen
from pathlib import Path

from frictionless import Resource, describe, validate

for rows in (12, 13):
    name = f"{rows}.csv"
    Path(name).write_text("id\n" + "".join(f"990101-{row:06}\n" for row in range(1, rows + 1)))
    print(rows, describe(name).schema.fields[0].type, "valid", validate(name).valid)
    if rows == 12:
        Resource(name).write("written.csv")
        print(Path("written.csv").read_text().split()[1])
PYTHON
cat seen
diff seen - <<'SEEN'
12 yearmonth valid True
990101-01
13 yearmonth valid False
SEEN
