"""The lists by what happened, and that how many were revoked in thirty days has one answer wherever it is asked."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator import words
from generator.register.change import LISTS
from tests.support.sites import Page, counties_of, load

EVENT_OF = {**words.KINDS, "corrected": "correct"}


def rows_of(site: Path) -> Iterator[dict[str, str]]:
    """The events of the counties of the present."""
    for county in counties_of(site):
        if county["state"] == "active":
            with (site / county["code"] / "events.csv").open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file, strict=True)


def first_day(site: Path) -> str:
    newest: str = load(site / "index.json")["as_of_on"]
    return str(date.fromisoformat(newest) - timedelta(days=29))


def twin(site: Path, kind: str) -> dict[str, Any]:
    told: dict[str, Any] = load(site / "changes" / kind / "index.json")
    return told


@pytest.mark.parametrize("kind", LISTS)
def test_thirty_days_have_one_answer(site: Path, kind: str) -> None:
    """The list, its twin, home, the newest changes, the statistics and events.csv say how many stand."""
    first = first_day(site)
    own = [row for row in rows_of(site) if row["event"] == EVENT_OF[kind] and row["recorded_on"] >= first]
    standing = Counter(row["event_id"][:6] for row in own if not row["superseded_by"])
    told = twin(site, kind)
    assert (told["from"], told["standing"], told["superseded"]) == (
        first,
        standing.total(),
        len(own) - standing.total(),
    )
    assert {county["code"]: county["standing"] for county in told["counties"]} == standing
    page = Page.read(site / "changes" / kind / "index.html")
    word = words.KIND_NAMES[kind]
    assert f"{word} {standing.total()} 项" in page.text
    assert f"{word} {standing.total()}" in Page.read(site / "changes/index.html").text
    for code, number in standing.items():
        if number:
            assert f"{word} {number}" in Page.read(site / code / "index.html").text
    if standing.total():
        assert f"{word} {standing.total()}" in Page.read(site / "index.html").text
    with (site / "statistics/days.csv").open(encoding="utf-8", newline="") as file:
        days = [row for row in csv.DictReader(file) if row["day"] >= first]
    assert sum(int(row[kind]) for row in days) == standing.total()


@pytest.mark.parametrize("kind", LISTS)
def test_thirty_days_of_a_province_have_one_answer(site: Path, kind: str) -> None:
    """Its page and its cities', the list narrowed to it and its twin say the number that its counties' events.csv have,
    up to its own newest day; the number leads to exactly these, with scripts or without."""
    told, word = twin(site, kind), words.KIND_NAMES[kind]
    present = [county for county in counties_of(site) if county["state"] == "active"]
    codes = sorted({county["code"][:length] for county in present for length in (2, 4)})
    units = {unit["code"]: unit for unit in told["units"]}
    assert sorted(units) == [code for code in codes if (site / code).is_dir()]
    options = {
        one.attributes["value"]: one.attributes["data-told"]
        for one in Page.read(site / f"changes/{kind}/index.html").all("option")
    }
    for code, unit in units.items():
        newest = max(county["as_of_on"] for county in present if county["code"].startswith(code))
        first = str(date.fromisoformat(newest) - timedelta(days=29))
        own = [
            row for row in rows_of(site)
            if row["event"] == EVENT_OF[kind] and first <= row["recorded_on"] <= newest
            and row["event_id"].startswith(code)
        ]  # fmt: skip
        standing = sum(not row["superseded_by"] for row in own)
        assert (unit["as_of_on"], unit["standing"], unit["superseded"]) == (newest, standing, len(own) - standing)
        for path in (f"{code}/", f"en/{code}/"):
            page = Page.read(site / path / "index.html")
            up = "../" * path.count("/")
            own_link = {
                link.says for link in page.all("a")
                if link.attributes.get("href") == f"{up}changes/{kind}/?county={code}#areas"
            }  # fmt: skip
            assert {int(said.rpartition(" ")[2]) for said in own_link} == ({standing} if standing else set()), path
        if standing:
            assert f"到那天为止的 30 天里{word} {standing} 项" in options[code]


def test_a_list_narrowed_to_a_province_has_the_rows_of_its_counties(site: Path) -> None:
    """A row carries the places by which the list can be narrowed to it: its county, its city and its province."""
    told = twin(site, "revoked")
    rows = [row for row in Page.read(site / "changes/revoked/index.html").all("tr") if "class" in row.attributes]
    assert len(rows) == len(told["event_ids"])
    for row, event_id in zip(rows, told["event_ids"], strict=True):
        assert row.attributes["class"].split() == [f"c{event_id[:length]}" for length in (2, 4, 6)]


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_has_the_newest_of_its_kind(site: Path, kind: str) -> None:
    """All of thirty days and a hundred at least, each with the way to its area; what is left out is counted."""
    told, page = twin(site, kind), Page.read(site / "changes" / kind / "index.html")
    whole = [row for row in rows_of(site) if row["event"] == EVENT_OF[kind]]
    assert told["total"] == sum(not row["superseded_by"] for row in whole)
    listed = set(told["event_ids"])
    assert len(listed) == len(told["event_ids"]) == min(100, len(whole))
    assert listed <= {row["event_id"] for row in whole}
    links = {link.attributes.get("href", "") for link in page.all("a")}
    for row in whole:
        if row["event_id"] in listed:
            assert f"../../{row['event_id'][:6]}/{row['area_id']}/#e{row['event_id']}" in links
            if row["superseded_by"]:
                assert f"../../{row['event_id'][:6]}/{row['area_id']}/#e{row['superseded_by']}" in links
    if len(whole) > len(listed):
        assert f"更早的 {len(whole) - len(listed)} 项" in page.text


def test_every_total_of_a_kind_leads_to_its_list(site: Path) -> None:
    """On the home page to the list, on the page of a county to that county's rows in it."""
    for path, query in (("index.html", ""), ("990101/index.html", "?county=990101#areas")):
        up = "../" * path.count("/")
        links = {link.attributes.get("href", "") for link in Page.read(site / path).all("a")}
        assert f"{up}changes/revoked/{query}" in links
        assert f"{up}changes/certified/{query}" in links
    archived = next(county["code"] for county in counties_of(site) if county["state"] == "archived")
    links = {link.attributes.get("href", "") for link in Page.read(site / archived / "index.html").all("a")}
    assert not [link for link in links if "changes/revoked" in link]


def test_a_loss_says_how_long_the_title_was_held(site: Path) -> None:
    """In days from the last publication that stands until the loss takes effect; what no longer stands says none."""
    by_id = {row["event_id"]: row for row in rows_of(site)}
    seen = 0
    for kind, begin in (("revoked", "publish"), ("suspended", "publish"), ("restored", "suspend")):
        page = (site / "changes" / kind / "index.html").read_text(encoding="utf-8")
        for text in page.split("<tr")[1:]:
            named = re.search(r"#e([0-9]{6}-[0-9]{6})\">", text)
            said = re.search(r"(?:发布|暂停) ?(当天|[0-9]+ 天后)", text)
            if named is None:
                continue
            row = by_id[named[1]]
            if row["superseded_by"]:
                assert said is None
                continue
            lane = [
                other for other in by_id.values()
                if (other["area_id"], other["title"], other["event"]) == (row["area_id"], row["title"], begin)
                and not other["superseded_by"] and other["effective_at"] <= row["effective_at"]
            ]  # fmt: skip
            since = max(other["effective_on"] for other in lane)
            days = (date.fromisoformat(row["effective_on"]) - date.fromisoformat(since)).days
            assert said is not None
            assert said[1] == (f"{days} 天后" if days else "当天"), row["event_id"]
            seen += 1
    assert seen > 20


@pytest.mark.parametrize("kind", LISTS)
def test_a_county_that_stopped_is_not_taken_for_one_without_changes(site: Path, kind: str) -> None:
    """Beside the list it is named with its newest day and what it recorded in the thirty days up to that."""
    first, told = first_day(site), twin(site, kind)
    stopped = {
        county["code"]: county
        for county in counties_of(site)
        if county["state"] == "active" and county["as_of_on"] < first
    }
    assert set(stopped) == {"990201"}
    assert {county["code"] for county in told["stopped"]} == set(stopped)
    rows = [row.says for row in Page.read(site / "changes" / kind / "index.html").all("tr")]
    for county in told["stopped"]:
        last = stopped[county["code"]]["as_of_on"]
        since = str(date.fromisoformat(last) - timedelta(days=29))
        own = sum(
            row["event"] == EVENT_OF[kind] and row["recorded_on"] >= since and not row["superseded_by"]
            for row in rows_of(site)
            if row["event_id"].startswith(county["code"])
        )
        assert (county["as_of_on"], county["standing"]) == (last, own)
        said = f"— {words.day_name(last)}后没有记录到那天为止的 30 天里{words.KIND_NAMES[kind]} {own} 项"
        assert f"{county['name']}{said}" in rows


@pytest.mark.parametrize("path", ["changes", *(f"changes/{kind}" for kind in LISTS)])
def test_who_reads_of_changes_reads_of_when_they_are(site: Path, path: str) -> None:
    """As the home page does: the newest and the oldest day of the counties, and what they promise."""
    home, page = (Page.read(site / own / "index.html") for own in ("", path))
    banners, expected = (
        [part for part in own.all("p") if part.attributes.get("class") == "banner fresh"] for own in (page, home)
    )
    assert len(banners) == 1
    assert banners == expected
    days = [county["as_of_on"] for county in counties_of(site) if county["state"] == "active"]
    assert f"截至 {words.day_name(max(days))}" in page.text
    assert f"各区县截至的日期不同，最早的是 {words.day_name(min(days))}" in page.text


@pytest.mark.parametrize("kind", LISTS)
def test_what_no_longer_stands_is_counted_apart(site: Path, kind: str) -> None:
    """In the heading and beside each county of the choice; what was recorded lately stands under a heading of its
    own."""
    page, told = Page.read(site / "changes" / kind / "index.html"), twin(site, kind)
    by_id = {row["event_id"]: row for row in rows_of(site)}
    listed = [by_id[event_id] for event_id in told["event_ids"]]

    def said(rows: list[dict[str, str]]) -> str:
        gone = sum(bool(row["superseded_by"]) for row in rows)
        return f"{len(rows) - gone} 项" + (f"，另有 {gone} 项后来被更正" if gone else "")

    whole = [row for row in by_id.values() if row["event"] == EVENT_OF[kind]]
    heading = f"名单{'共' if len(whole) == len(listed) else '最近'} {said(listed)}"
    assert heading in [part.says for part in page.all("h2")]
    for option in page.all("option")[1:]:
        code = option.attributes["value"]
        assert f"（{said([row for row in listed if row['event_id'].startswith(code)])}）" in option.says
    lately = [row for row in listed if row["recorded_on"] >= first_day(site)]
    before = [row for row in listed if row not in lately]
    spans = (("最近 30 天记录的", lately), ("更早记录的", before))
    assert [part.says for part in page.all("h3")] == [f"{name}{said(rows)}" for name, rows in spans if rows]
    reasons = Counter(row["reason_name"] for row in lately if not row["superseded_by"])
    shown = [part.says for part in page.all("p") if part.attributes.get("class") == "reasons"]
    wanted = "；".join(f"{name} {number} 项" for name, number in ordered(reasons))
    assert shown == ([f"原因：{wanted}。"] if any(reasons) else [])


def ordered(reasons: Counter[str]) -> list[tuple[str, int]]:
    """The reasons with their numbers, most first, then by name."""
    return sorted(((name or "未载明", number) for name, number in reasons.items()), key=lambda one: (-one[1], one[0]))
