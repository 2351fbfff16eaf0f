"""Findings of identity: who is meant, and whether what is named exists.

A status on the wrong entity harms people, so that the id and the name of an event must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from difflib import get_close_matches
from operator import attrgetter, itemgetter
from typing import Any, Final

from generator import words
from generator.findings import finding
from generator.register.divisions import DEMONSTRATION, is_at_home, place_of
from generator.register.model import (
    Area,
    CountySource,
    Declared,
    Event,
    Finding,
    FormerName,
    Notice,
    SchemePeriod,
    Table,
    Unplaced,
)
from generator.register.profile import Profile
from generator.register.redaction import REMOVED
from generator.register.schemes import profile_at

# Endings of official names that say what a unit is, not which one.
_GENERIC: Final = re.compile(
    r"(?:社区居民委员会|居民委员会|村民委员会|社区居委会|村委会|居委会|街道办事处|街道|社区|街|村|镇|乡)+$"
)

_AREA_ID: Final = attrgetter("area_id")
# Of an event: its area and what that is called; its kind, its title and when it took effect; its body; its notice.
_AREA, _NAME, _BODY, _NOTICE = map(itemgetter, (1, 2, 7, 9))
_STEP: Final = tuple(map(itemgetter, (3, 4, 5)))
_NONE: Final = frozenset({None})


def check(source: CountySource, profiles: Mapping[str, Profile], unread: Set[str] = frozenset()) -> Iterator[Finding]:
    """Identity of a county's rows."""
    yield from _settings(source, profiles, unread)
    yield from _areas(source)
    yield from check_notices(source.code, source.notices, source.declared, source.unplaced, source.above)
    yield from _events(source, profiles)
    yield from _evidence(source)


def _evidence(source: CountySource) -> Iterator[Finding]:
    """Evidence is of areas of the county (a case perhaps only of a community or street), each line once."""
    if not source.areas.whole or source.areas.spoilt:
        return
    areas = {area.area_id for area in source.areas.rows}
    everywhere = areas | source.names.keys() if source.cases.rows else areas
    yield from (told for told in _lines(source, source.cases, everywhere, 2) if source.listed or told.code != "E401")
    yield from _lines(source, source.assessments, areas, 4)
    yield from _lines(source, source.inspections, areas, 7)
    for line, row in source.inspections.located():
        if row.inspected_by not in source.names and source.listed:
            yield finding("E405", source.inspections.path, line, "inspected_by", row.inspected_by)


def _lines(source: CountySource, table: Table[Any], areas: Set[str], width: int) -> Iterator[Finding]:
    """Areas that are not known, and lines whose first `width` cells stand there twice. Nearly always there are none."""
    first = itemgetter(slice(width))
    if len(set(map(first, table.rows))) == len(table.rows) and areas >= set(map(_AREA_ID, table.rows)):
        return
    keys = [*map(first, table.rows)]
    seen: dict[tuple[object, ...], int] = {}
    for (line, row), key in zip(table.located(), keys, strict=True):
        if key in seen:
            yield finding("E402", table.path, line, "area_id", row.area_id, line_before=seen[key])
        elif row.area_id not in areas:
            if row.area_id[:6] != source.code:
                yield finding("E404", table.path, line, "area_id", row.area_id, expected=source.code)
            else:
                yield finding("E401", table.path, line, "area_id", row.area_id)
        seen.setdefault(key, line)


def _settings(source: CountySource, profiles: Mapping[str, Profile], unread: Set[str]) -> Iterator[Finding]:
    settings = source.settings
    if settings is None:
        return
    path = f"{source.folder}/county.json"
    for index, period in enumerate(settings.schemes):
        if period.scheme not in profiles and period.scheme not in unread:
            yield finding(
                "E408", path, column=f"schemes.{index}.scheme", value=period.scheme,
                expected="、".join(sorted(profiles)) or "还没有，先放入方案的文件",
            )  # fmt: skip
        elif period.scheme in profiles:
            yield from _adoption(source, index, period, profiles[period.scheme])
    fictional = source.code.startswith(DEMONSTRATION)
    if settings.demonstration != fictional:
        stated = str(settings.demonstration).lower()
        yield finding("E410", path, column="demonstration", value=stated, expected=str(fictional).lower())


def _adoption(source: CountySource, index: int, period: SchemePeriod, profile: Profile) -> Iterator[Finding]:
    """A scheme is of the county or of a unit above it, or a notice says that it was adopted."""
    path = f"{source.folder}/county.json"
    if period.adopted_by is not None:
        known = {notice.notice_id for notice in source.notices.rows} | source.above.keys()
        doubtful = not (source.notices.whole and source.above_whole) or bool(source.notices.spoilt)
        if period.adopted_by not in known and not doubtful:
            yield finding("E406", path, column=f"schemes.{index}.adopted_by", value=period.adopted_by)
    elif not is_at_home(profile.jurisdiction, source.code):
        yield finding(
            "E420", path, column=f"schemes.{index}.scheme", value=period.scheme, scheme=profile.name,
            place=f"{profile.jurisdiction_name}（{profile.jurisdiction}）", county=source.names.get(source.code, "？"),
            folder=source.code,
        )  # fmt: skip


def _areas(source: CountySource) -> Iterator[Finding]:
    areas = source.areas
    seen: dict[str, int] = {}
    for line, area in areas.located():
        if area.area_id in seen:
            yield finding("E402", areas.path, line, "area_id", area.area_id, line_before=seen[area.area_id])
            continue
        seen[area.area_id] = line
        if area.area_id[:6] != source.code:
            yield finding("E404", areas.path, line, "area_id", area.area_id, expected=source.code)
            continue
        code = place_of(area.area_id)
        if code not in source.names:
            if source.listed:
                yield finding("E405", areas.path, line, "area_id", code)
        elif code == area.area_id and not _same_place(area.name, source.names[code]):
            yield finding("W412", areas.path, line, "name", area.name, expected=source.names[code])
    for line, area in areas.located():
        for column in ("part_of", "replaced_by"):
            named = getattr(area, column)
            if named is not None and (named not in seen or named == area.area_id) and areas.whole:
                yield finding("E413", areas.path, line, column, named)


def _same_place(name: str, official: str) -> bool:
    """True if two names agree but for what kind of unit they call it."""
    short, official_short = _GENERIC.sub("", name) or name, _GENERIC.sub("", official) or official
    return short in official_short or official_short in short


def check_former(former: Table[FormerName]) -> Iterator[Finding]:
    """Names that official units once bore: until one day, one name. A unit may be gone from the official list."""
    seen: dict[tuple[str, str], int] = {}
    for line, row in former.located():
        key = (row.code, row.until)
        if key in seen:
            yield finding("E402", former.path, line, "code", row.code, line_before=seen[key])
        seen.setdefault(key, line)


def check_notices(
    code: str,
    notices: Table[Notice],
    declared: Table[Declared],
    unplaced: Table[Unplaced],
    above: Mapping[str, Notice],
) -> Iterator[Finding]:
    """Notices of a folder, and the rows that name one."""
    seen: dict[str, int] = {}
    for line, notice in notices.located():
        if notice.notice_id in seen:
            yield finding("E402", notices.path, line, "notice_id", notice.notice_id, line_before=seen[notice.notice_id])
        seen.setdefault(notice.notice_id, line)
        if notice.notice_id.partition("-")[0] != code:
            yield finding("E407", notices.path, line, "notice_id", notice.notice_id, expected=code)
    notice_ids = seen.keys() | above.keys()
    doubtful = not notices.whole or bool(notices.spoilt)  # what is missing may stand in a row with a finding
    for line, row in declared.located():
        if row.notice_id not in notice_ids and not doubtful:
            yield finding("E406", declared.path, line, "notice_id", row.notice_id)
        elif row.division is not None and not row.division.startswith(row.notice_id.partition("-")[0]):
            yield finding(
                "E702", declared.path, line, "division", row.division,
                expected=row.notice_id.partition("-")[0],
            )  # fmt: skip
    for line, missing in unplaced.located():
        if missing.notice_id not in notice_ids and not doubtful:
            yield finding("E406", unplaced.path, line, "notice_id", missing.notice_id)


def _events(source: CountySource, profiles: Mapping[str, Profile]) -> Iterator[Finding]:
    events, names = source.events, source.names
    areas: dict[str, Area] = {area.area_id: area for area in source.areas.rows}
    spoilt = {str(row.get(key)) for row in source.areas.spoilt for key in ("area_id", "name")}
    notice_ids = {notice.notice_id for notice in source.notices.rows} | source.above.keys()
    doubtful = not (source.notices.whole and source.above_whole) or bool(source.notices.spoilt)
    judged = _judge(source, profiles)
    if _agree(source, areas, notice_ids, judged):  # nearly always
        return
    for line, event in events.located():
        area = areas.get(event.area_id)
        if area is None:
            if source.areas.whole and not spoilt & {event.area_id, event.area_name}:
                yield _unknown_area(source, line, event, areas)
        else:
            if event.area_name not in (area.name, REMOVED, *(area.former_names or "").split(";")):
                yield finding(
                    "E403", events.path, line, "area_name", event.area_name,
                    area_id=event.area_id, expected=area.name, hint=_blanks(event.area_name, area.name),
                )  # fmt: skip
            if not judged.is_sound(event, area):
                yield from judged(line, event, area)
        if event.notice_id is not None and event.notice_id not in notice_ids and not doubtful:
            yield finding("E406", events.path, line, "notice_id", event.notice_id)
        if event.decided_by is not None and event.decided_by not in names and source.listed:
            yield finding("E405", events.path, line, "decided_by", event.decided_by)


def _agree(source: CountySource, areas: Mapping[str, Area], notice_ids: Set[str], judged: _judge) -> bool:
    """True if each event surely names an area as it is called now, a notice and a body that are known, and a title that
    its scheme awards: asked of whole columns, and of the events that are alike.
    """
    rows = source.events.rows
    ids = [*map(_AREA, rows)]
    names = {area_id: area.name for area_id, area in areas.items()}
    if [*map(names.get, ids)] != [*map(_NAME, rows)]:
        return False
    if set(map(_NOTICE, rows)) - notice_ids - _NONE or set(map(_BODY, rows)) - source.names.keys() - _NONE:
        return False
    types = {area_id: area.unit_type for area_id, area in areas.items()}
    alike = zip(*(map(cell, rows) for cell in _STEP), map(types.__getitem__, ids), strict=True)
    steps = dict(zip(alike, rows, strict=True))
    return all(judged.is_sound(event, areas[event.area_id]) for event in steps.values())


def _blanks(value: str, expected: str) -> str:
    """How two names that look the same differ, in Chinese; "" where they are others."""
    if "".join(value.split()) != "".join(expected.split()):
        return ""
    which = "全角空格" if "\u3000" in value + expected else "连续的空格" if "  " in value + expected else "空格"
    return f"，只差在{which}"


def _unknown_area(source: CountySource, line: int, event: Event, areas: Mapping[str, Area]) -> Finding:
    if event.area_id[:6] != source.code:
        return finding("E404", source.events.path, line, "area_id", event.area_id, expected=source.code)
    near = get_close_matches(event.area_id, areas, n=1, cutoff=0.9)
    hint = f"相近的编号：{near[0]} {areas[near[0]].name}。" if near else ""
    return finding("E401", source.events.path, line, "area_id", event.area_id, near=hint)


class _judge:  # noqa: N801 - a function with its inputs bound
    """Whether the profile in force has the title of an event, and awards it to this type of unit."""

    def __init__(self, source: CountySource, profiles: Mapping[str, Profile]) -> None:
        self.path = source.events.path
        self.settings = source.settings
        self.profiles = profiles
        self.by_day: dict[str, Profile | None] = {}
        self.verdicts: dict[tuple[str, str, str, bool], bool] = {}

    def is_sound(self, event: Event, area: Area) -> bool:
        """True if there is nothing to say of an event; asked once of all that are alike."""
        key = (event.effective_at, event.title, area.unit_type, event.event == "correct")
        if key not in self.verdicts:
            self.verdicts[key] = not any(self(0, event, area))
        return self.verdicts[key]

    def __call__(self, line: int, event: Event, area: Area) -> Iterator[Finding]:
        if self.settings is None or event.event == "correct":  # what it names was judged
            return
        day = event.effective_at[:10]
        if day not in self.by_day:
            self.by_day[day] = profile_at(self.settings, self.profiles, day)
        profile = self.by_day[day]
        if profile is None:
            if all(period.scheme in self.profiles for period in self.settings.schemes):
                yield finding("E414", self.path, line, "effective_at", event.effective_at)
        elif event.title not in profile.titles:
            yield finding(
                "E409", self.path, line, "title", event.title, scheme=profile.name,
                expected="、".join(f"{title.id}（{title.name}）" for title in profile.titles.values()),
            )  # fmt: skip
        elif area.unit_type not in profile.titles[event.title].unit_types:
            unit_type = words.UNIT_TYPES[area.unit_type]
            yield finding(
                "E411", self.path, line, "title", event.title,
                name=profile.title_name(event.title), expected=f"{area.unit_type}（{unit_type}）",
            )  # fmt: skip
