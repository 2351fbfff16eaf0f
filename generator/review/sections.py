"""What a change means, in sentences: said once for the terminal and for a merge request. Pure.

The sentences are plain text; each form escapes what its reader would act on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from generator import words
from generator.reading import schemas
from generator.register.status import UNDER_WAY
from generator.review.nouns import (
    Announcement,
    Correction,
    Declaration,
    Effect,
    Folder,
    Place,
    Review,
    Span,
    Stand,
    Step,
    Total,
    Value,
)

KINDS: Final = {**words.KIND_NAMES, "withdrawn": "不再公布", "pending": "办理中"}
_COUNTED: Final = ("certified", "suspended", "revoked", "candidate")


class Item(NamedTuple):
    """A sentence, and what belongs under it."""

    text: str
    under: tuple[str, ...] = ()


class Section(NamedTuple):
    """Sentences under a heading."""

    heading: str
    items: tuple[Item, ...]


def summary(review: Review) -> str:
    """One sentence: against what, and how much."""
    against = f"和 {review.base}（{review.commit[:12]}）相比"
    counties = sum(len(folder.code) == 6 for folder in review.folders)
    parts = [f"{counties} 个区县有改动"] if counties else []
    parts += [f"{len(review.folders) - counties} 个市或省的通告有改动"] if len(review.folders) > counties else []
    parts += [f"另有 {len(review.others)} 个文件有改动"] if review.others else []
    return f"{against}：{'，'.join(parts) or '数据没有改动'}。"


def warnings(review: Review) -> Iterator[str]:
    """What a reader must know first."""
    if review.errors:
        yield f"数据还有 {review.errors} 个错误，以下内容可能不准：请运行 wuyi check。"
    unread = sum(len(folder.unread) for folder in review.folders)
    if unread:
        yield (
            f"{review.base} 里有 {unread} 个文件读不出来，其中的内容没有比较，以下不全："
            "换一个这些文件完好的提交作基准，如 wuyi changes --base 更早的提交。"
        )
    altered = sum(len(folder.altered) for folder in review.folders)
    if altered:
        yield f"已公布的内容有 {altered} 处被改动：请运行 wuyi check --base {review.base}。"


def heading(folder: Folder) -> str:
    """Which folder it is about."""
    notes = {"new": "新的名录", "gone": "整个名录被删除"}.get(folder.presence, "")
    if len(folder.code) < 6:
        notes = {"new": "新的通告文件夹", "gone": "通告文件夹被删除"}.get(folder.presence, "")
    history = words.STATES["archived"] if folder.state == "archived" else ""
    marks = "、".join(filter(None, [notes, history, "演示" if folder.demonstration else ""]))
    return f"{folder.name}（{folder.code}）{f'：{marks}' if marks else ''}"


def sections(folder: Folder) -> Iterator[Section]:
    """What changed in a folder, removals first."""
    parts = (
        ("基准里读不出来的文件", tuple(map(Item, folder.unread))),
        ("已公布的内容被改动", tuple(map(Item, folder.altered))),
        ("删除的文字", tuple(map(Item, folder.removed))),
        ("状态变化", tuple(map(_effect, folder.effects))),
        ("数量", tuple(map(_total, folder.totals))),
        (f"新记录（{len(folder.events)} 条）", tuple(map(_step, folder.events))),
        ("新通告", tuple(map(_announcement, folder.notices))),
        ("新区域", tuple(map(_place, folder.areas_added))),
        ("区域的改动", tuple(map(_place, folder.areas_changed))),
        ("删去的区域", tuple(map(_place, folder.areas_removed))),
        ("设置的改动", tuple(Item(f"county.json 的 {_value(value)}") for value in folder.settings)),
        ("依据", tuple(Item(f"{rows.table} 表：加 {rows.added} 行，减 {rows.removed} 行") for rows in folder.tables)),
    )
    return (Section(name, items) for name, items in parts if items)


def others(review: Review) -> Section | None:
    """The files above the counties."""
    return Section("其他改动的文件", tuple(map(Item, review.others))) if review.others else None


# ---- sentences


def _effect(effect: Effect) -> Item:
    numbers = f"（第 {'、'.join(map(str, effect.sequences))} 号）" if effect.sequences else ""
    where = f"{effect.area_name}（{effect.area_id}，{effect.place}）{effect.title_name}"
    if effect.kind == "pending":
        seen = f"，公众看到的仍是“{status(effect.after.public)}”" if effect.after.public else ""
        said = f"{status(effect.before.status)} → {status(effect.after.status)}{seen}"
    else:
        under_way = effect.after.status if effect.after.status in UNDER_WAY else None
        said = (
            f"{_stand(effect.before)} → {_stand(effect.after)}{f'，另有申请：{status(under_way)}' if under_way else ''}"
        )
    under = [line for correction in effect.corrections for line in _correction(correction)]
    if effect.periods_before or effect.periods_after:
        under.append(f"有效的时间：原为{_spans(effect.periods_before)}；现为{_spans(effect.periods_after)}")
    return Item(f"{KINDS[effect.kind]}：{where}：{said}{numbers}", tuple(under))


def status(code: str | None) -> str:
    """A status in words."""
    return words.STATUSES[code] if code else words.NO_STATUS


def _stand(stand: Stand) -> str:
    since = f"（{words.time_name(stand.since)}起）" if stand.since else ""
    return f"{status(stand.public)}{since}"


def _spans(spans: tuple[Span, ...]) -> str:
    told = (
        f"{words.time_name(span.start)}{f'至{words.time_name(span.end)}' if span.end else '起'}" for span in spans
    )  # fmt: skip
    return "、".join(told) or "无"


def _correction(correction: Correction) -> Iterator[str]:
    reason = f"，原因：{correction.reason_name}" if correction.reason_name else ""
    effective = words.time_name(correction.effective_at)
    told = f"第 {correction.sequence} 号“{words.EVENTS[correction.event]}”（{effective}生效{reason}）"
    why = f"（{correction.why}）" if correction.why else ""
    match correction.kind:
        case "retracted":
            again = f"；它替换的第 {correction.holds_again} 号恢复有效" if correction.holds_again else ""
            yield f"第 {correction.by} 号更正：{told}记错了{why}，已撤销{again}"
        case "reinstated":
            yield f"第 {correction.by} 号更正：撤销它的那一次更正有误{why}，{told}恢复有效"
        case _:
            said = "；".join(
                f"{label(value.name)}原记为“{_cell(value.name, value.before)}”，应为“{_cell(value.name, value.after)}”"
                for value in correction.differences
            )
            yield f"第 {correction.by} 号更正：{told}{said or '内容相同'}"
    for later in correction.judged_again:
        change = f"由“{status(later.before)}”变为“{status(later.after)}”" if later.before != later.after else "不变"
        possible = "" if later.possible else "，但这一步现在不能成立"
        when = words.time_name(later.effective_at)
        yield f"重新判定：第 {later.sequence} 号“{words.EVENTS[later.event]}”（{when}）之后{change}{possible}"


def label(column: str) -> str:
    """The Chinese name of a column of the log."""
    name: str = schemas.documents()["events"]["items"]["properties"][column]["title"]
    return name


def _cell(column: str, value: str | None) -> str:
    if value is None:
        return "空"
    if column == "event":
        return words.EVENTS[value]
    return words.time_name(value) if column == "effective_at" else value


def _step(step: Step) -> Item:
    parts = [
        f"第 {step.sequence} 号：{words.EVENTS[step.event]} {step.area_name}（{step.area_id}）{step.title_name}",
        f"{words.time_name(step.effective_at)}生效",
        f"{words.time_name(step.recorded_at)}记录",
    ]
    if step.decided_by:
        parts.append(f"{step.decided_by_name or step.decided_by}决定")
    if step.reason_name:
        parts.append(f"原因：{step.reason_name}")
    if step.notice_id:
        parts.append(f"通告 {step.notice_id}")
    if step.corrects:
        parts.append(f"更正第 {step.corrects} 号")
    return Item(f"{'，'.join(parts)}{'' if step.public else '［尚未公开］'}")


def _total(total: Total) -> Item:
    def said(name: str) -> str:
        before, after = getattr(total.before, name), getattr(total.after, name)
        return f"{words.STATUSES[name]} {before}{f' → {after}' if before != after else ''}"

    shown = [name for name in _COUNTED if getattr(total.before, name) or getattr(total.after, name)]
    return Item(f"{total.title_name}：{'，'.join(map(said, shown))}")


def _announcement(announcement: Announcement) -> Item:
    by = f"{announcement.publisher}，" if announcement.publisher else ""
    missing = (f"未能落位的名称 {announcement.unplaced} 个",) if announcement.unplaced else ()
    return Item(
        f"{announcement.notice_id}《{announcement.title}》（{by}{words.day_name(announcement.published_at)}）",
        (*map(_declaration, announcement.declared), *missing),
    )


def _declaration(declaration: Declaration) -> str:
    batch = f"第{declaration.batch}批" if declaration.batch and declaration.batch.isdecimal() else declaration.batch
    about = "，".join(filter(None, [declaration.series, batch]))
    where = declaration.division_name or declaration.division or ""
    title = declaration.title_name or declaration.title or ""
    what = f"{where}{words.MEASURES[declaration.measure]}{title} {declaration.count} 个"
    return f"公布{what}{f'（{about}）' if about else ''}"


def _place(place: Place) -> Item:
    kind = words.UNIT_TYPES[place.unit_type]
    return Item(f"{place.name}（{place.area_id}，{kind}）", tuple(map(_value, place.values)))


def _value(value: Value) -> str:
    before, after = (f"“{cell}”" if cell is not None else "空" for cell in (value.before, value.after))
    return f"{value.name} 从{before}改成{after}"
