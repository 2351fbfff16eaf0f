"""Lighthouse on a built site, with Debian's Chromium and nothing of the network (`make lighthouse`).

Files come compressed, as the hosts of docs/hosting/ send them. Performance is that of a middling telephone on a slow
mobile network, simulated from what was measured: it differs by a few points from run to run, so it is told here and no
test waits for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.support.browsers import CHROMIUM, POLICY, profile_of
from tests.support.folders import ROOT
from tests.support.sites import build_site, load, serving
from tests.support.tools import LIGHTHOUSE

CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
PAGES: Final = {
    "county": "990101/",
    "area": "990101/990101001001-001/",
    "home": "",
    "english": "en/",
    "statistics": "statistics/",
    "kind": "changes/revoked/",
}
# Those that a test asks for: each takes some ten seconds, and the one with most on it shows most of what is wrong.
TESTED: Final = ("county", "area")
# What each category must reach.
BAR: Final = 98


def audited(address: str, scratch: Path, categories: Sequence[str] = CATEGORIES) -> dict[str, Any]:
    """The report on a page; `scratch` is an empty folder of its own."""
    report = scratch / "report.json"
    ended = subprocess.run(
        [
            ROOT / LIGHTHOUSE, address, "--quiet", "--no-enable-error-reporting", "--output=json",
            f"--output-path={report}", f"--only-categories={','.join(categories)}",
            f"--chrome-flags={' '.join(profile_of(scratch / 'profile'))}",
        ],
        env={**os.environ, "CHROME_PATH": CHROMIUM, "CI": "true"}, capture_output=True, encoding="utf-8",
        timeout=180, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    document: dict[str, Any] = load(report)
    return document


def scores(report: dict[str, Any]) -> dict[str, int]:
    """Score of each category, of 100."""
    return {name: round(100 * (one["score"] or 0)) for name, one in report["categories"].items()}


def losses(report: dict[str, Any]) -> list[str]:
    """What cost a point."""
    audits = report["audits"]
    return [
        f"{name}: {audits[one['id']]['title']} {audits[one['id']].get('displayValue', '')}".rstrip()
        for name, category in report["categories"].items()
        for one in category["auditRefs"]
        if one["weight"] and audits[one["id"]]["score"] not in (1, None)
    ]


def main(pages: Sequence[str]) -> int:
    """Builds the site and prints a table; 1 if a page stays below the bar."""
    if not (ROOT / LIGHTHOUSE).is_file():
        print("needs Lighthouse: run `make tools`", file=sys.stderr)
        return 2
    low = False
    print(f"{'page':28}" + "".join(f"{name:>16}" for name in CATEGORIES))
    with TemporaryDirectory() as scratch:
        site = build_site(ROOT / "data", Path(scratch) / "site")
        with serving(site, headers=POLICY, compressed=True) as address:
            for page in pages or PAGES.values():
                with TemporaryDirectory() as folder:
                    report = audited(address + page, Path(folder))
                found = scores(report)
                low |= min(found.values()) < BAR
                print(f"/{page:27}" + "".join(f"{found[name]:>16}" for name in CATEGORIES), flush=True)
                for one in losses(report):
                    print(f"    {one}")
    return int(low)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
