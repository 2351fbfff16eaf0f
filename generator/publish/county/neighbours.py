"""Which areas a page shows as neighbours: others of the same community first, then of the same street."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from generator import urls, words
from generator.publish.pages.views.places import Neighbour, Neighbours
from generator.register.county import County
from generator.register.divisions import place_of

# Of many neighbours a page shows the next ones by code, so that every area is shown on some pages.
MOST: Final = 6


class Neighbourhood:
    """The neighbours of the areas of one county. The row of an area is made once for all pages that show it."""

    def __init__(self, county: County, status_word: Callable[[str | None], str]) -> None:
        self._county = county
        self._status_word = status_word
        self._rows: dict[str, Neighbour] = {}
        self._heads: dict[str, tuple[str, str]] = {}

    def of(self, area_id: str) -> tuple[Neighbours, ...]:
        """The neighbours of an area, as its page links them; () for what holds no title itself."""
        if area_id not in self._county.by_area:
            return ()
        return tuple(self._groups(area_id))

    def _groups(self, area_id: str) -> Iterator[Neighbours]:
        code, left, within = place_of(area_id), MOST, area_id
        for unit in (code[:12], code[:9]):
            members = self._county.containers.get(unit, ())
            if len(unit) < 9 or unit in (within, area_id) or not left:
                continue
            others = sorted(islice(_following(members, area_id, within), left))
            left -= len(others)
            if others:
                rows = tuple(self._row(neighbour, area_id) for neighbour in others)
                yield Neighbours(*self._head(unit, area_id), len(members), rows)
            within = unit

    def _head(self, unit: str, page: str) -> tuple[str, str]:
        """The name and link of a community or street, made once for all pages that lead to it."""
        if unit not in self._heads:
            href = urls.relative(urls.area(unit), urls.area(page))
            self._heads[unit] = (self._county.names.get(unit, unit), href)
        return self._heads[unit]

    def _row(self, area_id: str, page: str) -> Neighbour:
        if area_id not in self._rows:
            area, state = self._county.areas[area_id], self._county.by_area[area_id][0].state
            self._rows[area_id] = Neighbour(
                words.full_name(area.name, area.qualifier), urls.relative(urls.area(area_id), urls.area(page)),
                state.public or "none", self._status_word(state.public),
            )  # fmt: skip
        return self._rows[area_id]


def _following(members: Sequence[str], area_id: str, within: str) -> Iterator[str]:
    """The members after an area, and from the first again; without it, and without what lies in a nearer circle."""
    start = bisect_right(members, area_id)
    own, nearer = f"{area_id}-", f"{within}-"  # with an area itself lies whatever has its code before a dash
    for member in chain(islice(members, start, None), islice(members, start)):
        if member not in (area_id, within) and not member.startswith((own, nearer)):
            yield member
