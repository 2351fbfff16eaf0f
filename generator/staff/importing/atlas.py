"""The places of a county by their names: official units and areas of the register, found in the ways that count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from generator import words
from generator.errors import UsageError
from generator.register.divisions import place_name, place_of, read_slice
from generator.register.model import Area
from generator.spelling.forms import simple
from generator.staff.importing.likeness import (
    MOST_CANDIDATES,
    Form,
    form,
    likeness,
    numerals,
    plain_form,
    ranked,
)
from generator.staff.recording.areas import MOST_NUMBER, area_row, plain_name, unit_type
from generator.staff.recording.desk import Desk

_COUNTY, STREET, UNIT = 6, 9, 12
SAME: Final = "名称相同"
SAME_FORM: Final = "名称相同（不计宽窄、括号和居委会、村委会、街道等字样）"
SAME_WHOLE: Final = "名称连同范围相同"
FORMER: Final = "曾用名相同"
SAME_SIMPLIFIED: Final = "换成简体后名称相同"


class Match(NamedTuple):
    """Codes or ids that a name fits, and how it fits."""

    ids: tuple[str, ...]
    how: str


_Index = Mapping[tuple[str, int, str], Sequence[str]]


@dataclass
class Atlas:
    """Official names by code, and the areas of the register by id. Numbers that it gives away are taken."""

    code: str
    names: Mapping[str, str]
    areas: Mapping[str, Area]
    others: frozenset[str] = frozenset()  # names of the other counties of the province
    _last: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Numbers that were given away are free again: all rows are placed anew."""
        self._last.clear()

    def unit(self, text: str, level: int, scope: str = "") -> Match:
        """The official units of a level, within another, that have a name: as it stands, by form, in simplified.

        A name that a unit bore before, as the register has it, comes before what is only the same in simplified.
        """
        scope = scope or self.code
        for how, key, wanted in (
            (SAME, "name", plain_form(text)), (SAME_FORM, "form", form(text)), (FORMER, "former", form(text)),
            (SAME_SIMPLIFIED, "simple", form(simple(text))),
        ):  # fmt: skip
            ids = (
                self._formerly(level, form(text), scope) if how is FORMER else self._units_by(key, level, wanted, scope)
            )
            if ids:
                return Match(ids, self._renamed(ids) if how is FORMER else how)
        return Match((), "")

    def _formerly(self, level: int, wanted: Form, scope: str) -> tuple[str, ...]:
        """Units of the register that bore a name, of a level and within a scope."""
        known = self._within(self._by_former.get((level, wanted.stem), ()), scope)
        return tuple(
            code
            for code in known
            if not wanted.kind or any(form(name) == wanted for name in former_names(self.areas[code]))
        )

    def _renamed(self, ids: Sequence[str]) -> str:
        """How areas fit that bore a name: with what the only one of them is called now."""
        return f"{FORMER}，现名“{self.areas[ids[0]].name}”" if len(ids) == 1 else FORMER

    def _units_by(self, key: str, level: int, wanted: str | Form, scope: str) -> tuple[str, ...]:
        """Units with a name; a printed one without a kind may be of any, one with a kind is of that."""
        if isinstance(wanted, str):
            return self._within(self._by_name.get((level, wanted), ()), scope)
        index = self._by_form if key == "form" else self._by_simple
        fitting = self._within(index.get((level, wanted.stem), ()), scope)
        if not wanted.kind:
            return fitting
        return tuple(code for code in fitting if form(self.names[code]).kind in (wanted.kind, ""))

    @staticmethod
    def _within(codes: Sequence[str], scope: str) -> tuple[str, ...]:
        return tuple(code for code in codes if code.startswith(scope))

    @cached_property
    def _by_name(self) -> Mapping[tuple[int, str], Sequence[str]]:
        index: dict[tuple[int, str], list[str]] = defaultdict(list)
        for code in self.units():
            for name in dict.fromkeys((plain_form(self.names[code]), plain_form(plain_name(code, self.names[code])))):
                index[len(code), name].append(code)
        return index

    @cached_property
    def _by_form(self) -> Mapping[tuple[int, str], Sequence[str]]:
        index: dict[tuple[int, str], list[str]] = defaultdict(list)
        for code in self.units():
            index[len(code), form(self.names[code]).stem].append(code)
        return index

    @cached_property
    def _by_simple(self) -> Mapping[tuple[int, str], Sequence[str]]:
        index: dict[tuple[int, str], list[str]] = defaultdict(list)
        for code in self.units():
            index[len(code), form(simple(self.names[code])).stem].append(code)
        return index

    @cached_property
    def _by_former(self) -> Mapping[tuple[int, str], Sequence[str]]:
        index: dict[tuple[int, str], list[str]] = defaultdict(list)
        for area in self.areas.values():
            for name in former_names(area) if "-" not in area.area_id else ():
                index[len(area.area_id), form(name).stem].append(area.area_id)
        return index

    def units(self) -> Iterator[str]:
        """The codes of streets, villages and communities."""
        return (code for code in self.names if len(code) in (STREET, UNIT) and code.startswith(self.code))

    def like(self, text: str, level: int, scope: str = "") -> Sequence[str]:
        """The units of a level that a person may mean, the most alike first."""
        scope = scope or self.code
        candidates = (
            (self.names[code], code) for code in self.units() if len(code) == level and code.startswith(scope)
        )
        return ranked(text, candidates)

    def compound(self, name: str, qualifier: str, scope: str = "") -> Match:
        """The areas that lie in a place and have a name and a qualifier: as they stand, taken together, in simplified.

        春晓花园二期 is 春晓花园 with the qualifier 二期. What an area was called before counts where none is called so.
        """
        inside = [area for area in self._named.get(_whole(name, qualifier), ()) if area.area_id.startswith(scope)]
        fitting = [
            (SAME, [area for area in inside if _apart(area.name, area.qualifier) == _apart(name, qualifier)]),
            (SAME_WHOLE, [area for area in inside if _joined(area.name, area.qualifier) == _joined(name, qualifier)]),
            (SAME_SIMPLIFIED, inside),
        ]
        for how, areas in fitting:
            if areas:
                return Match(tuple(area.area_id for area in areas), how)
        before = self._named_before.get(_whole(name, qualifier), ())
        ids = tuple(area.area_id for area in before if area.area_id.startswith(scope))
        return Match(ids, self._renamed(ids)) if ids else Match((), "")

    def near(self, name: str, qualifier: str, scope: str) -> Sequence[str]:
        """The areas in a street or a place below it of which a name may be said: one contains the other.

        They have the same numbers, or one of them has more: the whole, and its parts. The most alike stand first.
        """
        printed, numbers = plain_form(name), {*numerals(_joined(name, qualifier))}
        ids = []
        for area in self._by_street.get(scope[:STREET], ()):
            known = plain_form(area.name)
            if not area.area_id.startswith(scope) or not (known in printed or printed in known):
                continue
            others = {*numerals(_joined(area.name, area.qualifier))}
            if numbers <= others or others <= numbers:
                ids.append(area.area_id)
        return sorted(ids, key=lambda area_id: -likeness(name, self.areas[area_id].name))[:MOST_CANDIDATES]

    def _compounds(self) -> Iterator[Area]:
        return (area for area in self.areas.values() if "-" in area.area_id and area.valid_until is None)

    @cached_property
    def _named(self) -> Mapping[str, Sequence[Area]]:
        index: dict[str, list[Area]] = defaultdict(list)
        for area in self._compounds():
            index[_whole(area.name, area.qualifier)].append(area)
        return index

    @cached_property
    def _named_before(self) -> Mapping[str, Sequence[Area]]:
        index: dict[str, list[Area]] = defaultdict(list)
        for area in self._compounds():
            for whole in {_whole(name, area.qualifier) for name in former_names(area)}:
                index[whole].append(area)
        return index

    @cached_property
    def _by_street(self) -> Mapping[str, Sequence[Area]]:
        index: dict[str, list[Area]] = defaultdict(list)
        for area in self._compounds():
            index[area.area_id[:STREET]].append(area)
        return index

    def compounds_like(self, name: str, qualifier: str, scope: str = "") -> Sequence[str]:
        """The areas in a place that a person may mean, the most alike first."""
        candidates = (
            (words.full_name(area.name, area.qualifier), area.area_id)
            for area in self._compounds() if area.area_id.startswith(scope or self.code)
        )  # fmt: skip
        return ranked(words.full_name(name, qualifier or None), candidates)

    def told(self, area_id: str) -> str:
        """A unit or an area as a person tells it from others."""
        place = place_name(area_id, self.names)
        area = self.areas.get(area_id)
        if area is not None:
            return f"{area_id}  {place}{words.full_name(area.name, area.qualifier)}"
        return f"{area_id}  {place}{self.names.get(area_id, '')}"

    def official(self, code: str, printed: str) -> Area:
        """A unit as an area: that of the register, or a new one that is called as printed."""
        known = self.areas.get(code)
        return known or area_row(code, printed, unit_type(code, self.names[code]))

    def founded(self, place: str, name: str, qualifier: str) -> Area:
        """A new compound with the next number of its place. Raises UsageError where all are used up."""
        last = self._last.get(place)
        if last is None:
            taken = (int(area_id.rpartition("-")[2]) for area_id in self.areas if _lies_in(area_id, place))
            last = max(taken, default=0)
        if last >= MOST_NUMBER:
            raise UsageError(f"{place} 里的编号用完了（最多 {MOST_NUMBER} 个）")
        self._last[place] = last + 1
        return area_row(f"{place}-{last + 1:03}", name, "compound", qualifier or None)


def former_names(area: Area) -> list[str]:
    """What an area was called before."""
    return area.former_names.split(";") if area.former_names else []


def _apart(name: str, qualifier: str | None) -> tuple[str, str]:
    return plain_form(name), plain_form(qualifier or "")


def _joined(name: str, qualifier: str | None) -> str:
    return re.sub(r"[()]", "", "".join(_apart(name, qualifier)))


def _whole(name: str, qualifier: str | None) -> str:
    return simple(_joined(name, qualifier))


def atlas_of(desk: Desk) -> Atlas:
    """The places of a county that lies open."""
    province = read_slice(desk.plan.data / "divisions", desk.code[:2])
    others = {plain_form(name) for code, name in province.items() if len(code) == _COUNTY and code != desk.code}
    return Atlas(desk.code, desk.source.names, desk.county.areas, frozenset(others))


def _lies_in(area_id: str, place: str) -> bool:
    return "-" in area_id and place_of(area_id) == place
