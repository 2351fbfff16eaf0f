"""The bytes of an entry are a contract: whoever has a line can make them, and no line is too long for one."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from generator.reading import schemas
from generator.register import leaves
from generator.register.codes import AreaId, DivisionCode, TitleId
from generator.register.model import Event
from generator.transparency import leaf, tiles

REVOKED = Event(
    12, AreaId("990101001001-001"), "幸福里“小区\\", "revoke", TitleId("compound"), "2022-11-26",
    "2022-11-26T08:00:00+08:00",
    DivisionCode(AreaId("990101")), "new_case", None, 7, "yes",
)  # fmt: skip


def longest(definition: dict[str, Any]) -> int:
    """The most characters that a value of a definition of the schemas has."""
    if "$ref" in definition:
        return longest(schemas.documents()["common"]["$defs"][definition["$ref"].rpartition("/")[2]])
    if "anyOf" in definition:
        return max(map(longest, definition["anyOf"]))
    if definition.get("type") == "integer":
        return len(str(definition.get("maximum", 10**20)))
    return int(definition.get("maxLength") or max(map(len, definition.get("enum", [""]))))


def test_the_bytes_of_a_line_are_these() -> None:
    """Columns by name, texts alone, nothing for an empty cell, and nothing of a column that may be filled later."""
    (made,) = leaves.entries("990101", [REVOKED])
    assert made.decode() == (
        '{"area_id":"990101001001-001","area_name":"幸福里“小区\\\\","corrects":"7","decided_by":"990101",'
        '"effective_at":"2022-11-26","event":"revoke","event_id":"990101-000012","reason":"new_case",'
        '"recorded_at":"2022-11-26T08:00:00+08:00","title":"compound"}'
    )
    assert leaves.entries("990101", [REVOKED._replace(confirmed=None)]) == [made]


def test_a_step_that_waits_for_its_publication_is_a_digest() -> None:
    """That of the bytes that it would have: whoever is shown the line later can check it."""
    step = REVOKED._replace(event="review")
    (made,) = leaves.entries("990101", [step])
    whole = leaf.canonical(
        {column: str(cell or "") for column, cell in zip(leaves.COLUMNS, ("990101-000012", *step[1:11]), strict=True)}
    )
    assert leaf.parsed(made) == {"event_id": "990101-000012", "row_sha256": sha256(whole).hexdigest()}


def test_what_retracts_a_line_that_is_seen_is_seen() -> None:
    """Also what retracts the retraction; not what retracts a step that waits for its publication."""
    lines = [("review", None), ("revoke", None), ("correct", 1), ("correct", 2), ("correct", 4)]
    events = [
        REVOKED._replace(sequence=number, event=event, corrects=corrects)  # type: ignore[arg-type]
        for number, (event, corrects) in enumerate(lines, start=1)
    ]
    made = [leaf.parsed(entry) or {} for entry in leaves.entries("990101", events)]
    assert ["row_sha256" in row for row in made] == [True, False, True, False, False]


def test_no_line_is_longer_than_an_entry_may_be() -> None:
    """By the lengths that the schema allows, were every character of four bytes and written as an escape."""
    columns = schemas.documents()["events"]["items"]["properties"]
    most = sum(len(name) + 6 + 6 * longest(columns[name]) for name in Event._fields[1:11])
    assert 500 < most < tiles.MOST_BYTES
