"""Rows that pages of counties and roll-ups show alike: counts, changes, facts of a notice, declared counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from generator import urls, words
from generator.model import Notice
from generator.publish.changes import KIND_ORDER, Change
from generator.publish.views import (
    ChangeGroup,
    ChangeRow,
    Count,
    DeclaredRow,
    Fact,
    Moment,
    Promise,
    Recent,
    Tally,
)  # fmt: skip
from generator.rules.counts import Total

# Titles of feed items keep to ASCII punctuation; on a page a sentence stands among Chinese ones.
_WIDE = str.maketrans(":,", "：，")
# A week of the register ends with the day of its newest record.
_WEEK: Final = 7


@lru_cache(maxsize=16_384)
def moment(time: str) -> Moment:
    """The day of a time as a resident reads it; the clock time, where there is one, stands behind it."""
    return Moment(words.day_name(time), time, words.time_name(time) if len(time) > 10 else "")


@lru_cache(maxsize=16_384)
def exactly(time: str) -> Moment:
    """A time as it was recorded: with the clock time, where there is one."""
    return Moment(words.time_name(time), time)


def counts(known: Mapping[str, int], *, archived: bool = False) -> tuple[Count, ...]:
    """The numbers of a page, as it shows them; those of an archived list are of its time."""
    then = "当时" if archived else ""
    shown = [
        Count(status, f"{then}{words.STATUSES[status]}", known[status])
        for status in ("certified", "suspended", "revoked")
    ]
    if known["candidate"]:
        shown.append(Count("candidate", f"{then}{words.STATUSES['candidate']}", known["candidate"]))
    return tuple(shown)


def status_word(status: str | None) -> str:
    """A public status in words."""
    return words.STATUSES[status] if status else words.NO_STATUS


def promise(days: int | None, as_of: str) -> Promise | None:
    """How often a county promises to publish: it is kept until the end of the last of these days, by Chinese time."""
    if days is None:
        return None
    text = "承诺每天更新。" if days == 1 else f"承诺每 {days} 天更新一次。"
    due = date.fromisoformat(as_of[:10]) + timedelta(days=days)
    return Promise(text, moment(as_of), f"{due}T23:59:59+08:00")


def recent(numbers: Iterable[tuple[str, str, int]], as_of: str, href: str = "") -> tuple[Recent, ...]:
    """What changed on the newest day of the register and in the week up to it, by the register's own time.

    `numbers` are (day, kind, how many); `href` leads to the newest day, where that has a page.
    """
    last = date.fromisoformat(as_of[:10])
    first = last - timedelta(days=_WEEK - 1)
    today, week = dict.fromkeys(KIND_ORDER, 0), dict.fromkeys(KIND_ORDER, 0)
    newest, oldest = last.isoformat(), first.isoformat()
    for day, kind, number in numbers:
        if oldest <= day <= newest:
            week[kind] += number
            if day == newest:
                today[kind] += number
    return (
        Recent(_short(newest), href if any(today.values()) else "", _tallies(today)),
        Recent(f"{_short(oldest)}至{_short(newest)}", "", _tallies(week)),
    )


def _tallies(numbers: Mapping[str, int]) -> tuple[Tally, ...]:
    return tuple(Tally(kind, words.KIND_NAMES[kind], number) for kind, number in numbers.items() if number)


def _short(day: str) -> str:
    """A day of the newest week, whose year stands beside it."""
    return f"{int(day[5:7])}月{int(day[8:10])}日"


def change_row(change: Change, page: str) -> ChangeRow:
    """A change as a row of a list on a page."""
    sentence = change.sentence.translate(_WIDE) if change.kind == "corrected" else ""
    reason = "" if change.kind == "corrected" else change.reason_name or ""
    return ChangeRow(
        moment(change.recorded_at), change.kind, words.KIND_NAMES[change.kind], change.name,
        urls.relative(change.address, page), change.place, change.title_name, sentence, reason,
    )  # fmt: skip


def document_row(known: Mapping[str, Any], base: str, page: str) -> ChangeRow:
    """The same row from a change as the documents list it; `base` is the address of the site."""
    kind = known["kind"]
    corrected = kind == "corrected"
    return ChangeRow(
        moment(known["recorded_at"]), kind, words.KIND_NAMES[kind],
        words.full_name(known["area_name"], known["qualifier"]),
        urls.relative(known["url"][len(base) :], page), known["place"], known["title_name"],
        known["summary"].translate(_WIDE) if corrected else "", "" if corrected else known["reason_name"] or "",
    )  # fmt: skip


def groups(changes: Iterable[Change], page: str, whole: Mapping[str, int] | None = None) -> tuple[ChangeGroup, ...]:
    """Changes by kind, removals first; the order within a kind is that given.

    `whole` says how many there are of each kind where only the newest are given.
    """
    found: dict[str, list[ChangeRow]] = {}
    for change in changes:
        found.setdefault(change.kind, []).append(change_row(change, page))
    return tuple(
        ChangeGroup(kind, words.KIND_NAMES[kind], _size(found[kind], kind, whole), tuple(found[kind]))
        for kind in KIND_ORDER
        if kind in found
    )


def _size(rows: Sequence[ChangeRow], kind: str, whole: Mapping[str, int] | None) -> str:
    if whole is None or whole[kind] <= len(rows):
        return f"{len(rows)} 项"
    return f"最近 {len(rows)} 项，共 {whole[kind]} 项"


def notice_facts(notice: Notice) -> Iterator[Fact]:
    """What is known of a notice as such."""
    yield Fact("发布单位", notice.publisher or "原发布单位未载明")
    if notice.document_no:
        yield Fact("文号", notice.document_no)
    yield Fact("发布时间", exactly(notice.published_at))
    if notice.cutoff_at:
        yield Fact("名单截至", exactly(notice.cutoff_at))
    yield Fact("来源性质", words.PROVENANCES[notice.provenance])
    yield Fact("出处", notice.source)
    if notice.imported_at:
        yield Fact("接入日期", moment(notice.imported_at))
    yield Fact("通告编号", notice.notice_id)


def declared_rows(
    totals: Iterable[Total], known: Mapping[str, str], title_name: Callable[[str], str]
) -> tuple[DeclaredRow, ...]:
    """Declared counts beside the register's own; `known` are names by code."""
    return tuple(
        DeclaredRow(
            total.batches,
            known.get(total.division or "", total.division or "") if total.division else "全部",
            title_name(total.title) if total.title else "全部称号",
            words.MEASURES[total.measure],
            total.declared,
            total.actual,
            total.declared == total.actual,
        )
        for total in totals
    )
