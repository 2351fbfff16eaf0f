"""A county's register and log as published, and what of it the feeds and the documents of days must have."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from generator import urls, words
from generator.copies.source import WrongError
from generator.register import misdated
from generator.register.fold import FINAL_PUBLIC
from generator.register.misdated import Dated

EVENT_ID: Final = re.compile("([0-9]{6})-([0-9]{6,12})")
KIND_OF: Final = {event: kind for kind, event in words.KINDS.items()} | {"nominate": "nominated"}
# What a row of the log says and nobody may alter; the other columns follow names and addresses of today.
KEPT: Final = (
    "area_id", "area_name", "event", "title", "effective_at", "recorded_at", "status_before", "status_after",
    "decided_by", "reason", "notice_id", "corrects",
)  # fmt: skip


class Fact(NamedTuple):
    """What both the log and the document of a day say of an event."""

    event_id: str
    area_id: str
    title: str
    event: str
    effective_at: str
    recorded_at: str
    reason: str
    notice_id: str
    corrects: str

    @property
    def order(self) -> tuple[str, int]:
        """Place in the log."""
        return place(self.event_id)


# County by county: every row of the log by event id, in its order.
Log = Mapping[str, Mapping[str, str]]


def place(event_id: str) -> tuple[str, int]:
    """County and number of an event."""
    county, _, number = event_id.partition("-")
    return county, int(number)


def events(path: str, code: str, content: bytes) -> dict[str, dict[str, str]]:
    """Rows of a county's events.csv by event id. Raises WrongError where it is not one."""
    found: dict[str, dict[str, str]] = {}
    for row in rows(path, content, ("event_id", *KEPT)):
        match = EVENT_ID.fullmatch(row["event_id"])
        if match is None or match[1] != code:
            raise WrongError(f"{path}：“{row['event_id'][:40]}”不是 {code} 的事件编号")
        if row["event_id"] in found:
            raise WrongError(f"{path}：事件 {row['event_id']} 有两行")
        found[row["event_id"]] = row
    if [*found] != sorted(found, key=place):
        raise WrongError(f"{path}：日志的顺序变了")
    return found


def areas(path: str, content: bytes) -> dict[tuple[str, str], str]:
    """Public statuses of a county's areas.csv by area and title. Raises WrongError where it is not one."""
    statuses: dict[tuple[str, str], str] = {}
    for row in rows(path, content, ("area_id", "title", "status")):
        key = (row["area_id"], row["title"])
        if key in statuses:
            raise WrongError(f"{path}：区域 {key[0]} 的 {key[1]} 有两行")
        statuses[key] = row["status"]
    return statuses


def rows(path: str, content: bytes, columns: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a table that has these columns. Raises WrongError where it is not one."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        header, *lines = list(reader)
    except (ValueError, csv.Error):
        raise WrongError(f"{path}：不是正确的表格") from None
    if {*columns} - {*header} or any(len(row) != len(header) for row in lines):
        raise WrongError(f"{path}：表格的列不对")
    return [dict(zip(header, row, strict=True)) for row in lines]


def chain(log: Log, event_id: str) -> list[str]:
    """Kinds of event that an event is about: its own, that of what it corrects, and so on down."""
    row = log[event_id]
    kinds = [row["event"]]
    while (named := row["corrects"]) in log and place(named) < place(event_id):
        if (log[named]["area_id"], log[named]["title"]) != (row["area_id"], row["title"]):
            break
        row, event_id = log[named], named
        kinds.append(row["event"])
    return kinds


def changes(log: Log) -> dict[str, frozenset[str]]:
    """The changes of a county's log by event id: for each, the feeds in which it stands beside that of all."""
    changed: dict[str, frozenset[str]] = {}
    for event_id in log:
        about = chain(log, event_id)
        if FINAL_PUBLIC.isdisjoint(about):
            continue
        kinds = {KIND_OF[kind] for kind in about if kind in KIND_OF} & words.KINDS.keys()
        changed[event_id] = frozenset(kinds | ({"corrected"} if log[event_id]["corrects"] else set()))
    return changed


def listed_at(log: Log) -> dict[str, str]:
    """The misdated events of the logs of counties, each with the time by which lists have it instead of its own."""
    by_county: dict[str, list[Dated]] = defaultdict(list)
    for event_id, row in log.items():
        county, sequence = place(event_id)
        named = place(row["corrects"])[1] if row["corrects"] in log else None
        by_county[county].append(Dated(sequence, named, row["recorded_at"]))
    return {
        urls.event_id(county, sequence): time
        for county, events in by_county.items()
        for sequence, time in misdated.listed_at(events).items()
    }


def fact(event_id: str, row: Mapping[str, Any]) -> Fact:
    """What a row of the log, or of the document of a day, says of an event."""
    return Fact(event_id, *(str(row.get(name) or "") for name in Fact._fields[1:]))


def altered(before: Log, now: Log) -> list[str]:
    """What became of the rows of a log that were there before, a line for each that vanished or reads differently."""
    problems = []
    for event_id, row in before.items():
        if event_id not in now:
            problems.append(f"事件 {event_id} 不见了：已公布的事件只能更正，不能删除")
            continue
        names = [name for name in KEPT if row.get(name, "") != now[event_id][name]]
        if names:
            was = "，".join(f"{name} 原为“{row.get(name, '')}”，现为“{now[event_id][name]}”" for name in names)
            problems.append(f"事件 {event_id} 被改动：{was}")
    return problems
