"""The changes of each day: its document in the chain of days, and a page for newsrooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from generator import urls, words
from generator.publish.artifact import Artifact, Opener
from generator.publish.handover.changes import HandedChange
from generator.publish.handover.country import Country
from generator.publish.log import chain
from generator.publish.pages import renderer
from generator.publish.pages.rows import groups
from generator.publish.pages.views.changes import CountyRest, DayView
from generator.publish.pages.views.shared import Link
from generator.publish.rollup import months
from generator.publish.rollup.page import chrome_of

# Rows of one kind on the page of a day, removals apart: these stand there all. Its document has everything.
MOST = 200
# What stands before the id of a notice in the row of a change; quotes within a text are escaped.
_NOTICE: Final = b'"notice_id":"'


def document(country: Country, day: str, open_: Opener) -> Iterator[str]:
    """The document of a day, written row by row; gives its address. That of the day before must be chained."""
    before = country.day_before(day)
    made = chain.document(country, day, country.kinds_on(day), country.chained(before) if before else None)
    with open_(made.path) as file, made.around(file) as add:
        for row in country.rows_on(day):
            add(row)
    yield made.path


def page(country: Country, day: str) -> Iterator[Artifact]:
    """The page of a day."""
    yield renderer.page("day", _view(country, day))


def month(country: Country, year_month: str) -> Iterator[Artifact]:
    """A month, which lists its days; all of them are chained."""
    days = country.days_of(year_month)
    return months.month(country, year_month, [chain.entry(country, country.chained(day)) for day in reversed(days)])


def changes(country: Country) -> Iterator[Artifact]:
    """The page of the newest changes, which lists the days; all of them are chained."""
    listed = [chain.entry(country, country.chained(day)) for day in reversed(country.days)]
    return months.changes(country, listed, chain.next_update(country))


def _view(country: Country, day: str) -> DayView:
    address, kinds, superseded = urls.day(day), country.counted_on(day), country.superseded_on(day)
    earlier, later = country.day_before(day), country.day_after(day)
    seen, gone = Counter[str](), Counter[str]()
    shown, rest = [], []
    for line in country.lines_on(day):
        change = HandedChange.head(line)
        seen[change.counted] += 1
        gone[change.counted] += change.event_id in superseded
        if seen[change.counted] <= MOST or change.counted == "revoked":
            shown.append(country.change(HandedChange.decode(line.decode("utf-8"))))
        else:
            rest.append(line)
    name = words.day_name(day)
    standing = {**(kinds - gone), "superseded": gone.total()}
    told = "，".join(f"{name} {standing[kind]} 项" for kind, name in words.COUNTED.items() if standing.get(kind))
    above = (urls.month(day[:7]), words.month_name(day[:7]))
    return DayView(
        chrome=chrome_of(country, address, f"{name}的变化", f"{told}。", [(urls.CHANGES, "变化"), above], modified=day),
        name=name,
        groups=groups(shown, address, kinds, superseded=superseded, gone=gone),
        total=kinds.total(),
        most=MOST,
        left=len(rest),
        rest=tuple(_rest(rest, address)),
        document=urls.relative(urls.twin(address), address),
        tables=urls.relative(urls.DATA, address),
        earlier=urls.relative(urls.day(earlier), address) if earlier else "",
        later=urls.relative(urls.day(later), address) if later else "",
    )


def _rest(lines: Sequence[bytes], page: str) -> Iterator[CountyRest]:
    """For each county, how many changes do not stand on the page, and the notices that list them."""
    of_county: dict[str, list[bytes]] = {}
    for line in lines:
        of_county.setdefault(HandedChange.head(line).event_id[:6], []).append(line)
    for code, own in sorted(of_county.items()):
        # Most are of the same few notices: a line is taken apart once for each of them.
        of_notice = {line.partition(_NOTICE)[2].partition(b'"')[0]: line for line in own}
        rows = [HandedChange.decode(line.decode("utf-8")).told() for line in of_notice.values()]
        name = HandedChange.decode(own[0].decode("utf-8")).told()["county_name"]
        notices = sorted({row["notice_id"] for row in rows if row.get("notice_id")})
        yield CountyRest(
            Link(name, urls.relative(urls.unit(code), page)), len(own),
            urls.relative(urls.table(code, "events"), page),
            tuple(
                Link(f"通告 {notice_id}", urls.relative(urls.notice(notice_id), page))
                for notice_id in notices
            ),
        )  # fmt: skip
