"""The checkpoints that a copy saw, in the order in which it saw them: `checkpoints.jsonl`, to which lines are added.

Who keeps them finds a publisher who shows another history than before; both checkpoints are then evidence, in a folder
of their own in the copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from generator import urls
from generator.copies import trees
from generator.copies.log import Log
from generator.copies.manifests import Entry
from generator.copies.removed import Table
from generator.copies.source import WrongError
from generator.errors import LogError
from generator.register.fold import FINAL_PUBLIC
from generator.register.redaction import REMOVED
from generator.transparency import checkpoint, tiles
from generator.transparency.checkpoint import Checkpoint
from generator.transparency.merkle import HASH_SIZE, Tree, leaf_hash
from generator.transparency.tiles import Tile

FILE: Final = "checkpoints.jsonl"
EVIDENCE: Final = "two-histories"


class TwoHistoriesError(WrongError):
    """A log does not extend what was seen of it. `before` and `now` are the checkpoints as they were published."""

    def __init__(self, code: str, before: str, now: str, why: str) -> None:
        self.code, self.before, self.now = code, before, now
        whose = f"区县 {code} 的日志" if code else "全国的日志"
        super().__init__(f"{whose}有两份历史：{why}")


def wanted(code: str, content: bytes, listed: Mapping[str, Entry]) -> Iterator[tuple[Tile, Entry]]:
    """The tiles of the hashes of the lines of a log, by its checkpoint, as they are listed. Raises WrongError where one
    is not listed: a checkpoint may claim any size."""
    for tile in tiles.hash_tiles(said(code, content).size):
        if tile.level:
            break
        path = urls.tile(tile.path, code)
        if path not in listed or listed[path].size != tile.width * HASH_SIZE:
            raise WrongError(f"{path}：清单没有列出日志的这个分块，或大小不对")
        yield tile, listed[path]


def said(code: str, content: bytes) -> Checkpoint:
    """What a checkpoint says. Raises WrongError where it is none."""
    try:
        return checkpoint.parse(content)[0]
    except LogError as error:
        raise WrongError(f"{urls.checkpoint(code)}：{error}") from None


def tree(code: str, content: bytes, held: Sequence[bytes]) -> Tree:
    """The tree of a log by its checkpoint and its tiles of hashes. Raises WrongError where they do not agree."""
    told, hashes = said(code, content), list[bytes]()
    for tile in held:
        hashes += [tile[place : place + HASH_SIZE] for place in range(0, len(tile), HASH_SIZE)]
    made = Tree(hashes)
    if made.root() != told.root:
        raise WrongError(f"{urls.checkpoint(code)}：根和由分块算出的不一致")
    return made


def extends(code: str, before: str, content: bytes, now: Tree) -> None:
    """Raises TwoHistoriesError where a log does not extend what was seen of it last, and so all before.

    The country's log tells the order of commits, which is only promised by who signs it.
    """
    if before and (code or checkpoint.parse(before)[1].signatures):
        then, text = said(code, before.encode()), content.decode()
        if then.size > now.size:
            raise TwoHistoriesError(code, before, text, f"以前有 {then.size} 条，现在只有 {now.size} 条")
        if now.root(then.size) != then.root:
            why = f"以前看到的 {then.size} 条，和现在的前 {then.size} 条不是同样的记录"
            raise TwoHistoriesError(code, before, text, why)


def bound(code: str, made: Tree, rows: Log, removed: Table = trees.NOTHING) -> list[str]:
    """The rows of a county's table that are not in its log as they stand; of those whose text was `removed`, the hash
    that they had."""
    problems, path = [], urls.table(code, "events")
    for event_id, row in rows.items():
        index = int(event_id.partition("-")[2]) - 1
        try:
            whole = trees.line(row)
        except ValueError:
            problems.append(f"{path}：事件 {event_id} 的 corrects 不是事件编号")
            continue
        entry = whole if row["event"] in FINAL_PUBLIC else trees.sealed(event_id, whole)
        if not 0 <= index < made.size:
            problems.append(f"{path}：事件 {event_id} 不在日志里")
        elif made.rows[0][index] not in (leaf_hash(entry), leaf_hash(whole)) and not (
            event_id in removed and removed[event_id].hash == made.rows[0][index] and row["area_name"] == REMOVED
        ):
            problems.append(f"{path}：事件 {event_id} 和日志（第 {index} 条）不一致，被改动过")
    return problems


def last(content: bytes | None) -> dict[str, str]:
    """The checkpoint that was seen last of each log, by the code of the county."""
    found: dict[str, str] = {}
    for line in (content or b"").decode().splitlines():
        told = json.loads(line)
        found[told["log"]] = told["checkpoint"]
    return found


def grown(content: bytes | None, now: str, seen: Mapping[str, bytes]) -> bytes:
    """The file with a line more for each log whose checkpoint is another one than the last that was seen."""
    before = last(content)
    lines = [
        json.dumps({"seen_at": now, "log": code, "checkpoint": text.decode()}, ensure_ascii=False)
        for code, text in sorted(seen.items())
        if before.get(code) != text.decode()
    ]
    return (content or b"") + "".join(f"{line}\n" for line in lines).encode()


def evidence(folder: Path, error: TwoHistoriesError) -> Sequence[Path]:
    """Writes both checkpoints into the copy; gives their places."""
    place = folder / EVIDENCE
    place.mkdir(exist_ok=True)
    made = []
    for text in (error.before, error.now):
        told = said(error.code, text.encode())
        name = f"{error.code or 'country'}-{told.size}-{sha256(text.encode()).hexdigest()[:12]}.checkpoint"
        (place / name).write_text(text, encoding="utf-8")
        made.append(place / name)
    return made
