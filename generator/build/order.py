"""What a build is asked for, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.check import Report
    from generator.transparency.keys import PrivateKey

Progress = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is asked for. `cluster` is the address of one that the map step runs on, `patience` how long
    (seconds) it may give no result. `dated_by_content`: files get times that tell contents apart, for a server that
    reads them where they are built. `signers` are the keys that sign the logs, `published` is the copy (a folder or an
    address) that these must extend, where that is not the output."""

    data: Path
    content: Path
    output: Path
    site_url: str | None = None
    as_of: str | None = None
    now: str | None = None
    workers: int | None = None
    full: bool = False
    cluster: str | None = None
    patience: float | None = None
    dated_by_content: bool = False
    signers: tuple[PrivateKey, ...] = ()
    published: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The public keys of those that sign."""
        return tuple(f"{signer.kind} {signer.public.hex()}" for signer in self.signers)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of it. `report` has the findings; without errors the rest says what was published.

    `room` says how much of its host's limits the site takes, `unsigned` why its logs are not signed.
    """

    report: Report
    output: Path
    counties: int = 0
    areas: int = 0
    events: int = 0
    pages: int = 0
    files: int = 0
    bytes: int = 0
    demonstration: bool = False
    room: str = ""
    unsigned: str = ""
