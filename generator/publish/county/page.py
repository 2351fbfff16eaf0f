"""The page of a county: totals, changes with removals first, all areas by street, the account."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator import urls, words
from generator.publish.county import charts
from generator.publish.county.charts import SHOWN
from generator.publish.county.context import Context
from generator.publish.handover.summary import is_present
from generator.publish.pages import chrome, offers
from generator.publish.pages.chinese import Chinese, Text
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.rows import counts, groups, list_of, recent, status_word
from generator.publish.pages.views.places import (
    AreaGroup,
    AreaRow,
    AsOfView,
    Count,
    CountyView,
    Filter,
    NoticeRow,
    Option,
)
from generator.publish.pages.views.shared import Download, Embedding, Fact, Link, Moment, Offers
from generator.register.change import Change
from generator.register.divisions import place_of
from generator.register.profile import keeps_cases

# Changes of each kind that the page shows.
_NEWEST = 6


def county_view(context: Context, changes: Sequence[Change], sizes: Mapping[str, int]) -> CountyView:
    """The page of a county; `changes` are its own, in order of the log, `sizes` those of its files, by address."""
    county, settings, say = context.county, context.county.settings, context.say
    _, name = say.word, say.name(county.name)
    own, lang = urls.unit(county.code), say.lang
    drawn = charts.trend_of(context, say)
    rows = [_plainly(row) for row in context.area_rows(context.home, county.by_area)]
    streets = tuple(_by_street(context, rows))
    # What is no part of the present stands in no list above the counties.
    lists = list_of(context.home, county.code) if is_present(county, context.site.demonstration) else lambda _: ""
    return CountyView(
        chrome=context.chrome(
            context.home, _("{}名录").format(name) if not context.archived else str(name),
            _("{}：有效 {} 个，暂停 {} 个，取消 {} 个，截至{}。").format(
                name, *(county.counts[status] for status in ("certified", "suspended", "revoked")),
                say.time(county.as_of),
            ),
            chrome.trail_to(context.home, context.above[:-1], lang=lang, home=chrome.home_of(context.site, lang)),
            feeds=chrome.county_feeds(context.site, county.code, name, lang=lang), crumb=name, twin=own,
            others=chrome.others_of(context.site, lang, lambda language: urls.unit(county.code, language)),
        ),
        name=name,
        scope=own,
        counts=counts(county.counts, archived=bool(context.archived), say=say),
        as_of=say.exactly(county.as_of),
        recent=() if context.archived else recent(
            (
                (change.listed[:10], "superseded" if change.event_id in county.superseded else change.counted, 1)
                for change in changes
            ),
            county.as_of, say=say, lists=lists,
        ),
        log_size=len(county.events),
        unpublished=any(
            not record.is_public(transition) for record in county.records.values() for transition in record.transitions
        ),
        publisher=say.quoted(settings.publisher) if settings.publisher else _("原发布单位未载明"),
        contact=say.quoted(settings.contact or ""),
        evidence=_evidence(context),
        schemes=tuple(
            Link(
                say.quoted(county.profiles[period.scheme].name), urls.relative(urls.scheme(period.scheme), context.home)
            )
            for period in settings.schemes
        ),
        groups=groups(
            _newest(changes), context.home, Counter(change.counted for change in changes), say,
            superseded=county.superseded, within=county.name, areas=context.lang_of_areas,
            gone=Counter(change.counted for change in changes if change.event_id in county.superseded),
            lists=lists,
        ),
        areas=streets,
        area_count=len(county.by_area),
        row_count=len(rows),
        filters=tuple(_filters(context, rows)),
        account=context.account(county.account, context.home),
        notices=tuple(_notice_rows(context, changes)),
        unplaced=tuple(context.unplaced(county.unplaced)),
        offers=Offers(
            offers.of_county(county.code, context.home, say, revoked=context.site.revoked_feeds),
            tuple(_downloads(context, sizes)), _embeddings(context, trend=drawn is not None),
        ),
        trend=drawn,
        marks=charts.marks_of(context, streets, changes, say) if context.site.county_pictures else None,
        then=_then(context, changes),
    )  # fmt: skip


def _then(context: Context, changes: Sequence[Change]) -> AsOfView | None:
    """From the first day on which a change was listed to the present."""
    if not changes:
        return None
    county, say = context.county, context.say
    names = {title: say.term(county.title_then(title)) for title in county.schemes.ranks}
    translated = {title: name for title, name in names.items() if not say.chinese and not isinstance(name, Chinese)}
    first, last = min(change.listed for change in changes)[:10], county.as_of[:10]
    return AsOfView(
        first, last, say.day(first), say.day(last),
        urls.relative(urls.table(county.code, "events"), context.home),
        json.dumps(translated, ensure_ascii=False) if translated else "",
        tuple(Count(status, status_word(status, say=say), 0) for status in county.counts),
    )  # fmt: skip


def _downloads(context: Context, sizes: Mapping[str, int]) -> Iterator[Download]:
    county, _ = context.county, context.say.word
    day = _("截至 {}").format(context.say.day(county.as_of))
    for name, address in (
        (_("区域表 areas.csv"), urls.table(county.code, "areas")),
        (_("事件表 events.csv"), urls.table(county.code, "events")),
        (_("本页数据 index.json"), urls.twin(urls.unit(county.code))),
    ):
        yield offers.download(name, address, context.home, sizes, day)


def _embeddings(context: Context, *, trend: bool) -> tuple[Embedding, ...]:
    """The number of titles as a badge, and the trend, to be shown on other pages: in the language of the page."""
    county, site, _ = context.county, context.site, context.say.word
    own, lang = urls.unit(county.code), context.say.lang
    name = str(context.say.name(county.name))  # as text: attributes cannot mark what is Chinese
    pictures = [(_("数字（徽标）"), urls.badge(own, lang), _("{}：有效称号的数量").format(name))]
    if trend and site.county_pictures:
        pictures.append((_("走势图"), urls.drawing(own, "trend", lang), _("{}：称号数量的走势").format(name)))
    return offers.embeddings(pictures, context.home, context.home, site.url)


def _plainly(row: AreaRow) -> AreaRow:
    """A row of a long list: a day is its words alone, as areas.csv has it for programs."""
    return row._replace(since=row.since.shown) if isinstance(row.since, Moment) and not row.since.exact else row


def _evidence(context: Context) -> tuple[Fact, ...]:
    """What the steps were checked against, and what is kept elsewhere. A table without rows checked nothing yet."""
    if context.archived:
        return ()
    county, _ = context.county, context.say.word
    asked = keeps_cases(county.profiles.values()) or bool(county.cases)
    rows = {"cases": county.cases, "assessments": county.assessments, "inspections": county.inspections}

    def told(table: str) -> str:
        if table not in county.evidence:
            return _("未入库（另行保存），未经核对")
        return _("已入库，逐条核对") if rows[table] else _("尚无登记")

    return tuple(Fact(_(name), told(table)) for table, name in words.EVIDENCE.items() if table != "cases" or asked)


def _newest(changes: Sequence[Change]) -> list[Change]:
    """The newest changes of each kind, newest first."""
    seen = Counter[str]()
    newest = []
    for change in sorted(changes, key=Change.order, reverse=True):
        seen[change.counted] += 1
        if seen[change.counted] <= _NEWEST:
            newest.append(change)
    return newest


def _by_street(context: Context, rows: Iterable[AreaRow]) -> Iterator[AreaGroup]:
    streets: dict[str, list[AreaRow]] = {}
    for row in rows:
        code = place_of(row.area_id)
        streets.setdefault(code[:9] if len(code) >= 9 else code, []).append(row)
    for street, members in sorted(streets.items()):
        name = context.say.name(context.county.names.get(street, street))
        yield AreaGroup(street, name, urls.relative(urls.area(street), context.home), tuple(members))


def _filters(context: Context, rows: Sequence[AreaRow]) -> Iterator[Filter]:
    """What the list of areas can be narrowed by, where there is a choice."""
    marked = Counter(mark for row in rows for mark in row.marks.split())
    foreign = "" if context.say.chinese else CHINESE
    offered: dict[str, list[tuple[str, str, Text, str]]] = {
        "status": [(status, status, context.status_word(status), "") for status in SHOWN],
        "title": [
            (f"t{rank}", title, name, foreign if isinstance(name, Chinese) else "")
            for title, rank in context.county.schemes.ranks.items()
            for name in [context.say.term(context.county.title_then(title))]
        ],
        "notice": [
            (f"n{number}", notice.notice_id, f"{notice.title}（{words.day_name(notice.published_at)}）", foreign)
            for number, notice in enumerate(context.known_notices, 1)
        ],
    }
    for key, name in words.FILTERS.items():
        options = tuple(
            Option(mark, value, said, marked[mark], lang) for mark, value, said, lang in offered[key] if marked[mark]
        )
        if len(options) > 1:
            yield Filter(key, context.say.word(name), options)


def _notice_rows(context: Context, changes: Sequence[Change]) -> Iterator[NoticeRow]:
    events = Counter(change.notice_id for change in changes)
    for notice in context.known_notices:
        yield NoticeRow(
            context.say.quoted(notice.title), urls.relative(urls.notice(notice.notice_id), context.home),
            context.say.quoted(notice.publisher) if notice.publisher else context.say.word("原发布单位未载明"),
            context.say.moment(notice.published_at),
            events[notice.notice_id],
        )  # fmt: skip
