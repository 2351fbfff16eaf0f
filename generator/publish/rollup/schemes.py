"""The pages of the schemes: a profile in words, and as parameters in its twin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import urls, words
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.charts.procedure import Told, procedure
from generator.publish.pages.views.reference import SchemesView, SchemeView, StandardRow, StepRow
from generator.publish.pages.views.shared import Fact, Measure
from generator.publish.rollup.page import chrome_of
from generator.register.profile import Profile

UNSTATED = "未载明"
_STATEMENTS = (
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
    listed = sorted(country.profiles.values(), key=lambda one: one.id)
    yield renderer.page(
        "schemes",
        SchemesView(
            chrome=chrome_of(country, urls.SCHEMES, "工作方案", "各地工作方案的规则与参数。", demonstration=""),
            schemes=tuple(
                Fact(
                    one.document["jurisdiction"]["name"], one.name,
                    urls.relative(urls.scheme(one.id), urls.SCHEMES),
                )
                for one in listed
            ),
        ),
    )  # fmt: skip
    yield documents.twin(
        urls.SCHEMES,
        {
            "schemes": [{"id": one.id, "name": one.name, "jurisdiction": one.jurisdiction} for one in listed],
            "format": documents.FORMAT,
        },
    )
    for profile in listed:
        yield from _scheme(country, profile)


def _scheme(country: Country, profile: Profile) -> Iterator[Artifact]:
    known = profile.document
    address = urls.scheme(profile.id)
    yield renderer.page(
        "scheme",
        SchemeView(
            chrome=chrome_of(
                country, address, profile.name, f"{profile.name}的标准、程序与参数。",
                [(urls.SCHEMES, "工作方案")], demonstration="",
            ),
            name=profile.name,
            facts=tuple(_facts(known)),
            titles=tuple(
                Fact(one["name"], _join(one, "、".join(words.UNIT_TYPES[unit] for unit in one["unit_types"])))
                for one in known["titles"]
            ),
            standards=tuple(
                StandardRow(one["name"], one["text"], one["clause"] or "", tuple(i["name"] for i in one["items"]))
                for one in known["standards"]
            ),
            steps=tuple(_step(profile, one) for one in known["steps"]),
            measures=tuple(Measure(text, clause or "") for text, clause in profile.measures),
            statements=tuple(
                Fact(label, _clause(known[key]["text"], known[key]["clause"]) if known[key] else UNSTATED)
                for key, label in _STATEMENTS
            ),
            amendments=tuple(
                Fact(words.day_name(one["effective_at"]), _clause(one["text"], one["clause"]))
                for one in known["amendments"]
            ),
            sources=tuple(known["sources"]),
            procedure=procedure([told(one, profile) for one in known["steps"]], profile.name),
        ),
    )  # fmt: skip
    yield documents.twin(
        address, {**known, "url": urls.absolute(country.site.url, address), "format": documents.FORMAT}
    )


def _facts(known: Mapping[str, Any]) -> Iterator[Fact]:
    document, period, window = known["document"], known["period"], known["window"]
    yield Fact("适用地区", known["jurisdiction"]["name"])
    for key, label in (("title", "文件"), ("document_no", "文号"), ("issuer", "印发单位")):
        yield Fact(label, document[key] or UNSTATED)
    for key, label in (("issued_at", "印发日期"), ("published_at", "公布日期"), ("known_from", "最早可知")):
        if document[key]:
            yield Fact(label, words.day_name(document[key]))
    start, until = period["from"], period["until"]
    if start:
        yield Fact("期间", f"{words.day_name(start)}起" + (f"，至{words.day_name(until)}" if until else ""))
    days = f"{window['days']} 天" if window["days"] else UNSTATED
    yield Fact(
        "观察期", _clause(f"{days}：{window['text'].rstrip('。')}" if window["text"] else days, window["clause"])
    )
    for one in known["triggers"]:
        yield Fact(_trigger_name(one), _trigger(one))
    for key, label in (("expiry_days", "有效期"), ("reapply_after_days", "再次申报等待")):
        yield Fact(label, f"{known[key]} 天" if known[key] is not None else UNSTATED)
    if document["note"]:
        yield Fact("说明", document["note"])


_COUNTED = {
    "confirmed": "新增确诊病例",
    "asymptomatic": "新增无症状感染者",
    "close_contacts": "新增密切接触者",
    "failed_inspection": "检查不合格",
}


def _trigger_name(trigger: Mapping[str, Any]) -> str:
    return "或".join(words.EVENTS[step] for step in trigger["steps"])


def _trigger(trigger: Mapping[str, Any]) -> str:
    """What obliges to suspend or revoke, and within which time, in words."""
    when = UNSTATED if trigger["days"] is None else f"{trigger['days']} 天内" if trigger["days"] else "当天"
    return _clause(f"{_cause(trigger)}；时限：{when}", trigger["clause"])


def _cause(trigger: Mapping[str, Any]) -> str:
    what = "、".join(_COUNTED[one] for one in trigger["on"])
    level = trigger["inspected_by"]
    return what if level is None else f"{words.LEVELS[level]}{what}"


def told(step: Mapping[str, Any], profile: Profile) -> Told:
    """A step as the picture of the procedure tells it; for a loss, what obliges to it instead of a body."""
    event = step["event"]
    if event in ("suspend", "revoke"):
        obliging = [one for one in profile.document["triggers"] if event in one["steps"]]
        counted = {reason for one in obliging for reason in one["reasons"]}
        more = any(one["id"] not in counted for one in step["reasons"])
        return Told(event, "；".join(map(_cause, obliging)), "其他情形见下文" if more else "")
    row = _step(profile, step)
    return Told(event, (step["body"] or row.body).replace("“", "").replace("”", ""), row.deadline)


def _step(profile: Profile, step: Mapping[str, Any]) -> StepRow:
    levels = [
        f"{profile.title_name(title)}：{words.LEVELS[level] if level else UNSTATED}"
        for title, level in step["levels"].items()
    ]
    deadline = ""
    if step["deadline"]:
        limit = step["deadline"]
        deadline = f"{words.EVENTS[limit['anchor']]}后 {limit['days']} {words.UNITS[limit['unit']]}内"
    body = "；".join(levels) if any(step["levels"].values()) else step["body"] or UNSTATED
    return StepRow(
        words.EVENTS[step["event"]], body, step["text"] or "", deadline, step["clause"] or "",
        tuple(one["name"] for one in step["reasons"]),
    )  # fmt: skip


def _clause(text: str, clause: str | None) -> str:
    return f"{text}（{clause}）" if clause else text


def _join(title: Mapping[str, Any], units: str) -> str:
    note = f"。{title['note']}" if title.get("note") else ""
    return _clause(f"授予：{units}{note}", title["clause"])
