"""The JSON documents: data twins of pages. Keys are only ever added, at the end (`format` tells the version)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from generator import urls, words
from generator.publish.artifact import Artifact, document
from generator.register.account import AccountRow
from generator.register.change import Change
from generator.register.county import County
from generator.register.declared import Total
from generator.register.divisions import path_of, place_of
from generator.register.fold import Record
from generator.register.model import Notice, SiteSettings, Unplaced
from generator.register.status import UNDER_WAY
from generator.register.times import day_of

FORMAT: Final = "1.0"


def twin(page: str, content: Mapping[str, Any]) -> Artifact:
    """A JSON document as the data twin of a page."""
    return document(urls.twin(page), content)


def area(county: County, site: SiteSettings, area_id: str) -> dict[str, Any]:
    """The twin of an area's page, or of a street's, village's or community's that contains areas."""
    own_area = county.areas.get(area_id)
    records = county.by_area.get(area_id, [])
    titles = [
        {
            "title": record.title,
            "title_name": county.title_name(record),
            "status": record.state.public,
            "since": record.state.since,
            "pending": _pending(record),
            "since_on": day_of(record.state.since),
        }
        for record in records
    ]
    first: Mapping[str, Any] = titles[0] if titles else {}
    profile = county.profile_of(records[0]) if records else None
    code = place_of(area_id)
    return {
        "area_id": area_id,
        "name": own_area.name if own_area else county.names[area_id],
        "qualifier": own_area.qualifier if own_area else None,
        "unit_type": own_area.unit_type if own_area else None,
        "division": {
            "code": code,
            "path": [{"code": unit, "name": name} for unit, name in path_of(code, county.names)],
        },
        "title": first.get("title"),
        "title_name": first.get("title_name"),
        "status": first.get("status"),
        "since": first.get("since"),
        "scheme": profile.id if profile else None,
        "titles": titles,
        "state": county.settings.state,
        "demonstration": county.settings.demonstration,
        "events": _events(county, area_id),
        "areas": [row for inner in county.containers.get(area_id, ()) for row in _area_rows(county, site, inner)],
        "as_of": county.as_of,
        "url": urls.absolute(site.url, urls.area(area_id)),
        "former_names": own_area.former_names.split(";") if own_area and own_area.former_names else [],
        "replaced_by": own_area.replaced_by if own_area else None,
        "administered_by": own_area.administered_by if own_area else None,
        "format": FORMAT,
        "since_on": first.get("since_on"),
        "as_of_on": day_of(county.as_of),
    }


def _pending(record: Record) -> str | None:
    """Status of an application that is under way beside the public status, once the title was published."""
    under_way = record.state.status in UNDER_WAY
    return record.state.status if under_way and record.published else None


def _area_rows(county: County, site: SiteSettings, area_id: str) -> list[dict[str, Any]]:
    area = county.areas[area_id]
    return [
        {
            "area_id": area_id,
            "name": area.name,
            "qualifier": area.qualifier,
            "title": record.title,
            "title_name": county.title_name(record),
            "status": record.state.public,
            "since": record.state.since,
            "url": urls.absolute(site.url, urls.area(area_id)),
            "since_on": day_of(record.state.since),
        }
        for record in county.by_area[area_id]
    ]


def _events(county: County, area_id: str) -> list[dict[str, Any]]:
    """Public events of an area, in order of the log."""
    rows = []
    for public in county.history(area_id):
        event = public.event
        rows.append(
            {
                "event_id": public.event_id,
                "sequence": event.sequence,
                "event": event.event,
                "effective_at": event.effective_at,
                "recorded_at": event.recorded_at,
                "title": event.title,
                "decided_by": event.decided_by,
                "reason": event.reason,
                "notice_id": event.notice_id,
                "corrects": event.corrects,
                "corrected_by": public.corrected_by.sequence if public.corrected_by else None,
                "reason_name": public.reason_name,
                "took": public.took._asdict() if public.took else None,
                "recorded_later_days": public.recorded_later,
                "effective_on": day_of(event.effective_at),
                "recorded_on": day_of(event.recorded_at),
                "superseded_by": public.superseded_by,
            }
        )
        gone = county.redactions.get(event.sequence)
        if gone is not None:
            rows[-1]["redacted"] = {
                "columns": gone.columns, "decided_by": gone.decided_by, "reason": gone.reason,
                "redacted_at": gone.redacted_at,
            }  # fmt: skip
    return rows


def county(register: County, site: SiteSettings) -> dict[str, Any]:
    """The twin of a county's page."""
    settings = register.settings
    return {
        "county": {"code": register.code, "name": register.name},
        "state": settings.state,
        "demonstration": settings.demonstration,
        "counts": register.counts,
        "account": [account_row(row) for row in register.account],
        "events": len(register.events),
        "as_of": register.as_of,
        "format": FORMAT,
        "url": urls.absolute(site.url, urls.unit(register.code)),
        "publisher": settings.publisher,
        "contact": settings.contact,
        "schemes": [
            {"scheme": period.scheme, "from": period.start, "until": period.until} for period in settings.schemes
        ],
        "register_since": settings.register_since,
        "publishes_every_days": settings.publishes_every_days,
        "archived_at": settings.archived_at,
        "areas": len(register.by_area),
        "notices": [
            {
                "notice_id": entry.notice_id,
                "title": entry.title,
                "published_at": entry.published_at,
                "published_on": day_of(entry.published_at),
            }
            for entry in sorted({**register.above, **register.notices}.values(), key=lambda entry: entry.notice_id)
        ],
        "unplaced": [
            {"notice_id": row.notice_id, "name": row.name, "place": row.place, "title": row.title, "reason": row.reason}
            for row in register.unplaced
        ],
        "evidence": {name: name in register.evidence for name in words.EVIDENCE},
        "as_of_on": day_of(register.as_of),
    }


def account_row(row: AccountRow) -> dict[str, Any]:
    """A row of the account."""
    return asdict(row)


def notice(
    notice_: Notice,
    site: SiteSettings,
    totals: Iterable[Total],
    unplaced: Iterable[Unplaced],
    account: Iterable[AccountRow],
    changes: Sequence[Change],
    superseded: Mapping[str, str],
    *,
    demonstration: bool,
) -> dict[str, Any]:
    """The twin of a notice's page. `changes` are those under it; `superseded` are the events that no longer stand, each
    with the one by which it does not."""
    return {
        "notice_id": notice_.notice_id,
        "publisher": notice_.publisher,
        "title": notice_.title,
        "document_no": notice_.document_no,
        "published_at": notice_.published_at,
        "cutoff_at": notice_.cutoff_at,
        "provenance": notice_.provenance,
        "source": notice_.source,
        "imported_at": notice_.imported_at,
        "declared": [
            {
                "batches": total.batches or None,
                "division": total.division,
                "title": total.title,
                "measure": total.measure,
                "declared": total.declared,
                "actual": total.actual,
            }
            for total in totals
        ],
        "events": [_under_notice(change, superseded.get(change.event_id)) for change in changes],
        "unplaced": [
            {"name": row.name, "place": row.place, "title": row.title, "reason": row.reason} for row in unplaced
        ],
        "account": [account_row(row) for row in account],
        "demonstration": demonstration,
        "url": urls.absolute(site.url, urls.notice(notice_.notice_id)),
        "format": FORMAT,
        "published_on": day_of(notice_.published_at),
        "cutoff_on": day_of(notice_.cutoff_at),
        "title_names": {change.title: change.title_name for change in changes},
        "reason_names": {change.reason: change.reason_name for change in changes if change.reason},
    }


def _under_notice(change: Change, superseded_by: str | None) -> dict[str, Any]:
    """An event as its notice lists it: what differs between them, without keys that have no value. The rest stands in
    the county's table of events, by its id."""
    some = {
        "qualifier": change.qualifier,
        "reason": change.reason,
        "corrects": change.corrects,
        "superseded_by": superseded_by,
    }
    return {
        "event_id": change.event_id,
        "area_id": change.area_id,
        "area_name": change.area_name,
        "place": change.place,
        "event": change.event,
        "title": change.title,
        "effective_on": day_of(change.effective_at),
        **{key: value for key, value in some.items() if value},
    }
