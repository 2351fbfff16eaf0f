"""What is made of texts is kept: the same site with it and without, and no Pelican where it stands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from generator.build import cache
from generator.build.order import Order
from generator.build.rollup import Job, Rolled, RollUp
from generator.build.start import build
from generator.errors import ProseError
from generator.prose import rendering, settings
from tests.support.folders import NOW, ROOT, replace_once

Turns = list[str]
PELICAN, MARKDOWN = "Pelican", "Markdown"
# What no build needs to import where the texts are as they were.
HEAVY: Final = ("pelican", "markdown", "docutils", "blinker", "pygments")
LOG: Final = "registers/990201/events.csv"
LAST: Final = "14,990201100002,海风村,revoke,village,2022-08-30,2022-08-30T07:30:00+08:00,990201,new_case,,\n"


@pytest.fixture
def order(data: Path, tmp_path: Path) -> Order:
    """An order for the worked example without its newest event, and with the repository's own texts; built once."""
    replace_once(data / LOG, LAST, "")
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    made = Order(data, content, tmp_path / "site", now=NOW, workers=1)
    assert not build(made).report.errors
    return made


@pytest.fixture
def turns(order: Order, monkeypatch: pytest.MonkeyPatch) -> Turns:
    """Whose turn it was, in all that is built from here on."""
    noted: Turns = []

    def noting(who: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            noted.append(who)
            return function(*arguments)

        return call

    monkeypatch.setattr(rendering, "rendered", noting(PELICAN, rendering.rendered))
    monkeypatch.setattr(settings, "converted", noting(MARKDOWN, settings.converted))
    return noted


def kept(order: Order) -> list[Path]:
    """The files that hold what was made of texts."""
    folder = order.output.parent / f".{order.output.name}.build/cache"
    return sorted(path for name in ("prose", "texts") for path in folder.glob(f"{name}.*"))


def event(order: Order) -> None:
    """A village loses its title: totals that texts name, and the time below every page, are other ones."""
    with (order.data / LOG).open("a", encoding="utf-8") as file:
        file.write(LAST)


def nothing(order: Order) -> None:
    """All is as it was."""


def loss(order: Order) -> None:
    """What was kept is gone, and so is what tells that nothing changed."""
    for path in (*kept(order), order.output.parent / f".{order.output.name}.build/cache/whole"):
        path.unlink()


def another_address(order: Order) -> None:
    """The site moves."""
    path = order.data / "site.json"
    site = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**site, "url": "https://elsewhere.example/list"}, ensure_ascii=False), encoding="utf-8")


def another_text(order: Order) -> None:
    """A sentence is added."""
    with (order.content / "pages/about.md").open("a", encoding="utf-8") as file:
        file.write("\n现在有效 [[certified]] 个。\n")


def another_title(order: Order) -> None:
    """The head of a text changes; what Markdown makes of it does not."""
    path = order.content / "announcements/start.md"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = ["title: 改了的标题\n" if line.startswith("title:") else line for line in lines]
    path.write_text("".join(changed), encoding="utf-8")


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def whole(order: Order) -> dict[str, bytes]:
    """The site as a build from nothing makes it."""
    other = replace(order, output=order.output.parent / "whole")
    build(other)
    return tree(other.output)


def test_a_first_build_renders_texts_where_they_are_judged(
    order: Order, turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and before the roll-up begins, which finds them: other processes are with the counties meanwhile."""
    for folder in (order.output, order.output.parent / f".{order.output.name}.build"):
        shutil.rmtree(folder)
    roll_up = RollUp.__call__

    def noting(made: RollUp, job: Job) -> Rolled:
        turns.append("roll-up")
        return roll_up(made, job)

    monkeypatch.setattr(RollUp, "__call__", noting)
    assert not build(order).report.errors
    assert turns[:2] == [MARKDOWN, PELICAN]
    assert set(turns[2:]) == {"roll-up"}


@pytest.mark.parametrize(
    ("change", "needed"),
    [
        (nothing, []),
        (event, []),
        (another_address, [PELICAN]),
        (another_text, [MARKDOWN, PELICAN]),
        (another_title, [PELICAN]),
        (loss, [MARKDOWN]),
    ],
    ids=["nothing", "an event", "an address", "a text", "a title", "nothing is kept"],
)
def test_texts_are_rendered_when_they_change(
    order: Order, turns: Turns, change: Callable[[Order], None], needed: Turns
) -> None:
    """By whom it is needed, and the site is that of a build from nothing."""
    before = tree(order.output)
    change(order)
    assert not build(order).report.errors
    assert turns == needed
    after = tree(order.output)
    assert after == whole(order)
    assert (after["about/index.html"] == before["about/index.html"]) == (
        change not in (event, another_address, another_text)
    )


@pytest.mark.parametrize("damage", [lambda _: b"", lambda content: content[:-7], lambda content: b"x" + content[1:]])
def test_what_was_damaged_is_made_anew(order: Order, turns: Turns, damage: Callable[[bytes], bytes]) -> None:
    """The same pages, and what is kept is as it was."""
    before = {path: path.read_bytes() for path in kept(order)}
    assert [path.name.partition(".")[0] for path in before] == ["prose", "texts"]
    for path, content in before.items():
        path.write_bytes(damage(content))
    event(order)
    build(order)
    assert turns == [MARKDOWN, PELICAN]
    assert {path: path.read_bytes() for path in kept(order)} == before
    assert tree(order.output) == whole(order)


def test_only_the_newest_is_kept(order: Order) -> None:
    """What was made of texts that are no more goes."""
    before = kept(order)
    another_text(order)
    build(order)
    assert len(kept(order)) == 2
    assert not {*before} & {*kept(order)}


def test_all_is_rendered_where_all_is_asked_for(order: Order, turns: Turns) -> None:
    """`--full` takes nothing for made."""
    build(replace(order, full=True))
    assert turns == [MARKDOWN, PELICAN]


@pytest.mark.parametrize("library", ["pelican", "markdown", "nh3"])
def test_another_version_of_a_library_renders_anew(
    order: Order, turns: Turns, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """Also of one that no county needs: the pages are not left as another version made them."""
    installed = cache.version_of
    monkeypatch.setattr(cache, "version_of", lambda name: "0.0.0" if name == library else installed(name))
    build(order)
    assert turns == [MARKDOWN, PELICAN]


def test_what_pelican_refuses_it_refuses_until_it_is_mended(
    order: Order, turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept of a text that could not be rendered: each build says so, in the same words."""
    another_text(order)
    with monkeypatch.context() as broken:
        broken.setattr("generator.prose.plugin._language", lambda page: [][0])
        said = []
        for _ in range(2):
            with pytest.raises(ProseError) as refused:
                build(order)
            said.append(str(refused.value))
    assert said[0] == said[1]
    assert "这篇文章生成不了" in said[0]
    assert turns == [MARKDOWN, PELICAN, PELICAN]
    assert not build(order).report.errors
    assert tree(order.output) == whole(order)


def test_an_event_needs_neither_pelican_nor_markdown(order: Order) -> None:
    """They are not even imported; where a text changed, they are."""
    script = (
        "import sys; from pathlib import Path; from generator.build.order import Order\n"
        "from generator.build.start import build\n"
        "data, content, output, now = sys.argv[1:]\n"
        "assert not build(Order(Path(data), Path(content), Path(output), now=now, workers=1)).report.errors\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )

    def imported() -> set[str]:
        arguments = [order.data, order.content, order.output, NOW]
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False,
            encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return {*done.stdout.split()}

    before = tree(order.output)
    event(order)
    assert imported() == set()
    assert tree(order.output) != before
    another_text(order)
    assert {"pelican", "markdown"} <= imported()
