"""The search in a real browser: while one types, by keyboard alone, under a strict policy, and without scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from tests.support.browsers import POLICY, layout_overflow, opened
from tests.support.sites import BELOW, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PEACE: Final = "990101/990101001002/"
# What the live region says while it waits, and while lists are still to be read.
WAITING: Final = re.compile("正在|已查")


def settled(page: Page, told: str) -> None:
    """Waits until the live region says something, and that all lists were looked through."""
    from playwright.sync_api import expect

    status = page.locator(".search-status")
    expect(status).to_contain_text(told)
    expect(status).not_to_contain_text(WAITING)


def test_resident_finds_home_while_typing_with_the_keyboard_alone(chromium: Browser, sub_site: Path) -> None:
    """Below a path and under a strict policy: tab to the field, type, arrow down, enter; nothing else is needed."""
    from playwright.sync_api import expect

    with serving(sub_site, BELOW, POLICY) as address, opened(chromium, 390) as window:
        page = window.page
        page.goto(address)
        box = page.locator("#search")
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "search":
                break
        page.keyboard.type("hepingshequ")
        expect(page.get_by_role("option").first).to_be_visible()
        settled(page, "找到")
        assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "true")
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        assert "和平社区" in chosen.inner_text()
        assert "有效" in chosen.inner_text()
        assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant")
        page.keyboard.press("Escape")
        assert box.get_attribute("aria-expanded") == "false"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(address + PEACE)
    assert [one for one in window.requests if not one.startswith(address)] == []
    assert window.complaints == []


def test_nothing_is_loaded_before_the_reader_comes_to_the_field(chromium: Browser, example_site: Path) -> None:
    """A page with the field loads one small script; lists and tables come when the field is entered."""
    with serving(example_site, headers=POLICY) as address, opened(chromium, 1280) as window:
        window.page.goto(address, wait_until="networkidle")
        before = [one.removeprefix(address) for one in window.requests]
        assert "static/search.js" in before
        assert not [one for one in before if one.startswith("search/") or "worker" in one or "search.json" in one]
        window.page.locator("#search").fill("和平")
        settled(window.page, "找到")
        after = [one.removeprefix(address) for one in window.requests[len(before) :]]
    # They are told of, if they are loaded: the list above is empty for that reason alone.
    assert [one for one in after if "worker" in one or "search.json" in one]


def test_page_of_the_search_lists_everything_for_its_address(chromium: Browser, site: Path) -> None:
    """`?q=` can be shared: all results with status and place, history marked as such; typing goes on there."""
    from playwright.sync_api import expect

    with serving(site, headers=POLICY) as address, opened(chromium, 320) as window:
        page = window.page
        page.goto(f"{address}search/?q=%E7%A4%BE%E5%8C%BA")
        settled(page, "找到")
        rows = page.locator("#results li").all_inner_texts()
        assert f"找到 {len(rows)} 个" in page.locator(".search-status").inner_text()
        assert len(rows) > 20
        assert any("历史名录" in one for one in rows)
        assert any("已取消" in one for one in rows)
        assert layout_overflow(page) == 0
        box = page.locator("#search")
        box.clear()
        box.press_sequentially("金沙别館")
        expect(page.locator("#results .name")).to_have_text(["金沙别馆"])
        settled(page, "找到")
        assert page.locator("#results mark").all_inner_texts() == ["金沙别馆"]
        expect(page).to_have_url(re.compile("q=%E9%87%91"))
        page.locator("#results a").first.click()
        expect(page).to_have_url(f"{address}500106/500106013003-001/")
    assert window.complaints == []


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
def test_hostile_text_stays_text(chromium: Browser, example_site: Path, text: str) -> None:
    """In the field or in the address: shown as text if at all; nothing runs, nothing is refused by the policy."""
    from playwright.sync_api import expect

    with serving(example_site, headers=POLICY) as address, opened(chromium, 1280) as window:
        page = window.page
        page.goto(f"{address}search/?q={quote(text)}")
        title = page.title()
        expect(page.locator(".search-status")).not_to_be_empty()
        expect(page.locator(".search-status")).not_to_contain_text("正在")
        assert page.title() == title != "bad"
        assert page.locator("main img, #results script").count() == 0
    assert window.complaints == []


def test_nothing_found_leads_to_what_sounds_alike(chromium: Browser, example_site: Path) -> None:
    """A wrong character is answered by a question, with the area that was meant."""
    with serving(example_site, headers=POLICY) as address, opened(chromium, 1280) as window:
        window.page.goto(address)
        window.page.locator("#search").press_sequentially("和苹社区")
        settled(window.page, "您是不是找")
        assert any("和平社区" in one for one in window.page.locator("[role=option] .name").all_inner_texts())


def test_nothing_found_is_said_with_ways_on(chromium: Browser, site: Path) -> None:
    """No empty list: that no record is no proof, and where to look; a word that is no name leads to its page."""
    from playwright.sync_api import expect

    with serving(site, headers=POLICY) as address, opened(chromium, 390) as window:
        page = window.page
        page.goto(f"{address}search/?q={quote('没有的名字')}")
        settled(page, "没有记录不等于没有称号")
        assert page.locator("#results h2").inner_text() == "没有找到"
        assert "没有记录不等于没有称号" in page.locator("#results p").first.inner_text()
        assert page.locator("#results ol").count() == 0
        links = [one.get_attribute("href") for one in page.locator("#results .ways a").all()]
        assert links == ["#places", f"{address}changes/", f"{address}about/"]
        page.goto(address)
        page.locator("#search").press_sequentially("取消")
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{address}changes/revoked/")
    assert window.complaints == []


def test_a_browser_that_limits_changes_of_the_address_still_answers(chromium: Browser, site: Path) -> None:
    """Safari ends a script with a SecurityError after a hundred changes: none is made while the reader types."""
    from playwright.sync_api import expect

    refusing = "history.replaceState = () => { throw new DOMException('too often', 'SecurityError'); };"
    with serving(site, headers=POLICY) as address, opened(chromium, 1280) as window:
        page = window.page
        page.add_init_script(refusing)
        page.goto(f"{address}search/")
        page.locator("#search").press_sequentially("和平新村", delay=5)
        expect(page.locator("#results li").first).to_contain_text("和平新村")
    assert window.complaints == []
    counting = (
        "window.changes = 0; const own = history.replaceState.bind(history);"
        "history.replaceState = (...all) => { window.changes += 1; own(...all); };"
    )
    with serving(site, headers=POLICY) as address, opened(chromium, 1280) as window:
        page = window.page
        page.add_init_script(counting)
        page.goto(f"{address}search/")
        page.locator("#search").press_sequentially("hepingxincunhepingxincun", delay=5)
        expect(page).to_have_url(f"{address}search/?q=hepingxincunhepingxincun")
        assert page.evaluate("window.changes") < 5


def test_what_was_looked_for_stays_without_workers(chromium: Browser, site: Path) -> None:
    """A browser that cannot search keeps the text in the field, beside the lists of places."""
    with serving(site, headers=POLICY) as address, opened(chromium, 1280) as window:
        window.page.add_init_script("delete window.Worker;")
        window.page.goto(f"{address}search/?q={quote('和平 新村')}")
        assert window.page.locator("#search").input_value() == "和平 新村"
        window.page.goto(f"{address}search/?q=%ff")
        assert window.page.locator("#search").input_value() == ""
    assert window.complaints == []


def test_a_page_in_english_is_answered_in_english(chromium: Browser, site: Path) -> None:
    """Statuses, days, titles and sentences; a county and what has a page in English are led to there."""
    from playwright.sync_api import expect

    with serving(site, headers=POLICY) as address, opened(chromium, 1280) as window:
        page = window.page
        page.goto(f"{address}en/990101/")
        page.locator("#search").press_sequentially("hpxc")
        option = page.get_by_role("option").first
        expect(option).to_contain_text("epidemic-free residential compound")
        expect(option).to_contain_text("since ")
        expect(page.locator(".search-status")).to_contain_text("Results: 2")
        assert page.locator(".search-status").get_attribute("lang") == "en"
        page.locator("#search").fill("revoked")
        expect(page.get_by_role("option").first).to_contain_text("Areas whose title is revoked")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{address}en/990101/#only-revoked")
        page.goto(f"{address}en/search/?q=zzzz")
        settled(page, "no record does not mean no title")
        page.locator("#search").fill("hpxc")
        expect(page.locator("#results li:not(.past) a").first).to_have_attribute(
            "href", re.compile(rf"^{address}en/990101/[0-9-]+/$")
        )
        page.locator("#search").fill("sl")
        expect(page.locator("#results a").first).to_have_attribute("href", f"{address}en/99/")
    assert window.complaints == []


def test_what_is_old_says_so_beside_its_status(chromium: Browser, site: Path) -> None:
    """A result of a county that is silent for longer than it promises has the day of its newest record."""
    with serving(site, headers=POLICY) as address, opened(chromium, 390) as window:
        page = window.page
        page.goto(f"{address}search/?q={quote('新港小区')}")
        settled(page, "找到")
        assert page.locator("#results li .held").first.inner_text().endswith("截至 2022年9月13日")
        page.goto(f"{address}en/search/?q={quote('新港小区')}")
        settled(page, "Results")
        assert page.locator("#results li .held").first.inner_text().endswith("as of 13 September 2022")
        assert layout_overflow(page) == 0
    assert window.complaints == []


def test_without_scripts_the_form_leads_to_the_lists(chromium: Browser, site: Path) -> None:
    """The field sends its text to the page of the search, which says how to go on, and has every county."""
    counties = json.loads((site / "index.json").read_text(encoding="utf-8"))["counties"]
    with serving(site, headers=POLICY) as address, opened(chromium, 1280, scripts=False) as window:
        page = window.page
        page.goto(address)
        page.locator("#search").fill("和平社区")
        with page.expect_navigation():
            page.locator("#search").press("Enter")
        assert page.url.startswith(f"{address}search/?q=")
        shown = page.get_by_role("main").inner_text()
        assert "不用脚本也能找到" in shown
        for one in counties:
            assert one["name"] in shown
        page.get_by_role("main").get_by_role("link", name="示例区", exact=True).first.click()
        assert page.url == f"{address}990101/"
    assert window.complaints == []
