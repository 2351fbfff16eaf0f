"""What may be recorded of an area now, by the scheme: its steps, their reasons, who takes them, until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, cast

from generator import words
from generator.errors import UsageError
from generator.register.codes import DivisionCode, EventKind, NoticeId, Status, TitleId
from generator.register.divisions import place_of
from generator.register.model import Area, Event
from generator.register.profile import Profile, Step
from generator.register.status import HISTORIC, STATUS_AFTER
from generator.register.workdays import UnknownYearError
from generator.staff.recording.desk import Desk
from generator.staff.recording.typed import bare

# Words that people use for an event, and those that may mean several.
_ALSO: Final = {"公布": "publish", "摘牌": "revoke", "上报备案": "file"}
_UNCLEAR: Final = {
    "认定": "“认定”有几步，各写各的：--event apply=日期（申报）、review（审核）、certify（评定）、publish（发布）",
    "撤销": "“撤销”分两种：称号没有了，写 --event 取消；这一行记错了，用 --correct 写它的编号",
}
# Steps that the county's own body takes where the scheme names no level.
_BY_COUNTY: Final = frozenset({"publish", "suspend", "restore", "revoke", "nominate"})


class Offer(NamedTuple):
    """A step that is possible now, for one title of an area."""

    title: TitleId
    title_name: str
    step: Step

    @property
    def name(self) -> str:
        """The step in words."""
        return words.EVENTS[self.step.event]


class Entry(NamedTuple):
    """One event as a person says it; what is None follows from the scheme."""

    area: Area
    kind: EventKind
    at: str
    title: str | None = None
    by: str | None = None
    reason: str | None = None
    notice_id: str | None = None
    corrects: int | None = None
    checked: bool = False


def kind_of(text: str) -> EventKind:
    """An event by its code or its Chinese name. Raises UsageError."""
    typed = bare(text).lower()
    typed = _ALSO.get(typed, typed)
    for kind, name in words.EVENTS.items():
        if typed in (kind, name, f"{name}称号", f"{name}资格"):
            return cast("EventKind", kind)
    if typed in _UNCLEAR:
        raise UsageError(_UNCLEAR[typed])
    raise UsageError(f"没有“{text}”这种事件；应为：{listed(words.EVENTS)}")


def listed(names: Mapping[Any, str]) -> str:
    """Codes with their names, as messages have them."""
    return "、".join(f"{key}（{name}）" for key, name in names.items())


def profile_on(desk: Desk, day: str) -> Profile:
    """The scheme in force on a day. Raises UsageError where none is."""
    profile = desk.county.profile_at(day)
    if profile is None:
        raise UsageError(f"{day[:10]} 没有在用的工作方案：检查日期，或 county.json 里的 schemes")
    return profile


def offers(desk: Desk, area: Area, day: str) -> list[Offer]:
    """The steps that the scheme allows now, in its order, the highest title first."""
    profile = profile_on(desk, day)
    return [
        Offer(title.id, title.name, step)
        for title in profile.titles.values()
        if area.unit_type in title.unit_types
        for step in profile.steps.values()
        if step.event != "correct" and title.id in step.levels and _is_possible(desk, profile, area, step, title.id)
    ]


def _is_possible(desk: Desk, profile: Profile, area: Area, step: Step, title: str) -> bool:
    return _status(desk, area, title) in profile.statuses_before(step.event, title)


def _status(desk: Desk, area: Area, title: str) -> Status | None:
    record = desk.county.records.get((area.area_id, title))
    return record.state.status if record else None


def allowed(desk: Desk, entry: Entry) -> tuple[Step, str]:
    """The step that an entry is, and its title. Raises UsageError, in the scheme's words, where it is not possible."""
    profile = profile_on(desk, entry.at)
    title = _title(desk, profile, entry)
    step = profile.step(entry.kind, title)
    if step is None:
        steps = {kind: words.EVENTS[kind] for kind, known in profile.steps.items() if title in known.levels}
        raise UsageError(
            f"《{profile.name}》的“{profile.title_name(title)}”没有“{words.EVENTS[entry.kind]}”这一步；有：{listed(steps)}"
        )
    if entry.corrects is None and not _is_old(desk, entry) and not _is_possible(desk, profile, entry.area, step, title):
        raise UsageError(_refusal(desk, profile, entry, title))
    return step, title


def entered(desk: Desk, entry: Entry) -> Desk:
    """The desk with one more event. Raises UsageError where it is not possible."""
    step, title = allowed(desk, entry)
    area = entry.area
    event = Event(
        sequence=desk.following,
        area_id=area.area_id,
        area_name=area.name,
        event=entry.kind,
        title=cast("TitleId", title),
        effective_at=entry.at,
        recorded_at=desk.recorded_at,
        decided_by=cast("DivisionCode | None", entry.by or (body(desk, step, area, title))),
        reason=reason_of(step, entry.reason),
        notice_id=cast("NoticeId | None", entry.notice_id),
        corrects=entry.corrects,
        confirmed="yes" if entry.checked else None,
    )
    return desk.having(events=(event,))


def _is_old(desk: Desk, entry: Entry) -> bool:
    """True for an event of a list older than the register, which may begin a record."""
    notice = desk.county.notice(entry.notice_id)
    day = (notice.published_at if notice else entry.at)[:10]
    return entry.kind in HISTORIC and day < desk.county.settings.register_since


def _title(desk: Desk, profile: Profile, entry: Entry) -> str:
    """The title that is meant: the one named, the only one possible, or the only one of such an area."""
    fitting = {title.id: title.name for title in profile.titles.values() if entry.area.unit_type in title.unit_types}
    if entry.title is not None:
        named = [key for key, name in fitting.items() if entry.title in (key, name)]
        if not named:
            raise UsageError(
                f"《{profile.name}》里，{words.UNIT_TYPES[entry.area.unit_type]}的称号是：{listed(fitting) or '没有'}；"
                f"没有“{entry.title}”"
            )
        return named[0]
    possible = [offer.title for offer in offers(desk, entry.area, entry.at) if offer.step.event == entry.kind]
    candidates = list(dict.fromkeys(possible)) or [*fitting]
    if len(candidates) != 1:
        raise UsageError(
            f"“{entry.area.name}”可以有几种称号，用 --title 写明：{listed(fitting)}"
            if candidates
            else f"《{profile.name}》没有给{words.UNIT_TYPES[entry.area.unit_type]}的称号"
        )
    return candidates[0]


def _refusal(desk: Desk, profile: Profile, entry: Entry, title: str) -> str:
    status = _status(desk, entry.area, title)
    reached = {None, *(STATUS_AFTER.get(kind) for kind in profile.steps)}
    needed = [name(before) for before in profile.statuses_before(entry.kind, title) if before in reached]
    now = "、".join(dict.fromkeys(offer.name for offer in offers(desk, entry.area, entry.at) if offer.title == title))
    step = profile.steps[entry.kind]
    cited = profile.cite(step.clause)
    return (
        f"“{words.full_name(entry.area.name, entry.area.qualifier)}”（{entry.area.area_id}）的"
        f"“{profile.title_name(title)}”现为“{name(status)}”，不能“{words.EVENTS[entry.kind]}”："
        f"这一步之前应为：{'、'.join(needed)}{f'（{cited}）' if cited else ''}。现在可以：{now or '没有可以记的步骤'}"
    )


def name(status: str | None) -> str:
    """A status in words."""
    return words.STATUSES[status] if status else "没有记录"


def body(desk: Desk, step: Step, area: Area, title: str) -> str | None:
    """The code of the unit that takes a step, where the scheme or the place says it."""
    level, place = step.levels[title], place_of(area.area_id)
    if level is None:
        return desk.code if step.event in _BY_COUNTY else None
    return place[:level] if len(place) >= level else None


def reason_of(step: Step, text: str | None) -> str | None:
    """A reason of a step by its code, its name, or a part of the name that no other has. Raises UsageError."""
    if text is None:
        return None
    wanted = bare(text)
    if wanted in step.reasons:
        return wanted
    fitting = [key for key, said in step.reasons.items() if wanted and wanted in bare(said)]
    if len(fitting) != 1:
        raise UsageError(
            f"“{words.EVENTS[step.event]}”{'没有' if not fitting else '有几个'}原因符合“{text}”；"
            f"应为：{listed(step.reasons) or '不写原因'}"
        )
    return fitting[0]


def deadlines(desk: Desk, event: Event) -> Iterator[str]:
    """What has to follow an event, and until when."""
    profile = desk.county.profile_at(event.effective_at)
    for step in profile.steps.values() if profile else ():
        if step.deadline is None or step.deadline.anchor != event.event or event.title not in step.levels:
            continue
        if (event.area_id, event.title, step.event) in desk.taken:
            continue
        limit = f"{step.deadline.days} {words.UNITS[step.deadline.unit]}内"
        try:
            due = desk.county.calendar.due(event.effective_at, step.deadline.days, step.deadline.unit)
        except UnknownYearError:
            continue
        yield f"{words.EVENTS[step.event]}应不迟于 {due}（{words.EVENTS[event.event]}之后 {limit}）"
