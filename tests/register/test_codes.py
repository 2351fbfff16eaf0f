"""The codes as types are those of the schemas, the words and the procedure: one list of each, wherever it stands."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from generator import words
from generator.findings import CATALOGUE
from generator.publish.handover.summary import STATUSES
from generator.reading import schemas
from generator.register.codes import EventKind, Measure, PublicStatus, RegisterState, Severity, Status
from generator.register.status import PUBLIC_AFTER, STATUS_AFTER, STATUS_BEFORE
from generator.review.compare import KINDS
from generator.review.nouns import EffectKind


def enumerated(name: str) -> list[str]:
    """The values that a definition of common.json allows."""
    definition: dict[str, Any] = schemas.documents()["common"]["$defs"][name]
    return list(definition["enum"])


@pytest.mark.parametrize(("name", "codes"), [("event", EventKind), ("measure", Measure), ("state", RegisterState)])
def test_codes_are_those_of_the_schemas(name: str, codes: Any) -> None:
    """What a row may hold, its type names, and nothing else."""
    assert enumerated(name) == list(get_args(codes))


@pytest.mark.parametrize(
    ("named", "codes"),
    [(words.EVENTS, EventKind), (words.STATUSES, Status), (words.MEASURES, Measure), (words.STATES, RegisterState)],
)
def test_every_code_has_a_word(named: dict[str, str], codes: Any) -> None:
    """There is a word for each code, and no word for anything else."""
    assert set(named) == set(get_args(codes))


def test_the_procedure_has_every_event_and_status() -> None:
    """Each event but a correction leads somewhere; what the public sees is a part of all statuses."""
    assert set(STATUS_AFTER) == set(STATUS_BEFORE) == set(get_args(EventKind)) - {"correct"}
    assert set(STATUS_AFTER.values()) - {None} == set(get_args(Status))
    assert set(PUBLIC_AFTER.values()) == set(get_args(PublicStatus)) == set(STATUSES)
    assert {kind: STATUS_AFTER[kind] for kind in PUBLIC_AFTER} == PUBLIC_AFTER


def test_severities_and_effects() -> None:
    """Both severities are in the catalogue, and each kind of effect has its place in the order."""
    assert {kind.severity for kind in CATALOGUE.values()} == set(get_args(Severity))
    assert sorted(KINDS) == sorted(get_args(EffectKind))
