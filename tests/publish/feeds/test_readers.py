"""Feeds in the hands of programs that read them: reader (Python) and rss-parser (JavaScript)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from tests.support.folders import ROOT
from tests.support.sites import load
from tests.support.tools import RSS_PARSER, require_library, require_tool

ATOM: Final = "{http://www.w3.org/2005/Atom}"
STEMS: Final = (
    "feeds/all", "feeds/revoked", "feeds/suspended", "feeds/corrected", "99/feed", "990101/feed",
    "feeds/notices", "990101/notices",
)  # fmt: skip

# What each program is asked: for each feed of the folder, named as arguments, its ids and titles.
WITH_READER: Final = """
import json, sys
from reader import make_reader

reader = make_reader(":memory:", feed_root=sys.argv[1])
for path in sys.argv[2:]:
    reader.add_feed(path)
    reader.update_feed(path)
print(json.dumps({path: [[entry.id, entry.title] for entry in reader.get_entries(feed=path)] for path in sys.argv[2:]}))
"""
WITH_RSS_PARSER: Final = """
const fs = require("fs");
const Parser = require(process.argv[1]);
(async () => {
  const told = {};
  for (const path of process.argv.slice(3)) {
    const feed = await new Parser().parseString(fs.readFileSync(`${process.argv[2]}/${path}`, "utf8"));
    told[path] = feed.items.map((item) => [item.guid || item.id, item.title]);
  }
  console.log(JSON.stringify(told));
})();
"""


def items_of(path: Path) -> list[list[str]]:
    """Ids and titles of a feed as its file has them."""
    if path.suffix == ".json":
        return [[item["id"], item["title"]] for item in load(path)["items"]]
    names = (f"{ATOM}entry", f"{ATOM}id", f"{ATOM}title") if path.suffix == ".atom" else ("item", "guid", "title")
    root = ElementTree.parse(path).getroot()
    return [[item.findtext(names[1], ""), item.findtext(names[2], "")] for item in root.iter(names[0])]


def told_by(*command: str) -> dict[str, list[list[str]]]:
    """What a program prints as JSON."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[list[str]]] = json.loads(done.stdout)
    return answer


def test_reader_keeps_every_item(site: Path) -> None:
    """In each format the ids and titles of the file, none lost and none twice."""
    require_library("reader", "sgmllib")
    paths = [f"{stem}.{form}" for stem in STEMS for form in ("atom", "rss", "json")]
    told = told_by(sys.executable, "-c", WITH_READER, str(site), *paths)
    assert {path: sorted(told[path]) for path in paths} == {path: sorted(items_of(site / path)) for path in paths}
    assert len(told["feeds/all.json"]) >= 100


def test_rss_parser_keeps_every_item(site: Path) -> None:
    """Of Atom and RSS the same, in the order of the file."""
    require_tool("node", RSS_PARSER)
    paths = [f"{stem}.{form}" for stem in STEMS for form in ("atom", "rss")]
    library = str((ROOT / RSS_PARSER).parent)
    told = told_by("node", "-e", WITH_RSS_PARSER, library, str(site), *paths)
    assert told == {path: items_of(site / path) for path in paths}
    assert len(told["feeds/all.atom"]) >= 100
