"""The two official texts, clause by clause: where each rule is held, which finding checks it, or where it is shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.findings import CATALOGUE
from tests.docs import clauses, read_clauses
from tests.support import CASES, ROOT

ROWS = read_clauses()
SCHEMES = ("chongqing-2022-74", "hainan-2022")


def profile(scheme: str) -> dict[str, Any]:
    """A committed profile."""
    document: dict[str, Any] = json.loads((ROOT / f"data/schemes/{scheme}.json").read_text(encoding="utf-8"))
    return document


def held(document: Any, path: str) -> Any:
    """What stands at `key`, `key.key` or `key[id].key` of a profile."""
    for step in path.split("."):
        key, _, inner = step.partition("[")
        document = document[key]
        if inner:
            name = inner.rstrip("]")
            document = next(one for one in document if name in (one.get("id"), one.get("event")))
    return document


def cited(document: Any) -> set[str]:
    """Every clause that a profile cites."""
    if isinstance(document, list):
        return set().union(*map(cited, document)) if document else set()
    if not isinstance(document, dict):
        return set()
    own = {document["clause"]} if document.get("clause") else set()
    return own.union(*map(cited, document.values()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['scheme'][:2]} {row['clause']} {row['says'][:12]}")
def test_each_rule_of_the_texts_is_held_and_checked_or_shown(row: dict[str, Any]) -> None:
    """It stands in the profile; its findings exist; what no finding checks is shown, or said to be beyond checking."""
    assert held(profile(row["scheme"]), row["held"]) not in (None, [], {})
    assert set(row["findings"]) <= set(CATALOGUE)
    assert row["findings"] or row["shown"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_table_and_the_profile_know_the_same_clauses(scheme: str) -> None:
    """Whatever a profile cites is a row, and no row is of a clause that the profile does not cite."""
    assert cited(profile(scheme)) - {"4 创建标准"} == {row["clause"] for row in ROWS if row["scheme"] == scheme} - {
        "4 创建标准"
    }


def test_findings_cite_the_clause_that_they_check() -> None:
    """A smallest wrong folder of a finding of the procedure cites a clause whose row names the finding."""
    told: dict[str, set[str]] = {}
    for path in CASES.glob("*/expected.json"):
        for one in json.loads(path.read_text(encoding="utf-8"))["findings"]:
            if one["clause"]:
                told.setdefault(one["code"], set()).add(one["clause"])
    named = {code for row in ROWS for code in row["findings"]}
    assert {code for code in told if code[1] == "6"} - named <= {
        "W622",
        "E627",
        "W626",
        "E631",
        "W632",
    }  # other schemes
    told.pop("E602")  # a step out of order cites the clause of that step, whichever it is
    for code, found in told.items():
        known = {row["clause"] for row in ROWS if code in row["findings"]}
        for clause in found:
            assert not known or any(clause.endswith(one) for one in known) or "示例" in clause, (code, clause)


def test_the_table_is_published_as_it_is() -> None:
    """docs/clauses.md is made from the same rows."""
    assert (ROOT / "docs/clauses.md").read_text(encoding="utf-8") == clauses()
