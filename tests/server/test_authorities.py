"""Who may write what, from end to end: a bare repository, the real git and ssh-keygen, people with keys and without.

Each push is made from what main is; each that is refused says why, and main stays.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.support.folders import run_wuyi
from tests.support.people import TABLE, A, B, People
from tests.support.pushing import EVENTS, NEXT
from tests.support.repositories import edit
from tests.support.signing import fingerprint

Deed = Callable[[People], object]


class Case(NamedTuple):
    """What somebody pushes, and what the terminal says: nothing of it where it is taken."""

    name: str
    deed: Deed
    said: str = ""


def _one_of_two(people: People) -> None:
    people.branch()
    people.admit("甲区新人")
    people.commit("登记处")


def by(name: str, path: str = A, text: str = "x\n", when: str | None = None) -> Deed:
    """Somebody's commit that changes a file."""
    return lambda people: people.commit(name, path, text, when)


def admitting(name: str, whom: str = "甲区新人", county: str = "990101") -> Deed:
    """Somebody's commit that admits a key."""

    def deed(people: People) -> None:
        people.admit(whom, county)
        people.commit(name)

    return deed


def merging(name: str) -> Deed:
    """The same by one of the registry on a branch, which somebody merges."""

    def deed(people: People) -> None:
        _one_of_two(people)
        people.merge("topic", by=name)

    return deed


def _clean_merge(people: People) -> None:
    people.branch()
    people.commit("甲区", A, "分支\n")
    people.git("checkout", "-q", "main")
    people.commit("乙区", B, "别人先改\n")
    people.merge("topic")


def _both_changed(people: People) -> None:
    people.branch()
    people.commit("甲区", A, "分支\n")
    people.git("checkout", "-q", "main")
    people.commit("登记处", A, "main 上\n")


def _merged_by(by: str) -> Deed:
    def deed(people: People) -> None:
        _both_changed(people)
        people.git("merge", "-q", "--no-commit", "topic", check=False)
        people.write(A, "两边都要\n")
        people.git("add", "-A")
        people.git("commit", "-q", *(("-S",) if by else ()), "-m", "merge", by=by)

    return deed


def _octopus(people: People) -> None:
    people.branch("one")
    people.commit("甲区", A, "一\n")
    people.branch("two", "main")
    people.commit("乙区", B, "二\n")
    people.merge("one", "two")


def _two_holders(people: People) -> None:
    _one_of_two(people)
    people.merge("topic", by="名录处")


def _switched(value: str) -> Deed:
    def deed(people: People) -> None:
        people.branch()
        people.set_signing(value)
        people.commit("登记处")
        people.merge("topic", by="名录处")

    return deed


def _event(people: People) -> None:
    edit(people.clone / EVENTS, lambda old: [*old, f"{len(old) + 1},{NEXT[0]}"])
    people.commit("甲区")


GOOD: Final = (
    Case("a county's event", _event),
    Case("another county's file", by("乙区", B)),
    Case("the registry in a county", by("名录处", A)),
    Case("the program, by the registry", by("登记处", "Makefile")),
    Case("a clean merge that nobody signed", _clean_merge),
    Case("a merge with changes of its own, signed by who may", _merged_by("甲区")),
    Case("three branches in one merge", _octopus),
    Case("a new key, by two of the registry", _two_holders),
    Case("the new key, afterwards", by("甲区新人")),
    Case("the forge's key counts from now on, by two", _switched("forge")),
    Case("an edit that the forge signed", by("代码平台", text="在网页上改的\n")),
)  # fmt: skip


# ---- what is refused


def _cherry_picked(people: People) -> None:
    people.branch()
    people.commit("甲区", A, "挑过来的\n")
    people.git("checkout", "-q", "main")
    people.git("cherry-pick", "topic")


def _amended(people: People) -> None:
    people.commit("甲区", A, "一\n")
    people.write(A, "二\n")
    people.git("commit", "-q", "-a", "--amend", "-m", "amended")


def _altered(people: People) -> None:
    people.commit("甲区", A, "签过的\n")
    armour = "\n".join(
        line.removeprefix("gpgsig").removeprefix(" ")
        for line in people.git("cat-file", "commit", "HEAD").partition("\n\n")[0].splitlines()
        if line.startswith(("gpgsig ", " "))
    )
    people.write(A, "没有签过的\n")
    people.git("commit", "-q", "-a", "--amend", "-m", "altered")
    people.forge_commit(armour)


def _for_a_file(people: People) -> None:
    people.unsigned(A, "签成文件\n")
    content = people.git("cat-file", "commit", "HEAD").encode() + b"\n"
    people.forge_commit(people.of["甲区"].signature(content, "file", people.keys))


def _openpgp(people: People) -> None:
    people.unsigned(A, "别的签名\n")
    people.forge_commit("-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0=\n-----END PGP SIGNATURE-----")


def _old_table(people: People) -> None:
    """A merge of an old branch takes all of it from there: the table is as it was, though no key changed it."""
    people.branch(start="main~2")
    people.commit("甲区", A, "旧分支\n")
    people.git("checkout", "-q", "main")
    people.git("merge", "-q", "--no-ff", "--no-commit", "topic", check=False)
    people.git("checkout", "topic", "--", TABLE)
    people.git("commit", "-q", "-m", "merge")


def _dropped(people: People) -> None:
    """What others brought to main is dropped on a branch, and comes back to main so by a merge that looks clean."""
    people.branch(start="main~2")
    people.commit("甲区", A, "旧分支\n")
    people.git("merge", "-q", "--no-ff", "-s", "ours", "-m", "ours", "main")
    people.merge("topic")


def _by_another_on_the_branch(people: People) -> None:
    """The second holder only wrote something else there."""
    _one_of_two(people)
    people.commit("名录处", A, "别的事\n")
    people.merge("topic", by="登记处")


def _new_key_at_once(people: People) -> None:
    _two_holders(people)
    people.commit("甲区新人", A, "一起推送\n")


def _key_taken_away_at_once(people: People) -> None:
    """Who is taken off the table signs nothing after it, in the same push either."""
    people.branch()
    path = people.clone / TABLE
    people.write(TABLE, path.read_text(encoding="utf-8").replace(people.of["乙区"].row("990201"), ""))
    people.commit("登记处")
    people.merge("topic", by="名录处")
    people.commit("乙区", B, "之后\n")


def _moved_here(people: People) -> None:
    people.git("mv", B, "data/registers/990101/NOTES.md")
    people.commit("甲区")


def _mode(people: People) -> None:
    (people.clone / B).chmod(0o755)
    people.commit("甲区")


def _put_right(people: People) -> None:
    """A commit that nobody signed, and what undoes it: in the end nothing differs."""
    people.unsigned(A, "偷偷\n")
    people.git("revert", "--no-edit", "-n", "HEAD")
    people.commit("甲区")


def _stranger_on_the_branch(people: People) -> None:
    people.branch()
    people.commit("路人", A, "路人写的\n")
    people.merge("topic", by="甲区")


def _another_past(people: People) -> None:
    """A history of its own, which nobody signed, is merged."""
    people.git("checkout", "-q", "--orphan", "other")
    people.git("rm", "-rq", "--cached", ".")
    people.git("clean", "-fdxq")
    (people.clone / "data" / "registers" / "990101").mkdir(parents=True)
    people.unsigned("data/registers/990101/OTHER.md", "别的历史\n")
    people.git("checkout", "-q", "main")
    people.merge("other", how=("--allow-unrelated-histories",))


def _main_merged_away(people: People) -> None:
    people.branch(start="main~2")
    people.commit("甲区", A, "分支\n")
    people.git("merge", "-q", "--no-ff", "-S", "-m", "merge", "-X", "ours", "main", by="登记处")
    people.git("branch", "-f", "main", "topic")
    people.git("checkout", "-q", "main")


def _hidden(people: People) -> None:
    people.branch()
    people.commit("甲区", A, "x\n")
    people.merge_changed("topic", B, "藏\n")


def _switched_off(people: People) -> None:
    people.set_signing("none")
    people.commit("登记处")


def _table_deleted(people: People) -> None:
    people.git("rm", "-q", TABLE)
    people.commit("登记处")


def _program(people: People) -> None:
    people.write("Makefile", "x:\n")
    people.commit("甲区", A, "x\n")


def _scheme(people: People) -> None:
    path = people.clone / "data/schemes/chongqing-2022-74.json"
    people.write("data/schemes/chongqing-2022-74.json", path.read_text(encoding="utf-8") + "\n")
    people.commit("甲区")


def _link(people: People) -> None:
    (people.clone / "content" / "x.md").symlink_to("/etc/passwd")
    people.commit("登记处")


def _folder_to_file(people: People) -> None:
    shutil.rmtree(people.clone / "data" / "registers" / "990201")
    people.commit("甲区", "data/registers/990201", "不是文件夹\n")


ONE: Final = "要 2 个人签名，现在是 1 个"
OWN: Final = "没有签名（是合并，自己又改了内容）"
BAD: Final = (
    Case("unsigned", lambda people: people.unsigned(A, "x\n"), "E680"),
    Case("a stranger", by("路人"), "E682"),
    Case("another county", by("乙区"), f"乙区签的，他的钥匙只管 990201，不能改 {A}"),
    Case("expired", by("甲区旧钥匙"), "钥匙 2024-12-31 已到期"),
    Case("expired, dated back", by("甲区旧钥匙", when="2023-01-01T09:00:00+08:00"), "钥匙 2024-12-31 已到期"),
    Case("not yet valid", by("甲区新钥匙"), "钥匙从 2098-01-01 起才算数"),
    Case("revoked", by("甲区丢失的钥匙"), "作废了的钥匙"),
    Case("made for something else", _for_a_file, "签名是为“file”做的"),
    Case("changed after it was signed", _altered, "签名以后，提交又被改过"),
    Case("OpenPGP", _openpgp, "只有 GPG 之类的签名"),
    Case("amended", _amended, "E680"),
    Case("cherry-picked", _cherry_picked, "E680"),
    Case("dated ahead", by("甲区", when="2090-01-01T09:00:00+08:00"), "E689"),
    Case("the forge's key, where people sign", by("代码平台"), "是代码平台代签的"),
    Case("a merge with changes of its own", _merged_by(""), OWN),
    Case("the same, signed by another county", _merged_by("乙区"), "乙区签的"),
    Case("a change hidden in a merge", _hidden, OWN),
    Case("a merge that brings an old table back", _old_table, OWN),
    Case("a merge that drops what others did", _dropped, OWN),
    Case("a stranger's commit, merged by who may", _stranger_on_the_branch, "E682"),
    Case("a history of its own", _another_past, "E680"),
    Case("main merged into a branch", _main_merged_away, "把 main 合并到了别的分支里"),
    Case("one of the registry changes the table", admitting("登记处"), ONE),
    Case("the same one merges it", merging("登记处"), ONE),
    Case("nobody signs the merge", merging(""), ONE),
    Case("a county merges it", merging("甲区"), ONE),
    Case("the second one wrote something else", _by_another_on_the_branch, ONE),
    Case("a county admits itself to everything", admitting("甲区", "甲区", "registry"), f"不能改 {TABLE}"),
    Case("a stranger admits himself", admitting("路人", "路人"), "E682"),
    Case("a new key signs in the push that admits it", _new_key_at_once, "E682"),
    Case("a key signs after it was taken away", _key_taken_away_at_once, "E682"),
    Case("one switches signatures off", _switched_off, ONE),
    Case("the table is deleted", _table_deleted, "E688"),
    Case("the program beside data", _program, "不能改 Makefile"),
    Case("a scheme", _scheme, "不能改 data/schemes/chongqing-2022-74.json"),
    Case("a path that no rule names", by("登记处", "notes.txt"), "没有规则说它归谁管"),
    Case("another county's file is moved here", _moved_here, f"不能改 {B}"),
    Case("another county's file is made a program", _mode, f"不能改 {B}"),
    Case("another county's folder becomes a file", _folder_to_file, "没有规则说它归谁管"),
    Case("a link", _link, "不收符号链接和子仓库"),
    Case("unsigned, and undone", _put_right, "E680"),
)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    """The server, whose main asks for signatures. No site is built."""
    made = People(tmp_path_factory.mktemp("people"))
    (made.office.home.folder / "hooks" / "post-receive").unlink()
    assert made.office.push().is_taken
    made.commit("乙区", B, "第二次\n")
    made.branch()
    path = made.clone / TABLE
    lost = made.of["甲区丢失的钥匙"].row("990101", role="revoked")
    made.write(TABLE, path.read_text(encoding="utf-8") + lost)
    made.commit("登记处")
    made.merge("topic", by="名录处")
    done = made.office.push()
    assert done.is_taken, done.said
    return made


def begin(people: People) -> None:
    """The clone as main is."""
    people.git("fetch", "-q", "server")
    people.git("checkout", "-q", "-f", "main")
    people.git("reset", "-q", "--hard", "server/main")
    people.git("clean", "-fdxq")
    for branch in people.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split():
        if branch != "main":
            people.git("branch", "-q", "-D", branch)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_what_is_refused(people: People, case: Case) -> None:
    """Each forbidden push is refused with its reason, and main stays."""
    begin(people)
    before = people.office.home.newest()
    case.deed(people)
    done = people.office.push()
    assert not done.is_taken, done.said
    assert case.said in done.said
    assert people.office.home.newest() == before


def test_what_is_taken(people: People) -> None:
    """One good push after the other is taken; a replay of the whole clone has nothing to say."""
    for case in GOOD:
        begin(people)
        case.deed(people)
        done = people.office.push()
        assert done.is_taken, (case.name, done.said)
    replayed = run_wuyi("verify", "--history", people.clone)
    assert replayed.returncode == 0, replayed.stdout
    assert "不能接受的 0 处" in replayed.stdout
    assert f"登记处 {fingerprint(people.of['登记处'].public)}" in replayed.stdout


def test_a_first_push_is_replayed(tmp_path: Path) -> None:
    """Where main is not there yet, the history is judged from the commit that asks for signatures."""
    people = People(tmp_path)
    people.unsigned(A, "x\n")
    done = people.office.push()
    assert not done.is_taken
    assert "E680" in done.said
    assert "签名核对没有通过" in done.said
