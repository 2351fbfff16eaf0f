"""Where the time of a build goes: a build in one process, sampled, by stage and by job of the roll-up.

A timer of the processor interrupts the build about every millisecond; what has passed since the last time counts for
the stage that is under way: that of the innermost function named here, else of the innermost room. They are named by
themselves, not by their names, so that no stage is lost without a word when code moves.
"""

from __future__ import annotations

import os
import signal
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import process_time
from types import FrameType, ModuleType
from typing import Any, Final, NamedTuple

from generator import check
from generator.build import audit, disk, staging, writer
from generator.build import cache as kept
from generator.build.county import CompileCounty
from generator.build.order import Order
from generator.build.rollup import Merge, PutTogether, RollUp
from generator.build.start import build
from generator.prose import runner
from generator.publish import county as publish_county
from generator.publish import exports, feeds, handover, log, search
from generator.publish import rollup as rollup_pages
from generator.publish.county import notice_page, page
from generator.publish.county.area_page import AreaPages
from generator.publish.feeds import county as county_feeds
from generator.publish.feeds import entry
from generator.publish.pages import renderer
from generator.register import account, change, county, history
from tests.bench import register
from tests.bench.report import REPOSITORY, say, table

COUNTIES: Final = 10
_EVERY: Final = 0.001  # seconds of the processor

_FUNCTIONS: Final[Mapping[Callable[..., Any], str]] = {
    check.check_one: "check",
    county.compile_county: "fold",
    history.public_events: "fold",
    account.account: "fold",
    change.changes: "changes",
    county_feeds.entries_of: "entries",
    entry.entries: "entries",
    AreaPages.view: "views of areas",
    page.county_view: "other views",
    notice_page.notice_view: "other views",
    renderer.render: "rendering",
    runner.prose: "prose",
}
ROOMS: Final[Mapping[ModuleType, str]] = {
    audit: "audit",
    writer: "writing",
    disk: "writing",
    staging: "putting into place",
    kept: "plan and cache",
    exports: "tables, twins, catalogues",
    feeds: "feeds",
    handover: "handing over",
    log: "digests",
    publish_county: "other views",
    rollup_pages: "other views",
    search: "search",
}
# Functions that say what is being made: a county, or a job of the roll-up.
_COUNTY: Final = CompileCounty.__call__.__code__
_JOB: Final = RollUp.__call__.__code__
_MERGE: Final = Merge.__call__.__code__
_PAGES: Final = PutTogether.__call__.__code__
STEPS: Final = frozenset({_COUNTY, _JOB, _MERGE, _PAGES})
STAGE_OF: Final = {function.__code__: stage for function, stage in _FUNCTIONS.items()}


class Profile(NamedTuple):
    """Processor seconds by (step, stage); a step is `county`, a job of the roll-up, or `around`."""

    areas: int
    events: int
    seconds: Mapping[tuple[str, str], float]

    def by_stage(self) -> dict[str, float]:
        """Milliseconds an area of the map over counties, by stage, the most first."""
        return self._milliseconds((stage, spent) for (step, stage), spent in self.seconds.items() if step == "county")

    def by_job(self) -> dict[str, float]:
        """Milliseconds an area of everything else, by job of the roll-up, the most first."""
        return self._milliseconds((step, spent) for (step, _), spent in self.seconds.items() if step != "county")

    def across(self) -> dict[str, float]:
        """Milliseconds an area of the whole build, by stage, the most first."""
        return self._milliseconds((stage, spent) for (_, stage), spent in self.seconds.items())

    def _milliseconds(self, parts: Iterator[tuple[str, float]]) -> dict[str, float]:
        sums: dict[str, float] = defaultdict(float)
        for name, seconds in parts:
            sums[name] += seconds * 1000 / self.areas
        return dict(sorted(sums.items(), key=lambda item: -item[1]))


def run(folder: Path, seed: int, counties: int = COUNTIES) -> dict[str, Any]:
    """Profiles a build of so many counties, prints it, and gives the results."""
    profile = measured(folder, seed, counties)
    result: dict[str, Any] = {
        "areas": profile.areas, "counties": counties, "events": profile.events,
        "stages": profile.by_stage(), "jobs": profile.by_job(), "across": profile.across(),
    }  # fmt: skip
    print(f"{profile.areas:,} areas in {counties} counties, in one process: processor milliseconds an area\n")
    for title, key in (("map over counties", "stages"), ("roll-up", "jobs"), ("all of it", "across")):
        print(table((title, "ms an area"), rows(result[key]), left=(title,)))
        print()
    return result


def rows(milliseconds: Mapping[str, float]) -> list[tuple[str, str]]:
    """Rows of a table, with their sum."""
    return [*((name, f"{value:.3f}") for name, value in milliseconds.items()),
            ("together", f"{sum(milliseconds.values()):.3f}")]  # fmt: skip


def measured(folder: Path, seed: int, counties: int) -> Profile:
    """The profile of a second build of so many counties: the first has loaded what every build loads once."""
    data = folder / "data"
    size = register.write(data, REPOSITORY / "data", None, seed, counties=counties)
    say(f"{size.areas:,} areas, {size.events:,} events; a first build")
    build(Order(data, REPOSITORY / "content", folder / "first", workers=1))
    say("and a second one, sampled")
    seconds: dict[tuple[str, str], float] = defaultdict(float)
    with _sampling(seconds):
        build(Order(data, REPOSITORY / "content", folder / "second", workers=1))
    return Profile(size.areas, size.events, seconds)


@contextmanager
def _sampling(seconds: dict[tuple[str, str], float]) -> Iterator[None]:
    """While this lasts, the processor time of this process is counted. Only in the main thread."""
    last = process_time()

    def sample(_: int, frame: FrameType | None) -> None:
        nonlocal last
        now = process_time()
        seconds[place_of(frame)] += now - last
        last = now

    before = signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def place_of(frame: FrameType | None) -> tuple[str, str]:
    """Which step and stage is under way."""
    step, stage, room = "around", "", ""
    while frame is not None:
        code = frame.f_code
        if not stage:
            stage = STAGE_OF.get(code, "")
            if stage == "rendering":
                stage = "rendering of areas" if frame.f_locals.get("template") == "area" else "other rendering"
        room = room or room_of(code.co_filename)
        if code is _COUNTY:
            step = "county"
        elif code is _MERGE:
            step = "merging days"
        elif code is _PAGES:
            step = "putting months together"
        elif code is _JOB:
            make = frame.f_locals["job"].make
            step = getattr(make, "func", make).__name__.strip("_").replace("_", " ")
        frame = frame.f_back
    return step, stage or room or "other"


@cache
def room_of(file: str) -> str:
    """The stage of the room that a file lies in, "" for none."""
    for module, stage in ROOMS.items():
        places = getattr(module, "__path__", None)
        if module.__file__ == file or any(file.startswith(f"{place}{os.sep}") for place in places or ()):
            return stage
    return ""
