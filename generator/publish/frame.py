"""The chrome of pages: titles, breadcrumbs, banners, feeds. Shared by county pages, roll-ups and prose."""

from __future__ import annotations

from collections.abc import Sequence

from generator import urls
from generator.model import SiteSettings
from generator.publish.breadcrumbs import breadcrumbs
from generator.publish.languages import CHINESE, ENGLISH, NAMES, noted, words_of
from generator.publish.views import Alternate, Chrome, FeedLink, Link, Promise

DEMONSTRATION_MARK = noted("演示数据")
ARCHIVE_MARK = noted("历史名录")
# As chats name a language (Open Graph).
LOCALES = {CHINESE: "zh_CN", ENGLISH: "en_US"}
# On a page of fictional areas alone, and on one of the whole site, where real historical lists stand beside them.
ALL_FICTIONAL = "演示数据：本页区域均为虚构，不代表任何真实地区。"
SITE_FICTIONAL = noted("演示数据：本站为演示网站，示例省各地均为虚构；历史名录为真实的公开名单。")


def chrome(
    site: SiteSettings,
    address: str,
    title: str,
    description: str,
    trail: tuple[Link, ...] = (),
    *,
    feeds: Sequence[tuple[str, str]] = (),
    twin: bool = True,
    demonstration: str = "",
    archived: str = "",
    footnote: str = "",
    linked_data: str = "",
    crumb: str = "",
    promise: Promise | None = None,
    lang: str = CHINESE,
    others: Sequence[tuple[str, str]] = (),
) -> Chrome:
    """The chrome of a page; the layout adds the site's name to `title`.

    `trail` leads to it (see `trail_to`), where it is called `crumb` (its title unless given); `feeds` are (address,
    name) of its feeds, `others` (language, address) of the same page in other languages.
    """
    _ = words_of(lang)
    trail = trail or trail_to(address, lang=lang)
    canonical = f"{base(site)}{address}"
    marks = [mark for mark, told in ((DEMONSTRATION_MARK, demonstration), (ARCHIVE_MARK, archived)) if told]
    shown = title
    for mark in marks:
        shown = _("{}（{}）").format(shown, _(mark))
        description = _("{}。{}").format(_(mark), description)
    own = urls.LANGUAGES[lang]
    return Chrome(
        address=address,
        root=urls.relative(urls.HOME, address),
        title=shown,
        description=description,
        canonical=canonical,
        site_name=site.name,
        publisher=site.publisher,
        contact=site.contact,
        crumbs=(*trail, Link(crumb or title, "")) if address else (),
        twin=urls.relative(urls.twin(address), address) if twin else "",
        feeds=tuple(
            FeedLink(name, urls.relative(feed, address), urls.FORMATS[feed.rpartition(".")[2]]) for feed, name in feeds
        ),
        demonstration=demonstration,
        archived=archived,
        footnote=footnote,
        linked_data=linked_data or (breadcrumbs(trail, crumb or title, canonical) if address else ""),
        promise=promise,
        lang=lang,
        locale=LOCALES[lang],
        own=urls.relative(own, address) if own else "",
        alternates=tuple(
            Alternate(other, NAMES[other], urls.relative(there, address), f"{base(site)}{there}")
            for other, there in others
        ),
    )


def trail_to(address: str, path: Sequence[tuple[str, str]] = (), *, lang: str = CHINESE) -> tuple[Link, ...]:
    """Links from a page to the home page and to the pages above it; `path` are (address, name) of these."""
    _ = words_of(lang)
    return (
        Link(_("首页"), urls.relative(urls.HOME, address)),
        *(Link(name, urls.relative(above, address)) for above, name in path),
    )


def base(site: SiteSettings) -> str:
    """The site's address with its closing slash."""
    return f"{site.url.rstrip('/')}/"


def area_feed(site: SiteSettings, area_id: str, name: str) -> list[tuple[str, str]]:
    """The feed of an area, where the site has feeds of areas."""
    return [(urls.area_feed(area_id), f"{name}的变化（Atom）")] if site.area_feeds else []


def feed_set(stem: str, name: str, *, lang: str = CHINESE) -> list[tuple[str, str]]:
    """The three forms of one feed; `stem` is its address without the ending."""
    _ = words_of(lang)
    labels = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
    return [(f"{stem}.{form}", _("{}（{}）").format(name, label)) for form, label in labels.items()]
