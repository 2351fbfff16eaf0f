"""The profiles in data/schemes/: their form, their amendments, and that they refer to nothing they do not define."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from generator.findings import finding
from generator.reading import schemas
from generator.reading.documents import Lines, read_document
from generator.reading.leftovers import is_leftover
from generator.reading.located_json import line_of_path, read_object
from generator.reading.outcome import Reading, Readings
from generator.reading.text import read_text, unexpected
from generator.register.model import Finding
from generator.register.profile import ALL_STANDARDS, Profile, from_document

# The format of profiles; the first number is another one where what a profile says would be misunderstood.
FORMAT: Final = "1.0"

_SILENT = frozenset({"README.md", ".gitkeep"})


def read_profiles(folder: Path, shown: str) -> Reading[dict[str, Profile | None]]:
    """The profiles of a folder, keyed by id; None for a file that could not be used."""
    profiles: dict[str, Profile | None] = {}
    readings = Readings()
    for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if is_leftover(path.name) or path.name in _SILENT:
            continue
        place = f"{shown}/{path.name}"
        if path.suffix != ".json":
            readings.findings.append(unexpected(path, place))
        else:
            profiles[path.stem] = readings.take(read_profile(path, place))
    return readings.whole(profiles)


def read_profile(path: Path, place: str) -> Reading[Profile | None]:
    """A profile; None for a file that cannot be used. `place` is how findings name it."""
    document, findings = read_document(path, place, "scheme")
    if (document is None or "format" in document.value) and (newer := _newer(path, place)) is not None:
        return Reading(None, (newer,))
    if document is None:
        return Reading(None, tuple(map(_to_be_stated, findings)))
    value, line = document
    if value["id"] != path.stem:
        return Reading(None, (finding("E407", place, line("id"), "id", value["id"], expected=path.stem),))
    findings = tuple(_undefined(value, place, line))
    return Reading(None if findings else from_document(value), findings)


def _to_be_stated(told: Finding) -> Finding:
    """A finding of a part that is missing, with what a profile writes where its scheme says nothing."""
    if told.code != "E201" or told.column is None:
        return told
    part: Any = schemas.documents()["scheme"]
    for key in told.column.split("."):
        part = next((each for each in (part, *part.get("anyOf", ())) if {"properties", "items"} & each.keys()), {})
        part = part.get("items", {}) if key.isdecimal() else part.get("properties", {}).get(key, {})
    kinds = [part.get("type"), *(choice.get("type") for choice in part.get("anyOf", ()))]
    if not any(kind == "null" or (isinstance(kind, list) and "null" in kind) for kind in kinds):
        return told
    return replace(told, fix=f"{told.fix.removesuffix('。')}；方案没有写明的，写 null，不要省去。")


def _newer(path: Path, place: str) -> Finding | None:
    """The one finding of a profile in a format that is not known here: whatever else seems wrong may be right."""
    text = read_text(path, place).value if path.is_file() else None
    read = None if text is None else read_object(text, place).value
    written = read.value.get("format") if text is not None and read is not None else None
    if text is None or read is None or not isinstance(written, str):
        return None
    number = re.fullmatch("([0-9]{1,4})\\.[0-9]{1,4}", written)
    if number is None or int(number[1]) <= int(FORMAT.partition(".")[0]):
        return None
    return finding("E661", place, line_of_path(text, read, ("format",)), "format", written, expected=FORMAT)


def _undefined(value: dict[str, Any], place: str, line: Lines) -> Iterator[Finding]:
    """What a profile, and each of its amendments, names but does not define."""
    seen = set()
    for key, name, what in _dangling(value):
        seen.add((key, name))
        yield finding("E416", place, line(key), key, name, what=what)
    amended: Any = value
    since = ""
    for amendment in value["amendments"]:
        amended = {**amended, **amendment["changes"]}
        day = amendment["effective_at"]
        if day < since:
            yield finding("E416", place, line("amendments"), "amendments", day, what="修订要按生效日期从早到晚排列")
        since = day
        if amended.get("id") != value["id"] or not schemas.bulk("scheme").is_valid(amended):
            yield finding("E416", place, line("amendments"), "amendments", day, what="修订之后的方案不合格式")
            return
        for key, name, what in _dangling(amended):
            if (key, name) not in seen:
                yield finding("E416", place, line("amendments"), "amendments", name, what=f"{day} 的修订里，{what}")


def _dangling(value: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(top-level key, the name, what it should be) of each name without a definition."""
    titles = {title["id"] for title in value["titles"]}
    steps = {step["event"] for step in value["steps"]}
    reasons = {step["event"]: {reason["id"] for reason in step["reasons"]} for step in value["steps"]}
    for step in value["steps"]:
        yield from (("steps", title, "步骤的 levels 里有不存在的称号") for title in step["levels"].keys() - titles)
        if step["deadline"] and step["deadline"]["anchor"] not in steps:
            yield "steps", step["deadline"]["anchor"], "时限从不存在的步骤算起"
    for trigger in value["triggers"]:
        yield from (("triggers", event, "触发了不存在的步骤") for event in set(trigger["steps"]) - steps)
        allowed: set[str] = set().union(*(reasons.get(event, set()) for event in trigger["steps"]))
        yield from (("triggers", reason, "原因不在这些步骤里") for reason in set(trigger["reasons"]) - allowed)
    for rule in (value["upper_titles"] or {"rules": ()})["rules"]:
        yield from (("upper_titles", title, "称号不存在") for title in {rule["title"], *rule["members"]} - titles)
    if cascade := value["cascade"]:
        yield from (("cascade", title, "称号不存在") for title in {*cascade["of"], *cascade["to"]} - titles)
        yield from (("cascade", event, "步骤不存在") for event in set(cascade["steps"]) - steps)
        allowed = set().union(*(reasons.get(event, set()) for event in cascade["steps"]))
        yield from (
            ("cascade", reason, "原因不在这些步骤里") for reason in {*cascade["on"], *cascade["reasons"]} - allowed
        )
    items = [item["id"] for standard in value["standards"] for item in (standard["items"] or [standard])]
    yield from (("standards", item, "同一标准写了两次") for item in set(items) if items.count(item) > 1)
    if ALL_STANDARDS in items:
        yield "standards", ALL_STANDARDS, "在自评里，all 指各项标准，不能是一项标准的标识"
