"""Statistics of the present, by county, by day and by title. The only home of pandas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from generator import urls, words
from generator.publish.artifact import Artifact, text
from generator.publish.exports.tables import safe
from generator.publish.handover.summary import STATUSES, Summary
from generator.register.change import KIND_ORDER


class Shown(NamedTuple):
    """A table as a page shows it; `file` is the link from there to all of it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file: str


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
        whole = frame.map(safe).assign(demonstration=self._demonstration)
        return whole.to_csv(index=False, lineterminator="\n")

    def records(self) -> dict[str, list[dict[Hashable, Any]]]:
        """The frames as rows for the data twin."""
        return {name: frame.to_dict(orient="records") for name, frame in self._frames().items()}

    def shown(self) -> list[Shown]:
        """The tables of the page: titles, months, counties."""
        months = self.days.assign(month=self.days["day"].str[:7])
        by_month = months.groupby("month", sort=True)[list(KIND_ORDER)].sum().reset_index()
        by_month["month"] = by_month["month"].map(words.month_name)
        counties = self.counties.drop(columns="code").assign(as_of=self.counties["as_of"].map(words.day_name))
        statuses = [words.STATUSES[status] for status in STATUSES]
        return [
            _shown("各称号现有数量", ["称号", *statuses], self.titles.drop(columns="title"), "titles"),
            _shown("各月变化", ["月份", *(words.KIND_NAMES[kind] for kind in KIND_ORDER)], by_month, "days"),
            _shown("各区县", ["名称", *statuses, "区域", "记录", "截至"], counties, "counties"),
        ]

    def _frames(self) -> dict[str, pd.DataFrame]:
        return {"counties": self.counties, "days": self.days, "titles": self.titles}


def _shown(caption: str, header: Sequence[str], frame: pd.DataFrame, name: str) -> Shown:
    rows = tuple(tuple(str(cell) for cell in row) for row in frame.itertuples(index=False, name=None))
    return Shown(caption, tuple(header), rows, urls.relative(urls.statistics(name), urls.STATISTICS))


def _counties(present: Sequence[Summary]) -> pd.DataFrame:
    columns = ["code", "name", *STATUSES, "areas", "events", "as_of"]
    rows = [
        (
            summary.code,
            summary.name,
            *(summary.counts[status] for status in STATUSES),
            summary.areas,
            summary.log_size,
            summary.as_of,
        )
        for summary in present
    ]
    return pd.DataFrame(rows, columns=columns)


def _days(present: Sequence[Summary]) -> pd.DataFrame:
    """One row for each day with changes; a column for each kind."""
    counted: Counter[tuple[str, str]] = Counter()
    for summary in present:
        for (day, kind), number in summary.by_day.items():
            counted[day, kind] += number
    rows = [(day, kind, number) for (day, kind), number in counted.items()]
    return _wide(pd.DataFrame(rows, columns=["day", "kind", "n"]), ["day"], "kind", KIND_ORDER)


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
