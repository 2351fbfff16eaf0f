"""The logs of a copy that anyone can check (ADR 60): tiles against checkpoints, tables and the country's log.

Whoever published a copy may be hostile: what a checkpoint claims is bounded by the tiles that are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

from generator import urls
from generator.copies.log import Log, place
from generator.copies.removed import Table
from generator.errors import LogError
from generator.register import leaves
from generator.register.fold import FINAL_PUBLIC
from generator.register.redaction import REMOVED
from generator.transparency import checkpoint, leaf, note, tiles
from generator.transparency.checkpoint import Checkpoint
from generator.transparency.keys import VerifierKey
from generator.transparency.merkle import HASH_SIZE, Tree, leaf_hash
from generator.transparency.note import Note

CHECKPOINT: Final = urls.checkpoint()
_LEAVES: Final = f"{tiles.FOLDER}/0/"
_DIGEST: Final = "row_sha256"
NOTHING: Final[Table] = MappingProxyType({})


class Read(NamedTuple):
    """A log as a copy has it: what its checkpoint says, its entries as far as they can be read, and the tree over the
    hashes in its tiles."""

    checkpoint: Checkpoint
    note: Note
    entries: Mapping[int, bytes]
    tree: Tree


def of_log(path: str) -> tuple[str, str] | None:
    """The code of the county whose log a file is of ("" for the country), and its place in the log; None for others."""
    code, _, rest = path.partition("/")
    if len(code) != 6 or not code.isdecimal():
        code, rest = "", path
    return (code, rest) if rest == CHECKPOINT or rest.startswith(f"{tiles.FOLDER}/") else None


def read(code: str, files: Mapping[str, bytes], problems: list[str], removed: Table = NOTHING) -> Read | None:
    """A log by its files; what does not hold in itself becomes a problem. None where nothing can be made of it.

    `removed` are the lines whose text is gone: of these the log has the hash that the table tells.
    """
    content = files.get(CHECKPOINT)
    head = urls.checkpoint(code)
    if content is None:
        problems.append(f"{head}：没有日志的检查点（早先版本生成的网站没有；后来的没有，就是被去掉了）")
        return None
    try:
        told, signed = checkpoint.parse(content)
    except LogError as error:
        problems.append(f"{head}：{error}")
        return None
    held = sum(len(tile) for path, tile in files.items() if path.startswith(_LEAVES)) // HASH_SIZE
    if held != told.size:
        problems.append(f"{head}：检查点说有 {told.size} 条，分块里有 {held} 条")
        return None
    wanted = {tile.path: tile for tile in (*tiles.hash_tiles(told.size), *tiles.entry_tiles(told.size))}
    others = [path for path in sorted(files.keys() - wanted.keys()) if path != CHECKPOINT]
    problems += [f"{urls.tile(path, code)}：这个大小的日志没有这个分块" for path in others]
    problems += [f"{urls.tile(path, code)}：缺少日志的这个分块" for path in wanted if path not in files]
    there = {path: tile for path, tile in wanted.items() if path in files}
    hashes: list[bytes] = []
    try:
        for path, tile in there.items():
            hashes += tiles.hashes_in(files[path], tile) if tile.level == 0 else []
    except LogError as error:
        problems.append(f"{urls.tile(tiles.FOLDER, code)}：{error}")
    if len(hashes) != told.size:
        return None
    tree, entries = Tree(hashes), dict[int, bytes]()
    for path, tile in there.items():
        if tile.level is None:
            entries |= _entries(urls.tile(path, code), tile, files[path], hashes, problems, removed)
        elif tile.level and tiles.hashes(tree, tile) != files[path]:
            problems.append(f"{urls.tile(path, code)}：和它下面一层的哈希不一致")
    if tree.root() != told.root:
        problems.append(f"{head}：根和由分块算出的不一致，检查点或记录有一个被换掉了")
    return Read(told, signed, entries, tree)


def _entries(
    path: str, tile: tiles.Tile, content: bytes, hashes: Sequence[bytes], problems: list[str], removed: Table
) -> dict[int, bytes]:
    try:
        entries = dict(enumerate(tiles.entries_in(content, tile), start=tile.first))
    except LogError as error:
        problems.append(f"{path}：{error}")
        return {}
    for index, entry in entries.items():
        if leaf_hash(entry) != hashes[index] and not is_removed(entry, hashes[index], removed):
            problems.append(f"{path}：第 {index} 条（{named(entry)}）和日志里它的哈希不一致，被改动过")
    return entries


def is_removed(entry: bytes, hash_: bytes, removed: Table) -> bool:
    """True if the text of an entry was removed, and its hash is the one that the line had."""
    row = leaf.parsed(entry) or {}
    told = removed.get(row.get("event_id", ""))
    return told is not None and told.hash == hash_ and row.get("area_name") == REMOVED


def named(entry: bytes) -> str:
    """What an entry says it is: the id of an event, or the log of a county and its size."""
    row = leaf.parsed(entry)
    if row is not None:
        return f"事件 {row.get('event_id', '')[:40]}"
    try:
        told = checkpoint.parse_text(entry.decode())
    except (LogError, ValueError):
        return "读不出"
    return f"{told.origin[:200]} 的 {told.size} 条"


def line(row: Mapping[str, str]) -> bytes:
    """The line of a county's log, as its entry has it, by the row of the published table."""
    corrects = row["corrects"]
    cells = {column: row.get(column, "") for column in leaves.COLUMNS}
    return leaf.canonical({**cells, "corrects": str(place(corrects)[1]) if corrects else ""})


def sealed(event_id: str, whole: bytes) -> bytes:
    """The entry of a line whose digest alone stands in the log."""
    return leaf.canonical({"event_id": event_id, _DIGEST: sha256(whole).hexdigest()})


def against_table(code: str, log: Read, rows: Log, removed: Table = NOTHING) -> Iterator[str]:
    """How the entries of a county's log differ from its table of events: altered, gone, put in, out of order."""
    path, known = urls.table(code, "events"), set[str]()
    for index, entry in log.entries.items():
        told = leaf.parsed(entry)
        event_id = (told or {}).get("event_id", "")
        due = urls.event_id(code, index + 1)
        if told is None or event_id != due:
            yield f"{urls.tile(tiles.FOLDER, code)}：日志的第 {index} 条应是事件 {due}，实际是{named(entry)}"
            continue
        known.add(event_id)
        row = rows.get(event_id)
        if row is None:
            if _DIGEST not in told:
                yield f"{path}：事件 {event_id} 在日志里（第 {index} 条），表里没有：被删除了"
            continue
        try:
            whole = line(row)
        except ValueError:
            yield f"{path}：事件 {event_id} 的 corrects 不是事件编号"
            continue
        if _DIGEST in told and row["event"] not in FINAL_PUBLIC:
            if entry != sealed(event_id, whole) and not (
                event_id in removed and removed[event_id].row_sha256 == told[_DIGEST] and row["area_name"] == REMOVED
            ):
                yield f"{path}：事件 {event_id} 和日志（第 {index} 条）不一致，被改动过"
        elif entry != whole:
            now = leaf.parsed(whole) or {}
            names = [name for name in leaves.COLUMNS if told.get(name) != now.get(name)]
            was = "，".join(f"{name} 在日志里是“{told.get(name, '')}”，表里是“{now.get(name, '')}”" for name in names)
            yield f"{path}：事件 {event_id} 和日志（第 {index} 条）不一致，被改动过：{was or '多出了内容'}"
    if len(log.entries) == log.tree.size:
        yield from (
            f"{path}：事件 {event_id} 在表里，日志里没有：是插入的" for event_id in rows if event_id not in known
        )


def against_country(country: Read, counties: Mapping[str, Read]) -> Iterator[str]:
    """How the country's log differs from the logs of its counties."""
    last: dict[str, Checkpoint] = {}
    where = urls.tile(tiles.FOLDER)
    for index, entry in country.entries.items():
        try:
            told = checkpoint.parse_text(entry.decode())
        except (LogError, ValueError):
            yield f"{where}：全国日志的第 {index} 条不是检查点"
            continue
        code = told.origin.removeprefix(f"{country.checkpoint.origin}/")
        log = counties.get(code)
        if log is None:
            yield f"{where}：全国日志的第 {index} 条属于“{told.origin[:200]}”，这里没有它的日志"
        elif told.text().encode() != entry or (code in last and told.size <= last[code].size):
            yield f"{where}：全国日志的第 {index} 条（{code}，{told.size} 条）次序或写法不对"
        elif told.size > log.tree.size:
            yield f"{urls.checkpoint(code)}：全国的日志说它曾有 {told.size} 条，现在只有 {log.tree.size} 条"
        elif log.tree.root(told.size) != told.root:
            then = f"全国的日志里它有 {told.size} 条时的根，和它现在的前 {told.size} 条不一致"
            yield f"{urls.checkpoint(code)}：{then}，历史被改写过"
        last[code] = told
    for code, log in counties.items():
        if log.tree.size and (code not in last or last[code].size != log.tree.size):
            yield f"{urls.checkpoint(code)}：全国的日志没有它现在的大小（{log.tree.size} 条）"


def unsigned(code: str, log: Read, origin: str, keys: Sequence[VerifierKey]) -> Iterator[str]:
    """What is wrong with the name and the signatures of a log's checkpoint: each of the keys must have signed it."""
    head = urls.checkpoint(code)
    if log.checkpoint.origin != origin:
        yield f"{head}：检查点属于“{log.checkpoint.origin[:200]}”，应是“{origin}”"
        return
    wanted = [key.named(origin) for key in keys]
    try:
        signed = note.verified(log.note, wanted)
    except LogError as error:
        yield f"{head}：{error}"
        return
    yield from (f"{head}：没有密钥 {key.key_id.hex()} 的签名" for key in wanted if key not in signed)


def differing(tree: Tree, before: Sequence[bytes]) -> int | None:
    """The first index at which a log differs from the hashes that somebody kept of it; None where it begins alike."""
    now = tree.rows[0]
    for index, hash_ in enumerate(before):
        if index >= len(now) or now[index] != hash_:
            return index
    return None
