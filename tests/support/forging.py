"""A publisher, or who got hold of a copy, who rewrites the log of a county and as much around it as he can."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from generator.transparency import checkpoint, leaf, tiles
from generator.transparency.checkpoint import Checkpoint
from generator.transparency.keys import PrivateKey
from generator.transparency.merkle import Tree, leaf_hash
from tests.support.copies import edit, relist

CODE: Final = "990101"
# How far the forger goes: each of these, and all before it. By the last he signs with a key, whosever it is.
DEPTHS: Final = ("table", "entries", "hashes", "checkpoint", "country", "signatures")
Entries = list[dict[str, str]]
Change = Callable[[Entries], Entries]


def altered(entries: Entries) -> Entries:
    """The reason of a revocation is another one."""
    return [{**entry, "reason": "other"} if entry["event_id"] == f"{CODE}-000024" else entry for entry in entries]


def removed(entries: Entries) -> Entries:
    """The revocation is gone, and those behind it have moved up."""
    return numbered([entry for entry in entries if entry["event_id"] != f"{CODE}-000024"])


def inserted(entries: Entries) -> Entries:
    """A revocation was put in between."""
    return numbered([*entries[:23], {**entries[23], "area_id": "990101001001"}, *entries[23:]])


def swapped(entries: Entries) -> Entries:
    """The publication and the revocation behind it have changed places."""
    return numbered([*entries[:22], entries[23], entries[22], *entries[24:]])


CHANGES: Final[tuple[Change, ...]] = (altered, removed, inserted, swapped)


def numbered(entries: Entries) -> Entries:
    """Entries with the ids of the places at which they stand."""
    return [{**entry, "event_id": f"{CODE}-{place:06d}"} for place, entry in enumerate(entries, start=1)]


def entries_of(folder: Path) -> list[bytes]:
    """The entries of the log in a folder."""
    size = checkpoint.parse((folder / "checkpoint").read_bytes())[0].size
    return [
        entry for tile in tiles.entry_tiles(size) for entry in tiles.entries_in((folder / tile.path).read_bytes(), tile)
    ]


def forge(root: Path, change: Change, depth: str, keys: Sequence[PrivateKey] = ()) -> None:
    """Rewrites a copy to a depth, and all manifests."""
    steps, folder = DEPTHS.index(depth), root / CODE
    before = [leaf.parsed(entry) or {} for entry in entries_of(folder)]
    after = change(before)
    _table(folder / "events.csv", before, after)
    changed = [leaf.canonical(entry) for entry in after]
    if steps >= 1:
        _log(folder, changed, hashes=steps >= 2, head=steps >= 3, keys=keys)
    if steps >= 4:
        now = checkpoint.parse((folder / "checkpoint").read_bytes())[0]
        country = entries_of(root)
        place = next(at for at, entry in enumerate(country) if entry.startswith(now.origin.encode()))
        _log(root, [*country[:place], now.text().encode(), *country[place + 1 :]], hashes=True, head=True, keys=keys)
    if steps >= 5:
        origin = checkpoint.parse((root / "checkpoint").read_bytes())[0].origin
        (root / "log-keys.txt").write_text("".join(f"{key.verifier(origin).format()}\n" for key in keys))
        for other in root.glob("[0-9]" * 6):
            told = checkpoint.parse((other / "checkpoint").read_bytes())[0]
            (other / "checkpoint").write_text(checkpoint.published(told, keys), encoding="utf-8")
    _relist(root)


def _table(path: Path, before: Entries, after: Entries) -> None:
    """The published rows follow: what an entry does not tell of a row stays as it was."""
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    told = dict(zip([row[0] for row in rows], rows, strict=True))
    made = []
    for entry in after:
        source = next(
            (told[other["event_id"]] for other in before if {**other, "event_id": ""} == {**entry, "event_id": ""}),
            told.get(entry["event_id"], rows[-1]),
        )
        pairs = zip(header, source, strict=True)
        made.append([cell if name == "corrects" else entry.get(name, cell) for name, cell in pairs])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *made])


def _log(folder: Path, entries: Sequence[bytes], *, hashes: bool, head: bool, keys: Sequence[PrivateKey]) -> None:
    told, signed = checkpoint.parse((folder / "checkpoint").read_bytes())
    tree = Tree([leaf_hash(entry) for entry in entries])
    shutil.rmtree(folder / "tile/entries")
    files = {
        tile.path: tiles.bundle(entries[tile.first : tile.first + tile.width]) for tile in tiles.entry_tiles(tree.size)
    }
    if hashes:
        for old in folder.glob("tile/[0-9]*"):
            shutil.rmtree(old)
        files |= {tile.path: tiles.hashes(tree, tile) for tile in tiles.hash_tiles(tree.size)}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    if head:
        now = Checkpoint(told.origin, tree.size, tree.root())
        text = checkpoint.published(now, keys) if keys else signed._replace(text=now.text()).format()
        (folder / "checkpoint").write_text(text, encoding="utf-8")


def _relist(root: Path) -> None:
    """The manifests list the tiles that there are now."""
    for manifest, folder in ((root / CODE / "manifest.json", root / CODE), (root / "manifest.json", root)):
        paths = sorted(path.relative_to(root).as_posix() for path in folder.glob("tile/**/*") if path.is_file())

        def listed(content: dict[str, list[dict[str, object]]], paths: list[str] = paths) -> None:
            there = {str(file["path"]) for file in content["files"]}
            new = [{"path": path, "sha256": hashlib.sha256(b"").hexdigest(), "size": 0} for path in paths]
            content["files"] = sorted(
                [*content["files"], *(file for file in new if file["path"] not in there)],
                key=lambda file: str(file["path"]),
            )

        edit(manifest, listed)
    relist(root)
