"""A site gets to its readers whole or not at all, wherever they are: ended at any step, raced, and published twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.support.delivering import (
    KEYS,
    POINTS,
    Target,
    assert_shows,
    assert_whole,
    die,
    files_of,
    points,
)
from tests.support.folders import ROOT


def publish(target: Target, site: Path, *options: str) -> Result:
    """One publication."""
    return CliRunner().invoke(
        main, ["publish", target.address, *target.options, "--output", str(site), *options], catch_exceptions=False
    )


def sent(result: Result) -> int:
    """How many files were sent."""
    match = re.search(r"发送 (\d+) 个文件", result.output)
    return int(match[1]) if match else 0


def differing(old: Path, new: Path) -> set[str]:
    """Paths of files that an earlier site does not have like this."""
    before = files_of(old)
    return {path for path, content in files_of(new).items() if before.get(path) != content}


def test_only_what_differs_is_sent(target: Target, old: Path, new: Path) -> None:
    """First everything, then nothing, then what a day changed and nothing else; a plan says so and writes nothing."""
    first = publish(target, old)
    assert first.exit_code == 0, first.output
    assert sent(first) == len(files_of(old))
    assert_shows(target, files_of(old))
    again = publish(target, old)
    assert (again.exit_code, "没有变化，没有发送文件" in again.output) == (0, True), again.output
    planned = publish(target, new, "--dry-run")
    assert_shows(target, files_of(old))
    listed = {line.removeprefix("将发送 ") for line in planned.output.splitlines()}
    assert differing(old, new) <= listed
    second = publish(target, new)
    assert second.exit_code == 0, second.output
    assert sent(second) == len(differing(old, new)) < len(files_of(new)) / 2
    assert_shows(target, files_of(new))
    assert sent(publish(target, old)) == len(differing(new, old))
    assert_shows(target, files_of(old))


def test_ended_at_any_step(target: Target, old: Path, new: Path, tmp_path: Path) -> None:
    """A publisher that is killed leaves readers with a site; the next run does the rest."""
    count = tmp_path / "count"
    arguments = ["publish", target.address, *target.options, "--output"]
    assert publish(target, new).exit_code == 0
    assert not die(-1, count, *arguments, str(old))
    sites, contents = [new, old], [files_of(new), files_of(old)]
    died = 0
    for step in points(int(count.read_text(encoding="utf-8"))):
        died += die(step, count, *arguments, str(sites[0]))
        assert_whole(target, *contents)
        finished = publish(target, sites[0])
        assert finished.exit_code == 0, finished.output
        assert_shows(target, contents[0])
        sites.reverse()
        contents.reverse()
    assert died >= min(POINTS, 20) * 3 // 4  # the two ways are not quite of one length


def test_ended_at_first(target: Target, new: Path, tmp_path: Path) -> None:
    """A first publication that was interrupted is gone on with, and needs no word for what it left."""
    count = tmp_path / "count"
    for step in (3, 7):
        assert die(step, count, "publish", target.address, *target.options, "--output", str(new))
        assert target.read("manifest.json") is None
    assert publish(target, new).exit_code == 0
    assert_shows(target, files_of(new))


def test_interrupted_and_another_site_next(target: Target, old: Path, new: Path, tmp_path: Path) -> None:
    """What half of a publication left does not stay under the next one of another site, although that one's manifest is
    the one that stands there."""
    assert publish(target, old).exit_code == 0
    count = tmp_path / "count"
    arguments = ["publish", target.address, *target.options, "--output", str(new)]
    assert die(12, count, *arguments)
    finished = publish(target, old)
    assert finished.exit_code == 0, finished.output
    assert_shows(target, files_of(old))


def test_two_at_once(target: Target, old: Path, new: Path) -> None:
    """Of two publishers one wins; one that does not is told, and readers see the site of one that won, whole."""
    environment = {**os.environ, **KEYS}
    command = [sys.executable, "-m", "generator", "publish", target.address, *target.options, "--output"]
    racing = [
        subprocess.Popen(
            [*command, str(site)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for site in (old, new)
    ]
    said = [process.communicate()[0].decode() for process in racing]
    codes = [process.returncode for process in racing]
    assert set(codes) <= {0, 2}, said
    assert 0 in codes, said
    for code, text in zip(codes, said, strict=True):
        assert ("另一次发布" in text) == (code == 2), text
    winners = [files_of(site) for site, code in zip((old, new), codes, strict=True) if code == 0]
    assert target.read("manifest.json") in [site["manifest.json"] for site in winners]
    (shown,) = [site for site in winners if site["manifest.json"] == target.read("manifest.json")]
    assert_shows(target, shown)


def test_a_site_that_is_not_whole(target: Target, new: Path, tmp_path: Path) -> None:
    """Nothing is sent of a folder that is no site, or not as its manifests say."""
    missing = publish(target, tmp_path / "none")
    assert (missing.exit_code, "先运行 wuyi build" in missing.output) == (2, True)
    (tmp_path / "empty").mkdir()
    assert "没有生成好的网站" in publish(target, tmp_path / "empty").output
    broken = tmp_path / "broken"
    subprocess.run(["cp", "-r", str(new), str(broken)], check=True)
    (broken / "robots.txt").write_text("other\n", encoding="utf-8")
    changed = publish(target, broken)
    assert (changed.exit_code, "robots.txt 与清单不一致" in changed.output) == (2, True), changed.output
    (broken / "robots.txt").unlink()
    lost = publish(target, broken)
    assert (lost.exit_code, "robots.txt：缺少这个文件" in lost.output) == (2, True), lost.output
    assert target.read("manifest.json") is None


@pytest.mark.parametrize("address", ["", "-e", "ftp://host/x", "https://register.example/", "ssh://host", "s3:///x"])
def test_addresses_that_are_none(new: Path, address: str) -> None:
    """An address that means nothing is a sentence and exit status 2."""
    ended = CliRunner().invoke(main, ["publish", "--output", str(new), "--", address], catch_exceptions=False)
    assert ended.exit_code == 2
    assert "wuyi: " in ended.output
    assert "程序出错" not in ended.output
