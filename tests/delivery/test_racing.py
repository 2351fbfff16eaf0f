"""Two publishers at once, as processes of their own, round after round: one wins, the other is told, and what readers
see is never a mixture. `make soak` lets them race a hundred times for each kind of target."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from threading import Event, Thread

from tests.delivery.test_delivery import publish
from tests.support.delivering import KEYS, ROUNDS, Target, assert_shows, files_of
from tests.support.folders import ROOT
from tests.support.killing import program
from tests.support.sites import TIMES


def test_racing(target: Target, earlier: dict[str, Path]) -> None:
    """Of two publishers of different sites at least one wins, and readers see the site of one that won, whole.

    In every other round they keep one release alone, and so remove all others.
    """
    contents = {site: files_of(site) for site in (earlier[time] for time in TIMES[1:])}
    shown = earlier[TIMES[1]]
    assert publish(target, shown).exit_code == 0
    told = 0
    for turn in range(ROUNDS):
        pair = [site for site in contents if site != shown]
        keep = ("--keep", str(1 + 4 * (turn % 2)))
        done = Event()
        mixtures: list[str] = []
        reader = Thread(target=_read, args=(target, list(contents.values()), done, mixtures))
        reader.start()
        racing = [
            subprocess.Popen(
                program(target.address, (*target.options, *keep), site), cwd=ROOT, env={**os.environ, **KEYS},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
            for site in pair
        ]  # fmt: skip
        said = [process.communicate()[0].decode() for process in racing]
        done.set()
        reader.join()
        codes = [process.returncode for process in racing]
        assert set(codes) <= {0, 2}, said
        assert 0 in codes, said
        assert ["另一次发布" in text for text in said] == [code == 2 for code in codes], said
        assert mixtures == []
        won = [site for site, code in zip(pair, codes, strict=True) if code == 0]
        (shown,) = [site for site in won if contents[site]["manifest.json"] == target.read("manifest.json")]
        assert_shows(target, contents[shown])
        told += 2 in codes
    print(f"{target.address}: {ROUNDS} rounds, one was told in {told}, one came after the other in {ROUNDS - told}")


def _read(target: Target, sites: list[dict[str, bytes]], done: Event, mixtures: list[str]) -> None:
    """Reads while they race. In a release, page, list and manifest are of one site; in a bucket each is of some."""
    names = ("990101/index.html", "990101/index.json", "990101/manifest.json", "manifest.json")
    while not done.wait(0.02):
        if target.root is None:
            mixtures += [name for name in names if target.read(name) not in [site[name] for site in sites]]
            continue
        release = (target.root / "current").resolve()
        try:
            found = [(release / name).read_bytes() for name in names]
        except FileNotFoundError:  # removed since, where another one is shown
            mixtures += [str(release)] if (target.root / "current").resolve() == release else []
            continue
        if found not in [[site[name] for name in names] for site in sites]:
            mixtures.append(str(release))
