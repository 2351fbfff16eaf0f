"""Facts beside the log: what areas.csv says of a published area, and the evidence on file. Pure.

One rule for all of them: a cell that was empty may be filled, a cell that was filled stays. So a fact is added when it
comes about, with its day where it has one, and no page of the past says anything else than it did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from generator.history.decisions import Turn, Word
from generator.register.model import Area, Assessment, Case, Inspection, Table

# What the page of an area shows beside its name (E403 asks for the former one) and its qualifier (E811).
_FACTS: Final = ("unit_type", "former_names", "part_of", "valid_from", "valid_until", "replaced_by", "administered_by")
_SHOWN: Final = "这个区域的网页和数据说的就和以前不同了"
# The cells of a line of evidence that tell it from others.
_KEYS: Final = {"cases": 2, "assessments": 4, "inspections": 4}


class Evidence(NamedTuple):
    """The tables of evidence of a county."""

    cases: Table[Case]
    assessments: Table[Assessment]
    inspections: Table[Inspection]


def areas(
    before: Iterable[Area], after: Table[Area], published: Collection[str], file: str,
    removed: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Iterator[Turn]:  # fmt: skip
    """The facts of published areas that are not what they were; `file` is the table as a decision names it.

    Names that were `removed`, by the id of the area, are no former names any more.
    """
    then = {area.area_id: area for area in before if area.area_id in published}
    for line, area in after.located():
        was = then.get(area.area_id, area)
        for column in _FACTS:
            old, new = getattr(was, column), getattr(area, column)
            if old == new or old is None:
                continue
            if column == "former_names" and _is_longer(old, new, removed.get(area.area_id, ())):
                continue
            word = Word(file, f"{area.area_id}.{column}", old, new)
            what = f"已公布的区域{area.name}（{area.area_id}）的 {column} "
            yield Turn("E812", after.path, line, column, word, what, _SHOWN)


def _is_longer(old: str, new: str | None, removed: Collection[str]) -> bool:
    """True if names were only added, but for those that were removed."""
    names = [name for name in old.split(";") if name not in removed]
    return (new or "").split(";")[: len(names)] == names


def evidence(before: Evidence, after: Evidence, folder: str) -> Iterator[Turn]:
    """Tables of evidence of which lines are gone, or say something else; `folder` as a decision names it."""
    for name in Evidence._fields:
        then: Table[Any] = getattr(before, name)
        now: Table[Any] = getattr(after, name)
        if not (then.whole and then.present and (now.whole or not now.present)):
            continue
        lost = _lost(then, now, _KEYS[name])
        if lost:  # a table without a line that is gone takes no evidence away
            what = f"{'整个表不见了，' if not now.present else ''}{name} 表里原有的依据"
            first = f"（{'，'.join(str(cell) for cell in lost[0] if cell is not None)}{' 等' if lost[1:] else ''}）"
            word = Word(f"{folder}/{name}.csv", "rows", str(len(then.rows)), str(len(then.rows) - len(lost)))
            effect = f"少了或改了 {len(lost)} 行{first}，以后就没有依据可以核对"
            yield Turn("E815", now.path, None, None, word, what, effect)


def _lost(before: Table[Any], after: Table[Any], width: int) -> list[Any]:
    """The lines that are not there any more as they were, but for cells that were empty."""
    same = Counter(before.rows) - Counter(after.rows)
    now: dict[tuple[object, ...], list[Any]] = {}
    for row in after.rows:
        now.setdefault(row[:width], []).append(row)
    lost = [row for row in same.elements() if not any(_is_filled(row, new) for new in now.get(row[:width], ()))]
    return lost[len(after.spoilt) :]  # a line without form has a finding of its own


def _is_filled(old: Iterable[object], new: Iterable[object]) -> bool:
    return all(was is None or was == now for was, now in zip(old, new, strict=True))
