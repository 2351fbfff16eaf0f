"""Three readers find what they came for by the keyboard alone: on any screen, with scripts and without.

Links are found by where they lead, not by how they are called; each must have a name and show that it has the focus.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from generator.findings import CATALOGUE
from tests.support.browsers import POLICY, WIDTHS, Window, follow, opened, reach, skip_to_text
from tests.support.sites import ADDRESS, load, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# An area that holds its title, and the street it is in.
CERTIFIED: Final = "990101001001-001"
STREET: Final = CERTIFIED[:9]


class Journey(NamedTuple):
    """A reader's window on the site, with its address and the built files to compare with."""

    window: Window
    address: str
    site: Path

    def go(self, *ways: str) -> None:
        """Goes from page to page by keys, past the head of each; every way is an address below the root."""
        for way in ways:
            skip_to_text(self.window)
            follow(self.window, self.address + way)

    def go_by_menu(self, way: str) -> None:
        """Goes to a page by keys from the very top of this one, as its menu is part of its head."""
        follow(self.window, self.address + way)

    def type(self, text: str) -> None:
        """Comes to the field of the search by keys and types."""
        reach(self.window, "search")
        self.window.page.keyboard.type(text)

    def text(self) -> str:
        """The text of the page as shown."""
        return self.window.page.get_by_role("main").inner_text()

    def twin(self) -> Any:
        """What the page says, as data."""
        return load(self.site / self.window.page.url.partition("#")[0].removeprefix(self.address) / "index.json")

    def fetched(self, way: str) -> str:
        """The text of a file that a link leads to."""
        answer = self.window.page.request.get(self.address + way)
        assert answer.ok, way
        return answer.text()


WAYS: Final = {
    f"{width}-{'with' if scripts else 'without'}-scripts": (width, scripts)
    for width in WIDTHS
    for scripts in (True, False)
}


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def journey(request: pytest.FixtureRequest, chromium: Browser, site: Path) -> Iterator[Journey]:
    """The home page under the strict policy; at the end nothing may have been refused, or asked of another host."""
    width, scripts = request.param
    with serving(site, headers=POLICY) as address, opened(chromium, width, scripts=scripts) as window:
        window.page.goto(address)
        yield Journey(window, address, site)
        assert window.complaints == []
        assert [one for one in window.requests if not one.startswith(address)] == []


def test_resident_learns_status_since_measures_and_history_and_prints(journey: Journey) -> None:
    """Province, county, street, area: what it is, since when, what it means, how it came, and on paper who says so."""
    journey.go("99/", "990101/", f"990101/{STREET}/", f"990101/{CERTIFIED}/")
    area, shown, page = journey.twin(), journey.text(), journey.window.page
    assert area["status"] == "certified"
    heading = page.get_by_role("heading", level=1)
    year, month, day = map(int, area["since"][:10].split("-"))
    assert area["name"] in heading.inner_text()
    assert f"{year}年{month}月{day}日" in shown[: shown.index("经过")]
    assert "对居民意味着什么" in shown
    assert page.locator("main .measures li").count() > 3
    for event in area["events"]:
        assert page.locator(f'[id="e{event["event_id"]}"]').is_visible(), event
    # On paper: the answer, and that the page is what counts, with its address in full; nothing to press.
    page.emulate_media(media="print")
    paper = page.locator(".certificate")
    assert paper.is_visible()
    assert area["name"] in paper.inner_text()
    assert f"{ADDRESS}990101/{CERTIFIED}/" in paper.inner_text()
    assert not page.get_by_role("navigation", name="主导航").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_resident_subscribes_to_the_revocations_of_a_county(journey: Journey) -> None:
    """From the home page to the county, and there beside the heading to the feed: two steps, each by keys."""
    journey.go("990101/")
    skip_to_text(journey.window)
    reach(journey.window, f"{journey.address}990101/revoked.rss")
    feed = ElementTree.fromstring(journey.fetched("990101/revoked.rss"))
    titles = [item.findtext("title") or "" for item in feed.iter("item")]
    assert feed.findtext("channel/title") == "示例区：取消（演示数据）"
    assert titles
    assert all("取消" in title for title in titles)


@pytest.mark.parametrize("start", ["", "99/"])
def test_journalist_learns_what_was_revoked_in_thirty_days(journey: Journey, start: str) -> None:
    """From the home page, or that of a province, one step: the number, why each, and how many each county has; with
    scripts the list is narrowed to the province, whose number it says."""
    page, kind = journey.window.page, "changes/revoked/"
    if start:
        journey.go(start)
    (number,) = re.findall(r"取消 (\d+)", page.locator(f'.recent a[href*="{kind}"]').inner_text())
    skip_to_text(journey.window)
    follow(journey.window, journey.address + kind + (f"?county={start.strip('/')}" if start else ""))
    told = load(journey.site / kind / "index.json")
    whole = told if not start else next(unit for unit in told["units"] if unit["code"] == start.strip("/"))
    assert int(number) == whole["standing"]
    assert page.locator(".lead-number b").inner_text() == str(told["standing"])
    by_county = page.locator(".by-county").inner_text()
    assert all(f"{county['name']}" in by_county for county in told["counties"])
    rows = page.locator("#areas tbody tr:visible")
    assert rows.count() == len(told["event_ids"])  # the one province of the demonstration has all of them
    assert all(page.locator("#areas tbody td.why").all_inner_texts())
    if start and page.locator("form.narrow").is_visible():
        assert page.locator("select[name=county]").input_value() == whole["code"]
        assert f"到那天为止的 30 天里取消 {number} 项" in page.locator(".told").inner_text()


def test_journalist_sees_the_list_of_a_day(journey: Journey) -> None:
    """On the page of a county the list as it was on 1 December; without scripts the calendar has what happened then."""
    from playwright.sync_api import expect

    page, day = journey.window.page, "2022-12-01"
    journey.go("990101/")
    if page.locator("form.as-of").is_visible():
        page.fill("form.as-of input", day)
        page.press("form.as-of input", "Enter")
        expect(page.locator("#as-of .banner")).to_contain_text("2022年12月1日")
        assert f"990101/?as-of={day}" in page.locator("#as-of .cited").inner_text()
        then = page.locator("#as-of tbody tr").count()
        assert 0 < then < page.locator("#areas tbody tr").count()
    else:
        follow(journey.window, f"{journey.address}changes/")
        follow(journey.window, f"{journey.address}changes/{day}/")
        assert "2022年12月1日的变化" in page.inner_text("h1")


def test_resident_asks_whether_a_building_is_certified(journey: Journey) -> None:
    """A building is found in the compound whose name has it (1-8栋), and its page says the status; without scripts the
    lists lead there."""
    from playwright.sync_api import expect

    page, way = journey.window.page, "990101/990101002001-001/"
    journey.type("朝阳花园3栋")
    if page.locator("#search[role=combobox]").count():
        expect(page.get_by_role("option").first).to_contain_text("1-8栋")
        expect(page.locator(".search-status")).not_to_contain_text("已查")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(journey.address + way)
    else:
        with page.expect_navigation():
            page.keyboard.press("Enter")
        journey.go("990101/", "990101/990101002/", way)
    area = journey.twin()
    assert area["status"] == "revoked"
    assert "朝阳花园(1-8栋)" in page.get_by_role("heading", level=1).inner_text()
    assert "取消" in journey.text()


@pytest.mark.parametrize("typed", ["晓花园", "chunxiaohuayuan"])
def test_resident_types_part_of_a_name(journey: Journey, typed: str) -> None:
    """What is found while typing is chosen by keys; without scripts the text is taken along, and lists lead on."""
    from playwright.sync_api import expect

    area = load(journey.site / "990101" / CERTIFIED / "index.json")
    page, way = journey.window.page, f"{journey.address}990101/{CERTIFIED}/"
    journey.type(typed)
    if page.locator("#search[role=combobox]").count():
        expect(page.get_by_role("option").filter(has_text=area["name"]).first).to_be_visible()
        expect(page.locator(".search-status")).not_to_contain_text("已查")
        for _ in range(page.get_by_role("option").count()):
            page.keyboard.press("ArrowDown")
            if area["name"] in page.locator("[role=option][aria-selected=true]").inner_text():
                break
        page.keyboard.press("Enter")
        expect(page).to_have_url(way)
    else:
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == f"{journey.address}search/?q={quote(typed)}"
        journey.go("990101/", f"990101/{STREET}/", f"990101/{CERTIFIED}/")
    assert area["name"] in page.get_by_role("heading", level=1).inner_text()


def test_journalist_follows_an_event_to_its_data_and_archives(journey: Journey) -> None:
    """Changes, month, day, event, area, its twin, the feed and its archives, the tables: all say the same."""
    journey.go_by_menu("changes/")
    month = max(path.parent.name for path in journey.site.glob("changes/[0-9][0-9][0-9][0-9]-[0-9][0-9]/index.html"))
    day = max(path.parent.name for path in journey.site.glob(f"changes/{month}-[0-9][0-9]/index.html"))
    journey.go(f"changes/{month}/", f"changes/{day}/")
    event = journey.twin()["events"][0]
    assert event["area_name"] in journey.text()
    area = f"{event['area_id'][:6]}/{event['area_id']}/"
    journey.go(area)
    assert event["event_id"] in {one["event_id"] for one in journey.twin()["events"]}
    # On from the event are the links to the twin and the feed; a browser may show or keep what they lead to.
    reach(journey.window, f"{journey.address}{area}index.json")
    assert json.loads(journey.fetched(f"{area}index.json"))["area_id"] == event["area_id"]
    reach(journey.window, f"{journey.address}{area}feed.atom")
    assert event["event_id"] in journey.fetched(f"{area}feed.atom")
    # Back through the national feed's archives to the first event of all.
    file, seen = "feeds/all.atom", set[str]()
    while file:
        feed = journey.fetched(file)
        seen |= set(re.findall(r"<id>[^<]*:event/([0-9]+-[0-9]+)</id>", feed))
        before = re.search(rf'<link href="{ADDRESS}([^"]+)" rel="prev-archive"', feed)
        file = before[1] if before else ""
    assert event["event_id"] in seen
    journey.window.page.goto(journey.address)
    journey.go_by_menu("data/")
    skip_to_text(journey.window)
    reach(journey.window, f"{journey.address}downloads/events.csv")
    rows = list(csv.DictReader(io.StringIO(journey.fetched("downloads/events.csv").removeprefix("\ufeff"))))
    assert event["event_id"] in {row["event_id"] for row in rows}
    assert seen <= {row["event_id"] for row in rows}


def test_staff_member_learns_how_to_mend_a_finding(journey: Journey) -> None:
    """The guide leads to the findings; there E301 is shown with what to do, in the words of the check itself."""
    journey.go_by_menu("about/")
    journey.go("guide/", "findings/")
    # Its address, as one who is told of E301 writes it.
    page = journey.window.page
    page.goto(f"{page.url.partition('#')[0]}#E301")
    finding, example = page.locator("#E301"), page.locator("#E301 pre")
    assert finding.evaluate("one => one.getBoundingClientRect().top < innerHeight")
    kind = CATALOGUE["E301"]
    for words in re.split(r"\{[a-z_]+\}", f"{kind.message}{{_}}{kind.fix}"):
        assert words in " ".join(finding.all_inner_texts()), words
    # The smallest example is folded away, and opened by keys: from there on, past the link to itself.
    assert not example.is_visible()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert example.is_visible()
