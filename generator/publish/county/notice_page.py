"""The page of one of a county's own notices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from generator import urls
from generator.publish.county.context import Context
from generator.publish.pages import chrome
from generator.publish.pages.rows import declared_rows, groups, notice_facts
from generator.publish.pages.views.places import NoticeView
from generator.register.change import Change
from generator.register.declared import Total
from generator.register.model import Notice
from generator.register.times import instant


def notice_view(context: Context, notice: Notice, totals: Sequence[Total], changes: Sequence[Change]) -> NoticeView:
    """The page of a notice, with its declared counts and its changes, in order of the log."""
    county, page = context.county, urls.notice(notice.notice_id)
    title_name = partial(county.title_then, notice_id=notice.notice_id)
    return NoticeView(
        chrome=context.chrome(
            page,
            notice.title,
            f"{notice.title}，共 {len(changes)} 条。",
            chrome.trail_to(page, context.above),
            feeds=chrome.notice_feeds(f"{county.name}的每批通告", county.code),
            modified=max((change.listed for change in changes), key=instant, default=notice.published_at),
        ),
        title=notice.title,
        facts=tuple(notice_facts(notice)),
        declared=declared_rows(totals, county.names, title_name),
        groups=groups(changes, page, superseded=county.superseded, within=county.name),
        row_count=len(changes),
        unplaced=tuple(context.unplaced(row for row in county.unplaced if row.notice_id == notice.notice_id)),
        account=context.account([row for row in county.account if row.notice_id == notice.notice_id], page),
    )
