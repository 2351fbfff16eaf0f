"""The profiles in data/schemes/: their form, their amendments, and that they refer to nothing they do not define."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.findings import finding
from generator.reading import schemas
from generator.reading.documents import Lines, read_document
from generator.reading.outcome import Reading, Readings
from generator.reading.text import unexpected
from generator.register.model import Finding
from generator.register.profile import Profile, from_document

_SILENT = frozenset({"README.md", ".gitkeep"})


def read_profiles(folder: Path, shown: str) -> Reading[dict[str, Profile | None]]:
    """The profiles of a folder, keyed by id; None for a file that could not be used."""
    profiles: dict[str, Profile | None] = {}
    readings = Readings()
    for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if path.name in _SILENT:
            continue
        place = f"{shown}/{path.name}"
        if path.suffix != ".json":
            readings.findings.append(unexpected(path, place))
        else:
            profiles[path.stem] = readings.take(_read_profile(path, place))
    return readings.whole(profiles)


def _read_profile(path: Path, place: str) -> Reading[Profile | None]:
    document, findings = read_document(path, place, "scheme")
    if document is None:
        return Reading(None, findings)
    value, line = document
    if value["id"] != path.stem:
        return Reading(None, (finding("E407", place, line("id"), "id", value["id"], expected=path.stem),))
    found = tuple(_undefined(value, place, line))
    return Reading(None if found else from_document(value), found)


def _undefined(value: dict[str, Any], place: str, line: Lines) -> Iterator[Finding]:
    """What a profile, and each of its amendments, names but does not define."""
    seen = set()
    for key, name, what in _dangling(value):
        seen.add((key, name))
        yield finding("E416", place, line(key), key, name, what=what)
    amended: Any = value
    since = ""
    for one in value["amendments"]:
        amended = {**amended, **one["changes"]}
        day = one["effective_at"]
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
    titles = {one["id"] for one in value["titles"]}
    steps = {one["event"] for one in value["steps"]}
    reasons = {one["event"]: {reason["id"] for reason in one["reasons"]} for one in value["steps"]}
    for step in value["steps"]:
        yield from (("steps", one, "步骤的 levels 里有不存在的称号") for one in step["levels"].keys() - titles)
        if step["deadline"] and step["deadline"]["anchor"] not in steps:
            yield "steps", step["deadline"]["anchor"], "时限从不存在的步骤算起"
    for trigger in value["triggers"]:
        yield from (("triggers", one, "触发了不存在的步骤") for one in set(trigger["steps"]) - steps)
        known: set[str] = set().union(*(reasons.get(one, set()) for one in trigger["steps"]))
        yield from (("triggers", one, "原因不在这些步骤里") for one in set(trigger["reasons"]) - known)
    for rule in (value["upper_titles"] or {"rules": ()})["rules"]:
        yield from (("upper_titles", one, "称号不存在") for one in {rule["title"], *rule["members"]} - titles)
    if cascade := value["cascade"]:
        yield from (("cascade", one, "称号不存在") for one in {*cascade["of"], *cascade["to"]} - titles)
        yield from (("cascade", one, "步骤不存在") for one in set(cascade["steps"]) - steps)
        known = set().union(*(reasons.get(one, set()) for one in cascade["steps"]))
        yield from (("cascade", one, "原因不在这些步骤里") for one in {*cascade["on"], *cascade["reasons"]} - known)
    items = [item["id"] for one in value["standards"] for item in (one["items"] or [one])]
    yield from (("standards", one, "同一标准写了两次") for one in set(items) if items.count(one) > 1)
