"""A user before broken folders: every command, run in this process, must end well and say something useful.

with Bench(folder) as bench:
    bench.check(make(1, 42))         raises AssertionError, which says what is not as it should be
    bench.others(make(1, 42))        the other commands, which take longer
    bench.tally                      folders tried, by status and by what was found
"""

from __future__ import annotations

import json
import shutil
import signal
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import process_time
from typing import Any, Final
from unittest.mock import patch

from click.testing import CliRunner, Result

from generator import check as checking
from generator.cli import failures, main
from generator.reading import schemas
from tests.support.broken import Broken, folders, make, unbroken
from tests.support.folders import ROOT
from tests.support.repositories import commit, git

# Where folders are kept that failed.
KEPT: Final = ROOT / ".fuzz"
# A folder that keeps a processor busy for longer hangs, to whoever waits for it. No machine is so slow.
MOST_SECONDS: Final = 60
# What is said of a file as a whole has no line.
WITHOUT_LINE: Final = frozenset({"E105", "E107", "E108", "E109", "E110", "E111", "E115", "E123", "W124"})


class HungError(AssertionError):
    """A command did not come to its end."""


@dataclass(slots=True)
class Tally:
    """What came of the folders."""

    folders: int = 0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    slowest: str = ""

    def add(self, other: Tally) -> None:
        """Takes up what came of other folders."""
        self.folders += other.folders
        self.statuses.update(other.statuses)
        self.codes.update(other.codes)
        if other.longest > self.longest:
            self.longest, self.slowest = other.longest, other.slowest

    def told(self) -> str:
        """What came of them, for people."""
        statuses = ", ".join(
            f"{command} {status}: {times}" for (command, status), times in sorted(self.statuses.items())
        )
        return (
            f"folders: {self.folders}\nends: {statuses}\nkinds of findings: {len(self.codes)}\n"
            f"longest check: {self.longest:.2f} s ({self.slowest})"
        )


class Bench:
    """A folder in which one broken data folder after the other is put; a repository holds the whole ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.tally = Tally()
        self._runner = CliRunner()
        self._faults: list[str] = []
        self._held: Broken | None = None
        self._based = ""
        self._stack = ExitStack()

    def __enter__(self) -> Bench:
        self._stack.enter_context(patch.object(failures, "fault", self._noted))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _noted(self, error: BaseException) -> str:
        """In place of the sentence for users: where the fault is, for whoever reads the test."""
        self._faults.append("".join(traceback.format_exception(error)))
        return ""

    def put(self, broken: Broken) -> None:
        """Makes the data folder that of a number."""
        held, self._held = self._held, None
        folders.write(broken.files, self.data, held and held.files)
        folders.write(broken.texts, self.folder / "content", held and held.texts)
        self._held = broken

    def run(self, *arguments: str | Path) -> Result:
        """A command on the data folder, which ends with 0, 1 or 2, without a fault of the program."""
        self._faults.clear()
        with _bounded():
            ended = self._runner.invoke(main, [*map(str, arguments), "--data", str(self.data)])
        if ended.exception is not None and not isinstance(ended.exception, SystemExit):
            raise AssertionError(f"{arguments}: {''.join(traceback.format_exception(ended.exception))}")
        assert not self._faults, f"{arguments}: {self._faults[0]}"
        assert ended.exit_code in (0, 1, 2), f"{arguments}: {ended.exit_code}"
        assert "Traceback" not in ended.output + ended.stderr
        if ended.exit_code == 2:
            assert ended.stderr.startswith("wuyi: "), f"{arguments}: {ended.stderr}"
        self.tally.statuses[str(arguments[0]), ended.exit_code] += 1
        return ended

    def check(self, broken: Broken) -> int:
        """`check` in its three forms, of one reading; the exit status."""
        self.put(broken)
        started = process_time()
        with _read_once():
            forms = [self.run("check", "--format", form, "--workers", "1") for form in ("json", "text", "github")]
        seconds = process_time() - started
        if seconds > self.tally.longest:
            self.tally.longest, self.tally.slowest = seconds, "; ".join(broken.words)
        self.tally.folders += 1
        in_json, in_text, in_github = forms
        assert in_json.exit_code in (0, 1), f"not judged: {in_json.stderr}"
        assert {ended.exit_code for ended in forms} == {in_json.exit_code}
        findings = self._findings(in_json.stdout_bytes, in_json.exit_code)
        assert harmless(in_json.stdout, in_text.stdout, in_github.stdout)
        assert in_text.stdout.count("\n    → ") == len(findings)
        *marks, last = in_github.stdout.splitlines()
        assert len(marks) == len(findings)
        assert all(mark.startswith(("::error file=", "::warning file=")) for mark in marks)
        assert last.startswith("检查了 ")
        return in_json.exit_code

    def _findings(self, output: bytes, status: int) -> list[dict[str, Any]]:
        """What is said, if it is said as it should be."""
        document = json.loads(output.decode("utf-8"))
        assert schemas.bulk("findings").is_valid(document), document
        findings: list[dict[str, Any]] = document["findings"]
        errors = [finding for finding in findings if finding["severity"] == "error"]
        assert sum(len(error.get("lines", [None])) for error in errors) == document["summary"]["errors"]
        assert bool(errors) == bool(status)
        for finding in findings:
            self.tally.codes[finding["code"]] += 1
            self._useful(finding)
        return findings

    def _useful(self, finding: dict[str, Any]) -> None:
        """A file or folder, a line where it has lines, and sentences about it."""
        assert finding["path"].partition("/")[0] in ("data", "content"), finding
        assert finding["message"].endswith("。"), finding
        assert finding["fix"].endswith("。"), finding
        path = self.folder / finding["path"]
        parents = (path, path.parent, path.parent.parent)
        assert any(place.is_dir() or place.is_file() or place.is_symlink() for place in parents), finding
        if finding["line"] is None:
            assert finding["code"] in WITHOUT_LINE or not _has_lines(path), finding
        else:
            lines = (finding["line"], *finding.get("lines", ()))
            assert 1 <= min(lines) <= max(lines) <= max(_lines(path), 2), (finding, _lines(path))

    def others(self, broken: Broken) -> None:
        """The commands that look at a folder, or make something of it; what check passes can be published."""
        status = self.check(broken)
        for area in ("990101001001-001", "990101001001"):
            assert self.run("show", area).exit_code in (0, 1)
        site = self.folder / "site"
        shutil.rmtree(site, ignore_errors=True)
        built = self.run("build", "--content", self.folder / "content", "--output", site, "--workers", "1", "--quiet")
        assert built.exit_code == status, built.stderr
        assert (site / "index.html").is_file() == (not status)
        self.run("plaque", "--county", "990101", "--dry-run")

    def since(self, broken: Broken) -> None:
        """What compares with a commit: the broken folder with the whole one, and the whole one with the broken."""
        whole = unbroken(broken.whole)
        for before, after in ((whole, broken), (broken, whole)):
            if self._based != (before.whole if before is whole else ""):
                self.put(before)
                _commit(self.folder, self.data)
            self._based = before.whole if before is whole else ""
            self.put(after)
            for command in (
                ("check", "--base", "HEAD", "--workers", "1"),
                ("changes",),
                ("renumber", "--base", "HEAD"),
            ):
                more = ("--dry-run",) if command[0] == "renumber" else ("--format", "json")
                ended = self.run(*command, *more)
                if ended.exit_code < 2 and more[0] == "--format":
                    assert json.loads(ended.stdout_bytes.decode("utf-8"))
                    assert harmless(ended.stdout)


def harmless(*texts: str) -> bool:
    """True if texts hold nothing that a terminal acts on or hides, but for the ends of their lines."""
    return not any(_acts(character) for text in texts for character in set(text) - {"\n"})


def _acts(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in "\u200b\u202e\u2066\ufeff\xad"


def _lines(path: Path) -> int:
    """Lines of a file, by whatever an editor or a reader may take for the end of one; 0 where there is none."""
    if path.is_symlink() or not path.is_file():
        return 0
    content = path.read_bytes()
    return max(content.count(b"\n"), content.count(b"\r"), len(content.decode("utf-8", "replace").splitlines())) + 1


def _has_lines(path: Path) -> bool:
    return (
        path.suffix in (".csv", ".json", ".md") and not path.is_symlink() and path.is_file() and path.stat().st_size > 0
    )


def _commit(folder: Path, data: Path) -> None:
    """Commits what git can hold of a data folder: no folder that is a repository, no pipe, no empty folder."""
    for path in [*data.rglob("*")]:
        if path.name == ".git" or (not path.is_symlink() and not path.is_dir() and not path.is_file()):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    if not git(folder, "rev-parse", "--git-dir", check=False).endswith(str(folder / ".git")):
        git(folder, "init", "-q")
        (folder / ".gitignore").write_text("site\ncontent\n.site.build\n", encoding="utf-8")
    commit(folder)


@contextmanager
def _read_once() -> Iterator[None]:
    """A folder is read and judged once, and reported as often as is asked."""
    reports: list[checking.Report] = []
    original = checking.check_all

    def remembered(*given: Any, **options: Any) -> checking.Report:
        if not reports:
            reports.append(original(*given, **options))
        return replace(reports[0], findings=[*reports[0].findings])  # those of texts are added to it

    with patch.object(checking, "check_all", remembered):
        yield


@contextmanager
def _bounded() -> Iterator[None]:
    """Ends what keeps the processor busy for too long; how busy the machine is otherwise does not matter."""

    def hung(_signal: int, _frame: object) -> None:
        raise HungError(f"still busy after {MOST_SECONDS} seconds")

    before = signal.signal(signal.SIGPROF, hung)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(ask: Callable[[Broken], object], seed: int, number: int) -> None:
    """Asks something of the folder of a number. One that fails is kept, with what it was, to be tried again."""
    broken = make(seed, number)
    try:
        ask(broken)
    except AssertionError as error:
        place = KEPT / f"{seed}-{number}"
        folders.write(broken.files, place / "data")
        folders.write(broken.texts, place / "content")
        told = "\n".join((broken.whole, *broken.words))
        (place / "words.txt").write_text(f"{told}\n", encoding="utf-8", errors="backslashreplace")
        again = f"make fuzz SEED={seed} FROM={number} COUNT=1"
        raise AssertionError(f"{told}\nkept in {place}; try again: {again}\n{error}") from error
