"""Broken data folders, by the thousand: whole ones of which one or two things are broken, each by its number.

    broken = make(seed=1, number=42)     the same folder on every machine
    broken.words                         ("events.csv: columns swapped",)
    write(broken.files, folder / "data")

`folders` has the whole ones and what breaks their structure, `tables` and `documents` what breaks their content,
`pools` the values that are put into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from tests.support.broken import contents, documents, folders, tables
from tests.support.broken.folders import Entry

# How often each kind of fault is tried; what is nearer to what people do, oftener.
_KINDS = {tables.broken: 9, documents.broken: 5, contents.broken: 4, folders.broken: 2}


class Broken(NamedTuple):
    """A folder with its faults; `whole` names the folder that it was, `files` are its entries by path."""

    whole: str
    words: tuple[str, ...]
    files: Mapping[str, Entry]


def make(seed: int, number: int) -> Broken:
    """The broken folder of a number."""
    random = Random(f"{seed}-{number}")
    whole = random.choice(folders.NAMES)
    files: Mapping[str, Entry] = folders.whole(whole)
    words = []
    for _ in range(random.choice((1, 1, 2))):
        [kind] = random.choices([*_KINDS], [*_KINDS.values()])
        told = kind(random, files)
        if told is not None:
            words.append(told[0])
            files = told[1]
    return Broken(whole, tuple(words), files)
