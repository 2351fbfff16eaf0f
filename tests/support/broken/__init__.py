"""Broken data folders, by the thousand: whole ones of which one or two things are broken, each by its number.

    broken = make(seed=1, number=42)     the same folder on every machine
    broken.words                         ("events.csv: columns swapped",)
    write(broken.files, folder / "data")
    write(broken.texts, folder / "content")

`folders` has the whole ones and what breaks their structure; `tables`, `documents`, `texts` and `contents` (of bytes)
what breaks the content of a file; `pools` the values that are put into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from tests.support.broken import contents, documents, folders, tables, texts
from tests.support.broken.folders import Entry

# How often each kind of fault is tried; what is nearer to what people do, oftener.
_KINDS = {tables.broken: 9, documents.broken: 5, contents.broken: 4, folders.broken: 2}

# How often it is a text beside the data.
_TEXTS = 0.1


class Broken(NamedTuple):
    """A folder with its faults; `whole` names the folder that it was, `files` are its entries by path.

    `texts` are those of the content folder beside it.
    """

    whole: str
    words: tuple[str, ...]
    files: Mapping[str, Entry]
    texts: Mapping[str, Entry]


def unbroken(name: str) -> Broken:
    """A whole folder."""
    return Broken(name, (), folders.whole(name), texts.whole())


def make(seed: int, number: int) -> Broken:
    """The broken folder of a number."""
    random = Random(f"{seed}-{number}")
    broken = unbroken(random.choice(folders.NAMES))
    for _ in range(random.choice((1, 1, 2))):
        if random.random() < _TEXTS:
            if (told := texts.broken(random, broken.texts)) is not None:
                broken = broken._replace(words=(*broken.words, told[0]), texts=told[1])
            continue
        [kind] = random.choices([*_KINDS], [*_KINDS.values()])
        if (told := kind(random, broken.files)) is not None:
            broken = broken._replace(words=(*broken.words, told[0]), files=told[1])
    return broken
