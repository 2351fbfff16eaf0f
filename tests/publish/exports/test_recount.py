"""What the statistics say, pandas finds too; and where they do not agree, nothing is published."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.build.order import Order
from generator.build.start import build
from generator.errors import AuditError
from generator.publish.exports import recount, statistics
from generator.publish.exports.statistics import COUNTED, Counts, Statistics
from generator.publish.handover.summary import STATUSES, Summary, TitleStatus
from tests.support.folders import NOW, ROOT

_NAMES: Final = st.sampled_from(["甲", "乙,丙", '“丁”"', "=戊", "-1", "a", "'b", "", "NA"])
_CODES: Final = st.sampled_from(["010101", "990101", "990201"])
_NUMBERS: Final = st.integers(0, 9)
_DAYS: Final = st.sampled_from(["2022-11-30", "2022-12-01", "2022-12-31", "2021-01-01"])


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    """What statistics ask of a county."""
    titles = draw(
        st.dictionaries(st.builds(TitleStatus, _NAMES, _NAMES, st.sampled_from(STATUSES)), _NUMBERS, max_size=9)
    )
    days = draw(st.dictionaries(st.tuples(_DAYS, st.sampled_from(COUNTED)), st.integers(1, 9), max_size=9))
    county = SimpleNamespace(
        code=draw(_CODES), name=draw(_NAMES), areas=draw(_NUMBERS),
        log_size=draw(_NUMBERS), counts={status: draw(_NUMBERS) for status in STATUSES},
        as_of=f"{draw(_DAYS)}T09:00:00+08:00", title_counts=titles,
        told_by_day=lambda: ((day, kind, number) for (day, kind), number in days.items()),
    )  # fmt: skip
    return cast("Summary", county)


@settings(max_examples=30, deadline=None)
@given(st.lists(summaries(), max_size=4), st.booleans())
def test_pandas_finds_the_same(present: list[Summary], demonstration: bool) -> None:
    """Byte for byte, whatever counties there are, and where there is none."""
    made = Statistics(present, demonstration=demonstration)
    assert [*recount.differences(made, present, demonstration=demonstration)] == []


def _one_more(present: Any) -> Counts:
    counts = _DAYS_OF(present)
    first, *others = counts.rows
    return counts._replace(rows=((*first[:-1], first[-1] + 1), *others))


_DAYS_OF: Final[Callable[[Any], Counts]] = statistics._days


def test_a_number_that_pandas_does_not_find_is_not_published(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where everything is asked for: the table and the page that are wrong are named."""
    order = Order(data, ROOT / "content", tmp_path / "site", now=NOW, workers=1, full=True)
    monkeypatch.setattr(statistics, "_days", _one_more)
    with pytest.raises(AuditError) as refused:
        build(order)
    assert [problem.partition("：")[0] for problem in refused.value.problems] == ["statistics/days.csv", "statistics/"]
    assert not order.output.exists()
    build(replace(order, full=False))
    assert order.output.exists()


def test_no_build_waits_for_pandas_unless_all_is_asked_for(data: Path, tmp_path: Path) -> None:
    """It is imported with `--full` alone."""
    script = (
        "import sys; from pathlib import Path; from generator.build.order import Order\n"
        "from generator.build.start import build\n"
        "data, content, output, now, full = sys.argv[1:]\n"
        "build(Order(Path(data), Path(content), Path(output), now=now, workers=1, full=full == 'full'))\n"
        "print('pandas' in sys.modules)"
    )

    def imports_pandas(full: str) -> str:
        arguments = [data, ROOT / "content", tmp_path / "site", NOW, full]
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False,
            encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert [imports_pandas(full) for full in ("", "full")] == ["False", "True"]
