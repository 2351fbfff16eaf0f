"""`wuyi submit` against a real bare repository: what is committed and sent, and when nothing is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.folders import ROOT
from tests.support.recording import done
from tests.support.repositories import commit, edit, git, with_last
from tests.support.written import CODE, WUTONG, XINGFU, Written

FOLDER = f"data/registers/{CODE}"
SUBJECT = f"示例区（{CODE}）：取消 1 个"


class Office:
    """A clone of a register on a server, in which a revocation is recorded that is not committed."""

    def __init__(self, folder: Path) -> None:
        self.top = folder / "office"
        self.top.mkdir()
        self.server = folder / "server.git"
        self.data = Written(self.top).certified(XINGFU, "2022-11-22").certified(WUTONG, "2022-11-22").write()
        commit(self.top)
        git(folder, "clone", "-q", "--bare", self.top, self.server)
        git(self.top, "remote", "add", "origin", self.server)
        git(self.top, "fetch", "-q")
        for key, value in (("user.name", "Office"), ("user.email", "office@example.invalid")):
            git(self.top, "config", key, value)

    def revoked(self, area: str = XINGFU) -> Office:
        """Records what is to be sent."""
        done(self.data, "--area", area, "--event", "revoke", "--reason", "refusing_test")
        return self

    def run(self, *words: str, answers: str | None = None) -> Result:
        """The command."""
        silent = [] if answers is not None or "--dry-run" in words else ["--yes"]
        return CliRunner().invoke(main, ["submit", *words, *silent, "--data", str(self.data)], input=answers)

    def sent(self, *words: str) -> str:
        """The same, which sends; what it says."""
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *words: str, code: int = 2) -> str:
        """The same, which changes nothing here or there; what it says."""
        before = self.state()
        result = self.run(*words)
        assert result.exit_code == code, result.output
        assert self.state() == before
        return result.output

    def state(self) -> tuple[str, ...]:
        """Branches and commits here and there, what waits, what differs."""
        places = (self.top, self.server)
        refs = (git(place, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads") for place in places)
        return (*refs, git(self.top, "symbolic-ref", "-q", "HEAD", check=False), git(self.top, "status", "--porcelain"))

    def here(self) -> str:
        """The branch that is checked out."""
        return git(self.top, "branch", "--show-current")

    def hook(self, where: Path, name: str, lines: str) -> None:
        """A hook of a repository."""
        path = where / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        path.chmod(0o755)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """With nobody's settings."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    return Office(tmp_path)


def test_the_county_is_committed_and_sent(office: Office) -> None:
    """A new branch from main, one commit with that folder alone, its message in plain words; the server has it."""
    office.revoked()
    (office.top / "notes.txt").write_text("mine", encoding="utf-8")
    said = office.sent()
    branch = office.here()
    assert re.fullmatch(r"示例区-取消1个-\d{8}", branch)
    assert git(office.server, "rev-parse", branch) == git(office.top, "rev-parse", "HEAD")
    assert git(office.top, "log", "--format=%h", "main..HEAD").count("\n") == 0
    assert git(office.top, "show", "--format=", "--name-only", "HEAD").split() == [f"{FOLDER}/events.csv"]
    assert git(office.top, "status", "--porcelain") == "?? notes.txt"
    subject, blank, *lines = git(office.top, "log", "-1", "--format=%B").split("\n")
    assert (subject, blank) == (SUBJECT, "")
    assert lines[:2] == ["示例区（990101）：演示", "  状态变化"]
    assert lines[2].startswith("    取消：幸福里小区（990101001001-001，示例区示例街道春晓社区）无疫小区")
    assert "不在这次提交里的改动，原样留着：notes.txt\n" in said
    assert f"到代码平台的网页上，给分支 {branch} 提出合并请求（合并到 main）。\n" in said


def test_a_dry_run_shows_it_and_does_nothing(office: Office) -> None:
    """Branch, files, message and address."""
    said = office.revoked().refused("--dry-run", code=0)
    assert f"（从 main 开）\n提交：{FOLDER}/events.csv\n  {SUBJECT}\n" in said
    assert f"推送到：origin（{office.server}）\n只是看看：什么也没有做。\n" in said


def test_a_person_may_say_no(office: Office) -> None:
    """It asks first."""
    office.revoked()
    before = office.state()
    result = office.run(answers="n\n")
    assert (result.exit_code, office.state()) == (0, before)
    assert result.output.endswith("提交并推送吗（y 是，n 否） [y]：n\n什么也没有做。\n")


def test_the_same_change_goes_on(office: Office) -> None:
    """Where that is said: a second commit on the same branch, for the same merge request."""
    office.revoked().sent("--branch", "batch-15")
    office.revoked(WUTONG).sent("--continue")
    assert office.here() == "batch-15"
    assert git(office.server, "log", "--format=%s", "main..batch-15").split("\n") == [SUBJECT, SUBJECT]


def test_a_revocation_does_not_wait_for_a_batch(office: Office) -> None:
    """What waits on the branch at hand stays there; the rows of now go on a branch of their own, from main."""
    office.revoked().sent("--branch", "batch-15")
    before = office.state()
    said = office.revoked(WUTONG).run("--dry-run").output
    assert "batch-15 上还有别的等着合并：这次的改动单独提交，不用等它" in said
    assert re.search(r"新的分支：示例区-取消1个-\d{8}（从 main 开）\n", said)
    assert "取消：梧桐苑" in said
    assert "幸福里小区" not in said
    assert office.state()[:3] == before[:3]
    log = (office.data / "registers" / CODE / "events.csv").read_bytes()
    office.sent()
    branch = office.here()
    assert branch.startswith("示例区-取消1个-")
    assert git(office.server, "rev-parse", branch) == git(office.top, "rev-parse", "HEAD")
    assert git(office.top, "log", "--format=%s", "main..HEAD") == SUBJECT
    added = [line[1:] for line in git(office.top, "show", "--format=", "HEAD").split("\n") if line.startswith("+1")]
    assert [line.split(",")[:4] for line in added] == [["11", WUTONG, "梧桐苑", "revoke"]]
    assert git(office.top, "status", "--porcelain") == ""
    assert git(office.top, "worktree", "list").count("\n") == 0
    git(office.top, "checkout", "-q", "batch-15")
    assert log.startswith((office.data / "registers" / CODE / "events.csv").read_bytes())


class Colleague(Office):
    """Another clone of the same register."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.top, self.server = folder / "colleague", office.server
        git(folder, "clone", "-q", office.server, self.top)
        self.data = self.top / "data"
        for key, value in (("user.name", "Colleague"), ("user.email", "colleague@example.invalid")):
            git(self.top, "config", key, value)


def registered(office: Office, name: str, recorded: str = "2022-12-06T12:30+08:00") -> Office:
    """The office with a new compound that applies."""
    done(office.data, "--new", name, "--in", "和平社区", "--event", "apply", recorded=recorded)
    return office


def merge(office: Office, branch: str) -> None:
    """As the platform merges: the server's main goes to that branch."""
    git(office.server, "update-ref", "refs/heads/main", git(office.server, "rev-parse", branch))


def test_two_clerks_of_one_day_have_two_branches(office: Office, tmp_path: Path) -> None:
    """The server is asked first: a name that a colleague's branch took since is not taken again."""
    colleague = Colleague(office, tmp_path)
    office.revoked().sent()
    colleague.revoked(WUTONG).sent()
    assert colleague.here() == f"{office.here()}-2"
    assert git(office.server, "rev-parse", colleague.here()) == git(colleague.top, "rev-parse", "HEAD")


def test_what_a_colleague_merged_first_comes_first(office: Office, tmp_path: Path) -> None:
    """Written on an older main: the rows go behind those of the colleague, with the next number, id and time."""
    colleague = Colleague(office, tmp_path)
    registered(colleague, "乙苑", "2022-12-06T11:30+08:00")
    registered(office, "甲苑").sent()
    merge(office, office.here())
    said = colleague.sent()
    assert "别人先合并了新的内容：这次的改动接在 main 最新的内容后面。\n" in said
    assert re.search(r"编号 (\d{12}-\d{3}) 别人先用了：乙苑 改用 \d{12}-\d{3}\n", said)
    assert git(colleague.top, "merge-base", "HEAD", "origin/main") == git(office.server, "rev-parse", "main")
    assert git(colleague.top, "diff", "--numstat", "origin/main", "HEAD").count("\t0\t") == 2
    assert git(colleague.top, "status", "--porcelain") == ""
    assert CliRunner().invoke(main, ["check", "--data", str(colleague.data), "--base", "origin/main"]).exit_code == 0


def test_a_branch_that_waits_hears_of_what_was_merged_since(office: Office, tmp_path: Path) -> None:
    """There is nothing to send, and still something to do."""
    colleague = Colleague(office, tmp_path)
    colleague.revoked().sent()
    registered(office, "甲苑").sent()
    merge(office, office.here())
    assert "main 上有别人后来合并的：合并请求说有冲突时" in colleague.refused(CODE)


def test_what_a_colleague_registered_already_is_not_sent_again(office: Office, tmp_path: Path) -> None:
    """The same compound under the same id: a person has to say which row stays."""
    colleague = Colleague(office, tmp_path)
    registered(colleague, "甲苑")
    registered(office, "甲苑").sent()
    merge(office, office.here())
    assert "多半是同一个，删去自己的一行" in colleague.refused()


def test_what_needs_what_waits_goes_on_with_it(office: Office) -> None:
    """A correction of a line that is not merged: said, and committed on the branch at hand."""
    office.revoked().sent("--branch", "batch-15")
    done(office.data, "--correct", "11", "--reason", "recorded_in_error")
    said = office.sent()
    assert "接着提交在 batch-15 的内容上：它更正的第 11 号还没有合并。" in said
    assert office.here() == "batch-15"


def test_a_hook_that_refuses_what_stands_alone(office: Office) -> None:
    """Nothing is lost: the rows are here, and no branch was begun."""
    office.revoked().sent("--branch", "batch-15")
    office.revoked(WUTONG)
    office.hook(office.top / ".git" / "hooks", "pre-commit", "echo 'the hook says no' >&2; exit 1")
    assert "git 没有提交：the hook says no" in office.refused()


def test_what_the_server_refuses_stays_here_and_is_sent_the_next_time(office: Office) -> None:
    """Its words are kept; the same command then only sends."""
    office.hook(office.server / "hooks", "pre-receive", "echo '本周不接受推送' >&2; exit 1")
    result = office.revoked().run()
    assert result.exit_code == 1
    assert "没有推送成。服务器说：\n" in result.output
    assert "remote: 本周不接受推送" in result.output
    branch = office.here()
    assert f"提交留在本机的分支 {branch} 上，没有丢" in result.output
    assert git(office.server, "branch", "--list", branch) == ""
    office.hook(office.server / "hooks", "pre-receive", "exit 0")
    said = office.sent(CODE)
    assert f"已推送：{branch}。" in said
    assert git(office.server, "rev-parse", branch) == git(office.top, "rev-parse", "HEAD")
    assert "没有改动，没有要提交的" in office.refused(CODE)


def test_the_address_that_a_server_says_is_handed_on(office: Office) -> None:
    """Of a server whose kind is not known from its name."""
    link = "https://code.example.invalid/r/-/merge_requests/new?x=1"
    office.hook(office.server / "hooks", "post-receive", f"echo 'To create a merge request:' >&2; echo '  {link}' >&2")
    assert f"在这里提出合并请求：{link}\n" in office.revoked().sent()


def test_data_with_errors_are_not_sent(office: Office) -> None:
    """The findings are told; what was published must stand, too."""
    office.revoked()
    edit(office.data / "registers" / CODE / "events.csv", lambda lines: with_last("what is this", lines))
    said = office.refused(code=1)
    assert "events.csv" in said
    assert "个错误：没有提交。" in said
    git(office.top, "checkout", "-q", "--", "data")
    edit(office.data / "registers" / CODE / "events.csv", lambda lines: lines[:-1])
    assert "E802" in office.refused(code=1)


def test_a_hook_that_refuses_leaves_everything_as_it_was(office: Office) -> None:
    """No new branch, nothing that waits; the hook's words are told."""
    office.revoked()
    office.hook(office.top / ".git" / "hooks", "pre-commit", "echo 'the hook says no' >&2; exit 1")
    assert "git 没有提交：the hook says no" in office.refused()


def test_nothing_to_send(office: Office) -> None:
    """In no county, in this one, in another."""
    assert "data/registers/ 里没有改动" in office.refused()
    assert f"{FOLDER}/ 没有改动，没有要提交的" in office.refused(CODE)
    assert "没有区县 990199 的名录" in office.refused("990199")


def test_what_a_program_left_behind_is_not_sent(office: Office) -> None:
    """The lock of a spreadsheet that is open is no change."""
    (office.data / "registers" / CODE / ".~lock.events.csv#").write_text("x", encoding="utf-8")
    assert "没有改动" in office.refused()


def test_several_counties_are_not_sent_at_once(office: Office) -> None:
    """Which one is asked for."""
    office.revoked()
    other = office.data / "registers" / "990102"
    other.mkdir()
    (other / "events.csv").write_text("x", encoding="utf-8")
    assert "有几个区县的改动：990101、990102" in office.refused()


def test_other_changes_that_wait_are_not_swept_along(office: Office) -> None:
    """What somebody else added comes first, or is taken out."""
    (office.top / "notes.txt").write_text("mine", encoding="utf-8")
    git(office.top, "add", "notes.txt")
    assert "已经有别的改动等着提交（git add 过）：notes.txt" in office.revoked().refused()


def test_without_a_remote(office: Office) -> None:
    """It says what to do."""
    git(office.top, "remote", "remove", "origin")
    assert "没有远端，不知道推送到哪里" in office.revoked().refused()


def test_with_several_remotes(office: Office) -> None:
    """Origin, or the one that is set."""
    git(office.top, "remote", "rename", "origin", "one")
    git(office.top, "remote", "add", "two", office.server)
    office.revoked()
    assert "有几个远端（one、two）" in office.refused()
    git(office.top, "config", "remote.pushDefault", "one")
    assert f"推送到：one（{office.server}）" in office.sent()


def test_where_no_branch_is_checked_out(office: Office) -> None:
    """A commit would belong to nothing."""
    git(office.top, "checkout", "-q", "--detach")
    assert "现在不在任何分支上" in office.revoked().refused()


def test_in_the_middle_of_a_merge(office: Office) -> None:
    """It is finished first."""
    git(office.top, "update-ref", "MERGE_HEAD", "HEAD")
    assert "有一次合并还没有完成" in office.revoked().refused()


def test_where_nobody_said_who_commits(office: Office) -> None:
    """Git's guess, with the account of a person in it, is not taken."""
    git(office.top, "config", "--unset", "user.email")
    assert "git 还不知道提交的人" in office.revoked().refused()


def test_the_branch_that_is_published_is_not_sent_to(office: Office) -> None:
    """Nor one that is there already."""
    git(office.top, "branch", "taken")
    office.revoked()
    assert "已经有分支 taken" in office.refused("--branch", "taken")
    git(office.top, "checkout", "-q", "-b", "mine")
    assert "main 是公布用的分支，不直接推送" in office.refused("--branch", "main")


def test_outside_of_a_repository(tmp_path: Path) -> None:
    """There is nowhere to commit to."""
    data = Written(tmp_path).write()
    result = CliRunner().invoke(main, ["submit", "--data", str(data)])
    assert result.exit_code == 2
    assert "不在 git 仓库里" in result.output


def test_the_script_for_a_double_click(office: Office, tmp_path: Path) -> None:
    """It checks, tells, asks, commits and sends, wherever it is started from; the one of Windows is plain."""
    result = CliRunner().invoke(
        main, ["template", CODE, "--scripts", str(office.top / "办公室"), "--data", str(office.data)]
    )
    assert result.exit_code == 0, result.output
    git(office.top, "add", "办公室")
    commit(office.top, "scripts")
    git(office.top, "push", "-q", "origin", "main")
    office.revoked()
    program = tmp_path / "bin" / "wuyi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m generator "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    ran = subprocess.run(
        [office.top / "办公室" / f"wuyi-{CODE}.sh"], input="y\n\n", cwd=tmp_path, encoding="utf-8", check=False,
        env={**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}, capture_output=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "检查了 1 个区县" in ran.stdout
    assert "取消：幸福里小区" in ran.stdout
    assert ran.stdout.endswith("做完了。按回车关闭。")
    assert git(office.server, "log", "-1", "--format=%s", office.here()) == SUBJECT
    plain = (office.top / "办公室" / f"wuyi-{CODE}.bat").read_bytes()
    assert plain.isascii()
    assert plain.count(b"\n") == plain.count(b"\r\n") > 10
    assert b'pushd "%~dp0.."\r\nif errorlevel 1 goto stop\r\n' in plain


def test_a_server_that_is_away(office: Office) -> None:
    """Git's words are kept, without the password that stands in the address."""
    git(office.top, "remote", "set-url", "origin", "https://me:secret@localhost:1/register.git")
    result = office.revoked().run()
    assert result.exit_code == 1
    assert "localhost" in result.output
    assert "secret" not in result.output
