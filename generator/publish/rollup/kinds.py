"""The lists by what happened: of each kind of change the newest ones, and how many each county recorded lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.handover.country import Country
from generator.publish.pages import chrome, offers, renderer
from generator.publish.pages.rows import change_row, list_of
from generator.publish.pages.views.changes import Choice, KindCounty, KindLink, KindRow, KindSpan, KindView, Reason
from generator.publish.pages.views.shared import Link, Offers
from generator.publish.pages.wording import CHINESE
from generator.publish.rollup.page import chrome_of, pictures
from generator.publish.rollup.totals import oldest, promise_of
from generator.register.change import LISTS, Change
from generator.register.divisions import ancestors

# A list has so many rows at least, where there are as many, and so many at most: removals are what it is read for.
LEAST: Final = 100
MOST: Final = {"revoked": 200}
# Lengths of codes.
_PROVINCE, _COUNTY = 2, 6
# How many days stand beside a change of a kind.
_HELD: Final = {"revoked": "发布 {} 天后", "suspended": "发布 {} 天后", "restored": "暂停 {} 天后"}
_SAME_DAY: Final = {"revoked": "发布当天", "suspended": "发布当天", "restored": "暂停当天"}


def kind_page(country: Country, kind: str) -> Iterator[Artifact]:
    """The list of a kind, and its numbers as its twin."""
    address, word = urls.kind(kind), words.KIND_NAMES[kind]
    listed = country.listed(kind, LEAST, MOST.get(kind, LEAST))
    counties = country.lately(kind)
    told = [county for county in counties if county.standing or county.superseded]
    first, last = country.lately_from or "", country.as_of_day or ""
    lately, gone = (sum(county.standing for county in counties), sum(county.superseded for county in counties))
    total, all_gone = country.all_of(kind)
    rows = [(country.change(change), by) for change, by in listed]
    standing, superseded = (
        Counter(
            code
            for change, by in listed
            if bool(by) == ended
            for code in (*ancestors(change.event_id[:6]), change.event_id[:6])
        )
        for ended in (False, True)
    )
    units = country.lately_of_units(kind)
    choices = tuple(
        Choice(
            code,
            name,
            standing[code],
            superseded[code],
            words.day_name(newest),
            own,
            *_feed(country, kind, code, name, address),
        )
        for code, name, newest, own in (
            *((unit.code, unit.name, unit.as_of, unit.standing) for unit in units),
            *((county.code, county.name, county.as_of, county.own) for county in sorted(counties)),
        )
        if standing[code] or superseded[code]
    )
    marks = [choice.code for choice in choices]
    spans = ("最近 30 天记录的", True), ("更早记录的", False)
    lists = []
    for name, recent in spans:
        mine = [(change, by) for change, by in rows if (change.listed[:10] >= first) == recent]
        ended = sum(bool(by) for _, by in mine)
        lists.append(
            KindSpan(
                name, tuple(_row(change, by, kind, address, marks) for change, by in mine), len(mine) - ended, ended
            )
        )  # fmt: skip
    span = f"{words.day_name(first)}至{words.day_name(last)}" if first else ""
    yield renderer.page(
        "kind",
        KindView(
            chrome=chrome_of(
                country, address, f"{word}的名单", f"{span}记录的{word} {lately} 项，共 {total} 项，最新的在前。",
                [(urls.CHANGES, "变化")], modified=last, promise=promise_of(country.present),
                pictures=pictures(country), feeds=chrome.feed_set(urls.kind_feed(kind), word),
            ),
            kind=kind,
            word=word,
            first=words.day_name(first) if first else "",
            last=words.day_name(last) if last else "",
            lately=lately,
            gone=gone,
            reasons=_reasons(rows, first, lately),
            as_of=CHINESE.exactly(country.as_of) if country.as_of else None,
            oldest=oldest(country.stands, CHINESE),
            counties=tuple(
                KindCounty(
                    Link(county.name, urls.relative(urls.unit(county.code), address)),
                    county.standing, county.superseded,
                    f"?county={county.code}#areas" if standing[county.code] or superseded[county.code] else "",
                    words.day_name(county.as_of) if county.as_of != last else "", county.own, county.stopped,
                )
                for county in counties
                if county.stopped or county.standing or county.superseded
            ),
            choices=choices,
            spans=tuple(span for span in lists if span.rows),
            listed=sum(not by for _, by in listed),
            superseded=sum(bool(by) for _, by in listed),
            total=total,
            left=total + all_gone - len(rows),
            tables=urls.relative(urls.DATA, address),
            offers=Offers((offers.subscription(word, urls.kind_feed(kind), address),)),
            feed=urls.relative(urls.kind_feed(kind), address),
        ),
    )  # fmt: skip
    yield documents.twin(
        address,
        {
            "kind": kind,
            "from": first or None,
            "to": last or None,
            "standing": lately,
            "superseded": gone,
            "total": total,
            "counties": [
                {
                    "code": county.code,
                    "name": county.name,
                    "standing": county.standing,
                    "superseded": county.superseded,
                    "url": urls.absolute(country.site.url, urls.unit(county.code)),
                }
                for county in told
            ],
            "event_ids": [change.event_id for change, _ in listed],
            "demonstration": country.site.demonstration,
            "url": urls.absolute(country.site.url, address),
            "format": documents.FORMAT,
            "stopped": [
                {"code": county.code, "name": county.name, "as_of_on": county.as_of, "standing": county.own}
                for county in counties
                if county.stopped
            ],
            "units": [
                {
                    "code": unit.code,
                    "name": unit.name,
                    "as_of_on": unit.as_of,
                    "standing": unit.standing,
                    "superseded": unit.superseded,
                    "url": urls.absolute(country.site.url, urls.unit(unit.code)),
                }
                for unit in units
            ],
        },
    )


def _reasons(rows: Sequence[tuple[Change, str]], first: str, lately: int) -> tuple[Reason, ...]:
    """How many of the changes that stand of lately have each reason, most first; none where not all are listed, or
    where none has a reason."""
    numbers = Counter(change.reason_name for change, by in rows if not by and change.listed[:10] >= first)
    if numbers.total() != lately or not any(numbers):
        return ()
    return tuple(Reason(name or "未载明", number) for name, number in sorted(numbers.items(), key=_most_first))


def _most_first(numbered: tuple[str | None, int]) -> tuple[int, str]:
    return -numbered[1], numbered[0] or ""


def _feed(country: Country, kind: str, code: str, name: str, page: str) -> tuple[str, str]:
    """What can be subscribed to of a place, without the ending, and what it is of: a county's revocations or all of its
    changes, all of a province; cities have none of their own."""
    if len(code) == _COUNTY and kind == "revoked" and country.site.revoked_feeds:
        stem, told = urls.revoked_feed(code), f"{name}的{words.KIND_NAMES[kind]}"
    elif len(code) in (_PROVINCE, _COUNTY):
        stem, told = urls.page_feed(urls.unit(code)), f"{name}的全部变化"
    else:
        stem, told = urls.kind_feed(kind), words.KIND_NAMES[kind]
    return urls.relative(stem, page), told


def links(country: Country, page: str) -> tuple[KindLink, ...]:
    """The lists of all kinds, as a page leads to them."""
    href = list_of(page)
    return tuple(
        KindLink(
            kind, words.KIND_NAMES[kind], href(kind), sum(county.standing for county in country.lately(kind)),
            country.all_of(kind)[0],
        )
        for kind in LISTS
    )  # fmt: skip


def _row(change: Change, by: str, kind: str, page: str, places: Sequence[str]) -> KindRow:
    notice = Link("通告", urls.relative(urls.notice(change.notice_id), page)) if change.notice_id else None
    superseded = frozenset({change.event_id} if by else ())
    marks = " ".join(f"c{code}" for code in places if change.county.startswith(code))
    return KindRow(
        change_row(change, page, superseded=superseded), marks, change.reason_name or "",
        _days(change, kind), notice, urls.relative(urls.event(change.area_id, by), page) if by else "",
    )  # fmt: skip


def _days(change: Change, kind: str) -> str:
    if change.held is None or kind not in _HELD:
        return ""
    return _HELD[kind].format(change.held) if change.held else _SAME_DAY[kind]
