"""What the sentence of a correction says: the facts it is made of, and the same facts read from the sentence.

A sentence is published as it was made and never changes, and goes without its facts from county to country: a page in
another language reads them back from it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from generator import words

# How a record was corrected -> what the sentence says of it.
_TOLD: Final = {"amended": "记录已改正", "restored": "记录恢复有效", "wrong": "记录有误"}
# Public status -> how things stand after the correction: while they stayed so, and else.
_STANDS: Final[dict[str | None, tuple[str, str]]] = {
    "certified": ("仍为{}", "现为{}"),
    "suspended": ("{}称号仍为暂停", "{}称号现为暂停"),
    "revoked": ("仍不再是{}", "不再是{}"),
    "candidate": ("仍在公示中", "现在公示中"),
    None: ("不是{}", "不是{}"),
}
_TIME: Final = r"(\d{4})年(\d{1,2})月(\d{1,2})日(?: (\d\d:\d\d))?"


class Retimed(NamedTuple):
    """The time of an event is another one: it takes effect at `time`, and was recorded as of `before`."""

    event: str
    time: str
    before: str

    def sentence(self, name: str, title: str) -> str:
        """What feeds say of it."""
        then = f"应为{words.time_name(self.time)}(原记为{words.time_name(self.before)})"
        return f"更正:{name}{words.EVENTS[self.event]}{title}的时间{then}"


class Corrected(NamedTuple):
    """The record of an event is another one, wrong, or right after all (`how`); `status` is what the public sees
    since, `still` if the correction left it so."""

    event: str
    how: str
    status: str | None
    still: bool

    def sentence(self, name: str, title: str) -> str:
        """What feeds say of it."""
        stands = _STANDS[self.status][not self.still].format(title)
        return f"更正:{name}的{words.EVENTS[self.event]}{_TOLD[self.how]},{stands}"


@cache
def _forms(title: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, tuple[str | None, bool]]]:
    events, own = "|".join(words.EVENTS.values()), re.escape(title)
    stands = {
        said.format(title): (status, not changed)
        for status, both in _STANDS.items()
        for changed, said in reversed(tuple(enumerate(both)))
    }
    return (
        re.compile(rf"更正:.*({events}){own}的时间应为{_TIME}\(原记为{_TIME}\)", re.DOTALL),
        re.compile(rf"更正:.*的({events})({'|'.join(_TOLD.values())}),({'|'.join(map(re.escape, stands))})", re.DOTALL),
        stands,
    )


_EVENT_OF: Final = {word: event for event, word in words.EVENTS.items()}
_HOW: Final = {said: how for how, said in _TOLD.items()}


def read(sentence: str, title: str) -> Retimed | Corrected | None:
    """What the sentence of a correction of a title says; None for any other sentence."""
    retimed, corrected, stands = _forms(title)
    if match := retimed.fullmatch(sentence):
        return Retimed(_EVENT_OF[match[1]], _time(*match.groups()[1:5]), _time(*match.groups()[5:]))
    if match := corrected.fullmatch(sentence):
        return Corrected(_EVENT_OF[match[1]], _HOW[match[2]], *stands[match[3]])
    return None


def _time(year: str, month: str, day: str, clock: str | None) -> str:
    return f"{year}-{int(month):02}-{int(day):02}" + (f"T{clock}+08:00" if clock else "")
