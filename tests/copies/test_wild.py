"""Whatever a server answers, `verify` and `sync` end, with a finding or a sentence, and write nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.copies import remote
from tests.copies.test_sync import NOW, tree
from tests.support.copies import copied, wuyi
from tests.support.wild import ENDING, ENDLESS, HARMLESS, Wild, wild

# What is answered wildly: the first file that is asked for, one that is listed, and one that is read to the end.
PATHS = ("manifest.json", "990101/manifest.json", "990101/events.csv")


@pytest.fixture(scope="module")
def server(example_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wild]:
    """The worked example on such a server."""
    with wild(copied(example_site, tmp_path_factory.mktemp("wild") / "www")) as found:
        yield found


def ended_well(server: Wild, folder: Path) -> list[int]:
    """The exit status of both commands, which say something and leave nothing."""
    copy = folder / "copy"
    found = []
    for command in (("verify", server.url), ("sync", server.url, copy, "--now", NOW)):
        ended = wuyi(*command, "--quiet")
        assert ended.exit_code in (1, 2), (server.wild, ended.output)
        assert ended.output.strip(), server.wild
        assert "程序出错" not in ended.output, (server.wild, ended.output)
        assert tree(folder) == {}, server.wild
        assert not any(folder.iterdir()), server.wild
        found.append(ended.exit_code)
    return found


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("answer", ENDING)
def test_an_answer_that_is_none(server: Wild, tmp_path: Path, answer: str, path: str) -> None:
    """It is told, with 1 or 2."""
    server.wild = (path, answer)
    if answer in HARMLESS:
        assert wuyi("verify", server.url, "--quiet").exit_code == 0
        return
    assert len(ended_well(server, tmp_path)) == 2


@pytest.mark.parametrize("answer", ENDLESS)
def test_an_answer_without_an_end(server: Wild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """Something comes again and again: after a while it is given up, wherever in the answer that happens."""
    monkeypatch.setattr(remote, "DEADLINE", 0.5)
    for path in PATHS[::2]:
        server.wild = (path, answer)
        assert 2 in ended_well(server, tmp_path) or answer.startswith("a body"), answer
