"""The statistics, counted once more by pandas, as somebody would who has only the numbers of the counties.

Where everything is asked of a build, what it publishes must be what pandas finds. The only home of pandas: it takes
half a second to load, and no event waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from generator import urls
from generator.publish.exports.statistics import ADDED, COUNTED, Statistics
from generator.publish.exports.tables import safe
from generator.publish.handover.summary import STATUSES, Summary
from generator.register.times import day_of


def differences(made: Statistics, present: Sequence[Summary], *, demonstration: bool) -> Iterator[str]:
    """The tables of statistics that are not what pandas makes of the summaries of the present."""
    frames = {"counties": _counties(present), "days": _days(present), "titles": _titles(present)}
    published = {file.path: file.content for file in made.files()}
    for name, frame in frames.items():
        if published[urls.statistics(name)] != _csv(frame, demonstration=demonstration).encode():
            yield f"{urls.statistics(name)}：与 pandas 重新数出来的不一样"
    counted = {month: numbers for month, numbers in made.months().items() if any(numbers)}
    if counted != {month: tuple(numbers) for month, *numbers in _months(frames["days"]).itertuples(index=False)}:
        yield f"{urls.STATISTICS}：各月变化与 pandas 重新数出来的不一样"


def _csv(frame: pd.DataFrame, *, demonstration: bool) -> str:
    added = [name for name in ADDED if name in frame]
    whole = frame.drop(columns=added).map(safe).assign(demonstration=str(demonstration).lower(), **frame[added])
    return whole.to_csv(index=False, lineterminator="\n")


def _months(days: pd.DataFrame) -> pd.DataFrame:
    months = days.assign(month=days["day"].str[:7])
    return months.groupby("month", sort=True)[list(COUNTED)].sum().reset_index()


def _counties(present: Sequence[Summary]) -> pd.DataFrame:
    columns = ["code", "name", *STATUSES, "areas", "events", "as_of", "as_of_on"]
    rows = [
        (
            summary.code,
            summary.name,
            *(summary.counts[status] for status in STATUSES),
            summary.areas,
            summary.log_size,
            summary.as_of,
            day_of(summary.as_of),
        )
        for summary in present
    ]
    return pd.DataFrame(rows, columns=columns)


def _days(present: Sequence[Summary]) -> pd.DataFrame:
    rows = [row for summary in present for row in summary.told_by_day()]
    return _wide(pd.DataFrame(rows, columns=["day", "kind", "n"]), ["day"], "kind", COUNTED)


def _titles(present: Sequence[Summary]) -> pd.DataFrame:
    rows = [(*key, number) for summary in present for key, number in summary.title_counts.items()]
    long = pd.DataFrame(rows, columns=["title", "title_name", "status", "n"])
    return _wide(long, ["title", "title_name"], "status", STATUSES)


def _wide(long: pd.DataFrame, index: list[str], columns: str, order: Sequence[str]) -> pd.DataFrame:
    """A long frame with a column for each of the codes in `order`, zero where nothing was counted."""
    wide = long.pivot_table(index=index, columns=columns, values="n", aggfunc="sum", fill_value=0)
    return wide.reindex(columns=list(order), fill_value=0).astype(int).sort_index().reset_index()
