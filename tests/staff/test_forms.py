"""Rows at the end of a table: what the file was like before, it is like after."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.staff.recording.forms import ChangedError, appended, taken_back

CASES = b"date,area_id,confirmed,asymptomatic,close_contacts,cleared_contacts\n"
ROW = {"date": "2022-12-08", "area_id": "990101001002-004", "confirmed": 1}
LINE = b"2022-12-08,990101001002-004,1,,,\n"
OLD = b"2022-12-01,990101001002,,2,,\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, CASES + LINE),
        (CASES, CASES + LINE),
        (CASES + OLD, CASES + OLD + LINE),
        (CASES + OLD.rstrip(), CASES + OLD + LINE),  # no line end at the end
        (b"\xef\xbb\xbf" + CASES, b"\xef\xbb\xbf" + CASES + LINE),
        ((CASES + OLD).replace(b"\n", b"\r\n"), (CASES + OLD + LINE).replace(b"\n", b"\r\n")),
        (CASES + OLD + b"\n,,,,,\n", CASES + OLD + LINE + b"\n,,,,,\n"),  # what a spreadsheet left at the end
        (
            CASES.replace(b"\n", b",,\n") + OLD.replace(b"\n", b",,\n"),
            CASES.replace(b"\n", b",,\n") + OLD.replace(b"\n", b",,\n") + LINE.replace(b"\n", b",,\n"),
        ),
        (
            b'"date","area_id","confirmed","asymptomatic","close_contacts","cleared_contacts"\n',
            b'"date","area_id","confirmed","asymptomatic","close_contacts","cleared_contacts"\n'
            b'"2022-12-08","990101001002-004","1","","",""\n',
        ),
    ],
    ids=["new", "empty", "rows", "no-end", "mark", "crlf", "blank-end", "wide", "quoted"],
)
def test_a_row_in_the_form_of_the_file(before: bytes | None, after: bytes) -> None:
    """Mark, line ends, quotes and what stands at the end; and back again to the byte."""
    assert appended(before, "cases", "csv", [ROW]) == after
    taken = taken_back(after, before, "csv")
    assert [dict(row) for row in taken.rows] == [{**ROW, "confirmed": "1"}]
    assert taken.content == before


def test_a_last_column_that_the_file_lacks() -> None:
    """It is added to each line, empty; whoever takes the row back has the file as it was."""
    header = b"sequence,area_id,area_name,event,title,effective_at,recorded_at,decided_by,reason,notice_id,corrects"
    before = header + b"\r\n1,990101001001,a,apply,community,2022-12-01,2022-12-01,,,,\r\n"
    row = {"sequence": 2, "area_id": "990101001001", "area_name": "a,b", "confirmed": "yes"}
    after = appended(before, "events", "csv", [row])
    assert after == (
        header + b",confirmed\r\n1,990101001001,a,apply,community,2022-12-01,2022-12-01,,,,,\r\n"
        b'2,990101001001,"a,b",,,,,,,,,yes\r\n'
    )
    assert taken_back(after, before, "csv").content == before


JSONS = {
    "indented": '[\n  {\n    "date": "2022-12-01",\n    "area_id": "990101001002"\n  }\n]\n',
    "four": '[\n    {\n        "date": "2022-12-01",\n        "area_id": "990101001002"\n    }\n]',
    "one-a-line": '[\n{"date": "2022-12-01", "area_id": "990101001002"}\n]\n',
    "compact": '[{"date":"2022-12-01","area_id":"990101001002"}]',
    "escaped": '[{"date": "2022-12-01", "area_id": "990101001002", "x": "\\u95ed}]"}]',
}


@pytest.mark.parametrize("form", JSONS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_object_as_the_others_are_set(form: str, end: str) -> None:
    """Indented or not, with blanks or without: the text before it stays, and it looks like the one before."""
    before = JSONS[form].replace("\n", end)
    twin = json.loads(before)[-1]
    after = appended(before.encode(), "cases", "json", [twin, {**twin, "date": "2022-12-02"}]).decode()
    assert [one["date"] for one in json.loads(after)] == ["2022-12-01", "2022-12-01", "2022-12-02"]
    head, tail = before[: before.rindex("}") + 1], before[before.rindex("}") + 1 :]
    assert after.startswith(head)
    assert after.endswith(tail)
    begin = before.index("{", 1)
    assert after.count(before[begin : before.rindex("}") + 1]) == 2  # the row itself, to the letter, once more
    assert taken_back(after.encode(), before.encode(), "json").content == before.encode()


@pytest.mark.parametrize("before", [None, b"[]\n", b"[ ]"])
def test_the_first_object(before: bytes | None) -> None:
    """A list without any gets one, indented."""
    after = appended(before, "cases", "json", [ROW])
    assert json.loads(after) == [ROW]
    assert after.startswith(b'[\n  {\n    "date"')
    assert taken_back(after, before, "json") == (before, (ROW,))


@pytest.mark.parametrize(
    ("now", "was", "line"),
    [
        (CASES + b"2022-12-01,990101001002,,3,,\n" + LINE, CASES + OLD, 2),
        (CASES, CASES + OLD, 2),
        (CASES + OLD + LINE, CASES + OLD + LINE + OLD, 4),
        (CASES + LINE + OLD, CASES + OLD, 2),
    ],
)
def test_only_added_lines_are_taken_back(now: bytes, was: bytes, line: int) -> None:
    """What was changed, lost or moved by hand is no addition; the first such line is named."""
    with pytest.raises(ChangedError) as told:
        taken_back(now, was, "csv")
    assert told.value.line == line


def test_line_ends_that_git_stores_otherwise() -> None:
    """On Windows the file has others than the commit: nothing else differs, and it keeps them."""
    was = CASES + OLD
    now = (was + LINE).replace(b"\n", b"\r\n")
    assert taken_back(now, was, "csv").content == was.replace(b"\n", b"\r\n")
    assert taken_back(was.replace(b"\n", b"\r\n"), was, "csv") == (was.replace(b"\n", b"\r\n"), ())


_texts = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=6).map(str.strip).filter(bool)


@given(
    st.lists(st.tuples(_texts, _texts), max_size=4),
    st.lists(st.tuples(_texts, _texts), min_size=1, max_size=3),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_whatever_stands_there(
    old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]], end: str, quoting: Any
) -> None:
    """Any rows behind any others read as what they are, and are taken back to the byte."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end, quoting=quoting)
    writer.writerows([["code", "name"], *old])
    before = text.getvalue().encode()
    rows = [{"code": code, "name": name} for code, name in new]
    after = appended(before, "divisions", "csv", rows)
    assert after.startswith(before)
    read = list(csv.reader(io.StringIO(after.decode(), newline=""), strict=True))
    assert read[1:] == [list(row) for row in (*old, *new)]
    assert taken_back(after, before, "csv") == (before, tuple(rows))
