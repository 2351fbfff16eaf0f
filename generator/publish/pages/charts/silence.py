"""Where a register was silent: no line was recorded, so that a flat line there is not calm, but unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from generator.publish.pages.wording import CHINESE, Wording, said

# A register that promises nothing is silent after so many days.
USUAL: Final = 7
# So many counties are named; of more, their number is told.
NAMED: Final = 3


class Silence(NamedTuple):
    """The days after `since` and before `until` (YYYY-MM-DD), of which nothing is known."""

    since: str
    until: str


class Silences(NamedTuple):
    """Where a chart is hatched, and in words why."""

    spans: tuple[Silence, ...] = ()
    said: str = ""


def gaps(days: Iterable[str], promised: int | None, say: Wording = CHINESE) -> Silences:
    """The gaps between the days on which a county recorded something: longer than it promises, and than is usual."""
    longest, _ = max(promised or 0, USUAL), say.word
    spans = tuple(
        Silence(sooner, later) for sooner, later in pairwise(sorted(set(days))) if _between(sooner, later) > longest
    )
    return Silences(
        spans, _("斜线处超过 {} 天没有任何记录，情况不明，不等于没有变化。").format(longest) if spans else ""
    )


def stopped(counties: Mapping[str, tuple[str, int | None]], until: str, say: Wording = CHINESE) -> Silences:
    """Which counties stopped before a day: by name, the last day of each with how often it promises to publish."""
    silent = {
        name: last for name, (last, promised) in counties.items() if _between(last, until) > max(promised or 0, USUAL)
    }
    if not silent:
        return Silences()
    ordered, _ = sorted(silent.items(), key=lambda pair: pair[1]), say.word
    named = say.listed(said(_("{}（最后记录于{}）"), say.name(name), say.day(last)) for name, last in ordered[:NAMED])
    more = _("等 {} 个区县").format(len(ordered)) if len(ordered) > NAMED else ""
    told = said(_("斜线处不全：{}{}此后没有新的记录，仍按最后的数字计入，不等于没有变化。"), named, more)
    return Silences((Silence(ordered[0][1], str(date.fromisoformat(until) + timedelta(1))),), told)


def within(silences: Sequence[Silence], first: date, days: int) -> list[tuple[int, int]]:
    """The silences in a chart that begins on a day: from which day of it to which, in front of what follows."""
    places = (((date.fromisoformat(since) - first).days + 1, (date.fromisoformat(until) - first).days)
              for since, until in silences)  # fmt: skip
    cut = ((max(0, start), min(days, end)) for start, end in places)
    return [(start, end) for start, end in cut if start < end]


def _between(sooner: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(sooner)).days
