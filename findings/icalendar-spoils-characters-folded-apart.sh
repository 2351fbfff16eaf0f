#!/usr/bin/env bash
# icalendar 7.3.2: a calendar whose lines were folded between the octets of a character (simple writers fold at 75
# octets) loses that character: it is read as U+FFFD, without an error. RFC 5545, section 3.1, knows of such writers and
# asks readers to unfold so that the characters are restored; one would expect a reader that takes bytes to unfold
# before it decodes.
# Seen: "演���一村" for 演示一村. Way out: join the lines of the bytes (replace b"\r\n " by b"") before reading.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check icalendar==7.3.2
cd "$work"
venv/bin/python - <<'PYTHON' >seen
from icalendar import Calendar

LINES = """BEGIN:VCALENDAR VERSION:2.0 PRODID:a BEGIN:VEVENT UID:a DTSTAMP:20221126T080000Z DTSTART:20221126T080000Z
SUMMARY:演示一村 END:VEVENT END:VCALENDAR"""
whole = "".join(f"{line}\r\n" for line in LINES.split()).encode()
at = whole.index("示".encode())
for name, octets in (("between characters", at), ("between octets", at + 1)):
    folded = whole[:octets] + b"\r\n " + whole[octets:]
    for how, given in (("as it is", folded), ("joined", folded.replace(b"\r\n ", b""))):
        event = Calendar.from_ical(given).walk("VEVENT")[0]
        print(f"{name}, {how}: {event['SUMMARY']}, errors {event.errors}")
PYTHON
cat seen
diff seen - <<'SEEN'
between characters, as it is: 演示一村, errors []
between characters, joined: 演示一村, errors []
between octets, as it is: 演���一村, errors []
between octets, joined: 演示一村, errors []
SEEN
