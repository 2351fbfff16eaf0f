"""Whether a key may change a path, by one state of the table of those who may write. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from generator.history.signing.facts import Fact
from generator.history.signing.objects import Entry
from generator.history.signing.paths import Paths
from generator.history.signing.signature import NAMESPACE, Signature
from generator.register.keys import KeyLineError, parsed
from generator.register.model import Authority
from generator.register.times import end_of, instant
from generator.rules.authorities import FEWEST, REGISTRY

_FORGE: Final = "forge"
_REVOKED: Final = "revoked"


class Refusal(NamedTuple):
    """Why a commit may not be: the code of its finding, the path that it is about, and the words for it."""

    code: str
    path: str
    words: Mapping[str, Any]


class Judge:
    """A table, and whether signatures were asked for (`signing`), as they stood at some commit."""

    def __init__(self, signing: str, rows: Iterable[Authority]) -> None:
        self.signing = signing
        self._rows: dict[bytes, list[Authority]] = defaultdict(list)
        for row in rows:
            try:
                self._rows[parsed(row.key).blob].append(row)
            except KeyLineError:  # it has a finding of its own, and signs nothing
                continue

    @property
    def keys(self) -> int:
        """How many keys there are."""
        return len(self._rows)

    def holders(self, level: str) -> list[str]:
        """Who signs for a level, with the fingerprint of each key."""
        from generator.register.keys import fingerprint

        return [
            f"{row.principal} {fingerprint(blob)}" for blob, rows in self._rows.items() for row in rows
            if row.county == level and row.role != _REVOKED
        ]  # fmt: skip

    def refusals(self, fact: Fact, paths: Paths, times: Sequence[str]) -> list[Refusal]:
        """Why a commit may not change what it changes, received at `times` (instants, of which each counts)."""
        own = sorted(fact.own)
        nameless = [path for path in own if paths.level(path) is None or not fact.own[path].is_file]
        if nameless:
            is_link = paths.level(nameless[0]) is not None
            what = "是符号链接或子仓库" if is_link else "没有规则说它归谁管"
            return [_refusal("E687", nameless, paths, what=what)]
        if not own and len(fact.commit.parents) > 1:
            return []
        signed = fact.signature
        if signed is None or signed.kind == "other":
            what = "（是合并，自己又改了内容）" if len(fact.commit.parents) > 1 else ""
            if signed is not None:
                what = "（只有 GPG 之类的签名，这里认 SSH 钥匙的签名）"
            return [_refusal("E680", own, paths, what=what)]
        trouble = _trouble(signed, is_good=fact.is_good)
        if trouble:
            return [_refusal("E681", own, paths, what=trouble)]
        rows = self._rows.get(signed.key.blob, []) if signed.key is not None else []
        if not rows:
            return [_refusal("E682", own, paths, key=signed.shown)]
        who = rows[0].principal
        if any(row.role == _REVOKED for row in rows):
            return [_refusal("E685", own, paths, principal=who, key=signed.shown)]
        valid = [row for row in rows if all(_counts(row, time) for time in times)]
        if not valid:
            return [_late(rows, own, paths, times)]
        able = [row for row in valid if row.role != _FORGE or self.signing == _FORGE]
        if not able:
            may = "是代码平台代签的，而 site.json 的 signing 不是 forge"
            return [_refusal("E686", own, paths, principal=who, may=may, expected="管这里的人")]
        foreign = [path for path in own if not _covers(able, paths.level(path))]
        if foreign:
            expected = "管理名录的人（registry）" if paths.level(foreign[0]) == REGISTRY else (
                f"管 {paths.level(foreign[0])} 的人或管理名录的人（registry）"
            )  # fmt: skip
            may = f"只管 {'、'.join(sorted({row.county for row in able}))}"
            return [_refusal("E686", foreign, paths, principal=able[0].principal, may=may, expected=expected)]
        return []

    def signers(self, fact: Fact, path: str, paths: Paths, times: Sequence[str]) -> set[str]:
        """Who stands for a path in a commit: the holder of the key that signed it, if it is a person who may."""
        signed = fact.signature
        if signed is None or signed.key is None or not fact.is_good:
            return set()
        rows = self._rows.get(signed.key.blob, [])
        if any(row.role == _REVOKED for row in rows):
            return set()
        able = [row for row in rows if row.role == "sign" and all(_counts(row, time) for time in times)]
        return {row.principal for row in able if _covers([row], paths.level(path))}

    def needed(self, path: str, paths: Paths, times: Sequence[str], *, is_switched: bool = False) -> int:
        """How many must sign a path together. `is_switched` where it changes whether signatures are asked for."""
        level = paths.level(path)
        is_root = paths.is_authorities(path) or (paths.is_site(path) and is_switched)
        if level == REGISTRY and not is_root:
            return 1
        asked = [
            row.threshold or 1 for rows in self._rows.values() for row in rows
            if row.county == level and row.role == "sign" and any(_counts(row, time) for time in times)
        ]  # fmt: skip
        return max([FEWEST if is_root else 1, *asked])


def _covers(rows: Iterable[Authority], level: str | None) -> bool:
    return any(row.county in (level, REGISTRY) for row in rows)


def _counts(row: Authority, time: str) -> bool:
    return instant(row.valid_from) <= time and (row.valid_until is None or time <= end_of(row.valid_until))


def _trouble(signed: Signature, *, is_good: bool) -> str:
    """Why a signature is none of this commit."""
    if signed.kind == "spoilt":
        return "签名读不出来"
    if signed.namespace != NAMESPACE:
        return f"签名是为“{signed.namespace[:40]}”做的，不是为 git 的提交做的"
    if signed.key is not None and not is_good:
        return "签名以后，提交又被改过"
    return ""


def _late(rows: Sequence[Authority], own: Sequence[str], paths: Paths, times: Sequence[str]) -> Refusal:
    """A key that ended, or does not count yet: of several lines, what the last to end says."""
    row = max(rows, key=lambda row: end_of(row.valid_until or "9999-12-31"))
    if row.valid_until is not None and max(times) > end_of(row.valid_until):
        return _refusal("E683", own, paths, principal=row.principal, until=row.valid_until)
    return _refusal("E684", own, paths, principal=row.principal, since=row.valid_from, now=min(times))


def _refusal(code: str, own: Sequence[str], paths: Paths, **words: Any) -> Refusal:
    path = own[0] if own else ""
    more = f" 等 {len(own)} 个文件" if len(own) > 1 else ""
    return Refusal(code, path, {"value": paths.shown(path) or "（没有文件）", "more": more, **words})


def approved(entry: Entry, facts: Iterable[Fact], path: str) -> list[Fact]:
    """The commits that made of a path what it is."""
    return [fact for fact in facts if fact.own.get(path) == entry]
