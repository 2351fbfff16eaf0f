"""The site in a real browser: a resident's way without scripts, on a narrow screen, below a path, on one host only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from generator.publish.exports import headers
from tests.site import BELOW, serving
from tests.support_tools import require_tool

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

# Whatever a page would load from elsewhere, or run, is refused and told in the console.
POLICY: Final = {"Content-Security-Policy": headers.POLICY}
NARROW: Final = 320
PAGES: Final = (
    "", "99/", "9901/", "990101/", "990201/", "990101/990101001001-001/", "990101/990101001001/",
    "990101/notices/990101-20221127-1/", "schemes/", "schemes/chongqing-2022-74/", "schemes/hainan-2022/", "changes/",
    "statistics/", "about/", "data/", "corrections/", "404.html",
)  # fmt: skip


@contextmanager
def browser(folder: Path, *, scripts: bool = False) -> Iterator[Chrome]:
    """A headless Chromium with a profile of its own that says nothing to anybody; scripts are off unless asked for."""
    require_tool("chromium", "chromedriver")
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (
        "headless=new", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking",
        "disable-component-update", "disable-sync", "disable-dev-shm-usage", f"user-data-dir={folder}",
    ):  # fmt: skip
        options.add_argument(f"--{flag}")
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = Chrome(options, Service("/usr/bin/chromedriver"))
    try:
        driver.set_page_load_timeout(30)
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser with scripts off."""
    with browser(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


def requested(driver: Chrome) -> list[str]:
    """Addresses that were requested since the last question."""
    found = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.append(message["params"]["request"]["url"])
    return found


def complaints(driver: Chrome) -> list[str]:
    """What the console complained of since the last question, but for the icon that every browser looks for."""
    return [one["message"] for one in driver.get_log("browser") if "/favicon.ico" not in one["message"]]


def narrow(driver: Chrome, width: int = NARROW) -> None:
    """A screen as narrow as that of a small telephone (a window of a desktop would stop at 500 px)."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 720, "deviceScaleFactor": 1, "mobile": True},
    )


def follow(driver: Chrome, name: str) -> None:
    """Follows the link of a name in the text of the page."""
    from selenium.webdriver.common.by import By

    links = driver.find_elements(By.CSS_SELECTOR, "main a")
    (link, *_) = [one for one in links if one.text == name]
    link.click()


def main_text(driver: Chrome) -> str:
    """The text of the page as shown."""
    from selenium.webdriver.common.by import By

    return driver.find_element(By.TAG_NAME, "main").text


def test_scripts_are_off(chromium: Chrome) -> None:
    """The browser of these tests runs no script, so that what they find works without."""
    chromium.get("data:text/html,<title>before</title><script>document.title='after'</script>")
    assert chromium.title == "before"


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_resident_finds_status_and_since_by_links(chromium: Chrome, example_site: Path, width: int) -> None:
    """From the home page over province and county a resident comes to the answer: what it is, and since when."""
    narrow(chromium, width)
    with serving(example_site) as address:
        chromium.get(address)
        follow(chromium, "示例省")
        assert chromium.current_url == f"{address}99/"
        follow(chromium, "示例区")
        assert chromium.current_url == f"{address}990101/"
        follow(chromium, "向阳小区(1-5栋)")
        assert chromium.current_url.partition("#")[0] == f"{address}990101/990101001001-002/"
        shown = main_text(chromium)
    assert "已取消" in shown
    assert "向阳小区(1-5栋) 已不是 无疫小区" in shown
    assert "2022年11月26日" in shown
    # The answer comes first: it is on the first screen, before the history.
    assert shown.index("2022年11月26日") < shown.index("经过")


def test_answer_is_on_the_first_screen_of_a_phone(chromium: Chrome, site: Path) -> None:
    """On a phone the status and its date are seen without scrolling."""
    from selenium.webdriver.common.by import By

    narrow(chromium, 390)
    with serving(site) as address:
        chromium.get(f"{address}990101/990101001001-001/")
        heading = chromium.find_element(By.TAG_NAME, "h1").rect
    assert heading["y"] + heading["height"] < 720


@pytest.mark.parametrize("page", PAGES)
def test_no_page_scrolls_sideways_on_a_narrow_screen(chromium: Chrome, site: Path, page: str) -> None:
    """At 320 px nothing is wider than the screen: wide tables scroll in a frame of their own."""
    narrow(chromium)
    with serving(site) as address:
        chromium.get(address + page)
        width = chromium.execute_script("return document.documentElement.scrollWidth")
        # A telephone would make the window as wide as what it shows: it must be as wide as it was asked to be.
        inner = chromium.execute_script("return window.innerWidth")
    assert inner == NARROW
    assert width <= inner


def test_no_county_or_notice_scrolls_sideways(chromium: Chrome, site: Path) -> None:
    """Nor is any other page of counties and notices, with real names of any length, wider than the screen."""
    narrow(chromium)
    found = [*sorted(site.glob("[0-9]*/index.html")), *sorted(site.glob("[0-9]*/notices/*/index.html"))[:12]]
    paths = [path.parent.relative_to(site).as_posix() for path in found]
    wide = []
    with serving(site) as address:
        for path in paths:
            chromium.get(f"{address}{path}/")
            if chromium.execute_script("return document.documentElement.scrollWidth") > NARROW:
                wide.append(path)
    assert len(paths) > 30
    assert wide == []


def test_works_below_a_path_and_stays_on_its_host(chromium: Chrome, sub_site: Path) -> None:
    """Served below a path, pages look and lead as at the root; nothing is requested elsewhere, nothing refused."""
    narrow(chromium, 1280)
    with serving(sub_site, BELOW, POLICY) as address:
        requested(chromium)
        complaints(chromium)
        chromium.get(address)
        for name in ("示例省", "示例区", "和平社区"):
            follow(chromium, name)
        assert chromium.current_url.partition("#")[0] == f"{address}990101/990101001002/"
        assert "现为 无疫社区" in main_text(chromium)
        for page in ("changes/", "statistics/", "schemes/chongqing-2022-74/", "about/", "404.html"):
            chromium.get(address + page)
            styled = chromium.execute_script(
                "return [...document.styleSheets].map(one => one.href + ' ' + one.cssRules.length)"
            )
            assert [one.partition(" ")[0] for one in styled] == [f"{address}static/style.css"]
            assert int(styled[0].partition(" ")[2]) > 20
        asked = [one for one in requested(chromium) if not one.startswith("data:")]
    assert len(asked) > 8
    assert not [one for one in asked if not one.startswith(address) and not one.endswith("/favicon.ico")]
    assert complaints(chromium) == []


def test_every_kind_of_page_stays_on_its_host(chromium: Chrome, site: Path) -> None:
    """No kind of page asks any other host for anything, or has anything that a strict policy refuses."""
    narrow(chromium, 1280)
    with serving(site, headers=POLICY) as address:
        requested(chromium)
        complaints(chromium)
        for page in PAGES:
            chromium.get(address + page)
        asked = requested(chromium)
    assert len(asked) > len(PAGES)
    assert not [one for one in asked if not one.startswith(address)]
    assert complaints(chromium) == []
