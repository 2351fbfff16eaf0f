"""The files of an invented county: its areas, its log in order, its notices with their counts, its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench.draft import Draft, Line, Unit
from tests.bench.tables import write_county, write_table

SERIES: Final = "无疫社区、无疫小区"
PUBLISHER: Final = "疫情防控指挥部"
COUNTED: Final = {"publish": "certified", "suspend": "suspended", "restore": "restored", "revoke": "revoked"}
# Within a day, in this order.
_ORDER: Final = (
    "apply", "review", "certify", "file", "reject", "withdraw", "correct", "publish", "restore", "suspend", "revoke",
)  # fmt: skip


class Written(NamedTuple):
    """How much a county has, and what it adds to notices of its city: (notice, county, title, measure)."""

    areas: int
    events: int
    counted: Counter[tuple[str, str, str, str]]


def write(folder: Path, draft: Draft) -> Written:
    """Writes the folder of a county."""
    draft.units.sort()
    draft.lines.sort(key=lambda line: (line.day, _ORDER.index(line.event), line.unit.area_id))
    for sequence, line in enumerate(draft.lines, 1):
        line.sequence = sequence
    folder.mkdir(parents=True)
    code, since = draft.place.code, draft.first.isoformat()
    write_county(folder, code, draft.profile["id"], since, since, fictional=True)
    county = _County(draft)
    write_table(folder, "areas", (one[:5] for one in draft.units))
    write_table(folder, "events", county.events())
    write_table(folder, "notices", county.notices())
    write_table(folder, "declared", county.declared())
    write_table(folder, "cases", sorted(draft.cases, key=str))
    write_table(folder, "assessments", sorted(draft.assessments))
    write_table(folder, "inspections", sorted(draft.inspections))
    higher = Counter(row for row in county.counted() if not row[0].startswith(code))
    return Written(len(draft.units), len(draft.lines), higher)


class _County:
    """What follows from the areas and the log: bodies, times, notices and their counts."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.lines = draft.lines
        self.code = draft.place.code

    def _body(self, line: Line) -> str:
        """The body that took a step: of the level that the scheme gives."""
        place = line.unit.area_id.partition("-")[0]
        level = self.draft.steps[line.event]["levels"][line.unit.title]
        if level is None:
            return place[:12] if line.event == "apply" else self.code
        return place[:level]

    def events(self) -> Iterator[tuple[object, ...]]:
        """Rows of the log; on each day the first is recorded at eight, and then one each half minute."""
        last, at = -1, 0
        for line in self.lines:
            at = at + 1 if line.day == last else 0
            last = line.day
            time = f"{self.draft.day(line.day)}T{8 + at // 120:02d}:{at // 2 % 60:02d}:{at % 2 * 30:02d}+08:00"
            unit = line.unit
            alike = bool(unit.qualifier) and line.event in ("suspend", "revoke")
            yield (
                line.sequence, unit.area_id, unit.name, line.event, unit.title, self.draft.day(line.day), time,
                self._body(line), line.reason, line.notice_id, line.corrects.sequence if line.corrects else "",
                "yes" if alike else "",
            )  # fmt: skip

    @cached_property
    def _batches(self) -> dict[str, int]:
        used = sorted({line.notice_id for line in self.lines if line.event == "publish"})
        own = [one for one in used if one.startswith(self.code)]
        return {notice: batch for batch, notice in enumerate(own, 1)}

    def notices(self) -> Iterator[tuple[object, ...]]:
        """Rows of the notices that events name."""
        for notice in sorted({line.notice_id for line in self.lines if line.notice_id.startswith(self.code)}):
            batch = self._batches.get(notice)
            what = f"公布第{batch}批{SERIES}" if batch else "暂停、恢复、取消部分称号"
            digits = notice.split("-")[1]
            day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            yield (
                notice, PUBLISHER, f"关于{what}的通告", f"示疫指发〔2022〕{batch or 0}号", day, "", "official",
                f"门户网站 {day}", "",
            )  # fmt: skip

    def counted(self) -> Iterator[tuple[str, str, str, str]]:
        """For each event that a notice counts: notice, county, title, measure."""
        for line in self.lines:
            if line.event in COUNTED:
                yield (line.notice_id, self.code, line.unit.title, COUNTED[line.event])

    def declared(self) -> Iterator[tuple[object, ...]]:
        """Counts of each title; of some batches also by street, and what the county has by then."""
        for (notice, _, title, measure), count in sorted(Counter(self.counted()).items()):
            if notice.startswith(self.code):
                yield (notice, SERIES, self._batches.get(notice, ""), "", title, measure, count)
        by_street = Counter(
            (line.notice_id, line.unit.area_id[:9], line.unit.title) for line in self.lines if line.event == "publish"
        )
        for (notice, street, title), count in sorted(by_street.items()):
            if self._batches.get(notice, 0) % 3 == 1:
                yield (notice, SERIES, self._batches[notice], street, title, "certified", count)
        for notice, held in self._current().items():
            for title, count in sorted(held.items()):
                yield (notice, SERIES, self._batches[notice], "", title, "current", count)

    def _current(self) -> dict[str, Counter[str]]:
        """Titles held after each fourth batch."""
        found: dict[str, Counter[str]] = {}
        held: set[Unit] = set()
        for line in self.lines:
            if line.event in ("publish", "restore"):
                held.add(line.unit)
            elif line.event in ("suspend", "revoke"):
                held.discard(line.unit)
            if line.event == "publish" and self._batches.get(line.notice_id, 0) % 4 == 2:
                found[line.notice_id] = Counter(unit.title for unit in held)
        return found
