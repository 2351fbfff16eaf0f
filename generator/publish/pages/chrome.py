"""The chrome of pages: titles, breadcrumbs, banners, feeds. Shared by county pages, roll-ups and prose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator import urls, words
from generator.publish.pages.breadcrumbs import breadcrumbs
from generator.publish.pages.chinese import Text
from generator.publish.pages.dress import dress
from generator.publish.pages.languages import CHINESE, ENGLISH, NAMES, words_of
from generator.publish.pages.speech import noted
from generator.publish.pages.views.shared import Alternate, Chrome, FeedLink, Link, Promise, SharePicture
from generator.publish.pages.wording import wording
from generator.register.model import SiteSettings

# As chats name a language (Open Graph).
LOCALES = {CHINESE: "zh_CN", ENGLISH: "en_US"}
# On a page of fictional areas alone, and on one of the whole site, where real historical lists stand beside them.
ALL_FICTIONAL = noted("演示数据，均为虚构：本页区域不代表任何真实地区。")
SITE_FICTIONAL = noted("演示数据，示例省为虚构：本站为演示网站，历史名录为真实的公开名单。")


def chrome(
    site: SiteSettings,
    address: str,
    title: str,
    description: str,
    trail: tuple[Link, ...] = (),
    *,
    feeds: Sequence[tuple[str, str]] = (),
    twin: bool | str = True,
    demonstration: str = "",
    archived: str = "",
    footnote: str = "",
    linked_data: str = "",
    crumb: Text = "",
    promise: Promise | None = None,
    lang: str = CHINESE,
    others: Sequence[tuple[str, str]] = (),
    modified: str | None = None,
    pictures: tuple[SharePicture, ...] = (),
) -> Chrome:
    """The chrome of a page; the layout adds the site's name to `title`.

    `trail` leads to it (see `trail_to`), where it is called `crumb` (its title unless given); `feeds` are (address,
    name) of its feeds, `others` (language, address) of the same page in other languages. `twin` is the page whose data
    twin is that of this one, where it is not its own; `modified` says of when it is, `pictures` are for chats.
    """
    say = wording(lang)
    _ = say.word
    start = home_of(site, lang)
    at_home = address in ("", start)
    trail = trail or trail_to(address, lang=lang, home=start)
    canonical = urls.absolute(site.url, address)
    told = {"demonstration": demonstration, "archived": archived}
    marks = [mark for key, mark in words.MARKS.items() if told[key]]
    fiction, colon, rest = demonstration.partition(_("："))
    shown = title
    for mark in marks:
        shown = _("{}（{}）").format(shown, _(mark))
        description = _("{}。{}").format(_(mark), description)
    own = urls.LANGUAGES[lang]
    mistakes = own + urls.CORRECTIONS
    foreign = bool(own) and mistakes not in site.written
    return Chrome(
        address=address,
        root=urls.relative(urls.HOME, address),
        title=shown,
        description=description,
        canonical=canonical,
        site_name=site.name if say.chinese else site.name_en or say.quoted(site.name),
        publisher=site.publisher if say.chinese else site.publisher_en or say.quoted(site.publisher),
        contact=site.contact if say.chinese else site.contact_en or say.quoted(site.contact),
        crumbs=() if at_home else (*trail, Link(crumb or title, "")),
        twin=urls.relative(urls.twin(address if twin is True else twin), address) if twin is not False else "",
        feeds=tuple(
            FeedLink(name, urls.relative(feed, address), urls.FORMATS[feed.rpartition(".")[2]]) for feed, name in feeds
        ),
        demonstration=fiction,
        demonstration_rest=f"{colon}{rest}",
        archived=archived,
        footnote=footnote,
        linked_data=linked_data or ("" if at_home else breadcrumbs(trail, crumb or title, canonical)),
        promise=promise,
        lang=lang,
        locale=LOCALES[lang],
        own=urls.relative(own, address) if own else "",
        corrections=urls.relative(urls.CORRECTIONS if foreign else mistakes, address),
        corrections_foreign=foreign,
        guide=urls.relative(urls.GUIDE, address) if urls.GUIDE in site.written else "",
        alternates=tuple(
            Alternate(other, NAMES[other], urls.relative(there, address), urls.absolute(site.url, there))
            for other, there in others
        ),
        home=urls.relative(start, address),
        at_home=at_home,
        modified=modified or "",
        # What stands on them is in Chinese: in another language they are told by the title of the page.
        pictures=pictures if say.chinese else tuple(picture._replace(alt=shown) for picture in pictures),
        dress=dress(site.appearance, site.logo, site.footer),
    )


def home_of(site: SiteSettings, lang: str) -> str:
    """The home page in a language; the Chinese one where the site has none in it."""
    return urls.home(lang) if lang in site.languages else urls.HOME


def others_of(site: SiteSettings, lang: str, address: Callable[[str], str]) -> list[tuple[str, str]]:
    """(language, address) of a page of the register in the other languages that the site has."""
    return [
        (language, address(language)) for language in (CHINESE, *site.languages) if language != lang and site.languages
    ]


def trail_to(
    address: str, path: Sequence[tuple[str, Text]] = (), *, lang: str = CHINESE, home: str = urls.HOME
) -> tuple[Link, ...]:
    """Links from a page to the home page and to the pages above it; `path` are (address, name) of these."""
    _ = words_of(lang)
    return (
        Link(_("首页"), urls.relative(home, address)),
        *(Link(name, urls.relative(above, address)) for above, name in path),
    )


def area_feed(site: SiteSettings, area_id: str, name: str) -> list[tuple[str, str]]:
    """The feed of an area, where the site has feeds of areas."""
    return (
        [(urls.area_feed(area_id), f"{name}的变化（{words.FEED_FORMATS[urls.AREA_FORMAT]}）")]
        if site.area_feeds
        else []
    )


def country_feeds(lang: str = CHINESE) -> list[tuple[str, str]]:
    """The feeds of everything: each change, and each notice."""
    _ = words_of(lang)
    return [*feed_set(urls.kind_feed("all"), _("全部变化"), lang=lang), *notice_feeds(_("每批通告"), lang=lang)]


def county_feeds(site: SiteSettings, code: str, name: object, *, lang: str = CHINESE) -> list[tuple[str, str]]:
    """The feeds of a county of this name: each change, each notice and, where there is one, each revocation."""
    _ = words_of(lang)
    revoked = feed_set(urls.revoked_feed(code), _("{}的取消").format(name), lang=lang) if site.revoked_feeds else []
    own = feed_set(urls.page_feed(urls.unit(code)), _("{}的变化").format(name), lang=lang)
    return [*own, *revoked, *notice_feeds(_("{}的每批通告").format(name), code, lang=lang)]


def notice_feeds(name: object, code: str = "", *, lang: str = CHINESE) -> list[tuple[str, str]]:
    """The feed of notices of the country, or of a county."""
    return feed_set(urls.notice_feed(code), name, lang=lang)


def feed_set(stem: str, name: object, *, lang: str = CHINESE) -> list[tuple[str, str]]:
    """One feed in every format; `stem` is its address without the ending."""
    _ = words_of(lang)
    return [
        (urls.feed_file(stem, form), _("{}（{}）").format(name, label)) for form, label in words.FEED_FORMATS.items()
    ]
