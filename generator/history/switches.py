"""Settings that decide what is published at all, and for whom: those of the site, and those of a county. Pure.

What only stands in the head of every page (names, a publisher, a contact, a promise) may be another from now on, and
is not here (ADR 32 has the list).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from generator.history.decisions import Turn, Word
from generator.register.model import Licence

# How a document tells the line of a key.
Line = Callable[[str], int | None]


class _Setting(NamedTuple):
    """What becomes of what is published; and whether only taking something away is meant (adding breaks no address)."""

    effect: str
    otherwise: Any
    taken: bool = True


_SITE: Final = {
    "demonstration": _Setting("全国的数量、订阅和变化会换成另一批区县的，所有网页的演示标记也会变", False, taken=False),
    "url": _Setting("已公布的网址和订阅条目里的链接都会变成新的", None, taken=False),
    "licence": _Setting("已公布的数据换了许可", Licence()._asdict(), taken=False),
    "area_documents": _Setting("每个区域的 index.json 不再发布，已公布的网址打不开", True),
    "area_feeds": _Setting("每个区域的订阅不再发布，已公布的网址打不开", True),
    "area_badges": _Setting("每个区域的徽标不再发布，已公布的网址打不开", False),
    "parquet": _Setting("下载里的 Parquet 文件不再发布，已公布的网址打不开", False),
    "kind_archives": _Setting("新增、暂停、恢复、取消的订阅不再有存档，已公布的网址打不开", False),
    "county_pictures": _Setting("各区县网页上的图和走势图的 SVG 文件不再发布，已公布的网址打不开", False),
    "revoked_feeds": _Setting("各区县取消的订阅不再发布，已公布的网址打不开", False),
    "share_pictures": _Setting("分享图片不再发布，已转发的链接不再有图，已公布的网址打不开", False),
    "english_areas": _Setting("区域的英文页不再发布，已公布的网址打不开", False),
    "json_lines": _Setting("下载里的 JSON Lines 文件不再发布，已公布的网址打不开", False),
    "national_downloads": _Setting(
        "全国的整表，或者代替它的各省的 CSV，不再发布，已公布的网址打不开", True, taken=False
    ),
    "languages": _Setting("这种语言的网页不再发布，已公布的网址打不开", []),
}
_PERIOD: Final = "名录从哪天到哪天按哪个方案登记，是已公布的说法"
_RETURNED: Final = "归档的名录会重新算进现在的数量、订阅和变化"
_COUNTY: Final = {
    "register_since": _Setting("名录从哪天起完整，是已公布的说法", None, taken=False),
    "archived_at": _Setting("归档的日期在这个区县的每一页上", None),
}


def site(before: Mapping[str, Any], after: Mapping[str, Any], line: Line, path: str) -> Iterator[Turn]:
    """The settings of the site that were switched, by name."""
    return _switched(_SITE, before, after, line, path, "site.json")


def county(before: Mapping[str, Any], after: Mapping[str, Any], line: Line, path: str) -> Iterator[Turn]:
    """The settings of a county that were switched, by name.

    Whether the lines of one that returns from the archives are new in closed months is told apart (E819).
    """
    settings = {key: setting for key, setting in _COUNTY.items() if key != "archived_at" or "archived_at" in after}
    file = f"registers/{after['code']}/county.json"
    yield from _switched(settings, before, after, line, path, file)
    if before["state"] == "archived" and after["state"] == "active":
        word = Word(file, "state", before["state"], after["state"])
        yield Turn("E816", path, line("state"), "state", word, "设置 state ", _RETURNED)
    for number, period in enumerate(before["schemes"]):
        now = after["schemes"][number] if number < len(after["schemes"]) else {}
        for key in ("scheme", "from", "until"):
            was, new = period.get(key), now.get(key)
            if was is not None and new != was:  # an end may be filled in
                named = f"schemes.{number}.{key}"
                yield Turn("E816", path, line("schemes"), named, Word(file, named, was, new), f"设置 {named} ", _PERIOD)


def schemes(gone: Iterable[str], folder: str) -> Iterator[Turn]:
    """The schemes (names of files) that are not there any more; one that a county names has a finding of its own."""
    for name in gone:
        word = Word(f"schemes/{name}", "file", name.removesuffix(".json"), None)
        yield Turn(
            "E816", f"{folder}/{name}", None, None, word, f"方案 {name} ", "它的网页不再发布，已公布的网址打不开"
        )


def tiles(gone: Iterable[str], folder: str) -> Iterator[Turn]:
    """The layouts of tiles (names of files) that are not there any more."""
    for name in gone:
        word = Word(f"tiles/{name}", "file", name.removesuffix(".json"), None)
        effect = "首页和这个省的网页上不再有各区县的方格图"
        yield Turn("E816", f"{folder}/{name}", None, None, word, f"方格布局 {name} ", effect)


def _switched(
    settings: Mapping[str, _Setting], before: Mapping[str, Any], after: Mapping[str, Any], line: Line, path: str,
    file: str,
) -> Iterator[Turn]:  # fmt: skip
    for key, setting in settings.items():
        was, now = (_value(document, key, setting) for document in (before, after))
        if was == now or (setting.taken and not _is_taken(was, now)):
            continue
        word = Word(file, key, shown(was), shown(now))
        yield Turn("E816", path, line(key) if key in after else None, key, word, f"设置 {key} ", setting.effect)


def _value(document: Mapping[str, Any], key: str, setting: _Setting) -> Any:
    value = document.get(key)
    return setting.otherwise if value is None else value


def _is_taken(was: Any, now: Any) -> bool:
    """True if something that was there is not there any more."""
    return not set(was) <= set(now) if isinstance(was, list) else bool(was)


def shown(value: Any) -> str | None:
    """A value as a cell of decisions.csv has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ";".join(value) or None
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    return None if value is None else str(value)
