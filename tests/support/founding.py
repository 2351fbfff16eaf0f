"""Registers that `wuyi init` begins, for tests: the arguments, and the program run where nothing else is."""

from __future__ import annotations

import os
from contextlib import chdir
from pathlib import Path
from typing import Final

from click.testing import CliRunner, Result

from generator.cli import main

XIUSHAN: Final = "500241"
XIUYING: Final = "460105"
CHONGQING: Final = "chongqing-2022-74"
HAINAN: Final = "hainan-2022"
# Who commits; git reads no settings of whoever runs the tests.
SOMEBODY: Final = {
    "GIT_AUTHOR_NAME": "某人", "GIT_AUTHOR_EMAIL": "somebody@example.invalid", "GIT_COMMITTER_NAME": "某人",
    "GIT_COMMITTER_EMAIL": "somebody@example.invalid", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip
NOBODY: Final = {key: "" if "GIT_CONFIG" not in key else value for key, value in SOMEBODY.items()}


def arguments(folder: Path | str, county: str = XIUSHAN, scheme: str = CHONGQING, *more: str) -> tuple[str, ...]:
    """A whole command line for `init`."""
    return (
        "init", str(folder), "--county", county, "--scheme", scheme, "--publisher", "某县指挥部",
        "--contact", "某县办公室", "--site-url", "https://register.cn", *more,
    )  # fmt: skip


def run(where: Path, *words: str | Path, answers: str | None = None, **environment: str) -> Result:
    """Runs the program in a folder; who commits is known."""
    with chdir(where):
        return CliRunner().invoke(main, [*map(str, words)], input=answers, env=SOMEBODY | environment)


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder but those of git, by their paths."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in named.items() if not name.startswith(".git/")}
