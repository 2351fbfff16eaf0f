"""The order in which logs grew is that of publication; who polls by it misses nothing, whatever lines say of time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.build.growth import numbered
from generator.history.growth import grown, lasting, rows_of
from generator.history.steps import Step
from generator.publish.handover.log import CountryLog

COUNTIES = ("990101", "990102", "990201")
# A push: by how many lines each of some counties grows. A merge is one too: it brings at once what was made long ago.
PUSHES = st.lists(st.dictionaries(st.sampled_from(COUNTIES), st.integers(1, 5), min_size=1), min_size=1, max_size=12)


def history(pushes: list[dict[str, int]]) -> list[Step]:
    """Pushes as commits, oldest first; the id of a content is its number of lines."""
    sizes = dict.fromkeys(COUNTIES, 0)
    steps = []
    for number, push in enumerate(pushes):
        changes: dict[str, tuple[str | None, str | None]] = {}
        for code, lines in push.items():
            sizes[code] += lines
            changes[f"registers/{code}/events.csv"] = (None, str(sizes[code]))
        steps.append(Step(number, changes, f"{number:040x}"))
    return steps


def log_of(steps: list[Step]) -> CountryLog:
    """The country's log after some commits."""
    found = [*grown(steps, {}, lambda path, blob: int(blob))]
    sizes = dict(found)
    return CountryLog("register.example", tuple(numbered((code, size, b"") for code, size in lasting(found, sizes))))


def table(log: CountryLog, most: int) -> list[tuple[int, str, int]]:
    """The table of changes, newest first: index, county, place in its log."""
    return [
        (step.first + place - step.before, step.code, place)
        for step in log.newest(most)
        for place in range(step.size - 1, step.before - 1, -1)
    ]


@given(PUSHES, st.data())
def test_who_polls_by_the_last_index_misses_nothing(pushes: list[dict[str, int]], data: st.DataObject) -> None:
    """After any pushes, polled as seldom as one likes: each line is seen once, and a table that does not reach back
    far enough shows that by its last index."""
    most = data.draw(st.integers(1, 30))
    steps = history(pushes)
    seen: list[tuple[str, int]] = []
    last = -1
    for number in sorted({*data.draw(st.lists(st.integers(1, len(steps)))), len(steps)}):
        log = log_of(steps[:number])
        rows = table(log, most)
        if rows[-1][0] > last + 1:
            rows = table(log, 10_000)  # the rest is in the tiles
        new = [row for row in rows if row[0] > last]
        assert [row[0] for row in new] == [*range(last + len(new), last, -1)]
        seen += [(code, place) for _, code, place in reversed(new)]
        last = rows[0][0]
    total = {code: sum(push.get(code, 0) for push in pushes) for code in COUNTIES}
    assert sorted(seen) == [(code, place) for code in COUNTIES for place in range(total[code])]


@given(PUSHES, st.integers(1, 20))
def test_a_table_is_never_longer_and_has_no_gap(pushes: list[dict[str, int]], most: int) -> None:
    """The newest lines, as many as are asked for, without a hole between two pushes."""
    rows = table(log_of(history(pushes)), most)
    whole = table(log_of(history(pushes)), 10_000)
    assert rows == whole[:most]
    assert [row[0] for row in whole] == [*range(len(whole) - 1, -1, -1)]


@given(PUSHES, PUSHES)
def test_what_came_later_changes_nothing_before(pushes: list[dict[str, int]], more: list[dict[str, int]]) -> None:
    """The entries after more pushes begin with those before them: the log is only ever extended."""
    steps = history([*pushes, *more])
    before, after = log_of(steps[: len(pushes)]), log_of(steps)
    assert after.grown[: len(before.grown)] == before.grown


def test_lines_that_were_taken_back_do_not_count() -> None:
    """A log that became shorter and grew again has the steps that lead to what it is; one that is gone has none."""
    steps = [("a", 5), ("b", 2), ("a", 9), ("c", 1), ("a", 4), ("a", 7)]
    assert lasting(steps, {"a": 7, "b": 2}) == [("b", 2), ("a", 4), ("a", 7)]
    assert lasting([("a", 5)], {"a": 8, "b": 1}) == [("a", 5), ("a", 8), ("b", 1)]


def test_lines_are_counted_as_they_are_read() -> None:
    """With or without a last line feed, in any form; what is no log has none."""
    for text in ("h,i\n1,2\n3,4\n", "h,i\r\n1,2\r\n3,4", "h,i\n1,2\n\n3,4\n", 'h,i\n1,"2\n2"\n3,4\n'):
        assert rows_of("registers/990101/events.csv", text.encode()) == 2, text
    assert rows_of("registers/990101/events.json", b"[{}, {}]") == 2
    for wrong in (b"", b"{", b"{}"):
        assert rows_of("registers/990101/events.json", wrong) == 0
    assert rows_of("registers/990101/events.csv", b"") == 0
