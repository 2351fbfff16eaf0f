"""What tools from outside say of the whole site: links, style sheets, Lighthouse."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.browsers import POLICY
from tests.support.folders import ROOT
from tests.support.sites import pages_of, serving
from tests.support.tools import LIGHTHOUSE, LINKINATOR, STYLELINT, require_tool
from tests.tools import screenshots
from tests.tools.lighthouse import BAR, PAGES, TESTED, audited, losses, scores

# Not scored here: performance is a timing, and search engines are told not to index what is a demonstration or past.
SCORED: Final = ("accessibility", "best-practices")


def links_of(address: str) -> list[dict[str, Any]]:
    """Every link that linkinator finds from an address on, on the same host, with `url`, `status` and `state`."""
    require_tool("node", LINKINATOR)
    # Other hosts are not asked. A wider pattern would skip the server itself, and find nothing wrong. The server takes
    # few connections at a time: of a hundred it refuses some where the machine is busy.
    ended = subprocess.run(
        [ROOT / LINKINATOR, address, "--recurse", "--concurrency", "8", "--skip", "^https://", "--format", "json"],
        capture_output=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip
    document = json.loads(ended.stdout)
    found: list[dict[str, Any]] = document["links"]
    # Its exit status is 0 either way when it writes JSON.
    assert document["passed"] is not any(one["state"] == "BROKEN" for one in found), ended.stderr
    return found


def test_no_link_of_the_site_is_broken(site: Path) -> None:
    """A crawler comes from the home page to every page, and whatever any of them leads to or loads is there."""
    with serving(site) as address:
        found = links_of(address)
    assert [one["url"] for one in found if one["state"] == "BROKEN"] == []
    seen = {one["url"].partition("#")[0].removeprefix(address) for one in found if one["state"] == "OK"}
    pages = {path.removesuffix("index.html") for path in pages_of(site)} - {"404.html"}
    assert pages <= seen
    assert {"feeds/all.atom", "downloads/events.csv", "static/style.css"} <= seen


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    """The crawler is not fooled by what it skips: it finds a lost page, style sheet and picture, two pages on."""
    head = '<!doctype html><html lang="zh-CN"><title>x</title>'
    (tmp_path / "next").mkdir()
    (tmp_path / "index.html").write_text(f'{head}<a href="next/">x</a>', encoding="utf-8")
    (tmp_path / "next" / "index.html").write_text(
        f'{head}<link rel="stylesheet" href="../lost.css"><a href="../lost/">x</a><img src="lost.svg" alt="">'
        '<a href="https://lost.example/">x</a>',
        encoding="utf-8",
    )
    with serving(tmp_path) as address:
        found = links_of(address)
        broken = {one["url"].removeprefix(address) for one in found if one["state"] == "BROKEN"}
    assert broken == {"lost.css", "lost/", "next/lost.svg"}


def stylelint(*files: str | Path) -> list[str]:
    """What stylelint finds by the project's rules, as `file:line: rule`."""
    require_tool("node", STYLELINT)
    ended = subprocess.run(
        [
            ROOT / STYLELINT, "--config", ROOT / ".stylelintrc.yaml", "--config-basedir", ROOT / ".tools",
            "--formatter", "json", *files,
        ],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    read = json.loads(ended.stdout or ended.stderr)
    assert read, "nothing was read"
    return [f"{Path(one['source']).name}:{wrong['line']}: {wrong['rule']}" for one in read for wrong in one["warnings"]]


def test_stylelint_finds_nothing(tmp_path: Path) -> None:
    """Every room of the style sheet keeps the rules; and they are read, as something wrong is found."""
    assert stylelint("generator/theme/**/*.css") == []
    wrong = tmp_path / "wrong.css"
    wrong.write_text("p {\n  colour: red;\n}\n", encoding="utf-8")
    assert stylelint(wrong) == ["wrong.css:2: property-no-unknown"]


@pytest.mark.parametrize("page", TESTED)
def test_lighthouse_finds_a_page_accessible_and_well_made(site: Path, tmp_path: Path, page: str) -> None:
    """The page with most on it and that of an area reach the bar; `make lighthouse` tells of home, English, statistics
    and a list as well, and of performance."""
    require_tool("node", "chromium", LIGHTHOUSE)
    with serving(site, headers=POLICY) as address:
        report = audited(address + PAGES[page], tmp_path, SCORED)
    found = scores(report)
    assert set(found) == set(SCORED)
    assert min(found.values()) >= BAR, (found, losses(report))


def test_each_kind_of_page_that_is_looked_at_is_there(site: Path) -> None:
    """Pictures are taken of pages that the site has, each once; of every text, too."""
    kinds = [*screenshots.kinds(site)]
    pages = [page for _, page in kinds] + [page for page, _ in screenshots.SINGLE.values()]
    assert [page for page in pages if not (site / re.split("[?#]", page)[0]).exists()] == []
    names = [name for name, _ in kinds]
    assert len(set(names)) == len(names) > 55
    assert {*screenshots.CHOSEN} <= {*names}
