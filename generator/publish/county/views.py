"""Views of a county's own pages: the county, its areas, its notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from generator import urls, words
from generator.publish.county.certificate import certificate, take_down
from generator.publish.county.english import summary
from generator.publish.county.neighbours import Neighbourhood
from generator.publish.pages import chrome as frame
from generator.publish.pages.charts.life import LifeView, life
from generator.publish.pages.charts.trend import trend
from generator.publish.pages.chinese import Chinese, Text
from generator.publish.pages.languages import CHINESE, ENGLISH
from generator.publish.pages.rows import (
    counts,
    declared_rows,
    exactly,
    groups,
    moment,
    notice_facts,
    promise,
    recent,
    status_word,
)
from generator.publish.pages.views.places import (
    AccountLine,
    AreaGroup,
    AreaRow,
    AreaView,
    CountyView,
    English,
    Filter,
    HistoryRow,
    NoticeRow,
    NoticeView,
    Option,
    TitleView,
    UnplacedRow,
)
from generator.publish.pages.views.shared import Chrome, Fact, Link, Measure
from generator.publish.pages.wording import wording
from generator.register.account import AccountRow
from generator.register.change import KIND_OF, Change
from generator.register.county import County, recorded_later, stages_of
from generator.register.divisions import ancestors, place_of
from generator.register.durations import Stage
from generator.register.model import Area, Event, Notice, SiteSettings
from generator.register.moves import moves_of
from generator.register.procedure import UNDER_WAY
from generator.register.profile import Profile
from generator.register.status import FINAL_PUBLIC, Record, Transition
from generator.rules.counts import Total

NEWEST = 6
# What the body of a step did, where that was not to decide.
DECIDES = {"apply": "申报", "review": "审核", "withdraw": "撤回"}

# Events that bring a title into a list.
BRINGS = ("publish", "nominate")
LOST = ("suspended", "revoked")
# Public statuses by which a list can be narrowed, removals first; "none" is a title that nobody holds any more or yet.
SHOWN = ("revoked", "suspended", "certified", "candidate")


class CountyViews:
    """Makes the views of one county; what many pages share is made once."""

    def __init__(self, county: County, site: SiteSettings, changes: Sequence[Change], lang: str = CHINESE) -> None:
        """Only the county's own page is in other languages than Chinese."""
        self.county = county
        self.site = site
        self.say = wording(lang)
        _ = self.say.word
        self.changes = changes
        self._trails: dict[str, tuple[Link, ...]] = {}
        self._scheme_facts: dict[str, Fact] = {}
        self._means: dict[str, tuple[Measure, ...]] = {}
        self.home = urls.unit(county.code, lang)
        self.above = [(urls.unit(code, lang), self.say.name(name)) for code, name in county.path]
        archived_at = county.settings.archived_at
        past = _("{}归档，不代表现状。").format(self.say.day(archived_at)) if archived_at else ""
        self.archived = f"{self._announced()}{past}" if archived_at else ""
        self.demonstration = _(frame.ALL_FICTIONAL) if county.settings.demonstration else ""
        self.promise = None if archived_at else promise(county.settings.publishes_every_days, county.as_of, self.say)
        self.footnote = _("数据截至{}，依据 {} 条记录。").format(self.say.time(county.as_of), len(county.events))
        self.neighbourhood = Neighbourhood(county, self._status_word)

    # ---- the county

    def county_view(self) -> CountyView:
        """The county's page: totals, changes with removals first, all areas by street, the account."""
        county, settings, say = self.county, self.county.settings, self.say
        _, name = say.word, say.name(county.name)
        own, lang = urls.unit(county.code), say.lang
        rows = self._area_rows(self.home, county.by_area)
        return CountyView(
            chrome=self._chrome(
                self.home, _("{}名录").format(name) if not self.archived else str(name),
                _("{}：有效 {} 个，暂停 {} 个，取消 {} 个，截至{}。").format(
                    name, *(county.counts[one] for one in ("certified", "suspended", "revoked")),
                    say.time(county.as_of),
                ),
                frame.trail_to(self.home, self.above[:-1], lang=lang, home=frame.home_of(self.site, lang)),
                feeds=frame.feed_set(f"{own}feed", _("{}的变化").format(name), lang=lang), crumb=name, twin=own,
                others=frame.others_of(self.site, lang, lambda one: urls.unit(county.code, one)),
            ),
            name=name,
            scope=own,
            counts=counts(county.counts, archived=bool(self.archived), say=say),
            as_of=say.exactly(county.as_of),
            recent=() if self.archived else recent(
                ((change.recorded_at[:10], change.kind, 1) for change in self.changes), county.as_of, say=say
            ),
            log_size=len(county.events),
            unpublished=any(
                not record.is_public(one) for record in county.records.values() for one in record.transitions
            ),
            publisher=say.quoted(settings.publisher) if settings.publisher else _("原发布单位未载明"),
            contact=say.quoted(settings.contact or ""),
            evidence=self._evidence(),
            schemes=tuple(
                Link(say.quoted(county.profiles[one.scheme].name), urls.relative(urls.scheme(one.scheme), self.home))
                for one in settings.schemes
            ),
            groups=groups(self._newest(), self.home, self._by_kind, say),
            areas=tuple(self._by_street(rows)),
            area_count=len(county.by_area),
            row_count=len(rows),
            filters=tuple(self._filters(rows)),
            account=self._account(county.account, self.home),
            notices=tuple(self._notice_rows()),
            unplaced=tuple(
                UnplacedRow(
                    say.name(one.name), say.place(one.place or ""), say.term(self._title_name(one.title)),
                    say.quoted(one.reason),
                )
                for one in county.unplaced
            ),
            downloads=(
                Link(_("区域表 areas.csv"), urls.relative(urls.table(county.code, "areas"), self.home)),
                Link(_("事件表 events.csv"), urls.relative(urls.table(county.code, "events"), self.home)),
                Link(_("本页数据 index.json"), urls.relative(urls.twin(own), self.home)),
            ),
            # Pictures have their words in Chinese.
            trend=trend(moves_of(county.records.values())[0], county.as_of, county.name) if say.chinese else None,
        )  # fmt: skip

    def _evidence(self) -> tuple[Fact, ...]:
        """What the steps were checked against, and what is kept elsewhere."""
        if self.archived:
            return ()
        _ = self.say.word
        return tuple(
            Fact(_(name), _("已入库，逐条核对") if table in self.county.evidence else _("未入库（另行保存），未经核对"))
            for table, name in words.EVIDENCE.items()
        )

    def _newest(self) -> list[Change]:
        """The newest changes of each kind, newest first."""
        seen = Counter[str]()
        found = []
        for change in sorted(self.changes, key=Change.order, reverse=True):
            seen[change.kind] += 1
            if seen[change.kind] <= NEWEST:
                found.append(change)
        return found

    @cached_property
    def _by_kind(self) -> Counter[str]:
        return Counter(change.kind for change in self.changes)

    def _by_street(self, rows: Iterable[AreaRow]) -> Iterator[AreaGroup]:
        streets: dict[str, list[AreaRow]] = {}
        for row in rows:
            code = place_of(row.area_id)
            streets.setdefault(code[:9] if len(code) >= 9 else code, []).append(row)
        for street, found in sorted(streets.items()):
            name = self.say.name(self.county.names.get(street, street))
            yield AreaGroup(street, name, urls.relative(urls.area(street), self.home), tuple(found))

    def _area_rows(self, page: str, area_ids: Iterable[str]) -> list[AreaRow]:
        rows = []
        for area_id in area_ids:
            area = self.county.areas[area_id]
            href = urls.relative(urls.area(area_id), page)
            name = self.say.name(words.full_name(area.name, area.qualifier))
            kind = self.say.word(words.UNIT_TYPES[area.unit_type])
            for record in self.county.by_area[area_id]:
                state = record.state
                rows.append(
                    AreaRow(
                        area_id, name, href, kind, self.say.term(self._record_title(record)), state.public,
                        self._status_word(state.public), self.say.moment(state.since) if state.since else None,
                        self._marks(record),
                    )
                )  # fmt: skip
        return rows

    def _marks(self, record: Record) -> str:
        """What the list of areas can be narrowed by: status, title, and the batch that brought the title."""
        marks = f"{record.state.public or 'none'} t{self.county.rank(record.title)}"
        for one in reversed(record.standing):
            if one.event in BRINGS:
                batch = self._batches.get(one.notice_id)
                return f"{marks} n{batch}" if batch else marks
        return marks

    @cached_property
    def _batches(self) -> dict[str | None, int]:
        """The notices in order of their list, by number from 1."""
        return {notice.notice_id: number for number, notice in enumerate(self._known_notices, 1)}

    @cached_property
    def _known_notices(self) -> list[Notice]:
        """The notices that the log refers to, newest first."""
        known = {**self.county.above, **self.county.notices}
        return sorted(known.values(), key=lambda one: (one.published_at, one.notice_id), reverse=True)

    def _filters(self, rows: Sequence[AreaRow]) -> Iterator[Filter]:
        """What the list of areas can be narrowed by, where there is a choice."""
        marked = Counter(mark for row in rows for mark in row.marks.split())
        foreign = "" if self.say.chinese else CHINESE
        offered: dict[str, list[tuple[str, str, Text, str]]] = {
            "status": [(status, status, self._status_word(status), "") for status in SHOWN],
            "title": [
                (f"t{rank}", title, name, foreign if isinstance(name, Chinese) else "")
                for title, rank in self.county.ranks.items()
                for name in [self.say.term(self._title_name(title))]
            ],
            "notice": [
                (f"n{number}", one.notice_id, f"{one.title}（{words.day_name(one.published_at)}）", foreign)
                for number, one in enumerate(self._known_notices, 1)
            ],
        }
        for key, name in words.FILTERS.items():
            options = tuple(
                Option(mark, value, said, marked[mark], lang)
                for mark, value, said, lang in offered[key]
                if marked[mark]
            )
            if len(options) > 1:
                yield Filter(key, self.say.word(name), options)

    def _account(self, rows: Sequence[AccountRow], page: str) -> tuple[AccountLine, ...]:
        lines = []
        for row in rows:
            if self.archived and row.notice_id is None:
                continue  # nothing follows the last notice of an archived list
            notice = self.county.notice(row.notice_id)
            link = notice and Link(self.say.quoted(notice.title), urls.relative(urls.notice(notice.notice_id), page))
            lines.append(
                AccountLine(
                    link, self.say.moment(notice.published_at) if notice else None,
                    self.say.term(self._title_name(row.title)),
                    row.previous, row.certified, row.revoked, row.revoked_while_suspended, row.suspended,
                    row.restored, row.corrected, row.current,
                )
            )  # fmt: skip
        return tuple(lines)

    def _notice_rows(self) -> Iterator[NoticeRow]:
        events: dict[str, int] = {}
        for change in self.changes:
            if change.notice_id:
                events[change.notice_id] = events.get(change.notice_id, 0) + 1
        for notice in self._known_notices:
            yield NoticeRow(
                self.say.quoted(notice.title), urls.relative(urls.notice(notice.notice_id), self.home),
                self.say.quoted(notice.publisher) if notice.publisher else self.say.word("原发布单位未载明"),
                self.say.moment(notice.published_at),
                events.get(notice.notice_id, 0),
            )  # fmt: skip

    # ---- one area

    def area_view(self, area_id: str) -> AreaView:
        """The page of an area, or of a street, village or community that contains areas."""
        county = self.county
        area = county.areas.get(area_id)
        page = urls.area(area_id)
        name = words.full_name(area.name, area.qualifier) if area else county.names[area_id]
        kind = words.UNIT_TYPES[area.unit_type] if area else words.PLACES[len(area_id)]
        place = county.place(area_id)
        records = county.by_area.get(area_id, [])
        titles = tuple(self._title_view(name, record, page) for record in records)
        below = county.containers.get(area_id, [])
        told = f"{place}{name}内有 {len(below)} 个区域曾获称号或在公示。"
        if titles:
            told = f"{place}，{kind}：{titles[0].status_word}。{titles[0].explanation or titles[0].held}"
        promised = self.promise.text if self.promise else ""
        profile, lapsed = self._means_now(records)
        source = Link(profile.name, urls.relative(urls.scheme(profile.id), page)) if profile else None
        return AreaView(
            chrome=self._chrome(
                page, "".join(titles[0].phrases) if titles else name, f"{told}{self.footnote}{promised}",
                self._trail_to(area_id, page), feeds=frame.area_feed(self.site, area_id, name),
                twin=self.site.area_documents, crumb=name,
            ),
            name=name,
            kind=kind,
            place=place,
            titles=titles,
            measures=self._measures(profile) if profile else (),
            measures_source=source,
            lapsed=lapsed,
            successor=self._link(area.replaced_by, page) if area else None,
            retired=words.day_name(area.valid_until) if area and area.valid_until else "",
            facts=(*self._facts(area, area_id, page, place), *self._schemes(records, page)),
            history=tuple(self._history(records, page)),
            neighbours=self.neighbourhood.of(area_id),
            areas=tuple(self._area_rows(page, below)),
            as_of=exactly(county.as_of),
            log_size=len(county.events),
            life=tuple(self._lives(records)),
            certificate=certificate(county, self.site, area_id, coded=self.site.area_codes),
            english=self._english(name, records),
        )  # fmt: skip

    def _lives(self, records: Sequence[Record]) -> Iterator[LifeView]:
        for record in records:
            if (made := life(record, self._record_title(record), self.county.as_of)) is not None:
                yield made

    def _english(self, name: str, records: Sequence[Record]) -> English | None:
        """Where the first title of an area stands, for who reads no Chinese."""
        if not records or ENGLISH not in self.site.languages:
            return None
        event = _decisive(records[0])
        reason = self.county.reason_name(event) if event else None
        return summary(name, records[0].state, self._record_title(records[0]), reason, archived=bool(self.archived))

    def _means_now(self, records: Sequence[Record]) -> tuple[Profile | None, str]:
        """The scheme whose measures an area's page shows; and, where no title is held, since when they do not apply."""
        if self.archived:
            return None, ""
        held = next((one for one in records if one.state.public == "certified" and one.state.since), None)
        if held is not None:
            return self.county.profile_at(held.state.since or ""), ""
        lost = next((one for one in records if one.state.public in LOST and one.periods), None)
        if lost is None or lost.state.since is None:
            return None, ""
        return self.county.profile_at(lost.periods[-1].start), words.day_name(lost.state.since)

    def _link(self, area_id: str | None, page: str) -> Link | None:
        """Another area of the county by its name; it leads to its page where it has one."""
        known = self.county.areas.get(area_id or "")
        if known is None:
            return None
        public = known.area_id in self.county.by_area or known.area_id in self.county.containers
        href = urls.relative(urls.area(known.area_id), page) if public else ""
        return Link(words.full_name(known.name, known.qualifier), href)

    def _trail_to(self, area_id: str, page: str) -> tuple[Link, ...]:
        """The trail to an area. It is the same for all areas of one place, as their pages lie side by side."""
        code = place_of(area_id)
        key = code if code != area_id else f"to {code}"
        if key not in self._trails:
            units = [unit for unit in ancestors(code) if len(unit) > 6]
            if code != area_id:
                units.append(code)
            above = [*self.above, *((urls.area(unit), self.county.names[unit]) for unit in units)]
            self._trails[key] = frame.trail_to(page, above)
        return self._trails[key]

    def _measures(self, profile: Profile) -> tuple[Measure, ...]:
        if profile.id not in self._means:
            self._means[profile.id] = tuple(Measure(text, clause or "") for text, clause in profile.measures)
        return self._means[profile.id]

    def _title_view(self, name: str, record: Record, page: str) -> TitleView:
        state, title = record.state, self._record_title(record)
        since = words.day_name(state.since) if state.since else ""
        then = "当时" if self.archived else "现"
        phrases = {
            "certified": (f"{name} ", f"{then}为 {title}，", f"自 {since}起"),
            "suspended": (f"{name}的", f"{title}称号已暂停，", f"自 {since}起"),
            "revoked": (f"{name} ", f"已不是 {title}，", f"自 {since}起"),
            "candidate": (f"{name} ", f"{'当时' if self.archived else ''}拟认定为 {title}，", f"{since}公示"),
            None: (f"{name} ", f"现在没有 {title} 称号"),
        }[state.public]
        pending = ""
        if state.status in UNDER_WAY and state.public != "certified":
            pending = f"正在{'重新' if state.public == 'revoked' else ''}申报：{words.STATUSES[state.status]}。"
        return TitleView(
            title, state.public, self._status_word(state.public), phrases, self._why(record), _held(record),
            "" if self.archived else take_down(record), pending, tuple(self._decisions(record, page)),
        )  # fmt: skip

    def _why(self, record: Record) -> str:
        """Why the title stands where it does: the reason of the event that decided it."""
        event = _decisive(record)
        reason = self.county.reason_name(event) if event else None
        return f"原因：{reason}。" if reason else ""

    def _decisions(self, record: Record, page: str) -> Iterator[Fact]:
        """Who decided where the title stands, with the notice that says so; a title in force also who certified it."""
        final = _decisive(record)
        if final is None:
            return
        steps = [final]
        if final.event == "publish":
            before = record.standing[: record.standing.index(final)]
            found = (next((one for one in reversed(before) if one.event == kind), None) for kind in ("certify", "file"))
            steps = [*(one for one in found if one), final]
        for one in steps:
            if one.decided_by:
                yield Fact(words.EVENTS[one.event], f"{self._body(one.decided_by)}，{words.day_name(one.effective_at)}")
        notice = self.county.notice(final.notice_id)
        if notice is not None:
            yield Fact("依据", notice.title, urls.relative(urls.notice(notice.notice_id), page))

    def _facts(self, area: Area | None, area_id: str, page: str, place: str) -> Iterator[Fact]:
        yield Fact("所在", place)
        yield Fact("区划代码" if area_id == place_of(area_id) else "区域编号", area_id)
        if area is None:
            return
        yield Fact("类型", words.UNIT_TYPES[area.unit_type])
        if area.former_names:
            yield Fact("曾用名", "、".join(area.former_names.split(";")))
        if area.administered_by:
            yield Fact("管理方", area.administered_by)
        others = [("属于", area.part_of), ("现由此接替", area.replaced_by)]
        others += [("前身", one) for one in self._predecessors.get(area_id, ())]
        for label, other in others:
            known = self._link(other, page)
            if known is not None:
                yield Fact(label, *known)
        for label, day in (("启用", area.valid_from), ("停用", area.valid_until)):
            if day:
                yield Fact(label, moment(day))

    @cached_property
    def _predecessors(self) -> dict[str, list[str]]:
        """Ids of the areas that another one stands in the place of today, by the id of that one."""
        found: dict[str, list[str]] = {}
        for area in self.county.areas.values():
            if area.replaced_by:
                found.setdefault(area.replaced_by, []).append(area.area_id)
        return found

    def _schemes(self, records: Sequence[Record], page: str) -> Iterator[Fact]:
        """The schemes under which the titles of an area stand; all pages of areas link them alike."""
        times = (record.state.since or record.transitions[-1].event.effective_at for record in records)
        for profile in dict.fromkeys(profile.id for profile in map(self.county.profile_at, times) if profile):
            if profile not in self._scheme_facts:
                href = urls.relative(urls.scheme(profile), page)
                self._scheme_facts[profile] = Fact("工作方案", self.county.profiles[profile].name, href)
            yield self._scheme_facts[profile]

    def _history(self, records: Sequence[Record], page: str) -> Iterator[HistoryRow]:
        found = [
            (transition, record)
            for record in records
            for transition in record.transitions
            if record.is_public(transition)
        ]
        took = {one.title: stages_of(self.county, one) for one in records}
        for transition, record in sorted(found, key=lambda pair: pair[0].event.sequence, reverse=True):
            stage = took[record.title].get(transition.event.sequence)
            yield self._history_row(transition, record, stage, page)

    def _history_row(self, transition: Transition, record: Record, stage: Stage | None, page: str) -> HistoryRow:
        event = transition.event
        event_id = urls.event_id(self.county.code, event.sequence)
        later = record.corrected_by.get(event.sequence)
        mark = ""
        if later is not None:
            mark = f"被第 {later.sequence} 号{'撤销' if later.event == 'correct' else '替换'}"
        elif event.corrects is not None:
            verb = "撤销" if event.event == "correct" else "替换"
            mark = f"{verb}第 {event.corrects} 号"
        notice = self.county.notice(event.notice_id)
        name = self.county.areas[event.area_id].name
        return HistoryRow(
            anchor=urls.anchor(event_id),
            event_id=event_id,
            kind="corrected" if event.corrects is not None else KIND_OF.get(event.event, "step"),
            word=words.EVENTS[event.event],
            title_name=self.county.title_name(event),
            effective=exactly(event.effective_at),
            recorded=exactly(event.recorded_at),
            decided_by=self._decided(event),
            reason=self.county.reason_name(event) or "",
            notice=Link(notice.title, urls.relative(urls.notice(notice.notice_id), page)) if notice else None,
            void=later is not None,
            mark=mark,
            took=self._took(event, stage),
            named=event.area_name if event.area_name != name else "",
        )

    def _took(self, event: Event, stage: Stage | None) -> str:
        """How long a step took, and how much later it was recorded."""
        parts = []
        if stage is not None and stage.days is not None:
            since = words.EVENTS[stage.since]
            took = f"距{since} {stage.days} {words.UNITS[stage.unit]}" if stage.days else f"{since}当天"
            limit = f"（时限 {stage.limit} {words.UNITS[stage.unit]}" if stage.limit is not None else ""
            late = f"，晚 {stage.late} {words.UNITS[stage.unit]}" if stage.late else ""
            parts.append(f"{took}{limit}{late}{'）' if limit else ''}。")
        days_later = recorded_later(event)
        if days_later > 1 and not self.archived:
            parts.append(f"{days_later} 天后补记。")
        return "".join(parts)

    # ---- notices

    def notice_view(self, notice: Notice, totals: Sequence[Total], mine: Sequence[Change]) -> NoticeView:
        """The page of one of the county's own notices; `mine` are its changes, in order of the log."""
        page = urls.notice(notice.notice_id)
        return NoticeView(
            chrome=self._chrome(
                page, notice.title, f"{notice.title}，共 {len(mine)} 条。", frame.trail_to(page, self.above)
            ),
            title=notice.title,
            facts=tuple(notice_facts(notice)),
            declared=declared_rows(totals, self.county.names, self._title_name),
            groups=groups(mine, page),
            row_count=len(mine),
            unplaced=tuple(
                UnplacedRow(one.name, one.place or "", self._title_name(one.title), one.reason)
                for one in self.county.unplaced
                if one.notice_id == notice.notice_id
            ),
            account=self._account([r for r in self.county.account if r.notice_id == notice.notice_id], page),
        )

    # ---- words

    def _announced(self) -> str:
        days = sorted(one.published_at[:10] for one in (*self.county.notices.values(), *self.county.above.values()))
        _ = self.say.word
        return _("公布于{}，").format(self.say.day(days[-1])) if days else ""

    def _status_word(self, status: str | None) -> str:
        return status_word(status, archived=bool(self.archived), say=self.say)

    def _chrome(
        self, page: str, title: str, description: str, trail: tuple[Link, ...], *,
        feeds: Sequence[tuple[str, str]] = (), twin: bool | str = True, crumb: Text = "",
        others: Sequence[tuple[str, str]] = (),
    ) -> Chrome:  # fmt: skip
        return frame.chrome(
            self.site, page, title, description, trail, feeds=feeds, twin=twin, demonstration=self.demonstration,
            archived=self.archived, footnote=self.footnote, crumb=crumb, promise=self.promise, lang=self.say.lang,
            others=others,
        )  # fmt: skip

    @cached_property
    def _title_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for period in reversed(self.county.settings.schemes):
            for title in self.county.profiles[period.scheme].titles.values():
                names.setdefault(title.id, title.name)
        return names

    def _title_name(self, title: str) -> str:
        return self._title_names.get(title, title)

    def _record_title(self, record: Record) -> str:
        since = record.state.since
        profile = self.county.profile_at(since) if since else None
        return profile.title_name(record.title) if profile else self._title_name(record.title)

    def _decided(self, event: Event) -> str:
        what = DECIDES.get(event.event, "决定")
        return f"{what}：{self._body(event.decided_by)}" if event.decided_by else ""

    def _body(self, code: str | None) -> str:
        return self.county.names.get(code, code) if code else ""


def _decisive(record: Record) -> Event | None:
    """The event that decided where a title stands for the public; None where it stands nowhere."""
    if record.state.public is None:
        return None
    return next((one for one in reversed(record.standing) if one.event in FINAL_PUBLIC), None)


def _held(record: Record) -> str:
    """From when until when a title was held, where it was lost at least once."""
    spans = [
        f"{words.day_name(one.start)}至{words.day_name(one.end)}（{_days(one.start, one.end)}）"
        for one in record.periods
        if one.end is not None
    ]
    if not spans:
        return ""
    return f"{'此前' if record.state.public == 'certified' else ''}有称号的时间：{'；'.join(spans)}。"


def _days(start: str, end: str) -> str:
    days = (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    return f"{days} 天" if days else "不足 1 天"
