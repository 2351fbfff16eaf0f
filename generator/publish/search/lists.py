"""The list of names of one county, which the reader's browser loads and looks through (the map step).

A list holds every public area once, and every street, village and community that contains some. What can be derived
is left out: an area's place follows from its code, pinyin from the table of characters, its address from its code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator import urls, words
from generator.publish.artifact import Artifact, document
from generator.publish.exports.documents import FORMAT
from generator.publish.handover.summary import STATUSES
from generator.register.county import County
from generator.register.fold import Record
from generator.register.redaction import REMOVED


def search_list(county: County) -> dict[str, Any]:
    """The document. Its `areas` are rows: code without that of the county, name, qualifier or "", titles, other names.

    Titles, the highest first, are three numbers each: the place of the title, of the status (-1: none) and of the day
    (-1: none) in `titles`, `statuses` and `days`. Other names are former ones, and those that its events were written
    with. Rows of `places` are code without that of the county, and name; those of `unplaced` name, place, notice.
    """
    days = sorted({_day(record) for records in county.by_area.values() for record in records} - {""})
    titles: dict[str, int] = {}
    day_at = {day: index for index, day in enumerate(days)}
    length = len(county.code)
    rows = []
    for area_id, records in county.by_area.items():
        area = county.areas[area_id]
        held = []
        for record in records:
            held.append(titles.setdefault(county.title_name(record), len(titles)))
            held.append(STATUSES.index(record.state.public) if record.state.public else -1)
            held.append(day_at.get(_day(record), -1))
        rows.append([area_id[length:], area.name, area.qualifier or "", held, _others(county, area_id)])
    return {
        "county": {"code": county.code, "name": county.name},
        "state": county.settings.state,
        "demonstration": county.settings.demonstration,
        "statuses": [[status, words.STATUSES[status]] for status in STATUSES],
        "titles": list(titles),
        "days": days,
        "places": [[code[length:], county.names[code]] for code in county.containers],
        "areas": rows,
        "unplaced": [[row.name, row.place or "", row.notice_id] for row in county.unplaced],
        "as_of": county.as_of,
        "format": FORMAT,
    }


def artifact(county: County) -> Artifact:
    """The list as it is published."""
    return document(urls.search_list(county.code), search_list(county))


def _day(record: Record) -> str:
    return (record.state.since or "")[:10]


def _others(county: County, area_id: str) -> list[str]:
    """Names that an area had, or was written with, beside its own."""
    area = county.areas[area_id]
    names = dict.fromkeys(area.former_names.split(";") if area.former_names else ())
    names |= dict.fromkeys(change.event.area_name for change in county.history(area_id))
    names.pop(area.name, None)
    names.pop(REMOVED, None)
    return list(names)


# Lengths of the codes of what an area lies in.
_ABOVE: Final = (9, 12)


def texts(listed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(place, name) of everything that can be found in a list, each name once for each place it stands in."""
    code = listed["county"]["code"]
    names = {f"{code}{rest}": name for rest, name in listed["places"]}
    above: dict[str, str] = {}
    for rest, name in listed["places"]:
        yield _above(names, f"{code}{rest}", above), name
    for rest, name, qualifier, _, others in listed["areas"]:
        place = _above(names, f"{code}{rest}", above)
        yield place, f"{name}{qualifier}"
        for other in others:
            yield place, other
    for name, place, _ in listed["unplaced"]:
        yield place, name


def _above(names: Mapping[str, str], area_id: str, joined: dict[str, str]) -> str:
    code = area_id.partition("-")[0]
    key = area_id if code == area_id else f"{code}-"
    if key not in joined:
        units = [code[:length] for length in _ABOVE if length < len(code) or (length == len(code) and code != area_id)]
        joined[key] = "".join(names.get(unit, "") for unit in units)
    return joined[key]
