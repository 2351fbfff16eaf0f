"""Tables of changes and of the account: what all rows have in common stands once over them, and nothing is lost."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.publish.county.accounts import account_table
from generator.publish.pages.views.shared import Moment
from generator.publish.pages.wording import CHINESE
from generator.register.account import ACCOUNT_KEYS, AccountRow
from tests.support.sites import Page, load, pages_of

TABLE: Final = re.compile(r'<table class="changes.*?</table>', re.DOTALL)
# What says in a caption since when all of its rows have force.
SINCE: Final = ("生效 ", "effective ")


class Row(NamedTuple):
    """A row of a table of changes: the id of its event, its cells by their class, what is said over all rows."""

    event: str
    cells: dict[str, str]
    over: list[str]

    @property
    def day(self) -> str:
        """What says when it has force, and when it was recorded."""
        if "d" in self.cells:
            return self.cells["d"]
        (over,) = [text for text in self.over if any(since in text for since in SINCE)]
        return over

    @property
    def text(self) -> str:
        """All that is said of it."""
        return "\n".join([*self.cells.values(), *self.over])


def rows_of(page: str) -> Iterator[Row]:
    """Every row of a page that leads to an event."""
    for table in TABLE.findall(page):
        over = [one.says for one in Page(table).all("span") if one.attributes.get("class") == "alike"]
        for row in re.findall(r"<tr[ >].*", table):
            linked = re.search(r'#e([0-9]+-[0-9]+)"', row)
            if linked:
                cells = {one.attributes.get("class", one.tag): one.says for one in Page(row).all("td", "th")}
                yield Row(linked[1], cells, [text for all_ in over for text in all_.split(" · ")])


def days_in(text: str) -> list[date]:
    """The days that a text names, in Chinese or in English."""
    chinese = [date(*map(int, day)) for day in re.findall(r"(\d{4})年(\d+)月(\d+)日", text)]
    return chinese or [
        date(int(year), list(month_name).index(month), int(day))
        for day, month, year in re.findall(r"(\d+) ([A-Z][a-z]+) (\d{4})", text)
    ]


def test_every_list_dates_a_change_as_the_page_of_its_area_does(site: Path) -> None:
    """The day it has force; a change that was recorded on another day says which, in Chinese and in English."""
    events = {
        event["event_id"]: event
        for path in site.glob("[0-9]*/[0-9]*/index.json")
        for event in load(path).get("events", ())
        if path.parts[-3] != "notices"
    }
    rows = late = over = 0
    for path in pages_of(site):
        for row in rows_of((site / path).read_text(encoding="utf-8")):
            event, rows = events[row.event], rows + 1
            effective, recorded = event["effective_at"][:10], event["recorded_at"][:10]
            days = [day.isoformat() for day in days_in(row.day)]
            assert days == [effective] + ([recorded] if recorded != effective else []), f"{path}: {row}"
            assert ("记录于" in row.day or "recorded" in row.day) == (recorded != effective)
            late += recorded != effective
            over += "d" not in row.cells
    assert rows > 700
    assert late > 30
    assert over > 100


def test_every_list_tells_title_place_and_reason_of_each_change(site: Path) -> None:
    """In its row, or over all rows; the county's own name is said by the page itself on the pages of a county."""
    events: dict[str, dict[str, Any]] = {
        event["event_id"]: event
        for path in site.glob("changes/*-*-*/index.json")
        for event in load(path).get("events", ())
    }
    told = short = 0
    for path in (path for path in pages_of(site) if not path.startswith("en/")):
        for row in rows_of((site / path).read_text(encoding="utf-8")):
            event = events.get(row.event)
            if event is None:
                continue  # of a historical list
            own = path.startswith(f"{row.event[:6]}/")
            place = event["place"].removeprefix(event["county_name"]) if own else event["place"]
            whole = [event["title_name"], place, event.get("reason_name") if not event.get("corrects") else ""]
            assert [text for text in whole if text and text not in row.text] == [], f"{path}: {row}"
            assert not own or event["place"] not in row.text, f"{path}: {row}"
            told, short = told + 1, short + ("title" not in row.cells)
    assert told > 300
    assert short > 50


def test_a_column_stands_where_rows_differ(site: Path) -> None:
    """Of two rows and more; what all of them have in common the caption says of those below it."""
    alike = 0
    # A list of one kind is narrowed in place and parted by days: its parts have the columns of the whole.
    for path in (path for path in pages_of(site) if not re.fullmatch(r"changes/[a-z]+/index\.html", path)):
        for table in TABLE.findall((site / path).read_text(encoding="utf-8")):
            if 'class="changes plain"' in table or 'class="changes mixed"' in table:
                continue
            page = Page(table)
            size = len([one for one in page.all("th") if one.attributes["scope"] == "row"])
            for name in ("place", "title", "d"):
                column = [one.says for one in page.all("td") if one.attributes.get("class") == name]
                assert not column or len(column) == size
                assert size < 2 or len(set(column)) != 1, path
            caption = page.only("caption").says
            said = "以下均为" in caption or "All below" in caption
            assert said == any(one.attributes.get("class") == "alike" for one in page.all("span")), caption
            alike += said
    assert alike > 2


def test_an_account_has_no_column_that_is_0_throughout() -> None:
    """The sum names what there is; what has no column is said to be 0."""

    def row(**moves: int) -> tuple[AccountRow, None, Moment, str]:
        numbers = dict.fromkeys(ACCOUNT_KEYS[2:], 0) | moves
        return AccountRow(None, "compound", **numbers), None, CHINESE.moment("2022-11-22"), "无疫小区"

    table = account_table([row(certified=2, current=2), row(previous=2, certified=1, revoked=1, current=2)], CHINESE)
    assert table is not None
    assert table.sum == "期初 + 新增 − 取消 = 现有"
    assert table.columns == ("现有", "期初", "新增", "取消")
    assert [(line.current, *line.numbers) for line in table.lines] == [(2, 0, 2, 0), (2, 2, 1, 1)]
    assert table.notes == ("没有列出的各项都是 0。",)
    whole = account_table(
        [row(certified=1, revoked=1, suspended=1, restored=1, corrected=1, revoked_while_suspended=1)], CHINESE
    )
    assert whole is not None
    assert whole.sum == "期初 + 新增 − 取消 − 暂停 + 恢复 + 更正 = 现有"
    assert len(whole.columns) == 8
    assert [note[:6] for note in whole.notes] == ["暂停中又取消", "更正不改以前"]
    assert account_table([], CHINESE) is None


def test_the_account_adds_up_on_every_page(site: Path) -> None:
    """Each line, by the signs of the sum over it."""
    lines = 0
    for path in pages_of(site):
        if "account" not in (content := (site / path).read_text(encoding="utf-8")) or path.startswith("en/"):
            continue
        for table in re.findall(r'<table class="figures account">.*?</table>', content, re.DOTALL):
            page = Page(table)
            names = [one.says for one in page.all("th") if one.attributes["scope"] == "col"][2:]
            total = re.match(r"期初(.*?) = 现有", page.only("caption").says)
            assert total is not None
            signs = {"期初": 1} | {
                name: 1 if sign == "+" else -1 for sign, name in re.findall(r"([+−]) (\w+)", total[1])
            }
            assert set(names) - {"暂停中取消"} == set(signs)
            for row in re.findall(r"<tr><th scope=\"row\">.*", table):
                current, *numbers = [int(one.says.replace(",", "")) for one in Page(row).all("td")]
                assert current == sum(
                    signs.get(name, 0) * number for name, number in zip(names, numbers, strict=True)
                ), path
                lines += 1
    assert lines > 100
