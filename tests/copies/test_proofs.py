"""`wuyi proof` and `wuyi verify --proof`: a file that proves a line by itself, and what came later beside a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.transparency import proof
from tests.support.copies import served, wuyi
from tests.support.logs import told_by_another
from tests.support.logsigning import KNOWN

EVENT = "990101-000023"


def test_a_proof_is_written_and_believed(signed: Path, tmp_path: Path) -> None:
    """From a folder and a server alike; by itself, by the key, and beside the copy with what came later."""
    key, path = KNOWN[0].format(), tmp_path / "a.tlog-proof"
    assert wuyi("proof", EVENT, signed, "-o", path).exit_code == 0
    with served(signed) as server:
        assert wuyi("proof", EVENT, server.url, "-o", tmp_path / "b").exit_code == 0
    assert path.read_bytes() == (tmp_path / "b").read_bytes()
    ended = wuyi("verify", "--proof", path)
    assert (ended.exit_code, "签名没有核对" in ended.output) == (0, True), ended.output
    ended = wuyi("verify", "--proof", path, "--log-key", key)
    assert ended.output.startswith(
        "已证明：和平社区的“发布”记录（990101-000023，2022-11-27）在 register.example/990101 有密钥签名的日志里"
    )
    assert "没有证明：此后没有被暂停或取消" in ended.output
    ended = wuyi("verify", signed, "--proof", path, "--log-key", signed / "log-keys.txt")
    assert ended.exit_code == 0, ended.output
    assert "此后：和平社区的“取消”记录（990101-000024，2022-11-28），第 23 条。" in ended.output
    assert "更正第 24 号，第 24 条。" in ended.output


def test_any_other_bit_of_a_proof_is_not_believed(signed: Path, tmp_path: Path) -> None:
    """Every seventh bit: whatever is still believed says the same of the same place."""
    path, key = tmp_path / "p", KNOWN[0].format()
    assert wuyi("proof", EVENT, signed, "-o", path).exit_code == 0
    content = path.read_bytes()
    right = proof.parse(content)
    until = content.index("— register".encode())
    for bit in range(0, until * 8, 7 * 31):
        spoilt = bytearray(content)
        spoilt[bit // 8] ^= 1 << bit % 8
        path.write_bytes(spoilt)
        ended = wuyi("verify", "--proof", path, "--log-key", key)
        if ended.exit_code == 0:
            assert proof.parse(bytes(spoilt)) == right, bit


@pytest.mark.parametrize("event", ["x", "990101-000099", "110101-000001"])
def test_what_is_not_there_is_not_proven(signed: Path, event: str) -> None:
    """In a sentence."""
    ended = wuyi("proof", event, signed)
    assert (ended.exit_code, "Traceback" in ended.output) == (2, False), ended.output


def test_proofs_are_those_of_another_implementation(signed: Path, tmp_path: Path) -> None:
    """It makes the same of the tiles for each line, and believes the key."""
    told = told_by_another(signed / "990101", KNOWN[0].named("register.example/990101").format(), [*range(25)])
    assert told["signed"] is True
    for index, hashes in enumerate(told["inclusion"]):
        path = tmp_path / str(index)
        assert wuyi("proof", f"990101-{index + 1:06d}", signed, "-o", path).exit_code == 0
        made = proof.parse(path.read_bytes())
        assert (made.index, [hash_.hex() for hash_ in made.hashes]) == (index, hashes)
