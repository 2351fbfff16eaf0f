"""Imports go strictly downward, and each third-party library has one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.folders import ROOT

PACKAGE: Final = ROOT / "generator"

# From the top down: a module may import what stands below it, or beside it within the same package.
LAYERS: Final = (
    ("__main__",),
    ("cli",),
    ("serving",),
    ("build", "show", "plaque", "init", "reporting", "history", "effect", "renumber", "explain", "verify", "sync"),
    ("audit", "stage", "prose", "retold"),
    ("cache",),
    (
        "publish.statistics",
        "publish.schemes",
        "publish.reference",
        "publish.units",
        "publish.downloads",
        "publish.days",
        "publish.national_feeds",
        "publish.search.site",
        "publish.translated",
    ),
    ("publish.national", "publish.county_site"),
    ("publish.search",),
    ("publish.feeds", "publish.exports", "publish.pages", "publish.county_views", "publish.parts", "publish.pdf"),
    ("publish.rows", "publish.overview", "publish.certificate", "publish.neighbours"),
    ("publish.summary", "publish.frame"),
    ("publish.breadcrumbs", "publish.english"),
    ("publish.wording",),
    ("publish.changes", "publish.views", "publish.artifact", "publish.languages", "publish.qr"),
    ("publish.charts", "publish.chinese"),
    ("check", "base", "copies"),
    ("rules", "engine"),
    ("county",),
    ("account", "stages"),
    ("status", "reading"),
    ("divisions", "urls", "findings", "workdays", "spelling"),
    ("profile", "git", "remote"),
    ("model", "times", "words", "errors", "procedure"),
    ("",),
)

HOMES: Final = {
    "pelican": {"prose"},
    "pyarrow": {"publish.exports.parquet"},
    "pandas": {"publish.exports.statistics"},
    "feedgenerator": {"publish.feeds.forms"},
    "jsonschema": {"reading.schemas"},
    "jsonschema_rs": {"reading.schemas"},
    "orjson": {"publish.artifact"},
    "rich": {"cli"},
    "click": {"cli"},
    "watchfiles": {"serving"},
    "subprocess": {"git"},
    "urllib.request": {"remote"},
    "chinese_calendar": {"workdays"},
    "pypinyin": {"spelling.readings"},
    "babel": {"publish.languages"},
    "segno": {"publish.qr"},
    "weasyprint": {"publish.pdf"},
}


def imports() -> dict[str, set[str]]:
    """What each module of the package imports, by dotted name (without the package's own name where it is inside)."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                names |= {one if _is_module(one) else node.module for one in inner}
        found[module] = names
    return found


def _is_module(dotted: str) -> bool:
    path = ROOT / dotted.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _layer(module: str) -> int:
    for number, names in enumerate(LAYERS):
        if any(module == name or (name and module.startswith(f"{name}.")) for name in names):
            return number
    raise AssertionError(f"module {module!r} has no layer")


def _room(module: str) -> str:
    """The layer's name under which a module stands."""
    return next(
        name for names in LAYERS for name in names if module == name or (name and module.startswith(f"{name}."))
    )


def test_imports_go_downward() -> None:
    """No module imports one above it, and neighbours in a layer do not know one another."""
    wrong = []
    for module, names in imports().items():
        for name in sorted(names):
            if not name.startswith("generator."):
                continue
            other = name.removeprefix("generator.")
            if _layer(other) < _layer(module) or (_layer(other) == _layer(module) and _room(other) != _room(module)):
                wrong.append(f"{module} imports {other}")
    assert not wrong


def test_every_library_has_one_home() -> None:
    """A third-party library is imported in its home and nowhere else."""
    wrong = []
    for module, names in imports().items():
        for name in names:
            homes = HOMES.get(name) or HOMES.get(name.partition(".")[0])
            if homes is not None and not any(module == home or module.startswith(f"{home}.") for home in homes):
                wrong.append(f"{module} imports {name}")
    assert not wrong


@pytest.mark.parametrize("name", ["pandas", "pelican", "jinja2", "babel", "feedgenerator", "rich"])
def test_check_does_not_import(name: str) -> None:
    """A check without findings imports none of the libraries that only a build needs."""
    code = (
        "import sys; from generator.cli import main\n"
        f"try: main(['check', '990101', '--data', {str(ROOT / 'data')!r}])\n"
        f"except SystemExit: pass\nassert {name!r} not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_nothing_below_the_build_reads_clock_environment_or_prints() -> None:
    """Only the commands, the preview and git touch the world around the data."""
    banned = {"os.environ", "datetime.now", "datetime.today", "date.today", "time.time", "print"}
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name in ("serving.py", "git.py") or path.parent.name == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ""
            if isinstance(node, ast.Name):
                name = node.id
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                name = f"{node.value.id}.{node.attr}"
            if name in banned:
                wrong.append(f"{path.relative_to(ROOT)}: {name}")
    assert not wrong
    assert Path(PACKAGE / "cli" / "common.py").is_file()
