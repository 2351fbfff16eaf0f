"""The CSV tables: a county's register and its log as one file each (UTF-8 without BOM, LF)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from generator import urls
from generator.publish.artifact import Artifact, text
from generator.publish.exports.dictionary import AREAS, DAYS, EVENTS, REDACTIONS
from generator.publish.exports.formats.cells import csv_lines
from generator.register.county import County
from generator.register.model import SiteSettings
from generator.register.moves import Flows, Move, levels
from generator.register.times import day_of

AREA_COLUMNS: Final = AREAS.header
EVENT_COLUMNS: Final = EVENTS.header

_GUARDED: Final = re.compile('[,\n"][=+\\-@\t\r＝＋－＠]')


def safe(cell: object) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe stands before what would be one.

    None is the empty cell.
    """
    value = "" if cell is None else str(cell)
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") else value


def table(path: str, header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Artifact:
    """A CSV file; every cell is safe."""
    lines = [["" if cell is None else cell for cell in row] for row in rows]
    return text(path, _guarded([[*header], *lines]))


def lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines of CSV, without their ends; every cell is safe, and none has an end of a line within it."""
    return _guarded(rows).split("\n")[:-1]


def _guarded(rows: Sequence[Sequence[str]]) -> str:
    whole = csv_lines(rows, "\n")
    if _GUARDED.search(whole):  # hardly any table holds such a cell
        return csv_lines([[safe(cell) for cell in row] for row in rows], "\n")
    return whole


def areas(county: County, site: SiteSettings) -> Artifact:
    """One row for each public area and title."""
    state, demonstration = county.settings.state, str(county.settings.demonstration).lower()
    rows = []
    for area_id, records in county.by_area.items():
        area = county.areas[area_id]
        for record in records:
            profile = county.profile_of(record)
            published = next((event for event in reversed(record.standing) if event.notice_id), None)
            rows.append(
                (
                    area_id, area.name, area.qualifier, area.unit_type, county.place(area_id),
                    record.title, county.title_name(record), record.state.public, record.state.since,
                    profile.id if profile else None, published.notice_id if published else None,
                    urls.absolute(site.url, urls.area(area_id)), state, demonstration, day_of(record.state.since),
                )
            )  # fmt: skip
    return table(urls.table(county.code, "areas"), AREA_COLUMNS, rows)


def events(county: County, site: SiteSettings) -> Artifact:
    """One row for each public event, in order of the log, with the status before and after it when it was recorded, and
    what is known of it now: whether it still stands."""
    state, demonstration = county.settings.state, str(county.settings.demonstration).lower()
    root = urls.absolute(site.url, urls.HOME)
    rows = []
    for public in county.public_events:
        event, transition = public.event, public.transition
        corrects = urls.event_id(county.code, event.corrects) if event.corrects else None
        rows.append(
            (
                public.event_id, event.area_id, event.area_name, event.event, event.title, event.effective_at,
                event.recorded_at, transition.before.status, transition.after.status, event.decided_by,
                event.reason, event.notice_id, corrects,
                f"{root}{urls.event(event.area_id, public.event_id)}", state, demonstration,
                county.areas[event.area_id].qualifier, public.title_name, public.reason_name,
                day_of(event.effective_at), day_of(event.recorded_at), public.superseded_by,
            )
        )  # fmt: skip
    return table(urls.table(county.code, "events"), EVENT_COLUMNS, rows)


def redactions(county: County) -> Artifact:
    """One row for each line of the log whose text was removed, in order of the log."""
    here = {event.sequence for event in county.events}
    rows = [
        (
            urls.event_id(county.code, row.sequence), row.columns, row.leaf_hash, row.row_sha256, row.decided_by,
            row.reason, row.redacted_at,
        )
        for sequence, row in sorted(county.redactions.items())
        if sequence in here
    ]  # fmt: skip
    return table(urls.table(county.code, "redactions"), REDACTIONS.header, rows)


def days(path: str, moves: Mapping[str, Iterable[Move]], *, demonstration: bool) -> Artifact:
    """The counts at the end of each day on which they moved; `moves` are those of each place, by its code ("": the
    country)."""
    rows = [
        (level.day, code, *map(str, level[1:]), str(demonstration).lower())
        for code, moved in moves.items()
        for level in levels(moved)
    ]
    return table(path, DAYS.header, rows)


def flows(path: str, counties: Mapping[str, Flows], *, demonstration: bool) -> Artifact:
    """How often titles went from one status to another ("": none), and how many of these steps stand in the place of
    others; `counties` are the flows of each, by its code."""
    told = str(demonstration).lower()
    rows = []
    for code, flowed in counties.items():
        for before, after in sorted({(before or "", after or "") for before, after, _ in flowed}):
            corrected = flowed.get((before or None, after or None, True), 0)
            times = flowed.get((before or None, after or None, False), 0) + corrected
            rows.append((code, before, after, str(times), str(corrected), told))
    return table(path, ("code", "before", "after", "times", "corrected", "demonstration"), rows)
