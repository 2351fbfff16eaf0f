"""What of a line of a county's log nobody may alter, as an entry of the log that everybody can check.

A line that the public sees stands in its entry as it is. Steps of a procedure are shown once their title is published,
never before: of these the entry has the digest of the line, whatever became of it later, since no entry ever changes.
What retracts a line that the public sees is seen at once, so that nobody can leave a retraction out.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from generator import urls
from generator.register.fold import FINAL_PUBLIC
from generator.register.model import Event
from generator.transparency import leaf

# Of the columns but the first, which the id of the event says; a last one may be filled later, and is no part of it.
_FROM: Final = 1
_UNTIL: Final = Event._fields.index("corrects") + 1
COLUMNS: Final = ("event_id", *Event._fields[_FROM:_UNTIL])
SEALED: Final = ("event_id", "row_sha256")
_formed: Final = leaf.former(COLUMNS)
_sealed: Final = leaf.former(SEALED)


def entries(county: str, events: Sequence[Event]) -> list[bytes]:
    """The entries of the log of a county, given by its code: canonical JSON, a text for each cell that is not empty."""
    made, seen = [], set[int]()
    for event in events:
        cells = ["" if cell is None else cell if cell.__class__ is str else str(cell) for cell in event[_FROM:_UNTIL]]
        event_id = urls.event_id(county, event.sequence)
        row = _formed([event_id, *cells])
        is_seen = event.event in FINAL_PUBLIC or (event.event == "correct" and event.corrects in seen)
        if is_seen:
            seen.add(event.sequence)
        made.append(row if is_seen else _sealed([event_id, sha256(row).hexdigest()]))
    return made
