"""calendar.ics as its standard (RFC 5545) has it: ends and lengths of lines, escapes, what an event must have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.publish.feeds.calendar import event
from generator.publish.feeds.item import Item
from tests.support.sites import ADDRESS, Page


def unfolded(content: bytes) -> list[str]:
    """The lines of a calendar, put together again where they were folded."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    return content.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def test_notices_stand_in_the_calendar_by_day(site: Path) -> None:
    """Each newest notice once, on the day of its publication, with the way to its page, which is there."""
    lines = unfolded((site / "calendar.ics").read_bytes())
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events = "\n".join(lines).split("BEGIN:VEVENT\n")[1:]
    assert len(events) > 20
    seen = set()
    for told in events:
        values = dict(line.split(":", 1) for line in told.splitlines())
        assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "URL"} <= values.keys()
        assert re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", values["DTSTAMP"])
        page = site / values["URL"].removeprefix(ADDRESS) / "index.html"
        day = values["DTSTART;VALUE=DATE"]
        assert f"{day[:4]}年{int(day[4:6])}月{int(day[6:])}日" in Page.read(page).text
        seen.add(values["UID"])
    assert len(seen) == len(events)


@pytest.mark.parametrize("name", ["甲" * 60, "a" * 75, "é" * 74, "x;y,z\\w\n" * 20, ""])
def test_no_text_breaks_a_line(name: str) -> None:
    """Whatever a title holds, it comes back as it was: folded between characters, signs of the format escaped."""
    item = Item("tag:x,2026:notice/1", name, "", "https://x.example/", "2022-11-28T09:00:00.002+08:00", (),
                published="2022-11-28T00:00:00+08:00")  # fmt: skip
    lines = unfolded(event(item))
    summary = next(line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:"))
    back = re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], summary)
    assert back == name
    assert "DTSTAMP:20221128T010000Z" in lines
