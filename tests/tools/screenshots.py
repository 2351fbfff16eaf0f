"""Pictures of every kind of page, in screenshots/ (`make screenshots`): phone, tablet and desktop, and some in other
ways.

The other ways: a screen of 320 px, dark, in large text, on paper, a list that is narrowed, as without scripts. `--all`
takes every kind in every way.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.register.change import LISTS
from tests.support.browsers import opened, started
from tests.support.folders import ROOT
from tests.support.sites import build_site, counties_of, load, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect

FOLDER: Final = ROOT / "screenshots"
# A page is as young as it was: what it says of its age by the reader's clock is one picture of its own.
NOW: Final = "2022-12-05T18:00:00+08:00"


class Way(NamedTuple):
    """How a page is looked at."""

    width: int
    dark: bool = False
    large: bool = False
    scripts: bool = True
    paper: bool = False
    now: str = NOW


WAYS: Final = {"phone": Way(360), "tablet": Way(768), "desktop": Way(1440)}
MORE: Final = {
    "small": Way(320), "dark": Way(360, dark=True), "large": Way(360, large=True), "large-small": Way(320, large=True),
    "dark-desktop": Way(1440, dark=True), "large-desktop": Way(1440, large=True),
    "paper": Way(1440, paper=True),
}  # fmt: skip
# The kinds of page that are looked at in more ways.
CHOSEN: Final = ("home", "county", "area-certified", "area-revoked", "month")
# Pictures of their own: a list that is older than promised, and one that is narrowed without scripts.
SINGLE: Final = {
    "county-stale-phone": ("990101/", Way(390, now="2022-12-09T18:00:00+08:00")),
    "county-without-scripts-phone": ("990101/#only-revoked", Way(390, scripts=False, now="")),
}
FIXED: Final = {
    "home": "",
    "province": "99/",
    "county": "990101/",
    "county-with-suspensions": "990201/",
    "county-narrowed": "990101/?status=revoked#areas",
    "street": "990101/990101001/",
    "schemes": "schemes/",
    "scheme-chongqing": "schemes/chongqing-2022-74/",
    "scheme-hainan": "schemes/hainan-2022/",
    "changes": "changes/",
    **{f"list-{kind}": f"changes/{kind}/" for kind in LISTS},
    "search": "search/?q=和平",
    "check": "check/",
    "verify": "verify/",
    "statistics": "statistics/",
    "english-home": "en/",
    "english-county": "en/990101/",
    "english-search": "en/search/",
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
    wanted: dict[str, Callable[[dict[str, Any]], bool]] = {
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
    for name, form in (("month", "[0-9]" * 4 + "-[0-9][0-9]"), ("day", "[0-9]" * 4 + "-[0-9][0-9]-[0-9][0-9]")):
        found_last = sorted(site.glob(f"changes/{form}/index.html"))[-1]
        yield name, f"{found_last.parent.relative_to(site).as_posix()}/"
    yield from (("findings", "findings/"), ("dictionary", "data/dictionary/"), ("announcements", "announcements/"))
    yield "english-area", f"{sorted(site.glob('en/*/9*/index.html'))[0].parent.relative_to(site).as_posix()}/"
    for text in sorted([*(ROOT / "content/pages").glob("*.md"), *(ROOT / "content/en").glob("*.md")]):
        lang = "en/" if "en" in text.parts else ""
        yield f"{'english-' if lang else ''}{text.stem}", f"{lang}{text.stem}/"


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
            (folder for folder, one in own.items() if any(row["event"] == "revoke" for row in one["events"])), None
        ),
        "notice-city": next((one for one in found if len(one.parts[-3]) == 4 and one.parts[-3][:2] == "99"), None),
        "notice-archived": next((one for one in found if one.parts[-3] in past or one.parts[-3] == past[0][:4]), None),
    }
    for name, folder in chosen.items():
        if folder is not None:
            yield name, f"{folder.relative_to(site).as_posix()}/"


def take(browser: Browser, address: str, way: Way, file: Path) -> None:
    """Takes the picture of a page."""
    with opened(browser, way.width, dark=way.dark, scripts=way.scripts) as window:
        page = window.page
        if way.now:
            page.clock.set_fixed_time(way.now)
        page.goto(address)
        if way.large:
            page.locator("button.mode").click()
        if way.paper:
            page.pdf(path=file.with_suffix(".pdf"), prefer_css_page_size=True, format="A4")
            return
        height = page.evaluate("document.documentElement.scrollHeight")
        clip: FloatRect = {"x": 0, "y": 0, "width": way.width, "height": min(height, 8000)}
        page.screenshot(path=file, full_page=True, clip=clip)


def main() -> None:
    """Builds the site and takes the pictures."""
    whole = "--all" in sys.argv[1:]
    FOLDER.mkdir(exist_ok=True)
    for old in (*FOLDER.glob("*.png"), *FOLDER.glob("*.pdf")):
        old.unlink()
    with TemporaryDirectory() as scratch:
        site = build_site(ROOT / "data", Path(scratch) / "site")
        with serving(site) as address, started() as browser:
            for name, page in kinds(site):
                for look, way in {**WAYS, **(MORE if whole or name in CHOSEN else {})}.items():
                    take(browser, address + page, way, FOLDER / f"{name}-{look}.png")
                print(f"{name:26} /{page}")
            for name, (page, way) in SINGLE.items():
                take(browser, address + page, way, FOLDER / f"{name}.png")
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.name}/", file=sys.stderr)


if __name__ == "__main__":
    main()
