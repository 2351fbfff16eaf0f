"""Running text in the wording of notices to rows: sections, places with counts, names by 、 or by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from generator.staff.intake import facts
from generator.staff.intake.forms import number, plain, split
from generator.staff.intake.gathering import Gathering, Scope
from generator.staff.intake.headings import TITLE, place
from generator.staff.intake.model import PLACES, Cell, ListedRow, Note, Problem, ReadList, Role
from generator.staff.intake.names import SEPARATORS, counted, parts, printed, without_number

# What stands before a colon and is no place: facts of the notice, and people.
_LABEL: Final = re.compile(
    r"(?:发布|公布|印发|公示|命名)?(?:日期|时间|文号|来源|单位|机构)|(?:特此)?(?:通告|公告|公示|通知)如下|附件?\s*[0-9一二三]*|"
    r"(?:责任)?编辑|联系(?:人|电话|方式)|咨询电话|举报电话|监督电话|备注|说明|注|文号|网址|电话|转载|来源"
)
# A name in a running text is not longer, and has none of the signs and words of sentences.
_LONGEST_NAME: Final = 40
_SENTENCE: Final = re.compile(
    r"[。！!？?“”\"《》]|如下|现将|特此|根据|按照|经.{0,20}(?:评|审|研究)|以下|通告|公告|名单|指挥部|领导小组|有关|截至|符合|达到|请|抓好|落实|做好|加强|继续|进一步|的|了|感谢|记者|发布会"
)
# Who signed, below the names.
_BODY: Final = re.compile(
    "(?:政府|(?<!邮)局|(?<![居村])委|办公室|(?<![居村])(?<!居民)(?<!村民)委员会|防控组|工作组|新闻办|宣传部|专班)$"
)
_ETC: Final = re.compile(
    r"等\s*(?:([0-9一二三四五六七八九十百两]+)\s*[个处家])?(?:小区|社区|村|街道|乡镇|乡镇\(街道\))?$"
)
_COUNTY_FIRST: Final = re.compile(
    r"([\u3400-\u9fff]{1,12}?[市区县旗](?:\([^()]*\))?)(?=[^、]{2,}(?:街道|街|镇|乡|社区|村|小区|城)(?:、|$))"
)
_PARTLY: Final = re.compile("节选|部分|摘录|(?:等|如|例如)$")
_SHORT_DAY: Final = re.compile(
    "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"
)
# What a heading may have beside a batch and a title, where it stands alone.
_AROUND: Final = re.compile(r"[\s“”\"「」()公示新增命名认定如下创建名单的和、]*")
_LISTED: Final = re.compile('(?:名单)?(?:如下)?$|[“”"]')
# A title is said again where this is: 认定太和镇为“无疫镇”.
_AWARDED: Final = re.compile(
    rf"(?<!拟)(?:认定|命名|授予|评定)([^，。:“”\"]{{2,200}}?)(?:为|以)?[“\"「]({TITLE.pattern})"
)


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
    finer = any(text and place(text) not in ("county", "street") and not _SENTENCE.search(text) for text in texts)
    notice = _Notice(has_finer=finer)
    for line in used:
        notice.line(line)
    return notice.done()


class _Notice:
    """A text while it is read: the headings that are open, from the widest."""

    def __init__(self, *, has_finer: bool) -> None:
        self.out = Gathering()
        self.open: list[Heading] = []
        self.shared: dict[Role, Cell] = {}
        self.day_problem: Problem | None = None
        self.listing = False
        self.has_finer = has_finer  # something is listed that is no street

    def done(self) -> ReadList:
        """Everything that the text says."""
        self._close(0)
        if self.out.day is None and self.day_problem is not None:
            self.out.problems.append(self.day_problem)
        return self.out.done()

    def line(self, cell: Cell) -> None:
        """One line."""
        if self._fact(cell):
            return
        head, rest = self._parted(cell)
        if head is not None and self._heading(head, has_names=rest is not None and bool(rest.text)):
            if rest is not None and rest.text:
                self._names(rest)
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
        if day is not None and not TITLE.search(text):
            return True
        if not _SHORT_DAY.fullmatch(text):
            return False
        told = facts.day(Cell(f"日期:{cell.text}", cell.where))
        self.day_problem = told._replace(value=cell.text) if isinstance(told, Problem) else None
        return True

    def _parted(self, cell: Cell) -> tuple[Cell | None, Cell | None]:
        """What stands before the first colon outside of brackets and what behind it; (None, None) without one."""
        spans = list(split(cell.text, ":："))
        if len(spans) < 2:
            return None, None
        end = spans[0][1]
        return Cell(cell.text[:end].strip(), cell.where), Cell(cell.text[end + 1 :].strip(), cell.where)

    def _heading(self, cell: Cell, *, has_names: bool) -> bool:
        """Opens a heading if a text is one: a batch, a title or a place, with its count or before names."""
        text = without_number(cell.text)
        shown = plain(text)
        count = counted(text)
        head = Cell(count[0] if count else text, cell.where)
        if _LABEL.fullmatch(shown) or len(head.text) > _LONGEST_NAME or _SENTENCE.search(_LISTED.sub("", shown)):
            return False
        said = facts.words(head)
        rest = plain(head.text)
        for word in said.values():
            rest = rest.replace(plain(word.text), "")
        if ("batch" in said or "title" in said) and (count or has_names or _AROUND.fullmatch(rest)):
            if "batch" in said:
                self._push("batch", _with_bracket(head, said["batch"]), None if "title" in said else count)
            if "title" in said:
                self._push("title", said["title"], count)
            return True
        if TITLE.search(shown):
            return False
        level = self._place(head.text, sure=count is not None or has_names)
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
        if level != "street":
            return False
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
            (text.endswith("。") and "、" not in text)
            or _SENTENCE.search(text.rstrip("。"))
            or _BODY.search(text)
            or ":" in text
        ):
            return False
        return all(end - start <= _LONGEST_NAME for start, end in split(text, SEPARATORS))

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
        etc = _ETC.search(plain(text))
        if etc is not None and etc.start() > 0:
            self._etc(cell, number(etc[1]) if etc[1] else None)
            text = text[: etc.start()]
        words = dict(self.shared)
        words.update({heading.role: heading.cell for heading in self.open})
        groups = [] if "county" in words else _by_county(Cell(text, cell.where))
        for county, names_ in groups:
            self._list({**words, "county": county}, names_)
        if not groups:
            self._list(words, Cell(text, cell.where))

    def _list(self, words: dict[Role, Cell], cell: Cell) -> None:
        names, problems = parts(cell)
        self.out.problems.extend(problems)
        for name in names:
            said = printed(name)
            if said.said is not None:
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
        awarded = _AWARDED.search(plain(cell.text))
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
        if _PARTLY.search(cell.text):
            self.out.notes.append(Note("excerpt", cell.where, f"{cell.where}：写着是节选"))


def _with_bracket(head: Cell, batch: Cell) -> Cell:
    """A batch with the bracket behind it, which may say that it is a proposal: 第十三批(公示)."""
    end = head.text.find(batch.text) + len(batch.text)
    match = re.match(r"\s*\((?:拟?公示|调整|新增|候选)\)", plain(head.text[end:]))
    return Cell(batch.text + (head.text[end : end + match.end()].strip() if match else ""), batch.where)


def _by_county(cell: Cell) -> list[tuple[Cell, Cell]]:
    """Names in groups between semicolons, each of which begins with its county: 江岸区大智街、西马街；江汉区常青街.

    Only where every group begins so is it surely meant.
    """
    spans = list(split(cell.text, ";；"))
    matches = [_COUNTY_FIRST.match(plain(cell.text[start:end]).strip()) for start, end in spans]
    if len(spans) < 2 or not all(match is not None and place(match[1]) == "county" for match in matches):
        return []
    groups = []
    for (start, end), match in zip(spans, matches, strict=True):
        text = cell.text[start:end].strip()
        length = len(match[1]) if match else 0
        groups.append((Cell(text[:length], cell.where), Cell(text[length:], cell.where)))
    return groups
