"""The Pelican plugin: gives every page its view, and the register's totals to the text.

Pelican's signals are global and weak: the receivers are functions of this module, and what they need is handed
over in `FRAME` before Pelican runs. What stands for a total, a scheme or a list in a text is filled in (`markup`). One
environment renders every language here: the words of the layout are looked up by the language of the page at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import signals

from generator import urls
from generator.prose.markup import cleaned, filled
from generator.publish.pages import languages, renderer, wording
from generator.publish.pages.chrome import SITE_FICTIONAL, chrome, country_feeds, home_of, trail_to
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.views.reference import ProseView
from generator.publish.pages.views.shared import Fact
from generator.register.model import SiteSettings

# A run of Chinese, with the numbers and brackets inside it.
_CHINESE_WORDS = re.compile(r"[\u3400-\u9fff](?:[\u3400-\u9fff]|\([\u3400-\u9fff]+\)|[〔〕0-9-]+(?=[\u3400-\u9fff]))*")


class Told(NamedTuple):
    """What a text may name, in its language: totals of the present and settings; the foot of every page; their time.

    `lists` are made for the page, by its address, in which they stand.
    """

    totals: Mapping[str, str]
    footnote: str
    as_of: str
    lists: Mapping[str, Callable[[str], str]]


@dataclass
class Frame:
    """What the prose knows of the register: `schemes` are ids of those that have a page. `seen` says which receivers
    ran; `errors` what went wrong, `at` with which text."""

    site: SiteSettings
    told: Mapping[str, Told]
    schemes: Collection[str] = ()
    at: str = ""
    seen: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    views: dict[str, ProseView] = field(default_factory=dict)


FRAME: list[Frame] = []


def _strict(pelican: Any) -> None:
    """One function makes the environment of pages and prose: undefined names are errors here too."""
    FRAME[-1].seen.add("initialized")
    pelican.settings["JINJA_ENVIRONMENT"].update(undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])
    pelican.settings["JINJA_FILTERS"] = dict(renderer.environment(CHINESE).filters)
    pelican.settings["JINJA_GLOBALS"] = {"gettext": _word, "said": wording.said, "kept": _kept}


@pass_context
def _word(context: Context, word: str) -> str:
    """What the language of the page says for a word of the layout."""
    return languages.words_of(context["view"].chrome.lang)(word)


@pass_context
def _kept(context: Context, *piece: Any) -> Markup:
    """A piece of the layout that many pages have, in the language of the page."""
    return renderer.kept(context["view"].chrome.lang)(*piece)


def _view(
    content: Any, address: str, entries: tuple[Fact, ...] = (), lang: str = CHINESE,
    others: Sequence[tuple[str, str]] = (),
) -> ProseView:  # fmt: skip
    current = FRAME[-1]
    _ = languages.words_of(lang)
    path = [("announcements/", "公告")] if address.startswith("announcements/") and address != "announcements/" else []
    day = content.date.strftime("%Y-%m-%d") if getattr(content, "date", None) else ""
    around = chrome(
        current.site, address, content.title, getattr(content, "description", content.title),
        trail_to(address, path, lang=lang, home=home_of(current.site, lang)),
        feeds=country_feeds(lang), footnote=current.told[lang].footnote,
        demonstration=_(SITE_FICTIONAL) if current.site.demonstration else "", lang=lang, others=others,
        modified=day or current.told[lang].as_of,
    )  # fmt: skip
    lists = {name: made(address) for name, made in current.told[lang].lists.items()}
    html, unknown = filled(content.content, current.told[lang].totals, current.schemes, around.root, lists)
    text, lost = cleaned(html)
    place = getattr(content, "relative_source_path", address)
    current.errors.extend(f"{place}：[[{name}]] 不是已知的总数" for name in unknown)
    if lost:
        current.errors.append(f"{place}：有不能公布的标记 {'、'.join(lost)}")
    view = ProseView(around, content.title, text if lang == CHINESE else _marked(text), day, entries)
    current.views[address] = view
    return view


def _marked(html: str) -> str:
    """Chinese words within a text of another language, marked as such (WCAG 2.2, 3.1.2); tags are left alone."""
    pieces = re.split(r"(<[^>]*>)", html)
    pieces[::2] = [_CHINESE_WORDS.sub(rf'<span lang="{CHINESE}">\g<0></span>', piece) for piece in pieces[::2]]
    return "".join(pieces)


def _pages(generator: Any) -> None:
    FRAME[-1].seen.add("pages")
    for page in (*generator.pages, *generator.translations):
        lang = _language(page)
        if lang:
            others = sorted((_language(other), other.url) for other in page.translations)
            page.view = _view(page, page.url, lang=lang, others=others)


def _language(page: Any) -> str:
    """The language of a page, which is that of its folder; "" (and an error) where the two disagree."""
    language = next((lang for lang in urls.LANGUAGES if lang.lower() == page.lang), "")
    folder = f"{page.url.partition('/')[0]}/"
    if not language or (folder if folder in urls.LANGUAGES.values() else "") != urls.LANGUAGES[language]:
        FRAME[-1].errors.append(
            f"{page.relative_source_path}：语言由文件夹决定（{'、'.join(urls.LANGUAGES)}），不写 lang，也不写进 slug"
        )
        return ""
    return language


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
        for article in sorted(generator.articles, key=lambda article: (article.date, article.slug), reverse=True)
    )
    generator.context["announcements_view"] = _view(Index, "announcements/", entries)


def _at(content: Any) -> None:
    FRAME[-1].at = getattr(content, "relative_source_path", "")


def register() -> None:
    """Connects the receivers."""
    signals.content_object_init.connect(_at)
    signals.initialized.connect(_strict)
    signals.page_generator_finalized.connect(_pages)
    signals.article_generator_finalized.connect(_announcements)
