"""Recipes for the tools of readers: each is taken from the page of the data and run as it stands, in order."""

from __future__ import annotations

import csv
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest

from tests.support.examples import Example, examples_of
from tests.support.sites import serving

EXAMPLES: Final = examples_of("pages/data.md")
# The recipe that takes the tables; what stands before it are examples of single addresses.
FIRST: Final = next(number for number, example in enumerate(EXAMPLES) if "--remote-name-all" in example.code)
MONTH: Final = re.compile(r"(\d{4}-\d\d)\D+(\d+)")
# What is printed by the examples that do not count revocations by month; patterns for the whole output.
OTHERS: Final[Mapping[str, str]] = {
    "curl -O": "",
    "curl -s https://register.example/990101/areas.csv | grep": r"(?:990101\S+,revoked,\S+\n)+",
    "curl -s https://register.example/990101/990101001001-001/": r'(?s)\{\n  "name": "春晓花园",\n.*\}\n',
    "curl -s https://register.example/feeds/revoked.json": r"(?:2022-\S+\t(?:取消|更正):\S+\n)+",
    "curl -s --remote-name-all https://register.example/downloads/{areas,events}": "",
    "curl -s --remote-name-all https://register.example/downloads/99/areas-excel": r"(?s)convert .*",
    "curl -s https://register.example/downloads/events.csv | sha256sum": r"[0-9a-f]{64}  -\n",
    "openapi-python-client": r"(?s).*春晓花园 \w+ 2022-11-\d\d\n",
}


def lost_by_month(site: Path) -> Counter[str]:
    """The answer to the question of the recipes, from the table itself."""
    with (site / "downloads/events.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file, strict=True)]
    return Counter(
        row["effective_on"][:7]
        for row in rows
        if (row["state"], row["event"], row["superseded_by"]) == ("active", "revoke", "")
    )


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The built site on a web server of this machine."""
    with serving(site) as found:
        yield found.rstrip("/")


@pytest.fixture(scope="module")
def folder(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables, as the first recipe takes them."""
    folder = tmp_path_factory.mktemp("recipes")
    EXAMPLES[FIRST].run(address, folder)
    return folder


def answer_of(example: Example) -> str | None:
    """The pattern of what an example prints, if it answers another question."""
    found = [pattern for begins, pattern in OTHERS.items() if example.code.startswith(begins)]
    return found[0] if found else None


def test_recipes_are_for_every_tool() -> None:
    """No tool that the page names went without its recipe, and each answer is told once."""
    code = "\n".join(example.code for example in EXAMPLES)
    for tool in ("pandas", "polars", "duckdb", "jsonlite", "jq", "sqlite-utils", "datasette", "soffice", "openapi"):
        assert tool in code, tool
    for ending in ("csv", "jsonl", "parquet"):
        assert f"events.{ending}" in code
    assert all(sum(example.code.startswith(begins) for example in EXAMPLES) == 1 for begins in OTHERS)


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=lambda number: EXAMPLES[number].code.split("\n")[0][:40])
def test_recipe(number: int, address: str, folder: Path, site: Path) -> None:
    """It gives the answer that the table itself gives: by month, or the places of a county."""
    example = EXAMPLES[number]
    said = example.run(address, folder)
    pattern = answer_of(example)
    if pattern is not None:
        assert re.fullmatch(pattern, said), said
    elif "USING (area_id, title)" in example.code:
        assert len(re.findall("示例区.*?[1-9]", said)) == 3, said
    else:
        assert {month: int(count) for month, count in MONTH.findall(said)} == lost_by_month(site), said


def test_answer_is_not_trivial(site: Path) -> None:
    """Several months, and lines that no longer stand: a recipe that overlooks them gives another answer."""
    with (site / "downloads/events.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file, strict=True)]
    assert len(lost_by_month(site)) > 2
    assert [row for row in rows if row["event"] == "revoke" and row["superseded_by"] and row["state"] == "active"]


def test_spreadsheet_keeps_codes_as_text(address: str, folder: Path) -> None:
    """What LibreOffice makes by the recipe has no number in it: no code, no qualifier; and every row."""
    (example,) = [example for example in EXAMPLES if "soffice" in example.code]
    example.run(address, folder)
    with zipfile.ZipFile(folder / "areas-excel.ods") as file:
        root = ElementTree.fromstring(file.read("content.xml"))
    spaces = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    kind = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
    cells = root.findall(".//table:table-cell", spaces)
    assert {cell.get(kind) for cell in cells} - {None} == {"string", "date", "boolean"}
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as table:
        ids = [row["area_id"] for row in csv.DictReader(table) if row["area_id"].startswith("99")]
    assert len(root.findall(".//table:table-row", spaces)) == len(ids) + 1
    assert set(ids) <= {"".join(cell.itertext()) for cell in cells}
    assert [area_id for area_id in ids if area_id.isdigit()]


def test_english_page_has_the_same_recipes() -> None:
    """Whoever reads English gets what was run above; only the count of a first example is its own."""
    english = [example.code for example in examples_of("en/data.md")]
    known = {example.code for example in EXAMPLES}
    assert [code for code in english if code not in known] == english[:1]
    assert len(english) > 10
