"""One kind of finding, explained: what it means, how to mend it, and its smallest example."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from generator.errors import UsageError
from generator.findings import CATALOGUE, FAMILIES
from generator.findings.examples import examples


def explain(code: str) -> Iterator[str]:
    """Lines about one code. Raises UsageError for an unknown one."""
    kind = CATALOGUE.get(code.upper())
    if kind is None:
        near = "、".join(get_close_matches(code.upper(), CATALOGUE, n=3)) or "见 wuyi explain"
        raise UsageError(f"没有编号为 {code} 的问题；相近的：{near}")
    severity = "错误，改好之前不会公布" if kind.severity == "error" else "提醒，不妨碍公布"
    yield f"{kind.code}（{severity}）"
    yield f"  {kind.about}"
    yield ""
    yield f"  {kind.message}"
    yield f"  → {kind.fix}"
    example = examples().get(kind.code)
    if example is not None:
        yield ""
        line = f" 第 {example.line} 行" if example.line else ""
        yield f"例：{example.path}{line}{f' {example.column} 列' if example.column else ''}"
        if example.text:
            yield f"    {example.text}"
        yield f"  {example.message}"
        yield f"  → {example.fix}"
        if example.clause:
            yield f"  依据：{example.clause}"


def listing() -> Iterator[str]:
    """One line for each code, by family."""
    for digit, (name, _) in FAMILIES.items():
        yield f"{digit}xx {name}"
        for kind in CATALOGUE.values():
            if kind.code[1] == digit:
                yield f"  {kind.code}  {kind.message}"
