"""Whatever is altered in a published copy is found: by its digests, by its log, by the key, or by an old checkpoint."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.copies import held
from generator.copies.source import Folder
from generator.copies.verify import Result, verify
from generator.register import leaves
from generator.transparency.keys import PrivateKey, VerifierKey
from tests.support.copies import copied, relist, served, wuyi
from tests.support.folders import example_data
from tests.support.forging import CHANGES, CODE, DEPTHS, Change, forge
from tests.support.logsigning import KEY, KNOWN, ORIGIN, POST_QUANTUM, STRANGER, signed_site
from tests.support.sites import load


@pytest.fixture
def copy(signed: Path, tmp_path: Path) -> Path:
    """It, to be spoilt."""
    return copied(signed, tmp_path / "copy")


@pytest.fixture
def old(signed: Path, tmp_path: Path) -> Path:
    """An old checkpoint of the county, and nothing else of it."""
    path = tmp_path / "old" / "checkpoint"
    path.parent.mkdir()
    path.write_bytes((signed / CODE / "checkpoint").read_bytes())
    return path


def checked(root: Path, keys: list[VerifierKey] | None = None) -> Result:
    return verify(Folder(root), keys=keys or [])


def test_a_signed_copy_holds(copy: Path, old: Path) -> None:
    """By the keys that it names, by one that somebody brings, and as what it was."""
    key = KEY.verifier(ORIGIN).format()
    ended = wuyi("verify", copy, "--log-key", key, "--checkpoint", old)
    assert ended.exit_code == 0, ended.output
    assert "25 条一条未变，此后多了 0 条" in ended.output
    assert "都有所给密钥的签名" in ended.output
    ended = wuyi("verify", copy, "--log-key", STRANGER.verifier(ORIGIN).format())
    assert (ended.exit_code, "没有密钥" in ended.output) == (1, True), ended.output


def listed(root: Path) -> Iterator[str]:
    """Every file of a copy but the manifests."""
    whole = load(root / "manifest.json")
    yield from (file["path"] for file in whole["files"])
    for manifest in whole["manifests"]:
        yield from (file["path"] for file in load(root / manifest["path"])["files"])


@pytest.mark.parametrize("seed", range(4))
def test_any_bit_of_every_file_is_found(copy: Path, seed: int) -> None:
    """One bit in each of them, each file is named; so are those that are empty, cut, or another's."""
    chance, paths = random.Random(seed), [*listed(copy)]
    for path in paths:
        content = bytearray((copy / path).read_bytes())
        if content:
            bit = chance.randrange(len(content) * 8)
            content[bit // 8] ^= 1 << bit % 8
        (copy / path).write_bytes(content or b"x")
    told = checked(copy).problems
    assert [path for path in paths if not any(line.startswith(path) for line in told)] == []


def test_every_missing_and_every_swapped_file_is_found(copy: Path) -> None:
    """Half of them are gone, the others have the content of their neighbour."""
    paths = [*listed(copy)]
    contents = [(copy / path).read_bytes() for path in paths]
    spoilt = []
    for place, path in enumerate(paths):
        other = contents[place - 1]
        if place % 2:
            (copy / path).unlink()
        elif other != contents[place]:
            (copy / path).write_bytes(other)
        else:
            continue
        spoilt.append(path)
    told = checked(copy).problems
    assert [path for path in spoilt if not any(line.startswith(path) for line in told)] == []


@pytest.mark.parametrize("manifest", ["manifest.json", f"{CODE}/manifest.json"])
def test_any_bit_of_a_manifest_is_found(copy: Path, manifest: str) -> None:
    """Twelve bits, one after the other."""
    content = (copy / manifest).read_bytes()
    chance, missed = random.Random(manifest), []
    for bit in chance.sample(range(len(content) * 8), 12):
        spoilt = bytearray(content)
        spoilt[bit // 8] ^= 1 << bit % 8
        (copy / manifest).write_bytes(spoilt)
        result = checked(copy)
        missed += [] if result.problems or result.extra else [bit]
    assert missed == []


def test_any_bit_of_the_log_is_found_though_all_manifests_are_made_anew(copy: Path) -> None:
    """Without a key to compare with: tiles, entries, checkpoints and the list of keys hold each other."""
    paths = [path for path in listed(copy) if "tile/0" in path or "tile/entries" in path or path.endswith("checkpoint")]
    chance = random.Random(1)
    assert len(paths) == 9
    for path in [*paths, "log-keys.txt"]:
        content = (copy / path).read_bytes()
        start = content.rfind(b"\n#") if path == "log-keys.txt" else 0
        start = content.find(b"\n", start + 1) if start else 0  # words for people may be others
        for bit in [chance.randrange(start * 8, len(content) * 8) for _ in range(2)]:
            spoilt = bytearray(content)
            spoilt[bit // 8] ^= 1 << bit % 8
            (copy / path).write_bytes(spoilt)
            relist(copy)
            assert checked(copy).problems, (path, bit)
        (copy / path).write_bytes(content)
        relist(copy)
    assert checked(copy).problems == []


def test_any_sign_of_a_cell_that_the_log_keeps_is_found(copy: Path) -> None:
    """With manifests made anew; names of titles and reasons, addresses and days follow from them, and are not in it."""
    path = copy / CODE / "events.csv"
    text = path.read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    missed = []
    for column in leaves.COLUMNS:
        place = header.index(column)
        row = max(range(len(rows)), key=lambda number: (len(rows[number][place]), number))
        spoilt = [[*cells] for cells in rows]
        spoilt[row][place] = f"{spoilt[row][place][:-1]}{chr(ord(spoilt[row][place][-1]) ^ 1)}"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *spoilt])
        relist(copy)
        missed += [] if checked(copy).problems else [column]
    assert missed == []


@pytest.mark.parametrize("path", ["changes.csv", f"{CODE}/changes.csv"])
def test_every_line_that_is_kept_from_who_polls_is_found(copy: Path, path: str) -> None:
    """With manifests made anew: each line taken out, all of them, the last two changed round, and the table itself.
    That of the country may end wherever it does: what is older stands in the tiles."""
    whole = (copy / path).read_text(encoding="utf-8")
    header, *rows = whole.splitlines(keepends=True)
    spoilt = [[*rows[:place], *rows[place + 1 :]] for place in range(len(rows) - (path == "changes.csv"))]
    missed = []
    for tried in [*spoilt, [], [*rows[:-2], rows[-1], rows[-2]]]:
        (copy / path).write_text("".join([header, *tried]), encoding="utf-8")
        relist(copy)
        missed += [] if any(path in problem for problem in checked(copy).problems) else [tried]
    assert missed == []
    (copy / path).unlink()
    relist(copy)
    assert [problem for problem in checked(copy).problems if path in problem]


@pytest.mark.parametrize("depth", DEPTHS[:-1])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_rewritten_log_is_found_without_the_key(copy: Path, change: Change, depth: str) -> None:
    """However far who has no key rewrites the copy, and though no manifest differs: the log itself says so."""
    forge(copy, change, depth)
    told = checked(copy).problems
    assert any(word in line for line in told for word in ("日志", "检查点", "分块", "签名")), told


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_rewritten_log_with_another_key_is_found_by_who_has_the_right_one(copy: Path, change: Change) -> None:
    """The forger puts his own key beside it; the log agrees with itself, and the right key signed nothing."""
    forge(copy, change, DEPTHS[-1], [STRANGER])
    assert any("没有密钥" in line for line in checked(copy, KNOWN).problems)
    assert not any("签名" in line for line in checked(copy).problems)


@pytest.mark.parametrize("signers", [(), (STRANGER,), (KEY, POST_QUANTUM)], ids=("no key", "another", "the right keys"))
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_fork_is_found_by_an_old_checkpoint(
    copy: Path, old: Path, change: Change, signers: tuple[PrivateKey, ...]
) -> None:
    """Also one by who has the keys, and so could sign it: 150 bytes are enough. With the tiles of then beside them it
    is told which line it was."""
    keep = old.parent / "tile/0/000.p/25"
    hashes = (copy / CODE / "tile/0/000.p/25").read_bytes()
    forge(copy, change, DEPTHS[-1], signers)
    result = checked(copy)
    (problem,) = held.of_checkpoint(old, result.trees, KNOWN).problems
    assert "不是" in problem
    assert "被改写过" in problem
    keep.parent.mkdir(parents=True)
    keep.write_bytes(hashes)
    (problem,) = held.of_checkpoint(old, result.trees, KNOWN).problems
    assert f"从第 {22 if change.__name__ == 'swapped' else 23} 条起不同" in problem


@pytest.mark.parametrize("size", [0, 24, 26, 10**18])
def test_a_checkpoint_that_claims_any_size_is_found(copy: Path, tmp_path: Path, size: int) -> None:
    """By a copy's own tiles, and by who keeps one up to date; neither looks for tiles that nobody lists."""
    path = copy / CODE / "checkpoint"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], str(size), *lines[2:]]), encoding="utf-8")
    relist(copy)
    assert any(f"检查点说有 {size} 条，分块里有 25 条" in line for line in checked(copy).problems)
    with served(copy) as server:
        ended = wuyi("sync", server.url, tmp_path / "mine", "--now", "2022-11-29")
    assert (ended.exit_code, CODE in ended.output) == (1, True), ended.output


def test_a_log_that_is_taken_away_is_found(copy: Path) -> None:
    """With all that names it."""
    for path in [path for path in listed(copy) if "tile/" in path or path.endswith(("checkpoint", "log-keys.txt"))]:
        (copy / path).unlink()
    relist(copy)
    told = checked(copy).problems
    assert sum("没有日志的检查点" in line for line in told) == 3
    assert any(line.startswith("log-keys.txt") for line in told)


def test_a_whole_fork_of_the_site_is_found(copy: Path, old: Path, tmp_path: Path) -> None:
    """The publisher builds it anew from an altered log and signs it: it agrees with itself in everything, `verify`
    with an old checkpoint and `wuyi sync` find it, and both checkpoints are kept."""
    data = example_data(tmp_path / "other")
    log = data / "registers" / CODE / "events.csv"
    text = log.read_text(encoding="utf-8")
    log.write_text(text.replace("2022-11-28T15:00:00+08:00", "2022-11-28T15:30:00+08:00"), encoding="utf-8")
    other = signed_site(data, tmp_path / "other" / "site")
    assert checked(other, KNOWN).problems == []
    ended = wuyi("verify", other, "--checkpoint", old)
    assert (ended.exit_code, "被改写过" in ended.output) == (1, True), ended.output
    with served(copy) as server:
        assert wuyi("sync", server.url, tmp_path / "mine", "--now", "2022-11-29").exit_code == 0
        server.root = other
        ended = wuyi("sync", server.url, tmp_path / "mine", "--now", "2022-11-29")
    assert (ended.exit_code, "有两份历史" in ended.output) == (1, True), ended.output
    kept = sorted((tmp_path / "mine/two-histories").iterdir())
    assert {path.read_bytes() for path in kept} == {(site / CODE / "checkpoint").read_bytes() for site in (copy, other)}
