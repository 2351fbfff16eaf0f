"""Pages of provinces and cities, and of the notices that they published themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator import urls
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.handover import parts
from generator.publish.handover.summary import Summary, is_present
from generator.publish.pages import chrome as frame
from generator.publish.pages import languages, renderer
from generator.publish.pages.chinese import Text
from generator.publish.pages.rows import counts, declared_rows, groups, notice_facts
from generator.publish.pages.views.places import NoticeRow, NoticeView, UnitView, UnplacedRow
from generator.publish.pages.wording import Wording, wording
from generator.publish.rollup.national import (
    National,
    block,
    chrome,
    county_entry,
    county_row,
    recent_of,
    told,
    total,
)
from generator.publish.rollup.overview import flow_of, tiles_of, trend_of
from generator.register.declared import unit_totals
from generator.register.divisions import ancestors
from generator.register.model import Notice, UnitSource
from generator.register.times import instant


def unit_codes(national: National) -> list[str]:
    """Codes of the provinces and cities that have a page: those above a county, and those with notices."""
    codes = {code for one in national.summaries for code in one.unit_codes}
    for unit in national.units:
        codes |= {code for code in (*ancestors(unit.code), unit.code) if code in national.names}
    return sorted(codes)


def units(national: National) -> Iterator[Artifact]:
    """Pages of provinces and cities, and of the notices of their own."""
    sources = {unit.code: unit for unit in national.units}
    for code in unit_codes(national):
        below = [one for one in national.summaries if one.code.startswith(code)]
        source = sources.get(code)
        present = [one for one in below if is_present(one, national.site.demonstration)]
        address = urls.unit(code)
        summed = total(present)
        demonstration = any(one.demonstration for one in below) if below else national.site.demonstration
        above = [(urls.unit(unit), national.names[unit]) for unit in ancestors(code) if unit in national.names]
        notices = source.notices.rows if source else ()
        for lang in (languages.CHINESE, *national.site.languages):
            view = _unit(national, code, below, present, notices, wording(lang), demonstration=demonstration)
            yield renderer.page("unit", view)
        yield documents.twin(
            address,
            {
                "division": {"code": code, "name": national.names[code]},
                "counts": summed,
                "archived": block([one for one in below if one.state == "archived"]),
                "counties": [county_entry(national, one) for one in below],
                "notices": [one.notice_id for one in notices],
                "demonstration": demonstration,
                "url": urls.absolute(national.site.url, address),
                "format": documents.FORMAT,
            },
        )
        for notice in notices:
            yield from _notice(national, sources[code], notice, above, demonstration=demonstration)


def _unit(
    national: National, code: str, below: Sequence[Summary], present: Sequence[Summary], notices: Sequence[Notice],
    say: Wording, *, demonstration: bool,
) -> UnitView:  # fmt: skip
    """The page of a province or city in a language; `below` are its counties, `present` those of the present."""
    _, lang, own, address = say.word, say.lang, national.names[code], urls.unit(code, say.lang)
    name, summed = say.name(own), total(present)
    past = bool(below) and all(one.state == "archived" for one in below)
    above = [
        (urls.unit(unit, lang), say.name(national.names[unit])) for unit in ancestors(code) if unit in national.names
    ]
    as_of = max((one.as_of for one in present), key=instant, default=None)
    return UnitView(
        chrome=chrome(
            national, address, _("{}各区县名录").format(name), f"{name}{told(summed, as_of, say)}", above, lang,
            crumb=name, demonstration=_(frame.ALL_FICTIONAL) if demonstration else "", twin=urls.unit(code),
            archived=_("本页只有历史名录，不代表现状。") if past else "",
            others=frame.others_of(national.site, lang, lambda one: urls.unit(code, one)),
            **_feeds(code, name, present, say),
        ),
        name=name,
        counts=() if past else counts(summed, say=say),
        as_of=say.exactly(as_of) if as_of else None,
        recent=recent_of(present, address, say),
        present=tuple(county_row(one, address, say) for one in present),
        archived=tuple(county_row(one, address, say) for one in below if one not in present),
        notices=tuple(_notice_row(national, one, address, say) for one in reversed(notices)),
        scope=urls.unit(code),
        **(_charts(national, code, below, present) if say.chinese else {}),
    )  # fmt: skip


def _charts(national: National, code: str, below: Sequence[Summary], present: Sequence[Summary]) -> dict[str, Any]:
    """The pictures of a page, whose words are in Chinese."""
    own = national.names[code]
    return {
        "tiles": tiles_of(
            national.layouts.get(code), own, below, urls.unit(code), national.as_of,
            demonstration=national.site.demonstration,
        ),
        "trend": trend_of(present, national.as_of, own),
        "flow": flow_of(present, total(present), own),
    }  # fmt: skip


def _feeds(code: str, name: Text, present: Sequence[Summary], say: Wording) -> dict[str, Any]:
    """The feeds that the page of a province leads to: its own, where it has counties of the present."""
    if len(code) > 2 or not present:
        return {}
    return {"feeds": frame.feed_set(f"{urls.unit(code)}feed", say.word("{}的变化").format(name), lang=say.lang)}


def _notice_row(national: National, notice: Notice, page: str, say: Wording) -> NoticeRow:
    rows = sum(one.higher.get(notice.notice_id, 0) for one in national.summaries)
    return NoticeRow(
        say.quoted(notice.title), urls.relative(urls.notice(notice.notice_id), page),
        say.quoted(notice.publisher) if notice.publisher else say.word("原发布单位未载明"),
        say.moment(notice.published_at), rows,
    )  # fmt: skip


def _notice(
    national: National, unit: UnitSource, notice: Notice, above: Sequence[tuple[str, str]], *, demonstration: bool
) -> Iterator[Artifact]:
    """A city's or province's notice: its rows in all counties, declared counts against actual ones."""
    page = urls.notice(notice.notice_id)
    below = [one for one in national.summaries if unit.code in ancestors(one.code)]
    lines = list(national.under(notice.notice_id))
    rows = [national.change(line) for line in lines]
    counted = [row for one in below for row in one.counted]
    totals = [one for one in unit_totals(unit, counted) if one.notice_id == notice.notice_id]
    unplaced = [row[1:] for one in below for row in one.unplaced if row[0] == notice.notice_id]
    unplaced += [
        (one.name, one.place or "", one.title, one.reason)
        for one in unit.unplaced.rows
        if one.notice_id == notice.notice_id
    ]
    title_names = {change.title: change.title_name for change in rows}
    names = {**unit.names, **{one.code: one.name for one in below}}
    archived = "不代表现状。" if below and all(one.state == "archived" for one in below) else ""
    path = [*above, (urls.unit(unit.code), national.names[unit.code])]
    yield renderer.page(
        "notice",
        NoticeView(
            chrome=chrome(
                national, page, notice.title, f"{notice.title}，共 {len(rows)} 条。", path,
                demonstration=frame.ALL_FICTIONAL if demonstration else "", archived=archived,
            ),
            title=notice.title,
            facts=tuple(notice_facts(notice)),
            declared=declared_rows(totals, names, lambda one: title_names.get(one, one)),
            groups=groups(rows, page),
            row_count=len(rows),
            unplaced=tuple(UnplacedRow(one[0], one[1], title_names.get(one[2], one[2]), one[3]) for one in unplaced),
            account=(),
        ),
    )  # fmt: skip
    keys = ("name", "place", "title", "reason")
    yield documents.twin(
        page,
        documents.notice(
            notice, national.site, totals, [dict(zip(keys, one, strict=True)) for one in unplaced], (),
            demonstration=demonstration,
        ),
        [parts.part(line).row for line in lines],
    )  # fmt: skip
