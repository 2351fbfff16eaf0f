"""What an item says once, and that nothing of it is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from tests.publish.feeds.test_feeds import item_id, moment
from tests.support.sites import counties_of, load

STATUSES: Final = {
    "certified": "有效",
    "suspended": "已暂停",
    "revoked": "已取消",
    "candidate": "公示中",
    None: "无称号",
}
# What an event leads from and to, so that its item need not say it.
USUAL: Final = {
    "nominate": (["无称号"], "公示中"), "publish": (["无称号", "公示中", "已取消"], "有效"),
    "suspend": (["有效"], "已暂停"), "restore": (["已暂停"], "有效"), "revoke": (["有效"], "已取消"),
}  # fmt: skip


def items(root: Path) -> dict[str, dict[str, Any]]:
    """The items of the present, by id."""
    feeds = [load(root / f"{county['code']}/feed.json") for county in counties_of(root)]
    return {item["id"]: item for feed in feeds for item in feed["items"]}


def test_a_program_finds_every_fact_of_an_event_in_its_item(site: Path) -> None:
    """Area, event, title, both times, reason, notice, what is corrected, and the statuses where they are not those that
    such an event leads from and to."""
    told, unusual, seen = items(site), 0, 0
    for event in load(site / "changes/index.json")["events"]:
        item = told.get(item_id(event["event_id"]))
        if item is None:
            continue
        seen += 1
        text, recorded = item["content_text"], event["recorded_at"]
        assert moment(item["date_published"]) == moment(recorded if "T" in recorded else f"{recorded}T00:00:00+08:00")
        assert item["url"] == event["url"]
        assert event["area_id"] in item["url"]
        assert item["tags"][:2] == [event["event"], event["title"]]
        assert item["title"] == event["summary"]
        for fact in (event["area_name"], event["title_name"], event["place"]):
            assert fact in item["title"] + text
        year, month, day = map(int, event["effective_on"].split("-"))
        assert re.search(rf"(^|。){year}年{month}月{day}日( [0-9:]+)?生效。", text)
        assert not event["reason"] or f"原因：{event['reason_name']}。" in text
        assert not event["notice_id"] or f"（{event['notice_id']}）。" in text
        before, after = STATUSES[event["status_before"]], STATUSES[event["status_after"]]
        usual_before, usual_after = USUAL.get(event["event"], ([], ""))
        is_told = bool(event["corrects"]) or before not in usual_before or after != usual_after
        assert (f"此前：{before}；此后：{after}。" in text) == is_told == ("此前" in text), text
        unusual += is_told
        if event["corrects"]:
            assert f"更正对象：第 {int(event['corrects'].rpartition('-')[2])} 号记录。" in text
    assert seen > 50
    assert unusual > 3


def test_an_item_says_nothing_twice(site: Path) -> None:
    """Neither the words of its title in its text, but for a correction, nor a time twice, nor the code in its id."""
    for item in items(site).values():
        county = item["id"].rpartition("/")[2][:6]
        assert county not in item["tags"]
        assert "date_modified" not in item
        name = re.match("(?:发布|暂停|恢复|取消|公示):(.*?)(?:再次)?(?:成为|的|恢复为|不再是|拟认定为)", item["title"])
        assert name is None or name[1] not in item["content_text"].partition("依据：")[0]
