"""Pushes seen by readers: a real repository, real web servers with the files that `init-server` wrote, and who
reads all the time: a program, and a browser."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

import pytest

from generator import placing
from generator.transparency import checkpoint
from tests.support.folders import run_wuyi
from tests.support.logsigning import KEY
from tests.support.people import A, People
from tests.support.pushing import EVENTS, NEXT, Office
from tests.support.repositories import commit, edit, git
from tests.support.servers import hosting
from tests.support.tools import require_tool
from tests.support.visiting import Reader, Reading, Visitor, wait_for_rounds

SWITCHES: Final = int(os.environ.get("WUYI_SWITCHES", "100"))
ABOUT: Final = "content/pages/about.md"
AREAS: Final = ("990101001001-001", "990101001002")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A server with a site, and what pushes to it."""
    made = Office(tmp_path)
    made.pushed()
    return made


@pytest.fixture(params=["nginx", "caddy"])
def port(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> Iterator[int]:
    """The site behind each web server."""
    folder = tmp_path / request.param
    folder.mkdir()
    with hosting(request.param, office.home.site, folder, office.home.hosting) as found:
        yield found


def test_a_hundred_switches_under_readers(office: Office, tmp_path: Path) -> None:
    """Pushes good and bad, and whole sites that change places, before a reader and a browser: no request fails, no
    county is half old, and no manifest names what is not there."""
    require_tool("chromium")
    folder = tmp_path / "nginx"
    folder.mkdir()
    with hosting("nginx", office.home.site, folder, office.home.hosting) as port:
        reader, visitor = Reader(port), Visitor(port, "990101", AREAS)
        reader.start()
        visitor.start()
        seconds: list[float] = []
        pushed = [str(office.home.newest())]
        states = [shutil.copytree(office.home.site, office.home.own / "spare.0")]

        def push() -> None:
            wait_for_rounds(reader, visitor)
            begun = monotonic()
            pushed.append(office.pushed())
            seconds.append(monotonic() - begun)
            states.append(shutil.copytree(office.home.site, office.home.own / f"spare.{len(states)}"))

        for line in NEXT:
            office.append(line)
            push()
        refused = 0
        office.append(NEXT[0].replace("990101001001-001", "990101001001-009"))
        for what in ("main", "+main~2:main", ":main"):
            refused += not office.push(what).is_taken
        git(office.clone, "reset", "-q", "--hard", pushed[-1])
        about = office.clone / ABOUT
        about.write_text(about.read_text(encoding="utf-8") + "\n新的一句。\n", encoding="utf-8")
        commit(office.clone)
        push()
        states.pop()  # it stands
        chosen = random.Random(0)
        for number in range(SWITCHES - len(seconds)):
            # One switch to a reading, at any point of it: a second one might take back what the first did.
            wait_for_rounds(reader, visitor)
            visitor.wait_for_steps(chosen.randrange(visitor.STEPS))
            assert placing.exchange(office.home.site, states[number % len(states)])
        wait_for_rounds(reader, visitor)
        visitor.stop()
        reader.stop()
    print(
        f"{SWITCHES} switches, {len(seconds)} pushes taken, {refused} refused; seconds from push to live: "
        f"{[round(one, 1) for one in seconds]}; {reader.told()}; {visitor.told()}"
    )
    assert refused == 3
    for judged in (reader, visitor):
        assert (judged.failed, judged.mixed, judged.missing) == ([], [], [])
        assert judged.judged > SWITCHES
        assert judged.revisions == set(pushed)


def test_readers_notice_what_should_never_be() -> None:
    """The old after the new, what neither manifest lists, and what both name and is not there; but not one change."""

    def manifest(*contents: bytes) -> bytes:
        files = [{"path": str(at), "sha256": sha256(content).hexdigest()} for at, content in enumerate(contents)]
        return json.dumps({"files": files, "manifests": [], "revision": "r"}).encode()

    old, new = manifest(b"a", b"b", b"same"), manifest(b"A", b"B", b"same")
    reading = Reading(0)
    reading.judge_county(old, new, [("0", b"a"), ("2", b"same"), ("1", b"B")])
    reading.judge_site(manifest(b"a"), manifest(b"a", b"b"), ["1"])
    assert (reading.mixed, reading.missing, reading.changed) == ([], [], 2)
    reading.judge_county(old, new, [("0", b"A"), ("2", b"same"), ("1", b"b")])
    reading.judge_county(old, old, [("0", b"A")])
    reading.judge_county(old, new, [("0", b"?"), ("1", None)])
    assert reading.mixed == ["1: the old after the new", "0: neither", "0: neither", "1: neither"]
    reading.judge_site(old, new, ["2"])
    assert reading.missing == ["2"]


def test_signed_pushes_are_live(tmp_path: Path) -> None:
    """Where signatures are asked for, and the log is signed: events that a county signed are what nginx serves next,
    with a checkpoint that the key signed; an unsigned one is not. Prints the seconds from push to live."""
    people, folder = People(tmp_path), tmp_path / "nginx"
    folder.mkdir()
    office, origin = people.office, "register.example/990101"
    surroundings = {"WUYI_LOG_KEY": KEY.format("register.example")}
    done = office.push(**surroundings)
    assert done.is_taken, done.said
    office.wait_for(str(office.home.newest()))
    seconds: list[float] = []
    with hosting("nginx", office.home.site, folder, office.home.hosting) as port:
        for line in NEXT:
            edit(people.clone / EVENTS, lambda old, line=line: [*old, f"{len(old) + 1},{line}"])  # type: ignore[misc]
            newest = people.commit("甲区")
            begun = monotonic()
            done = office.push(**surroundings)
            assert done.is_taken, done.said
            while json.loads(fetched(port, "manifest.json")[2])["revision"] != newest:
                assert monotonic() < begun + 60, office.home.log.read_text(encoding="utf-8")
                sleep(0.02)
            seconds.append(monotonic() - begun)
            office.wait_for(newest)
            told = checkpoint.verified(fetched(port, "990101/checkpoint")[2], [KEY.verifier(origin)], origin)
            assert told.size == len((people.clone / EVENTS).read_text(encoding="utf-8").splitlines()) - 1
        people.unsigned(A, "x\n")
        assert not office.push(**surroundings).is_taken
        assert json.loads(fetched(port, "manifest.json")[2])["revision"] == newest
    print(f"seconds from a signed push to live, with a signed log: {[round(each, 1) for each in seconds]}")
    assert len(seconds) == len(NEXT)


# ---- what a browser keeps


def fetched(port: int, path: str, **headers: str) -> tuple[int, Any, bytes]:
    """Status, headers and content of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


def test_a_change_of_the_same_size_is_seen_at_once(office: Office, port: int) -> None:
    """A page that changes by one letter, pushed as fast as can be, with times that go up and down: whoever has it gets
    the new one, by its ETag and by its time alike."""
    about = office.clone / ABOUT
    text = about.read_text(encoding="utf-8")
    former: tuple[int, str, str] | None = None
    for letter in "甲乙丙丁戊":
        about.write_text(f"{text}\n{letter}\n", encoding="utf-8")
        commit(office.clone)
        office.pushed()
        status, kept, content = fetched(port, "about/")
        assert (status, letter in content.decode()) == (200, True)
        same = fetched(port, "about/", If_None_Match=kept["ETag"])
        assert (same[0], same[2]) == (304, b"")
        if former is not None:
            size, tag, time = former
            assert len(content) == size
            status, _, now = fetched(port, "about/", If_None_Match=tag, If_Modified_Since=time)
            assert (status, now) == (200, content)
            assert fetched(port, "about/", If_Modified_Since=time)[0] == 200
        former = len(content), kept["ETag"], kept["Last-Modified"]


def test_what_stays_keeps_its_tag_over_builds(office: Office, port: int) -> None:
    """A push that changes one page leaves the rest as they were for whoever has them, also where all is made anew."""
    kept = {path: fetched(port, path)[1]["ETag"] for path in ("990101/", "990101/events.csv", "about/")}
    about = office.clone / ABOUT
    about.write_text(about.read_text(encoding="utf-8") + "\n新的一句。\n", encoding="utf-8")
    commit(office.clone)
    office.pushed()
    shutil.rmtree(office.home.site)
    shutil.rmtree(office.home.own / ".site.build")
    assert run_wuyi("server", "build", office.home.folder).returncode == 0
    again = {path: fetched(port, path, If_None_Match=tag)[0] for path, tag in kept.items()}
    assert again == {"990101/": 304, "990101/events.csv": 304, "about/": 200}


@pytest.mark.parametrize("way", ["link", "exchange"])
@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_a_site_that_is_switched_as_a_whole(office: Office, tmp_path: Path, server: str, way: str) -> None:
    """Copies of two publications, with their times, that a link or an exchange of folders puts in the place of one
    another: the content of the same size is sent."""
    about = office.clone / ABOUT
    text = about.read_text(encoding="utf-8")
    releases = []
    for letter in "甲乙":
        about.write_text(f"{text}\n{letter}\n", encoding="utf-8")
        commit(office.clone)
        office.pushed()
        releases.append(shutil.copytree(office.home.site, tmp_path / letter))
    current = tmp_path / "current"
    if way == "link":
        current.symlink_to(releases[0])
    else:
        shutil.copytree(releases[0], current)
    (tmp_path / "server").mkdir()
    with hosting(server, current, tmp_path / "server", office.home.hosting) as port:
        _, kept, old = fetched(port, "about/")
        if way == "link":
            (tmp_path / "next").symlink_to(releases[1])
            (tmp_path / "next").replace(current)
        else:
            assert placing.exchange(current, releases[1])
        status, _, new = fetched(port, "about/", If_None_Match=kept["ETag"], If_Modified_Since=kept["Last-Modified"])
        assert (status, len(new), new == old) == (200, len(old), False)
