"""Statistics of the present, by county, by day and by title.

They are counted at every event, and so without pandas, which takes half a second to load and counts them again where a
build is asked for everything (`recount`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.exports import tables
from generator.publish.handover.summary import STATUSES, Summary
from generator.register.change import KIND_ORDER
from generator.register.times import day_of

# What changes are counted as: those that stand by kind, and those that no longer do.
COUNTED: Final = (*KIND_ORDER, "superseded")
# Columns that were added behind all others.
ADDED: Final = ("superseded", "as_of_on")
_STANDING: Final = (
    "按记录的月份，只计现在仍然有效的记录；后来被撤销或替换的，只列在“被更正”一栏。"
    "事件表 events.csv 里 superseded_by 为空的就是仍然有效的，按 event 数出来是同样的数。"
)


class Shown(NamedTuple):
    """A table as a page shows it; `unit` is what each row is, `file` the link from there to all of it, `note`
    says how it counts.

    `pages` are the addresses of what the rows are of, "" where it has no page."""

    caption: str
    unit: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    pages: tuple[str, ...]
    file: str
    note: str = ""


class Counts(NamedTuple):
    """A table of numbers: its columns, and its rows in their order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def of(self, *columns: str) -> list[tuple[Any, ...]]:
        """Some columns of all rows."""
        places = [self.columns.index(column) for column in columns]
        return [tuple(row[place] for place in places) for row in self.rows]


class Statistics:
    """The tables, and what is made of them. `present` are the summaries of the present."""

    def __init__(self, present: Sequence[Summary], *, demonstration: bool) -> None:
        self._demonstration = str(demonstration).lower()
        self.counties = _counties(present)
        self.days = _days(present)
        self.titles = _titles(present)

    def files(self) -> list[Artifact]:
        """The tables as CSV."""
        return [self._csv(name, counts) for name, counts in self._tables().items()]

    def _csv(self, name: str, counts: Counts) -> Artifact:
        added = [column for column in counts.columns if column in ADDED]  # those stand behind the mark
        first = [column for column in counts.columns if column not in ADDED]
        rows = zip(counts.of(*first), counts.of(*added), strict=True)
        return tables.table(
            urls.statistics(name),
            (*first, "demonstration", *added),
            ([*map(_cell, row), self._demonstration, *map(_cell, later)] for row, later in rows),
        )

    def records(self) -> dict[str, list[dict[str, Any]]]:
        """The tables as rows for the data twin."""
        return {
            name: [dict(zip(counts.columns, row, strict=True)) for row in counts.rows]
            for name, counts in self._tables().items()
        }

    def shown(self) -> list[Shown]:
        """The tables of the page: titles, months, counties."""
        statuses = [words.STATUSES[status] for status in STATUSES]
        counties = [
            (*row, words.day_name(as_of))
            for *row, as_of in self.counties.of("name", *STATUSES, "areas", "events", "as_of")
        ]
        kinds = [words.COUNTED[kind] for kind in COUNTED]
        titles = self.titles.of("title_name", *STATUSES)
        months = [(words.month_name(month), *numbers) for month, numbers in self.months().items()]
        lived = {day[:7] for (day,) in self.days.of("day")}
        of_months = [urls.month(month) if month in lived else "" for month in self.months()]
        of_counties = [urls.unit(code) for (code,) in self.counties.of("code")]
        return [
            _shown("各称号现有数量", "种称号", ["称号", *statuses], titles, "titles", [""] * len(titles)),
            _shown("各月变化", "个月", ["月份", *kinds], months, "days", of_months, _STANDING),
            _shown("各区县", "个区县", ["名称", *statuses, "区域", "记录", "截至"], counties, "counties", of_counties),
        ]

    def months(self) -> dict[str, tuple[int, ...]]:
        """The days of each month (YYYY-MM) taken together, from the first with changes to the last: one without is
        nought, and no gap."""
        months: defaultdict[str, list[Sequence[int]]] = defaultdict(list)
        for day, *numbers in self.days.rows:
            months[day[:7]].append(numbers)
        return (
            {
                month: tuple(map(sum, zip(*months[month], strict=True))) if month in months else (0,) * len(COUNTED)
                for month in _between(min(months), max(months))
            }
            if months
            else {}
        )

    def _tables(self) -> dict[str, Counts]:
        return {"counties": self.counties, "days": self.days, "titles": self.titles}


def _cell(value: object) -> str | None:
    """A value as a cell of CSV."""
    return None if value is None else str(value)


def _between(first: str, last: str) -> Iterator[str]:
    """Months (YYYY-MM) from the first to the last."""
    year, number = int(first[:4]), int(first[5:7])
    while (month := f"{year:04}-{number:02}") <= last:
        yield month
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)


def _shown(
    caption: str, unit: str, header: Sequence[str], rows: Iterable[Sequence[Any]], name: str, pages: Iterable[str],
    note: str = "",
) -> Shown:  # fmt: skip
    cells = tuple(tuple(map(str, row)) for row in rows)
    file = urls.relative(urls.statistics(name), urls.STATISTICS)
    return Shown(caption, unit, tuple(header), cells, tuple(pages), file, note)


def _counties(present: Sequence[Summary]) -> Counts:
    return Counts(
        ("code", "name", *STATUSES, "areas", "events", "as_of", "as_of_on"),
        tuple(
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
        ),
    )


def _days(present: Sequence[Summary]) -> Counts:
    """One row for each day on which changes were recorded: a column for each kind counts those that stand, the last one
    those that were retracted or replaced later. The rows of events.csv give the same numbers."""
    counted: Counter[tuple[tuple[str, ...], str]] = Counter()
    for summary in present:
        for day, kind, number in summary.told_by_day():
            counted[(day,), kind] += number
    return _wide(("day",), COUNTED, counted)


def _titles(present: Sequence[Summary]) -> Counts:
    """One row for each title; a column for each status."""
    counted: Counter[tuple[tuple[str, ...], str]] = Counter()
    for summary in present:
        for (title, name, status), number in summary.title_counts.items():
            counted[(title, name), status] += number
    return _wide(("title", "title_name"), STATUSES, counted)


def _wide(
    index: tuple[str, ...], columns: tuple[str, ...], counted: Mapping[tuple[tuple[str, ...], str], int]
) -> Counts:
    """A row for each of what was counted, in order, with a column for each of `columns`: zero where nothing was."""
    rows = sorted({row for row, _ in counted})
    return Counts(
        (*index, *columns), tuple((*row, *(counted.get((row, column), 0) for column in columns)) for row in rows)
    )
