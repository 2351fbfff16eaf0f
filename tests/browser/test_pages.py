"""The site in a real browser: a resident's way without scripts, on a narrow screen, below a path, on one host only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.browsers import POLICY, layout_overflow, opened
from tests.support.kinds import kinds
from tests.support.sites import BELOW, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NARROW: Final = 320


def follow(page: Page, name: str) -> None:
    """Follows the first link of a name in the text of the page."""
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def test_scripts_are_off_where_they_should_be(chromium: Browser) -> None:
    """A window without scripts runs none, so that what is found in it works without; another one does."""
    for scripts in (False, True):
        with opened(chromium, NARROW, scripts=scripts) as window:
            window.page.goto("data:text/html,<title>before</title><script>document.title='after'</script>")
            assert window.page.title() == ("after" if scripts else "before")


def test_what_the_policy_refuses_is_told(chromium: Browser, tmp_path: Path) -> None:
    """A script or a style written into a page is refused under the policy of these tests, and the console says so."""
    page = '<!doctype html><title>before</title><p style="color:red">x</p><script>document.title = "after"</script>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with serving(tmp_path, headers=POLICY) as address, opened(chromium, NARROW) as window:
        window.page.goto(address)
        assert window.page.title() == "before"
    assert len(window.complaints) == 2


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_resident_finds_status_and_since_by_links(chromium: Browser, example_site: Path, width: int) -> None:
    """From the home page over province and county a resident comes to the answer: what it is, and since when."""
    with serving(example_site) as address, opened(chromium, width, scripts=False) as window:
        page = window.page
        page.goto(address)
        follow(page, "示例省")
        assert page.url == f"{address}99/"
        follow(page, "示例区")
        assert page.url == f"{address}990101/"
        follow(page, "向阳小区(1-5栋)")
        assert page.url.partition("#")[0] == f"{address}990101/990101001001-002/"
        shown = page.get_by_role("main").inner_text()
    assert "已取消" in shown
    assert "向阳小区(1-5栋) 已不是 无疫小区" in shown
    assert "2022年11月26日" in shown
    # The answer comes first: it is on the first screen, before the history.
    assert shown.index("2022年11月26日") < shown.index("经过")


def test_answer_is_on_the_first_screen_of_a_phone(chromium: Browser, site: Path) -> None:
    """On a phone the status and its date are seen without scrolling."""
    with serving(site) as address, opened(chromium, 390, scripts=False) as window:
        window.page.goto(f"{address}990101/990101001001-001/")
        heading = window.page.get_by_role("heading", level=1).bounding_box()
    assert heading is not None
    assert heading["y"] + heading["height"] < 720


@pytest.mark.parametrize("area", ["990101/990101001-001/", "990101/990101001003-001/", "500106/500106013003-001/"])
def test_the_answer_begins_within_180_pixels_of_a_telephone(chromium: Browser, site: Path, area: str) -> None:
    """Banners, also that of an old list, stand in one line, and of the crumbs the place above is left."""
    with serving(site) as address, opened(chromium, 360) as window:
        window.page.goto(address + area)
        first = window.page.locator("main :is(.sign, h1)").first.bounding_box()
        crumbs = window.page.locator(".crumbs a:visible")
        assert crumbs.count() == 1
        for banner in window.page.locator(".fresh").all():
            assert "可能过时" in banner.inner_text()
            box = banner.bounding_box()
            assert box is not None
            assert box["height"] < 30, "one line"
        field = window.page.get_by_role("searchbox").bounding_box()
        window.page.get_by_role("searchbox").fill("和平")
        window.page.keyboard.press("Enter")
        window.page.wait_for_url("**/search/?q=*")
    assert first is not None
    assert first["y"] < 180
    assert field is not None
    assert field["height"] >= 24


def test_no_kind_of_page_needs_scripts_width_or_another_host(chromium: Browser, site: Path) -> None:
    """Without scripts, at 320 px and under the policy: wide tables scroll in a frame, all is of one host, none refused.

    With scripts, at every width: tests/browser/test_scripts.py.
    """
    counties = [f"{path.parent.name}/" for path in sorted(site.glob("[0-9]*/index.html"))]
    # A notice prints what it will: names of any length.
    notices = [f"{path.parent.relative_to(site)}/" for path in sorted(site.glob("[0-9]*/notices/*/index.html"))[:12]]
    asked = sorted({*kinds(site), *counties, *notices})
    wide = {}
    with serving(site, headers=POLICY) as address, opened(chromium, NARROW, scripts=False) as window:
        for path in asked:
            window.page.goto(address + path)
            # A telephone would make the window as wide as what it shows: it must be as wide as it was asked to be.
            inner = window.page.evaluate("window.innerWidth")
            if inner != NARROW or layout_overflow(window.page):
                wide[path] = (inner, layout_overflow(window.page))
    assert len(asked) > 60
    assert wide == {}
    assert len(window.requests) > len(asked)
    assert [one for one in window.requests if not one.startswith(address)] == []
    assert window.complaints == []


def test_works_below_a_path_and_stays_on_its_host(chromium: Browser, sub_site: Path) -> None:
    """Served below a path, pages look and lead as at the root; nothing is requested elsewhere, nothing refused."""
    with serving(sub_site, BELOW, POLICY) as address, opened(chromium, 1280) as window:
        page = window.page
        page.goto(address)
        for name in ("示例省", "示例区", "和平社区"):
            follow(page, name)
        assert page.url.partition("#")[0] == f"{address}990101/990101001002/"
        assert "现为 无疫社区" in page.get_by_role("main").inner_text()
        for path in ("changes/", "statistics/", "schemes/chongqing-2022-74/", "about/", "404.html"):
            page.goto(address + path)
            sheets = page.evaluate("[...document.styleSheets].map(one => [one.href, one.cssRules.length])")
            drawn = {"about/": ["prose"], "404.html": []}.get(path, ["charts"])
            assert [one for one, _ in sheets] == [f"{address}static/{name}.css" for name in ("style", "print", *drawn)]
            assert sheets[0][1] > 20
    assert len(window.requests) > 8
    assert [one for one in window.requests if not one.startswith(address)] == []
    assert window.complaints == []
