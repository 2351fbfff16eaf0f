"""Whether anything changed at all since the last build: then there is nothing to read, and nothing to do.

    .<name>.build/cache/whole     what was read, as the disk knows it; of which counties; what the build gave back

Only names, sizes and times are looked at, of what was read and of what was published. The least change of any of them
leads to a build that reads, and compares what things hold.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Hashable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.build import cache
from generator.build.look import ABOVE, Files, Look, Written, keep
from generator.build.sealed import seal, unsealed
from generator.history import git
from generator.reading import appearance

_NAME: Final = "whole"


# Findings of days ahead of the clock: they go by themselves when these have come. No finding comes so.
BY_THE_CLOCK: Final = frozenset({"W304", "E310", "E312", "W313"})


class Whole(NamedTuple):
    """A build that published something: a digest of what it read, those that its counties were made from, by code, its
    time, and its result."""

    inputs: str
    counties: Mapping[str, str]
    now: str
    result: Any


def inputs(data: Path, content: Path, asked: Hashable) -> str | None:
    """A digest of everything that a build reads, and of what it was asked for but its time; None where that cannot be
    told."""
    theme = appearance.folder(data)
    own = [theme] if theme.is_dir() else []
    told = cache.stat_digest((data, content, *own)) if data.is_dir() and content.is_dir() else None
    if told is None:
        return None
    whole = (cache.program_of_site(), data.resolve(), content.resolve(), git.head(data), asked, told, len(own))
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()


def result(folder: Path, look: Look, told: str | None, now: str | None) -> Any:
    """What the last build gave back, where it read the same, no later than `now`, and all that it published stands;
    else None."""
    whole = unsealed(folder / _NAME) if told is not None else None
    if not isinstance(whole, tuple) or whole[0] != told:
        return None
    kept = Whole(*whole)
    if kept.now > (now or ""):
        return None
    return kept.result if look.stood() == {ABOVE: told, **kept.counties} else None


def newest(output: Path, paths: Collection[str]) -> int:
    """The time (nanoseconds) after which none of some files of the output changed, nor a folder that they lie in."""
    folders = {path.rpartition("/")[0] for path in paths} - {""}
    files = (os.lstat(f"{output}/{path}").st_ctime_ns for path in paths)
    return max(*files, *(os.lstat(f"{output}/{folder}").st_mtime_ns for folder in folders))


def store(
    folder: Path, told: str | None, counties: Mapping[str, str | None], above: Files, now: str | None, result: Any
) -> None:
    """Keeps what a build gave back, if all that it published is known, and no clock will change what it said.

    `counties` are the digests of what they were made from, `above` are the files above them.
    """
    known = {code: digest for code, digest in counties.items() if digest is not None}
    passing = any(finding.code in BY_THE_CLOCK for finding in result.report.findings)
    if told is not None and len(known) == len(counties) and not passing:
        keep(folder, ABOVE, Written(told, above))
        seal(folder, _NAME, tuple(Whole(told, known, now or "", result)))
