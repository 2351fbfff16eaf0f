"""What a public event means, in words: said once for feeds, pages and exports alike.

A change is told from the state before and after it at the time of recording, so that it never reads
differently later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from generator import urls, words
from generator.register.correction import Corrected, Retimed
from generator.register.county import County
from generator.register.fold import FINAL_PUBLIC, Record, State, Transition
from generator.register.history import PublicEvent
from generator.register.model import Event, Notice
from generator.register.redaction import removal
from generator.register.times import instant

# Event -> kind of change, which names its feed; a nomination stands only in the feed of all.
KIND_OF: Final = {event: kind for kind, event in words.KINDS.items()} | {"nominate": "nominated"}
# Removals come first wherever changes are grouped.
KIND_ORDER: Final = ("revoked", "suspended", "corrected", "restored", "certified", "nominated")
# The kinds of which the newest changes have a page of their own.
LISTS: Final = tuple(kind for kind in KIND_ORDER if kind in words.FEEDS)

# Event -> the statuses that it usually leads from, and the one that it leads to: what its sentence says by itself.
_USUAL: Final[dict[str, tuple[tuple[str | None, ...], str]]] = {
    "nominate": ((None,), "candidate"),
    "publish": ((None, "candidate", "revoked"), "certified"),
    "suspend": (("certified",), "suspended"),
    "restore": (("suspended",), "certified"),
    "revoke": (("certified",), "revoked"),
}


class Change(NamedTuple):
    """One public event that is an item of the feeds. Times are as recorded; `kinds` are its feeds beside "all".

    `kind` is what a reader is told first ("corrected" for a correction). `address` is its place on its area's page.
    `tie` is its place (from 0) among the lines of its log that were recorded at the same time. `listed_at` is the
    time by which lists have a misdated one (`register.misdated`); None for all others. `body` is "" in what was handed
    over: what it says is formed where its county is. `held` says of what stands for how many days the title had been
    held when it was suspended or revoked, or suspended when it was restored (`days_held`): a later event may change it.
    """

    event_id: str
    sequence: int
    county: str
    county_name: str
    area_id: str
    area_name: str
    qualifier: str | None
    place: str
    event: str
    kind: str
    kinds: tuple[str, ...]
    title: str
    title_name: str
    effective_at: str
    recorded_at: str
    status_before: str | None
    status_after: str | None
    reason: str | None
    reason_name: str | None
    notice_id: str | None
    corrects: str | None
    sentence: str
    body: str
    address: str
    demonstration: bool
    tie: int = 0
    listed_at: str | None = None
    held: int | None = None

    @property
    def updated(self) -> str:
        """RFC 3339 time for feeds; of lines recorded at one time, each later one is a millisecond after the one before.

        So no two items of a county share a time, and an item's own never changes.
        """
        return updated(instant(self.recorded_at), self.tie)

    @property
    def listed(self) -> str:
        """The time by which lists, days, months and charts have it."""
        return self.listed_at or self.recorded_at

    @property
    def dated(self) -> str:
        """RFC 3339 time by which it dates the document that it stands in: `updated`, unless it is misdated."""
        return self.updated if self.listed_at is None else instant(self.listed_at)

    @property
    def counted(self) -> str:
        """The kind under which it is counted: that of what it says happened, a replacement as what it puts in place."""
        return KIND_OF.get(self.event, "corrected")

    @property
    def name(self) -> str:
        """Name with its qualifier."""
        return words.full_name(self.area_name, self.qualifier)

    def order(self) -> tuple[str, str]:
        """Changes are ordered by recorded time (a misdated one by that of what shows it), then id."""
        return (instant(self.listed), self.event_id)


def updated(recorded: str, tie: int) -> str:
    """The time of an item: the instant it was recorded at, and so many milliseconds."""
    return f"{recorded[:19]}.{tie:03}{recorded[19:]}" if tie else recorded


def changes(county: County) -> Iterator[Change]:
    """Every public status change of a county, in order of the log."""
    ties = _ties(county)
    for public in county.public_events:
        if any(event.event in FINAL_PUBLIC for event in public.transition.about):
            yield _change(county, public, ties.get(public.event.sequence, 0))


def _ties(county: County) -> dict[int, int]:
    """For each line recorded at the same time as the one before it, its place among them."""
    ties: dict[int, int] = {}
    before, place = "", 0
    for event in county.events:
        recorded = instant(event.recorded_at)
        place = place + 1 if recorded == before else 0
        before = recorded
        if place:
            ties[event.sequence] = min(place, 999)
    return ties


def _change(county: County, public: PublicEvent, tie: int) -> Change:
    event, transition, record = public.event, public.transition, public.record
    area = county.areas[event.area_id]
    name = words.full_name(event.area_name, area.qualifier)  # as recorded: a later name is no reason to alter an item
    title, reason = public.title_name, public.reason_name
    place = county.place_then(event.area_id, event.recorded_at)  # by the names of that day, as well
    is_correction = event.corrects is not None
    told = (
        _correction(transition, _named(record, event), name, title)
        if is_correction
        else _sentence(event, transition.before, record, name, title, place)
    )
    return Change(
        event_id=public.event_id,
        sequence=event.sequence,
        county=county.code,
        county_name=county.names_then(event.recorded_at)[county.code],
        area_id=event.area_id,
        area_name=event.area_name,
        qualifier=area.qualifier,
        place=place,
        event=event.event,
        kind=kind_of(event.event, corrects=is_correction),
        kinds=_kinds(tuple([event.event for event in transition.about])),
        title=event.title,
        title_name=title,
        effective_at=event.effective_at,
        recorded_at=event.recorded_at,
        status_before=transition.before.public,
        status_after=transition.after.public,
        reason=event.reason,
        reason_name=reason,
        notice_id=event.notice_id,
        corrects=urls.event_id(county.code, event.corrects) if event.corrects else None,
        sentence=told,
        body=_body(county, transition, name, title, place, reason),
        address=urls.event(event.area_id, public.event_id),
        demonstration=county.settings.demonstration,
        tie=tie,
        listed_at=county.listed_at.get(event.sequence),
        held=days_held(record, event),
    )


# For each event, the one from which on days are counted until then.
_HELD_FROM: Final = {"revoke": "publish", "suspend": "publish", "restore": "suspend"}


def days_held(record: Record, event: Event) -> int | None:
    """Days from when the title was last published until it was suspended or revoked, or from when it was suspended
    until it was restored, by the events that stand; None of any other event, and of one that does not stand."""
    began = _HELD_FROM.get(event.event)
    if began is None or event.sequence in record.corrected_by:
        return None
    since = None
    for standing in record.standing:
        if standing.sequence == event.sequence:
            break
        if standing.event == began:
            since = standing.effective_at
    if since is None:
        return None
    return max(0, (date.fromisoformat(event.effective_at[:10]) - date.fromisoformat(since[:10])).days)


@cache
def _kinds(events: tuple[str, ...]) -> tuple[str, ...]:
    """The feeds of a change that is about these events."""
    return tuple(sorted({KIND_OF[event] for event in events if event in KIND_OF} & words.KINDS.keys()))


def _named(record: Record, event: Event) -> Event | None:
    """The event that a correction names."""
    return next(
        (transition.event for transition in record.transitions if transition.event.sequence == event.corrects), None
    )


def kind_of(event: str, *, corrects: bool) -> str:
    """The kind of change that a reader is told first."""
    return "corrected" if corrects else KIND_OF.get(event, "corrected")


def _sentence(event: Event, before: State, record: Record, name: str, title: str, place: str) -> str:
    again = event.event == "publish" and before.public == "revoked" and any(
        transition.event.event == "publish" and transition.event.sequence < event.sequence
        for transition in record.transitions
    )  # fmt: skip
    return sentence(event.event, name, title, place, again=again)


def sentence(event: str, name: str, title: str, place: str, *, again: bool = False) -> str:
    """What is told of an event that corrects nothing: `again` if the area had the title before, and lost it."""
    match event:
        case "publish":
            what = f"{name}{'再次' if again else ''}成为{title}"
        case "suspend":
            what = f"{name}的{title}称号暂停"
        case "restore":
            what = f"{name}恢复为{title}"
        case "revoke":
            what = f"{name}不再是{title}"
        case _:
            what = f"{name}拟认定为{title}"
    return f"{words.EVENTS[event]}:{what}({place})"


def sentence_of(row: Mapping[str, Any]) -> str:
    """The same of an event as the document of its day lists it; "" of one that is not told so."""
    if row.get("corrects") or row.get("event") not in KIND_OF:
        return ""
    name = words.full_name(row["area_name"], row.get("qualifier"))
    return sentence(row["event"], name, row["title_name"], row["place"])


def _correction(transition: Transition, corrected: Event | None, name: str, title: str) -> str:
    event, root, after = transition.event, transition.root, transition.after
    if event.event != "correct":
        before = corrected.effective_at if corrected else root.effective_at
        if corrected is not None and event.event == corrected.event and before != event.effective_at:
            return Retimed(root.event, event.effective_at, before).sentence(name, title)
        still = transition.before.public == after.public
        return Corrected(root.event, "amended", after.public, still).sentence(name, title)
    chain = transition.about
    reinstated = sum(event.event == "correct" for event in chain) % 2 == 0
    told = next(event for event in chain if event.event != "correct")
    still = told.event == "revoke" and not reinstated
    return Corrected(told.event, "restored" if reinstated else "wrong", after.public, still).sentence(name, title)


def _body(county: County, transition: Transition, name: str, title: str, place: str, reason: str | None) -> str:
    """What the sentence and the time of recording leave open: from when, why, under which notice. The statuses stand
    where they are not those that such an event leads from and to; a correction is told in full, for its sentence may
    name neither the place nor the title."""
    event = transition.event
    before, after = transition.before.public, transition.after.public
    parts = []
    if event.corrects is not None:
        parts.append(f"区域：{name}（{place}）。称号：{title}。更正对象：第 {event.corrects} 号记录。")
    parts.append(f"{words.time_name(event.effective_at)}生效。")
    if reason:
        parts.append(f"原因：{reason}。")
    usual_before, usual_after = _USUAL[event.event] if event.corrects is None else ((), None)
    if before not in usual_before or after != usual_after:
        parts.append(f"此前：{_status(before)}；此后：{_status(after)}。")
    gone = county.redactions.get(event.sequence)
    if gone is not None:
        parts.append(removal(gone))
    notice = county.notice(event.notice_id)
    if notice is not None:
        parts.append(f"依据：{_cited(county, notice)}。")
    if county.settings.demonstration:
        parts.append("演示数据：此区域为虚构。")
    if county.settings.state == "archived":
        parts.append("历史名录：不代表现状。")
    return "".join(parts)


def _cited(county: County, notice: Notice) -> str:
    """A notice by its number, else its title, and its id; with its publisher where that is not of the county."""
    above = "" if notice.notice_id in county.notices else notice.publisher or "原发布单位未载明"
    return f"{above}{notice.document_no or f'《{notice.title}》'}（{notice.notice_id}）"


def _status(status: str | None) -> str:
    return words.STATUSES[status] if status else words.NO_STATUS
