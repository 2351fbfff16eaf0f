"""Reference pages: everything that a check can say, with its smallest example; every table, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import urls
from generator.findings import CATALOGUE, FAMILIES
from generator.findings.examples import example_for
from generator.findings.kind import Kind
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.exports.catalogues import resources
from generator.publish.exports.dictionary import CHANGES, DAYS, DESCRIBED, Column, TableKind
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.views.reference import (
    ColumnRow,
    DictionaryTable,
    DictionaryView,
    FindingFamily,
    FindingRow,
    FindingsView,
)
from generator.publish.pages.views.shared import Link
from generator.publish.rollup.page import chrome_of
from generator.register.profile import keeps_cases

_SEVERITIES = {"error": "错误", "warning": "提醒"}


def findings(country: Country) -> Iterator[Artifact]:
    """The page and its twin: without what is about tables that no scheme of the register asks for."""
    told = [kind for kind in CATALOGUE.values() if kind.table != "cases" or keeps_cases(country.profiles.values())]
    yield renderer.page(
        "findings",
        FindingsView(
            chrome=chrome_of(
                country, urls.FINDINGS, "检查会说什么", "检查数据时可能出现的每一种错误和提醒，怎样改，附最小的例子。",
                demonstration="演示数据：例子取自虚构的区县。", modified="",
            ),
            families=tuple(
                FindingFamily(digit, name, tuple(_row(country, kind) for kind in told if kind.code[1] == digit))
                for digit, (name, _) in FAMILIES.items()
            ),
            count=len(told),
        ),
    )  # fmt: skip
    yield documents.twin(
        urls.FINDINGS,
        {
            "findings": [
                {
                    "code": kind.code, "severity": kind.severity, "message": kind.message, "fix": kind.fix,
                    "about": kind.about,
                    "example": _example(country, kind),
                    "url": urls.absolute(country.site.url, urls.finding(kind.code)),
                }
                for kind in told
            ],
            "format": documents.FORMAT,
        },
    )  # fmt: skip


def dictionary(country: Country) -> Iterator[Artifact]:
    """The data dictionary, in Chinese and English, and its twin."""
    page = urls.DICTIONARY
    yield renderer.page(
        "dictionary",
        DictionaryView(
            chrome=chrome_of(
                country,
                page,
                "数据字典",
                "全部表格的每一列：类型、取值、含义，中文和英文。",
                [(urls.DATA, "数据")],
                modified="",
            ),
            tables=tuple(_table(country, table) for table in DESCRIBED),
        ),
    )
    yield documents.twin(
        page,
        {
            "tables": [
                {
                    "name": table.name, "chinese": table.chinese, "english": table.english, "key": list(table.key),
                    "columns": [
                        {
                            "name": column.name, "type": column.kind, "required": column.required,
                            "chinese": column.chinese, "english": column.english, "pattern": column.pattern,
                            "codes": dict(column.codes) or None,
                        }
                        for column in table.columns
                    ],
                }
                for table in DESCRIBED
            ],
            "format": documents.FORMAT,
        },
    )  # fmt: skip


def _table(country: Country, table: TableKind) -> DictionaryTable:
    made = [download for download in resources.downloads(country.site) if download.table is table]
    links = [Link(download.format.chinese, urls.relative(download.address, urls.DICTIONARY)) for download in made]
    if table in (CHANGES, DAYS):
        address = urls.changes_table() if table is CHANGES else urls.days_table()
        links = [Link("CSV", urls.relative(address, urls.DICTIONARY))]
    return DictionaryTable(
        table.name, table.chinese, table.english, "、".join(table.key), tuple(links),
        tuple(_column(column) for column in table.columns),
    )  # fmt: skip


def _column(column: Column) -> ColumnRow:
    kind = {"boolean": "是否 boolean", "uri": "网址 URL", "integer": "整数 integer"}.get(column.kind, "文字 text")
    codes = tuple((code, word) for code, word in column.codes.items())
    return ColumnRow(column.name, kind, column.required, column.chinese, column.english, codes)


def _example(country: Country, kind: Kind) -> dict[str, Any] | None:
    example = example_for(kind.code, country.profiles)
    if example is None:
        return None
    return {name: value for name, value in example._asdict().items() if name != "schemes"}


def _row(country: Country, kind: Kind) -> FindingRow:
    example = example_for(kind.code, country.profiles)
    where = ""
    if example is not None:
        line = f" 第 {example.line} 行" if example.line else ""
        where = f"{example.path}{line}{f' {example.column} 列' if example.column else ''}"
    return FindingRow(
        kind.code, kind.severity, _SEVERITIES[kind.severity], kind.message, kind.fix, kind.about, where,
        example.text if example else "", example.message if example else "", (example.clause or "") if example else "",
    )  # fmt: skip
