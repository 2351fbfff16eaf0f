"""The table of libraries is whole, and a new version of one that shapes a county makes every county anew."""

from __future__ import annotations

import ast
from importlib.metadata import PackageNotFoundError, version

import pytest

from generator.build import cache
from generator.build.libraries import LIBRARIES
from tests.support import imports


def _map_step() -> set[str]:
    """Modules that the map step names: those that the class imports or uses, not all of its module."""
    homes = [
        module
        for module in imports.modules()
        if any(isinstance(node, ast.ClassDef) and node.name == "CompileCounty" for node in imports.tree(module).body)
    ]
    assert len(homes) == 1
    return imports.of_definition(homes[0], "CompileCounty")


def test_every_library_of_the_map_step_counts() -> None:
    """What compiling and judging a county imports, however deep, is in the table as shaping counties."""
    modules = imports.reached(_map_step())
    assert {"generator.check", "generator.publish.county.site", "generator.reading.tables"} <= modules
    used = imports.third_party(modules)
    assert {"orjson", "pypinyin", "jsonschema_rs", "jinja2"} <= used
    assert used == {library.module for library in LIBRARIES if library.shapes_counties}


def test_every_import_is_in_its_home() -> None:
    """A third-party library is in the table, and imported in its homes alone."""
    homes = {library.module: library.homes for library in LIBRARIES}
    found = {
        (name, module.removeprefix("generator."))
        for module in imports.modules()
        for name in imports.third_party(imports.of_module(module))
    }
    assert {name for name, _ in found} == homes.keys()
    stray = [
        f"{module} imports {name}"
        for name, module in sorted(found)
        if not any(module == home or module.startswith(f"{home}.") for home in homes[name])
    ]
    assert not stray


@pytest.mark.parametrize("name", [library.distribution for library in LIBRARIES if library.shapes_counties])
def test_another_version_is_another_program(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest of the program differs with the version of every library that shapes counties."""
    before = cache.program.__wrapped__()
    monkeypatch.setattr(cache, "version_of", lambda one: "0.0.0" if one == name else version(one))
    assert cache.program.__wrapped__() != before


@pytest.mark.parametrize("name", [library.distribution for library in LIBRARIES])
def test_versions_are_those_that_are_installed(name: str) -> None:
    """As the standard library tells them; a library that only some sites ask for may be absent."""
    try:
        told = version(name)
    except PackageNotFoundError:
        told = ""
    assert cache.version_of(name) == told
