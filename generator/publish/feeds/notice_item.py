"""What a notice says as an item of a feed: how many changes of each kind, and their names, removals first.

It tells the changes under the notice as each of them was recorded, and nothing that a later event could alter: an item
changes only when changes are added under its notice.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from generator import urls, words
from generator.publish.feeds.item import Item
from generator.register.change import KIND_ORDER, Change
from generator.register.model import Notice, SiteSettings
from generator.register.times import instant

# Names in an item; all of them stand on the page of the notice.
MOST: Final = 200
# What a notice calls its list in its title.
_BATCH: Final = re.compile("第[〇零一二三四五六七八九十百0-9]{1,6}批")
_BRINGS: Final = ("certified", "nominated")
# A title says first what the notice is for: what it adds.
_TITLE_ORDER: Final = ("certified", "revoked", "suspended", "restored", "corrected", "nominated")


class Lists(NamedTuple):
    """The changes under a notice: how many of each kind, when the newest was recorded, and those that are named."""

    counts: Counter[str]
    updated: str
    shown: Sequence[Change]


def lists(changes: Iterable[Change]) -> Lists:
    """The lists of a notice from its changes, one at least."""
    kinds: dict[str, list[Change]] = {kind: [] for kind in KIND_ORDER}
    counts, updated = Counter[str](), ""
    for change in changes:
        counts[change.counted] += 1
        updated = max(updated, change.dated)
        if counts[change.counted] <= MOST:
            kinds[change.counted].append(change)
    shown = [change for kind in KIND_ORDER for change in kinds[kind]]
    return Lists(counts, updated, shown[:MOST])


def notice_item(
    notice: Notice, told: Lists, site: SiteSettings, *,
    before: str = "", only: tuple[str, str] = ("", ""), marks: Sequence[str] = (),
) -> Item:  # fmt: skip
    """A notice as an item: `before` its title stands whose notice it is, where the feed is not that unit's own.

    `only` are code and name of the county whose changes alone are told, where others may have some.
    """
    numbers = "，".join(f"{words.KIND_NAMES[kind]} {told.counts[kind]}" for kind in _TITLE_ORDER if told.counts[kind])
    publisher = notice.publisher or "原发布单位未载明"
    number = f"（{notice.document_no}）" if notice.document_no else ""
    source = f"{publisher}《{notice.title}》{number}，{words.day_name(notice.published_at)}发布。"
    code, name = only
    noted = "".join([f"这里只列{name}的部分。" if name else "", *(f"{_NOTES[mark]}。" for mark in marks)])
    url = urls.absolute(site.url, urls.notice(notice.notice_id))
    return Item(
        id=urls.notice_item_id(site.tag_authority, notice.notice_id, code),
        title=f"{before}{_called(notice, told)}：{numbers}",
        body=f"{numbers}。{source}{noted}",
        url=url,
        updated=told.updated,
        categories=(notice.notice_id.partition("-")[0], "notice", *marks),
        published=instant(notice.published_at),
        html="".join(_content(told, source + noted, url, site)),
    )


def _called(notice: Notice, told: Lists) -> str:
    """第五批, by its title; one that only ends or restores titles of a batch is no such batch, and has its title."""
    batches = dict.fromkeys(_BATCH.findall(notice.title)) if any(told.counts[kind] for kind in _BRINGS) else ()
    return "、".join(batches) or f"《{notice.title}》"


_NOTES: Final = {
    words.MARKS["demonstration"]: "演示数据：其中区域均为虚构",
    words.MARKS["archived"]: "历史名录：不代表现状",
}


def _content(told: Lists, source: str, url: str, site: SiteSettings) -> Iterator[str]:
    yield f"<p>{html.escape(source)}</p>"
    for kind in KIND_ORDER:
        if told.counts[kind]:
            yield f"<h3>{words.KIND_NAMES[kind]} {told.counts[kind]}</h3>"
            rows = "".join(_row(change, site) for change in told.shown if change.counted == kind)
            yield f"<ul>{rows}</ul>" if rows else ""
    left = told.counts.total() - len(told.shown)
    link = f'<a href="{html.escape(url)}">通告的页面</a>'
    yield f"<p>这里没有列出 {left} 项，全部名单在{link}。</p>" if left else f"<p>名单和后来的更正见{link}。</p>"


def _row(change: Change, site: SiteSettings) -> str:
    """A change: a correction in its own words, any other as whom it is about, where, which title, and why."""
    href = html.escape(urls.absolute(site.url, change.address))
    if change.kind == "corrected":
        return f'<li><a href="{href}">{html.escape(change.sentence)}</a></li>'
    why = f"，{change.reason_name}" if change.reason_name else ""
    rest = html.escape(f"（{change.place}），{change.title_name}{why}")
    return f'<li><a href="{href}">{html.escape(change.name)}</a>{rest}</li>'
