"""A profile that contradicts itself: each contradiction is told where it stands, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.check import check_scheme
from tests.support.folders import SCHEMES
from tests.support.waste import SCHEME, document, written

Document = dict[str, Any]
Change = Callable[[Document], object]


def step(profile: Document, event: str) -> Document:
    """A step of a profile."""
    found: Document = next(each for each in profile["steps"] if each["event"] == event)
    return found


def without(profile: Document, *events: str) -> Document:
    """Takes steps away."""
    profile["steps"] = [each for each in profile["steps"] if each["event"] not in events]
    return profile


def amended(profile: Document, day: str, **changes: Any) -> Document:
    """Adds an amendment."""
    profile["amendments"].append({"effective_at": day, "text": "修订", "clause": None, "changes": changes})
    return profile


def upper(profile: Document, title: str, member: str) -> None:
    """Lets a title rest on another."""
    rule = {"title": title, "members": [member], "effect": "flag"}
    profile["upper_titles"] = {"text": "都达到的。", "clause": None, "rules": [rule]}


CHANGES: list[tuple[str, str, Change]] = [
    ("E660", "谁也得不到这个称号", lambda one: step(one, "publish")["levels"].pop("village")),
    ("E660", "有“恢复”，却没有“暂停”", lambda one: (without(one, "suspend"), one.update(triggers=[]))),
    ("W664", "既不能恢复，也不能取消",
     lambda one: (without(one, "restore", "revoke"), one.update(restoration=None, cascade=None))),
    ("W664", "记错了就不能更正", lambda one: without(one, "correct")),
    ("W664", "没有 notice_in_error", lambda one: step(one, "correct")["reasons"].pop()),
    ("E660", "里面却有中文", lambda one: one["titles"][0].update(name_en="示范 community")),
    ("E660", "里面却有中文", lambda one: step(one, "revoke")["reasons"][0].update(name_en="逾期")),
    ("E660", "它的原因也用不上", lambda one: step(one, "reject").update(levels={})),
    ("E660", "不可能由社区（村）级作出",
     lambda one: (one["titles"].append({"id": "town", "name": "示范镇", "unit_types": ["township"], "clause": None}),
                  [each["levels"].update(town=None) for each in one["steps"]],
                  step(one, "certify")["levels"].update(town=12))),
    ("E660", "“评定”却不在“审核”之前", lambda one: step(one, "review")["deadline"].update(anchor="certify")),
    ("E660", "却没有一个走“公示”",
     lambda one: (step(one, "nominate").update(levels={"village": 6}), step(one, "certify")["levels"].pop("village"))),
    ("E660", "触发要求“暂停”，称号 village 却不走这一步",
     lambda one: [step(one, event)["levels"].pop("village") for event in ("suspend", "restore")]),
    ("E660", "没有一个是“暂停”的",
     lambda one: one["triggers"][0].update(steps=["suspend", "revoke"], reasons=["fraud"])),
    ("E660", "触发的情形却不是检查不合格", lambda one: one["triggers"][0].update(on=["confirmed"])),
    ("E660", "合写在一项里", lambda one: one["triggers"][0].update(on=["failed_inspection", "confirmed"])),
    ("E660", "却没有“恢复”这一步", lambda one: without(one, "restore")),
    ("E660", "方案却没有写明整改", lambda one: one["inspection"].update(rectification=False)),
    ("E660", "它的成员不在它的下级", lambda one: upper(one, "village", "community")),
    ("E660", "牵连不到它", lambda one: one["cascade"].update(of=["village"])),
    ("E660", "上级应随之“取消”，称号 community 却不走这一步",
     lambda one: step(one, "revoke")["levels"].pop("community")),
    ("E660", "却没有“取消”这一步",
     lambda one: (one.update(expiry_days=365), step(one, "revoke")["levels"].pop("village"))),
    ("E660", "等待从不开始", lambda one: (without(one, "revoke", "reject"), one.update(cascade=None))),
    ("E660", "观察期从申报往前算",
     lambda one: (without(one, "apply"), step(one, "review").update(deadline=None), one.update(
         window={"days": 5, "anchor": "application", "text": None, "clause": None, "counts": ["confirmed"]}))),
    ("E660", "修订里又写了修订", lambda one: amended(one, "2023-05-01", amendments=[])),
    ("W664", "没有改动任何一项", lambda one: amended(one, "2023-05-01")),
    ("E662", "titles.0.id 已有", lambda one: one["titles"].append({**one["titles"][0], "name": "另一个"})),
    ("E662", "titles.0.name 已有", lambda one: one["titles"][1].update(name=one["titles"][0]["name"])),
    ("E662", "steps.0.event 已有", lambda one: (without(one, "withdraw"), one["steps"].append(step(one, "apply")))),
    ("E662", "steps.8.reasons.1.id 已有",
     lambda one: step(one, "revoke")["reasons"].append({"id": "fraud", "name": "造假", "clause": None})),
    ("E662", "steps.8.reasons.0.name 已有", lambda one: step(one, "revoke")["reasons"][1].update(name="逾期未整改")),
    ("E662", "standards.0.name 已有", lambda one: one["standards"][1].update(name="设施齐全")),
    ("E662", "第 1 项触发已有", lambda one: one["triggers"].append({**one["triggers"][0], "days": 3})),
    ("E663", "早于第一天", lambda one: one["period"].update(until="2023-02-28")),
    ("E663", "早于印发日期", lambda one: one["document"].update(published_at="2023-02-19")),
    ("E663", "早于方案的第一天", lambda one: amended(one, "2023-02-28", expiry_days=None)),
    ("E663", "早于修订的生效日期",
     lambda one: (one["period"].update(until="2023-12-31"), amended(one, "2024-01-01", reapply_after_days=90))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "told", "change"), CHANGES, ids=[told for _, told, _ in CHANGES])
def test_a_contradiction_is_told(tmp_path: Path, code: str, told: str, change: Change) -> None:
    """By its code, in a sentence that says what it is, at the line of the file where it stands."""
    profile = document()
    change(profile)
    path = written(tmp_path, profile)
    lines = path.read_text(encoding="utf-8").splitlines()
    findings = check_scheme(path)[1]
    meant = [each for each in findings if each.code == code and told in each.message]
    assert meant, [(each.code, each.message) for each in findings]
    assert {each.code for each in findings} <= {code, "E660"}
    for each in findings:
        assert each.line is not None
        assert 1 < each.line <= len(lines)
        assert each.fix.strip("。")


def test_an_amendment_that_contradicts_is_told_there(tmp_path: Path) -> None:
    """A scheme that was right and becomes wrong by an amendment: at the line of the amendment."""
    profile = document()
    amended(profile, "2023-06-01", standards=[{**each, "name": "同一个"} for each in profile["standards"]])
    path = written(tmp_path, profile)
    findings = check_scheme(path)[1]
    assert {each.code for each in findings} == {"E662"}
    assert {each.column for each in findings} == {f"amendments.0.changes.standards.{place}.name" for place in (1, 2, 3)}
    text = path.read_text(encoding="utf-8").splitlines()
    assert all("同一个" in text[(each.line or 0) - 1] for each in findings)


@pytest.mark.parametrize("path", [*sorted(SCHEMES.glob("*.json")), SCHEME], ids=lambda path: path.stem)
def test_the_profiles_of_the_repository_do_not_contradict_themselves(path: Path) -> None:
    """Those that ship, and the worked example."""
    assert check_scheme(path)[1] == []


def test_every_value_of_the_worked_example_has_its_clause() -> None:
    """What the notice states cites it; what has no clause is what the register adds for its own records."""
    profile = json.loads(SCHEME.read_text(encoding="utf-8"))
    text = SCHEME.with_suffix(".txt").read_text(encoding="utf-8")
    free = [each["event"] for each in profile["steps"] if each["clause"] is None]
    assert free == ["reject", "withdraw", "correct"]
    cited = [
        *profile["titles"], *profile["standards"], *(each for each in profile["steps"] if each["event"] not in free),
        *profile["measures"], *profile["triggers"], profile["restoration"], profile["inspection"], profile["cascade"],
        *(each["deadline"] for each in profile["steps"] if each["deadline"]),
    ]  # fmt: skip
    for each in cited:
        for clause in each["clause"].split("；"):
            part, _, item = clause.partition("(")
            assert f"\n{part}、" in text, clause
            assert not item or f"\n（{item.removesuffix(')')}）" in text[text.index(f"\n{part}、") :], clause
