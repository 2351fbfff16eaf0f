"""Findings of self-assessments: an application is reviewed only after every standard of the scheme was assessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from generator.findings import finding
from generator.register.durations import Application
from generator.register.model import Assessment, Finding
from generator.register.profile import ALL_STANDARDS, Profile
from generator.rules.subject import Subject, located

# The day and the area with its title of a row. The table is the longest of a county: what is done for each row of it
# counts, and lines are looked up only for what is told.
_DAY: Final = itemgetter(0)
_WHOSE: Final = itemgetter(1, 2)
_ASKED: Final = itemgetter(0, 3)


def check(subject: Subject) -> Iterator[Finding]:
    """Standards that are missing or not met; nothing where no assessments are kept here."""
    table = subject.source.assessments
    if "assessments" not in subject.county.evidence or not table.whole or table.spoilt:
        return
    assessed: dict[tuple[str, str], list[Assessment]] = defaultdict(list)
    sure = table.path not in subject.unsure
    for whose, rows in groupby(subject.county.assessments, _WHOSE):  # most stand together
        assessed[whose].extend(rows)
    pairs = sorted(set(map(_ASKED, subject.county.assessments)))
    for pair in pairs:
        profile = subject.county.profile_at(pair[0])
        known = pair[1] == ALL_STANDARDS and profile is not None and profile.assessed
        if profile is not None and pair[1] not in profile.assessed and not known:
            told = located(table, subject.county.assessments)
            for line in (line for line, row in told if (row.date, row.standard) == pair):
                yield finding(
                    "E614", table.path, line, "standard", pair[1], scheme=profile.name,
                    expected="、".join(f"{key}（{asked.name}）" for key, asked in profile.assessed.items())
                    or "不写这一行（这个方案没有列出标准）",
                )  # fmt: skip
    if any(standard == ALL_STANDARDS for _, standard in pairs):
        for line, row in located(table, subject.county.assessments):
            if row.standard == ALL_STANDARDS and row.met == "no":
                yield finding("E635", table.path, line, "met", "no")
                sure = False  # it was meant to say something
        for whose, mine in assessed.items():
            assessed[whose] = _apart(subject, mine)
    for record, applications in subject.applications:
        since = ""
        for application in applications:
            mine = assessed.get((record.area_id, record.title), [])
            yield from _complete(subject, application, mine, since, sure=sure)
            reviewed = application.get("review")
            since = reviewed.effective_at[:10] if reviewed else since


def _apart(subject: Subject, rows: Sequence[Assessment]) -> list[Assessment]:
    """Rows with a row for each standard in the place of one for all of them: before those of single standards, which
    count more where they are of the same day. One that says of all that they are not met says nothing.
    """
    apart: list[Assessment] = []
    for row in rows:
        profile = subject.county.profile_at(row.date) if row.standard == ALL_STANDARDS and row.met == "yes" else None
        apart += [row._replace(standard=standard) for standard in (profile.assessed if profile else ())]
    return [*apart, *(row for row in rows if row.standard != ALL_STANDARDS)]


def _complete(
    subject: Subject, application: Application, assessed: Sequence[Assessment], since: str, *, sure: bool
) -> Iterator[Finding]:
    """One application: what was assessed after the review before it (`since`), up to its own review."""
    review = application.get("review")
    profile: Profile | None = subject.profile(review) if review else None
    if review is None or profile is None or subject.is_historic(review):
        return
    until = review.effective_at[:10]
    begun = application["apply"].effective_at[:10] if "apply" in application else until
    latest = {
        row.standard: row
        for row in sorted(assessed, key=_DAY)
        if (since < row.date or begun <= row.date) and row.date <= until
    }
    missing = [standard.name for key, standard in profile.assessed.items() if key not in latest]
    asked = profile.steps.get("apply", profile.steps["review"])
    if missing and sure and latest.keys() <= profile.assessed.keys():  # a wrong one is told of instead
        yield subject.told(
            "E612", review, "event", "审核", profile.cite(asked.clause), missing=f"“{'”“'.join(missing)}”"
        )  # fmt: skip
    for key, standard in profile.assessed.items():
        if key in latest and latest[key].met == "no":
            line = {row: line for line, row in subject.source.assessments.located()}[latest[key]]
            yield finding(
                "E613", subject.source.assessments.path, line, "met", standard.name,
                profile.cite(standard.clause),
                area=review.area_name, area_id=review.area_id, title=subject.county.title_name(review),
            )  # fmt: skip
