"""Signatures without a server: whose each path is, what a merge does by itself, counties that ask for two, replays."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.history.compare import check_against
from generator.history.signing.paths import Paths
from generator.history.signing.replay import replay
from tests.support.folders import CASES, NOW, ROOT, copy_data, run_wuyi
from tests.support.founding import arguments, run
from tests.support.repositories import commit, git
from tests.support.signing import HEADER, Holder

README = "registers/990101/README.md"
LATER = "2030-01-01T00:00:00+08:00"


class Register:
    """A small register whose commits are signed."""

    def __init__(self, folder: Path, county: str = "1") -> None:
        keys = folder / "keys"
        self.top = folder / "register"
        self.top.mkdir()
        self.data = copy_data(CASES / "base", self.top / "data")
        self.one, self.two = (Holder(keys, name, seed=name) for name in ("登记处", "名录处"))
        self.a, self.b = (Holder(keys, name, seed=name) for name in ("甲区", "甲区另一位"))
        rows = (self.one.row("registry"), self.two.row("registry"), self.a.row("990101", most=county),
                self.b.row("990101"))  # fmt: skip
        self.unsigned = commit(self.top)
        (self.data / "authorities.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        self.sign("ssh")
        self.begun = commit(self.top)

    def sign(self, value: str) -> None:
        """Whether signatures are asked for."""
        path = self.data / "site.json"
        site = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**site, "signing": value}, ensure_ascii=False), encoding="utf-8")

    def write(self, text: str, path: str = README) -> None:
        """Writes a file of the data folder."""
        (self.data / path).write_text(text, encoding="utf-8")

    def codes(self, base: str, received: str = LATER) -> list[str]:
        """Codes of what is found of the commits since a base."""
        return [told.code for told in check_against(self.data, base, now=NOW, workers=1, received=received).findings]

    def replayed(self) -> list[str]:
        """Codes of what a replay finds."""
        return [told.code for told in replay(self.top).findings]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """One whose counties ask for one signature."""
    return Register(tmp_path)


# ---- whose a path is


def test_every_file_of_a_repository_belongs_to_somebody(tmp_path: Path) -> None:
    """Of this one and of one that `wuyi init` makes, no file waits for a rule."""
    made = tmp_path / "made"
    assert run(tmp_path, *arguments(made)).exit_code == 0
    for folder in (ROOT, made):
        listed = subprocess.run(["git", "-C", str(folder), "ls-files", "-z"], capture_output=True, check=True).stdout
        files = listed.decode("utf-8").rstrip("\0").split("\0")
        assert len(files) > 20
        assert [path for path in files if Paths("data").level(path) is None] == []


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("data/registers/990101/events.csv", "990101"),
        ("data/registers/9901/notices.csv", "9901"),
        ("data/authorities.csv", "registry"),
        ("data/site.json", "registry"),
        ("data/schemes/a.json", "registry"),
        (".github/workflows/register.yml", "registry"),
        ("data/registers/990101", None),
        ("data/registers/990101/more/events.csv", None),
        ("data/registers/99010/events.csv", None),
        ("data/registers/９９0101/events.csv", None),
        ("data/registers/990101/", None),
        ("data/new.csv", None),
        ("data", None),
        ("Data/site.json", None),
        ("content", None),
        ("bin/x", None),
        ("data/site.json\n", None),
        ("README.md\n", None),
    ],
)
def test_whose_a_path_is(path: str, level: str | None) -> None:
    """A county's folder, everything else by name; what no rule names belongs to nobody."""
    assert Paths("data").level(path) == level


def test_a_data_folder_that_lies_deeper() -> None:
    """Texts lie beside it; another one of the repository has no rule there."""
    paths = Paths("registers/cq/data")
    assert paths.level("registers/cq/data/registers/990101/events.csv") == "990101"
    assert paths.level("registers/cq/content/pages/about.md") == "registry"
    assert paths.level("registers/hn/data/site.json") is None
    assert paths.shown("registers/cq/data/site.json") == "data/site.json"


# ---- time


def test_the_time_of_receipt_counts(register: Register) -> None:
    """The same commit is taken before the key's last day ends, and refused after; by whatever time it has itself."""
    rows = (register.data / "authorities.csv").read_text(encoding="utf-8")
    table = rows.replace(register.a.row("990101", most="1"), register.a.row("990101", until="2029-06-30"))
    (register.data / "authorities.csv").write_text(table, encoding="utf-8")
    base = commit(register.top)
    register.write("x")
    register.a.commit(register.top)
    assert register.codes(base, "2029-06-30T23:59:59+08:00") == []
    assert register.codes(base, "2029-07-01T00:00:00+08:00") == ["E683"]


def test_the_command_takes_a_time_of_receipt(register: Register) -> None:
    """`--received-at`, and the clock where it is not given."""
    register.write("x")
    register.a.commit(register.top, when="2026-01-01T00:00:00+08:00")
    told = run_wuyi("check", "--data", register.data, "--base", "HEAD^1", "--received-at", "2019-01-01")
    assert told.returncode == 1
    assert "E689" in told.stdout
    assert run_wuyi("check", "--data", register.data, "--base", "HEAD^1").returncode == 0


# ---- two of a county


def test_a_county_may_ask_for_two(tmp_path: Path) -> None:
    """`threshold`: one commits on a branch, another merges; one alone is refused, whoever merges without signing."""
    register = Register(tmp_path, "2")
    main = git(register.top, "symbolic-ref", "--short", "HEAD")
    git(register.top, "checkout", "-q", "-b", "topic")
    register.write("x")
    register.a.commit(register.top)
    assert register.codes(register.begun) == ["E688"]
    git(register.top, "checkout", "-q", main)
    for signer, codes in ((None, ["E688"]), (register.a, ["E688"]), (register.b, []), (register.one, [])):
        git(register.top, "reset", "-q", "--hard", register.begun)
        signed = () if signer is None else (*signer.settings,)
        git(register.top, *signed, "merge", "-q", "--no-ff", *(("-S",) if signed else ()), "-m", "merge", "topic")
        assert register.codes(register.begun) == codes
        assert register.replayed() == codes


# ---- replays


def test_a_replay_counts_and_refuses(register: Register) -> None:
    """From the first commit that asks: all of it, with the keys that stood then; the command ends with 1."""
    register.write("x")
    register.a.commit(register.top)
    register.write("y")
    stray = commit(register.top)
    register.write("z")
    register.b.commit(register.top)
    replayed = replay(register.top)
    assert (replayed.first, replayed.earlier, replayed.commits, replayed.refused) == (register.begun, 2, 3, 1)
    assert len(replayed.keys) == 2
    assert [holder.partition(" ")[0] for holder in replayed.anchors] == ["登记处", "名录处"]
    told = run_wuyi("verify", "--history", register.top)
    assert told.returncode == 1
    assert f"提交 {stray[:12]} 没有签名" in told.stdout
    assert "核对了 3 次提交，2 把钥匙，不能接受的 1 处。" in told.stdout


def test_a_replay_of_a_bare_clone(register: Register, tmp_path: Path) -> None:
    """A repository without a work tree is as good."""
    register.write("x")
    register.a.commit(register.top)
    git(tmp_path, "clone", "-q", "--bare", register.top, tmp_path / "bare.git")
    assert (replay(tmp_path / "bare.git").commits, replay(tmp_path / "bare.git").refused) == (1, 0)


def test_nobody_goes_back_behind_what_is_known(register: Register) -> None:
    """A key that ended signs nothing after a commit of later date, though it writes an earlier one."""
    rows = (register.data / "authorities.csv").read_text(encoding="utf-8")
    table = rows.replace(register.a.row("990101", most="1"), register.a.row("990101", until="2021-12-31"))
    (register.data / "authorities.csv").write_text(table, encoding="utf-8")
    shutil.rmtree(register.top / ".git")
    commit(register.top, when="2021-01-01T00:00:00+08:00")
    register.write("x")
    register.a.commit(register.top, when="2021-02-01T00:00:00+08:00")
    assert register.replayed() == []
    register.write("y")
    register.b.commit(register.top, when="2022-02-01T00:00:00+08:00")
    register.write("z")
    register.a.commit(register.top, when="2021-03-01T00:00:00+08:00")
    assert register.replayed() == ["E683"]


def test_a_repository_that_never_asked(tmp_path: Path) -> None:
    """It is said that there is nothing to check."""
    commit(copy_data(CASES / "base", tmp_path / "data").parent)
    told = run_wuyi("verify", "--history", tmp_path)
    assert (told.returncode, "没有要求签名" in told.stdout) == (0, True)


def test_a_shallow_clone_is_no_history(register: Register, tmp_path: Path) -> None:
    """What is not there cannot be judged: status 2, with the command that brings it."""
    register.write("x")
    register.a.commit(register.top)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{register.top}", shallow)
    told = run_wuyi("verify", "--history", shallow)
    assert told.returncode == 2
    assert re.search("浅克隆.*git fetch --unshallow", told.stderr)
