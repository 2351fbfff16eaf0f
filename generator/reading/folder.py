"""The data folder: what lies where, and each part of it as nouns.

    data/site.json  data/divisions/  data/schemes/<id>.json  data/tiles/<province>.json  data/registers/<code>/…

Links, special files and anything that has no business there are findings: nothing outside is ever read.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.errors import UsageError
from generator.findings import finding
from generator.reading import schemas
from generator.reading.documents import read_document
from generator.reading.tables import explained, read_table
from generator.reading.text import read_text, unexpected
from generator.register import divisions
from generator.register.model import (
    Area,
    Assessment,
    Case,
    CountySettings,
    CountySource,
    Declared,
    Event,
    Finding,
    FormerName,
    Inspection,
    Licence,
    Notice,
    SchemePeriod,
    SiteSettings,
    Table,
    UnitSource,
    Unplaced,
    Workday,
)

COUNTY_TABLES: Final = (
    "areas", "events", "notices", "declared", "unplaced", "cases", "assessments", "inspections",
)  # fmt: skip
UNIT_TABLES: Final = ("notices", "declared", "unplaced")
# Files that people and git leave in a folder and that mean nothing to the register.
_SILENT: Final = frozenset({"README.md", ".gitkeep"})
_COUNTY: Final = re.compile(r"[0-9]{6}")
_PROVINCE: Final = re.compile(r"[0-9]{2}\.csv")
_UNIT: Final = re.compile(r"[0-9]{2}(?:[0-9]{2})?")


class Listing(NamedTuple):
    """Codes of the counties, and of the cities and provinces with notices of their own, sorted."""

    counties: tuple[str, ...]
    units: tuple[str, ...]


@lru_cache(maxsize=8)
def shown_root(data: Path) -> str:
    """The data folder as findings name it: relative to the folder that holds it."""
    return data.resolve().name


def require(data: Path) -> None:
    """Raises UsageError if there is no data folder."""
    if not data.is_dir():
        raise UsageError(f"找不到数据文件夹 {data}；用 --data 指定，或用 wuyi init 新建一个")


def list_registers(data: Path, findings: list[Finding], wanted: Collection[str] = ()) -> Listing:
    """What lies in the data folder and in registers/; findings for whatever should not be there.

    `wanted` are the counties that are asked for: only their provinces are read whole (all, where none is named).
    """
    root = shown_root(data)
    _only(data, root, {"site.json", *_files(("workdays",))}, {"divisions", "schemes", "tiles", "registers"}, findings)
    registers = data / "registers"
    _divisions(data, root, registers, findings, {code[:2] for code in wanted})
    counties: list[str] = []
    units: list[str] = []
    if _is_folder(registers):
        for entry in sorted(registers.iterdir()):
            shown = f"{root}/registers/{entry.name}"
            if entry.name in _SILENT and entry.is_file() and not entry.is_symlink():
                continue
            if not _is_folder(entry):
                findings.append(unexpected(entry, shown))
            elif _COUNTY.fullmatch(entry.name) and _known(data, entry.name):
                counties.append(entry.name)
            elif _UNIT.fullmatch(entry.name) and _known(data, entry.name):
                units.append(entry.name)
            else:
                findings.append(finding("E109", shown, value=entry.name))
    if not counties:
        findings.append(finding("E110", f"{root}/registers"))
    return Listing(tuple(counties), tuple(units))


def _divisions(data: Path, root: str, registers: Path, findings: list[Finding], wanted: set[str]) -> None:
    """The official codes: only files of provinces; those that a register needs are in order of the code."""
    folder, shown = data / "divisions", f"{root}/divisions"
    if not _is_folder(folder):
        return
    needed = wanted or ({entry.name[:2] for entry in registers.iterdir()} if _is_folder(registers) else set())
    for path in sorted(folder.iterdir()):
        place = f"{shown}/{path.name}"
        if path.name in _SILENT and not path.is_symlink():
            continue
        if path.name in _files(("former",)):
            continue  # judged where it is read
        if not _PROVINCE.fullmatch(path.name):
            findings.append(unexpected(path, place))
        elif path.name[:2] in needed:
            text = read_text(path, place, findings)
            line = None if text is None else divisions.disorder(text)
            if line is not None:
                findings.append(finding("E114", place, line))


def _names(names: Mapping[str, str], shown: str, findings: list[Finding]) -> None:
    """Official names become pages, feeds and tables like any other text: they are held to the same schema."""
    rows = [{"code": code, "name": name} for code, name in names.items()]
    validator = schemas.bulk("divisions")
    if not validator.is_valid(rows):
        for row in rows:
            if not validator.is_valid([row]):
                problem = next(schemas.explain("divisions", [row]))
                findings.append(explained(problem, shown, None, str(problem.path[-1])))


def _known(data: Path, code: str) -> bool:
    return divisions.has(data / "divisions", code)


def read_site(data: Path, findings: list[Finding]) -> SiteSettings | None:
    """data/site.json."""
    shown = f"{shown_root(data)}/site.json"
    document = read_document(data / "site.json", shown, "site", findings)
    if document is None:
        return None
    known = dict(_present(document[0]))
    if "licence" in known:
        known["licence"] = Licence(**known["licence"])
    known["languages"] = tuple(known.get("languages", ()))
    return SiteSettings(**known)


def read_workdays(data: Path, findings: list[Finding]) -> Table[Workday]:
    """data/workdays.csv: days that the official calendar adds to the built-in one."""
    return read_table(data, shown_root(data), "workdays", Workday, findings)


def read_former(data: Path, findings: list[Finding]) -> Table[FormerName]:
    """data/divisions/former.csv: names that official units once bore."""
    return read_table(data / "divisions", f"{shown_root(data)}/divisions", "former", FormerName, findings)


def read_county(data: Path, code: str, findings: list[Finding]) -> CountySource:
    """The inputs of a county: its folder, the notices above it, its slice of the divisions."""
    folder, shown = data / "registers" / code, f"{shown_root(data)}/registers/{code}"
    _only(folder, shown, {"county.json", *_files(COUNTY_TABLES)}, set(), findings)
    names = divisions.read_slice(data / "divisions", code)
    _names(names, f"{shown_root(data)}/divisions/{code[:2]}.csv", findings)
    above: dict[str, Notice] = {}
    ignored: list[Finding] = []  # what is wrong there is told where that folder itself is checked
    for unit in divisions.ancestors(code):
        if _is_folder(data / "registers" / unit):
            table = _table(data, unit, "notices", Notice, ignored)
            above.update((notice.notice_id, notice) for notice in table.rows)
    above_whole = not ignored
    return CountySource(
        code=code,
        folder=shown,
        settings=_county_settings(folder, shown, code, findings),
        areas=_table(data, code, "areas", Area, findings),
        events=_table(data, code, "events", Event, findings),
        notices=_table(data, code, "notices", Notice, findings),
        declared=_table(data, code, "declared", Declared, findings),
        unplaced=_table(data, code, "unplaced", Unplaced, findings),
        cases=_table(data, code, "cases", Case, findings),
        assessments=_table(data, code, "assessments", Assessment, findings),
        inspections=_table(data, code, "inspections", Inspection, findings),
        above=above,
        above_whole=above_whole,
        names=names,
        former=tuple(row for row in read_former(data, ignored).rows if divisions.concerns(row.code, code)),
    )


def read_unit(data: Path, code: str, findings: list[Finding]) -> UnitSource:
    """The notices of a city or province."""
    folder, shown = data / "registers" / code, f"{shown_root(data)}/registers/{code}"
    _only(folder, shown, _files(UNIT_TABLES), set(), findings)
    return UnitSource(
        code=code,
        folder=shown,
        notices=_table(data, code, "notices", Notice, findings),
        declared=_table(data, code, "declared", Declared, findings),
        unplaced=_table(data, code, "unplaced", Unplaced, findings),
        names=divisions.read_units(data / "divisions", code),
    )


def _table(data: Path, code: str, name: str, row_type: Any, findings: list[Finding]) -> Table[Any]:
    folder = data / "registers" / code
    return read_table(folder, f"{shown_root(data)}/registers/{code}", name, row_type, findings)


def _files(tables: tuple[str, ...]) -> set[str]:
    return {f"{name}{ending}" for name in tables for ending in (".csv", ".json")}


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _only(folder: Path, shown: str, files: set[str], folders: set[str], findings: list[Finding]) -> None:
    """A finding for each entry that is not one of the names given, a link, or not a plain file or folder."""
    for entry in sorted(folder.iterdir()):
        mode = entry.lstat().st_mode
        plain = (stat.S_ISREG(mode) and entry.name in _SILENT) or (stat.S_ISDIR(mode) and entry.name in folders)
        # What is named like a file of the register is read, and judged, where its content is.
        if not plain and entry.name not in files:
            findings.append(unexpected(entry, f"{shown}/{entry.name}"))


def _present(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if inner is not None}


def _county_settings(folder: Path, shown: str, code: str, findings: list[Finding]) -> CountySettings | None:
    document = read_document(folder / "county.json", f"{shown}/county.json", "county", findings)
    if document is None:
        return None
    value, line = document
    if value["code"] != code:
        findings.append(finding("E407", f"{shown}/county.json", line("code"), "code", value["code"], expected=code))
    periods = tuple(SchemePeriod(one["scheme"], one["from"], one.get("until")) for one in value["schemes"])
    return CountySettings(**{**_present(value), "schemes": periods})
