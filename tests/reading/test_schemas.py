"""Two validators, one verdict; and what the schemas say is what the code says."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import words
from generator.findings import CATALOGUE
from generator.reading import schemas
from generator.register.model import (
    Area,
    Assessment,
    Authority,
    Case,
    Decision,
    Declared,
    Event,
    FormerName,
    Inspection,
    Notice,
    Unplaced,
    Workday,
)
from generator.register.redaction import Redaction

ROWS: dict[str, Any] = {
    "areas": Area, "events": Event, "notices": Notice, "declared": Declared, "unplaced": Unplaced,
    "cases": Case, "assessments": Assessment, "inspections": Inspection, "workdays": Workday,
    "former": FormerName, "decisions": Decision, "authorities": Authority,
    "redactions": Redaction,
}  # fmt: skip

# For each definition of common.json a table uses: values that it accepts, one of each form.
GOOD: dict[str, list[Any]] = {
    "sequence": [1, 42, 999_999],
    "count": [0, 7, 9_999_999],
    "day": ["2022-11-28", "2024-02-29"],
    "time": ["2022-11-28", "2022-11-28T09:00+08:00", "2022-11-28T23:59:59+08:00"],
    "division_code": ["99", "9901", "990101", "990101001", "990101001001"],
    "area_id": ["990101", "990101001", "990101001001", "990101001-001", "990101001001-001"],
    "notice_id": ["99-20221128-1", "990101001-20221128-99"],
    "title": ["compound", "a" * 40],
    "reason": ["new_case", "a" * 40],
    "name": ["幸福里小区", "1-5栋", "𠮷祥社区", "（东区）", "A+B", "Ⅱ期", "幸福ｅ家社区", "\ue170高村委会", "名" * 80],
    "prose": ["渝肺炎指办发〔2022〕74号", "=1+1", "<b>", "字" * 500],
    "event": list(words.EVENTS),
    "unit_type": list(words.UNIT_TYPES),
    "measure": list(words.MEASURES),
    "provenance": list(words.PROVENANCES),
    "id": ["good_order", "a-1"],
    "yes_no": ["yes", "no"],
    "confirmed": ["yes"],
    "inspection_method": ["open", "covert"],
    "inspection_result": ["passed", "failed"],
    "authority_level": ["registry", "99", "9901", "990101"],
    "ssh_key": ["ssh-ed25519 AAAA 办公室"],
    "authority_role": ["sign", "forge", "revoked"],
    "sha256": ["0" * 64, "0123456789abcdef" * 4],
    "redacted_columns": ["area_name"],
    "threshold": [1, 9],
}

NASTY: list[Any] = [
    None, True, False, 0, 1, -1, 1.0, 1.5, 10**6, 10**18, 10**30, 1e300, [], {}, [1], {"a": 1},
    "", " ", "\n", "990101\n", "990101001001\n", "990101001001-001\n", "compound\n", "2022-11-28\n",
    "2022-11-28T09:00+08:00\n", "99-20221128-1\n", "publish\n", "\n990101", "990101\r", "990101\u2028",
    "990101\n990102", "2022-11-28\n2022-11-29",
    "９９０１０１", "٩٩٠١٠١", "९९०१०१", "𝟗𝟗𝟎𝟏𝟎𝟏", "²²", "２０２２-11-28", "2022-13-01", "2022-02-30",
    "2022-00-00",
    "2022-11-28T24:00+08:00", "2022-11-28T09:00Z", "2022-11-28t09:00+08:00", "5.00E+11",
    "1.0", "true", "null",
    "../x", "a/b", "..", "ſ", "K", "İd", "COMPOUND", "Publish", "a" * 41, "名" * 81,
    "字" * 501, "x" * 100_000,
    "<b>", "a>b", "=1", "+1", "-1", "@1", "＝1", "＋1", "－1", "＠1", " a", "a ", "\u3000a",
    "a\u3000", "a\u00a0",
    "\x00", "a\x00b", "a\x1bb", "a\tb", "a\x7fb", "a\x85b", "a\xadb", "a\u061cb",
    "a\u180eb", "a\u200bb", "a\u200db",
    "a\u2028b", "a\u2029b", "a\u202eb", "a\u2060b", "a\u2066b", "a\ufeffb", "a\ufff9b",
    "a\ufffdb", "a\U000e0001b",
    "a\U000e0041b", "a\U000e007fb", "a\U000e0100b", "👨‍👩‍👧", "e\u0301", "\U0010ffff", "\ue000", "𠮷",
    "a\ufffeb", "a\uffffb", "a\ufdd0b", "a\U0001fffeb", "a\ue170b", "a\U00100000b", "a\u2fa5b", "a\u2ed4b", "a\uf9d1b",
    "a\U0002f800b", "a\u0410b", "a\u30edb", "a\u2800b", "a\ufe0fb", "a\u3164b", "a\u2003b", "a\uff71b", "a\ufe59b",
    "﨎",
]  # fmt: skip

GOOD_DOCUMENTS: dict[str, dict[str, Any]] = {
    "county": {
        "code": "990101", "publisher": "指挥部", "contact": "办公室",
        "register_since": "2022-11-20", "state": "active",
        "schemes": [{"scheme": "chongqing-2022-74", "from": "2022-11-20", "until": None}],
        "demonstration": True,
        "publishes_every_days": 1, "archived_at": None,
    },
    "site": {
        "name": "名录", "url": "https://register.example", "tag_authority": "register.example,2026",
        "demonstration": True, "publisher": "指挥部", "contact": "办公室",
        "area_documents": True, "area_feeds": False,
    },
}  # fmt: skip


def agreed(name: str, instance: Any) -> bool:
    """The verdict of both validators, after a check that it is the same."""
    fast = schemas.bulk(name).is_valid(instance)
    problems = list(schemas.explain(name, instance))
    assert fast == (not problems), (fast, problems, instance)
    return fast


def good_row(table: str) -> dict[str, Any]:
    """A row with a good value in every column."""
    return {column.name: GOOD[column.definition][0] for column in schemas.columns(table)}


@pytest.mark.parametrize("table", ROWS)
def test_rows_that_are_good(table: str) -> None:
    """Every good form of every column is accepted by both."""
    columns = schemas.columns(table)
    assert len(columns) > 1
    for column in columns:
        for value in GOOD[column.definition]:
            assert agreed(table, [good_row(table) | {column.name: value}]), (column, value)
        if not column.required:
            assert agreed(table, [{k: v for k, v in good_row(table).items() if k != column.name}])


@pytest.mark.parametrize("table", ROWS)
def test_missing_required_column(table: str) -> None:
    """Both miss a required column, and the explanation names it."""
    required = [column.name for column in schemas.columns(table) if column.required]
    assert required
    for name in required:
        row = {k: v for k, v in good_row(table).items() if k != name}
        assert not agreed(table, [row])
        assert [one.path for one in schemas.explain(table, [row])] == [(0, name)]


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_nasty_value_in_every_column(value: Any) -> None:
    """The two validators agree on every nasty value in every column of every table."""
    wrong = []
    for table in ROWS:
        for column in schemas.columns(table):
            row = good_row(table) | {column.name: value}
            if schemas.bulk(table).is_valid([row]) != (not list(schemas.explain(table, [row]))):
                wrong.append(f"{table}.{column.name}")
    assert wrong == []


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_nasty_value_in_every_setting(value: Any) -> None:
    """The same for the keys of county.json and site.json."""
    wrong = []
    for name, document in GOOD_DOCUMENTS.items():
        assert agreed(name, document)
        for key in document:
            changed = document | {key: value}
            if schemas.bulk(name).is_valid(changed) != (not list(schemas.explain(name, changed))):
                wrong.append(f"{name}.{key}")
    assert wrong == []


values = st.one_of(
    st.sampled_from(NASTY),
    st.none(),
    st.booleans(),
    st.integers(-10, 10**7),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("0123456789-T:+٠９.E\n", max_size=26),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A table and some rows, good but for a few cells."""
    table = draw(st.sampled_from(sorted(ROWS)))
    columns = schemas.columns(table)
    rows = []
    for _ in range(draw(st.integers(0, 3))):
        row = {c.name: draw(st.sampled_from(GOOD[c.definition])) for c in columns if c.required or draw(st.booleans())}
        for column in draw(st.lists(st.sampled_from(columns), max_size=2)):
            row[column.name] = draw(values)
        if draw(st.integers(0, 9)) == 0:
            row.pop(draw(st.sampled_from(sorted(row))))
        if draw(st.integers(0, 9)) == 0:
            row[draw(st.text("abc_", max_size=5))] = draw(values)
        rows.append(row)
    return table, rows


@given(tables())
@settings(max_examples=200, deadline=None)
def test_same_verdict_on_generated_rows(made: tuple[str, list[dict[str, Any]]]) -> None:
    """Whatever the rows are, the fast validator and the explaining one agree on them."""
    agreed(*made)


@given(st.sampled_from(sorted(GOOD)), st.data())
@settings(max_examples=200, deadline=None)
def test_same_verdict_on_mutated_values(definition: str, data: st.DataObject) -> None:
    """A good value with one character put in, taken out or changed gets the same verdict from both."""
    table, column = next(
        (table, column) for table in ROWS for column in schemas.columns(table) if column.definition == definition
    )
    value = data.draw(st.sampled_from(GOOD[definition]))
    if isinstance(value, str):
        at = data.draw(st.integers(0, len(value)))
        put = data.draw(
            st.one_of(
                st.just(""),
                st.sampled_from("\n\r\u2028０٠<=\u200b -"),
                st.characters(exclude_categories=["Cs"]),
            )
        )
        value = value[:at] + put + value[at + data.draw(st.integers(0, 1)) :]
    else:
        value = data.draw(st.integers(value - 2, value + 2))
    agreed(table, [good_row(table) | {column.name: value}])


@pytest.mark.parametrize("name", sorted(schemas.documents()))
def test_schema_is_valid(name: str) -> None:
    """Every schema agrees with the metaschema of draft 2020-12 and says that it does."""
    document = schemas.documents()[name]
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(document)
    assert schemas.bulk(name) is not None or name == "common"


def _inner(schema: Any) -> list[dict[str, Any]]:
    """All schemas within a schema, itself included."""
    if isinstance(schema, dict):
        return [schema, *(one for value in schema.values() for one in _inner(value))]
    return [one for value in schema for one in _inner(value)] if isinstance(schema, list) else []


def test_patterns_are_bounded_and_ascii() -> None:
    """A pattern is anchored, says [0-9] (a class has full-width digits, too), and has a maxLength."""
    patterns = [
        (name, schema["pattern"], schema)
        for name, document in schemas.documents().items()
        for schema in _inner(document)
        if isinstance(schema.get("pattern"), str) and schema.get("type") == "string"
    ]
    assert len(patterns) >= 20
    for name, pattern, schema in patterns:
        assert pattern.startswith("^"), (name, pattern)
        assert pattern.endswith("$"), (name, pattern)
        assert not {"\\d", "\\w", "\\s"} & {pattern[at : at + 2] for at in range(len(pattern))}, (name, pattern)
        assert "maxLength" in schema, (name, pattern)


def test_findings_that_schemas_name_exist() -> None:
    """`x-finding` is a code of the catalogue, and what was expected is said in words beside it."""
    named = [
        schema
        for document in schemas.documents().values()
        for schema in _inner(document)
        if isinstance(schema.get("x-finding"), str)
    ]
    assert {schema["x-finding"] for schema in named} == {"E202", "E203", "E204", "E205", "E206", "E207", "E301"}
    for schema in named:
        assert schema["x-finding"] in CATALOGUE
        assert isinstance(schema["x-expected"], str)


@pytest.mark.parametrize("table", ROWS)
def test_rows_have_the_columns_of_their_schema(table: str) -> None:
    """The fields of a row are the columns of its table, in order; the required ones come without null."""
    assert ROWS[table]._fields == tuple(column.name for column in schemas.columns(table))
    hints = ROWS[table].__annotations__
    for column in schemas.columns(table):
        assert ("None" in str(hints[column.name])) == (not column.required), column
        assert column.definition in GOOD


@pytest.mark.parametrize(
    ("listed", "definition"),
    [
        (words.EVENTS, "event"),
        (words.UNIT_TYPES, "unit_type"),
        (words.MEASURES, "measure"),
        (words.PROVENANCES, "provenance"),
        (words.STATES, "state"),
        (words.LEVELS, "level"),
    ],
)
def test_words_are_the_code_lists(listed: dict[Any, str], definition: str) -> None:
    """A code list of the schemas and the words for it hold the same codes in the same order."""
    common = schemas.documents()["common"]["$defs"]
    assert list(listed) == common[definition]["enum"]


@pytest.mark.parametrize("definition", ["event", "unit_type", "measure", "provenance", "state"])
def test_what_is_expected_names_every_code(definition: str) -> None:
    """The sentence that a clerk reads lists every code that may stand there."""
    schema = schemas.documents()["common"]["$defs"][definition]
    assert [code for code in schema["enum"] if code not in schema["x-expected"]] == []
