"""What reading gives: a value as far as it could be had, and what was found on the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from generator.register.model import Finding

Value = TypeVar("Value")


class Reading(NamedTuple, Generic[Value]):
    """A value (None, or empty, where there is none to be had) and its findings, in the order of the file."""

    value: Value
    findings: tuple[Finding, ...] = ()


class Readings:
    """Takes the values out of readings, and keeps what was found."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self.findings = list(findings)

    def take(self, reading: Reading[Value]) -> Value:
        """The value of a reading."""
        self.findings.extend(reading.findings)
        return reading.value

    def whole(self, value: Value) -> Reading[Value]:
        """What was made of the values, with everything that was found."""
        return Reading(value, tuple(self.findings))
