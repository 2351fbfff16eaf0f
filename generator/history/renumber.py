"""Numbers, times and ids of what is not published yet, made to follow what is (`wuyi renumber`).

After a merge, two branches have each appended lines with the same numbers. Lines of the base keep their place, their
number and their bytes; the others go behind them, and a `corrects` that names one of them follows its new number.
They are recorded when they enter the public log: they may be given that time, each none before the line it follows.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from generator.errors import UsageError
from generator.findings import finding
from generator.history import identities, log, redactions
from generator.history.base import Base, opened
from generator.history.identities import CELL, NOTHING, OWNERS, Renaming
from generator.history.log import aligned
from generator.reading.folder import shown_root
from generator.reading.tables import read_table
from generator.register.model import Event, Finding, Table
from generator.register.redaction import Redaction
from generator.register.times import instant

_MARK: Final = b"\xef\xbb\xbf"
# The cells that are written anew.
_WRITTEN: Final = ("sequence", "corrects", "recorded_at", "area_id", "notice_id")
_CONFLICT: Final = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)


class Line(NamedTuple):
    """A line in its new order: its place in the file as it is (from 0), as it is, and as it is to be."""

    place: int
    was: Event
    now: Event
    published: bool


class Mended(NamedTuple):
    """A log as it is to be: where it lies, how findings name it, its lines and its content; what gets another id."""

    code: str
    path: Path
    shown: str
    lines: tuple[Line, ...]
    content: bytes
    renaming: Renaming = NOTHING

    @property
    def changed(self) -> list[Line]:
        """The lines that get other numbers, or another time."""
        return [line for line in self.lines if line.was != line.now]

    @property
    def moved(self) -> bool:
        """True if lines get another place."""
        return [line.place for line in self.lines] != list(range(len(self.lines)))

    @property
    def late(self) -> list[tuple[Event, Event]]:
        """New lines that are recorded before the line that they follow now, each with that line."""
        pairs = pairwise(self.lines)
        return [(b.now, a.now) for a, b in pairs if instant(b.now.recorded_at) < instant(a.now.recorded_at)]


class RefusedError(Exception):
    """A log that cannot be mended: `findings`, or `problems` (sentences) where no finding says it."""

    def __init__(self, findings: Sequence[Finding] = (), problems: Sequence[str] = ()) -> None:
        self.findings, self.problems = tuple(findings), tuple(problems)
        super().__init__("; ".join([*(finding.message for finding in findings), *problems]))


def renumber(data: Path, rev: str, codes: Sequence[str] = (), recorded_at: str | None = None) -> list[Mended]:
    """What is to be written so that new lines follow those of a revision; [] where all is in order. Writes nothing.

    With `recorded_at`, all new lines get this time, or that of the line that they follow where that is later.
    Raises RefusedError where a published line was changed, or a number could mean two lines; UsageError for an
    unknown county.
    """
    with opened(data, rev, codes) as base:
        here = data / "registers"
        present = {
            *base.counties,
            *(folder.name for folder in here.iterdir() if folder.is_dir() and len(folder.name) == 6),
        }
        unknown = set(codes) - present
        if unknown:
            raise UsageError(f"没有这些区县的名录：{'、'.join(sorted(unknown))}")
        all_mended: list[Mended] = []
        refused: list[RefusedError] = []
        for code in (code for code in base.changed if len(code) == 6):
            try:
                mended = _county(base, code, recorded_at)
            except RefusedError as error:
                refused.append(error)
            else:
                all_mended.extend([mended] if mended else [])
    if refused:
        findings = [finding for error in refused for finding in error.findings]
        raise RefusedError(
            sorted(findings, key=Finding.order), [problem for error in refused for problem in error.problems]
        )
    return all_mended


def write(mended: Mended) -> None:
    """Puts the content in its place, each file whole or not at all; what has the ids last, to be found again."""
    named = {Path(table.shown).stem: table for table in mended.renaming.tables}
    for table in (table for name, table in named.items() if name not in OWNERS):
        _put(table.path, table.content)
    if mended.changed or mended.moved:
        _put(mended.path, mended.content)
    for name in OWNERS:
        if name in named:
            _put(named[name].path, named[name].content)


def _put(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".renumber-", delete=False) as file:
        draft = Path(file.name)
        file.write(content)
    try:
        shutil.copymode(path, draft)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _county(base: Base, code: str, recorded_at: str | None) -> Mended | None:
    folder, shown = base.now / "registers" / code, f"{shown_root(base.now)}/registers/{code}"
    before: Table[Event] = Table(f"{shown}/events.csv", present=False)
    if code in base.folders:
        before = redactions.as_removed(
            code, read_table(base.folder(code), shown, "events", Event).value,
            *(read_table(place, shown, "redactions", Redaction).value for place in (base.folder(code), folder)),
        )  # fmt: skip
    after, told = read_table(folder, shown, "events", Event)
    findings = [finding for finding in told if finding.severity == "error"]  # a warning is in nobody's way
    if not after.present:
        if before.rows:
            findings.append(
                finding("E808", after.path, value=code, what="日志", expected=f" {len(before.rows)} 条记录")
            )
            raise RefusedError(findings)
        return None
    path = folder / after.path.rpartition("/")[2]
    if findings:
        raise RefusedError(findings, _conflicts(path, after.path))
    if not before.whole or before.spoilt:
        raise RefusedError((), [f"{before.path}：基准 {base.tree.rev} 里的这个日志有格式错误，换一个完好的提交作基准"])
    altered = [finding for finding in log.check(before, after) if not _is_ours(finding)]
    if altered:
        raise RefusedError(altered)
    renaming = identities.renaming(folder, shown, base.folder(code) if code in base.folders else None)
    if renaming.problems or renaming.findings:
        raise RefusedError(renaming.findings, renaming.problems)
    in_order = [event.sequence for event in after.rows] == list(range(1, len(after.rows) + 1))
    if in_order and not aligned(before, after).inserted and recorded_at is None and not renaming.ids:
        return None
    lines = arrange(before, after, recorded_at, renaming)
    mended = Mended(code, path, after.path, tuple(lines), path.read_bytes(), renaming)
    if not mended.changed and not mended.moved:
        return mended if renaming.tables else None
    rewritten = rewritten_json if path.suffix == ".json" else rewritten_csv
    mended = mended._replace(content=rewritten(mended.content, after, lines))
    _verify(path, mended.content, [line.now for line in lines])
    return mended


def _is_ours(finding: Finding) -> bool:
    """What this command is there to mend."""
    return finding.code == "E803" or (finding.code == "E801" and finding.column == "sequence")


def _conflicts(path: Path, shown: str) -> list[str]:
    """A word on the marks of a merge that nobody has resolved."""
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n") if path.is_file() else ""
    mark = _CONFLICT.search(text)
    if mark is None:
        return []
    line = text.count("\n", 0, mark.start()) + 1
    return [f"{shown} 第 {line} 行是 git 合并留下的冲突标记：两边的行都保留，只删去标记，再运行一次"]


# ---- pure


def arrange(
    before: Table[Event], after: Table[Event], recorded_at: str | None = None, renaming: Renaming = NOTHING
) -> list[Line]:  # fmt: skip
    """The lines of a log in the order, and with the numbers, that they are to have; new ones with the time given.

    All lines of `before` are in `after`, unchanged and in order. Raises RefusedError where `corrects` of a new line
    could mean several lines, or means none.
    """
    places = aligned(before, after).places
    published = {
        place: after.rows[place]._replace(sequence=before.rows[was].sequence, corrects=before.rows[was].corrects)
        for was, place in places.items()
    }
    new = [place for place in range(len(after.rows)) if place not in published]
    times = [instant(after.rows[place].recorded_at) for place in new]
    if times != sorted(times):
        new.sort(key=lambda place: instant(after.rows[place].recorded_at))
    order = [*(places[was] for was in sorted(places)), *new]
    numbers = {place: number for number, place in enumerate(order, 1)}
    by_number: dict[int, list[int]] = {}
    for place, event in enumerate(after.rows):
        by_number.setdefault(event.sequence, []).append(place)
    renamed = [event if place in published else renaming.event(event) for place, event in enumerate(after.rows)]
    lines: list[Line] = []
    problems: list[str] = []
    for place in order:
        event = after.rows[place]
        if place in published:
            lines.append(Line(place, event, published[place], published=True))
            continue
        corrects = event.corrects
        if corrects is not None:
            meant = _meant(renamed, place, by_number.get(corrects, []))
            if len(meant) == 1:
                corrects = numbers[meant[0]]
            else:
                problems.append(_unclear(after, place, meant))
        now = renamed[place]._replace(sequence=numbers[place], corrects=corrects)
        if recorded_at is not None:
            follows = lines[-1].now.recorded_at if lines else recorded_at
            now = now._replace(recorded_at=max(recorded_at, follows, key=instant))
        lines.append(Line(place, event, now, published=False))
    if problems:
        raise RefusedError((), problems)
    return lines


def _meant(rows: Sequence[Event], place: int, numbered: Sequence[int]) -> list[int]:
    """The lines that a correction can mean: those with its number, of the same area and title where there are some."""
    event = rows[place]
    others = [other for other in numbered if other != place]
    same = [other for other in others if (rows[other].area_id, rows[other].title) == (event.area_id, event.title)]
    return same or others


def _unclear(after: Table[Event], place: int, meant: Sequence[int]) -> str:
    where = f"{after.path} 第 {after.lines[place]} 行更正第 {after.rows[place].corrects} 号"
    if not meant:
        return f"{where}，但没有这一号记录：先改正 corrects，再运行一次"
    lines = "、".join(str(after.lines[other]) for other in meant)
    return (
        f"{where}，第 {lines} 行都是这一号，分不清是哪一行："
        "给要更正的那一行写一个没有用过的序号，corrects 也写这个序号，再运行一次"
    )


def rewritten_csv(content: bytes, table: Table[Event], lines: Sequence[Line]) -> bytes:
    """A CSV file with its lines in order. Of a line that changes only the cells that do are written anew."""
    mark = _MARK if content.startswith(_MARK) else b""
    texts = list(io.StringIO(content[len(mark) :].decode("utf-8"), newline=""))
    columns = next(csv.reader([texts[0]]))
    end = texts[0][len(texts[0].rstrip("\r\n")) :] or "\n"
    last = table.lines[-1]
    made = [_cells_replaced(texts[table.lines[line.place] - 1], line, columns, end) for line in lines]
    return mark + "".join([texts[0], *made, *texts[last:]]).encode("utf-8")


def _cells_replaced(text: str, line: Line, columns: Sequence[str], end: str) -> str:
    bare = text.rstrip("\r\n")
    kept_end = text[len(bare) :] or end
    if line.was == line.now:
        return bare + kept_end
    cells = CELL.findall(bare)
    for name in _WRITTEN:
        value = getattr(line.now, name)
        if value != getattr(line.was, name):
            cells[columns.index(name)] = "" if value is None else str(value)
    return ",".join(cells) + kept_end


def rewritten_json(content: bytes, table: Table[Event], lines: Sequence[Line]) -> bytes:
    """A JSON file with its lines in order, indented by 2."""
    del table  # its lines are those of the objects
    mark = _MARK if content.startswith(_MARK) else b""
    objects = json.loads(content[len(mark) :].decode("utf-8"))
    made = [_with_numbers(objects[line.place], line) for line in lines]
    return mark + (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _with_numbers(row: Mapping[str, object], line: Line) -> dict[str, object]:
    numbers = {name: getattr(line.now, name) for name in _WRITTEN}
    return {**row, **{name: value for name, value in numbers.items() if value != getattr(line.was, name)}}


def _verify(path: Path, content: bytes, expected: Sequence[Event]) -> None:
    """What is about to be written reads as what it shall be; anything else is an error of this program."""
    with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
        (Path(scratch) / path.name).write_bytes(content)
        table = read_table(Path(scratch), "", "events", Event).value
    if list(table.rows) != list(expected):
        raise UsageError(f"{path} 重新编号后读回来不一样，没有改动：请把这个文件发给程序的维护者")
