"""Whatever stands in a data folder, no exception reaches the user: thousands of broken ones, the same each time.

`make fuzz` tries more. One that fails is kept (see the message) and tried again by its number:
`make fuzz SEED=1 FROM=42 COUNT=1`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import pytest

from generator.build.order import Order, Result
from generator.build.serving import serve
from generator.errors import ProseError, UsageError
from tests.support.broken import folders, make, unbroken
from tests.support.folders import NOW
from tests.support.fuzzing import Bench, tried

SEED: Final = 1
# So many folders are checked, in so many tests, which run beside one another.
FOLDERS: Final = 2_400
PARTS: Final = 12
# Of so many also everything else is asked, which takes longer.
OTHERS: Final = 48
SINCE: Final = 24
PREVIEWED: Final = 20


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A user with one data folder after the other."""
    with Bench(tmp_path) as bench:
        yield bench


@pytest.mark.parametrize("name", sorted(set(folders.NAMES)))
def test_whole_folders_are_whole(bench: Bench, name: str) -> None:
    """What is broken later is without any finding, and can be published and compared before."""
    assert bench.check(unbroken(name)) == 0
    bench.others(unbroken(name))
    bench.since(unbroken(name))
    assert not bench.tally.codes
    assert {status for _, status in bench.tally.statuses} == {0}


@pytest.mark.parametrize("part", range(PARTS))
def test_check_tells_what_is_wrong(bench: Bench, part: int) -> None:
    """Text, JSON and annotations, with 0 or 1; a fault has a file, a line where there are lines, and advice."""
    size = FOLDERS // PARTS
    for number in range(part * size, (part + 1) * size):
        tried(bench.check, SEED, number)
    assert bench.tally.folders == size
    # Most folders are broken enough to be told, in many ways; a few faults are none.
    assert bench.tally.statuses["check", 1] > size
    assert bench.tally.statuses["check", 0] > 0
    assert len(bench.tally.codes) > 20


@pytest.mark.parametrize("part", range(4))
def test_other_commands_end_well(bench: Bench, part: int) -> None:
    """`show`, `build` and `plaque` of broken folders: what check passes can be published, and nothing else is."""
    for number in range(part * OTHERS // 4, (part + 1) * OTHERS // 4):
        tried(bench.others, SEED + 3, number)
    assert bench.tally.statuses["build", 0] > 0
    assert bench.tally.statuses["build", 1] > 0


@pytest.mark.parametrize("part", range(2))
def test_comparing_ends_well(bench: Bench, part: int) -> None:
    """`check --base`, `changes` and `renumber`, with the broken folder on either side."""
    for number in range(part * SINCE // 2, (part + 1) * SINCE // 2):
        tried(bench.since, SEED + 2, number)
    assert bench.tally.statuses["changes", 0] > 0


def test_numbers_make_the_same_folders() -> None:
    """A folder that failed somewhere can be made anywhere."""
    numbers = range(60)
    assert [make(SEED, number) for number in numbers] == [make(SEED, number) for number in numbers]
    assert len({make(SEED, number).words for number in numbers}) > 50


def test_preview_outlives_broken_folders(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve` announces each folder or complains of it, shows the last good site all the while, and goes on."""
    addresses: list[str] = []
    statuses: list[int] = []
    announced: list[Result] = []
    complaints: list[Exception] = []

    steps = iter(range(PREVIEWED + 1))

    def changes(*_: object, **__: object) -> Iterator[set[str]]:
        for number in steps:  # it is asked anew where the folder is another one
            if number > 0:
                with urlopen(addresses[0], timeout=20) as answer:
                    statuses.append(answer.status)
            bench.put(make(SEED + 3, number) if number < PREVIEWED else unbroken("example"))
            yield {"changed"}

    monkeypatch.setattr("watchfiles.watch", changes)
    bench.put(unbroken("example"))
    order = Order(bench.data, bench.folder / "content", bench.folder / "site", workers=1)
    serve(order, 0, lambda: NOW, announced.append, complaints.append, addresses.append)
    assert statuses == [200] * PREVIEWED
    # What can be refused is a report; a complaint is of a world that is not as it must be (a folder that is away).
    assert [type(error) for error in complaints if not isinstance(error, UsageError | ProseError)] == []
    assert len(announced) + len(complaints) == PREVIEWED + 2
    assert not announced[-1].report.errors
    assert any(result.report.errors for result in announced)
