"""Which area is meant: one of the register, an official unit that is not in it yet, or a new compound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final, cast

from generator import words
from generator.errors import UsageError
from generator.register.codes import AreaId
from generator.register.divisions import place_name
from generator.register.lookup import look_up
from generator.register.model import Area
from generator.spelling.forms import folded
from generator.staff.recording.desk import Desk
from generator.staff.recording.typed import bare

_MOST_LISTED: Final = 20
MOST_NUMBER: Final = 999
_COMMITTEE: Final = re.compile(r"(?:居民委员会|居委会)$")
_VILLAGERS: Final = re.compile(r"(?:村民委员会|村委会)$")


class SeveralError(UsageError):
    """What was typed fits several areas: `areas`."""

    def __init__(self, message: str, areas: Sequence[Area]) -> None:
        self.areas = tuple(areas)
        super().__init__(message)


def find(desk: Desk, query: str) -> Area:
    """The one area that is meant: of the register, else an official unit. Raises UsageError, or SeveralError."""
    areas, query = desk.county.areas, bare(query)
    fitting = look_up(query, (area for area in areas.values() if area.valid_until is None), desk.source.names)
    fitting = fitting or look_up(query, _official(desk), desk.source.names)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        like = "、".join(get_close_matches(query, dict.fromkeys(area.name for area in areas.values())))
        raise UsageError(
            f"区县 {desk.code} 里没有名称、拼音或编号符合“{query}”的区域"
            f"{f'（相近的有：{like}）' if like else ''}；"
            "新的小区用 --new 写名称、--in 写所在的社区（村）"
        )
    lines = [f"  {described(desk, area)}" for area in fitting[:_MOST_LISTED]]
    more = [f"  另有 {len(fitting) - _MOST_LISTED} 个"] if len(fitting) > _MOST_LISTED else []
    text = "\n".join([f"符合“{query}”的区域有 {len(fitting)} 个，写全名称，或写编号：", *lines, *more])
    raise SeveralError(text, fitting)


def described(desk: Desk, area: Area) -> str:
    """An area as a person tells it from others: id, name, what it is, where it lies, what it holds."""
    records = desk.county.records
    stands = "、".join(
        f"{desk.county.title_name(record)}{words.STATUSES[record.state.status]}"
        for (area_id, _), record in sorted(records.items())
        if area_id == area.area_id and record.state.status
    )
    place = place_name(area.area_id, desk.source.names)
    kind = words.UNIT_TYPES[area.unit_type]
    return f"{area.area_id}  {words.full_name(area.name, area.qualifier)}（{kind}，{place}）{stands or '没有记录'}"


def with_area(desk: Desk, area: Area) -> Desk:
    """The desk with an area in the register."""
    return desk if area.area_id in desk.county.areas else desk.having(areas=(area,))


def founded(desk: Desk, name: str, place: str, qualifier: str | None = None) -> Area:
    """A new compound: the next number of the place that it lies in. Raises UsageError, or SeveralError."""
    code = _place(desk, place)
    taken = [int(area_id[len(code) + 1 :]) for area_id in desk.county.areas if area_id.startswith(f"{code}-")]
    number = max(taken, default=0) + 1
    if number > MOST_NUMBER:
        raise UsageError(f"{code} 里的编号用完了（最多 {MOST_NUMBER} 个）")
    return area_row(f"{code}-{number:03}", name, "compound", qualifier)


def _place(desk: Desk, text: str) -> str:
    """The code of a street, village or community by its code or name."""
    names = {code: name for code, name in desk.source.names.items() if len(code) in (9, 12)}
    code = bare(text)
    if code in names:
        return code
    wanted = folded(text)
    for fitting in (
        [code for code, name in names.items() if folded(plain_name(code, name)) == wanted or folded(name) == wanted],
        [code for code, name in names.items() if wanted and wanted in folded(name)],
    ):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            lines = "\n".join(f"  {code}  {place_name(code, names)}{names[code]}" for code in fitting[:_MOST_LISTED])
            raise UsageError(
                f"符合“{text}”的社区（村）、街道（乡镇）有 {len(fitting)} 个，写 9 位或 12 位代码：\n{lines}"
            )
    raise UsageError(f"区县 {desk.code} 的区划代码里没有“{text}”；写 9 位或 12 位代码，或官方名称")


def _official(desk: Desk) -> list[Area]:
    """The official units of the county that the register does not have, as areas."""
    return [
        area_row(code, plain_name(code, name), unit_type(code, name))
        for code, name in desk.source.names.items()
        if len(code) in (9, 12) and code not in desk.county.areas
    ]


def plain_name(code: str, name: str) -> str:
    """An official name as people say it: without the committee that runs the unit."""
    if len(code) < 12:
        return name.removesuffix("办事处")
    short = _COMMITTEE.sub("", name)
    if short != name:
        return short if short.endswith(("社区", "村")) else f"{short}社区"
    short = _VILLAGERS.sub("", name)
    return name if short == name else short if short.endswith("村") else f"{short}村"


def unit_type(code: str, name: str) -> str:
    """The kind of unit that an official unit is; of a code below 100 it is a street, whatever it is called."""
    if len(code) < 12:
        is_town = re.search("(?:镇|乡|苏木|场)$", name) is not None
        return "township" if is_town or "100" <= code[6:] < "400" else "street"
    return "village" if plain_name(code, name).endswith("村") and not name.endswith("居委会") else "community"


def area_row(area_id: str, name: str, kind: str, qualifier: str | None = None) -> Area:
    """A row of the register that says no more than what an area is."""
    return Area(cast("AreaId", area_id), name, qualifier, kind, None, None, None, None, None, None)
