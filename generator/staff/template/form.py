"""What the form of a county says: its columns, and what can be chosen in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

from generator import words
from generator.check import read_plan
from generator.errors import UsageError
from generator.reading.folder import read_county
from generator.register.county import County, compile_county
from generator.register.divisions import place_name
from generator.register.model import Notice
from generator.register.profile import Profile
from generator.staff.intake.columns import SHOWN
from generator.staff.intake.model import Role

# The columns whose words are chosen from a list.
Chosen = Literal["street", "community", "kind", "title", "event", "reason", "notice"]
_COUNTY, _STREET, _COMMUNITY = 6, 9, 12
# The events that a list can be of, with the action of `wuyi import` that takes it over. Other steps, and corrections,
# are recorded one by one.
ACTIONS: Final[dict[str, str]] = {
    "nominate": "nominate", "publish": "certify", "suspend": "suspend", "restore": "restore", "revoke": "revoke",
}  # fmt: skip
_DAYS: Final[dict[str, Role]] = {"apply": "applied", "review": "reviewed", "certify": "certified"}


class Column(NamedTuple):
    """A column to fill in: what it holds, its heading, its width, what is to be written, an example.

    `kind` is text, a day, or what is chosen; `told` is at most 255 characters, which is what fits beside a cell.
    """

    role: Role
    heading: str
    width: int
    kind: Literal["text", "day", "chosen"]
    told: str
    example: str


class Choice(NamedTuple):
    """What can be chosen: in words, its code, and what it belongs to (a reason to its event, a community to its
    street)."""

    text: str
    code: str
    of: str = ""


class Listed(NamedTuple):
    """An area of the register: code, name, qualifier, kind, where it lies, what it holds now."""

    code: str
    name: str
    qualifier: str
    kind: str
    place: str
    status: str


class Form(NamedTuple):
    """Everything that the workbook of a county says. `since` is the first day that it takes."""

    code: str
    name: str
    scheme: str
    day: str
    columns: tuple[Column, ...]
    choices: dict[Chosen, tuple[Choice, ...]]
    areas: tuple[Listed, ...]
    since: str = "2020-01-01"


def form(data: Path, code: str, day: str, clock: str) -> Form:
    """The form of a county as it is on a day. Raises UsageError where nothing can be recorded there."""
    plan, _ = read_plan(data, None, clock, (code,))
    if code not in plan.counties:
        raise UsageError(f"没有区县 {code} 的名录；在用的有：{'、'.join(plan.counties)}")
    source = read_county(data, code).value
    if source.settings is None or not (source.areas.whole and source.events.whole and source.notices.whole):
        raise UsageError(f"区县 {code} 的表格读不全：先运行 wuyi check {code}，改好再做模板")
    if source.settings.state == "archived":
        raise UsageError(f"区县 {code} 是历史名录，不再记新的事件")
    county = compile_county(source, plan.profiles, None, plan.calendar)
    profile = county.profile_at(day)
    if profile is None:
        raise UsageError(f"{day} 没有在用的工作方案：检查 county.json 里的 schemes")
    choices = _choices(county, profile, {**source.above, **county.notices})
    return Form(code, county.name, profile.name, day, _columns(code, profile, choices), choices, tuple(_areas(county)))


def _areas(county: County) -> Iterator[Listed]:
    stands: dict[str, list[str]] = {}
    for (area_id, _), record in sorted(county.records.items()):
        if record.state.status:
            said = f"{county.title_name(record)}{words.STATUSES[record.state.status]}"
            stands.setdefault(area_id, []).append(said)
    for area_id, area in sorted(county.areas.items()):
        status = "、".join(stands.get(area_id, ["没有记录"]))
        if area.valid_until is not None:
            status = f"{status}（{area.valid_until} 停用）"
        place = place_name(area_id, county.names)
        yield Listed(area_id, area.name, area.qualifier or "", words.UNIT_TYPES[area.unit_type], place, status)


def _choices(county: County, profile: Profile, notices: dict[str, Notice]) -> dict[Chosen, tuple[Choice, ...]]:
    """What can be chosen in each column, by codes in their order; reasons by their event, the newest notice first."""
    names = county.names
    within = {code: name for code, name in sorted(names.items()) if code.startswith(county.code)}
    streets = {code: name for code, name in within.items() if len(code) == _STREET}
    kinds = {kind: words.UNIT_TYPES[kind] for title in profile.titles.values() for kind in title.unit_types}
    steps = [step for step in profile.steps.values() if step.event in ACTIONS]
    return {
        "street": tuple(Choice(name, code) for code, name in streets.items()),
        "community": tuple(
            Choice(name, code, streets.get(code[:_STREET], ""))
            for code, name in within.items() if len(code) == _COMMUNITY
        ),
        "kind": tuple(Choice(name, kind) for kind, name in kinds.items()),
        "title": tuple(Choice(title.name, title.id) for title in profile.titles.values()),
        "event": tuple(Choice(words.EVENTS[step.event], step.event) for step in steps),
        "reason": tuple(
            Choice(name, reason, words.EVENTS[step.event]) for step in steps for reason, name in step.reasons.items()
        ),
        "notice": tuple(_notices(notices)),
    }  # fmt: skip


def _notices(notices: dict[str, Notice]) -> Iterator[Choice]:
    """Notices by what tells them apart: the title, else the number of the document, else their own id."""
    titles = Counter(notice.title for notice in notices.values())
    numbers = Counter(notice.document_no for notice in notices.values())
    newest = sorted(notices.values(), key=lambda notice: (notice.published_at, notice.notice_id), reverse=True)
    for notice in newest:
        name = notice.title
        if titles[name] > 1:
            name = notice.document_no if notice.document_no and numbers[notice.document_no] == 1 else notice.notice_id
        yield Choice(name, notice.notice_id)


def _columns(code: str, profile: Profile, choices: dict[Chosen, tuple[Choice, ...]]) -> tuple[Column, ...]:
    """The columns of the form; of the earlier steps only those that the scheme has, of the lists only those that are
    not empty."""

    def chosen(role: Chosen, width: int, told: str) -> Iterator[Column]:
        if choices[role]:
            place = 0 if role in ("street", "community") else -1
            yield Column(role, SHOWN[role], width, "chosen", told, choices[role][place].text)

    def days() -> Iterator[Column]:
        for event, role in _DAYS.items():
            if event in profile.steps:
                told = f"{words.EVENTS[event]}的那一天。只在新认定时填；不知道就空着，不要编一个。"
                yield Column(role, SHOWN[role], 12, "day", told, "2022-12-05")

    return (
        Column(
            "code", SHOWN["code"], 20, "text",
            "名录里已有的区域：从“区域”表里照抄编号。新的小区、社区、村空着，编号由程序编。", f"{code}001001-001",
        ),
        *chosen("street", 16, "所在的街道（乡镇）。从下拉列表里选；通告印的写法和列表不同时，可以照通告写。"),
        *chosen("community", 18, "所在的社区（村）。先选街道，再从下拉列表里选；通告只印了街道的，空着。"),
        Column(
            "name", SHOWN["name"], 24, "text",
            "必填。小区、社区或村的名称，照通告写，一行一个；不写门牌、姓名、电话。", "春晓花园",
        ),
        Column(
            "qualifier", SHOWN["qualifier"], 14, "text",
            "只认定一部分时写明是哪一部分，如 1-5栋、一期；通告没有写就空着。这一列是文本，1-5 不会变成日期。", "1-5栋",
        ),
        *chosen("kind", 10, "它是什么：从下拉列表里选。类型和称号至少填一个。"),
        *chosen("title", 16, "哪一种称号：从下拉列表里选。一类区域只有一种称号时可以空着。"),
        *chosen("event", 10, "发生了什么：从下拉列表里选，一个文件一种。新认定的选“发布”，前几步的日期写在后面几列。"),
        *chosen("reason", 30, "暂停、取消、恢复的原因：先选事件，再从下拉列表里选；方案没有列原因的空着。"),
        Column(
            "date", "日期", 12, "day",
            "必填。从哪一天起生效；新认定的写通告发布的日期。写成 2022-12-06，一个文件一个日期。", "2022-12-06",
        ),
        *days(),
        *chosen("notice", 30, "在哪一份通告里：从下拉列表里选，一个文件一份。名录里还没有的空着，导入时再写标题。"),
        Column("remark", SHOWN["remark"], 24, "text", "给同事看的话，不公布。不写姓名、电话、病情。", "据街道来函"),
    )  # fmt: skip
