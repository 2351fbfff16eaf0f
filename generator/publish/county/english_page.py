"""The page of an area in English: where its titles stand, since when and why, and what happened; the rest is Chinese.

All of them lie equally deep and say the same around what they tell, so that this is made once for a county.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.county import english
from generator.publish.county.context import Context, has_english_areas
from generator.publish.pages import chrome, renderer
from generator.publish.pages.chinese import Text
from generator.publish.pages.languages import CHINESE, ENGLISH, NAMES
from generator.publish.pages.speech import noted
from generator.publish.pages.views.english import EnglishAreaView, EnglishRow, EnglishTitle
from generator.publish.pages.views.shared import Alternate, Chrome, Link
from generator.register.change import KIND_OF
from generator.register.county import County
from generator.register.fold import Record
from generator.register.history import PublicEvent
from generator.register.model import Area, SiteSettings

# What a step is called: by the status that it leads to, where that says what happened.
_EVENTS: Final = {
    **{
        event: words.STATUSES[status]
        for event, status in (
            ("apply", "applied"), ("review", "recommended"), ("nominate", "candidate"), ("certify", "decided"),
            ("publish", "certified"), ("suspend", "suspended"), ("revoke", "revoked"), ("reject", "rejected"),
            ("withdraw", "withdrawn"),
        )
    },
    "file": noted("已备案"),
    "restore": words.KIND_NAMES["restored"],
    "correct": noted("更正记录"),
}  # fmt: skip
# Texts that people may have written, in the order in which a page leads to them, with what they are called there.
_TEXTS: Final = {urls.QUESTIONS: noted("问题与回答"), urls.CORRECTIONS: noted("怎样更正")}


def pages(county: County, site: SiteSettings) -> Iterator[Artifact]:
    """The pages of the areas of a county, where the site asks for them."""
    if not has_english_areas(county, site):
        return
    made = EnglishPages(Context(county, site, ENGLISH))
    for area_id in county.by_area:
        yield renderer.page("area_en", made.view(area_id))


class EnglishPages:
    """Makes the pages of the areas of one county, whose pages in English `context` knows."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._county, self._say = context.county, context.say
        some = urls.area(next(iter(context.county.by_area), context.county.code), ENGLISH)  # all lie equally deep
        around = context.chrome(some, "{}", "{}", chrome.trail_to(
            some, context.above[-1:], lang=ENGLISH, home=chrome.home_of(context.site, ENGLISH),
        ), twin=False, crumb="{}")  # fmt: skip
        # What chats and search machines take of it is what they take of a page without more: its title and its line.
        self._around = around._replace(locale="", footnote="", linked_data="", pictures=())
        self._texts = tuple(
            Link(self._say.word(name), urls.relative(f"{urls.LANGUAGES[ENGLISH]}{text}", some))
            for text, name in _TEXTS.items()
            if f"{urls.LANGUAGES[ENGLISH]}{text}" in context.site.written
        )
        self._as_of = self._say.moment(context.county.as_of)

    def view(self, area_id: str) -> EnglishAreaView:
        """The page of an area that has, or had, a title."""
        county, say = self._county, self._say
        area, page, record = county.areas[area_id], urls.area(area_id, ENGLISH), urls.area(area_id)
        called = words.full_name(area.name, area.qualifier)
        titles = tuple([self._title(called, one) for one in county.by_area[area_id]])
        name, back = say.name(called), urls.relative(record, page)
        several = len(titles) > 1
        return EnglishAreaView(
            chrome=self._chrome(name, titles[0], page, record, self._newest(area_id)),
            name=name,
            kind=say.word(words.UNIT_TYPES[area.unit_type]),
            place=say.place(county.place(area_id)),
            titles=titles,
            successor=self._link(county.areas.get(area.replaced_by or ""), page),
            retired=say.moment(area.valid_until) if area.valid_until else None,
            history=tuple(
                [self._row(event, page, back, several=several) for event in reversed(county.history(area_id))]
            ),
            as_of=self._as_of,
            log_size=len(county.events),
            record=back,
            texts=self._texts,
        )

    def _newest(self, area_id: str) -> str:
        """The time of the newest event of an area; of a misdated one, that of what shows it."""
        events = [public.event for public in self._county.history(area_id)[-1:]]
        return next((self._county.listed_at.get(event.sequence, event.recorded_at) for event in events), "")

    def _chrome(self, name: Text, title: EnglishTitle, page: str, record: str, modified: str) -> Chrome:
        around, site = self._around, self._context.site
        told = f"{name} {title.line.rest}" if title.line else f"{name}: {title.status_word}"
        there = Alternate(CHINESE, NAMES[CHINESE], urls.relative(record, page), urls.absolute(site.url, record))
        return around._replace(
            address=page,
            title=around.title.format(f"{name}: {title.status_word}"),
            description=around.description.format(told),
            canonical=urls.absolute(site.url, page),
            modified=modified,
            crumbs=(*around.crumbs[:-1], Link(name, "")),
            alternates=(there,),
        )

    def _title(self, called: str, record: Record) -> EnglishTitle:
        state, say = record.state, self._say
        return EnglishTitle(
            say.term(self._county.title_name(record)), state.public, self._context.status_word(state.public),
            say.moment(state.since) if state.since else None,
            english.line(self._county, called, [record], archived=False),
        )  # fmt: skip

    def _link(self, area: Area | None, page: str) -> Link | None:
        """The area in the place of another: it leads to its page in English, else to that in Chinese, if it has one."""
        if area is None:
            return None
        there = english.page_of(self._county, self._context.site, area.area_id)
        if not there and area.area_id in self._county.containers:
            there = urls.area(area.area_id)
        name = self._say.name(words.full_name(area.name, area.qualifier))
        return Link(name, urls.relative(there, page) if there else "")

    def _row(self, public: PublicEvent, page: str, back: str, *, several: bool) -> EnglishRow:
        event, later, say = public.event, public.corrected_by, self._say
        _, name = say.word, self._county.areas[event.area_id].name
        mark = ""
        if later is not None:
            mark = (_("被第 {} 号撤销。") if later.event == "correct" else _("被第 {} 号替换。")).format(later.sequence)
        elif event.corrects is not None:
            mark = (_("撤销第 {} 号。") if event.event == "correct" else _("替换第 {} 号。")).format(event.corrects)
        gone = event.sequence in self._county.redactions
        return EnglishRow(
            f"{back}#{urls.anchor(public.event_id)}", public.event_id,
            KIND_OF.get(event.event, "corrected" if event.corrects is not None else "step"), _(_EVENTS[event.event]),
            say.term(public.title_name) if several else "", say.moment(event.effective_at),
            say.moment(event.recorded_at) if event.recorded_at[:10] != event.effective_at[:10] else None,
            say.term(public.reason_name or ""), self._context.source(event.notice_id, page), later is not None, mark,
            say.quoted(event.area_name) if event.area_name != name and not gone else "",
            urls.relative(urls.table(self._county.code, "redactions"), page) if gone else "",
        )  # fmt: skip
