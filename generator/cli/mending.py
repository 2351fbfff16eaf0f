"""How a wrong line is corrected, from what was asked for and what is answered. Nothing is written here."""

from __future__ import annotations

from generator.cli.asking import Asker, say
from generator.cli.conversation import Wish, dated, followed, found, notice_of, require_used, with_evidence
from generator.errors import UsageError
from generator.register.codes import EventKind
from generator.register.model import Area, Event
from generator.register.profile import Step
from generator.staff.recording import areas, correcting, notices, steps
from generator.staff.recording.desk import Desk
from generator.staff.recording.steps import Entry


def corrected(desk: Desk, event: Event, wish: Wish, ask: Asker) -> Desk:
    """The desk with a wrong line taken back, replaced, or recorded of the area that was meant. Raises UsageError."""
    desk, notice_id = notice_of(desk, wish)
    desk = _corrected(desk, event, wish, ask, notice_id)
    require_used(desk, wish, notice_id)
    return desk


def _corrected(desk: Desk, event: Event, wish: Wish, ask: Asker, notice_id: str | None) -> Desk:
    profile = steps.profile_on(desk, event.effective_at)
    step = profile.steps.get("correct")
    if wish.areas:
        return _moved(desk, event, wish, ask, notice_id, step)
    changes = bool(wish.events or wish.at or wish.by or notice_id)
    if not changes and wish.reason is not None:
        changes = step is None or wish.reason not in {*step.reasons, *step.reasons.values()}
    if not changes and wish.reason is None:
        if correcting.is_ahead(desk, event):
            say(f"这一行的记录时间是 {event.recorded_at}，还没有到：内容不变，另记一行，记录时间写现在的。")
            if ask.yes("只是记录时间录错了吗", default=True, silent=True):
                return _replaced(desk, event, wish, notice_id)
        choices = [
            ("never", "本没有这回事：撤销这一行"),
            ("other", "确有其事，内容错了：写一行对的来替换"),
            ("moved", "记错了区域：撤销，再记到对的区域"),
        ]
        way = ask.choose("错在哪里", "--reason、--at、--area 等", choices)
        if way == "moved":
            area = ask.until("是哪个区域（名称、拼音、首字母或编号）", "--area", lambda query: found(desk, query, ask))
            return _moved(desk, event, wish, ask, notice_id, step, area)
        if way == "other":
            return _asked_replacement(desk, event, wish, ask)
    if changes:
        return _replaced(desk, event, wish, notice_id)
    return correcting.retracted(desk, event, _why(wish, ask, step))


def _replaced(desk: Desk, event: Event, wish: Wish, notice_id: str | None) -> Desk:
    """The same line with what is said otherwise."""
    kind, at = _again(event, wish)
    entry = Entry(desk.county.areas[event.area_id], kind, at, wish.title, wish.by, wish.reason, notice_id)
    return correcting.replaced(desk, event, entry)


def _again(event: Event, wish: Wish) -> tuple[EventKind, str]:
    """The event and the day that are said, else those of the line."""
    if not wish.events:
        return event.event, wish.at or event.effective_at
    kind, at = dated(wish.events[0], wish)
    return kind, at if "=" in wish.events[0] or wish.at else event.effective_at


def _why(wish: Wish, ask: Asker, step: Step | None) -> str:
    reasons = step.reasons if step else {}
    if wish.reason is not None and step is not None:
        return steps.reason_of(step, wish.reason) or ""
    return ask.choose("为什么撤销", "--reason", [*reasons.items()]) if reasons else ""


def _moved(
    desk: Desk, event: Event, wish: Wish, ask: Asker, notice_id: str | None, step: Step | None,
    area: Area | None = None,
) -> Desk:  # fmt: skip
    """Recorded of the wrong area: a slip of the register, whatever the reason of the event itself."""
    area = area or found(desk, wish.areas[0], ask)
    if area.area_id == event.area_id:
        raise UsageError(f"第 {event.sequence} 号记的就是“{area.name}”（{area.area_id}）")
    desk = areas.with_area(desk, area)
    slip = next(iter(step.reasons), "") if step else ""
    kind, at = _again(event, wish)
    entry = Entry(area, kind, at, wish.title, wish.by, wish.reason, notice_id)
    desk = correcting.moved(desk, event, area, slip, entry)
    again = desk.added.events[-1]
    return followed(with_evidence(desk, wish, ask, again), wish, ask, again)


def _asked_replacement(desk: Desk, event: Event, wish: Wish, ask: Asker) -> Desk:
    at = ask.day("应是哪一天生效", "--at", event.effective_at)
    step = steps.profile_on(desk, at).steps.get(event.event)
    reason = event.reason
    if step is not None and step.reasons:
        reason = ask.choose("应是什么原因", "--reason", [*step.reasons.items()])
    notice = ask.text("应是哪份通告（编号；没有就回车）", "--notice", event.notice_id or "")
    notice_id = notices.known(desk, notice) if notice else None
    entry = Entry(desk.county.areas[event.area_id], event.event, at, None, wish.by, reason, notice_id)
    return correcting.replaced(desk, event, entry)
