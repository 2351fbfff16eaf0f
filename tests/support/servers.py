"""Real servers of files, set up as docs/hosting/ tells people to."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from tests.support.folders import ROOT, replace_once
from tests.support.tools import require_tool

HOSTING: Final = ROOT / "docs" / "hosting"
NGINX: Final = "/usr/sbin/nginx"


@contextmanager
def nginx(root: Path, port: int, folder: Path, files: Path = HOSTING) -> Iterator[subprocess.Popen[bytes]]:
    """The real nginx with docs/hosting/nginx.conf, or that of other `files`; its own files below a folder."""
    require_tool(NGINX)
    ours = shutil.copyfile(files / "nginx.conf", folder / "wuyi.conf")
    replace_once(ours, "listen 80;", f"listen 127.0.0.1:{port};")
    _set(ours, r"root \S+;", f"root {root};")
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (folder / "nginx.conf").write_text(
        "\n".join(
            (
                "user root;" if os.geteuid() == 0 else "",  # another user could not read the folders of the tests
                f"pid {folder}/pid;\nerror_log stderr;\nevents {{ }}",
                "http { include /etc/nginx/mime.types; access_log off;",
                *(f"{one}_temp_path {folder}/{one};" for one in places),
                f"include {ours}; }}\n",
            )
        ),
        encoding="utf-8",
    )
    command = [NGINX, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with running(command, folder) as server:
        yield server


@contextmanager
def caddy(root: Path, port: int, folder: Path, files: Path = HOSTING) -> Iterator[subprocess.Popen[bytes]]:
    """The real Caddy with docs/hosting/Caddyfile, or that of other `files`, over plain HTTP."""
    require_tool("caddy")
    ours = shutil.copyfile(files / "Caddyfile", folder / "Caddyfile")
    replace_once(ours, "\nregister.example {", f"\nhttp://127.0.0.1:{port} {{")
    _set(ours, r"root \* \S+", f"root * {root}")
    options = "{\n\tadmin off\n\tauto_https off\n}\n"
    ours.write_text(options + ours.read_text(encoding="utf-8"), encoding="utf-8")
    with running(["caddy", "run", "--config", str(ours), "--adapter", "caddyfile"], folder) as server:
        yield server


def _set(path: Path, pattern: str, line: str) -> None:
    """Writes a line in the place of the one that is yours."""
    (old,) = re.findall(rf"^\s+({pattern})", path.read_text(encoding="utf-8"), re.MULTILINE)
    replace_once(path, old, line)


SERVERS: Final[Mapping[str, Callable[..., AbstractContextManager[subprocess.Popen[bytes]]]]] = {
    "nginx": nginx,
    "caddy": caddy,
}


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program for as long as the context lasts; what it says lies in `folder`/said."""
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **home}) as server,
    ):
        try:
            yield server
        finally:
            server.terminate()


@contextmanager
def hosting(name: str, root: Path, folder: Path, files: Path = HOSTING) -> Iterator[int]:
    """One of the servers, with a site, for as long as the context lasts; gives its port once it listens."""
    port = free_port()
    with SERVERS[name](root, port, folder, files) as process:
        listening(process, port, folder)
        yield port


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def listening(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Waits until a program, started with its folder by `running`, listens."""
    latest = monotonic() + 30
    while not _listens(port):
        assert process.poll() is None, (folder / "said").read_text(encoding="utf-8")
        assert monotonic() < latest, (folder / "said").read_text(encoding="utf-8")
        sleep(0.05)


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0
