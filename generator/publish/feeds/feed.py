"""What a feed says of itself, in every format."""

from __future__ import annotations

from typing import Final, NamedTuple

LANGUAGE: Final = "zh-CN"
_CUT: Final = "近几天的变化太多，这里列不下：取消、暂停、恢复、更正在先，其余在存档和每天的页面里。"


class Feed(NamedTuple):
    """A document of a feed, without its items. `page` is the address of what it is of, `stem` its own without ending.

    `since` is the RFC 3339 time that stands for an empty feed, `updated` that of its newest item. `previous` is the
    stem of the page before it (RFC 5005, section 4), `current` that of the feed whose page it is; an `archive` is one
    that never changes. `complete`: it has every item that there is (section 2). `cut`: items of the last days gave way.
    """

    title: str
    subtitle: str
    page: str
    stem: str
    author: str
    since: str
    updated: str | None = None
    previous: str | None = None
    current: str | None = None
    archive: bool = False
    complete: bool = False
    cut: bool = False

    @property
    def description(self) -> str:
        """What the document says of itself."""
        return f"{self.subtitle}{_CUT}" if self.cut else self.subtitle
