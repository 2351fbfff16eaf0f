"""A county as it lies open for recording: what was read, what it compiles to, and what a check says of it."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.check import Plan, Report, check_all, read_plan
from generator.errors import RegisterError, UsageError
from generator.history.ahead import standing
from generator.reading.folder import COUNTY_TABLES, read_county, shown_root
from generator.register.county import County, compile_county
from generator.register.divisions import ancestors, read_units
from generator.register.model import (
    Area,
    Assessment,
    Case,
    CountySource,
    Declared,
    Event,
    Finding,
    Inspection,
    Notice,
    Table,
    Unplaced,
)
from generator.register.times import instant
from generator.staff.recording import forms, writing
from generator.staff.recording.typed import bare

_CODE: Final = 6
_MOST_LISTED: Final = 10


class Additions(NamedTuple):
    """Rows to be added to the tables of a county, in order."""

    areas: tuple[Area, ...] = ()
    notices: tuple[Notice, ...] = ()
    declared: tuple[Declared, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    cases: tuple[Case, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    events: tuple[Event, ...] = ()

    def and_(self, **more: Sequence[Any]) -> Additions:
        """The same with further rows."""
        return self._replace(**{name: (*getattr(self, name), *rows) for name, rows in more.items()})


class FaultyError(RegisterError):
    """The folder has errors, or would have them: `findings`."""

    def __init__(self, message: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(message)


@dataclass(frozen=True)
class Desk:
    """One county. `source` holds what is recorded so far, `added` what of it is not in the files yet.

    `told` are the warnings that a check gives of the files as they are.
    """

    plan: Plan
    code: str
    now: str
    clock: str
    source: CountySource
    files: Mapping[str, bytes | None]
    told: frozenset[tuple[object, ...]]
    added: Additions = Additions()  # noqa: RUF009 - a tuple

    @property
    def folder(self) -> Path:
        """The county's folder."""
        return self.plan.data / "registers" / self.code

    @cached_property
    def county(self) -> County:
        """What is recorded so far, folded."""
        return compile_county(self.source, self.plan.profiles, None, self.plan.calendar)

    @cached_property
    def taken(self) -> frozenset[tuple[str, str, str]]:
        """Area, title and event of each step that was added."""
        return frozenset((event.area_id, event.title, event.event) for event in self.added.events)

    @property
    def recorded_at(self) -> str:
        """When the next line is recorded: now, and never before the line that it follows, unless that is mistyped."""
        times = [event.recorded_at for event in self.source.events.rows if instant(event.recorded_at) <= self.clock]
        return max([self.now, *times[-1:]], key=instant)

    @property
    def following(self) -> int:
        """The next sequence."""
        return max((event.sequence for event in self.source.events.rows), default=0) + 1

    def having(self, **rows: Sequence[Any]) -> Desk:
        """The same with further rows at the end of some tables."""
        longer: dict[str, Any] = {name: _longer(getattr(self.source, name), more) for name, more in rows.items()}
        return replace(self, source=replace(self.source, **longer), added=self.added.and_(**rows))

    def checked(self, sequences: Collection[int]) -> Desk:
        """The same with some of the added events marked: somebody has looked at areas that are easily mistaken."""

        def marked(events: Sequence[Event]) -> tuple[Event, ...]:
            return tuple(event._replace(confirmed="yes") if event.sequence in sequences else event for event in events)

        table = self.source.events
        source = replace(self.source, events=replace(table, rows=marked(table.rows)))
        return replace(self, source=source, added=self.added._replace(events=marked(self.added.events)))

    def contents(self) -> dict[str, bytes | None]:
        """The files of the folder with what was added, each in its form."""
        contents = dict(self.files)
        for table, rows in self.added._asdict().items():
            if rows:
                name = self.file(table)
                cells = [{key: cell for key, cell in row._asdict().items() if cell is not None} for row in rows]
                contents[name] = forms.appended(self.files.get(name), table, name.rpartition(".")[2], cells)
        return contents

    def file(self, table: str) -> str:
        """The file of a table: as it is there; a new one is of the kind of the log."""
        if self.files.get(f"{table}.json") is not None:
            return f"{table}.json"
        kind = "json" if self.files.get("events.json") is not None else "csv"
        return f"{table}.csv" if self.files.get(f"{table}.csv") is not None else f"{table}.{kind}"


def _longer(table: Table[Any], rows: Sequence[Any]) -> Table[Any]:
    line, position = max(table.lines, default=1), max(table.positions, default=0)
    return replace(
        table,
        rows=(*table.rows, *rows),
        lines=(*table.lines, *range(line + 1, line + 1 + len(rows))),
        positions=(*table.positions, *range(position + 1, position + 1 + len(rows))),
        present=True,
    )


def county_code(data: Path, text: str) -> str:
    """The code of a county by its code or its name, as far as there is one folder of that name."""
    wanted = bare(text)
    codes = [folder.name for folder in _counties(data)]
    if wanted in codes or not wanted:
        return wanted
    names = {code: read_units(data / "divisions", code).get(code, "") for code in codes}
    short = {code: re.sub("[市区县旗]$", "", name) for code, name in names.items()}
    for known in (names, short):
        named = [code for code, name in known.items() if name == wanted]
        if len(named) == 1:
            return named[0]
    return wanted


def _counties(data: Path) -> list[Path]:
    return sorted(folder for folder in (data / "registers").glob("*") if len(folder.name) == _CODE)


def sit_down(data: Path, code: str, now: str, clock: str, *, archived: bool = False) -> Desk:
    """The desk of a county. What an earlier writing left unfinished is finished first.

    `now` is the time by which lines are recorded, `clock` that after which nothing has happened yet. Raises UsageError
    for an unknown county, FaultyError where a table cannot be read: nothing can be added to it. Errors of other kinds
    may be what is about to be mended. Historical lists are only taken over (`archived`), never gone on with.
    """
    folder = data / "registers" / code
    files: dict[str, bytes | None] = {}
    if (folder / "county.json").is_file():
        with writing.held(folder):
            files = writing.read(folder, iter(_names()))
    plan, _ = read_plan(data, None, clock, (code,))
    if code not in plan.counties:
        raise UsageError(f"没有区县 {code} 的名录；在用的有：{_in_use(data, plan.counties)}")
    source = read_county(data, code).value
    findings = _report(data, data, code, clock).findings
    tables = [getattr(source, table) for table in COUNTY_TABLES]
    if source.settings is None or any(not table.whole or table.spoilt for table in tables):
        raise FaultyError(f"区县 {code} 的表格里有格式错误，先改好再记", _errors(findings))
    if source.settings.state == "archived" and not archived:
        raise UsageError(f"区县 {code} 是历史名录，不再记新的事件")
    return Desk(plan, code, now, clock, source, files, frozenset(map(_what, findings)))


def _in_use(data: Path, codes: Sequence[str]) -> str:
    """The counties of a register with their names, as a message has them."""
    names = {code: read_units(data / "divisions", code).get(code, "") for code in codes[:_MOST_LISTED]}
    told = "、".join(f"{code}（{name}）" if name else code for code, name in names.items())
    return told + (f" 等 {len(codes)} 个" if len(codes) > _MOST_LISTED else "")


def _errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def _names() -> list[str]:
    return ["county.json", *(f"{table}.{ending}" for table in COUNTY_TABLES for ending in ("csv", "json"))]


def tried(desk: Desk) -> list[Finding]:
    """What a check says of the folder with what was added: every error, and the warnings that are new."""
    with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
        trial = _laid_out(desk.plan.data, desk.code, desk.contents(), Path(scratch))
        findings = _report(trial, desk.plan.data, desk.code, desk.clock).findings
    return [finding for finding in findings if finding.severity == "error" or _what(finding) not in desk.told]


def _what(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.path, finding.column, finding.value, finding.message


def _report(data: Path, standing_in: Path, code: str, clock: str) -> Report:
    """The report of one county; what is ahead of the clock and published already is only a warning."""
    return check_all(data, (code,), None, clock, 1, milder=partial(standing, standing_in, clock))


def _laid_out(data: Path, code: str, contents: Mapping[str, bytes | None], scratch: Path) -> Path:
    """A copy of what a check of one county reads, with other contents of its folder."""
    trial = scratch / shown_root(data)
    trial.mkdir()
    wanted = [
        *data.glob("*.json"), *data.glob("*.csv"), *data.glob("schemes/*.json"), data / "tiles" / f"{code[:2]}.json",
        data / "divisions" / f"{code[:2]}.csv", *data.glob("divisions/former.*"),
        *(path for unit in ancestors(code) for path in (data / "registers" / unit).glob("*")),
    ]  # fmt: skip
    for path in wanted:
        if path.is_file():
            target = trial / path.relative_to(data)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    for county in data.glob(f"registers/{code[:2]}????"):  # counts of units above are of all of them
        (trial / "registers" / county.name).mkdir(parents=True, exist_ok=True)
    folder = trial / "registers" / code
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        if content is not None:
            (folder / name).write_bytes(content)
    return trial


def open_elsewhere(desk: Desk) -> list[str]:
    """The files about to be written that another program has open, as far as it left a sign of that."""
    names = [name for name, content in desk.contents().items() if content != desk.files.get(name)]
    signs = (".~lock.{}#", "~${}")
    return [name for name in names if any((desk.folder / sign.format(name)).exists() for sign in signs)]


def write(desk: Desk) -> list[str]:
    """Puts what was added into the files, all or nothing; the names of those that changed."""
    return writing.replace(desk.folder, desk.files, desk.contents())
