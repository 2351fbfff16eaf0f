"""Two sites to deliver, one after the other, and every kind of target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.delivery import lease
from tests.support.delivering import KEYS, Target, bucket, daemon, folder, moto
from tests.support.sites import TIMES


@pytest.fixture(scope="session")
def old(earlier: dict[str, Path]) -> Path:
    """The worked example before a day."""
    return earlier[TIMES[2]]


@pytest.fixture(scope="session")
def new(earlier: dict[str, Path]) -> Path:
    """The same after it."""
    return earlier[TIMES[3]]


@pytest.fixture(scope="module")
def buckets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of buckets."""
    with moto(tmp_path_factory.mktemp("moto")) as endpoint:
        yield endpoint


@pytest.fixture(params=["folder", "rsync", "bucket"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    """An empty target. Who finds the lease of a dead publisher does not wait long for it."""
    for key, value in KEYS.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr(lease, "PAUSE", 0.01)
    monkeypatch.setattr(lease, "PATIENCE", 3)
    if request.param == "folder":
        yield folder(tmp_path / "target")
    elif request.param == "bucket":
        yield bucket(request.getfixturevalue("buckets"), tmp_path.name)
    else:
        (tmp_path / "root").mkdir()
        (tmp_path / "work").mkdir()
        with daemon(tmp_path / "root", tmp_path / "work") as address:
            yield folder(tmp_path / "root" / "target", f"{address}/target")
