"""Changes on their way from counties to the roll-up: files of lines, newest first, merged without holding them.

A county writes one file for each month, and one for each notice of a unit above it. A line is a change as it is handed
over; nothing else knows what it looks like.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from generator import urls
from generator.publish import artifact
from generator.publish.handover.store import Store
from generator.register.change import Change, sentence_of, updated
from generator.register.times import day_of

# Fewer files are open at once than any system allows.
_AT_ONCE: Final = 200


class Span(NamedTuple):
    """Where an item lies in its county's file of items: the first byte, and the bytes that it has in each format."""

    start: int
    sizes: tuple[int, ...]

    def encode(self) -> str:
        """The span as a field of a line."""
        return " ".join(map(str, (self.start, *self.sizes)))

    @classmethod
    def decode(cls, field: str) -> Span:
        """The span that a field was made from."""
        start, *sizes = map(int, field.split())
        return cls(start, tuple(sizes))


NOWHERE: Final = Span(0, ())
DIGEST: Final = 16  # bytes of the digest (BLAKE2b) of a change


@cache
def _kinds(feeds: str) -> tuple[str, ...]:
    return tuple(feeds.split(",")) if feeds else ()


class HandedChange(NamedTuple):
    """A change as it is handed over: what the roll-up orders and counts by, and the rest as it is published.

    `recorded` (an instant; of one that is misdated, that by which lists have it) and `event_id` are the order; `feeds`
    are those beside "all"; `counted` and `place` (its `tie`) are as in `Change`; `span` is where the county left it as
    an item of feeds; `days` is its `held`, "" for none; `row` is the change as the closed documents of days list it, in
    JSON. Fields are taken apart when they are asked for: most readers want one or two.
    """

    recorded: str
    event_id: str
    kind: str
    counted: str
    feeds: str
    place: str
    mark: str
    span: str
    days: str
    digest: str
    row: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """As in `Change`."""
        return _kinds(self.feeds)

    @property
    def tie(self) -> int:
        """As in `Change`."""
        return int(self.place)

    @property
    def misdated(self) -> bool:
        """True if its time was mistyped (`register.misdated`)."""
        return bool(self.mark)

    @property
    def entry(self) -> Span:
        """Where it lies as an item of feeds."""
        return Span.decode(self.span)

    @property
    def dated(self) -> str:
        """As in `Change`."""
        return self.recorded if self.mark else updated(self.recorded, self.tie)

    @property
    def weight(self) -> int:
        """Bytes of its item in the form that is longest."""
        return max(map(int, self.span.split(" ")[1:]), default=0)

    def encode(self) -> str:
        """The change as a line; no text of the register holds a tab or a line feed."""
        return "\t".join(self) + "\n"

    @classmethod
    def decode(cls, line: str) -> HandedChange:
        """The change that a line was made from."""
        return tuple.__new__(cls, line.rstrip("\n").split("\t"))

    @classmethod
    def head(cls, line: bytes) -> HandedChange:
        """The same without its row, which is most of it and is not wanted everywhere."""
        return tuple.__new__(cls, line[: line.index(b"\t{") + 1].decode("utf-8").split("\t"))

    def told(self) -> Mapping[str, Any]:
        """The change as the documents of days list it."""
        row: Mapping[str, Any] = artifact.decode(self.row)
        return row

    def change(self) -> Change:
        """The change itself."""
        row = self.told()
        get = row.get
        return Change(
            event_id=self.event_id,
            sequence=int(self.event_id.rpartition("-")[2]),
            county=self.event_id[:6],
            county_name=row["county_name"],
            area_id=row["area_id"],
            area_name=row["area_name"],
            qualifier=get("qualifier"),
            place=row["place"],
            event=row["event"],
            kind=self.kind,
            kinds=self.kinds,
            title=row["title"],
            title_name=row["title_name"],
            effective_at=row["effective_at"],
            recorded_at=row["recorded_at"],
            status_before=get("status_before"),
            status_after=get("status_after"),
            reason=get("reason"),
            reason_name=get("reason_name"),
            notice_id=get("notice_id"),
            corrects=get("corrects"),
            sentence=get("summary") or sentence_of(row),
            body="",
            address=urls.event(row["area_id"], self.event_id),
            demonstration=get("demonstration", False),
            tie=self.tie,
            listed_at=self.recorded if self.misdated else None,
            held=int(self.days) if self.days else None,
        )


def handed(change: Change, entry: Span, item: Sequence[bytes] = ()) -> HandedChange:
    """A change ready to be handed over; `entry` is where it lies as an item of feeds, `item` what it says there."""
    recorded, event_id = change.order()
    mark = "misdated" if change.listed_at is not None else ""
    order = (recorded, event_id, change.kind, change.counted, ",".join(change.kinds), str(change.tie), mark)
    row = artifact.encode(day_row(change))
    days = "" if change.held is None else str(change.held)
    whole = hashlib.blake2b(b"".join(("\t".join((*order, days, row)).encode("utf-8"), *item)), digest_size=DIGEST)
    return HandedChange(*order, entry.encode(), days, whole.hexdigest(), row)


def present_row(row: Mapping[str, Any], superseded: Mapping[str, str]) -> dict[str, Any]:
    """A change as documents list it that state the present: that of the newest changes.

    `row` is what can be said of it for ever; `superseded` are the events that no longer stand,
    each with the one by which it does not. Whether it stands may change with any later event, so that no day says it.
    """
    return {
        **row,
        "effective_on": day_of(row["effective_at"]),
        "recorded_on": day_of(row["recorded_at"]),
        "superseded_by": superseded.get(row["event_id"]),
    }


# What documents of days say of a change, in this order.
_SAID: Final = (
    "event_id", "area_id", "area_name", "qualifier", "county_name", "place", "event", "title", "title_name",
    "effective_at", "recorded_at", "status_before", "status_after", "reason", "reason_name", "notice_id", "corrects",
    "demonstration",
)  # fmt: skip
_VALUES: Final = itemgetter(*map(Change._fields.index, _SAID))


def day_row(change: Change) -> dict[str, Any]:
    """A change as the documents of days list it; once its day is closed, nothing of it changes.

    It says a thing once: keys without a value are left out, and so is what follows from the others: kind, county and
    address from event and ids, the sentence (`register.change.sentence`) where it is the one that such an event has.
    """
    said = {key: value for key, value in zip(_SAID, _VALUES(change), strict=True) if value}
    return said if change.sentence == sentence_of(said) else {**said, "summary": change.sentence}


def document_row(change: Change, site_url: str) -> dict[str, Any]:
    """A change as documents list it that state the present, in full."""
    return {
        "event_id": change.event_id,
        "area_id": change.area_id,
        "area_name": change.area_name,
        "county": {"code": change.county, "name": change.county_name},
        "place": change.place,
        "event": change.event,
        "kind": change.kind,
        "title": change.title,
        "title_name": change.title_name,
        "effective_at": change.effective_at,
        "recorded_at": change.recorded_at,
        "status_before": change.status_before,
        "status_after": change.status_after,
        "reason": change.reason,
        "notice_id": change.notice_id,
        "corrects": change.corrects,
        "summary": change.sentence,
        "demonstration": change.demonstration,
        "url": urls.absolute(site_url, change.address),
        "reason_name": change.reason_name,
        "qualifier": change.qualifier,
    }


def order(line: bytes) -> tuple[bytes, ...]:
    """What lines are ordered by, without taking the rest apart: recorded time, then event id."""
    return tuple(line.split(b"\t", 2)[:2])


class Slice(NamedTuple):
    """The changes of a day in a county's file of their month: where they begin, their length (bytes), their digest."""

    start: int
    length: int
    digest: str


def write(store: Store, part: str, subjects: Iterable[tuple[str, HandedChange]]) -> dict[str, Slice]:
    """Writes a county's changes, newest first, each under its subject; gives where those of each day lie in a month."""
    lines: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for subject, change in sorted(subjects, key=lambda pair: pair[1], reverse=True):
        lines[subject].append((change.recorded[:10], change.encode().encode("utf-8")))
    slices: dict[str, Slice] = {}
    for subject, encoded in lines.items():
        store.put(subject, part, b"".join(line for _, line in encoded))
        start = 0
        for day, members in groupby(encoded, key=itemgetter(0)) if is_month(subject) else ():
            content = b"".join(line for _, line in members)
            slices[day] = Slice(start, len(content), hashlib.blake2b(content, digest_size=DIGEST).hexdigest())
            start += len(content)
    return slices


def is_month(subject: str) -> bool:
    """True for the subject of the changes of a month (YYYY-MM)."""
    return len(subject) == len("YYYY-MM") and subject[4] == "-"


class Source(NamedTuple):
    """Lines that are merged with others: a file, where in it they begin, and their length (bytes)."""

    path: Path
    start: int
    length: int


def merged_lines(sources: Sequence[Source], scratch: Path) -> Iterator[bytes]:
    """Lines of many sources, newest first. `scratch` is a folder for what is merged in steps."""
    level = 0
    while len(sources) > _AT_ONCE:
        level += 1
        scratch.mkdir(parents=True, exist_ok=True)
        fewer = []
        for number, first in enumerate(range(0, len(sources), _AT_ONCE)):
            target = scratch / f"{level}-{number}"
            with target.open("wb") as file:
                file.writelines(_merge(sources[first : first + _AT_ONCE]))
            fewer.append(Source(target, 0, target.stat().st_size))
        sources = fewer
    yield from _merge(sources)


def _merge(sources: Iterable[Source]) -> Iterator[bytes]:
    with ExitStack() as stack:
        files = [_lines(stack.enter_context(source.path.open("rb")), source) for source in sources]
        yield from heapq.merge(*files, key=order, reverse=True)


def _lines(file: IO[bytes], source: Source) -> Iterator[bytes]:
    file.seek(source.start)
    left = source.length
    while left > 0:
        line = file.readline()
        left -= len(line)
        yield line
