"""Statistics of the present, by county, by day and by title. The only home of pandas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd

from generator import urls, words
from generator.publish.artifact import Artifact, text
from generator.publish.exports.tables import safe
from generator.publish.handover.summary import STATUSES, Summary
from generator.register.change import KIND_ORDER
from generator.register.times import day_of

_STANDING: Final = (
    "按记录的月份，只计现在仍然有效的记录；后来被撤销或替换的，只列在“被更正”一栏。"
    "事件表 events.csv 里 superseded_by 为空的就是仍然有效的，按 event 数出来是同样的数。"
)
# What changes are counted as: those that stand by kind, and those that no longer do.
_COUNTED: Final = (*KIND_ORDER, "superseded")
# Columns of the frames that were added behind all others.
_ADDED: Final = ("superseded", "as_of_on")


class Shown(NamedTuple):
    """A table as a page shows it; `file` is the link from there to all of it, `note` says how it counts."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file: str
    note: str = ""


class Statistics:
    """The frames, and what is made of them. `present` are the summaries of the present."""

    def __init__(self, present: Sequence[Summary], *, demonstration: bool) -> None:
        self._demonstration = str(demonstration).lower()
        self.counties = _counties(present)
        self.days = _days(present)
        self.titles = _titles(present)

    def files(self) -> list[Artifact]:
        """The frames as CSV."""
        return [text(urls.statistics(name), self._csv(frame)) for name, frame in self._frames().items()]

    def _csv(self, frame: pd.DataFrame) -> str:
        added = [name for name in _ADDED if name in frame]  # columns that came later stand behind the mark
        whole = frame.drop(columns=added).map(safe).assign(demonstration=self._demonstration, **frame[added])
        return whole.to_csv(index=False, lineterminator="\n")

    def records(self) -> dict[str, list[dict[Hashable, Any]]]:
        """The frames as rows for the data twin."""
        return {name: frame.to_dict(orient="records") for name, frame in self._frames().items()}

    def shown(self) -> list[Shown]:
        """The tables of the page: titles, months, counties."""
        months = self.days.assign(month=self.days["day"].str[:7])
        by_month = months.groupby("month", sort=True)[list(_COUNTED)].sum().reset_index()
        by_month["month"] = by_month["month"].map(words.month_name)
        counties = self.counties.drop(columns=["code", "as_of_on"]).assign(
            as_of=self.counties["as_of"].map(words.day_name)
        )
        statuses = [words.STATUSES[status] for status in STATUSES]
        return [
            _shown("各称号现有数量", ["称号", *statuses], self.titles.drop(columns="title"), "titles"),
            _shown(
                "各月变化",
                ["月份", *(words.COUNTED[kind] for kind in (*KIND_ORDER, "superseded"))],
                by_month,
                "days",
                _STANDING,
            ),
            _shown("各区县", ["名称", *statuses, "区域", "记录", "截至"], counties, "counties"),
        ]

    def _frames(self) -> dict[str, pd.DataFrame]:
        return {"counties": self.counties, "days": self.days, "titles": self.titles}


def _shown(caption: str, header: Sequence[str], frame: pd.DataFrame, name: str, note: str = "") -> Shown:
    rows = tuple(tuple(str(cell) for cell in row) for row in frame.itertuples(index=False, name=None))
    return Shown(caption, tuple(header), rows, urls.relative(urls.statistics(name), urls.STATISTICS), note)


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
    """One row for each day on which changes were recorded: a column for each kind counts those that stand, the last one
    those that were retracted or replaced later. The rows of events.csv give the same numbers."""
    counted: Counter[tuple[str, str]] = Counter()
    for summary in present:
        for day, kind, number in summary.told_by_day():
            counted[day, kind] += number
    rows = [(day, kind, number) for (day, kind), number in counted.items()]
    return _wide(pd.DataFrame(rows, columns=["day", "kind", "n"]), ["day"], "kind", _COUNTED)


def _titles(present: Sequence[Summary]) -> pd.DataFrame:
    """One row for each title; a column for each status."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for summary in present:
        counted.update(summary.title_counts)
    rows = [(title, name, status, number) for (title, name, status), number in counted.items()]
    long = pd.DataFrame(rows, columns=["title", "title_name", "status", "n"])
    return _wide(long, ["title", "title_name"], "status", STATUSES)


def _wide(long: pd.DataFrame, index: list[str], columns: str, order: Sequence[str]) -> pd.DataFrame:
    """A long frame with a column for each of the codes in `order`, zero where nothing was counted."""
    wide = long.pivot_table(index=index, columns=columns, values="n", aggfunc="sum", fill_value=0)
    return wide.reindex(columns=list(order), fill_value=0).astype(int).sort_index().reset_index()
