"""The languages that pages are written in: Chinese, and what a catalog in locales/ makes of it (gettext, by Babel).

The words stand in the code and the templates in Chinese, as `_("首页")`; a catalog gives the same in its own
language. It is compiled when a page of its language is made, and kept where templates are (`compilations`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from generator import words
from generator.publish.pages import compilations
from generator.publish.pages.chinese import TAG

CHINESE: Final = TAG
ENGLISH: Final = "en"
# What each language calls itself (BCP 47 tag, name).
NAMES: Final[dict[str, str]] = {CHINESE: "中文", ENGLISH: "English"}
LOCALES: Final = Path(__file__).resolve().parents[2] / "locales"


@cache
def translations(lang: str) -> NullTranslations:
    """The catalog of a language; that of Chinese gives every word as it is."""
    if lang == CHINESE:
        return NullTranslations()
    name = f"{lang}.mo"
    content = compilations.taken(name)
    if content is None:
        content = _compile(lang)
        compilations.put(name, content)
    return GNUTranslations(BytesIO(content))


def _compile(lang: str) -> bytes:
    """A catalog as gettext reads it (MO)."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = BytesIO()
    with (LOCALES / f"{lang}.po").open("rb") as file:
        write_mo(made, read_po(file, locale=lang, abort_invalid=True))
    return made.getvalue()


def words_of(lang: str) -> Callable[[str], str]:
    """What a language says for a Chinese word or sentence; to be named `_` where it is used."""
    return translations(lang).gettext


def noted(word: str) -> str:
    """The word itself; marks for the catalogs what is said in another place (gettext's `N_`)."""
    return word


# Words of the code that pages in other languages show, beside those marked where they stand.
TABLES: Final = (
    words.STATUSES, words.UNIT_TYPES, words.COUNTED, words.FILTERS, words.EVIDENCE, words.MARKS, words.SIGNING,
    {"": words.NO_STATUS},
)  # fmt: skip
_CHINESE_SIGNS: Final = re.compile("[\u3000-\u303f\u3400-\u9fff\ue000-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def is_chinese(text: str) -> bool:
    """True if a text has Chinese characters or punctuation."""
    return _CHINESE_SIGNS.search(text) is not None


@lru_cache(maxsize=1_024)
def short_day(day: str, lang: str) -> str:
    """A day of a year that is known: 11月21日."""
    if lang == CHINESE:
        return f"{int(day[5:7])}月{int(day[8:10])}日"
    from babel.dates import format_date

    return format_date(date.fromisoformat(day), "d MMMM", locale=lang)


def tick_day(day: date, lang: str, *, month: bool) -> str:
    """A day under a chart, in the shortest words: 11月21日, or 21日 where its month was told before."""
    if lang == CHINESE:
        return f"{day.month}月{day.day}日" if month else f"{day.day}日"
    from babel.dates import format_date

    return format_date(day, "d MMM" if month else "d", locale=lang)


def tick_month(day: date, lang: str, *, year: bool) -> str:
    """A month under a chart: 2022年11月, or 11月 where its year was told before."""
    if lang == CHINESE:
        return f"{day.year}年{day.month}月" if year else f"{day.month}月"
    from babel.dates import format_date

    return format_date(day, "MMM y" if year else "MMM", locale=lang)


@lru_cache(maxsize=65_536)
def time_name(time: str, lang: str) -> str:
    """A day or time as a reader of the language reads it; the clock time only where it was recorded."""
    if lang == CHINESE:
        return words.time_name(time)
    from babel.dates import format_date

    day = format_date(date.fromisoformat(time[:10]), "d MMMM y", locale=lang)
    return f"{day}, {time[11:16]} (China Standard Time)" if len(time) > 10 else day
