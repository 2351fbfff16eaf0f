"""Imports go strictly downward, as docs/architecture.md draws it; no circle, no long module, one door to each part of
the world outside.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest

from tests.support.folders import ROOT
from tests.support.imports import PACKAGE, imported, modules, of_module, tree

# From the top down: what stands within a room (the last of its floor) is drawn below it, one step to the right. What a
# module imports stands on a lower floor, or in the same room; rooms of one floor do not know one another.
LAYERS: Final = (
    (0, ("__main__",)),
    (0, ("cli",)),
    (0, ("server",)),
    (0, ("build", "commands", "delivery", "review", "staff")),
    (0, ("copies", "history")),
    (0, ("prose",)),
    (0, ("publish",)),
    (1, ("county", "rollup")),
    (1, ("search", "log")),
    (1, ("feeds", "exports", "pages")),
    (2, ("drawings",)),
    (2, ("chrome", "offers", "renderer", "rows")),
    (2, ("corrections",)),
    (2, ("breadcrumbs", "wording", "dress", "share")),
    (2, ("views", "languages")),
    (2, ("charts", "compilations", "pdf", "qr")),
    (2, ("speech",)),
    (2, ("chinese",)),
    (1, ("handover",)),
    (1, ("artifact",)),
    (0, ("check",)),
    (0, ("rules",)),
    (0, ("reading", "engine")),
    (0, ("findings",)),
    (0, ("register",)),
    (0, ("transparency",)),
    (0, ("spelling", "urls", "words", "errors", "placing", "shipped")),
    (0, ("__init__",)),
)

# What the order alone would allow, and why it is not.
STRANGERS: Final = {
    "publish": ("rules", "check", "history"),  # a site is made from the register, whoever judged it
    "publish.search": ("publish.pages",),  # a list of names is data; its page is made with the others in the roll-up
    "history": ("publish",),  # what was published is known from the register
    "review": ("publish", "copies"),
    "copies": ("publish", "check", "rules", "reading"),  # a copy is read as a stranger would
    "rules": ("reading", "engine"),  # a rule gets what was read, wherever it runs
}

# Modules through which the program reaches what is outside of the data: other programs, machines and processes.
DOORS: Final = {
    "subprocess": {"history.git", "delivery.rsync"},
    "urllib.request": {"copies.remote"},
    "multiprocessing": {"engine.pool"},
}

# What reads the clock or the environment, or prints.
WORLDLY: Final = frozenset({"os.environ", "datetime.now", "datetime.today", "date.today", "time.time", "print"})
WORLDLY_MODULES: Final = frozenset({"history.git", "cli.common", "cli.verifying"})

LONGEST: Final = 400

Place = tuple[tuple[int, str], ...]


def own(name: str) -> str:
    """A module's name without the package's; that of the package itself is `__init__`."""
    return name.removeprefix(f"{PACKAGE.name}.") if name != PACKAGE.name else "__init__"


def named(module: str) -> set[str]:
    """Everything that a module imports: also within its functions, and for the type checker alone."""
    branches = [node for node in ast.walk(tree(module)) if isinstance(node, ast.If)]
    return of_module(module).union(*(names for node in branches for names in imported(node).values()))


@cache
def graph() -> dict[str, tuple[str, ...]]:
    """What each module of the package imports of it."""
    known = set(modules())
    return {own(module): tuple(sorted(own(name) for name in named(module) & known)) for module in modules()}


@cache
def rooms() -> dict[str, Place]:
    """Where each room stands: for every room on the way to it, the number of its floor and its name."""
    found: dict[str, Place] = {}
    above: list[str] = []
    for floor, (depth, names) in enumerate(LAYERS):
        del above[depth:]
        parent = ".".join(above)
        for name in names:
            room = f"{parent}.{name}" if parent else name
            found[room] = (*found.get(parent, ()), (floor, room))
        above.append(names[-1])
    return found


def place(module: str) -> Place:
    """Where a module stands: the innermost room that is drawn for it."""
    names = module.split(".")
    drawn = [name for name in (".".join(names[:length]) for length in range(len(names), 0, -1)) if name in rooms()]
    assert drawn, f"{module} is in no room"
    return rooms()[drawn[0]]


def is_below(place: Place, other: Place) -> bool:
    """True if what stands at `other` may import what stands at `place`."""
    for (floor, room), (other_floor, other_room) in zip(place, other, strict=False):
        if room != other_room:
            return floor > other_floor
    return len(place) >= len(other)


def picture() -> list[tuple[int, tuple[str, ...]]]:
    """The floors that docs/architecture.md draws: how far each is set in, and the names of its rooms."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (drawn,) = re.findall(r"^## Layers\n.*?\n\n((?: {4}[^\n]*\n)+)", text, re.MULTILINE | re.DOTALL)
    floors = []
    for line in drawn.splitlines():
        # Rooms are two spaces apart; what is said of them stands far to the right.
        found = re.fullmatch(r" {4}((?: {4})*)(\w+/?(?: {2}\w+/?)*)(?: {3,}\S.*)?", line)
        assert found is not None, f"these are no rooms: {line!r}"
        floors.append((len(found[1]) // 4, tuple(name.rstrip("/") for name in found[2].split())))
    return floors


def is_in(module: str, room: str) -> bool:
    """True if a module is this one, or stands in this package."""
    return module == room or module.startswith(f"{room}.")


def test_the_picture_is_the_order() -> None:
    """The architecture draws the floors in this order, set in like this, with these rooms on each."""
    assert tuple(picture()) == LAYERS


def test_every_room_is_there() -> None:
    """A room that is drawn is a module or a package of the program, and every module stands in one."""
    names = set(graph())
    assert [room for room in rooms() if room not in names] == []
    assert len({place(module) for module in names}) == len(rooms())


def test_imports_go_downward() -> None:
    """No module imports one above it, and neighbours on a floor do not know one another."""
    arrows = [(module, name) for module, names in graph().items() for name in names]
    assert len(arrows) > 500
    wrong = [f"{module} imports {other}" for module, other in arrows if not is_below(place(other), place(module))]
    assert not wrong, "\n".join(wrong)


def test_strangers_do_not_know_one_another() -> None:
    """Rooms that the order would allow to know one another, and that must not."""
    assert {name for room, names in STRANGERS.items() for name in (room, *names)} <= graph().keys()
    wrong = [
        f"{module} imports {other}"
        for room, names in STRANGERS.items()
        for module, others in graph().items() if is_in(module, room)
        for other in others if any(is_in(other, name) for name in names)
    ]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def chains() -> Iterator[tuple[str, ...]]:
    """For each module the longest chain of imports that begins with it; a circle fails with its members."""
    longest: dict[str, tuple[str, ...]] = {}

    def follow(module: str, way: tuple[str, ...]) -> tuple[str, ...]:
        assert module not in way, f"a circle: {' → '.join((*way[way.index(module) :], module))}"
        if module not in longest:
            below = [follow(name, (*way, module)) for name in graph()[module]]
            longest[module] = (module, *max(below, key=len, default=()))
        return longest[module]

    for module in graph():
        yield follow(module, ())


def test_no_circle_and_no_long_module() -> None:
    """Imports run in no circle, and no module is so long that two things may live in it; the sizes are said."""
    longest = max(chains(), key=len)
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert len(lengths) == len(graph())
    packages = {module.rpartition(".")[0] for module in graph() if "." in module}
    arrows = sum(len(names) for names in graph().values())
    size = (
        f"{len(lengths)} modules in {len(packages)} packages, {arrows} arrows, "
        f"longest chain {len(longest)}: {' → '.join(longest)}"
    )
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}, size


def test_every_way_out_has_one_door() -> None:
    """Other programs, addresses and processes are reached from one module each."""
    used = {name: {own(module) for module in modules() if name in of_module(module)} for name in DOORS}
    assert used == DOORS


@pytest.mark.parametrize("name", ["pandas", "pelican", "jinja2", "babel", "feedgenerator", "rich"])
def test_check_does_not_import(name: str) -> None:
    """A check without findings imports none of the libraries that only a build needs."""
    code = (
        "import sys; from generator.cli import main\n"
        f"try: main(['check', '990101', '--data', {str(ROOT / 'data')!r}])\n"
        "except SystemExit as end: assert not end.code\n"
        "assert 'generator.rules' in sys.modules, 'nothing was checked'\n"
        f"assert {name!r} not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_a_command_loads_nothing_of_the_others() -> None:
    """What a build needs is loaded while others look at what stands: before, neither commands nor the data are."""
    code = (
        "import sys, generator.cli, generator.build.start\n"
        "print(*[name for name in ('generator.check', 'generator.commands', 'generator.findings', 'importlib.metadata')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == "\n"


def test_nothing_below_the_commands_reads_clock_environment_or_prints() -> None:
    """Only the command line, the preview and git touch the world around the data."""
    found = {
        own(module): names
        for module in modules()
        if (names := {ast.unparse(node) for node in ast.walk(tree(module))
                      if isinstance(node, ast.Name | ast.Attribute)} & WORLDLY)
    }  # fmt: skip
    assert found.keys() == WORLDLY_MODULES, found
