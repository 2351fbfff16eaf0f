"""A gate without gaps: what is published of the past stays, or there is a word for its change (E812 and after)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.history.compare import check_against
from tests.history.test_compare import NEXT, append, late_line
from tests.history.test_wording import rewrite
from tests.support.folders import NOW, ROOT, findings_of, replace_once
from tests.support.repositories import commit, edit

COUNTY = "registers/990101"
AREAS = f"{COUNTY}/areas.csv"
SCHEME = "schemes/chongqing-2022-74.json"
HEADER = "decided_on,file,key,was,now,reason\n"


@pytest.fixture
def base(data: Path) -> Path:
    """The worked example as the first commit of a repository."""
    commit(data.parent)
    return data


def told(data: Path) -> list[tuple[str, str, str | None, str | None]]:
    """Code, path, column and value of what a check against the last commit finds."""
    found = check_against(data, "HEAD", now=NOW, workers=1).findings
    return [(one.code, one.path.removeprefix("data/"), one.column, one.value) for one in found]


def codes(data: Path) -> list[str]:
    """Codes of what a check against the last commit finds."""
    return [one[0] for one in told(data)]


def decide(data: Path, row: str) -> None:
    """Adds a line to the decisions."""
    path = data / "decisions.csv"
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else HEADER) + row + "\n", encoding="utf-8")


def settings(data: Path, **values: Any) -> None:
    """Sets keys of site.json; None takes one away."""

    def change(document: dict[str, Any]) -> None:
        for key, value in values.items():
            document.update({key: value})
            if value is None:
                del document[key]

    rewrite(data / "site.json", change)


# ---- facts of areas


def area(row: str) -> Callable[[Path], None]:
    """Writes the row of 和平社区 anew, from its type on."""
    return lambda data: edit(
        data / AREAS, lambda old: [line.split(",,", 1)[0] + row if "和平社区" in line else line for line in old]
    )


FULL = ",,community,老和平社区,990101001001,2022-11-01,2022-12-20,990101001001,990101"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",,village,老和平社区,990101001001,2022-11-01,2022-12-20,990101001001,990101", "unit_type"),
        (",,community,,990101001001,2022-11-01,2022-12-20,990101001001,990101", "former_names"),
        (",,community,旧和平社区,990101001001,2022-11-01,2022-12-20,990101001001,990101", "former_names"),
        (",,community,老和平社区,,2022-11-01,2022-12-20,990101001001,990101", "part_of"),
        (",,community,老和平社区,990101001001,2022-11-02,2022-12-20,990101001001,990101", "valid_from"),
        (",,community,老和平社区,990101001001,2022-11-01,2022-12-21,990101001001,990101", "valid_until"),
        (",,community,老和平社区,990101001001,2022-11-01,,990101001001,990101", "valid_until"),
        (",,community,老和平社区,990101001001,2022-11-01,2022-12-20,,990101", "replaced_by"),
        (",,community,老和平社区,990101001001,2022-11-01,2022-12-20,990101001001,", "administered_by"),
        (",,community,老和平社区,990101001001,2022-11-01,2022-12-20,990101001001,9901", "administered_by"),
    ],
)
def test_a_fact_of_a_published_area_stays(data: Path, row: str, column: str) -> None:
    """What was filled is neither altered nor emptied, one cell or another; with a line of decisions.csv it is told."""
    area(FULL)(data)
    commit(data.parent)
    area(row)(data)
    (finding,) = [one for one in check_against(data, "HEAD", now=NOW, workers=1).findings if one.code[1] == "8"]
    assert (finding.code, finding.column) == ("E812", column)
    wanted = finding.fix.rpartition("：决定日期,")[2].removesuffix("理由。")
    decide(data, f"2022-12-30,{wanted}登记错了")
    assert [one for one in codes(data) if one[1] == "8"] == ["W817"]
    commit(data.parent)
    assert [one for one in codes(data) if one[1] == "8"] == []


def test_facts_are_added_as_they_come_about(base: Path) -> None:
    """An empty cell may be filled, a former name be added behind another."""
    area(FULL)(base)
    assert [one for one in codes(base) if one[1] == "8"] == []
    commit(base.parent)
    area(FULL.replace("老和平社区", "老和平社区;旧和平社区"))(base)
    assert [one for one in codes(base) if one[1] == "8"] == []


@pytest.mark.parametrize(
    ("days", "column"),
    [(",2022-11-22", "valid_until"), ("2022-11-28,", "valid_from"), (",2022-12-31", None), ("2022-11-20,", None)],
)
def test_an_area_is_there_for_as_long_as_its_title(data: Path, days: str, column: str | None) -> None:
    """With or without a base: it does not end before an event in force, or begin after one."""
    area(f",,community,,,{days},,")(data)
    assert [one["column"] for one in findings_of(data) if one["code"] == "E813"] == ([column] if column else [])


# ---- schemes and calendars


def deadline(document: dict[str, Any]) -> None:
    """Another time limit."""
    step = next(step for step in document["steps"] if step["deadline"])
    step["deadline"]["days"] += 9


def measure(document: dict[str, Any]) -> None:
    """One more measure."""
    document["measures"].append({"text": "另一项措施", "clause": None})


def plaque(document: dict[str, Any]) -> None:
    """A word on plaques."""
    document["plaque"] = {"text": "挂牌", "clause": None}


@pytest.mark.parametrize("change", [deadline, measure, plaque])
def test_a_scheme_is_amended_from_a_day_on(base: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Whatever pages say by a scheme stays for their time; an amendment of a day after them changes nothing."""
    before = (base / SCHEME).read_text(encoding="utf-8")
    rewrite(base / SCHEME, change)
    assert {one[:2] for one in told(base)} == {("E814", SCHEME)}
    (base / SCHEME).write_text(before, encoding="utf-8")

    def amended(document: dict[str, Any]) -> None:
        whole = dict(document)
        change(whole)
        changes = {key: whole[key] for key in ("steps", "measures", "plaque")}
        amendment = {"effective_at": "2022-12-25", "text": "改", "clause": None, "changes": changes}
        document.update(amendments=[amendment])

    rewrite(base / SCHEME, lambda document: document.update(amendments=[]))
    text = (base / SCHEME).read_text(encoding="utf-8")
    rewrite(base / SCHEME, amended)
    changed = (base / SCHEME).read_text(encoding="utf-8")
    assert changed != text
    import json

    document, original = json.loads(changed), json.loads(before)
    document.update({key: original[key] for key in ("steps", "measures", "plaque")})
    (base / SCHEME).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert codes(base) == []


def test_a_calendar_comes_before_what_it_counts(base: Path) -> None:
    """A day off that is stated later makes a step late that was not; one that counts nothing may come at any time."""
    (base / "workdays.csv").write_text("date,working,source\n2022-10-10,no,某通知\n", encoding="utf-8")
    assert codes(base) == []
    (base / "workdays.csv").write_text("date,working,source\n2022-11-22,no,某通知\n", encoding="utf-8")
    assert {one[:2] for one in told(base)} >= {("E814", "workdays.csv")}


# ---- evidence


def test_evidence_stays_on_file(data: Path) -> None:
    """A table, a line, a cell: nothing of it is taken away; rows and empty cells may be added."""
    path = data / COUNTY / "inspections.csv"
    header = "date,area_id,inspected_by,method,result,rectification_due,rectification_done\n"
    one = "2022-11-26,990101001001-001,9901,covert,failed,2022-12-02,\n"
    path.write_text(f"{header}{one}", encoding="utf-8")
    commit(data.parent)
    for text, expected in (
        (header, ["E815"]),
        (header + one.replace("failed", "passed"), ["E815"]),
        (header + one.replace(",\n", ",2022-12-01\n"), []),
        (header + one + "2022-11-27,990101001001-001,9901,open,passed,,\n", []),
    ):
        path.write_text(text, encoding="utf-8")
        assert [code for code in codes(data) if code[1] == "8"] == expected
    path.unlink()
    assert "E815" in codes(data)


# ---- settings


@pytest.mark.parametrize(
    ("key", "was", "now", "row"),
    [
        ("demonstration", True, False, "true,false"),
        ("area_documents", True, False, "true,false"),
        ("area_feeds", None, False, "true,false"),
        ("area_badges", True, None, "true,false"),
        ("parquet", True, False, "true,false"),
        ("json_lines", True, False, "true,false"),
        ("county_pictures", True, False, "true,false"),
        ("revoked_feeds", True, False, "true,false"),
        ("share_pictures", True, False, "true,false"),
        ("english_areas", True, None, "true,false"),
        ("national_downloads", None, False, "true,false"),
        ("national_downloads", False, True, "false,true"),
        ("languages", ["en"], [], "en,"),
        ("languages", ["en"], None, "en,"),
        ("url", "https://a.example", "https://b.example", "https://a.example,https://b.example"),
        (
            "licence", None, {"name": "别的", "url": "https://c.example"},
            "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/,别的 https://c.example",
        ),
    ],
)  # fmt: skip
def test_a_setting_is_not_switched_without_a_word(data: Path, key: str, was: Any, now: Any, row: str) -> None:
    """It is told by name and refused; with a line that says so it is told; to turn back takes another line."""
    settings(data, **({key: was} if was is not None else {}))
    commit(data.parent)
    settings(data, **({key: now} if now is not None else {key: None}))
    assert ("E816", "site.json", key) in {one[:3] for one in told(data)}
    decide(data, f"2022-12-30,site.json,{key},{row},决定如此")
    assert [code for code in codes(data) if code[1] == "8"] == ["W817"]


def test_a_scheme_that_was_published_stays(base: Path) -> None:
    """Its page would vanish; one may be added."""
    (base / "schemes" / "liangzihu-2020.json").unlink()
    assert told(base) == [("E816", "schemes/liangzihu-2020.json", None, None)]
    decide(base, "2022-12-30,schemes/liangzihu-2020.json,file,liangzihu-2020,,没有区县用过")
    assert codes(base) == ["W817"]


def test_the_tiles_of_a_province_stay(base: Path) -> None:
    """With them the picture of its counties would go from published pages; they may be put elsewhere."""
    (base / "tiles").mkdir(exist_ok=True)
    shutil.copy(ROOT / "data/tiles/99.json", base / "tiles/99.json")
    commit(base.parent)
    (base / "tiles/99.json").unlink()
    assert told(base) == [("E816", "tiles/99.json", None, None)]
    decide(base, "2022-12-30,tiles/99.json,file,99,,改用列表")
    assert codes(base) == ["W817"]


def test_what_is_switched_on_breaks_nothing(base: Path) -> None:
    """More documents, feeds, languages; another name, publisher or contact from now on."""
    settings(base, area_badges=True, parquet=True, languages=["en"], name="新名称", publisher="另一单位", name_en="New")
    replace_once(base / COUNTY / "county.json", '"contact": "', '"contact": "新')
    assert [code for code in codes(base) if code[1] == "8"] == []


def test_a_word_is_used_once(base: Path) -> None:
    """The line of the first switch does not cover the same one a second time, and none of them goes."""
    settings(base, area_feeds=False)
    decide(base, "2022-12-30,site.json,area_feeds,true,false,决定如此")
    commit(base.parent)
    settings(base, area_feeds=True)
    commit(base.parent)
    settings(base, area_feeds=False)
    assert codes(base) == ["E816"]
    (base / "decisions.csv").write_text(HEADER, encoding="utf-8")
    assert sorted(codes(base)) == ["E816", "E818"]


def test_a_register_begins_when_it_began(base: Path) -> None:
    """`register_since` neither earlier nor later, without a word."""
    replace_once(base / COUNTY / "county.json", '"register_since": "2022-11-20"', '"register_since": "2022-11-23"')
    assert ("E816", f"{COUNTY}/county.json", "register_since", "2022-11-23") in told(base)


# ---- two commits can do no more than one


def archive(data: Path, county: str = "990201") -> None:
    """Marks a county as archived."""
    path = data / "registers" / county / "county.json"
    replace_once(path, '"active"', '"archived", "archived_at": "2022-12-01"')


def test_an_archived_list_takes_no_line_of_a_closed_month(base: Path) -> None:
    """Neither with the archiving nor after it."""
    archive(base)
    late_line(base, "2022-11-01")
    assert codes(base) == ["E807"]
    edit(base / "registers/990201/events.csv", lambda old: old[:-1])
    assert codes(base) == []
    commit(base.parent)
    late_line(base, "2022-11-01")
    assert codes(base) == ["E807"]


def test_a_list_does_not_come_back_from_the_archives(base: Path) -> None:
    """Its lines would be new in months that are closed, whatever was done to it in between."""
    archive(base)
    commit(base.parent)
    path = base / "registers/990201/county.json"
    replace_once(path, '"archived", "archived_at": "2022-12-01"', '"active"')
    assert sorted(codes(base)) == ["E816", "E819"]
    decide(base, "2022-12-30,registers/990201/county.json,state,archived,active,继续登记")
    assert sorted(codes(base)) == ["E819", "W817"]


def test_a_list_taken_over_as_archived_is_not_made_active(base: Path) -> None:
    """A new county comes with old lines only for the archives."""
    folder = base / "registers" / "990102"
    shutil.copytree(base / "registers" / "990201", folder)
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("990201", "990102"), encoding="utf-8")
    archive(base, "990102")
    assert [code for code in codes(base) if code[1] == "8"] == []
    commit(base.parent)
    replace_once(folder / "county.json", '"archived", "archived_at": "2022-12-01"', '"active"')
    assert sorted(code for code in codes(base) if code[1] == "8") == ["E816", "E819"]


# ---- the order of publication


def test_a_line_that_is_older_than_others_is_pointed_out(base: Path) -> None:
    """Once for a county; within an hour of the newest it is not."""
    append(base, NEXT)
    commit(base.parent)
    late_line(base, "2022-11-27")
    late_line(base, "2022-11-28")
    (finding,) = [one for one in check_against(base, "HEAD", now=NOW, workers=1).findings if one.code == "W820"]
    assert finding.message.startswith("2 条新记录")
    assert "写的日期却比下面的旧" in finding.message


def test_a_list_of_the_archives_stands_in_no_feed(base: Path) -> None:
    """A line of it is below nothing."""
    archive(base)
    late_line(base, "2022-11-27")
    assert codes(base) == []
