"""How one or more events come about, from what was asked for and what is answered. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator import words
from generator.cli.asking import Asker, say
from generator.errors import UsageError
from generator.register.codes import EventKind
from generator.register.declared import MEASURED
from generator.register.model import Area, Event
from generator.register.profile import ALL_STANDARDS
from generator.staff.recording import areas, evidence, notices, steps
from generator.staff.recording.desk import Desk
from generator.staff.recording.steps import Entry
from generator.staff.recording.typed import time

_NONE: Final = "-"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says; None (or nothing) where it does not.

    `instead` are areas that are meant in place of those that were named, by the ids of these.
    """

    areas: tuple[str, ...] = ()
    new: str | None = None
    place: str | None = None
    qualifier: str | None = None
    events: tuple[str, ...] = ()
    title: str | None = None
    at: str | None = None
    reason: str | None = None
    by: str | None = None
    notice: str | None = None
    begun: notices.NewNotice | None = None
    counts: tuple[tuple[str, int], ...] = ()
    case_date: str | None = None
    assessed: str | None = None
    inspected_by: str | None = None
    inspection: str | None = None
    rectify_by: str | None = None
    upward: bool | None = None
    no_notice: bool = False
    today: str = ""
    instead: Mapping[str, Area] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """True if it names no event of any area: whoever is asked may go on with another."""
        return not (self.areas or self.new or self.events)


def recorded(desk: Desk, wish: Wish, ask: Asker) -> Desk:
    """The desk with everything that was asked for. Raises UsageError."""
    desk, notice_id = notice_of(desk, wish)
    notice_id = _NONE if wish.no_notice else notice_id
    while True:
        try:
            desk = _round(desk, wish, ask, notice_id)
        except UsageError as error:
            if ask.silent or not wish.is_open:
                raise
            say(str(error))  # what was recorded before stays on the desk
        if not wish.is_open or not ask.yes("还要再记一条吗", default=False, silent=False):
            require_used(desk, wish, notice_id)
            return desk


def _round(desk: Desk, wish: Wish, ask: Asker, notice_id: str | None) -> Desk:
    """The desk with each event of each area that is named, or with one that is asked for."""
    kinds = [dated(text, wish) for text in wish.events]
    meant = {area.area_id: area for area in (wish.instead.get(area.area_id, area) for area in _areas(desk, wish, ask))}
    for area in meant.values():
        for kind, at in kinds or [_kind(desk, area, wish, ask)]:
            desk, notice_id = _one(desk, wish, ask, area, kind, at, notice_id)
    return desk


def otherwise(desk: Desk, wish: Wish, ask: Asker, doubted: Sequence[str]) -> Wish | None:
    """The wish with other areas in place of some that are easily mistaken; None where nothing is to be recorded."""
    instead = dict(wish.instead)
    for area_id in doubted:
        area = desk.county.areas[area_id]
        name = words.full_name(area.name, area.qualifier)
        question = f"“{name}”（{area_id}）应是哪个区域（就是它，写 {area_id}；不记了就回车）"
        meant = ask.until(question, "", lambda text: found(desk, text, ask) if text else None, "")
        if meant is None:
            return None
        instead |= {named: meant for named, known in instead.items() if known.area_id == area_id}
        instead[area_id] = meant
    return replace(wish, instead=instead)


def require_used(desk: Desk, wish: Wish, notice_id: str | None) -> None:
    """Whatever was said has its place in what is recorded: nothing is dropped in silence."""
    added = desk.added
    if not any(added):
        raise UsageError("没有可以写的")
    unused = {
        "--confirmed、--asymptomatic、--contacts、--cleared（只用于暂停、恢复、取消）": any(
            number for _, number in wish.counts
        )
        and not added.cases,
        "--inspected-by（只用于检查不合格的取消）": wish.inspected_by is not None and not added.inspections,
        "--assessed（只用于申报、审核）": wish.assessed is not None and not added.assessments,
        "--no-notice（只用于发布）": wish.no_notice and not any(event.event == "publish" for event in added.events),
        "--reason": wish.reason is not None and not any(event.reason for event in added.events),
        "--notice（只用于公示、发布、暂停、恢复、取消）": wish.notice is not None
        and not any(event.notice_id == notice_id for event in added.events),
    }
    named = [option for option, is_unused in unused.items() if is_unused]
    if named:
        raise UsageError(f"写了却用不上：{'；'.join(named)}")


def notice_of(desk: Desk, wish: Wish) -> tuple[Desk, str | None]:
    """The desk with the notice that is named, begun where it is new, and its id."""
    if wish.no_notice and (wish.notice is not None or wish.begun is not None):
        raise UsageError("写了通告，就不写 --no-notice")
    if wish.begun is not None:
        if wish.notice is not None:
            raise UsageError("--notice 和 --notice-title 只写一个：前者是名录里已有的通告，后者是新的")
        return notices.begun(desk, wish.begun)
    return desk, notices.known(desk, wish.notice) if wish.notice else None


def _areas(desk: Desk, wish: Wish, ask: Asker) -> list[Area]:
    if wish.new is not None:
        if wish.place is None:
            raise UsageError("新的小区用 --in 写明在哪个社区（村）：名称或 12 位代码")
        return [areas.founded(desk, wish.new, wish.place, wish.qualifier)]
    if wish.areas:
        return _named(desk, wish.areas, ask)
    return [ask.until("哪个区域（名称、拼音、首字母或编号）", "--area", lambda query: found(desk, query, ask))]


def _named(desk: Desk, queries: Sequence[str], ask: Asker) -> list[Area]:
    """The areas that are meant, each once; what fits nothing, or several, is said of all at once."""
    meant: dict[str, Area] = {}
    wrong: list[str] = []
    for query in queries:
        try:
            fitting = [areas.find(desk, query)]
        except areas.SeveralError as error:
            if ask.silent:
                wrong.append(str(error))
                continue
            choices = [(area, areas.described(desk, area)) for area in error.areas]
            fitting = ask.some(f"符合“{query}”的区域", "--area", choices)
        except UsageError as error:
            wrong.append(str(error))
            continue
        meant |= {area.area_id: area for area in fitting}
    if wrong:
        raise UsageError("\n".join(wrong))
    return sorted(meant.values(), key=lambda area: -len(area.area_id))  # what lies within comes first


def found(desk: Desk, query: str, ask: Asker) -> Area:
    """The area that is meant by what was typed; of several, the one that is chosen."""
    try:
        return areas.find(desk, query)
    except areas.SeveralError as error:
        if ask.silent:
            raise
        choices = [(area, areas.described(desk, area)) for area in error.areas]
        return ask.choose(f"符合“{query}”的区域", "--area", choices)


def dated(text: str, wish: Wish) -> tuple[EventKind, str]:
    """`revoke` or `review=2022-12-05`."""
    name, equals, day = text.partition("=")
    kind = steps.kind_of(name)
    if kind == "correct":
        raise UsageError("更正用 --correct 写错的那一行的编号，不用 --event")
    return kind, time(day, wish.today) if equals else wish.at or wish.today


def _kind(desk: Desk, area: Area, wish: Wish, ask: Asker) -> tuple[EventKind, str]:
    """The step that is chosen among those that the scheme allows now, and its day."""
    say(areas.described(desk, area))
    at = wish.at or ask.day("哪一天生效", "--at", wish.today)
    offers = steps.offers(desk, area, at)
    if not offers:
        raise UsageError(f"《{steps.profile_on(desk, at).name}》现在没有可以给“{area.name}”记的步骤")
    several = len({offer.title for offer in offers}) > 1
    choices = [(offer, f"{offer.name}{f'  {offer.title_name}' if several else ''}{_text(offer)}") for offer in offers]
    if ask.silent:
        raise UsageError(f"没有写是什么事：用 --event 写明；现在可以：{'、'.join(offer.name for offer in offers)}")
    return ask.choose("现在可以记", "--event", choices).step.event, at


def _text(offer: steps.Offer) -> str:
    return f"：{offer.step.text}" if offer.step.text else ""


def _one(
    desk: Desk, wish: Wish, ask: Asker, area: Area, kind: EventKind, at: str, notice_id: str | None
) -> tuple[Desk, str | None]:  # fmt: skip
    """The desk with one event, what belongs to it, and what follows from it; and the notice, asked once for all."""
    desk = areas.with_area(desk, area)
    title = wish.title or _title(desk, ask, area, kind, at)
    steps.allowed(desk, Entry(area, kind, at, title, notice_id=notice_id))  # before anything else is asked
    reason = _reason(desk, wish, ask, kind, at)
    if kind == "publish" and notice_id is None:
        desk, notice_id = _asked_notice(desk, wish, ask)
    mine = notice_id if kind in MEASURED and notice_id != _NONE else None
    desk = steps.entered(desk, Entry(area, kind, at, title, wish.by, reason, mine))
    event = desk.added.events[-1]
    desk = _assessed(desk, wish, ask, event, area)
    return followed(with_evidence(desk, wish, ask, event), wish, ask, event), notice_id


def _title(desk: Desk, ask: Asker, area: Area, kind: EventKind, at: str) -> str | None:
    possible = [offer for offer in steps.offers(desk, area, at) if offer.step.event == kind]
    if len(possible) < 2:
        return None
    return ask.choose("称号", "--title", [(offer.title, offer.title_name) for offer in possible])


def _reason(desk: Desk, wish: Wish, ask: Asker, kind: EventKind, at: str) -> str | None:
    step = steps.profile_on(desk, at).steps.get(kind)
    if step is None or not step.reasons:
        return None  # of several events a reason belongs to those that have one
    if wish.reason is not None:
        return steps.reason_of(step, wish.reason)
    if len(step.reasons) > 1 and kind not in ("suspend", "revoke"):
        return None
    return ask.choose("原因", "--reason", [*step.reasons.items()])


def _asked_notice(desk: Desk, wish: Wish, ask: Asker) -> tuple[Desk, str]:
    """The notice of a publication; that there is none yet has to be said."""
    if ask.silent:
        raise UsageError(
            "“发布”没有写明公布它的通告：用 --notice 写名录里已有的，或用 --notice-title 写新的；"
            "确实还没有通告的，加上 --no-notice"
        )
    known = [(notice.notice_id, f"{notice.notice_id}  {notice.title}") for notice in notices.recent(desk)]
    answer = ask.choose("公布它的通告", "--notice", [("new", "新的通告"), *map(_as_text, known), (_NONE, "还没有通告")])
    if answer == "new":
        title = ask.text("通告标题", "--notice-title")
        day = ask.day("发布日期", "--notice-date", wish.at or wish.today)
        number = ask.text("文号（没有就回车）", "--notice-no", "")
        question = "通告自己写明的数量（如 新增=15；没有写明就回车）"
        declared = ask.until(question, "--declare", notices.declarations, "")
        asked = notices.NewNotice(title, day, number or None, declared=declared)
        return notices.begun(desk, asked)
    return desk, answer


def _as_text(choice: tuple[str, str]) -> tuple[str, str]:
    return str(choice[0]), choice[1]


def _assessed(desk: Desk, wish: Wish, ask: Asker, event: Event, area: Area) -> Desk:
    if wish.assessed is not None and event.event in ("apply", "review"):
        known = {(row.date, row.area_id, row.title, row.standard) for row in desk.county.assessments}
        if (wish.assessed[:10], area.area_id, event.title, ALL_STANDARDS) in known:
            return desk
        return evidence.assessed(desk, wish.assessed, area, event.title)
    if not evidence.lacks_assessment(desk, event):
        return desk
    if not ask.yes("自评还没有登记。各项标准都达到了吗", default=True, silent=False):
        return desk
    day = ask.day("自评是哪一天", "--assessed", event.effective_at[:10])
    return evidence.assessed(desk, day, area, event.title)


def with_evidence(desk: Desk, wish: Wish, ask: Asker, event: Event) -> Desk:
    """The counts that the scheme asks for with a loss or a restoration."""
    given = dict(wish.counts)
    day = wish.case_date or event.effective_at
    if event.event in ("suspend", "revoke"):
        desk = _inspected(desk, wish, ask, event)
        asked = evidence.wanted(desk, event)
        counts = {kind: number for kind, number in given.items() if kind != "cleared_contacts"}
        if asked and not counts and not ask.silent:
            say("登记依据，只写人数：")
            counts = {kind: ask.number(f"  {evidence.COUNTS[kind]}几人") for kind in asked}
        if not any(counts.values()) or evidence.counts_already(desk, event.area_id):
            return desk
        return evidence.filed(desk, day, event.area_id, counts)
    still_open = evidence.open_contacts(desk, event)
    number = sum(still_open.values())
    if number and "cleared_contacts" in given:
        if len(still_open) > 1 or given["cleared_contacts"] != number:
            still_open = {next(iter(still_open)): given["cleared_contacts"]}
    elif not number or not ask.yes(f"还有 {number} 名密切接触者没有排除，都排除了吗", default=True, silent=False):
        return desk
    for area_id, count in still_open.items():
        desk = evidence.filed(desk, day, area_id, {"cleared_contacts": count})
    return desk


def _inspected(desk: Desk, wish: Wish, ask: Asker, event: Event) -> Desk:
    """The failed inspection that a revocation is for."""
    by = evidence.wanted_inspection(desk, event)
    if by is None or (ask.silent and wish.inspected_by is None):
        return desk
    by = wish.inspected_by or ask.text("由哪个单位检查（区划代码）", "--inspected-by", by)
    method = wish.inspection or ask.choose("检查方式", "--inspection", [("open", "明查"), ("covert", "暗访")])
    due = wish.rectify_by
    if due is None and evidence.rectifies(desk, event.effective_at):
        due = ask.day("整改不迟于哪一天", "--rectify-by", ahead=True)
    return evidence.inspected(desk, wish.case_date or event.effective_at, event.area_id, by, method, due)


def followed(desk: Desk, wish: Wish, ask: Asker, event: Event) -> Desk:
    """What the scheme asks of the units above, one after the other: each loss may ask for more."""
    for entry in [*evidence.followed(desk, event)]:
        name = words.full_name(entry.area.name, entry.area.qualifier)
        what = f"{name}（{entry.area.area_id}）的称号按方案也要{words.EVENTS[entry.kind]}，一并记录吗"
        if wish.upward is False or not (wish.upward or ask.yes(what, default=True, silent=False)):
            continue
        record = desk.county.records[entry.area.area_id, str(entry.title)]
        if record.state.public in ("certified", "suspended"):
            desk = steps.entered(desk, entry)
            desk = followed(desk, wish, ask, desk.added.events[-1])
    return desk
