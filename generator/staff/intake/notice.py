"""Running text in the wording of notices to rows: sections, places with counts, names by 、 or by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from generator.staff.intake import facts
from generator.staff.intake import headings as columns
from generator.staff.intake.forms import number, plain, split
from generator.staff.intake.gathering import Gathering, Scope
from generator.staff.intake.headings import place, title_pattern
from generator.staff.intake.model import PLACES, Cell, ListedRow, Note, Problem, ReadList, Role
from generator.staff.intake.names import SEPARATORS, counted, parts, printed, without_number
from generator.staff.intake.problems import problem
from generator.staff.intake.wordings import (
    AROUND,
    BODY,
    ETC,
    IN_ALL,
    LABEL,
    LISTED,
    LONGEST_NAME,
    PARTLY,
    SENTENCE,
    SHORT_DAY,
    awarded_pattern,
    by_county,
    is_above_compounds,
    numbering,
    parted,
    segments,
    with_bracket,
)

# Headings of columns that stand before a colon and are no place: 社区：甲社区、乙社区.
_COLUMNS: Final = frozenset({"name", *PLACES})


class Heading(NamedTuple):
    """A title or a place under which names stand, and the count that it declares."""

    role: Role
    cell: Cell
    scope: Scope | None
    start: int


def read_notice(lines: Iterable[Cell]) -> ReadList:
    """The rows of a text. What is neither a heading nor names is unread, or a heading of the whole."""
    used = [Cell(line.text.strip(), line.where) for line in lines if line.text.strip()]
    texts = [re.split(r"[:：]", without_number(line.text))[-1].strip() for line in used]
    finer = any(text and place(text) not in ("county", "street") and not SENTENCE.search(text) for text in texts)
    texts_below = [line.text for line in used[1:]]
    notice = _Notice(has_finer=finer)
    for line, following in zip(used, [*texts_below, ""], strict=False):
        notice.line(line, following)
    return notice.done()


class _Notice:
    """A text while it is read: the headings that are open, from the widest."""

    def __init__(self, *, has_finer: bool) -> None:
        self.out = Gathering()
        self.open: list[Heading] = []
        self.shared: dict[Role, Cell] = {}
        self.day_problem: Problem | None = None
        self.listing = False
        self.following = ""
        self.has_finer = has_finer  # something is listed that is no street

    def done(self) -> ReadList:
        """Everything that the text says."""
        self._close(0)
        if self.out.day is None and self.day_problem is not None:
            self.out.problems.append(self.day_problem)
        return self.out.done()

    def line(self, cell: Cell, following: str) -> None:
        """One line; `following` is the text of the next one."""
        if self._fact(cell):
            return
        pieces = segments(cell)
        if len(pieces) > 1:
            for piece in pieces:
                self._one(piece, "")
        else:
            self._one(cell, following)

    def _one(self, cell: Cell, following: str) -> None:
        """One line, or a part of it that has a colon of its own."""
        head, rest = parted(cell)
        self.following = following
        if head is not None and rest is not None and self._head(head, rest):
            return
        if head is None and (self._heading(cell, has_names=False) or self._after_place(cell)):
            return
        if (self.open or self.listing) and self._is_names(plain(cell.text)):
            self._names(cell)
        else:
            self._sentence(cell)

    # ---- what kind of line

    def _fact(self, cell: Cell) -> bool:
        """True for a line that has a day, the number of the document, or a total alone."""
        total = facts.TOTAL.fullmatch(plain(cell.text).rstrip("。"))
        count = number(total[1]) if total is not None else None
        if count is not None:
            heading = self.open[-1] if self.open else None
            title = heading.cell.text if heading else facts.TOTAL_TITLE
            self.out.declare(title, count, cell.where, heading.start if heading else 0)
            return True
        day = facts.day(cell)
        if isinstance(day, Problem):
            self.day_problem = day
            return True
        if day is not None:
            self.out.dated(day)
        text = re.sub(r"\([^()]*\)\s*$", "", plain(cell.text)).strip()
        said = facts.words(cell)
        if "document_no" in said and len(said["document_no"].text) + 4 >= len(text):
            self.shared["document_no"] = said["document_no"]
            return True
        if day is not None and not title_pattern().search(text):
            return True
        if not SHORT_DAY.fullmatch(text):
            return False
        told = facts.day(Cell(f"日期:{cell.text}", cell.where))
        self.day_problem = told._replace(value=cell.text) if isinstance(told, Problem) else None
        return True

    def _head(self, head: Cell, rest: Cell) -> bool:
        """Opens what stands before a colon, and takes the names behind it; false where it is no heading."""
        names = bool(rest.text)
        words = head.text.split()
        column = columns.heading(without_number(head.text))
        if column is not None and column.role in _COLUMNS and not column.title and names:
            self._names(rest)  # 社区：甲社区、乙社区
            return True
        if len(words) > 1 and all(place(printed(Cell(word, "")).name.text) for word in words):
            for word in words:
                self._heading(Cell(word, head.where), has_names=True)
        elif not self._heading(head, has_names=names):
            if not names or LABEL.fullmatch(plain(head.text)) or not (self.open and self._is_names(plain(rest.text))):
                return False
            if SENTENCE.search(plain(head.text)) or len(head.text) > LONGEST_NAME:
                return False
            self.out.problems.append(problem("unknown-place", head))
            return True
        if names:
            self._names(rest)
        return True

    def _heading(self, cell: Cell, *, has_names: bool) -> bool:
        """Opens a heading if a text is one: a batch, a title or a place, with its count or before names."""
        text = without_number(cell.text)
        shown = plain(text)
        count = counted(text)
        head = Cell(count[0] if count else text, cell.where)
        if LABEL.fullmatch(shown) or len(head.text) > LONGEST_NAME or SENTENCE.search(LISTED.sub("", shown)):
            return False
        said = facts.words(head)
        rest = plain(head.text)
        for word in said.values():
            rest = rest.replace(plain(word.text), "")
        if ("batch" in said or "title" in said) and (count or has_names or AROUND.fullmatch(rest)):
            if "batch" in said:
                self._push("batch", with_bracket(head, said["batch"]), None if "title" in said else count)
            if "title" in said:
                declared = facts.declared(head)
                self._push("title", said["title"], count or (declared[0] if declared else None))
            return True
        if title_pattern().search(shown):
            return False
        level = self._place(head.text, sure=count is not None)
        if level is None or not (count or has_names or self._is_group(cell, text, level)):
            return False
        self._push(level, head, count)
        return True

    def _is_group(self, cell: Cell, text: str, level: Role) -> bool:
        """True for a place that stands alone as a heading: above names of what is finer than it."""
        title = next((heading.cell.text for heading in self.open if heading.role == "title"), "")
        title = title or self.shared.get("title", Cell("", "")).text
        if level == "county":
            return not re.search("区县|无疫县", title)
        if level == "community":
            return numbering(cell.text) != numbering(self.following) and is_above_compounds(text, title)
        return self.has_finer if not title else not re.search("[镇乡街]", title)

    def _after_place(self, cell: Cell) -> bool:
        """True for names behind a place and a blank: 罗店镇 联合村、东南弄村. The place is that of this line alone."""
        text = without_number(cell.text)
        match = re.match(r"(\S+)\s+(\S.*)$", plain(text))
        if match is None or place(match[1]) not in ("county", "street"):
            return False
        if place(re.split(r"[\s、，,;；]", match[2])[-1]) in ("county", "street") or not self._is_names(match[2]):
            return False
        level: Role = "county" if place(match[1]) == "county" else "street"
        self._push(level, Cell(text[: match.end(1)], cell.where), None)
        self._names(Cell(text[match.start(2) :], cell.where))
        self._close(len(self.open) - 1)
        return True

    def _place(self, text: str, *, sure: bool) -> Role | None:
        """The level of a place; one whose ending says nothing is taken by what is open, if it surely is a heading."""
        if re.search("[、，,;；]", text):
            return None
        level = place(text)
        if level is not None or not sure or not re.fullmatch(r"[\u3400-\u9fff〇()（）0-9]{2,20}", text):
            return level
        return "street" if any(heading.role == "county" for heading in self.open) else "county"

    def _is_names(self, text: str) -> bool:
        """True for a line of names: each of its parts may be one."""
        if (
            LABEL.fullmatch(text)
            or re.fullmatch(r"\(.*\)", text)
            or (text.endswith("。") and "、" not in text)
            or SENTENCE.search(text.rstrip("。"))
            or BODY.search(text)
            or ":" in text
        ):
            return False
        return all(end - start <= LONGEST_NAME for start, end in split(text, SEPARATORS))

    # ---- what it does

    def _push(self, role: Role, cell: Cell, count: tuple[str, int] | None) -> None:
        """Opens a heading: those that are not above it are closed."""
        finer = PLACES[PLACES.index(role) :] if role in PLACES else (("title",) if role == "batch" else ())
        for depth, heading in enumerate(self.open):
            if heading.role == role or heading.role in finer:
                self._close(depth)
                break
        scope = None if count is None else self.out.declare(cell.text, count[1], cell.where)
        self.open.append(Heading(role, cell, scope, len(self.out.rows)))
        self.listing = True

    def _close(self, depth: int) -> None:
        for heading in self.open[depth:]:
            if heading.scope is not None:
                heading.scope.end = len(self.out.rows)
        del self.open[depth:]

    def _names(self, cell: Cell) -> None:
        """Takes the names of a line."""
        text = re.sub(r"[。.;；]\s*$", "", cell.text)
        etc = ETC.search(plain(text))
        if etc is not None and etc.start() > 0:
            self._etc(cell, number(etc[1]) if etc[1] else None)
            text = text[: etc.start()]
        words = dict(self.shared)
        words.update({heading.role: heading.cell for heading in self.open})
        groups = [] if "county" in words else by_county(Cell(text, cell.where))
        for county, names_ in groups:
            self._list({**words, "county": county}, names_)
        if not groups:
            self._list(words, Cell(text, cell.where))

    def _list(self, words: dict[Role, Cell], cell: Cell) -> None:
        names, problems = parts(cell)
        self.out.problems.extend(problems)
        for name in names:
            said = printed(name)
            if said.said is not None and IN_ALL.search(name.text):  # of the list that ends here
                heading = self.open[-1] if self.open else None
                title = heading.cell.text if heading else facts.TOTAL_TITLE
                self.out.declare(title, said.said, name.where, heading.start if heading else 0)
            elif said.said is not None:
                scope = self.out.declare(said.name.text, said.said, name.where)
                scope.end = len(self.out.rows)
            self.out.add(ListedRow({**words, "name": name}, name.where))

    def _etc(self, cell: Cell, count: int | None) -> None:
        """Says that a list names only some; how many there are in all is a count that it declares."""
        if count is not None:
            title = self.open[-1].cell.text if self.open else facts.TOTAL_TITLE
            self.out.declare(title, count, cell.where)
        told = f"{cell.where}：写着“等”，只列出了一部分名称"
        self.out.notes.append(Note("excerpt", cell.where, told))

    def _sentence(self, cell: Cell) -> None:
        """A line of prose: what it says of the whole list is taken, itself it is unread."""
        said = facts.words(cell)
        awarded = awarded_pattern().search(plain(cell.text))
        if awarded is not None and not cell.text.startswith("关于") and "title" in said:
            text = cell.text[awarded.start(1) : awarded.end(1)].strip()
            self._list({**self.shared, "title": said["title"]}, Cell(re.sub("[为以]$", "", text), cell.where))
            return
        if not self.out.rows:
            self.shared.update(said)
            self.out.headings.append(cell)
        else:
            self.out.unread.append(cell)
        for count in facts.declared(cell):
            self.out.declare(count.title, count.number, cell.where, 0)
        if "特此" in cell.text and self.out.rows:  # the list is over
            self._close(0)
            self.listing = False
        if re.search(r"[:：]\s*$|名单(?:如下)?[)）]?\s*$|如下", cell.text):
            self.listing = True
        if PARTLY.search(cell.text):
            self.out.notes.append(Note("excerpt", cell.where, f"{cell.where}：写着是节选"))
