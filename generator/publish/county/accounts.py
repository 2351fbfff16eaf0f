"""The account of a county as its pages show it: notice by notice, without columns that are 0 throughout."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from generator.publish.pages.chinese import Text
from generator.publish.pages.views.places import AccountLine, AccountTable
from generator.publish.pages.views.shared import Link, Moment
from generator.publish.pages.wording import Wording
from generator.register.account import AccountRow

# What is added to and taken from what was held before: sign, name, attribute of a row.
_MOVES: Final = (
    ("+", "新增", "certified"),
    ("−", "取消", "revoked"),
    ("−", "暂停", "suspended"),
    ("+", "恢复", "restored"),
    ("+", "更正", "corrected"),
)
# It was taken off when it was suspended already, so that it is in no sum.
_ASIDE: Final = "revoked_while_suspended"


def account_table(
    rows: Sequence[tuple[AccountRow, Link | None, Moment | None, Text]], say: Wording
) -> AccountTable | None:
    """The table of rows, each with its notice, the day of that and the name of its title; None where there are none."""
    if not rows:
        return None
    _ = say.word

    def moves(key: str) -> bool:
        return any(getattr(told[0], key) for told in rows)

    shown = [move for move in _MOVES if moves(move[2])]
    aside = moves(_ASIDE)
    keys = ["previous", *(key for _sign, _name, key in shown), *([_ASIDE] if aside else [])]
    numbers = [attrgetter(key) for key in keys]
    added = "".join(f" {sign} {_(name)}" for sign, name, _key in shown)
    notes = []
    if aside:
        notes.append(_("暂停中又取消的，暂停时已经减去，只在“暂停中取消”一列说明。"))
    if moves("corrected"):
        notes.append(_("更正不改以前的各行：因更正多出或减少的有效个数，记在作出更正的那一行。"))
    if len(keys) < len(_MOVES) + 2:
        notes.append(_("没有列出的各项都是 0。"))
    return AccountTable(
        f"{_('期初')}{added} = {_('现有')}",
        tuple(notes),
        (_("现有"), _("期初"), *(_(name) for _sign, name, _key in shown), *([_("暂停中取消")] if aside else [])),
        tuple(
            AccountLine(notice, day, title, row.current, tuple(number(row) for number in numbers))
            for row, notice, day, title in rows
        ),
    )
