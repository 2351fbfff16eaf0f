"""Where each row of a list belongs: decided by names that are the same, never by names that are alike. Pure.

Whatever is not decided so is a question for a person, with candidates ranked by likeness.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from generator import words
from generator.errors import UsageError
from generator.register.divisions import place_name
from generator.register.model import Area
from generator.register.profile import Profile
from generator.staff.importing.atlas import STREET, UNIT, Atlas, Match, former_names
from generator.staff.importing.likeness import bare, form, plain_form
from generator.staff.importing.questions import NEW, NO, UNPLACED, YES, Answers, Choice, Question
from generator.staff.intake.forms import split
from generator.staff.intake.headings import place as level_of
from generator.staff.intake.model import ListedRow, Role

_SEPARATORS: Final = "、，,；;/"
_MOST_OFFERED: Final = 15
_LOST: Final = Choice(UNPLACED, "没有官方区划代码：列为未能落位的名称")
_BY_STREET: Final = "原件只印到街道（乡镇），登记在街道（乡镇）下，编号接着往下编"
_BY_COMMUNITY: Final = "名录里还没有，登记在所印的社区（村）下，编号接着往下编"
_KINDS: Final = {
    "小区": "compound", "社区": "community", "居委会": "community", "村": "village", "行政村": "village",
    "街道": "street", "乡镇": "township", "镇": "township", "乡": "township", "自然村": "compound", "楼栋": "compound",
}  # fmt: skip
_UNITS: Final = {"community": UNIT, "village": UNIT, "street": STREET, "township": STREET}


class Placed(NamedTuple):
    """A row with the area that it means, and why; without an area it is a name that has no place."""

    row: ListedRow
    title: str
    area: Area | None
    is_new: bool
    why: str


class Noted(NamedTuple):
    """What the register has of the same notice already: areas by the form of their names, and names without a place."""

    areas: Mapping[tuple[str, str], Sequence[str]] = {}
    lost: Mapping[str, str] = {}


class Elsewhere(NamedTuple):
    """A row of another county."""

    row: ListedRow
    county: str


@dataclass
class Placing:
    """What became of the rows of a list."""

    placed: list[Placed] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    twice: list[tuple[ListedRow, Placed]] = field(default_factory=list)


def titles_of(rows: Sequence[ListedRow], profile: Profile, title: str | None) -> dict[str, str]:
    """The titles of a scheme by what the list prints; "" for one that the scheme does not have."""
    known = {plain_form(one.name): key for key, one in profile.titles.items()}
    printed = dict.fromkeys(row.text("title") for row in rows)
    return {text: title or known.get(plain_form(text), "") for text in printed}


def place_rows(
    rows: Sequence[ListedRow], atlas: Atlas, profile: Profile, title: str | None, answers: Answers,
    noted: Noted | None = None,
) -> Placing:  # fmt: skip
    """Places each row, or asks. What is `noted` of the same notice is asked no second time."""
    atlas.begin()
    return _Placer(atlas, profile, titles_of(rows, profile, title), answers, noted or Noted()).all(rows)


class _Open(Exception):  # noqa: N818 - no error
    """A row waits for an answer."""


class _Lost(Exception):  # noqa: N818 - no error
    """A row has no place, and somebody said so; the sentence says why."""


class _Placer:
    def __init__(
        self, atlas: Atlas, profile: Profile, titles: dict[str, str], answers: Answers, noted: Noted
    ) -> None:  # fmt: skip
        self.noted = noted
        self.atlas, self.profile, self.titles, self.answers = atlas, profile, titles, answers
        self.out = Placing()

    def all(self, rows: Sequence[ListedRow]) -> Placing:
        """Every row, in order."""
        seen: dict[tuple[str, str], Placed] = {}
        made: dict[tuple[str, str, str], Placed] = {}
        for row in rows:
            try:
                if self._is_elsewhere(row):
                    self.out.elsewhere.append(Elsewhere(row, row.text("county")))
                    continue
                placed = self._placed(row, made)
            except _Open:
                continue
            key = (placed.area.area_id if placed.area else f"{_printed(row)}", placed.title)
            if key in seen:
                self.out.twice.append((row, seen[key]))
                continue
            seen[key] = placed
            self.out.placed.append(placed)
        return self.out

    def _placed(self, row: ListedRow, made: dict[tuple[str, str, str], Placed]) -> Placed:
        try:
            return self._row(row, made)
        except _Lost as lost:
            return Placed(row, self._title(row, None), None, False, str(lost))

    # ---- questions

    def _ask(self, question: Question) -> str:
        """The answer; where there is none yet, the question is open and the row waits."""
        answer = self.answers.get(question.key)
        if answer is not None:
            return answer
        earlier = self.out.questions.get(question.key)
        self.out.questions[question.key] = earlier._replace(rows=earlier.rows + 1) if earlier else question
        raise _Open

    def _choices(self, ids: Sequence[str], *more: Choice) -> tuple[Choice, ...]:
        return (*(Choice(area_id, self.atlas.told(area_id)) for area_id in ids), *more)

    # ---- counties

    def _is_elsewhere(self, row: ListedRow) -> bool:
        printed = row.text("county")
        if not printed:
            return False
        mine = plain_form(self.atlas.names.get(self.atlas.code, ""))
        names = {plain_form(printed), *re.split(r"[()]", plain_form(printed))} - {""}
        if names & {mine, bare(mine)}:
            return False
        if self._is_official(names):
            return True
        told = self.atlas.names.get(self.atlas.code, self.atlas.code)
        choices = (Choice(NO, f"不在{told}，这几行不读入"), Choice(YES, f"在{told}"))
        why = f"不知道“{printed}”在不在{told}"
        key = f"区县 {plain_form(printed)}"
        answer = self._ask(Question(key, _where(row, "county"), printed, why, choices, takes_code=False))
        return answer == NO

    def _is_official(self, names: set[str]) -> bool:
        """True if these are the name of another county of the province."""
        return any(name in self.atlas.others for name in names)

    # ---- rows

    def _row(self, row: ListedRow, made: dict[tuple[str, str, str], Placed]) -> Placed:
        code = plain_form(row.text("code"))
        if code:
            return self._coded(row, code)
        ids = self.noted.areas.get((plain_form(row.text("name")), plain_form(row.text("qualifier"))), ())
        if len(ids) == 1:
            return self._found(row, ids[0], "这份通告里已有")
        name = words.full_name(row.text("name"), row.text("qualifier") or None)
        if name in self.noted.lost:
            raise _Lost(self.noted.lost[name])
        kinds = self._kinds(row)
        if kinds & {"compound", "villagers_group"} or not kinds:
            return self._compound(row, made)
        return self._unit(row, kinds)

    def _kinds(self, row: ListedRow) -> set[str]:
        """What kinds of unit a row may be of: by its column, by its title, by the ending of its name."""
        said = _KINDS.get(plain_form(row.text("kind")))
        if said is not None:
            return {said}
        title = self.titles.get(row.text("title"), "")
        if title:
            return set(self.profile.titles[title].unit_types)
        level = level_of(row.text("name"))
        return {"street", "township"} if level == "street" else {"community", "village"} if level else set()

    def _title(self, row: ListedRow, area: Area | None) -> str:
        """The title of a row: the printed one, else the only one for such an area."""
        title = self.titles.get(row.text("title"), "")
        kinds = {area.unit_type} if area else self._kinds(row)
        fitting = [key for key, one in self.profile.titles.items() if kinds & set(one.unit_types)]
        if title and (area is None or title in fitting or not fitting):
            return title
        if len(fitting) == 1 and not row.text("title"):
            return fitting[0]
        printed = row.text("title") or "（没有印）"
        choices = tuple(Choice(key, self.profile.title_name(key)) for key in fitting or self.profile.titles)
        key = f"称号 {plain_form(printed)} {'、'.join(sorted(kinds))}"
        named = "、".join(words.UNIT_TYPES[kind] for kind in sorted(kinds))
        why = f"《{self.profile.name}》里没有这样的称号，或不给{named}"
        return self._ask(Question(key, _where(row, "title"), printed, why, choices, takes_code=False))

    def _coded(self, row: ListedRow, code: str) -> Placed:
        """A row with a code: it and the name have to say the same."""
        atlas, name = self.atlas, row.text("name")
        area = atlas.areas.get(code)
        official = atlas.names.get(code)
        if area is not None or official is not None:
            known = [area.name] if area else []
            known += [official] if official else []
            if any(plain_form(name) == plain_form(text) or form(name) == form(text) for text in known):
                return self._found(row, code, "编号和名称都相同")
            if area is not None and any(form(name) == form(text) for text in former_names(area)):
                return self._found(row, code, f"编号相同，名称是曾用名，现名“{area.name}”")
            if "-" not in code and self._kinds(row) <= {"compound"}:  # the code of the place that it lies in
                return self._new(row, code, "登记在所写代码的社区（村）、街道（乡镇）下")
            why = f"编号 {code} 是“{known[0]}”，名称却是“{name}”"
            choices = self._choices([code], Choice(NEW, "不管编号，按名称找")) if area else self._choices([code])
        else:
            why, choices = f"{atlas.code} 里没有编号 {code}", (Choice(NEW, "不管编号，按名称找"),)
        answer = self._ask(Question(f"编号 {code} {plain_form(name)}", row.where, name, why, (*choices, _LOST)))
        if answer == NEW:
            return self._row(row._replace(words={key: cell for key, cell in row.words.items() if key != "code"}), {})
        return self._said(row, answer)

    def _unit(self, row: ListedRow, kinds: set[str]) -> Placed:
        """A street, village or community."""
        level = max(_UNITS.get(kind, STREET) for kind in kinds)
        scope = self._scope(row)
        name = row.text("name")
        whole = f"{name}({row.text('qualifier')})" if row.text("qualifier") else name
        match = self.atlas.unit(whole, level, scope)
        if not match.ids and whole != name:
            match = self.atlas.unit(name, level, scope)
        if len(match.ids) == 1:
            return self._found(row, match.ids[0], match.how)
        why = f"有 {len(match.ids)} 处名称相同" if match.ids else f"{self._inside(scope)}没有这个名称的{_named(level)}"
        ids = match.ids or self.atlas.like(name, level, scope)
        known = () if match.ids else self.atlas.compounds_like(name, row.text("qualifier"), scope)[:2]
        question = Question(
            f"名称 {_printed(row)}", row.where, _printed(row), why, self._choices([*ids, *known], _LOST)
        )
        return self._said(row, self._ask(question))

    def _compound(self, row: ListedRow, made: dict[tuple[str, str, str], Placed]) -> Placed:
        """A compound that is in the register, or a new one in the place that is printed."""
        name, qualifier = row.text("name"), row.text("qualifier")
        community = self._community(row)
        scope = community or self._street(row)
        key = (scope, plain_form(name), plain_form(qualifier))
        if key in made:
            return made[key]
        match = self.atlas.compound(name, qualifier, scope)
        street = scope[:STREET]
        if not match.ids and community:  # registered under the street while its community was not known
            match = self.atlas.compound(name, qualifier, street)
            match = Match(tuple(area_id for area_id in match.ids if area_id.startswith(f"{street}-")), match.how)
        if len(match.ids) == 1:
            return self._found(row, match.ids[0], f"名录里已有，{match.how}")
        self._require_compound(row, street)
        near = match.ids or (self.atlas.near(name, qualifier, scope) if scope else ())
        if scope and not near:
            made[key] = self._new(row, scope, _BY_COMMUNITY if community else _BY_STREET)
            return made[key]
        more = (Choice(NEW, f"新登记在 {self.atlas.told(scope)} 下"),) if scope else ()
        if match.ids:
            why = f"名录里有 {len(match.ids)} 处名称相同"
        elif scope:
            why = "名录里有相近的名称，是同一处，还是另一处"
        else:
            why = "没有印街道、社区，名录里也没有这个名称：写它在哪个社区（村）或街道（乡镇）"
        places = (
            () if scope or near else (*self.atlas.compounds_like(name, qualifier), *self.atlas.like(name, UNIT)[:4])
        )
        choices = self._choices([*near, *places], *more, _LOST)
        answer = self._ask(Question(f"名称 {_printed(row)}", row.where, _printed(row), why, choices))
        if answer == NEW:
            answer = scope
        if answer == scope or (answer != UNPLACED and answer not in self.atlas.areas):
            made[key] = self._new(row, answer, "由人指定的位置")
            return made[key]
        return self._said(row, answer)

    def _require_compound(self, row: ListedRow, street: str) -> None:
        """A compound that is called as the community in which it would lie is one only if somebody says so."""
        name = row.text("name")
        units = [code for code in self.atlas.unit(name, UNIT, street).ids if form(self.atlas.names[code]) == form(name)]
        if not units or not form(name).kind:
            return
        why = f"称号是小区的，名称却是{_named(UNIT)}：看看各列是不是认错了（--column）"
        choices = (Choice(YES, "是小区，名称就是这样"), _LOST)
        key = f"小区 {_printed(row)}"
        if self._ask(Question(key, row.where, _printed(row), why, choices, takes_code=False)) == UNPLACED:
            raise _Lost("名称是社区（村）的，由人确认不能落位")

    # ---- places that are printed beside a name

    def _scope(self, row: ListedRow) -> str:
        return self._street(row) if "street" in row.words else ""

    def _inside(self, scope: str) -> str:
        unit = scope or self.atlas.code
        return f"{place_name(unit, self.atlas.names)}{self.atlas.names.get(unit, '')}里"

    def _street(self, row: ListedRow) -> str:
        return self._place(row, "street", STREET, "")

    def _community(self, row: ListedRow) -> str:
        """The community or village that is printed; "" where none is, or where only its street shall count."""
        return self._place(row, "community", UNIT, self._scope(row)) if "community" in row.words else ""

    def _place(self, row: ListedRow, role: Role, level: int, scope: str) -> str:
        printed = row.text(role)
        if not printed:
            return ""
        match = self.atlas.unit(printed, level, scope)
        parts = [printed[start:end].strip() for start, end in split(printed, _SEPARATORS)]
        if len(match.ids) == 1:
            return match.ids[0]
        if len(parts) > 1:
            ids = [code for part in parts for code in self.atlas.unit(part, level, scope).ids]
            why = f"一格里写了 {len(parts)} 处，不知道是哪一处"
        elif match.ids:
            ids, why = [*match.ids], f"有 {len(match.ids)} 处名称相同"
        else:
            elsewhere = self.atlas.unit(printed, level).ids if scope else ()
            ids = [*elsewhere, *(self.atlas.like(printed, level, scope) or self._all(scope))]
            why = f"{self._inside(scope)}没有这个名称的{_named(level)}"
            if elsewhere:
                why = f"{why}，同名的在别处：街道也许印错了"
        wider = (Choice(scope, f"只登记在 {self.atlas.told(scope)} 下"),) if scope else ()
        choices = (*self._choices(ids), *wider, _LOST)
        key = f"{_named(level)} {scope} {plain_form(printed)}"
        answer = self._ask(Question(key, _where(row, role), printed, why, choices))
        if answer == UNPLACED:
            raise _Lost(f"{why}，由人确认没有对应的区划代码")
        if answer not in self.atlas.names:
            raise UsageError(f"{_where(row, role)}“{printed}”的回答“{answer}”不是社区（村）、街道（乡镇）的代码")
        return answer

    def _all(self, scope: str) -> list[str]:
        """The communities and villages of a street, where nothing in it is like what is printed and they are few."""
        ids = [code for code in self.atlas.units() if len(code) == UNIT and scope and code.startswith(scope)]
        return ids if len(ids) <= _MOST_OFFERED else []

    # ---- results

    def _found(self, row: ListedRow, area_id: str, why: str) -> Placed:
        area = self.atlas.areas.get(area_id)
        is_new = area is None
        area = area or self.atlas.official(area_id, row.text("name"))
        return Placed(row, self._title(row, area), area, is_new, why if not is_new else f"官方区划代码，{why}")

    def _new(self, row: ListedRow, place: str, why: str) -> Placed:
        title = self._title(row, _compound_of(row))
        area = self.atlas.founded(place, row.text("name"), row.text("qualifier"))
        return Placed(row, title, area, True, why)

    def _said(self, row: ListedRow, answer: str) -> Placed:
        """What a person chose."""
        if answer == UNPLACED:
            raise _Lost(f"官方区划代码表{self._inside('')}没有“{row.text('name')}”，由人确认不能落位")
        if answer not in self.atlas.areas and self._kinds(row) <= {"compound"}:
            return self._new(row, answer, "由人指定的位置")
        placed = self._found(row, answer, "由人选定")
        return placed._replace(why="由人选定")


def _compound_of(row: ListedRow) -> Area:
    return Area("", row.text("name"), None, "compound", None, None, None, None, None, None)  # type: ignore[arg-type]


def _named(level: int) -> str:
    return words.PLACES[level]


def _where(row: ListedRow, role: Role) -> str:
    return row.words[role].where if role in row.words else row.where


def _printed(row: ListedRow) -> str:
    """A row as it is printed, from its place to its name."""
    places = "".join(row.text(role) for role in ("street", "community"))
    return f"{places}{words.full_name(row.text('name'), row.text('qualifier') or None)}"
