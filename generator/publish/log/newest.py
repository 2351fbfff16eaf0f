"""The newest lines of the log as a table, to be polled: in order of the log, never of a clock.

Who keeps the last index that he saw misses nothing: each line is given the next number when it becomes public, however
late it was recorded. The last row says how far back a table goes; what is older stands in the tiles of the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from generator import urls
from generator.publish.artifact import Artifact, text
from generator.publish.exports import tables
from generator.publish.exports.dictionary import CHANGES
from generator.publish.handover.country import Country
from generator.register.county import County

# The subject under which a county's lines lie in the store, the oldest first.
SUBJECT: Final = "log"
# So many lines a table has at most: of the country, and of a county.
MOST: Final = 1000
MOST_OF_COUNTY: Final = 200


def lines(county: County) -> list[str]:
    """The newest lines of a county, the oldest of them first, without an index: as many as the country may need.

    Of a step that is not public (yet) a line says that it is there, and nothing else.
    """
    code, rows = county.code, []
    demonstration = str(county.settings.demonstration).lower()
    gone = {number: by.sequence for record in county.records.values() for number, by in record.corrected_by.items()}
    public = {event.event.sequence for event in county.public_events}
    for event in county.events[-MOST:]:
        if event.sequence not in public:
            told = (event.recorded_at, code, urls.event_id(code, event.sequence))
            rows.append((*told, "", "", "", "", "", "", demonstration))
            continue
        by = gone.get(event.sequence)
        rows.append((
            event.recorded_at, code, urls.event_id(code, event.sequence), event.area_id, event.area_name, event.title,
            event.event, event.effective_at, "" if by is None else urls.event_id(code, by), demonstration,
        ))  # fmt: skip
    return tables.lines(rows)


def of_county(county: County, newest: Sequence[str]) -> Artifact:
    """The table of a county; the index is that in its own log."""
    size = len(county.events)
    listed = (f"{size - back},{line}" for back, line in enumerate(newest[: -MOST_OF_COUNTY - 1 : -1], start=1))
    return _table(urls.changes_table(county.code), listed)


def of_country(country: Country) -> Artifact:
    """The table of the country; the index is the running number of the line in the order of the country's log."""
    return _table(urls.changes_table(), _newest(country))


def handed(newest: Sequence[str]) -> bytes:
    """The lines of a county as they lie in the store."""
    return "".join(f"{line}\n" for line in newest).encode("utf-8")


def _newest(country: Country) -> Iterator[str]:
    parts = dict(country.parts())
    for grown in country.newest_in_log(MOST):
        held = country.left(SUBJECT, grown.code).path(SUBJECT, parts[grown.code]).read_text(encoding="utf-8")
        own = held.split("\n")[:-1]
        size = country.log_size(grown.code)
        for place in range(grown.size - 1, grown.before - 1, -1):
            yield f"{grown.first + place - grown.before},{own[place - size]}"


def _table(path: str, rows: Iterator[str]) -> Artifact:
    return text(path, "\n".join([",".join(CHANGES.header), *rows, ""]))
