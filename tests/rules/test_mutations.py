"""Slips in a register that had none are always found, and in the file in which they are.

Each mutation is one slip at one row of a table. It returns None where it would not be a slip: where the folder after
it is another valid register, which nobody could tell from the right one. When that is so is said in its docstring, and
worked out here from the rows alone. The registers are drawn (tests/support/registers.py), and the two of the
demonstration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.support.lives import Row, later, units_of
from tests.support.registers import (
    MEASURES,
    PHASES,
    Folder,
    Register,
    checked,
    is_in_force,
    laid_out,
    lanes,
    read,
    registers,
    standing,
)
from tests.support.schemes import WAY, Document

Change = Callable[[Register, int, int], Register | None]


class Mutation(NamedTuple):
    """A slip at a row of `table`; `told_in` are the tables of which the findings may be, by the rules' own words."""

    name: str
    table: str
    told_in: frozenset[str]
    change: Change


ENDS: Final = ("reject", "withdraw", "revoke")

MUTATIONS: Final[list[Mutation]] = []


def slip(table: str, *told_in: str) -> Callable[[Change], Change]:
    """Makes a mutation of a function of (register, index of the row, another number)."""

    def add(change: Change) -> Change:
        MUTATIONS.append(Mutation(change.__name__, table, frozenset(told_in or (table,)), change))
        return change

    return add


# ---- what the rows say


def rules_at(register: Register, day: str) -> Document:
    """The scheme as it stood on a day."""
    found = register.scheme
    for one in register.scheme["amendments"]:
        if one["effective_at"] <= day:
            found = {**found, **one["changes"]}
    return found


def lane_of(register: Register, row: Row) -> list[Row]:
    """The lines of a line's area and title."""
    return lanes(register.events)[row["area_id"], row["title"]]


def in_force(register: Register, row: Row) -> bool:
    """Whether a line is in force."""
    return is_in_force(lane_of(register, row), row)


def is_plain(register: Register, row: Row) -> bool:
    """Whether nothing was ever corrected of a line's area and title."""
    return not any("corrects" in one for one in lane_of(register, row))


def neighbours(register: Register, row: Row) -> tuple[Row | None, Row | None]:
    """The lines in force before and after a line in force."""
    lane = standing(lane_of(register, row))
    place = lane.index(row)
    return lane[place - 1] if place else None, lane[place + 1] if place + 1 < len(lane) else None


def step_of(register: Register, row: Row) -> Document | None:
    """The scheme's step of a line."""
    steps = [one for one in register.scheme["steps"] if one["event"] == row["event"] and row["title"] in one["levels"]]
    return steps[0] if steps else None


def is_historic(register: Register, row: Row) -> bool:
    """Whether a line is of a list older than the register."""
    notices = [*register.rows("notices"), *(one for above in register.above.values() for one in above["notices"])]
    published = [one["published_at"] for one in notices if one["notice_id"] == row.get("notice_id")]
    known = published[0] if published else row["effective_at"]
    return bool(register.settings["state"] == "archived" or known[:10] < register.settings["register_since"])


def touching(register: Register, area_id: str) -> list[Row]:
    """The cases that count for an area."""
    parents = {row["area_id"]: row.get("part_of") for row in register.rows("areas")}
    return [row for row in register.rows("cases") if area_id in units_of(row["area_id"], parents)]


def counts(row: Row, kinds: Sequence[str]) -> bool:
    """Whether a case has any of these numbers."""
    return any(row.get(kind) for kind in kinds)


class Answer(NamedTuple):
    """A suspension or revocation with the trigger that it answers, and the cases since the title was held."""

    row: Row
    trigger: Document
    cases: list[Row]


def answers(register: Register) -> Iterator[Answer]:
    """The suspensions and revocations in force whose reason is a trigger's that goes by cases on file."""
    for (area_id, _), lane in lanes(register.events).items():
        since = ""
        for row in standing(lane):
            day = row["effective_at"][:10]
            if row["event"] in ("publish", "restore"):
                since = day
            if row["event"] not in ("suspend", "revoke"):
                continue
            for trigger in rules_at(register, day)["triggers"]:
                if row.get("reason") in trigger["reasons"] and "failed_inspection" not in trigger["on"]:
                    cases = [
                        one for one in touching(register, area_id)
                        if since <= one["date"] <= day and counts(one, trigger["on"])
                    ]  # fmt: skip
                    yield Answer(row, trigger, cases)


class Application(NamedTuple):
    """A reviewed application: its review, and what was assessed for it, since the review before or the application."""

    review: Row
    rows: list[Row]


def applications(register: Register) -> Iterator[Application]:
    """The reviewed applications whose assessment is asked for, with all that was assessed for each."""
    if "assessments" not in register.tables:
        return
    for (area_id, title), lane in lanes(register.events).items():
        reviewed = begun = ""
        for row in standing(lane):
            day = row["effective_at"][:10]
            if row["event"] == "apply":
                begun = day
            if row["event"] != "review":
                continue
            if not is_historic(register, row):
                rows = [
                    one for one in register.rows("assessments")
                    if (one["area_id"], one["title"]) == (area_id, title)
                    and (reviewed < one["date"] or (begun or day) <= one["date"]) and one["date"] <= day
                ]  # fmt: skip
                yield Application(row, rows)
            reviewed, begun = day, ""


# ---- changes of rows


def changed(register: Register, table: str, index: int, **cells: object) -> Register:
    """The register with other cells in one row; None takes a cell out."""
    rows = list(register.rows(table))
    row = {key: value for key, value in {**rows[index], **cells}.items() if value is not None}
    return register.having(**{table: [*rows[:index], row, *rows[index + 1 :]]})


def without(register: Register, table: str, index: int) -> Register:
    """The register without one row."""
    rows = register.rows(table)
    return register.having(**{table: [*rows[:index], *rows[index + 1 :]]})


def never_recorded(register: Register, index: int) -> Register:
    """The register as if a line of the log had never been: what follows is numbered anew."""
    gone = register.events[index]["sequence"]
    events = deepcopy([*register.events[:index], *register.events[index + 1 :]])
    for number, row in enumerate(events, 1):
        row["sequence"] = number
        if row.get("corrects", 0) > gone:
            row["corrects"] -= 1
    return register.having(events=events)


# ---- the log as a file


@slip("events")
def two_lines_swapped(register: Register, index: int, other: int) -> Register | None:
    """Any two lines."""
    rows = list(register.events)
    second = other % len(rows)
    rows[index], rows[second] = rows[second], rows[index]
    return register.having(events=rows) if index != second else None


@slip("events")
def line_dropped(register: Register, index: int, _other: int) -> Register | None:
    """Any line but the last: without that the log is that of an earlier day."""
    return without(register, "events", index) if index + 1 < len(register.events) else None


@slip("events")
def line_doubled(register: Register, index: int, other: int) -> Register | None:
    """Any line, once more at any later place."""
    rows = list(register.events)
    rows.insert(index + 1 + other % (len(rows) - index), rows[index])
    return register.having(events=rows)


@slip("events")
def recorded_before_the_line_before(register: Register, index: int, _other: int) -> Register | None:
    """Any line but the first."""
    if index == 0:
        return None
    day = later(register.events[index - 1]["recorded_at"][:10], -1)
    return changed(register, "events", index, recorded_at=f"{day}T23:59+08:00")


@slip("events")
def effective_before_the_step_before(register: Register, index: int, _other: int) -> Register | None:
    """Any line in force that has one in force before it: nothing follows from when a retracted line had force."""
    row = register.events[index]
    if row["event"] == "correct" or not in_force(register, row):
        return None
    before, _ = neighbours(register, row)
    return changed(register, "events", index, effective_at=later(before["effective_at"][:10], -1)) if before else None


# ---- who and what


@slip("events")
def name_of_another_area(register: Register, index: int, _other: int) -> Register | None:
    """Any line."""
    return changed(register, "events", index, area_name="别处花园")


@slip("events", "events", "declared")
def id_of_another_area(register: Register, index: int, other: int) -> Register | None:
    """Any line, the id of any area that never had this name (of the same name it takes a look: E415)."""
    row = register.events[index]
    areas = [
        one for one in register.rows("areas")
        if row["area_name"] not in (one["name"], *one.get("former_names", "").split(";"))
    ]  # fmt: skip
    return changed(register, "events", index, area_id=areas[other % len(areas)]["area_id"]) if areas else None


@slip("areas", "events", "cases", "assessments", "inspections", "areas")
def area_dropped(register: Register, index: int, _other: int) -> Register | None:
    """Any area that a row names; a case may also be of a community or street that is no area of the register."""
    area_id = register.rows("areas")[index]["area_id"]
    named = [row for table in ("events", "assessments", "inspections") for row in register.rows(table)]
    named += [row for row in register.rows("cases") if "-" in row["area_id"]]
    parts = [row.get(column) for row in register.rows("areas") for column in ("part_of", "replaced_by")]
    if area_id in parts or any(row["area_id"] == area_id for row in named):
        return without(register, "areas", index)
    return None


@slip("events")
def title_that_the_area_cannot_hold(register: Register, index: int, other: int) -> Register | None:
    """Any line, any title that is not awarded to this type of unit (a `correct` agrees with its line anyway)."""
    row = register.events[index]
    (unit_type,) = (one["unit_type"] for one in register.rows("areas") if one["area_id"] == row["area_id"])
    titles = [one["id"] for one in register.scheme["titles"] if unit_type not in one["unit_types"]] + ["no_such"]
    return changed(register, "events", index, title=titles[other % len(titles)])


@slip("events")
def body_of_another_level(register: Register, index: int, other: int) -> Register | None:
    """Any line in force whose step the scheme gives to a level; where it states none, any may decide."""
    row = register.events[index]
    step = step_of(register, row)
    level = step["levels"][row["title"]] if step else None
    if level is None or "decided_by" not in row or not in_force(register, row):
        return None
    place = row["area_id"].partition("-")[0]
    bodies = [place[:length] for length in (2, 4, 6, 9, 12) if length != level and length <= len(place)]
    return changed(register, "events", index, decided_by=bodies[other % len(bodies)])


@slip("events")
def body_of_another_place(register: Register, index: int, other: int) -> Register | None:
    """Any line in force that says who decided: by a unit of the same level elsewhere, or one that does not exist.

    A zone decides for what it runs, and any community of a street for a compound of which only the street is known.
    """
    row = register.events[index]
    body = row.get("decided_by")
    (area,) = (one for one in register.rows("areas") if one["area_id"] == row["area_id"])
    if body is None or not in_force(register, row):
        return None
    place = row["area_id"].partition("-")[0]
    elsewhere = [
        code for code in register.names
        if len(code) == len(body) and not place.startswith(code) and not code.startswith(place)
    ]  # fmt: skip
    bodies = [*([] if area.get("administered_by") else elsewhere), f"{98 if body[:2] == '99' else 99}{body[2:]}"]
    return changed(register, "events", index, decided_by=bodies[other % len(bodies)])


@slip("events")
def reason_that_the_step_does_not_have(register: Register, index: int, _other: int) -> Register | None:
    """Any line in force. (Of two reasons that a step has, the log alone cannot say which is right.)"""
    return changed(register, "events", index, reason="no_such") if in_force(register, register.events[index]) else None


@slip("events")
def reason_without_evidence(register: Register, index: int, _other: int) -> Register | None:
    """A suspension or revocation for something else, now for a case or contact of which nothing is on file."""
    row = register.events[index]
    step = step_of(register, row)
    if (
        row["event"] not in ("suspend", "revoke") or step is None or not in_force(register, row)
        or "cases" not in register.tables or is_historic(register, row)
    ):  # fmt: skip
        return None
    known = {one["id"] for one in step["reasons"]}
    for trigger in rules_at(register, row["effective_at"])["triggers"]:
        for reason in trigger["reasons"]:
            if reason in known and "failed_inspection" not in trigger["on"] and reason != row.get("reason"):
                told = changed(register, "events", index, reason=reason)
                found = [one for one in answers(told) if one.row is told.events[index]]
                if any(not one.cases for one in found):
                    return told
    return None


@slip("events")
def reason_missing(register: Register, index: int, _other: int) -> Register | None:
    """A suspension or revocation in force, where the scheme has reasons for it."""
    row = register.events[index]
    step = step_of(register, row)
    if row["event"] not in ("suspend", "revoke") or not in_force(register, row) or not (step and step["reasons"]):
        return None
    return changed(register, "events", index, reason=None)


# ---- steps that were not recorded


@slip("events")
def step_of_the_way_never_recorded(register: Register, index: int, _other: int) -> Register | None:
    """A step of the way, with one after it that needs it.

    Without the last one the application is at an earlier stage; one that was refused, or withdrawn, may have been so
    before; a filing may come before or after the publication; a list older than the register has no earlier steps.
    """
    row = register.events[index]
    if row["event"] not in WAY or not is_plain(register, row):
        return None
    _, after = neighbours(register, row)
    if after is None or after["event"] in ("reject", "withdraw", "file") or is_historic(register, after):
        return None
    return never_recorded(register, index)


@slip("events")
def filing_never_recorded(register: Register, index: int, _other: int) -> Register | None:
    """The only filing of a title that is held at the end, where the scheme says with whom; not of an older list."""
    row = register.events[index]
    step = step_of(register, row)
    if row["event"] != "file" or step is None or step["levels"][row["title"]] is None or not is_plain(register, row):
        return None
    way: list[Row] = []
    for one in lane_of(register, row):
        way = [one] if one["event"] == "apply" else [*way, one]
    kinds = [one["event"] for one in way]
    published = [one for one in way if one["event"] == "publish"]
    lost = [one for one in way if one["event"] == "revoke"]
    if row not in way or kinds.count("file") > 1 or not published or lost or is_historic(register, published[-1]):
        return None
    return never_recorded(register, index)


@slip("events", "events", "declared")
def answer_never_recorded(register: Register, index: int, _other: int) -> Register | None:
    """A suspension or revocation that answers a case or a contact on file, where nothing else does so in time.

    There may be time left for it. A title that was suspended already need not be suspended again, and one that was
    revoked later need not have been suspended, unless that was too late.
    """
    row = register.events[index]
    if not is_plain(register, row):
        return None
    before, after = neighbours(register, row)
    told = never_recorded(register, index)
    days = [one["recorded_at"][:10] for one in told.events]
    days += [one["date"] for table in ("cases", "inspections") for one in register.rows(table)]
    for answer in answers(register):
        if answer.row is not row or not answer.cases or row["event"] not in answer.trigger["steps"]:
            continue
        first = min(one["date"] for one in answer.cases)
        known = [one for one in rules_at(register, first)["triggers"] if one["on"] == answer.trigger["on"]]
        left = known[0]["days"] if known else None
        if not known or later(first, left or 0) > max(days):
            continue
        if before and before["event"] == "suspend" and "revoke" not in answer.trigger["steps"]:
            continue
        if after and after["event"] == "revoke" and (left is None or after["effective_at"][:10] <= later(first, left)):
            continue
        return told
    return None


@slip("events")
def answered_too_late(register: Register, index: int, _other: int) -> Register | None:
    """A suspension or revocation moved to the day after the last one on which it answers its first case.

    The log is written later with it. Where the scheme sets no day, or the title was lost before, nothing is late.
    """
    row = register.events[index]
    for answer in answers(register):
        days = answer.trigger["days"]
        if answer.row is not row or not answer.cases or days is None or not is_plain(register, row):
            continue
        first = min(one["date"] for one in answer.cases)
        known = [one for one in rules_at(register, first)["triggers"] if one["on"] == answer.trigger["on"]]
        lost = [one for one in standing(lane_of(register, row)) if one["event"] in ("suspend", "revoke")]
        before = [one for one in lost if one["sequence"] < row["sequence"] and one["effective_at"][:10] >= first]
        day = later(first, days + 1)
        if before or [one["days"] for one in known] != [days] or row["event"] not in answer.trigger["steps"]:
            continue
        if rules_at(register, day) != rules_at(register, row["effective_at"]):
            continue
        rows = deepcopy(register.events)
        rows[index]["effective_at"] = day
        for one in rows[index:]:
            one["recorded_at"] = max(one["recorded_at"], f"{day}T08:00+08:00")
        return register.having(events=rows)
    return None


# ---- evidence


@slip("events", "events", "cases")
def certified_within_the_window(register: Register, index: int, _other: int) -> Register | None:
    """A decision or publication, with a new infection found the day before, where the window has two days or more."""
    row = register.events[index]
    if (
        row["event"] not in ("certify", "publish") or not in_force(register, row) or "cases" not in register.tables
        or is_historic(register, row)
    ):  # fmt: skip
        return None
    way: list[Row] = []
    for one in standing(lane_of(register, row)):
        way = [one] if way and way[-1]["event"] in (*ENDS, "publish") else [*way, one]
        if one is row:
            break
    decided = next((one for one in way if one["event"] == "certify"), row)
    window = rules_at(register, decided["effective_at"][:10])["window"]
    if window["days"] is None or window["days"] < 2 or is_historic(register, decided):
        return None
    return found_on(register, row["area_id"], later(row["effective_at"][:10], -1), window["counts"][0])


def found_on(register: Register, area_id: str, day: str, kind: str) -> Register:
    """The register with one more person found at a place on a day."""
    for index, row in enumerate(register.rows("cases")):
        if (row["date"], row["area_id"]) == (day, area_id):
            return changed(register, "cases", index, **{kind: row.get(kind, 0) + 1})
    row = {"date": day, "area_id": area_id, kind: 1}
    return register.having(cases=[*register.rows("cases"), row])


@slip("cases", "events", "cases")
def case_found_earlier(register: Register, index: int, _other: int) -> Register | None:
    """The only case that a suspension or revocation goes by, found so early that this came too late.

    Where the scheme sets no day by which to answer, no answer is late; nor is it where the title was lost before.
    """
    row = register.rows("cases")[index]
    for answer in answers(register):
        days = answer.trigger["days"]
        at_the_time = [one["days"] for one in rules_at(register, row["date"])["triggers"]
                       if one["on"] == answer.trigger["on"]]  # fmt: skip
        if answer.cases == [row] and days is not None and at_the_time == [days] and not is_historic(
            register, answer.row
        ):  # fmt: skip
            day = later(answer.row["effective_at"][:10], -days - 1)
            lost = [one for one in standing(lane_of(register, answer.row)) if one["event"] in ("suspend", "revoke")]
            others = [one for one in lost if one is not answer.row and one["effective_at"][:10] >= day]
            if not others and rules_at(register, day) == rules_at(register, row["date"]):
                return changed(register, "cases", index, date=day)
    return None


@slip("cases", "events", "cases")
def case_dropped(register: Register, index: int, _other: int) -> Register | None:
    """The only case that a suspension or revocation goes by."""
    row = register.rows("cases")[index]
    if any(one.cases == [row] and not is_historic(register, one.row) for one in answers(register)):
        return without(register, "cases", index)
    return None


@slip("cases", "events", "cases")
def contacts_never_cleared(register: Register, index: int, _other: int) -> Register | None:
    """Contacts of whom nobody says that they were ruled out, before a restoration that waits for it.

    It waits for those who were found while the title was held, on an earlier day.
    """
    row = register.rows("cases")[index]
    if not row.get("cleared_contacts"):
        return None
    told = changed(register, "cases", index, cleared_contacts=None)
    for (area_id, _), lane in lanes(register.events).items():
        since = ""
        for one in standing(lane):
            day = one["effective_at"][:10]
            if one["event"] == "publish":
                since = day
            rows = [case for case in touching(told, area_id) if since <= case["date"] <= day]
            contacts = sum(case.get("close_contacts", 0) for case in rows if case["date"] < day)
            still = contacts - sum(case.get("cleared_contacts", 0) for case in rows)
            if one["event"] == "restore" and still > 0 and rules_at(register, day)["restoration"]:
                return told
    return None


@slip("assessments", "events")
def assessment_dropped(register: Register, index: int, _other: int) -> Register | None:
    """The only assessment of a standard before the review; what is not reviewed yet may still be assessed."""
    row = register.rows("assessments")[index]
    for one in applications(register):
        others = [other["standard"] for other in one.rows if other is not row]
        alone = not others if row["standard"] == "all" else not {row["standard"], "all"} & {*others}
        if row in one.rows and alone:
            return without(register, "assessments", index)
    return None


@slip("assessments")
def standard_not_met(register: Register, index: int, _other: int) -> Register | None:
    """The last assessment of a standard before the review: an earlier one may have been `no`."""
    row = register.rows("assessments")[index]
    if row["met"] == "no":
        return None
    for one in applications(register):
        same = [other for other in one.rows if other["standard"] in (row["standard"], "all")]
        if row in same and row["date"] == max(other["date"] for other in same):
            return changed(register, "assessments", index, met="no")
    return None


# ---- notices


@slip("declared")
def another_count(register: Register, index: int, other: int) -> Register | None:
    """Any number that a notice declares."""
    return changed(register, "declared", index, count=register.rows("declared")[index]["count"] + 1 + other % 9)


@slip("declared")
def batch_of_another_notice(register: Register, index: int, other: int) -> Register | None:
    """Any batch with a number, said to be one that another notice of the series published."""
    row = register.rows("declared")[index]
    batches = sorted({
        one["batch"] for one in register.rows("declared")
        if one.get("series") == row.get("series") and "batch" in one and one["notice_id"] != row["notice_id"]
    })  # fmt: skip
    return (
        changed(register, "declared", index, batch=batches[other % len(batches)])
        if "batch" in row and batches
        else None
    )


@slip("events")
def notice_that_there_is_not(register: Register, index: int, _other: int) -> Register | None:
    """Any line that names a notice."""
    row = register.events[index]
    return changed(register, "events", index, notice_id=f"{register.code}-20200101-9") if "notice_id" in row else None


@slip("events", "declared")
def line_of_another_notice(register: Register, index: int, other: int) -> Register | None:
    """A line in force that one of two notices of the county counts, moved to the other.

    Both must declare the same of its kind, or the numbers do not say to which it belongs.
    """
    row = register.events[index]
    if row["event"] not in MEASURES or "notice_id" not in row or not is_plain(register, row):
        return None
    own = [one["notice_id"] for one in register.rows("notices") if one["notice_id"] != row["notice_id"]]
    counting = [
        one["notice_id"] for one in register.rows("declared")
        if one["measure"] == MEASURES[row["event"]] and one.get("title", row["title"]) == row["title"]
        and row["area_id"].startswith(one.get("division", ""))
    ]  # fmt: skip
    if not own or not row["notice_id"].startswith(f"{register.code}-"):
        return None
    moved = own[other % len(own)]
    return changed(register, "events", index, notice_id=moved) if {row["notice_id"], moved} & set(counting) else None


@slip("notices")
def notice_of_another_day(register: Register, index: int, _other: int) -> Register | None:
    """Any notice, with another day in its id."""
    code, day, number = register.rows("notices")[index]["notice_id"].split("-")
    return changed(register, "notices", index, notice_id=f"{code}-{int(day) - 10000}-{number}")


@slip("notices", "events", "declared")
def notice_dropped(register: Register, index: int, _other: int) -> Register | None:
    """Any notice that a line or a number names."""
    notice_id = register.rows("notices")[index]["notice_id"]
    named = [*register.events, *register.rows("declared"), *register.rows("unplaced")]
    return without(register, "notices", index) if any(row.get("notice_id") == notice_id for row in named) else None


# ---- all are found


def possible(register: Register, mutation: Mutation, start: int, other: int) -> Register | None:
    """The register with the slip at the first row from `start` on where it is one; None if there is none."""
    rows = register.rows(mutation.table)
    for turn in range(len(rows)):
        found = mutation.change(register, (start + turn) % len(rows), other)
        if found is not None:
            return found
    return None


def is_found(folder: Folder, mutation: Mutation, register: Register) -> None:
    """Asserts that a slip has a finding, in a file in which it can be."""
    findings = folder.report(register).findings
    tables = {one.path.rpartition("/")[2].partition(".")[0] for one in findings}
    assert tables & mutation.told_in, (mutation.name, [(one.code, one.path, one.message) for one in findings])


# In how many drawn registers each slip is made, and at how many places of each register of the demonstration.
DRAWN: Final = 12
PLACES: Final = 4

# The slips that a register of the demonstration has no row for.
NOWHERE: Final = frozenset({("990101", "contacts_never_cleared")})


def test_there_are_slips_of_every_table() -> None:
    """None of the tests below is empty: there are this many slips, at rows of these tables."""
    assert len(MUTATIONS) == 30
    assert {mutation.table for mutation in MUTATIONS} == {
        "events", "areas", "cases", "assessments", "declared", "notices"
    }  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_a_slip_is_found(mutation: Mutation) -> None:
    """A slip in a register that had none is found, whatever the register and the scheme.

    Registers are drawn until the slip was made in so many of them, however rare those are that have a row for it.
    """
    tried = 0

    @given(registers(), st.integers(0, 200), st.integers(0, 200))
    @settings(max_examples=DRAWN, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.filter_too_much])
    def find(register: Register, start: int, other: int) -> None:
        nonlocal tried
        wrong = possible(register, mutation, start, other) if register.rows(mutation.table) else None
        assume(wrong is not None)
        assert wrong is not None
        with laid_out(register) as folder:
            is_found(folder, mutation, wrong)
        tried += 1

    find()
    assert tried >= DRAWN


@cache
def demonstration(code: str) -> Register:
    """A register of the demonstration."""
    return read(code)


@pytest.mark.parametrize("code", ["990101", "990201"])
def test_the_demonstration_has_no_slip(code: str) -> None:
    """What is changed below is right before."""
    assert checked(demonstration(code)).findings == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
@pytest.mark.parametrize("code", ["990101", "990201"])
def test_a_slip_in_the_demonstration_is_found(code: str, mutation: Mutation) -> None:
    """The same slips in the registers of the demonstration, here and there in the table."""
    register = demonstration(code)
    rows = len(register.rows(mutation.table))
    tried = 0
    with laid_out(register) as folder:
        for turn in range(PLACES):
            wrong = possible(register, mutation, turn * rows // PLACES, 7 * turn + 1)
            if wrong is not None:
                is_found(folder, mutation, wrong)
                tried += 1
    assert tried == (0 if (code, mutation.name) in NOWHERE else PLACES)
