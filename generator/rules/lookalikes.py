"""Findings of names that are easily taken for one another, where a status is about to be lost.

A suspension or revocation of the wrong area harms people, and the check of name against id does not help where
another area has nearly the same name. Both are pointed out; whoever has looked writes `yes` in `confirmed`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import accumulate, chain, count
from typing import Final, NamedTuple

from generator import words
from generator.findings import finding
from generator.register.county import County
from generator.register.model import Area, CountySource, Event, Finding
from generator.spelling.readings import readings

_LOSSES: Final = frozenset({"suspend", "revoke"})
_SHOWN: Final = 3
_SAME: Final = "同名"
_PRIVATE: Final = count(0xF0000)  # characters without a meaning, which stand in no name
_PARENTHESES: Final = re.compile(r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]")

# Characters of place names that look alike; what sounds alike is in spelling/readings.txt.
_SHAPES: Final = """
    土士 未末 己已巳 日曰 人入八 大太犬丈 天夫无 千干于 田由甲申电 刀力刃 王玉主 木本术 东车
    厂广 苑宛 戊戌戍 折拆析 晴睛 令今 冶治 洒酒 沐沭 汨汩 淮准 淅浙 鸟乌岛 免兔 失矢
    牛午 手毛 爪瓜 贝见 白百自 石右古 亨享 茶荼 莱菜 栗粟 塔搭 坑抗 坡陂 埠阜 崇祟
    西酉 北比 半羊 平乎 永水 米来 春舂 宇字宁 宫官 宜宣 明朋 阳阴 陈阵 薄簿 丸凡九几
    句旬甸 师帅 幸辛 杏查杳 吴昊 炙灸 焦集 爱受 窑窖 端瑞 绵锦棉 间问 项顶 鱼鲁 龙尤 户卢
    汉汊 汪注 沈沉 涂徐 禄绿 场扬杨 澄橙 菁箐
"""
# One numeral is never a slip for another: 一村 and 十村, 甲栋 and 乙栋, A区 and B区 are told apart by them.
_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己庚辛壬癸")


class Named(NamedTuple):
    """An area under one of its names, as written."""

    area: Area
    name: str


def check(source: CountySource, county: County, doubtful: Set[str | None] = frozenset()) -> Iterator[Finding]:
    """Suspensions and revocations in force of areas whose name another area of the county nearly has.

    `doubtful` are areas whose events have findings of identity already.
    """
    if county.settings.state == "archived":
        return
    losses = [
        (line, event)
        for line, event in source.events.located()
        if event.event in _LOSSES and event.confirmed is None and event.area_id not in doubtful
    ]
    if not losses:
        return
    names = Names(source.areas.rows)
    first: dict[str, int] = {}
    for line, event in losses:
        area = county.areas.get(event.area_id) if event.area_name in names.company else None
        if area is None or not _stands(county, event):
            continue
        first = first or _first_lines(county)
        alike = [pair for pair in names.alike(event.area_name, area) if _could_be_meant(pair[0].area, event, first)]
        if alike:
            yield _finding(source.events.path, line, event, Named(area, event.area_name), alike, county)


def _stands(county: County, event: Event) -> bool:
    """True if the event is in force: not retracted, not replaced, and not later than what is looked at."""
    record = county.records.get((event.area_id, event.title))
    return record is not None and any(standing.sequence == event.sequence for standing in record.standing)


def _first_lines(county: County) -> dict[str, int]:
    """The sequence of the first event of each area."""
    first: dict[str, int] = {}
    for record in county.records.values():
        sequence = record.transitions[0].event.sequence
        first[record.area_id] = min(sequence, first.get(record.area_id, sequence))
    return first


def _could_be_meant(other: Area, event: Event, first: Mapping[str, int]) -> bool:
    """True if another area could have lost a status then: it was not closed, and the log knew it already.

    An area that comes later must not spoil a line that was right, and that nobody may change any more.
    """
    closed = other.valid_until is not None and other.valid_until < event.effective_at[:10]
    return not closed and first.get(other.area_id, event.sequence) < event.sequence


def _finding(
    path: str, line: int, event: Event, meant: Named, alike: Sequence[tuple[Named, str]], county: County
) -> Finding:
    shown = "；与".join(f"{_quoted(other, county)}{how}" for other, how in alike[:_SHOWN])
    more = f"；另有 {len(alike) - _SHOWN} 个" if len(alike) > _SHOWN else ""
    return finding(
        "E415", path, line, "area_name", event.area_name,
        area=_quoted(meant, county), others=f"{shown}{more}", event=words.EVENTS[event.event],
        pasted=_confirmed(event),
    )  # fmt: skip


def _confirmed(event: Event) -> str:
    """The line of an event as it is to be pasted. No cell of it can need quotes but a name."""
    cells = ["" if cell is None else str(cell) for cell in event._replace(confirmed="yes")]
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)


def _quoted(named: Named, county: County) -> str:
    """A name with what is needed to look it up: “和平新村(1-5栋)”（990101001002-002，示例区示例街道和平社区）."""
    area = named.area
    now = f"，现名“{area.name}”" if named.name != area.name else ""
    return f"“{words.full_name(named.name, area.qualifier)}”（{area.area_id}{now}，{county.place(area.area_id)}）"


class Names:
    """The names of areas, present and former; `company` has those that look or sound nearly like another."""

    def __init__(self, areas: Sequence[Area]) -> None:
        former = [Named(area, name) for area in areas if area.former_names for name in area.former_names.split(";")]
        self.areas = [*areas, *(old.area for old in former)]
        self.names = [*(area.name for area in areas), *(old.name for old in former)]
        # As one text: a county has thousands of names, and hardly two of them are alike.
        text = _plain("\n".join(self.names))
        self.plain = text.split("\n")
        self.company: dict[str, set[int]] = {}
        groups = _by_sound(self.plain, text)
        if _PARENTHESES.search(text):
            groups += _by_base(self.plain)
        for group in groups:
            for index in group:
                self.company.setdefault(self.names[index], set()).update(group)

    def alike(self, name: str, area: Area) -> list[tuple[Named, str]]:
        """Other areas that the `name` of an area may be taken for, each once and why, in order of their ids."""
        pairs: dict[str, tuple[Named, str]] = {}
        for index in sorted(self.company.get(name, ())):
            other = Named(self.areas[index], self.names[index])
            if other.area.area_id != area.area_id and other.area.area_id not in pairs:
                why = _why(_plain(name), self.plain[index], same_width=name == other.name)
                if why == _SAME and other.area.qualifier != area.qualifier:
                    why = "名称相同，只差限定"
                if why is not None:
                    pairs[other.area.area_id] = (other, why)
        return [pair for _, pair in sorted(pairs.items())]


def _by_sound(names: Sequence[str], text: str) -> list[list[int]]:
    """Places of names that are the same but for characters of one class; `text` has the names, a line for each.

    A name stands under the first class of each of its characters, and once more for each other class of one of them
    that another character here has as well.
    """
    classes = {character: _classes(character) for character in set(text)}
    counted = Counter(chain.from_iterable(classes.values()))
    sounds = text.translate({ord(character): those[0] for character, those in classes.items() if those}).split("\n")
    groups: dict[str, list[int]] = {}
    for index, sound in enumerate(sounds):
        groups.setdefault(sound, []).append(index)
    more = {character: [sound for sound in those[1:] if counted[sound] > 1] for character, those in classes.items()}
    starts = [0, *accumulate(len(name) + 1 for name in names)]
    for character in filter(more.__getitem__, more):
        for match in re.finditer(character, text):
            index = bisect_right(starts, match.start()) - 1
            place = match.start() - starts[index]
            for other in more[character]:
                sound = f"{sounds[index][:place]}{other}{sounds[index][place + 1 :]}"
                groups.setdefault(sound, []).append(index)
    return [group for group in groups.values() if len(group) > 1]


def _by_base(names: Sequence[str]) -> list[list[int]]:
    """Places of names that are the same without their parts in parentheses."""
    groups: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        groups.setdefault(_base(name), []).append(index)
    return [group for group in groups.values() if len(group) > 1]


def _plain(text: str) -> str:
    """Text without what only the width of characters, their case or a space makes different."""
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "")


def _base(plain: str) -> str:
    """A name without its parts in parentheses; the name itself where nothing else is left."""
    return _PARENTHESES.sub("", plain) or plain


def _why(plain: str, other: str, *, same_width: bool) -> str | None:
    """Why one name may be taken for another; None if it may not."""
    if plain == other:
        return _SAME if same_width else "只差全角半角、大小写或空格"
    if _base(plain) == _base(other):
        return "只差括号里的部分"
    if len(plain) != len(other):
        return None
    differing = [pair for pair in zip(plain, other, strict=True) if pair[0] != pair[1]]
    if len(differing) > 1 or (how := _similar(*differing[0])) is None:
        return None
    return f"只差一个字（{'、'.join(differing[0])}），{how}"


@cache
def _classes(character: str) -> tuple[str, ...]:
    """What a character is read like, and looks like, as one private character for each of them."""
    those = [*readings(character), *(group for group in _SHAPES.split() if character in group)]
    return tuple(_class(sound) for sound in those)


@cache
def _class(name: str) -> str:
    return chr(next(_PRIVATE))


@lru_cache(maxsize=10_000)
def _similar(character: str, other: str) -> str | None:
    """Why two characters are taken for one another; None if they are not."""
    if character in _NUMERALS and other in _NUMERALS:
        return None
    if not set(readings(character)).isdisjoint(readings(other)):
        return "读音相同"
    return "字形相近" if any(character in group and other in group for group in _SHAPES.split()) else None
