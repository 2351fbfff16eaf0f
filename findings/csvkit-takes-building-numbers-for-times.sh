#!/usr/bin/env bash
# csvkit 2.2.0 (with agate 1.14.2 and parsedatetime 2.6): building numbers change on the way from CSV to JSON or to a
# database. A column of "3D" (building 3D) is read as so many days, one of "1-5" (building 1, unit 5) as days of the
# year 2001. Only numbers and dates written in full would be expected to have a type, and all else to stay text.
# Seen: "3 days, 0:00:00" for 3D and "2001-01-05" for 1-5. Way out: --no-inference (-I), as the last line shows.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2 \
  parsedatetime==2.6
cd "$work"
printf 'name,building\n甲,3D\n乙,5D\n' >letters.csv
printf 'name,building\n甲,1-5\n乙,12-1\n' >units.csv
{
  venv/bin/csvjson letters.csv
  echo
  venv/bin/csvjson units.csv
  echo
  venv/bin/csvjson --no-inference units.csv
  echo
} | tee seen
diff seen - <<'SEEN'
[{"name": "甲", "building": "3 days, 0:00:00"}, {"name": "乙", "building": "5 days, 0:00:00"}]
[{"name": "甲", "building": "2001-01-05"}, {"name": "乙", "building": "2001-12-01"}]
[{"name": "甲", "building": "1-5"}, {"name": "乙", "building": "12-1"}]
SEEN
