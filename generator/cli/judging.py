"""What staff commands have in common before they write: the check of what will be, and what is shown of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NoReturn

from generator.check import Report
from generator.cli.asking import Asker, say
from generator.commands import reporting
from generator.register.model import Finding
from generator.staff.recording import telling
from generator.staff.recording.desk import Desk, open_elsewhere, tried

# What to add to the command where a check refuses what it would write.
HINTS: Final = {
    "E415": "核对过没有记错的，加上 --checked",
    "E612": "各项标准都达到的，用 --assessed 写自评的日期",
    "E616": "所在的小区、社区、街道也要取消的，加上 --upward 一并记录",
    "E617": "所在的小区、社区、街道也要暂停的，加上 --upward 一并记录",
    "E618": "都已排除的，用 --cleared 写人数",
    "E627": "所在的社区、街道也要记的，加上 --upward 一并记录",
}

IS_MEANT: Final = "核对过了，没有记错区域吗"


class DoubtedError(Exception):
    """Somebody who was asked says that one of these areas (ids) is not the one that is meant."""

    def __init__(self, areas: Sequence[str]) -> None:
        self.areas = tuple(dict.fromkeys(areas))
        super().__init__("; ".join(areas))


def judged(
    desk: Desk, ask: Asker, *, checked: bool, quiet: bool, shown: Callable[[Desk], Iterable[str]] | None = None,
    hints: Mapping[str, str] = HINTS, out: Callable[[str], None] = say,
) -> Desk:  # fmt: skip
    """Shows what would be written, once a check has nothing against it; `shown` are lines in place of every row.

    Raises DoubtedError where a person looked at names that are alike, and finds that another area is meant.
    """
    errors, warnings, others = telling.sorted_out(desk, tried(desk))
    alike = [finding for finding in errors if finding.code == "E415"]
    if alike and len(alike) == len(errors):
        for finding in alike:
            out(finding.message)
        names = {finding.value for finding in alike}
        losses = [event for event in desk.added.events if event.event in ("suspend", "revoke")]
        losses = [event for event in losses if event.area_name in names]
        if not ask.yes(IS_MEANT, default=None, silent=checked):
            if not ask.silent:
                raise DoubtedError([event.area_id for event in losses])
            out(f"{hints['E415']}。")
            refused((), "没有核对：什么也没有写。", out=out)
        desk = desk.checked([event.sequence for event in losses])
        errors, warnings, others = telling.sorted_out(desk, tried(desk))
    if errors:
        refused(errors, "写完之后数据会有错误：什么也没有写。", hints, out)
    for line in shown(desk) if shown is not None else _rows(desk, quiet=quiet):
        out(line)
    listed(warnings, out)
    for name in open_elsewhere(desk):
        out(f"注意：{name} 好像正在别的程序里打开。先在那里关闭，不然它一保存，就会盖掉这次写的。")
    if others and not quiet:
        out(f"另有 {others} 条提醒与这次无关，写完以后用 wuyi check {desk.code} 看。")
    return desk


def _rows(desk: Desk, *, quiet: bool) -> Iterator[str]:
    """The rows that are to be written, and what the public will read."""
    if not quiet:
        yield from (f"将写 {line}" for line in telling.rows(desk))
    yield from telling.sentences(desk)


def listed(findings: Sequence[Finding], out: Callable[[str], None] = say) -> None:
    """Findings as a check tells them."""
    for text in [*reporting.as_text(Report(list(findings)))][:-1] if findings else ():  # the last is of a whole check
        out(text)


def refused(
    findings: Sequence[Finding], message: str, hints: Mapping[str, str] = HINTS, out: Callable[[str], None] = say
) -> NoReturn:  # fmt: skip
    """Ends the command: what stands against it, what to add to it, and that nothing was written."""
    listed(findings, out)
    for code, hint in hints.items():
        if any(finding.code == code for finding in findings):
            out(f"{hint}。")
    out(message)
    sys.exit(1)
