"""What a site takes of its host is counted as it is written, and what its host would refuse is not published."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.build import hosts
from generator.build.hosts import HOSTS, Taken
from generator.build.order import Order, Result
from generator.build.start import build
from generator.cli import main
from generator.reading import schemas
from generator.reading.folder import read_site
from generator.register.times import is_day
from tests.build.test_conductor import digests
from tests.support.folders import ROOT, example_data, replace_once

COUNTY = "registers/990101"


def hosted(data: Path, host: str, **settings: Any) -> Path:
    """A data folder whose site has a host."""
    path = data / "site.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "host": host, **settings}), "utf-8")
    return data


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """An order for the worked example, on GitLab Pages."""
    return Order(hosted(example_data(tmp_path), "gitlab-pages"), ROOT / "content", tmp_path / "site", workers=1)


def shrunk(monkeypatch: pytest.MonkeyPatch, host: str, **limits: Any) -> None:
    """Lets a host hold less."""
    monkeypatch.setattr(hosts, "HOSTS", {**HOSTS, host: HOSTS[host]._replace(**limits)})


def room_on_disk(output: Path) -> tuple[int, int, str]:
    """Files and bytes of an output, and what is said of it on GitLab Pages."""
    paths = [*output.rglob("*")]
    sizes = [path.stat().st_size for path in paths if path.is_file()]
    text = f"GitLab Pages：{sum(sizes) / 1e6:.1f} MB / 1 GB（1 %），{len(paths):,} / 200,000 个文件和文件夹（1 %）"
    return len(sizes), sum(sizes), text


def told(result: Result) -> tuple[int, int, str]:
    """The same, as a build tells it."""
    assert result.report.errors == 0
    return result.files, result.bytes, result.room


def test_what_is_counted_is_what_lies_there(order: Order) -> None:
    """Files, folders and bytes are those of the disk: all made, none made, one county made again."""
    assert told(build(order)) == room_on_disk(order.output)
    assert told(build(order)) == room_on_disk(order.output)
    replace_once(order.data / COUNTY / "county.json", "示例区社区防控组办公室", "示例区防控办公室")
    assert told(build(order)) == room_on_disk(order.output)


def test_the_largest_file_is_that_of_the_disk(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that a host would refuse alone is named by its path, also where nothing was made anew."""
    hosted(order.data, "cloudflare-pages")
    build(order)
    size, path = max((path.stat().st_size, path) for path in order.output.rglob("*") if path.is_file())
    shrunk(monkeypatch, "cloudflare-pages", single=size - 1)
    (order.data / "site.json").touch()
    (finding,) = build(order).report.findings
    assert (finding.code, finding.column) == ("E128", "host")
    assert f"最大的文件 {path.relative_to(order.output).as_posix()} " in finding.message


def test_what_its_host_would_refuse_is_not_published(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old site stays to the byte, the finding says what can be turned off, and with room the next build goes on."""
    build(order)
    before = digests(order.output)
    replace_once(order.data / COUNTY / "county.json", "示例区社区防控组办公室", "示例区防控办公室")
    with monkeypatch.context() as patched:
        shrunk(patched, "gitlab-pages", files=100)
        refused = build(order)
    assert [(finding.code, finding.path) for finding in refused.report.findings] == [("E128", "data/site.json")]
    assert "area_documents（每个区域的 index.json）" in refused.report.findings[0].fix
    assert digests(order.output) == before
    assert told(build(order)) == room_on_disk(order.output)
    assert digests(order.output) != before


def test_a_site_near_its_limit_is_published_with_a_warning(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """From four fifths on the build warns, and publishes."""
    files, _, room = told(build(order))
    entries = int(re.findall(r"([0-9,]+) / 200,000", room)[0].replace(",", ""))
    shrunk(monkeypatch, "gitlab-pages", files=entries)
    (order.data / "site.json").touch()
    result = build(order)
    assert [finding.code for finding in result.report.findings] == ["W128"]
    assert (result.report.errors, result.files) == (0, files)


GB = 10**9


@pytest.mark.parametrize(
    ("host", "taken", "code"),
    [
        ("github-pages", Taken(10**6, 10**6, GB * 4 // 5 - 1, (GB // 2, "a")), None),
        ("github-pages", Taken(1, 1, GB * 4 // 5, (1, "a")), "W128"),
        ("github-pages", Taken(1, 1, GB, (1, "a")), "W128"),
        ("github-pages", Taken(1, 1, GB + 1, (1, "a")), "E128"),
        ("gitlab-pages", Taken(150_000, 9_999, 1, (1, "a")), None),
        ("gitlab-pages", Taken(150_000, 10_000, 1, (1, "a")), "W128"),
        ("gitlab-pages", Taken(150_000, 50_001, 1, (1, "a")), "E128"),
        ("cloudflare-pages", Taken(15_999, 50_000, 10 * GB, (20 * 2**20 - 1, "a")), None),
        ("cloudflare-pages", Taken(20_001, 0, 1, (1, "a")), "E128"),
        ("cloudflare-pages", Taken(1, 0, 1, (25 * 2**20 + 1, "a")), "E128"),
        ("cloudflare-pages-paid", Taken(20_001, 0, 1, (1, "a")), None),
    ],
)
def test_limits(host: str, taken: Taken, code: str | None, tmp_path: Path) -> None:
    """A warning from four fifths of a limit on, an error from the first that is too much, nothing before."""
    data = hosted(example_data(tmp_path), host)
    site = read_site(data).value
    assert site is not None
    assert [finding.code for finding in hosts.judge(data, site, taken)] == ([code] if code else [])


def test_what_is_off_already_is_not_offered(tmp_path: Path) -> None:
    """Only what is published can be turned off."""
    off = {"area_documents": False, "area_feeds": False, "national_downloads": False}
    data = hosted(example_data(tmp_path), "github-pages", **off)
    site = read_site(data).value
    assert site is not None
    (finding,) = hosts.judge(data, site, Taken(1, 1, 2 * GB, (1, "a")))
    assert "area_" not in finding.fix


def test_a_site_without_a_host_has_no_limit(tmp_path: Path) -> None:
    """The setting is optional: nothing is said."""
    data = example_data(tmp_path)
    site = read_site(data).value
    assert site is not None
    taken = Taken(10**7, 10**7, 100 * GB, (GB, "a"))
    assert (hosts.judge(data, site, taken), hosts.room(site, taken)) == ([], "")


def test_the_program_says_how_much_is_taken(tmp_path: Path) -> None:
    """A build ends with the line, where the settings name a host."""
    data = hosted(example_data(tmp_path), "github-pages")
    options = ("--data", data, "--content", ROOT / "content", "--output", tmp_path / "site", "--workers", "1")
    ended = CliRunner().invoke(main, ["build", *map(str, options)])
    assert ended.exit_code == 0
    assert re.search(r"^空间：GitHub Pages：[0-9.]+ MB / 1 GB（1 %），[0-9,]+ 个文件。$", ended.output, re.MULTILINE)


def test_the_hosts_are_those_of_the_schema() -> None:
    """What the schema lets through has limits, and each of them says where it was read, and when."""
    assert [*HOSTS] == schemas.documents()["site"]["properties"]["host"]["enum"]
    for host in HOSTS.values():
        assert host.bytes or host.files
        assert is_day(host.read)
        assert host.sources
        assert all(source.startswith("https://") for source in host.sources)


def test_the_table_for_people_is_that_of_the_program() -> None:
    """docs/hosting.md has a row for each host, with its limits and its sources."""
    text = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    limits = text[text.index("\n## Limits") :]
    rows = {line.split("`")[1]: line for line in limits.splitlines() if line.startswith("| `") and "`host`" not in line}
    assert rows.keys() == HOSTS.keys()
    for name, host in HOSTS.items():
        cells = [cell.strip() for cell in rows[name].strip("|").split("|")]
        assert cells[1] == (f"{host.bytes // GB} GB" if host.bytes else "")
        assert cells[2] == (f"{host.files:,}" + (", folders too" if host.with_folders else "") if host.files else "")
        assert cells[3] == (f"{host.single // 2**20} MiB" if host.single else "")
        assert all(source in text for source in host.sources)
        assert f"as of {host.read}" in text
