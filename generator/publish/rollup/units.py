"""Pages of provinces and cities, and of the notices that they published themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.exports import documents, tables
from generator.publish.handover.country import Country
from generator.publish.handover.summary import AsOf, Summary, as_of, is_present
from generator.publish.pages import chrome, languages, offers, renderer, share
from generator.publish.pages.charts.flow import FlowView
from generator.publish.pages.charts.multiples import MultiplesView
from generator.publish.pages.charts.tiles import TilesView
from generator.publish.pages.charts.trend import TrendView
from generator.publish.pages.chinese import Text
from generator.publish.pages.drawings import Source, drawings
from generator.publish.pages.rows import counts, declared_rows, groups, list_of, notice_facts
from generator.publish.pages.views.places import NoticeRow, NoticeView, UnitView, UnplacedRow
from generator.publish.pages.views.shared import Offers
from generator.publish.pages.wording import Wording, plain, with_terms
from generator.publish.rollup.overview import flow_of, multiples_of, svg_of, tiles_of, trend_of
from generator.publish.rollup.page import chrome_of, footnote
from generator.publish.rollup.totals import block, county_entry, county_row, oldest, promise_of, recent_of, told, total
from generator.register.declared import unit_totals
from generator.register.divisions import ancestors
from generator.register.model import Notice, UnitSource
from generator.register.moves import added_days
from generator.register.times import instant


class _Charts(NamedTuple):
    """The charts of a page, None where it has none of a kind."""

    tiles: TilesView | None
    trend: TrendView | None
    multiples: MultiplesView | None
    flow: FlowView | None


def unit_codes(country: Country) -> list[str]:
    """Codes of the provinces and cities that have a page: those above a county, and those with notices."""
    codes = {code for summary in country.summaries for code in summary.unit_codes}
    for unit in country.units:
        codes |= {code for code in (*ancestors(unit.code), unit.code) if code in country.names}
    return sorted(codes)


def unit(country: Country, code: str) -> Iterator[Artifact]:
    """The page of a province or city, and those of the notices of its own."""
    below = country.below(code)
    source = next((unit for unit in country.units if unit.code == code), None)
    present = [summary for summary in below if is_present(summary, country.site.demonstration)]
    address = urls.unit(code)
    summed = total(present)
    demonstration = any(summary.demonstration for summary in below) if below else country.site.demonstration
    above = [(urls.unit(unit), country.names[unit]) for unit in ancestors(code) if unit in country.names]
    notices = source.notices.rows if source else ()
    for lang in (languages.CHINESE, *country.site.languages):
        say = with_terms(lang, country.profiles.values())
        view = _unit(country, code, below, present, notices, say, demonstration=demonstration)
        yield renderer.page("unit", view)
        yield from _drawings(country, code, below, present, view, demonstration=demonstration)
    if country.site.share_pictures:
        yield from share.files(address, _card(country, code, below, present, demonstration=demonstration))
    if present:
        moves = added_days(summary.moves for summary in present)
        yield tables.days(urls.days_table(code), {code: moves}, demonstration=demonstration)
    yield documents.twin(
        address,
        {
            "division": {"code": code, "name": country.names[code]},
            "counts": summed,
            "archived": block([summary for summary in below if summary.state == "archived"]),
            "counties": [county_entry(country, summary) for summary in below],
            "notices": [notice.notice_id for notice in notices],
            "demonstration": demonstration,
            "url": urls.absolute(country.site.url, address),
            "format": documents.FORMAT,
        },
    )
    for notice in notices:
        if source is not None:
            yield from _notice(country, source, notice, above, demonstration=demonstration)


def _unit(
    country: Country, code: str, below: Sequence[Summary], present: Sequence[Summary], notices: Sequence[Notice],
    say: Wording, *, demonstration: bool,
) -> UnitView:  # fmt: skip
    """The page of a province or city in a language; `below` are its counties, `present` those of the present."""
    _, lang, own, address = say.word, say.lang, country.names[code], urls.unit(code, say.lang)
    name, summed = say.name(own), total(present)
    past = bool(below) and all(summary.state == "archived" for summary in below)
    above = [
        (urls.unit(unit, lang), say.name(country.names[unit])) for unit in ancestors(code) if unit in country.names
    ]
    stands = as_of(present)
    return UnitView(
        chrome=chrome_of(
            country, address, _("{}各区县名录").format(name), f"{name}{told(summed, stands, say)}", above, lang,
            crumb=name, demonstration=_(chrome.ALL_FICTIONAL) if demonstration else "", twin=urls.unit(code),
            archived=_("本页只有历史名录，不代表现状。") if past else "",
            modified=stands.newest if stands else AsOf.of(below).newest if below else "",
            footnote=footnote(as_of(present or below), lang), promise=promise_of(present, say),
            others=chrome.others_of(country.site, lang, lambda language: urls.unit(code, language)),
            pictures=share.shown(
                country.site, urls.unit(code), _card(country, code, below, present, demonstration=demonstration)
            ) if country.site.share_pictures else (),
            **_feeds(code, name, present, say),
        ),
        name=name,
        counts=() if past else counts(summed, say=say),
        as_of=say.exactly(stands.newest) if stands else None,
        oldest=oldest(stands, say),
        recent=recent_of(present, address, say, lists=list_of(address, code)),
        present=tuple(county_row(summary, address, say) for summary in present),
        archived=tuple(county_row(summary, address, say) for summary in below if summary not in present),
        notices=tuple(_notice_row(country, notice, address, say) for notice in reversed(notices)),
        scope=urls.unit(code),
        offers=Offers(
            (offers.of_all(urls.page_feed(urls.unit(code)), address, say),)
        ) if len(code) == 2 and present else Offers(),
        **_charts(country, code, below, present, say),
    )  # fmt: skip


def _card(
    country: Country, code: str, below: Sequence[Summary], present: Sequence[Summary], *, demonstration: bool
) -> share.Card:
    """What chats show of a province or city; `below` are its counties, `present` those of the present."""
    names = [country.names[unit] for unit in (*ancestors(code), code) if unit in country.names]
    stands = as_of(present) or (AsOf.of(below) if below else None)
    return share.card(
        country.site, share.place_name(names), stands.newest if stands else None, demonstration=demonstration,
        archived=bool(below) and all(summary.state == "archived" for summary in below),
    )  # fmt: skip


def _charts(
    country: Country, code: str, below: Sequence[Summary], present: Sequence[Summary], say: Wording
) -> dict[str, Any]:
    """The pictures of a page."""
    own, address = country.names[code], urls.unit(code, say.lang)
    return {
        "tiles": tiles_of(
            country.layouts.get(code), own, below, address, country.as_of_day,
            demonstration=country.site.demonstration,
            svg=svg_of(country, urls.unit(code), "tiles", address, say), say=say,
        ),
        "trend": trend_of(
            country, present, country.as_of_day, address, urls.days_table(code), urls.unit(code), own, say,
        ),
        "multiples": multiples_of(country, present, address, urls.unit(code), own, say) if len(code) == 2 else None,
        "flow": flow_of(country, present, total(present), address, urls.unit(code), own, say),
    }  # fmt: skip


def _drawings(
    country: Country, code: str, below: Sequence[Summary], present: Sequence[Summary], view: UnitView, *,
    demonstration: bool,
) -> Iterator[Artifact]:  # fmt: skip
    """The charts of a page as files, in its language."""
    say, stands = plain(view.chrome.lang), as_of(present) or (AsOf.of(below) if below else None)
    past = bool(below) and not present
    # What stands on a page in another language is marked there as Chinese: a file has plain text.
    charts = view if say.chinese else _Charts(**_charts(country, code, below, present, say))
    shown = {"trend": charts.trend, "tiles": charts.tiles, "counties": charts.multiples, "flow": charts.flow}
    marks = ("demonstration",) * demonstration + ("archived",) * past
    source = Source(urls.unit(code, say.lang), stands.newest if stands else "", marks)
    yield from drawings(country.site, urls.unit(code), shown, source, say)


def _feeds(code: str, name: Text, present: Sequence[Summary], say: Wording) -> dict[str, Any]:
    """The feeds that the page of a province leads to: its own, where it has counties of the present, and that of
    all notices."""
    if len(code) > 2 or not present:
        return {}
    own = chrome.feed_set(urls.page_feed(urls.unit(code)), say.word("{}的变化").format(name), lang=say.lang)
    return {"feeds": [*own, *chrome.notice_feeds(say.word("每批通告"), lang=say.lang)]}


def _notice_row(country: Country, notice: Notice, page: str, say: Wording) -> NoticeRow:
    rows = sum(summary.higher.get(notice.notice_id, 0) for summary in country.summaries)
    return NoticeRow(
        say.quoted(notice.title), urls.relative(urls.notice(notice.notice_id), page),
        say.quoted(notice.publisher) if notice.publisher else say.word("原发布单位未载明"),
        say.moment(notice.published_at), rows,
    )  # fmt: skip


def _notice(
    country: Country, unit: UnitSource, notice: Notice, above: Sequence[tuple[str, str]], *, demonstration: bool
) -> Iterator[Artifact]:
    """A city's or province's notice: its rows in all counties, declared counts against actual ones."""
    page = urls.notice(notice.notice_id)
    below = [summary for summary in country.summaries if unit.code in ancestors(summary.code)]
    rows = [country.change(change) for change in country.under(notice.notice_id)]
    counted = [row for summary in below for row in summary.counted]
    totals = [row for row in unit_totals(unit, counted) if row.notice_id == notice.notice_id]
    unplaced = [
        row
        for row in (*(row for county in below for row in county.unplaced), *unit.unplaced.rows)
        if row.notice_id == notice.notice_id
    ]
    title_names = {
        title: name for summary in below for title, name in summary.title_names.get(notice.notice_id, {}).items()
    }
    names = {**unit.names, **{summary.code: summary.name for summary in below}}
    archived = "不代表现状。" if below and all(summary.state == "archived" for summary in below) else ""
    path = [*above, (urls.unit(unit.code), country.names[unit.code])]
    yield renderer.page(
        "notice",
        NoticeView(
            chrome=chrome_of(
                country, page, notice.title, f"{notice.title}，共 {len(rows)} 条。", path,
                demonstration=chrome.ALL_FICTIONAL if demonstration else "", archived=archived,
                modified=max((change.listed for change in rows), key=instant, default=notice.published_at),
            ),
            title=notice.title,
            facts=tuple(notice_facts(notice)),
            declared=declared_rows(totals, names, lambda title: title_names.get(title, title)),
            groups=groups(rows, page, superseded=country.superseded),
            row_count=len(rows),
            unplaced=tuple(
                UnplacedRow(row.name, row.place or "", title_names.get(row.title, row.title), row.reason)
                for row in unplaced
            ),
            account=None,
        ),
    )  # fmt: skip
    yield documents.twin(
        page,
        documents.notice(
            notice, country.site, totals, unplaced, (), rows, country.superseded,
            demonstration=demonstration,
        ),
    )  # fmt: skip
