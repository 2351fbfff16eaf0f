"""The logs of a site: whole, the same however they are built, signed where there is a key, and only ever extended."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from generator.build.order import Order, Result
from generator.build.start import build
from generator.errors import LogError, UsageError
from generator.history import git
from generator.transparency import checkpoint, keys, leaf, merkle, tiles
from generator.transparency.keys import ED25519, ML_DSA_44, PrivateKey
from generator.transparency.tiles import Tile
from tests.support.copies import served
from tests.support.folders import NOW, ROOT, example_data, run_wuyi
from tests.support.logs import told_by_another

KEY: Final = PrivateKey(ED25519, bytes(range(32)))
POST_QUANTUM: Final = PrivateKey(ML_DSA_44, bytes(range(32)))
COUNTIES: Final = ("990101", "990201")
# What the public sees of itself; steps of a procedure wait for the publication.
PUBLIC: Final = frozenset({"nominate", "publish", "suspend", "restore", "revoke"})


class Register:
    """A register in a repository of its own, built again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = example_data(folder)
        self.git("init", "--quiet", "-b", "main")

    def git(self, *arguments: str) -> None:
        """Git in the repository, by somebody."""
        who = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false")
        done = git.ask(self.folder, *who, *arguments)
        assert done.is_done, done.said

    def commit(self) -> None:
        """Commits all of the data."""
        self.git("add", "data")
        self.git("commit", "--quiet", "--allow-empty", "-m", "m")

    def log(self, code: str) -> Path:
        """The committed log of a county."""
        return self.data / "registers" / code / "events.csv"

    def keep(self, code: str, lines: int) -> str:
        """Leaves so many lines of a log; gives what was cut off."""
        rows = self.log(code).read_text(encoding="utf-8").splitlines(keepends=True)
        self.log(code).write_text("".join(rows[: lines + 1]), encoding="utf-8")
        return "".join(rows[lines + 1 :])

    def add(self, code: str, rows: str) -> None:
        """Adds lines to a log."""
        with self.log(code).open("a", encoding="utf-8") as file:
            file.write(rows)

    def build(self, name: str = "site", *signers: PrivateKey, published: str | None = None, full: bool = False) -> Path:
        """Builds the site into a folder, which it gives."""
        self.result(name, *signers, published=published, full=full)
        return self.folder / name

    def result(self, name: str, *signers: PrivateKey, published: str | None = None, full: bool = False) -> Result:
        """The same, with what became of it."""
        order = Order(
            self.data, ROOT / "content", self.folder / name, now=NOW, workers=1, full=full, signers=signers,
            published=published,
        )  # fmt: skip
        result = build(order)
        assert not result.report.errors, result.report.findings
        return result


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """The worked example, committed."""
    made = Register(tmp_path / "register")
    made.commit()
    return made


def files(site: Path) -> dict[str, bytes]:
    """All files of a site."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def entries(site: Path, code: str = "") -> list[bytes]:
    """The entries of a log, of its bundles."""
    folder = site / code
    size = checkpoint.parse((folder / "checkpoint").read_bytes())[0].size
    return [
        entry for tile in tiles.entry_tiles(size) for entry in tiles.entries_in((folder / tile.path).read_bytes(), tile)
    ]


def polled(site: Path, code: str = "") -> list[dict[str, str]]:
    """The rows of a table of changes."""
    return [*csv.DictReader(io.StringIO((site / code / "changes.csv").read_text(encoding="utf-8")))]


def test_every_committed_line_is_a_leaf(register: Register) -> None:
    """In order, with all columns that nobody may alter; of a step of a procedure the digest alone."""
    site = register.build()
    for code in COUNTIES:
        rows = [*csv.DictReader(io.StringIO(register.log(code).read_text(encoding="utf-8")))]
        made, seen = [], set[str]()
        for row in rows:
            event_id = f"{code}-{int(row['sequence']):06d}"
            whole = leaf.canonical(
                {"event_id": event_id, **{k: v for k, v in row.items() if k not in ("sequence", "confirmed")}}
            )
            sealed = {"event_id": event_id, "row_sha256": sha256(whole).hexdigest()}
            is_seen = row["event"] in PUBLIC or (row["event"] == "correct" and row["corrects"] in seen)
            seen |= {row["sequence"]} if is_seen else set()
            made.append(whole if is_seen else leaf.canonical(sealed))
        assert entries(site, code) == made
        told, signed = checkpoint.parse((site / code / "checkpoint").read_bytes())
        assert told == (f"register.example/{code}", len(rows), merkle.root([*map(merkle.leaf_hash, made)]))
        assert signed.signatures == ()


def test_the_twin_of_an_area_says_where_its_last_event_stands(register: Register) -> None:
    """The index of it, and the root of all lines up to it, which stays as it is when others are added."""
    rest = register.keep("990101", 260)
    before = register.build("before")
    register.add("990101", rest)
    after = register.build("after")
    stayed = 0
    for path in sorted(before.glob("9902*/9902*/index.json")) + sorted(before.glob("9901*/9901*/index.json")):
        code, name = path.parts[-3:-1]
        twin, later = (json.loads((site / code / name / "index.json").read_bytes()) for site in (before, after))
        if not twin["events"]:
            assert twin["log"] is None, path
            continue
        index = max(int(event["event_id"].partition("-")[2]) for event in twin["events"]) - 1
        leaves = [*map(merkle.leaf_hash, entries(after, code)[: index + 1])]
        assert twin["log"] == {"index": index, "root": merkle.root(leaves).hex()}, path
        if later["events"] == twin["events"]:
            assert later["log"] == twin["log"], path
            stayed += 1
    assert stayed > 5


def test_a_step_that_is_not_public_is_listed_without_what_it_says(register: Register) -> None:
    """The table has a row for every line, so that nobody misses one; what pages do not show stands in none of them."""
    early = Order(
        register.data, ROOT / "content", register.folder / "early", as_of="2022-11-26T16:00+08:00", now=NOW, workers=1
    )
    assert "过去某一天" in build(early).unsigned
    rows = polled(early.output, "990101")
    assert [row["index"] for row in rows] == [str(number) for number in range(21, -1, -1)]
    shown = {row["index"]: (row["area_id"], row["event"]) for row in rows}
    assert (shown["15"], shown["21"]) == (("", ""), ("", ""))
    assert (shown["14"], shown["19"]) == (("990101001001-002", "publish"), ("990101001001", "revoke"))
    assert {row["index"]: row["withdrawn_by"] for row in rows if row["withdrawn_by"]} == {"16": "990101-000020"}


def test_the_country_lists_the_counties_as_they_became_public(tmp_path: Path) -> None:
    """By commit, then by code; what is not committed comes last; each with the root that its log had then."""
    register = Register(tmp_path / "register")
    second = register.keep("990101", 24)
    rest = register.keep("990201", 13)
    register.commit()
    whole = register.build("first")
    assert [entry.split(b"\n")[1] for entry in entries(whole)] == [b"24", b"13"]
    register.add("990201", rest)
    register.commit()
    register.add("990101", second)
    last = register.build("first")
    listed = entries(last)
    assert [entry.decode().split("\n")[:2] for entry in listed] == [
        ["register.example/990101", "24"], ["register.example/990201", "13"],
        ["register.example/990201", "14"], ["register.example/990101", "25"],
    ]  # fmt: skip
    leaves = [merkle.leaf_hash(entry) for entry in entries(last, "990101")]
    assert checkpoint.parse_text(listed[0].decode()).root == merkle.root(leaves[:24])
    assert checkpoint.parse_text(listed[3].decode()).root == merkle.root(leaves)
    assert files(register.build("anew", full=True)) == files(last)


def test_without_git_and_in_a_shallow_clone_counties_come_by_code(register: Register, tmp_path: Path) -> None:
    """One entry each; the build says why; and with a key it refuses, since the order could not be kept."""
    register.git("commit", "--quiet", "--allow-empty", "-m", "another")
    register.git("clone", "--quiet", "--depth", "1", f"file://{register.folder}", str(tmp_path / "clone"))
    plain = tmp_path / "plain"
    plain.mkdir()
    example_data(plain)
    for folder, why in ((tmp_path / "clone", "浅克隆"), (plain, "不在 git 仓库里")):
        order = Order(folder / "data", ROOT / "content", folder / "site", now=NOW, workers=1)
        assert why in build(order).unsigned
        origins = [entry.split(b"\n")[0] for entry in entries(folder / "site")]
        assert origins == [b"register.example/990101", b"register.example/990201"]
        signed = Order(folder / "data", ROOT / "content", folder / "other", now=NOW, workers=1, signers=(KEY,))
        with pytest.raises(UsageError, match=f"不能签名：.*{why}"):
            build(signed)
        assert not (folder / "other").exists()


def test_checkpoints_are_signed_and_stay_as_they_are(register: Register) -> None:
    """By both keys, every one of them; the next build writes no other bytes, a full one from clean neither but for the
    signatures that are never made twice alike."""
    site = register.build("site", KEY, POST_QUANTUM)
    before = files(site)
    for code, origin in (("", "register.example"), *((code, f"register.example/{code}") for code in COUNTIES)):
        for key in (KEY, POST_QUANTUM):
            assert checkpoint.verified((site / code / "checkpoint").read_bytes(), [key.verifier(origin)], origin)
    listed = keys.parse_verifiers((site / "log-keys.txt").read_text(encoding="utf-8"))
    assert listed == [key.verifier("register.example") for key in (KEY, POST_QUANTUM)]
    assert files(register.build("site", KEY, POST_QUANTUM, full=True)) == before
    assert register.result("site", KEY, POST_QUANTUM).unsigned == ""
    assert files(site) == before
    assert files(register.build("one", KEY)) == files(register.build("two", KEY))
    for code in ("", *COUNTIES):
        told = told_by_another(
            site / code, listed[0].named("/".join(filter(None, ("register.example", code)))).format(), [0]
        )
        assert (told["signed"], told["root"]) == (
            True,
            checkpoint.parse((site / code / "checkpoint").read_bytes())[0].root.hex(),
        )


def test_one_more_event_builds_the_same_as_all_anew(register: Register) -> None:
    """Tiles, tables, checkpoints and manifests; and the old checkpoints are the beginning of the new ones."""
    last = register.keep("990101", 24)
    register.commit()
    site = register.build("site", KEY)
    before = {code: checkpoint.parse((site / code / "checkpoint").read_bytes())[0] for code in ("", *COUNTIES)}
    register.add("990101", last.splitlines(keepends=True)[0])
    register.commit()
    register.build("site", KEY)
    assert files(site) == files(register.build("anew", KEY, full=True))
    for code, old in before.items():
        tree = merkle.Tree([merkle.leaf_hash(entry) for entry in entries(site, code)])
        assert tree.root(old.size) == old.root
    assert (site / "990101" / Tile(0, 0, 25).path).is_file()
    assert [row["index"] for row in polled(site, "990101")][:2] == ["24", "23"]


def test_a_merge_that_brings_what_was_recorded_earlier_comes_first(tmp_path: Path) -> None:
    """What a branch prepared in August and main got in December is the newest line, whatever its time is."""
    register = Register(tmp_path / "register")
    newer, older = register.keep("990101", 24), register.keep("990201", 13)
    register.commit()
    register.git("checkout", "--quiet", "-b", "branch")
    register.add("990201", older)
    register.commit()
    register.git("checkout", "--quiet", "main")
    register.add("990101", newer)
    register.commit()
    before = polled(register.build("site", KEY))
    register.git("merge", "--quiet", "--no-ff", "-m", "merge", "branch")
    after = polled(register.build("site", KEY))
    assert (before[0]["event_id"], before[0]["index"]) == ("990101-000025", "37")
    assert (after[0]["event_id"], after[0]["index"]) == ("990201-000014", "38")
    assert after[0]["recorded_at"] < before[0]["recorded_at"]
    assert after[1:] == before


@pytest.mark.parametrize("elsewhere", [False, True])
def test_nothing_is_signed_that_does_not_extend_what_was_signed(register: Register, elsewhere: bool) -> None:
    """An altered line, one left out, and one at the end: county and line are named, and the site stays as it was."""
    site = register.build("site", KEY)
    before = files(site)
    text = register.log("990101").read_text(encoding="utf-8")
    name, published = ("other", str(site)) if elsewhere else ("site", None)
    rows = text.splitlines(keepends=True)
    altered = [*rows[:16], rows[16].replace("T10:00:00", "T10:01:00"), *rows[17:]]
    for lines, place in ((rows[:-1], len(rows) - 2), (altered, 15)):
        register.log("990101").write_text("".join(lines), encoding="utf-8")
        register.git("commit", "--quiet", "--all", "-m", "rewritten")
        with pytest.raises(LogError, match=f"区县 990101 的日志.*第 {place} 条.*990101-{place + 1:06d}"):
            register.build(name, KEY, published=published)
        assert files(site) == before
        assert not (register.folder / "other").exists()


def test_what_was_published_is_asked_of_a_server(register: Register) -> None:
    """A build that starts clean extends what a site has, or is refused by what its tiles say."""
    site = register.build("site", KEY)
    with served(site) as server:
        register.build("again", KEY, published=server.url)
        register.log("990201").write_text("".join(register.log("990201").read_text().splitlines(keepends=True)[:-1]))
        register.commit()
        with pytest.raises(LogError, match=r"区县 990201 的日志.*第 13 条起，已发布的记录现在没有了"):
            register.build("other", KEY, published=server.url)
    with pytest.raises(UsageError, match="--published"):
        register.build("other", KEY, published=str(register.folder / "nothing"))
    assert not (register.folder / "other").exists()


def test_a_text_outside_of_the_logs_may_leave_the_history(tmp_path: Path) -> None:
    """Written anew commit by commit, without the source of a notice, the logs are the same and are signed again;
    written anew as one commit, the order of the country is another, and nothing is published."""
    register = Register(tmp_path / "register")
    first, second = register.keep("990201", 13), register.keep("990101", 24)
    register.commit()
    for code, rows in (("990201", first), ("990101", second)):
        register.add(code, rows)
        register.commit()
    site = register.build("site", KEY)
    signed = {code: (site / code / "checkpoint").read_bytes() for code in ("", *COUNTIES)}
    notices = register.data / "registers" / "990201" / "notices.csv"
    source = next(csv.DictReader(notices.read_text(encoding="utf-8").splitlines()))["source"]
    register.git("checkout", "--quiet", "--orphan", "anew")
    for commit in ("main~2", "main~1", "main"):
        register.git("checkout", "--quiet", commit, "--", "data")
        text = notices.read_text(encoding="utf-8")
        assert source in text
        notices.write_text(text.replace(source, "删去"), encoding="utf-8")
        register.commit()
    register.build("site", KEY)
    assert {code: (site / code / "checkpoint").read_bytes() for code in signed} == signed
    assert not [name for name, content in files(site).items() if source.encode() in content]
    before = files(site)
    register.git("checkout", "--quiet", "--orphan", "squashed")
    register.commit()
    with pytest.raises(LogError, match="全国的日志"):
        register.build("site", KEY)
    assert files(site) == before


def test_what_was_never_signed_may_be_rewritten(register: Register) -> None:
    """A site that was built without a key binds nobody; the first signature begins the log."""
    site = register.build()
    register.keep("990201", 13)
    register.commit()
    register.build("site", KEY)
    assert checkpoint.parse((site / "990201" / "checkpoint").read_bytes())[0].size == 13


def test_lines_that_are_not_committed_are_not_signed(register: Register) -> None:
    """Their place in the order of the country is not settled before they are."""
    rest = register.keep("990101", 24)
    register.commit()
    register.add("990101", rest)
    with pytest.raises(UsageError, match="990101 有还没有提交的记录"):
        register.build("site", KEY)
    assert "没有提交" in register.result("site").unsigned


def test_another_key_signs_the_same_trees(register: Register) -> None:
    """A lost key is replaced: the checkpoints say the same, under the new one."""
    site = register.build("site", KEY)
    old = {code: checkpoint.parse((site / code / "checkpoint").read_bytes())[0] for code in COUNTIES}
    other = PrivateKey(ED25519, bytes(32))
    register.build("site", other)
    keys_ = {code: other.verifier(f"register.example/{code}") for code in COUNTIES}
    assert {
        code: checkpoint.verified((site / code / "checkpoint").read_bytes(), [key]) for code, key in keys_.items()
    } == old


def test_the_commands_make_and_show_keys(register: Register, tmp_path: Path) -> None:
    """A key is made outside of the repository alone, and only its public half is ever shown."""
    inside = run_wuyi("log-key", "new", register.folder / "key", "--data", register.data)
    assert inside.returncode == 2
    assert "放在仓库以外" in inside.stderr
    outside = tmp_path / "key"
    made = run_wuyi("log-key", "new", outside, "--data", register.data)
    assert made.returncode == 0, made.stderr
    assert "register.example+" in made.stdout
    shown = run_wuyi("log-key", "show", outside, "--data", register.data)
    assert shown.stdout.strip() in made.stdout
    assert "PRIVATE" not in made.stdout + shown.stdout


def test_a_build_says_whether_it_signs(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment gives the key, itself or its file; without one the build and the site say 未签名; a cluster never
    gets one."""
    site = register.folder / "site"
    arguments = ("build", "--data", register.data, "--output", site, "--content", ROOT / "content", "--workers", "1")
    monkeypatch.delenv("WUYI_LOG_KEY", raising=False)
    assert "日志：未签名（没有给出密钥）。" in run_wuyi(*arguments).stdout
    assert "未签名" in (site / "log-keys.txt").read_text(encoding="utf-8")
    path = tmp_path / "key"
    keys.save(KEY, "register.example", path)
    for given in (str(path), path.read_text(encoding="utf-8")):
        monkeypatch.setenv("WUYI_LOG_KEY", given)
        made = run_wuyi(*arguments)
        assert made.returncode == 0, made.stderr
        assert "未签名" not in made.stdout + (site / "log-keys.txt").read_text(encoding="utf-8")
        assert checkpoint.verified((site / "checkpoint").read_bytes(), [KEY.verifier("register.example")]).size == 2
    refused = run_wuyi(*arguments, "--full", "--cluster", "tcp://127.0.0.1:1")
    assert refused.returncode == 2
    assert "密钥不发到别的电脑" in refused.stderr
