"""The codes of the register as types: a slip in one is found before the program runs.

Where a code comes from outside, its schema has been held to the same list: a test says that the two agree.
"""

from __future__ import annotations

from typing import Literal, NewType

# Ids, as rows and records hold them. A table of look-ups is keyed by any string: what asks may come from a path.
# The id of an area; the official code of a division is the id of the area that it is.
AreaId = NewType("AreaId", str)
DivisionCode = NewType("DivisionCode", AreaId)
NoticeId = NewType("NoticeId", str)
TitleId = NewType("TitleId", str)
SchemeId = NewType("SchemeId", str)

# A step of the procedure, or the correction of a line.
EventKind = Literal[
    "apply", "review", "nominate", "certify", "file", "publish", "suspend", "restore", "revoke", "reject", "withdraw",
    "correct",
]  # fmt: skip
# What the public sees of a title; and where it stands in its procedure.
PublicStatus = Literal["certified", "suspended", "revoked", "candidate"]
Status = Literal[PublicStatus, "applied", "recommended", "decided", "rejected", "withdrawn"]
# What a notice declares a number of.
Measure = Literal["certified", "revoked", "suspended", "restored", "nominated", "current"]
# Whether a county's list is kept on, or is one of the past.
RegisterState = Literal["active", "archived"]
# Whether a finding keeps the register from being published.
Severity = Literal["error", "warning"]
