"""A build, as it is asked for: what it is to make of what, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.build import staging, unchanged

if TYPE_CHECKING:
    from generator.check import Report

Progress = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is asked for."""

    data: Path
    content: Path
    output: Path
    site_url: str | None = None
    as_of: str | None = None
    now: str | None = None
    workers: int | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of it. `report` has the findings; without errors the rest says what was published.

    `room` says how much of its host's limits the site takes.
    """

    report: Report
    output: Path
    counties: int = 0
    areas: int = 0
    events: int = 0
    pages: int = 0
    files: int = 0
    bytes: int = 0
    demonstration: bool = False
    room: str = ""


def build(order: Order, progress: Progress = lambda items, what, total=None: items) -> Result:
    """Checks, compiles and publishes. Where the data has errors, nothing is published and the report says why.

    Raises UsageError, ProseError or AuditError; in each case the output is as it was. Where nothing changed since the
    last build, its result is given at once.
    """
    asked = (order.site_url, order.as_of, order.now is None)
    told = unchanged.inputs(order.data, order.content, asked)
    if told is not None and order.output.is_dir() and not order.full:
        with staging.opened(order.output, [order.data, order.content]) as workshop:
            same: Result | None = unchanged.result(workshop.cache, workshop.output, told, order.now)
        if same is not None:
            return replace(same, output=order.output)
    from generator.build.conductor import conduct  # all that a build is made with takes its time to load

    return conduct(order, progress, told)
