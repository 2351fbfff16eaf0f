"""What a change means, as Markdown for a merge request.

Whatever stands in the data is shown as text: every character that Markdown, HTML or a forge gives a meaning to
(emphasis, links, tables, tags, mentions, references) is written as a character reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.review import sections
from generator.review.nouns import Review
from generator.review.sections import Section

# Of one list no more is shown: a forge cuts off, or refuses, what is too long.
MOST: Final = 100
_MEANT: Final = frozenset("\\`*_{}[]<>()#+!|~&$:.@-=^\"'%/\n\r\t")
# A mention or a reference is found in the text as shown: a comment within it keeps it from being one.
_CALLS: Final = frozenset("@#!")


def lines(review: Review) -> Iterator[str]:
    """Lines of Markdown."""
    yield f"## {escaped(sections.summary(review))}"
    for warning in sections.warnings(review):
        yield ""
        yield f"> **注意**：{escaped(warning)}"
    for folder in review.folders:
        yield ""
        yield f"### {escaped(sections.heading(folder))}"
        for section in sections.sections(folder):
            yield from _section(section)
    rest = sections.others(review)
    if rest is not None:
        yield from _section(rest)


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield f"**{escaped(section.heading)}**"
    yield ""
    for item in section.items[:MOST]:
        yield f"- {escaped(item.text)}"
        for under in item.under[:MOST]:
            yield f"    - {escaped(under)}"
    if len(section.items) > MOST:
        yield f"- ……另有 {len(section.items) - MOST} 条"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character not in _MEANT:
        return character
    return f"&#{ord(character)};{'<!-- -->' if character in _CALLS else ''}"
