"""`wuyi redact`: one cell and one line, in the form that the files have; all other places of the text are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from generator.reading.tables import read_table
from generator.register.model import Event
from generator.register.redaction import REMOVED, Redaction
from tests.support.copies import wuyi
from tests.support.folders import as_json_table, findings_of
from tests.support.redacting import CODE, EVENTS, NAME, OFFICE, REASON, WHEN, redact, renamed, with_name
from tests.support.repositories import commit, edit, with_last

FOLDER: Final = f"registers/{CODE}"
NEXT: Final = f"26,990101001001-002,{NAME},apply,compound,2022-11-29,2022-11-29T10:00:00+08:00,990101001001,,,"
SAID: Final = ("--decided-by", OFFICE, "--reason", REASON, "--redacted-at", WHEN)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The register with the name, as it was published."""
    return with_name(tmp_path)


def contents(data: Path) -> dict[str, bytes]:
    """All files of the data."""
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}


def test_one_cell_and_one_line(data: Path) -> None:
    """Nothing else of the log changes; the table says which line, what stood for it, who, why and when."""
    before = contents(data)
    said = redact(data, events=(15, 11))
    now = contents(data)
    assert {name for name in now if now[name] != before.get(name)} == {
        f"{FOLDER}/{t}.csv" for t in ("events", "redactions")
    }
    log = before[f"{FOLDER}/events.csv"].decode().split("\n")
    for line in (11, 15):
        log[line] = log[line].replace(NAME, REMOVED)
    assert now[f"{FOLDER}/events.csv"].decode().split("\n") == log
    rows = read_table(data / FOLDER, "", "redactions", Redaction).value.rows
    assert [(row.sequence, row.columns, *row[4:]) for row in rows] == [
        (11, "area_name", OFFICE, REASON, WHEN), (15, "area_name", OFFICE, REASON, WHEN),
    ]  # fmt: skip
    assert [row.row_sha256 is None for row in rows] == [False, True]
    assert f"events.csv、redactions.csv；删除了 {CODE}-000011、{CODE}-000015 的名称" in said
    assert "git 的历史" in said


def test_every_place_is_told(data: Path) -> None:
    """File, line and column, with how to mend it; nothing of the official lists of other provinces."""
    (data.parent / "content").mkdir()
    (data.parent / "content" / "news.md").write_text(f"title: 新闻\n\n{NAME}成为无疫小区。\n", encoding="utf-8")
    edit(data / FOLDER / "notices.csv", lambda rows: [row.replace("第一组", NAME, 1) for row in rows])
    (data / "site.json").write_text(
        json.dumps(json.loads((data / "site.json").read_text(encoding="utf-8")) | {"contact": f"{NAME}办公室"}),
        encoding="utf-8",
    )
    (data / "divisions" / "13.csv").write_text(f"code,name\n13,{NAME}\n", encoding="utf-8")
    said = redact(data, events=(11,))
    for place in (
        f"{FOLDER}/areas.csv 第 4 行 name 列：区域 990101001001-002：改成不含这些文字的名称",
        f"{FOLDER}/events.csv 第 16 行 area_name 列：另一条记录：再运行 wuyi redact {CODE}-000015",
        "content/news.md 第 3 行：改掉这里的文字",
        "data/site.json 第 1 行：改掉这里的文字",
    ):
        assert place in said, said
    assert f"{FOLDER}/events.csv 第 12 行" not in said
    assert "13.csv" not in said
    assert said.count("（E806）") == (data / FOLDER / "notices.csv").read_text(encoding="utf-8").count(NAME)


def test_dry_run_writes_nothing(data: Path) -> None:
    """It tells the same."""
    before = contents(data)
    said = redact(data, "--dry-run")
    assert contents(data) == before
    assert "将写" in said
    assert said.count("areas.csv 第 4 行") == 1
    assert "什么也没有写" in said


def test_form_of_the_files_stays(data: Path) -> None:
    """Byte order mark, line ends and quotes."""
    log = data / FOLDER / "events.csv"
    text = log.read_text(encoding="utf-8").replace(NAME, f'"{NAME}"').replace("\n", "\r\n")
    log.write_bytes(b"\xef\xbb\xbf" + text.encode())
    commit(data.parent)
    redact(data)
    made = log.read_bytes()
    assert made == b"\xef\xbb\xbf" + text.replace(NAME, REMOVED).encode()


def test_json_stays_json(data: Path) -> None:
    """Both tables; what was removed is not removed again."""
    redact(data)
    log = as_json_table(data / FOLDER / "events.csv")
    as_json_table(data / FOLDER / "redactions.csv")
    rows = json.loads(log.read_text(encoding="utf-8"))
    commit(data.parent)
    assert "已经删除过" in wuyi("redact", f"{CODE}-000011", *SAID, "--data", data).output
    redact(data, events=(9,))
    rows[8]["area_name"] = REMOVED
    assert json.loads(log.read_text(encoding="utf-8")) == rows
    table = read_table(data / FOLDER, "", "redactions", Redaction).value
    assert [row.sequence for row in table.rows] == [*EVENTS, 9]
    assert table.path.endswith("redactions.json")


def test_what_is_written_is_right(data: Path) -> None:
    """A check has nothing to tell once the area is called otherwise; until then it says where the text still is."""
    redact(data)
    assert {one["code"] for one in findings_of(data)} == {"E695"}
    renamed(data)
    assert findings_of(data) == []
    assert len(read_table(data / FOLDER, "", "events", Event).value.rows) == 25


@pytest.mark.parametrize(
    ("ids", "said", "why"),
    [
        (["23"], SAID, "不是事件编号"),
        ([f"{CODE}-000099"], SAID, "日志里没有记录"),
        (["110101-000001"], SAID, "没有区县 110101 的名录"),
        ([f"{CODE}-000011", "990201-000001"], SAID, "分开运行"),
        ([f"{CODE}-000026"], SAID, "还没有提交"),
        ([f"{CODE}-000011"], (*SAID[:2], "--reason", f"{NAME}是私人宅院"), "--reason 里写着要删除的文字"),
        ([f"{CODE}-000011"], ("--decided-by", " ", *SAID[2:]), "都要写"),
        ([f"{CODE}-000011"], SAID[2:], "decided-by"),
    ],
)  # fmt: skip
def test_what_is_refused(data: Path, ids: list[str], said: tuple[str, ...], why: str) -> None:
    """With its reason, and nothing is written."""
    edit(data / FOLDER / "events.csv", lambda rows: with_last(NEXT, rows))
    before = contents(data)
    ended = wuyi("redact", *ids, *said, "--data", data)
    assert ended.exit_code == 2, ended.output
    assert why in ended.output
    assert contents(data) == before
