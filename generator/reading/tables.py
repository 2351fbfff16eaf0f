"""One table of a folder, as CSV or as JSON with the same fields, to located rows.

An empty cell, a missing key and null are the same: the field is absent.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from os.path import lexists
from pathlib import Path
from typing import Any, Final, TypeVar

from generator.findings import finding
from generator.reading import schemas, texts
from generator.reading.columns import MOST_ROWS, bounded_cells, is_integer, sound_table, without_blank_end
from generator.reading.hints import hint, kind_of
from generator.reading.located_json import line_of_key, read_objects
from generator.reading.outcome import Reading, Readings
from generator.reading.text import read_text
from generator.register.model import Finding, Table
from generator.register.times import is_day

SEPARATORS: Final = {
    ";": "分号",
    "\t": "制表符",
    "|": "竖线",
    "；": "全角分号",
    "，": "全角逗号",
    "、": "顿号",
    " ": "空格",
}
MOST_EXPLAINED: Final = 200

Row = TypeVar("Row")


@dataclass(slots=True)
class _Raw:
    """Rows as read. `line` gives the line of a row (by index) or of a column of it; `spoilt` are rows without form."""

    line: Callable[[int, str | None], int]
    rows: list[dict[str, Any]] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    spoilt: list[dict[str, Any]] = field(default_factory=list)
    spoilt_positions: list[int] = field(default_factory=list)


def read_table(folder: Path, shown: str, name: str, row_type: type[Row]) -> Reading[Table[Row]]:
    """The table `name` of a folder (`name.csv` or `name.json`); an empty table where there is none.

    `shown` is the folder as findings name it.
    """
    as_csv, as_json = folder / f"{name}.csv", folder / f"{name}.json"
    has_csv, has_json = lexists(as_csv), lexists(as_json)  # a link that leads nowhere is there, too
    path = f"{shown}/{as_json.name if has_json and not has_csv else as_csv.name}"
    nothing: Table[Row] = Table(path, whole=False)
    if has_csv and has_json:
        return Reading(nothing, (finding("E111", f"{shown}/{as_json.name}", value=as_json.name),))
    if not has_csv and not has_json:
        return Reading(Table(path, present=False))
    text, findings = read_text(as_json if has_json else as_csv, path)
    if text is None:
        return Reading(nothing, findings)
    if has_csv:
        sound = sound_table(text, path, name, row_type)
        if sound is not None:
            return Reading(sound)
    readings = Readings()
    raw = readings.take(_from_json(text, path) if has_json else _from_csv(text, path, name))
    if raw is None:
        return readings.whole(nothing)
    if len(raw.rows) > MOST_ROWS:
        readings.findings.append(finding("E105", path, detail=f"超过 {MOST_ROWS} 行"))
        return readings.whole(nothing)
    return readings.whole(readings.take(_checked(path, name, raw, row_type)))


@bounded_cells()
def _from_csv(text: str, path: str, name: str) -> Reading[_Raw | None]:
    columns = schemas.columns(name)
    integers = [column.name for column in columns if column.definition in schemas.INTEGER_DEFINITIONS]
    text = without_blank_end(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[int] = []
    findings: list[Finding] = []
    raw = _Raw(lambda index, _column: lines[index])
    line = position = blank = 0
    try:
        first = next(reader, [])
        header = _without_empty_end(first)
        wrong = tuple(_header(header, columns, path))
        if wrong:
            return Reading(None, wrong)
        width, line = len(header), reader.line_num
        common: int | None = None
        for cells in reader:
            started, line = line + 1, reader.line_num
            if line != started:
                return Reading(None, (*findings, finding("E106", path, started, detail="单元格里有换行")))
            if len(cells) > len(first) and common is None:
                common = _common_width(text)
            if width < len(cells) <= max(len(first), common or 0):
                further = next((place for place, cell in enumerate(cells[width:], width) if cell.strip()), None)
                if further is None:
                    del cells[width:]
                elif len(first) > width:
                    where = f"第 {further + 1} 列没有列名，第 {line} 行却写了“{cells[further]}”"
                    told = finding("E102", path, 1, value=",".join(first), expected=_names(columns), where=where)
                    return Reading(None, (*findings, told))
            if cells == header:
                findings.append(finding("E112", path, line, value=",".join(header)))
                continue
            if not any(cells):  # spreadsheets leave blank rows at the end; one with rows after it is told
                blank = blank or line
                continue
            position += 1
            if blank > 0:
                findings.append(finding("E103", path, blank, what="是空行"))
                blank = -1  # once is enough
            if len(cells) != width:
                cells_told = f"有 {len(cells)} 格，表头有 {width} 列：{_cause(cells, width)}"
                findings.append(finding("E103", path, line, value=len(cells), what=cells_told))
                raw.spoilt.append({key: cell for key, cell in zip(header, cells, strict=False) if cell})
                raw.spoilt_positions.append(position)
                continue
            row: dict[str, Any] = {key: cell for key, cell in zip(header, cells, strict=True) if cell}
            for key in integers:
                cell = row.get(key, "")
                if cell and is_integer(cell):
                    row[key] = int(cell)
            raw.rows.append(row)
            raw.positions.append(position)
            lines.append(line)
    except csv.Error as error:
        code = "E105" if "field limit" in str(error) else "E106"
        detail = "有一格超过 10000 字" if code == "E105" else "引号不成对，或引号后面还有文字"
        return Reading(None, (*findings, finding(code, path, line + 1, detail=detail)))
    return Reading(raw, tuple(findings))


def _cause(cells: Sequence[str], width: int) -> str:
    """Why a row most likely has another number of cells than the header."""
    if len(cells) == 1 and "\t" in cells[0]:
        return "格与格之间是制表符，应为英文逗号"
    if len(cells) == 1 and ";" in cells[0]:
        return "格与格之间是分号，应为英文逗号"
    if len(cells) < width:
        missing = width - len(cells)
        wide = sum(cell.count("，") for cell in cells)
        if wide >= missing:
            return f"少了 {missing} 个英文逗号，这一行里却有 {wide} 个全角逗号“，”，隔开各格的都改成英文逗号“,”"
        return f"少了 {missing} 个英文逗号（空着的格也要有逗号）" if len(cells) > 1 else "不是表格的一行"
    if not any(cells[width:]):
        return f"多了 {len(cells) - width} 个逗号，在行末，或在某一格的内容里"
    return f"多半是某一格的内容里有英文逗号（多出的是“{'、'.join(cells[width:])[:40]}”）"


def _without_empty_end(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end: a spreadsheet writes a comma for each column that it once touched."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _common_width(text: str) -> int:
    """The number of cells that every row below the header has; 0 where they differ."""
    widths = {len(cells) for cells in islice(csv.reader(io.StringIO(text, newline="")), 1, None) if any(cells)}
    return widths.pop() if len(widths) == 1 else 0


def _names(columns: tuple[schemas.Column, ...]) -> str:
    return ",".join(column.name for column in columns)


def _header(header: list[str], columns: tuple[schemas.Column, ...], path: str) -> Iterator[Finding]:
    """Nothing if the header is the columns in order, optional last ones perhaps left out."""
    names = [column.name for column in columns]
    expected = _names(columns)
    doubled = sorted(name for name, times in Counter(header).items() if name.strip() and times > 1)
    separated = _otherwise_separated(header, names)
    if separated:
        yield finding("E119", path, 1, value=",".join(header), what=separated, expected=expected)
    elif not any(cell.strip() in names for cell in header):
        yield finding("E113", path, 1, expected=expected)
    elif doubled:
        yield from (finding("E112", path, 1, column=name, value=name) for name in doubled)
    else:
        where = _first_difference(header, columns)
        if where:
            yield finding("E102", path, 1, value=",".join(header), expected=expected, where=where)


def separated(text: str, name: str, path: str) -> Finding | None:
    """The finding of a table whose first line is not separated by commas; None where it is, or is no header at all."""
    header = next(csv.reader(text.splitlines()[:1]), [])
    columns = schemas.columns(name)
    what = _otherwise_separated(header, [column.name for column in columns])
    return finding("E119", path, 1, value=",".join(header), what=what, expected=_names(columns)) if what else None


def _otherwise_separated(header: list[str], names: list[str]) -> str:
    """How the cells of a header are separated where it is not by commas, in Chinese; "" where they are, or are none."""
    if not header:
        return ""
    line = ",".join(header)
    if line.lower().startswith("sep="):
        return "第一行写的是“sep=…”，不是表头"
    for sign, what in SEPARATORS.items():
        if sum(cell.strip().strip('"') in names for cell in line.split(sign)) > 1 and sign not in names:
            return f"看起来是用{what}"
    if len(header) == 1 and sum(cell.strip() in names for cell in line.split(",")) > 1:
        return "整行写在一格里，外面多了一对引号"
    return ""


def _first_difference(header: list[str], columns: tuple[schemas.Column, ...]) -> str:
    """Where a header is first another than that of the table, in Chinese; "" where it is not."""
    for place, (cell, column) in enumerate(zip(header, columns, strict=False), 1):
        if cell != column.name:
            return f"第 {place} 列是“{cell}”，应为“{column.name}”" if cell.strip() else f"第 {place} 列没有列名"
    if len(header) > len(columns):
        place, cell = next((place, cell) for place, cell in enumerate(header[len(columns) :], 1) if cell.strip())
        return f"多了第 {len(columns) + place} 列“{cell}”"
    missing = next((column.name for column in columns[len(header) :] if column.required), None)
    return f"缺少“{missing}”" if missing else ""


def _from_json(text: str, path: str) -> Reading[_Raw | None]:
    objects, findings = read_objects(text, path)
    if objects is None:
        return Reading(None, findings)

    def line(index: int, column: str | None) -> int:
        return line_of_key(text, objects[index], column) if column else objects[index].line

    rows = [{key: value for key, value in each.value.items() if value is not None and value != ""} for each in objects]
    return Reading(_Raw(line, rows, list(range(1, len(rows) + 1))))


def _checked(path: str, name: str, raw: _Raw, row_type: type[Row]) -> Reading[Table[Row]]:
    """Rows that agree with the schema, as nouns; findings and raw values for the others."""
    rows = raw.rows
    readings = Readings()
    bad: set[int] = set()
    if not schemas.bulk(name).is_valid(rows):
        bad = readings.take(_explained(path, name, raw))
    impossible: set[int] = set()
    expected = schemas.documents()["common"]["$defs"]["time"]["x-expected"]
    for column in [column.name for column in schemas.columns(name) if column.definition in schemas.TIME_DEFINITIONS]:
        for index, row in enumerate(rows):
            time = row.get(column)
            if time is not None and index not in bad and not is_day(time[:10]):
                impossible.add(index)
                told = finding("E301", path, raw.line(index, column), column, time, expected=expected)
                readings.findings.append(told)
    bad |= impossible
    unmeant = readings.take(texts.judged(path, name, rows, raw.line, bad))
    bad |= unmeant
    fields: tuple[str, ...] = row_type._fields  # type: ignore[attr-defined]
    make: Callable[[Any], Row] = row_type._make  # type: ignore[attr-defined]
    good = [index for index in range(len(rows)) if index not in bad] if bad else range(len(rows))
    table: Table[Row] = Table(
        path,
        tuple(make(map(rows[index].get, fields)) for index in good),
        tuple(raw.line(index, None) for index in good),
        tuple(raw.positions[index] for index in good),
        (*raw.spoilt, *(rows[index] for index in sorted(bad))),
        frozenset((*raw.spoilt_positions, *(raw.positions[index] for index in bad))),
    )
    return readings.whole(table)


def _explained(path: str, name: str, raw: _Raw) -> Reading[set[int]]:
    """The indexes of the rows that do not agree with the schema, and why."""
    bad: set[int] = set()
    findings: list[Finding] = []
    validator = schemas.bulk(name)
    for index, row in enumerate(raw.rows):
        if validator.is_valid([row]):
            continue
        bad.add(index)
        if len(bad) > MOST_EXPLAINED:
            continue
        for problem in schemas.explain(name, [row]):
            column = str(problem.path[1]) if len(problem.path) > 1 else None
            findings.append(explained(problem, path, raw.line(index, column), column))
    if len(bad) > MOST_EXPLAINED:
        findings.append(finding("E115", path, value=len(bad) - MOST_EXPLAINED))
    return Reading(bad, tuple(findings))


def explained(problem: schemas.Problem, path: str, line: int | None, column: str | None) -> Finding:
    """A disagreement with a schema as a finding."""
    value = problem.value if isinstance(problem.value, str) else kind_of(problem.value)
    return finding(
        problem.code, path, line, column, value,
        label=problem.label or column or "内容", expected=problem.expected or "见数据说明", detail=problem.detail,
        hint=hint(problem.value, problem.code, problem.most), named=schemas.named(path, column or "内容"),
    )  # fmt: skip
