"""What a build signs, and when it refuses to: nothing that does not extend what was signed and published last.

what was published last      the checkpoint and the tiles of the output folder, or of another copy (`published`)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from generator import urls
from generator.errors import LogError, UsageError
from generator.transparency import checkpoint, tiles
from generator.transparency.checkpoint import Checkpoint, Signer
from generator.transparency.merkle import Tree
from generator.transparency.note import MOST_BYTES, Note

_TILE_BYTES: Final = 1 << 25


class Reader(Protocol):
    """Whatever files can be read from: the output, or a copy elsewhere."""

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` + 1 bytes of a file; None if there is none."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A site in a folder of this machine."""

    root: Path

    def read(self, path: str, limit: int) -> bytes | None:
        """The same of a file in it."""
        try:
            with (self.root / path).open("rb") as file:
                return file.read(limit + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None


@dataclass(frozen=True, slots=True)
class Signing:
    """With which keys a build signs (none: it does not), and where the copy is that was published last."""

    signers: tuple[Signer, ...] = ()
    output: Path = Path()
    published: str | None = None

    def signed(self, told: Checkpoint, tree: Tree, code: str = "") -> str:
        """The checkpoint of the log of a county (the country's, without a code) as it is to be published.

        Raises LogError where it does not extend what was signed last: nothing may be published then. Raises UsageError,
        or an error of the network, where that cannot be read.
        """
        if not self.signers:
            return checkpoint.published(told, ())
        reader = self._reader()
        content = reader.read(urls.checkpoint(code), MOST_BYTES)
        before: Note | None = None
        if content is not None:
            try:
                last, before = checkpoint.parse(content)
            except LogError as error:
                raise LogError(f"{urls.checkpoint(code)}：上次发布的检查点读不出（{error}），不能签名") from error
            if before.signatures and (last.size > tree.size or tree.root(last.size) != last.root):
                raise LogError(_told(reader, last, tree, code))
        return checkpoint.published(told, self.signers, before)

    def _reader(self) -> Reader:
        if self.published is None:
            return Folder(self.output)
        from generator.copies import remote

        if remote.is_address(self.published):
            return remote.Site(self.published)
        if not Path(self.published).is_dir():
            raise UsageError(f"--published：没有文件夹 {self.published}，不知道上次签名发布的是什么")
        return Folder(Path(self.published))


def differs_at(reader: Reader, last: Checkpoint, leaves: Sequence[bytes], code: str = "") -> int | None:
    """The index of the first line that differs from what a copy has in its tiles; None where these do not tell."""
    for tile in tiles.hash_tiles(last.size):
        if tile.level:
            break
        try:
            content = reader.read(urls.tile(tile.path, code), _TILE_BYTES)
            hashes = tiles.hashes_in(content or b"", tile)
        except LogError:
            return None
        for place, hash_ in enumerate(hashes, start=tile.first):
            if place >= len(leaves) or leaves[place] != hash_:
                return place
    return None


def _told(reader: Reader, last: Checkpoint, tree: Tree, code: str) -> str:
    place = differs_at(reader, last, tree.rows[0], code)
    whose = f"区县 {code} 的日志" if code else "全国的日志"
    begin = f"{whose}不是上次签名发布的那一份的延续（当时 {last.size} 条，现在 {tree.size} 条）"
    if place is None:
        where = "从哪一条起不同，已发布的分块没有说清"
    elif place >= tree.size:
        where = f"从第 {place} 条起，已发布的记录现在没有了"
    else:
        where = f"第 {place} 条和已发布的不同"
    event = f"（事件 {urls.event_id(code, place + 1)}）" if code and place is not None else ""
    advice = "恢复 events.csv 里已发布的记录" if code else "恢复 git 里已发布的提交次序"
    return f"{begin}：{where}{event}。没有签名，也没有发布任何内容；{advice}，再生成一次"
