"""datapackage.json: a Frictionless data package (version 1) of the counties' tables and of the downloads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator import urls
from generator.publish.artifact import Artifact, document
from generator.publish.exports import formats
from generator.publish.exports.catalogues import resources
from generator.publish.exports.catalogues.resources import Download
from generator.publish.exports.dictionary import CHANGES, DAYS, TABLES, Column, TableKind
from generator.publish.exports.formats import plain
from generator.publish.exports.formats.kind import Format
from generator.publish.handover.summary import Summary
from generator.register.model import SiteSettings


def datapackage(site: SiteSettings, summaries: Sequence[Summary]) -> Artifact:
    """The package; new resources are added behind those of the counties."""
    chinese, english = resources.description(site)
    period = resources.period(summaries)
    return document(
        urls.DATA_PACKAGE,
        {
            "profile": f"{'tabular-' if all(map(_is_tabular, formats.offered(site))) else ''}data-package",
            "name": "register-of-certified-areas",
            "title": resources.title(site),
            "homepage": urls.absolute(site.url, urls.HOME),
            "licenses": [{"name": _licence(site), "path": site.licence.url, "title": site.licence.name}],
            "resources": [*_of_counties(summaries), *_downloads(site, summaries), _changes(), *_days()],
            "description": f"{chinese}\n\n{english}",
            "contributors": [{"title": site.publisher, "role": "publisher"}],
            **({"temporal": {"start": period[0], "end": period[1]}} if period else {}),
        },
    )


def _is_tabular(format_: Format) -> bool:
    """What the profile of tabular data knows is text; a schema stands with whatever has cells."""
    return bool(format_.cells and format_.encoding)


def _licence(site: SiteSettings) -> str:
    """The licence as the Open Definition writes its id: CC-BY-4.0."""
    return "-".join(site.licence.name.split())


def _of_counties(summaries: Sequence[Summary]) -> Iterator[dict[str, Any]]:
    """The tables of each county; meanings of columns stand with the downloads, once."""
    for summary in summaries:
        for table in TABLES:
            yield {
                "name": f"{table.name}-{summary.code}",
                "title": f"{summary.name}：{table.chinese.partition('：')[0]}",
                "path": urls.table(summary.code, table.name),
                **_described(plain.FORMAT, table, meanings=False),
            }


def _downloads(site: SiteSettings, summaries: Sequence[Summary]) -> Iterator[dict[str, Any]]:
    told: set[str] = set()  # meanings of columns stand once
    for province, place in {"": "全国", **resources.provinces(summaries)}.items():
        for download in resources.downloads(site, province):
            meanings = download.format is plain.FORMAT and download.table.name not in told
            if meanings:
                told.add(download.table.name)
            yield _download(download, place, meanings=meanings)


def _changes() -> dict[str, Any]:
    """The newest lines of the country's log; a county's table has the same columns."""
    return {
        "name": CHANGES.name,
        "title": f"全国：{CHANGES.chinese.partition('：')[0]}",
        "description": CHANGES.english,
        "path": urls.changes_table(),
        **_described(plain.FORMAT, CHANGES, meanings=True),
    }


def _days() -> Iterator[dict[str, Any]]:
    """The counts day by day: of the country, and of every county. A county's own table has the same columns."""
    for name, whose, path in (
        (DAYS.name, "全国", urls.days_table()),
        (f"county-{DAYS.name}", "各区县", urls.statistics_days()),
    ):
        yield {
            "name": name,
            "title": f"{whose}：{DAYS.chinese.partition('：')[0]}",
            "description": DAYS.english,
            "path": path,
            **_described(plain.FORMAT, DAYS, meanings=name == DAYS.name),
        }


def _download(download: Download, place: str, *, meanings: bool) -> dict[str, Any]:
    is_plain = download.format is plain.FORMAT
    names = (
        download.table.name,
        "" if is_plain else download.format.key,
        download.province or ("all" if is_plain else ""),
    )
    return {
        "name": "-".join(filter(None, names)),
        "title": f"{place}：{download.title}",
        "description": f"{download.table.english} {download.format.english}",
        "path": download.address,
        **_described(download.format, download.table, meanings=meanings),
    }


def _described(format_: Format, table: TableKind, *, meanings: bool) -> dict[str, Any]:
    """What a reader of a table in a format must know."""
    made: dict[str, Any] = {"format": format_.ending.rpartition(".")[2], "mediatype": format_.media_type}
    if format_.encoding:
        made["encoding"] = format_.encoding
    made["profile"] = "tabular-data-resource" if _is_tabular(format_) else "data-resource"
    if format_.dialect:
        made["dialect"] = format_.dialect
    if format_.cells == "typed":
        made["schema"] = schema(table, meanings=meanings)
    elif format_.cells == "text":
        made["schema"] = {"fields": [{"name": column.name, "type": "string"} for column in format_.columns(table)]}
    return made


def schema(table: TableKind, *, meanings: bool = True) -> dict[str, Any]:
    """A table as a Table Schema."""
    return {
        "fields": [_field(column, meanings=meanings) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }


def _field(column: Column, *, meanings: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column.name, "type": "string"}
    if meanings:
        made |= {"title": column.chinese, "description": column.english}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.kind == "boolean":
        return {**made, "type": "boolean", "trueValues": ["true"], "falseValues": ["false"], "constraints": constraints}
    if column.kind == "integer":
        return {**made, "type": "integer", "constraints": constraints}
    if column.is_day:
        return {**made, "type": "date", **({"constraints": constraints} if constraints else {})}
    if column.kind == "uri":
        made["format"] = "uri"
    if column.codes:
        constraints["enum"] = list(column.codes)
    elif column.pattern and column.required:
        constraints["pattern"] = column.pattern
    elif column.most:
        # No pattern where a cell may be empty: making a database, Frictionless tries it on what is missing as well.
        constraints["maxLength"] = column.most
    return {**made, **({"constraints": constraints} if constraints else {})}
