"""Pictures of every kind of page, on a phone and on a desktop, in screenshots/ (`make screenshots`)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.browsers import opened, started
from tests.site import build_site, counties_of, load, serving
from tests.support import ROOT

FOLDER: Final = ROOT / "screenshots"
WIDTHS: Final = {"phone": 390, "desktop": 1280}
FIXED: Final = {
    "home": "",
    "province": "99/",
    "county": "990101/",
    "county-with-suspensions": "990201/",
    "street": "990101/990101001/",
    "schemes": "schemes/",
    "scheme-chongqing": "schemes/chongqing-2022-74/",
    "scheme-hainan": "schemes/hainan-2022/",
    "changes": "changes/",
    "statistics": "statistics/",
    "about": "about/",
    "data": "data/",
    "corrections": "corrections/",
    "not-found": "404.html",
}


def kinds(site: Path) -> Iterator[tuple[str, str]]:
    """(name, address) of one page of each kind; those that depend on the data are looked for in it."""
    yield from FIXED.items()
    present = [one["code"] for one in counties_of(site) if one["state"] == "active"]
    past = [one["code"] for one in counties_of(site) if one["state"] == "archived"]
    yield "province-archived", f"{past[0][:2]}/"
    yield "county-archived", f"{past[0]}/"
    areas = {path.parent: load(path) for code in present for path in sorted((site / code).glob("9*/index.json"))}
    held = [(folder, area) for folder, area in areas.items() if area["titles"]]
    wanted = {
        "area-certified": lambda area: area["status"] == "certified" and not area["areas"],
        "area-suspended": lambda area: area["status"] == "suspended",
        "area-revoked": lambda area: area["status"] == "revoked" and not area["areas"],
        "area-restored": lambda area: area["status"] == "certified" and has(area, "restore"),
        "area-corrected": lambda area: has(area, "correct"),
        "area-replaced": lambda area: any(one["corrects"] and one["event"] != "correct" for one in area["events"]),
        "area-candidate": lambda area: area["status"] == "candidate",
        "area-without-title": lambda area: area["status"] is None,
        "area-with-areas": lambda area: bool(area["areas"]),
        "area-of-two-titles": lambda area: len(area["titles"]) > 1,
    }
    for name, fits in wanted.items():
        found = next((folder for folder, area in held if fits(area)), None)
        if found is not None:
            yield name, f"{found.relative_to(site).as_posix()}/"
    archived = next(path for path in sorted((site / past[0]).glob("*/index.json")) if load(path).get("titles"))
    yield "area-archived", f"{archived.parent.relative_to(site).as_posix()}/"
    yield from notices(site, present, past)
    months = sorted(site.glob("changes/*/index.html"))
    yield "month", f"{months[-1].parent.relative_to(site).as_posix()}/"


def has(area: dict[str, list[dict[str, str]]], event: str) -> bool:
    """True if the area's history holds an event of the kind."""
    return any(one["event"] == event for one in area["events"])


def notices(site: Path, present: list[str], past: list[str]) -> Iterator[tuple[str, str]]:
    """The notice with most rows of a present county, one with removals, and one of a city, present and past."""
    found = {path.parent: load(path) for path in sorted(site.glob("*/notices/*/index.json"))}
    own = {folder: one for folder, one in found.items() if folder.parts[-3] in present}
    chosen = {
        "notice": max(own, key=lambda folder: len(own[folder]["events"])),
        "notice-removals": next(
            (folder for folder, one in own.items() if any(row["kind"] == "revoked" for row in one["events"])), None
        ),
        "notice-city": next((one for one in found if len(one.parts[-3]) == 4 and one.parts[-3][:2] == "99"), None),
        "notice-archived": next((one for one in found if one.parts[-3] in past or one.parts[-3] == past[0][:4]), None),
    }
    for name, folder in chosen.items():
        if folder is not None:
            yield name, f"{folder.relative_to(site).as_posix()}/"


def main() -> None:
    """Builds the site and takes the pictures."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with TemporaryDirectory() as scratch:
        site = build_site(ROOT / "data", Path(scratch) / "site")
        with serving(site) as address, started() as browser:
            for name, page in kinds(site):
                for device, width in WIDTHS.items():
                    with opened(browser, width, scripts=False) as window:
                        window.page.goto(address + page)
                        height = window.page.evaluate("document.documentElement.scrollHeight")
                        window.page.screenshot(
                            path=FOLDER / f"{name}-{device}.png",
                            full_page=True,
                            clip={"x": 0, "y": 0, "width": width, "height": min(height, 8000)},
                        )
                print(f"{name:26} /{page}")
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.name}/", file=sys.stderr)


if __name__ == "__main__":
    main()
