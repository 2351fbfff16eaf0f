"""The documents of days: a chain in which each names the digest of the one before it, and what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from generator import urls, words
from generator.copies.log import EVENT_ID, Fact, Log, changes, fact, listed_at, place
from generator.copies.source import WrongError, below, is_digest
from generator.register.change import kind_of, sentence_of
from generator.register.times import instant, is_day, is_time

# More areas of one table that differ are told in one line: it is the table that is old.
MOST_TOLD: Final = 3


class Day(NamedTuple):
    """A day as the index of changes lists it."""

    date: str
    total: int
    sha256: str

    @property
    def path(self) -> str:
        """Its document."""
        return urls.twin(urls.day(self.date))


class Index(NamedTuple):
    """The index of changes: when it was made, when the next is due, the days from the oldest on."""

    this_update: str | None
    next_update: str | None
    days: tuple[Day, ...]


class Told(NamedTuple):
    """An event as the document of its day has it: the facts, the public status before and after, the sentence.

    `listed` is the time by which lists have it: that of recording, unless a correction shows that it was mistyped.
    """

    fact: Fact
    before: str
    after: str
    kind: str
    summary: str
    listed: str


INDEX = urls.twin(urls.CHANGES)


def index(document: Mapping[str, Any], base: str) -> Index:
    """The index of changes. Raises WrongError."""
    this, due, given = document.get("this_update"), document.get("next_update"), document.get("days")
    if not (this is None or (isinstance(this, str) and is_time(this))):
        raise WrongError(f"{INDEX}：this_update 不是时间")
    if not (due is None or (isinstance(due, str) and len(due) == 10 and is_time(due))):
        raise WrongError(f"{INDEX}：next_update 不是日期")
    if not isinstance(given, list):
        raise WrongError(f"{INDEX}：没有列出各天")
    days = [_day(entry, base) for entry in given]
    dates = [day.date for day in days]
    if dates != sorted(set(dates), reverse=True):
        raise WrongError(f"{INDEX}：各天的顺序变了，或有重复")
    if days and this is None:
        raise WrongError(f"{INDEX}：没有 this_update")
    if document.get("total") != sum(day.total for day in days):
        raise WrongError(f"{INDEX}：各天的变化合计 {sum(day.total for day in days)}，total 是 {document.get('total')}")
    return Index(this, due, tuple(days[::-1]))


def of_months(index: Index, documents: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Where months, by the paths of their documents, list other days than the index does."""
    problems = []
    for path, document in documents.items():
        given = document.get("days")
        if given is None:
            continue  # months of older sites list events
        wanted = [
            (day.date, day.total, day.sha256) for day in reversed(index.days) if day.date[:7] == path.split("/")[1]
        ]
        listed = given if isinstance(given, list) else []
        if [tuple(map(entry.get, Day._fields)) if isinstance(entry, dict) else None for entry in listed] != wanted:
            problems.append(f"{path}：列出的日子与 {INDEX} 不一致")
    return problems


def ahead(index: Index, log: Log) -> list[str]:
    """Changes of a county that are recorded later than the index says to be, and that no correction shows mistyped."""
    until = instant(index.this_update or "")
    late = [key for key in changes(log) if instant(log[key]["recorded_at"]) > until]
    if not late:
        return []
    mistyped = listed_at(log)
    return [f"{INDEX}：this_update 早于事件 {key} 的记录时间" for key in late if key not in mistyped]


def _day(entry: object, base: str) -> Day:
    if not isinstance(entry, dict):
        raise WrongError(f"{INDEX}：有一天的写法不对")
    date, total, digest = entry.get("date"), entry.get("total"), entry.get("sha256")
    if not isinstance(date, str) or len(date) != 10 or not is_time(date) or not is_day(date):
        raise WrongError(f"{INDEX}：有一天的日期不对")
    if type(total) is not int or total < 0 or not isinstance(digest, str) or not is_digest(digest):
        raise WrongError(f"{INDEX}：{date} 的数量或摘要不对")
    day = Day(date, total, digest)
    if below(entry.get("url"), base) != day.path:
        raise WrongError(f"{INDEX}：{date} 的网址不是它的文件")
    return day


def unbroken(day: Day, before: Day | None, document: Mapping[str, Any]) -> list[str]:
    """What is wrong with a document as a link of the chain. `before` is the day before it in the index."""
    named = document.get("previous")
    where = f"{day.path}：链条断了"
    if before is None:
        return [] if named is None else [f"{where}：它前面还应有一天 {_said(named, 'date')}，索引里没有"]
    if not isinstance(named, dict):
        return [f"{where}：没有指明前一天 {before.date}"]
    if named.get("date") != before.date:
        return [f"{where}：它说前一天是 {_said(named, 'date')}，索引里是 {before.date}"]
    if named.get("sha256") != before.sha256:
        return [f"{where}：它说前一天 {before.date} 的摘要是 {_said(named, 'sha256')}，索引里是 {before.sha256}"]
    return []


def _said(named: object, key: str) -> str:
    return str(named.get(key))[:64] if isinstance(named, dict) else "？"


def told(day: Day, document: Mapping[str, Any]) -> dict[str, Told]:
    """Events of a document by id, newest first, as many as the index says. Raises WrongError."""
    events = told_of(day.date, day.path, document)
    kinds = Counter(event.kind for event in events.values())
    if len(events) != day.total or document.get("total") != day.total:
        raise WrongError(f"{day.path}：有 {len(events)} 个事件，索引说 {day.total} 个")
    if document.get("counts") != {kind: kinds[kind] for kind in words.KIND_NAMES}:
        raise WrongError(f"{day.path}：各类变化的数量不对")
    return events


def told_of(date: str, path: str, document: Mapping[str, Any]) -> dict[str, Told]:
    """Events of a document by id, newest first. Raises WrongError."""
    given = document.get("events")
    if document.get("date") != date or not isinstance(given, list):
        raise WrongError(f"{path}：不是 {date} 的变化")
    events: dict[str, Told] = {}
    for entry in given:
        event_id = entry.get("event_id") if isinstance(entry, dict) else None
        if not isinstance(event_id, str) or not EVENT_ID.fullmatch(event_id) or event_id in events:
            raise WrongError(f"{path}：有一个事件没有编号，或重复")
        said = fact(event_id, entry)
        if not is_time(said.recorded_at):
            raise WrongError(f"{path}：事件 {event_id} 不是这一天记录的")
        before, after, named = (str(entry.get(key) or "") for key in ("status_before", "status_after", "summary"))
        kind = kind_of(said.event, corrects=bool(said.corrects))
        events[event_id] = Told(said, before, after, kind, named or _sentence(path, entry), said.recorded_at)
    # A misdated event stands on the day of the correction that shows it, beside that.
    in_order = {event_id: events[event_id].fact._asdict() for event_id in sorted(events, key=place)}
    for event_id, time in listed_at(in_order).items():
        events[event_id] = events[event_id]._replace(listed=time)
    stray = next((event_id for event_id, event in events.items() if instant(event.listed)[:10] != date), None)
    if stray is not None:
        raise WrongError(f"{path}：事件 {stray} 不是这一天记录的")
    if [event.fact.event_id for event in newest_first(events.values())] != [*events]:
        raise WrongError(f"{path}：事件的顺序变了")
    return events


def _sentence(path: str, entry: Mapping[str, Any]) -> str:
    """What is told of an event that says no other sentence of its own. Raises WrongError."""
    if not all(isinstance(entry.get(key), str) for key in ("area_name", "title_name", "place")):
        raise WrongError(f"{path}：事件 {entry['event_id']} 没有名称、称号或地点")
    return sentence_of(entry)


def proof(code: str, log: Log, statuses: Mapping[tuple[str, str], str], events: Iterable[Told]) -> list[str]:
    """Where a county's tables and what its days say together differ: nothing, if all is well.

    Full = replayed: the events of the days are the changes of the log, fact by fact; and who follows the days from
    the first to the last arrives at the statuses of areas.csv.
    """
    replayed = {event.fact.event_id: event for event in sorted(events, key=lambda event: event.fact.order)}
    wanted = changes(log)
    problems = [
        f"事件 {event_id} 在 {code}/events.csv 里，各天的变化里没有" for event_id in wanted if event_id not in replayed
    ]
    problems += [
        f"事件 {event_id} 在各天的变化里，{code}/events.csv 里没有" for event_id in replayed if event_id not in wanted
    ]
    for event_id in [event_id for event_id in wanted if event_id in replayed]:
        there, here = fact(event_id, log[event_id]), replayed[event_id].fact
        names = [name for name, a, b in zip(Fact._fields, there, here, strict=True) if a != b]
        if names:
            problems.append(f"事件 {event_id} 在 {code}/events.csv 和当天的变化里不一样：{'、'.join(names)}")
    return problems + _statuses(code, statuses, [*replayed.values()])


def _statuses(code: str, statuses: Mapping[tuple[str, str], str], events: Sequence[Told]) -> list[str]:
    problems = []
    differing = []
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for event in events:
        key = (event.fact.area_id, event.fact.title)
        standing = last.get(key, ("", ""))
        # A candidate that was turned down or withdrew: that step is not public, so the next one may begin before it.
        if event.before != standing[1] and not (standing[1] == "candidate" and event.before == standing[0]):
            problems.append(
                f"事件 {event.fact.event_id} 说此前是“{_name(event.before)}”，各天的变化说是“{_name(standing[1])}”"
            )
        last[key] = (event.before, event.after)
    for key in sorted({*last, *statuses}):
        before, after = last.get(key, ("", ""))
        now = statuses.get(key)
        if now != after and not (after == "candidate" and now == before):
            listed = "没有" if now is None else f"是“{_name(now)}”"
            differing.append(f"区域 {key[0]}（{key[1]}）在 {code}/areas.csv 里{listed}，各天的变化说是“{_name(after)}”")
    if len(differing) > MOST_TOLD:  # the table is that of another day
        return [*problems, f"{differing[0]}；{code}/areas.csv 里这样的共 {len(differing)} 处，多半整个表不是同一天的"]
    return problems + differing


def _name(status: str) -> str:
    return words.STATUSES.get(status, status[:40]) if status else words.NO_STATUS


def newest_first(events: Iterable[Told]) -> list[Told]:
    """Events from the newest on."""
    return sorted(events, key=lambda event: (instant(event.listed), place(event.fact.event_id)), reverse=True)
