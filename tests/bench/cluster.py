"""What happens in an invented county, community by community: applications, cases, contacts, inspections.

It keeps every rule of the scheme, with all the evidence that the rules ask for: levels, standards, the window and what
a case obliges to are taken from the profile. About half of the areas go all the way to a title; the others apply and
fail, are still under way, or withdraw: none is only listed, which a check would ask about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tests.bench.draft import BATCH_EVERY, CITY_DAY, LAST, Draft, Unit

_CLEAN: Final = 10  # days without a case before an application: more than any scheme asks for


def live(draft: Draft, areas: int) -> None:
    """Adds so many areas, community by community, and all that happens there."""
    for own, compounds, quiet in _communities(draft, areas):
        _Cluster(draft, own, compounds, quiet).live()


def _communities(draft: Draft, areas: int) -> Iterator[tuple[Unit | None, list[Unit], bool]]:
    """Communities (None: not an area itself) with their compounds.

    The first street is quiet where the scheme has a title for it: all of it is certified, at last the street.
    """
    left = areas
    calm = next(iter(draft.place.streets)) if draft.profile["upper_titles"] else "none"
    for code in sorted(draft.place.communities, key=lambda code: (code[:9] != calm, draft.random.random())):
        quiet = code.startswith(calm)
        name = draft.place.communities[code]
        community: Unit | None = draft.unit(code, name, "village" if name.endswith("村") else "community")
        compounds = [] if name.endswith("村") else list(_compounds(draft, code))
        if not quiet:
            compounds = compounds[: left - 1]
            if compounds and draft.random.random() < 0.5:
                community = None
        found = [*([community] if community else []), *compounds]
        draft.units.extend(found)
        left -= len(found)
        yield community, compounds, quiet
        if left <= 1:
            return


def _compounds(draft: Draft, code: str) -> Iterator[Unit]:
    """A few compounds; some have two phases of the same name, some an earlier name."""
    random, number = draft.random, 0
    for _ in range(random.randint(2, 6)):
        name = draft.names.compound()
        phases = ("一期", "二期") if random.random() < 0.03 else ("",)
        former = draft.names.compound() if random.random() < 0.02 else ""
        for phase in phases:
            number += 1
            yield draft.unit(f"{code}-{number:03d}", name, "compound", phase, former)


class _Cluster:
    """A community with its compounds: what happens in one of them concerns the community as well."""

    def __init__(self, draft: Draft, own: Unit | None, compounds: Sequence[Unit], quiet: bool) -> None:
        self.draft = draft
        self.random = draft.random
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
        inspected = {row[1] for row in self.draft.inspections}
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
            self.draft.add(start + 1, "review", unit)
            self.draft.add(start + 2, "reject", unit, "standard_not_met")
        elif chance < 0.55:
            self._applied(unit, start := random.randint(earliest, LAST - 3), unmet=1)
            self.draft.add(start + 2, "reject", unit, "standard_not_met")
        elif chance < 0.59:
            self._applied(unit, LAST - 1)
            if random.random() < 0.5:
                self.draft.add(LAST, "review", unit)
        else:
            self._applied(unit, start := random.randint(earliest, LAST - 2))
            self.draft.add(start + 1, "withdraw", unit, "by_applicant")

    def _mistaken(self, unit: Unit, day: int) -> int:
        """An application that was recorded in error, and taken back the day after; when the true one begins."""
        wrong = self.draft.add(day, "apply", unit)
        self.draft.add(day + 1, "correct", unit, "recorded_in_error").corrects = wrong
        return day + 2

    def _applied(self, unit: Unit, day: int, unmet: int = 0) -> None:
        standards = self.draft.standards
        for number, standard in enumerate(standards):
            met = "no" if number >= len(standards) - unmet else "yes"
            self.draft.assessments.append((self.draft.day(day), unit.area_id, unit.title, standard, met))
        self.draft.add(day, "apply", unit)

    def _certified(self, unit: Unit, day: int) -> None:
        """The whole way to a title, within all limits."""
        random, draft = self.random, self.draft
        self._applied(unit, day)
        reviewed = day + random.choice((0, 1, 1, 2))
        certified = reviewed + random.choice((0, 1))
        filed = certified + random.choice((0, 0, 1))
        for at, event in ((reviewed, "review"), (certified, "certify"), (filed, "file")):
            if unit.title in draft.steps[event]["levels"]:
                self.draft.add(at, event, unit)
        if CITY_DAY - 3 < filed <= CITY_DAY and random.random() < 0.3:
            at, notice = CITY_DAY, draft.notice_id(CITY_DAY, 1, draft.place.code[:4])
        else:
            at = -(-filed // BATCH_EVERY) * BATCH_EVERY
            notice = draft.notice_id(at, 1)
        self.draft.add(at, "publish", unit).notice_id = notice
        self.published[unit] = at

    def _street(self) -> None:
        """The street itself, once all of its communities hold their title."""
        draft = self.draft
        code = self.own.area_id[:9] if self.own else ""
        below = {one for one in draft.place.communities if one.startswith(code)}
        held = {line.unit.area_id: line.day for line in draft.lines if line.event == "publish"}
        if below <= held.keys():
            kind = "street" if draft.place.streets[code].endswith("街道") else "township"
            street = draft.unit(code, draft.place.streets[code], kind)
            draft.units.append(street)
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
        """Cases in a compound that withdrew its application, in a community that holds no title."""
        withdrawn = {line.unit: line.day for line in self.draft.lines if line.event == "withdraw"}
        for unit in self.compounds:
            if unit in withdrawn:
                after = range(withdrawn[unit] + 1, LAST + 1)
                for day in sorted(self.random.sample(after, min(len(after), self.random.randint(1, 6)))):
                    self._case(day, unit)
                return

    def _case(self, day: int, unit: Unit | None) -> None:
        assert unit is not None
        confirmed, asymptomatic = self.random.choice(((1, ""), ("", 1), (2, 3), (0, 2), (1, 1)))
        self.draft.cases.append((self.draft.day(day), unit.area_id, confirmed, asymptomatic, "", ""))

    def _incident(self) -> None:
        """A case, a close contact, a failed inspection or a serious breach, and what follows from it."""
        random, draft = self.random, self.draft
        unit = random.choice([one for one in self.published if one in self.compounds] or list(self.published))
        day = random.randint(self.published[unit] + 1, LAST + 1)
        if day > LAST:
            return
        kind = random.random()
        if kind < 0.2:
            self._removal(day, "revoke", [unit], random.choice(("obstructing_staff", "concealing_contacts")))
            return
        if "inspection_failed" in {one["id"] for one in draft.steps["revoke"]["reasons"]} and kind < 0.3:
            self._inspected(unit, day, 2, failed=True)
            self._removal(day, "revoke", [unit], "inspection_failed")
            return
        concerned = {unit, *([self.own] if self.own else [])}
        begun = {line.unit for line in draft.lines if line.unit is self.own}
        if self.own and self.own is not unit and begun and self.published.get(self.own, LAST) >= day:
            return  # the community is on its way to a title: a case would end that
        concerned &= self.published.keys()
        if draft.suspends and kind < 0.8:
            self._contacts(day, unit, concerned)
        else:
            self._case(day, unit)
            self._removal(day, "revoke", concerned, "new_case")
            again = day + _CLEAN
            if random.random() < 0.4 and again <= LAST - 11:
                self._certified(unit, random.randint(again, LAST - 11))

    def _contacts(self, day: int, unit: Unit, concerned: set[Unit]) -> None:
        """Close contacts: suspended, then restored when all are ruled out, or revoked if one is a case."""
        random, draft = self.random, self.draft
        contacts = random.randint(1, 9)
        draft.cases.append((draft.day(day), unit.area_id, "", "", contacts, ""))
        self._removal(day, "suspend", concerned, "close_contact")
        then = day + random.randint(2, 7)
        if then > LAST:
            return
        if random.random() < 0.15:
            self._case(then, unit)
            self._removal(then, "revoke", concerned, "new_case")
            return
        draft.cases.append((draft.day(then), unit.area_id, "", "", "", contacts))
        self._removal(then, "restore", concerned, "contact_ruled_out")

    def _removal(self, day: int, event: str, units: Sequence[Unit] | set[Unit], reason: str) -> None:
        for unit in sorted(units):
            self.draft.add(day, event, unit, reason).notice_id = self.draft.notice_id(day, 2)

    def _inspection(self, unit: Unit, since: int) -> None:
        if since < LAST:
            level = self.random.choice((4, 6, 6, 9))
            self._inspected(unit, self.random.randint(since + 1, LAST), level, failed=self.random.random() < 0.05)

    def _inspected(self, unit: Unit, day: int, level: int, *, failed: bool) -> None:
        draft = self.draft
        due = draft.day(day + 5) if failed else ""
        done = draft.day(day + 3) if failed and day + 3 <= LAST else ""
        method, result = self.random.choice(("open", "covert")), "failed" if failed else "passed"
        body = unit.area_id[:level]
        draft.inspections.append((draft.day(day), unit.area_id, body, method, result, due, done))
