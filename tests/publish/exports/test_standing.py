"""Whether a line still stands is told alike everywhere; what is closed does not say it; days stand beside times."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from generator.register.change import KIND_OF, KIND_ORDER
from tests.support.folders import example_data
from tests.support.sites import Page, build_site, counties_of, load

# Recorded three days later: the revocation of 26 November was an error.
LATER: Final = (
    "26,990101001001-002,向阳小区,correct,compound,2022-11-29,2022-11-29T09:00:00+08:00,990101,recorded_in_error,,18\n"
)


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV table; there are some."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows, path
    return rows


def counted(rows: list[dict[str, str]]) -> Counter[str]:
    """What a journalist counts: the rows that stand by event, as the kinds of change are called."""
    kinds = {event: kind for kind in KIND_ORDER for event in (EVENT_OF[kind],)}
    return Counter(kinds[row["event"]] for row in rows if row["event"] in kinds and not row["superseded_by"])


EVENT_OF: Final = {kind: event for event, kind in KIND_OF.items()} | {"corrected": "correct"}


def lists_of_events(root: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """The lists of events in the documents that state the present: areas, notices, the newest changes."""
    found = []
    for path in sorted(root.rglob("index.json")):
        content = load(path)
        events = content.get("events")
        if isinstance(events, list) and "date" not in content:
            found.append((path.relative_to(root).as_posix(), events))
    return found


def test_each_table_and_twin_says_by_which_event_a_line_no_longer_stands(site: Path) -> None:
    """`superseded_by` is the last column of events.csv, and the same in twins of areas, notices, changes."""
    rows = table(site / "downloads/events.csv")
    assert list(rows[0])[-1] == "superseded_by"
    superseded = {row["event_id"]: row["superseded_by"] or None for row in rows}
    by_id = {row["event_id"]: row for row in rows}
    gone = {event: by for event, by in superseded.items() if by}
    assert len(gone) > 5
    assert all(by_id[by]["corrects"] == event for event, by in gone.items())
    seen = Counter[str]()
    for path, events in lists_of_events(site):
        for event in events:
            is_short = "/notices/" in path and "superseded_by" not in event  # a notice leaves out what has no value
            by = None if is_short else event["superseded_by"]
            assert by == superseded[event["event_id"]], (path, event["event_id"])
            corrected_by = event.get("corrected_by")
            assert corrected_by is None or by == f"{event['event_id'][:6]}-{corrected_by:06}"
            seen[path.split("/")[-3] if path.count("/") > 1 else path] += by is not None
    assert {"990101", "notices", "changes/index.json"} <= {place for place, number in seen.items() if number}


def test_numbers_of_what_happened_are_one_answer(site: Path) -> None:
    """events.csv, statistics, months, counties and home count what stands, and say how much was corrected since."""
    present = [county["code"] for county in counties_of(site) if county["state"] == "active"]
    rows = [row for code in present for row in table(site / code / "events.csv")]
    want = counted(rows)
    assert want["revoked"] == 17
    assert Counter(row["event"] for row in rows)["revoke"] == 19
    gone = sum(row["superseded_by"] != "" and row["event"] in EVENT_OF.values() for row in rows)

    days = table(site / "statistics/days.csv")
    assert list(days[0])[-2:] == ["demonstration", "superseded"]
    assert {kind: sum(int(row[kind]) for row in days) for kind in KIND_ORDER} == {
        kind: want[kind] for kind in KIND_ORDER
    }
    assert sum(int(row["superseded"]) for row in days) == gone
    assert load(site / "statistics/index.json")["days"][0] == {
        key: value if key == "day" else int(value) for key, value in days[0].items() if key != "demonstration"
    }
    by_day = Counter((row["recorded_on"], "") for row in rows if row["event"] == "revoke" and not row["superseded_by"])
    assert {row["day"]: int(row["revoked"]) for row in days if row["revoked"] != "0"} == {
        day: number for (day, _), number in by_day.items()
    }
    months = Page.read(site / "changes/index.html")
    heads = [one.says for one in months.all("th") if one.attributes.get("class") == "num"]
    figures = [int(one.says or 0) for one in months.all("td") if "num" in one.attributes.get("class", "").split()]
    sums = {head: sum(figures[place :: len(heads)]) for place, head in enumerate(heads)}
    assert (sums["取消"], sums["被更正"], sums["合计"]) == (want["revoked"], gone, want.total() + gone)
    assert f"最近 6 项，共 {want['revoked']} 项，另有 2 项后来被更正" in Page.read(site / "index.html").text


@pytest.mark.parametrize(("code", "revoked"), [("990101", 9), ("990201", 8)])
def test_a_county_counts_its_revocations_as_its_table_does(site: Path, code: str, revoked: int) -> None:
    """The heading of the list says how many stand; a replacement counts as what it puts in place."""
    rows = table(site / code / "events.csv")
    assert counted(rows)["revoked"] == revoked
    heading = next(one.says for one in Page.read(site / code / "index.html").all("h3") if one.says.startswith("取消"))
    assert re.search(rf"共 {revoked} 项", heading), heading


def test_statistics_name_every_month_and_lead_to_months_and_counties(site: Path) -> None:
    """A month without records is a row of noughts that says so, between the others; names lead to their pages."""
    html = (site / "statistics/index.html").read_text(encoding="utf-8")
    rows = re.findall(
        r'<tr><th scope="row">(?:<a href="([^"]*)">)?([^<]*)(?:</a>)?(<span[^>]*>没有记录</span>)?</th>(.*)', html
    )
    told = {name: (href, bool(silent), re.findall(r"<td>(\d+)</td>", cells)) for href, name, silent, cells in rows}
    first, last = (table(site / "statistics/days.csv")[place]["day"][:7] for place in (0, -1))
    assert (first, last) == ("2022-08", "2022-12")
    assert [name for name in told if re.fullmatch("2022年[0-9]+月", name)] == [
        f"2022年{month}月" for month in range(8, 13)
    ]
    assert told["2022年10月"] == ("", True, ["0"] * 7)
    assert told["2022年9月"][:2] == ("../changes/2022-09/", False)
    assert told["示例区"][0] == "../990101/"
    assert told["无疫小区"][0] == ""


def test_the_flow_of_titles_is_made_of_what_stands(site: Path) -> None:
    """Titles that were revoked, by the picture of the statistics, are as many as the revocations that stand."""
    html = (site / "statistics/index.html").read_text(encoding="utf-8")
    row = r'<tr><th scope="row">(有效|已暂停)</th><td>已取消</td><td class="num">(\d+)</td>'
    found = re.findall(row, html)
    assert [before for before, _ in found] == ["有效", "已暂停"]
    present = [county["code"] for county in counties_of(site) if county["state"] == "active"]
    assert sum(int(number) for _, number in found) == sum(
        counted(table(site / code / "events.csv"))["revoked"] for code in present
    )


def test_what_is_closed_does_not_say_whether_a_line_stands(site: Path, example_site: Path, tmp_path: Path) -> None:
    """A later correction changes the tables and twins of the present, and no byte of a day or an item of a feed."""
    data = example_data(tmp_path)
    with (data / "registers/990101/events.csv").open("a", encoding="utf-8") as log:
        log.write(LATER)
    after = build_site(data, tmp_path / "after")

    def told(root: Path) -> str:
        (row,) = [row for row in table(root / "990101/events.csv") if row["event_id"] == "990101-000018"]
        return row["superseded_by"]

    assert (told(example_site), told(after)) == ("", "990101-000026")
    for twin in ("changes/2022-11/index.json", "990101/990101001001-002/index.json"):
        assert (example_site / twin).read_bytes() != (after / twin).read_bytes(), twin
    document = "changes/2022-11-26/index.json"
    assert (example_site / document).read_bytes() == (after / document).read_bytes()
    items, later = (load(root / "feeds/all.json")["items"] for root in (example_site, after))
    assert later[1:] == items
    feeds = [path for path in site.rglob("*.*") if path.suffix in (".atom", ".rss") or path.parent.name == "feeds"]
    days = sorted((site / "changes").glob("*-*-*/index.json"))
    assert len(feeds) > 50
    assert len(days) > 20
    for path in (*feeds, *days):
        assert b"superseded" not in path.read_bytes(), path


def test_a_list_marks_what_no_longer_stands(site: Path) -> None:
    """On the page of its day a retracted revocation is there, marked, and the number beside it does not count it."""
    page = Page.read(site / "changes/2022-11-26/index.html")
    heading = next(one.says for one in page.all("h3") if one.says.startswith("取消"))
    assert heading == "取消1 项，另有 1 项后来被更正"
    assert sum("后来被更正" in row.says for row in page.all("tr")) == 2
    assert len(page.all("s")) == 2
    assert page.meta("description") == "演示数据。取消 1 项，新增 4 项，更正 2 项，被更正 2 项。"


DAYS: Final = {"effective_on": "effective_at", "recorded_on": "recorded_at", "since_on": "since"}


@pytest.mark.parametrize("name", ["areas", "events"])
def test_tables_have_a_day_beside_each_time(site: Path, name: str) -> None:
    """Days and times are mixed in a register; the day alone is a column that every tool reads as a day."""
    rows = table(site / f"downloads/{name}.csv")
    times = [column for column in DAYS.values() if column in rows[0]]
    days = [column for column, time in DAYS.items() if time in rows[0]]
    assert days
    assert {len(row[time]) for row in rows for time in times} >= {10}
    for row in rows:
        assert [row[day] for day in days] == [row[DAYS[day]][:10] for day in days]
    assert name == "areas" or {len(row["recorded_at"]) for row in rows} == {10, 25}


def test_twins_have_a_day_beside_each_time(site: Path) -> None:
    """Wherever a twin that states the present gives a time that may be a day, the day alone stands at the end."""

    def walk(value: Any, path: str) -> int:
        if isinstance(value, list):
            return sum(walk(member, path) for member in value)
        if not isinstance(value, dict):
            return 0
        number = 0
        for key, time in value.items():
            if key in ("effective_at", "recorded_at", "since", "as_of", "published_at", "cutoff_at") and (
                not isinstance(time, dict)
            ):
                day = f"{key.removesuffix('_at')}_on"
                assert value[day] == (time[:10] if time else None), (path, key)
                assert list(value).index(day) > list(value).index(key)
                number += 1
        return number + sum(walk(member, path) for member in value.values())

    found = 0
    left_out = re.compile(r"(changes/\d{4}-\d\d-\d\d|schemes/.*|data/dictionary)/index\.json")
    for twin in sorted(site.rglob("index.json")):
        name = twin.relative_to(site).as_posix()
        if not left_out.fullmatch(name):
            content = load(twin)
            if "template" not in content:
                for event in content["events"] if isinstance(content.get("events"), list) else ():
                    if isinstance(event.get("took"), dict):
                        event["took"] = None  # its `since` is a step, not a time
                found += walk(content, name)
    assert found > 1_000
