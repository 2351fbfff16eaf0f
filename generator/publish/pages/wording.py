"""What a page says in its language: words, names and days, each ready to be placed.

The same view and template serve every language. A name of the register stays Chinese: on a page in another language
it is a `Chinese`, which marks itself as such (WCAG 2.2, 3.1.2) and has its pinyin beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from generator.publish.pages import languages
from generator.publish.pages.chinese import Chinese, Text
from generator.publish.pages.speech import Speech
from generator.publish.pages.views.shared import Moment
from generator.register.profile import Profile, in_english
from generator.spelling.pinyin import pinyin, pinyin_of_place


class Wording(Speech):
    """The words of one language. `word` gives those of the catalogs; to be named `_` where it is used.

    `terms` are what schemes themselves say in that language for their titles and reasons.
    """

    def __init__(self, lang: str, terms: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(lang, languages.words_of(lang))
        self.terms = terms

    def name(self, name: str) -> Text:
        """The name of a place or area."""
        return name if self.chinese or not name else Chinese(name, pinyin(name))

    def place(self, place: str) -> Text:
        """Where an area lies: names of places, one in the other."""
        return place if self.chinese or not place else Chinese(place, pinyin_of_place(place))

    def quoted(self, text: str) -> Text:
        """What stands in the register in Chinese: a title of a notice, a sentence, a body."""
        return text if self.chinese or not languages.is_chinese(text) else Chinese(text)

    def term(self, term: str) -> Text:
        """A word of a scheme (a title, a reason): translated where the scheme does it."""
        return term if self.chinese or not term else self.quoted(self.terms.get(term, term))

    def moment(self, time: str) -> Moment:
        """The day of a time as a reader reads it; the clock time, where there is one, stands behind it."""
        return _moment(time, self.lang)

    def exactly(self, time: str) -> Moment:
        """A time as it was recorded: with the clock time, where there is one."""
        return _exactly(time, self.lang)

    def day(self, time: str) -> str:
        """The day of a time, in words."""
        return languages.time_name(time[:10], self.lang)

    def tick_day(self, day: date, *, month: bool) -> str:
        """A day under a chart, in the shortest words."""
        if self.chinese:
            return super().tick_day(day, month=month)
        return languages.tick(day, self.lang, "d MMM" if month else "d")

    def tick_month(self, day: date, *, year: bool) -> str:
        """A month under a chart, in the shortest words."""
        if self.chinese:
            return super().tick_month(day, year=year)
        return languages.tick(day, self.lang, "MMM y" if year else "MMM")

    def time(self, time: str) -> str:
        """A time, in words."""
        return languages.time_name(time, self.lang)


class _Plain(Wording):
    """The words of one language where nothing can be marked: a name has its reading behind it."""

    def name(self, name: str) -> Text:
        """The name of a place or area."""
        return name if self.chinese or not name else f"{name} {pinyin(name)}"


@cache
def plain(lang: str) -> Wording:
    """The words of a language in plain text, as in a picture: no name is marked."""
    return wording(lang) if lang == languages.CHINESE else _Plain(lang)


@cache
def wording(lang: str) -> Wording:
    """The words of a language."""
    return Wording(lang)


def with_terms(lang: str, profiles: Iterable[Profile]) -> Wording:
    """The words of a language, with those that schemes have in it for their own titles and reasons."""
    return Wording(lang, in_english(profiles)) if lang == languages.ENGLISH else wording(lang)


CHINESE = wording(languages.CHINESE)


@lru_cache(maxsize=16_384)
def _moment(time: str, lang: str) -> Moment:
    exact = languages.time_name(time, lang) if len(time) > 10 else ""
    return Moment(languages.time_name(time[:10], lang), time, exact)


@lru_cache(maxsize=16_384)
def _exactly(time: str, lang: str) -> Moment:
    return Moment(languages.time_name(time, lang), time)
