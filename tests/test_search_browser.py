"""The search in a real browser: while one types, by keyboard alone, under a strict policy, and without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.driver import browser, chromium, complaints, follow, main_text, narrow, requested
from tests.site import BELOW, serving

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

__all__ = ["chromium"]  # the browser without scripts

POLICY: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
}
PEACE: Final = "990101/990101001002/"


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that runs scripts."""
    with browser(tmp_path_factory.mktemp("scripted"), scripts=True) as driver:
        yield driver


def field(driver: Chrome) -> Any:
    """The field of the search."""
    from selenium.webdriver.common.by import By

    return driver.find_element(By.ID, "search")


def texts(driver: Chrome, selector: str) -> list[str]:
    """The texts of elements, as shown."""
    found: list[str] = driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map(one => one.innerText)", selector
    )
    return found


def until(driver: Chrome, true: Callable[[], object], what: str) -> None:
    """Waits until something is true of the page."""
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(driver, 20, poll_frequency=0.05).until(lambda _: true(), what)


def told(driver: Chrome) -> str:
    """What the live region says."""
    return "".join(texts(driver, ".search-status"))


def press(driver: Chrome, *keys: str) -> None:
    """Presses keys, wherever the focus is."""
    from selenium.webdriver import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def test_resident_finds_home_while_typing_with_the_keyboard_alone(scripted: Chrome, sub_site: Path) -> None:
    """Below a path and under a strict policy: tab to the field, type, arrow down, enter; nothing else is needed."""
    from selenium.webdriver.common.keys import Keys

    narrow(scripted, 390)
    with serving(sub_site, BELOW, POLICY) as address:
        scripted.get(address)
        requested(scripted)
        complaints(scripted)
        for _ in range(20):
            press(scripted, Keys.TAB)
            if scripted.switch_to.active_element.get_attribute("id") == "search":
                break
        press(scripted, *"hepingshequ")
        until(scripted, lambda: texts(scripted, "[role=option] .name"), "options")
        until(
            scripted, lambda: "找到" in told(scripted) and "已查" not in told(scripted), "all lists are looked through"
        )
        box = field(scripted)
        assert (box.aria_role, box.get_attribute("aria-expanded")) == ("combobox", "true")
        press(scripted, Keys.ARROW_DOWN)
        (chosen,) = texts(scripted, "[role=option][aria-selected=true]")
        assert "和平社区" in chosen
        assert "有效" in chosen
        active = box.get_attribute("aria-activedescendant")
        assert scripted.execute_script("return document.getElementById(arguments[0]).getAttribute('role')", active) == (
            "option"
        )
        press(scripted, Keys.ESCAPE)
        assert box.get_attribute("aria-expanded") == "false"
        press(scripted, Keys.ARROW_DOWN, Keys.ENTER)
        until(scripted, lambda: scripted.current_url == address + PEACE, "the page of the area")
        asked = requested(scripted)
        assert all(one.startswith(address) for one in asked if not one.startswith("data:"))
        assert complaints(scripted) == []


def test_nothing_is_loaded_before_the_reader_comes_to_the_field(scripted: Chrome, example_site: Path) -> None:
    """A page with the field loads one small script; lists and tables come when the field is entered."""
    with serving(example_site, headers=POLICY) as address:
        requested(scripted)
        scripted.get(address)
        before = [one.removeprefix(address) for one in requested(scripted)]
        assert "static/search.js" in before
        assert not [one for one in before if one.startswith("search/") or "worker" in one or "search.json" in one]


def test_page_of_the_search_lists_everything_for_its_address(scripted: Chrome, site: Path) -> None:
    """`?q=` can be shared: all results with status and place, history marked as such; typing goes on there."""
    narrow(scripted, 320)
    with serving(site, headers=POLICY) as address:
        complaints(scripted)
        scripted.get(f"{address}search/?q=%E7%A4%BE%E5%8C%BA")
        until(scripted, lambda: "已查" not in told(scripted) and texts(scripted, "#results li"), "results")
        rows = texts(scripted, "#results li")
        assert f"找到 {len(rows)} 个" in told(scripted)
        assert len(rows) > 20
        assert any("历史名录" in one for one in rows)
        assert any("已取消" in one for one in rows)
        assert scripted.execute_script("return document.documentElement.scrollWidth") <= 320
        box = field(scripted)
        box.clear()
        box.send_keys("金沙别館")
        until(
            scripted, lambda: [one for one in texts(scripted, "#results .name") if one] == ["金沙别馆"], "the one area"
        )
        assert texts(scripted, "#results mark") == ["金沙别馆"]
        assert "q=%E9%87%91" in scripted.current_url
        follow(scripted, texts(scripted, "#results a")[0])
        assert scripted.current_url == f"{address}500106/500106013003-001/"
        assert complaints(scripted) == []


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=\"document.title='bad'\">",
        "\"><script>document.title='bad'</script>",
        "x" * 500,
        "%",
        "&q=1#x",
    ],
)
def test_hostile_text_stays_text(scripted: Chrome, example_site: Path, text: str) -> None:
    """In the field or in the address: shown as text if at all; nothing runs, nothing is refused by the policy."""
    from urllib.parse import quote

    with serving(example_site, headers=POLICY) as address:
        complaints(scripted)
        scripted.get(f"{address}search/?q={quote(text)}")
        title = scripted.title
        until(scripted, lambda: told(scripted) and "正在" not in told(scripted), "an answer")
        assert scripted.title == title != "bad"
        assert scripted.execute_script("return document.querySelectorAll('main img, #results script').length") == 0
        assert complaints(scripted) == []


def test_nothing_found_leads_to_what_sounds_alike(scripted: Chrome, example_site: Path) -> None:
    """A wrong character is answered by a question, with the area that was meant."""
    with serving(example_site, headers=POLICY) as address:
        scripted.get(address)
        field(scripted).send_keys("和苹社区")
        until(scripted, lambda: "您是不是找" in told(scripted), "a suggestion")
        assert any("和平社区" in one for one in texts(scripted, "[role=option] .name"))


def test_without_scripts_the_form_leads_to_the_lists(chromium: Chrome, site: Path) -> None:
    """The field sends its text to the page of the search, which says how to go on, and has every county."""
    policy = {"Content-Security-Policy": "default-src 'self'; script-src 'none'; form-action 'self'"}
    counties = json.loads((site / "index.json").read_text(encoding="utf-8"))["counties"]
    with serving(site, headers=policy) as address:
        chromium.get(address)
        box = field(chromium)
        box.send_keys("和平社区")
        box.submit()
        until(chromium, lambda: chromium.current_url.startswith(f"{address}search/?q="), "the page of the search")
        shown = main_text(chromium)
        assert "不用脚本也能找到" in shown
        for one in counties:
            assert one["name"] in shown
        follow(chromium, "示例区")
        assert chromium.current_url == f"{address}990101/"
