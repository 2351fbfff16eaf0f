"""What is published of the past and would read differently: items of feeds, and what pages, twins and tables say.

An item names its area as the log does; its qualifier, its place, its title and its reason stand elsewhere, as do the
time limits, the measures and the calendar of a page, and a slip there would rewrite archives, days and copies. The log
of the base is told twice: as it was, and as the areas, the official names, the schemes, the calendar or the notices at
hand would have it, one cause at a time. So lines that are new, altered or gone do not matter here.

A county that is archived says so in all its items: a fact about the register, known to who does it, and not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.findings import finding
from generator.history import decisions, facts, redactions
from generator.history.base import Base
from generator.history.log import TOLD, quoted
from generator.history.telling import IN_ITEMS, Difference, differences, told
from generator.reading.documents import read_document
from generator.reading.folder import read_county, read_decisions, read_former, read_workdays, shown_root
from generator.reading.profiles import read_profiles
from generator.register.change import Change, changes
from generator.register.county import County, compile_county
from generator.register.divisions import ancestors, concerns, place_of, raw_slice
from generator.register.model import Area, CountySource, Finding, FormerName, Table
from generator.register.profile import Profile
from generator.register.schemes import profile_at
from generator.register.workdays import Calendar

_AREA: Final = "真的改了限定的，是另一个区域：给它新的编号，在原来那一行填写 valid_until 和 replaced_by"
_NAME: Final = "真的改了地名的，在 data/divisions/former.csv 写明原名：{code},{was},{day}（用原名记录的最后一天）"
_SCHEME: Final = "方案真的改了的，在 amendments 里写明从哪天起；换了方案的，不改 county.json 里以前的起止日期"


_GONE: Final = "真的撤销了的单位，在 data/divisions/former.csv 写明原名和用原名记录的最后一天"
_CALENDAR: Final = "那一年的记录公布之后，工作日历不再改；只能补上原来没有哪一份日历知道的年份"
_NOTICE: Final = "补录的通告不能改变以前公布的数量：核对补录的通告的日期，以及它在 unplaced 表里的名称"
_TOGETHER: Final = "几处改动合在一起，使已公布的内容变样：分开提交，逐个核对"


class Job(NamedTuple):
    """A county, with the data folder as it was and as it is, and the words for changes that came in between."""

    code: str
    was: Path
    now: Path
    words: decisions.Words


def jobs(base: Base, codes: Sequence[str] = ()) -> list[Job]:
    """The counties of the base (all, where none is named) whose items may read differently, laid out."""
    schemes = {name.removesuffix(".json") for name in base.lay_out_others("schemes")}
    lists = base.lay_out_others("divisions")
    former = _former_names(base) if any(name.startswith("former.") for name in lists) else frozenset()
    calendar = _stated(base.data) != _stated(base.now)

    def may_differ(code: str) -> bool:
        return (
            calendar
            or (code in base.changed and base.differs(code, "areas", "county", "notices", "unplaced"))
            or (f"{code[:2]}.csv" in lists and _is_renamed(base, code))
            or any(concerns(name.code, code) for name in former)
            or (bool(schemes) and not schemes.isdisjoint(_schemes(base.now / "registers" / code)))
        )

    here = [code for code in base.counties if (not codes or code in codes) and _is_folder(base, code)]
    differing = [code for code in here if may_differ(code)]
    base.lay_out(differing)
    words = decisions.added(read_decisions(base.data).value, read_decisions(base.now).value)
    return [Job(code, base.data, base.now, words) for code in differing]


def _stated(data: Path) -> dict[str, bool]:
    """The days of the calendar that the data states."""
    return {row.date: row.working == "yes" for row in read_workdays(data).value.rows}


def _is_folder(base: Base, code: str) -> bool:
    place = base.now / "registers" / code
    return place.is_dir() and not place.is_symlink()


def _is_renamed(base: Base, code: str) -> bool:
    return raw_slice(base.data / "divisions", code) != raw_slice(base.now / "divisions", code)


def _former_names(base: Base) -> frozenset[FormerName]:
    """Former names that came, went or were changed."""
    was, now = (frozenset(read_former(data).value.rows) for data in (base.data, base.now))
    return was ^ now


def _schemes(folder: Path) -> set[str]:
    document = read_document(folder / "county.json", "", "county").value
    return set() if document is None else {period["scheme"] for period in document.value["schemes"]}


# ---- one county


@dataclass(frozen=True, slots=True)
class _Telling:
    """A county's source, profiles and calendar, as they are told."""

    source: CountySource
    profiles: Mapping[str, Profile]
    stated: Mapping[str, bool]

    def compiled(self) -> County:
        """The county as it is told."""
        return compile_county(self.source, self.profiles, calendar=Calendar(self.stated))


class _Cause(NamedTuple):
    """Why items read differently: where it stands, what it is, the words then and now, and how to mend it."""

    path: str
    line: int | None
    column: str | None
    what: str
    was: str | None
    now: str | None
    mend: str = ""


def compare(job: Job) -> list[Finding]:
    """A finding for each cause that would alter what is published of the base, and for each fact of an area."""
    before, after = _telling(job.was, job.code), _telling(job.now, job.code)
    then, now = before.source, after.source
    was, here = then.settings, now.settings
    if was is None or here is None or not all(job.code in source.names for source in (then, now)):
        return []
    logged, area_ids = then.events, {area.area_id for area in then.areas.rows}
    then = replace(then, events=then.events.without(lambda event: event.area_id not in area_ids))
    before = replace(before, source=then)
    county = before.compiled()
    retold = _Retold(before, county, [])
    root, all_now = shown_root(job.now), before
    areas = _areas(then, now)
    if areas != then.areas:
        all_now = replace(before, source=replace(then, areas=areas))
        retold.with_(all_now, _by_area(now.areas))
    if (then.names, then.former) != (now.names, now.former):
        named = replace(before, source=replace(then, names=now.names, former=now.former))
        place = _Place(f"{root}/divisions/{job.code[:2]}.csv", "code", _GONE)
        retold.with_(named, _by_name(before, named, root, job.now), place)
        all_now = replace(all_now, source=replace(all_now.source, names=now.names, former=now.former))
    profiles = {**before.profiles, **after.profiles}  # one that cannot be used has findings of its own
    settings = replace(was, schemes=here.schemes)
    if settings != was or profiles != before.profiles:
        ruled = replace(before, source=replace(then, settings=settings), profiles=profiles)
        retold.with_(ruled, _by_scheme(before, ruled, root), _ruled(before, ruled, root))
        all_now = replace(all_now, source=replace(all_now.source, settings=settings), profiles=profiles)
    if after.stated != before.stated:
        retold.with_(replace(before, stated=after.stated), None, _Place(f"{root}/workdays.csv", "date", _CALENDAR))
        all_now = replace(all_now, stated=after.stated)
    announced = _announced(then, now)
    if announced != then:
        place = _Place(now.unplaced.path, "notice_id", _NOTICE)
        retold.with_(replace(before, source=announced), None, place)
        all_now = replace(
            all_now, source=replace(all_now.source, notices=announced.notices, unplaced=announced.unplaced)
        )
    if not retold.findings and retold.causes > 1:
        retold.with_(all_now, None, _Place(now.folder, None, _TOGETHER), items=True)
    published = county.by_area.keys() | county.containers.keys()
    removed = redactions.removed_names(job.code, logged, then.redactions, now.redactions)
    turns = facts.areas(then.areas.rows, now.areas, published, f"registers/{job.code}/areas.csv", removed)
    return [*retold.findings, *decisions.told(turns, job.words)]


def _telling(data: Path, code: str) -> _Telling:
    profiles = read_profiles(data / "schemes", "").value
    return _Telling(
        read_county(data, code).value,
        {key: profile for key, profile in profiles.items() if profile is not None},
        _stated(data),
    )


def _areas(then: CountySource, now: CountySource) -> Table[Area]:
    """The areas as they were, with the qualifiers of now."""
    qualifiers = {area.area_id: area.qualifier for area in now.areas.rows}
    rows = (area._replace(qualifier=qualifiers.get(area.area_id, area.qualifier)) for area in then.areas.rows)
    return replace(then.areas, rows=tuple(rows))


def _announced(then: CountySource, now: CountySource) -> CountySource:
    """The county as it was, with the notices that came, and the names that these could not place."""
    notice_ids = {notice.notice_id for notice in then.notices.rows}
    notices = tuple(notice for notice in now.notices.rows if notice.notice_id not in notice_ids)
    unplaced = tuple(row for row in now.unplaced.rows if row.notice_id not in notice_ids)
    if not unplaced:
        return then
    return replace(
        then,
        notices=replace(then.notices, rows=(*then.notices.rows, *notices)),
        unplaced=replace(then.unplaced, rows=(*then.unplaced.rows, *unplaced)),
    )


class _Place(NamedTuple):
    """Where that stands by which pages differ, and how to mend it."""

    path: str
    column: str | None
    mend: str


@dataclass(slots=True)
class _Retold:
    """What is told of the base, and the findings of telling it otherwise."""

    before: _Telling
    county: County
    findings: list[Finding]
    causes: int = 0

    def with_(
        self, after: _Telling, cause_of: Callable[[Change, Change], _Cause] | None, place: _Place | None = None, *,
        items: bool = False,
    ) -> None:  # fmt: skip
        """Tells it with one cause (or all of them) as it is now: items by their cause, pages by their place.

        With `items`, what pages and items have in common is looked at as well.
        """
        self.causes += 1
        county = after.compiled()
        found = _items(self.county, county, cause_of) if cause_of else []
        self.findings += found
        if place is not None:
            declared = self.before.source.declared
            differing = differences(told(self.county, declared), told(county, declared))
            self.findings += _pages(
                [entry for entry in differing if items or not found or entry.what not in IN_ITEMS], place
            )


def _items(before: County, after: County, cause_of: Callable[[Change, Change], _Cause]) -> list[Finding]:
    """One finding for each cause, with the first of its items and how many there are."""
    items: dict[_Cause, list[Change]] = {}
    for was, now in zip(changes(before), changes(after), strict=True):
        if was != now:
            items.setdefault(cause_of(was, now), []).append(was)
    findings = []
    for number, (cause, altered) in enumerate(list(items.items())[:TOLD], 1):
        rest = len(items) - TOLD if number == TOLD else 0
        more = f"等 {len(altered)} 条" if len(altered) > 1 else ""
        mend = cause.mend.format(was=cause.was, day=altered[-1].recorded_at[:10])
        findings.append(
            finding(
                "E811", cause.path, cause.line, cause.column, cause.now, sequence=altered[0].sequence, what=cause.what,
                more=f"{more}（这样的共 {len(items)} 处）" if rest > 0 else more, expected=quoted(cause.was),
                now=quoted(cause.now), mend=mend,
            )
        )  # fmt: skip
    return findings


def _pages(differing: Sequence[Difference], place: _Place) -> Iterator[Finding]:
    """One finding for each kind of thing that is told otherwise, with the first and how many there are."""
    kinds: dict[str, list[Difference]] = {}
    for difference in differing:
        kinds.setdefault(difference.what, []).append(difference)
    for what, alike in list(kinds.items())[:TOLD]:
        first = alike[0]
        more = f"等 {len(alike)} 处" if len(alike) > 1 else ""
        yield finding(
            "E814", place.path, None, place.column, first.now, which=f"{first.subject.shown}{more}", what=what,
            expected=quoted(first.was), now=quoted(first.now), mend=place.mend,
        )  # fmt: skip


def _by_area(areas: Table[Area]) -> Callable[[Change, Change], _Cause]:
    lines: dict[str, int] = {area.area_id: line for line, area in areas.located()}

    def cause(was: Change, now: Change) -> _Cause:
        what = f"限定（{was.area_name}，{was.area_id}）"
        return _Cause(areas.path, lines.get(was.area_id), "qualifier", what, was.qualifier, now.qualifier, _AREA)

    return cause


def _by_name(before: _Telling, after: _Telling, root: str, data: Path) -> Callable[[Change, Change], _Cause]:
    then, now = (compile_county(telling.source, telling.profiles) for telling in (before, after))

    def cause(was: Change, _: Change) -> _Cause:
        code, time = place_of(was.area_id), was.recorded_at
        old, new = then.names_then(time), now.names_then(time)
        unit = next(place for place in (*ancestors(code), code) if len(place) >= 6 and old.get(place) != new.get(place))
        path, line = f"{root}/divisions/former.csv", None
        if before.source.names.get(unit) != after.source.names.get(unit):
            path = f"{root}/divisions/{unit[:2]}.csv"
            line = _line(data / "divisions" / f"{unit[:2]}.csv", unit)
        mend = _NAME.replace("{code}", unit)
        return _Cause(path, line, "name", f"地名（{unit}）", old.get(unit), new.get(unit), mend)

    return cause


def _line(path: Path, code: str) -> int | None:
    """The line of a code in an official list."""
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", errors="replace") as file:
        return next((number for number, line in enumerate(file, 1) if line.startswith(f"{code},")), None)


def _by_scheme(before: _Telling, after: _Telling, root: str) -> Callable[[Change, Change], _Cause]:
    def cause(was: Change, now: Change) -> _Cause:
        old, new = (_scheme(telling, was.effective_at) for telling in (before, after))
        path, column = f"{root}/schemes/{new}.json", "titles" if was.title_name != now.title_name else "steps"
        if old != new or new is None:
            path, column = f"{after.source.folder}/county.json", "schemes"
        if was.title_name != now.title_name:
            return _Cause(path, None, column, f"称号（{was.title}）", was.title_name, now.title_name, _SCHEME)
        return _Cause(path, None, column, f"原因（{was.reason}）", was.reason_name, now.reason_name, _SCHEME)

    return cause


def _ruled(before: _Telling, after: _Telling, root: str) -> _Place:
    """The scheme that was altered, of those that bind the county; county.json where it names other ones."""
    settings = after.source.settings
    altered = [
        period.scheme
        for period in (settings.schemes if settings else ())
        if before.profiles.get(period.scheme) != after.profiles.get(period.scheme)
    ]
    if before.source.settings == settings and altered:
        return _Place(f"{root}/schemes/{altered[0]}.json", None, _SCHEME)
    return _Place(f"{after.source.folder}/county.json", "schemes", _SCHEME)


def _scheme(telling: _Telling, time: str) -> Any:
    settings = telling.source.settings
    profile = None if settings is None else profile_at(settings, telling.profiles, time)
    return None if profile is None else profile.id
