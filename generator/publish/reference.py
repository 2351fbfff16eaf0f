"""The page of findings: everything that a check can say, with its smallest example."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.findings import CATALOGUE, FAMILIES
from generator.findings.examples import examples
from generator.findings.kind import Kind
from generator.publish import pages
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.national import National, chrome
from generator.publish.views import FindingFamily, FindingRow, FindingsView

_SEVERITIES = {"error": "错误", "warning": "提醒"}


def findings(national: National) -> Iterator[Artifact]:
    """The page and its twin."""
    yield pages.page(
        "findings",
        FindingsView(
            chrome=chrome(
                national, urls.FINDINGS, "检查会说什么", "检查数据时可能出现的每一种错误和提醒，怎样改，附最小的例子。",
                demonstration="演示数据：例子取自虚构的区县。",
            ),
            families=tuple(
                FindingFamily(digit, name, tuple(_row(kind) for kind in CATALOGUE.values() if kind.code[1] == digit))
                for digit, (name, _) in FAMILIES.items()
            ),
            count=len(CATALOGUE),
        ),
    )  # fmt: skip
    yield documents.twin(
        urls.FINDINGS,
        {
            "findings": [
                {
                    "code": kind.code, "severity": kind.severity, "message": kind.message, "fix": kind.fix,
                    "about": kind.about,
                    "example": example._asdict() if (example := examples().get(kind.code)) else None,
                    "url": f"{national.site.url.rstrip('/')}/{urls.FINDINGS}#{kind.code}",
                }
                for kind in CATALOGUE.values()
            ],
            "format": documents.FORMAT,
        },
    )  # fmt: skip


def _row(kind: Kind) -> FindingRow:
    example = examples().get(kind.code)
    where = ""
    if example is not None:
        line = f" 第 {example.line} 行" if example.line else ""
        where = f"{example.path}{line}{f' {example.column} 列' if example.column else ''}"
    return FindingRow(
        kind.code, kind.severity, _SEVERITIES[kind.severity], kind.message, kind.fix, kind.about, where,
        example.text if example else "", example.message if example else "", (example.clause or "") if example else "",
    )  # fmt: skip
