"""What a publication did, or would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from generator.delivery.site import Plan, Site

Progress = Callable[..., Iterable[Any]]


class Report(NamedTuple):
    """The files that are sent (paths) and their bytes; how many stay; those that are removed; what else lies there.

    `release` is the number of the release that readers see then, None where there are none; `is_new` is false where
    they see this very site already.
    """

    sent: tuple[str, ...]
    bytes: int
    kept: int
    removed: tuple[str, ...]
    foreign: tuple[str, ...]
    release: int | None
    is_new: bool

    @classmethod
    def of(cls, plan: Plan, new: Site, foreign: Iterable[str], release: int | None, *, is_new: bool) -> Report:
        """The report of a plan; the root's manifest is sent last, where anything is new."""
        sent = [entry.path for entry in plan.sent]
        size = plan.bytes
        if is_new:
            sent.append(new.entry.path)
            size += new.entry.size
        return cls(tuple(sent), size, len(plan.kept), plan.removed, tuple(foreign), release, is_new)
