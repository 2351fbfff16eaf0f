"""A table to rows as printed: which of its rows are rows of the list, and what the others say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from generator.staff.intake import facts
from generator.staff.intake.columns import SHOWN, Block, key, read_columns
from generator.staff.intake.forms import number, plain
from generator.staff.intake.gathering import Gathering, Scope, judged
from generator.staff.intake.grid import Grid, GridCell, GridRow
from generator.staff.intake.headings import Heading, place, title_pattern
from generator.staff.intake.model import DAYS, PLACES, Cell, ListedRow, Note, Problem, ReadList, Role
from generator.staff.intake.names import counted, parts, without_number
from generator.staff.intake.problems import problem

_DITTO: Final = frozenset({"同上", "同前", "〃", "″", '"', "''"})
_SUM: Final = r"(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数)"
_TOTAL: Final = re.compile(rf"(?:.{{0,20}}[^\s])?\s*{_SUM}\s*[:(]?.{{0,12}}|共\s*[0-9]+\s*[个处家].{{0,8}}")
_FOOT: Final = re.compile(
    r"(?:填报|制表|审核|联系|负责|填表|复核)(?:单位|人|电话|日期|时间)?\s*:.*|(?:注|说明|备注|附注?)\s*:.*|第\s*[0-9]+\s*页.*|续表"
)
# Columns of numbers that count other things than areas.
_OF_OTHERS: Final = re.compile("户|人|[栋幢]数|面积|比|天数|病例|无症状|密接|密切")
# What a count of some of the rows is called that does not say of which.
_PART: Final = "小计"
# A name that is no problem, in the place of one that cannot be read.
_STAND_IN: Final = "小区甲"
_NUMBER: Final = re.compile(r"[0-9.,\s]*[个处家]?")


def read_table(
    grid: Grid,
    columns: Mapping[str, Heading],
    header: int,
    before: Sequence[Cell] = (),
    carried: dict[Role, Cell] | None = None,
) -> ReadList:
    """The rows of a table whose header is known.

    `before` are lines of a document above it; what they say holds for tables that follow, too: it is kept in `carried`.
    """
    return _Table(grid, columns, header, before, {} if carried is None else carried).read()


class _Table:
    """One table while it is read."""

    def __init__(
        self,
        grid: Grid,
        columns: Mapping[str, Heading],
        header: int,
        before: Sequence[Cell],
        carried: dict[Role, Cell],
    ) -> None:
        self.grid = grid
        self.header = grid.rows[header]
        self.out = Gathering()
        self.out.notes.extend(grid.notes)
        self.shared = carried
        self.last: dict[Role, Cell] = {}
        self.blank: list[str] = []
        self.between: list[str] = []
        self.unfilled: dict[Role, list[str]] = {}
        self.section: Scope | None = None
        self.subtotal = 0
        sheet = Cell(grid.name.strip(), grid.where)
        level = place(sheet.text)
        if title_pattern().fullmatch(plain(sheet.text)):
            self.shared["title"] = sheet
        elif level in ("county", "street"):
            self.shared[level] = sheet
        for line in (*before, *(cell.cell() for row in grid.rows[:header] for cell in row.used())):
            self._line(line, above=True)
        self.blocks, self.meanings, self.below = read_columns(grid, header, columns, self.out)

    def read(self) -> ReadList:
        """Everything that the table says."""
        if not self.blocks:
            self.out.problems.append(problem("no-name-column", self.header.used()[0].cell()))
            return self.out.done()
        for row in self.grid.rows[self.below :]:
            self._row(row)
        if self.between:
            told = f"{_some(self.between)}：空行，跳过"
            self.out.notes.append(Note("blank", self.between[0], told))
        for role, places in self.unfilled.items():
            told = f"{_some(places)}：{SHOWN[role]}空着；格子没有合并，没有照上一行填"
            self.out.notes.append(Note("not-filled", places[0], told))
        return self.out.done()

    def _row(self, row: GridRow) -> None:
        used = row.used()
        if not used:
            if not any(cell.text.strip() for cell in row.cells):
                self.blank.append(row.where)
            else:
                self._continued(row)
            return
        self.between.extend(self.blank)  # rows that are blank at the end are none between others
        self.blank.clear()
        if self._is_header(row):
            self.out.notes.append(Note("heading-again", row.where, f"{row.where}：表头又出现一次，跳过"))
        elif self._is_total(used):
            self._total(row, used)
        elif all(_FOOT.fullmatch(plain(cell.text).strip()) for cell in used) or (
            len(used) == 1 and self._stands_alone(row, used[0])
        ):
            for cell in used:
                self._line(cell.cell(), above=False)
        elif [self._listed(row, block) for block in self.blocks].count(True) == 0:
            self.out.problems.append(problem("no-name", Cell("", row.where)))

    def _continued(self, row: GridRow) -> None:
        told = f"{row.where}：名称是上一行合并的格，没有另算一行"
        self.out.notes.append(Note("continued", row.where, told))

    def _is_header(self, row: GridRow) -> bool:
        """True if a row has the headings of the table once more."""
        header = self.header.cells
        pairs = [
            (key(cell.text), key(header[place].text) if place < len(header) else "")
            for place, cell in enumerate(row.cells)
            if cell.text.strip()
        ]
        return bool(pairs) and all(one == other for one, other in pairs)

    def _is_total(self, used: Sequence[GridCell]) -> bool:
        """True for a row that counts others: it begins with such a word, and has numbers beside it."""
        told = [cell for cell in used if not _NUMBER.fullmatch(plain(cell.text))]
        if not told or len(told) > 2 or not _TOTAL.fullmatch(plain(told[0].text).strip()):
            return False
        return len(told) == 1 or bool(facts.declared(told[1].cell()))

    def _total(self, row: GridRow, used: Sequence[GridCell]) -> None:
        """Notes a row of totals; the count that it has is one that the list declares."""
        words = next(cell.text.strip() for cell in used if not _NUMBER.fullmatch(plain(cell.text)))
        self.out.notes.append(Note("total", row.where, f"{row.where}：“{words}”是合计行，没有算作区域"))
        others = {place for place, cell in enumerate(self.header.cells) if _OF_OTHERS.search(plain(cell.text))}
        used = [cell for place, cell in enumerate(row.cells) if place not in others and cell in used]
        counts = [number(re.sub(r"[个处家\s]", "", cell.text)) for cell in used]
        counts.extend(count.number for cell in used for count in facts.declared(cell.cell()))
        found = [count for count in counts if count is not None]
        is_part = bool(re.search(r"小\s*计", words)) or re.match(rf"(?:全[区县市旗])?{_SUM}", plain(words)) is None
        if len(found) == 1:
            of = words[: match.start()].strip() if (match := re.search(_SUM, plain(words))) is not None else ""
            title = (of or _PART) if is_part else facts.TOTAL_TITLE
            scope = self.out.declare(title, found[0], row.where, self.subtotal if is_part else 0)
            scope.end = len(self.out.rows) or None  # above all rows it is of those that follow
        if is_part:
            self.subtotal = len(self.out.rows)

    def _stands_alone(self, row: GridRow, cell: GridCell) -> bool:
        """True for a line within a table (of a section, below it), false for a row that has only its name."""
        column = row.cells.index(cell)
        names = {block.name for block in self.blocks}
        if any(name < len(row.cells) and row.cells[name].above for name in names):
            return False
        if any(other.covered and not other.above for other in row.cells):
            return True
        if counted(cell.text) is not None:
            return True
        return column not in names or isinstance(facts.day(cell.cell()), Cell)

    def _line(self, cell: Cell, *, above: bool) -> None:
        """A line above, within or below the rows: what it says of those that follow, or of all of them."""
        said = facts.words(cell)
        heading = counted(cell.text)
        counts = facts.declared(cell)
        day = facts.day(cell)
        if isinstance(day, Problem):
            self.out.problems.append(day)
        elif day is not None:
            self.out.dated(day)
        if heading and not above:
            if self.section is not None:
                self.section.end = len(self.out.rows)
            self.section = self.out.declare(without_number(heading[0]), heading[1], cell.where)
        else:
            for count in counts:
                self.out.declare(count.title, count.number, cell.where, 0)
        if above or title_pattern().search(plain(cell.text)):
            self.shared.update(said)
        group = Cell(without_number(heading[0] if heading else cell.text), cell.where)
        level = place(group.text)
        if level is not None:
            for role in PLACES[PLACES.index(level) :]:
                self.shared.pop(role, None)
            self.shared[level] = group
        if above and not isinstance(day, Cell):
            self.out.headings.append(cell)
        elif not (said or counts or day or level):
            self.out.unread.append(cell)

    def _listed(self, row: GridRow, block: Block) -> bool:
        """The row of one list within a row of the table; false where it has no name."""
        cells = {role: row.cells[place] for role, place in block.columns.items() if place < len(row.cells)}
        own = {role: cell for role, cell in cells.items() if cell.text.strip() or cell.flaw}
        name = row.cells[block.name] if block.name < len(row.cells) else None
        if name is None or not (name.text.strip() or name.flaw):
            return False
        part = own.get("qualifier")
        if name.above and (part is None or part.covered):
            self._continued(row)
            return True
        words = self._words(own, block)
        for role in PLACES:
            if role in block.columns and role not in own and role in self.last:
                self.unfilled.setdefault(role, []).append(row.where)
        self.last.update({role: cell for role, cell in words.items() if role in own})
        wrong = [told for told in (_flaw(name, "name"), *map(_flaw, own.values(), own)) if told is not None]
        if wrong:
            self.out.problems.extend(wrong)
            self._judge_the_rest(row, name, own, words)
            return True
        names, problems = parts(Cell(_joined(name.text) if self.grid.wraps else name.text, name.where))
        self.out.problems.extend(problems)
        for each in names:
            self.out.add(ListedRow({**words, "name": each}, row.where))
        return True

    def _judge_the_rest(
        self, row: GridRow, name: GridCell, own: Mapping[Role, GridCell], words: Mapping[Role, Cell]
    ) -> None:  # fmt: skip
        """What else is wrong in a row of which a cell is spoilt: everything is told at once."""
        sound = {role: cell for role, cell in words.items() if role not in own or _flaw(own[role], role) is None}
        is_named = _flaw(name, "name") is None
        names, problems = parts(name.cell()) if is_named else ([Cell(_STAND_IN, name.where)], [])
        for each in names:
            problems += judged(ListedRow({**sound, "name": each}, row.where))[1]
        self.out.problems.extend(told._replace(row=None) for told in dict.fromkeys(problems))

    def _words(self, own: Mapping[Role, GridCell], block: Block) -> dict[Role, Cell]:
        """The words of a row: what is said of all, by the heading of its names, and in its own cells."""
        words = dict(self.shared)
        if block.title:
            words["title"] = Cell(block.title, self.header.cells[block.name].where)
        for role, cell in own.items():
            again = cell.text.strip() in _DITTO and role in self.last
            words[role] = Cell(self.last[role].text if again else _joined(cell.text), cell.where)
        if "kind" in own and "title" not in own and title_pattern().search(plain(words["kind"].text)):
            words["title"] = words.pop("kind")
        return words


def _joined(text: str) -> str:
    """A text without the line breaks of its layout."""
    return re.sub(r"\s*\n\s*", "", text).strip()


def _some(places: Sequence[str]) -> str:
    """A few places, and how many there are."""
    shown = "、".join(places[:5])
    return shown if len(places) <= 5 else f"{shown} 等 {len(places)} 处"


def _flaw(cell: GridCell, role: Role) -> Problem | None:
    """The problem that a cell has by itself, as far as it matters for what it means."""
    if not cell.flaw or (cell.flaw == "day" and role in (*DAYS, "remark")):
        return None
    if cell.flaw == "day":
        return problem("spoilt", cell.cell(), detail="日期", expected="原件上的文字，如 1-5")
    if cell.flaw == "zeros-lost" and role not in ("code", "name", "qualifier", "document_no"):
        return None
    return problem(cell.flaw, cell.cell(), detail=cell.detail, expected="原件上的文字")
