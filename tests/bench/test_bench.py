"""The benchmarks still run: a small run of every part, and its figures are there. Never a time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from xml.etree import ElementTree

import pytest

from generator.build.order import Order
from generator.build.start import build
from tests.bench import build as builds
from tests.bench import chart, edits, machines, outlets, performance, profiling, register, search
from tests.bench.report import REPOSITORY
from tests.support.folders import report_of
from tests.support.tools import require_library, require_tool

SOURCE = REPOSITORY / "data"


def bench(*arguments: str) -> str:
    """What `make bench` prints, given these arguments."""
    command = [sys.executable, "-m", "tests.bench", *arguments]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_builds_are_measured_beside_hugo_and_written_down(tmp_path: Path) -> None:
    """Every build has its costs and its ratio, Hugo's pages are as large as ours, and the document tells of all."""
    require_library("hugo")
    small = ("--areas", "40", "--rounds", "1", "--batch", "10", "--counties", "1")
    printed = bench("build", "profile", *small, "--folder", str(tmp_path), "--write", str(tmp_path), "--label", "small")
    numbers = json.loads((tmp_path / performance.NUMBERS).read_text(encoding="utf-8"))
    (size,), (profile,) = numbers["builds"], numbers["profiles"]
    assert (size["areas"], size["counties"], size["pages"]) == (40, 1, 41)
    assert abs(size["hugo_page_bytes"] / size["page_bytes"] - 1) <= builds.TOLERANCE
    for name in ("hugo", *builds.MEASURES):
        assert set(size[name]) == {
            "seconds", "processor", "peak", "largest", "time_to_hugo", "processor_to_hugo",
        }  # fmt: skip
        assert all(figure > 0 for figure in size[name].values())
    assert list(size["outlets"]) == list(outlets.OUTLETS)
    assert all(outlet["bytes"] > 0 for outlet in size["outlets"].values())
    assert size["floor"] > 0
    together = [sum(profile[key].values()) for key in ("stages", "jobs", "across")]
    assert min(together) > 0
    assert sum(together[:2]) == pytest.approx(together[2], abs=0.01)
    document = (tmp_path / performance.DOCUMENT).read_text(encoding="utf-8")
    assert document == performance.document(tmp_path)
    for word in (*builds.MEASURES.values(), *outlets.OUTLETS, *profile["jobs"], "### small"):
        assert word in document
    assert "| one revocation added" in printed
    assert ElementTree.parse(tmp_path / performance.CHART).getroot().tag.endswith("svg")


def test_many_machines_are_measured_beside_one(tmp_path: Path) -> None:
    """Both ways of a build have their costs, their sites are the same, and the document has the ratio."""
    require_library("distributed")
    small = ("--areas", "40", "--rounds", "1", "--folder", str(tmp_path), "--write", str(tmp_path), "--label", "small")
    printed = bench("machines", *small)
    (size,) = json.loads((tmp_path / performance.NUMBERS).read_text(encoding="utf-8"))["machines"]
    for way in machines.WAYS:
        assert min(size[way].values()) > 0
    document = (tmp_path / performance.DOCUMENT).read_text(encoding="utf-8")
    assert f"{size['time_to_local']:.2f}" in document
    assert "## Many machines" in document
    assert "| cluster of two workers |" in printed


def test_checks_are_measured_beside_frictionless() -> None:
    """A small register without findings is checked by both, and the ratios are there."""
    require_library("frictionless")
    printed = bench("check", "--rows", "300", "--sample", "300", "--rounds", "1")
    assert "| check, 1 worker " in printed
    assert "| check, 1 worker / Frictionless, a resource for each file: rows/s" in printed


def test_searches_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each kind of query is asked and told of."""
    require_tool("node")
    search.run(tmp_path, 1, 1, [search.Size(300, ("46",), 0.1, 0.1)])
    told = capsys.readouterr().err
    assert [kind for kind in search.KINDS if kind not in told] == []


def test_every_stage_of_the_profile_is_part_of_a_build(tmp_path: Path) -> None:
    """A build runs each function, and something of each room, that the profile names."""
    register.write(tmp_path / "data", SOURCE, 20)
    with _running() as seen:
        build(Order(tmp_path / "data", REPOSITORY / "content", tmp_path / "site", workers=1))
    assert [name.co_qualname for name in profiling.STEPS | profiling.STAGE_OF.keys() if name not in seen] == []
    rooms = {profiling.room_of(code.co_filename) for code in seen}
    assert set(profiling.ROOMS.values()) - rooms == set()


@contextmanager
def _running() -> Iterator[set[CodeType]]:
    """The code that runs while this lasts."""
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)


def test_the_innermost_stage_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is under way within a named function counts for it, within two of them for the inner one."""

    def inner() -> tuple[str, str]:
        return profiling.place_of(sys._getframe())

    def outer() -> tuple[str, str]:
        return inner()

    assert outer() == ("around", "other")
    monkeypatch.setitem(profiling.STAGE_OF, outer.__code__, "fold")
    assert outer() == ("around", "fold")
    monkeypatch.setitem(profiling.STAGE_OF, inner.__code__, "check")
    assert outer() == ("around", "check")


def test_newer_numbers_take_the_place_of_older_ones(tmp_path: Path) -> None:
    """What has the same label and size is replaced; other sizes, labels and kinds stay."""
    numbers = performance.numbers_of()
    build_, profile = numbers["builds"][0], numbers["profiles"][0]
    for label, areas in (("now", 10), ("now", 5), ("then", 10), ("now", 10)):
        performance.keep(tmp_path, "builds", {**build_, "label": label, "areas": areas})
    performance.keep(tmp_path, "profiles", {**profile, "label": "now"})
    kept = performance.numbers_of(tmp_path)
    assert [(result["areas"], result["label"]) for result in kept["builds"]] == [(5, "now"), (10, "then"), (10, "now")]
    assert [result["label"] for result in kept["profiles"]] == ["now"]


def test_pages_unlike_ours_are_an_error(tmp_path: Path) -> None:
    """Hugo's pages that are more than a little larger or smaller than ours, or not as many, end the benchmark."""
    bench_ = builds.Bench(tmp_path, 2, builds.Options(1, 1))
    bench_.our_sizes = {"1/index.html": 1000, "2/index.html": 1000, "other/index.html": 5}
    bench_.hugo_sizes = {"1/index.html": 1000, "2/index.html": 1080}
    assert bench_.sizes(2) == {"page_bytes": 1000, "hugo_page_bytes": 1040}
    bench_.hugo_sizes["2/index.html"] = 1120
    with pytest.raises(builds.UnlikeError, match="106% of the bytes"):
        bench_.sizes(2)
    with pytest.raises(builds.UnlikeError, match="3 pages asked"):
        bench_.sizes(3)


def test_what_a_district_adds_is_right(tmp_path: Path) -> None:
    """A register, one with a revocation, and one with a batch as well have no finding."""
    assert register.write(tmp_path / "data", SOURCE, None, counties=1) == register.Size(1, 168, 484)
    assert report_of(tmp_path / "data").findings == []
    (county,) = (tmp_path / "data" / "registers").iterdir()
    assert edits.revoke(county) == 1
    report = report_of(tmp_path / "data")
    assert (report.findings, report.areas, report.events) == ([], 168, 485)
    register.write(tmp_path / "other", SOURCE, None, counties=1)
    (county,) = (tmp_path / "other" / "registers").iterdir()
    assert edits.publish(county, SOURCE / "divisions" / f"{county.name[:2]}.csv", 500) == 500
    report = report_of(tmp_path / "other")
    assert (report.findings, report.areas, report.events) == ([], 668, 984)


@pytest.mark.parametrize(
    ("path", "outlet"),
    [
        ("990101/990101001001-001/index.html", "pages of areas"),
        ("990101/990101001/index.html", "pages of areas"),
        ("990101/index.html", "other pages"),
        ("990101/notices/990101-20221120-1/index.html", "other pages"),
        ("changes/2022-11/index.html", "other pages"),
        ("990101/index.json", "twins"),
        ("990101/990101001001-001/index.json", "twins"),
        ("990101/990101001001-001/feed.atom", "feeds"),
        ("99/feed/2022-11-1.json", "feeds"),
        ("feeds/all.json", "feeds"),
        ("990101/areas.csv", "downloads"),
        ("downloads/99/events.jsonl", "downloads"),
        ("statistics/days.csv", "downloads"),
        ("990101/search.json", "search"),
        ("search/pairs/a.txt", "search"),
        ("990101/manifest.json", "other"),
        ("static/style.css", "other"),
    ],
)
def test_each_file_has_its_outlet(path: str, outlet: str) -> None:
    """Files are counted by what people take them for."""
    assert outlets.outlet_of(path) == outlet


def test_a_chart_has_a_point_for_each_measurement() -> None:
    """Points lie by their ratio, the line of Hugo at 1 between them; those of the last label are filled."""
    rows = [chart.Row("full", "10", "before", 4.0), chart.Row("full", "10", "now", 0.25)]
    drawn = chart.drawn(rows)
    points = {
        circle.get("class"): float(circle.get("cx", ""))
        for circle in reversed(list(ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}circle")))
    }
    (hugo,) = (
        float(line.get("x1", ""))
        for line in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}line")
        if line.get("class") == "hugo"
    )
    assert points["point"] < hugo < points["earlier"]
