"""No core waits for another where there is something to do: what is begun early, and what comes first."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.build.order import Order
from generator.build.start import build
from generator.engine.pool import Engine
from tests.bench.register import write
from tests.support.folders import ROOT


def alone(program: str, *arguments: object) -> str:
    """What a program prints, in a process of its own, where no other thread runs."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.parametrize(
    ("workers", "weight", "brief"), [(1, 100, False), (2, 0, False), (2, 100, True), (2, 100, False)]
)
def test_this_process_works_meanwhile(workers: int, weight: int, brief: bool) -> None:
    """Once, in this process, however the jobs are done; their results are the same."""
    program = """
import os, sys
from generator.engine.pool import Engine
def square(number):
    return number * number
done = []
workers, weight, brief = map(int, sys.argv[1:])
with Engine(workers) as pool:
    results = pool.run(square, range(100), weight, brief=bool(brief), meanwhile=lambda: done.append(os.getpid()))
    print(sorted(results) == [number * number for number in range(100)], done == [os.getpid()])
"""
    assert alone(program, workers, weight, int(brief)) == "True True\n"


def test_templates_are_compiled_ahead(tmp_path: Path) -> None:
    """All of them, so that none is compiled by who makes a page."""
    ahead = """
import sys
from pathlib import Path
from generator.publish.pages import renderer
renderer.compile_all(Path(sys.argv[1]))
"""
    then = """
import sys
from pathlib import Path
import jinja2
from generator.publish.pages import compilations, languages, renderer
compilations.keep(Path(sys.argv[1]))
jinja2.Environment.compile = None
names = [path.name for path in (renderer.THEME / "templates").glob("*.html")]
print(len([renderer.environment(languages.CHINESE).get_template(name) for name in names]) == len(names) > 20)
"""
    assert alone(ahead, tmp_path / "templates") == ""
    assert alone(then, tmp_path / "templates") == "True\n"


def test_the_longest_county_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that both cores are through at the same time, not one when the last county happens to be a long one."""
    data = tmp_path / "data"
    write(data, ROOT / "data", 700, 1)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    given: list[Sequence[Any]] = []
    run = Engine.run

    def note(
        self: Engine, function: Callable[[Any], Any], jobs: Sequence[Any], *more: Any, **named: Any
    ) -> Iterator[Any]:
        given.append(jobs)
        return run(self, function, jobs, *more, **named)

    monkeypatch.setattr(Engine, "run", note)
    assert not build(Order(data, tmp_path / "content", tmp_path / "site", workers=1)).report.errors
    lengths = [(data / "registers" / code / "events.csv").stat().st_size for code in given[0]]
    assert len(lengths) > 1
    assert lengths == sorted(lengths, reverse=True)
    assert given[0] != sorted(given[0])
