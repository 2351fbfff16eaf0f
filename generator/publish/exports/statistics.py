"""Statistics of the present, by county, by day and by title. The only home of pandas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator import urls, words
from generator.publish import pages
from generator.publish.artifact import Artifact, text
from generator.publish.exports import documents
from generator.publish.exports.tables import safe
from generator.publish.national import STATUSES, National, chrome
from generator.publish.views import Link, StatisticsTable, StatisticsView

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("certified", "suspended", "restored", "revoked", "corrected", "nominated")


def statistics(national: National) -> Iterator[Artifact]:
    """The page of statistics, its tables as CSV, its twin."""
    frames = {"counties": _counties(national), "days": _days(national), "titles": _titles(national)}
    for name, frame in frames.items():
        yield text(f"{urls.STATISTICS}{name}.csv", frame.map(safe).to_csv(index=False, lineterminator="\n"))
    months = frames["days"].assign(month=lambda one: one["day"].str[:7]).drop(columns=["day"])
    by_month = months.groupby("month", sort=True).sum().reset_index() if len(months) else months
    yield pages.page(
        "statistics",
        StatisticsView(
            chrome=chrome(national, urls.STATISTICS, "统计", "各称号、各月、各区县的数量。"),
            tables=(
                _table("各称号现有数量", ("称号", *map(_status, STATUSES)), frames["titles"].drop(columns="title"), "titles"),
                _table("各月变化", (*map(_kind, KINDS), "月份"), by_month, "days"),
                _table("各区县", ("代码", "名称", *map(_status, STATUSES), "区域", "记录", "截至"), frames["counties"], "counties"),
            ),
        ),
    )  # fmt: skip
    yield documents.document(
        urls.STATISTICS,
        {
            **{name: frame.to_dict(orient="records") for name, frame in frames.items()},
            "as_of": national.as_of,
            "demonstration": national.site.demonstration,
            "format": documents.FORMAT,
        },
    )


def _status(status: str) -> str:
    return words.STATUSES[status]


def _kind(kind: str) -> str:
    return words.KIND_NAMES[kind]


def _table(caption: str, header: Sequence[str], frame: pd.DataFrame, name: str) -> StatisticsTable:
    if "month" in frame.columns:
        frame = frame[["month", *KINDS]]
        header = ("月份", *map(_kind, KINDS))
    rows = tuple(tuple(str(cell) for cell in row) for row in frame.itertuples(index=False, name=None))
    return StatisticsTable(caption, tuple(header), rows, Link(f"{name}.csv", f"{name}.csv"))


def _counties(national: National) -> pd.DataFrame:
    import pandas as pd

    columns = ["code", "name", *STATUSES, "areas", "events", "as_of"]
    rows = [
        (one.code, one.name, *(one.counts[status] for status in STATUSES), one.areas, one.log_size, one.as_of)
        for one in national.present
    ]
    return pd.DataFrame(rows, columns=columns)


def _days(national: National) -> pd.DataFrame:
    """One row for each day with changes; a column for each kind."""
    import pandas as pd

    counted: Counter[tuple[str, str]] = Counter()
    for one in national.present:
        for (day, kind, _), number in one.by_day.items():
            counted[day, kind] += number
    long = pd.DataFrame([(day, kind, number) for (day, kind), number in counted.items()], columns=["day", "kind", "n"])
    wide = long.pivot_table(index="day", columns="kind", values="n", aggfunc="sum", fill_value=0)
    return wide.reindex(columns=list(KINDS), fill_value=0).astype(int).sort_index().reset_index()


def _titles(national: National) -> pd.DataFrame:
    """One row for each title; a column for each status."""
    import pandas as pd

    counted: Counter[tuple[str, str, str]] = Counter()
    for one in national.present:
        counted.update(one.title_counts)
    rows = [(title, name, status, number) for (title, name, status), number in counted.items()]
    long = pd.DataFrame(rows, columns=["title", "title_name", "status", "n"])
    wide = long.pivot_table(
        index=["title", "title_name"], columns="status", values="n", aggfunc="sum", fill_value=0
    )
    return wide.reindex(columns=list(STATUSES), fill_value=0).astype(int).sort_index().reset_index()
