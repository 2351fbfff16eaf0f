"""What a notice declares of itself, beside the rows that were read: each number is a checksum of the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from generator.register.codes import DivisionCode, Measure, NoticeId, TitleId
from generator.register.declared import MEASURED
from generator.register.model import Declared as DeclaredRow
from generator.register.profile import Profile
from generator.staff.importing.atlas import STREET, UNIT, Atlas
from generator.staff.importing.likeness import plain_form
from generator.staff.importing.placing import Placing
from generator.staff.importing.proposal import Said
from generator.staff.intake.model import Declared


class Judged(NamedTuple):
    """A count that a list prints: with its row if it can be held to, and a sentence of it.

    `is_wrong` is true where the rows are not as many.
    """

    declared: Declared
    row: DeclaredRow | None
    told: str
    is_wrong: bool


def judged(
    counts: Sequence[Declared], placing: Placing, atlas: Atlas, profile: Profile, titles: Mapping[str, str], said: Said
) -> Iterator[Judged]:  # fmt: skip
    """Each count with what it is of, and whether the list has as many rows."""
    elsewhere = {plain_form(row.county) for row in placing.elsewhere}
    seen: set[tuple[str | None, str | None]] = set()
    for count in counts:
        heading = plain_form(count.title)
        shown = f"{count.where}：“{count.title}”写明 {count.count} 个，名单上有 {count.named} 个"
        if heading in elsewhere:
            continue
        if count.named != count.count:
            yield Judged(count, None, shown, is_wrong=True)
            continue
        if placing.elsewhere and _of_title(heading, profile, titles):
            yield Judged(count, None, f"{shown}，其中有别的区县的：不登记", is_wrong=False)
            continue
        title = _of_title(heading, profile, titles)
        division = None if title else _of_place(heading, atlas)
        if title is None and division is None and heading != "合计":
            yield Judged(count, None, f"{shown}：不知道是哪里的，不登记", is_wrong=False)
            continue
        if (division, title) in seen:  # said twice: once above the names, once below
            continue
        seen.add((division, title))
        row = DeclaredRow(
            cast("NoticeId", ""), said.series, said.batch, cast("DivisionCode | None", division),
            cast("TitleId | None", title), cast("Measure", MEASURED[said.last]), count.count,
        )  # fmt: skip
        yield Judged(count, row, shown, is_wrong=False)


def _of_title(heading: str, profile: Profile, titles: Mapping[str, str]) -> str | None:
    by_name = {plain_form(title.name): key for key, title in profile.titles.items()}
    by_print = {plain_form(text): key for text, key in titles.items() if text and key}
    return by_name.get(heading) or by_print.get(heading)


def _of_place(heading: str, atlas: Atlas) -> str | None:
    if heading == plain_form(atlas.names.get(atlas.code, "")):
        return atlas.code
    for level in (STREET, UNIT):
        match = atlas.unit(heading, level)
        if len(match.ids) == 1:
            return match.ids[0]
    return None
