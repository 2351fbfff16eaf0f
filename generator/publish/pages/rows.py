"""Rows that pages of counties and roll-ups show alike: counts, changes, facts of a notice, declared counts."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Final

from generator import urls, words
from generator.publish.handover.kinds import LATELY
from generator.publish.pages import languages
from generator.publish.pages.chinese import Text
from generator.publish.pages.corrections import correction
from generator.publish.pages.speech import said
from generator.publish.pages.views.places import Count, DeclaredRow, Recent, Tally
from generator.publish.pages.views.shared import ChangeGroup, ChangeRow, Fact, Moment, Promise
from generator.publish.pages.wording import CHINESE, Wording
from generator.register.change import KIND_ORDER, LISTS, Change
from generator.register.declared import Total
from generator.register.model import Notice

# A week of the register, and what counts as lately, end with the day of its newest record.
_WEEK: Final = 7


moment, exactly = CHINESE.moment, CHINESE.exactly


def counts(numbers: Mapping[str, int], *, archived: bool = False, say: Wording = CHINESE) -> tuple[Count, ...]:
    """The numbers of a page, as it shows them; those of an archived list are of its time."""
    shown = ("certified", "suspended", "revoked", *(["candidate"] if numbers["candidate"] else ()))
    return tuple(Count(status, status_word(status, archived=archived, say=say), numbers[status]) for status in shown)


def status_word(status: str | None, *, archived: bool = False, say: Wording = CHINESE) -> str:
    """A public status in words; in an archived list it is one of its time."""
    _ = say.word
    if status is None:
        return _(words.NO_STATUS)
    word = _(words.STATUSES[status])
    return _("当时{}").format(word) if archived else word


def promise(days: int | None, as_of: str, say: Wording = CHINESE) -> Promise | None:
    """How often a county promises to publish: it is kept until the end of the last of these days, by Chinese time."""
    if days is None:
        return None
    _ = say.word
    text = _("承诺每天更新。") if days == 1 else _("承诺每 {} 天更新一次。").format(days)
    due = date.fromisoformat(as_of[:10]) + timedelta(days=days)
    return Promise(
        text, say.moment(as_of), f"{due}T23:59:59+08:00", _("下次最迟{}。").format(say.day(due.isoformat()))
    )  # fmt: skip


def list_of(page: str, place: str = "") -> Callable[[str], str]:
    """From a page, the link to the list of a kind, narrowed to a county, city or province if one is given; "" where
    there is no list."""

    def href(kind: str) -> str:
        return f"{urls.relative(urls.kind(kind), page)}{f'?county={place}#areas' if place else ''}" * (kind in LISTS)

    return href


def recent(
    numbers: Iterable[tuple[str, str, int]], as_of: str, href: str = "", say: Wording = CHINESE, *,
    lists: Callable[[str], str] = lambda _: "",
) -> tuple[Recent, ...]:  # fmt: skip
    """What was recorded on the newest day of the register, in the week up to it, and in the thirty days up to it, by
    the register's own time.

    `numbers` are (day, kind, how many), those that no longer stand under "superseded"; `href` leads to the newest day,
    where that has a page, and `lists` to the list of a kind, which begins with the same thirty days.
    """
    last = date.fromisoformat(as_of[:10])
    spans = {days: dict.fromkeys((*KIND_ORDER, "superseded"), 0) for days in (1, _WEEK, LATELY)}
    first = {days: (last - timedelta(days=days - 1)).isoformat() for days in spans}
    newest = last.isoformat()
    for day, kind, number in numbers:
        for days, own in spans.items():
            if first[days] <= day <= newest:
                own[kind] += number
    _ = say.word
    # The year stands in the first of them.
    last_day, year = languages.short_day(newest, say.lang), say.day(newest)
    return (
        Recent(_("{}记录").format(year), href if any(spans[1].values()) else "", _tallies(spans[1], say)),
        *(
            Recent(
                _("{}至{}记录").format(languages.short_day(first[days], say.lang), last_day), "",
                _tallies(spans[days], say, lists if days == LATELY else None),
            )
            for days in (_WEEK, LATELY)
        ),
    )  # fmt: skip


def _tallies(numbers: Mapping[str, int], say: Wording, lists: Callable[[str], str] | None = None) -> tuple[Tally, ...]:
    return tuple(
        Tally(kind, say.word(words.COUNTED[kind]), number, lists(kind) if lists else "")
        for kind, number in numbers.items()
        if number
    )


def change_row(
    change: Change, page: str, say: Wording = CHINESE, *, superseded: Container[str] = frozenset(), within: str = "",
    areas: str = languages.CHINESE,
) -> ChangeRow:  # fmt: skip
    """A change as a row of a list on a page: dated as it has force, as on the page of its area.

    Lists are in order of recording or publication, so that a row that was recorded on another day says so. `superseded`
    are the ids of events that no longer stand. On the pages of a county, `within` is its name: no place repeats it.
    `areas` is the language of the pages of areas that it leads to.
    """
    target = change.address if areas == languages.CHINESE else urls.event(change.area_id, change.event_id, areas)
    sentence = correction(change.sentence, change.title_name, say) if change.kind == "corrected" else ""
    reason = "" if change.counted == "corrected" else change.reason_name or ""
    return ChangeRow(
        say.moment(change.effective_at), change.kind, say.word(words.KIND_NAMES[change.kind]), say.name(change.name),
        urls.relative(target, page), say.place(change.place.removeprefix(within)), say.term(change.title_name),
        sentence, say.term(reason),
        say.moment(change.recorded_at) if change.recorded_at[:10] != change.effective_at[:10] else None,
        change.event_id in superseded,
    )  # fmt: skip


def groups(
    changes: Iterable[Change],
    page: str,
    whole: Mapping[str, int] | None = None,
    say: Wording = CHINESE,
    *,
    superseded: Container[str] = frozenset(),
    gone: Mapping[str, int] | None = None,
    within: str = "",
    areas: str = languages.CHINESE,
    lists: Callable[[str], str] = lambda _: "",
) -> tuple[ChangeGroup, ...]:
    """Changes by the kind under which they are counted, removals first; the order within a kind is that given.

    `superseded` are the ids of events that no longer stand. Where only the newest changes are given, `whole` says how
    many there are of each kind, and `gone` how many of these no longer stand. `lists` leads to the list of a kind;
    `within` is the county of the page, `areas` the language of the pages of areas.
    """
    by_kind: dict[str, list[ChangeRow]] = {}
    for change in changes:
        row = change_row(change, page, say, superseded=superseded, within=within, areas=areas)
        by_kind.setdefault(change.counted, []).append(row)
    made: list[ChangeGroup] = []
    for kind in KIND_ORDER:
        if rows := by_kind.get(kind):
            group = _group(kind, rows, _size(rows, kind, whole, gone, say), say)
            made.append(group._replace(goes_on=bool(made) and _columns(group) == _columns(made[-1]), href=lists(kind)))
    return tuple(made)


def _group(kind: str, rows: Sequence[ChangeRow], size: str, say: Wording) -> ChangeGroup:
    """A group with what its rows have in common taken out of them."""
    first, many = rows[0], len(rows) > 1
    places, titles, reasons, days = (
        not many or any(key(row) != key(first) for row in rows) for key in (_place, _title, _why, _days)
    )
    alike: list[Text | Moment] = []
    if many:
        alike += [first.place] if first.place and not places else []
        alike += [] if titles else [first.title_name]
        alike += [] if days else [_day(first, say)]
        alike += [_why(first)] if _why(first) and not reasons else []
    # A column with nothing in it is none.
    places, reasons = places and any(row.place for row in rows), reasons and any(map(_why, rows))
    return ChangeGroup(
        kind, say.word(words.KIND_NAMES[kind]), size, tuple(rows), tuple(alike), places, titles, reasons, days
    )


_place, _title, _days = attrgetter("place"), attrgetter("title_name"), attrgetter("day", "recorded")


def _why(row: ChangeRow) -> Text:
    return row.sentence or row.reason


def _day(row: ChangeRow, say: Wording) -> Text:
    _ = say.word
    if row.recorded:
        return said(_("生效 {}，记录于 {}"), row.day, row.recorded)
    return said(_("生效 {}"), row.day)


def _columns(group: ChangeGroup) -> tuple[bool, ...]:
    """What decides the heading row of a group: its columns, and whether the one of reasons says what was wrong."""
    return (group.places, group.titles, group.reasons, group.days, group.kind == "corrected")


def _size(
    rows: Sequence[ChangeRow], kind: str, whole: Mapping[str, int] | None, gone: Mapping[str, int] | None, say: Wording
) -> str:
    """How many changes of a kind stand, and how many besides were retracted or replaced later."""
    _ = say.word
    if whole is None or whole[kind] <= len(rows):
        superseded = sum(row.superseded for row in rows)
        size = _("{} 项").format(len(rows) - superseded)
    else:
        superseded = gone[kind] if gone else 0
        shown = sum(not row.superseded for row in rows)
        size = _("最近 {} 项，共 {} 项").format(shown, whole[kind] - superseded)
    return size + _("，另有 {} 项后来被更正").format(superseded) if superseded else size


def notice_facts(notice: Notice) -> Iterator[Fact]:
    """What is known of a notice as such."""
    yield Fact("发布单位", notice.publisher or "原发布单位未载明")
    if notice.document_no:
        yield Fact("文号", notice.document_no)
    yield Fact("发布时间", exactly(notice.published_at))
    if notice.cutoff_at:
        yield Fact("名单截至", exactly(notice.cutoff_at))
    yield Fact("来源性质", words.PROVENANCES[notice.provenance])
    yield Fact("出处", notice.source)
    if notice.imported_at:
        yield Fact("接入日期", moment(notice.imported_at))
    yield Fact("通告编号", notice.notice_id)


def declared_rows(
    totals: Iterable[Total], names: Mapping[str, str], title_name: Callable[[str], str]
) -> tuple[DeclaredRow, ...]:
    """Declared counts beside the register's own; `names` are those of divisions, by code."""
    return tuple(
        DeclaredRow(
            total.batches,
            names.get(total.division or "", total.division or "") if total.division else "全部",
            title_name(total.title) if total.title else "全部称号",
            words.MEASURES[total.measure],
            total.declared,
            total.actual - total.unplaced,
            total.unplaced,
            total.declared == total.actual,
        )
        for total in totals
    )
