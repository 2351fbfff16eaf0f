"""The profile of a scheme is typed: what is asked for has a field."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from generator.register.profile import STATEMENTS, from_document
from tests.support import imports
from tests.support.folders import SCHEMES

PATHS = sorted(SCHEMES.glob("*.json"))


def test_nobody_reaches_into_the_document() -> None:
    """The whole JSON is published, digested and searched as a whole; nothing takes a part out of it."""
    parts = [
        f"{module}: {ast.unparse(node)}"
        for module in imports.modules()
        for node in ast.walk(imports.tree(module))
        if isinstance(node, ast.Subscript | ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "document"
    ]
    whole = [
        node
        for module in imports.modules()
        for node in ast.walk(imports.tree(module))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "profile.document"
    ]
    assert parts == []
    assert whole, "the attribute is called otherwise now, and this test sees nothing"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_fields_are_those_of_the_document(path: Path) -> None:
    """Every statement, standard, amendment and fact of the source is in a field, in the order of the file."""
    document = json.loads(path.read_text(encoding="utf-8"))
    profile = from_document(document)
    for key in STATEMENTS:
        stated = document[key]
        said = profile.statements.get(key)
        assert (said and (said.text, said.clause)) == (stated and (stated["text"], stated["clause"]))
    assert [(one.id, one.text, list(one.items)) for one in profile.standards] == [
        (one["id"], one["text"], [item["id"] for item in one["items"]]) for one in document["standards"]
    ]
    assert list(profile.assessed) == [item["id"] for one in document["standards"] for item in (one["items"] or [one])]
    assert [one.text for one in profile.amendments] == [one["text"] for one in document["amendments"]]
    assert profile.source.document_no == document["document"]["document_no"]
    assert [*profile.steps] == [one["event"] for one in document["steps"]]
    assert [step.body for step in profile.steps.values()] == [one["body"] for one in document["steps"]]
