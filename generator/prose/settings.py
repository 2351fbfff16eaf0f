"""Pelican's settings. `pelican -s pelicanconf.py --autoreload` uses them for authors as the build does."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from markdown import Markdown
from markdown.extensions.toc import slugify_unicode

from generator import urls
from generator.publish.pages import languages
from generator.publish.pages.renderer import THEME
from generator.reading.leftovers import NAMES

PLUGIN = "generator.prose.plugin"
# How Markdown is read, by Pelican and where texts are judged before (`converted`).
MARKDOWN: Final[dict[str, Any]] = {
    "extensions": ["markdown.extensions.tables", "markdown.extensions.toc"],
    # Headings are addressed by their words, so that one answer can be shared, and stays where it is.
    "extension_configs": {"markdown.extensions.toc": {"slugify": slugify_unicode}},
    "output_format": "html5",
}
_FOLDERS: Final = [folder.removesuffix("/") for folder in urls.LANGUAGES.values() if folder]


def settings(content: Path, output: Path, site_url: str) -> dict[str, Any]:
    """Settings for a content folder and an output folder; nothing in them depends on the clock or the machine."""
    return {
        "PATH": str(content),
        "OUTPUT_PATH": str(output),
        "SITENAME": "wuyi",
        "SITEURL": site_url.rstrip("/"),
        "TIMEZONE": "Asia/Shanghai",
        "DEFAULT_LANG": languages.CHINESE,
        "THEME": str(THEME),
        "THEME_STATIC_PATHS": [],
        "STATIC_PATHS": [],
        "READERS": dict.fromkeys(("html", "htm", "rst", "markdown", "mkd", "mdown"), None),  # .md alone is checked
        "IGNORE_FILES": ["**/.*", *(pattern for _, pattern in NAMES)],
        "PAGE_PATHS": ["pages", *_FOLDERS],
        "ARTICLE_PATHS": ["announcements"],
        "PAGE_URL": "{slug}/",
        "PAGE_SAVE_AS": "{slug}/index.html",
        # A language is a folder, here and in the site; a page of the same slug is the same page in another language.
        "PATH_METADATA": f"(?P<lang>{'|'.join(_FOLDERS)})/.*",
        "PAGE_LANG_URL": "{lang}/{slug}/",
        "PAGE_LANG_SAVE_AS": "{lang}/{slug}/index.html",
        "ARTICLE_URL": "announcements/{slug}/",
        "ARTICLE_SAVE_AS": "announcements/{slug}/index.html",
        "DIRECT_TEMPLATES": ["announcements"],
        "ANNOUNCEMENTS_SAVE_AS": "announcements/index.html",
        "AUTHOR_SAVE_AS": "",
        "CATEGORY_SAVE_AS": "",
        "TAG_SAVE_AS": "",
        "FEED_ALL_ATOM": None,
        "CATEGORY_FEED_ATOM": None,
        "TRANSLATION_FEED_ATOM": None,
        "AUTHOR_FEED_ATOM": None,
        "AUTHOR_FEED_RSS": None,
        "LOAD_CONTENT_CACHE": False,
        "CACHE_CONTENT": False,
        "DELETE_OUTPUT_DIRECTORY": False,
        "DEFAULT_PAGINATION": False,
        "PLUGINS": [PLUGIN],
        "MARKDOWN": MARKDOWN,
        "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    }


def converted(texts: Iterable[str]) -> dict[str, str]:
    """The HTML of texts, by what was written."""
    return {text: Markdown(**MARKDOWN).convert(text) for text in texts}
