"""How a list is taken over, step by step, with what is said and asked on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from generator.cli.asking import Asker, say
from generator.cli.common import now
from generator.cli.judging import HINTS, judged
from generator.commands.reporting import visible
from generator.errors import UsageError
from generator.register.profile import Profile
from generator.staff.importing import counts, headings, telling, worksheet
from generator.staff.importing.atlas import Atlas, atlas_of
from generator.staff.importing.files import Provenance, provenance
from generator.staff.importing.lists import as_document, as_printed, joined, noted, only, within
from generator.staff.importing.placing import Noted, Placing, place_rows, titles_of
from generator.staff.importing.proposal import Proposal, Said, day_of, known_notice, proposed
from generator.staff.importing.questions import YES, Question, answered
from generator.staff.intake.model import Declared, ListedRow, ReadList
from generator.staff.intake.reader import read_list
from generator.staff.recording import notices, steps
from generator.staff.recording.desk import Desk, sit_down, write
from generator.staff.template.returned import asked

_BY_RECORD: Final = "要写人数依据的，用 wuyi record 逐条记"
_HINTS: Final = {**HINTS, "E618": _BY_RECORD}
_MOST_TOLD: Final = 40
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
    interactive: bool
    answers: Path | None
    questions: Path | None
    checked: bool
    recorded_at: str
    settings: Path | None
    everything: bool
    silent: bool
    dry_run: bool
    form: str
    quiet: bool


def taken(flags: Flags) -> dict[str, Any]:
    """Takes a list over; what came of it, as a program reads it."""
    return _Taking(flags).run()


class _Taking:
    def __init__(self, flags: Flags) -> None:
        self.flags = flags
        self.is_text = flags.form == "text"
        self.ask = Asker(silent=not flags.interactive, way="加上 --interactive")
        self.answers: dict[str, str] = {}
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
        if flags.scheme not in (None, profile.id):
            raise UsageError(f"{said.date} 在用的工作方案是 {profile.id}（《{profile.name}》），不是 {flags.scheme}")
        title = self._title(rows, profile)
        atlas = atlas_of(desk)
        placing = self._placed(rows, atlas, profile, title, open_, noted(desk, said.notice))
        if placing is None:
            return self.outcome
        return self._propose(desk, said, files, found, placing, atlas, profile, titles_of(rows, profile, title))

    def _read(self, desk: Desk) -> tuple[ReadList, list[Provenance]]:
        """The files as one list."""
        flags = self.flags
        columns = headings.parsed(flags.columns)
        settings = (flags.settings or Path(click.get_app_dir("wuyi"))) / "columns.json"
        meanings = {**headings.remembered(settings), **columns}
        versions = [version for profile in desk.county.profiles.values() for version in profile.versions()]
        titles = [title.name for version in versions for title in version.titles.values()]
        lists: list[ReadList] = []
        files: list[Provenance] = []
        for file in flags.files:
            content = file.read_bytes()
            files.append(provenance(file.name, content))
            found = read_list(content, file.name, columns=meanings, titles=titles)
            lists.append(within(found, file.name) if len(flags.files) > 1 else found)
        whole = joined(lists)
        if columns and whole.rows:
            headings.remember(settings, columns)
            self.say(f"记住了：{'、'.join(f'{text}={role}' for text, role in columns.items())}")
        self.outcome["rows"] = len(whole.rows)
        for note in whole.notes:
            self.say(f"注意：{note.text}")
        if whole.unread:
            self.say(f"没有读的：{_listed(f'{cell.where}“{cell.text}”' for cell in whole.unread)}")
        if not whole.rows and whole.problems and all(problem.row is None for problem in whole.problems):
            raise UsageError("\n".join(problem.told() for problem in whole.problems[:_MOST_TOLD]))
        return whole, files

    def _confirmed(self, found: ReadList) -> tuple[list[ListedRow], list[Question]]:
        """The rows, with those that somebody confirmed to be meant so; and the questions about others."""
        rows, open_ = [*found.rows], []
        questions = [(problem.row, as_printed(problem)) for problem in found.problems if problem.row is not None]
        self._given(question for _, question in questions)
        for row, question in questions:
            answer = self._answer(question)
            if answer is None:
                open_.append(question)
            elif answer == YES:
                rows.append(row)
        self.confirmed = len(rows) - len(found.rows)
        return rows, open_

    def _is_sound(self, found: ReadList, open_: Sequence[Question]) -> bool:
        """True if every row of the list could be read."""
        wrong = [problem for problem in found.problems if problem.row is None]
        for problem in wrong[:_MOST_TOLD]:
            self.say(problem.told())
        if len(wrong) > _MOST_TOLD:
            self.say(f"另有 {len(wrong) - _MOST_TOLD} 处。")
        self.outcome["problems"] = [problem.told() for problem in wrong]
        if wrong:
            self.say("名单里有不能读入的：什么也没有写。改好名单，再运行一次。")
        return not wrong

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
        day = self._asked_day(rows)
        title = flags.notice_title
        printed = [heading for heading in found.headings if _A_NOTICE.search(heading.text)]
        if title is None and len(printed) == 1:
            title = printed[0].text
            self.say(f"通告标题取自{printed[0].where}：{title}")
        if title is None:
            title = self.ask.text("通告标题", "--notice-title")
        for row in desk.county.notices.values():  # the same list, from another file
            if row.title == title and row.published_at[:10] == day[:10]:
                self.say(f"名录里已有这份通告：{row.notice_id}")
                return replace(said, notice=row.notice_id, date=day)
        return replace(said, date=day, notice_title=title)

    def _asked_day(self, rows: Sequence[ListedRow]) -> str:
        try:
            return day_of(rows, self.flags.date)
        except UsageError as error:
            if self.ask.silent:
                raise
            self.say(str(error))
            return self.ask.until("发布日期", "--date", notices.day)

    def _title(self, rows: Sequence[ListedRow], profile: Profile) -> str | None:
        """The title that all rows have, where the list does not print them. Raises UsageError."""
        wanted = self.flags.title
        named = {key: title.name for key, title in profile.titles.items()}
        if wanted is None:
            if all(row.text("title") or row.text("kind") for row in rows):
                return None
            choices = [*named.items()]
            if self.ask.silent:
                raise UsageError(f"名单上没有印称号：用 --title 写明；《{profile.name}》有：{steps.listed(named)}")
            return self.ask.choose("称号", "--title", choices)
        fitting = [key for key, name in named.items() if wanted in (key, name)]
        if not fitting:
            raise UsageError(f"《{profile.name}》没有称号“{wanted}”；有：{steps.listed(named)}")
        return fitting[0]

    # ---- questions

    def _placed(
        self, rows: Sequence[ListedRow], atlas: Atlas, profile: Profile, title: str | None, open_: list[Question],
        earlier: Noted,
    ) -> Placing | None:  # fmt: skip
        """The rows with their places; None where questions stay open, which are in a worksheet then."""
        codes = {**dict.fromkeys(atlas.units()), **atlas.areas}
        while True:
            placing = place_rows(rows, atlas, profile, title, self.answers, earlier)
            self._given(placing.questions.values(), codes)
            if not self.ask.silent:
                for key, question in placing.questions.items():
                    if key not in self.answers:
                        self.answers[key] = self._asked(question, codes)
            if not any(key in self.answers for key in placing.questions):
                break
        questions = [*open_, *placing.questions.values()]
        if not questions:
            return placing
        self.outcome["questions"] = [as_document(question, atlas) for question in questions]
        self._worksheet(questions)
        return None

    def _given(self, questions: Iterable[Question], codes: Mapping[str, object] | None = None) -> None:
        """Takes the answers of the sheet to these questions."""
        if self.flags.answers is None:
            return
        typed = worksheet.read(self.flags.answers.read_bytes(), self.flags.answers.name)
        for question in questions:
            if question.key in typed and question.key not in self.answers:
                self.answers[question.key] = answered(question, typed[question.key], codes or {})

    def _answer(self, question: Question) -> str | None:
        if question.key not in self.answers and not self.ask.silent:
            self.answers[question.key] = self._asked(question, {})
        return self.answers.get(question.key)

    def _asked(self, question: Question, codes: Mapping[str, object]) -> str:
        waiting = f"（{question.rows} 行）" if question.rows > 1 else ""
        say(f"{question.where}“{question.printed}”{waiting}：{question.why}")
        for number, choice in enumerate(question.choices, 1):
            say(f"  {number}  {choice.label}")
        return self.ask.until("选哪一个（写数字或代码）", "--answers", lambda text: answered(question, text, codes))

    def _worksheet(self, questions: Sequence[Question]) -> None:
        """Writes the open questions beside the list; a sheet that somebody may have filled in is never written over."""
        first = self.flags.files[0]
        sheet = self.flags.questions or first.with_name(f"{first.stem}-问题.csv")
        number = 2
        while sheet.exists():
            sheet = sheet.with_name(f"{re.sub('-[0-9]+$', '', sheet.stem)}-{number}.csv")
            number += 1
        self.outcome["worksheet"] = str(sheet)
        if not self.flags.dry_run:
            sheet.write_bytes(worksheet.written(questions, self.answers))
        waiting = sum(question.rows for question in questions)
        self.say(f"有 {len(questions)} 个问题要人回答（{waiting} 行）：")
        for question in questions[:_MOST_TOLD]:
            self.say(f"  {question.where}“{question.printed}”：{question.why}")
        if self.flags.dry_run:
            self.say("只是看看：什么也没有写，问题表也没有写。")
        else:
            self.say(f"什么也没有写进数据。问题表在 {sheet}：填好“回答”一列，再运行一次，加上 --answers {sheet}")

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
        proposal = proposed(desk, placing.placed, said, files, rows, str(said.date))
        already = _already(placing, proposal)
        if rows and already and proposal.desk.added.notices:
            # What the register has under this notice is less than what it declares, and rightly so.
            self.say(f"写明的数量里{already}：不登记数量，写进出处。")
            said = replace(said, source=_declared_in(said, desk, already, [count.declared for count in judgements]))
            proposal = proposed(desk, placing.placed, said, files, (), str(said.date))
        if not self.flags.quiet:
            for line in telling.rows(placing):
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
                self.say(f"下一步：wuyi changes 看这次改动的意思，再提交；要收回，wuyi record {desk.code} --undo")


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
