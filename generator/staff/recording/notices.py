"""The notice under which an event stands: one of the register, or a new one with what it declares of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, cast

from generator import words
from generator.errors import UsageError
from generator.register.codes import Measure, NoticeId, TitleId
from generator.register.model import Declared, Notice
from generator.spelling.forms import folded
from generator.staff.recording.desk import Desk
from generator.staff.recording.steps import listed, profile_on
from generator.staff.recording.typed import bare

_DECLARATION: Final = re.compile(r"(?:(?P<title>[^:：=]+)[:：])?(?P<measure>[^:：=]+)=(?P<count>[0-9]{1,7})")
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")
_MOST_NUMBER: Final = 99


class NewNotice(NamedTuple):
    """A notice as a person says it; what is None is not printed on it, or follows from the county."""

    title: str
    published_at: str
    document_no: str | None = None
    publisher: str | None = None
    cutoff_at: str | None = None
    source: str | None = None
    declared: tuple[str, ...] = ()
    series: str | None = None
    batch: str | None = None


def declarations(text: str) -> tuple[str, ...]:
    """What a person types of the numbers that a notice states, one by one. Raises UsageError."""
    texts = tuple(part for part in _BETWEEN.split(text.strip()) if part)
    for part in texts:
        _parsed(part)
    return texts


def begun(desk: Desk, notice: NewNotice) -> tuple[Desk, NoticeId]:
    """The desk with a new notice and what it declares, and its id. Raises UsageError."""
    day = notice.published_at[:10]
    publisher = notice.publisher or desk.county.settings.publisher
    stem = f"{desk.code}-{day.replace('-', '')}-"
    taken = [int(key.removeprefix(stem)) for key in desk.county.notices if key.startswith(stem)]
    number = max(taken, default=0) + 1
    if number > _MOST_NUMBER:
        raise UsageError(f"{day} 的通告编号用完了")
    if any(known.title == notice.title and known.published_at[:10] == day for known in desk.county.notices.values()):
        raise UsageError(f"名录里已有 {day} 的《{notice.title}》：用 --notice 写它的编号")
    notice_id = cast("NoticeId", f"{stem}{number}")
    row = Notice(
        notice_id, publisher, notice.title, notice.document_no, notice.published_at, notice.cutoff_at, "official",
        notice.source or f"{publisher or '发布单位'} {day}", None,
    )  # fmt: skip
    rows = tuple(_declared(desk, notice, notice_id, text) for text in notice.declared)
    desk = desk.having(notices=(row,))
    return (desk.having(declared=rows) if rows else desk), notice_id


def _declared(desk: Desk, notice: NewNotice, notice_id: NoticeId, text: str) -> Declared:
    match, measure = _parsed(text)
    title = match["title"]
    if title is not None:
        titles = profile_on(desk, notice.published_at).titles
        named = [key for key, known in titles.items() if title.strip() in (key, known.name)]
        if not named:
            raise UsageError(f"没有称号“{title}”；应为：{listed({key: known.name for key, known in titles.items()})}")
        title = named[0]
    return Declared(
        notice_id, notice.series, notice.batch, None, cast("TitleId | None", title), cast("Measure", measure),
        int(match["count"]),
    )  # fmt: skip


def _parsed(text: str) -> tuple[re.Match[str], str]:
    """A declaration apart, and the measure that it names."""
    match = _DECLARATION.fullmatch(bare(text))
    if match is None:
        raise UsageError(f"--declare 写成 新增=15，或 称号的名称:新增=15；这里写的是“{text}”")
    measure = next((key for key, name in words.MEASURES.items() if match["measure"].strip() in (key, name)), None)
    if measure is None:
        raise UsageError(f"没有“{match['measure']}”这种数量；应为：{listed(words.MEASURES)}")
    return match, measure


def known(desk: Desk, text: str) -> NoticeId:
    """The id of a notice of the register, by its id, its number or its title. Raises UsageError."""
    notices = {**desk.source.above, **desk.county.notices}
    for wanted in (text, bare(text)):
        if wanted in notices:
            return cast("NoticeId", wanted)
    wanted = folded(text)
    fitting = [
        key
        for key, notice in notices.items()
        if wanted and wanted in map(folded, (notice.document_no or "", notice.title))
    ]
    if len(fitting) == 1:
        return cast("NoticeId", fitting[0])
    newest = "、".join(notice.notice_id for notice in recent(desk))
    what = f"有 {len(fitting)} 份通告符合" if fitting else "没有通告符合"
    raise UsageError(
        f"{what}“{text}”；写通告编号（最近的：{newest or '还没有'}），新的通告用 --notice-title 和 --notice-date"
    )


def recent(desk: Desk, most: int = 5) -> Sequence[Notice]:
    """The newest notices of the county, the newest first."""
    return sorted(desk.county.notices.values(), key=lambda notice: (notice.published_at, notice.notice_id))[::-1][:most]
