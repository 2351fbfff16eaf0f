"""A change put by itself on what is published, though it was written on something else.

That is a branch that still waits to be merged (a revocation does not wait for a batch), or what was published before
somebody else's change was: only the rows that were added since the newest commit are laid on the published state, in a
work tree of their own, checked there and committed there. Nothing here changes before that commit stands.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from generator.check import Report
from generator.errors import UsageError
from generator.history import sending
from generator.history.compare import check_against
from generator.history.identities import Renamed
from generator.history.renumber import Mended, RefusedError, renumber
from generator.history.renumber import write as write_mended
from generator.staff.recording import forms, undoing
from generator.staff.recording.forms import Cells
from generator.staff.submitting import Plan


class Apart(NamedTuple):
    """A work tree with the published state and the rows that were added: its data folder, the files that changed.

    `renamed` are ids that somebody else took first.
    """

    top: Path
    data: Path
    paths: tuple[str, ...]
    report: Report
    renamed: tuple[Renamed, ...] = ()


class TogetherError(Exception):
    """The change cannot stand by itself: why, in words."""


def is_waiting(plan: Plan) -> bool:
    """True if the branch at hand has commits that are not published: something else waits to be merged."""
    return plan.begun_from != plan.target and bool(plan.paths) and sending.ahead(plan.top, _published(plan)) > 0


def is_overtaken(plan: Plan) -> bool:
    """True if the branch at hand is the published one, as it was before somebody else's change was merged."""
    published = _published(plan)
    return (
        plan.begun_from == plan.target
        and bool(plan.paths)
        and sending.behind(plan.top, published) > 0 == sending.ahead(plan.top, published)
    )


def _published(plan: Plan) -> str:
    return f"refs/remotes/{plan.remote}/{plan.target}"


@contextmanager
def laid_out(data: Path, plan: Plan, clock: str, moment: str) -> Iterator[Apart]:
    """The change on the published state, for as long as the context lasts; recorded at `moment` where it would come
    before the last published line. Raises TogetherError, and UsageError for what was registered there already.
    """
    try:
        added = undoing.plan(data, plan.code).rows
    except UsageError as error:
        raise TogetherError("改动不只是在表的末尾加行") from error
    within = data.resolve().relative_to(plan.top)
    names = {Path(path).name for path in plan.paths}
    if names != set(added):
        raise TogetherError("改动不只是在表的末尾加行")
    with tempfile.TemporaryDirectory(prefix="wuyi-") as scratch:
        tree = Path(scratch) / "tree"
        sending.begin_tree(plan.top, tree, _published(plan))
        try:
            folder = tree / within / "registers" / plan.code
            if not folder.is_dir():
                raise TogetherError(f"{plan.target} 上还没有这个区县的名录")
            for name, rows in added.items():
                _add(folder / name, data / "registers" / plan.code / name, rows)
            mended = _mended(tree / within, plan.code, moment)
            report = check_against(tree / within, "HEAD", (plan.code,), None, clock, 1)
            if report.errors:
                raise TogetherError(f"它要用到 {plan.begun_from or plan.branch} 上还没有合并的内容")
            yield Apart(tree, tree / within, plan.paths, report, mended.renaming.ids if mended else ())
        finally:
            sending.end_tree(plan.top, tree)
            shutil.rmtree(tree, ignore_errors=True)


def _mended(data: Path, code: str, moment: str) -> Mended | None:
    """The rows that were added, with ids that nobody took first and times that do not fall; None if they had them."""
    try:
        plans = renumber(data, "HEAD", (code,))
        if any(mended.late for mended in plans):
            plans = renumber(data, "HEAD", (code,), moment)
    except RefusedError as error:
        if error.problems:
            raise UsageError("；".join(error.problems)) from error
        return None  # the check says what is wrong
    for mended in plans:
        write_mended(mended)
    return plans[0] if plans else None


def _add(path: Path, here: Path, rows: tuple[Cells, ...]) -> None:
    """Puts rows at the end of a published table; those of the log get the numbers that follow there."""
    content = path.read_bytes() if path.is_file() else None
    table, _, ending = path.name.partition(".")
    if table == "events":
        if content is None:
            raise TogetherError("已公布的名录里没有日志")
        rows = _renumbered(forms.rows(content, ending), forms.rows(here.read_bytes(), ending), rows)
    path.write_bytes(forms.appended(content, table, ending, rows))


def _renumbered(published: list[Cells], here: list[Cells], rows: tuple[Cells, ...]) -> tuple[Cells, ...]:
    last = max((int(row["sequence"]) for row in published), default=0)
    numbers = {str(row["sequence"]): last + place for place, row in enumerate(rows, 1)}
    known = {str(row["sequence"]): row for row in published}
    mine = {str(row["sequence"]): row for row in here}
    made: list[Cells] = []
    for row in rows:
        cells: dict[str, Any] = {**row, "sequence": _like(row["sequence"], numbers[str(row["sequence"])])}
        corrects = row.get("corrects")
        if corrects is not None and str(corrects) in numbers:
            cells["corrects"] = _like(corrects, numbers[str(corrects)])
        elif corrects is not None and known.get(str(corrects)) != mine.get(str(corrects)):
            raise TogetherError(f"它更正的第 {corrects} 号还没有合并")
        made.append(cells)
    return tuple(made)


def _like(was: object, number: int) -> object:
    """A number as its file has them: text in CSV."""
    return str(number) if isinstance(was, str) else number


def commit(data: Path, plan: Plan, apart: Apart, message: str) -> Mapping[str, str]:
    """Commits the change on its own branch, takes the rows back here, and goes there; {} or why that could not be done.

    Raises UsageError where git or its hooks refuse: then everything is as it was.
    """
    sending.begin(apart.top, plan.branch)
    try:
        sending.commit(apart.top, apart.paths, message)
    except BaseException:
        sending.detach(apart.top)
        sending.drop(plan.top, plan.branch)
        raise
    sending.detach(apart.top)
    undoing.undo(undoing.plan(data, plan.code))
    left = sending.go(plan.top, plan.branch)
    return {} if left is None else {"branch": left}
