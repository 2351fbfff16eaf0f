"""The Pelican plugin: gives every page its view, and the register's totals to the text.

Pelican's signals are global and weak: the receivers are functions of this module, and what they need is handed
over in `FRAME` before Pelican runs. In a text, `[[certified]]` (suspended, revoked, candidate, counties, as_of)
stands for a total of the present.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from jinja2 import StrictUndefined
from pelican import signals

from generator.model import SiteSettings
from generator.publish import frame, pages
from generator.publish.views import Fact, ProseView

_TOTAL = re.compile(r"\[\[([a-z_]+)\]\]")


@dataclass
class Frame:
    """What the prose knows of the register. `seen` says which receivers ran; `errors` what went wrong."""

    site: SiteSettings
    totals: dict[str, str]
    footnote: str
    seen: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    views: dict[str, ProseView] = field(default_factory=dict)


FRAME: list[Frame] = []


def _strict(pelican: Any) -> None:
    """One function makes the environment of pages and prose: undefined names are errors here too."""
    FRAME[-1].seen.add("initialized")
    pelican.settings["JINJA_ENVIRONMENT"]["undefined"] = StrictUndefined
    pelican.settings["JINJA_FILTERS"] = dict(pages.environment().filters)


def _view(content: Any, address: str, entries: tuple[Fact, ...] = ()) -> ProseView:
    current = FRAME[-1]
    path = [("announcements/", "公告")] if address.startswith("announcements/") and address != "announcements/" else []
    chrome = frame.chrome(
        current.site, address, content.title, getattr(content, "description", content.title),
        frame.trail_to(address, path),
        feeds=frame.feed_set("feeds/all", "全部变化"), footnote=current.footnote,
        demonstration=frame.SITE_FICTIONAL if current.site.demonstration else "",
    )  # fmt: skip
    day = content.date.strftime("%Y-%m-%d") if getattr(content, "date", None) else ""
    view = ProseView(chrome, content.title, _filled(content.content), day, entries)
    current.views[address] = view
    return view


def _filled(html: str) -> str:
    def value(match: re.Match[str]) -> str:
        known = FRAME[-1].totals.get(match[1])
        if known is None:
            FRAME[-1].errors.append(f"[[{match[1]}]] 不是已知的总数，可用：{'、'.join(FRAME[-1].totals)}")
        return known or ""

    return _TOTAL.sub(value, html)


def _pages(generator: Any) -> None:
    FRAME[-1].seen.add("pages")
    for page in generator.pages:
        page.view = _view(page, page.url)


def _announcements(generator: Any) -> None:
    FRAME[-1].seen.add("articles")
    for article in generator.articles:
        article.view = _view(article, article.url)

    class Index:
        """The list of announcements, which Pelican has no content for."""

        title = "公告"
        description = "本站公告。"
        content = ""
        date = None

    entries = tuple(
        Fact(article.title, article.date.strftime("%Y-%m-%d"), f"../{article.url}")
        for article in sorted(generator.articles, key=lambda one: (one.date, one.slug), reverse=True)
    )
    generator.context["announcements_view"] = _view(Index, "announcements/", entries)


def register() -> None:
    """Connects the receivers."""
    signals.initialized.connect(_strict)
    signals.page_generator_finalized.connect(_pages)
    signals.article_generator_finalized.connect(_announcements)
