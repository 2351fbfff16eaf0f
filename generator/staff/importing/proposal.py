"""What a list makes of a county, from rows that have their places: a notice, counts, areas, events. Nothing is written.

What the list does not say comes from whoever takes it over; nothing is made up. What the register has already is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from generator import words
from generator.errors import UsageError
from generator.register.codes import DivisionCode, EventKind, Measure, NoticeId, Status, TitleId
from generator.register.county import County
from generator.register.declared import MEASURED
from generator.register.model import Area, Assessment, Event, Notice, Unplaced
from generator.register.model import Declared as DeclaredRow
from generator.register.profile import ALL_STANDARDS, Profile
from generator.register.status import HISTORIC, STATUS_AFTER
from generator.spelling import leavings
from generator.staff.importing import people
from generator.staff.importing.batches import batch_of, series_of
from generator.staff.importing.files import Provenance, cited, digests
from generator.staff.importing.placing import Placed
from generator.staff.intake.model import ListedRow, Role
from generator.staff.recording import evidence, notices, steps
from generator.staff.recording.desk import Desk

# The last step of each action, and the way to it.
ACTIONS: Final[Mapping[str, tuple[EventKind, ...]]] = {
    "certify": ("apply", "review", "nominate", "certify", "file", "publish"),
    "nominate": ("apply", "review", "nominate"),
    "suspend": ("suspend",),
    "restore": ("restore",),
    "revoke": ("revoke",),
}
# The word of a list, or of the command, that is the day of a step.
_DAY_OF: Final[Mapping[str, Role]] = {"apply": "applied", "review": "reviewed", "certify": "certified"}
OPTIONS: Final = {"apply": "--applied", "review": "--reviewed", "certify": "--certified", "nominate": "--nominated"}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a list beside it; None where nothing is said."""

    action: str = "certify"
    date: str | None = None
    days: Mapping[str, str] = field(default_factory=dict)  # event -> day
    assessed: str | None = None
    reason: str | None = None
    notice: str | None = None
    notice_title: str | None = None
    document_no: str | None = None
    publisher: str | None = None
    source: str | None = None
    cutoff: str | None = None
    secondary: bool = False
    series: str | None = None
    batch: str | None = None
    today: str | None = None
    upward: bool = False

    def is_filed_first(self, day: str) -> bool:
        """True if the list was filed before it was published; whether it was filed at all is said by its day."""
        return "file" in self.days and self.days["file"][:10] <= day[:10]

    @property
    def last(self) -> EventKind:
        """The event that the list is of."""
        return ACTIONS[self.action][-1]


class UnsaidError(UsageError):
    """Days of earlier steps that neither the list nor anybody says: `missing`, each with where it is missing first."""

    def __init__(self, missing: Mapping[EventKind, str]) -> None:
        self.missing = dict(missing)
        super().__init__(_unsaid(missing))


@dataclass
class Proposal:
    """The desk with what a list adds, and what it leaves as it is, with why."""

    desk: Desk
    notice_id: NoticeId
    kind: EventKind
    known: list[tuple[Placed, str]] = field(default_factory=list)
    new: list[Placed] = field(default_factory=list)


def day_of(rows: Sequence[ListedRow], said: str | None) -> str:
    """The day of a list: the one that is said, else the only one that is printed. Raises UsageError."""
    printed = sorted({row.text("date") for row in rows} - {""})
    if said is not None:
        return said
    if len(printed) != 1:
        several = f"名单上有 {len(printed)} 个日期（{'、'.join(printed[:5])}），一份通告一个日期"
        raise UsageError(f"{several if printed else '名单上没有印日期'}：用 --date 写明发布日期")
    return printed[0]


def known_notice(desk: Desk, said: Said, files: Sequence[Provenance]) -> NoticeId | None:
    """The notice of the register that a list is of: the one that is named, or one that was made from the same file."""
    if said.notice is not None:
        return notices.known(desk, said.notice)
    mine = {file.key for file in files}
    of: dict[str, set[str]] = {}
    for event in desk.county.events:
        of.setdefault(event.notice_id or "", set()).add(event.event)
    # A list of names may be of a suspension one day, and of the restoration the next: that is another notice.
    return next(
        (
            row.notice_id
            for row in desk.county.notices.values()
            if mine & digests(row.source) and said.last in of.get(row.notice_id, {said.last})
        ),
        None,
    )


def proposed(
    desk: Desk, placed: Sequence[Placed], said: Said, files: Sequence[Provenance], counts: Sequence[DeclaredRow],
    day: str,
) -> Proposal:  # fmt: skip
    """The desk with everything that a list adds. Raises UsageError for what has to be said and is not."""
    notice_id = known_notice(desk, said, files)
    if notice_id is None:
        notice = _notice(desk, said, files, day)
        notice_id = notice.notice_id
        batch = batch_of(desk, said.batch)
        series = said.series or series_of(desk, notice.title, batch)
        rows = [row._replace(notice_id=notice_id, batch=batch, series=series) for row in counts]
        desk = desk.having(notices=(notice,), **({"declared": tuple(rows)} if rows else {}))
    areas = {row.area.area_id: row.area for row in placed if row.area is not None and row.is_new}
    if areas:
        desk = desk.having(areas=tuple(_as_meant(areas[key]) for key in sorted(areas)))
    out = Proposal(desk, notice_id, said.last)
    out.desk = _with_events(out, placed, said, day)
    out.desk = people.filed(out.desk, out.new, said.last, day)
    if said.upward:
        for event in out.desk.added.events:
            out.desk = _followed(out.desk, event)
    lost = _unplaced(out.desk, placed, said, notice_id)
    if lost:
        out.desk = out.desk.having(unplaced=tuple(lost))
    return out


def _notice(desk: Desk, said: Said, files: Sequence[Provenance], day: str) -> Notice:
    title = said.notice_title
    if title is None:
        raise UsageError("名单上没有通告的标题：用 --notice-title 写明（名录里已有这份通告的，用 --notice 写编号）")
    publisher = said.publisher or desk.county.settings.publisher
    source = cited(said.source or f"{publisher or '发布单位未载明'} {day[:10]}", files)
    new = notices.NewNotice(title, day, said.document_no, publisher, said.cutoff, source)
    begun, notice_id = notices.begun(desk, new)
    row = next(row for row in begun.added.notices if row.notice_id == notice_id)
    taken_over = said.today if _is_old(desk.county, day) else None
    return row._replace(provenance="secondary" if said.secondary else "official", imported_at=taken_over)


def _as_meant(area: Area) -> Area:
    """An area whose name looks like something else is there because somebody said that it is meant so."""
    return area._replace(confirmed="yes") if leavings.left(area.name, "name") is not None else area


def _followed(desk: Desk, event: Event) -> Desk:
    """The desk with the losses of units above that the scheme asks for after one: each once, and what follows of it."""
    for entry in [*evidence.followed(desk, event)]:
        record = desk.county.records[entry.area.area_id, str(entry.title)]
        if record.state.public in ("certified", "suspended"):
            desk = steps.entered(desk, entry)
            desk = _followed(desk, desk.added.events[-1])
    return desk


def _is_old(county: County, day: str) -> bool:
    """True for a list older than the register: its earlier steps, and who decided, are not on record."""
    return county.settings.state == "archived" or day[:10] < county.settings.register_since


def _with_events(out: Proposal, placed: Sequence[Placed], said: Said, day: str) -> Desk:
    """The desk with the steps that each row still has to go, and what was assessed before."""
    desk, county = out.desk, out.desk.county
    profile = steps.profile_on(desk, day)
    notice = {**desk.source.above, **county.notices}.get(out.notice_id)
    is_old = _is_old(county, notice.published_at if notice else day)
    events: list[Event] = []
    missing: dict[EventKind, str] = {}
    recorded_at, following = desk.recorded_at, desk.following
    assessments: list[Assessment] = []
    filed = {(row.date, row.area_id, row.title, row.standard) for row in county.assessments}
    for row in placed:
        if row.area is None:
            continue
        told = _known(county, row, out.notice_id, said)
        if told:
            out.known.append((row, told))
            continue
        out.new.append(row)
        way = list(_way(desk, profile, row, said, day, is_old=is_old))
        for kind in way:
            at = day if kind == said.last else _day(row, kind, said)
            if at is None:
                missing.setdefault(kind, row.row.where)
            if kind in ("apply", "review") and said.assessed is not None:
                entry = Assessment(said.assessed, row.area.area_id, cast("TitleId", row.title), ALL_STANDARDS, "yes")
                if entry[:4] not in filed:
                    filed.add(entry[:4])
                    assessments.append(entry)
            made = _event(desk, profile, row, kind, at or "", said, is_old=is_old)._replace(recorded_at=recorded_at)
            notice_id = out.notice_id if kind == said.last and kind in MEASURED else None
            events.append(made._replace(sequence=following + len(events), notice_id=notice_id))
    if missing:
        raise UnsaidError(missing)
    _require_assessed(said, events, assessments, desk)
    more = {"assessments": tuple(assessments), "events": tuple(events)}
    return desk.having(**{table: rows for table, rows in more.items() if rows})


def _known(county: County, row: Placed, notice_id: str, said: Said) -> str:
    """Why a row adds nothing: "" where it does."""
    area = cast("Area", row.area)
    record = county.records.get((area.area_id, row.title))
    if record is None:
        return ""
    for event in record.standing:
        if event.event == said.last and event.notice_id == notice_id:
            return f"名录里已有这一条（第 {event.sequence} 号）"
    if record.state.status == STATUS_AFTER[said.last]:
        return f"已是“{steps.name(record.state.status)}”，见名录"
    return ""


def _way(desk: Desk, profile: Profile, row: Placed, said: Said, day: str, *, is_old: bool) -> Iterator[EventKind]:
    """The steps that a row goes, from where it stands. Raises UsageError where there is no way."""
    area = cast("Area", row.area)
    record = desk.county.records.get((area.area_id, row.title))
    status: Status | None = record.state.status if record else None
    if is_old and said.last in HISTORIC and status in HISTORIC[said.last]:
        yield said.last
        return
    for kind in ACTIONS[said.action]:
        if profile.step(kind, row.title) is None or (kind == "file" and not said.is_filed_first(day)):
            continue
        if status in profile.statuses_before(kind, row.title):
            yield kind
            status = STATUS_AFTER[kind] or status
    if "file" in said.days and not said.is_filed_first(day) and status in profile.statuses_before("file", row.title):
        yield "file"
    if status != STATUS_AFTER[said.last]:
        steps.allowed(desk, steps.Entry(area, said.last, day, row.title))  # says what is in the way
        raise UsageError(f"{row.row.where}：“{area.name}”现在不能“{words.EVENTS[said.last]}”")


def _day(row: Placed, kind: EventKind, said: Said) -> str | None:
    """The day of an earlier step: of the list, else as it was said."""
    role = _DAY_OF.get(kind)
    return (row.row.text(role) if role else "") or said.days.get(kind)


def _unsaid(missing: Mapping[EventKind, str]) -> str:
    """Days that neither the list nor anybody says, in one sentence."""
    named = "、".join(words.EVENTS[kind] for kind in missing)
    options = " ".join(OPTIONS[kind] for kind in missing)
    first = next(iter(missing.values()))
    return f"{first}：名单上没有{named}的日期：用 {options} 写明实际办理的日期，不要编造"


def _event(
    desk: Desk, profile: Profile, row: Placed, kind: EventKind, at: str, said: Said, *, is_old: bool
) -> Event:  # fmt: skip
    area = cast("Area", row.area)
    step = profile.steps[kind]
    reason = row.row.text("reason") or said.reason
    body = None if is_old else steps.body(desk, step, area, row.title)
    return Event(
        sequence=0, area_id=area.area_id, area_name=area.name, event=kind, title=cast("TitleId", row.title),
        effective_at=at, recorded_at="", decided_by=cast("DivisionCode | None", body),
        reason=steps.reason_of(step, reason) if kind == said.last else None, notice_id=None, corrects=None,
    )  # fmt: skip


def _require_assessed(said: Said, events: Sequence[Event], assessments: Sequence[Assessment], desk: Desk) -> None:
    if assessments and "assessments" not in desk.county.evidence:
        raise UsageError(
            f"区县 {desk.code} 的自评另行保存，不在名录里：不用 --assessed；要放进名录，先建 assessments 表"
        )
    unused = {
        "--assessed（没有要申报的）": said.assessed is not None and not assessments and bool(events),
        "--reason": said.reason is not None and bool(events) and not any(event.reason for event in events),
    }
    named = [option for option, is_unused in unused.items() if is_unused]
    if named:
        raise UsageError(f"写了却用不上：{'；'.join(named)}")


def _unplaced(desk: Desk, placed: Sequence[Placed], said: Said, notice_id: NoticeId) -> Iterator[Unplaced]:
    there = {(row.notice_id, row.name, row.place, row.title) for row in desk.source.unplaced.rows}
    for row in placed:
        if row.area is not None:
            continue
        printed = row.row
        place = "".join(printed.text(role) for role in ("street", "community")) or printed.text("county") or None
        name = words.full_name(printed.text("name"), printed.text("qualifier") or None)
        title = cast("TitleId", row.title)
        if (notice_id, name, place, title) not in there:
            yield Unplaced(notice_id, name, place, title, f"{row.why}。", cast("Measure", MEASURED[said.last]))
