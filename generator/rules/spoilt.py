"""What the form of a cell cannot say: which codes the scheme of the county allows there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.register.model import CountySource, Finding
from generator.register.profile import Profile

_NAMED = ("reason", "title")


def with_codes(findings: Iterable[Finding], source: CountySource, profiles: Mapping[str, Profile]) -> Iterator[Finding]:
    """The findings of form; those of reasons and titles name the codes of the county's schemes."""
    codes: dict[str, dict[str, str]] | None = None
    for finding in findings:
        if finding.code == "E202" and finding.column in _NAMED and source.settings is not None:
            codes = _codes(source, profiles) if codes is None else codes
            allowed = codes[finding.column]
            meant = [code for code, name in allowed.items() if finding.value and finding.value in name]
            listed = "、".join(f"{code}（{name}）" for code, name in allowed.items())
            told = f"“{finding.value}”的代码是 {meant[0]}。" if len(meant) == 1 else ""
            yield replace(finding, fix=f"{finding.fix}{told}本区县的方案有：{listed}。" if listed else finding.fix)
        else:
            yield finding


def _codes(source: CountySource, profiles: Mapping[str, Profile]) -> dict[str, dict[str, str]]:
    """Codes with their names, by column."""
    bound = [
        profiles[period.scheme]
        for period in (source.settings.schemes if source.settings else ())
        if period.scheme in profiles
    ]
    reasons = {
        code: name for profile in bound for step in profile.steps.values() for code, name in step.reasons.items()
    }
    return {
        "reason": reasons,
        "title": {title.id: title.name for profile in bound for title in profile.titles.values()},
    }
