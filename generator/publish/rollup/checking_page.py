"""The page on which staff check a table in their browser, before it leaves their machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from generator import urls
from generator.publish.artifact import Artifact, script
from generator.publish.exports import checking, documents
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.views.checking import CheckedColumn, CheckedTable, CheckingView
from generator.publish.rollup.page import chrome_of
from generator.reading import schemas

# Beside the policy that the host sends: a file that is looked at here can be sent nowhere, and nothing is fetched.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none'; "
    "form-action 'none'; base-uri 'none'"
)


def checking_page(country: Country) -> Iterator[Artifact]:
    """The page and its twin; what the page knows stands in it, so that it asks for nothing more.

    It is written in ASCII: the table of characters holds those that no page may have as they are.
    """
    tables = checking.tables_of(country.profiles.values())
    yield renderer.page(
        "check",
        CheckingView(
            chrome=chrome_of(
                country, urls.CHECK, "检查表格",
                "在浏览器里检查工作簿和 CSV 的写法：文件不离开这台电脑，说的话和 wuyi check 一样。",
                [(urls.DATA, "数据")], feeds=(), demonstration="", modified="",
            ),
            tables=tuple(_table(table) for table in tables),
            policy=POLICY,
            rules=script(json.dumps(checking.rules(tables), separators=(",", ":"))),
        ),
    )  # fmt: skip
    yield documents.twin(
        urls.CHECK,
        {
            "tables": [
                {
                    "name": table,
                    "chinese": schemas.documents()[table]["title"],
                    "schema": urls.absolute(country.site.url, urls.schema(table)),
                    "columns": [
                        {"name": column.name, "chinese": title, "required": column.required}
                        for column, (_, title) in zip(schemas.columns(table), _table(table).columns, strict=True)
                    ],
                }
                for table in tables
            ],
            "findings": list(checking.FINDINGS),
            "url": urls.absolute(country.site.url, urls.CHECK),
            "format": documents.FORMAT,
        },
    )


def _table(name: str) -> CheckedTable:
    schema = schemas.documents()[name]
    columns = schema["items"]["properties"].items()
    return CheckedTable(
        schema["title"], f"{name}.csv", tuple(CheckedColumn(column, about["title"]) for column, about in columns)
    )
