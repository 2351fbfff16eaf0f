"""Notices as items of feeds, on their way from counties to the roll-up: the newest of each county.

A file has on its first line what is ordered by, and behind it the items, each in every format. A notice of a unit above
the counties has no item there, for none of them has all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.publish import artifact
from generator.publish.handover.store import NOTICES, Store


class HandedNotice(NamedTuple):
    """A notice that changes of a county are under: when the newest was recorded, whose notice it is, the item."""

    updated: str
    notice_id: str
    name: str
    written: Sequence[bytes]


class Head(NamedTuple):
    """A notice without its item: the file of whose county has it, where it begins, its bytes in each format."""

    updated: str
    notice_id: str
    name: str
    part: str
    start: int
    sizes: tuple[int, ...]


def write(store: Store, part: str, notices: Sequence[HandedNotice]) -> None:
    """Writes the notices of a county."""
    listed = [[*notice[:3], [*map(len, notice.written)]] for notice in notices]
    head = artifact.encoded(listed) + b"\n"
    store.put(NOTICES, part, b"".join([head, *(piece for notice in notices for piece in notice.written)]))


def heads(store: Store, part: str) -> list[Head]:
    """The notices that a county left, without their items."""
    with store.path(NOTICES, part).open("rb") as file:
        line = file.readline()
    found, start = [], len(line)
    for updated, notice_id, name, sizes in artifact.decode(line):
        found.append(Head(updated, notice_id, name, part, start, tuple(sizes)))
        start += sum(sizes)
    return found


def read(store: Store, head: Head) -> list[bytes]:
    """The item of a notice, in every format."""
    with store.path(NOTICES, head.part).open("rb") as file:
        file.seek(head.start)
        return [file.read(size) for size in head.sizes]
