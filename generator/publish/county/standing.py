"""Where a title of an area stands, in words: since when, why, and who decided it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import Final

from generator import words
from generator.publish.county.certificate import take_down
from generator.publish.county.context import Context
from generator.publish.pages.views.places import TitleView
from generator.publish.pages.views.shared import Fact
from generator.register.county import County
from generator.register.fold import FINAL_PUBLIC, Record
from generator.register.model import Event
from generator.register.status import UNDER_WAY

# What is told of an event that a title came to stand by.
_WAY: Final = attrgetter("event", "effective_at", "decided_by", "reason", "notice_id")

# Of a title in force: the steps that brought it, the last first.
_BEFORE: Final = ("restore", "publish", "file", "certify")

_PHRASES: Final = TitleView._fields.index("phrases")


class Standings:
    """Where titles of a county stand, in words: those that went one way together are told once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._told: dict[tuple[object, ...], TitleView] = {}

    def view(self, name: str, record: Record, page: str) -> TitleView:
        """A title of an area (`name`), as the area's page tells it."""
        title = self._context.county.title_name(record)
        key = (title, record.state, *map(_WAY, record.standing))
        if key not in self._told:
            self._told[key] = _told(self._context, title, record, page)
        told = self._told[key]
        first, *others = told.phrases
        return TitleView._make((*told[:_PHRASES], (f"{name}{first}", *others), *told[_PHRASES + 1 :]))


def _told(context: Context, title: str, record: Record, page: str) -> TitleView:
    """Where a title stands, but for the name of the area: its phrases follow that."""
    state, final = record.state, _decisive(record)
    since = words.day_name(state.since) if state.since else ""
    then = "当时" if context.archived else "现"
    phrases: tuple[str, ...]
    match state.public:
        case "certified":
            phrases = (" ", f"{then}为 {title}，", f"自 {since}起")
        case "suspended":
            phrases = ("的", title, "称号已暂停，", f"自 {since}起")
        case "revoked":
            phrases = (" ", f"已不是 {title}，", f"自 {since}起")
        case "candidate":
            phrases = (" ", f"{'当时' if context.archived else ''}拟认定为 {title}，", f"{since}公示")
        case _:
            phrases = (" ", f"现在没有 {title} 称号")
    pending = ""
    if state.status in UNDER_WAY and state.public != "certified":
        pending = f"正在{'重新' if state.public == 'revoked' else ''}申报：{words.STATUSES[state.status]}。"
    return TitleView(
        title, state.public, context.status_word(state.public), phrases, _why(context.county, final), _held(record),
        "" if context.archived else take_down(record), pending,
        tuple(_decisions(context, record, final, page)) if final is not None else (),
    )  # fmt: skip


def english_reason(county: County, record: Record) -> str | None:
    """The reason of the event that decided where a title stands, in English where its scheme says it."""
    event = _decisive(record)
    return county.reason_name_en(event) if event else None


def _why(county: County, final: Event | None) -> str:
    """Why the title stands where it does: the reason of the event that decided it."""
    reason = county.reason_name(final) if final is not None else None
    return f"原因：{reason}。" if reason else ""


def _decisions(context: Context, record: Record, final: Event, page: str) -> Iterator[Fact]:
    """Who decided where the title stands, with the notices that say so; a title in force also who certified it.

    The certificate prints the same: who stands at the door and who reads the page see one office.
    """
    steps, cited = [final], None
    if final.event in ("publish", "restore"):
        before = record.standing[: record.standing.index(final)]
        kinds = reversed(_BEFORE[_BEFORE.index(final.event) + 1 :])
        earlier = (next((step for step in reversed(before) if step.event == kind), None) for kind in kinds)
        steps = [*(step for step in earlier if step), final]
    for step in steps:
        office = _office(context, step)
        if office:
            again = "（此前曾暂停）" if step.event == "restore" else ""
            yield Fact(words.EVENTS[step.event], f"{office}，{words.day_name(step.effective_at)}{again}")
        source, notice = context.source(step.notice_id, page), context.county.notice(step.notice_id)
        if source is not None and notice is not None and step.event in FINAL_PUBLIC and source != cited:
            number = f"（{notice.document_no}）" if notice.document_no else ""
            yield Fact("依据", f"{source.name}{number}", source.href)
            cited = source


def _office(context: Context, step: Event) -> str:
    """The office that took a step: that which published it, or the county's own, where a place alone is on record."""
    county, body = context.county, context.body(step.decided_by)
    notice = county.notices.get(step.notice_id or "")
    publisher = (notice and notice.publisher) or county.settings.publisher
    if step.event == "publish":
        above = county.notice(step.notice_id)
        return (above and above.publisher) or publisher or body or "原发布单位未载明"
    return publisher or body if step.decided_by == county.code and step.event in FINAL_PUBLIC else body


def _decisive(record: Record) -> Event | None:
    """The event that decided where a title stands for the public; None where it stands nowhere."""
    if record.state.public is None:
        return None
    return next((event for event in reversed(record.standing) if event.event in FINAL_PUBLIC), None)


def _held(record: Record) -> str:
    """From when until when a title was held, where it was lost at least once."""
    spans = [
        f"{words.day_name(period.start)}至{words.day_name(period.end)}（{_days(period.start, period.end)}）"
        for period in record.periods
        if period.end is not None
    ]
    if not spans:
        return ""
    return f"{'此前' if record.state.public == 'certified' else ''}有称号的时间：{'；'.join(spans)}。"


def _days(start: str, end: str) -> str:
    days = (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    return f"{days} 天" if days else "不足 1 天"
