"""A scheme in words, as the program understands its profile: for who writes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from generator import words
from generator.publish.rollup.schemes import STATEMENTS, UNSTATED, cited, facts, step_row
from generator.register.profile import Profile, Step
from generator.register.status import LINE

_AFTERWARDS: Final = ("suspend", "restore", "revoke")
_RESTORED: Final = {
    "contacts_ruled_out": "密切接触者都已排除",
    "rectified": "检查发现的问题已整改（rectification_done）",
}
_EFFECTS: Final = {"flag": "只提醒核对", "follow": "必须同时记录，否则是错误"}


def listing(profiles: Iterable[tuple[Profile, str]]) -> Iterator[str]:
    """A line for each scheme; beside it where it comes from."""
    for profile, source in profiles:
        titles = "、".join(title.name for title in profile.titles.values())
        yield f"{profile.id}  {profile.jurisdiction_name}（{profile.jurisdiction}）  {titles}{source}"


def telling(profile: Profile) -> Iterator[str]:
    """Everything that the program takes from a profile; what the scheme does not say is told too."""
    yield f"《{profile.name}》（{profile.id}）"
    yield from (f"  {fact.label}：{fact.value}" for fact in facts(profile))
    yield ""
    yield "称号，从高到低："
    for title in profile.titles.values():
        units = "、".join(words.UNIT_TYPES[unit] for unit in title.unit_types)
        english = f"；英文 {title.name_en}" if title.name_en else "；没有英文名，网页上没有英文的一句"
        yield f"  {title.id} {cited(f'{title.name}：授予{units}{english}', title.clause)}"
        yield f"    {_way(profile, title.id)}"
    yield ""
    yield "步骤："
    for step in profile.steps.values():
        yield from _step(profile, step)
    missing = [word for event, word in words.EVENTS.items() if event not in profile.steps]
    if missing:
        yield f"  方案没有的步骤，记了就是错误：{'、'.join(missing)}"
    yield ""
    yield from _standards(profile)
    yield from _upward(profile)
    if profile.restores_when:
        yield cited(f"恢复要等：{_RESTORED[profile.restores_when]}", profile.restoration_clause)
    yield "其他规定："
    for key, label in STATEMENTS:
        said = profile.statements.get(key)
        yield f"  {label}：{cited(said.text, said.clause) if said else UNSTATED}"
    yield "对居民意味着什么：" + ("" if profile.measures else UNSTATED)
    yield from (f"  {cited(text, clause)}" for text, clause in profile.measures)
    for amendment, (day, amended) in zip(profile.amendments, profile.later, strict=True):
        document, before = amended.document, profile.document
        keys = "、".join(key for key in document if document[key] is not before.get(key))
        yield f"{words.day_name(day)}起修订（{keys}）：{cited(amendment.text, amendment.clause)}"
    yield "出处："
    yield from (f"  {source}" for source in profile.sources)


def _way(profile: Profile, title: str) -> str:
    """The steps that a title goes, in the order in which they must be recorded."""
    line = [*LINE[:-1], "file", "publish"]
    going = [words.EVENTS[event] for event in line if profile.step(event, title)]
    after = [words.EVENTS[event] for event in _AFTERWARDS if profile.step(event, title)]
    return " → ".join(going) + (f"；之后可以{'、'.join(after)}" if after else "；之后没有暂停、取消")


def _step(profile: Profile, step: Step) -> Iterator[str]:
    row = step_row(profile, step)
    deadline = f"；时限：{row.deadline}" if row.deadline else ""
    yield f"  {row.word}（{step.event}）  {cited(f'{row.body}{deadline}', step.clause)}"
    yield from (f"    原因 {code}：{_english(name, step.reasons_en, code)}" for code, name in step.reasons.items())


def _english(name: str, english: Mapping[str, str], code: str) -> str:
    return f"{name}（{english[code]}）" if code in english else name


def _standards(profile: Profile) -> Iterator[str]:
    yield "标准，自评时逐项写：" + ("" if profile.assessed else UNSTATED)
    for standard in profile.standards:
        yield f"  {cited(f'{standard.id} {standard.name}：{standard.text}', standard.clause)}"
        yield from (f"    {key} {name}" for key, name in standard.items.items())


def _upward(profile: Profile) -> Iterator[str]:
    """What the titles of units above rest on, and what a loss below does to them."""
    for rule in profile.upper_titles:
        members = "或".join(profile.title_name(member) for member in rule.members)
        yield f"{profile.title_name(rule.title)}要求辖内每个单位都有{members}：{_EFFECTS[rule.effect]}"
    cascade = profile.cascade
    if cascade is not None:
        of, to = ("、".join(map(profile.title_name, titles)) for titles in (cascade.of, cascade.to))
        steps = "或".join(words.EVENTS[step] for step in cascade.steps)
        because = "、".join(cascade.on)
        yield cited(
            f"{of}因 {because} 失去称号时，所在单位的{to}随之{steps}：{_EFFECTS[cascade.effect]}", cascade.clause
        )
