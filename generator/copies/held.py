"""What somebody held of a log before, an old checkpoint or a proof, against the log as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from generator import urls, words
from generator.copies import removed, trees
from generator.copies.log import EVENT_ID
from generator.copies.removed import Removed
from generator.copies.source import Source
from generator.copies.trees import Read
from generator.errors import LogError, UsageError
from generator.register.redaction import REMOVED
from generator.transparency import checkpoint, keys, leaf, note, proof, tiles
from generator.transparency.checkpoint import Checkpoint
from generator.transparency.keys import VerifierKey
from generator.transparency.merkle import Tree, leaf_hash, root
from generator.transparency.proof import Proof

_MOST_BYTES: Final = 1 << 25
# Of a proof whose text was removed: the hash of the line as it was.
_HASH: Final = "leaf_hash"
# No county has more; a checkpoint may claim any size.
_MOST_LINES: Final = 10_000_000


class Held(NamedTuple):
    """What somebody held: what is to be said of it, and what is wrong with the log by it."""

    told: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def given_keys(texts: Iterable[str]) -> list[VerifierKey]:
    """The public keys that options give: each the text of a key, or a file with such lines. Raises UsageError."""
    found: list[VerifierKey] = []
    for text in texts:
        try:
            found += [keys.parse_verifier(text)] if text.count("+") >= 2 else keys.parse_verifiers(_content(Path(text)))
        except LogError as error:
            raise UsageError(f"{text[:200]}：{error}") from error
    return found


def _content(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "不是文本"
        raise UsageError(f"不能读取 {path}：{reason}") from error


def of_checkpoint(path: Path, logs: Mapping[str, Read], keys_: Sequence[VerifierKey]) -> Held:
    """An old checkpoint against the log that it is of. Where the tiles of that time lie beside it (as `wuyi sync` keeps
    them) the lines that differ are named.

    Raises UsageError where it is none.
    """
    try:
        told, signed = checkpoint.parse(_content(path))
    except LogError as error:
        raise UsageError(f"{path} 不是日志的检查点：{error}") from error
    code = next((code for code, log in logs.items() if log.checkpoint.origin == told.origin), None)
    if code is None:
        return Held(problems=(f"{path}：这里没有“{told.origin}”的日志，或它的检查点读不出",))
    log, whose = logs[code], f"区县 {code} 的日志" if code else "全国的日志"
    if keys_:
        try:
            if not note.verified(signed, [key.named(told.origin) for key in keys_]):
                return Held(problems=(f"{path}：没有这个密钥的签名，不能作为依据",))
        except LogError as error:
            return Held(problems=(f"{path}：{error}，不能作为依据",))
    if told.size <= log.tree.size and log.tree.root(told.size) == told.root:
        more = log.tree.size - told.size
        return Held((f"{whose}是 {path} 的延续：当时的 {told.size} 条一条未变，此后多了 {more} 条。",))
    problem = f"{whose}不是 {path} 的延续：当时有 {told.size} 条，现在 {log.tree.size} 条，已公布的记录被改写过"
    if not code and not signed.signatures:
        return Held(problems=(f"{problem}；它没有签名：不在 git 里的仓库不保证全国的次序，请用区县的检查点",))
    return Held(problems=(f"{problem}{_where(path, told, code, log)}",))


def _where(path: Path, told: Checkpoint, code: str, log: Read) -> str:
    """Which lines differ, as far as that can be told."""
    before = _kept(path.parent, told)
    if before is None:
        if told.size > log.tree.size:
            return "：至少最后的记录被删除了（有当时的分块才能说出是哪些）"
        return "（有当时的分块，如 wuyi sync 的副本，才能说出是哪一条）"
    now = [*log.tree.rows[0]]
    gone = [index for index, hash_ in enumerate(before) if hash_ not in {*now}]
    here = {hash_: index for index, hash_ in enumerate(now)}
    moved = [(index, here[hash_]) for index, hash_ in enumerate(before) if here.get(hash_, index) != index]
    place = trees.differing(log.tree, before)
    said = [f"从第 {place} 条起不同"]
    if gone:
        said.append("不见了或被改动：" + "、".join(_event(code, index) for index in gone[:20]) + _more(gone))
    if moved:
        said.append("换了位置：" + "、".join(f"第 {a} 条到了第 {b} 条" for a, b in moved[:5]) + _more(moved, 5))
    new = [index for index in range(min(len(before), len(now))) if now[index] not in {*before}]
    put = [index for index in new if index not in gone]
    if put:
        said.append("插入：" + "、".join(trees.named(log.entries.get(index, b"")) for index in put[:20]) + _more(put))
    return "：" + "；".join(said)


def _event(code: str, index: int) -> str:
    return f"事件 {urls.event_id(code, index + 1)}" if code else f"第 {index} 条"


def _more(listed: Sequence[object], shown: int = 20) -> str:
    return f" 等 {len(listed)} 条" if len(listed) > shown else ""


def _kept(folder: Path, told: Checkpoint) -> list[bytes] | None:
    """The hashes of the log as it was then, of the tiles beside an old checkpoint; None where they are not there."""
    found: list[bytes] = []
    for tile in tiles.hash_tiles(told.size):
        if tile.level:
            break
        try:
            with (folder / tile.path).open("rb") as file:
                found += tiles.hashes_in(file.read(_MOST_BYTES), tile)
        except (OSError, LogError):
            return None
    return found if root(found) == told.root else None


def made(source: Source, event_id: str) -> Proof:
    """The proof that an event is in the log of its county, by a copy; the entry is its `extra`.

    Raises UsageError where there is no such event, LogError where the log does not agree with itself.
    """
    match = EVENT_ID.fullmatch(event_id)
    content = source.read(urls.checkpoint(match[1]), note.MOST_BYTES) if match else None
    if match is None or content is None:
        raise UsageError(f"{source.name} 里没有事件 {event_id[:40]} 的日志（事件编号如 990101-000023）")
    told, index = checkpoint.parse(content)[0], int(match[2]) - 1
    if not 0 <= index < told.size <= _MOST_LINES:
        raise UsageError(f"日志里没有事件 {event_id}：它有 {told.size} 条")
    hashes: list[bytes] = []
    for tile in tiles.hash_tiles(told.size):
        if tile.level:
            break
        hashes += tiles.hashes_in(source.read(urls.tile(tile.path, match[1]), _MOST_BYTES) or b"", tile)
    tree = Tree(hashes)
    bundle = next(tile for tile in tiles.entry_tiles(told.size) if index < tile.first + tile.width)
    entries = tiles.entries_in(source.read(urls.tile(bundle.path, match[1]), _MOST_BYTES) or b"", bundle)
    entry = entries[index - bundle.first]
    path = urls.table(match[1], removed.TABLE)
    if hashes[index] != leaf_hash(entry) and (leaf.parsed(entry) or {}).get("area_name") == REMOVED:
        gone = removed.table(path, match[1], source.read(path, _MOST_BYTES)).get(event_id)
        entry = _without_text(entry, gone) if gone is not None else entry
    given = Proof(index, tuple(tree.inclusion(index)), content.decode(), entry)
    proof.verified(given, _hash_of(leaf.parsed(entry) or {}, entry), ())
    return given


def _without_text(entry: bytes, gone: Removed) -> bytes:
    """What a proof says of a line whose text was removed: the hash that it had, and what the publisher says of it."""
    told = {_HASH: gone.leaf_hash, "redacted": gone.columns, "redacted_by": gone.decided_by,
            "redacted_reason": gone.reason, "redacted_at": gone.redacted_at}  # fmt: skip
    return leaf.canonical({**(leaf.parsed(entry) or {}), **told})


def _hash_of(row: Mapping[str, str], entry: bytes) -> bytes:
    """The hash that an entry has in its log: its own, or, where its text was removed, the one that is told with it."""
    told = row.get(_HASH, "")
    return bytes.fromhex(told) if len(told) == 64 and not set(told) - set("0123456789abcdef") else leaf_hash(entry)


def of_proof(path: Path, keys_: Sequence[VerifierKey], logs: Mapping[str, Read] | None = None) -> Held:
    """A proof (`.tlog-proof`, whose entry is its `extra`): what it shows by itself, and, beside the logs of a copy,
    what became of the area later. Raises UsageError where it is no proof."""
    try:
        given = proof.parse(_content(path))
        told, _ = checkpoint.parse(given.checkpoint)
    except LogError as error:
        raise UsageError(f"{path} 不是证明：{error}") from error
    row = leaf.parsed(given.extra)
    if row is None:
        raise UsageError(f"{path} 里没有记录本身（extra），证明了什么说不出")
    wanted = [key.named(told.origin) for key in keys_]
    try:
        proof.verified(given, _hash_of(row, given.extra), wanted, told.origin)
    except LogError as error:
        return Held(problems=(f"{path}：{error}",))
    signed = "有密钥签名的" if wanted else ""
    said = [f"已证明：{said_of(row)}在 {told.origin} {signed}日志里（第 {given.index} 条，共 {told.size} 条）。"]
    if _HASH in row:
        said = _said_without(row, f"{told.origin} {signed}日志的第 {given.index} 条（共 {told.size} 条）")
    if not wanted:
        said.append("签名没有核对：用 --log-key 给出登记册的公钥。")
    log = next((log for log in (logs or {}).values() if log.checkpoint.origin == told.origin), None)
    if log is None:
        said.append("没有证明：此后没有被暂停或取消。给出名录的网址或副本，可以看此后的记录。")
        return Held(tuple(said))
    if told.size > log.tree.size or log.tree.root(told.size) != told.root:
        problem = f"{path}：证明里的检查点（{told.size} 条）和现在的日志不是同一份历史：已公布的记录被改写过"
        return Held(tuple(said), (problem,))
    return Held((*said, *later(log, given.index, row)))


def _said_without(row: Mapping[str, str], where: str) -> list[str]:
    """What is shown of a line whose text was removed: that its hash is there, and no more."""
    who, when, why = (row.get(f"redacted_{name}", "")[:500].rstrip("。") for name in ("by", "at", "reason"))
    return [
        f"已证明：{where}的哈希是 {row[_HASH][:64]}。",
        f"没有证明：这一条写了什么。发布方说它是{said_of(row)}，"
        f"其中的文字已删除（{who}决定，{when[:10]} 删除，理由：{why}）；文字不在了，哈希就对不出内容。",
    ]


def said_of(row: Mapping[str, str]) -> str:
    """An event in a few words."""
    if "event" not in row:
        return f"事件 {row.get('event_id', '')[:40]} 的摘要"
    word = words.EVENTS.get(row["event"], row["event"][:40])
    place = f"{row.get('event_id', '')[:40]}，{row.get('effective_at', '')[:30]}"
    corrects = f"，更正第 {row['corrects'][:12]} 号" if row.get("corrects") else ""
    return f"{row.get('area_name', '')[:80]}的“{word}”记录（{place}）{corrects}"


def later(log: Read, index: int, row: Mapping[str, str]) -> list[str]:
    """What the log says of the same title of the same area after an entry; one may correct another."""
    found, hidden = [], 0
    for place in range(index + 1, log.tree.size):
        other = leaf.parsed(log.entries.get(place, b"")) or {}
        if other.get("area_id") == row.get("area_id") and other.get("title") == row.get("title"):
            found.append(f"此后：{said_of(other)}，第 {place} 条。")
        hidden += "row_sha256" in other
    if not found:
        found.append("此后日志里没有这个区域这个称号的暂停、恢复或取消。")
    if hidden:
        found.append(f"另有 {hidden} 条只有摘要：还没有公布的步骤，或对它们的更正。现状以区域的页面为准。")
    return found
