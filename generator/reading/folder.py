"""The data folder: what lies where, and each part of it as nouns.

    data/site.json  data/divisions/  data/schemes/<id>.json  data/tiles/<province>.json  data/registers/<code>/…

Links, special files and anything that has no business there are findings: nothing outside is ever read.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from generator.errors import UsageError
from generator.findings import finding
from generator.reading import schemas, texts
from generator.reading.columns import split
from generator.reading.documents import read_document
from generator.reading.leftovers import is_leftover
from generator.reading.outcome import Reading, Readings
from generator.reading.tables import explained, read_table, separated
from generator.reading.text import read_text, unexpected
from generator.reading.version import require_known
from generator.register import divisions
from generator.register.codes import AreaId, DivisionCode
from generator.register.model import (
    Area,
    Assessment,
    Case,
    CountySettings,
    CountySource,
    Decision,
    Declared,
    Event,
    Finding,
    FooterLine,
    FormerName,
    Inspection,
    Licence,
    Logo,
    Notice,
    SchemePeriod,
    SiteSettings,
    Table,
    UnitSource,
    Unplaced,
    Workday,
)
from generator.register.redaction import Redaction

Row = TypeVar("Row")
COUNTY_TABLES: Final = (
    "areas", "events", "notices", "declared", "unplaced", "cases", "assessments", "inspections", "redactions",
)  # fmt: skip
UNIT_TABLES: Final = ("notices", "declared", "unplaced")
ABOVE_TABLES: Final = ("workdays", "decisions", "authorities")
# Files that people and git leave in a folder and that mean nothing to the register.
_SILENT: Final = frozenset({"README.md", ".gitkeep"})
_COUNTY: Final = re.compile(r"[0-9]{6}")
_PROVINCE: Final = re.compile(r"[0-9]{2}\.csv")
_UNIT: Final = re.compile(r"[0-9]{2}(?:[0-9]{2})?")
_UNIT_OR_COUNTY: Final = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}")


class Listing(NamedTuple):
    """Codes of the counties, and of the cities and provinces with notices of their own, sorted.

    `unlisted` are provinces whose list of codes has a finding: nothing is judged by what it lacks.
    """

    counties: tuple[str, ...]
    units: tuple[str, ...]
    unlisted: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def shown_root(data: Path) -> str:
    """The data folder as findings name it: relative to the folder that holds it."""
    return data.resolve().name


def require(data: Path) -> None:
    """Raises UsageError if there is no data folder, or one of a newer format than this program knows."""
    if not data.is_dir():
        raise UsageError(f"找不到数据文件夹 {data}；用 --data 指定，或用 wuyi init 新建一个")
    require_known(data)


def list_registers(
    data: Path, wanted: Collection[str] = (), sound: Mapping[str, Collection[str]] = MappingProxyType({})
) -> Reading[Listing]:
    """What lies in the data folder and in registers/; findings for whatever should not be there.

    `wanted` are the counties that are asked for: only their provinces are read whole (all, where none is named), and
    not those whose lists are known to be `sound` (names of files, with codes that these are known to hold).
    """
    root = shown_root(data)
    registers = data / "registers"
    findings = [
        *_only(
            data,
            root,
            {"site.json", *_files(ABOVE_TABLES)},
            {"divisions", "schemes", "tiles", "registers"},
        ),
    ]
    lists = [*_divisions(data, root, registers, {code[:2] for code in wanted}, sound)]
    findings += lists
    # Where the list of a province could not be read, no code of it is known: that is told, not each folder.
    of_lists = {told.path.removeprefix(f"{root}/divisions/") for told in lists}
    unread = frozenset(name[:2] for name in of_lists if _PROVINCE.fullmatch(name))
    waiting = False
    counties: list[str] = []
    units: list[str] = []
    if _is_folder(registers):
        for entry in sorted(registers.iterdir()):
            shown = f"{root}/registers/{entry.name}"
            if is_leftover(entry.name) or (entry.name in _SILENT and entry.is_file() and not entry.is_symlink()):
                continue
            if not _is_folder(entry):
                findings.append(unexpected(entry, shown))
            elif _COUNTY.fullmatch(entry.name) and _known(data, entry.name, sound):
                counties.append(entry.name)
            elif _UNIT.fullmatch(entry.name) and _known(data, entry.name, sound):
                units.append(entry.name)
            elif _UNIT_OR_COUNTY.fullmatch(entry.name) and entry.name[:2] in unread:
                waiting = True
            else:
                findings.append(finding("E109", shown, value=entry.name))
    if not counties and not waiting:
        findings.append(finding("E110", f"{root}/registers"))
    return Reading(Listing(tuple(counties), tuple(units), unread), tuple(findings))


def county_folders(data: Path) -> set[str]:
    """Codes that folders of counties have, whether or not an official list has them: a finding tells of those."""
    registers = data / "registers"
    there = registers.iterdir() if _is_folder(registers) else ()
    return {entry.name for entry in there if _COUNTY.fullmatch(entry.name) and _is_folder(entry)}


def _divisions(data: Path, root: str, registers: Path, wanted: set[str], sound: Collection[str]) -> Iterator[Finding]:
    """The official codes: only files of provinces; those that a register needs are in order of the code."""
    folder, shown = data / "divisions", f"{root}/divisions"
    if not _is_folder(folder):
        return
    needed = wanted or ({entry.name[:2] for entry in registers.iterdir()} if _is_folder(registers) else set())
    for path in sorted(folder.iterdir()):
        place = f"{shown}/{path.name}"
        if is_leftover(path.name) or (path.name in _SILENT and not path.is_symlink()):
            continue
        if path.name in _files(("former",)):
            continue  # judged where it is read
        if not _PROVINCE.fullmatch(path.name):
            yield unexpected(path, place)
        elif path.name[:2] in needed and path.name not in sound:
            text, findings = read_text(path, place)
            yield from findings
            line = None if text is None or _in_order(text) else divisions.disorder(text)
            if text is not None and line is not None:
                yield separated(text, "divisions", place) or finding("E114", place, line)


def _in_order(text: str) -> bool:
    """True if a list of codes is surely in order; `divisions.disorder` says so of any, and takes longer."""
    parts = split(text.rstrip("\n"))
    if parts is None or parts[0] != ["code", "name"]:
        return False
    codes = parts[1][0]
    lines = len(text.splitlines())  # it knows ends of lines that no table has
    return len(set(codes)) == len(codes) == lines - 1 and "" not in codes and codes == sorted(codes)


def _names(data: Path, code: str, names: Mapping[str, str]) -> Iterator[Finding]:
    """Official names become pages, feeds and tables like any other text: they are held to the same schema.

    The units above a county have pages too: each stands in the list.
    """
    folder, shown = data / "divisions", f"{shown_root(data)}/divisions/{code[:2]}.csv"
    columns = {"code": [*names], "name": [*names.values()]}
    if not all(schemas.column_bulk("divisions", column).is_valid(cells) for column, cells in columns.items()):
        validator = schemas.bulk("divisions")
        for row in ({"code": unit, "name": name} for unit, name in names.items()):
            if not validator.is_valid([row]):
                problem = next(schemas.explain("divisions", [row]))
                yield explained(problem, shown, divisions.line_of(folder, row["code"]), str(problem.path[-1]))
    yield from texts.in_names(names, shown, lambda unit: divisions.line_of(folder, unit))
    for unit in divisions.ancestors(code):
        if unit not in names:
            yield finding("E129", shown, divisions.line_of(folder, code), "code", unit, below=code)


def _known(data: Path, code: str, sound: Mapping[str, Collection[str]]) -> bool:
    return code in sound.get(f"{code[:2]}.csv", ()) or divisions.has(data / "divisions", code)


def read_site(data: Path) -> Reading[SiteSettings | None]:
    """data/site.json."""
    shown = f"{shown_root(data)}/site.json"
    document, findings = read_document(data / "site.json", shown, "site")
    if document is None:
        return Reading(None, findings)
    values = dict(_present(document.value))
    if "licence" in values:
        values["licence"] = Licence(**values["licence"])
    values["languages"] = tuple(values.get("languages", ()))
    if "logo" in values:
        values["logo"] = Logo(**values["logo"])
    values["footer"] = tuple(FooterLine(**line) for line in values.get("footer", ()))
    return Reading(SiteSettings(**values))


def read_workdays(data: Path) -> Reading[Table[Workday]]:
    """data/workdays.csv: days that the official calendar adds to the built-in one."""
    return read_table(data, shown_root(data), "workdays", Workday)


def read_decisions(data: Path) -> Reading[Table[Decision]]:
    """data/decisions.csv: a word for each change of what is published that no log tells."""
    return read_table(data, shown_root(data), "decisions", Decision)


def read_former(data: Path) -> Reading[Table[FormerName]]:
    """data/divisions/former.csv: names that official units once bore."""
    return read_table(data / "divisions", f"{shown_root(data)}/divisions", "former", FormerName)


def read_county(data: Path, code: str, *, listed: bool = True) -> Reading[CountySource]:
    """The inputs of a county: its folder, the notices above it, its slice of the divisions.

    `listed` is false where the list of its province has a finding.
    """
    folder, shown = data / "registers" / code, f"{shown_root(data)}/registers/{code}"
    names = divisions.read_slice(data / "divisions", code)
    readings = Readings(_only(folder, shown, {"county.json", *_files(COUNTY_TABLES)}, set()))
    readings.findings.extend(told for told in _names(data, code, names) if listed or told.code != "E129")
    above: dict[str, Notice] = {}
    ignored = Readings()  # what is wrong there is told where that folder itself is checked
    for unit in divisions.ancestors(code):
        if _is_folder(data / "registers" / unit):
            table = ignored.take(_table(data, unit, "notices", Notice))
            above.update((notice.notice_id, notice) for notice in table.rows)
    source = CountySource(
        code=DivisionCode(AreaId(code)),
        folder=shown,
        settings=readings.take(_county_settings(folder, shown, code)),
        areas=readings.take(_table(data, code, "areas", Area)),
        events=readings.take(_table(data, code, "events", Event)),
        notices=readings.take(_table(data, code, "notices", Notice)),
        declared=readings.take(_table(data, code, "declared", Declared)),
        unplaced=readings.take(_table(data, code, "unplaced", Unplaced)),
        cases=readings.take(_table(data, code, "cases", Case)),
        assessments=readings.take(_table(data, code, "assessments", Assessment)),
        inspections=readings.take(_table(data, code, "inspections", Inspection)),
        above=above,
        above_whole=not ignored.findings,
        names=names,
        listed=listed,
        redactions=readings.take(_table(data, code, "redactions", Redaction)),
        former=tuple(row for row in read_former(data).value.rows if divisions.concerns(row.code, code)),
    )
    return readings.whole(source)


def read_unit(data: Path, code: str) -> Reading[UnitSource]:
    """The notices of a city or province."""
    folder, shown = data / "registers" / code, f"{shown_root(data)}/registers/{code}"
    readings = Readings(_only(folder, shown, _files(UNIT_TABLES), set()))
    source = UnitSource(
        code=DivisionCode(AreaId(code)),
        folder=shown,
        notices=readings.take(_table(data, code, "notices", Notice)),
        declared=readings.take(_table(data, code, "declared", Declared)),
        unplaced=readings.take(_table(data, code, "unplaced", Unplaced)),
        names=divisions.read_units(data / "divisions", code),
    )
    return readings.whole(source)


def _table(data: Path, code: str, name: str, row_type: type[Row]) -> Reading[Table[Row]]:
    return read_table(data / "registers" / code, f"{shown_root(data)}/registers/{code}", name, row_type)


def _files(tables: tuple[str, ...]) -> set[str]:
    return {f"{name}{ending}" for name in tables for ending in (".csv", ".json")}


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _only(folder: Path, shown: str, files: set[str], folders: set[str]) -> Iterator[Finding]:
    """A finding for each entry that is not one of the names given, a link, or not a plain file or folder."""
    for entry in sorted(folder.iterdir()):
        mode = entry.lstat().st_mode
        plain = (stat.S_ISREG(mode) and entry.name in _SILENT) or (stat.S_ISDIR(mode) and entry.name in folders)
        # What is named like a file of the register is read, and judged, where its content is.
        if not plain and entry.name not in files and not is_leftover(entry.name):
            yield unexpected(entry, f"{shown}/{entry.name}")


def _present(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if inner is not None}


def _county_settings(folder: Path, shown: str, code: str) -> Reading[CountySettings | None]:
    document, findings = read_document(folder / "county.json", f"{shown}/county.json", "county")
    if document is None:
        return Reading(None, findings)
    value, line = document
    if value["code"] != code:
        findings = (finding("E407", f"{shown}/county.json", line("code"), "code", value["code"], expected=code),)
    periods = tuple(
        SchemePeriod(period["scheme"], period["from"], period.get("until"), period.get("adopted_by"))
        for period in value["schemes"]
    )
    return Reading(CountySettings(**{**_present(value), "schemes": periods}), findings)
