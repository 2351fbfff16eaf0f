"""The page that checks a table in the browser says what a check says, whatever is wrong with the table."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from generator.findings import CATALOGUE
from generator.findings.examples import examples
from generator.publish.exports import checking
from generator.reading import schemas
from tests.support.checking import ROW_TYPES, on_page, told_by, told_by_reader
from tests.support.folders import ROOT
from tests.support.tools import require_tool

COUNTY: Final = ROOT / "data/registers/990101"
STATIC: Final = ROOT / "generator/theme/static"
SLIPS: Final = (
    "", " 空", "5.00E+11", "990101001001", "９９０１０１", "1月5日", "5-Jan", "44931", "2022/11/21", "2022-02-30",
    "合计", "①甲小区", "甲小区、乙小区", "2栋301室", "#N/A", "鏃犵柅绀惧尯", "ÎÞÒßÉçÇø", "æ— ç–«", "全　角",
    "<b>", "=1+1", "nan", "NULL", "某小区\u200b", "里\u2fa5", "a\u00a0b", "甲;乙", "甲；乙", "x" * 81, "长" * 501,
    "0.0", "12.0", "007", "小区?", "？？", "是", "yes", "3.5", "99999999", "\ue000", "Ａ栋", "两 个", "1.",
    "（一）甲", '"q', 'a"b', "甲,乙", "2022-11-28T09:00", "2022-11-28 09:00", "2022-11-28T09:00+08:00", "44931.5",
    "2022年11月8日", "{{x}}", "_x000D_", "0000-01-01", "1900-02-29", "2000-02-29",
)  # fmt: skip


def originals() -> dict[str, list[str]]:
    """The lines of each table of a county; of one that it has not, the header."""
    return {
        table: path.read_text(encoding="utf-8").splitlines()
        if (path := COUNTY / f"{table}.csv").exists()
        else [",".join(column.name for column in schemas.columns(table))]
        for table in checking.TABLES
    }


def spoilt(lines: list[str], chance: random.Random) -> str:
    """A table with some cells and some lines as slips make them."""
    lines = [*lines]
    for _ in range(chance.randint(1, 6)):
        place, kind = chance.randrange(len(lines)), chance.random()
        if kind < 0.8 and place:
            cells = lines[place].split(",")
            cells[chance.randrange(len(cells))] = chance.choice(SLIPS)
            lines[place] = ",".join(cells)
        elif kind < 0.82:
            lines[place] += ","
        elif kind < 0.86:
            lines.insert(place, chance.choice(["", ",,,", "  "]))
        elif kind < 0.88:
            lines.insert(place, lines[0])
        elif kind < 0.9:
            lines[place] = lines[place].replace(",", chance.choice("，;"))
        elif kind < 0.91:
            lines = [f"{line},," for line in lines]
        elif kind < 0.92:
            sign = chance.choice(";\t|")
            lines = [line.replace(",", sign) for line in lines]
        elif kind < 0.94:
            lines[0] = lines[0].replace(chance.choice(lines[0].split(",")), chance.choice(["名称", "x", "", "event"]))
        elif kind < 0.96:
            lines[place] = f'"{lines[place]}"'
        elif kind < 0.97:
            lines.insert(place, "<<<<<<< HEAD")
        else:
            lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
    return chance.choice(["\n", "\n", "\n", "\r\n"]).join([*lines, ""])


@pytest.mark.parametrize("seed", range(3))
def test_page_and_check_find_the_same_in_spoilt_tables(tmp_path: Path, seed: int) -> None:
    """Hundreds of tables with several slips each: same lines, columns, codes, messages and mendings."""
    require_tool("node")
    chance, tables = random.Random(seed), originals()
    names = [chance.choice([*tables]) for _ in range(200)]
    given = [(name, spoilt(tables[name], chance).encode()) for name in names]
    answers = on_page([(f"{name}.csv", content) for name, content in given])
    differ = [
        (name, content.decode())
        for (name, content), answer in zip(given, answers, strict=True)
        if told_by(answer["findings"]) != told_by_reader(tmp_path, name, content)
    ]
    assert len(answers) == 200
    assert differ == []
    assert len({finding["code"] for answer in answers for finding in answer["findings"]}) > 12


def test_every_finding_of_form_can_be_said() -> None:
    """What the page can say stands in the catalogue, and it can say all that schemas and texts of tables ask for."""
    assert set(checking.FINDINGS) <= set(CATALOGUE)
    assert set(checking.TABLES) == set(ROW_TYPES)
    kinds = {definition["x-finding"] for definition in checking.rules()["definitions"].values()}
    assert kinds <= set(checking.FINDINGS)
    leavings = {leaving["code"] for leaving in checking.rules()["leavings"]}
    assert leavings - set(checking.FINDINGS) == {"W213"}  # of the official list alone
    assert set(checking.FINDINGS) - set(examples()) == set()


def test_the_reader_of_schemas_knows_every_keyword() -> None:
    """A definition of a table says nothing that the page would pass over."""
    common = schemas.documents()["common"]["$defs"]
    documented = {"title", "description", "x-expected", "x-finding"}
    used = {column.definition for table in checking.TABLES for column in schemas.columns(table)}
    assert len(used) > 10
    assert {keyword for name in used for keyword in common[name]} - documented <= set(checking.KEYWORDS)
    for table in checking.TABLES:
        schema = schemas.documents()[table]
        assert set(schema["items"]) == {"type", "properties", "required", "additionalProperties"}
        titles = [column["title"] for column in checking.rules()["tables"][table]["columns"]]
        assert len({*titles}) == len(titles), f"{table}: two columns have one Chinese name"


def test_expressions_are_read_by_browsers() -> None:
    """All of them compile in the mode for Unicode, and none has an escape or a flag that only Python knows."""
    require_tool("node")
    expressions: list[str] = []

    def collect(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                collect(inner, name)
        elif isinstance(value, list):
            for inner in value:
                collect(inner, key)
        elif key in ("pattern", "expression", "separated", "last_number", "utf8_as_latin", "gbk_as_latin"):
            expressions.append(value)

    collect(checking.rules())
    script = (
        'const all = JSON.parse(require("fs").readFileSync(0, "utf8"));'
        'all.forEach(one => new RegExp(one, "u")); process.stdout.write(String(all.length));'
    )
    done = subprocess.run(
        ["node", "-e", script], input=json.dumps(expressions), capture_output=True, check=True, encoding="utf-8"
    )
    assert int(done.stdout) == len(expressions) > 50
    assert not [one for one in expressions if "(?i" in one or "(?P" in one or "\\Z" in one]


@pytest.mark.parametrize("table", ["areas", "events", "notices", "declared", "assessments", "cases", "inspections"])
def test_a_sound_table_comes_back_as_it_was(table: str) -> None:
    """Read, found sound and written anew: the same bytes."""
    require_tool("node")
    content = (COUNTY / f"{table}.csv").read_bytes()
    [answer] = on_page([("whatever.csv", content)])
    assert answer["recognised"] == table
    assert [each for each in answer["findings"] if each["code"][0] == "E"] == []
    assert answer["written"].encode() == content


def test_only_the_page_of_the_check_loads_its_scripts(site: Path) -> None:
    """No other page is heavier for it; none of its scripts makes code of text, or HTML."""
    pages = [path for path in site.rglob("*.html") if "static/check" in path.read_text(encoding="utf-8")]
    assert [path.relative_to(site).as_posix() for path in pages] == ["check/index.html"]
    scripts = sorted(STATIC.glob("check*.js"))
    assert len(scripts) == 4
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        for unsafe in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "fetch(",
        ):
            assert unsafe not in text, script.name
