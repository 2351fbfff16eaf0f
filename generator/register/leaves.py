"""What of a line of a county's log nobody may alter, as an entry of the log that everybody can check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator import urls
from generator.register.model import Event
from generator.transparency import leaf

_KEPT: Final = Event._fields.index("corrects") + 1
# A last column may be filled later, and is no part of it.
COLUMNS: Final = ("event_id", *Event._fields[:_KEPT])
_formed: Final = leaf.former(COLUMNS)


def entries(county: str, events: Sequence[Event]) -> list[bytes]:
    """The entries of the log of a county, given by its code: canonical JSON, a text for each cell that is not empty."""
    made = []
    for event in events:
        cells = ["" if cell is None else cell if cell.__class__ is str else str(cell) for cell in event[:_KEPT]]
        made.append(_formed([urls.event_id(county, event.sequence), *cells]))
    return made
