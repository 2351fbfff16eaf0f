"""Every text of every committed table and document is asked for what nobody meant, each as what it is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from generator.check import Report
from generator.reading import schemas
from generator.reading.texts import judged
from tests.support.folders import CASES, copy_data, report_of

COUNTY: Final = "registers/990101"
# Table -> where it stands, and a row that it can have.
TABLES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "areas": (COUNTY, {"area_id": "990101001001-002", "name": "锦苑小区", "unit_type": "compound"}),
    "unplaced": (
        COUNTY, {"notice_id": "990101-20221123-1", "name": "锦苑小区", "title": "compound", "reason": "没有代码"},
    ),
    "declared": (COUNTY, {"notice_id": "990101-20221123-1", "measure": "certified", "count": "0", "title": "compound"}),
    "notices": (
        COUNTY,
        {
            "notice_id": "990101-20221124-1", "title": "通告", "published_at": "2022-11-24", "provenance": "official",
            "source": "门户网站",
        },
    ),
    "workdays": (".", {"date": "2022-11-24", "working": "yes", "source": "放假安排"}),
    "former": ("divisions", {"code": "990101001001", "until": "2020-01-01", "name": "春晓村"}),
    "authorities": (
        ".",
        {
            "county": "990101", "principal": "示例区卫健局", "valid_from": "2022-11-24", "role": "sign",
            "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBzuIdBAoBzDOgTbFRzaY/CfLJfFpM8VkPmQhkIpRoVa",
        },
    ),
    "redactions": (
        COUNTY,
        {
            "sequence": "5", "columns": "area_name", "leaf_hash": "0" * 64, "decided_by": "示例市中级人民法院",
            "reason": "判决", "redacted_at": "2022-11-24",
        },
    ),
    "decisions": (".", {"decided_on": "2022-11-24", "file": "site.json", "key": "name", "reason": "改名"}),
}  # fmt: skip
# As files have them, or as the areas have them.
NOT_ASKED: Final = {
    ("decisions", "file"), ("decisions", "key"), ("decisions", "was"), ("decisions", "now"), ("events", "area_name"),
    ("divisions", "name"),
}  # fmt: skip
TEXTS: Final = frozenset({"name", "prose", "long"})


def columns() -> Iterator[tuple[str, str]]:
    """Pairs of table and column of every text, but for those that are not asked."""
    for table, schema in schemas.documents().items():
        if schemas.files()[table].parent.name == "committed" and schema.get("type") == "array":
            for column in schemas.columns(table):
                if column.definition in TEXTS and (table, column.name) not in NOT_ASKED:
                    yield table, column.name


def with_cell(folder: Path, table: str, column: str, value: str) -> Report:
    """The report of the base with one more row in a table, which has a value in a column."""
    data = copy_data(CASES / "base", folder / "data")
    place, row = TABLES[table]
    path = data / place / f"{table}.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.is_file() else []
    names = [each.name for each in schemas.columns(table)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, {**row, column: value}])
    return report_of(data)


def codes(report: Report, path: str, column: str) -> set[str]:
    """Codes of findings of a column of a file."""
    return {finding.code for finding in report.findings if finding.path == path and finding.column == column}


@pytest.mark.parametrize(("table", "column"), list(columns()))
def test_every_text_column_is_asked(table: str, column: str, tmp_path: Path) -> None:
    """An error value of a spreadsheet is told in each column that holds texts."""
    report = with_cell(tmp_path, table, column, "#REF!")
    place = TABLES[table][0]
    assert codes(report, f"data/{place}/{table}.csv".replace("/./", "/"), column) == {"E212"}


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        ("notices", "publisher", "44931", "E213"),
        ("notices", "publisher", "示例区?情防控指挥部", "E211"),
        ("notices", "publisher", "发布单位", "E214"),
        ("notices", "document_no", "渝府?2022?1号", "E211"),
        ("notices", "document_no", "44931", "W212"),
        ("notices", "title", "名称", "E214"),
        ("notices", "source", "同上", "E214"),
        ("declared", "series", "无疫社区\u3000无疫小区", "E219"),
        ("declared", "series", "无疫?区", "E211"),
        ("declared", "batch", "1.5E+11", "W212"),
        ("unplaced", "place", "44931", "E213"),
        ("areas", "administered_by", "1月5日", "E213"),
        ("areas", "qualifier", "2-301", "E217"),
        ("areas", "qualifier", "1/5", "E213"),
        ("notices", "publisher", "示例？区疫情防控指挥部", "E211"),
        ("unplaced", "reason", "居民住椰海小区2栋301室", "E217"),
        ("notices", "title", "关于禄苑小区2-301的通告", "E217"),
        ("notices", "source", "禄苑小区2-2-301门口张贴", "E217"),
    ],
)
def test_a_column_is_asked_as_what_it_holds(table: str, column: str, value: str, code: str, tmp_path: Path) -> None:
    """An office is no day; a number of a document may be one, and has no question mark."""
    report = with_cell(tmp_path, table, column, value)
    assert codes(report, f"data/{TABLES[table][0]}/{table}.csv", column) == {code}


DOCUMENTS: Final = {"site": "site.json", "county": f"{COUNTY}/county.json", "scheme": "schemes/chongqing-2022-74.json"}


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of the texts of a document, the first of each list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        yield from leaves(value[0], (*path, 0))
    elif isinstance(value, str):
        yield path


def texts() -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Each text of the site, of a county and of a scheme."""
    data = copy_of_base()
    for schema, place in DOCUMENTS.items():
        for path in leaves(data[place]):
            if schemas.definition_at(schema, path) in TEXTS:
                yield schema, path


def copy_of_base() -> dict[str, Any]:
    """The documents of the base, with all keys that a site can have."""
    read = {place: json.loads((CASES / "base" / place).read_text("utf-8")) for place in list(DOCUMENTS.values())[:2]}
    read[DOCUMENTS["site"]] |= {
        "name_en": "Register",
        "publisher_en": "Office",
        "contact_en": "12345",
        "languages": ["en"],
    }
    read[DOCUMENTS["site"]]["licence"] = {"name": "CC BY 4.0", "url": "https://register.example/licence"}
    scheme = Path(__file__).resolve().parents[2] / "data" / DOCUMENTS["scheme"]
    return {**read, DOCUMENTS["scheme"]: json.loads(scheme.read_text("utf-8"))}


def with_text(folder: Path, schema: str, path: tuple[str | int, ...], value: str) -> Report:
    """The report of the base with a text at a path of a document."""
    data, documents = copy_data(CASES / "base", folder / "data"), copy_of_base()
    place: Any = documents[DOCUMENTS[schema]]
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    (data / DOCUMENTS[schema]).write_text(json.dumps(documents[DOCUMENTS[schema]], ensure_ascii=False), "utf-8")
    return report_of(data)


@pytest.mark.parametrize(("schema", "path"), list(texts()))
def test_every_text_of_a_document_is_asked(schema: str, path: tuple[str | int, ...], tmp_path: Path) -> None:
    """What a program left is told wherever people write a text, in English too."""
    report = with_text(tmp_path, schema, path, "Text_x000D_")
    key = next(part for part in reversed(path) if isinstance(part, str))
    assert codes(report, f"data/{DOCUMENTS[schema]}", key) == {"E212"}


@pytest.mark.parametrize(
    ("schema", "path", "value", "code"),
    [
        ("county", ("contact",), "44931", "E213"),
        ("county", ("contact",), "1月5日", "E213"),
        ("county", ("contact",), "示例区?区防控组", "E211"),
        ("county", ("contact",), "联系单位", "E214"),
        ("county", ("publisher",), "1.5E+11", "E213"),
        ("site", ("name",), "44931", "E213"),
        ("site", ("name",), "无疫?域名录", "E211"),
        ("site", ("name",), "示例？区名录", "E211"),
        ("county", ("contact",), "示例？区防控组", "E211"),
        ("site", ("contact",), "无", "E214"),
        ("scheme", ("name",), "1月5日", "E213"),
        ("scheme", ("name",), "某市?疫方案", "E211"),
        ("scheme", ("titles", 0, "name"), "44931", "E213"),
        ("scheme", ("steps", 0, "reasons", 0, "name"), "合计", "E214"),
        ("scheme", ("document", "document_no"), "渝府?2022?1号", "E211"),
    ],
)
def test_a_document_is_asked_as_what_it_holds(
    schema: str, path: tuple[str | int, ...], value: str, code: str, tmp_path: Path
) -> None:
    """The name of an office, of the site or of a scheme is no day, no number and no heading."""
    documents = copy_of_base()
    if schema == "scheme" and path[0] == "steps":  # the first step with a reason
        steps = documents[DOCUMENTS[schema]]["steps"]
        path = ("steps", next(index for index, step in enumerate(steps) if step["reasons"]), *path[2:])
    report = with_text(tmp_path, schema, path, value)
    key = next(part for part in reversed(path) if isinstance(part, str))
    assert codes(report, f"data/{DOCUMENTS[schema]}", key) == {code}


@pytest.mark.parametrize(
    "value", ["12345", "023-12345678", "示例区防控办，023-12345678（9:00—17:00）", "有疑问？请拨打 12345"]
)
def test_a_contact_may_be_a_telephone(value: str, tmp_path: Path) -> None:
    """The line of an office is welcome."""
    assert with_text(tmp_path, "county", ("contact",), value).findings == []


def said_of(former: str, **cells: str) -> list[str]:
    """Codes of what is said of an area with these former names."""
    row = {**TABLES["areas"][1], "former_names": former, **cells}
    return [one.code for one in judged("data/registers/990101/areas.csv", "areas", [row], lambda *_: 2, set())[1]]


@pytest.mark.parametrize(
    "former",
    [
        "甲苑和乙苑",
        "东门小区及西门新村",
        "翠竹花园·紫竹公寓",
        "老苑;甲苑和乙苑;新苑",
        "锦绣家园与东苑",
        "甲苑 乙苑",
        "东苑+西苑",
        "东门小区&西门新村",
    ],
)
def test_two_former_names_joined_by_a_word_are_told(former: str) -> None:
    """Both halves end as names of compounds do: they would be one name. A confirmed one is."""
    assert said_of(former) == ["E216"]
    assert said_of(former, confirmed="yes") == []


@pytest.mark.parametrize(
    "former",
    [
        "人和苑",
        "和平小区",
        "花园和苑",
        "百花小区和平里",
        "春苑与",
        "锦苑;和园小区",
        "颐和花园",
        "甲苑;乙苑",
        "翠苑及第路",
    ],
)
def test_a_name_with_such_a_word_in_it_is_one(former: str) -> None:
    """Where a half does not end so, the word is of the name."""
    assert said_of(former) == []
