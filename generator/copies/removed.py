"""The texts that a publisher removed from a county's log, as its redactions.csv tells of them (ADR 63).

Of such a line the log has the hash alone: that the line is in it can be shown, what it said no more. Who reads a copy
is told so; a text may be gone only where the table says so, with the hash that is in the log.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from generator import urls
from generator.copies.log import EVENT_ID, Log, place, rows
from generator.copies.source import WrongError
from generator.register import leaves
from generator.register.redaction import REMOVED
from generator.transparency.merkle import leaf_hash

TABLE: Final = "redactions"
_COLUMNS: Final = ("event_id", "columns", "leaf_hash", "row_sha256", "decided_by", "reason", "redacted_at")
_HASH: Final = re.compile("[0-9a-f]{64}")
# What of an event in the document of a day names its area.
_NAMING: Final = ("area_name", "summary")


class Removed(NamedTuple):
    """What became of a text: the hash of its line, of a step the digest of the line, and by whom, why and when."""

    event_id: str
    columns: str
    leaf_hash: str
    row_sha256: str
    decided_by: str
    reason: str
    redacted_at: str

    @property
    def said(self) -> str:
        """By whom, when and why, in words."""
        return f"{self.decided_by[:200]}决定，{self.redacted_at[:10]} 删除，理由：{self.reason[:500].rstrip('。')}"

    @property
    def hash(self) -> bytes:
        """The hash of the line in the log."""
        return bytes.fromhex(self.leaf_hash)


# By the ids of their events.
Table = Mapping[str, Removed]


def table(path: str, code: str, content: bytes | None) -> dict[str, Removed]:
    """The rows of a county's redactions.csv by event id. Raises WrongError where it is not one."""
    found: dict[str, Removed] = {}
    for row in rows(path, content, _COLUMNS) if content is not None else ():
        removed = Removed(*(row[name] for name in _COLUMNS))
        match = EVENT_ID.fullmatch(removed.event_id)
        if match is None or match[1] != code or removed.event_id in found:
            raise WrongError(f"{path}：“{removed.event_id[:40]}”不是 {code} 的事件编号，或有两行")
        digests = (removed.leaf_hash, *([removed.row_sha256] if removed.row_sha256 else []))
        if removed.columns != "area_name" or not all(map(_HASH.fullmatch, digests)):
            raise WrongError(f"{path}：事件 {removed.event_id} 的 columns 或哈希不对")
        found[removed.event_id] = removed
    return found


def against_log(code: str, hashes: Sequence[bytes], log: Log, removed: Table) -> Iterator[str]:
    """How a table of removed texts differs from the hashes of the log, and from the table of events."""
    path = urls.table(code, TABLE)
    for event_id, row in removed.items():
        index = place(event_id)[1] - 1
        if not 0 <= index < len(hashes) or hashes[index] != row.hash:
            yield f"{path}：事件 {event_id} 的哈希不是日志里第 {index} 条的，被改动过"
        elif row.row_sha256 and leaf_hash(leaves.sealed(code, index + 1, row.row_sha256)) != row.hash:
            yield f"{path}：事件 {event_id} 的摘要和它的哈希不一致，被改动过"
        if event_id in log and log[event_id]["area_name"] != REMOVED:
            yield f"{path}：说事件 {event_id} 的文字已删除，{urls.table(code, 'events')} 里还有文字"


def kept(path: str, before: Table, now: Table) -> Iterator[str]:
    """What became of the rows of a table that were there before."""
    for event_id, row in before.items():
        if now.get(event_id) != row:
            yield f"{path}：事件 {event_id} 的删除记录{'被改动' if event_id in now else '不见了'}：它只增不改"


def without(event: Mapping[str, str], removed: Collection[str]) -> Mapping[str, str]:
    """A row of the log as it is once its text is removed, if it was."""
    return {**event, "area_name": REMOVED} if event["event_id"] in removed else event


def same_day(before: Mapping[str, Any], now: Mapping[str, Any], removed: Collection[str]) -> bool:
    """True if the document of a day says what it said, but for the names of events that were removed, and the digest of
    the day before it, in which one may have been."""

    def told(document: Mapping[str, Any]) -> dict[str, Any]:
        events = [
            {key: value for key, value in event.items() if not (event["event_id"] in removed and key in _NAMING)}
            for event in document["events"]
        ]
        previous = document.get("previous")
        return {**document, "events": events, "previous": previous and {**previous, "sha256": ""}}

    return told(before) == told(now)
