"""What holds for every register that a county could keep: of the check, the fold, the account, as-of and the forms.

The registers are whole folders, drawn with their schemes by tests/support/registers.py.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from generator import words
from generator.check import read_plan
from generator.reading import schemas
from generator.reading.folder import read_county
from generator.register.county import County, compile_county
from generator.register.fold import fold
from generator.register.model import Finding, Table
from generator.register.times import end_of, instant
from tests.support.example import TO_PUBLISHED, log
from tests.support.lives import COUNTY, Row
from tests.support.registers import (
    CHONGQING,
    HAINAN,
    PHASES,
    Folder,
    Register,
    checked,
    committed,
    is_in_force,
    laid_out,
    lanes,
    public,
    register_of,
    registers,
)
from tests.support.schemes import Choices, Document, schemes
from tests.support.written import CHUNXIAO, DONGSHENG, OTHER_STREET, WUHAN, XINGFU, Written

Value = TypeVar("Value")

many = settings(max_examples=50, deadline=None, phases=PHASES)
bounded = settings(max_examples=25, deadline=None, phases=PHASES)
few = settings(max_examples=15, deadline=None, phases=PHASES)

OTHERS: Final = (committed("changchun-2022"), committed("wuhan-2020"))
EVENTS: Final = f"data/registers/{COUNTY}/events.csv"


class Compiler:
    """A register's folder, to be compiled over as much of its log as is wanted."""

    def __init__(self, folder: Folder) -> None:
        plan, _ = read_plan(folder.data)
        self.plan = plan
        self.source = read_county(folder.data, COUNTY).value

    def upto(self, length: int | None = None) -> County:
        """The county when its log had so many lines."""
        source = replace(self.source, events=cut(self.source.events, length))
        return compile_county(source, self.plan.profiles, None, self.plan.calendar)

    def as_of(self, time: str) -> County:
        """The county at a time."""
        return compile_county(self.source, self.plan.profiles, time, self.plan.calendar)


def cut(table: Table[Value], length: int | None) -> Table[Value]:
    """A table's first rows."""
    return replace(
        table, rows=table.rows[:length], lines=table.lines[:length], positions=table.positions[:length]
    )  # fmt: skip


def told(findings: Sequence[Finding]) -> list[tuple[Any, ...]]:
    """Findings as text that can be compared and read."""
    return [(one.code, one.path, one.line, one.column, one.value, one.message, one.clause) for one in findings]


# ---- what is drawn


@given(schemes())
@bounded
def test_drawn_schemes_are_schemes(scheme: Document) -> None:
    """A drawn scheme agrees with the schema of schemes, and each of its titles can be published."""
    assert schemas.bulk("scheme").is_valid(scheme)
    publish = next(step for step in scheme["steps"] if step["event"] == "publish")
    assert publish["levels"].keys() == {one["id"] for one in scheme["titles"]}


def test_drawn_registers_are_not_all_alike() -> None:
    """Every kind of event is drawn, every kind of correction, every table and every public status."""
    seen: Counter[str] = Counter()
    for seed, scheme in itertools.product(range(25), (CHONGQING, HAINAN, *OTHERS)):
        register = register_of(Choices(random.Random(seed).randint), scheme)
        seen.update(table for table, rows in register.tables.items() if rows)
        for row in register.events:
            seen[row["event"]] += 1
            seen[f"{row['event']} that corrects"] += "corrects" in row
        for rows in lanes(register.events).values():
            seen[str(public(rows))] += 1
            seen["reinstated"] += any(row["event"] == "correct" and not is_in_force(rows, row) for row in rows)
    wanted = {*words.EVENTS, "correct that corrects", "publish that corrects", "reinstated", "certified", "suspended"}
    wanted |= {"revoked", "candidate", "None", "declared", "cases", "assessments", "inspections", "unplaced"}
    assert {one for one in wanted if seen[one] < 5} == set()


# ---- the check


@given(registers())
@many
def test_a_life_by_the_rules_has_no_finding(register: Register) -> None:
    """A county that never broke a rule of its scheme, and mended every slip of its log, hears nothing."""
    assert told(checked(register).findings) == []


@given(registers(*OTHERS))
@few
def test_a_life_under_other_committed_schemes_has_no_finding(register: Register) -> None:
    """The same under schemes that nominate, that were amended while in force, or that set no day to answer by."""
    assert told(checked(register).findings) == []


def foreign(register: Register, title: str) -> list[str]:
    """Kinds of events that a scheme does not have for a title."""
    own = {step["event"] for step in register.scheme["steps"] if title in step["levels"]}
    return [kind for kind in words.EVENTS if kind not in own]


def one_more(register: Register, area: Row, title: str, kind: str) -> Register | None:
    """The register with one more line at the end of its log: an event of this kind that is otherwise in order.

    A `correct` retracts the newest line of the title; None where that has none, or was corrected before.
    """
    log = register.events
    last = log[-1]["recorded_at"] if log else f"{register.settings['register_since']}T08:00+08:00"
    row: Row = {
        "sequence": len(log) + 1, "area_id": area["area_id"], "area_name": area["name"], "event": kind, "title": title,
        "effective_at": last[:10], "recorded_at": last, "confirmed": "yes",
    }  # fmt: skip
    if kind == "correct":
        lane = lanes(log).get((area["area_id"], title), [])
        if not lane or any("corrects" in one for one in lane):
            return None
        row["corrects"] = lane[-1]["sequence"]
    return register.having(events=[*log, row])


@given(registers(), st.data())
@bounded
def test_a_step_that_the_scheme_does_not_have_is_told_once(register: Register, data: st.DataObject) -> None:
    """Whatever the scheme, wherever the log ends, whatever the title's status: one step too many, one E601.

    The log may end in the middle of things: what is told of that anyway is not told of the step. (A retraction that
    the scheme does not know is told once, and with it whatever is now missing.)
    """
    length = data.draw(st.integers(0, len(register.events)))
    area = data.draw(st.sampled_from(register.tables["areas"]))
    titles = [one["id"] for one in register.scheme["titles"] if area["unit_type"] in one["unit_types"]]
    title = data.draw(st.sampled_from(titles))
    shorter = register.having(events=register.events[:length], declared=[], unplaced=[])
    with laid_out(shorter) as folder:
        before = Counter(one.code for one in folder.report(shorter).findings)
        # Where the log ends between such a slip and its correction, there is one already.
        assert not before["E601"] or "E601" not in {one.code for one in folder.report(register).findings}
        for kind in foreign(register, title):
            longer = one_more(shorter, area, title, kind)
            if longer is None:
                continue
            findings = folder.report(longer).findings
            new = Counter(one.code for one in findings) - before
            places = [(one.path, one.line, one.column) for one in findings if one.code == "E601"]
            assert new["E601"] == 1, (kind, new)
            assert (EVENTS, length + 2, "event") in places
            assert kind == "correct" or new.keys() == {"E601"}, (kind, told(findings))


# ---- the fold and the account


@given(registers(), st.data())
@bounded
def test_what_was_published_of_an_event_never_changes(register: Register, data: st.DataObject) -> None:
    """A longer log tells of its earlier events what the shorter one told, corrections included."""
    with laid_out(register) as folder:
        compiler = Compiler(folder)
        length = data.draw(st.integers(0, len(register.events)))
        earlier, later = compiler.upto(length), compiler.upto()
    assert earlier.records.keys() <= later.records.keys()
    for key, record in earlier.records.items():
        assert later.records[key].transitions[: len(record.transitions)] == record.transitions
        shown = [one.event.sequence for one in record.transitions if record.is_public(one)]
        after = later.records[key]
        assert set(shown) <= {one.event.sequence for one in after.transitions if after.is_public(one)}


@given(registers(), st.data())
@bounded
def test_closed_periods_stay(register: Register, data: st.DataObject) -> None:
    """A period that has ended stays as it is, whatever is recorded later; only a correction of its title changes it."""
    with laid_out(register) as folder:
        compiler = Compiler(folder)
        length = data.draw(st.integers(0, len(register.events)))
        earlier, later = compiler.upto(length), compiler.upto()
    assert earlier.records.keys() <= later.records.keys()
    mended = {(row["area_id"], row["title"]) for row in register.events[length:] if "corrects" in row}
    for key, record in earlier.records.items():
        if key not in mended:
            closed = tuple(one for one in record.periods if one.end is not None)
            assert later.records[key].periods[: len(closed)] == closed
            starts = [one.start for one in record.periods]
            assert [one.start for one in later.records[key].periods][: len(starts)] == starts


@given(registers(HAINAN, *OTHERS[1:], CHONGQING))  # Hainan and Wuhan suspend
@many
def test_the_account_holds_after_every_event(register: Register) -> None:
    """previous + certified - revoked - suspended + restored + corrected = current = the certified, at each length."""
    with laid_out(register) as folder:
        compiler = Compiler(folder)
    assert not compiler.upto(0).records
    for length in range(len(register.events) + 1):
        county = compiler.upto(length)
        held = Counter(title for (_, title), record in county.records.items() if record.state.public == "certified")
        by_hand = Counter(title for (_, title), rows in lanes(register.events[:length]).items()
                          if public(rows) == "certified")  # fmt: skip
        current: dict[str, int] = {}
        for row in county.account:
            moved = row.certified - row.revoked - row.suspended + row.restored + row.corrected
            assert row.previous + moved == row.current
            assert row.previous == current.get(row.title, 0)
            current[row.title] = row.current
        assert Counter(current) == held == by_hand
        assert county.counts["certified"] == held.total()


# ---- as-of


@given(registers(), st.data())
@bounded
def test_as_of_is_the_folder_of_that_time(register: Register, data: st.DataObject) -> None:
    """The county as of a time is what its folder was then: later lines, notices and evidence taken out."""
    times = sorted({end_of(row["recorded_at"]) for row in register.events} | {f"{register.settings['register_since']}"})
    days = sorted({time[:10] for time in times} | {row["date"] for row in register.rows("cases")})
    time = data.draw(st.sampled_from([*days, *times]))
    with laid_out(register) as folder:
        then = Compiler(folder).as_of(time)
    with laid_out(at(register, time)) as folder:
        former = Compiler(folder).upto()
    assert then.as_of == time
    for part in ("records", "account", "counts", "notices", "by_area", "evidence"):
        assert getattr(then, part) == getattr(former, part), part
    for table in ("events", "cases", "assessments", "inspections", "declared", "unplaced"):
        assert list(getattr(then, table)) == list(getattr(former, table)), table


def at(register: Register, time: str) -> Register:
    """A register as it was at a time: what had been recorded, published and found by then."""
    limit = end_of(time)
    events = [row for row in register.events if instant(row["recorded_at"]) <= limit]
    named = {row.get("notice_id") for row in events}
    known = {
        row["notice_id"] for row in register.rows("notices")
        if instant(row["published_at"]) <= limit or row["notice_id"] in named
    }  # fmt: skip
    noticed = {
        table: [row for row in register.rows(table) if row["notice_id"] in known]
        for table in ("notices", "declared", "unplaced") if table in register.tables
    }  # fmt: skip
    dated = {
        table: [row for row in register.rows(table) if row["date"] <= time[:10]]
        for table in ("cases", "assessments", "inspections") if table in register.tables
    }  # fmt: skip
    return register.having(events=events, **noticed, **dated)


# ---- forms and orders

SPOILS: Final = ("nothing", "events", "cases", "assessments", "declared", "notices", "areas")


def spoilt(register: Register, data: st.DataObject) -> Register:
    """The register without one row of some table: there is mostly something to tell."""
    table = data.draw(st.sampled_from(SPOILS))
    rows = register.rows(table)
    if not rows:
        return register
    place = data.draw(st.integers(0, len(rows) - 1))
    return register.having(**{table: [*rows[:place], *rows[place + 1 :]]})


@given(registers(), st.data())
@bounded
def test_both_forms_say_the_same(register: Register, data: st.DataObject) -> None:
    """The same folder in CSV and in JSON gives the same county and the same report, faults included."""
    changed = spoilt(register, data)
    reports, counties = [], []
    for form in ("csv", "json"):
        with laid_out(changed, form) as folder:
            found = folder.report(changed).findings
            reports.append([replace(one, path=one.path.replace(f".{form}", "")) for one in found])
            counties.append(Compiler(folder).upto())
    assert reports[0] == reports[1]
    assert counties[0] == counties[1]


SHUFFLED: Final = ("areas", "cases", "assessments", "inspections", "notices", "declared", "unplaced")


@given(registers(), st.data())
@bounded
def test_only_the_log_has_an_order(register: Register, data: st.DataObject) -> None:
    """The rows of every table but the log may stand in any order: same county, same findings, faults included."""
    changed = spoilt(register, data)
    shuffled = changed.having(
        **{table: data.draw(st.permutations(rows)) for table in SHUFFLED if (rows := changed.rows(table))}
    )
    with laid_out(changed) as folder:
        found, one = folder.report(changed).findings, Compiler(folder).upto()
        others, other = folder.report(shuffled).findings, Compiler(folder).upto()
    assert Counter(map(_place, found)) == Counter(map(_place, others))
    for part in ("areas", "events", "records", "account", "counts", "notices", "by_area", "containers", "as_of"):
        assert getattr(one, part) == getattr(other, part), part
    for table in ("cases", "assessments", "inspections", "declared", "unplaced"):
        assert Counter(getattr(one, table)) == Counter(getattr(other, table)), table


def _place(finding: Finding) -> tuple[str, str, str | None]:
    return finding.code, finding.path, finding.column


# ---- what drawn registers once showed


def test_a_title_restored_on_the_day_of_its_suspension(tmp_path: Path) -> None:
    """A suspension for a contact of the day before is founded, also if the title is restored on the same day (W620)."""
    county = Written(tmp_path, WUHAN).certified(XINGFU, "2020-03-20").case("2020-03-21", XINGFU, close_contacts=1)
    county.step("suspend", XINGFU, "2020-03-22", reason="close_contact")
    county.case("2020-03-22", XINGFU, cleared_contacts=1).step("restore", XINGFU, "2020-03-22", reason="ruled_out")
    assert county.codes() == []


def test_a_step_that_the_scheme_does_not_have_is_not_told_of_the_unit_above(tmp_path: Path) -> None:
    """A suspension in Chongqing is one E601, not also a member that the township lacks (W626)."""
    county = Written(tmp_path).certified(DONGSHENG, "2022-11-22")
    county.areas[OTHER_STREET] = {"area_id": OTHER_STREET, "name": "椰林镇", "unit_type": "township", "part_of": ""}
    county.certified(OTHER_STREET, "2022-11-23")
    assert county.codes() == []
    assert county.step("suspend", DONGSHENG, "2022-11-24").codes() == ["E601"]


def test_a_nomination_entered_twice_forgets_nothing() -> None:
    """What is said of a refusal, while a doubled line is not retracted yet, is that the title is revoked as before."""
    rows = log(*TO_PUBLISHED, "revoke", "apply", "review", "nominate", "nominate", "reject")
    (record,) = fold(rows).values()
    assert record.transitions[-1].after.public == "revoked"


def test_a_late_answer_where_losses_follow_those_of_the_same_title(tmp_path: Path) -> None:
    """A title whose loss is followed, and that follows others itself, is late all the same (W609)."""
    scheme = committed("wuhan-2020")
    changes = scheme["amendments"][0]["changes"]
    changes["cascade"]["of"] = ["compound", "community"]
    changes["triggers"] = [{**one, "days": 0} for one in changes["triggers"]]
    county = Written(tmp_path, scheme).certified(CHUNXIAO, "2020-04-10").case("2020-04-12", CHUNXIAO, asymptomatic=1)
    assert county.step("suspend", CHUNXIAO, "2020-04-15", reason="asymptomatic_case").codes() == ["W609"]
