"""Which items a current feed above the counties holds, and how they are read."""

from __future__ import annotations

from array import array
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.publish.feeds import policy
from generator.publish.feeds.current import choose
from generator.publish.handover.changes import DIGEST, HandedChange
from generator.publish.handover.items import Items, write
from generator.publish.handover.merged import DayFeed, Index
from generator.publish.handover.store import Store

DAYS = ("2022-10-30", "2022-10-31", "2022-11-01", "2022-11-05", "2022-12-01")
# Of each item its day, the hour, whether it gives way to others, and its bytes.
ITEMS = st.lists(
    st.tuples(st.sampled_from(DAYS), st.integers(0, 2), st.booleans(), st.sampled_from((100, 400_000))), max_size=40
)


def _country(items: list[tuple[str, int, bool, int]]) -> Any:
    """As much of a country as is asked for which items there are; none of them came late."""
    indexes, merged = {}, {}
    lines = sorted(
        ((f"{day}T0{hour}:00:00+08:00", f"990101-{number:06}", yields, weight)
         for number, (day, hour, yields, weight) in enumerate(items)),
        reverse=True,
    )  # fmt: skip
    for day in sorted({day for day, *_ in items}):
        own = [line for line in lines if line[0].startswith(day)]
        numbers = array("I", range(len(own)))
        indexes[day] = Index(
            array("Q", range(len(own) + 1)), "\n".join(f"{line[0]}\t{line[1]}" for line in own),
            bytes(line[2] for line in own), array("I", (line[3] for line in own)),
            {"all": (numbers, b"".join(_digest(line[1]) for line in own))},
        )  # fmt: skip
        merged[day] = SimpleNamespace(feeds={"all": DayFeed(len(own), own[0][0], 0)})
    country = SimpleNamespace(
        days=sorted(indexes), merged=merged, late={}, published_late=[], index=indexes.__getitem__,
        orders=lambda day: indexes[day].orders(),
    )  # fmt: skip
    return country, lines


def _digest(event_id: str) -> bytes:
    return event_id.encode().rjust(DIGEST)


@given(ITEMS, st.integers(0, 12), st.integers(0, 8), st.integers(1, 8), st.sampled_from(DAYS))
def test_what_is_passed_over_would_not_have_been_chosen(
    items: list[tuple[str, int, bool, int]], unread: int, least: int, more: int, since: str
) -> None:
    """The feed holds what it would if every item were looked at, the oldest of all too."""
    country, lines = _country(items)
    most, since = least + more, f"{since}T00:00:00+08:00"
    open_items = {day[:7]: unread for day in DAYS}
    seen: dict[str, int] = {}
    wanted: list[tuple[str, str, bool, int]] = []
    for line in lines:
        month = line[0][:7]
        seen[month] = seen.get(month, 0) + 1
        if seen[month] <= unread or line[0] >= since or len(wanted) < least:
            wanted.append(line)
    size, kept = 0, []
    for line in sorted(wanted, key=lambda line: line[2])[:most]:
        size += line[3]
        if size > policy.POLICY.most_bytes:
            break
        kept.append(line)
    chosen = choose(country, "all", open_items, least, most, since)
    assert [line.digest for line in chosen.lines] == [_digest(line[1]) for line in sorted(kept, reverse=True)]
    assert chosen.cut == (len(wanted) > len(kept))


@given(st.lists(st.tuples(st.binary(max_size=9), st.binary(max_size=9)), min_size=1, max_size=12), st.randoms())
def test_items_are_read_as_they_were_written(pairs: list[tuple[bytes, bytes]], random: Any) -> None:
    """Whether they are asked for side by side, in any order, or twice."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        written = {f"990101-{number:06}": ("2022-11", pair) for number, pair in enumerate(pairs)}
        spans = write(store, "990101.a", written)
        changes = [
            HandedChange("2022-11-05T00:00:00+08:00", event, "", "", "", "0", "", span.encode(), "", "", "")
            for event, span in spans.items()
        ]
        backwards = [*reversed(changes)]
        mixed = random.choices(changes, k=2 * len(changes))
        with Items(store, {"990101": "990101.a"}) as items:
            for asked in (changes, backwards, mixed, []):
                assert [*items(asked)] == [[*written[change.event_id][1]] for change in asked]
