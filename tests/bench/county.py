"""One invented county that keeps every rule of its scheme, with all the evidence that the rules ask for.

Levels, standards, the window and what a case obliges to are taken from the profile. About half of the areas go all
the way to a title; the others apply and fail, are still under way, or are only listed. Days count from the county's
first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from tests.bench.names import Names
from tests.bench.tables import write_county, write_table

LAST: Final = 42
CITY_DAY: Final = 20  # when the city publishes, for a few areas of each of its counties
SERIES: Final = "无疫社区、无疫小区"
PUBLISHER: Final = "疫情防控指挥部"
COUNTED: Final = {"publish": "certified", "suspend": "suspended", "restore": "restored", "revoke": "revoked"}
_BATCH_EVERY: Final = 3
_CLEAN: Final = 10  # days without a case before an application: more than any scheme asks for
# Within a day, in this order.
_ORDER: Final = (
    "apply", "review", "certify", "file", "reject", "withdraw", "correct", "publish", "restore", "suspend", "revoke",
)  # fmt: skip


class Place(NamedTuple):
    """A county and what lies below it: names by code."""

    code: str
    streets: Mapping[str, str]
    communities: Mapping[str, str]


class Unit(NamedTuple):
    """An area, and the title that it can hold."""

    area_id: str
    name: str
    qualifier: str
    unit_type: str
    former_names: str
    title: str


@dataclass(slots=True, eq=False)
class Line:
    """An event before it has a place in the log."""

    day: int
    event: str
    unit: Unit
    reason: str = ""
    notice_id: str = ""
    corrects: Line | None = None
    sequence: int = 0


class Written(NamedTuple):
    """How much a county has, and what it adds to notices of its city: (notice, county, title, measure)."""

    areas: int
    events: int
    counted: Counter[tuple[str, str, str, str]]


@dataclass
class County:
    """The county as it grows. `first` is its first day, `profile` the document of its scheme."""

    place: Place
    profile: Mapping[str, Any]
    first: date
    random: Random
    names: Names
    units: list[Unit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    assessments: list[tuple[str, ...]] = field(default_factory=list)
    cases: list[tuple[object, ...]] = field(default_factory=list)
    inspections: list[tuple[str, ...]] = field(default_factory=list)

    def write(self, folder: Path, areas: int) -> Written:
        """Makes the county with so many areas, and writes its folder."""
        for cluster in self._clusters(areas):
            _Cluster(self, *cluster).live()
        self.units.sort()
        self.lines.sort(key=lambda line: (line.day, _ORDER.index(line.event), line.unit.area_id))
        for sequence, line in enumerate(self.lines, 1):
            line.sequence = sequence
        folder.mkdir(parents=True)
        code, since = self.place.code, self.first.isoformat()
        write_county(folder, code, self.profile["id"], since, since, fictional=True)
        write_table(folder, "areas", (one[:5] for one in self.units))
        write_table(folder, "events", self._events())
        write_table(folder, "notices", self._notices())
        write_table(folder, "declared", self._declared())
        write_table(folder, "cases", sorted(self.cases, key=str))
        write_table(folder, "assessments", sorted(self.assessments))
        write_table(folder, "inspections", sorted(self.inspections))
        higher = Counter(row for row in self._counted() if not row[0].startswith(code))
        return Written(len(self.units), len(self.lines), higher)

    # ---- areas

    def _clusters(self, areas: int) -> Iterator[tuple[Unit | None, list[Unit], bool]]:
        """Communities with their compounds. The first street is calm: all of it is certified, at last the street."""
        left = areas
        streets = list(self.place.streets)
        calm = streets[0] if self.profile["upper_titles"] else ""
        order = sorted(self.place.communities, key=lambda code: (code[:9] != calm, self.random.random()))
        for code in order:
            quiet = code.startswith(calm) if calm else False
            name = self.place.communities[code]
            own = self._unit(code, name, "village" if name.endswith("村") else "community")
            compounds = [] if own.unit_type == "village" else list(self._compounds(code))
            if not quiet:
                compounds = compounds[: left - 1]
            if compounds and not quiet and self.random.random() < 0.5:
                cluster: tuple[Unit | None, list[Unit], bool] = (None, compounds, quiet)
            else:
                cluster = (own, compounds, quiet)
            found = [*([cluster[0]] if cluster[0] else []), *compounds]
            left -= len(found)
            self.units.extend(found)
            yield cluster
            if left <= 1:
                return

    def _compounds(self, code: str) -> Iterator[Unit]:
        number = 0
        for _ in range(self.random.randint(2, 6)):
            name = self.names.compound()
            phases = ("一期", "二期") if self.random.random() < 0.03 else ("",)
            former = self.names.compound() if self.random.random() < 0.02 else ""
            for phase in phases:
                number += 1
                yield self._unit(f"{code}-{number:03d}", name, "compound", phase, former)

    def _unit(self, area_id: str, name: str, unit_type: str, qualifier: str = "", former: str = "") -> Unit:
        return Unit(area_id, name, qualifier, unit_type, former, self._titles[unit_type])

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {kind: title["id"] for title in self.profile["titles"] for kind in title["unit_types"]}

    # ---- the log

    @cached_property
    def steps(self) -> dict[str, Mapping[str, Any]]:
        """The steps of the scheme by event."""
        return {step["event"]: step for step in self.profile["steps"]}

    @cached_property
    def standards(self) -> list[str]:
        """Ids of the standards that an application is assessed by."""
        return [item["id"] for one in self.profile["standards"] for item in (one["items"] or [one])]

    @cached_property
    def suspends(self) -> bool:
        """True if the scheme suspends for a close contact."""
        return any("close_contacts" in one["on"] and "suspend" in one["steps"] for one in self.profile["triggers"])

    def day(self, number: int) -> str:
        """A day as it is written."""
        return (self.first + timedelta(days=number)).isoformat()

    def notice_id(self, day: int, number: int, code: str = "") -> str:
        """Id of the notice of a day: 1 a batch, 2 what was suspended, restored and revoked."""
        return f"{code or self.place.code}-{self.day(day).replace('-', '')}-{number}"

    def _body(self, line: Line) -> str:
        """The body that took a step: of the level that the scheme gives."""
        place = line.unit.area_id.partition("-")[0]
        level = self.steps[line.event]["levels"][line.unit.title]
        if level is None:
            return place[:12] if line.event == "apply" else self.place.code
        return place[:level]

    def _events(self) -> Iterator[tuple[object, ...]]:
        """Rows of the log; on each day the first is recorded at eight, and then one each half minute."""
        last, at = -1, 0
        for line in self.lines:
            at = at + 1 if line.day == last else 0
            last = line.day
            time = f"{self.day(line.day)}T{8 + at // 120:02d}:{at // 2 % 60:02d}:{at % 2 * 30:02d}+08:00"
            unit = line.unit
            alike = bool(unit.qualifier) and line.event in ("suspend", "revoke")
            yield (
                line.sequence, unit.area_id, unit.name, line.event, unit.title, self.day(line.day), time,
                self._body(line), line.reason, line.notice_id, line.corrects.sequence if line.corrects else "",
                "yes" if alike else "",
            )  # fmt: skip

    # ---- notices

    @cached_property
    def _batches(self) -> dict[str, int]:
        used = sorted({line.notice_id for line in self.lines if line.event == "publish"})
        own = [one for one in used if one.startswith(self.place.code)]
        return {notice: batch for batch, notice in enumerate(own, 1)}

    def _notices(self) -> Iterator[tuple[object, ...]]:
        for notice in sorted({line.notice_id for line in self.lines if line.notice_id.startswith(self.place.code)}):
            batch = self._batches.get(notice)
            what = f"公布第{batch}批{SERIES}" if batch else "暂停、恢复、取消部分称号"
            digits = notice.split("-")[1]
            day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            yield (
                notice, PUBLISHER, f"关于{what}的通告", f"示疫指发〔2022〕{batch or 0}号", day, "", "official",
                f"门户网站 {day}", "",
            )  # fmt: skip

    def _counted(self) -> Iterator[tuple[str, str, str, str]]:
        for line in self.lines:
            if line.event in COUNTED:
                yield (line.notice_id, self.place.code, line.unit.title, COUNTED[line.event])

    def _declared(self) -> Iterator[tuple[object, ...]]:
        """Counts of each title; of some batches also by street, and what the county has by then."""
        for (notice, _, title, measure), count in sorted(Counter(self._counted()).items()):
            if notice.startswith(self.place.code):
                yield (notice, SERIES, self._batches.get(notice, ""), "", title, measure, count)
        by_street = Counter(
            (line.notice_id, line.unit.area_id[:9], line.unit.title) for line in self.lines if line.event == "publish"
        )
        for (notice, street, title), count in sorted(by_street.items()):
            if self._batches.get(notice, 0) % 3 == 1:
                yield (notice, SERIES, self._batches[notice], street, title, "certified", count)
        for notice, held in self._current().items():
            for title, count in sorted(held.items()):
                yield (notice, SERIES, self._batches[notice], "", title, "current", count)

    def _current(self) -> dict[str, Counter[str]]:
        """Titles held after each fourth batch."""
        found: dict[str, Counter[str]] = {}
        held: set[Unit] = set()
        for line in self.lines:
            if line.event in ("publish", "restore"):
                held.add(line.unit)
            elif line.event in ("suspend", "revoke"):
                held.discard(line.unit)
            if line.event == "publish" and self._batches.get(line.notice_id, 0) % 4 == 2:
                found[line.notice_id] = Counter(unit.title for unit in held)
        return found


class _Cluster:
    """A community with its compounds: what happens in one of them concerns the community as well."""

    def __init__(self, county: County, own: Unit | None, compounds: Sequence[Unit], quiet: bool) -> None:
        self.county = county
        self.random = county.random
        self.own = own
        self.compounds = compounds
        self.quiet = quiet
        self.published: dict[Unit, int] = {}

    def live(self) -> None:
        """Adds everything that happens here."""
        earliest = 0
        if not self.quiet and self.random.random() < 0.15:
            earliest = self._early_cases() + _CLEAN
        for unit in (*([self.own] if self.own else []), *self.compounds):
            self._course(unit, earliest)
        if self.quiet:
            self._street()
            return
        if self.published and self.random.random() < 0.5:
            self._incident()
        elif self.own is None and self.random.random() < 0.5:
            self._cases_elsewhere()
        inspected = {row[1] for row in self.county.inspections}
        for unit, day in self.published.items():
            if unit.area_id not in inspected and self.random.random() < 0.25:
                self._inspection(unit, day)

    # ---- applications

    def _course(self, unit: Unit, earliest: int) -> None:
        random = self.random
        chance = random.random()
        if self.quiet and unit is self.own:
            self._certified(unit, random.randint(0, 20))
        elif chance < 0.50:
            start = random.randint(earliest, LAST - 11)
            if random.random() < 0.01:
                start = self._mistaken(unit, start)
            self._certified(unit, start)
        elif chance < 0.53:
            self._applied(unit, start := random.randint(earliest, LAST - 3))
            self._add(start + 1, "review", unit)
            self._add(start + 2, "reject", unit, "standard_not_met")
        elif chance < 0.55:
            self._applied(unit, start := random.randint(earliest, LAST - 3), unmet=1)
            self._add(start + 2, "reject", unit, "standard_not_met")
        elif chance < 0.57:
            self._applied(unit, start := random.randint(earliest, LAST - 2))
            self._add(start + 1, "withdraw", unit, "by_applicant")
        elif chance < 0.61:
            self._applied(unit, LAST - 1)
            if random.random() < 0.5:
                self._add(LAST, "review", unit)

    def _mistaken(self, unit: Unit, day: int) -> int:
        """An application that was recorded in error, and taken back the day after; when the true one begins."""
        wrong = self._add(day, "apply", unit)
        self._add(day + 1, "correct", unit, "recorded_in_error").corrects = wrong
        return day + 2

    def _applied(self, unit: Unit, day: int, unmet: int = 0) -> None:
        standards = self.county.standards
        for number, standard in enumerate(standards):
            met = "no" if number >= len(standards) - unmet else "yes"
            self.county.assessments.append((self.county.day(day), unit.area_id, unit.title, standard, met))
        self._add(day, "apply", unit)

    def _certified(self, unit: Unit, day: int) -> None:
        """The whole way to a title, within all limits."""
        random, county = self.random, self.county
        self._applied(unit, day)
        reviewed = day + random.choice((0, 1, 1, 2))
        certified = reviewed + random.choice((0, 1))
        filed = certified + random.choice((0, 0, 1))
        for at, event in ((reviewed, "review"), (certified, "certify"), (filed, "file")):
            if unit.title in county.steps[event]["levels"]:
                self._add(at, event, unit)
        if CITY_DAY - 3 < filed <= CITY_DAY and random.random() < 0.3:
            at, notice = CITY_DAY, county.notice_id(CITY_DAY, 1, county.place.code[:4])
        else:
            at = -(-filed // _BATCH_EVERY) * _BATCH_EVERY
            notice = county.notice_id(at, 1)
        self._add(at, "publish", unit).notice_id = notice
        self.published[unit] = at

    def _street(self) -> None:
        """The street itself, once all of its communities hold their title."""
        county = self.county
        code = self.own.area_id[:9] if self.own else ""
        below = {one for one in county.place.communities if one.startswith(code)}
        held = {line.unit.area_id: line.day for line in county.lines if line.event == "publish"}
        if below <= held.keys():
            kind = "street" if county.place.streets[code].endswith("街道") else "township"
            street = county._unit(code, county.place.streets[code], kind)
            county.units.append(street)
            self._certified(street, max(held[one] for one in below) + 1)

    # ---- what happens

    def _early_cases(self) -> int:
        """Cases before anybody here applies; the last day of them."""
        infected = self.random.choice(self.compounds or [self.own])
        days = sorted(self.random.sample(range(-8, 2), self.random.randint(1, 6)))
        for day in days:
            self._case(day, infected)
        return days[-1]

    def _cases_elsewhere(self) -> None:
        """Cases in a compound that never applied, in a community that holds no title."""
        known = {line.unit for line in self.county.lines if line.unit in self.compounds}
        for unit in self.compounds:
            if unit not in known:
                for day in sorted(self.random.sample(range(2, LAST), self.random.randint(1, 6))):
                    self._case(day, unit)
                return

    def _case(self, day: int, unit: Unit | None) -> None:
        assert unit is not None
        confirmed, asymptomatic = self.random.choice(((1, ""), ("", 1), (2, 3), (0, 2), (1, 1)))
        self.county.cases.append((self.county.day(day), unit.area_id, confirmed, asymptomatic, "", ""))

    def _incident(self) -> None:
        """A case, a close contact, a failed inspection or a serious breach, and what follows from it."""
        random, county = self.random, self.county
        unit = random.choice([one for one in self.published if one in self.compounds] or list(self.published))
        day = random.randint(self.published[unit] + 1, LAST + 1)
        if day > LAST:
            return
        kind = random.random()
        if kind < 0.2:
            self._removal(day, "revoke", [unit], random.choice(("obstructing_staff", "concealing_contacts")))
            return
        if "inspection_failed" in {one["id"] for one in county.steps["revoke"]["reasons"]} and kind < 0.3:
            self._inspected(unit, day, 2, failed=True)
            self._removal(day, "revoke", [unit], "inspection_failed")
            return
        concerned = {unit, *([self.own] if self.own else [])}
        begun = {line.unit for line in county.lines if line.unit is self.own}
        if self.own and self.own is not unit and begun and self.published.get(self.own, LAST) >= day:
            return  # the community is on its way to a title: a case would end that
        concerned &= self.published.keys()
        if county.suspends and kind < 0.8:
            self._contacts(day, unit, concerned)
        else:
            self._case(day, unit)
            self._removal(day, "revoke", concerned, "new_case")
            again = day + _CLEAN
            if random.random() < 0.4 and again <= LAST - 11:
                self._certified(unit, random.randint(again, LAST - 11))

    def _contacts(self, day: int, unit: Unit, concerned: set[Unit]) -> None:
        """Close contacts: suspended, then restored when all are ruled out, or revoked if one is a case."""
        random, county = self.random, self.county
        contacts = random.randint(1, 9)
        county.cases.append((county.day(day), unit.area_id, "", "", contacts, ""))
        self._removal(day, "suspend", concerned, "close_contact")
        then = day + random.randint(2, 7)
        if then > LAST:
            return
        if random.random() < 0.15:
            self._case(then, unit)
            self._removal(then, "revoke", concerned, "new_case")
            return
        county.cases.append((county.day(then), unit.area_id, "", "", "", contacts))
        self._removal(then, "restore", concerned, "contact_ruled_out")

    def _removal(self, day: int, event: str, units: Sequence[Unit] | set[Unit], reason: str) -> None:
        for unit in sorted(units):
            self._add(day, event, unit, reason).notice_id = self.county.notice_id(day, 2)

    def _inspection(self, unit: Unit, since: int) -> None:
        if since < LAST:
            level = self.random.choice((4, 6, 6, 9))
            self._inspected(unit, self.random.randint(since + 1, LAST), level, failed=self.random.random() < 0.05)

    def _inspected(self, unit: Unit, day: int, level: int, *, failed: bool) -> None:
        county = self.county
        due = county.day(day + 5) if failed else ""
        done = county.day(day + 3) if failed and day + 3 <= LAST else ""
        method, result = self.random.choice(("open", "covert")), "failed" if failed else "passed"
        body = unit.area_id[:level]
        county.inspections.append((county.day(day), unit.area_id, body, method, result, due, done))

    def _add(self, day: int, event: str, unit: Unit, reason: str = "") -> Line:
        line = Line(day, event, unit, reason)
        self.county.lines.append(line)
        return line
