"""The page of an area, or of a street, village or community that contains areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from generator import urls, words
from generator.publish.county import english
from generator.publish.county.certificate import certificate, standing_by
from generator.publish.county.context import Context
from generator.publish.county.neighbours import Neighbourhood
from generator.publish.county.standing import Standings
from generator.publish.pages import chrome, share
from generator.publish.pages.charts.life import LifeView, life
from generator.publish.pages.languages import ENGLISH, NAMES
from generator.publish.pages.rows import exactly, moment
from generator.publish.pages.views.places import AreaView, HistoryRow
from generator.publish.pages.views.shared import Alternate, Fact, Link, Measure, Moment
from generator.register.change import KIND_OF
from generator.register.divisions import ancestors, place_of
from generator.register.fold import Record
from generator.register.history import PublicEvent
from generator.register.model import Area, Event
from generator.register.profile import Profile
from generator.register.redaction import removal

# What the body of a step did, where that was not to decide.
_DECIDES = {"apply": "申报", "review": "审核", "withdraw": "撤回"}
_LOST = ("suspended", "revoked")
_ABOVE = Link("上述通告", "")
# Of an event in the history: its kind and word, the title, when it had force and was recorded, who decided, why, and
# how long it took.
_Told = tuple[str, str, str, Moment, Moment | None, str, str, str]


class AreaPages:
    """Makes the pages of the areas of one county; what many of them share is made once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._county = context.county
        self._neighbourhood = Neighbourhood(context.county, context.status_word)
        self._standings = Standings(context)
        self._trails: dict[str, tuple[Link, ...]] = {}
        self._scheme_facts: dict[str, Fact] = {}
        self._events: dict[tuple[object, ...], _Told] = {}
        self._means: dict[tuple[tuple[str, str | None], ...], tuple[Measure, ...]] = {}

    def view(self, area_id: str) -> AreaView:
        """The page of an area, or of a street, village or community that contains areas."""
        county = self._county
        area = county.areas.get(area_id)
        page = urls.area(area_id)
        name = words.full_name(area.name, area.qualifier) if area else county.names[area_id]
        kind = words.UNIT_TYPES[area.unit_type] if area else words.PLACES[len(area_id)]
        place = county.place(area_id)
        records = county.by_area.get(area_id, [])
        titles = tuple([self._standings.view(name, record, page) for record in records])
        below = county.containers.get(area_id, [])
        told = f"{place}{name}内有 {len(below)} 个区域曾获称号或在公示。"
        if titles:
            told = f"{place}，{kind}：{titles[0].status_word}。{titles[0].explanation or titles[0].held}"
        promised = self._context.promise.text if self._context.promise else ""
        profile, lapsed = self._means_now(records)
        history, measures = county.history(area_id), self._measures(profile) if profile else ()
        cited = {fact.href for title in titles for fact in title.decided if fact.href}
        above = cited.pop() if len(cited) == 1 else None
        source = Link(profile.name, self._scheme(profile.id, page).href) if profile else None
        speaks = ENGLISH in self._context.site.languages
        return AreaView(
            chrome=self._context.chrome(
                page, "".join(titles[0].phrases) if titles else name,
                f"{told}{self._context.footnote}{promised}",
                self._trail_to(area_id, page), feeds=chrome.area_feed(self._context.site, area_id, name),
                twin=self._context.site.area_documents, crumb=name,
                modified=self._listed(history[-1].event) if history else "",
                status=(records[0].state.public or share.NONE) if records else "",
            ),
            name=name,
            kind=kind,
            place=place,
            titles=titles,
            measures=measures,
            measures_source=source,
            measures_clause=_clause(measures),
            lapsed=lapsed,
            successor=self._link(area.replaced_by, page) if area else None,
            retired=words.day_name(area.valid_until) if area and area.valid_until else "",
            facts=(
                *self._facts(area, area_id, page), *self._proof(records),
                *self._schemes(records, page, profile if measures else None),
            ),
            history=tuple(self._history_row(event, page, above) for event in reversed(history)),
            neighbours=self._neighbourhood.of(area_id),
            areas=tuple(self._context.area_rows(page, below)),
            as_of=exactly(county.as_of),
            county=county.name,
            log_size=len(county.events),
            life=tuple(self._lives(records)),
            certificate=certificate(county, self._context.site, area_id, coded=self._context.site.area_codes),
            english=english.line(county, name, records, archived=bool(self._context.archived)) if speaks else None,
            other=self._other(area_id, page),
            contact=county.settings.contact or "",
        )  # fmt: skip

    def _listed(self, event: Event) -> str:
        """The time of an event; of a misdated one, that of what shows it."""
        return self._county.listed_at.get(event.sequence, event.recorded_at)

    def _lives(self, records: Sequence[Record]) -> Iterator[LifeView]:
        for record in records:
            made = life(
                record, self._county.title_name(record), self._county.as_of, archived=bool(self._context.archived)
            )
            if made is not None:
                yield made

    def _other(self, area_id: str, page: str) -> Alternate | None:
        """The page in English of an area, where it has one."""
        there = english.page_of(self._county, self._context.site, area_id)
        if not there:
            return None
        whole = urls.absolute(self._context.site.url, there)
        return Alternate(ENGLISH, NAMES[ENGLISH], urls.relative(there, page), whole)

    def _means_now(self, records: Sequence[Record]) -> tuple[Profile | None, str]:
        """The scheme whose measures an area's page shows; and, where no title is held, since when they do not apply."""
        if self._context.archived:
            return None, ""
        held = next((record for record in records if record.state.public == "certified" and record.state.since), None)
        if held is not None:
            return self._county.profile_at(held.state.since or ""), ""
        lost = next((record for record in records if record.state.public in _LOST and record.periods), None)
        if lost is None or lost.state.since is None:
            return None, ""
        return self._county.profile_at(lost.periods[-1].start), words.day_name(lost.state.since)

    def _link(self, area_id: str | None, page: str) -> Link | None:
        """Another area of the county by its name; it leads to its page where it has one."""
        area = self._county.areas.get(area_id or "")
        if area is None:
            return None
        public = area.area_id in self._county.by_area or area.area_id in self._county.containers
        href = urls.relative(urls.area(area.area_id), page) if public else ""
        return Link(words.full_name(area.name, area.qualifier), href)

    def _trail_to(self, area_id: str, page: str) -> tuple[Link, ...]:
        """The trail to an area. It is the same for all areas of one place, as their pages lie side by side."""
        code = place_of(area_id)
        key = code if code != area_id else f"to {code}"
        if key not in self._trails:
            units = [unit for unit in ancestors(code) if len(unit) > 6]
            if code != area_id:
                units.append(code)
            above = [*self._context.above, *((urls.area(unit), self._county.names[unit]) for unit in units)]
            self._trails[key] = chrome.trail_to(page, above)
        return self._trails[key]

    def _measures(self, profile: Profile) -> tuple[Measure, ...]:
        if profile.measures not in self._means:
            self._means[profile.measures] = tuple(Measure(text, clause or "") for text, clause in profile.measures)
        return self._means[profile.measures]

    def _facts(self, area: Area | None, area_id: str, page: str) -> Iterator[Fact]:
        """What the page does not say of the area further up, beside where it lies and of what kind it is."""
        yield Fact("区划代码" if area_id == place_of(area_id) else "区域编号", area_id)
        if area is None:
            return
        if area.former_names:
            yield Fact("曾用名", "、".join(area.former_names.split(";")))
        if area.administered_by:
            yield Fact("管理方", area.administered_by)
        others: list[tuple[str, str | None]] = [("属于", area.part_of), ("现由此接替", area.replaced_by)]
        others += [("前身", predecessor) for predecessor in self._predecessors.get(area_id, ())]
        for label, other in others:
            link = self._link(other, page)
            if link is not None:
                yield Fact(label, *link)
        for label, day in (("启用", area.valid_from), ("停用", area.valid_until)):
            if day:
                yield Fact(label, moment(day))

    @cached_property
    def _predecessors(self) -> dict[str, list[str]]:
        """Ids of the areas that another one stands in the place of today, by the id of that one."""
        predecessors: dict[str, list[str]] = {}
        for area in self._county.areas.values():
            if area.replaced_by:
                predecessors.setdefault(area.replaced_by, []).append(area.area_id)
        return predecessors

    def _proof(self, records: Sequence[Record]) -> Iterator[Fact]:
        """Where anyone checks that the line by which the first title stands as it does is in the log."""
        event_id = standing_by(self._county, records)
        if event_id:
            index = int(event_id.partition("-")[2]) - 1
            yield Fact("证明", f"核对 {event_id}（日志序号 {index}）", f"../../{urls.VERIFY}#{event_id}")

    def _schemes(self, records: Sequence[Record], page: str, named: Profile | None) -> Iterator[Fact]:
        """The schemes under which the titles of an area stand, beside the one whose measures name it above.

        All pages of areas link them alike.
        """
        profiles = map(self._county.profile_of, records)
        for profile in dict.fromkeys(profile.id for profile in profiles if profile):
            if named is not None and profile == named.id:
                continue
            yield self._scheme(profile, page)

    def _scheme(self, profile: str, page: str) -> Fact:
        if profile not in self._scheme_facts:
            href = urls.relative(urls.scheme(profile), page)
            self._scheme_facts[profile] = Fact("工作方案", self._county.profiles[profile].name, href)
        return self._scheme_facts[profile]

    def _history_row(self, public: PublicEvent, page: str, above: str | None) -> HistoryRow:
        """An event; its notice by name and link, unless it is the only one that the page has named `above`."""
        event, later = public.event, public.corrected_by
        mark = ""
        if later is not None:
            mark = f"被第 {later.sequence} 号{'撤销' if later.event == 'correct' else '替换'}"
        elif event.corrects is not None:
            verb = "撤销" if event.event == "correct" else "替换"
            mark = f"{verb}第 {event.corrects} 号"
        source = self._context.source(event.notice_id, page)
        if source is not None and source.href == above:
            source = _ABOVE
        name = self._county.areas[event.area_id].name
        gone = self._county.redactions.get(event.sequence)
        return HistoryRow(
            urls.anchor(public.event_id), public.event_id, *self._told(public), source, later is not None, mark,
            event.area_name if event.area_name != name and gone is None else "", removal(gone) if gone else "",
        )  # fmt: skip

    def _told(self, public: PublicEvent) -> _Told:
        """What is told of an event but for where it stands: the same of all areas that went one way together."""
        event = public.event
        key = (
            event.event, event.corrects is None, public.title_name, event.effective_at, event.recorded_at,
            event.decided_by, public.reason_name, public.took, public.recorded_later,
        )  # fmt: skip
        if key not in self._events:
            self._events[key] = (
                # What replaces another has the sign of what it says; what takes one back, that of corrections.
                KIND_OF.get(event.event, "corrected" if event.corrects is not None else "step"),
                words.EVENTS[event.event], public.title_name, exactly(event.effective_at),
                exactly(event.recorded_at) if event.recorded_at[:10] != event.effective_at[:10] else None,
                self._decided(event), public.reason_name or "", _took(public, archived=bool(self._context.archived)),
            )  # fmt: skip
        return self._events[key]

    def _decided(self, event: Event) -> str:
        what = _DECIDES.get(event.event, "决定")
        return f"{what}：{self._context.body(event.decided_by)}" if event.decided_by else ""


@lru_cache(maxsize=64)
def _clause(measures: tuple[Measure, ...]) -> str:
    """The clause that all measures have; "" where they differ."""
    clauses = {measure.clause for measure in measures}
    return clauses.pop() if len(clauses) == 1 else ""


def _took(public: PublicEvent, *, archived: bool) -> str:
    """How long a step took, and how much later it was recorded."""
    duration, parts = public.took, []
    if duration is not None and duration.days is not None:
        since = words.EVENTS[duration.since]
        took = f"距{since} {duration.days} {words.UNITS[duration.unit]}" if duration.days else f"{since}当天"
        limit = f"（时限 {duration.limit} {words.UNITS[duration.unit]}" if duration.limit is not None else ""
        late = f"，晚 {duration.late} {words.UNITS[duration.unit]}" if duration.late else ""
        parts.append(f"{took}{limit}{late}{'）' if limit else ''}。")
    if public.recorded_later > 1 and not archived:
        parts.append(f"{public.recorded_later} 天后补记。")
    return "".join(parts)
