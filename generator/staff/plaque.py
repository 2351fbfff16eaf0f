"""Door plaques as PDF: which areas get one, and why the others get none. For staff.

An area has a plaque while it holds a title. One that lost it is to take the plaque down (摘牌), an archived list
is history: neither gets one. What is decided here is printed by `Printer`; nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from generator import words
from generator.check import Plan, Report, check_one, read_plan
from generator.engine.pool import Engine
from generator.errors import UsageError
from generator.publish.county.certificate import TAKE_DOWN, certificate
from generator.publish.pages import dress, overrides, pdf, renderer
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.views.papers import Certificate, PlaqueView
from generator.register.county import County
from generator.register.divisions import ancestors
from generator.register.model import Appearance, SiteSettings

SIZES: Final = ("a4", "a5")
# What the engine reckons a plaque to weigh: workers take a second to start, a plaque a third of one.
_WEIGHT: Final = 4


class Wanted(NamedTuple):
    """What plaques are asked for: areas by name, all of a county, all that a notice published."""

    areas: Sequence[str] = ()
    county: str | None = None
    notice: str | None = None


class Refused(NamedTuple):
    """An area that gets no plaque: its name (its id where it is unknown), a word for the reason, the whole reason."""

    area_id: str
    name: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Plaques to print, in order of the areas; areas named that get none; areas of a batch that were passed over.

    Where the report has errors there is nothing else.
    """

    report: Report
    plaques: tuple[Certificate, ...] = ()
    refused: tuple[Refused, ...] = ()
    passed_over: tuple[Refused, ...] = ()
    appearance: Appearance = field(default_factory=Appearance)


def decide(data: Path, wanted: Wanted, site_url: str | None = None) -> Decision:
    """Who gets a plaque. Raises UsageError for a county or notice that the data does not have."""
    plan, findings = read_plan(data)
    report = Report(findings)
    if plan.site is not None:
        dressed = overrides.dressed(data, plan.site)
        plan = replace(plan, site=dressed.value)
        report.findings.extend(dressed.findings)
    codes = _counties(plan, wanted)
    counties: dict[str, County] = {}
    for code in codes:
        checked, _, county = check_one(plan, code)
        report.findings.extend(checked.findings)
        report.counties += 1
        report.areas += checked.areas
        report.events += checked.events
        if county is not None:
            counties[code] = county
    report.findings.sort(key=lambda finding: finding.order())
    if report.errors or plan.site is None:
        return Decision(report)
    site = replace(plan.site, url=site_url) if site_url else plan.site
    batch = _batch(counties, wanted)
    plaques: list[Certificate] = []
    refused: list[Refused] = []
    passed_over: list[Refused] = []
    for area_id in sorted({*wanted.areas, *batch}):
        verdict = _judge(counties.get(area_id[:6]), site, area_id)
        if isinstance(verdict, Certificate):
            plaques.append(verdict)
        else:
            (refused if area_id in wanted.areas else passed_over).append(verdict)
    return Decision(report, tuple(plaques), tuple(refused), tuple(passed_over), site.appearance)


def _counties(plan: Plan, wanted: Wanted) -> list[str]:
    """The counties that must be read."""
    if wanted.county is not None and wanted.county not in plan.counties:
        raise UsageError(f"没有这个区县的名录：{wanted.county}")
    concerned = {area_id[:6] for area_id in wanted.areas} | {wanted.county}
    if wanted.notice is not None:
        unit = wanted.notice.partition("-")[0]
        concerned |= {code for code in plan.counties if unit in (code, *ancestors(code))}
    return [code for code in plan.counties if code in concerned]


def _batch(counties: dict[str, County], wanted: Wanted) -> set[str]:
    """The areas of a county, and those whose title a notice published."""
    batch = set(counties[wanted.county].by_area) if wanted.county else set()
    if wanted.notice is None:
        return batch
    if not any(county.notice(wanted.notice) for county in counties.values()):
        raise UsageError(f"没有这个通告：{wanted.notice}")
    return batch | {
        record.area_id
        for county in counties.values()
        for record in county.records.values()
        if any(event.event == "publish" and event.notice_id == wanted.notice for event in record.standing)
    }


def _judge(county: County | None, site: SiteSettings, area_id: str) -> Certificate | Refused:
    area = county.areas.get(area_id) if county else None
    if county is None or area is None:
        return Refused(area_id, area_id, "不在名录", "名录里没有这个区域")
    name = words.full_name(area.name, area.qualifier)
    if county.settings.state == "archived":
        return Refused(area_id, name, "历史名录", "属于历史名录，不代表现状")
    made = certificate(county, site, area_id)
    if made is not None:
        return made
    if area.valid_until is not None and area.valid_until < county.as_of[:10]:
        return Refused(area_id, name, "已停用", f"区域已于 {words.day_name(area.valid_until)}停用")
    records = county.by_area.get(area_id, [])
    lost = next((record for record in records if record.state.public in ("suspended", "revoked")), None)
    if lost is not None and lost.state.public and lost.state.since:
        status = words.STATUSES[lost.state.public]
        return Refused(area_id, name, status, f"称号{status}，自 {words.day_name(lost.state.since)}起；{TAKE_DOWN}")
    if any(record.state.public == "candidate" for record in records):
        return Refused(area_id, name, "公示中", "正在公示，称号还没有发布")
    return Refused(area_id, name, "没有称号", "没有已经发布的称号")


class Printer:
    """Makes the PDF of some plaques; it is sent to workers."""

    def __init__(self, size: str, appearance: Appearance = Appearance()) -> None:  # noqa: B008 - frozen
        self.size, self.appearance = size, appearance

    def __call__(self, plaques: Sequence[Certificate]) -> bytes:
        """The plaques as one PDF, a page each."""
        first = plaques[0]
        title = f"{first.title_name}　{words.full_name(first.name, first.qualifier)}"
        if len(plaques) > 1:
            title = f"称号牌（{len(plaques)} 块）"
        renderer.wear(self.appearance)
        emblem = dress.emblem(self.appearance)
        shown = tuple(plaque._replace(emblem=emblem) for plaque in plaques)
        html = renderer.render("plaque", PlaqueView(title, self.size, shown), CHINESE)
        css = (renderer.THEME / "plaque" / "plaque.css").read_text(encoding="utf-8") + (dress.PLAQUE if emblem else "")
        return pdf.pdf(html, css, len(plaques))


class _Named:
    """Makes the PDF of one plaque, and says whose it is."""

    def __init__(self, size: str, appearance: Appearance) -> None:
        self.printer = Printer(size, appearance)

    def __call__(self, plaque: Certificate) -> tuple[str, bytes]:
        try:
            return plaque.area_id, self.printer([plaque])
        except pdf.PaperError as error:
            raise pdf.PaperError(f"{plaque.name}（{plaque.area_id}）的称号牌不能制作：{error}") from None


def print_each(
    plaques: Sequence[Certificate], size: str, appearance: Appearance, workers: int | None = None
) -> Iterator[tuple[str, bytes]]:
    """(area_id, PDF) of each plaque, as they come."""
    with Engine(workers) as pool:
        yield from pool.run(_Named(size, appearance), plaques, len(plaques) * _WEIGHT)


def counted(refused: Iterable[Refused]) -> dict[str, int]:
    """How many for each reason, in order of the words."""
    counts: dict[str, int] = {}
    for refusal in refused:
        counts[refusal.word] = counts.get(refusal.word, 0) + 1
    return dict(sorted(counts.items()))
