"""What pages do beyond being read, in a real browser with scripts on, under the policy that the site is served with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.driver import NARROW, PAGES, POLICY, browser, complaints, main_text, narrow
from tests.site import load, serving

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

WIDTHS: Final = (NARROW, 768, 1440)
COUNTY: Final = "990101/"
AREA: Final = "990101/990101001-001/"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser with scripts on."""
    with browser(tmp_path_factory.mktemp("chromium"), scripts=True) as driver:
        yield driver


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser with scripts off."""
    with browser(tmp_path_factory.mktemp("plain")) as driver:
        yield driver


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site, served for all tests of this module: what a browser keeps, it keeps for one address."""
    with serving(site, headers=POLICY) as found:
        yield found


def find(driver: Chrome, selector: str) -> list[WebElement]:
    """Elements of a selector."""
    from selenium.webdriver.common.by import By

    return driver.find_elements(By.CSS_SELECTOR, selector)


def shown(driver: Chrome) -> list[str]:
    """The statuses of the rows of the list that are seen."""
    found: list[str] = driver.execute_script(
        "return [...document.querySelectorAll('.list tbody tr')].filter(row => getComputedStyle(row).display !== 'none'"
        " && !row.closest('[hidden]')).map(row => row.className)"
    )
    return found


def choose(driver: Chrome, name: str, value: str) -> None:
    """Chooses a value of one of the fields above a list."""
    from selenium.webdriver.support.select import Select

    (field,) = find(driver, f"select[name={name}]")
    Select(field).select_by_value(value)


def counts(site: Path) -> dict[str, int]:
    """The county's own counts."""
    found: dict[str, int] = load(site / COUNTY / "index.json")["counts"]
    return found


# ---- narrowing a list


def test_a_list_is_narrowed_and_the_address_keeps_it(chromium: Chrome, site: Path, address: str) -> None:
    """By status and street together; the page says how many of how many; reload and the way back keep it."""
    narrow(chromium, 768)
    chromium.get(address + COUNTY)
    whole = len(shown(chromium))
    choose(chromium, "status", "revoked")
    assert len(shown(chromium)) == counts(site)["revoked"]
    assert all("revoked" in marks.split() for marks in shown(chromium))
    (told,) = find(chromium, "output")
    assert told.text == f"显示 {counts(site)['revoked']} 条，共 {whole} 条"
    choose(chromium, "street", "990101001")
    few = shown(chromium)
    assert 0 < len(few) < counts(site)["revoked"]
    assert chromium.current_url == f"{address}{COUNTY}?status=revoked&street=990101001#areas"
    chromium.refresh()
    assert shown(chromium) == few
    chromium.get(address + AREA)
    chromium.back()
    assert shown(chromium) == few
    (reset,) = find(chromium, "form.narrow button")
    reset.click()
    chromium.execute_async_script("setTimeout(arguments[0])")
    assert len(shown(chromium)) == whole
    assert chromium.current_url == f"{address}{COUNTY}#areas"


def test_a_list_is_narrowed_by_batch_and_title(chromium: Chrome, address: str) -> None:
    """The address alone chooses, also by the notice that brought a title; what it does not know it leaves out."""
    chromium.get(f"{address}{COUNTY}?notice=990101-20221122-1&title=compound&status=nonsense")
    (option,) = find(chromium, "select[name=notice] option[value='990101-20221122-1']")
    mark = option.get_attribute("data-mark")
    few = shown(chromium)
    assert few
    assert all(mark in marks.split() for marks in few)


def test_a_list_is_narrowed_without_scripts_by_links(plain: Chrome, site: Path, address: str) -> None:
    """The links above the list show one status; the place says how many of how many, and leads back to all."""
    narrow(plain, NARROW)
    plain.get(address + COUNTY)
    assert not find(plain, "form.narrow")[0].is_displayed()
    (link,) = find(plain, "a[href='#only-revoked']")
    link.click()
    assert len(shown(plain)) == counts(site)["revoked"]
    (place,) = find(plain, "#only-revoked")
    assert place.is_displayed()
    assert f"{counts(site)['revoked']} 条" in place.text
    plain.refresh()
    assert len(shown(plain)) == counts(site)["revoked"]
    find(plain, "#only-revoked a")[0].click()
    assert len(shown(plain)) > counts(site)["revoked"]


def test_the_link_of_a_reader_without_scripts_works_for_one_with_them(
    chromium: Chrome, site: Path, address: str
) -> None:
    """An address handed on by either kind of reader shows the same rows to the other."""
    chromium.get("about:blank")
    chromium.get(f"{address}{COUNTY}#only-revoked")
    assert len(shown(chromium)) == counts(site)["revoked"]
    assert chromium.current_url == f"{address}{COUNTY}?status=revoked#areas"


# ---- freshness


@pytest.mark.parametrize(("now", "days"), [("2022-12-06T23:59:00+08:00", 0), ("2022-12-09T18:00:00+08:00", 4)])
def test_an_old_list_says_so_by_the_clock_of_the_reader(chromium: Chrome, address: str, now: str, days: int) -> None:
    """Within the promise nothing is said; after it every page of the county says for how many days nothing came."""
    script = f"Date.now = () => {Date(now)}"
    added = chromium.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        for page in (COUNTY, AREA):
            chromium.get(address + page)
            (stale,) = find(chromium, ".stale")
            assert stale.is_displayed() is bool(days)
            if days:
                assert f"承诺每天更新。但自 2022年12月5日起已 {days} 天没有新记录" in stale.text
        chromium.get(f"{address}220182/")
        assert not find(chromium, ".stale")
    finally:
        chromium.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def Date(time: str) -> int:  # noqa: N802 - what JavaScript calls it
    """Milliseconds since 1970 of a time."""
    from datetime import datetime

    return int(datetime.fromisoformat(time).timestamp() * 1000)


# ---- large text


@pytest.mark.parametrize("width", WIDTHS)
def test_large_text_is_reached_by_keyboard_and_kept(chromium: Chrome, address: str, width: int) -> None:
    """The third stop of the keyboard; it holds on other pages, no wider than the screen, until it is undone."""
    from selenium.webdriver import ActionChains, Keys

    narrow(chromium, width)
    chromium.get(address + AREA)
    before = chromium.execute_script("return parseFloat(getComputedStyle(document.body).fontSize)")
    ActionChains(chromium).send_keys(Keys.TAB * 3, Keys.ENTER).perform()
    (mode,) = find(chromium, "button.mode")
    assert mode == chromium.switch_to.active_element
    assert mode.get_attribute("aria-pressed") == "true"
    assert chromium.execute_script("return getComputedStyle(arguments[0]).outlineWidth", mode) == "3px"
    try:
        for page in (AREA, "", COUNTY, "99/", "changes/", "about/"):
            chromium.get(address + page)
            assert chromium.execute_script("return parseFloat(getComputedStyle(document.body).fontSize)") > 1.3 * before
            assert chromium.execute_script("return document.documentElement.scrollWidth") <= width, page
            assert "江畔名庭" in main_text(chromium) or page != AREA
    finally:
        find(chromium, "button.mode")[0].click()
    assert chromium.execute_script("return parseFloat(getComputedStyle(document.body).fontSize)") == before


# ---- handing on


def test_the_address_is_copied_and_shared(chromium: Chrome, address: str) -> None:
    """What is handed on is the permanent address; the page says when it was copied."""
    source = (
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: one => (window.copied = one, "
        "Promise.resolve())}}); navigator.share = one => (window.shared = one, Promise.resolve());"
    )
    added = chromium.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    try:
        chromium.get(address + AREA)
        for action in ("copy", "share"):
            (button,) = find(chromium, f"[data-act={action}]")
            button.click()
        assert chromium.execute_script("return window.copied") == f"https://register.example/{AREA}"
        assert chromium.execute_script("return window.shared.url") == f"https://register.example/{AREA}"
        assert chromium.execute_script("return window.shared.title").startswith("江畔名庭 现为 无疫小区")
        assert find(chromium, ".acts [role=status]")[0].text == "网址已复制"
    finally:
        chromium.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


# ---- every kind of page


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_hold_at_every_width_under_the_policy(chromium: Chrome, address: str, width: int) -> None:
    """Nothing is refused or complained of, nothing is wider than the screen, and what is pressed is 24 px or more."""
    narrow(chromium, width)
    chromium.get(address)
    complaints(chromium)
    small = (
        "return [...document.querySelectorAll('button, select, nav a, footer a, table a, .entries a')].filter(one => {"
        "const box = one.getBoundingClientRect();"
        "return box.width && (box.height < 24 || box.width < 24) }).map(one => one.outerHTML)"
    )
    for page in PAGES:
        chromium.get(address + page)
        assert chromium.execute_script("return document.documentElement.scrollWidth") <= width, page
        assert chromium.execute_script(small) == [], page
    assert complaints(chromium) == []


@pytest.mark.parametrize("feature", ["prefers-color-scheme:dark", "forced-colors:active", "prefers-contrast:more"])
def test_other_colours_are_honoured(chromium: Chrome, address: str, feature: str) -> None:
    """A dark screen, forced colours, more contrast: the page follows, and a status keeps its shape and its word."""
    name, _, value = feature.partition(":")
    chromium.get(address + AREA)
    before = chromium.execute_script("return getComputedStyle(document.querySelector('.note')).color")
    media = {"features": [{"name": name, "value": value}]}
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        assert chromium.execute_script("return getComputedStyle(document.querySelector('.note')).color") != before
        shape = "return getComputedStyle(document.querySelector('.sign'), '::before').borderTopWidth"
        assert float(chromium.execute_script(shape).removesuffix("px")) > 5
        assert "有效" in main_text(chromium)
    finally:
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_nothing_moves(chromium: Chrome, address: str) -> None:
    """No page has an animation or a transition."""
    for page in ("", COUNTY, AREA):
        chromium.get(address + page)
        assert chromium.execute_script("return document.getAnimations().length") == 0
        moving = (
            "return [...document.querySelectorAll('*')].some(one => getComputedStyle(one).transitionDuration !== '0s')"
        )
        assert chromium.execute_script(moving) is False
