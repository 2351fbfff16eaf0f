"""A profile that names what it does not define (E416): told where it stands, and the profile is not used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.written import CHONGQING, HAINAN, WUHAN, XINGFU, Written, committed

Change = Callable[[dict[str, Any]], object]


def step(document: dict[str, Any], event: str) -> dict[str, Any]:
    """A step of a document."""
    found: dict[str, Any] = next(one for one in document["steps"] if one["event"] == event)
    return found


def amended(document: dict[str, Any], day: str, **changes: Any) -> None:
    """One more amendment."""
    document["amendments"].append({"effective_at": day, "text": "修订", "clause": None, "changes": changes})


@pytest.mark.parametrize(
    ("scheme", "change", "value"),
    [
        (CHONGQING, lambda one: step(one, "file")["levels"].update(village=2), "village"),
        (CHONGQING, lambda one: step(one, "review")["deadline"].update(anchor="nominate"), "nominate"),
        (CHONGQING, lambda one: one["triggers"][0].update(steps=["suspend", "revoke"]), "suspend"),
        (CHONGQING, lambda one: one["triggers"][0].update(reasons=["close_contact"]), "close_contact"),
        (HAINAN, lambda one: one["triggers"][0].update(reasons=["close_contact"]), "close_contact"),  # of another step
        (CHONGQING, lambda one: one["upper_titles"]["rules"][0].update(title="county"), "county"),
        (CHONGQING, lambda one: one["upper_titles"]["rules"][0].update(members=["village"]), "village"),
        (CHONGQING, lambda one: one["standards"][0].update(id="strict_control"), "strict_control"),
        (CHONGQING, lambda one: one["standards"][1].update(id="waste_disposal"), "waste_disposal"),
        (CHONGQING, lambda one: one["standards"][1].update(id="all"), "all"),
        (WUHAN, lambda one: one["amendments"][0]["changes"]["cascade"].update(to=["district"]), "district"),
        (WUHAN, lambda one: one["amendments"][0]["changes"]["cascade"].update(on=["no_reason"]), "no_reason"),
        (WUHAN, lambda one: amended(one, "2020-05-01", steps=[step(one, "publish")]), None),
        (CHONGQING, lambda one: amended(one, "2022-12-01", expiry_days="14"), "2022-12-01"),
        (CHONGQING, lambda one: amended(one, "2022-12-01", id="chongqing-2023"), "2022-12-01"),
        (CHONGQING, lambda one: amended(one, "2022-12-01", expires=14), "2022-12-01"),
        (WUHAN, lambda one: amended(one, "2020-04-03", expiry_days=14), "2020-04-03"),
    ],
)
def test_a_name_without_a_definition(scheme: str, change: Change, value: str | None, tmp_path: Path) -> None:
    """A title, step, reason or anchor that is not there; a standard twice; an amendment that makes nonsense."""
    document = committed(scheme)
    change(document)
    county = Written(tmp_path, document).certified(XINGFU, "2020-03-20")
    found = county.found()
    assert {one.code for one in found} == {"E416"}
    assert {one.path for one in found} == {f"data/schemes/{scheme}.json"}
    assert value is None or [one.value for one in found] == [value]


@pytest.mark.parametrize("scheme", [CHONGQING, HAINAN, WUHAN])
def test_an_amendment_that_changes_nothing(scheme: str, tmp_path: Path) -> None:
    """Each committed profile is defined, and stays so."""
    document = committed(scheme)
    last = document["period"]["until"] or "2030-01-01"
    amended(document, last, window=document["window"], triggers=document["triggers"])
    assert Written(tmp_path, document).certified(XINGFU, "2020-03-20").codes() == []
