"""Which counties a query can be found in: the index that a site of many areas narrows a search by.

A name is a row of syllables (a digit or letter counts as one). The index tells for each two syllables that follow one
another in a place and name, and for each three first letters of syllables, in which counties they do. A query in
characters, in pinyin or in first letters is such a row too: what it finds lies in counties that have all of its pairs.
Characters of several readings stand under each of them, so that no guess at a reading hides a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise, product
from typing import Any, Final

from generator import urls
from generator.publish.artifact import Artifact, text
from generator.publish.handover.store import SEARCH, Store
from generator.publish.search.lists import texts
from generator.spelling.forms import folded
from generator.spelling.readings import spoken

# A syllable that nothing is known of: a character without a reading, a letter of another alphabet.
UNKNOWN: Final = "_"
_INITIALS: Final = 3


@cache
def syllables(character: str) -> tuple[str, ...]:
    """What a character of a folded text counts as."""
    if character.isascii():
        return (character,)
    return spoken(character) or (UNKNOWN,)


@cache
def _letters(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(syllable[0] for syllable in syllables(character)))


def grams(listed: Mapping[str, Any]) -> tuple[str, list[str]]:
    """What a list of names holds: its characters, sorted, and its pairs ("jin sha") and triples ("jsb"), sorted."""
    characters: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    triples: set[tuple[str, ...]] = set()
    places: set[str] = set()
    for place, name in texts(listed):
        before, own = folded(place), folded(name)
        if before not in places:
            places.add(before)
            own = before + own
        else:
            own = before[1 - _INITIALS :] + own
        characters.update(own)
        pairs.update(pairwise(own))
        triples.update(zip(own, own[1:], own[2:], strict=False))
    lines = {" ".join(reading) for pair in pairs for reading in product(*map(syllables, pair))}
    lines |= {"".join(reading) for triple in triples for reading in product(*map(_letters, triple))}
    return "".join(sorted(characters)), sorted(lines)


def write(store: Store, part: str, listed: Mapping[str, Any]) -> None:
    """Hands a county's list of names over: a line of its characters, one of the files of the index that its grams stand
    in, then a line for each gram."""
    characters, lines = grams(listed)
    files = " ".join(sorted({_address(gram) for gram in lines}))
    store.put(SEARCH, part, "\n".join([characters, files, *lines]).encode("utf-8"))


def characters(store: Store, parts: Iterable[str]) -> str:
    """The characters of many parts, sorted."""
    union: set[str] = set()
    for part in parts:
        with store.path(SEARCH, part).open(encoding="utf-8") as file:
            union.update(file.readline().rstrip("\n"))
    return "".join(sorted(union))


def files(store: Store, parts: Iterable[str]) -> list[str]:
    """The files of the index over many parts."""
    union: set[str] = set()
    for part in parts:
        with store.path(SEARCH, part).open(encoding="utf-8") as file:
            next(file)
            union.update(next(file, "").split())
    return sorted(union)


def narrowing(store: Store, parts: Sequence[str]) -> Iterator[Artifact]:
    """The index over many parts, in files by the beginning of what is looked for; counties are named by their places.

    A line is the rest of the gram, then the places, each but the first as the distance from the one before.
    """
    held: dict[str, bytearray] = {}
    last: dict[str, int] = {}
    for place, part in enumerate(parts):
        with store.path(SEARCH, part).open(encoding="utf-8") as file:
            for line in islice(file, 2, None):
                gram = line.rstrip("\n")
                held.setdefault(gram, bytearray()).extend(b" %d" % (place - last.get(gram, 0)))
                last[gram] = place
    files: dict[str, list[str]] = {}
    for gram in sorted(held):
        _, space, rest = gram.partition(" ")
        rest = rest if space else gram[_INITIALS - 1 :]
        files.setdefault(_address(gram), []).append(f"{rest}{held[gram].decode()}\n")
    for address, lines in sorted(files.items()):
        yield text(address, "".join(lines))


def _address(gram: str) -> str:
    """The file of the index in which a gram stands."""
    first, space, _ = gram.partition(" ")
    return urls.search_pairs(first) if space else urls.search_initials(gram[: _INITIALS - 1])
