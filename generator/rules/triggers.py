"""What obliges to suspend or revoke, and whether a step answered it: asked for cases and for inspections alike."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, timedelta

from generator import words
from generator.register.fold import Record
from generator.register.model import Event, Finding
from generator.register.profile import Profile, Trigger
from generator.rules.subject import Subject

_HAPPENED = {
    "confirmed": "新增感染者",
    "asymptomatic": "新增感染者",
    "close_contacts": "新增密切接触者",
    "failed_inspection": "检查不合格",
}


def unanswered(
    subject: Subject, record: Record, day: str, trigger: Trigger, profile: Profile
) -> Generator[Finding, None, Event | None]:
    """Returns the event by which the title was held on a day, if no step answered the trigger in time.

    An answer that came late is a finding (W609); one step may answer several triggers, see `families`.
    """
    holder, held = _holder(record, day, trigger)
    if holder is None:
        return None
    due = (date.fromisoformat(day) + timedelta(days=trigger.days or 0)).isoformat()
    for event in held:
        if event.event in trigger.steps or event.event == "revoke":
            answered = event.effective_at[:10]
            if trigger.days is not None and answered > due:
                late = (date.fromisoformat(answered) - date.fromisoformat(due)).days
                yield subject.told(
                    "W609", event, "effective_at", event.effective_at, profile.cite(trigger.clause),
                    step=words.EVENTS[event.event], since=_HAPPENED[trigger.on[0]], start=day,
                    limit=f"后 {trigger.days} 天" if trigger.days else "当天", due=due,
                    late=f"{late} 天",
                )  # fmt: skip
            return None
    return holder if subject.now >= due else None


def _holder(record: Record, day: str, trigger: Trigger) -> tuple[Event | None, list[Event]]:
    """The event by which a title was held on a day, and what followed from that day on, while it was held.

    A title that was suspended already is not suspended again; it can still be revoked.
    """
    states = ("publish", "restore", "suspend") if "revoke" in trigger.steps else ("publish", "restore")
    holder: Event | None = None
    following: list[Event] = []
    for event in record.standing:
        kind = event.event
        if kind not in ("publish", "suspend", "restore", "revoke"):
            continue
        before = event.effective_at[:10] < day
        if before or (holder is None and event.effective_at[:10] == day):
            holder = event if kind in states else None
            following = []
            if not before and kind not in states:
                return None, []
        elif holder is not None:
            following.append(event)
    return holder, following
