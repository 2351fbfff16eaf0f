"""Numbers and rows of counties taken together, as pages and documents above them show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

from generator import urls, words
from generator.publish.handover.country import Country
from generator.publish.handover.summary import STATUSES, AsOf, Summary, as_of
from generator.publish.pages import languages
from generator.publish.pages.rows import promise, recent
from generator.publish.pages.views.places import Recent, UnitRow
from generator.publish.pages.views.shared import Moment, Promise
from generator.publish.pages.wording import CHINESE, Wording
from generator.register.times import day_of

# Lists that the prose may name, each alone in its paragraph.
LISTS: Final = ("tables",)
# What a text of people's own may name (`in_prose`).
NAMED: Final = (*STATUSES, "counties", "as_of", "url", "licence", "licence_url", "signing")


def total(summaries: Sequence[Summary]) -> dict[str, int]:
    """Sums of the counts of counties."""
    summed = Counter[str]()
    for summary in summaries:
        summed.update(summary.counts)
    return {status: summed[status] for status in STATUSES}


def in_prose(country: Country, lang: str) -> dict[str, str]:
    """Totals of the present and settings of the site, as the prose of a language may name them."""
    summed = {key: str(value) for key, value in total(country.present).items()}
    _ = languages.words_of(lang)
    stands = country.stands
    told_time = languages.time_name(stands.newest, lang) if stands else _("尚无数据")
    if stands and stands.differs:
        told_time = _("{}（最早的区县截至{}）").format(told_time, languages.time_name(stands.oldest[:10], lang))
    licence = country.site.licence
    return {
        **summed, "counties": str(len(country.present)), "as_of": told_time,
        "url": urls.absolute(country.site.url, urls.HOME),
        "licence": escape(licence.name), "licence_url": escape(licence.url),
        "signing": _(words.SIGNING[country.site.signing]),
    }  # fmt: skip


def told(summed: Mapping[str, int], stands: AsOf | None, say: Wording = CHINESE) -> str:
    """The numbers of a page in a sentence, as it is described in a chat."""
    _ = say.word
    figures = (summed[status] for status in ("certified", "suspended", "revoked"))
    numbers = _("：有效 {} 个，暂停 {} 个，取消 {} 个").format(*figures)
    if stands is None:
        return numbers + _("。")
    if stands.differs:
        return numbers + _("，各区县截至{}到{}不等。").format(say.day(stands.oldest), say.day(stands.newest))
    return numbers + _("，截至{}。").format(say.time(stands.newest))


def oldest(stands: AsOf | None, say: Wording) -> Moment | None:
    """The day of the oldest list, where not all are of one day."""
    return say.moment(stands.oldest[:10]) if stands and stands.differs else None


def promise_of(present: Sequence[Summary], say: Wording = CHINESE) -> Promise | None:
    """What counties of the present promise together, by the one that is due first; None where nobody promises."""
    promised = [
        (made.due, summary.code, summary.publishes_every_days, made)
        for summary in present
        if (made := promise(summary.publishes_every_days, summary.as_of, say)) and summary.publishes_every_days
    ]
    if not promised:
        return None
    _ = say.word
    who = _("各区县") if len(promised) == len(present) else _("部分区县")
    days = max(every for _due, _code, every, _made in promised)
    text = _("{}承诺每天更新。").format(who) if days == 1 else _("{}承诺至少每 {} 天更新一次。").format(who, days)
    due, code, _every, first = min(promised)
    until = _("最先到期的是{}。").format(say.day(due[:10]))
    whose = next(str(say.name(summary.name)) for summary in present if summary.code == code)
    return first._replace(text=text, until=until, whose=whose)


def recent_of(
    present: Sequence[Summary], page: str, say: Wording = CHINESE, *, lists: Callable[[str], str]
) -> tuple[Recent, ...]:
    """What changed of late in counties of the present, by the newest time that is recorded in one of them."""
    stands = as_of(present)
    if stands is None:
        return ()
    numbers = (told for summary in present for told in summary.told_by_day())
    newest = urls.relative(urls.day(stands.newest[:10]), page)
    return recent(numbers, stands.newest, newest, say, lists=lists)


def block(summaries: Sequence[Summary]) -> dict[str, Any]:
    """How many counties of one kind there are, and their counts."""
    return {"counties": len(summaries), "counts": total(summaries)}


def county_entry(country: Country, summary: Summary) -> dict[str, Any]:
    """A county as the documents above it list it."""
    return {
        "code": summary.code,
        "name": summary.name,
        "state": summary.state,
        "demonstration": summary.demonstration,
        "counts": summary.counts,
        "url": urls.absolute(country.site.url, urls.unit(summary.code)),
        "as_of": summary.as_of,
        "events": summary.log_size,
        "as_of_on": day_of(summary.as_of),
    }


def county_row(summary: Summary, page: str, say: Wording = CHINESE) -> UnitRow:
    """A county as a row of a page above it."""
    return UnitRow(
        summary.code, say.name(summary.name), urls.relative(urls.unit(summary.code, say.lang), page),
        summary.counts["certified"], summary.counts["suspended"], summary.counts["revoked"],
        summary.counts["candidate"], say.moment(summary.as_of),
    )  # fmt: skip
