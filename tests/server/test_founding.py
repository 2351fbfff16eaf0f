"""What `wuyi init-server` writes: a repository, hooks, and files for the programs around it; all of it or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.server.home import Home
from tests.support.folders import replace_once, run_wuyi
from tests.support.repositories import git
from tests.support.servers import HOSTING, NGINX
from tests.support.tools import require_tool


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A server that has just been made."""
    made = run_wuyi("init-server", tmp_path / "register.git", "--name", "example.cn")
    assert made.returncode == 0, made.stderr
    assert f"git remote add server {tmp_path / 'register.git'}" in made.stdout
    return Home(tmp_path / "register.git")


def test_it_is_a_bare_repository_with_hooks(home: Home) -> None:
    """Hooks that run, limits that are set, and nothing pushed yet."""
    assert git(home.folder, "rev-parse", "--is-bare-repository") == "true"
    assert git(home.folder, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(home.folder, "config", "wuyi.mostFiles") == "5000"
    hooks = sorted((home.folder / "hooks").iterdir())
    assert [hook.name for hook in hooks] == ["post-receive", "pre-receive"]
    for hook in hooks:
        assert os.access(hook, os.X_OK)
        assert "@" not in hook.read_text(encoding="utf-8")
        assert subprocess.run(["sh", "-n", hook], check=False).returncode == 0
    told = run_wuyi("server", "status", home.folder)
    assert (told.returncode, told.stdout) == (0, "还没有收到推送。\n")
    assert run_wuyi("server", "build", home.folder).returncode == 0


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_web_servers_send_what_the_documents_say(home: Home, name: str) -> None:
    """The files of docs/hosting/, in which nothing but the name and the root is another one."""
    text = (home.hosting / name).read_text(encoding="utf-8")
    assert text.count(str(home.site)) == text.count("example.cn") == 1
    given = text.replace(str(home.site), "/srv/site").replace("example.cn", "register.example")
    assert given == (HOSTING / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_web_servers_take_the_files(home: Home, tmp_path: Path, name: str) -> None:
    """By the check that each has for its own files, with the root and the name that were written."""
    program = NGINX if name == "nginx" else name
    require_tool(program)
    if name == "nginx":
        ours = home.hosting / "nginx.conf"
        replace_once(ours, "listen 80;", "listen 127.0.0.1:8080;")  # not everybody may have the other one
        whole = tmp_path / "whole.conf"
        whole.write_text(
            f"pid {tmp_path}/pid;\nevents {{ }}\nhttp {{ include /etc/nginx/mime.types; include {ours}; }}\n",
            encoding="utf-8",
        )
        command = [program, "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(whole)]
    else:
        command = [program, "validate", "--adapter", "caddyfile", "--config", str(home.hosting / "Caddyfile")]
    homes = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(command, env=os.environ | homes, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "test is successful" in done.stderr or "Valid configuration" in done.stdout + done.stderr


def test_units_are_right_for_systemd(home: Home) -> None:
    """As systemd itself reads them."""
    require_tool("systemd-analyze")
    units = [home.hosting / "wuyi-build.service", home.hosting / "wuyi-build.timer"]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, encoding="utf-8", check=False
    )
    said = [line for line in done.stderr.splitlines() if "wuyi-build" in line]
    assert said == [], done.stderr
    text = units[0].read_text(encoding="utf-8")
    assert f"server build {home.folder}" in text
    assert "@" not in text


def test_the_container_only_reads_the_site(home: Home) -> None:
    """The command in it mounts the folder of the site at the root that the Caddyfile names."""
    text = (home.hosting / "Containerfile").read_text(encoding="utf-8")
    assert f"-v {home.site}:{home.site}:ro" in text
    assert "COPY Caddyfile /etc/caddy/Caddyfile\n" in text


def test_nothing_is_written_over(home: Home) -> None:
    """A folder that holds something is refused, with what it holds untouched; an empty one is taken."""
    before = sorted(home.folder.rglob("*"))
    done = run_wuyi("init-server", home.folder)
    assert (done.returncode, done.stderr) == (2, f"wuyi: {home.folder} 已经存在，不是空文件夹；请另选一个\n")
    assert sorted(home.folder.rglob("*")) == before
    empty = home.folder.parent / "empty"
    empty.mkdir()
    assert run_wuyi("init-server", empty).returncode == 0
    assert Home.at(empty).newest() is None


@pytest.mark.parametrize(
    ("folder", "name", "told"),
    [
        ("deep/er/register.git", "example.cn", "没有文件夹"),
        ("with a blank", "example.cn", "里有空格或符号"),
        ("register.git", "https://example.cn/", "不是域名"),
        ("register.git", "a;b", "不是域名"),
    ],
)
def test_what_cannot_be_made_leaves_nothing(tmp_path: Path, folder: str, name: str, told: str) -> None:
    """A sentence, and an empty folder."""
    done = run_wuyi("init-server", tmp_path / folder, "--name", name)
    assert done.returncode == 2
    assert told in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_without_git_nothing_is_made(tmp_path: Path) -> None:
    """A machine that lacks a program is told which."""
    script = (
        "import os, sys; os.environ['PATH'] = '/nowhere'; sys.argv[0] = 'wuyi'; from generator.cli import main; main()"
    )
    done = run_wuyi("init-server", tmp_path / "register.git", script=script)
    assert done.returncode == 2
    assert "这台电脑没有 git、timeout、setsid" in done.stderr
    assert shutil.which("git") is not None
    assert [*tmp_path.iterdir()] == []
