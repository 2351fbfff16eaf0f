"""Feeds of a copy in their three forms: which events each names, and the archive before it (RFC 5005)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple
from xml.parsers import expat

from generator import urls, words
from generator.copies.log import Log, listed_at, place
from generator.copies.source import WrongError, below, decoded
from generator.register.times import NEWS_FOR, before, instant

_STEM: Final = rf"(?:{urls.kind_feed('[a-z]+')}|{urls.page_feed('(?:[^/]+/)*')})"
_ENDING: Final = rf"\.(?:{'|'.join(urls.FORMATS)})"
_FEED: Final = re.compile(rf"{_STEM}(?:(?:/recent)?/[0-9-]+)?{_ENDING}")
_HEAD: Final = re.compile(f"{_STEM}{_ENDING}")
_OF_COUNTY: Final = re.compile(r"[0-9]{6}/")
_OF_AREA: Final = re.compile(r"[0-9]{6}/[^/]+/feed")
_ITEM: Final = re.compile(r"tag:[^:]{1,200}:event/([0-9]{6}-[0-9]{6,12})")
_NOTICES: Final = re.compile(rf"(?:{urls.notice_feed()}|{urls.notice_feed('[0-9]+')}){_ENDING}")
_NOTICE: Final = re.compile(r"tag:[^:]{1,200}:notice/([0-9]{2,12}-[0-9]{8}-[0-9]{1,9})(?:/[0-9]{6})?")
_DEPTH: Final = 12
# A current feed has so many items, if there are so many.
_LEAST: Final = 100
_OF_KIND: Final = frozenset(urls.kind_feed(kind) for kind in words.FEEDS if kind != "all")
_PROVINCE: Final = re.compile(r"[0-9]{2}/")


class Feed(NamedTuple):
    """A document of a feed: ids of its events in its order, and the path of the archive before it."""

    events: tuple[str, ...]
    previous: str | None


def is_feed(path: str) -> bool:
    """True for the path of a feed or of an archive of one."""
    return _FEED.fullmatch(path) is not None and not is_notices(path)


def is_notices(path: str) -> bool:
    """True for the path of a feed of notices."""
    return _NOTICES.fullmatch(path) is not None


def is_head(path: str) -> bool:
    """True for the path of a current feed."""
    return _HEAD.fullmatch(path) is not None


def feed(path: str, content: bytes, base: str) -> Feed:
    """Reads one document. Raises WrongError."""
    ids, address = _json(path, content) if path.endswith(".json") else _xml(path, content)
    event_ids = []
    for item_id in ids:
        match = _ITEM.fullmatch(item_id) if isinstance(item_id, str) else None
        if match is None:
            raise WrongError(f"{path}：有一项的编号不对")
        event_ids.append(match[1])
    if len(set(event_ids)) != len(event_ids):
        raise WrongError(f"{path}：有的项列了两次")
    if address is None:
        return Feed(tuple(event_ids), None)
    previous = below(address, base)
    if previous is None:
        raise WrongError(f"{path}：指向的存档不在这个网站之内，没有打开")
    return Feed(tuple(event_ids), previous)


def notices(path: str, content: bytes) -> list[str]:
    """Ids of the notices that a feed of notices names, each once. Raises WrongError."""
    ids, _ = _json(path, content) if path.endswith(".json") else _xml(path, content)
    matches = [_NOTICE.fullmatch(item_id) if isinstance(item_id, str) else None for item_id in ids]
    named = [match[1] for match in matches if match]
    if len(named) < len(ids) or len(set(named)) < len(named):
        raise WrongError(f"{path}：有一项的编号不对，或列了两次")
    return named


def _json(path: str, content: bytes) -> tuple[list[object], object]:
    document = decoded(path, content)
    items = document.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise WrongError(f"{path}：不是订阅源")
    return [item.get("id") for item in items], document.get("next_url")


def _xml(path: str, content: bytes) -> tuple[list[object], object]:
    """Ids and the link, read as they pass. A document type is refused: with it would come entities."""
    parser = expat.ParserCreate("utf-8", " ")  # whatever it declares
    open_: list[str] = []
    ids: list[object] = []
    links: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        open_.append(tag)
        if len(open_) > _DEPTH:
            raise WrongError(f"{path}：不是订阅源")
        if open_[-2:] in (["entry", "id"], ["item", "guid"]):
            ids.append("")
        if tag == "link" and attributes.get("rel") == "prev-archive" and len(open_) <= 3:
            links.append(attributes.get("href", ""))

    def text(data: str) -> None:
        if open_[-2:] in (["entry", "id"], ["item", "guid"]):
            ids[-1] = f"{ids[-1]}{data}"

    def end(name: str) -> None:
        del name
        open_.pop()

    def refuse(*arguments: object) -> None:
        raise WrongError(f"{path}：订阅源不该有文档类型声明，没有读取")

    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, text, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise WrongError(f"{path}：不是正确的 XML") from None
    return ids, links[0] if links else None


# ---- against the log


def expected(changes: Mapping[str, Mapping[str, frozenset[str]]], present: Iterable[str]) -> dict[str, set[str]]:
    """What each feed must have, by its stem. `changes` are those of each county, with the feeds that they stand in."""
    wanted: dict[str, set[str]] = {urls.kind_feed(kind): set() for kind in words.FEEDS}
    for county in present:
        province = wanted.setdefault(urls.page_feed(urls.unit(county[:2])), set())
        for event_id, feeds in changes[county].items():
            for kind in ("all", *feeds):
                wanted[urls.kind_feed(kind)].add(event_id)
            province.add(event_id)
    return wanted | {urls.page_feed(urls.unit(county)): set(event_ids) for county, event_ids in changes.items()}


def disagreements(
    feeds: Mapping[str, Feed], log: Log, wanted: Mapping[str, set[str]], of_area: Mapping[str, set[str]], as_of: str
) -> list[str]:
    """Where feeds and the log differ, a line for each feed.

    `wanted` are the events that a feed must have and no other, by its stem; `of_area` those that the feed of an area
    must have, beside those of the areas in it. `as_of` is the newest time recorded in the counties of the present.
    """
    since = before(as_of, NEWS_FOR)
    listed = listed_at(log)
    problems = [
        problem for path, document in feeds.items() for problem in _document(path, document, log, listed, since)
    ]
    reached: set[str] = set()
    heads = {urls.feed_file(stem, form): events for stem, events in wanted.items() for form in urls.FORMATS}
    for path in sorted({*heads, *(path for path in feeds if is_head(path))}):
        if path not in feeds:
            problems.append(f"{path}：缺少这个订阅源")
            continue
        events, wrong = _walked(path, feeds, reached)
        problems += wrong
        least = heads.get(path, of_area.get(path.rpartition("/")[0].rpartition("/")[2], set()))
        problems += _lacking(path, "少了", _wanting(path, feeds, events, least))
        if path in heads:
            problems += _lacking(path, "多了", events - heads[path])
    problems += [f"{path}：没有订阅源指向这个存档" for path in sorted(set(feeds) - reached)]
    return problems


def _wanting(path: str, feeds: Mapping[str, Feed], events: set[str], least: set[str]) -> set[str]:
    """What a feed lacks. One without archives holds the newest alone: in RSS the same as in the other forms."""
    stem, _, form = path.rpartition(".")
    archived = urls.feed_file(stem, urls.ARCHIVE_FORMATS[0])
    if form not in urls.ARCHIVE_FORMATS and archived in feeds:
        return {*feeds[archived].events} - events
    alone = stem in _OF_KIND and feeds[path].previous is None
    if alone or _PROVINCE.match(path) or _OF_AREA.match(path):
        return least - events if len(least) <= _LEAST or len(events) < _LEAST else set()
    return least - events


def _document(path: str, document: Feed, log: Log, listed: Mapping[str, str], since: str) -> list[str]:
    unknown = [event_id for event_id in document.events if event_id not in log]
    if unknown:
        return [f"{path}：{unknown[0]} 等 {len(unknown)} 项不在区县的 events.csv 里"]
    times = [(instant(listed.get(event_id, log[event_id]["recorded_at"])), event_id) for event_id in document.events]
    ordered = times == sorted(times, reverse=True)
    if not ordered and is_head(path) and not _OF_COUNTY.match(path):
        ordered = _is_in_order_of_publication(times, since)
    return [] if ordered else [f"{path}：各项的顺序变了"]


def _is_in_order_of_publication(times: Sequence[tuple[str, str]], since: str) -> bool:
    """True if items of several counties, of which each published its log in order, can stand like this.

    What was recorded before `since` stands in order of time, below the rest: only news may have been late.
    """
    settled = [min(time, (since, "")) for time in times]
    of_county: dict[str, list[tuple[str, str]]] = {}
    for time in times:
        of_county.setdefault(time[1][:6], []).append(time)
    return all(order == sorted(order, reverse=True) for order in (settled, *of_county.values()))


def _walked(path: str, feeds: Mapping[str, Feed], reached: set[str]) -> tuple[set[str], list[str]]:
    """Events of a feed and of its archives, walked from the newest; a loop ends the walk."""
    events: set[str] = set()
    seen: set[str] = set()
    at: str | None = path
    while at is not None:
        if at in seen:
            return events, [f"{path}：存档 {at} 又指回后面，成了圈"]
        if at not in feeds:
            return events, [f"{path}：指向的存档 {at} 不存在，或不是订阅源"]
        seen.add(at)
        reached.add(at)
        events.update(feeds[at].events)
        at = feeds[at].previous
    return events, []


def _lacking(path: str, word: str, events: set[str]) -> list[str]:
    if not events:
        return []
    first = sorted(events, key=place)[0]
    return [f"{path}：连同存档，与 events.csv 相比{word} {len(events)} 项，如 {first}"]
