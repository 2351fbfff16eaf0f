"""A text that has to go: what is written for it, and where else it stands.

Of the line only the one cell changes, and redactions.csv gets a line that says what stood for it in the log that anyone
can check. Whatever else holds the text is somebody's to judge: it is listed, with how to mend it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator import urls
from generator.errors import UsageError
from generator.history.identities import CELL
from generator.reading.tables import read_table
from generator.register import leaves
from generator.register.model import Event, Table
from generator.register.redaction import REMOVED, Redaction
from generator.staff.recording import forms, undoing, writing

_EVENT: Final = re.compile("([0-9]{6})-([0-9]{6,12})")
_NAMES: Final = tuple(f"{table}.{ending}" for table in ("events", "redactions") for ending in ("csv", "json"))
_MARK: Final = "\ufeff"
_MOST_BYTES: Final = 64 * 1024 * 1024
_TEXTS: Final = frozenset({".csv", ".json", ".md", ".svg", ".html", ".css"})


class Place(NamedTuple):
    """Where the text still stands: file, line, column ("" where there are none), and how it is mended."""

    path: Path
    line: int
    column: str
    mend: str


class Plan(NamedTuple):
    """What is to be written: the folder, its files as they are and as they are to be; the events, and where else their
    texts stand."""

    folder: Path
    was: Mapping[str, bytes | None]
    now: Mapping[str, bytes | None]
    events: tuple[str, ...]
    places: tuple[Place, ...]


class Wish(NamedTuple):
    """What is asked for: which column, who decided it, why, and when it is done."""

    columns: str
    decided_by: str
    reason: str
    redacted_at: str


def plan(data: Path, event_ids: Sequence[str], wish: Wish) -> Plan:
    """What is to be written. Writes nothing of its own; raises UsageError for what cannot be removed."""
    code, sequences = _meant(event_ids)
    folder, shown = data / "registers" / code, f"registers/{code}"
    if not (folder / "county.json").is_file():
        raise UsageError(f"没有区县 {code} 的名录")
    with writing.held(folder):
        was = writing.read(folder, iter(_NAMES))
    events = _sound(read_table(folder, shown, "events", Event).value, code)
    known = _sound(read_table(folder, shown, "redactions", Redaction).value, code)
    removed = {row.sequence: row for row in known.rows}
    here = {event.sequence: event for event in events.rows}
    for sequence in sequences:
        _require(data, code, here.get(sequence), sequence, wish)
    entries = leaves.entries(code, events.rows, removed)
    found = {event.sequence: leaves.digests(entry) for event, entry in zip(events.rows, entries, strict=True)}
    rows = [Redaction(sequence, wish.columns, *found[sequence], *wish[1:]) for sequence in sequences]
    now = dict(was)
    log = "events.json" if was["events.json"] is not None else "events.csv"
    now[log] = _without(was[log] or b"", events, {*sequences}, log)
    table = "redactions.json" if was["redactions.json"] is not None else "redactions.csv"
    cells = [{name: cell for name, cell in row._asdict().items() if cell is not None} for row in rows]
    now[table] = forms.appended(was[table], "redactions", table.rpartition(".")[2], cells)
    texts = {here[sequence].area_name for sequence in sequences}
    contents = {folder / name: content for name, content in now.items()}
    return Plan(
        folder, was, now, tuple(urls.event_id(code, sequence) for sequence in sequences),
        tuple(_places(data, texts, contents)),
    )  # fmt: skip


def write(plan_: Plan) -> list[str]:
    """Writes both files, or none; their names."""
    return writing.replace(plan_.folder, plan_.was, plan_.now)


def _meant(event_ids: Sequence[str]) -> tuple[str, list[int]]:
    matches = [_EVENT.fullmatch(event_id.strip()) for event_id in event_ids]
    for event_id, match in zip(event_ids, matches, strict=True):
        if match is None:
            raise UsageError(f"“{event_id[:40]}”不是事件编号（如 990101-000023），网页的经过里每条记录都写着它的编号")
    codes = {match[1] for match in matches if match}
    if len(codes) != 1:
        raise UsageError("一次只删除一个区县的记录：分开运行")
    return codes.pop(), sorted({int(match[2]) for match in matches if match})


def _sound(table: Table[Any], code: str) -> Table[Any]:
    if not table.whole or table.spoilt:
        raise UsageError(f"{table.path} 有格式错误：先运行 wuyi check {code}，改好再删除")
    return table


def _require(data: Path, code: str, event: Event | None, sequence: int, wish: Wish) -> None:
    named = urls.event_id(code, sequence)
    if event is None:
        raise UsageError(f"日志里没有记录 {named}")
    if event.area_name == REMOVED:
        raise UsageError(f"记录 {named} 的文字已经删除过")
    if not undoing.is_committed(data, code, sequence):
        raise UsageError(f"记录 {named} 还没有提交，更没有公布：用 wuyi record {code} --undo 收回，不用删除")
    for option, text in (("--decided-by", wish.decided_by), ("--reason", wish.reason)):
        if event.area_name in text:
            raise UsageError(f"{option} 里写着要删除的文字：它会公布出来，换一种不含这些文字的写法")


# ---- the log without the text


def _without(content: bytes, table: Table[Event], sequences: set[int], name: str) -> bytes:
    places = {place for place, event in enumerate(table.rows) if event.sequence in sequences}
    mark, text = "", content.decode("utf-8")
    if text.startswith(_MARK):
        mark, text = _MARK, text[1:]
    made = _in_json(text, places) if name.endswith("json") else _in_csv(text, table, places)
    return f"{mark}{made}".encode()


def _in_csv(text: str, table: Table[Event], places: set[int]) -> str:
    """The cell alone is written anew; everything else stays to the byte."""
    lines = list(io.StringIO(text, newline=""))
    column = [name.strip() for name in next(csv.reader([lines[0]]))].index("area_name")
    for place in places:
        number = table.lines[place] - 1
        bare = lines[number].rstrip("\r\n")
        cells = CELL.findall(bare)
        cells[column] = f'"{REMOVED}"' if cells[column].startswith('"') else REMOVED
        lines[number] = ",".join(cells) + lines[number][len(bare) :]
    return "".join(lines)


def _in_json(text: str, places: set[int]) -> str:
    rows = json.loads(text)
    made = [{**row, "area_name": REMOVED} if place in places else row for place, row in enumerate(rows)]
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


# ---- where else it stands


def _places(data: Path, texts: set[str], contents: Mapping[Path, bytes | None]) -> Iterator[Place]:
    """Every place of the data folder, and of the texts and the look beside it, in which one of the texts stands."""
    county = next(iter(contents)).parent.name
    lists = {data / "divisions" / f"{county[:2]}.csv", *(data / "divisions").glob("former.*")}
    roots = [data, data.parent / "content", data.parent / "theme"]
    paths = {path for root in roots if root.is_dir() for path in root.rglob("*") if path.suffix in _TEXTS}
    paths = {path for path in paths if path.parent != data / "divisions" or path in lists}
    for path in sorted(paths | contents.keys()):
        content = contents[path] if path in contents else _read(path)
        if content:
            text = content.decode("utf-8", "replace").removeprefix(_MARK)
            for line, column, key in _in_table(text, texts) if path.suffix == ".csv" else _in_lines(text, texts):
                yield Place(path, line, column, _mend(path.relative_to(data.parent), column, key))


def _read(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return b""
    return path.read_bytes()


def _in_table(text: str, texts: set[str]) -> Iterator[tuple[int, str, str]]:
    """Line, column and first cell of each cell that has one."""
    if not any(wanted in text for wanted in texts):
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    header: list[str] = []
    try:
        for cells in reader:
            header = header or cells
            for place, cell in enumerate(cells):
                if any(wanted in cell for wanted in texts):
                    yield reader.line_num, header[place] if place < len(header) else "", cells[0]
    except csv.Error:
        yield from _in_lines(text, texts)


def _in_lines(text: str, texts: set[str]) -> Iterator[tuple[int, str, str]]:
    wanted = texts | {json.dumps(each)[1:-1] for each in texts}  # as a JSON file in ASCII has it
    for number, line in enumerate(text.splitlines(), 1):
        if any(each in line for each in wanted):
            yield number, "", ""


def _mend(path: Path, column: str, key: str) -> str:
    name = path.name.partition(".")[0]
    if name == "events":
        named = urls.event_id(path.parent.name, int(key)) if key.isdecimal() else "它的事件编号"
        return f"另一条记录：再运行 wuyi redact {named}，几条可以写在一起"
    if name == "areas" and column in ("name", "former_names"):
        return f"区域 {key}：改成不含这些文字的名称，不要写进 former_names"
    if name in ("notices", "declared", "unplaced"):
        return "通告的内容公布以后不能改（E806）：请管理名录的人决定，做法见工作指南“删除文字”"
    if name == "decisions":
        return "决定只增不删（E818）：请管理名录的人决定，做法见工作指南“删除文字”"
    if "divisions" in path.parts:
        return "官方名单里的地名：一般不必删除"
    return "改掉这里的文字"
