"""How a page speaks, as charts ask for it: in Chinese, with words, names and days as they stand.

`wording.Wording` does the same for every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from markupsafe import Markup, escape

from generator import words
from generator.publish.pages.chinese import TAG, Text


def noted(word: str) -> str:
    """The word itself; marks for the catalogs what is said in another place (gettext's `N_`)."""
    return word


def said(sentence: str, *values: object) -> Markup:
    """A sentence of a template, whose places ({}) are filled with what it shows: dates, numbers, names."""
    return Markup(sentence).format(*map(escape, values))  # noqa: S704 - a sentence of the theme or of a catalog; values are escaped


class Speech:
    """What is said in Chinese. `word` gives a word or sentence; to be named `_` where it is used."""

    def __init__(self, lang: str = TAG, word: Callable[[str], str] = noted) -> None:
        self.lang = lang
        self.word = word
        self.chinese = lang == TAG

    def name(self, name: str) -> Text:
        """The name of a place or area."""
        return name

    def listed(self, names: Iterable[Text]) -> Markup:
        """Names as they are shown, one after the other."""
        return Markup(self.word("、")).join(names)  # noqa: S704 - a sign of a catalog; names are escaped

    def day(self, time: str) -> str:
        """The day of a time, in words."""
        return words.day_name(time)

    def tick_day(self, day: date, *, month: bool) -> str:
        """A day under a chart, in the shortest words: 11月21日, or 21日 where its month was told before."""
        return f"{day.month}月{day.day}日" if month else f"{day.day}日"

    def tick_month(self, day: date, *, year: bool) -> str:
        """A month under a chart: 2022年11月, or 11月 where its year was told before."""
        return f"{day.year}年{day.month}月" if year else f"{day.month}月"


CHINESE: Final = Speech()
