"""Findings of batches: each series of a publisher counts on, without gap or repetition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from generator.findings import finding
from generator.register.model import Declared, Finding, Notice, Table
from generator.register.times import instant


def check(notices: Table[Notice], declared: Table[Declared], *, complete: bool) -> Iterator[Finding]:
    """Batches of the notices of a folder. `complete` is false for a list of which only some notices are known.

    A batch that is no number (新一轮) is not counted.
    """
    if not notices.whole or notices.spoilt or declared.spoilt:
        return
    published = {notice.notice_id: (instant(notice.published_at), notice.notice_id) for notice in notices.rows}
    by_series: dict[tuple[str, str], list[tuple[int, Declared]]] = defaultdict(list)
    for line, row in declared.located():
        if row.series and row.batch and row.batch.isascii() and row.batch.isdecimal() and row.notice_id in published:
            by_series[row.notice_id.partition("-")[0], row.series].append((line, row))
    for (_, series), rows in by_series.items():
        seen: dict[int, tuple[int, str]] = {}
        for line, row in sorted(rows, key=lambda pair: (published[pair[1].notice_id], int(pair[1].batch or 0))):
            batch = int(row.batch or 0)
            if batch not in seen:
                seen[batch] = (line, row.notice_id)
            elif seen[batch][1] != row.notice_id:
                yield finding(
                    "E704", declared.path, line, "batch", row.batch, series=series, notice=seen[batch][1]
                )  # fmt: skip
        for last, batch in pairwise(sorted(seen)) if complete else ():
            if batch > last + 1:
                missing = f"{last + 1}" if batch == last + 2 else f"{last + 1} 至 {batch - 1}"
                yield finding(
                    "W703", declared.path, seen[batch][0], "batch", batch, series=series, before=last,
                    notice=seen[last][1], missing=missing,
                )  # fmt: skip
