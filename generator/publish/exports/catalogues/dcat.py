"""catalog.jsonld: the data as a DCAT 3 catalogue, for data portals that harvest it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from generator import urls, words
from generator.publish.artifact import Artifact, document
from generator.publish.exports.catalogues import resources
from generator.publish.exports.dictionary import TABLES, TableKind
from generator.publish.handover.summary import Summary
from generator.register.model import SiteSettings

_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_FREQUENCY: Final = "http://publications.europa.eu/resource/authority/frequency/"
_LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/ZHO"


def catalogue(site: SiteSettings, summaries: Sequence[Summary], as_of: str | None) -> Artifact:
    """The catalogue: the tables, the changes as feeds, the pages as JSON."""
    chinese, english = resources.description(site)
    shared = _shared(site, summaries, as_of)
    datasets = [
        *(_table(site, table, shared, resources.provinces(summaries)) for table in TABLES),
        _feeds(site, shared),
        _twins(site, shared),
    ]
    content = {
        "@context": _CONTEXT,
        "@id": urls.absolute(site.url, urls.CATALOGUE),
        "@type": "dcat:Catalog",
        "dct:title": _in("zh", resources.title(site)),
        "dct:description": [_in("zh", chinese), _in("en", english)],
        "foaf:homepage": {"@id": urls.absolute(site.url, urls.HOME)},
        **shared,
        "dcat:dataset": datasets,
        "dcat:service": {
            "@id": urls.absolute(site.url, urls.INTERFACE),
            "@type": "dcat:DataService",
            "dct:title": _in("zh", "静态文件接口"),
            "dcat:endpointURL": {"@id": urls.absolute(site.url, urls.HOME)},
            "dcat:endpointDescription": {"@id": urls.absolute(site.url, urls.INTERFACE)},
            "dct:license": {"@id": site.licence.url},
            "dcat:servesDataset": [{"@id": dataset["@id"]} for dataset in datasets],
        },
    }
    return document(urls.CATALOGUE, content)


def _in(language: str, text: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _day(day: str) -> dict[str, str]:
    return {"@value": day[:10], "@type": "xsd:date"}


def _shared(site: SiteSettings, summaries: Sequence[Summary], as_of: str | None) -> dict[str, Any]:
    """What the catalogue and each dataset say alike."""
    period = resources.period(summaries)
    days = {"dcat:startDate": _day(period[0]), "dcat:endDate": _day(period[1])} if period else {}
    return {
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _in("zh", site.publisher)},
        "dct:license": {"@id": site.licence.url},
        "dct:language": {"@id": _LANGUAGE},
        "dct:accrualPeriodicity": {"@id": f"{_FREQUENCY}{resources.frequency(summaries)}"},
        **({"dct:modified": _day(as_of)} if as_of else {}),
        **({"dct:temporal": {"@type": "dct:PeriodOfTime", **days}} if days else {}),
        "dct:spatial": [
            {"@type": "dct:Location", "dct:identifier": code, "skos:prefLabel": _in("zh", name)}
            for code, name in resources.provinces(summaries).items()
        ],
    }  # fmt: skip


def _dataset(site: SiteSettings, name: str, titles: tuple[str, str], shared: dict[str, Any]) -> dict[str, Any]:
    return {
        "@id": urls.absolute(site.url, urls.table_meaning(name)),
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": [_in("zh", f"{resources.title(site)}：{titles[0].partition('：')[0]}"), _in("en", titles[1])],
        "dct:description": [_in("zh", titles[0]), _in("en", titles[1])],
        "dcat:landingPage": {"@id": urls.absolute(site.url, urls.DATA)},
        **shared,
    }


def _distribution(site: SiteSettings, address: str, title: str, media_type: str) -> dict[str, Any]:
    address = urls.absolute(site.url, address)
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _in("zh", title),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{_MEDIA_TYPES}{media_type}"},
        "dct:license": {"@id": site.licence.url},
    }


def _table(site: SiteSettings, table: TableKind, shared: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    return {
        **_dataset(site, table.name, (table.chinese, table.english), shared),
        "dcat:distribution": [
            _distribution(site, download.address, f"{place}（{download.format.chinese}）", download.format.media_type)
            for code, place in {"": "全国", **places}.items()
            for download in resources.downloads(site, code)
            if download.table is table
        ],
    }


def _feeds(site: SiteSettings, shared: dict[str, Any]) -> dict[str, Any]:
    titles = (
        "变化：认定、暂停、恢复、取消与更正，每一次变化一条；另有每份通告一条的",
        "Changes, one item each, as feeds; another of notices.",
    )
    return {
        **_dataset(site, "feeds", titles, shared),
        "dcat:distribution": [
            _distribution(site, urls.feed_file(stem, form), f"{name}（{form}）", media_type)
            for stem, name in (*((urls.kind_feed(kind), kind) for kind in words.FEEDS), (urls.notice_feed(), "notices"))
            for form, media_type in urls.FORMATS.items()
        ],
    }


def _twins(site: SiteSettings, shared: dict[str, Any]) -> dict[str, Any]:
    titles = ("网页的数据：每一页的 JSON，地址见 openapi.json", "Every page as JSON; addresses are in openapi.json.")
    return {
        **_dataset(site, "twins", titles, shared),
        "dcat:distribution": [
            _distribution(site, urls.twin(page), title, "application/json")
            for page, title in ((urls.HOME, "总数和全部区县"), (urls.CHANGES, "变化"), (urls.STATISTICS, "统计"))
        ],
    }
