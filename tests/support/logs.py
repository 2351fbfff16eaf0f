"""Logs of any size, and another implementation of the specifications, which checks one as it lies in a folder."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final

from generator.transparency import checkpoint, tiles
from generator.transparency.checkpoint import Checkpoint
from generator.transparency.keys import PrivateKey
from generator.transparency.merkle import Tree, leaf_hash
from tests.support.folders import ROOT
from tests.support.tools import require_tool

AICS: Final = ".tools/aics-tlog/bin/python"
_SCRIPT: Final = """
import json, sys
from pathlib import Path
import aics_tlog as other
from aics_tlog.checkpoint import checkpoint_from_note
from aics_tlog.verified import audit_tiles

folder, key, places = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
reader = other.FileSystemTileReader(folder)
told, note = checkpoint_from_note((folder / "checkpoint").read_text(encoding="utf-8"))
made = {"size": told.size, "root": told.root.hex()}
if key:
    parsed = other.parse_vkey(key)
    made["signed"] = other.verify_checkpoint(note, parsed, expected_origin=parsed.name).log_ok
audited = audit_tiles(reader, told.size, told.root)
made |= {"tiles": audited.tiles, "bundles": audited.bundles}
made["inclusion"] = [[hash_.hex() for hash_ in other.inclusion_proof_from_tiles(reader, i, told.size)] for i in places]
made["consistency"] = [
    [hash_.hex() for hash_ in other.consistency_proof_from_tiles(reader, i, told.size)] for i in places
]
print(json.dumps(made))
"""


def entry(number: int) -> bytes:
    """Any entry."""
    return f"entry {number}".encode()


def tree(size: int) -> Tree:
    """A tree over so many of them."""
    return Tree([leaf_hash(entry(number)) for number in range(size)])


def write_log(folder: Path, size: int, origin: str, *keys: PrivateKey) -> Tree:
    """A log of so many entries, as it is published, in a folder."""
    made = tree(size)
    files = {tile.path: tiles.hashes(made, tile) for tile in tiles.hash_tiles(size)}
    for tile in tiles.entry_tiles(size):
        files[tile.path] = tiles.bundle([entry(tile.first + place) for place in range(tile.width)])
    files["checkpoint"] = checkpoint.published(Checkpoint(origin, size, made.root()), keys).encode()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return made


def told_by_another(folder: Path, key: str, places: list[int]) -> dict[str, Any]:
    """What another implementation says of the log in a folder: size, root, whether the checkpoint is signed by the
    key, how many tiles and bundles it found right, its proofs of entries, and of earlier sizes."""
    require_tool(AICS)
    done = subprocess.run(
        [ROOT / AICS, "-c", _SCRIPT, folder, key, json.dumps(places)], capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
