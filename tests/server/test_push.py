"""What may be pushed to a server: by the real git, with what the terminal of who pushes shows."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.server.home import MAIN, MOST_BYTES, MOST_FILES, MOST_SECONDS, OTHERS
from tests.support.folders import replace_once
from tests.support.pushing import EVENTS, NEXT, SURROUNDINGS, Office
from tests.support.repositories import commit, git


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server whose main is the worked example, and what pushes to it. No site is built."""
    folder = tmp_path_factory.mktemp("begun")
    made = Office(folder)
    (made.home.folder / "hooks" / "post-receive").unlink()
    done = made.push()
    assert done.is_taken, done.said
    return folder


@pytest.fixture
def office(begun: Path, tmp_path: Path) -> Office:
    """One of them for each test."""
    shutil.copytree(begun, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Office(tmp_path, begun=True)


def test_a_push_that_is_right_is_taken(office: Office) -> None:
    """One more event: main is the commit that was pushed."""
    newest = office.append(NEXT[0])
    assert office.push().is_taken
    assert office.home.newest() == newest


def test_what_fails_the_check_is_told_to_who_pushed(office: Office) -> None:
    """Place, finding and remedy in Chinese; main stays, and nothing that was pushed is kept."""
    before = office.home.newest()
    wrong = office.append(NEXT[0].replace("990101001001-001", "990101001001-009"))
    done = office.push()
    assert not done.is_taken
    assert "错误 E401  data/registers/990101/events.csv 第 27 行 area_id 列" in done.said
    assert "检查没有通过，没有接受这次推送" in done.said
    assert office.home.newest() == before
    assert git(office.home.folder, "cat-file", "-t", wrong, check=False) == ""


def test_it_is_judged_by_what_was_published(office: Office) -> None:
    """A line of main that was changed is no error by itself: it is one against main."""
    replace_once(office.clone / EVENTS, "2022-11-27T09:00:00+08:00", "2022-11-27T09:30:00+08:00")
    commit(office.clone)
    done = office.push()
    assert not done.is_taken
    assert "E801" in done.said


def test_records_are_judged_by_the_scheme_of_main(office: Office) -> None:
    """Who loosens a scheme and records what it did not allow, in one push, is told; one after the other is taken."""
    scheme = office.clone / "data" / "schemes" / "chongqing-2022-74.json"
    profile = json.loads(scheme.read_text(encoding="utf-8"))
    (revoke,) = [step for step in profile["steps"] if step["event"] == "revoke"]
    reason = {"id": "unasked", "name": "自行决定", "name_en": "as decided", "clause": None, "note": None}
    revoke["reasons"].append(reason)
    scheme.write_text(json.dumps(profile, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    alone = commit(office.clone)
    office.append(NEXT[0].replace("new_case", "unasked"))
    done = office.push()
    assert not done.is_taken
    assert "E604" in done.said
    assert "既改了方案（schemes/chongqing-2022-74.json），又改了记录；按 main 上现在的方案，记录不能通过" in done.said
    assert office.push(f"{alone}:main").is_taken
    assert office.push().is_taken


def test_main_is_neither_deleted_nor_forced(office: Office) -> None:
    """Each is refused with a sentence that says what to do instead."""
    before = office.home.newest()
    done = office.push("--delete", "main")
    assert not done.is_taken
    assert "main 不能删除" in done.said
    assert "git revert" in done.said
    git(office.clone, "commit", "-q", "--amend", "-m", "another past")
    done = office.push("--force", "main")
    assert not done.is_taken
    assert "main 不能强行覆盖" in done.said
    assert "git pull --rebase" in done.said
    assert office.home.newest() == before


def test_other_branches_pass_unless_it_is_set(office: Office) -> None:
    """They are not published; a server may refuse them."""
    git(office.clone, "checkout", "-q", "-b", "draft")
    office.append("not even a line")
    assert office.push("draft").is_taken
    office.set(OTHERS, "refuse")
    done = office.push("--delete", "draft")
    assert not done.is_taken
    assert "这里只收 main，不收 refs/heads/draft" in done.said


def test_ten_thousand_files_are_refused(office: Office) -> None:
    """They are counted no further than the limit, and nothing is laid out."""
    folder = office.clone / "many"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number}.txt").write_text("", encoding="utf-8")
    commit(office.clone)
    done = office.push()
    assert not done.is_taken
    assert "一次推送最多改 5,000 个文件，这次更多，没有接受" in done.said
    office.set(MOST_FILES, "10000")
    assert office.push().is_taken


def test_a_large_file_is_refused(office: Office) -> None:
    """By the bytes that it has, not those that it is packed in."""
    (office.clone / "film.bin").write_bytes(bytes(3_000_000))
    commit(office.clone)
    office.set(MOST_BYTES, "2000000")
    done = office.push()
    assert not done.is_taken
    assert "一次推送最多 2,000,000 字节，这次更多（film.bin 处已达 3,000,000），没有接受" in done.said
    office.set(MOST_BYTES, "much")
    assert "服务器的设置 wuyi.mostBytes 应为正整数，现在是“much”" in office.push().said


def test_what_history_hides_is_weighed(office: Office) -> None:
    """A large file that a later commit of the same push took back is carried all the same: the hook tells how much, on
    any branch. Far beyond, git itself takes no more of it, and main stays."""
    before = office.home.newest()
    film = office.clone / "film.bin"
    film.write_bytes(random.Random(0).randbytes(3_000_000))  # it does not get smaller by packing
    commit(office.clone)
    film.unlink()
    commit(office.clone)
    office.set(MOST_BYTES, "2000000")
    for branch in ("main", "main:draft"):
        done = office.push(branch)
        assert not done.is_taken
        assert re.search("一次推送最多 2,000,000 字节，这次的数据包有 3,[0-9,]+，没有接受", done.said)
    office.set("receive.maxInputSize", "2500000")
    done = office.push()
    assert not done.is_taken
    assert "pack exceeds maximum allowed size" in done.said
    assert office.home.newest() == before
    office.set("receive.maxInputSize", "0")
    office.set(MOST_BYTES, "4000000")
    assert office.push().is_taken


def test_a_link_is_refused(office: Office) -> None:
    """What is no plain file would be checked as one thing and published as another."""
    (office.clone / "data" / "registers" / "990101" / "cases.csv").symlink_to("/etc/passwd")
    commit(office.clone)
    done = office.push()
    assert not done.is_taken
    assert "不收符号链接和子仓库：data/registers/990101/cases.csv。" in done.said


def test_a_hook_that_outlives_its_time_is_ended(office: Office) -> None:
    """With a sentence; what it had laid out is gone, and main stays."""
    before = office.home.newest()
    office.append(NEXT[0])
    office.set(MOST_SECONDS, "0.05")
    done = office.push()
    assert not done.is_taken
    assert "检查超过 0.05 秒，没有接受这次推送" in done.said
    assert office.home.newest() == before


def test_a_program_that_does_not_run_takes_nothing(office: Office) -> None:
    """A server whose program is gone refuses, and says whom to tell."""
    office.append(NEXT[0])
    hook = office.home.folder / "hooks" / "pre-receive"
    hook.write_text(hook.read_text(encoding="utf-8").replace(sys.executable, "/nowhere/python"), encoding="utf-8")
    done = office.push()
    assert not done.is_taken
    assert "服务器上的检查程序不能运行，没有接受这次推送" in done.said


def test_what_a_terminal_would_act_on_is_shown(office: Office) -> None:
    """A name with an escape character colours nobody's terminal."""
    office.append(NEXT[0].replace("幸福里小区", "幸福里\x1b[31m小区"))
    done = office.push()
    assert not done.is_taken
    assert "\x1b" not in done.said
    assert "控制字符 U+001B" in done.said
    (office.clone / "data" / "registers" / "990101" / "\x1b[2Jcases.csv").symlink_to("x")
    commit(office.clone)
    done = office.push()
    assert "\x1b" not in done.said
    assert "\\u001b[2Jcases.csv" in done.said


def test_two_pushes_at_once(office: Office, tmp_path: Path) -> None:
    """One is taken, the other refused with a sentence; main is the one that was taken."""
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", office.home.folder, other)
    git(other, "remote", "rename", "origin", "server")
    commits = [office.append(NEXT[0])]
    (other / "notes.txt").write_text("x", encoding="utf-8")
    commits.append(commit(other))
    running = [
        subprocess.Popen(
            ["git", "-C", str(clone), "push", "server", "main"],
            env=dict(SURROUNDINGS), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )
        for clone in (office.clone, other)
    ]  # fmt: skip
    said = [push.communicate(timeout=60)[1] for push in running]
    ended = [push.returncode for push in running]
    assert sorted(map(bool, ended)) == [False, True], said
    loser = ended.index(max(ended, key=bool))
    assert "rejected" in said[loser]
    assert office.home.newest() == commits[1 - loser]


def test_who_was_overtaken_during_the_check_is_told(office: Office) -> None:
    """Both were checked against the same main: the later one reads what to do."""
    before = office.home.newest()
    first = office.append(NEXT[0])
    assert office.push().is_taken
    git(office.clone, "reset", "-q", "--hard", str(before))
    (office.clone / "notes.txt").write_text("x", encoding="utf-8")
    late = commit(office.clone)
    assert office.push(f"{late}:refs/heads/late").is_taken
    done = subprocess.run(
        [sys.executable, "-m", "generator", "hook", "pre-receive"],
        cwd=office.home.folder, input=f"{before} {late} {MAIN}\n", env=dict(SURROUNDINGS) | {"GIT_DIR": "."},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "别人刚刚推送了 main" in done.stdout
    assert office.home.newest() == first


def test_a_first_push_has_to_be_a_register(tmp_path: Path) -> None:
    """What is no register is not taken, and nor is one with errors."""
    office = Office(tmp_path)
    git(office.clone, "rm", "-r", "-q", "data")
    commit(office.clone)
    done = office.push()
    assert not done.is_taken
    assert "没有 data 文件夹" in done.said
    assert office.home.newest() is None
    assert [*office.home.site.iterdir()] == []
