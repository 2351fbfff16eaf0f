"""Tests that can fail: each surely asserts something, and none is left out but for a program that is missing.

An assertion within a loop or a condition is none when the loop is over nothing and the condition never holds. So each
test has one outside of these, or in a loop over what stands in its text, or calls a helper that has one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tests.support.folders import ROOT

TESTS: Final = ROOT / "tests"
SUPPORT: Final = TESTS / "support"

# What fails by itself.
FAILING: Final = frozenset({"pytest.raises", "pytest.warns", "pytest.fail"})
SKIPPING: Final = frozenset({"skip", "skipif", "importorskip", "xfail"})

# Around an iterable: as many turns as it has itself.
AROUND: Final = frozenset({"enumerate", "sorted", "reversed", "zip", "list", "product"})

Functions = dict[str, ast.FunctionDef]


@cache
def tree(path: Path) -> ast.Module:
    """A module of the tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Functions:
    """The functions of a module by name, methods too."""
    return {node.name: node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}


@cache
def helpers() -> Functions:
    """The functions of the support package."""
    return {name: node for path in SUPPORT.rglob("*.py") for name, node in functions(path).items()}


def modules() -> list[Path]:
    """The modules that hold tests."""
    return sorted(TESTS.rglob("test_*.py"))


def asserts(statements: Iterable[ast.stmt], known: Functions, seen: frozenset[str] = frozenset()) -> bool:
    """True if some of these statements assert whenever they are run."""
    given = list(statements)
    written = frozenset(
        ast.unparse(one.targets[0] if isinstance(one, ast.Assign) else one.target)
        for one in given
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None and is_written(one.value)
    )
    return any(_asserts(one, known, seen, written) for one in given)


def _asserts(node: ast.stmt, known: Functions, seen: frozenset[str], written: frozenset[str]) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if isinstance(node, ast.With):
        return any(_calls(one.context_expr, known, seen) for one in node.items) or asserts(node.body, known, seen)
    if isinstance(node, ast.If):
        return _calls(node.test, known, seen) or (asserts(node.body, known, seen) and asserts(node.orelse, known, seen))
    if isinstance(node, ast.For):
        return _calls(node.iter, known, seen) or (is_written(node.iter, written) and asserts(node.body, known, seen))
    if isinstance(node, ast.Try):
        return asserts([*node.body, *node.finalbody], known, seen)
    return not isinstance(node, ast.FunctionDef | ast.While) and _calls(node, known, seen)


def _calls(node: ast.AST, known: Functions, seen: frozenset[str]) -> bool:
    """True if what fails by itself is called, or a function that asserts."""
    for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
        name = ast.unparse(call.func)
        last = name.rpartition(".")[2]
        if name in FAILING or (
            last in known and last not in seen and asserts(known[last].body, known, seen | {last})
        ):  # fmt: skip
            return True
    return False


def is_written(node: ast.expr, names: frozenset[str] = frozenset()) -> bool:
    """True if what a loop is over stands in the text, there or by one of these names: it is not nothing by chance."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "values", "keys"):
            return is_written(node.func.value, names)
        return ast.unparse(node.func) in {*AROUND, "range"} and all(is_written(one, names) for one in node.args)
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return bool(node.elts)
    if isinstance(node, ast.Name | ast.Attribute):
        return ast.unparse(node) in names or ast.unparse(node).rpartition(".")[2].isupper()
    return bool(node.keys) if isinstance(node, ast.Dict) else isinstance(node, ast.Constant)


def every_test() -> Iterator[tuple[str, ast.FunctionDef, Functions]]:
    """Every test: where it stands, its text, and the functions that it may call."""
    for path in modules():
        own = functions(path)
        for name, node in own.items():
            if name.startswith("test_"):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {name}", node, {**helpers(), **own}


def test_every_test_surely_asserts() -> None:
    """Whatever a test is given, it comes upon something that can be wrong."""
    found = list(every_test())
    assert len(found) > 800
    assert [place for place, node, known in found if not asserts(node.body, known)] == []


def test_what_never_asserts_is_found() -> None:
    """Loops over what may be nothing, conditions and functions within do not count; what surely runs does."""
    known = {"told": ast.parse("def told():\n    assert x").body[0]}
    assert isinstance(known["told"], ast.FunctionDef)
    own: Functions = {"told": known["told"]}
    for text, wanted in (
        ("for one in found():\n    assert one", False),
        ("if found():\n    assert 1", False),
        ("def inner():\n    assert 1", False),
        ("found()", False),
        ("assert found()", True),
        ("found = []\nfor one in found:\n    assert one", False),
        ("found = (1, 2)\nfor one in found:\n    assert one", True),
        ("for one in (1, 2):\n    assert one", True),
        ("with pytest.raises(ValueError):\n    found()", True),
        ("if found():\n    assert 1\nelse:\n    assert 2", True),
        ("for one in told():\n    pass", True),
    ):
        assert asserts(ast.parse(text).body, own) is wanted, text


def test_nothing_is_skipped_but_for_a_missing_program() -> None:
    """The one skip is that of `require_tool`, which fails where the environment says that all is installed."""
    found = {
        (path.relative_to(ROOT).as_posix(), node.attr)
        for path in TESTS.rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in SKIPPING and ast.unparse(node.value).startswith("pytest")
    }
    assert found == {("tests/support/tools.py", "skip")}
