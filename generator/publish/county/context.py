"""What the pages of one county share: its words and marks, the chrome, and rows that stand on several of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from generator import urls, words
from generator.publish.county.accounts import account_table
from generator.publish.pages import chrome, share
from generator.publish.pages.chinese import Text
from generator.publish.pages.languages import CHINESE, ENGLISH
from generator.publish.pages.rows import promise, status_word
from generator.publish.pages.share import Card
from generator.publish.pages.views.places import AccountTable, AreaRow, UnplacedRow
from generator.publish.pages.views.shared import Chrome, Link, SharePicture
from generator.publish.pages.wording import with_terms
from generator.register.account import AccountRow
from generator.register.county import County
from generator.register.fold import Record
from generator.register.model import Notice, SiteSettings, Unplaced
from generator.register.times import end_of

# Events that bring a title into a list.
_BRINGS = ("publish", "nominate")


def has_english_areas(county: County, site: SiteSettings) -> bool:
    """True if the areas of a county have pages in English: those of a historical list have none."""
    return site.english_areas and ENGLISH in site.languages and county.settings.state == "active"


class Context:
    """One county as its pages see it, in one language; what many of them share is made once.

    `above` are (address, name) of the county and of the units above it. `archived` and `demonstration` are the banners,
    "" where there is none.
    """

    def __init__(self, county: County, site: SiteSettings, lang: str = CHINESE) -> None:
        """In other languages than Chinese are the county's own page and, in English, those of its areas."""
        self.county = county
        self.site = site
        self.say = with_terms(lang, county.profiles.values())
        _ = self.say.word
        self.home = urls.unit(county.code, lang)
        self.lang_of_areas = lang if lang == ENGLISH and has_english_areas(county, site) else CHINESE
        self.above = [(urls.unit(code, lang), self.say.name(name)) for code, name in county.path]
        archived_at = county.settings.archived_at
        past = _("{}归档，不代表现状。").format(self.say.day(archived_at)) if archived_at else ""
        self.archived = f"{self._announced()}{past}" if archived_at else ""
        self.demonstration = _(chrome.ALL_FICTIONAL) if county.settings.demonstration else ""
        self.promise = None if archived_at else promise(county.settings.publishes_every_days, county.as_of, self.say)
        self._sources: dict[str | None, Link | None] = {}
        self._status_words: dict[str | None, str] = {}
        self._area_rows: dict[tuple[str, int], tuple[AreaRow, ...]] = {}
        self.footnote = _("数据截至{}，区县名录共 {} 条记录。").format(self.say.time(county.as_of), len(county.events))

    def _announced(self) -> str:
        days = sorted(
            notice.published_at[:10] for notice in (*self.county.notices.values(), *self.county.above.values())
        )
        _ = self.say.word
        return _("公布于{}，").format(self.say.day(days[-1])) if days else ""

    def status_word(self, status: str | None) -> str:
        """A public status in words."""
        if status not in self._status_words:
            self._status_words[status] = status_word(status, archived=bool(self.archived), say=self.say)
        return self._status_words[status]

    def body(self, code: str | None) -> str:
        """Name of a body by its code."""
        return self.county.names.get(code, code) if code else ""

    def source(self, notice_id: str | None, page: str) -> Link | None:
        """A notice by its title, as pages of areas link it: all of them alike, as they lie side by side."""
        if notice_id not in self._sources:
            notice = self.county.notice(notice_id)
            link = Link(notice.title, urls.relative(urls.notice(notice.notice_id), page)) if notice else None
            self._sources[notice_id] = link
        return self._sources[notice_id]

    def chrome(
        self, page: str, title: str, description: str, trail: tuple[Link, ...], *,
        feeds: Sequence[tuple[str, str]] = (), twin: bool | str = True, crumb: Text = "",
        others: Sequence[tuple[str, str]] = (), modified: str = "", status: str = "",
    ) -> Chrome:  # fmt: skip
        """The chrome of a page of the county; of when it is, where that is not the county's own time; of which
        status, where it is that of an area."""
        return chrome.chrome(
            self.site, page, title, description, trail, feeds=feeds, twin=twin, demonstration=self.demonstration,
            archived=self.archived, footnote=self.footnote, crumb=crumb, promise=self.promise, lang=self.say.lang,
            others=others, modified=modified or self.county.as_of, pictures=self._pictures.get(status, ()),
        )  # fmt: skip

    @cached_property
    def cards(self) -> list[Card]:
        """What chats show of the county, and of each public status in it; nothing where the site has no such."""
        if not self.site.share_pictures:
            return []
        county, own = self.county, with_terms(CHINESE, self.county.profiles.values())
        archived = county.settings.state == "archived"
        name = share.place_name([name for _, name in county.path])
        told = [("", ""), (share.NONE, status_word(None, archived=archived, say=own))]
        told += [(status, status_word(status, archived=archived, say=own)) for status in share.STATUSES]
        return [
            share.card(
                self.site, f"{name}的一个区域" if status else name, county.as_of, status, word,
                demonstration=county.settings.demonstration, archived=archived,
            )
            for status, word in told
        ]  # fmt: skip

    @cached_property
    def _pictures(self) -> dict[str, tuple[SharePicture, ...]]:
        return {card.status: share.shown(self.site, urls.unit(self.county.code), card) for card in self.cards}

    # ---- rows

    def area_rows(self, page: str, area_ids: Iterable[str]) -> list[AreaRow]:
        """A row for each title of these areas; made once for the pages of communities and streets, which lie alike."""
        rows: list[AreaRow] = []
        depth = page.count("/")
        for area_id in area_ids:
            key = (area_id, 0 if page == urls.area(area_id) else depth)
            if key not in self._area_rows:
                self._area_rows[key] = tuple(self._rows_of(area_id, page))
            rows.extend(self._area_rows[key])
        return rows

    def _rows_of(self, area_id: str, page: str) -> Iterator[AreaRow]:
        area = self.county.areas[area_id]
        href = urls.relative(urls.area(area_id, self.lang_of_areas), page)
        name = self.say.name(words.full_name(area.name, area.qualifier))
        kind = self.say.word(words.UNIT_TYPES[area.unit_type])
        for record in self.county.by_area[area_id]:
            state = record.state
            yield AreaRow(
                area_id, name, href, kind, self.say.term(self.county.title_name(record)), state.public,
                self.status_word(state.public), self.say.moment(state.since) if state.since else None,
                self._marks(record) if page == self.home else "",
            )  # fmt: skip

    def _marks(self, record: Record) -> str:
        """What the county's list can be narrowed by: status, title, and the batch that brought the title."""
        marks = f"{record.state.public or 'none'} t{self.county.rank(record.title)}"
        for event in reversed(record.standing):
            if event.event in _BRINGS:
                batch = self._batches.get(event.notice_id)
                return f"{marks} n{batch}" if batch else marks
        return marks

    @cached_property
    def _batches(self) -> dict[str | None, int]:
        """The notices in order of their list, by number from 1."""
        return {notice.notice_id: number for number, notice in enumerate(self.known_notices, 1)}

    @cached_property
    def known_notices(self) -> list[Notice]:
        """The notices that the log refers to, newest first; last, those dated ahead that were taken back."""
        county = self.county
        standing = {event.notice_id for record in county.records.values() for event in record.standing}
        void = {event.notice_id for event in county.events if event.notice_id} - standing

        def order(notice: Notice) -> tuple[bool, str, str]:
            ahead = notice.published_at > end_of(county.as_of) and notice.notice_id in void
            return (not ahead, notice.published_at, notice.notice_id)

        return sorted({**county.above, **county.notices}.values(), key=order, reverse=True)

    def account(self, rows: Sequence[AccountRow], page: str) -> AccountTable | None:
        """The table of the account."""
        told = []
        for row in rows:
            if self.archived and row.notice_id is None:
                continue  # nothing follows the last notice of an archived list
            notice = self.county.notice(row.notice_id)
            link = notice and Link(self.say.quoted(notice.title), urls.relative(urls.notice(notice.notice_id), page))
            day = self.say.moment(notice.published_at) if notice else None
            told.append((row, link, day, self.say.term(self.county.title_then(row.title, row.notice_id))))
        return account_table(told, self.say)

    def unplaced(self, rows: Iterable[Unplaced]) -> Iterator[UnplacedRow]:
        """Names that notices printed and that no code was found for."""
        for row in rows:
            title = self.county.title_then(row.title, row.notice_id)
            yield UnplacedRow(
                self.say.name(row.name), self.say.place(row.place or ""), self.say.term(title),
                self.say.quoted(row.reason),
            )  # fmt: skip
