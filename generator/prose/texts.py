"""What Pelican made of a text, before the register's numbers are put in: the same as long as the texts are.

What is made of texts may be kept from one build to the next. `prose` does not know where: it is handed a `Keep`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TypeVar

from jinja2 import TemplateError

from generator.publish.pages.views.shared import Fact

Made = TypeVar("Made")
# What a library or a template raises for a text that nobody thought of.
UNFORESEEN: Final = (ValueError, LookupError, TypeError, RuntimeError, AttributeError, TemplateError)


class Rendered(NamedTuple):
    """A text as HTML, with places to be filled. `place` is its file within content/, `day` that of an announcement.

    `others` are the same page in other languages (language, address), `entries` what the page lists below the text.
    """

    address: str
    place: str
    title: str
    description: str
    day: str
    lang: str
    html: str
    others: tuple[tuple[str, str], ...] = ()
    entries: tuple[Fact, ...] = ()


class Keep(Protocol):
    """Gives what was made of the same inputs before, and makes it where there is none."""

    def __call__(self, name: str, inputs: str, make: Callable[[], Made]) -> Made:
        """`inputs` tells apart all that it is made from, but for the program and its libraries."""


def anew(name: str, inputs: str, make: Callable[[], Made]) -> Made:
    """Keeps nothing: all is made each time."""
    return make()


def unmade(content: Path, place: str, who: str, said: object) -> str:
    """Says that a text cannot be made into a page; `place` is its file within the content folder, "" if not known."""
    file = f"{content.resolve().name}/{place}" if place else content.resolve().name
    return f"{file}：这篇文章生成不了，删去新改的内容再试；{who}说：{' '.join(str(said).split())}"
