"""The general procedure: what each event does to a status, and which statuses it needs.

A profile only says which of the steps it has, for each title; everything here follows from that.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from generator.register.codes import EventKind, PublicStatus, Status

# Event -> what the public sees after it. Whatever else happens to a title is seen only beside these.
PUBLIC_AFTER: Final[dict[EventKind, PublicStatus]] = {
    "nominate": "candidate",
    "publish": "certified",
    "suspend": "suspended",
    "restore": "certified",
    "revoke": "revoked",
}

# Event -> status after it; None leaves the status as it is.
STATUS_AFTER: Final[dict[EventKind, Status | None]] = {
    "apply": "applied",
    "review": "recommended",
    "certify": "decided",
    "file": None,
    **PUBLIC_AFTER,
    "reject": "rejected",
    "withdraw": "withdrawn",
}

# The way to a title, in order. A title goes the steps of it that its scheme has, and leaves none of them out.
LINE: Final[tuple[EventKind, ...]] = ("apply", "review", "nominate", "certify", "publish")

# Statuses from which a way begins (None: nothing on record).
START: Final[tuple[Status | None, ...]] = (None, "rejected", "withdrawn", "revoked")

# What a list older than the register may begin with: its earlier steps are not on record.
HISTORIC: Final[dict[EventKind, tuple[Status | None, ...]]] = {
    "publish": (*START, "candidate"),
    "nominate": START,
}

# Where no profile says which steps there are: every step, a nomination or none.
STATUS_BEFORE: Final[dict[EventKind, tuple[Status | None, ...]]] = {
    "apply": START,
    "review": ("applied",),
    "nominate": ("applied", "recommended"),
    "certify": ("recommended", "candidate"),
    "file": ("decided", "certified"),
    "publish": ("decided",),
    "suspend": ("certified",),
    "restore": ("suspended",),
    "revoke": ("certified", "suspended"),
    "reject": ("applied", "recommended", "candidate", "decided"),
    "withdraw": ("applied", "recommended", "candidate", "decided"),
}

_HELD: Final[frozenset[EventKind]] = frozenset({"suspend", "restore", "revoke"})

# Statuses of an application that is under way.
UNDER_WAY: Final[tuple[Status, ...]] = ("applied", "recommended", "decided")


def statuses_before(event: EventKind, steps: Set[EventKind]) -> tuple[Status | None, ...]:
    """The statuses from which an event is possible, for a title whose scheme has these steps.

    >>> statuses_before("certify", {"apply", "review", "certify", "publish"})
    ('recommended',)
    """
    if event in _HELD:
        return STATUS_BEFORE[event]
    way = [step for step in LINE if step in steps or step in (event, "publish")]
    passed = [STATUS_AFTER[step] for step in way]
    if event in LINE:
        place = way.index(event)
        return (passed[place - 1],) if place else START
    if event == "file":  # what was decided is filed, before or after it is made public
        return (*passed[-2:-1], "certified")
    return tuple(passed[:-1])  # reject and withdraw end a way that has not reached its end
