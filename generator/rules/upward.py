"""Findings of the units above: titles that rest on those of their members, and losses that go upward."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator import words
from generator.findings import finding
from generator.register.divisions import units_of
from generator.register.fold import Record
from generator.register.model import Event, Finding
from generator.register.profile import Cascade, Profile, UpperTitle
from generator.rules.subject import Subject

_SHOWN = 3
_COMMUNITY = 12


def check(subject: Subject) -> Iterator[Finding]:
    """Upper titles whose members lost theirs, and losses that were not followed."""
    county = subject.county
    if county.settings.state == "archived":  # a list of which only some notices are known
        return
    profile = county.profile_at(county.as_of)
    readable = subject.source.events.whole and not subject.source.events.spoilt
    for rule in profile.upper_titles if profile and readable else ():
        for record in subject.sound:
            if profile and record.title == rule.title and record.state.public == "certified":
                yield from _members(subject, record, rule, profile)
    losses = [
        (event, at)
        for record in subject.sound
        for event in record.standing
        if event.event in ("suspend", "revoke")
        and (at := county.profile_at(event.effective_at)) is not None
        and at.cascade is not None
        and record.title in at.cascade.of
        and event.reason in at.cascade.on
    ]
    told: set[tuple[str, str]] = set()
    for event, at in sorted(losses, key=lambda loss: loss[0].effective_at[:10]):
        if at.cascade is not None:
            yield from _followed(subject, event, at, at.cascade, told)


def _members(subject: Subject, record: Record, rule: UpperTitle, profile: Profile) -> Iterator[Finding]:
    """Every community and village below must hold one of the members' titles."""
    county = subject.county
    below = [code for code in county.names if len(code) == _COMMUNITY and code.startswith(record.area_id)]
    sound = {(other.area_id, other.title) for other in subject.sound}
    holders = {  # or who may hold one: of steps with findings nothing follows
        other.area_id
        for other in county.records.values()
        if other.title in rule.members
        and (other.state.public == "certified" or (other.area_id, other.title) not in sound)
    }
    without = [code for code in below if code not in holders]
    if without:
        yield subject.told(
            "E631" if rule.effect == "follow" else "W626", _publication(record), "title", record.title, None,
            count=len(without), names="、".join(county.names[code] for code in without[:_SHOWN]),
            member="或".join(profile.title_name(title) for title in rule.members),
        )  # fmt: skip


def _publication(record: Record) -> Event:
    return next(event for event in reversed(record.standing) if event.event in ("publish", "restore"))


def _followed(
    subject: Subject, event: Event, profile: Profile, cascade: Cascade, told: set[tuple[str, str]]
) -> Iterator[Finding]:
    """The loss of a title below is followed, on the same day, by each of the units above that holds a title.

    `told` are the titles that were found missing already: once is enough.
    """
    county, day = subject.county, event.effective_at[:10]
    above = units_of(event.area_id, county.areas) - {event.area_id}
    for record in subject.sound:
        key = (record.area_id, record.title)
        if record.area_id not in above or record.title not in cascade.to or key in told:
            continue
        held = next(
            (period for period in record.periods if period.start[:10] <= day < (period.end or "9999")[:10]), None
        )
        if held is None:
            continue
        told.add(key)
        late = held.ended_by
        if late is not None and cascade.effect == "follow":
            days = (date.fromisoformat(late.effective_at[:10]) - date.fromisoformat(day)).days
            yield subject.told(
                "W609", late, "effective_at", late.effective_at, profile.cite(cascade.clause),
                step=words.EVENTS[late.event], since=f"“{event.area_name}”{words.EVENTS[event.event]}", start=day,
                limit="当天", due=day, late=f"{days} 天",
            )  # fmt: skip
            continue
        upper = held.started_by
        yield finding(
            "E627" if cascade.effect == "follow" else "W632", subject.source.events.path,
            subject.lines.get(event.sequence), "event", words.EVENTS[event.event], profile.cite(cascade.clause),
            lower=event.area_name, lower_id=event.area_id, step=words.EVENTS[event.event], area=upper.area_name,
            area_id=record.area_id, title=county.title_name(upper), reasons="、".join(cascade.reasons),
        )  # fmt: skip
