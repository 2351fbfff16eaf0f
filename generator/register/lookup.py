"""Areas by what a person types: a code, a name or a part of it, pinyin, first letters. Pure.

The closest way in which anything fits counts, and every area that fits so: a name typed whole is not hidden among those
that only contain it, and of two areas of one name a person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from generator import words
from generator.register.divisions import place_name
from generator.register.model import Area
from generator.spelling.forms import folded
from generator.spelling.readings import spoken

_LETTERS: Final = re.compile(r"[a-z0-9]+")
_SPACES: Final = re.compile(r"[\s'’]+")
# One letter begins half of all names.
_FEWEST_LETTERS: Final = 2


def look_up(query: str, areas: Iterable[Area], names: Mapping[str, str]) -> list[Area]:
    """The areas that fit best, in order of their ids; `names` are official names by code.

    >>> look_up("whatever", [], {})
    []
    """
    candidates = sorted(areas, key=lambda area: area.area_id)
    wanted = folded(query)
    code = query.strip()
    ways: list[Callable[[Area], bool]] = [lambda area: area.area_id == code]
    if wanted:
        ways += [
            lambda area: wanted in _names(area),
            lambda area: wanted in map(folded, (area.former_names or "").split(";")),
            lambda area: wanted == folded(place_name(area.area_id, names) + area.name),
            lambda area: any(name.startswith(wanted) for name in _names(area)),
            lambda area: any(wanted in name for name in _names(area)),
            lambda area: wanted in folded(place_name(area.area_id, names) + words.full_name(area.name, area.qualifier)),
            lambda area: _contains_in_turn(wanted, area, names),
        ]
    letters = _SPACES.sub("", query).lower().replace("ü", "v")
    if len(letters) >= _FEWEST_LETTERS and _LETTERS.fullmatch(letters):
        ways += [
            lambda area: is_read(folded(area.name), letters, whole=True),
            lambda area: is_read(folded(area.name), letters),
            lambda area: is_read(folded(area.name), letters, initials=True),
        ]
    for fits in ways:
        fitting = [area for area in candidates if fits(area)]
        if fitting:
            return fitting
    return []


def _names(area: Area) -> tuple[str, str]:
    return folded(area.name), folded(words.full_name(area.name, area.qualifier))


def _contains_in_turn(wanted: str, area: Area, names: Mapping[str, str]) -> bool:
    """True if a place and a name follow one another in what was typed, with something left out: 滨河街道锦绣."""
    place = folded(place_name(area.area_id, names))
    cuts = range(1, len(wanted)) if wanted[:1] and wanted[0] in place else ()
    return any(wanted[:cut] in place and any(wanted[cut:] in name for name in _names(area)) for cut in cuts)


def is_read(name: str, letters: str, *, initials: bool = False, whole: bool = False) -> bool:
    """True if letters are how a part of a name is read, or the first letters of its characters.

    With `whole`, all of it is meant. Characters of several readings stand for each of them; the last syllable may be
    begun only.
    """
    starts = range(1) if whole else range(len(name))
    return any(_is_read_from(name, start, letters, initials=initials, whole=whole) for start in starts)


def _is_read_from(name: str, start: int, letters: str, *, initials: bool, whole: bool) -> bool:
    if not letters:
        return not whole or start == len(name)
    if start == len(name):
        return False
    character = name[start]
    for syllable in (character,) if character.isascii() else spoken(character):
        said = syllable[0] if initials else syllable
        if letters.startswith(said):
            if _is_read_from(name, start + 1, letters[len(said) :], initials=initials, whole=whole):
                return True
        elif not whole and said.startswith(letters):
            return True
    return False
