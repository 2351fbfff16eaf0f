"""The check of a data folder with its texts, against a base or not: what `wuyi check` and the hook of a server say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from generator import check
from generator.check import Report
from generator.engine.pool import Engine
from generator.register.model import Finding, SiteSettings
from generator.register.times import before


def judged(
    data: Path,
    content: Path,
    base: str | None,
    clock: str,
    *,
    codes: Sequence[str] = (),
    as_of: str | None = None,
    workers: int | None = None,
    progress: Callable[..., Iterable[Any]] = lambda items, what, total=None: items,
    needed: bool = True,
    engine: Engine | None = None,
    received: str | None = None,
) -> Report:
    """The report of the counties named (all, where none is), and then also of the texts: these have to be there where
    they are `needed`. With a `base` (a revision), of the history as well. `clock` is an instant a day after now;
    counties are judged by an `engine`, if one is given. Signatures since the base are judged by the instant at which
    they are `received`: a day before the clock, where none is given.

    Raises UsageError for an unknown county or revision.
    """
    from generator.history.ahead import PARENT, standing

    if base is None:
        report = check.check_all(data, codes, as_of, clock, workers, progress, partial(standing, data, clock), engine)
    else:
        from generator.history.compare import check_against

        received = received or before(clock, timedelta(days=1))
        texts = None if codes else content
        report = check_against(data, base, codes, as_of, clock, workers, progress, texts, engine, received)
    plan = None if codes else report.plan or check.read_plan(data, as_of, clock)[0]
    if plan is not None and plan.site is not None:
        report.findings.extend(_of_appearance(data, plan.site))
        report.findings.sort(key=Finding.order)
    if plan is not None and (content.is_dir() or needed):
        from generator.history import pages
        from generator.prose.judging import add_texts

        add_texts(report, content, plan, needed=needed)
        report.findings[:] = pages.milder(content, base or PARENT, report.findings)
    return report


def _of_appearance(data: Path, site: SiteSettings) -> Sequence[Finding]:
    """What is wrong with a register's own look. Templates are only read: none is run."""
    from generator.reading import appearance

    read = appearance.read(data, site)
    if not read.value.appearance.templates:
        return read.findings
    from generator.publish.pages import overrides

    return overrides.dressed(data, site).findings
