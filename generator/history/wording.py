"""Published items that would read differently: what the words of a feed item are made of, at a base and now.

An item names its area as the log does; its qualifier, its place, its title and its reason stand elsewhere, and a slip
there would rewrite archives, days and copies. The log of the base is told twice: as it was, and as the areas, the
official names or the schemes at hand would have it. So lines that are new, altered or gone do not matter here.

A county that is archived says so in all its items: a fact about the register, known to who does it, and not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.findings import finding
from generator.history.base import Base
from generator.history.log import TOLD, quoted
from generator.reading.documents import read_document
from generator.reading.folder import read_county, read_former, shown_root
from generator.reading.profiles import read_profiles
from generator.register.change import Change, changes
from generator.register.county import compile_county
from generator.register.divisions import ancestors, concerns, place_of, raw_slice
from generator.register.model import Area, CountySource, Finding, FormerName, Table
from generator.register.profile import Profile
from generator.register.schemes import profile_at

_AREA: Final = "真的改了限定的，是另一个区域：给它新的编号，在原来那一行填写 valid_until 和 replaced_by"
_NAME: Final = "真的改了地名的，在 data/divisions/former.csv 写明原名：{code},{was},{day}（用原名记录的最后一天）"
_SCHEME: Final = "方案真的改了的，在 amendments 里写明从哪天起；换了方案的，不改 county.json 里以前的起止日期"


class Job(NamedTuple):
    """A county, with the data folder as it was and as it is."""

    code: str
    was: Path
    now: Path


def jobs(base: Base, codes: Sequence[str] = ()) -> list[Job]:
    """The counties of the base (all, where none is named) whose items may read differently, laid out."""
    schemes = {name.removesuffix(".json") for name in base.lay_out_others("schemes")}
    lists = base.lay_out_others("divisions")
    former = _former_names(base) if any(name.startswith("former.") for name in lists) else frozenset()

    def may_differ(code: str) -> bool:
        return (
            (code in base.changed and base.differs(code, "areas", "county"))
            or (f"{code[:2]}.csv" in lists and _is_renamed(base, code))
            or any(concerns(name.code, code) for name in former)
            or (bool(schemes) and not schemes.isdisjoint(_schemes(base.now / "registers" / code)))
        )

    here = [code for code in base.counties if (not codes or code in codes) and _is_folder(base, code)]
    differing = [code for code in here if may_differ(code)]
    base.lay_out(differing)
    return [Job(code, base.data, base.now) for code in differing]


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
    """A county's source and profiles, as they are told."""

    source: CountySource
    profiles: Mapping[str, Profile]


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
    """A finding for each qualifier, name of a place, title or reason that would alter items of the base."""
    before, after = _telling(job.was, job.code), _telling(job.now, job.code)
    then, now = before.source, after.source
    was, here = then.settings, now.settings
    if was is None or here is None or not all(job.code in source.names for source in (then, now)):
        return []
    area_ids = {area.area_id for area in then.areas.rows}
    then = replace(then, events=then.events.without(lambda event: event.area_id not in area_ids))
    before = replace(before, source=then)
    findings: list[Finding] = []
    areas = _areas(then, now)
    if areas != then.areas:
        findings += _told(before, replace(before, source=replace(then, areas=areas)), _by_area(now.areas))
    if (then.names, then.former) != (now.names, now.former):
        named = replace(before, source=replace(then, names=now.names, former=now.former))
        findings += _told(before, named, _by_name(before, named, shown_root(job.now), job.now))
    profiles = {**before.profiles, **after.profiles}  # one that cannot be used has findings of its own
    settings = replace(was, schemes=here.schemes)
    if settings != was or profiles != before.profiles:
        ruled = _Telling(replace(then, settings=settings), profiles)
        findings += _told(before, ruled, _by_scheme(before, ruled, shown_root(job.now)))
    return findings


def _telling(data: Path, code: str) -> _Telling:
    profiles = read_profiles(data / "schemes", "").value
    return _Telling(
        read_county(data, code).value, {key: profile for key, profile in profiles.items() if profile is not None}
    )


def _areas(then: CountySource, now: CountySource) -> Table[Area]:
    """The areas as they were, with the qualifiers of now."""
    qualifiers = {area.area_id: area.qualifier for area in now.areas.rows}
    rows = (area._replace(qualifier=qualifiers.get(area.area_id, area.qualifier)) for area in then.areas.rows)
    return replace(then.areas, rows=tuple(rows))


def _told(before: _Telling, after: _Telling, cause_of: Callable[[Change, Change], _Cause]) -> Iterator[Finding]:
    """One finding for each cause, with the first of its items and how many there are."""
    items: dict[_Cause, list[Change]] = {}
    for was, now in zip(
        *(changes(compile_county(telling.source, telling.profiles)) for telling in (before, after)), strict=True
    ):
        if was != now:
            items.setdefault(cause_of(was, now), []).append(was)
    for number, (cause, told) in enumerate(items.items(), 1):
        if number > TOLD:
            break
        rest = len(items) - TOLD if number == TOLD else 0
        more = f"等 {len(told)} 条" if len(told) > 1 else ""
        mend = cause.mend.format(was=cause.was, day=told[-1].recorded_at[:10])
        yield finding(
            "E811", cause.path, cause.line, cause.column, cause.now, sequence=told[0].sequence, what=cause.what,
            more=f"{more}（这样的共 {len(items)} 处）" if rest else more, expected=quoted(cause.was),
            now=quoted(cause.now), mend=mend,
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


def _scheme(telling: _Telling, time: str) -> Any:
    settings = telling.source.settings
    profile = None if settings is None else profile_at(settings, telling.profiles, time)
    return None if profile is None else profile.id
