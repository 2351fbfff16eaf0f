"""The data of a register that begins: settings, schemes, divisions and empty counties; nothing of the demonstration."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.errors import UsageError
from generator.reading import schemas
from generator.reading.folder import COUNTY_TABLES
from generator.reading.version import FORMAT
from generator.register import divisions
from generator.staff.founding.source import County, Scheme, Source


class Keeper(NamedTuple):
    """Who keeps a register: `every_days` is the promise of updates (None: none), `since` the first day."""

    publisher: str
    contact: str
    since: str
    every_days: int | None = None


class Site(NamedTuple):
    """The settings of the site; `name_en` is its English name, with which there are pages in English."""

    name: str
    url: str
    tag_authority: str
    name_en: str | None = None


class Binding(NamedTuple):
    """A scheme that binds a county; `adopted_by` is the notice by which it adopted that of another place."""

    scheme: Scheme
    adopted_by: str | None = None


def bindings(counties: Sequence[County], schemes: Sequence[Scheme], adopted: Sequence[str]) -> dict[str, list[Binding]]:
    """The schemes of each county, by its code. Raises UsageError for one of another place that no notice adopted."""
    foreign = [scheme for scheme in schemes if not any(scheme.is_at_home(county.code) for county in counties)]
    bound: dict[str, list[Binding]] = {}
    unused = [*adopted]
    for county in counties:
        own = [Binding(scheme) for scheme in schemes if scheme.is_at_home(county.code)]
        notices = notices_of(county, adopted)
        if not own and not notices:
            raise UsageError(_elsewhere((foreign or schemes)[0], county))
        if not own and len(foreign) > 1:
            raise UsageError(f"{county.code} 采用的是哪一份外地的工作方案，一次只写一份")
        if not own:
            own = [Binding((foreign or schemes)[0], notices[0])]
            unused = [notice for notice in unused if notice != notices[0]]
        bound[county.code] = sorted(own, key=lambda binding: binding.scheme.profile["period"]["from"] or "")
    used = {binding.scheme.id for own in bound.values() for binding in own}
    for scheme in schemes:
        if scheme.id not in used:
            raise UsageError(_elsewhere(scheme, counties[0]))
    if unused:
        raise UsageError(f"写了却用不上：--adopted-by {unused[0]}（只用于没有本地方案的区县，写它自己的通告编号）")
    return bound


def notices_of(county: County, notices: Sequence[str]) -> list[str]:
    """Those of some notices that a county, or a unit above it, published."""
    return [notice for notice in notices if divisions.concerns(notice.partition("-")[0], county.code)]


def _elsewhere(scheme: Scheme, county: County) -> str:
    place = scheme.profile["jurisdiction"]
    return (
        f"《{scheme.name}》适用于{place['name']}（{place['code']}），不包括 {county.code}；"
        "请选本地的工作方案，确实由公文采用的，用 --adopted-by 写明那份通告的编号"
    )


def site_file(site: Site, keeper: Keeper, codes: Sequence[str]) -> dict[str, bytes]:
    """`site.json`. Raises UsageError where it cannot be published like this."""
    document = {
        "name": site.name, "url": site.url, "tag_authority": site.tag_authority,
        "demonstration": any(map(_is_fictional, codes)), "publisher": keeper.publisher, "contact": keeper.contact,
        "area_documents": True, "area_feeds": True, "parquet": True, "json_lines": True,
        "kind_archives": True, "county_pictures": True, "revoked_feeds": True,
        "share_pictures": True, "format": FORMAT,
    } | ({} if site.name_en is None else {"languages": ["en"], "name_en": site.name_en})  # fmt: skip
    return {"site.json": _sound("site", document)}


def county_files(county: County, own: Sequence[Binding], keeper: Keeper) -> dict[str, bytes]:
    """The folder of a county without a line; each scheme binds from its own first day where that is earlier."""
    document = {
        "code": county.code, "publisher": keeper.publisher, "contact": keeper.contact,
        "schemes": [_period(binding, keeper.since) for binding in own],
        "register_since": keeper.since, "publishes_every_days": keeper.every_days, "state": "active",
        "demonstration": _is_fictional(county.code),
    }  # fmt: skip
    tables = {
        f"{table}.csv": f"{','.join(column.name for column in schemas.columns(table))}\n".encode()
        for table in COUNTY_TABLES
    }
    files = {"county.json": _sound("county", document), **tables}
    return {f"registers/{county.code}/{name}": content for name, content in files.items()}


def shared_files(source: Source, codes: Sequence[str], schemes: Sequence[Scheme]) -> dict[str, bytes]:
    """The schemes, and the divisions of the provinces of counties: a register needs no more."""
    provinces = sorted({code[:2] for code in codes})
    return {
        **{f"schemes/{scheme.id}.json": scheme.content for scheme in schemes},
        **{f"divisions/{province}.csv": source.table(province) for province in provinces},
    }


def _is_fictional(code: str) -> bool:
    return code.startswith(divisions.DEMONSTRATION)


def _period(binding: Binding, since: str) -> dict[str, str | None]:
    begin = min(since, binding.scheme.profile["period"]["from"] or since)
    adopted = {} if binding.adopted_by is None else {"adopted_by": binding.adopted_by}
    return {"scheme": binding.scheme.id, "from": begin, "until": None, **adopted}


def _sound(schema: str, document: dict[str, Any]) -> bytes:
    """A document that agrees with its schema. Raises UsageError."""
    problem = next(schemas.explain(schema, document), None)
    if problem is not None:
        raise UsageError(f"“{problem.value}”不能用作 {'.'.join(map(str, problem.path))}：{problem.expected}")
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
