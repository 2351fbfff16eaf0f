"""What modules import, read from their text: nothing is run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from tests.support.folders import ROOT

PACKAGE: Final = ROOT / "generator"


@cache
def modules() -> tuple[str, ...]:
    """Every module of the package, by dotted name with the package's own."""
    paths = sorted(PACKAGE.rglob("*.py"))
    parts = [path.relative_to(ROOT).with_suffix("").parts for path in paths]
    return tuple(".".join(names[:-1] if names[-1] == "__init__" else names) for names in parts)


@cache
def tree(module: str) -> ast.Module:
    """The syntax of a module of the package."""
    path = ROOT / module.replace(".", "/")
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> dict[str, set[str]]:
    """Modules that a piece of code imports when it runs, by the name that it gives to them or to what they hold."""
    names: dict[str, set[str]] = {}
    for statement in _running(node):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                names.setdefault(alias.asname or alias.name.partition(".")[0], set()).add(alias.name)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            for alias in statement.names:
                inner = f"{statement.module}.{alias.name}"
                module = inner if inner in modules() else statement.module
                names.setdefault(alias.asname or alias.name, set()).add(module)
    return names


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one, without what is read by a type checker alone."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield from _running(child)


def of_module(module: str) -> set[str]:
    """Everything that a module imports, also within its functions."""
    return set().union(*imported(tree(module)).values())


def of_definition(module: str, name: str) -> set[str]:
    """What a class or function of a module imports by itself and through what it names beside it."""
    top = tree(module)
    beside = {node.name: node for node in top.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    bound = imported(top)
    names: set[str] = set()
    pending, seen = [name], set[str]()
    while pending:
        current = pending.pop()
        seen.add(current)
        names |= set().union(*imported(beside[current]).values())
        for node in ast.walk(beside[current]):
            if isinstance(node, ast.Name):
                names |= bound.get(node.id, set())
                if node.id in beside and node.id not in seen:
                    pending.append(node.id)
    return names


def reached(first: Iterable[str]) -> set[str]:
    """These modules, those of the package that they lead to, and whatever these import from outside."""
    own, pending, seen = set(modules()), list(first), set[str]()
    while pending:
        module = pending.pop()
        if module in seen:
            continue
        seen.add(module)
        if module in own:
            pending.extend(of_module(module))
            pending.append(module.rpartition(".")[0] or module)  # the package that holds it runs as well
    return seen


def third_party(names: Iterable[str]) -> set[str]:
    """The roots of those names that come neither from Python nor from here."""
    roots = {name.partition(".")[0] for name in names}
    return {root for root in roots if root not in sys.stdlib_module_names and root != PACKAGE.name}
