"""A table that is split into columns is the one that is read line by line, and numbers are numbers in both."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from generator.reading import columns

CELLS = st.text(st.sampled_from('甲a1 \t\x00\u2028"'), max_size=3)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=3).map(",".join), max_size=5)


@given(ROWS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_columns_are_those_of_the_rows(rows: list[str], ending: str) -> None:
    """Whatever the cells hold: what is split at commas is what the reader of CSV makes of it, or is left to it."""
    text = ending.join(rows)
    split, parsed = columns.split(text), columns._parsed(text)
    assert split is None or (parsed is not None and split[0] == parsed[0] and _alike(split[1], parsed[1]))


def _alike(split: Sequence[Sequence[str]], parsed: Sequence[Sequence[str]]) -> bool:
    """True if columns hold the same cells; of a table without rows nothing is asked."""
    return [*map(list, split)] == [*map(list, parsed)] or not any(split)


def test_a_table_without_quotes_is_split() -> None:
    """The quick way is the one that is gone, with the line breaks of both worlds."""
    split = (["a", "b"], [["1", ""], ["", "2"]])
    assert columns.split("a,b\n1,\n,2") == split
    assert columns.split("a,b\r\n1,\r\n,2") == split


def test_rows_whose_widths_only_sum_up_are_not_split() -> None:
    """A row with a cell too few is not made good by the next, which has one too many."""
    assert columns.split("a,b,c\n1,2\n1,2,3,4") is None
    assert columns.split('a,b\n"1",2') is None
    assert columns.split("a,b\n1\r,2") is None


@given(st.lists(st.text(st.sampled_from("0129-+_ ．１٣.e"), min_size=1, max_size=11)))
def test_numbers_are_those_that_are_written_as_such(cells: list[str]) -> None:
    """All cells of a column at once, or each by itself: the verdict is one."""
    numbers = columns._integers(cells)
    sound = all(map(columns.is_integer, cells))
    if sound:
        assert numbers == [*map(int, cells)]
    else:
        assert numbers is None or min(numbers) < 0  # which every schema refuses
