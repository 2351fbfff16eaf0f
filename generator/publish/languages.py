"""The languages that pages are written in: Chinese, and what a catalog in locales/ makes of it (gettext, by Babel).

The words stand in the code and the templates in Chinese, as `_("首页")`; a catalog gives the same in its own
language. Nothing is compiled beforehand: a catalog is read when a page of its language is made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from generator import words

CHINESE: Final = "zh-CN"
ENGLISH: Final = "en"
# What each language calls itself (BCP 47 tag, name).
NAMES: Final[dict[str, str]] = {CHINESE: "中文", ENGLISH: "English"}
LOCALES: Final = Path(__file__).resolve().parents[1] / "locales"


@cache
def translations(lang: str) -> NullTranslations:
    """The catalog of a language; that of Chinese gives every word as it is."""
    if lang == CHINESE:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (LOCALES / f"{lang}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)


def words_of(lang: str) -> Callable[[str], str]:
    """What a language says for a Chinese word or sentence; to be named `_` where it is used."""
    return translations(lang).gettext


def noted(word: str) -> str:
    """The word itself; marks for the catalogs what is said in another place (gettext's `N_`)."""
    return word


@cache
def time_name(time: str, lang: str) -> str:
    """A day or time as a reader of the language reads it; the clock time only where it was recorded."""
    if lang == CHINESE:
        return words.time_name(time)
    from babel.dates import format_date

    day = format_date(date.fromisoformat(time[:10]), "d MMMM y", locale=lang)
    return f"{day}, {time[11:16]} (China Standard Time)" if len(time) > 10 else day
