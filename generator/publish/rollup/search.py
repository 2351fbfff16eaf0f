"""The search above the counties: its page with the index of counties as its twin, and the tables of characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, Final, NamedTuple

from generator import urls, words
from generator.publish.artifact import Artifact, document
from generator.publish.exports import documents
from generator.publish.handover.country import Country
from generator.publish.handover.store import SEARCH
from generator.publish.handover.summary import Summary
from generator.publish.pages import chrome, languages, renderer
from generator.publish.pages.rows import promise
from generator.publish.pages.views.reference import SearchUnit, SearchView, UnitLink
from generator.publish.pages.wording import Wording, with_terms
from generator.publish.rollup.page import chrome_of
from generator.publish.search import grams
from generator.register.times import day_of
from generator.spelling.forms import simplified
from generator.spelling.readings import place_words, spoken

# Up to so many areas a browser loads the lists of all counties (about 10 bytes an area, compressed); beyond, a query
# is narrowed to the counties that can hold it.
NARROWED_FROM: Final = 20_000
_LETTERS: Final = 0x80


def noted(text: str) -> str:
    """Marks a text for translation, and leaves it as it is."""
    return text


class Way(NamedTuple):
    """Words that people type though they are no names (apart by blanks), what the page says that tells of them, its
    address; and of what happened to titles, by which mark the list of a county is narrowed (`status`), and what stands
    there then. What the titles of a site begin with stands in the place of {titles}."""

    words: str
    told: str
    address: str
    status: str = ""
    listed: str = ""


# Pages that every site has.
WAYS: Final = (
    Way(
        "取消 撤销 摘牌 失效 revoked revocation", noted("取消：称号被取消的，名单和原因"), urls.kind("revoked"),
        "revoked", noted("已取消的区域"),
    ),
    Way(
        "暂停 停牌 suspended suspension", noted("暂停：称号被暂停的，名单和原因"), urls.kind("suspended"),
        "suspended", noted("已暂停的区域"),
    ),
    Way(
        "有效 现有 {titles} certified", noted("有效：现在有称号的，按地区查找"), f"{urls.SEARCH}#places",
        "certified", noted("有效的区域"),
    ),
    Way("恢复 新增 发布 变化 restored changes", noted("全部变化：取消、暂停、恢复、新增"), urls.CHANGES),
    Way("公示 候选 candidate", noted("公示：拟认定的，见全部变化"), urls.CHANGES, "candidate", noted("公示中的区域")),
    Way("统计 数量 走势 总数 多少个 statistics", noted("统计：各地、各称号的数目"), urls.STATISTICS),
    Way(
        "工作方案 方案 标准 条件 程序 申报 申请 评定 认定 备案 措施 文件 scheme schemes",
        noted("工作方案：标准、程序、措施"), urls.SCHEMES,
    ),
    Way("更正 错误 写错 不对 纠错 correction corrections", noted("更正：记错了怎样改"), "corrections/"),
    Way("数据 下载 订阅 接口 表格 data download", noted("数据：下载和订阅"), urls.DATA),
    Way("称号 说明 帮助 查不到 {titles} 什么意思 联系 about help", noted("说明：名录是什么，怎样看"), "about/"),
)  # fmt: skip
# What a search says: in its script, marked as in a template.
_SAID: Final = re.compile(r'\b_\("([^"]+)"\)')


def names(country: Country) -> Iterator[Artifact]:
    """What names alone make: the tables of characters and, where areas are many, the index that narrows a query."""
    parts = [part for _, part in country.parts()]
    characters = grams.characters(country.left(SEARCH), parts)
    yield document(urls.search_characters(), _characters(characters))
    others = (character for character in _common() if character not in characters)
    yield document(urls.search_readings(), {"readings": _readings(others), "format": documents.FORMAT})
    if country.areas > NARROWED_FROM:
        yield from grams.narrowing(country.left(SEARCH), parts)


def search(country: Country) -> Iterator[Artifact]:
    """The page of the search, and the index of counties as its twin."""
    for lang in (languages.CHINESE, *country.site.languages):
        yield renderer.page("search", _view(country, with_terms(lang, country.profiles.values())))
        if lang != languages.CHINESE:
            yield document(urls.search_words(lang), _words(country, lang))
    heads: dict[str, list[str]] = {"pairs": [], "initials": []}
    for path in grams.files(country.left(SEARCH), [part for _, part in country.parts()]):
        _, kind, name = path.split("/")
        heads[kind].append(name.removesuffix(".txt"))
    narrowing = {kind: " ".join(names) for kind, names in heads.items()} if country.areas > NARROWED_FROM else None
    yield documents.twin(urls.SEARCH, _index(country, narrowing))


def _index(country: Country, narrowing: Mapping[str, str] | None) -> dict[str, Any]:
    """The counties in order of their codes. Rows of `units` are code and name; rows of `counties` are as `columns` say.

    Rows of `ways` are those of `Way`. `narrowing` names the files of the
    index of pairs and of initials, which give a county as its place in `counties`.
    """
    above = {
        code: name for summary in country.summaries for code, name in summary.path if len(code) < len(summary.code)
    }
    return {
        "units": [[code, name] for code, name in sorted(above.items())],
        "columns": ["code", "name", "areas", "state", "demonstration", "due_on"],
        "counties": [
            [summary.code, summary.name, summary.areas, summary.state, summary.demonstration, _due(summary)]
            for summary in country.summaries
        ],
        "narrowing": narrowing,
        "demonstration": country.site.demonstration,
        "as_of": country.as_of,
        "url": urls.absolute(country.site.url, urls.SEARCH),
        "format": documents.FORMAT,
        "as_of_on": day_of(country.as_of),
        "ways": [list(way._replace(words=way.words.replace("{titles} ", _called(country)))) for way in WAYS],
    }


def _due(summary: Summary) -> str:
    """The day by which a county promises its next record; "" where it promises none."""
    promised = promise(summary.publishes_every_days, summary.as_of)
    return promised.due[:10] if promised else ""


def _called(country: Country) -> str:
    """What people call the titles of the register: what those of a scheme begin with, or each by its name."""
    said: list[str] = []
    for profile in sorted(country.profiles.values(), key=lambda profile: profile.id):
        names = [title.name for title in profile.titles.values()]
        common = "".join(
            column[0] for column in takewhile(lambda column: len(set(column)) == 1, zip(*names, strict=False))
        )
        said += [common] if len(common) > 1 else names
    shortest = [word for word in said if not any(other != word and word.startswith(other) for other in said)]
    return "".join(f"{word} " for word in dict.fromkeys(shortest))


def _characters(characters: str) -> dict[str, Any]:
    """What stands in names: readings of the characters, other forms of them, words that are said in their own way.

    A reading has two texts: characters that are usually read so, and those that are sometimes.
    """
    there = set(characters)
    forms: dict[str, str] = {}
    for other, character in simplified().items():
        if character in there:
            forms[character] = forms.get(character, "") + other
    return {
        "readings": _readings(character for character in characters if ord(character) >= _LETTERS),
        "forms": dict(sorted(forms.items())),
        "words": {word: " ".join(said) for word, said in place_words().items() if there.issuperset(word)},
        "format": documents.FORMAT,
    }


def _readings(characters: Iterable[str]) -> dict[str, list[str]]:
    readings: dict[str, list[str]] = {}
    for character in characters:
        for place, reading in enumerate(spoken(character)):
            texts = readings.setdefault(reading, ["", ""])
            texts[min(place, 1)] += character
    return dict(sorted(readings.items()))


def _common() -> Iterator[str]:
    """The characters of GB 2312: those that people type."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode("gb2312", "ignore")


def _words(country: Country, lang: str) -> dict[str, Any]:
    """What a search says in another language: sentences and words of the script, statuses, ways, titles of schemes.

    `folder` leads to the pages in that language, `pages` to those of them that a way leads to; `areas` says whether
    areas have one.
    """
    script = (renderer.THEME / "static" / "search.js").read_text(encoding="utf-8")
    say = with_terms(lang, country.profiles.values())
    said = [*_SAID.findall(script), *words.STATUSES.values()]
    said += [text for way in WAYS for text in (way.told, way.listed) if text]
    return {
        "words": {**say.terms, **{text: say.word(text) for text in said}},
        "folder": urls.home(lang),
        "pages": {address: f"{urls.home(lang)}{address}" for address in (*urls.WRITTEN, f"{urls.SEARCH}#places")},
        "format": documents.FORMAT,
        "areas": country.site.english_areas and lang == languages.ENGLISH,
    }


def _view(country: Country, say: Wording) -> SearchView:
    units: dict[str, list[Summary]] = {}
    for summary in country.summaries:
        units.setdefault(summary.code[:2], []).append(summary)
    address, _ = urls.search(say.lang), say.word
    told = _("按小区、社区、村、街道的名称或代码查找；不用脚本，也可以按地区一级一级查找。")
    lists = [
        SearchUnit(
            say.name(country.names[code]),
            urls.relative(urls.unit(code, say.lang), address),
            tuple(_link(summary, address, say) for summary in sorted(below, key=_is_past)),
            all(map(_is_past, below)),
        )
        for code, below in sorted(units.items())
    ]
    return SearchView(
        chrome=chrome_of(
            country, address, _("查找"), told, lang=say.lang, twin=urls.SEARCH,
            others=chrome.others_of(country.site, say.lang, urls.search),
        ),
        units=tuple(unit for unit in lists if not unit.past),
        past=tuple(unit for unit in lists if unit.past),
        past_counties=sum(len(unit.counties) for unit in lists if unit.past),
    )  # fmt: skip


def _is_past(summary: Summary) -> bool:
    return summary.state == "archived"


def _link(summary: Summary, page: str, say: Wording) -> UnitLink:
    past = say.word(words.STATES["archived"]) if _is_past(summary) else ""
    return UnitLink(say.name(summary.name), urls.relative(urls.unit(summary.code, say.lang), page), summary.areas, past)
