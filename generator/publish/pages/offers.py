"""What a page offers beside its headings: feeds to subscribe to, files to take along, lines to embed it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from generator import urls
from generator.publish.pages.speech import noted
from generator.publish.pages.views.shared import Download, Embedding, FeedLink, Subscription
from generator.publish.pages.wording import Wording

# Formats by the names that readers of feeds know, the most common first.
_SHORT: Final = {"rss": "RSS", "atom": "Atom", "json": "JSON"}
_KILO: Final = 1000


def subscription(name: str, stem: str, page: str, phrase: str = "") -> Subscription:
    """A feed, by its address without the ending, as `page` offers it; `phrase` asks to subscribe to it."""
    return Subscription(
        name,
        tuple(
            FeedLink(short, urls.relative(urls.feed_file(stem, form), page), urls.FORMATS[form])
            for form, short in _SHORT.items()
        ),
        phrase or f"订阅{name}：",
    )


def of_all(stem: str, page: str, say: Wording) -> Subscription:
    """All changes of a place, or of the country."""
    return subscription(say.word("全部变化"), stem, page, say.word(noted("订阅全部变化：")))


def _of_revocations(stem: str, page: str, say: Wording) -> Subscription:
    return subscription(say.word("取消"), stem, page, say.word(noted("订阅取消：")))


def of_country(page: str, say: Wording) -> tuple[Subscription, ...]:
    """What of the whole country can be subscribed to: revocations first."""
    return (_of_revocations(urls.kind_feed("revoked"), page, say), of_all(urls.kind_feed("all"), page, say))


def of_county(code: str, page: str, say: Wording, *, revoked: bool) -> tuple[Subscription, ...]:
    """What of a county can be subscribed to: its revocations, where they have a feed, and all of its changes."""
    all_changes = of_all(urls.page_feed(urls.unit(code)), page, say)
    return (_of_revocations(urls.revoked_feed(code), page, say), all_changes) if revoked else (all_changes,)


def download(name: str, address: str, page: str, sizes: Mapping[str, int], day: str) -> Download:
    """A file as `page` offers it; `day` says of which it is, in words."""
    return Download(name, urls.relative(address, page), size(sizes[address]), day, address.rpartition("/")[2])


def size(number: int) -> str:
    """How large a file is, as people say it: 812 B, 12 KB, 1.2 MB."""
    if number < _KILO:
        return f"{number} B"
    if number < _KILO * _KILO:
        return f"{max(1, round(number / _KILO))} KB"
    return f"{number / _KILO / _KILO:.1f} MB"


def embeddings(pictures: Sequence[tuple[str, str, str]], own: str, page: str, site_url: str) -> tuple[Embedding, ...]:
    """Lines to paste: of each picture its name, its address and what stands for it where it is not shown; `page` shows
    the first beside its line. They lead to the page `own`. An image, no frame: the pages of a register stand in
    nobody's frame."""
    link = escape(urls.absolute(site_url, own))
    return tuple(
        Embedding(
            name, f'<a href="{link}"><img src="{escape(urls.absolute(site_url, address))}" alt="{escape(alt)}"></a>',
            urls.relative(address, page), alt, small=number == 0,
        )
        for number, (name, address, alt) in enumerate(pictures)
    )  # fmt: skip
