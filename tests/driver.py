"""Chromium by Selenium, for the tests that are driven by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from generator.publish.exports import headers
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
