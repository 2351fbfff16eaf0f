"""What a form asks for that came back filled in: its own columns say what it is a list of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.errors import UsageError
from generator.staff.intake.columns import SHOWN
from generator.staff.intake.model import ListedRow, Role
from generator.staff.recording.steps import kind_of
from generator.staff.template.form import ACTIONS


class Asked(NamedTuple):
    """The action, and the notice as it was chosen, that all rows have; None where no row says it."""

    action: str | None
    notice: str | None


def asked(rows: Sequence[ListedRow], action: str | None = None) -> Asked:
    """What all rows say alike; `action` is what somebody said beside the list.

    Raises UsageError where rows say different things, or another thing than was said: a list is of one kind of event,
    in one notice.
    """
    event, notice = _alike(rows, "event"), _alike(rows, "notice")
    if event is None:
        return Asked(action, notice)
    kind = kind_of(event)
    if kind not in ACTIONS:
        raise UsageError(f"“{event}”不能成批接入：用 wuyi record 记")
    if action is not None and action != ACTIONS[kind]:
        raise UsageError(f"名单的“{SHOWN['event']}”一列是“{event}”，和 --action {action} 不同：改正一处")
    return Asked(ACTIONS[kind], notice)


def _alike(rows: Sequence[ListedRow], role: Role) -> str | None:
    """The word that all rows have; None where none has one."""
    words: dict[str, str] = {}
    for row in rows:
        words.setdefault(row.text(role), row.where)
    if len(words) > 1:
        (one, here), (other, there), *_ = words.items()
        raise UsageError(
            f"“{SHOWN[role]}”一列不一样：{here}是“{one or '空的'}”，{there}是“{other or '空的'}”；"
            "一个文件只放一种事件、一份通告，分成几个文件接入"
        )
    return next(iter(words), "") or None
