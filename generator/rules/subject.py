"""What the rules of a scheme look at: the records of a county, its own time, and where each event stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, Final, TypeVar

from generator.findings import finding
from generator.register.codes import EventKind
from generator.register.county import County, is_historic
from generator.register.durations import Application, applications
from generator.register.fold import Record
from generator.register.model import Assessment, Case, CountySource, Event, Finding, Inspection, Table
from generator.register.profile import Profile

# What of an event says whether its scheme has it: its kind, its title, when it took effect.
_STEP: Final = itemgetter(3, 4, 5)
Dated = TypeVar("Dated", Case, Assessment, Inspection)


@dataclass(frozen=True)
class Subject:
    """A county as it is judged.

    `doubtful` are areas whose rows have findings already: their steps are not judged. `unsure` are paths of tables
    that have lines with findings: what is missing there may stand in one of these. `clock` is an instant that no day of
    the county has reached. Whatever else stands here follows from these five alone: the families of rules may be asked
    in any order.
    """

    source: CountySource
    county: County
    doubtful: Set[str | None]
    unsure: Set[str]
    clock: str | None = None

    @cached_property
    def lines(self) -> Mapping[int, int]:
        """Line of each event, by sequence."""
        return {event.sequence: line for line, event in self.source.events.located()}

    @cached_property
    def records(self) -> list[Record]:
        """Records whose steps can be judged."""
        # What follows from a row that could not be read is not judged.
        spoilt = {str(row.get(key)) for row in self.source.events.spoilt for key in ("area_id", "area_name")}
        return [
            record
            for record in self.county.records.values()
            if record.area_id not in self.doubtful
            and not (spoilt and {record.area_id, record.transitions[0].event.area_name} & spoilt)
        ]

    @cached_property
    def foreign(self) -> Mapping[tuple[str, str], frozenset[int]]:
        """Steps in force that the scheme does not have for the title: their sequences, by area and title."""
        steps: dict[tuple[str, str], frozenset[int]] = {}
        # Asked once of all steps that are alike.
        lacking = {alike for alike in set(map(_STEP, self.county.events)) if self._lacks(*alike)}
        for record in self.records if lacking else ():
            sequences = [event.sequence for event in in_force(record) if _STEP(event) in lacking]
            if sequences:
                steps[record.area_id, record.title] = frozenset(sequences)
        return steps

    def _lacks(self, event: EventKind, title: str, time: str) -> bool:
        """True if the scheme that is in force has a title, and no such step for it."""
        profile = self.county.profile_at(time)
        return profile is not None and title in profile.titles and profile.step(event, title) is None

    @cached_property
    def sound(self) -> list[Record]:
        """Records whose steps were all possible: what else the scheme asks is judged of these."""
        return [
            record
            for record in self.records
            if not record.faults and not record.disorders and (record.area_id, record.title) not in self.foreign
        ]

    @cached_property
    def applications(self) -> list[tuple[Record, list[Application]]]:
        """Sound records with their applications."""
        return [(record, list(applications(record))) for record in self.sound]

    @cached_property
    def now(self) -> str:
        """The county's own day: of the newest time recorded, or of the newest evidence.

        A mistyped year, which has a finding of its own, makes nothing overdue.
        """
        county, limit = self.county, (self.clock or "9999-12-31")[:10]
        days = [county.as_of[:10], *(row.date for row in county.cases), *(row.date for row in county.inspections)]
        if max(days) > limit:
            days = [day for day in (*days, *(event.recorded_at[:10] for event in county.events)) if day <= limit]
        return max(days, default=limit)

    def is_historic(self, event: Event) -> bool:
        """True for an event of a list older than the register, whose earlier steps are not on record."""
        return is_historic(self.county.settings, self.county.notice(event.notice_id), event)

    def profile(self, event: Event) -> Profile | None:
        """The profile in force when an event took effect."""
        return self.county.profile_at(event.effective_at)

    def told(self, code: str, event: Event, column: str, value: object, clause: str | None, **words: Any) -> Finding:
        """A finding on the line of an event."""
        return finding(
            code, self.source.events.path, self.lines.get(event.sequence), column, value, clause,
            area=event.area_name, area_id=event.area_id, title=self.county.title_name(event), **words,
        )  # fmt: skip


def subject_of(source: CountySource, county: County, misplaced: Sequence[Finding], clock: str | None = None) -> Subject:
    """The subject of a county of whose rows some are not where they belong: nothing is judged that rests on these."""
    area_ids = {line: event.area_id for line, event in source.events.located()}
    paths = {problem.path for problem in misplaced}
    evidence = (source.cases, source.assessments, source.inspections)
    return Subject(
        source,
        county,
        doubtful={area_ids.get(problem.line or 0) for problem in misplaced if problem.path == source.events.path},
        unsure={table.path for table in evidence if table.spoilt} | paths,
        clock=clock,
    )


def in_force(record: Record) -> Sequence[Event]:
    """The events of a record that no later one takes back, the corrections among them."""
    if not record.corrected_by:
        return record.standing
    events = (transition.event for transition in record.transitions)
    corrections = (event for event in events if event.event == "correct" and event.sequence not in record.corrected_by)
    return (*record.standing, *corrections)


def located(table: Table[Dated], rows: Sequence[Dated]) -> list[tuple[int, Dated]]:
    """Lines of a table of evidence with their rows, as far as they are on file at the county's time (`rows`)."""
    if len(rows) == len(table.rows):
        return list(table.located())
    wanted = set(rows)
    return [(line, row) for line, row in table.located() if row in wanted]
