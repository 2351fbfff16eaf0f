"""What a list does not say of itself: asked for on a terminal, one by one, and never made up.

Each answer is checked at once, and asked again with the reason. What was answered is kept as options that say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from generator import words
from generator.cli.asking import Asker
from generator.errors import UsageError
from generator.reading import schemas
from generator.register.codes import EventKind
from generator.register.profile import Profile
from generator.spelling.forms import folded
from generator.staff.importing.proposal import ACTIONS, OPTIONS, Said, day_of
from generator.staff.intake.model import ListedRow
from generator.staff.recording import evidence, steps
from generator.staff.recording.desk import Desk
from generator.staff.recording.typed import bare

LOSSES: Final = ("suspend", "revoke", "restore")


class Stating:
    """Asks what is missing; `options` are what says it on the command line."""

    def __init__(self, ask: Asker, out: Callable[[str], None]) -> None:
        self.ask, self._out = ask, out
        self.options: dict[str, str] = {}

    @property
    def is_silent(self) -> bool:
        """True where nobody may be asked."""
        return self.ask.silent

    def _day(self, question: str, option: str, fits: Callable[[str], object], default: str | None = None) -> str:
        """A day that fits: `fits` raises UsageError, with why not."""
        while True:
            day = self.ask.day(question, option, default)
            try:
                fits(day)
            except UsageError as error:
                self._out(str(error))
            else:
                if day:
                    self.options[option] = day
                return day

    def date(self, rows: Sequence[ListedRow], said: str | None, desk: Desk) -> str:
        """The day of the notice: said, or printed once for all rows, or asked. Raises UsageError."""
        try:
            day = day_of(rows, said)
            steps.profile_on(desk, day)
        except UsageError as error:
            if self.is_silent:
                raise
            self._out(str(error))
            return self._day("发布日期", "--date", lambda day: steps.profile_on(desk, day))
        return day

    def notice_title(self) -> str:
        """The title of the notice."""
        title = self.ask.until("通告标题", "--notice-title", _fitting_title)
        self.options["--notice-title"] = title
        return title

    def title(
        self, rows: Sequence[ListedRow], profile: Profile, wanted: str | None, desk: Desk | None = None
    ) -> str | None:
        """The title that all rows have, where the list does not print them. Raises UsageError.

        What a list takes away or gives back is what its areas hold: with a desk it is looked up there first.
        """
        named = {key: title.name for key, title in profile.titles.items()}
        if wanted is None:
            if all(row.text("title") or row.text("kind") for row in rows):
                return None
            known = _held(rows, desk) if desk is not None else None
            if known in named:
                self._out(f"称号取自名录：{named[known]}")
                return known
            if self.is_silent:
                raise UsageError(f"名单上没有印称号：用 --title 写明；《{profile.name}》有：{steps.listed(named)}")
            key = self.ask.choose("称号", "--title", [*named.items()])
            self.options["--title"] = named[key]
            return key
        fitting = [key for key, name in named.items() if bare(wanted) in (key, name)]
        if not fitting:
            raise UsageError(f"《{profile.name}》没有称号“{wanted}”；有：{steps.listed(named)}")
        return fitting[0]

    # ---- what the way to a title, or its loss, needs

    def reason(self, said: Said, rows: Sequence[ListedRow], profile: Profile) -> Said:
        """The same with the reason of a loss."""
        step = profile.steps.get(said.last)
        if self.is_silent or said.reason or step is None or not step.reasons or said.last not in LOSSES[:2]:
            return said
        if all(row.text("reason") for row in rows):
            return said
        reason = self.ask.choose("原因（名单上没有印）", "--reason", [*step.reasons.items()])
        self.options["--reason"] = reason
        return replace(said, reason=reason)

    def days(self, said: Said, missing: Mapping[EventKind, str], day: str) -> Said:
        """The same with the days of earlier steps, as they really were: in order, and none after the publication."""
        days = dict(said.days)
        for kind in ACTIONS[said.action]:
            if kind not in missing:
                continue
            name = words.EVENTS[kind]

            def fits(text: str, kind: EventKind = kind, name: str = name) -> None:
                if text[:10] > day[:10]:
                    raise UsageError(f"{name}不会晚于发布的 {day[:10]}")
                for other, known in days.items():
                    if _is_before(said, other, kind) and known[:10] > text[:10]:
                        raise UsageError(f"{name}不会早于{words.EVENTS[other]}的 {known[:10]}")

            days[kind] = self._day(f"{name}是哪一天（实际办理的日期）", OPTIONS[kind], fits)
        return replace(said, days=days)

    def assessed(self, said: Said, desk: Desk) -> Said:
        """The same with the day of the self-assessment, where one is kept here and none is on file."""
        if self.is_silent or said.assessed is not None:
            return said
        if not any(evidence.lacks_assessment(desk, event) for event in desk.added.events if event.event == "review"):
            return said
        if not self.ask.yes("自评还没有登记。名单上的各处，各项标准都达到了吗", default=None, silent=False):
            return said
        reviewed = min(event.effective_at[:10] for event in desk.added.events if event.event == "review")

        def fits(text: str) -> None:
            if text[:10] > reviewed:
                raise UsageError(f"自评不会晚于审核的 {reviewed}")

        return replace(said, assessed=self._day("自评是哪一天", "--assessed", fits))

    def filed(self, said: Said, desk: Desk, profile: Profile, asked: bool) -> Said:
        """The same with the day of the filing, if there was one yet."""
        kinds = {event.event for event in desk.added.events}
        if self.is_silent or asked or "file" in said.days or "file" not in profile.steps or "certify" not in kinds:
            return said
        certified = max(event.effective_at[:10] for event in desk.added.events if event.event == "certify")

        def fits(text: str) -> None:
            if text and text[:10] < certified:
                raise UsageError(f"备案不会早于评定的 {certified}")

        day = self._day("备案是哪一天（还没有备案就回车）", "--filed", fits, "")
        return replace(said, days={**said.days, "file": day}) if day else said

    def upward(self, said: Said, desk: Desk) -> Said:
        """The same with the losses of units above, if the scheme asks for any."""
        if self.is_silent or said.upward or said.last not in LOSSES[:2]:
            return said
        units = {
            words.full_name(entry.area.name, entry.area.qualifier): None
            for event in desk.added.events
            for entry in evidence.followed(desk, event)
            if not any(known.area_id == entry.area.area_id for known in desk.added.events)
        }
        what = f"{'、'.join(units)}的称号按方案也要{words.EVENTS[said.last]}，一并记录吗"
        if not units or not self.ask.yes(what, default=True, silent=False):
            return said
        self.options["--upward"] = ""
        return replace(said, upward=True)


def _held(rows: Sequence[ListedRow], desk: Desk) -> str:
    """The one title that all areas of these names have had; "" where it is not the same, or a name is not there."""
    had: dict[str, set[str]] = {}
    for event in desk.county.events:
        had.setdefault(event.area_id, set()).add(event.title)
    by_name: dict[str, set[str]] = {}
    for area in desk.county.areas.values():
        by_name.setdefault(folded(area.name), set()).update(had.get(area.area_id, ()))
    titles = [by_name.get(folded(row.text("name")), set()) for row in rows]
    every = set().union(*titles)
    return next(iter(every)) if len(every) == 1 and all(titles) else ""


def is_scheme(text: str, profile: Profile) -> bool:
    """True if a scheme is meant by what was typed: its id, its title, or a part of it."""
    wanted = folded(text)
    return bare(text) == profile.id or (bool(wanted) and wanted in folded(profile.name))


def _is_before(said: Said, other: str, kind: EventKind) -> bool:
    way = ACTIONS[said.action]
    return other in way[: way.index(kind)]


def _fitting_title(text: str) -> str:
    """A title that a notice can have. Raises UsageError."""
    title = text.strip()
    if title.startswith("《") and title.endswith("》"):
        title = title[1:-1]
    for problem in schemas.explain("notices", [{"title": title}]):
        if problem.path == (0, "title"):
            raise UsageError(f"“{text}”不能作通告标题：应为{problem.expected}")
    return title
