"""datapackage.json: a Frictionless data package (version 1) of the counties' tables and of the downloads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator import urls
from generator.publish.artifact import Artifact, document
from generator.publish.exports.catalogues import resources
from generator.publish.exports.catalogues.dictionary import TABLES, Column, TableKind
from generator.publish.exports.catalogues.resources import Download
from generator.publish.handover.summary import Summary
from generator.register.model import SiteSettings


def datapackage(site: SiteSettings, summaries: Sequence[Summary]) -> Artifact:
    """The package; new resources are added behind those of the counties."""
    chinese, english = resources.description(site)
    found = resources.period(summaries)
    return document(
        "datapackage.json",
        {
            "profile": "data-package" if site.parquet else "tabular-data-package",
            "name": "register-of-certified-areas",
            "title": resources.title(site),
            "homepage": urls.absolute(site.url, urls.HOME),
            "licenses": [{"name": _licence(site), "path": site.licence.url, "title": site.licence.name}],
            "resources": [*_of_counties(summaries), *_downloads(site, summaries)],
            "description": f"{chinese}\n\n{english}",
            "contributors": [{"title": site.publisher, "role": "publisher"}],
            **({"temporal": {"start": found[0], "end": found[1]}} if found else {}),
        },
    )


def _licence(site: SiteSettings) -> str:
    """The licence as the Open Definition writes its id: CC-BY-4.0."""
    return "-".join(site.licence.name.split())


def _of_counties(summaries: Sequence[Summary]) -> Iterator[dict[str, Any]]:
    """The tables of each county; meanings of columns stand with the downloads, once."""
    for one in summaries:
        for table in TABLES:
            yield {
                "name": f"{table.name}-{one.code}",
                "title": f"{one.name}：{table.chinese.partition('：')[0]}",
                "path": urls.table(one.code, table.name),
                **_csv(),
                "schema": schema(table, meanings=False),
            }


def _downloads(site: SiteSettings, summaries: Sequence[Summary]) -> Iterator[dict[str, Any]]:
    for province, place in {"": "全国", **resources.provinces(summaries)}.items():
        for one in resources.downloads(site, province):
            yield _download(one, place)


def _download(one: Download, place: str) -> dict[str, Any]:
    media_type, chinese, english = resources.FORMS[one.form]
    head = {
        "name": "-".join(part for part in (one.table.name, one.form if one.form != "csv" else "", one.province) if part)
        + ("" if one.province or one.form != "csv" else "-all"),
        "title": f"{place}：{one.table.chinese.partition('：')[0]}（{chinese}）",
        "description": f"{one.table.english} {english}",
        "path": one.address,
    }
    if one.form == "csv":
        return {**head, **_csv(), "schema": schema(one.table, meanings=not one.province)}
    if one.form == "excel":  # codes end with a tab there: a text like any other
        return {**head, **_csv(), "encoding": "utf-8-sig", "schema": {"fields": _texts(one.table)}}
    if one.form == "jsonl":
        typed = {"format": "jsonl", "mediatype": media_type, "encoding": "utf-8", "profile": "tabular-data-resource"}
        return {**head, **typed, "dialect": {"json": {"keyed": True}}, "schema": schema(one.table, meanings=False)}
    return {**head, "format": one.form, "mediatype": media_type, "profile": "data-resource"}


def _texts(table: TableKind) -> list[dict[str, str]]:
    return [{"name": column.name, "type": "string"} for column in table.columns]


def _csv() -> dict[str, str]:
    return {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "profile": "tabular-data-resource"}


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
    if column.kind == "uri":
        made["format"] = "uri"
    if column.codes:
        constraints["enum"] = list(column.codes)
    elif column.pattern:
        constraints["pattern"] = column.pattern
    return {**made, **({"constraints": constraints} if constraints else {})}
