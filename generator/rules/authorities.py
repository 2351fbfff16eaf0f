"""What the table of those who may write must hold: keys that may sign, each with one holder, and enough of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from generator.findings import finding
from generator.register.keys import KeyLineError, PublicKey, parsed
from generator.register.model import Authority, Finding, SiteSettings, Table
from generator.register.times import end_of, instant

REGISTRY: Final = "registry"
# So many holders must sign a change of the table itself, at the least.
FEWEST: Final = 2
_LAST: Final = "9999-12-31"


class Line(NamedTuple):
    """A line of the table, with its key."""

    number: int
    authority: Authority
    key: PublicKey


def check(
    root: str, table: Table[Authority], site: SiteSettings | None, codes: Collection[str], clock: str | None
) -> Iterator[Finding]:
    """`root` is the data folder, `codes` are those of its folders, `clock` is an instant a day after now."""
    lines: list[Line] = []
    for number, row in table.located():
        try:
            lines.append(Line(number, row, parsed(row.key)))
        except KeyLineError as error:
            yield finding("E670", table.path, number, "key", row.key[:24], principal=row.principal, what=str(error))
        if row.valid_until is not None and end_of(row.valid_until) < instant(row.valid_from):
            yield finding("E673", table.path, number, "valid_until", row.valid_until, expected=row.valid_from)
        if row.county != REGISTRY and row.county not in codes:
            yield finding("W674", table.path, number, "county", row.county, principal=row.principal)
    yield from _shared(table.path, lines)
    if site is not None and site.signing != "none" and table.whole and not table.spoilt:
        yield from _too_few(root, table, lines, site, clock)


def _shared(path: str, lines: list[Line]) -> Iterator[Finding]:
    """One key with two holders at one time: nobody could say whose signature it is."""
    first: dict[bytes, list[Line]] = {}
    for line in lines:
        if line.authority.role == "revoked":
            continue
        for other in first.setdefault(line.key.blob, []):
            if other.authority.principal != line.authority.principal and _overlap(other.authority, line.authority):
                yield finding(
                    "E672", path, line.number, "key", line.key.fingerprint,
                    key=line.key.fingerprint, principal=line.authority.principal,
                    other=other.authority.principal, row=other.number,
                )  # fmt: skip
                break
        first[line.key.blob].append(line)


def _overlap(one: Authority, other: Authority) -> bool:
    def end(row: Authority) -> str:
        return end_of(row.valid_until or _LAST)

    return instant(one.valid_from) <= end(other) and instant(other.valid_from) <= end(one)


def _too_few(
    root: str, table: Table[Authority], lines: list[Line], site: SiteSettings, clock: str | None
) -> Iterator[Finding]:
    """Where signatures are asked for, the registry must have enough holders to change the table ever again."""
    revoked = {line.key.blob for line in lines if line.authority.role == "revoked"}
    able = [
        line.authority for line in lines
        if line.authority.county == REGISTRY and line.authority.role == "sign" and line.key.blob not in revoked
        and (clock is None or (line.authority.valid_until is None or end_of(line.authority.valid_until) >= clock))
    ]  # fmt: skip
    needed = max([FEWEST, *(row.threshold or 0 for row in able)])
    holders = {row.principal for row in able}
    if len(holders) < needed:
        yield finding(
            "E675", f"{root}/site.json" if not table.present else table.path, None, None, site.signing,
            expected=needed, count=len(holders),
        )  # fmt: skip
