"""The pages of the schemes: a profile in words, and as parameters in its twin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.charts.procedure import Told, procedure
from generator.publish.pages.drawings import Source, drawings
from generator.publish.pages.views.reference import SchemesView, SchemeView, StandardRow, StepRow
from generator.publish.pages.views.shared import Fact, Measure
from generator.publish.pages.wording import CHINESE
from generator.publish.rollup.page import chrome_of
from generator.register.profile import Profile, Step, Title, Trigger

UNSTATED = "未载明"
# What a scheme may have a statement about, and what pages call it.
STATEMENTS: Final = (
    ("scope", "创建范围"),
    ("goals", "创建目标"),
    ("principle", "工作原则"),
    ("quota", "申报数量"),
    ("organised_by", "组织实施"),
    ("inspection", "督导检查"),
    ("plaque", "挂牌"),
    ("publicity", "宣传"),
    ("upper_titles", "上级称号"),
    ("cascade", "级联"),
)


def schemes(country: Country) -> Iterator[Artifact]:
    """The list of schemes and each scheme's page."""
    listed = sorted(country.profiles.values(), key=lambda profile: profile.id)
    yield renderer.page(
        "schemes",
        SchemesView(
            chrome=chrome_of(
                country, urls.SCHEMES, "工作方案", "各地工作方案的规则与参数。", demonstration="", modified=""
            ),
            schemes=tuple(
                Fact(
                    profile.jurisdiction_name, profile.name,
                    urls.relative(urls.scheme(profile.id), urls.SCHEMES),
                )
                for profile in listed
            ),
        ),
    )  # fmt: skip
    yield documents.twin(
        urls.SCHEMES,
        {
            "schemes": [
                {"id": profile.id, "name": profile.name, "jurisdiction": profile.jurisdiction} for profile in listed
            ],
            "format": documents.FORMAT,
        },
    )
    for profile in listed:
        yield from _scheme(country, profile)


def _scheme(country: Country, profile: Profile) -> Iterator[Artifact]:
    address = urls.scheme(profile.id)
    drawing = urls.relative(urls.drawing(address, "procedure"), address) if country.site.county_pictures else ""
    shown = procedure([told(step, profile) for step in profile.steps.values()], profile.name, drawing)
    yield from drawings(country.site, address, {"procedure": shown}, Source(address, ""), CHINESE)
    yield renderer.page(
        "scheme",
        SchemeView(
            chrome=chrome_of(
                country, address, profile.name, f"{profile.name}的标准、程序与参数。",
                [(urls.SCHEMES, "工作方案")], demonstration="", modified=_dated(profile),
            ),
            name=profile.name,
            facts=tuple(facts(profile)),
            titles=tuple(
                Fact(title.name, _join(title, "、".join(words.UNIT_TYPES[unit] for unit in title.unit_types)))
                for title in profile.titles.values()
            ),
            standards=tuple(
                StandardRow(standard.name, standard.text, standard.clause or "", tuple(standard.items.values()))
                for standard in profile.standards
            ),
            steps=tuple(step_row(profile, step) for step in profile.steps.values()),
            measures=tuple(Measure(text, clause or "") for text, clause in profile.measures),
            statements=tuple(
                Fact(label, cited(said.text, said.clause) if (said := profile.statements.get(key)) else UNSTATED)
                for key, label in STATEMENTS
            ),
            amendments=tuple(
                Fact(words.day_name(amendment.effective_at), cited(amendment.text, amendment.clause))
                for amendment in profile.amendments
            ),
            sources=profile.sources,
            procedure=shown,
        ),
    )  # fmt: skip
    yield documents.twin(
        address, {**profile.document, "url": urls.absolute(country.site.url, address), "format": documents.FORMAT}
    )


def _dated(profile: Profile) -> str:
    """The day of a scheme as it stands: of its last amendment, else of its document."""
    source, amended = profile.source, [amendment.effective_at for amendment in profile.amendments]
    return max(amended, default=source.issued_at or source.published_at or source.known_from or "")


def facts(profile: Profile) -> Iterator[Fact]:
    """What a scheme is, in pairs of words: its document, its time, what obliges, its terms."""
    source, window = profile.source, profile.window
    yield Fact("适用地区", profile.jurisdiction_name)
    for label, stated in (("文件", source.title), ("文号", source.document_no), ("印发单位", source.issuer)):
        yield Fact(label, stated or UNSTATED)
    days = (("印发日期", source.issued_at), ("公布日期", source.published_at), ("最早可知", source.known_from))
    for label, day in days:
        if day:
            yield Fact(label, words.day_name(day))
    start, until = profile.period
    if start:
        yield Fact("期间", f"{words.day_name(start)}起" + (f"，至{words.day_name(until)}" if until else ""))
    whole = profile.document
    if whole["window"] is not None:
        observed = f"{window.days} 天" if window.days else UNSTATED
        yield Fact(
            "观察期", cited(f"{observed}：{window.text.rstrip('。')}" if window.text else observed, window.clause)
        )
    obliging: dict[str, list[str]] = {}
    for trigger in profile.triggers:
        obliging.setdefault(_trigger_name(trigger), []).append(_trigger(trigger))
    for label, causes in obliging.items():
        yield Fact(label, "。".join(causes))
    for label, term in (("有效期", profile.expiry_days), ("再次申报等待", profile.reapply_after_days)):
        yield Fact(label, f"{term} 天" if term is not None else UNSTATED)
    if source.note:
        yield Fact("说明", source.note)


_COUNTED = {
    "confirmed": "新增确诊病例",
    "asymptomatic": "新增无症状感染者",
    "close_contacts": "新增密切接触者",
    "failed_inspection": "检查不合格",
}


def _trigger_name(trigger: Trigger) -> str:
    return "或".join(words.EVENTS[step] for step in trigger.steps)


def _trigger(trigger: Trigger) -> str:
    """What obliges to suspend or revoke, and within which time, in words."""
    when = UNSTATED if trigger.days is None else f"{trigger.days} 天内" if trigger.days else "当天"
    return cited(f"{_cause(trigger)}；时限：{when}", trigger.clause)


def _cause(trigger: Trigger) -> str:
    what = "、".join(_COUNTED[counted] for counted in trigger.on)
    level = trigger.inspected_by
    return what if level is None else f"{words.LEVELS[level]}{what}"


def told(step: Step, profile: Profile) -> Told:
    """A step as the picture of the procedure tells it; for a loss, what obliges to it instead of a body."""
    if step.event in ("suspend", "revoke"):
        obliging = [trigger for trigger in profile.triggers if step.event in trigger.steps]
        counted = {reason for trigger in obliging for reason in trigger.reasons}
        more = any(reason not in counted for reason in step.reasons)
        return Told(step.event, "；".join(map(_cause, obliging)), "其他情形见下文" if more else "")
    row = step_row(profile, step)
    return Told(step.event, (step.body or row.body).replace("“", "").replace("”", ""), row.deadline)


def step_row(profile: Profile, step: Step) -> StepRow:
    """A step in words: who takes it, by when, for what reasons."""
    levels = [
        f"{profile.title_name(title)}：{words.LEVELS[level] if level else UNSTATED}"
        for title, level in step.levels.items()
    ]
    deadline = ""
    if step.deadline:
        limit = step.deadline
        deadline = f"{words.EVENTS[limit.anchor]}后 {limit.days} {words.UNITS[limit.unit]}内"
    body = "；".join(levels) if any(step.levels.values()) else step.body or UNSTATED
    return StepRow(
        words.EVENTS[step.event], body, step.text or "", deadline, step.clause or "", tuple(step.reasons.values())
    )


def cited(text: str, clause: str | None) -> str:
    """A text with its clause."""
    return f"{text}（{clause}）" if clause else text


def _join(title: Title, units: str) -> str:
    note = f"。{title.note}" if title.note else ""
    return cited(f"授予：{units}{note}", title.clause)
