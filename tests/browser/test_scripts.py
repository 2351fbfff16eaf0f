"""What pages do beyond being read, in a real browser with scripts on, under the policy that the site is served with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.support.browsers import POLICY, WIDTHS, layout_overflow, opened
from tests.support.kinds import kinds
from tests.support.sites import load, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COUNTY: Final = "990101/"
AREA: Final = "990101/990101001-001/"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site, served for all tests of this module."""
    with serving(site, headers=POLICY) as found:
        yield found


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a tablet, with scripts; at the end nothing may have been refused."""
    with opened(chromium, 768) as window:
        yield window.page
    assert window.complaints == []


def shown(page: Page) -> list[str]:
    """The statuses of the rows of the list that are seen."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.list tbody tr')].filter(row => getComputedStyle(row).display !== 'none'"
        " && !row.closest('[hidden]')).map(row => row.className)"
    )
    return found


def counts(site: Path) -> dict[str, int]:
    """The county's own counts."""
    found: dict[str, int] = load(site / COUNTY / "index.json")["counts"]
    return found


def size_of_text(page: Page) -> float:
    """Of the text of the page, in CSS pixels."""
    size: float = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    return size


# ---- narrowing a list


def test_a_list_is_narrowed_and_the_address_keeps_it(page: Page, site: Path, address: str) -> None:
    """By status and street together; the page says how many of how many; reload and the way back keep it."""
    from playwright.sync_api import expect

    page.goto(address + COUNTY)
    whole = len(shown(page))
    page.locator("select[name=status]").select_option("revoked")
    assert len(shown(page)) == counts(site)["revoked"]
    assert all("revoked" in marks.split() for marks in shown(page))
    assert page.locator("form.narrow output").inner_text() == f"显示 {counts(site)['revoked']} 条，共 {whole} 条"
    page.locator("select[name=street]").select_option("990101001")
    few = shown(page)
    assert 0 < len(few) < counts(site)["revoked"]
    assert page.url == f"{address}{COUNTY}?status=revoked&street=990101001#areas"
    page.reload()
    assert shown(page) == few
    page.goto(address + AREA)
    page.go_back()
    assert shown(page) == few
    page.locator("form.narrow button").click()
    expect(page).to_have_url(f"{address}{COUNTY}#areas")
    assert len(shown(page)) == whole


def test_a_list_is_narrowed_by_batch_and_title(page: Page, address: str) -> None:
    """The address alone chooses, also by the notice that brought a title; what it does not know it leaves out."""
    page.goto(f"{address}{COUNTY}?notice=990101-20221122-1&title=compound&status=nonsense")
    mark = page.locator("select[name=notice] option[value='990101-20221122-1']").get_attribute("data-mark")
    few = shown(page)
    assert few
    assert all(mark in marks.split() for marks in few)


def test_a_list_is_narrowed_without_scripts_by_links(chromium: Browser, site: Path, address: str) -> None:
    """The links above the list show one status; the place says how many of how many, and leads back to all."""
    with opened(chromium, WIDTHS[0], scripts=False) as window:
        page = window.page
        page.goto(address + COUNTY)
        assert not page.locator("form.narrow").is_visible()
        page.locator("a[href='#only-revoked']").click()
        assert len(shown(page)) == counts(site)["revoked"]
        place = page.locator("#only-revoked")
        assert place.is_visible()
        assert f"{counts(site)['revoked']} 条" in place.inner_text()
        page.reload()
        assert len(shown(page)) == counts(site)["revoked"]
        place.locator("a").first.click()
        assert len(shown(page)) > counts(site)["revoked"]


def test_the_link_of_a_reader_without_scripts_works_for_one_with_them(page: Page, site: Path, address: str) -> None:
    """An address handed on by either kind of reader shows the same rows to the other."""
    page.goto(f"{address}{COUNTY}#only-revoked")
    assert len(shown(page)) == counts(site)["revoked"]
    assert page.url == f"{address}{COUNTY}?status=revoked#areas"


# ---- freshness


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2022-12-06T23:59:00+08:00", "承诺每天更新。下次最迟2022年12月6日。"),
        ("2022-12-09T18:00:00+08:00", "4 天没有新记录，可能过时"),
    ],
)
def test_an_old_list_says_so_by_the_clock_of_the_reader(page: Page, address: str, now: str, said: str) -> None:
    """Within the promise the promise stands there; after it every page of the county says how long nothing came."""
    page.clock.set_fixed_time(now)
    for path in (COUNTY, AREA):
        page.goto(address + path)
        assert page.locator(".fresh").inner_text() == said
    page.goto(f"{address}220182/")
    assert page.locator(".fresh").count() == 0


def test_pages_above_the_counties_tell_of_the_one_that_is_due_first(page: Page, address: str) -> None:
    """One county of the demonstration stopped in September: home, province and statistics say so in December."""
    page.clock.set_fixed_time("2022-12-05T18:00:00+08:00")
    for path in ("", "99/", "statistics/"):
        page.goto(address + path)
        assert page.locator(".fresh").inner_text() == "示范县 83 天没有新记录，可能过时。最先到期的是2022年9月16日。"
    for path in ("en/", "en/99/"):
        page.goto(address + path)
        told = "Shifan Xian: no new record for 83 days; its list may be out of date."
        assert page.locator(".fresh").inner_text() == told
    page.goto(f"{address}50/")
    assert page.locator(".fresh").count() == 0
    for day, told in ((7, "1 day"), (8, "2 days")):
        page.clock.set_fixed_time(f"2022-12-{day:02}T09:00:00+08:00")
        page.goto(f"{address}en/{COUNTY}")
        assert page.locator(".fresh").inner_text() == f"No new record for {told}; this list may be out of date."


@pytest.mark.parametrize("path", [COUNTY, AREA, f"en/{COUNTY}", "99/", "en/99/"])
@pytest.mark.parametrize("width", [*WIDTHS, 360])
def test_nothing_moves_when_the_script_has_run(chromium: Browser, address: str, path: str, width: int) -> None:
    """What is read stands where it stood before the script, on an old list too."""
    tops = []
    for scripts in (True, False):
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(address + path)
        tops.append(page.locator("h1").bounding_box())
        context.close()
    assert tops[0] == tops[1]


# ---- large text


@pytest.mark.parametrize("width", WIDTHS)
def test_large_text_is_reached_by_keyboard_and_kept(chromium: Browser, address: str, width: int) -> None:
    """The third stop of the keyboard; it holds on other pages, no wider than the screen, until it is undone."""
    with opened(chromium, width) as window:
        page = window.page
        page.goto(address + AREA)
        before = size_of_text(page)
        for key in ("Tab", "Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        focused = page.locator("button.mode:focus")
        assert focused.get_attribute("aria-pressed") == "true"
        assert focused.evaluate("one => getComputedStyle(one).outlineWidth") == "3px"
        for path in (AREA, "", COUNTY, "99/", "changes/", "about/"):
            page.goto(address + path)
            assert size_of_text(page) > 1.3 * before
            assert layout_overflow(page) == 0, path
            assert "江畔名庭" in page.get_by_role("main").inner_text() or path != AREA
        page.locator("button.mode").click()
        assert size_of_text(page) == before
    assert window.complaints == []


# What is shown and can be read or followed, in order; a page may say one thing twice.
SEEN: Final = """() => [...document.querySelectorAll("a, button, h1, h2, h3, li, dt, dd, .clause, form.find")]
  .filter(one => one.getClientRects().length)
  .map(one => `${one.tagName} ${one.getAttribute("href") || one.textContent.trim()}`)"""


@pytest.mark.parametrize("width", [360, 1440])
def test_large_text_leaves_nothing_out(chromium: Browser, address: str, width: int) -> None:
    """Whatever can be read or followed is there in large text too: the whole menu, every section, the foot."""
    with opened(chromium, width) as window:
        page = window.page
        for path in (AREA, "990201/990201001004/", COUNTY, "", "99/", f"en/{COUNTY}", "en/", "statistics/", "guide/"):
            page.goto(address + path)
            usual = page.evaluate(SEEN)
            page.locator("button.mode").click()
            assert page.evaluate(SEEN) == usual, path
            page.locator("button.mode").click()


# ---- handing on


def test_the_address_is_copied_and_shared(page: Page, address: str) -> None:
    """What is handed on is the permanent address; the page says when it was copied."""
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: one => (window.copied = one, "
        "Promise.resolve())}}); navigator.share = one => (window.shared = one, Promise.resolve());"
    )
    page.goto(address + AREA)
    for action in ("copy", "share"):
        page.locator(f"[data-act={action}]").click()
    assert page.evaluate("window.copied") == f"https://register.example/{AREA}"
    shared: dict[str, Any] = page.evaluate("window.shared")
    assert shared["url"] == f"https://register.example/{AREA}"
    assert shared["title"].startswith("江畔名庭 现为 无疫小区")
    assert page.locator(".acts [role=status]").inner_text() == "网址已复制"


# ---- every kind of page


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_hold_at_every_width_under_the_policy(chromium: Browser, site: Path, address: str, width: int) -> None:
    """Nothing is refused or complained of, nothing is wider than the screen, and what is pressed is 24 px or more."""
    small = (
        "[...document.querySelectorAll('button, select, nav a, footer a, table a, .entries a')].filter(one => {"
        "const box = one.getBoundingClientRect();"
        "return box.width && (box.height < 24 || box.width < 24) }).map(one => one.outerHTML)"
    )
    found = {}
    with opened(chromium, width) as window:
        for path in kinds(site):
            answer = window.page.goto(address + path)
            assert answer is not None
            assert answer.headers["content-security-policy"] == POLICY["Content-Security-Policy"]
            if wrong := window.page.evaluate(small):
                found[path] = wrong
            # A telephone would make the window as wide as what it shows: it must be as wide as it was asked to be.
            if (inner := window.page.evaluate("innerWidth")) != width or layout_overflow(window.page):
                found[path] = [f"{inner} px wide", *wrong]
    assert found == {}
    assert len(window.requests) > len(kinds(site))
    assert [one for one in window.requests if not one.startswith(address)] == []
    assert window.complaints == []


@pytest.mark.parametrize("media", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}])
def test_other_colours_are_honoured(page: Page, address: str, media: dict[str, Any]) -> None:
    """A dark screen, forced colours, more contrast: the page follows, and a status keeps its shape and its word."""
    colour = "getComputedStyle(document.querySelector('.note')).color"
    page.goto(address + AREA)
    before = page.evaluate(colour)
    page.emulate_media(**media)
    assert page.evaluate(colour) != before
    shape = page.evaluate("getComputedStyle(document.querySelector('.sign'), '::before').borderTopWidth")
    assert float(shape.removesuffix("px")) > 5
    assert "有效" in page.get_by_role("main").inner_text()


def test_nothing_moves(page: Page, address: str) -> None:
    """No page has an animation or a transition."""
    for path in ("", COUNTY, AREA):
        page.goto(address + path)
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate(
            "[...document.querySelectorAll('*')].every(one => getComputedStyle(one).transitionDuration === '0s')"
        )
