"""What is published as data: keys and columns as promised, valid to the published schemas, the example's numbers."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from generator.reading.pictures import KINDS
from tests.support.sites import ADDRESS, counties_of, load, pages_of, tree_of

PROSE: Final = (
    "about/", "accessibility/", "announcements/", "corrections/", "data/", "en/", "guide/", "how-it-works/",
    "journalists/", "letter/", "questions/", "start/",
)  # fmt: skip
AREA_KEYS: Final = (
    "area_id", "name", "qualifier", "unit_type", "division", "title", "title_name", "status", "since", "scheme",
    "titles", "state", "demonstration", "events", "areas", "as_of", "url",
)  # fmt: skip
TITLE_KEYS: Final = ("title", "title_name", "status", "since")
EVENT_KEYS: Final = (
    "event_id", "sequence", "event", "effective_at", "recorded_at", "title", "decided_by", "reason", "notice_id",
    "corrects",
)  # fmt: skip
COUNTY_KEYS: Final = ("county", "state", "demonstration", "counts", "account", "events", "as_of", "format")
COUNT_KEYS: Final = ("certified", "suspended", "revoked", "candidate")
ACCOUNT_KEYS: Final = (
    "notice_id", "title", "previous", "certified", "revoked", "revoked_while_suspended", "suspended", "restored",
    "corrected", "current",
)  # fmt: skip
SITE_KEYS: Final = ("counts", "archived", "demonstration", "counties", "revision", "format")
ENTRY_KEYS: Final = ("code", "name", "state", "demonstration", "counts", "url")
AREA_COLUMNS: Final = (
    "area_id", "name", "qualifier", "unit_type", "place", "title", "title_name", "status", "since", "scheme",
    "notice_id", "url",
)  # fmt: skip
EVENT_COLUMNS: Final = (
    "event_id", "area_id", "area_name", "event", "title", "effective_at", "recorded_at", "status_before",
    "status_after", "decided_by", "reason", "notice_id", "corrects", "url",
)  # fmt: skip
SCHEMAS: Final = {
    r"index\.json": "published-site",
    r"[0-9]{2}([0-9]{2})?/index\.json": "published-unit",
    r"[0-9]{6}/index\.json": "published-county",
    r"[0-9]{6}/[0-9]{9}[0-9-]*/index\.json": "published-area",
    r"[0-9]+/notices/[0-9-]+/index\.json": "published-notice",
    r"schemes/index\.json": "published-schemes",
    r"findings/index\.json": "published-findings",
    r"schemes/[^/]+/index\.json": "published-scheme",
    r"changes/index\.json": "published-changes",
    r"changes/[0-9]{4}-[0-9]{2}/index\.json": "published-month",
    r"changes/[a-z]+/index\.json": "published-kind",
    r"changes/[0-9]{4}-[0-9]{2}-[0-9]{2}/index\.json": "published-day",
    r"([0-9]{6}/)?manifest\.json": "published-manifest",
    r"build\.json": "published-build",
    r"statistics/index\.json": "published-statistics",
    r"search/index\.json": "published-search",
    r"search/(characters|readings)\.json": "published-characters",
    r"search/[a-z]{2}\.json": "published-words",
    r"[0-9]{6}/search\.json": "published-names",
    r"check/index\.json": "published-check",
    r"verify/index\.json": "published-verify",
    r"data/dictionary/index\.json": "published-dictionary",
    r"(feeds/[a-z]+|[0-9]+/(feed|notices|revoked))(/[0-9-]+)?\.json": "published-feed",
    rf"({'|'.join(PROSE)})([a-z0-9-]+/)?index\.json": "published-prose",
}


def begins_with(document: Iterable[str], keys: Sequence[str]) -> bool:
    """True if the keys come first, in their order: others are only ever added behind them."""
    return list(document)[: len(keys)] == list(keys)


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file; its strict reader fails on broken quoting."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def areas_of(root: Path) -> list[str]:
    """Twins of areas, streets and communities."""
    return sorted(
        path.relative_to(root).as_posix() for path in root.glob("[0-9]*/[0-9]*/index.json") if len(path.parts[-3]) == 6
    )


# ---- keys and columns


def test_documents_have_the_promised_keys_first_and_in_order(site: Path) -> None:
    """Keys of the twins of areas, counties and the site stand as promised, so that programs may rely on them."""
    areas = areas_of(site)
    assert len(areas) > 150
    for path in areas:
        area = load(site / path)
        assert begins_with(area, AREA_KEYS), path
        assert begins_with(area["division"], ("code", "path"))
        assert all(list(one) == ["code", "name"] for one in area["division"]["path"])
        assert all(begins_with(one, TITLE_KEYS) for one in area["titles"])
        assert all(begins_with(one, EVENT_KEYS) for one in area["events"])
    for one in counties_of(site):
        county = load(site / one["code"] / "index.json")
        assert begins_with(county, COUNTY_KEYS)
        assert list(county["county"]) == ["code", "name"]
        assert begins_with(county["counts"], COUNT_KEYS)
        assert all(begins_with(row, ACCOUNT_KEYS) for row in county["account"])
        assert begins_with(one, ENTRY_KEYS)
        assert one["counts"] == county["counts"]


def test_summary_of_the_register_has_the_promised_keys_first_and_in_order(site: Path) -> None:
    """The site's own document begins with its promised keys too."""
    summary = load(site / "index.json")
    assert begins_with(summary, SITE_KEYS), list(summary)
    for block in ("archived", "demonstration"):
        assert begins_with(summary[block]["counts"], COUNT_KEYS)


def test_tables_have_the_promised_columns_first(site: Path) -> None:
    """Columns of areas.csv and events.csv stand as promised, in every county alike."""
    headers = set()
    for one in counties_of(site):
        for name, columns in (("areas", AREA_COLUMNS), ("events", EVENT_COLUMNS)):
            content = (site / one["code"] / f"{name}.csv").read_bytes()
            assert not content.startswith(b"\xef\xbb\xbf")
            assert b"\r" not in content
            header = content.decode("utf-8").partition("\n")[0].split(",")
            assert begins_with(header, columns)
            headers.add((name, *header))
    assert len(headers) == 2


@pytest.fixture(scope="module")
def registry(site: Path) -> Registry[Any]:
    """The schemas as published."""
    found = [(path.name, Resource.from_contents(load(path))) for path in (site / "schemas").glob("*.json")]
    made: Registry[Any] = Registry().with_resources(found)
    return made


def test_every_document_is_valid_against_its_published_schema(
    site: Path, example_site: Path, registry: Registry[Any]
) -> None:
    """Every JSON document of the site satisfies a schema that the site publishes, and says its format."""
    validators = {
        name: Draft202012Validator(
            registry.contents(f"{name}.json"), registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        for name in SCHEMAS.values()
    }
    for root in (site, example_site):
        used = set()
        for path in root.rglob("*.json"):
            name = path.relative_to(root).as_posix()
            if name in ("datapackage.json", "openapi.json") or name.startswith("schemas/"):
                continue  # test_description.py
            schema = next(schema for pattern, schema in SCHEMAS.items() if re.fullmatch(pattern, name))
            used.add(schema)
            document = load(path)
            assert [f"{name}: {one.message}" for one in validators[schema].iter_errors(document)] == []
            assert schema == "published-feed" or document["format"] == "1.0", name
        # Without pages in another language there are no words of one.
        none = set() if (root / "en/search").exists() else {"published-words"}
        assert used == set(SCHEMAS.values()) - none


def test_published_schemas_are_schemas_themselves(registry: Registry[Any], site: Path) -> None:
    """Each published schema is valid JSON Schema 2020-12."""
    names = {path.name for path in (site / "schemas").glob("*.json")}
    assert names >= {f"{name}.json" for name in SCHEMAS.values()}
    for name in names:
        Draft202012Validator.check_schema(registry.contents(name))


# ---- the worked example

STATUSES: Final = {
    "990101001001-001": ("compound", "certified", "2022-11-23"),
    "990101001001-002": ("compound", "revoked", "2022-11-26"),
    "990101001001": ("community", "revoked", "2022-11-25"),
    "990101001002": ("community", "certified", "2022-11-27"),
    "990201100001": ("village", "certified", "2022-08-29"),
    "990201100002": ("village", "revoked", "2022-08-30"),
}
# notice, title: previous, certified, revoked, revoked while suspended, suspended, restored, corrected, current
ACCOUNTS: Final[dict[str, dict[tuple[str | None, str], list[int]]]] = {
    "990101": {
        ("990101-20221123-1", "compound"): [0, 1, 0, 0, 0, 0, 0, 1],
        ("990101-20221123-1", "community"): [0, 1, 0, 0, 0, 0, 0, 1],
        ("990101-20221125-1", "compound"): [1, 1, 0, 0, 0, 0, 0, 2],
        ("990101-20221125-1", "community"): [1, 0, 0, 0, 0, 0, 0, 1],
        ("990101-20221127-1", "compound"): [2, 0, 1, 0, 0, 0, 0, 1],
        ("990101-20221127-1", "community"): [1, 1, 1, 0, 0, 0, 0, 1],
        (None, "compound"): [1, 0, 0, 0, 0, 0, 0, 1],
        (None, "community"): [1, 0, 1, 0, 0, 0, 1, 1],
    },
    "990201": {
        ("990201-20220826-1", "village"): [0, 2, 0, 0, 0, 0, 0, 2],
        (None, "village"): [2, 0, 0, 1, 2, 1, 0, 1],
    },
}


def test_areas_of_the_worked_example_stand_as_worked_out(example_site: Path) -> None:
    """Status and since of every area are those of the worked example, in documents and tables alike."""
    for area_id, (title, status, since) in STATUSES.items():
        area = load(example_site / area_id[:6] / area_id / "index.json")
        assert (area["title"], area["status"], area["since"]) == (title, status, since)
        assert [(one["title"], one["status"], one["since"]) for one in area["titles"]] == [(title, status, since)]
    rows = [row for code in ACCOUNTS for row in table(example_site / code / "areas.csv")]
    assert {row["area_id"]: (row["title"], row["status"], row["since"]) for row in rows} == STATUSES


@pytest.mark.parametrize("code", ACCOUNTS)
def test_account_of_the_worked_example(example_site: Path, code: str) -> None:
    """The account has one row for each notice and title, then the open one, with the numbers worked out."""
    account = load(example_site / code / "index.json")["account"]
    found = {(row["notice_id"], row["title"]): [row[key] for key in ACCOUNT_KEYS[2:]] for row in account}
    assert found == ACCOUNTS[code]
    assert [row["notice_id"] for row in account] == sorted(
        (row["notice_id"] for row in account), key=lambda one: one or "~"
    )


def test_counts_of_the_worked_example(example_site: Path) -> None:
    """The counts of counties, provinces and the site add up to the statuses."""
    want = {"certified": 2, "suspended": 0, "revoked": 2, "candidate": 0}
    first, second = (load(example_site / code / "index.json") for code in ("990101", "990201"))
    assert first["counts"] == want
    assert second["counts"] == {"certified": 1, "suspended": 0, "revoked": 1, "candidate": 0}
    assert (first["events"], second["events"]) == (25, 14)
    assert (first["as_of"], second["as_of"]) == ("2022-11-28T15:00:00+08:00", "2022-08-30T07:30:00+08:00")
    whole = {"certified": 3, "suspended": 0, "revoked": 3, "candidate": 0}
    assert load(example_site / "index.json")["counts"] == whole
    assert load(example_site / "99/index.json")["counts"] == whole


def test_what_a_street_or_community_contains(example_site: Path) -> None:
    """A street's document holds no status of its own and lists the areas; a community's holds both."""
    street = load(example_site / "990101/990101001/index.json")
    assert (street["name"], street["status"], street["titles"], street["events"]) == ("示例街道", None, [], [])
    assert [one["area_id"] for one in street["areas"]] == [one for one in sorted(STATUSES) if one[:9] == "990101001"]
    community = load(example_site / "990101/990101001001/index.json")
    assert community["status"] == "revoked"
    assert [one["area_id"] for one in community["areas"]] == ["990101001001-001", "990101001001-002"]
    assert street["division"]["path"] == [
        {"code": "99", "name": "示例省"},
        {"code": "9901", "name": "示例市"},
        {"code": "990101", "name": "示例区"},
        {"code": "990101001", "name": "示例街道"},
    ]


def test_log_shows_corrections_and_what_they_corrected(example_site: Path) -> None:
    """Nothing corrected is taken away: the log holds it, and the document says by which line it was corrected."""
    rows = table(example_site / "990101/events.csv")
    assert [row["event_id"] for row in rows] == [f"990101-{number:06d}" for number in range(1, 26)]
    by_id = {row["event_id"][-2:]: row for row in rows}
    assert {key: row["corrects"] for key, row in by_id.items() if row["corrects"]} == {
        "20": "990101-000017",
        "25": "990101-000024",
    }
    assert (by_id["24"]["status_before"], by_id["24"]["status_after"]) == ("certified", "revoked")
    assert (by_id["25"]["status_before"], by_id["25"]["status_after"]) == ("revoked", "certified")
    events = load(example_site / "990101/990101001001/index.json")["events"]
    assert {one["sequence"]: one["corrected_by"] for one in events if one["corrected_by"]} == {17: 20}


def test_as_of_a_time_shows_what_was_known_then(earlier: dict[str, Path]) -> None:
    """Before its correction was recorded, the wrong revocation stood."""
    root = earlier["2022-11-28T12:00+08:00"]
    area = load(root / "990101/990101001002/index.json")
    assert (area["status"], area["since"], area["as_of"]) == ("revoked", "2022-11-28", "2022-11-28T12:00+08:00")
    assert load(root / "990101/index.json")["events"] == 24
    assert len(table(root / "990101/events.csv")) == 24


def test_steps_before_a_publication_stay_unpublished(example_site: Path, earlier: dict[str, Path]) -> None:
    """What was only applied for, reviewed or decided has no page, no row and no number."""
    early = earlier["2022-11-26T16:00+08:00"]
    assert not (early / "990101/990101001002").exists()
    assert "和平社区" not in "".join(
        path.read_bytes().decode("utf-8", "ignore") for path in (early / "990101").rglob("*") if path.is_file()
    )
    shown = table(example_site / "990101/events.csv")
    assert [row["event"] for row in shown if row["area_id"] == "990101001002"] == [
        "apply", "review", "certify", "file", "publish", "revoke", "correct",
    ]  # fmt: skip


# ---- the whole site


def test_numbers_agree_everywhere(site: Path) -> None:
    """Tables, counties and the summary of the site count the same areas; archived lists are counted apart."""
    totals: dict[str, Counter[str]] = {"present": Counter(), "archived": Counter()}
    summary = load(site / "index.json")
    for one in summary["counties"]:
        rows = table(site / one["code"] / "areas.csv")
        counted = Counter(row["status"] for row in rows if row["status"])
        assert counted == Counter(one["counts"]), one["code"]
        totals["archived" if one["state"] == "archived" else "present"] += counted
        assert {row["state"] for row in rows} <= {one["state"]}
        assert {row["area_id"] for row in rows} == {
            load(site / path)["area_id"] for path in areas_of(site) if path.startswith(one["code"])
            if load(site / path)["titles"]
        }  # fmt: skip
    assert Counter(summary["counts"]) == totals["present"]
    assert Counter(summary["archived"]["counts"]) == totals["archived"]
    assert summary["demonstration"]["counts"] == summary["counts"]
    assert summary["archived"]["counties"] == sum(one["state"] == "archived" for one in summary["counties"])


def test_every_account_adds_up(site: Path) -> None:
    """previous + certified − revoked − suspended + restored + corrected = current, row after row."""
    for one in counties_of(site):
        county = load(site / one["code"] / "index.json")
        current: dict[str, int] = {}
        for row in county["account"]:
            assert row["previous"] == current.get(row["title"], 0)
            gains = row["certified"] + row["restored"] + row["corrected"]
            assert row["previous"] + gains - row["revoked"] - row["suspended"] == row["current"]
            current[row["title"]] = row["current"]
        assert sum(current.values()) == county["counts"]["certified"], one["code"]


def test_every_published_address_leads_somewhere(site: Path, sub_site: Path) -> None:
    """Addresses in documents and tables are those of pages that exist, with the place on the page."""
    for tree in (tree_of(site), tree_of(sub_site, f"{ADDRESS}sub/path/")):
        found = {
            (name, address)
            for name in tree.files
            if name.endswith((".json", ".csv", ".xml", ".txt"))
            and not name.startswith(("schemas/", "openapi.json", *PROSE))
            for address in re.findall(r"https://register\.example[^\s\"',<>\\]*", (tree.root / name).read_text("utf-8"))
        }
        assert len(found) > 100
        assert [tree.problem(address, name) for name, address in sorted(found) if tree.problem(address, name)] == []


def test_no_cell_of_a_table_is_a_formula(site: Path) -> None:
    """No cell of any table begins with what makes a spreadsheet run it."""
    seen = 0
    for path in site.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, strict=True):
                seen += len(row)
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], path
    assert seen > 1000


def test_files_are_text_in_utf_8_with_line_feeds(site: Path) -> None:
    """Every published file is UTF-8 without a mark, with LF; not Parquet, photographs, tiles, what is for Excel."""
    other = ("-excel.csv", ".parquet", *(ending for ending in KINDS if ending != ".svg"))
    files = (path for path in site.rglob("*") if path.is_file() and not path.name.endswith(other))
    paths = [path for path in files if "/tile/" not in path.as_posix()]
    assert len(paths) > 1000
    for path in paths:
        content = path.read_bytes()
        content.decode("utf-8")
        assert not content.startswith(b"\xef\xbb\xbf"), path
        # Lines of a calendar end as its standard says (RFC 5545, 3.1).
        assert b"\r" not in (content.replace(b"\r\n", b"\n") if path.suffix == ".ics" else content), path


NAMESPACE: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(path: Path) -> list[str]:
    """Addresses in a sitemap or an index of them."""
    return [one.text or "" for one in ElementTree.parse(path).getroot().iter(f"{NAMESPACE}loc")]


def test_sitemap_names_each_page_that_may_be_indexed_once(site: Path) -> None:
    """Every page is in one sitemap, but for archived ones and the page of lost addresses."""
    tree = tree_of(site)
    maps = [one.removeprefix(ADDRESS) for one in locations(site / "sitemap.xml")]
    assert set(maps) <= tree.files
    found = [one.removeprefix(ADDRESS) for path in maps for one in locations(site / path)]
    assert len(found) == len(set(found))
    want = {
        path.removesuffix("index.html")
        for path in pages_of(site)
        if path != "404.html" and "noindex" not in tree.page(path).meta("robots")
    }
    assert set(found) == want


def test_robots_may_read_everything_and_find_the_sitemap(site: Path, sub_site: Path) -> None:
    """robots.txt forbids nothing and names the sitemap by its whole address."""
    for root, address in ((site, ADDRESS), (sub_site, f"{ADDRESS}sub/path/")):
        lines = (root / "robots.txt").read_text(encoding="utf-8").splitlines()
        assert f"Sitemap: {address}sitemap.xml" in lines
        assert not [line for line in lines if line.startswith("Disallow: /")]


def test_data_package_lists_every_county_s_tables(site: Path) -> None:
    """datapackage.json names each table of each county, each download and what is polled, with its header's fields."""
    package = load(site / "datapackage.json")
    listed = {one["path"]: one for one in package["resources"]}
    tables = {f"{one['code']}/{name}.csv" for one in counties_of(site) for name in ("areas", "events")}
    assert set(listed) == tables | {"changes.csv", "days.csv", "statistics/county-days.csv"} | {
        path.relative_to(site).as_posix() for path in (site / "downloads").rglob("*") if path.is_file()
    }
    assert len({one["name"] for one in package["resources"]}) == len(listed)
    assert package["licenses"]
    assert "演示数据" in package["title"]
    for path, resource in listed.items():
        if path.endswith(".parquet"):
            continue  # tests of the downloads read it
        first = (site / path).read_text(encoding="utf-8-sig").partition("\n")[0]
        header = list(json.loads(first)) if path.endswith(".jsonl") else first.split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
