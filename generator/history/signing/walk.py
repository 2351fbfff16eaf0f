"""The commits of a branch, step by step: each with what it brought along, judged by what stood before it.

A step is a commit of the line of first parents; what a merge brings is judged with it. How many must sign is asked of
the step alone: on a branch one may begin, and another sign by merging.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from generator.history import git
from generator.history.signing.facts import Fact, facts
from generator.history.signing.judge import Judge, Refusal
from generator.history.signing.objects import Entry, Objects
from generator.history.signing.paths import SITE, Paths
from generator.reading.authorities import read_authorities
from generator.reading.text import MOST_BYTES
from generator.register.times import at

# So many commits are held at a time.
AT_ONCE: Final = 200
_NONE: Final = "none"
_TABLES: Final = ("authorities.csv", "authorities.json")

Item = TypeVar("Item")


class Told(NamedTuple):
    """A refusal, with the commit that it is about."""

    commit: str
    refusal: Refusal


class Step(NamedTuple):
    """A commit of the line of first parents: how many commits were judged with it, their keys, the refusals.

    It is not `is_judged` where no signatures were asked for.
    """

    commit: str
    commits: int
    keys: frozenset[str]
    told: tuple[Told, ...]
    is_judged: bool = True


class Walk:
    """The history of the repository that a data folder lies in."""

    def __init__(self, data: Path, prefix: str | None = None) -> None:
        """`prefix` is where the data folder lies in the repository, where `data` is not that folder."""
        self.objects = Objects(data)
        if prefix is None:
            prefix = git.ask(data, "rev-parse", "--show-prefix").printed.removesuffix("\n").rstrip("/")
        self.paths = Paths(prefix)
        self._judges: dict[tuple[tuple[str, str], ...], Judge | None] = {}

    def judge(self, commit: str) -> Judge | None:
        """Who may write, as it stood at a commit; None where no signatures were asked for."""
        named = [f"{self.paths.data}{name}" for name in (SITE, *_TABLES)]
        files = self.objects.files(commit, named)
        key = tuple(sorted(files.items()))
        if key not in self._judges:
            self._judges[key] = self._read(files)
        return self._judges[key]

    def _read(self, files: Mapping[str, str]) -> Judge | None:
        with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch, git.contents(self.objects.folder) as contents:
            folder = Path(scratch) / "data"
            folder.mkdir()
            for path, blob in files.items():
                (folder / path.rpartition("/")[2]).write_bytes(contents.read(blob, MOST_BYTES))
            signing = signing_of(folder / SITE)
            return None if signing == _NONE else Judge(signing, read_authorities(folder).value.rows)

    def line(self, tip: str, base: str | None) -> Iterator[str]:
        """The line of first parents up to `tip` that `base` does not have, the oldest first."""
        return self.objects.listed("--first-parent", "--reverse", tip, *([f"^{base}"] if base else []))

    def clock(self, base: str) -> int:
        """The latest time that a commit of the line of first parents has up to a base: none counts as earlier."""
        told = git.ask(
            self.objects.folder, "log", "--first-parent", "--no-show-signature", "--no-color", "--format=%ct", base
        )
        return max(map(int, told.printed.split()), default=0)

    def steps(self, line: Iterable[str], clock: int, base: str | None, received: str | None) -> Iterator[Step]:
        """Judges the commits of a line, of which the first has the judge of its first parent.

        With `received` (an instant) they are pushed now: what they change of who may write counts for what comes after
        it, too, but only takes away. Without, each step counts by itself.
        """
        standing: list[Judge] = []
        is_begun = False
        for some in _in_parts(line, AT_ONCE):
            for fact in facts(self.objects, some):
                commit, parent = fact.commit, next(iter(fact.commit.parents), None)
                if not is_begun:
                    is_begun = True
                    before = base or parent
                    first = self.judge(before) if before is not None else None
                    standing = [first] if first is not None else []
                clock = max(clock, commit.committed)
                yield self._step(fact, standing, _times(clock, received), base)
                changed = self._made(fact).keys() if len(commit.parents) > 1 else fact.own.keys()
                if any(self.paths.is_authorities(path) or self.paths.is_site(path) for path in changed):
                    now = self.judge(commit.id)
                    kept = standing if received is not None else []
                    standing = [*kept, now] if now is not None and now not in kept else kept

    def _step(self, fact: Fact, standing: Sequence[Judge], times: Sequence[str], base: str | None) -> Step:
        commit = fact.commit
        if not standing:
            return Step(commit.id, 0, frozenset(), (), is_judged=False)
        told: list[Told] = []
        keys: set[str] = set()
        count = 0
        made = self._made(fact) if len(commit.parents) > 1 else fact.own
        several = {path: needed for path in made if (needed := self._needed(fact, path, standing, times)) > 1}
        stand_for: dict[str, set[str]] = {path: set() for path in several}
        for each in self._brought(fact, base):
            count += 1
            if each.signature is not None and each.is_good:
                keys.add(each.signature.shown)
            refusals = _first(judge.refusals(each, self.paths, times) for judge in standing)
            told.extend(Told(each.commit.id, refusal) for refusal in refusals)
            for path in several:
                if each.commit.id == commit.id or each.own.get(path) == made[path]:
                    who = [judge.signers(each, path, self.paths, times) for judge in standing]
                    stand_for[path] |= set.intersection(*who)
        for path, needed in sorted(several.items()):
            holders = sorted(stand_for[path])
            if len(holders) < needed and not any(each.commit == commit.id for each in told):
                told.append(Told(commit.id, Refusal("E688", path, {
                    "value": self.paths.shown(path), "expected": needed, "count": len(holders),
                    "principal": "、".join(holders) or "没有人",
                })))  # fmt: skip
        return Step(commit.id, count, frozenset(keys), tuple(told))

    def _brought(self, fact: Fact, base: str | None) -> Iterator[Fact]:
        """A commit with what it brings along, the oldest first."""
        commit = fact.commit
        if len(commit.parents) > 1:
            known = [f"^{commit.parents[0]}", *([f"^{base}"] if base else [])]
            beside = (id_ for id_ in self.objects.listed("--topo-order", "--reverse", commit.id, *known)
                      if id_ != commit.id)  # fmt: skip
            for some in _in_parts(beside, AT_ONCE):
                yield from facts(self.objects, some)
        yield fact

    def _made(self, fact: Fact) -> Mapping[str, Entry]:
        """What a commit makes of its first parent."""
        commit = fact.commit
        trees = self.objects.commits(commit.parents[:1])
        before = trees[commit.parents[0]].tree if commit.parents else self.objects.empty
        return self.objects.differences([(before, commit.tree)])[0]

    def _needed(self, fact: Fact, path: str, standing: Sequence[Judge], times: Sequence[str]) -> int:
        switched = False
        if self.paths.is_site(path):
            now = self.judge(fact.commit.id)
            switched = standing[-1].signing != (now.signing if now is not None else _NONE)
        return max(judge.needed(path, self.paths, times, is_switched=switched) for judge in standing)


def signing_of(site: Path) -> str:
    """What site.json asks for. What cannot be read asks for signatures: nobody gets rid of them by a slip."""
    if not site.is_file():
        return _NONE
    try:
        told = json.loads(site.read_bytes())
        return str(told.get("signing", _NONE))
    except (ValueError, AttributeError):
        return "ssh"


def _times(clock: int, received: str | None) -> tuple[str, ...]:
    """The instants at which a key has to count: that by which a replay will judge, and that of receipt."""
    return (at(clock),) if received is None else tuple(sorted({at(clock), received}))


def _first(refusals: Iterable[Sequence[Refusal]]) -> Sequence[Refusal]:
    """Those of the first judge that refuses: one slip gives one message."""
    return next((each for each in refusals if each), ())


def _in_parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while part := list(islice(left, size)):
        yield part
