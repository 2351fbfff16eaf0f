"""The roll-up: pages, documents and feeds above the counties, from their summaries and parts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from generator import urls, words
from generator.publish.artifact import Artifact, decode
from generator.publish.exports import documents
from generator.publish.exports.catalogues import schema_org
from generator.publish.feeds.archives import Month
from generator.publish.handover import parts
from generator.publish.handover.summary import STATUSES, Summary, is_present
from generator.publish.pages import chrome as frame
from generator.publish.pages import languages, renderer
from generator.publish.pages.charts.tiles import TilesView
from generator.publish.pages.chinese import Text
from generator.publish.pages.rows import change_row, counts, document_row, groups, recent
from generator.publish.pages.views.changes import ChangesView, DayLink, MonthRow, MonthView
from generator.publish.pages.views.places import HomeView, Recent, UnitRow
from generator.publish.pages.views.shared import Chrome
from generator.publish.pages.wording import CHINESE, Wording, wording
from generator.publish.rollup.overview import tiles_of, trend_of
from generator.register.change import Change
from generator.register.model import Layout, SiteSettings, UnitSource
from generator.register.profile import Profile
from generator.register.times import instant

HOME_CHANGES = 6
NEWEST = 500
PAGE = 1000


@dataclass(frozen=True, slots=True)
class National:
    """Everything above the counties. `parts` is the folder of the parts, `scratch` one for what is merged in steps.

    `counted` are the items of each month and feed, once the months are merged.
    """

    site: SiteSettings
    summaries: Sequence[Summary]
    units: Sequence[UnitSource]
    profiles: Mapping[str, Profile]
    names: Mapping[str, str]
    parts: Path
    scratch: Path
    revision: str | None
    counted: Mapping[str, Mapping[str, Month]] = field(default_factory=dict)
    layouts: Mapping[str, Layout] = field(default_factory=dict)

    @property
    def present(self) -> list[Summary]:
        """Counties that belong to the present."""
        return [one for one in self.summaries if is_present(one, self.site.demonstration)]

    @property
    def archived(self) -> list[Summary]:
        """Historical lists."""
        return [one for one in self.summaries if one.state == "archived"]

    @property
    def months(self) -> list[str]:
        """Months with changes, newest first."""
        found = {month for one in self.present for month in one.changes}
        return sorted(found, reverse=True)

    @property
    def by_kind(self) -> Counter[str]:
        """How many changes there are of each kind."""
        found = Counter[str]()
        for one in self.present:
            for kinds in one.changes.values():
                found.update(kinds)
        return found

    @property
    def as_of(self) -> str | None:
        """The newest time recorded in a county of the present."""
        return max((one.as_of for one in self.present), key=instant, default=None)

    @property
    def since(self) -> str:
        """The day that stands for an empty feed: the oldest beginning of a register."""
        found = [one.register_since for one in self.present or self.summaries]
        return instant(min(found))

    def lines(self, month: str) -> Iterator[str]:
        """Lines of the changes of a month, newest first, once they are merged."""
        with (self.scratch / month).open(encoding="utf-8") as file:
            yield from file

    def part_of(self, month: str, start: int, length: int) -> Iterator[str]:
        """Some of the lines of a month: so many bytes from a place."""
        with (self.scratch / month).open("rb") as file:
            file.seek(start)
            while length > 0:
                line = file.readline()
                length -= len(line)
                yield line.decode("utf-8")

    def under(self, notice_id: str) -> Iterator[str]:
        """Lines of the changes under a notice of a unit above the counties: by county, in order of the log."""
        for one in self.summaries:
            if notice_id in one.higher:
                with (self.parts / notice_id / one.part).open(encoding="utf-8") as file:
                    yield from reversed(file.readlines())

    def merge(self, month: str) -> None:
        """Merges the parts of a month, once, for all that reads its lines."""
        paths = [self.parts / month / one.part for one in self.present if month in one.changes]
        self.scratch.mkdir(exist_ok=True)
        with (self.scratch / month).open("w", encoding="utf-8") as file:
            file.writelines(parts.merged(paths, self.scratch / f"{month}-steps"))

    def change(self, line: str) -> Change:
        """The change of a line of a part."""
        found = parts.part(line)
        return documents.decoded(found.row, found.kinds, found.body, found.tie, self.site)

    def newest_of_each(self, most: int) -> list[Change]:
        """The newest changes of each kind, newest first: however many additions there are, they hide no removal."""
        wanted = Counter({kind: min(most, whole) for kind, whole in self.by_kind.items()})
        found: list[Change] = []
        for month in self.months:
            for line in self.lines(month):
                if not wanted.total():
                    return found
                kind = parts.part(line).kind
                if wanted[kind] > 0:
                    wanted[kind] -= 1
                    found.append(self.change(line))
        return found

    def newest(self, most: int) -> list[Change]:
        """The newest changes of all."""
        found: list[Change] = []
        for month in self.months:
            for line in self.lines(month):
                found.append(self.change(line))
                if len(found) == most:
                    return found
        return found


def total(summaries: Sequence[Summary]) -> dict[str, int]:
    """Sums of the counts of counties."""
    summed = Counter[str]()
    for one in summaries:
        summed.update(one.counts)
    return {status: summed[status] for status in STATUSES}


def chrome(
    national: National, address: str, title: str, description: str, path: Sequence[tuple[str, Text]] = (),
    lang: str = languages.CHINESE, **options: Any,
) -> Chrome:  # fmt: skip
    """The chrome of a page above the counties; its feeds are the national ones unless others are given."""
    site, _ = national.site, languages.words_of(lang)
    options.setdefault("feeds", frame.feed_set("feeds/all", _("全部变化"), lang=lang))
    options.setdefault("demonstration", _(frame.SITE_FICTIONAL) if site.demonstration else "")
    trail = frame.trail_to(address, path, lang=lang, home=frame.home_of(site, lang))
    return frame.chrome(
        site, address, title, description, trail, footnote=footnote(national, lang), lang=lang, **options
    )


def footnote(national: National, lang: str = languages.CHINESE) -> str:
    """Of when the data is, and from which commit the site was made."""
    _ = languages.words_of(lang)
    as_of = _("数据截至{}。").format(languages.time_name(national.as_of, lang)) if national.as_of else ""
    revision = _("由版本 {} 生成。").format(national.revision[:12]) if national.revision else ""
    return f"{as_of}{revision}".rstrip()


def home(national: National) -> Iterator[Artifact]:
    """The home page in each language, and the register's summary."""
    summed = total(national.present)
    newest = national.newest_of_each(HOME_CHANGES)
    for lang in (languages.CHINESE, *national.site.languages):
        yield renderer.page("home", _home(national, summed, newest, wording(lang)))
    demonstration = [one for one in national.summaries if one.demonstration]
    yield documents.twin(
        urls.HOME,
        {
            "counts": summed,
            "archived": block(national.archived),
            "demonstration": {"site": national.site.demonstration, **block(demonstration)},
            "counties": [county_entry(national, one) for one in national.summaries],
            "revision": national.revision,
            "format": documents.FORMAT,
            "name": national.site.name,
            "as_of": national.as_of,
            "url": urls.absolute(national.site.url, urls.HOME),
        },
    )


def _home(national: National, summed: Mapping[str, int], newest: Sequence[Change], say: Wording) -> HomeView:
    site, address, _ = national.site, urls.home(say.lang), say.word
    listed = _("{} 个区县的名录").format(len(national.present))
    return HomeView(
        chrome=chrome(
            national, address, site.name if say.chinese else site.name_en or site.name,
            f"{listed}{told(summed, national.as_of, say)}", lang=say.lang, twin=urls.HOME,
            others=frame.others_of(site, say.lang, urls.home),
            linked_data=schema_org.dataset(site, national.summaries, national.as_of) if say.chinese else "",
        ),
        counts=counts(summed, say=say),
        counties=len(national.present),
        as_of=say.exactly(national.as_of) if national.as_of else None,
        recent=recent_of(national.present, address, say),
        groups=groups(newest, address, national.by_kind, say),
        provinces=tuple(
            _row(national, address, code, below, say) for code, below in _by_unit(national.present, 2).items()
        ),
        archived=tuple(county_row(one, address, say) for one in national.archived),
        # Pictures have their words in Chinese.
        tiles=_tiles(national) if say.chinese else None,
        trend=trend_of(national.present, national.as_of) if say.chinese else None,
    )  # fmt: skip


def _tiles(national: National) -> TilesView | None:
    """The tiles of the home page, where the present is one province; of several, each has its own page."""
    provinces = {one.code[:2] for one in national.present}
    if len(provinces) != 1:
        return None
    code = provinces.pop()
    return tiles_of(
        national.layouts.get(code), national.names[code], [one for one in national.present if one.code[:2] == code],
        urls.HOME, national.as_of, demonstration=national.site.demonstration,
    )  # fmt: skip


def told(summed: Mapping[str, int], as_of: str | None, say: Wording = CHINESE) -> str:
    """The numbers of a page in a sentence, as it is described in a chat."""
    _ = say.word
    known = (summed[one] for one in ("certified", "suspended", "revoked"))
    numbers = _("：有效 {} 个，暂停 {} 个，取消 {} 个").format(*known)
    return numbers + (_("，截至{}。").format(say.time(as_of)) if as_of else _("。"))


def recent_of(present: Sequence[Summary], page: str, say: Wording = CHINESE) -> tuple[Recent, ...]:
    """What changed of late in counties of the present, by the newest time that is recorded in one of them."""
    as_of = max((one.as_of for one in present), key=instant, default=None)
    if as_of is None:
        return ()
    numbers = ((day, kind, many) for one in present for (day, kind, _), many in one.by_day.items())
    return recent(numbers, as_of, urls.relative(urls.day(as_of[:10]), page), say)


def block(summaries: Sequence[Summary]) -> dict[str, Any]:
    """How many counties of one kind there are, and their counts."""
    return {"counties": len(summaries), "counts": total(summaries)}


def county_entry(national: National, one: Summary) -> dict[str, Any]:
    """A county as the documents above it list it."""
    return {
        "code": one.code,
        "name": one.name,
        "state": one.state,
        "demonstration": one.demonstration,
        "counts": one.counts,
        "url": urls.absolute(national.site.url, urls.unit(one.code)),
        "as_of": one.as_of,
        "events": one.log_size,
    }


def _by_unit(summaries: Sequence[Summary], length: int) -> dict[str, list[Summary]]:
    found: dict[str, list[Summary]] = {}
    for one in summaries:
        found.setdefault(one.code[:length], []).append(one)
    return dict(sorted(found.items()))


def _row(national: National, page: str, code: str, below: Sequence[Summary], say: Wording) -> UnitRow:
    summed = total(below)
    as_of = max((one.as_of for one in below), key=instant)
    return UnitRow(
        code, say.name(national.names[code]), urls.relative(urls.unit(code, say.lang), page),
        summed["certified"], summed["suspended"], summed["revoked"], summed["candidate"], say.moment(as_of),
    )  # fmt: skip


def county_row(one: Summary, page: str, say: Wording = CHINESE) -> UnitRow:
    """A county as a row of a page above it."""
    return UnitRow(
        one.code, say.name(one.name), urls.relative(urls.unit(one.code, say.lang), page),
        one.counts["certified"], one.counts["suspended"], one.counts["revoked"], one.counts["candidate"],
        say.moment(one.as_of),
    )  # fmt: skip


def changes(national: National, days: Sequence[Mapping[str, Any]], due: str | None) -> Iterator[Artifact]:
    """The page of the newest changes, with the lists of months and days (`days` as documents list them).

    `due` is the day by which the next change is to be looked for.
    """
    found = national.newest(NEWEST)
    months = [_month_row(national, month) for month in national.months]
    whole = sum(row.total for row in months)
    yield renderer.page(
        "changes",
        ChangesView(
            chrome=chrome(national, urls.CHANGES, "变化", f"全部 {whole} 次变化，最新的在前。"),
            months=tuple(months),
            rows=tuple(change_row(change, urls.CHANGES) for change in found),
            total=whole,
        ),
    )
    yield documents.twin(
        urls.CHANGES,
        {
            "total": whole,
            "months": [
                {"month": month, "total": row.total, "url": urls.absolute(national.site.url, urls.month(month))}
                for month, row in zip(national.months, months, strict=True)
            ],
            "events": [documents.change_row(change, national.site) for change in found],
            "as_of": national.as_of,
            "demonstration": national.site.demonstration,
            "url": urls.absolute(national.site.url, urls.CHANGES),
            "format": documents.FORMAT,
            "this_update": national.as_of,
            "next_update": due,
            "days": list(days),
        },
    )


def _month_row(national: National, month: str) -> MonthRow:
    kinds = Counter[str]()
    for one in national.present:
        kinds.update(one.changes.get(month, {}))
    return MonthRow(
        words.month_name(month), urls.relative(urls.month(month), urls.CHANGES), sum(kinds.values()),
        kinds["revoked"], kinds["suspended"], kinds["restored"], kinds["certified"], kinds["nominated"],
        kinds["corrected"],
    )  # fmt: skip


def month_pages(national: National, month: str) -> int:
    """How many pages a month has."""
    return -(-sum(sum(one.changes.get(month, {}).values()) for one in national.present) // PAGE)


def _day_links(national: National, year_month: str, page: str) -> tuple[DayLink, ...]:
    """The days of a month with changes, newest first."""
    found = Counter[str]()
    for one in national.present:
        for (day, _, _), number in one.by_day.items():
            if day.startswith(year_month):
                found[day] += number
    return tuple(
        DayLink(words.day_name(day), urls.relative(urls.day(day), page), found[day])
        for day in sorted(found, reverse=True)
    )


def month(national: National, year_month: str) -> Iterator[Artifact]:
    """All changes of a month, newest first, a thousand on a page; each page has its twin."""
    row = _month_row(national, year_month)
    last = month_pages(national, year_month)
    lines = national.lines(year_month)
    for number in range(1, last + 1):
        page = urls.month(year_month, number)
        rows = [parts.part(line).row for line in islice(lines, PAGE)]
        base = urls.absolute(national.site.url, urls.HOME)
        newer = urls.relative(urls.month(year_month, number - 1), page) if number > 1 else ""
        older = urls.relative(urls.month(year_month, number + 1), page) if number < last else ""
        title = row.name if number == 1 else f"{row.name}（第 {number} 页）"
        yield renderer.page(
            "month",
            MonthView(
                chrome=chrome(national, page, title, f"{row.name}的 {row.total} 次变化。", [(urls.CHANGES, "变化")]),
                name=row.name,
                rows=tuple(document_row(decode(row), base, page) for row in rows),
                total=row.total,
                page=number,
                pages=last,
                newer=newer,
                older=older,
                days=_day_links(national, year_month, page) if number == 1 else (),
            ),
        )
        yield documents.twin(
            page,
            {
                "month": year_month,
                "total": row.total,
                "page": number,
                "pages": last,
                "next": urls.absolute(national.site.url, urls.twin(urls.month(year_month, number + 1)))
                if number < last
                else None,
                "events": [],
                "demonstration": national.site.demonstration,
                "url": urls.absolute(national.site.url, page),
                "format": documents.FORMAT,
            },
            rows,
        )
