"""The pages on which something is checked in the browser: a table by staff, a line of the log by anyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.pages.chinese import Text
from generator.publish.pages.views.shared import Chrome


class CheckedColumn(NamedTuple):
    """A column by which a table is recognised, and what it is called in Chinese."""

    name: str
    title: str


class CheckedTable(NamedTuple):
    """A table that the page knows, and its file in the folder of a county."""

    name: str
    file: str
    columns: tuple[CheckedColumn, ...]


@dataclass(frozen=True, slots=True)
class VerifyingView:
    """template verify.html; `words` is JSON for a script element: what events are called. `address` is the site's"""

    chrome: Chrome
    address: str
    words: Text


@dataclass(frozen=True, slots=True)
class CheckingView:
    """template check.html; `rules` is JSON for a script element, `policy` what the page may load and reach"""

    chrome: Chrome
    tables: tuple[CheckedTable, ...]
    policy: str
    rules: Text
