"""What describes the data: the Frictionless data package, the schemas, sitemap and robots.txt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from generator import urls
from generator.model import SiteSettings
from generator.publish import frame
from generator.publish.artifact import Artifact, text
from generator.publish.exports.sitemap import robots, sitemap, sitemap_index
from generator.publish.exports.tables import AREA_COLUMNS, EVENT_COLUMNS
from generator.publish.summary import Summary
from generator.reading import schemas


def catalogue(site: SiteSettings, summaries: Sequence[Summary], page_addresses: Sequence[str]) -> Iterator[Artifact]:
    """datapackage.json, schemas/, sitemap.xml and robots.txt. `page_addresses` are the pages above the counties."""
    yield text("datapackage.json", json.dumps(_package(site, summaries), ensure_ascii=False, indent=2) + "\n")
    for name in schemas.documents():
        content = (schemas.FOLDER / f"{name}.json").read_bytes()
        yield Artifact(f"schemas/{name}.json", content)
    yield sitemap("sitemap-pages.xml", sorted(page_addresses), site)
    living = [one.code for one in summaries if one.state != "archived"]
    yield sitemap_index("sitemap.xml", ["sitemap-pages.xml", *(f"{code}/sitemap.xml" for code in living)], site)
    yield robots(site)


def _package(site: SiteSettings, summaries: Sequence[Summary]) -> dict[str, object]:
    """A Frictionless data package (version 1) of the tables of all counties."""
    resources = [
        {
            "name": f"{name}-{one.code}",
            "title": f"{one.name}：{title}",
            "path": urls.table(one.code, name),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": {"fields": [_field(column) for column in columns]},
        }
        for one in summaries
        for name, title, columns in (("areas", "区域", AREA_COLUMNS), ("events", "事件", EVENT_COLUMNS))
    ]
    return {
        "profile": "tabular-data-package",
        "name": "register-of-certified-areas",
        "title": f"{site.name}{'（演示数据）' if site.demonstration else ''}",
        "homepage": frame.base(site),
        "licenses": [
            {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}
        ],
        "resources": resources,
    }


def _field(column: str) -> dict[str, str]:
    return {"name": column, "type": "boolean" if column == "demonstration" else "string"}
