"""Findings as text for people, as JSON for programs, as annotations for GitHub. Pure: nothing here prints.

Values are hostile: each form escapes what its reader would act on (terminal control, invisible characters,
the line breaks and separators of an annotation).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from generator.check import Report
from generator.commands.folding import Fold, files, folded, spans
from generator.register.model import Finding
from generator.spelling.gate import characters

# What no terminal should get, and lone surrogates, which only a refused file can hold.
_HOSTILE: Final = re.compile(
    f"[{characters('控制字符', '制表或换行符', '换行符', '非字符', '不可见字符')}\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with every character that a terminal would act on or hide written as its escape (\\u202e)."""
    return _HOSTILE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    """An escape that is also valid within a JSON string."""
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def place(finding: Finding) -> str:
    """Where a finding is, in Chinese: file, line, column."""
    line = f" 第 {finding.line} 行" if finding.line is not None else ""
    column = f" {finding.column} 列" if finding.column is not None else ""
    return f"{finding.path}{line}{column}"


def as_text(report: Report) -> Iterator[str]:
    """Lines for a terminal: place, what was found, how to mend it; a summary last."""
    for fold in folded(report.findings):
        finding, same = fold.finding, _same(fold)
        word = "错误" if finding.severity == "error" else "提醒"
        yield visible(f"{word} {finding.code}  {place(finding)}")
        yield visible(f"    {finding.message}")
        if same:
            yield visible(f"    {same}")
        yield visible(f"    → {finding.fix}")
        if finding.clause:
            yield visible(f"    依据：{finding.clause}")
    if report.findings:
        yield ""
    yield summary(report)


def _same(fold: Fold) -> str:
    """Where else the same was found, in Chinese; "" where it was not."""
    if fold.elsewhere:
        return f"同样的问题还在 {files(fold.elsewhere)}，逐个处理。"
    return f"同样的问题在第 {spans(fold.lines)}。" if len(fold.lines) > 1 else ""


def summary(report: Report) -> str:
    """One sentence: what was read and what was found."""
    read = f"检查了 {report.counties} 个区县、{report.areas} 个区域、{report.events} 条事件"
    if not report.findings:
        return f"{read}：没有问题。"
    return f"{read}：{report.errors} 个错误，{report.warnings} 个提醒。"


def as_json(report: Report) -> str:
    """One object: findings and summary (schemas/published/findings.json)."""
    document = {
        "findings": [
            {
                "code": finding.code, "severity": finding.severity, "path": finding.path, "line": finding.line,
                "column": finding.column, "value": finding.value, "message": finding.message, "fix": finding.fix,
                "clause": finding.clause,
                **({"lines": lines, "values": values} if len(lines) > 1 else {}),
            }
            for first, lines, values, elsewhere in folded(report.findings)
            for finding in (first, *elsewhere)
        ],
        "summary": {
            "counties": report.counties, "areas": report.areas, "events": report.events,
            "errors": report.errors, "warnings": report.warnings,
        },
    }  # fmt: skip
    # Escapes only stand within strings: outside of them JSON has no such character but the line breaks.
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return "\n".join(visible(line) for line in text.split("\n"))


def as_github(report: Report, folders: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """Workflow commands that GitHub shows on the lines of a merge request.

    GitHub takes a path for one from the top of the repository. `folders` says where those stand that paths of findings
    begin with ("data": "registers/cq/data"; "" for the top itself).
    """
    for fold in folded(report.findings):
        finding, same = fold.finding, _same(fold)
        first, slash, rest = finding.path.partition("/")
        path = f"{folders[first]}{slash}{rest}".lstrip("/") if first in folders else finding.path
        where = f"file={_property(path)}"
        if finding.line is not None:
            where += f",line={finding.line}"
        column = f"{finding.column} 列：" if finding.column else ""
        message = _data(
            visible(
                f"{column}{finding.message}{same} {finding.fix}{f' 依据：{finding.clause}' if finding.clause else ''}"
            )
        )
        yield f"::{finding.severity} {where},title={_property(finding.code)}::{message}"
    yield _data(summary(report))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
