"""A rendered text becomes a page: its totals, lists and schemes are filled in, and it gets the chrome of every page.

Nothing here needs Pelican or Markdown: at an event the numbers are other ones, and the texts are as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from generator.prose.markup import attached, cleaned, filled, pictured
from generator.prose.texts import Rendered
from generator.publish.pages import languages
from generator.publish.pages.chrome import SITE_FICTIONAL, chrome, country_feeds, home_of, trail_to
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.views.reference import ProseView
from generator.reading.attachments import Attachment
from generator.reading.content import ANNOUNCEMENTS, FOLDERS
from generator.reading.pictures import Picture
from generator.register.model import SiteSettings

# A run of Chinese, with the numbers and brackets inside it.
_CHINESE_WORDS: Final = re.compile(
    r"[\u3400-\u9fff](?:[\u3400-\u9fff]|\([\u3400-\u9fff]+\)|[〔〕0-9-]+(?=[\u3400-\u9fff]))*"
)
_LIST: Final = FOLDERS[ANNOUNCEMENTS]


class Told(NamedTuple):
    """What a text may name, in its language: totals of the present and settings; the foot of every page; their time.

    `lists` are made for the page, by its address, in which they stand.
    """

    totals: Mapping[str, str]
    footnote: str
    as_of: str
    lists: Mapping[str, Callable[[str], str]]


class Filling(NamedTuple):
    """What the register says to the texts, for each language; `schemes` are ids of those that have a page, `pictures`
    may be shown and `files` led to, by their names."""

    site: SiteSettings
    told: Mapping[str, Told]
    schemes: Collection[str] = ()
    pictures: Mapping[str, Picture] = MappingProxyType({})
    files: Mapping[str, Attachment] = MappingProxyType({})

    def view(self, text: Rendered) -> tuple[ProseView, list[str]]:
        """A text as its page shows it, and what cannot be filled in or published."""
        told, lang, address = self.told[text.lang], text.lang, text.address
        path = [(_LIST, "公告")] if address.startswith(_LIST) and address != _LIST else []
        around = chrome(
            self.site, address, text.title, text.description,
            trail_to(address, path, lang=lang, home=home_of(self.site, lang)),
            feeds=country_feeds(lang), footnote=told.footnote,
            demonstration=languages.words_of(lang)(SITE_FICTIONAL) if self.site.demonstration else "", lang=lang,
            others=text.others, modified=text.day or told.as_of,
        )  # fmt: skip
        lists = {name: made(address) for name, made in told.lists.items()}
        html, unknown = filled(text.html, told.totals, self.schemes, around.root, lists)
        clean, lost = cleaned(html)
        problems = [f"{text.place}：[[{name}]] 不是已知的总数" for name in unknown]
        if lost:
            problems.append(f"{text.place}：有不能公布的标记 {'、'.join(lost)}")
        sizes = {name: (picture.width, picture.height) for name, picture in self.pictures.items()}
        clean, missing = pictured(clean, sizes, around.root)
        problems += [f"{text.place}：没有图片 {name}" for name in missing]
        kinds = {name: (file.kind, len(file.content)) for name, file in self.files.items()}
        clean, missing = attached(clean, kinds, around.root, "（{}，{}）" if lang == CHINESE else " ({}, {})")
        problems += [f"{text.place}：没有附件 {name}" for name in missing]
        shown = clean if lang == CHINESE else _marked(clean)
        return ProseView(around, text.title, shown, text.day, text.entries), problems


def _marked(html: str) -> str:
    """Chinese words within a text of another language, marked as such (WCAG 2.2, 3.1.2); tags are left alone."""
    pieces = re.split(r"(<[^>]*>)", html)
    pieces[::2] = [_CHINESE_WORDS.sub(rf'<span lang="{CHINESE}">\g<0></span>', piece) for piece in pieces[::2]]
    return "".join(pieces)
