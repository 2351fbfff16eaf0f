"""What a list will make of a county, line by line: where each row went and why, then what the public will read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from generator import words
from generator.staff.importing import people
from generator.staff.importing.placing import Placing
from generator.staff.importing.proposal import Proposal
from generator.staff.recording import telling
from generator.staff.recording.desk import Desk

_MOST_SENTENCES: Final = 6
_MOST_ALIKE: Final = 6
_MOST_KNOWN: Final = 10


def rows(placing: Placing, *, everything: bool) -> Iterator[str]:
    """Where each row went, and why; of many with one reason the first ones, unless everything is wanted."""
    alike = Counter((row.is_new, row.why) for row in placing.placed if row.area is not None)
    told: Counter[tuple[bool, str]] = Counter()
    for row in placing.placed:
        name = words.full_name(row.row.text("name"), row.row.text("qualifier") or None)
        if row.area is None:
            yield f"{row.row.where}  {name} → 未能落位：{row.why}"
            continue
        key = (row.is_new, row.why)
        told[key] += 1
        if everything or told[key] <= _MOST_ALIKE:
            yield f"{row.row.where}  {name} → {row.area.area_id}{'（新登记）' if row.is_new else ''}：{row.why}"
        elif told[key] == alike[key]:
            yield f"另有 {alike[key] - _MOST_ALIKE} 行也是这样：{row.why}（--all 全部显示）"


def left(placing: Placing, proposal: Proposal) -> Iterator[str]:
    """Rows that add nothing, and why."""
    for county in dict.fromkeys(row.county for row in placing.elsewhere):
        number = sum(row.county == county for row in placing.elsewhere)
        yield f"没有读入：{county}的 {number} 行，不在这个区县"
    for row, other in placing.twice:
        yield f"{row.where}  “{row.text('name')}”和{other.row.where}是同一处，只记一次"
    for placed, why in proposal.known[:_MOST_KNOWN]:
        yield f"{placed.row.where}  “{placed.row.text('name')}”不用再记：{why}"
    if len(proposal.known) > _MOST_KNOWN:
        yield f"另有 {len(proposal.known) - _MOST_KNOWN} 行也不用再记。"
    yield from people.left(proposal.desk, proposal.new, proposal.kind)


def figures(desk: Desk) -> str:
    """How many rows of each table are to be written."""
    added = desk.added
    named = {
        "区域": added.areas, "通告": added.notices, "公布数量": added.declared, "未能落位": added.unplaced,
        "病例": added.cases, "自评": added.assessments, "事件": added.events,
    }  # fmt: skip
    return "、".join(f"{name} {len(rows)} 行" for name, rows in named.items() if rows)


def preview(desk: Desk, *, everything: bool) -> Iterator[str]:
    """Notice, counts, pages, and the sentences of the feeds: the first ones stand for those that are alike."""
    tables = {f"{desk.file(table)}：" for table in ("notices", "declared", "unplaced", "cases")}
    yield from (f"将写 {line}" for line in telling.rows(desk) if line.startswith(tuple(tables)))
    for notice in desk.added.notices:
        yield f"通告页 /{desk.code}/notices/{notice.notice_id}/：{notice.title}"
    public = [line for line in telling.sentences(desk) if not line.startswith("暂不公开")]
    starts = [place for place, line in enumerate(public) if line.startswith("公众将看到")]
    end = len(public) if everything or len(starts) <= _MOST_SENTENCES else starts[_MOST_SENTENCES]
    yield from public[:end]
    if end < len(public):
        yield f"另有 {len(starts) - _MOST_SENTENCES} 句写法相同（--all 全部显示）"
    yield f"共写：{figures(desk)}。"
