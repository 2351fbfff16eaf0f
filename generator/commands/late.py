"""Which counties have promised to publish by now, and have not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from generator.check import read_plan
from generator.errors import UsageError
from generator.publish.handover.summary import is_present
from generator.publish.pages.rows import promise
from generator.reading import folder
from generator.register.county import compile_county
from generator.register.times import instant


class Late(NamedTuple):
    """A county that is late: its newest record, how many days it promises at most between two, and for how many days
    its time has been over."""

    code: str
    name: str
    as_of: str
    promised: int
    days: int


def late(data: Path, now: str) -> Iterator[Late]:
    """Counties whose promise is over at an instant. Raises UsageError for data that cannot be read, and for a clock
    that is behind every one of them: by such a one no promise is ever over."""
    plan, _ = read_plan(data)
    if plan.site is None:
        raise UsageError("data/site.json 读不了：先运行 wuyi check")
    newest: list[str] = []
    for code in plan.counties:
        source, _ = folder.read_county(data, code, listed=code[:2] not in plan.unlisted)
        county = compile_county(source, plan.profiles, None, plan.calendar) if source.settings else None
        if county is None:
            raise UsageError(f"区县 {code} 读不了：先运行 wuyi check")
        if not is_present(county, plan.site.demonstration):
            continue
        newest.append(instant(county.as_of))
        days = county.settings.publishes_every_days
        made = promise(days, county.as_of)
        if days is None or made is None:
            continue
        over = datetime.fromisoformat(now) - datetime.fromisoformat(made.due)
        if over > timedelta():
            yield Late(code, county.name, county.as_of, days, -(-over // timedelta(days=1)))
    if newest and datetime.fromisoformat(min(newest)) - datetime.fromisoformat(now) > timedelta(days=1):
        raise UsageError(
            f"电脑的时钟不对，说不出谁晚了：现在是 {now[:10]}，可是每个区县最近的记录都比它晚"
            f"（{min(newest)[:10]} 或以后）。先把时钟调准，或用 --now 写明"
        )
