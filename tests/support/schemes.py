"""Schemes that nobody has written: whole profile documents, drawn step by step, valid against the schema of a scheme.

They vary in what a scheme may vary in: titles, which titles go which steps, levels, time limits, window, standards,
triggers, restoration, inspection, upper titles, cascade, terms, amendments. What they never are is contradictory: a
time limit that cannot be kept always leaves a way out (a refusal or a withdrawal).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from generator.reading import schemas

Value = TypeVar("Value")
Document = dict[str, Any]

# The way to a title, in order; written a second time on purpose.
WAY: Final = ("apply", "review", "nominate", "certify", "publish")
# A September with the mid-autumn days off, an October with days off and weekends at work, a November without either.
STARTS: Final = ("2022-11-21", "2022-09-05", "2022-09-27", "2022-10-05")
_UNIT_TYPES: Final = {
    "township": ["street", "township"],
    "community": ["community", "village"],
    "village": ["village"],
    "compound": ["compound"],
    "model": ["community", "compound"],
}
_NAMES: Final = {
    "township": "无疫乡镇(街道)",
    "community": "无疫社区",
    "village": "无疫村",
    "compound": "无疫小区",
    "model": "无疫示范点",
}
_LEVELS: Final = {"township": (9, 6, 4, 2)}
_MINOR: Final = (12, 9, 6, 4, 2)


@cache
def _integers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


class Choices:
    """Choices, each a whole number from some source: hypothesis, or any other. The least is the simplest."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number

    @classmethod
    def of(cls, draw: st.DrawFn) -> Choices:
        """Choices that hypothesis makes and shrinks."""
        return cls(lambda least, most: draw(_integers(least, most)))

    def among(self, options: Sequence[Value]) -> Value:
        """One of the options; the first is the simplest."""
        return options[self.number(0, len(options) - 1)] if len(options) > 1 else options[0]

    def chance(self, of: int) -> bool:
        """True one time in `of`."""
        return self.number(0, of - 1) == of - 1

    def some(self, options: Sequence[Value], least: int = 0) -> list[Value]:
        """Some of the options, in their order, at least so many."""
        found = [one for one in options if self.number(0, 1)]
        return found if len(found) >= least else list(options[:least])


def scheme_of(choose: Choices) -> Document:
    """A scheme that nobody has written."""
    titles = choose.among((["community", "compound"], ["township", "community", "compound"], ["compound"],
                           ["village", "compound", "model"], ["township", "community", "model"]))  # fmt: skip
    start = choose.among(STARTS)
    steps = _steps(choose, titles)
    kinds = {step["event"]: step for step in steps}
    triggers = _triggers(choose, kinds)
    document: Document = {
        "id": "third-2022",
        "name": "示例省“无疫小区”创建工作方案",
        "jurisdiction": {"code": "99", "name": "示例省"},
        "document": {
            "title": None, "document_no": choose.among((None, "示指〔2022〕1号")), "issuer": None, "issued_at": None,
            "published_at": None, "known_from": None, "note": None,
        },
        "period": {"from": start, "until": None},
        "titles": [
            {"id": one, "name": _NAMES[one], "unit_types": _UNIT_TYPES[one], "clause": None} for one in titles
        ],
        **dict.fromkeys(("scope", "goals", "principle", "quota", "organised_by", "plaque", "publicity")),
        "window": _window(choose),
        "standards": _standards(choose),
        "steps": steps,
        "measures": [],
        "triggers": triggers,
        "restoration": {"requires": "contacts_ruled_out", "clause": None} if choose.number(0, 1) else None,
        "inspection": choose.among(
            (None, *({"text": "明查暗访。", "clause": "七", "rectification": one} for one in (False, True)))
        ),
        "upper_titles": _upper(choose, titles, kinds),
        "cascade": _cascade(choose, titles, kinds),
        "expiry_days": choose.among((None, None, 3, 9)) if "revoke" in kinds else None,
        "reapply_after_days": choose.among((None, 0, 1, 3)),
        "amendments": [],
        "sources": ["虚构"],
    }  # fmt: skip
    document["amendments"] = _amendments(choose, document)
    for stated in (document, *(amendment["changes"] for amendment in document["amendments"])):
        _settled(stated, kinds)
    assert schemas.bulk("scheme").is_valid(document), document
    return document


def _settled(stated: Document, kinds: dict[str, Document]) -> None:
    """Takes out what could never come about by these steps."""
    if "restore" not in kinds and stated.get("restoration"):
        stated["restoration"] = None
    if "apply" not in kinds and stated["window"]["anchor"] == "application":
        stated["window"]["anchor"] = None
    if not {"revoke", "reject"} & kinds.keys():
        stated["reapply_after_days"] = None


def _steps(choose: Choices, titles: Sequence[str]) -> list[Document]:
    """The steps: a way to each title, and what may happen on it and after it."""
    going: dict[str, Sequence[str]] = {}
    for kind in WAY[:-1]:
        who = choose.among((titles, titles, titles, choose.some(titles), ()))
        if who:
            going[kind] = who
    going["correct"] = titles
    for kind in ("reject", "withdraw", "revoke", "suspend"):
        if not choose.chance(4):
            going[kind] = titles
    if "suspend" in going and ("revoke" not in going or not choose.chance(5)):
        going["restore"] = titles
    if choose.number(0, 2):
        going["file"] = choose.among((titles, choose.some(titles, 1)))
    going["publish"] = titles
    found = [_step(choose, kind, who, going) for kind, who in going.items()]
    limited = any(step["deadline"] and step["event"] in WAY for step in found)
    if limited and not {"reject", "withdraw"} & going.keys():
        found.append(_step(choose, "withdraw", titles, going))
    return found


def _step(choose: Choices, kind: str, who: Sequence[str], going: dict[str, Sequence[str]]) -> Document:
    before: list[str] = []
    if kind in WAY:
        before += [one for one in WAY[: WAY.index(kind)] if one in going]
    if kind == "file":
        before += [one for one in WAY[:-1] if one in going][-1:]
    elif kind == "publish" and "file" in going:
        before.append("file")
    deadline = None
    before = [one for one in before if {*who} & {*going[one]}]
    if before and choose.chance(2):
        deadline = {
            "days": choose.number(0, 3),
            "unit": choose.among(("calendar_day", "working_day")),
            "anchor": choose.among(before),
            "clause": choose.among((None, "三")),
        }
    free = kind in ("reject", "withdraw", "correct")
    return {
        "event": kind,
        "levels": {
            one: None if free or choose.chance(3) else choose.among(_LEVELS.get(one, _MINOR)) for one in who
        },
        "body": None,
        "text": None,
        "clause": choose.among((None, "三")),
        "deadline": deadline,
        "reasons": [{"id": one, "name": one, "clause": None} for one in _REASONS.get(kind, ())],
    }  # fmt: skip


_REASONS: Final = {
    "reject": ("standard_not_met",),
    "correct": ("recorded_in_error", "notice_in_error"),
    "suspend": ("contact", "case", "disorder", "follows"),
    "restore": ("ruled_out",),
    "revoke": ("new_case", "contact_found", "misconduct", "inspection_failed", "follows"),
}


def _triggers(choose: Choices, kinds: dict[str, Document]) -> list[Document]:
    found: list[Document] = []
    infections = choose.some(("confirmed", "asymptomatic"), 1)
    for on, reasons in ((infections, {"revoke": "new_case", "suspend": "case"}),
                        (["close_contacts"], {"suspend": "contact", "revoke": "contact_found"}),
                        (["failed_inspection"], {"revoke": "inspection_failed"})):  # fmt: skip
        ways: tuple[list[str], ...] = (["revoke"], ["suspend"], ["suspend", "revoke"])
        possible = [way for way in ways if kinds.keys() >= set(way) and reasons.keys() >= set(way)]
        if possible and choose.number(0, 3):
            steps = choose.among(possible)
            found.append(
                {
                    "on": on,
                    "steps": steps,
                    "reasons": [reasons[step] for step in steps],
                    "days": choose.among((0, 0, None, 2)),
                    "inspected_by": choose.among((None, 2, 6)) if on == ["failed_inspection"] else None,
                    "clause": choose.among((None, "五")),
                }
            )
    return found


def _window(choose: Choices) -> Document:
    return {
        "days": choose.among((None, 1, 2, 4)),
        "anchor": choose.among((None, "application", "certification")),
        "text": None,
        "clause": choose.among((None, "二")),
        "counts": choose.some(("confirmed", "asymptomatic", "close_contacts"), 1),
    }


def _standards(choose: Choices) -> list[Document]:
    number = choose.number(0, 2)
    items = [{"id": f"item_{one}", "name": f"措施{one}"} for one in range(choose.number(0, 2))]
    return [
        {"id": f"standard_{one}", "name": f"标准{one}", "text": "。", "clause": "二", "items": items if one else []}
        for one in range(number)
    ]


def _upper(choose: Choices, titles: Sequence[str], kinds: dict[str, Document]) -> Document | None:
    if "township" not in titles or "revoke" not in kinds or choose.chance(3):
        return None
    rule = {"title": "township", "members": ["community"], "effect": choose.among(("flag", "follow"))}
    return {"text": "辖区内均达到的。", "clause": None, "rules": [rule]}


def _cascade(choose: Choices, titles: Sequence[str], kinds: dict[str, Document]) -> Document | None:
    steps = [one for one in ("revoke", "suspend") if one in kinds]
    upper = [one for one in titles if one != "compound"]
    if not steps or not upper or choose.chance(3):
        return None
    lowest = next(one for one in ("compound", "model") if one in titles)  # below whatever there is
    known = [one for step in steps for one in _REASONS[step]]
    return {
        "text": "所属单位同步取消或者暂停。",
        "clause": choose.among((None, "六")),
        "of": list(dict.fromkeys([*choose.some(titles), lowest])),
        "on": choose.some(list(dict.fromkeys(known)), 1),
        "to": choose.some(upper, 1),
        "steps": steps,
        "reasons": ["follows"],
        "effect": choose.among(("follow", "flag")),
    }


def _amendments(choose: Choices, document: Document) -> list[Document]:
    """At most one amendment, some days after the start: another window, other days to answer, another wait."""
    if not choose.chance(3):
        return []
    since = date.fromisoformat(document["period"]["from"]) + timedelta(days=choose.number(1, 4))
    changes: Document = {"window": _window(choose), "reapply_after_days": choose.among((None, 2))}
    if document["triggers"]:
        changes["triggers"] = [{**one, "days": choose.among((0, 1, None))} for one in document["triggers"]]
    return [{"effective_at": since.isoformat(), "text": "修订。", "clause": None, "changes": changes}]


@st.composite
def schemes(draw: st.DrawFn) -> Document:
    """Schemes that nobody has written."""
    return scheme_of(Choices.of(draw))
