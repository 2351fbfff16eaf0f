"""The real program, unchanged, killed from outside while it publishes: where it is in its work is seen on the wire to
the server, or from its calls to the system."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Final, NamedTuple

from tests.support.delivering import BUCKET, KEYS, Target
from tests.support.folders import ROOT
from tests.support.wire import Cut, Fate, Part, wire

# Calls by which a folder changes; "?" where a machine does not have one.
_CALLS: Final = "mkdir write chmod fchmodat utimensat link linkat rename symlink symlinkat unlink unlinkat rmdir sync"
_TRACED: Final = f"trace={','.join(f'?{call}' for call in _CALLS.split())}"
_CALL: Final = re.compile(r"[0-9]+ +([a-z0-9]+)\((.*)")


class Point(NamedTuple):
    """The n-th step of a kind, and how far into it (0 to 1)."""

    kind: Hashable
    number: int
    part: float


def spread(steps: Counter[Hashable], count: int, seed: int) -> list[Point]:
    """Random points: each kind of step in turn, so that what happens once is met as well as what happens often."""
    chance = random.Random(seed)
    kinds = sorted(steps, key=str)
    chosen = [kinds[turn % len(kinds)] for turn in range(count)]
    return [Point(kind, chance.randrange(steps[kind]), chance.random()) for kind in chosen]


def program(target: str, options: tuple[str, ...], site: Path) -> list[str]:
    """The command line of a publication."""
    return [sys.executable, "-m", "generator", "publish", target, *options, "--output", str(site)]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A process with a group of its own."""
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **KEYS}, stdin=subprocess.DEVNULL, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


# ---- a folder: calls to the system


def calls(root: Path, site: Path, log: Path) -> Counter[Hashable]:
    """How often a publication makes each call, by call and kind of path; it is carried out."""
    command = ["strace", "-y", "-e", _TRACED, "-o", str(log), "-f", *program(str(root), (), site)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
    return Counter({kind: len(ordinals) for kind, ordinals in _ordinals(root, log).items()})


def _ordinals(root: Path, log: Path) -> dict[Hashable, list[int]]:
    """Of each call and kind of path: the how-manieth of all calls of that name they are."""
    number: Counter[str] = Counter()
    ordinals: dict[Hashable, list[int]] = defaultdict(list)
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        call, arguments = match[1], match[2]
        number[call] += 1
        if str(root) in arguments or call == "sync":
            place = next((name for name in (".part", ".current.new", "releases") if name in arguments), "")
            ordinals[call, place].append(number[call])
    return ordinals


def kill_at_call(root: Path, site: Path, log: Path, point: Point) -> bool:
    """Runs a publication that is killed as it makes a call; True if it came to that."""
    assert isinstance(point.kind, tuple)
    ordinal = _ordinals(root, log)[point.kind][point.number]
    inject = f"inject={point.kind[0]}:signal=KILL:when={ordinal}"
    command = ["strace", "-e", f"trace={point.kind[0]}", "-e", inject, "-o", os.devnull, *program(str(root), (), site)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode in (0, -signal.SIGKILL, 128 + signal.SIGKILL), ended.stderr.decode()
    return ended.returncode != 0


# ---- servers: bytes on the wire


def kind_of(path: str, method: str) -> str:
    """What a request to a bucket is about."""
    name = path.partition("?")[0].removeprefix(f"/{BUCKET}").strip("/").partition("/")[2]
    if name in ("manifest.json", ".wuyi/lease.json", ".wuyi/touched.json"):
        return f"{method} {name}"
    if not name:
        return f"{method} bucket"
    return f"{method} county manifest" if name.endswith("/manifest.json") else f"{method} file"


def traffic(target: Target, port: int, site: Path) -> Counter[Hashable]:
    """What goes over the wire in a publication, by kind of step; it is carried out.

    For a bucket: requests of each kind. For rsync: bytes of each connection.
    """
    steps: Counter[Hashable] = Counter()

    def watch(part: Part) -> Fate:
        if not target.is_one_step:
            if part.request:
                steps[kind_of(part.request[1], part.request[0])] += 1
        else:
            steps[part.connection] += len(part.content)
        return None

    with wire(port, watch) as between:
        assert start(program(*_by(target, port, between), site)).wait() == 0
    return steps


def kill_on_the_wire(target: Target, port: int, site: Path, point: Point, group: bool = True) -> bool:
    """Runs a publication that is killed when a point is reached; True if it came to that.

    Without its group: the rsync that it has started lives on, and what it sends arrives.
    """
    reached = _requests(point) if not target.is_one_step else _bytes(point)
    process: list[subprocess.Popen[bytes]] = []

    def watch(part: Part) -> Fate:
        far = reached(part)
        if far is None:
            return None
        if group:
            os.killpg(process[0].pid, signal.SIGKILL)
            return Cut(far)
        process[0].kill()
        return None

    # The program takes longer to start than this thread to note it: nothing is sent before.
    with wire(port, watch) as between:
        process.append(start(program(*_by(target, port, between), site)))
        code = process[0].wait()
        if not group:
            _wait_for_group(process[0].pid)
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def _wait_for_group(group: int) -> None:
    """Waits until nobody of a group is left, a minute at most."""
    subprocess.run(
        ["timeout", "60", "sh", "-c", f"while kill -0 -- -{group} 2>/dev/null; do sleep 0.02; done"], check=True
    )


def _by(target: Target, port: int, between: int) -> tuple[str, tuple[str, ...]]:
    """The same target by way of another port."""
    old, new = f"127.0.0.1:{port}", f"127.0.0.1:{between}"
    return target.address.replace(old, new), tuple(option.replace(old, new) for option in target.options)


def _bytes(point: Point) -> Callable[[Part], int | None]:
    """How many bytes of a part are left until the point; None where it is not in this one."""
    seen: Counter[int] = Counter()
    done: list[bool] = []

    def reached(part: Part) -> int | None:
        before = seen[part.connection]
        seen[part.connection] += len(part.content)
        if done or part.connection != point.kind or seen[part.connection] <= point.number:
            return None
        done.append(True)
        return max(point.number - before, 0)

    return reached


def _requests(point: Point) -> Callable[[Part], int | None]:
    """The same for the n-th request of a kind: before it, in the middle of it, or before or within its answer."""
    seen: Counter[str] = Counter()
    on: list[int] = []  # the connection that the request is on

    def reached(part: Part) -> int | None:
        if part.request:
            kind = kind_of(part.request[1], part.request[0])
            seen[kind] += 1
            if kind == point.kind and seen[kind] == point.number + 1:
                if point.part < 0.25:
                    return 0
                if point.part < 0.5:
                    return len(part.content) * 4 // 5
                on.append(part.connection)
        elif on and part.is_answer and part.connection == on[0]:
            return 0 if point.part < 0.75 else len(part.content) // 2
        return None

    return reached
