"""Rows that pages of counties and roll-ups show alike: counts, changes, facts of a notice, declared counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator import urls, words
from generator.model import Notice
from generator.publish.changes import KIND_ORDER, Change
from generator.publish.views import ChangeGroup, ChangeRow, Count, DeclaredRow, Fact
from generator.rules.counts import Total

# Titles of feed items keep to ASCII punctuation; on a page a sentence stands among Chinese ones.
_WIDE = str.maketrans(":,", "：，")


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


def promise(days: int | None) -> str:
    """How often a county promises to publish."""
    if days is None:
        return ""
    return "承诺每天更新。" if days == 1 else f"承诺每 {days} 天更新一次。"


def change_row(change: Change, page: str) -> ChangeRow:
    """A change as a row of a list on a page."""
    sentence = change.sentence.translate(_WIDE) if change.kind == "corrected" else ""
    reason = "" if change.kind == "corrected" else change.reason_name or ""
    return ChangeRow(
        words.day_name(change.recorded_at), change.kind, words.KIND_NAMES[change.kind], change.name,
        urls.relative(change.address, page), change.place, change.title_name, sentence, reason,
    )  # fmt: skip


def document_row(known: Mapping[str, Any], base: str, page: str) -> ChangeRow:
    """The same row from a change as the documents list it; `base` is the address of the site."""
    kind = known["kind"]
    corrected = kind == "corrected"
    return ChangeRow(
        words.day_name(known["recorded_at"]), kind, words.KIND_NAMES[kind],
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
    yield Fact("发布时间", words.time_name(notice.published_at))
    if notice.cutoff_at:
        yield Fact("名单截至", words.time_name(notice.cutoff_at))
    yield Fact("来源性质", words.PROVENANCES[notice.provenance])
    yield Fact("出处", notice.source)
    if notice.imported_at:
        yield Fact("接入日期", words.day_name(notice.imported_at))
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
