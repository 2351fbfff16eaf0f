"""Proofs that go with plaques: for each the line of the log by which its title stands, from a site as it is published.

Who keeps one can show later what the register said, also where the site is gone or says something else.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.copies import held
from generator.copies.source import Source
from generator.errors import UsageError
from generator.publish.pages.views.papers import Certificate
from generator.transparency import checkpoint, leaf
from generator.transparency.proof import Proof


class _Once:
    """A copy of which each file is read once: the plaques of a county need the same."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._source = source
        self._read: dict[str, bytes | None] = {}

    def read(self, path: str, limit: int) -> bytes | None:
        """The beginning of a file."""
        if path not in self._read:
            self._read[path] = self._source.read(path, limit)
        return self._read[path]

    def again(self, path: str, limit: int) -> bytes | None:
        """The same past every cache on the way."""
        return self._source.again(path, limit)

    def paths(self) -> frozenset[str] | None:
        """Every file; None where nobody can list them."""
        return self._source.paths()


def proofs(source: Source, plaques: Iterable[Certificate]) -> dict[str, Proof]:
    """The proofs by event. Raises UsageError where the site does not have a line, or has another one in its place, and
    LogError where its log does not agree with itself."""
    once, made = _Once(source), dict[str, Proof]()
    for plaque in plaques:
        if not plaque.event_id:
            continue
        proof = held.made(once, plaque.event_id)
        row = leaf.parsed(proof.extra) or {}
        if (row.get("event_id"), row.get("area_id")) != (plaque.event_id, plaque.area_id):
            raise UsageError(f"{source.name} 的日志里，事件 {plaque.event_id} 不是{plaque.name}的：不是同一份名录")
        made[plaque.event_id] = proof
    return made


def is_signed(proof: Proof) -> bool:
    """True where the checkpoint of a proof bears a signature, whosever it is."""
    return bool(checkpoint.parse(proof.checkpoint)[1].signatures)
