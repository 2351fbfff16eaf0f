"""Two questions in a browser: how many were revoked of late, and how the list of a county stood on some day."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from generator import words
from tests.publish.test_misdated import AREAS, LINES, LOG
from tests.support.browsers import POLICY, opened, violations
from tests.support.folders import ROOT, example_data
from tests.support.repositories import edit
from tests.support.sites import build_site, load, made_once, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Days of the demonstration: a first revocation; the first of another county; one that a later day retracts, and one
# that is replaced; a retraction that is retracted; today.
DAYS: Final = ("2022-08-31", "2022-11-24", "2022-11-27", "2022-11-29", "2022-12-05")
COUNTIES: Final = ("990101", "990201")


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demonstration as it stood at the end of each of the DAYS."""

    def at(day: str) -> Path:
        return made_once(
            tmp_path_factory, f"demonstration-{day}",
            lambda work: build_site(ROOT / "data", work / "site", "--as-of", day),
        )  # fmt: skip

    return {day: at(day) for day in DAYS}


def titles(site: Path, county: str) -> list[tuple[str, str, str, str]]:
    """Area, title, status and since, of the titles that have a public status."""
    with (site / county / "areas.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"]]
    return sorted((row["area_id"], row["title"], row["status"], row["since"]) for row in rows)


def shown(page: Page) -> list[tuple[str, str, str, str]]:
    """The same, as the list of a day shows it."""
    rows = page.locator("#as-of tbody tr").evaluate_all(
        """rows => rows.map(row => [
            row.querySelector("a").href.split("/").slice(-2)[0], row.dataset.title,
            row.querySelector(".status").classList[1], row.querySelector(".d").dataset.value])"""
    )
    return sorted(tuple(row) for row in rows)


@pytest.mark.parametrize("county", COUNTIES)
@pytest.mark.parametrize("day", DAYS)
def test_a_list_as_of_a_day_is_what_a_build_as_of_that_day_says(
    chromium: Browser, site: Path, then: dict[str, Path], county: str, day: str
) -> None:
    """Chosen on the page, the list says of which day it is, and each title has the status and date of that day."""
    with serving(site, headers=POLICY) as address, opened(chromium, 768) as window:
        page = window.page
        page.goto(f"{address}{county}/")
        first, last = (page.locator("form.as-of input").get_attribute(end) or "" for end in ("min", "max"))
        chosen = min(max(day, first), last)
        page.fill("form.as-of input", chosen)
        page.press("form.as-of input", "Enter")
        page.wait_for_selector("#as-of .banner")
        if day >= first:
            assert shown(page) == titles(then[day], county)
        assert words.day_name(chosen) in page.locator("#as-of .banner").inner_text()
        assert not page.locator("#areas").is_visible()
        assert violations(page) == []
        page.click("#as-of .banner a")
        assert page.locator("#areas").is_visible()
        assert window.complaints == []


def test_what_was_mistyped_counts_when_a_correction_shows_it(chromium: Browser, tmp_path: Path) -> None:
    """A revocation whose time says 2062 is known since the line that mends it, not from 2062 on, and not before."""
    data = example_data(tmp_path)
    edit(data / LOG, lambda old: [*old, *LINES])
    edit(data / AREAS, lambda old: [*old, "990101001002-001,望江苑,,compound,,,,,,"])
    today = build_site(data, tmp_path / "site")
    with serving(today, headers=POLICY) as address, opened(chromium, 768) as window:
        for day in ("2022-12-01", "2022-12-02"):
            past = build_site(data, tmp_path / day, "--as-of", day)
            window.page.goto(f"{address}990101/?as-of={day}")
            window.page.wait_for_selector("#as-of .banner")
            assert shown(window.page) == titles(past, "990101")


@pytest.mark.parametrize("lang", ["", "en/"])
def test_a_list_of_a_day_reads_as_that_of_the_present(chromium: Browser, site: Path, lang: str) -> None:
    """The numbers in the same order, the areas by street with their full names, titles in the language of the page, and
    an address to cite, which a button copies."""
    with serving(site, headers=POLICY) as address, opened(chromium, 360) as window:
        page = window.page
        page.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', {value: {writeText: one => (window.copied = one, "
            "Promise.resolve())}});"
        )
        page.goto(f"{address}{lang}990101/?as-of=2022-12-05")
        page.wait_for_selector("#as-of .banner")
        assert page.locator("#as-of .counts").inner_text() == page.locator("main > .counts").inner_text()
        cited = page.locator("#as-of a.cited")
        assert cited.get_attribute("href") == f"https://register.example/{lang}990101/?as-of=2022-12-05"
        assert cited.inner_text() == cited.get_attribute("href")
        titles_then, titles_now = (
            {*page.locator(f"{part} tbody .title").all_inner_texts()} for part in ("#as-of", "#areas")
        )
        assert titles_then == titles_now
        assert page.locator("#as-of .title[lang]").count() == (0 if lang else page.locator("#as-of .title").count())
        page.locator("#as-of button[data-done]").click()
        assert page.evaluate("window.copied") == cited.get_attribute("href")
        assert page.locator("#as-of p [role=status]").inner_text() == ("Copied" if lang else "网址已复制")
        names = not lang  # of which there are two in English
        lists = [
            page.locator(f"{part} .group").evaluate_all(
                """(groups, names) => groups.map(group => [
                    group.querySelector("h3").firstChild.textContent,
                    ...Array.from(group.querySelectorAll("tbody tr"))
                        .filter(row => !row.querySelector(".status").matches(".none"))
                        .map(row => row.querySelector("a").href + (names ? row.querySelector("a").textContent : ""))
                        .sort()])""",
                names,
            )
            for part in ("#areas", "#as-of")
        ]
        assert lists[1] == [street for street in lists[0] if street[1:]]
        assert any("(" in name for street in lists[1] for name in street) is names
        assert violations(page) == []
        assert window.complaints == []


@pytest.mark.parametrize(
    ("page", "banner"),
    [
        (
            "990201/?as-of=2022-12-01",
            "2022年12月1日 时已知的名单：最后记录于 2022年9月13日；此后没有记录，不等于没有变化。",
        ),
        (
            "en/990201/?as-of=2022-12-01",
            "The list as it was known on 1 December 2022: the last record is of 13 September 2022; "
            "no record since then does not mean that nothing changed.",
        ),
    ],
)
def test_a_day_without_records_says_when_the_last_was(chromium: Browser, site: Path, page: str, banner: str) -> None:
    """The list of a day after the newest record is that of the record, and says so."""
    with serving(site, headers=POLICY) as address, opened(chromium, 768) as window:
        window.page.goto(address + page)
        window.page.wait_for_selector("#as-of .banner")
        assert window.page.locator("#as-of .banner").count() == 1
        assert window.page.locator("#as-of .banner").inner_text().startswith(banner)
        assert window.page.locator("#as-of tbody tr").count() > 30
        assert window.complaints == []


@pytest.mark.parametrize(
    ("page", "banner"),
    [
        ("990101/?as-of=2022-11-01", "名单从 2022年11月22日 起才有，没有 2022年11月1日 的。"),
        ("en/990101/?as-of=2022-11-01", "Lists begin on 22 November 2022: there is none of 1 November 2022."),
        ("990101/?as-of=2099-01-01", "2099年1月1日 还没有到，没有那一天的名单。"),
        ("en/990101/?as-of=2099-01-01", "1 January 2099 has not come yet: there is no list of that day."),
    ],
)
def test_a_day_that_has_no_list_is_not_given_one(chromium: Browser, site: Path, page: str, banner: str) -> None:
    """Before the register began there was nothing to know, and nothing is known of a day to come: no numbers, no list,
    nothing to cite."""
    with serving(site, headers=POLICY) as address, opened(chromium, 768) as window:
        window.page.goto(address + page)
        window.page.wait_for_selector("#as-of .banner")
        assert window.page.locator("#as-of .banner").count() == 1
        assert window.page.locator("#as-of .banner").inner_text().startswith(banner)
        assert window.page.locator("#as-of").locator(".counts, .group, .cited, .failed").count() == 0
        assert not window.page.locator("#areas").is_visible()
        window.page.click("#as-of .banner a")
        assert window.page.locator("#areas").is_visible()
        assert window.complaints == []


def test_of_a_day_that_list_alone_is_printed(chromium: Browser, site: Path) -> None:
    """The numbers of the present would stand on the first sheet, and the list that is cited on the next."""
    with serving(site, headers=POLICY) as address, opened(chromium, 768) as window:
        page = window.page
        page.goto(f"{address}990101/?as-of=2022-12-01")
        page.wait_for_selector("#as-of .banner")
        page.emulate_media(media="print")
        shown = page.locator("main > *").evaluate_all(
            "parts => parts.filter(part => part.checkVisibility()).map(part => part.id || part.localName)"
        )
        assert shown == ["h1", "as-of"]
        page.goto(f"{address}990101/")
        assert page.locator("main > .counts").is_visible()


def test_names_have_their_readings_in_english(chromium: Browser, site: Path) -> None:
    """As in the list of the present, where the area has the same name there."""
    with serving(site, headers=POLICY) as address, opened(chromium, 768) as window:
        window.page.goto(f"{address}en/990101/?as-of=2022-12-01")
        window.page.wait_for_selector("#as-of .banner")
        named = window.page.locator("#as-of tbody th a", has_text="和平新村(1-5栋)")
        assert named.inner_text() == "和平新村(1-5栋) Heping Xincun (1-5 Dong)"
        assert window.page.locator("#as-of tbody th a [lang=zh-CN]").count() > 40


def test_without_scripts_the_calendar_leads_to_each_day(chromium: Browser, site: Path) -> None:
    """The form is not shown, and the link beside it leads to the calendar, whose days lead to their pages."""
    with serving(site, headers=POLICY) as address, opened(chromium, 320, scripts=False) as window:
        window.page.goto(f"{address}990101/")
        assert not window.page.locator("form.as-of").is_visible()
        window.page.click("#as-of a")
        window.page.click('#calendar a[href="2022-12-01/"]')
        assert "2022年12月1日的变化" in window.page.inner_text("h1")


def test_what_was_revoked_in_thirty_days_is_one_click_from_home(chromium: Browser, site: Path) -> None:
    """One number, with how many each county has, why, and after how many days."""
    with serving(site, headers=POLICY) as address, opened(chromium, 768) as window:
        page = window.page
        page.goto(address)
        said = page.locator('.recent a[href="changes/revoked/"]').inner_text()
        page.click('.recent a[href="changes/revoked/"]')
        told = load(site / "changes/revoked/index.json")
        assert said.endswith(f" {told['standing']}")
        assert page.locator(".lead-number b").inner_text() == str(told["standing"])
        rows = page.locator(".by-county tbody tr").all_inner_texts()
        told_by = [row.split("\t") for row in rows if "后没有记录" not in row]
        numbers = {name.strip(): int(number) for name, number, *_ in told_by}
        assert numbers == {county["name"]: county["standing"] for county in told["counties"]}
        assert all(page.locator("#areas tbody td.why").all_inner_texts())
        page.click(".by-county td a")
        code = told["counties"][0]["code"]
        number = f"{told['standing']} 项，另有 {told['superseded']} 项后来被更正"
        assert page.locator(".told").inner_text().startswith(f"{told['counties'][0]['name']} {number}")
        page.select_option(".narrow select", told["stopped"][0]["code"])
        last = words.day_name(told["stopped"][0]["as_of_on"])
        assert f"最后记录于{last}，到那天为止的 30 天里取消 {told['stopped'][0]['standing']} 项" in (
            page.locator(".told").inner_text()
        )
        page.select_option(".narrow select", code)
        offered = page.locator("#areas .offers")
        assert offered.inner_text() == f"订阅{told['counties'][0]['name']}的取消：RSS · Atom · JSON"
        for form in ("rss", "atom", "json"):
            assert offered.locator(f'a[href$="/{code}/revoked.{form}"]').count() == 1
            assert (site / code / f"revoked.{form}").is_file()
        page.select_option(".narrow select", code[:2])
        assert offered.inner_text() == "订阅示例省的全部变化：RSS · Atom · JSON"
        assert (site / offered.locator("a").nth(1).evaluate("link => link.pathname.slice(1)")).is_file()
        page.select_option(".narrow select", code)
        page.click(".narrow button")
        assert offered.locator('a[href$="/feeds/revoked.atom"]').get_attribute("title") == "订阅取消：Atom"
        assert offered.inner_text() == "订阅取消：RSS · Atom · JSON"
        page.select_option(".narrow select", code)
        left = page.locator("#areas tbody tr:visible")
        assert left.count() == sum(event.startswith(code) for event in told["event_ids"])
        assert violations(page) == []
        assert window.complaints == []
