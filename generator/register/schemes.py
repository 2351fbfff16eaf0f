"""The schemes of a county: which profile binds on a day, and what it calls a title or a reason. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from generator.register.fold import Record
from generator.register.model import CountySettings, Event
from generator.register.profile import Profile


class Schemes:
    """The profiles that bind one county, each in its time. A day is looked up once, as every event asks for its own."""

    def __init__(self, settings: CountySettings, profiles: Mapping[str, Profile]) -> None:
        self._settings = settings
        self._profiles = profiles
        self._by_day: dict[str, Profile | None] = {}
        self._names: dict[tuple[str, str], str] = {}

    def at(self, time: str) -> Profile | None:
        """The profile in force on the day of a time, as amended until then; None where none is."""
        day = time[:10]
        if day not in self._by_day:
            self._by_day[day] = profile_at(self._settings, self._profiles, day)
        return self._by_day[day]

    def title_name(self, title: str, time: str) -> str:
        """What a title is called on the day of a time: by the profile in force.

        Where that has no such title (a line of an earlier scheme is taken back under the next) by the last one before
        it that had, else by the first that has: no scheme that follows renames what was said. Its id if none has it.
        """
        key = (title, time[:10])
        if key not in self._names:
            names = (profile.titles[title].name for profile in self._asked(key[1]) if title in profile.titles)
            self._names[key] = next(names, title)
        return self._names[key]

    def title_name_en(self, title: str, time: str) -> str | None:
        """Its name in English, by the profile that names it then; None where that gives none."""
        named = (profile.titles[title] for profile in self._asked(time[:10]) if title in profile.titles)
        return next((title.name_en for title in named), None)

    def _asked(self, day: str) -> Iterator[Profile]:
        """The profiles that may name a title on a day, the one to be asked first first."""
        now = self.at(day)
        if now is not None:
            yield now
        periods = [period for period in self._settings.schemes if period.scheme in self._profiles]
        for period in reversed(periods):
            if period.start <= day:
                last = day if period.until is None else min(day, period.until)
                yield self._profiles[period.scheme].at(last)
        for period in periods:
            if period.start > day:
                yield self._profiles[period.scheme].at(period.start)

    def reason_name(self, event: Event) -> str | None:
        """The reason of an event in words; its code where the profile in force has none."""
        profile = self.at(event.effective_at)
        step = profile.steps.get(event.event) if profile else None
        return step.reasons.get(event.reason, event.reason) if step and event.reason else event.reason

    def reason_name_en(self, event: Event) -> str | None:
        """The same in English, where the profile says it."""
        profile = self.at(event.effective_at)
        step = profile.steps.get(event.event) if profile else None
        return step.reasons_en.get(event.reason) if step and event.reason else None

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Order of the titles: by the profiles, the latest profile first."""
        order: dict[str, int] = {}
        for period in reversed(self._settings.schemes):
            profile = self._profiles.get(period.scheme)
            for title in profile.titles if profile else ():
                order.setdefault(title, len(order))
        return order


def profile_at(settings: CountySettings, profiles: Mapping[str, Profile], time: str) -> Profile | None:
    """The profile that binds a county on the day of a time; None where none does."""
    day = time[:10]
    for period in settings.schemes:
        if period.start <= day and (period.until is None or day <= period.until):
            profile = profiles.get(period.scheme)
            return profile.at(day) if profile else None
    return None


def decided_at(record: Record) -> str:
    """The time whose profile a record stands under, and is named by.

    When its present public status took effect; with no such status (a candidate that was rejected, a publication taken
    back) when its last public event did; of a record that was never public when its last event did.
    """
    if record.state.since is not None:
        return record.state.since
    public = (transition for transition in reversed(record.transitions) if record.is_public(transition))
    return next(public, record.transitions[-1]).event.effective_at
