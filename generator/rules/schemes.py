"""Findings of a profile by itself: what it says twice, what can never come about by it, and what it may have left out.

That it names nothing it does not define is known since it was read (E416). Each version is judged, as issued and after
each amendment; what an amendment leaves as it was is told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.findings import finding
from generator.register.model import Finding
from generator.register.profile import Profile
from generator.rules.contradictions import Contradiction, Way, judged


def check(root: str, profiles: Mapping[str, Profile]) -> Iterator[Finding]:
    """Findings of all profiles of a data folder."""
    for key, profile in sorted(profiles.items()):
        yield from check_profile(f"{root}/schemes/{key}.json", profile)


def check_profile(path: str, profile: Profile) -> Iterator[Finding]:
    """Findings of a profile; the column is the way to the place in the document (`steps.2.deadline`)."""
    whole = profile.document
    amendments = whole["amendments"]
    seen = set()
    changed: dict[str | int, int] = {}  # by which amendment a part of it was last replaced
    for number, version in enumerate(profile.versions()):
        if number:
            changed |= dict.fromkeys(amendments[number - 1]["changes"], number - 1)
        for told in judged(version.document):
            key = (told.code, told.way, told.value, told.what)
            if key not in seen:
                seen.add(key)
                yield _finding(path, told, _way(told.way, changed, number))
    for told in _amended(profile.document):
        yield _finding(path, told, told.way)


def _way(way: Way, changed: Mapping[str | int, int], number: int) -> Way:
    """Where a part of an amended profile stands: in the amendment that replaced it, else what another did to it."""
    if not number:
        return way
    if way[0] in changed:
        return ("amendments", changed[way[0]], "changes", *way)
    return ("amendments", number - 1)


def _finding(path: str, told: Contradiction, way: Way) -> Finding:
    return finding(
        told.code, path, None, ".".join(map(str, way)), told.value, what=told.what, mend=told.mend,
        expected=told.expected,
    )  # fmt: skip


def _amended(document: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Amendments that change nothing, or that lie outside of the time of the scheme."""
    since, until = document["period"]["from"], document["period"]["until"]
    for number, amendment in enumerate(document["amendments"]):
        way, day = ("amendments", number), amendment["effective_at"]
        if since and day < since:
            yield Contradiction("E663", (*way, "effective_at"), day, "修订的生效日期", expected=f"方案的第一天 {since}")
        if until and day > until:
            yield Contradiction("E663", ("period", "until"), until, "方案的最后一天", expected=f"修订的生效日期 {day}")
        if "amendments" in amendment["changes"]:
            yield Contradiction(
                "E660", (*way, "changes", "amendments"), "amendments", "修订里又写了修订，不会生效",
                "把它写成单独的一次修订，按日期排在后面",
            )  # fmt: skip
        if not amendment["changes"]:
            yield Contradiction(
                "W664",
                (*way, "changes"),
                day,
                "这次修订没有改动任何一项",
                "在 changes 里写出改成了什么；确实不影响名录的，可以保留",
            )
