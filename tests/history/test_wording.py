"""A published item never reads differently: what its words are made of, at a base and now (E811), and former names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.build import cache
from generator.check import check_one, read_plan
from generator.history.compare import check_against
from generator.register.change import changes
from generator.review import gather
from tests.history.test_compare import NEXT, append
from tests.support.folders import NOW, findings_of, replace_once
from tests.support.repositories import commit, edit

COUNTY = "registers/990101"
AREAS = f"{COUNTY}/areas.csv"
LIST = "divisions/99.csv"
FORMER = "divisions/former.csv"
SCHEME = "schemes/chongqing-2022-74.json"


@pytest.fixture
def base(data: Path) -> Path:
    """The worked example as the first commit of a repository."""
    commit(data.parent)
    return data


def told(data: Path, *codes: str) -> list[tuple[str, str, int | None, str | None, str | None]]:
    """Code, path, line, column and value of what a check against the last commit finds."""
    found = check_against(data, "HEAD", codes, now=NOW, workers=1).findings
    return [(one.code, one.path.removeprefix("data/"), one.line, one.column, one.value) for one in found]


def items(data: Path, code: str = "990101") -> dict[str, tuple[str, str, str, str]]:
    """What the items of a county say, by event."""
    county = check_one(read_plan(data)[0], code)[2]
    assert county is not None
    return {one.event_id: (one.sentence, one.body, one.place, one.county_name) for one in changes(county)}


def rewrite(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Changes a JSON document."""
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


# ---- qualifiers


@pytest.mark.parametrize(("old", "new", "value"), [("1-5栋", "1-6栋", "1-6栋"), ("1-5栋", "", None)])
def test_a_qualifier_stays(base: Path, old: str, new: str, value: str | None) -> None:
    """It is told once for its area, with the words of then and the first and the number of the items."""
    replace_once(base / AREAS, f"向阳小区,{old}", f"向阳小区,{new}")
    assert told(base) == [("E811", AREAS, 4, "qualifier", value)]
    (one,) = check_against(base, "HEAD", now=NOW, workers=1).findings
    assert "第 15 号记录等 2 条的限定（向阳小区，990101001001-002）原来是“1-5栋”" in one.message
    assert "replaced_by" in one.fix
    assert [one[0] for one in told(base, "990101")] == ["E811"]
    assert told(base, "990201") == []


def test_each_area_is_told(base: Path) -> None:
    """Two slips, two messages, whatever the number of events."""
    edit(base / AREAS, lambda old: [line.replace(",,co", ",东,co", 1) for line in old])
    assert [one[:3] for one in told(base)] == [("E811", AREAS, line) for line in (2, 3, 5)]


def test_what_no_item_tells_may_change(base: Path) -> None:
    """The qualifier of an area without a public event, a type, an end, a former name."""
    edit(base / AREAS, lambda old: [*old, "990101001002-001,新苑,,compound,,,,,,"])
    line = "990101001002-001,新苑,apply,compound,2022-12-02,2022-12-02T09:00:00+08:00,990101001002,,,"
    append(base, line)
    commit(base.parent)
    replace_once(base / AREAS, "新苑,,", "新苑,东区,")
    replace_once(base / AREAS, "和平社区,,community,,,,", "和平社区,,community,旧和平社区,,,2023-01-01")
    assert told(base) == []


def test_a_changed_line_and_a_changed_qualifier_are_two_slips(base: Path) -> None:
    """Each is told once: the log is compared as it was."""
    replace_once(base / AREAS, "1-5栋", "1-6栋")
    replace_once(base / f"{COUNTY}/events.csv", "publish,compound,2022-11-25,", "publish,compound,2022-11-24,")
    assert sorted(one[0] for one in told(base) if one[0][1] == "8") == ["E801", "E811"]


def test_an_archived_county_says_so_in_all_its_items(base: Path) -> None:
    """To archive a county is an act of its own, which no check refuses."""
    replace_once(base / COUNTY / "county.json", '"active"', '"archived", "archived_at": "2022-12-30"')
    assert [one for one in told(base) if one[0] == "E811"] == []


# ---- names of places


def test_a_street_is_not_renamed_without_its_former_name(base: Path) -> None:
    """One renamed unit is one message; with the line that it asks for, nothing published changes."""
    before = items(base)
    replace_once(base / LIST, "示例街道", "春风街道")
    assert told(base) == [("E811", LIST, 5, "name", "春风街道")]
    (one,) = check_against(base, "HEAD", now=NOW, workers=1).findings
    assert "990101001,示例街道,2022-11-28（" in one.fix
    (base / FORMER).write_text("code,name,until\n990101001,示例街道,2022-11-28\n", encoding="utf-8")
    assert told(base) == []
    assert items(base) == before
    append(base, NEXT)
    assert told(base) == []
    after = items(base)
    assert before.items() < after.items()
    assert after["990101-000026"][2] == "示例区春风街道春晓社区"


def test_a_county_may_be_renamed_twice(base: Path) -> None:
    """Each item keeps the names of its day."""
    replace_once(base / LIST, "990101,示例区", "990101,新示例区")
    (base / FORMER).write_text(
        "code,name,until\n990101,示例区,2022-11-26\n990101,示例新区,2022-11-28\n990101001,旧街,2022-11-23\n",
        encoding="utf-8",
    )
    append(base, NEXT)
    found = {event: (one[2], one[3]) for event, one in items(base).items()}
    assert found["990101-000009"] == ("示例区旧街春晓社区", "示例区")
    assert found["990101-000018"] == ("示例区示例街道春晓社区", "示例区")
    assert found["990101-000023"] == ("示例新区示例街道", "示例新区")
    assert found["990101-000026"] == ("新示例区示例街道春晓社区", "新示例区")


def test_former_names_are_held_themselves(data: Path) -> None:
    """A line of former.csv that items rest on is neither taken away nor altered; JSON is the same table."""
    (data / FORMER).write_text("code,name,until\n990101001,旧街,2022-11-23\n", encoding="utf-8")
    commit(data.parent)
    (data / FORMER).rename(data / "divisions" / "former.txt")
    assert ("E811", FORMER, None, "name", "示例街道") in told(data)
    (data / "divisions" / "former.txt").unlink()
    row = {"code": "990101001", "name": "旧街", "until": "2022-11-23"}
    (data / "divisions" / "former.json").write_text(json.dumps([row]), encoding="utf-8")
    assert told(data) == []


def test_a_unit_that_is_gone_keeps_its_name(base: Path) -> None:
    """A street that the official list no longer has is a former name as well."""
    edit(base / LIST, lambda old: [line for line in old if not line.startswith("990101001,")])
    assert ("E811", LIST, None, "name", None) in told(base)
    (base / FORMER).write_text("code,name,until\n990101001,示例街道,2022-11-28\n", encoding="utf-8")
    assert "E811" not in {one[0] for one in told(base)}


def test_names_that_no_item_tells_may_change(base: Path) -> None:
    """A province, a city, a street without events: no county's items name them."""
    for old, new in (("示例省", "样省"), ("示例市", "样市"), ("朝阳街道", "朝阳新街道")):
        replace_once(base / LIST, old, new)
    assert told(base) == []


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("990101001,旧街,2022-02-30", "E301", "until"),
        ("99010100,旧街,2022-11-23", "E202", "code"),
        ("990101001,13812345678,2022-11-23", "E210", "name"),
    ],
)
def test_former_names_are_checked_like_any_table(data: Path, row: str, code: str, column: str) -> None:
    """Form, days and privacy."""
    (data / FORMER).write_text(f"code,name,until\n{row}\n", encoding="utf-8")
    (found,) = findings_of(data)
    assert (found["path"], found["line"], found["column"]) == ("data/divisions/former.csv", 2, column)
    assert found["code"] == code


# ---- schemes


def test_a_title_keeps_its_name(base: Path) -> None:
    """Once for each title, at its scheme; an amendment gives it another name from a day on."""
    known = json.loads((base / SCHEME).read_text(encoding="utf-8"))["titles"]
    renamed = [{**one, "name": "无疫院落"} if one["id"] == "compound" else one for one in known]
    rewrite(base / SCHEME, lambda document: document.update(titles=renamed))
    assert told(base) == [("E811", SCHEME, None, "titles", "无疫院落")]
    amendment = {"effective_at": "2022-12-01", "text": "改称", "clause": None, "changes": {"titles": renamed}}
    rewrite(base / SCHEME, lambda document: document.update(titles=known, amendments=[amendment]))
    assert told(base) == []


def test_a_reason_keeps_its_name(base: Path) -> None:
    """As a title does."""

    def reword(document: dict[str, Any]) -> None:
        for step in document["steps"]:
            for reason in step["reasons"]:
                if reason["id"] == "new_case":
                    reason["name"] = "有疫情"

    rewrite(base / SCHEME, reword)
    assert told(base) == [("E811", SCHEME, None, "steps", "有疫情")]


def test_a_county_keeps_the_schemes_of_the_past(base: Path) -> None:
    """Another scheme for days that have items would name their titles otherwise."""
    replace_once(base / COUNTY / "county.json", "chongqing-2022-74", "changchun-2022")
    assert ("E811", f"{COUNTY}/county.json", None, "schemes") in {one[:4] for one in told(base)}


def test_a_scheme_that_cannot_be_used_has_a_finding_of_its_own(base: Path) -> None:
    """What follows from it is not told."""
    rewrite(base / SCHEME, lambda document: document.pop("titles"))
    assert "E811" not in {one[0] for one in told(base)}


def test_a_base_that_names_unknown_areas_is_compared_all_the_same(data: Path) -> None:
    """A line of the base without its area was never published; the others were."""
    edit(data / AREAS, lambda old: [line for line in old if "和平社区" not in line])
    commit(data.parent)
    replace_once(data / AREAS, "1-5栋", "1-6栋")
    assert ("E811", AREAS, 4, "qualifier", "1-6栋") in told(data)


# ---- what else rests on it


def test_a_pipeline_says_so_as_well(base: Path) -> None:
    """`wuyi changes` tells it among what was published and altered."""
    replace_once(base / AREAS, "1-5栋", "1-6栋")
    (folder,) = gather.reviewed(base, "HEAD").folders
    assert [one.partition(" ")[0] for one in folder.altered] == ["E811"]


def test_a_former_name_compiles_its_county_anew_and_no_other(base: Path) -> None:
    """It is an input of the counties that it concerns."""

    def digests() -> list[str | None]:
        plan = read_plan(base)[0]
        return [cache.digest(plan, cache.common(plan), code) for code in ("990101", "990201")]

    before = digests()
    (base / FORMER).write_text("code,name,until\n990101001,旧街,2022-11-23\n", encoding="utf-8")
    after = digests()
    assert before[0] != after[0]
    assert before[1] == after[1]
