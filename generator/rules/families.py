"""The families of rules that judge a county by its scheme, and what two of them may both say.

Each family is a function of the subject alone: it neither leaves anything for another nor looks at what one said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from generator.register.model import Finding
from generator.rules import assessments, deadlines, evidence, inspections, steps, upward
from generator.rules.subject import Subject

Family = Callable[[Subject], Iterator[Finding]]

# The procedure and its limits; then what obliges to a step, in order of precedence where one late step answers several.
PROCEDURE: Final[tuple[Family, ...]] = (steps.check, deadlines.check, assessments.check)
OBLIGATIONS: Final[tuple[Family, ...]] = (evidence.check, inspections.check, upward.check)


def judged(subject: Subject) -> Iterator[Finding]:
    """All findings of the families."""
    yield from chain.from_iterable(family(subject) for family in PROCEDURE)
    yield from once(chain.from_iterable(family(subject) for family in OBLIGATIONS))


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without the second and later ones that call the same step late (W609): the first says enough."""
    late: set[int | None] = set()
    for finding in findings:
        if finding.code == "W609":
            if finding.line in late:
                continue
            late.add(finding.line)
        yield finding
