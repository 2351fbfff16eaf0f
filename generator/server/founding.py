"""`wuyi init-server`: a bare repository with its hooks, and files for the programs around it; all of it or nothing."""

from __future__ import annotations

import secrets
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator import shipped
from generator.errors import UsageError
from generator.history import git
from generator.server.home import DEFAULTS, MAIN, MOST_BYTES, OTHERS, Home

FILES: Final = shipped.PACKAGE / "server" / "files"
HOOKS: Final = ("pre-receive", "post-receive")
# What git unpacks of one push at all, in multiples of what the hook lets pass: the hook speaks first, in words of ours,
# and beyond this git for itself.
_SLACK: Final = 10


def found(folder: Path, command: str, user: str, name: str) -> Home:
    """Makes a server's folder. `command` starts the program, `user` owns the folder, `name` is that of the host.

    Raises UsageError where something stands there already, or git cannot do it.
    """
    if folder.is_symlink() or (folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))):
        raise UsageError(f"{folder} 已经存在，不是空文件夹；请另选一个")
    if not folder.absolute().parent.is_dir():
        raise UsageError(f"没有文件夹 {folder.absolute().parent}")
    home = Home(folder)
    aside = home.folder.with_name(f".{home.folder.name}.{secrets.token_hex(4)}.init")
    try:
        _make(Home(aside), home, command, user, name)
        if home.folder.is_dir():
            home.folder.rmdir()
        aside.rename(home.folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return home


def _make(aside: Home, home: Home, command: str, user: str, name: str) -> None:
    aside.folder.mkdir()
    begun = git.ask(aside.folder, "init", "--quiet", "--bare", "--template=")
    if not begun.is_done:
        raise UsageError(f"git 没有建成仓库：{begun.said.strip()}")
    git.ask(aside.folder, "symbolic-ref", "HEAD", MAIN)
    settings = {
        "receive.fsckObjects": "true", "receive.maxInputSize": str(DEFAULTS[MOST_BYTES] * _SLACK),
        "core.logAllRefUpdates": "true", OTHERS: "allow", **{key: str(value) for key, value in DEFAULTS.items()},
    }  # fmt: skip
    for key, value in settings.items():
        git.ask(aside.folder, "config", key, value)
    for folder in (aside.folder / "hooks", aside.site, aside.hosting):
        folder.mkdir(parents=True, exist_ok=True)
    values = {
        "@wuyi@": command, "@user@": user, "@folder@": str(home.folder), "@quoted@": shlex.quote(str(home.folder)),
        "@seconds@": str(DEFAULTS["wuyi.mostSeconds"]), "@site@": str(home.site),
    }  # fmt: skip
    for hook in HOOKS:
        path = aside.folder / "hooks" / hook
        path.write_text(_filled((FILES / hook).read_text(encoding="utf-8"), values), encoding="utf-8")
        path.chmod(0o755)
    for file, content in hosting(home, values, name).items():
        (aside.hosting / file).write_text(content, encoding="utf-8")


def hosting(home: Home, values: Mapping[str, str], name: str) -> dict[str, str]:
    """Files for web servers (those of docs/hosting/ with their lines filled in), systemd and containers."""
    made = {
        path.name: _filled(path.read_text(encoding="utf-8"), values)
        for path in sorted(FILES.iterdir())
        if path.name not in HOOKS
    }
    for file in ("nginx.conf", "Caddyfile"):
        text = (shipped.HOSTING / file).read_text(encoding="utf-8").replace("register.example", name)
        made[file] = text.replace("/srv/site", str(home.site))
    return made


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text
