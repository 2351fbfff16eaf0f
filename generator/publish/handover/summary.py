"""What the roll-up knows of a county: a small summary, never the county itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.publish.pages.charts.moves import Flows, Move
from generator.register.account import AccountRow
from generator.register.county import County
from generator.register.declared import Counted

# Public statuses in the order of counts.
STATUSES: Final = ("certified", "suspended", "revoked", "candidate")


@dataclass(frozen=True, slots=True)
class Summary:
    """One county for the pages above it.

    `part` names its changes among the parts. `path` runs from the province to the county. `changes` counts changes by
    month (YYYY-MM) and kind. `higher` counts changes by notices of units above, `counted` are the rows that count
    toward them. `by_day` counts changes by (day, kind, title name). `links` are addresses outside the county that its
    pages lead to. `manifest` is the digest and size of its list of digests. `moves` and `flows` are what its charts
    are made from.
    """

    code: str
    part: str
    name: str
    path: tuple[tuple[str, str], ...]
    state: str
    archived_at: str | None
    demonstration: bool
    counts: Mapping[str, int]
    title_counts: Mapping[tuple[str, str, str], int]
    as_of: str
    register_since: str
    log_size: int
    areas: int
    pages: int
    files: int
    bytes: int
    changes: Mapping[str, Mapping[str, int]]
    by_day: Mapping[tuple[str, str, str], int]
    higher: Mapping[str, int]
    counted: tuple[Counted, ...]
    unplaced: tuple[tuple[str, str, str, str, str], ...]
    links: frozenset[str]
    account: tuple[AccountRow, ...]
    publishes_every_days: int | None
    manifest: tuple[str, int]
    moves: tuple[Move, ...]
    flows: Flows

    @property
    def unit_codes(self) -> tuple[str, ...]:
        """Codes of the units above the county that have a page."""
        return tuple(code for code, _ in self.path if len(code) < 6)


def is_present(summary: Summary | County, site_demonstration: bool) -> bool:
    """True if a county belongs to the totals of the present, the national feeds and the newest changes."""
    if isinstance(summary, County):
        return summary.settings.state == "active" and summary.settings.demonstration == site_demonstration
    return summary.state == "active" and summary.demonstration == site_demonstration
