"""What a profile says that contradicts itself: said twice, never possible, or without what belongs to it. Pure.

A document is one version of a profile, and names nothing that it does not define.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from generator import words
from generator.register.status import LINE

Way = tuple[str | int, ...]
Document = Mapping[str, Any]

# Length of the code of a unit; a compound or a group has none of its own, and lies below its community.
_DEPTH: Final = {
    "compound": 13, "villagers_group": 13, "community": 12, "village": 12, "street": 9, "township": 9, "county": 6,
}  # fmt: skip
# What comes before what, of the steps that a deadline may count from, and of those that have one.
_ORDER: Final = (*LINE[:-1], "file", "publish")
# Reasons of a correction that the program itself understands.
_CORRECTIONS: Final = ("recorded_in_error", "notice_in_error")
_LOSSES: Final = frozenset({"suspend", "revoke"})
_CHINESE: Final = re.compile("[\u3400-\u9fff]")


class Contradiction(NamedTuple):
    """One of them: the code of its finding, the way to it in the document, the value there, what is wrong, how to
    mend it."""

    code: str
    way: Way
    value: object
    what: str
    mend: str = ""
    expected: str = ""


def judged(document: Document) -> Iterator[Contradiction]:
    """All contradictions of a document."""
    for rule in _RULES:
        yield from rule(document)


# ---- said twice


def _twice(document: Document) -> Iterator[Contradiction]:
    titles, steps, standards = document["titles"], document["steps"], document["standards"]
    yield from _doubles((("titles", place, "id"), title["id"]) for place, title in enumerate(titles))
    yield from _doubles((("titles", place, "name"), title["name"]) for place, title in enumerate(titles))
    yield from _doubles((("steps", place, "event"), step["event"]) for place, step in enumerate(steps))
    for place, step in enumerate(steps):
        for key in ("id", "name"):
            yield from _doubles(
                (("steps", place, "reasons", number, key), reason[key]) for number, reason in enumerate(step["reasons"])
            )
    yield from _doubles((("standards", place, "name"), each["name"]) for place, each in enumerate(standards))
    for place, standard in enumerate(standards):
        yield from _doubles(
            (("standards", place, "items", number, "name"), item["name"])
            for number, item in enumerate(standard["items"])
        )
    upper = document["upper_titles"]
    rules = upper["rules"] if upper else ()
    yield from _doubles((("upper_titles", "rules", place, "title"), rule["title"]) for place, rule in enumerate(rules))
    answered: dict[tuple[str, str, int | None], int] = {}
    for place, trigger in enumerate(document["triggers"]):
        for case in ((on, step, trigger["inspected_by"]) for on in trigger["on"] for step in trigger["steps"]):
            if case in answered:
                yield Contradiction("E662", ("triggers", place, "on"), case[0], f"第 {answered[case] + 1} 项触发已有")
            answered.setdefault(case, place)


def _doubles(values: Iterable[tuple[Way, str]]) -> Iterator[Contradiction]:
    seen: dict[str, Way] = {}
    for way, value in values:
        if value in seen:
            yield Contradiction("E662", way, value, f"{'.'.join(map(str, seen[value]))} 已有")
        seen.setdefault(value, way)


# ---- days out of order


def _days(document: Document) -> Iterator[Contradiction]:
    period, source = document["period"], document["document"]
    if period["from"] and period["until"] and period["until"] < period["from"]:
        yield Contradiction(
            "E663", ("period", "until"), period["until"], "方案的最后一天", expected=f"第一天 {period['from']}"
        )
    issued, published = source["issued_at"], source["published_at"]
    if issued and published and published < issued:
        yield Contradiction("E663", ("document", "published_at"), published, "公布日期", expected=f"印发日期 {issued}")
    if issued and period["until"] and period["until"] < issued:
        yield Contradiction(
            "E663", ("period", "until"), period["until"], "方案的最后一天", expected=f"印发日期 {issued}"
        )


# ---- titles and steps


def _titles(document: Document) -> Iterator[Contradiction]:
    going = _going(document)
    names = [title["id"] for title in document["titles"]]

    def of(titles: Iterable[str]) -> tuple[str, Way] | None:
        """Titles in words, and where the first of them stands; None for none."""
        listed = [name for name in names if name in titles]
        return ("、".join(listed), ("titles", names.index(listed[0]))) if listed else None

    if said := of(set(names) - going["publish"]):
        yield Contradiction(
            "E660", said[1], said[0], "没有“发布”这一步，谁也得不到这个称号",
            "在 steps 的 publish 一步里给它写上层级；不清楚由谁发布的，写 null",
        )  # fmt: skip
    if said := of(going["restore"] - going["suspend"]):
        yield Contradiction("E660", said[1], said[0], "有“恢复”，却没有“暂停”", "补上“暂停”，或删去“恢复”")
    if said := of(going["suspend"] - going["restore"] - going["revoke"]):
        yield Contradiction(
            "W664", said[1], said[0], "可以暂停，暂停以后却既不能恢复，也不能取消",
            "方案写了恢复或取消的，补上这一步；确实没有写的，可以保留",
        )  # fmt: skip
    if said := of(set(names) - going["correct"]):
        yield Contradiction(
            "W664", said[1], said[0], "没有“更正”，记错了就不能更正",
            f"加上 correct 一步，原因用 {'、'.join(_CORRECTIONS)}",
        )  # fmt: skip
    for place, title in enumerate(document["titles"]):
        if _CHINESE.search(title.get("name_en") or ""):
            yield Contradiction("E660", ("titles", place, "name_en"), title["name_en"], *_ENGLISH)


_ENGLISH: Final = ("name_en 是英文名，里面却有中文", "改成英文；没有英文名的，写 null 或不写这一项")


def _steps(document: Document) -> Iterator[Contradiction]:
    depths = _depths(document)
    going = _going(document)
    for place, step in enumerate(document["steps"]):
        way: Way = ("steps", place)
        word = words.EVENTS[step["event"]]
        if not step["levels"]:
            yield Contradiction(
                "E660", (*way, "levels"), step["event"], f"没有一个称号走“{word}”这一步，它的原因也用不上",
                "在 levels 里写出走这一步的称号；方案没有这一步的，整步删去",
            )  # fmt: skip
        for title, level in step["levels"].items():
            if level is not None and level > max(depths[title]):
                yield Contradiction(
                    "E660", (*way, "levels", title), level,
                    f"“{title}”授予的单位在{words.LEVELS[level]}之上，“{word}”不可能由{words.LEVELS[level]}作出",
                    "改成方案写明的层级（2、4、6、9、12）；方案没有写明的，写 null",
                )  # fmt: skip
        if step["deadline"]:
            yield from _deadline(step, way, going)
        for number, reason in enumerate(step["reasons"]):
            if _CHINESE.search(reason.get("name_en") or ""):
                yield Contradiction("E660", (*way, "reasons", number, "name_en"), reason["name_en"], *_ENGLISH)
        if step["event"] == "correct" and (
            missing := [code for code in _CORRECTIONS if all(code != reason["id"] for reason in step["reasons"])]
        ):
            yield Contradiction(
                "W664", (*way, "reasons"), "correct", f"更正的原因里没有 {'、'.join(missing)}",
                "加上：recorded_in_error 是记录有误，notice_in_error 是通告有误，数量的核对要用到",
            )  # fmt: skip


def _deadline(step: Document, way: Way, going: Mapping[str, set[str]]) -> Iterator[Contradiction]:
    """A deadline that never runs, because its anchor does not come before the step."""
    event, anchor = step["event"], step["deadline"]["anchor"]
    way, word, since = (*way, "deadline", "anchor"), words.EVENTS[event], words.EVENTS[anchor]
    if event in _ORDER and _ORDER.index(anchor) >= _ORDER.index(event):
        yield Contradiction(
            "E660", way, anchor, f"“{word}”的时限从“{since}”算起，“{since}”却不在“{word}”之前",
            "从前面的一步算起；方案没有写明时限的，deadline 写 null",
        )  # fmt: skip
        return
    if step["levels"] and not step["levels"].keys() & going[anchor]:  # for a title without it, no time runs
        yield Contradiction(
            "E660", way, anchor, f"“{word}”的时限从“{since}”算起，走“{word}”的称号却没有一个走“{since}”",
            "补上这一步，或改从有的一步算起",
        )  # fmt: skip


# ---- what obliges, what follows, what ends


def _triggers(document: Document) -> Iterator[Contradiction]:
    going, reasons = _going(document), _reasons(document)
    for place, trigger in enumerate(document["triggers"]):
        way: Way = ("triggers", place)
        for title in (title["id"] for title in document["titles"]):
            if not any(title in going[step] for step in trigger["steps"]):
                yield Contradiction(
                    "E660", (*way, "steps"), title,
                    f"触发要求{_or(trigger['steps'])}，称号 {title} 却不走这一步", "在这一步的 levels 里写上这个称号",
                )  # fmt: skip
        for step in trigger["steps"]:
            if reasons[step] and not reasons[step] & set(trigger["reasons"]):
                yield Contradiction(
                    "E660", (*way, "reasons"), step,
                    f"触发要求“{words.EVENTS[step]}”，写的原因却没有一个是“{words.EVENTS[step]}”的",
                    f"写上它的原因，如 {min(reasons[step])}",
                )  # fmt: skip
        inspected = "failed_inspection" in trigger["on"]
        if trigger["inspected_by"] is not None and not inspected:
            yield Contradiction(
                "E660", (*way, "inspected_by"), trigger["inspected_by"], "写了由哪一级检查，触发的情形却不是检查不合格",
                "写 null，或在 on 里写 failed_inspection",
            )  # fmt: skip
        if inspected and len(trigger["on"]) > 1:
            yield Contradiction(
                "E660", (*way, "on"), "failed_inspection", "检查不合格和别的情形合写在一项里",
                "分成两项：依据不在同一个表，分开才能核对",
            )  # fmt: skip


def _restoration(document: Document) -> Iterator[Contradiction]:
    wanted = document["restoration"]
    if wanted is None:
        return
    way: Way = ("restoration",)
    if not _going(document)["restore"]:
        yield Contradiction(
            "E660", way, wanted["requires"], "写了恢复的条件，却没有“恢复”这一步", "补上“恢复”，或写 null"
        )
    inspection = document["inspection"]
    if wanted["requires"] == "rectified" and not (inspection and inspection["rectification"]):
        yield Contradiction(
            "E660", (*way, "requires"), "rectified", "恢复要等整改完成，方案却没有写明整改",
            "在 inspection 里把 rectification 写成 true，或改正恢复的条件",
        )  # fmt: skip


def _upward(document: Document) -> Iterator[Contradiction]:
    depths, going = _depths(document), _going(document)
    upper, cascade = document["upper_titles"], document["cascade"]
    for place, rule in enumerate(upper["rules"] if upper else ()):
        below = max(max(depths[member]) for member in rule["members"])
        if rule["title"] in rule["members"] or min(depths[rule["title"]]) >= below:
            yield Contradiction(
                "E660", ("upper_titles", "rules", place, "members"), rule["title"],
                "它的成员不在它的下级：谁也不会因此得到或失去这个称号", "写上级单位的称号，members 写下级单位的称号",
            )  # fmt: skip
    if cascade is None:
        return
    below = max(max(depths[title]) for title in cascade["of"])
    for number, title in enumerate(cascade["to"]):
        if min(depths[title]) >= below:
            yield Contradiction(
                "E660", ("cascade", "to", number), title, "它不在 of 的上级：下级失去称号，牵连不到它",
                "to 写上级单位的称号，of 写下级单位的称号",
            )  # fmt: skip
        if not any(title in going[step] for step in cascade["steps"]):
            yield Contradiction(
                "E660", ("cascade", "steps"), title, f"上级应随之{_or(cascade['steps'])}，称号 {title} 却不走这一步",
                "在这一步的 levels 里写上这个称号",
            )  # fmt: skip


def _terms(document: Document) -> Iterator[Contradiction]:
    going, ends = _going(document), document["expiry_days"]
    lasting = [title["id"] for title in document["titles"] if title["id"] not in going["revoke"]]
    if ends is not None and lasting:
        yield Contradiction(
            "E660", ("expiry_days",), ends, f"有效期满要取消，称号 {'、'.join(lasting)} 却没有“取消”这一步",
            "在 revoke 一步的 levels 里写上这个称号；方案没有写明有效期的，写 null",
        )  # fmt: skip
    if document["reapply_after_days"] and not going["revoke"] | going["reject"]:
        yield Contradiction(
            "E660", ("reapply_after_days",), document["reapply_after_days"],
            "写了再次申报要等多少天，却没有“取消”或“不予认定”：等待从不开始", "补上这一步，或写 null",
        )  # fmt: skip
    window = document["window"]
    if window and window["anchor"] == "application" and not going["apply"]:
        yield Contradiction(
            "E660", ("window", "anchor"), "application", "观察期从申报往前算，却没有“申报”这一步",
            "补上“申报”，或写 certification",
        )  # fmt: skip


def _or(steps: Iterable[str]) -> str:
    return "或".join(f"“{words.EVENTS[step]}”" for step in steps)


def _going(document: Document) -> Mapping[str, set[str]]:
    """The titles that go each step."""
    going: dict[str, set[str]] = defaultdict(set)
    for step in document["steps"]:
        going[step["event"]] |= step["levels"].keys()
    return going


def _reasons(document: Document) -> Mapping[str, set[str]]:
    """The codes of the reasons of each step."""
    reasons: dict[str, set[str]] = defaultdict(set)
    for step in document["steps"]:
        reasons[step["event"]] |= {reason["id"] for reason in step["reasons"]}
    return reasons


def _depths(document: Document) -> Mapping[str, tuple[int, ...]]:
    """How deep the units lie that may hold each title."""
    return {title["id"]: tuple(_DEPTH[unit] for unit in title["unit_types"]) for title in document["titles"]}


_RULES: Final[tuple[Callable[[Document], Iterator[Contradiction]], ...]] = (
    _twice, _days, _titles, _steps, _triggers, _restoration, _upward, _terms,
)  # fmt: skip
