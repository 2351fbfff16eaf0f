"""The real program is killed from outside at random points: readers have the old site or the new one, the next run
does the rest, and one more sends nothing. `make soak` does it at a hundred points for each kind of target."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from tests.delivery.test_delivery import publish
from tests.support.delivering import KILLS, Target, assert_shows, assert_whole, files_of
from tests.support.killing import Point, calls, kill_at_call, kill_on_the_wire, spread, traffic
from tests.support.tools import require_tool

SEED: Final = 16
# What ends a publication at a point: True if it came to that.
Killer = Callable[[Point], bool]


def port_of(target: Target) -> int:
    """Where the server of a target listens."""
    return urlsplit(target.options[1] if target.options else target.address).port or 0


def points(steps: list[dict[object, int]], count: int) -> list[Point]:
    """Points for publications that go one way and the other in turn."""
    ways = [spread(way, count, SEED + number) for number, way in enumerate(steps)]  # type: ignore[arg-type]
    return [ways[turn % 2][turn] for turn in range(count)]


def killed_everywhere(target: Target, sites: list[Path], plan: list[Point], killers: list[Killer]) -> int:
    """Publishes one site and the other in turn, each time killed first; how often it came to that."""
    contents = [files_of(site) for site in sites]
    died = switched = 0
    for turn, point in enumerate(plan):
        way = turn % 2
        died += killers[way](point)
        assert_whole(target, *contents)
        switched += target.read("manifest.json") == contents[way]["manifest.json"]
        finished = publish(target, sites[way])
        assert finished.exit_code == 0, (point, finished.output)
        assert_shows(target, contents[way])
        again = publish(target, sites[way])
        assert (again.exit_code, "没有变化，没有发送文件" in again.output) == (0, True), (point, again.output)
    kinds = len({point.kind for point in plan})
    print(f"{target.address}: {len(plan)} points, {kinds} kinds, {died} killed, {switched} with the new site")
    return died


def test_killed_at_any_call(tmp_path: Path, old: Path, new: Path) -> None:
    """A folder: killed as it makes a folder, a file, a name, a link, or removes what is outdated."""
    from tests.support.delivering import folder

    require_tool("strace")
    target, root = folder(tmp_path / "target"), tmp_path / "target"
    sites = [new, old]
    for site in (old, new, old, new, old):  # from here on there is something outdated to remove, too
        assert publish(target, site).exit_code == 0
    logs = [tmp_path / "log0", tmp_path / "log1"]
    steps = [dict(calls(root, site, log)) for site, log in zip(sites, logs, strict=True)]
    killers: list[Killer] = [
        lambda point, site=site, log=log: kill_at_call(root, site, log, point)  # type: ignore[misc]
        for site, log in zip(sites, logs, strict=True)
    ]
    died = killed_everywhere(target, sites, points(steps, KILLS), killers)
    assert died >= KILLS * 3 // 4


@pytest.mark.parametrize("target", ["rsync", "bucket"], indirect=True)
def test_killed_on_the_wire(target: Target, old: Path, new: Path) -> None:
    """Behind rsync and in a bucket: killed before, within and after any request, listing and transfer."""
    sites = [new, old]
    assert publish(target, old).exit_code == 0
    steps = [dict(traffic(target, port_of(target), site)) for site in sites]
    killers: list[Killer] = [
        lambda point, site=site: kill_on_the_wire(target, port_of(target), site, point)  # type: ignore[misc]
        for site in sites
    ]
    died = killed_everywhere(target, sites, points(steps, KILLS), killers)
    assert died >= KILLS * 3 // 4


@pytest.mark.parametrize("target", ["rsync"], indirect=True)
def test_a_transfer_that_outlives_its_publisher(target: Target, old: Path, new: Path) -> None:
    """A publisher is killed and the rsync that it started goes on: what it still sends does no harm."""
    sites = [new, old]
    assert publish(target, old).exit_code == 0
    steps = [dict(traffic(target, port_of(target), site)) for site in sites]
    killers: list[Killer] = [
        lambda point, site=site: kill_on_the_wire(target, port_of(target), site, point, group=False)  # type: ignore[misc]
        for site in sites
    ]
    died = killed_everywhere(target, sites, points(steps, max(KILLS // 3, 4)), killers)
    assert died >= max(KILLS // 3, 4) // 2
