"""The Pelican plugin: notes every text as Pelican rendered it. For authors, who look at content/ alone, it fills it in.

Pelican's signals are global and weak: the receivers are functions of this module, and what they need is handed
over in `FRAME` before Pelican runs. A build makes its pages itself (`filling`), so that they need no Pelican while the
texts are as they were: here it only learns where each would lie. In the preview one environment renders every
language: the words of the layout are looked up by the language of the page at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from jinja2 import StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import signals
from pelican.writers import Writer

from generator import urls, words
from generator.prose.filling import Filling
from generator.prose.texts import Rendered
from generator.publish.pages import languages, renderer, speech
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.views.reference import ProseView
from generator.publish.pages.views.shared import Fact


@dataclass
class Frame:
    """What a run of Pelican is for. `preview` is what authors see in place of the register's numbers.

    `texts` are what was rendered; `seen` says which receivers ran; `errors` what went wrong, `at` with which text.
    """

    preview: Filling | None = None
    at: str = ""
    seen: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    texts: list[Rendered] = field(default_factory=list)


FRAME: list[Frame] = []


class _Nothing:
    """Stands for a template where no page is to be made."""

    def render(self, context: object) -> str:
        """No page."""
        return ""


class _Placing(Writer):  # type: ignore[misc]
    """Puts an empty file where Pelican would put a page, with all that it asks of its place."""

    def write_file(self, name: str, template: Template, *arguments: Any, **options: Any) -> None:
        """Puts a file."""
        super().write_file(name, cast("Template", _Nothing()), *arguments, **options)


def _placing(pelican: Any) -> type[Writer] | None:
    return _Placing if FRAME[-1].preview is None else None


def _strict(pelican: Any) -> None:
    """One function makes the environment of pages and prose: undefined names are errors here too."""
    FRAME[-1].seen.add("initialized")
    pelican.settings["JINJA_ENVIRONMENT"].update(undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])
    pelican.settings["JINJA_FILTERS"] = dict(renderer.environment(CHINESE).filters)
    pelican.settings["JINJA_GLOBALS"] = {"gettext": _word, "said": speech.said, "kept": _kept}


@pass_context
def _word(context: Context, word: str) -> str:
    """What the language of the page says for a word of the layout."""
    return languages.words_of(context["view"].chrome.lang)(word)


@pass_context
def _kept(context: Context, *piece: Any) -> Markup:
    """A piece of the layout that many pages have, in the language of the page."""
    return renderer.kept(context["view"].chrome.lang)(*piece)


def _noted(
    content: Any, address: str, entries: tuple[Fact, ...] = (), lang: str = CHINESE,
    others: Sequence[tuple[str, str]] = (),
) -> ProseView | None:  # fmt: skip
    """Notes a text; gives the view of its page in a preview."""
    current = FRAME[-1]
    text = Rendered(
        address,
        str(getattr(content, "relative_source_path", address)),
        str(content.title),
        str(getattr(content, "description", content.title)),
        content.date.strftime("%Y-%m-%d") if getattr(content, "date", None) else "",
        lang,
        str(content.content),
        tuple(others),
        entries,
    )
    current.texts.append(text)
    return current.preview.view(text)[0] if current.preview is not None else None


def _pages(generator: Any) -> None:
    FRAME[-1].seen.add("pages")
    for page in (*generator.pages, *generator.translations):
        lang = _language(page)
        if lang:
            others = sorted((_language(other), other.url) for other in page.translations)
            page.view = _noted(page, page.url, lang=lang, others=others)


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
        article.view = _noted(article, article.url)

    class Index:
        """The list of announcements, which Pelican has no content for."""

        title = "公告"
        description = "本站公告。"
        content = ""
        date = None

    entries = tuple(
        Fact(str(article.title), f"发布于 {words.day_name(article.date.strftime('%Y-%m-%d'))}", f"../{article.url}")
        for article in sorted(generator.articles, key=lambda article: (article.date, article.slug), reverse=True)
    )
    generator.context["announcements_view"] = _noted(Index, "announcements/", entries)


def _at(content: Any) -> None:
    FRAME[-1].at = getattr(content, "relative_source_path", "")


def register() -> None:
    """Connects the receivers."""
    signals.content_object_init.connect(_at)
    signals.initialized.connect(_strict)
    signals.get_writer.connect(_placing)
    signals.page_generator_finalized.connect(_pages)
    signals.article_generator_finalized.connect(_announcements)
