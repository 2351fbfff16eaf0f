"""The page of an area in English, and the line in English on the one in Chinese."""

from __future__ import annotations

from typing import NamedTuple

from generator.publish.pages.chinese import Text
from generator.publish.pages.views.shared import Chrome, Link, Moment


class English(NamedTuple):
    """A sentence in English on a page in Chinese: `reading` is the name in pinyin ("" where nobody can read it)."""

    reading: str
    name: str
    rest: str


class EnglishTitle(NamedTuple):
    """Where a title of an area stands, on its page in English: `line` is the answer in one sentence, None where the
    title has no name in English; then `title_name` and `since` say so."""

    title_name: Text
    status: str | None
    status_word: str
    since: Moment | None
    line: English | None


class EnglishRow(NamedTuple):
    """An event on the page of an area in English, where it stands on the page in Chinese (`href`). `title_name` is ""
    where the area never had but one; `mark`, `named` and the others are as in `HistoryRow`, `removed` leads to what is
    known of a name that had to go."""

    href: str
    event_id: str
    kind: str
    word: str
    title_name: Text
    effective: Moment
    recorded: Moment | None
    reason: Text
    notice: Link | None
    void: bool
    mark: str
    named: Text
    removed: str


class EnglishAreaView(NamedTuple):
    """template area_en.html: an area in English, as few bytes as it takes; `record` leads to its page in Chinese, which
    has all the rest, `texts` to what people wrote in English. `successor` and `retired` are as in `AreaView`."""

    chrome: Chrome
    name: Text
    kind: str
    place: Text
    titles: tuple[EnglishTitle, ...]
    successor: Link | None
    retired: Moment | None
    history: tuple[EnglishRow, ...]
    as_of: Moment
    log_size: int
    record: str
    texts: tuple[Link, ...]
