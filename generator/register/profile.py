"""The profile of a scheme: its parameters, as the rules and the scheme's page ask for them.

Everything here is read from `data/schemes/<id>.json`; nothing of any one scheme stands in code. A parameter
that a scheme does not state is None, and is not checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from generator.register.codes import DivisionCode, EventKind, SchemeId, Status, TitleId
from generator.register.status import statuses_before


@dataclass(frozen=True, slots=True)
class Title:
    """A title of a scheme; `rank` is its place in the profile's order, the highest 0."""

    id: TitleId
    name: str
    unit_types: tuple[str, ...]
    rank: int
    clause: str | None
    note: str | None = None
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Days (`working_day` or `calendar_day`) within which a step follows its anchor; its day does not count."""

    days: int
    unit: str
    anchor: EventKind
    clause: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the procedure. `levels` has the titles that go this step, and the level that takes it (None: any).

    `body` is who takes it, in the words of the scheme. `reasons_en` are the reasons in English, as far as they have it.
    """

    event: EventKind
    levels: Mapping[str, int | None]
    reasons: Mapping[str, str]
    body: str | None
    text: str | None
    clause: str | None
    deadline: Deadline | None
    reasons_en: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """Days in a row without what `counts`; `anchor` is `application` where they count back from it.

    A scheme without one has no `days`, `text` and `counts`.
    """

    days: int | None = None
    anchor: str | None = None
    counts: tuple[str, ...] = ()
    text: str | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """What obliges to suspend or revoke: on which counts, by which steps, within how many days (None: not stated)."""

    on: tuple[str, ...]
    steps: tuple[EventKind, ...]
    reasons: tuple[str, ...]
    days: int | None
    inspected_by: int | None
    clause: str | None


@dataclass(frozen=True, slots=True)
class UpperTitle:
    """A title of a unit above, held while every member unit holds one of `members`."""

    title: TitleId
    members: tuple[TitleId, ...]
    effect: str


@dataclass(frozen=True, slots=True)
class Cascade:
    """What the loss of a title below, for one of the reasons `on`, does to the titles `to` of the units above."""

    of: tuple[TitleId, ...]
    on: tuple[str, ...]
    to: tuple[TitleId, ...]
    steps: tuple[EventKind, ...]
    reasons: tuple[str, ...]
    effect: str
    clause: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a scheme was issued as, as far as it is known; days as in the register."""

    title: str | None
    document_no: str | None
    issuer: str | None
    issued_at: str | None
    published_at: str | None
    known_from: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a scheme says about something, and where."""

    text: str
    clause: str | None


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard that an area has to meet; `items` are the names, by id, of those it is made of."""

    id: str
    name: str
    text: str
    clause: str | None
    items: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A standard, or an item of one, as it is assessed: its name, and the clause of the standard."""

    name: str
    clause: str | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What was changed, in words, and from which day."""

    effective_at: str
    text: str
    clause: str | None


# In the place of a standard: every one that the scheme has. No profile defines a standard of this id.
ALL_STANDARDS: Final = "all"

# What a scheme may have a statement about, by its key in the document.
STATEMENTS: Final = (
    "scope", "goals", "principle", "quota", "organised_by", "inspection", "plaque", "publicity", "upper_titles",
    "cascade",
)  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """The parameters of a scheme.

    `statements` has what it says, by the keys of `STATEMENTS`. `restores_when` is what a restoration waits for
    (`contacts_ruled_out`, `rectified`). `later` are the days of its amendments with the profile
    as amended, in order. `document` is the whole JSON, for what publishes, digests or searches all of it: whoever asks
    for a part of it finds that in a field.
    """

    id: SchemeId
    name: str
    jurisdiction: DivisionCode
    jurisdiction_name: str
    source: Source
    period: tuple[str | None, str | None]
    titles: Mapping[str, Title]
    steps: Mapping[EventKind, Step]
    measures: tuple[tuple[str, str | None], ...]
    window: Window
    standards: tuple[Standard, ...]
    triggers: tuple[Trigger, ...]
    restores_when: str | None
    restoration_clause: str | None
    rectifies: bool
    statements: Mapping[str, Statement]
    upper_titles: tuple[UpperTitle, ...]
    cascade: Cascade | None
    expiry_days: int | None
    reapply_after_days: int | None
    amendments: tuple[Amendment, ...]
    sources: tuple[str, ...]
    document: Mapping[str, Any] = field(repr=False)
    later: tuple[tuple[str, Profile], ...] = ()

    def at(self, day: str) -> Profile:
        """The profile as it stood on a day."""
        current = self
        for since, amended in self.later:
            if since <= day:
                current = amended
        return current

    def versions(self) -> tuple[Profile, ...]:
        """The profile as issued, and after each amendment."""
        return (self, *(amended for _, amended in self.later))

    def title_name(self, title: str) -> str:
        """Name of a title; the id itself where this profile does not have it."""
        held = self.titles.get(title)
        return held.name if held else title

    def step(self, event: EventKind, title: str) -> Step | None:
        """The step, if this title goes it."""
        step = self.steps.get(event)
        return step if step is not None and title in step.levels else None

    def statuses_before(self, event: EventKind, title: str) -> tuple[Status | None, ...]:
        """The statuses from which a step is possible for a title; worked out once."""
        key = (event, title)
        if key not in self._before:
            steps = {step.event for step in self.steps.values() if title in step.levels}
            self._before[key] = statuses_before(event, steps)
        return self._before[key]

    @cached_property
    def _before(self) -> dict[tuple[EventKind, str], tuple[Status | None, ...]]:
        return {}

    def cite(self, clause: str | None) -> str | None:
        """A clause as findings cite it: the number of the document (or its name), and the clause."""
        if clause is None:
            return None
        return f"{self.source.document_no or f'《{self.name}》'} {clause}"

    @cached_property
    def assessed(self) -> Mapping[str, Assessed]:
        """What is assessed by itself, by id and in order: each standard, or its items where it has some."""
        return {
            key: Assessed(name, standard.clause)
            for standard in self.standards
            for key, name in (standard.items or {standard.id: standard.name}).items()
        }


def keeps_cases(profiles: Iterable[Profile]) -> bool:
    """True if any of these schemes says something of cases or contacts: otherwise no table of them has a meaning."""
    return any(
        version.window.counts
        or version.restores_when == "contacts_ruled_out"
        or any(set(trigger.on) - {"failed_inspection"} for trigger in version.triggers)
        for profile in profiles
        for version in profile.versions()
    )


def in_english(profiles: Iterable[Profile]) -> dict[str, str]:
    """What schemes say in English for their titles and reasons, by the name in Chinese; the last profile counts."""
    said: dict[str, str] = {}
    for version in (version for profile in profiles for version in profile.versions()):
        said |= {title.name: title.name_en for title in version.titles.values() if title.name_en}
        for step in version.steps.values():
            said |= {step.reasons[reason]: name for reason, name in step.reasons_en.items()}
    return said


def from_document(value: Mapping[str, Any]) -> Profile:
    """The profile of a document that agrees with schemas/committed/scheme.json, with its amendments."""
    amended: dict[str, Any] = dict(value)
    later = []
    for amendment in value["amendments"]:
        amended = {**amended, **amendment["changes"]}
        later.append((amendment["effective_at"], _profile(amended)))
    return _profile(value, tuple(later))


def _profile(value: Mapping[str, Any], later: tuple[tuple[str, Profile], ...] = ()) -> Profile:
    upper, cascade, window = value["upper_titles"], value["cascade"], value["window"]
    restoration = value["restoration"]
    return Profile(
        id=value["id"],
        name=value["name"],
        jurisdiction=value["jurisdiction"]["code"],
        jurisdiction_name=value["jurisdiction"]["name"],
        source=Source(**value["document"]),
        period=(value["period"]["from"], value["period"]["until"]),
        titles={
            title["id"]: Title(
                title["id"],
                title["name"],
                tuple(title["unit_types"]),
                rank,
                title["clause"],
                title.get("note"),
                title.get("name_en"),
            )
            for rank, title in enumerate(value["titles"])
        },
        steps={step["event"]: _step(step) for step in value["steps"]},
        measures=tuple((measure["text"], measure["clause"]) for measure in value["measures"]),
        window=Window(**{**window, "counts": tuple(window["counts"])}) if window else Window(),
        standards=tuple(
            Standard(
                standard["id"],
                standard["name"],
                standard["text"],
                standard["clause"],
                {item["id"]: item["name"] for item in standard["items"]},
            )
            for standard in value["standards"]
        ),
        triggers=tuple(
            Trigger(
                tuple(trigger["on"]), tuple(trigger["steps"]), tuple(trigger["reasons"]), trigger["days"],
                trigger["inspected_by"], trigger["clause"],
            )
            for trigger in value["triggers"]
        ),
        restores_when=restoration["requires"] if restoration else None,
        restoration_clause=restoration["clause"] if restoration else None,
        rectifies=value["inspection"] is not None and value["inspection"]["rectification"],
        statements={
            key: Statement(value[key]["text"], value[key]["clause"]) for key in STATEMENTS if value[key] is not None
        },
        upper_titles=tuple(
            UpperTitle(rule["title"], tuple(rule["members"]), rule["effect"])
            for rule in (upper["rules"] if upper else ())
        ),
        cascade=None
        if cascade is None
        else Cascade(
            tuple(cascade["of"]), tuple(cascade["on"]), tuple(cascade["to"]), tuple(cascade["steps"]),
            tuple(cascade["reasons"]), cascade["effect"], cascade["clause"],
        ),
        expiry_days=value["expiry_days"],
        reapply_after_days=value["reapply_after_days"],
        amendments=tuple(
            Amendment(amendment["effective_at"], amendment["text"], amendment["clause"])
            for amendment in value["amendments"]
        ),
        sources=tuple(value["sources"]),
        document=value,
        later=later,
    )  # fmt: skip


def _step(value: Mapping[str, Any]) -> Step:
    deadline = value["deadline"]
    return Step(
        value["event"],
        value["levels"],
        {reason["id"]: reason["name"] for reason in value["reasons"]},
        value["body"],
        value["text"],
        value["clause"],
        None
        if deadline is None
        else Deadline(deadline["days"], deadline["unit"], deadline["anchor"], deadline["clause"]),
        {reason["id"]: reason["name_en"] for reason in value["reasons"] if reason.get("name_en")},
    )
