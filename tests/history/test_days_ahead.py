"""Every column and key that holds a day: what is said where it lies ahead, and how it is mended once published."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from click.testing import CliRunner

from generator.build.order import Order
from generator.build.start import build
from generator.check import Report, check_one, read_plan
from generator.cli import main
from generator.history.compare import check_against
from generator.publish.county.context import Context
from generator.reading.folder import read_site
from generator.register.redaction import REMOVED
from tests.support.folders import NOW, ROOT, replace_once, report_of
from tests.support.repositories import commit, edit, git, rows, with_last, write_rows

DAY: Final = "2062-11-28"
# What is said of a day of 2062, by schema and place: E310 of what has happened, W313 of what may be foreseen.
HOLDS: Final = {
    ("areas", "valid_from"): "E310", ("areas", "valid_until"): "E310",
    ("assessments", "date"): "E310", ("cases", "date"): "E310",
    ("county", "register_since"): "E310", ("county", "archived_at"): "E310",
    ("county", "schemes.0.from"): "W313", ("county", "schemes.0.until"): "W313",
    ("decisions", "decided_on"): "E310", ("former", "until"): "E310",
    ("events", "effective_at"): "E311", ("events", "recorded_at"): "E310",
    ("inspections", "date"): "E310", ("inspections", "rectification_due"): "W313",
    ("inspections", "rectification_done"): "E310",
    ("redactions", "redacted_at"): "E310",
    ("notices", "published_at"): "E310", ("notices", "cutoff_at"): "E310", ("notices", "imported_at"): "E310",
    ("scheme", "document.issued_at"): "E310", ("scheme", "document.published_at"): "E310",
    ("scheme", "document.known_from"): "E310", ("scheme", "period.from"): "W313", ("scheme", "period.until"): "W313",
    ("scheme", "amendments.0.effective_at"): "W313", ("workdays", "date"): "W313",
}  # fmt: skip
# A notice of a city has the same columns as that of a county.
PLACES: Final = [
    *((schema, key, code, "990101") for (schema, key), code in HOLDS.items()),
    *(("notices", key, "E310", "9901") for key in ("published_at", "cutoff_at", "imported_at")),
]


class Row(NamedTuple):
    """A line that the example has none of: its file, the header, the cells."""

    file: str
    header: str
    cells: str


MORE: Final = (
    Row("registers/990101/cases.csv", "date,area_id,confirmed,asymptomatic,close_contacts,cleared_contacts",
        "2022-11-01,990101001001,0,0,0,0"),
    Row("registers/990101/assessments.csv", "date,area_id,title,standard,met",
        "2022-11-01,990101001001,community,vaccination,yes"),
    Row("registers/990101/inspections.csv",
        "date,area_id,inspected_by,method,result,rectification_due,rectification_done",
        "2022-11-01,990101001001,990101,open,passed,2022-11-05,2022-11-03"),
    Row("registers/9901/notices.csv",
        "notice_id,publisher,title,document_no,published_at,cutoff_at,provenance,source,imported_at",
        "9901-20221201-1,示例市指挥部,关于全市名单的通告,,2022-12-01,2022-12-01,official,示例市门户网站,2022-12-01"),
    Row("registers/990101/redactions.csv", "sequence,columns,leaf_hash,row_sha256,decided_by,reason,redacted_at",
        f"15,area_name,{'0' * 64},,示例市中级人民法院,判决,2022-12-01"),
    Row("workdays.csv", "date,working,source", "2022-12-31,no,示例通知"),
    Row("decisions.csv", "decided_on,file,key,was,now,reason", "2022-12-01,site.json,parquet,true,false,无人使用"),
    Row("divisions/former.csv", "code,name,until", "990101001,向阳街道,2021-12-31"),
)  # fmt: skip


def file_of(data: Path, schema: str, code: str) -> Path:
    """The file that a schema is of."""
    if schema == "scheme":
        return data / "schemes/chongqing-2022-74.json"
    if schema == "county":
        return data / f"registers/{code}/county.json"
    places = {"decisions": "decisions.csv", "workdays": "workdays.csv", "former": "divisions/former.csv"}
    return data / places.get(schema, f"registers/{code}/{schema}.csv")


def put(path: Path, key: str, day: str) -> None:
    """Writes a day in the last line of a table, or at its key of a document."""
    if path.suffix == ".json":
        document = json.loads(path.read_text(encoding="utf-8"))
        if key.startswith("amendments"):
            document["amendments"] = [{"effective_at": "2022-11-25", "text": "有修订", "clause": None, "changes": {}}]
        *way, last = key.split(".")
        inner: Any = document
        for part in way:
            inner = inner[int(part) if part.isdecimal() else part]
        inner[last] = day
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
        return
    header, *lines = rows(path)
    cells = lines[-1].split(",")
    place = header.split(",").index(key)
    cells[place] = day
    if key == "published_at":  # its id has the day
        cells[0] = f"{cells[0].split('-')[0]}-{day.replace('-', '')}-1"
    write_rows(path, [header, *lines[:-1], ",".join(cells)])


@pytest.fixture
def whole(data: Path) -> Path:
    """The example with a line in every table, and a notice that no line of a log names."""
    for row in MORE:
        path = data / row.file
        path.parent.mkdir(exist_ok=True)
        write_rows(path, [row.header, row.cells])
    notice = "990101-20221130-1,示例区指挥部,关于名单的通告,,2022-11-30,2022-11-30,official,示例区门户网站,2022-11-30"
    edit(data / "registers/990101/notices.csv", lambda old: [*old, notice])
    edit(data / "registers/990101/areas.csv", lambda old: [*old[:-1], _with_days(old[-1])])
    replace_once(data / "registers/990101/events.csv", "向阳小区,publish", f"{REMOVED},publish")
    return data


def _with_days(line: str) -> str:
    cells = line.split(",")
    cells[6:8] = ["2022-11-01", "2022-12-31"]
    return ",".join(cells)


def told(data: Path, *, base: bool = False) -> set[tuple[str, str | None]]:
    """Code and column of what is found, but for what the added lines themselves lead to."""
    report = check_against(data, "HEAD", now=NOW, workers=1) if base else report_of(data)
    return codes_of(report)


def codes_of(report: Report) -> set[tuple[str, str | None]]:
    """Code and column of everything in a report."""
    return {(one.code, one.column) for one in report.findings}


def _days_of(schema: Any, way: str = "") -> Iterator[str]:
    """The places of a schema that hold a day or a time."""
    if isinstance(schema, dict):
        if str(schema.get("$ref", "")).rpartition("/")[2] in ("day", "time"):
            yield way
        for key, inner in schema.get("properties", {}).items():
            yield from _days_of(inner, f"{way}.{key}".lstrip("."))
        for inner in schema.get("anyOf", ()):
            yield from _days_of(inner, way)
        if "items" in schema:
            yield from _days_of(schema["items"], f"{way}.0" if way else "")


def test_every_day_of_the_schemas_is_judged() -> None:
    """A new column that holds a day comes with what holds of it. A key may begin and end whenever it shall."""
    there = {
        (path.stem, way)
        for path in (ROOT / "schemas/committed").glob("*.json")
        if path.stem != "authorities"
        for way in _days_of(json.loads(path.read_text(encoding="utf-8")))
    }
    assert there == {*HOLDS}


@pytest.mark.parametrize(("schema", "key", "code", "folder"), PLACES)
def test_a_day_of_2062_is_told(whole: Path, schema: str, key: str, code: str, folder: str) -> None:
    """In its own column, whether or not there is a base."""
    before = told(whole)
    commit(whole.parent)
    put(file_of(whole, schema, folder), key, DAY)
    assert (code, key) in told(whole) - before
    assert (code, key) in told(whole, base=True)


@pytest.mark.parametrize(("schema", "key", "code", "folder"), PLACES)
def test_a_published_day_of_2062_keeps_nobody_from_anything(
    whole: Path, schema: str, key: str, code: str, folder: str
) -> None:
    """With a base it is a warning, for whoever proposes something else."""
    put(file_of(whole, schema, folder), key, DAY)
    commit(whole.parent)
    found = told(whole, base=True)
    assert (code if code.startswith("W") else "W304", key) in found
    assert (code, key) not in found or code.startswith("W")


MENDED = [place for place in PLACES if place[0] != "events"]


@pytest.mark.parametrize(("schema", "key", "code", "folder"), MENDED)
def test_a_published_day_of_2062_can_be_mended(whole: Path, schema: str, key: str, code: str, folder: str) -> None:
    """With the line of decisions.csv that the check asks for, or with none; then no check says anything more of it."""
    path = file_of(whole, schema, folder)
    put(path, key, DAY)
    commit(whole.parent)
    standing = {one for one in told(whole) if one != (code, key)}
    content = path.read_text(encoding="utf-8")
    assert content.count(DAY) == 1
    path.write_text(content.replace(DAY, "2022-12-01"), encoding="utf-8")
    report = check_against(whole, "HEAD", now=NOW, workers=1)
    asked = [one for one in report.findings if one.code in ("E312", "E812", "E815", "E816")]
    for one in asked:
        wanted = re.search(r"reason）：决定日期,(.*),理由。$", one.fix)
        assert wanted is not None
        edit(whole / "decisions.csv", partial(with_last, f"2022-12-02,{wanted[1]},年份录错"))
    found = told(whole, base=True)
    assert not {one for one in found - standing if one[0].startswith("E")}
    assert (("W817", key) in found) == bool([one for one in asked if one.column == key])
    commit(whole.parent)
    assert told(whole) <= standing
    assert not {one for one in told(whole, base=True) if one[0].startswith("E")} - standing


def test_a_word_mends_one_day_and_no_more(whole: Path) -> None:
    """What was not ahead is no day to be mended; neither does a word make another day right."""
    path = file_of(whole, "notices", "990101")
    put(path, "published_at", DAY)
    commit(whole.parent)
    put_back = path.read_text(encoding="utf-8").replace(DAY, "2022-12-01")
    path.write_text(put_back, encoding="utf-8")
    word = "2022-12-02,registers/990101/notices.csv,990101-20621128-1.published_at,2062-11-28,2022-11-30,年份录错"
    edit(whole / "decisions.csv", lambda old: [*old, word])
    assert ("E312", "published_at") in told(whole, base=True)
    edit(whole / "decisions.csv", lambda old: [*old[:-1], word.replace("2022-11-30", "2022-12-01")])
    assert ("W817", "published_at") in told(whole, base=True)
    commit(whole.parent)
    path.write_text(put_back.replace(",2022-12-01,", ",2022-11-29,"), encoding="utf-8")
    assert "E806" in {code for code, _ in told(whole, base=True)}


def test_the_word_of_a_mended_decision_is_used_up(whole: Path) -> None:
    """Its day may be mended; it does not count as new, and it may not be mended to another reason."""
    site = json.loads((whole / "site.json").read_text(encoding="utf-8"))
    decisions = whole / "decisions.csv"
    put(decisions, "decided_on", DAY)
    (whole / "site.json").write_text(json.dumps({**site, "parquet": True}, ensure_ascii=False), encoding="utf-8")
    commit(whole.parent)
    content = decisions.read_text(encoding="utf-8")
    decisions.write_text(content.replace(DAY, "2022-12-01"), encoding="utf-8")
    (whole / "site.json").write_text(json.dumps({**site, "parquet": False}, ensure_ascii=False), encoding="utf-8")
    assert ("E816", "parquet") in told(whole, base=True)
    decisions.write_text(content.replace(DAY, "2022-12-01").replace("无人使用", "另有原因"), encoding="utf-8")
    assert "E818" in {code for code, _ in told(whole, base=True)}


@pytest.mark.parametrize("folder", ["990101", "9901"])
def test_a_notice_whose_lines_were_all_taken_back_is_passed(whole: Path, folder: str) -> None:
    """Also that of a city; it stands last among the notices of the county, whatever day it says."""
    put(file_of(whole, "notices", folder), "published_at", DAY)
    log = whole / "registers/990101/events.csv"
    lost = "990101001001-001,幸福里小区,revoke,compound,2022-12-02,2022-12-02T09:00:00+08:00,990101,new_case"
    edit(log, partial(with_last, f"26,{lost},{folder}-20621128-1,"))
    assert ("E310", "published_at") in told(whole)
    back = lost.replace("revoke", "correct").replace("new_case", "recorded_in_error").replace("T09", "T10")
    edit(log, partial(with_last, f"27,{back},,26"))
    assert ("E310", "published_at") not in told(whole)
    county = check_one(read_plan(whole, now=NOW)[0], "990101")[2]
    assert county is not None
    site = read_site(whole).value
    assert site is not None
    assert [notice.notice_id for notice in Context(county, site).known_notices][-1] == f"{folder}-20621128-1"


AHEAD: Final = (
    ("events", "recorded_at", "990101"),
    ("notices", "published_at", "9901"),
    ("scheme", "document.published_at", "990101"),
)


def test_what_the_parent_of_head_has_stops_no_publication(whole: Path, tmp_path: Path) -> None:
    """Of a county, of what stands above it, and of all: an error with the commit that brings it, a warning since the
    next one, whether or not a base is named. Outside of git, and where the parent is not there, it is an error."""
    (whole / "registers/990101/assessments.csv").unlink()  # one line is no whole self-assessment
    commit(whole.parent)
    for schema, key, folder in AHEAD:
        put(file_of(whole, schema, folder), key, DAY)
    commit(whole.parent)
    columns = {("E310", key) for _, key, _ in AHEAD}
    order = Order(whole, ROOT / "content", tmp_path / "site", now=NOW, workers=1)
    assert columns <= plainly(whole)
    assert columns <= codes_of(build(order).report)
    assert not order.output.exists()
    commit(whole.parent)
    warned = {("W304", key) for _, key, _ in AHEAD}
    for found in (plainly(whole), codes_of(build(order).report)):
        assert warned <= found
        assert not {code for code, _ in found if code.startswith("E")}
    assert (order.output / "990101/index.html").is_file()
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", whole.parent.as_uri(), shallow)
    shutil.copytree(whole, tmp_path / "outside/data")
    for data in (shallow / "data", tmp_path / "outside/data"):
        assert columns <= plainly(data)


def test_a_line_ahead_that_is_not_published_is_still_an_error(whole: Path, tmp_path: Path) -> None:
    """Also beside one that is."""
    log = file_of(whole, "events", "990101")
    put(log, "recorded_at", DAY)
    commit(whole.parent)
    commit(whole.parent)
    edit(log, lambda old: [*old, f"{len(old) + 1},{old[-1].partition(',')[2]}"])
    order = Order(whole, ROOT / "content", tmp_path / "site", now=NOW, workers=1)
    for found in (plainly(whole), codes_of(build(order).report)):
        assert {("W304", "recorded_at"), ("E310", "recorded_at")} <= found
    assert not order.output.exists()


def plainly(data: Path) -> set[tuple[str, str | None]]:
    """Codes and columns of what `wuyi check` finds without a base."""
    ended = CliRunner().invoke(
        main, ["check", "--data", str(data), "--format", "json", "--workers", "1", "--quiet", "--now", "2023-01-01"]
    )
    return {(one["code"], one["column"]) for one in json.loads(ended.stdout)["findings"]}
