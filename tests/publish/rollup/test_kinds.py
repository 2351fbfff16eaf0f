"""The lists by what happened, and that how many were revoked in thirty days has one answer wherever it is asked."""

from __future__ import annotations

import csv
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
