"""What of a line of a county's log nobody may alter, as an entry of the log that everybody can check.

A line that the public sees stands in its entry as it is. Steps of a procedure are shown once their title is published,
never before: of these the entry has the digest of the line, whatever became of it later, since no entry ever changes.
What retracts a line that the public sees is seen at once, so that nobody can leave a retraction out.

A text that has to go leaves the hash of its line behind (ADR 63): the entry then has another text than was hashed.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from generator import urls
from generator.register.fold import FINAL_PUBLIC
from generator.register.model import Event
from generator.register.redaction import Redaction, Redactions
from generator.transparency import leaf
from generator.transparency.merkle import leaf_hash

# Of the columns but the first, which the id of the event says; a last one may be filled later, and is no part of it.
_FROM: Final = 1
_UNTIL: Final = Event._fields.index("corrects") + 1
COLUMNS: Final = ("event_id", *Event._fields[_FROM:_UNTIL])
SEALED: Final = ("event_id", "row_sha256")
_formed: Final = leaf.former(COLUMNS)
_sealed: Final = leaf.former(SEALED)


def entries(county: str, events: Sequence[Event], redactions: Redactions = MappingProxyType({})) -> list[bytes]:
    """The entries of the log of a county, given by its code: canonical JSON, a text for each cell that is not empty.

    Of a step whose text was removed the entry has the digest of what the line was.
    """
    made, seen = [], set[int]()
    for event in events:
        cells = ["" if cell is None else cell if cell.__class__ is str else str(cell) for cell in event[_FROM:_UNTIL]]
        event_id = urls.event_id(county, event.sequence)
        row = _formed([event_id, *cells])
        is_seen = event.event in FINAL_PUBLIC or (event.event == "correct" and event.corrects in seen)
        if is_seen:
            seen.add(event.sequence)
        made.append(row if is_seen else _sealed([event_id, sha256(row).hexdigest()]))
    if redactions:
        for place, event in enumerate(events):
            redaction = redactions.get(event.sequence)
            if redaction is not None and redaction.row_sha256 is not None:
                made[place] = sealed(county, redaction.sequence, redaction.row_sha256)
    return made


def sealed(county: str, sequence: int, digest: str) -> bytes:
    """The entry of a step, of which the log has the digest alone."""
    return _sealed([urls.event_id(county, sequence), digest])


def hashes(entries: Sequence[bytes], events: Sequence[Event], redactions: Redactions) -> list[bytes]:
    """The hashes of these entries of a log; of a line whose text was removed, the one that it had."""
    made = [leaf_hash(entry) for entry in entries]
    if redactions:
        for place, event in enumerate(events):
            redaction = redactions.get(event.sequence)
            if redaction is not None:
                made[place] = bytes.fromhex(redaction.leaf_hash)
    return made


def digests(entry: bytes) -> tuple[str, str | None]:
    """What stands for an entry once its text is removed: its hash, and, of a step, the digest of the line."""
    return leaf_hash(entry).hex(), (leaf.parsed(entry) or {}).get(SEALED[1])


def was(county: str, event: Event, redaction: Redaction, text: str) -> bool:
    """True if the text that was removed from a line is this one."""
    cells = ["" if cell is None else str(cell) for cell in event._replace(area_name=text)[_FROM:_UNTIL]]
    row = _formed([urls.event_id(county, event.sequence), *cells])
    if redaction.row_sha256 is not None:
        return sha256(row).hexdigest() == redaction.row_sha256
    return leaf_hash(row).hex() == redaction.leaf_hash
