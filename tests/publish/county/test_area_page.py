"""The page of an area: which of the scheme's measures it shows."""

from __future__ import annotations

from pathlib import Path

from generator.check import check_one, read_plan
from generator.publish.county.area_page import AreaPages
from generator.publish.county.context import Context
from tests.publish.county.test_titles import COUNTY, HELD, REJECTED, change, lay_out
from tests.support.folders import replace_once


def test_measures_are_those_of_the_day_on_which_a_title_was_given(tmp_path: Path) -> None:
    """An amendment of the measures holds for titles given from its day on, and for no earlier ones."""
    data = lay_out(tmp_path / "data")
    changes = {"measures": [{"text": "新措施", "clause": None}]}
    change(
        data / "schemes" / "earlier.json",
        measures=[{"text": "旧措施", "clause": None}],
        amendments=[{"effective_at": "2022-11-25", "text": "修订", "clause": None, "changes": changes}],
    )
    events = data / "registers" / COUNTY / "events.csv"
    replace_once(events, "reject,community,2022-11-24,2022-11-24", "publish,community,2022-11-25,2022-11-25")
    plan, _ = read_plan(data, None)
    county = check_one(plan, COUNTY)[2]
    assert county is not None
    assert plan.site is not None
    pages = AreaPages(Context(county, plan.site))
    shown = {area_id: [one.text for one in pages.view(area_id).measures] for area_id in (HELD, REJECTED)}
    assert shown == {HELD: ["旧措施"], REJECTED: ["新措施"]}
