"""Every kind of page can be used by everyone: axe-core on a phone and a desktop, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.browsers import POLICY, layout_overflow, opened, violations
from tests.support.kinds import kinds, shapes
from tests.support.sites import pages_of, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Rules that the colours decide; all others see the same in light and in dark.
COLOURS: Final = ("color-contrast", "link-in-text-block")
# Every rule on a telephone; the colours where nothing is scrolled out of a frame, in light and in dark.
LOOKS: Final = [(320, False, ()), (1440, False, COLOURS), (1440, True, COLOURS)]


@pytest.mark.parametrize(("width", "dark", "rules"), LOOKS)
def test_axe_finds_nothing_on_any_kind_of_page(
    chromium: Browser, site: Path, width: int, dark: bool, rules: tuple[str, ...]
) -> None:
    """No rule of WCAG 2.2 A and AA nor of good practice is violated, and nothing scrolls sideways (1.4.10)."""
    found = {}
    with serving(site, headers=POLICY) as address, opened(chromium, width, dark=dark) as window:
        for path in kinds(site):
            window.page.goto(address + path)
            # What is folded away is checked as well.
            window.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            wrong = violations(window.page, rules)
            if over := layout_overflow(window.page):
                wrong.append(f"wider than the window by {over} px")
            if wrong:
                found[path] = wrong
    assert found == {}


def test_axe_reads_what_it_is_given(chromium: Browser, tmp_path: Path) -> None:
    """The checker is not fooled by the policy, nor by colours of the dark: it finds what is wrong only there."""
    style = "body{background:#fff;color:#000}@media (prefers-color-scheme:dark){p{color:#ddd}}"
    (tmp_path / "style.css").write_text(style, encoding="utf-8")
    page = '<!doctype html><html lang="zh-CN"><title>x</title><link rel="stylesheet" href="style.css">'
    page += '<main><h1>Heading</h1><p>Some words</p><img src="x.svg"></main>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    rules = {}
    with serving(tmp_path, headers=POLICY) as address:
        for dark in (False, True):
            with opened(chromium, 320, dark=dark) as window:
                window.page.goto(address)
                rules[dark] = {one.partition(":")[0] for one in violations(window.page)}
    assert rules == {False: {"image-alt"}, True: {"image-alt", "color-contrast"}}


def test_kinds_leave_no_page_out(site: Path) -> None:
    """Every page is of a kind, each kind is looked at, and codes make no kind of their own."""
    chosen = set(kinds(site))
    assert sorted(path for paths in shapes(site).values() for path in paths) == pages_of(site)
    for shape, paths in shapes(site).items():
        assert chosen & {path.removesuffix("index.html") for path in paths}, shape
    assert {"", "<province>/", "<county>/", "<county>/<area>/", "changes/<day>/", "404.html"} <= set(shapes(site))
    assert not [shape for shape in shapes(site) if any(part.isdigit() for part in shape.split("/"))]
