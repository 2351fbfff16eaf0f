"""What a notice says as an item of a feed: how many changes of each kind, and their names, removals first.

It tells the changes under the notice as each of them was recorded, and nothing that a later event could alter: an item
changes only when changes are added under its notice.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from generator import urls, words
from generator.publish.feeds.item import Item
from generator.register.change import KIND_ORDER, Change
from generator.register.model import Notice, SiteSettings
from generator.register.times import instant

# Names of removals in an item, and of each other kind; all of them stand on the page of the notice.
MOST: Final = 200
EACH: Final = 30
# What a notice calls its list in its title.
_BATCH: Final = re.compile("第[〇零一二三四五六七八九十百0-9]{1,6}批")
_BRINGS: Final = ("certified", "nominated")
# Each of these leads to its page; what was added or restored is a name, which the page of the notice leads on from.
_LEADING: Final = ("revoked", "suspended", "corrected")
# A title says first what the notice is for: what it adds.
_TITLE_ORDER: Final = ("certified", "revoked", "suspended", "restored", "corrected", "nominated")


class Lists(NamedTuple):
    """The changes under a notice: how many of each kind, when the newest was recorded, and, by kind, those that are
    named, and the title and the reason of all of them: "" where these are several, or there is none."""

    counts: Counter[str]
    updated: str
    shown: Mapping[str, Sequence[Change]]
    shared: Mapping[str, tuple[str, str]]


def lists(changes: Iterable[Change]) -> Lists:
    """The lists of a notice from its changes, one at least."""
    shown: dict[str, list[Change]] = defaultdict(list)
    said: dict[str, set[tuple[str, str]]] = defaultdict(set)
    counts, updated = Counter[str](), ""
    for change in changes:
        kind = change.counted
        counts[kind] += 1
        updated = max(updated, change.dated)
        said[kind].add((change.title_name, change.reason_name or ""))
        if counts[kind] <= (MOST if kind == "revoked" else EACH):
            shown[kind].append(change)
    return Lists(counts, updated, shown, {kind: _shared(pairs) for kind, pairs in said.items()})


def _shared(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The title and the reason of which there is but one."""
    titles, reasons = (set(column) for column in zip(*pairs, strict=True))
    return (titles.pop() if len(titles) == 1 else "", reasons.pop() if len(reasons) == 1 else "")


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
        html="".join(_content(told, source + noted, url, site, code or notice.notice_id.partition("-")[0])),
    )


def _called(notice: Notice, told: Lists) -> str:
    """第五批, by its title; one that only ends or restores titles of a batch is no such batch, and has its title."""
    batches = dict.fromkeys(_BATCH.findall(notice.title)) if any(told.counts[kind] for kind in _BRINGS) else ()
    return "、".join(batches) or f"《{notice.title}》"


_NOTES: Final = {
    words.MARKS["demonstration"]: "演示数据：其中区域均为虚构",
    words.MARKS["archived"]: "历史名录：不代表现状",
}


def _content(told: Lists, source: str, url: str, site: SiteSettings, within: str) -> Iterator[str]:
    yield f"<p>{html.escape(source)}</p>"
    for kind in KIND_ORDER:
        number, shown = told.counts[kind], told.shown.get(kind, ())
        if number:
            shared = told.shared[kind]
            yield f"<h3>{words.KIND_NAMES[kind]} {number}{html.escape(_listed('：', shared))}</h3><ul>"
            yield from (_row(change, site, shared, within) for change in shown)
            yield f"<li>另有 {number - len(shown)} 个</li></ul>" if number > len(shown) else "</ul>"
    left = told.counts.total() - sum(map(len, told.shown.values()))
    link = f'<a href="{html.escape(url)}">通告的页面</a>'
    yield f"<p>这里没有列出 {left} 项，全部名单在{link}。</p>" if left else f"<p>名单和后来的更正见{link}。</p>"


def _row(change: Change, site: SiteSettings, shared: Sequence[str], within: str) -> str:
    """A change: a correction in its own words, any other as whom it is about, where (`within` a county, without its
    name), and the title and reason that the list does not have in common. Removals and corrections lead to their pages,
    for that is what a reader follows up."""
    href = html.escape(urls.absolute(site.url, change.address))
    if change.kind == "corrected":
        return f'<li><a href="{href}">{html.escape(change.sentence)}</a></li>'
    place = change.place.removeprefix(change.county_name if change.county == within else "")
    own = [word for word in (change.title_name, change.reason_name or "") if word not in shared]
    rest = html.escape((f"（{place}）" if place else "") + _listed("，", own))
    name = html.escape(change.name)
    return f'<li><a href="{href}">{name}</a>{rest}</li>' if change.counted in _LEADING else f"<li>{name}{rest}</li>"


def _listed(before: str, said: Iterable[str]) -> str:
    """What is said of it, behind a sign; "" if nothing is."""
    parts = "，".join(filter(None, said))
    return f"{before}{parts}" if parts else ""
