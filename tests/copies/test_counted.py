"""Of all that was tried on a published copy, how much is found: by `wuyi verify` alone, and by who has a checkpoint of
before. Each is tried by itself; the numbers are printed (`pytest -rP`), and the kinds are exact."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from generator.copies import held
from generator.copies.source import Folder
from generator.copies.trees import Read, of_log
from generator.copies.verify import Result, verify
from generator.register import leaves
from generator.transparency.checkpoint import Checkpoint, published
from generator.transparency.merkle import Tree, leaf_hash
from generator.transparency.note import Note
from tests.support.logsigning import KEY, KNOWN
from tests.support.publisher import Files, Memory, relisted, whole

# What holds without its manifests: the files of the logs, their newest lines, and the closed days, each of which names
# the one before it by its digest.
HOLDING: Final = re.compile(r"(?:\d{6}/)?(?:checkpoint|tile/.+|changes\.csv)|changes/\d{4}-\d\d-\d\d/index\.json")
# What the table of a log says besides, and is worked out from it, or said by the newest lines too.
FOLLOWING: Final = ("superseded_by", "demonstration")
Entries = list[bytes]


@pytest.fixture(scope="module")
def files(signed: Path) -> Files:
    """The copy, in memory."""
    return whole(signed)


def checked(files: Mapping[str, bytes]) -> Result:
    return verify(Memory(files, listing=True), keys=KNOWN)


# ---- by who leaves the manifests as they are


def _bit(files: Files, path: str) -> bytes:
    at = random.Random(path).randrange(len(files[path]) * 8)
    content = bytearray(files[path])
    content[at // 8] ^= 1 << at % 8
    return bytes(content)


def _cut(files: Files, path: str) -> bytes:
    return files[path][:-1]


def _longer(files: Files, path: str) -> bytes:
    return files[path] + b"\n"


def _of_another(files: Files, path: str) -> bytes:
    return next(content for content in files.values() if content != files[path])


def _gone(files: Files, path: str) -> None:
    return None


Way = Callable[[Files, str], bytes | None]


@pytest.mark.parametrize("way", [_bit, _cut, _longer, _of_another, _gone], ids=lambda way: way.__name__.strip("_"))
def test_whatever_is_done_to_a_file_is_found(files: Files, way: Way) -> None:
    """Each file of the copy, manifests too, by itself: all of them."""
    missed = []
    for path in files:
        spoilt, content = dict(files), way(files, path)
        del spoilt[path]
        if content is not None:
            spoilt[path] = content
        found = checked(spoilt)
        missed += [] if found.problems or found.extra else [path]
    print(f"{way.__name__.strip('_')}: {len(files)} tried, {len(files) - len(missed)} found by verify")
    assert len(files) > 200
    assert missed == []


def test_a_file_more_is_found_in_every_folder(files: Files) -> None:
    """It is named as one that no manifest lists."""
    folders = {path.rpartition("/")[0] for path in files}
    missed = [
        folder for folder in sorted(folders)
        if checked({**files, f"{folder}/more.html".lstrip("/"): b"x"}).extra != (f"{folder}/more.html".lstrip("/"),)
    ]  # fmt: skip
    print(f"a file more: {len(folders)} tried, {len(folders) - len(missed)} found by verify")
    assert len(folders) > 50
    assert missed == []


# ---- by who makes the manifests anew


def test_which_files_hold_without_their_manifests(files: Files) -> None:
    """One sign of each file is another one. What is found is what the logs and the days hold; of everything else the
    digests are all there is, and who wrote these anew is found by who builds the site again."""
    tried = [path for path in files if not path.endswith("manifest.json")]
    found = [path for path in tried if checked(relisted({**files, path: _another_sign(files[path])})).problems]
    print(f"a sign, manifests anew: {len(tried)} tried, {len(found)} found by verify")
    assert sorted(found) == sorted(path for path in tried if HOLDING.fullmatch(path))
    assert {path for path in tried if of_log(path)} < set(found)


def _another_sign(content: bytes) -> bytes:
    """Its last Chinese character is another one, or where there is none its last letter or digit; of a picture the last
    byte. So what it says is another thing, and its form is what it was."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content[:-1] + bytes([content[-1] ^ 1])
    signs = [*re.finditer("[一-鿿]", text)] or [*re.finditer("[0-9a-z]", text)]
    at = signs[-1].start()
    other = next(
        sign for sign in ("改正" if text[at] > "z" else "01" if text[at].isdigit() else "xy") if sign != text[at]
    )
    return (text[:at] + other + text[at + 1 :]).encode()


def test_every_cell_that_the_log_keeps_is_held(files: Files) -> None:
    """Each cell of each line of both tables, with manifests made anew: all those of the log, and which line no longer
    stands. No other: names, addresses and days follow from these, and who has the table can work them out."""
    missed, others, tried, behind = [], 0, 0, 0
    for path in (path for path in files if re.fullmatch(r"\d{6}/events\.csv", path)):
        header, *rows = csv.reader(io.StringIO(files[path].decode(), newline=""))
        for row, place in ((row, place) for row in range(len(rows)) for place in range(len(header))):
            cell = rows[row][place]
            spoilt = [[*cells] for cells in rows]
            spoilt[row][place] = f"{cell[:-1]}{chr(ord(cell[-1]) ^ 1)}" if cell else "x"
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows([header, *spoilt])
            is_found = bool(checked(relisted({**files, path: text.getvalue().encode()})).problems)
            if header[place] in (*leaves.COLUMNS, *FOLLOWING):
                tried += 1
                missed += [] if is_found else [(path, row, header[place])]
            else:
                behind += 1
                others += is_found
    print(f"cells of the log, manifests anew: {tried} tried, {tried - len(missed)} found; others: {behind}, {others}")
    assert tried > 500
    assert missed == []
    assert (behind > 300, others) == (True, 0)


# ---- by who has the keys, and makes everything anew


def rewritten(entries: Entries) -> Iterator[tuple[int, Entries]]:
    """Every line altered, gone, behind another one, changed with the next: where it begins, and what there is then."""
    for place, entry in enumerate(entries):
        before, after = entries[:place], entries[place + 1 :]
        yield place, [*before, entry[:-1] + bytes([entry[-1] ^ 1]), *after]
        yield place, [*before, *after]
        yield place, [*before, b"{}", entry, *after]
        if after:
            yield place, [*before, after[0], entry, *after[1:]]


def log_of(origin: str, entries: Sequence[bytes]) -> Read:
    """The log that agrees with itself in everything, and is signed with the right key."""
    tree = Tree([leaf_hash(entry) for entry in entries])
    return Read(Checkpoint(origin, tree.size, tree.root()), Note(""), dict(enumerate(entries)), tree)


def test_an_old_checkpoint_finds_all_that_lies_before_it(signed: Path, tmp_path: Path) -> None:
    """Each way to rewrite each line of each log, before checkpoints of every size: found is exactly what touches a line
    that was there then. What comes behind is what publishing is. In itself such a copy agrees: `verify` finds none
    (tests/copies/test_tampering.py, a whole fork)."""
    counted = {"before": 0, "behind": 0}
    wrong, path = [], tmp_path / "checkpoint"
    for code, log in verify(Folder(signed)).trees.items():
        entries, origin = [log.entries[place] for place in range(log.tree.size)], log.checkpoint.origin
        kept = []
        for size in range(log.tree.size + 1):
            text = published(Checkpoint(origin, size, log.tree.root(size)), [KEY])
            path.write_text(text, encoding="utf-8")
            assert len(text.split("\n\n")[0]) < 100
            kept.append((size, text))
        for place, other in rewritten(entries):
            now = {code: log_of(origin, other)}
            for size, text in kept:
                path.write_text(text, encoding="utf-8")
                is_found = bool(held.of_checkpoint(path, now, KNOWN).problems)
                counted["before" if place < size else "behind"] += 1
                wrong += [(code, place, size)] if is_found != (place < size) else []
        assert len(entries) > 1
    print(f"rewritten by the right key, before a checkpoint and behind it: {counted}; found by it: those before it")
    assert wrong == []
    assert min(counted.values()) > 1_000
