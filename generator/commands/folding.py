"""Findings that say the same on many lines, told once with their lines. Pure.

Two findings are the same where code, file, column, mending and message agree but for what is quoted, in brackets, or a
number or a time. Whatever names an area that somebody has to look at is told for each area. Files that are gone have no
lines: they are told once for their folder.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from generator.register.model import Finding

# From so many on they are folded; fewer are read faster than the list of their lines. What names an area is folded
# where it is the same to the letter: one area, named wrongly on many lines.
AT_LEAST: Final = 4
_SAME: Final = 2
_EACH: Final = frozenset({
    "E403", "E415", "E422", "E616", "E617", "E618", "E623", "E627", "E631", "E701", "E705", "W421", "W423",
    "W619", "W622", "W624", "W626", "W632",
})  # fmt: skip
# A step that is not on record yet is so for a whole list of areas, which lose nothing by it.
_LISTS: Final = frozenset({"W610"})
_GONE: Final = "E816"
_OWN: Final = re.compile(r"“[^”]*”|（[^）]*）|[0-9][0-9:T+.-]*")
# What leads to the others stands first: the form of a file, then the order of a log, then who is meant.
_CAUSES: Final = "12543678"


class Fold(NamedTuple):
    """A finding, with the lines and values of all that say the same (its own included).

    `elsewhere` are those that say the same of other files, which have no lines.
    """

    finding: Finding
    lines: tuple[int, ...]
    values: tuple[str | None, ...]
    elsewhere: tuple[Finding, ...] = ()


def folded(findings: Iterable[Finding]) -> list[Fold]:
    """The findings by file: first those that were folded, the likeliest cause first; then the others by line."""
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    paths: dict[str, int] = {}
    for finding in findings:
        groups[_sameness(finding)].append(finding)
        paths.setdefault(finding.path, len(paths))
    folds: list[Fold] = []
    for group in groups.values():
        enough = _SAME if group[0].code in _EACH | _LISTS else AT_LEAST
        parts = [group] if len(group) >= enough else [[finding] for finding in group]
        for part in parts:
            lines = tuple(finding.line for finding in part if finding.line is not None)
            elsewhere = () if lines else tuple(part[1:])
            folds.append(Fold(part[0], lines, tuple(finding.value for finding in part), elsewhere))
    return sorted(folds, key=lambda fold: (paths[fold.finding.path], *_order(fold)))


def _sameness(finding: Finding) -> tuple[object, ...]:
    code = finding.code
    if code == _GONE and finding.line is None:
        return (code, finding.path.partition("/")[0], _OWN.sub("…", finding.message))
    if code[1] == "8" or finding.line is None:
        return (finding,)
    if code in _EACH:
        return (code, finding.path, finding.column, finding.clause, finding.message, finding.fix)
    shape = (_OWN.sub("…", finding.message), _OWN.sub("…", finding.fix))
    return (code, finding.path, finding.column, finding.clause, *shape)


def _order(fold: Fold) -> tuple[float, ...]:
    """Of the file first, then what was folded; the rest as it comes."""
    finding = fold.finding
    if len(fold.lines) < AT_LEAST:
        return (1, finding.line) if finding.line else (0, 0)
    return (0.5, _CAUSES.find(finding.code[1]), finding.severity != "error", int(finding.code[1:]))


def files(findings: Sequence[Finding], most: int = 12) -> str:
    """Files as people read them: a.md、b.md 等 40 个文件."""
    told = "、".join(finding.path for finding in findings[:most])
    return f"{told} {'等' if len(findings) > most else '共'} {len(findings)} 个文件"


def spans(lines: Iterable[int], most: int = 12) -> str:
    """Lines as people read them: 5 至 8、11、20 至 22 等 40 行."""
    runs: list[list[int]] = []
    count = 0
    for line in sorted(set(lines)):
        count += 1
        if runs and runs[-1][-1] == line - 1:
            runs[-1] = [runs[-1][0], line]
        else:
            runs.append([line])
    told = "、".join(" 至 ".join(map(str, run)) for run in runs[:most])
    return f"{told} {'等' if len(runs) > most else '共'} {count} 行"
