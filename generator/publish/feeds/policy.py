"""How feeds are cut into documents: sizes and spans, in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from generator.register.times import OPEN_FOR, before

# The kinds of changes that give way first where a current feed has no room for all of them.
YIELDING: Final = ("certified", "nominated")


@dataclass(frozen=True, slots=True)
class Policy:
    """What decides which document of a feed an item stands in.

    Archives are published once and for ever: another `block` or `page` would rewrite those that stand.
    """

    # Lines of a county's log in an archive of its feeds; items in an archive of a feed above the counties.
    block: int = 200
    page: int = 500
    # A month closes so long after its end: until then a line that belongs into it may still be recorded.
    closes_after: timedelta = OPEN_FOR
    # The current feed holds everything of so long before the newest line, and at least so many items; but no more than
    # this, in items and in bytes: removals and corrections first, then what is newest.
    window: timedelta = timedelta(days=8)
    least: int = 100
    most: int = 500
    # The same of a place, where fewer items come; of a county never less than what no archive holds yet.
    most_of_place: int = 200
    most_bytes: int = 950_000
    # A feed of a county or an area with so few items has no archives: it is complete by itself (RFC 5005, section 2).
    complete: int = 200

    def __post_init__(self) -> None:
        if self.closes_after < OPEN_FOR:
            raise ValueError("a month would close while lines of it may still be recorded")
        if self.most_of_place < self.block:
            raise ValueError("a county's current feed would not hold what no archive holds")

    def settled_before(self, as_of: str) -> str:
        """The instant before which no item can be added any more, at a time of the register."""
        return before(as_of, self.closes_after)

    def current_from(self, as_of: str) -> str:
        """The instant from which on the current feed holds everything."""
        return before(as_of, self.window)


POLICY: Final = Policy()
# The revocations of a county: fewer come.
OF_REVOKED: Final = replace(POLICY, least=20)
