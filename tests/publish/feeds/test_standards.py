"""Feeds against their standards, by tools that others made: jing, sfeed, the schema of JSON Feed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from jsonschema import Draft7Validator

from tests.support.folders import ROOT
from tests.support.tools import require_tool

RELAX_NG = ROOT / "tests" / "data" / "atom.rnc"
JSON_FEED = ".tools/node_modules/jsonfeed-schema/schema-v1.1.json"


def feeds(root: Path, ending: str) -> list[Path]:
    """Every feed of a site in one form, archives too."""
    found = [path for path in root.rglob(f"*.{ending}") if ending != "json"]
    return sorted(
        found
        or [
            path
            for form in ("feeds/**/*", "*/feed", "*/feed/*", "[0-9]*/notices")
            for path in root.glob(f"{form}.json")
        ]
    )


def jing(*paths: Path) -> str:
    """What jing finds wrong with Atom documents; "" if nothing."""
    done = subprocess.run(
        ["jing", "-c", str(RELAX_NG), *map(str, paths)], capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout


def test_every_atom_feed_keeps_to_rfc_4287(site: Path, example_site: Path, tmp_path: Path) -> None:
    """Against the RELAX NG of RFC 4287; a feed without an id would be found."""
    require_tool("jing")
    found = [*feeds(site, "atom"), *feeds(example_site, "atom")]
    assert len(found) > 150
    assert jing(*found) == ""
    wrong = tmp_path / "wrong.atom"
    wrong.write_text(found[0].read_text(encoding="utf-8").replace("<updated>", "<updated>x", 1), encoding="utf-8")
    assert "updated" in jing(wrong)


def test_every_json_feed_keeps_to_its_schema(site: Path, example_site: Path) -> None:
    """The schema of JSON Feed 1.1, as published for npm."""
    require_tool(JSON_FEED)
    validator = Draft7Validator(json.loads((ROOT / JSON_FEED).read_text(encoding="utf-8")))
    found = [*feeds(site, "json"), *feeds(example_site, "json")]
    assert len(found) > 30
    for path in found:
        document = json.loads(path.read_text(encoding="utf-8"))
        assert [one.message for one in validator.iter_errors(document)] == [], path
    assert list(validator.iter_errors({"version": "https://jsonfeed.org/version/1.1", "items": [{}]}))


def test_sfeed_reads_rss_and_atom(site: Path) -> None:
    """A small reader: one line for each item, with the ids and titles of the file."""
    require_tool("sfeed")
    found = [*feeds(site, "atom")[:40], *feeds(site, "rss")]
    assert len(found) > 60
    for path in found:
        with path.open("rb") as file:
            done = subprocess.run(["sfeed"], stdin=file, capture_output=True, check=True)
        rows = [line.split("\t") for line in done.stdout.decode("utf-8").splitlines()]
        root = ElementTree.parse(path).getroot()
        tag = "{http://www.w3.org/2005/Atom}" if path.suffix == ".atom" else ""
        items = list(root.iter(f"{tag}entry" if tag else "item"))
        told = {(one.findtext(f"{tag}id" if tag else "guid"), one.findtext(f"{tag}title")) for one in items}
        assert {(row[5], row[1]) for row in rows} == told, path
