"""How a list is taken over, step by step, with what is said and asked on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from generator.cli.asking import Asker, say
from generator.cli.common import now
from generator.cli.judging import HINTS, DoubtedError, judged
from generator.cli.settling import MOST_TOLD, Settling
from generator.cli.stating import LOSSES, Stating, is_scheme
from generator.commands.reporting import visible
from generator.errors import UsageError
from generator.register.profile import Profile
from generator.staff.importing import counts, headings, telling
from generator.staff.importing.atlas import Atlas, atlas_of
from generator.staff.importing.files import Provenance
from generator.staff.importing.lists import as_document, as_printed, noted, only, read_files
from generator.staff.importing.placing import Noted, Placing, place_rows, titles_of
from generator.staff.importing.proposal import Proposal, Said, UnsaidError, known_notice, proposed
from generator.staff.importing.questions import YES, Question
from generator.staff.intake.model import Declared, ListedRow, ReadList, Sheets
from generator.staff.recording import steps
from generator.staff.recording.desk import Desk, sit_down, write
from generator.staff.template.returned import asked

_BY_RECORD: Final = "人数写在名单的一列里（已排除密接），或用 wuyi record 逐条记"
_HINTS: Final = {**HINTS, "E618": _BY_RECORD}
# A heading that is the title of a notice; 取消名单 is only what somebody called a table.
_A_NOTICE: Final = re.compile("关于.|(?:通告|公告|通知|通报|公示|决定)(?:[（(].*)?$|.{10}")


@dataclass(frozen=True)
class Flags:
    """The options of the command, as they were given."""

    data: Path
    code: str
    clock: str
    files: tuple[Path, ...]
    county: str
    action: str | None
    scheme: str | None
    title: str | None
    date: str | None
    notice: str | None
    notice_title: str | None
    document_no: str | None
    publisher: str | None
    source: str | None
    secondary: bool
    cutoff: str | None
    series: str | None
    batch: str | None
    excerpt: bool
    applied: str | None
    reviewed: str | None
    nominated: str | None
    certified: str | None
    filed: str | None
    assessed: str | None
    reason: str | None
    upward: bool
    columns: tuple[str, ...]
    sheet: tuple[str, ...]
    skip_sheet: tuple[str, ...]
    interactive: bool
    answers: Path | None
    questions: Path | None
    checked: bool
    recorded_at: str
    settings: Path | None
    everything: bool
    silent: bool
    is_terminal: bool
    dry_run: bool
    form: str
    quiet: bool


class Taking:
    """A list on its way into a county; what was answered on the way is not lost."""

    def __init__(self, flags: Flags) -> None:
        self.flags = flags
        self.is_text = flags.form == "text"
        ask = Asker(silent=not flags.interactive, way="加上 --interactive")
        facts = Asker(silent=not (flags.interactive or flags.is_terminal), way="加上 --interactive")
        self.stating = Stating(facts, self.say)
        self.settling = Settling(
            ask, flags.files[0], flags.answers, flags.questions, dry_run=flags.dry_run, out=self.say
        )
        self.is_filing_asked = False
        self.confirmed = 0
        self.outcome: dict[str, Any] = {
            "rows": 0, "areas": 0, "events": 0, "unplaced": 0, "notice_id": None, "declared": [], "questions": [],
            "problems": [], "written": [],
        }  # fmt: skip

    def say(self, text: str) -> None:
        """A line for people; where a program reads the output, beside it."""
        if self.is_text:
            say(text)
        else:
            click.echo(visible(text), err=True)

    def kept(self) -> dict[str, str]:
        """The options that say what was answered on the terminal; {} where nothing was, or all is written."""
        sheet = self.settling.kept()
        answers = {"--answers": str(sheet)} if sheet is not None else {}
        is_open = self.flags.is_terminal and self.settling.is_open
        return {**self.stating.options, **answers} if self.stating.options or self.settling.was_asked or is_open else {}

    @property
    def is_open(self) -> bool:
        """True if questions wait in a worksheet."""
        return self.settling.is_open

    # ---- reading

    def run(self) -> dict[str, Any]:
        """Everything, in order."""
        flags = self.flags
        desk = sit_down(flags.data, flags.code, flags.recorded_at, flags.clock, archived=True)
        found, files = self._read(desk)
        rows, open_ = self._confirmed(found)
        if not self._is_sound(found, open_):
            return self.outcome
        said = self._said(found, rows, desk, files)
        profile = steps.profile_on(desk, str(said.date))
        if flags.scheme is not None and not is_scheme(flags.scheme, profile):
            raise UsageError(f"{said.date} 在用的工作方案是 {profile.id}（《{profile.name}》），不是 {flags.scheme}")
        title = self.stating.title(rows, profile, flags.title, desk if said.last in LOSSES else None)
        atlas = atlas_of(desk)
        while True:
            placing = self._placed(rows, atlas, profile, title, open_, noted(desk, said.notice))
            if placing is None:
                return self.outcome
            said = self.stating.reason(said, rows, profile)
            try:
                return self._propose(desk, said, files, found, placing, atlas, profile, titles_of(rows, profile, title))
            except DoubtedError as error:
                self._again(error.areas, placing, atlas)

    def _again(self, areas: Sequence[str], placing: Placing, atlas: Atlas) -> None:
        """Asks once more where some areas came from; where the list itself names them, nothing is written."""
        if self.settling.doubt(areas, _codes(atlas)):
            return
        for row in placing.placed:
            if row.area is not None and row.area.area_id in areas:
                self.say(f"{row.row.where}“{row.row.text('name')}” → {row.area.area_id}：{row.why}")
        self.say("这几行是照名单上的名称找到的：名单印错了就改名单，同名的加一列“编号”，写区域编号。")
        raise click.Abort

    def _read(self, desk: Desk) -> tuple[ReadList, list[Provenance]]:
        """The files as one list."""
        flags = self.flags
        columns = headings.parsed(flags.columns)
        settings = (flags.settings or Path(click.get_app_dir("wuyi"))) / "columns.json"
        meanings = {**headings.remembered(settings), **columns}
        versions = [version for profile in desk.county.profiles.values() for version in profile.versions()]
        titles = [title.name for version in versions for title in version.titles.values()]
        whole, files = read_files(flags.files, meanings, titles, Sheets(flags.sheet, flags.skip_sheet))
        if columns and whole.rows:
            headings.remember(settings, columns)
            self.say(f"记住了：{'、'.join(f'{text}={role}' for text, role in columns.items())}")
        self.outcome["rows"] = len(whole.rows)
        for note in whole.notes:
            self.say(f"注意：{note.text}")
        if whole.unread:
            self.say(f"没有读的：{_listed(f'{cell.where}“{cell.text}”' for cell in whole.unread)}")
        if not whole.rows and whole.problems and all(problem.row is None for problem in whole.problems):
            raise UsageError("\n".join(problem.told() for problem in whole.problems[:MOST_TOLD]))
        return whole, files

    def _confirmed(self, found: ReadList) -> tuple[list[ListedRow], list[Question]]:
        """The rows, with those that somebody confirmed to be meant so; and the questions about others."""
        rows, open_ = [*found.rows], []
        questions = [(problem.row, as_printed(problem)) for problem in found.problems if problem.row is not None]
        self.settling.settle(question for _, question in questions)
        for row, question in questions:
            answer = self.settling.answers.get(question.key)
            if answer is None:
                open_.append(question)
            elif answer == YES:
                rows.append(row)
        self.confirmed = len(rows) - len(found.rows)
        return rows, open_

    def _is_sound(self, found: ReadList, open_: Sequence[Question]) -> bool:
        """True if every row of the list could be read."""
        wrong = [problem for problem in found.problems if problem.row is None]
        asked = {question.key for question in open_}
        told = [problem for problem in found.problems if problem.row is None or as_printed(problem).key in asked]
        if not wrong:
            return True
        for problem in told[:MOST_TOLD]:
            self.say(problem.told())
        if len(told) > MOST_TOLD:
            self.say(f"另有 {len(told) - MOST_TOLD} 处。")
        self.outcome["problems"] = [problem.told() for problem in told]
        self.say("名单里有不能读入的：什么也没有写。改好名单，再运行一次。")
        return False

    # ---- what is said of the list

    def _said(self, found: ReadList, rows: Sequence[ListedRow], desk: Desk, files: Sequence[Provenance]) -> Said:
        """What is said beside the list, by options, by what is printed once for all of it, or by answers."""
        flags = self.flags
        own = asked(rows, flags.action)
        said = Said(
            action=own.action or "certify", date=flags.date, assessed=flags.assessed, reason=flags.reason,
            notice=flags.notice or own.notice,
            notice_title=flags.notice_title, document_no=flags.document_no or only(rows, "document_no"),
            publisher=flags.publisher, source=flags.source, cutoff=flags.cutoff, secondary=flags.secondary,
            today=now()[:10], upward=flags.upward, series=flags.series, batch=flags.batch or only(rows, "batch"),
            days={
                kind: day
                for kind, day in (
                    ("apply", flags.applied), ("review", flags.reviewed), ("nominate", flags.nominated),
                    ("certify", flags.certified), ("file", flags.filed),
                )
                if day
            },
        )  # fmt: skip
        known = known_notice(desk, said, files)
        if known is not None:
            notice = {**desk.source.above, **desk.county.notices}.get(known)
            return replace(said, notice=known, date=flags.date or (notice.published_at if notice else None))
        day = self.stating.date(rows, flags.date, desk)
        title = flags.notice_title
        printed = [heading for heading in found.headings if _A_NOTICE.search(heading.text)]
        if title is None and len(printed) == 1:
            title = printed[0].text
            self.say(f"通告标题取自{printed[0].where}：{title}")
        if title is None:
            title = self.stating.notice_title()
        for row in desk.county.notices.values():  # the same list, from another file
            if row.title == title and row.published_at[:10] == day[:10]:
                self.say(f"名录里已有这份通告：{row.notice_id}")
                return replace(said, notice=row.notice_id, date=day)
        return replace(said, date=day, notice_title=title)

    # ---- questions

    def _placed(
        self, rows: Sequence[ListedRow], atlas: Atlas, profile: Profile, title: str | None, open_: list[Question],
        earlier: Noted,
    ) -> Placing | None:  # fmt: skip
        """The rows with their places; None where questions stay open, which are in a worksheet then."""
        codes = _codes(atlas)
        while True:
            placing = place_rows(rows, atlas, profile, title, self.settling.answers, earlier)
            if not self.settling.settle(placing.questions.values(), codes):
                break
        questions = [*open_, *placing.questions.values()]
        if not questions:
            return placing
        self.outcome["questions"] = [as_document(question, atlas) for question in questions]
        self.outcome["worksheet"] = str(self.settling.written(questions))
        return None

    # ---- what comes of it

    def _propose(
        self, desk: Desk, said: Said, files: Sequence[Provenance], found: ReadList, placing: Placing, atlas: Atlas,
        profile: Profile, titles: Mapping[str, str],
    ) -> dict[str, Any]:  # fmt: skip
        judgements = [*counts.judged(found.declared, placing, atlas, profile, titles, said, self.confirmed)]
        wrong = [count for count in judgements if count.is_wrong]
        for count in judgements:
            if count.row is None:
                self.say(count.told)
        self.outcome["declared"] = [
            {"title": count.declared.title, "declared": count.declared.count, "named": count.declared.named}
            for count in judgements
        ]
        if wrong and not self.flags.excerpt:
            self.outcome["problems"] = [count.told for count in wrong]
            self.say("写明的数量和名单上的不一样：什么也没有写。核对名单；确是节选的，加上 --excerpt。")
            return self.outcome
        if wrong:
            said = replace(said, source=_of_excerpt(said, desk, [count.declared for count in wrong]))
        rows = [count.row for count in judgements if count.row is not None]
        said, proposal = self._completed(
            desk, said, profile, lambda said: proposed(desk, placing.placed, said, files, rows, str(said.date))
        )
        already = _already(placing, proposal)
        if rows and already and proposal.desk.added.notices:
            # What the register has under this notice is less than what it declares, and rightly so.
            self.say(f"写明的数量里{already}：不登记数量，写进出处。")
            said = replace(said, source=_declared_in(said, desk, already, [count.declared for count in judgements]))
            proposal = proposed(desk, placing.placed, said, files, (), str(said.date))
        if not self.flags.quiet:
            for line in telling.rows(placing, everything=self.flags.everything):
                self.say(line)
        for line in telling.left(placing, proposal):
            self.say(line)
        self.outcome["notice_id"] = proposal.notice_id
        added = proposal.desk.added
        if not (added.areas or added.events or added.unplaced):
            self.say("名录里都已经有了：什么也不用写。")
            return self.outcome
        self._finish(proposal.desk)
        return self.outcome

    def _completed(
        self, desk: Desk, said: Said, profile: Profile, made: Callable[[Said], Proposal]
    ) -> tuple[Said, Proposal]:  # fmt: skip
        """What comes of the list, once it is asked for what nobody said yet. Raises UsageError."""
        stating = self.stating
        try:
            proposal = made(said)
        except UnsaidError as error:
            if stating.is_silent:
                raise
            said = stating.days(said, error.missing, str(said.date))
            proposal = made(said)
        more = stating.upward(stating.assessed(said, proposal.desk), proposal.desk)
        more = stating.filed(more, proposal.desk, profile, asked=self.is_filing_asked)
        self.is_filing_asked = True
        return (said, proposal) if more == said else (more, made(more))

    def _finish(self, desk: Desk) -> None:
        flags, added = self.flags, desk.added
        self.outcome.update(areas=len(added.areas), events=len(added.events), unplaced=len(added.unplaced))
        shown = partial(telling.preview, everything=flags.everything)
        last = Asker(silent=flags.silent or not self.is_text)
        try:
            desk = judged(desk, last, checked=flags.checked, quiet=flags.quiet, shown=shown, hints=_HINTS, out=self.say)
        except SystemExit:
            if self.is_text:
                raise
            self.outcome.update(areas=0, events=0, unplaced=0, problems=["写完之后数据会有错误：什么也没有写。"])
            return
        if flags.dry_run:
            self.say("只是看看：什么也没有写。")
        elif not last.yes("写入吗", default=True, silent=flags.silent):
            self.say("什么也没有写。")
        else:
            self.outcome["written"] = write(desk)
            self.say(f"已写 {desk.folder}：{'、'.join(self.outcome['written'])}。")
            if not flags.quiet:
                self.say(f"下一步：wuyi submit {desk.code} 提交；要收回，wuyi record {desk.code} --undo")


def _codes(atlas: Atlas) -> dict[str, object]:
    """Whatever an answer may be, beside the choices: a unit or an area of the county."""
    return {**dict.fromkeys(atlas.units()), **atlas.areas}


def _already(placing: Placing, proposal: Proposal) -> str:
    """How many rows of a list add nothing, in words; "" where all of them do."""
    said = ((len(proposal.known), "名录里已有"), (len(placing.twice), "重复"))
    return "，".join(f"有 {number} 个{what}" for number, what in said if number)


def _of_excerpt(said: Said, desk: Desk, declared: Sequence[Declared]) -> str:
    return _declared_in(said, desk, "所载为节选", declared)


def _declared_in(said: Said, desk: Desk, why: str, declared: Sequence[Declared]) -> str:
    """The source of a notice, with what it declares where that is no count of the register."""
    source = said.source or f"{said.publisher or desk.county.settings.publisher or '发布单位未载明'} {said.date}"
    told = "、".join(f"{count.title} {count.count} 个" for count in declared)
    return f"{source}；{why}，原件写明：{told}"


def _listed(texts: Iterable[str]) -> str:
    items = [*texts]
    return "、".join(items[:10]) + (f" 等 {len(items)} 处" if len(items) > 10 else "")
