"""What describes the data, read by the tools of others: Frictionless, rdflib, extruct, an OpenAPI validator."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import extruct
import pytest
import yaml
from frictionless import Package, system
from frictionless import validate as frictionless_validate
from jsonschema import Draft202012Validator
from jsonschema_path import SchemaPath
from openapi_spec_validator import OpenAPIV31SpecValidator
from rdflib import RDF, Graph, Namespace, URIRef
from referencing import Registry, Resource

from generator import __version__
from generator.publish import artifact
from generator.publish.exports import dictionary
from generator.publish.exports.catalogues.examples import example
from generator.reading import schemas
from tests.support.addresses import address_of, documents_of
from tests.support.folders import ROOT, example_data
from tests.support.sites import ADDRESS, Page, build_site, counties_of, load, tree_of
from tests.support.tools import require_library

DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCT: Final = Namespace("http://purl.org/dc/terms/")


# ---- the dictionary


def test_columns_of_the_dictionary_are_described_in_both_languages() -> None:
    """Every column says what it is in Chinese and in English; names are not used twice."""
    for table in dictionary.TABLES:
        assert len(set(table.header)) == len(table.header)
        assert set(table.key) <= set(table.header)
        for column in table.columns:
            assert re.search("[\u4e00-\u9fff]", column.chinese), column.name
            assert re.search("[A-Za-z]", column.english), column.name
            assert not re.search("[\u4e00-\u9fff]", column.english), column.name


def test_cells_are_as_the_dictionary_says(site: Path) -> None:
    """Required cells are filled, codes are known, patterns hold, keys tell rows apart: over the whole country."""
    for table in dictionary.TABLES:
        keys = set()
        with (site / f"downloads/{table.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        for row in rows:
            keys.add(tuple(row[one] for one in table.key))
            for column in table.columns:
                cell = row[column.name]
                assert cell or not column.required, (column.name, row)
                assert not cell or not column.codes or cell in column.codes, (column.name, row)
                assert not cell or not column.pattern or re.fullmatch(column.pattern, cell), (column.name, row)
        assert len(keys) == len(rows) > 0


def test_page_of_the_dictionary_shows_every_column_in_both_languages(site: Path) -> None:
    """/data/dictionary/ has each table and column, and its twin is the same."""
    page = Page.read(site / "data/dictionary/index.html")
    twin = load(site / "data/dictionary/index.json")
    assert len(twin["tables"]) == len(dictionary.DESCRIBED)
    for table, told in zip(dictionary.DESCRIBED, twin["tables"], strict=True):
        assert table.name in page.ids
        assert [one["name"] for one in told["columns"]] == list(table.header)
        for column in table.columns:
            assert column.chinese in page.text
            assert column.english in page.text


# ---- the data package


def test_frictionless_finds_nothing_wrong(site: Path) -> None:
    """The data package and every table of it satisfy their own schemas."""
    with system.use_context(trusted=True):
        report = frictionless_validate(str(site / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])[:5]
    assert report.stats["tasks"] > 40


def test_frictionless_makes_a_database_of_every_table(site: Path, tmp_path: Path) -> None:
    """Each table, in each format, is indexed with its constraints, and every row of it is there."""
    require_library("sqlalchemy")
    package = Package(str(site / "datapackage.json"))
    database = tmp_path / "tables.db"
    with system.use_context(trusted=True):
        names = package.index(f"sqlite:///{database}")
    assert names == [resource.name for resource in package.resources]
    with closing(sqlite3.connect(database)) as connection:
        rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    for table in dictionary.TABLES:
        of_counties = [rows[f"{table.name}-{county['code']}"] for county in counties_of(site)]
        whole = {rows[f"{table.name}-{ending}"] for ending in ("all", "jsonl", "parquet")}
        assert whole == {sum(of_counties)}
        of_provinces = [number for name, number in rows.items() if name.startswith(f"{table.name}-excel-")]
        assert sum(of_provinces) == sum(of_counties)
        assert sum(of_counties) > 100


def test_data_package_has_full_schemas_and_real_files(site: Path) -> None:
    """Types, constraints and keys; each path is a file; the downloads are described in words too."""
    package = Package(str(site / "datapackage.json"))
    for resource in package.resources:
        assert (site / str(resource.path)).is_file()
    whole = package.get_resource("areas-all").schema
    assert whole.primary_key == ["area_id", "title"]
    assert whole.get_field("demonstration").type == "boolean"
    assert whole.get_field("area_id").constraints["pattern"]
    assert whole.get_field("status").constraints["enum"] == ["certified", "suspended", "revoked", "candidate"]
    assert whole.get_field("name").title == "名称"
    assert whole.get_field("name").description == "Its name."
    parquet = package.get_resource("areas-parquet")
    assert parquet.profile == "data-resource"
    assert [field.name for field in parquet.schema.fields] == [field.name for field in whole.fields]
    assert parquet.schema.get_field("demonstration").type == "boolean"


# ---- DCAT


@pytest.fixture(scope="module")
def graph(site: Path) -> Graph:
    """The catalogue as a graph; its context stands in the document, so that nothing is fetched."""
    return Graph().parse(data=(site / "catalog.jsonld").read_text(encoding="utf-8"), format="json-ld")


def test_catalogue_is_dcat(graph: Graph, site: Path) -> None:
    """Datasets and distributions, each with what a portal asks for; every address leads somewhere."""
    catalogue = URIRef(f"{ADDRESS}catalog.jsonld")
    assert (catalogue, RDF.type, DCAT.Catalog) in graph
    datasets = set(graph.objects(catalogue, DCAT.dataset))
    assert {str(one).rpartition("#")[2] for one in datasets} == {"areas", "events", "feeds", "twins"}
    for one in [catalogue, *datasets]:
        for wanted in (DCT.title, DCT.description, DCT.publisher, DCT.license, DCT.temporal, DCT.spatial):
            assert graph.value(one, wanted, any=True) is not None, (one, wanted)
        assert graph.value(one, DCT.accrualPeriodicity) is not None
    assert {str(day)[:2] for day in graph.objects(None, DCAT.startDate)} == {"20"}
    distributions = set(graph.objects(None, DCAT.distribution))
    assert len(distributions) > 30
    for one in distributions:
        assert graph.value(one, DCT.license) is not None
        assert graph.value(one, DCAT.mediaType) is not None
    for one in {*graph.objects(None, DCAT.downloadURL), *datasets}:
        assert tree_of(site).problem(str(one), "catalog.jsonld") is None


# ---- schema.org


def test_home_page_describes_the_data_to_search_engines(site: Path) -> None:
    """One JSON-LD Dataset, as extruct reads it; its files exist."""
    html = (site / "index.html").read_text(encoding="utf-8")
    (found,) = extruct.extract(html, base_url=ADDRESS, syntaxes=["json-ld"])["json-ld"]
    assert found["@type"] == "Dataset"
    assert 50 <= len(found["description"]) <= 5000
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", found["temporalCoverage"])
    assert "演示数据" in found["name"]
    assert len(found["distribution"]) == 6
    for one in found["distribution"]:
        assert tree_of(site).problem(one["contentUrl"], "index.html") is None


def test_nothing_in_the_data_ends_the_script() -> None:
    """What could end the element, begin a comment or be an entity is written as an escape, and reads the same."""
    nasty = json.dumps({"name": "</script><!--&amp;\u2028"})
    made = artifact.script(nasty)
    assert not re.search("[<>&]", made)
    assert json.loads(made) == json.loads(nasty)


# ---- OpenAPI


def test_interface_is_valid_and_whole(site: Path) -> None:
    """OpenAPI 3.1 with every published schema in it: no reference leads to another file, none leads nowhere."""
    document = load(site / "openapi.json")
    OpenAPIV31SpecValidator(SchemaPath.from_dict(document)).validate()
    named = set(re.findall(r'"\$ref":"([^"]+)"', (site / "openapi.json").read_text(encoding="utf-8")))
    held = document["components"]["schemas"]
    assert named == {f"#/components/schemas/{name}" for name in held}
    assert {name for name in held if name in schemas.files()} == {
        name for name in schemas.files() if name.startswith("published-")
    }
    assert all("title" not in schema for schema in held.values())


def test_interface_says_what_the_schemas_say(site: Path) -> None:
    """Every JSON document of the site agrees with the schema in openapi.json; one with an unknown status does not."""
    components = {"components": load(site / "openapi.json")["components"]}
    checked: set[str] = set()
    for path, found in documents_of(site):
        schema = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in found.schemas], **components}
        if found.schemas:
            errors = [error.message for error in Draft202012Validator(schema).iter_errors(load(site / path))]
            assert errors == [], path
            checked.update(found.schemas)
    assert {f"published-{name}" for name in ("site", "county", "unit", "area", "notice", "search", "feed")} <= checked
    area = {**load(site / "990101/990101001001-001/index.json"), "status": "unheard of"}
    assert list(Draft202012Validator({"$ref": "#/components/schemas/published-area", **components}).iter_errors(area))


def test_json_is_yaml_too(site: Path) -> None:
    """A reader of YAML, which many tools use for it, reads the same: no pair of escapes for one character, no raw
    character that ends a line there.
    """
    paths = [site / "openapi.json", site / "datapackage.json", *sorted((site / "schemas").glob("*.json"))]
    for path in paths:
        assert yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) == load(path), path.name
    assert len(paths) > 30


def test_interface_knows_every_file(site: Path) -> None:
    """Each file of a built site has an address pattern, but for the looks of the pages and what texts show."""
    ours = {name for name in tree_of(site).files if not name.startswith(("static/", "pictures/", "files/"))}
    ours -= {"404.html", "_headers"}
    assert [name for name in sorted(ours) if not address_of(name)] == []


# ---- schemas, headers, badges, citation


def test_published_schemas_have_an_example_that_agrees_with_them(site: Path) -> None:
    """Every schema but the shared definitions has an example; the rest of it is as committed."""
    found = [(path.name, Resource.from_contents(load(path))) for path in (site / "schemas").glob("*.json")]
    registry: Registry[Any] = Registry().with_resources(found)
    for path in sorted((site / "schemas").glob("*.json")):
        published, committed = load(path), load(schemas.files()[path.stem])
        examples = published.pop("examples", [])
        assert published == committed
        assert len(examples) == (0 if path.stem == "common" else 1), path.name
        for one in examples:
            validator = Draft202012Validator(registry.contents(path.name), registry=registry)
            assert [error.message for error in validator.iter_errors(one)] == [], path.name
    assert example("published-area")["area_id"].startswith("99")


def test_headers_are_told_once_for_each_address(site: Path, sub_site: Path) -> None:
    """Blocks of a path and indented headers; no two rules for one header meet, or a host would join them."""
    for root, below in ((site, "/"), (sub_site, "/sub/path/")):
        rules = (root / "_headers").read_text(encoding="utf-8").split("\n\n")
        assert len(rules) <= 100  # the most that Cloudflare Pages reads
        seen = set()
        for rule in rules:
            path, *lines = rule.rstrip("\n").split("\n")
            assert path.startswith(below)
            assert path not in seen
            seen.add(path)
            assert lines
            assert all(re.fullmatch(r"  [A-Za-z-]+: \S.*", line) for line in lines)
        whole = "\n".join(rules)
        for wanted in (
            f"{below}*\n  Access-Control-Allow-Origin: *",
            f"{below}feeds/:kind/:archive\n  Cache-Control: public, max-age=31536000, immutable",
            f"{below}feeds/all.rss\n  Content-Type: application/rss+xml; charset=utf-8",
            f"{below}downloads/:province/areas-excel.csv\n  Content-Type: text/csv; charset=utf-8",
            f"{below}catalog.jsonld\n  Content-Type: application/ld+json; charset=utf-8",
        ):
            assert wanted in whole
    line = "/downloads/areas.jsonl\n  Content-Type: application/x-ndjson; charset=utf-8"
    assert line in (site / "_headers").read_text(encoding="utf-8")


SVG: Final = "{http://www.w3.org/2000/svg}"


def test_badge_of_a_county_says_its_number_and_day(site: Path) -> None:
    """A title that can be read out; marks of demonstration and history; no address of another host."""
    for one in counties_of(site):
        path = site / one["code"] / "badge.svg"
        title = ElementTree.parse(path).getroot().findtext(f"{SVG}title") or ""
        day = load(site / one["code"] / "index.json")["as_of"][:10]
        assert f"有效 {one['counts']['certified']} 个，截至 {day}" in title
        assert ("演示数据" in title) == one["demonstration"]
        assert ("历史名录" in title) == (one["state"] == "archived")
        assert re.findall('https?://[^"]*', path.read_text(encoding="utf-8")) == ["http://www.w3.org/2000/svg"]
    assert not list(site.glob("[0-9]*/*/badge.svg"))


FEEDS: Final = tuple(f"{stem}.{form}" for stem in ("feeds/all", "990101/feed") for form in ("atom", "rss", "json"))


def test_badges_of_areas_and_the_licence_are_settings(tmp_path: Path) -> None:
    """With area_badges every area has one; a licence of the site's own stands in every description."""
    data = example_data(tmp_path)
    settings = load(data / "site.json")
    licence = {"name": "ODC-By 1.0", "url": "https://opendatacommons.org/licenses/by/1-0/"}
    (data / "site.json").write_text(json.dumps({**settings, "area_badges": True, "licence": licence}), encoding="utf-8")
    root = build_site(data, tmp_path / "site")
    badge = ElementTree.parse(root / "990101/990101001001-002/badge.svg").getroot()
    assert "已取消" in (badge.findtext(f"{SVG}title") or "")
    assert f'href="{licence["url"]}"' in (root / "data/index.html").read_text(encoding="utf-8")
    for path in ("datapackage.json", "catalog.jsonld", "openapi.json", "index.html", *FEEDS):
        text = (root / path).read_text(encoding="utf-8")
        assert licence["url"] in text, path
        assert "creativecommons.org" not in text, path


def test_citation_file_is_valid() -> None:
    """CITATION.cff is YAML with the keys that the format requires, and the version of the project."""
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    assert found["cff-version"] == "1.2.0"
    assert found["version"] == __version__
