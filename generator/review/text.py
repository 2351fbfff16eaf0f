"""What a change means, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from generator.review import sections
from generator.review.nouns import Review
from generator.review.sections import Section


def lines(review: Review) -> Iterator[str]:
    """Lines of plain text, hostile characters as they are: whoever prints them makes them visible."""
    yield sections.summary(review)
    for warning in sections.warnings(review):
        yield f"注意：{warning}"
    for folder in review.folders:
        yield ""
        yield sections.heading(folder)
        for section in sections.sections(folder):
            yield from _section(section)
    rest = sections.others(review)
    if rest is not None:
        yield ""
        yield from _section(rest, "")


def _section(section: Section, indent: str = "  ") -> Iterator[str]:
    yield f"{indent}{section.heading}"
    for item in section.items:
        yield f"{indent}  {item.text}"
        for under in item.under:
            yield f"{indent}      {under}"
