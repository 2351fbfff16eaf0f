"""What a job of the roll-up asked for, and what became of it: it is not done again while every answer is the same.

A job learns all it knows by asking the country and its feeds. A `Witness` stands between them and keeps each question
with a digest of the answer; when all of these still agree, and the files that were made stand as they were left, the
job would make the same files ("verifying traces": Mokhov, Mitchell, Peyton Jones, Build Systems à la Carte, 4.2.2).
So no list of inputs is kept by hand, and none can be forgotten.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.build import cache
from generator.build.sealed import seal, unsealed
from generator.publish.feeds.national import Feeds
from generator.publish.handover.country import Country

# What is asked of whom ("country", "feeds"), by name, with what in hand.
Question = tuple[str, str, tuple[Hashable, ...]]
_NAME: Final = "roll-up"


# A file as it was left: its size in bytes, when it was written (nanoseconds), and which file it is (inode).
Standing = tuple[int, int, int]


class Trace(NamedTuple):
    """A job as it was last done: what it asked, the files that it made, and what it gave back."""

    asked: Mapping[Question, str]
    files: Mapping[str, Standing]
    result: Any


class Answers:
    """Digests of what the country and its feeds answer, each reckoned once."""

    def __init__(self, feeds: Feeds) -> None:
        self._of: dict[str, Any] = {"feeds": feeds, "country": feeds.country}
        self._digests: dict[Question, str] = {}

    def digest(self, question: Question) -> str:
        """SHA-256 of an answer. Raises TypeError where it is nothing that can be told apart."""
        if question not in self._digests:
            whom, name, arguments = question
            told = _DIGESTS[whom].get(name)
            answer = told(self._of[whom], *arguments) if told else self._answer(whom, name, arguments)
            self._digests[question] = hashlib.sha256(answer.encode("utf-8", "surrogatepass")).hexdigest()
        return self._digests[question]

    def agree(self, asked: Mapping[Question, str]) -> bool:
        """True if every question has the answer that it had."""
        try:
            return all(self.digest(question) == digest for question, digest in asked.items())
        except (LookupError, AttributeError, TypeError, ValueError, StopIteration):
            return False  # what was asked about is not there any more

    def _answer(self, whom: str, name: str, arguments: tuple[Hashable, ...]) -> str:
        value = getattr(self._of[whom], name)
        if callable(value):
            value = value(*arguments)
        if isinstance(value, Iterator):
            raise TypeError(f"{whom}.{name} has no digest")
        return repr(value)


class Witness:
    """Answers for a country or its feeds, and keeps what was asked."""

    def __init__(self, whom: str, subject: Any, answers: Answers, asked: dict[Question, str]) -> None:
        self._whom, self._subject, self._answers, self._asked = whom, subject, answers, asked

    def __getattr__(self, name: str) -> Any:
        if self._whom == "feeds" and name == "country":
            return Witness("country", self._subject.country, self._answers, self._asked)
        value = getattr(self._subject, name)
        if not callable(value):
            self._note(name, ())
            return value

        if name in _BY and self._whom == "country":
            self._note(_BY[name], ())
            return value

        def ask(*arguments: Any) -> Any:
            self._note(name, arguments)
            return value(*arguments)

        return ask

    def _note(self, name: str, arguments: tuple[Hashable, ...]) -> None:
        question = (self._whom, name, arguments)
        if question not in self._asked:
            self._asked[question] = self._answers.digest(question)


# ---- answers that are told apart without being made: they are long, or written while they are read


def _counties(country: Country, codes: Iterable[str]) -> str:
    return "\n".join(f"{code} {country.digests[code].summary}" for code in codes)


def _month(country: Country, month: str) -> str:
    return "\n".join(country.day_digest(day) for day in country.days_of(month))


def _day(country: Country, day: str) -> str:
    return country.day_digest(day)


def _chosen(feeds: Feeds, key: str) -> str:
    chosen = feeds.chosen(key)
    return f"{[line.digest for line in chosen.lines]}{chosen.cut}"


def _newest(country: Country, *_: Any) -> str:
    return f"{[country.day_digest(day) for day in country.days]}{country.late!r}"


def _listed(country: Country, kind: str, least: int, most: int) -> str:
    return f"{[(change.digest, by) for change, by in country.listed(kind, least, most)]}"


def _same(country: Country, *_: Any) -> str:
    return country.site.url


_OF_COUNTRY: Final[Mapping[str, Callable[..., str]]] = {
    "summaries": lambda country: _counties(country, (county.code for county in country.summaries)),
    "present": lambda country: _counties(country, (county.code for county in country.present)),
    "archived": lambda country: _counties(country, (county.code for county in country.archived)),
    "below": lambda country, code: _counties(country, (county.code for county in country.below(code))),
    "parts": lambda country, unit="": repr([code for code, _ in country.parts(unit)]),
    "handed": _month,
    "rows_on": _day,
    "lines_on": _day,
    "changes_on": _day,
    "newest_in": lambda country, month: country.newest_in(month).digest,
    "listed": _listed,
    "page": lambda country, month, key, number: country.page_digest(month, key, number),
    # What they read is asked for by its digest, and that covers it.
    "items": _same,
    "reader": _same,
    "newest": _newest,
    "newest_of_each": _newest,
    "in_order_of_publication": _newest,
    "left": lambda country, subject, unit="": country.left_digest(subject, unit),
    "under": lambda country, notice_id: country.left_digest(notice_id),
}
_DIGESTS: Final[Mapping[str, Mapping[str, Callable[..., str]]]] = {"country": _OF_COUNTRY, "feeds": {"chosen": _chosen}}


# What is asked of each single change, and is known once this is: a question for each would be as much as the answers.
_BY: Final = {"change": "site", "published": "late"}


# ---- from one build to the next


def are_kept(folder: Path) -> bool:
    """True if a build left the traces of its jobs there, whatever they are worth."""
    return (folder / _NAME).exists()


def load(folder: Path) -> tuple[dict[str, Trace], dict[str, str]]:
    """The jobs of the last build, by name, and the parts of its counties, by code; none where they are not as they were
    written, or of another program."""
    found = unsealed(folder / _NAME)
    if not isinstance(found, tuple) or len(found) != 3 or found[0] != cache.program_of_site():
        return {}, {}
    return dict(found[1]), dict(found[2])


def store(folder: Path, traces: Mapping[str, Trace], parts: Mapping[str, str]) -> None:
    """Keeps the jobs of a build, and which parts of counties they were made beside."""
    seal(folder, _NAME, (cache.program_of_site(), dict(traces), dict(parts)))


def standing(root: Path, paths: Iterable[str]) -> dict[str, Standing]:
    """Files as they stand below a folder. Raises OSError where one is not there."""
    found: dict[str, Standing] = {}
    for path in paths:
        status = os.lstat(f"{root}/{path}")
        found[path] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def stands(root: Path, trace: Trace) -> bool:
    """True if the files of a job are as it left them."""
    try:
        return standing(root, trace.files) == trace.files
    except OSError:
        return False
