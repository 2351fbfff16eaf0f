#!/usr/bin/env bash
# ics 0.7.3: a calendar that is read and written again has the line "CALSCALE:GEORGIAN", if it had none. RFC 5545 has
# one value, GREGORIAN, which is also what a missing line means. One would expect no line, or that value.
# Seen: "CALSCALE:GEORGIAN" after reading, and no line for a calendar made anew. Way out: set `scale` to "gregorian".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check ics==0.7.3
cd "$work"
venv/bin/python - <<'PYTHON' >seen
from ics import Calendar

calendar = Calendar("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\nEND:VCALENDAR\r\n")
print("read:", *(line for line in calendar.serialize().split() if "CALSCALE" in line))
calendar.scale = "gregorian"
print("set:", *(line for line in calendar.serialize().split() if "CALSCALE" in line))
print("new:", *(line for line in Calendar().serialize().split() if "CALSCALE" in line))
PYTHON
cat seen
diff seen - <<'SEEN'
read: CALSCALE:GEORGIAN
set: CALSCALE:GREGORIAN
new:
SEEN
