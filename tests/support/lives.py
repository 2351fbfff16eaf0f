"""The life of a county under a scheme, drawn day by day: what an office that makes no mistake would record.

Everything that a rule asks for is done here by its words, not by the code that is tested: steps by the profile's way,
by the right bodies, within time limits, outside windows; each case, contact and failed inspection is answered. What
the log then says may still come by slips and their corrections: those leave what is in force as it should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from tests.support.schemes import WAY, Choices, Document

Row = dict[str, Any]

COUNTY: Final = "990101"
BEGINNINGS: Final = (None, "rejected", "withdrawn", "revoked")
_AFTER: Final = {
    "apply": "applied", "review": "recommended", "nominate": "candidate", "certify": "decided", "publish": "certified",
    "reject": "rejected", "withdraw": "withdrawn", "suspend": "suspended", "restore": "certified", "revoke": "revoked",
}  # fmt: skip
_ENDS: Final = ("reject", "withdraw", "suspend", "revoke")  # only now and then: a life of refusals says little
_INFECTIONS: Final = ("confirmed", "asymptomatic")
_COUNTS: Final = (*_INFECTIONS, "close_contacts")
# Weekdays off and weekends at work, as announced, for the days on which lives are led.
_OFF: Final = frozenset(
    f"2022-{day}" for day in ("09-12", "10-03", "10-04", "10-05", "10-06", "10-07")
)  # fmt: skip
_ON: Final = frozenset({"2022-10-08", "2022-10-09"})
# The places of a generated county: code -> name, and what the unit is.
NAMES: Final = {
    "99": "示例省", "9901": "示例市", COUNTY: "示例区", "990101001": "滨河街道", "990101001001": "春晓社区",
    "990101001002": "红星村", "990101002": "清泉镇", "990101002001": "朝阳社区",
}  # fmt: skip
# Areas that may be in a register: id, name, qualifier, unit type, former names, part of, administered by.
AREAS: Final = (
    ("990101001001", "春晓社区", None, "community", None, None, None),
    ("990101001001-001", "梧桐苑", None, "compound", "机床厂宿舍;老七栋", None, None),
    ("990101001002", "红星村", None, "village", None, None, None),
    ("990101001002-001", "锦绣江南", "一期", "compound", None, None, None),
    ("990101001002-002", "锦绣江南", "二期", "compound", None, "990101001002-001", None),
    ("990101001", "滨河街道", None, "street", None, None, None),
    ("990101002001", "朝阳社区", None, "community", None, None, None),
    ("990101002", "清泉镇", None, "township", None, None, None),
    ("990101002-001", "银河里", None, "compound", None, None, "示例高新区管委会"),
    (COUNTY, "示例区", None, "county", None, None, None),
)  # fmt: skip
_CONFIRMED: Final = "锦绣江南"  # whoever suspends or revokes one of them has looked twice


def later(day: str, days: int) -> str:
    """The day so many days after another."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def due(day: str, limit: Document) -> str:
    """The last day of a time limit."""
    left = limit["days"]
    while left > 0:
        day = later(day, 1)
        working = day in _ON or (day not in _OFF and date.fromisoformat(day).weekday() < 5)
        left -= limit["unit"] == "calendar_day" or working
    return day


def units_of(area_id: str, parents: Mapping[str, str | None]) -> set[str]:
    """An area, and every unit that it lies in or is a part of."""
    place = area_id.partition("-")[0]
    found = {area_id, *(place[:length] for length in (2, 4, 6, 9, 12) if length <= len(place))}
    parent = parents.get(area_id)
    return found | units_of(parent, parents) if parent else found


@dataclass
class Duty:
    """A trigger to be answered: by `due` at the latest (None: by the end), by one of its steps."""

    due: str | None
    trigger: Document


@dataclass
class Lane:
    """One title of one area. `way` has the day of each step of the application at hand."""

    area_id: str
    title: str
    line: tuple[str, ...]
    status: str | None = None
    public: str | None = None
    way: dict[str, str] = field(default_factory=dict)
    historic: bool = False
    lost: str | None = None
    since: str = ""
    reviewed: str = ""
    restored: str = ""
    blocked: str = ""
    applications: int = 0
    duties: list[Duty] = field(default_factory=list)


class Life:
    """A county that lives under a scheme. After `live()` the tables are there, but for what notices declare."""

    def __init__(self, choose: Choices, scheme: Document) -> None:
        self.choose = choose
        self.scheme = scheme
        start: str = scheme["period"]["from"]
        self.start = later(start, choose.number(0, 2))
        self.day = self.start
        self.archived = choose.chance(12)
        self.since = later(self.start, choose.among((0, 0, 0, 2)))
        self.kept = {name: not choose.chance(4) for name in ("cases", "assessments", "inspections")}
        self.noise = choose.number(0, 4)
        self.lag = 0
        self.clock = (self.start, 480)
        self.log: list[Row] = []
        self.mends: list[list[Row]] = []
        self.notices: dict[str, Row] = {}
        self.cases: dict[tuple[str, str], Row] = {}
        self.assessments: dict[tuple[str, str, str, str], Row] = {}
        self.inspections: list[Row] = []
        self._settle_places()

    def _settle_places(self) -> None:
        titles = {one["id"]: one["unit_types"] for one in self.scheme["titles"]}
        possible = [row for row in AREAS if any(row[3] in kinds for kinds in titles.values())]
        wanted = self.choose.some(possible, 2)
        self.names = dict(NAMES)
        self.areas: list[Row] = [
            {key: value for key, value in zip(
                ("area_id", "name", "qualifier", "unit_type", "former_names", "part_of", "administered_by"), row,
                strict=True,
            ) if value is not None and not (key == "part_of" and all(one[0] != value for one in wanted))}
            for row in wanted
        ]  # fmt: skip
        self.area = {row["area_id"]: row for row in self.areas}
        self.parents = {row["area_id"]: row.get("part_of") for row in self.areas}
        self.lanes = [
            Lane(row["area_id"], title, tuple(kind for kind in WAY if self._goes(kind, title)))
            for row in self.areas
            for title, kinds in titles.items()
            if row["unit_type"] in kinds
        ]

    # ---- the scheme

    @property
    def rules(self) -> Document:
        """The scheme as it stands today."""
        found = self.scheme
        for one in self.scheme["amendments"]:
            if one["effective_at"] <= self.day:
                found = {**found, **one["changes"]}
        return found

    def step(self, kind: str, title: str) -> Document | None:
        """The step of a title, if it goes it."""
        found = [one for one in self.scheme["steps"] if one["event"] == kind and title in one["levels"]]
        return found[0] if found else None

    def _goes(self, kind: str, title: str) -> bool:
        return self.step(kind, title) is not None

    def _limit(self, lane: Lane, kind: str) -> str | None:
        """The day by which a lane's step is due; None where no limit runs."""
        step = self.step(kind, lane.title)
        limit: Document | None = step["deadline"] if step else None
        anchor = lane.way.get(limit["anchor"]) if limit else None
        return due(anchor, limit) if anchor and limit else None

    def _must_file(self, lane: Lane) -> bool:
        step = self.step("file", lane.title)
        asked = step is not None and step["levels"][lane.title] is not None
        return asked and "file" not in lane.way and not lane.historic

    # ---- days

    def live(self) -> None:
        """Leads the life, and ends it with nothing left undone."""
        days = self.choose.number(3, 10)
        for number in range(days):
            self.day = later(self.start, number)
            self.lag = self.choose.among((0, 0, 0, 1))
            self._happen()
            for lane in self.lanes:
                self._act(lane)
            if self.choose.chance(3):
                self._happen(evening=True)
        self._conclude()
        while self.mends:
            self._mend()

    def _happen(self, *, evening: bool = False) -> None:
        """What comes to the county's knowledge: cases, contacts, contacts ruled out, inspections."""
        held = [lane.area_id for lane in self.lanes if lane.public in ("certified", "suspended")]
        if self.kept["cases"] and self.choose.chance(2 if held else 6):
            others = [*self.area, *(code for code in self.names if len(code) >= 9)]
            place = self.choose.among(held if held and self.choose.number(0, 3) else others)
            kinds = self.choose.among((_COUNTS[2:], _COUNTS[2:], _COUNTS[:1], _COUNTS[1:], _COUNTS))
            self._found(place, {kind: self.choose.number(1, 2) for kind in kinds})
        if self.kept["cases"]:
            for area_id in sorted({area_id for _, area_id in self.cases}):
                if (still := self._open(area_id)) > 0 and self.choose.number(0, 2):
                    row = self._case(area_id)
                    row["cleared_contacts"] = row.get("cleared_contacts", 0) + self.choose.number(1, still)
        if self.kept["inspections"] and not evening and self.choose.chance(4):
            self._inspect()
        for lane in self.lanes:
            self._answer(lane)

    def _case(self, area_id: str) -> Row:
        return self.cases.setdefault((self.day, area_id), {"date": self.day, "area_id": area_id})

    def _open(self, area_id: str) -> int:
        rows = [row for (_, place), row in self.cases.items() if place == area_id]
        return sum(row.get("close_contacts", 0) - row.get("cleared_contacts", 0) for row in rows)

    def _touched(self, lane: Lane) -> list[Row]:
        """The cases that count for a lane."""
        return [row for (_, place), row in self.cases.items() if lane.area_id in units_of(place, self.parents)]

    def _found(self, place: str, counts: Mapping[str, int]) -> None:
        """People were found infected, or as contacts, at a place; nothing if nobody could keep the rules then."""
        infected = any(counts.get(kind) for kind in _INFECTIONS)
        below = [lane for lane in self.lanes if lane.area_id.startswith(place) and lane.area_id != place]
        touched = [lane for lane in self.lanes if lane.area_id in units_of(place, self.parents)]
        if infected and "-" not in place and any(lane.public == "certified" for lane in below):
            return  # whether it was in one of them is not known: that is not a life without question
        if counts.get("close_contacts") and any(lane.restored == self.day for lane in touched):
            return
        row = self._case(place)
        for kind, count in counts.items():
            row[kind] = row.get(kind, 0) + count
        if infected and "-" not in place:
            for lane in below:
                lane.blocked = self.day
        for lane in touched:
            for trigger in self.rules["triggers"]:
                if any(counts.get(kind) for kind in trigger["on"]):
                    self._oblige(lane, trigger)

    def _inspect(self) -> None:
        area_id = self.choose.among(list(self.area))
        body = self.choose.among(("99", "9901", COUNTY))
        row: Row = {
            "date": self.day, "area_id": area_id, "inspected_by": body, "method": self.choose.among(("open", "covert")),
            "result": self.choose.among(("passed", "failed")),
        }  # fmt: skip
        if row["result"] == "failed" and (self.rules["inspection"] or {}).get("rectification"):
            row["rectification_due"] = later(self.day, self.choose.among((20, 0, 3)))
            if row["rectification_due"] < later(self.start, 15):
                row["rectification_done"] = later(self.day, self.choose.number(0, 2))
        if row in self.inspections:
            return
        self.inspections.append(row)
        if row["result"] == "failed":
            for lane in self.lanes:
                for trigger in self.rules["triggers"]:
                    level = trigger["inspected_by"]
                    if lane.area_id == area_id and "failed_inspection" in trigger["on"] and level in (None, len(body)):
                        self._oblige(lane, trigger)

    def _oblige(self, lane: Lane, trigger: Document) -> None:
        lane.blocked = self.day
        if lane.public == "certified" or (lane.public == "suspended" and "revoke" in trigger["steps"]):
            days = trigger["days"]
            lane.duties.append(Duty(None if days is None else later(self.day, days), trigger))

    # ---- answers

    def _answer(self, lane: Lane, *, now: bool = False) -> None:
        """Answers what a lane has to answer, if today is the day for it."""
        while lane.duties:
            dues = [one.due for one in lane.duties if one.due is not None]
            if not (now or self.day in dues or self.choose.number(0, 2)):
                return
            kinds = [kind for kind in ("suspend", "revoke") if self._goes(kind, lane.title)]
            if lane.public == "suspended" or any("suspend" not in one.trigger["steps"] for one in lane.duties):
                kinds = ["revoke"]
            reasons = {kind: self._reasons(lane, kind) for kind in kinds}
            named = {reason for one in lane.duties for reason in one.trigger["reasons"]}
            pairs = [(kind, reason) for kind in kinds for reason in reasons[kind] if reason in named]
            pairs = pairs or [(kind, reason) for kind in kinds for reason in reasons[kind]]
            self._lose(lane, *self.choose.among(pairs))

    def _reasons(self, lane: Lane, kind: str) -> list[str | None]:
        """The reasons that can be given for a step today."""
        step = self.step(kind, lane.title)
        known = [one["id"] for one in step["reasons"]] if step else []
        return [one for one in known if self._is_founded(lane, one)] if known else [None]

    def _is_founded(self, lane: Lane, reason: str) -> bool:
        """Whether the evidence that is kept has what the reason says."""
        for trigger in self.rules["triggers"]:
            if reason not in trigger["reasons"]:
                continue
            if "failed_inspection" in trigger["on"]:
                if self.kept["inspections"] and not any(
                    row["area_id"] == lane.area_id and row["result"] == "failed" and row["date"] >= lane.since
                    and trigger["inspected_by"] in (None, len(row["inspected_by"]))
                    for row in self.inspections
                ):  # fmt: skip
                    return False
            elif self.kept["cases"] and not any(
                row["date"] >= lane.since and any(row.get(kind) for kind in trigger["on"])
                for row in self._touched(lane)
            ):
                return False
        return True

    def _lose(self, lane: Lane, kind: str, reason: str | None) -> None:
        """A title is suspended or revoked, and what follows for the units above."""
        if kind == "suspend" and self._must_file(lane):
            self._take(lane, "file")  # once suspended it cannot be filed
        self._take(lane, kind, reason=reason, notice="2" if self.choose.chance(2) else None)
        lane.duties = [one for one in lane.duties if kind != "revoke" and kind not in one.trigger["steps"]]
        cascade = self.rules["cascade"]
        if cascade is None or lane.title not in cascade["of"] or reason not in cascade["on"]:
            return
        for upper in self.lanes:
            above = upper.area_id in units_of(lane.area_id, self.parents) - {lane.area_id}
            if above and upper.title in cascade["to"]:
                upper.blocked = self.day
                if upper.public == "certified":
                    self._lose(upper, *self.choose.among(self._followings(upper, cascade)))

    def _followings(self, lane: Lane, cascade: Document) -> list[tuple[str, str | None]]:
        found: list[tuple[str, str | None]] = []
        for kind in cascade["steps"]:
            if (step := self.step(kind, lane.title)) is not None:
                known = {one["id"] for one in step["reasons"]}
                found += [(kind, one) for one in cascade["reasons"] if one in known]
        return found

    # ---- steps

    def _act(self, lane: Lane) -> None:
        """What an office does about one title in a day."""
        for turn in range(20):
            options = self._options(lane)
            pressing = [kind for kind in self._pressing(lane) if kind in options]
            if lane.duties and not pressing:
                self._answer(lane)
                return
            if not pressing and (not options or turn > 5 or not self.choose.number(0, 2)):
                return
            going = pressing or (options if self.choose.chance(6) else [one for one in options if one not in _ENDS])
            if not going:
                return
            self._do(lane, self.choose.among(going))

    def _do(self, lane: Lane, kind: str) -> None:
        if kind == "review":
            self._assess(lane)
        if kind in ("suspend", "revoke"):
            self._lose(lane, kind, self.choose.among(self._reasons(lane, kind)))
            return
        reasons: list[str | None] = [None]
        if kind in ("reject", "withdraw", "restore"):
            step = self.step(kind, lane.title)
            reasons += [one["id"] for one in step["reasons"]] if step else []
        notice = "1" if kind == "publish" else "2" if kind == "restore" and self.choose.chance(2) else None
        if kind == "nominate" and self.choose.chance(2):
            notice = "2"
        self._take(lane, kind, reason=self.choose.among(reasons), notice=notice)

    def _options(self, lane: Lane) -> list[str]:
        """Steps that are possible today without breaking any rule, the way to the title first."""
        found: list[str] = []
        if lane.status in BEGINNINGS:
            if lane.applications < 2 and not self._must_wait(lane):
                found += [kind for kind in lane.line[:1] if self._is_clear(lane, kind)]
                if not lane.applications and (self.archived or self.day < self.since) and self._is_public(lane):
                    found.append("publish")
        elif lane.status in ("certified", "suspended"):
            kinds = ("suspend", "revoke") if lane.status == "certified" else ("restore", "revoke")
            for kind in kinds:
                if self._goes(kind, lane.title) and (kind != "restore" or self._may_restore(lane)):
                    found += [kind] if kind == "restore" or self._reasons(lane, kind) else []
        else:
            place = max(lane.line.index(kind) for kind in lane.way if kind in lane.line)
            found += [kind for kind in lane.line[place + 1 : place + 2] if self._is_clear(lane, kind)]
            found += [kind for kind in ("reject", "withdraw") if self._goes(kind, lane.title)]
        if self._may_file(lane):
            found.append("file")
        return found

    def _must_wait(self, lane: Lane) -> bool:
        days = self.rules["reapply_after_days"]
        return days is not None and lane.lost is not None and self.day <= later(lane.lost, days)

    def _may_file(self, lane: Lane) -> bool:
        if not self._goes("file", lane.title) or "file" in lane.way or lane.historic:
            return False
        reached = lane.line[-2] if len(lane.line) > 1 else None
        ready = lane.status == "certified" or (reached in lane.way and lane.status == _AFTER[str(reached)])
        limit = self._limit(lane, "file")
        return ready and (limit is None or self.day <= limit)

    def _may_restore(self, lane: Lane) -> bool:
        if lane.blocked == self.day:
            return False
        rows = self._touched(lane)
        still = sum(row.get("close_contacts", 0) - row.get("cleared_contacts", 0) for row in rows)
        return self.rules["restoration"] is None or still <= 0

    def _is_public(self, lane: Lane) -> bool:
        """Whether nothing of today keeps a title from being held."""
        return lane.blocked != self.day

    def _is_clear(self, lane: Lane, kind: str) -> bool:
        """Whether a step of the way can be taken today: in time, outside the window, unless today forbids it."""
        limit = self._limit(lane, kind)
        if (limit is not None and self.day > limit) or (kind == "publish" and not self._is_public(lane)):
            return False
        if kind == "review" and lane.reviewed == self.day and self.kept["assessments"]:
            return False
        decided = lane.way.get("certify", self.day)
        window = self._window_at(decided)
        if kind not in ("certify", "publish") or window["days"] is None:
            return True
        anchor = lane.way.get("apply", decided) if window["anchor"] == "application" else decided
        floor = later(anchor, -window["days"])
        return not any(
            floor < row["date"] < self.day and any(row.get(one) for one in window["counts"])
            for row in self._touched(lane)
        )

    def _window_at(self, day: str) -> Document:
        today, self.day = self.day, day
        found: Document = self.rules["window"]
        self.day = today
        return found

    def _pressing(self, lane: Lane) -> list[str]:
        """Steps of which one must be taken today, because a time limit ends."""
        if lane.status not in BEGINNINGS and lane.public != "suspended":
            limit = self._limit(lane, "file")
            if limit is not None and self.day >= limit and self._must_file(lane):
                return ["file"]
        if lane.status in (*BEGINNINGS, "certified", "suspended"):
            return []
        place = max(lane.line.index(kind) for kind in lane.way if kind in lane.line)
        limits = [self._limit(lane, kind) for kind in lane.line[place + 1 :]]
        if any(limit is not None and self.day >= limit for limit in limits):
            return [lane.line[place + 1], "reject", "withdraw"]
        return []

    def _take(self, lane: Lane, kind: str, *, reason: str | None = None, notice: str | None = None) -> None:
        """A step is taken, and recorded."""
        if lane.status in BEGINNINGS and kind in WAY:
            lane.applications += 1
            lane.historic = (self.archived or self.day < self.since) and kind == "publish"
        lane.way[kind] = self.day
        lane.status = _AFTER.get(kind, lane.status)
        if kind in ("publish", "restore"):
            lane.public, lane.since = "certified", self.day
            lane.restored = self.day if kind == "restore" else lane.restored
        elif kind in ("suspend", "revoke"):
            lane.public = _AFTER[kind]
        if kind in ("revoke", "reject"):
            lane.lost = self.day
        if kind in ("revoke", "reject", "withdraw"):
            lane.way, lane.historic = {}, False
        if kind == "review":
            lane.reviewed = self.day
        row: Row = {
            "area_id": lane.area_id, "area_name": self._name(lane), "event": kind, "title": lane.title,
            "effective_at": self.day, "decided_by": self._body(lane, kind), "reason": reason,
            "notice_id": self._notice(notice) if notice else None,
        }  # fmt: skip
        if kind in ("suspend", "revoke") and row["area_name"] == _CONFIRMED:
            row["confirmed"] = "yes"
        self._record(row)

    def _name(self, lane: Lane) -> str:
        row = self.area[lane.area_id]
        names = [row["name"], *(row["former_names"].split(";") if "former_names" in row else ())]
        return str(names[0] if len(names) == 1 else self.choose.among((names[0], names[0], *names)))

    def _body(self, lane: Lane, kind: str) -> str | None:
        """A body of the level that the scheme gives; any unit of the area, or none, where it gives none."""
        step = self.step(kind, lane.title)
        level = step["levels"][lane.title] if step else None
        place = lane.area_id.partition("-")[0]
        if level is None:
            known = [one for one in (COUNTY, "9901", "99", place[:9], place) if place.startswith(one)]
            return self.choose.among((None, *known))
        if level <= len(place):
            return str(place[:level])
        inside = [code for code in self.names if len(code) == level and code.startswith(place)]
        return self.choose.among(inside)

    def _notice(self, number: str) -> str:
        found = f"{COUNTY}-{self.day.replace('-', '')}-{number}"
        if found not in self.notices:
            row: Row = {
                "notice_id": found, "publisher": "示例区疫情防控指挥部", "title": "通告",
                "published_at": self.choose.among((self.day, f"{self.day}T18:00+08:00")), "provenance": "official",
                "source": "示例区网站",
            }  # fmt: skip
            if self.choose.chance(3):
                row["cutoff_at"] = f"{self.day}T15:00:00+08:00"
            self.notices[found] = row
        return found

    def _assess(self, lane: Lane) -> None:
        """Each standard is assessed, and in the end met, before the review."""
        if not self.kept["assessments"]:
            return
        items = [item["id"] for one in self.rules["standards"] for item in (one["items"] or [one])]
        begun = later(lane.reviewed, 1) if lane.reviewed else ""  # what was assessed before is not of this application
        first = max(begun, self.scheme["period"]["from"], later(self.day, -2))
        if items and self.choose.chance(4):
            key = (lane.area_id, lane.title, "all")
            self.assessments[first, *key] = dict(
                zip(("date", "area_id", "title", "standard", "met"), (first, *key, "yes"), strict=True)
            )
            return
        for standard in items:
            key = (lane.area_id, lane.title, standard)
            days = sorted({first, self.day})
            chosen = self.choose.among(days)
            if chosen != self.day and self.choose.chance(4):
                self.assessments[chosen, *key] = dict(
                    zip(("date", "area_id", "title", "standard", "met"), (chosen, *key, "no"), strict=True)
                )
                chosen = self.day
            self.assessments[chosen, *key] = dict(
                zip(("date", "area_id", "title", "standard", "met"), (chosen, *key, "yes"), strict=True)
            )

    def _conclude(self) -> None:
        """Nothing is left undone: duties, filings, terms, upper titles whose members lost theirs."""
        for lane in self.lanes:
            self._answer(lane, now=True)
        held = [lane for lane in self.lanes if lane.status == "certified" and not lane.historic]
        for lane in held:
            if self._must_file(lane):
                self._take(lane, "file")
        term = self.rules["expiry_days"]
        for lane in self.lanes:
            held_on = lane.public in ("certified", "suspended") and lane.status in ("certified", "suspended")
            if term is not None and held_on and not lane.historic and later(lane.way["publish"], term) <= self.day:
                self._lose(lane, "revoke", self.choose.among(self._reasons(lane, "revoke")))
        rules = [] if self.archived else (self.rules["upper_titles"] or {"rules": []})["rules"]
        for rule in rules:
            for lane in self.lanes:
                if lane.title == rule["title"] and lane.public == "certified" and self._lacks(lane, rule):
                    self._lose(lane, "revoke", self.choose.among(self._reasons(lane, "revoke")))

    def _lacks(self, upper: Lane, rule: Document) -> bool:
        members = {code for code in self.names if len(code) == 12 and code.startswith(upper.area_id)}
        held = {one.area_id for one in self.lanes if one.title in rule["members"] and one.public == "certified"}
        return not members <= held

    # ---- the log

    def _write(self, row: Row) -> int:
        """A line of the log, at the next time; returns its sequence."""
        day, minute = self.clock
        today = later(self.day, self.lag)
        minute = max(480, minute if day >= today else 480) + self.choose.number(0, 3)
        day = max(day, today)
        self.clock = (day, minute)
        at = f"{day}T{minute // 60:02}:{minute % 60:02}"
        line = {"sequence": len(self.log) + 1, **row, "recorded_at": f"{at}+08:00"}
        if row["effective_at"] == day and "corrects" not in row and self.choose.chance(4):
            line["effective_at"] = f"{at}:00+08:00"
        self.log.append({key: value for key, value in line.items() if value is not None})
        return len(self.log)

    def _record(self, row: Row) -> None:
        """A true line, with what an office may get wrong around it and mend later."""
        while self.mends and self.choose.chance(3):
            self._mend()
        if not self.noise or not self.choose.chance(3):
            self._write(row)
            return
        self.noise -= 1
        corrects = self.step("correct", row["title"])
        slip = self.choose.number(0, 4 if corrects else 0)
        if slip == 0:  # wrong first, then replaced, perhaps twice
            lines = [*(self._wrong(row) for _ in range(self.choose.number(1, 2))), dict(row)]
            lines[1]["corrects"] = self._write(lines[0])
            self.mends.append(lines[1:])
        elif slip == 1:  # right, then retracted by mistake, then reinstated
            number = self._write(row)
            self.mends.append([self._correct(row, number), self._correct(row, 0)])
        elif slip == 2:  # right, then replaced by something wrong, which is retracted
            number = self._write(row)
            self.mends.append([{**self._wrong(row), "corrects": number}, self._correct(row, 0)])
        else:  # something that never was, before or after it
            after = self.choose.number(0, 1)
            if after:
                self._write(row)
            self.mends.append([self._correct(row, self._write(self._wrong(row)))])
            if not after:
                self._write(row)

    def _mend(self) -> None:
        """The next line of one of the corrections that are due. Each names the line that it mends."""
        lines = self.choose.among(self.mends)
        row = lines.pop(0)
        number = self._write(row)
        if lines:
            lines[0]["corrects"] = number
        else:
            self.mends = [one for one in self.mends if one]

    def _wrong(self, row: Row) -> Row:
        """A line like another, with something wrong in it that only the log's own readers can tell."""
        found = dict(row)
        what = self.choose.number(0, 4)
        if what == 0:
            found["effective_at"] = max(self.start, later(self.day, -self.choose.number(0, 2)))
        elif what == 1:
            found["decided_by"] = self.choose.among(list(self.names))
        elif what == 2:
            found["event"] = self.choose.among(list(_AFTER))
        elif what == 3:
            found["reason"] = "something_else"
        else:
            found["notice_id"] = self.choose.among((None, *self.notices))
        if found["event"] in ("suspend", "revoke") and found["area_name"] == _CONFIRMED:
            found["confirmed"] = "yes"
        return found

    def _correct(self, row: Row, corrects: int) -> Row:
        step = self.step("correct", row["title"])
        reasons = [one["id"] for one in step["reasons"]] if step else []
        return {
            "area_id": row["area_id"], "area_name": row["area_name"], "event": "correct", "title": row["title"],
            "effective_at": self.day, "decided_by": self.choose.among((None, COUNTY)),
            "reason": self.choose.among((None, *reasons)), "notice_id": None, "corrects": corrects,
        }  # fmt: skip

    def tables(self) -> Iterable[tuple[str, Sequence[Row]]]:
        """The tables of the folder, those that are not kept left out."""
        yield "areas", self.areas
        yield "events", self.log
        yield "notices", list(self.notices.values())
        for name, rows in (
            ("cases", list(self.cases.values())),
            ("assessments", list(self.assessments.values())),
            ("inspections", self.inspections),
        ):
            if self.kept[name]:
                yield name, rows
