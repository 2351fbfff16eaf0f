"""The chrome of pages above the counties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator import urls
from generator.publish.handover.country import Country
from generator.publish.handover.summary import AsOf
from generator.publish.pages import chrome, languages, share
from generator.publish.pages.chinese import Text
from generator.publish.pages.views.shared import Chrome, SharePicture


def chrome_of(
    country: Country, address: str, title: str, description: str, path: Sequence[tuple[str, Text]] = (),
    lang: str = languages.CHINESE, **options: Any,
) -> Chrome:  # fmt: skip
    """The chrome of a page above the counties; its feeds are the country ones unless others are given.

    One that tells the present says of when the data is. One that is `modified` at another time, or at none, does not
    ask for that: what an event does not change is not made anew.
    """
    site, _ = country.site, languages.words_of(lang)
    options.setdefault("feeds", chrome.country_feeds(lang))
    if "modified" not in options:
        options["modified"] = country.as_of
        options.setdefault("pictures", pictures(country))
        options.setdefault("footnote", footnote(country.stands, lang))
    options.setdefault("demonstration", _(chrome.SITE_FICTIONAL) if site.demonstration else "")
    trail = chrome.trail_to(address, path, lang=lang, home=chrome.home_of(site, lang))
    return chrome.chrome(site, address, title, description, trail, lang=lang, **options)


def card(country: Country) -> share.Card:
    """What chats show of the site."""
    site = country.site
    return share.card(site, site.name, country.as_of, demonstration=site.demonstration)


def pictures(country: Country) -> tuple[SharePicture, ...]:
    """The pictures of the site as a page names them that has none of its own."""
    return share.shown(country.site, urls.HOME, card(country)) if country.site.share_pictures else ()


def footnote(stands: AsOf | None, lang: str = languages.CHINESE) -> str:
    """Of when the data is: `stands` tells it of the counties that a page tells of."""
    _ = languages.words_of(lang)
    told = _("数据最晚截至{}，各区县不同。") if stands and stands.differs else _("数据截至{}。")
    return told.format(languages.time_name(stands.newest, lang)) if stands else ""


def made_from(country: Country, lang: str = languages.CHINESE) -> str:
    """From which commit the site was made: the home page says so, for the rest of the pages does not depend on it."""
    _ = languages.words_of(lang)
    return _("由版本 {} 生成。").format(country.revision[:12]) if country.revision else ""
