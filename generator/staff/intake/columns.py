"""What the columns of a table mean: where its header is, what a person said of it, lists that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from generator.staff.intake.forms import plain
from generator.staff.intake.gathering import Gathering
from generator.staff.intake.grid import Grid, GridRow
from generator.staff.intake.headings import Heading, heading
from generator.staff.intake.model import ROLES, Cell, Note, Role
from generator.staff.intake.problems import problem

SHOWN: Final[dict[Role, str]] = {
    "county": "区县", "street": "街道", "community": "社区", "name": "名称", "qualifier": "范围", "kind": "类型",
    "title": "称号", "batch": "批次", "date": "发布日期", "document_no": "文号", "remark": "备注", "code": "代码",
    "applied": "申报日期", "reviewed": "审核日期", "certified": "评定日期",
    "event": "事件", "reason": "原因", "notice": "通告", "confirmed": "确诊病例", "asymptomatic": "无症状感染者",
    "close_contacts": "密切接触者", "cleared_contacts": "已排除的密切接触者",
}  # fmt: skip
# A header has at least so many headings that are known, where it has more than one column.
_ENOUGH: Final = 2
_NAMED: Final = re.compile("(?:名称|全称)$")


class Block(NamedTuple):
    """The columns of one list within a table: where its names are, and what they were awarded by their heading."""

    name: int
    title: str
    columns: Mapping[Role, int]


class Columns(NamedTuple):
    """The lists of a table, every column with a meaning, and the place of the first row below the header."""

    blocks: Sequence[Block]
    meanings: Mapping[int, Role]
    below: int


def named(columns: Mapping[str, str]) -> dict[str, Heading]:
    """What a person said of headings, by their text without blanks: a role, or "" for a column that is not wanted."""
    meanings = {key(text): _named(role) for text, role in columns.items()}
    return {text: meaning for text, meaning in meanings.items() if meaning is not None}


def _named(role: str) -> Heading | None:
    return Heading("number") if role == "" else next((Heading(known) for known in ROLES if known == role), None)


def key(text: str) -> str:
    """A heading as it is compared: without blanks, with plain signs."""
    return re.sub(r"\s", "", plain(text))


def _meaning(text: str, columns: Mapping[str, Heading]) -> Heading | None:
    return columns.get(key(text)) or heading(text)


def find_header(grid: Grid, columns: Mapping[str, Heading]) -> int | None:
    """The place of the row that names the columns; None where there is none."""
    alone: int | None = None
    for place, row in enumerate(grid.rows):
        meanings = [_meaning(cell.text, columns) for cell in row.cells if cell.text.strip() and not cell.above]
        roles = {meaning.role for meaning in meanings if meaning is not None}
        mostly = sum(meaning is not None for meaning in meanings) * 2 >= len(meanings)
        if len(roles) >= _ENOUGH and (mostly or (len(roles) > _ENOUGH and "name" in roles)):
            return place
        # A title above names is a heading of running text, which may have places between them; 无疫小区名称 is none.
        used = row.used()
        if len(used) != 1 or alone is not None:
            continue
        titled = any(meaning is not None and meaning.title for meaning in meanings)
        titled = titled and _NAMED.search(key(used[0].text)) is None
        if not titled and roles & {"name", "community", "street"}:
            alone = place if _is_column(grid.rows, place, columns) else None
    return alone


def roles_of(grid: Grid, header: int, columns: Mapping[str, Heading]) -> set[str]:
    """What the columns of a table mean, whatever lies below its header."""
    meanings = (_meaning(cell.text, columns) for cell in grid.rows[header].cells if cell.text.strip())
    return {meaning.role for meaning in meanings if meaning is not None}


def _is_column(rows: Sequence[GridRow], header: int, columns: Mapping[str, Heading]) -> bool:
    """True for a list of one column. Another heading above or below its own is a table pasted cell by cell."""
    below = [row.used() for row in rows[header + 1 :] if row.used()]
    beside = [cells[0] for cells in (*[row.used() for row in rows[:header] if row.used()][-1:], *below[:1])]
    return all(len(cells) == 1 for cells in below) and not any(_meaning(cell.text, columns) for cell in beside)


def read_columns(grid: Grid, header: int, columns: Mapping[str, Heading], out: Gathering) -> Columns:
    """What each column means, of a header that may have two rows; what is not known is said in `out`."""
    row = grid.rows[header]
    # A heading that spans columns is that of the first one.
    texts = [cell.cell()._replace(text="") if cell.covered else cell.cell() for cell in row.cells]
    below = header + 1
    if below < len(grid.rows) and _goes_on(row, grid.rows[below], columns):
        lower = [*grid.rows[below].cells, *row.cells[len(grid.rows[below].cells) :]]
        texts = [
            lower[place].cell() if lower[place].text.strip() and not lower[place].covered else cell
            for place, cell in enumerate(texts)
        ]
        below += 1
    meanings: dict[int, Heading] = {}
    for place, cell in enumerate(texts):
        meaning = _column(cell, columns, out)
        if meaning is not None:
            meanings[place] = meaning
    roles: dict[int, Role] = {
        place: role for place, meaning in meanings.items() if (role := _role(meaning)) is not None
    }
    groups = _grouped(roles, texts, grid.rows[below:], out)
    titles = {place: meaning.title for place, meaning in meanings.items()}
    return Columns(_blocks(groups, titles), roles, below)


def _goes_on(row: GridRow, lower: GridRow, columns: Mapping[str, Heading]) -> bool:
    """True if the row below a header belongs to it: some of its headings stand below one that spans columns."""
    if not any(cell.covered for cell in row.cells) or not any(cell.above for cell in lower.cells):
        return False
    own = [cell.text for cell in lower.cells if cell.text.strip() and not cell.above]
    return bool(own) and all(_meaning(text, columns) for text in own)


def _role(meaning: Heading) -> Role | None:
    return next((role for role in ROLES if role == meaning.role), None)


def _column(cell: Cell, columns: Mapping[str, Heading], out: Gathering) -> Heading | None:
    """The meaning of a column; None for one that is not read, which is said."""
    if not cell.text:
        return None
    meaning = _meaning(cell.text, columns)
    if meaning is None:
        if not any(other.text == cell.text for other in out.unread):
            out.unread.append(cell)
    elif meaning.role == "person":
        told = f"{cell.where}：“{cell.text}”一列是个人信息，没有读入；交出文件以前请删去这一列"
        out.notes.append(Note("person-column", cell.where, told))
    elif meaning.role == "count":
        out.notes.append(Note("count-column", cell.where, f"{cell.where}：“{cell.text}”一列是数量，没有读入"))
    return meaning


def _grouped(
    roles: Mapping[int, Role], texts: Sequence[Cell], rows: Sequence[GridRow], out: Gathering
) -> list[dict[Role, int]]:
    """The columns of each list, by role: lists stand side by side where names, or the first column, come again."""
    groups: list[dict[Role, int]] = [{}]
    for place, role in sorted(roles.items()):
        group = groups[-1]
        if role not in group:
            group[role] = place
        elif role in ("name", next(iter(groups[0]))):
            groups.append({role: place})
        elif _differ(rows, group[role], place):
            out.problems.append(problem("two-columns", texts[group[role]], role=SHOWN[role], other=texts[place].text))
    return groups


def _differ(rows: Sequence[GridRow], one: int, other: int) -> bool:
    """True if two columns say different things."""
    return any(_text(row, one) != _text(row, other) for row in rows if row.used())


def _text(row: GridRow, place: int) -> str:
    return row.cells[place].text.strip() if place < len(row.cells) else ""


def _blocks(groups: Sequence[Mapping[Role, int]], titles: Mapping[int, str]) -> list[Block]:
    """The lists of groups of columns. What only the first has (the street) is that of all; without names the lowest
    level of places is what is listed."""
    shared: dict[Role, int] = {role: place for role, place in groups[0].items() if role != "name"}
    levels: tuple[Role, ...] = ("name", "community", "street")
    lowest = next((role for role in levels if any(role in group for group in groups)), None)
    blocks = []
    for group in groups:
        if lowest is not None and lowest in group:
            name = group[lowest]
            of = {role: place for role, place in {**shared, **group}.items() if role != lowest}
            blocks.append(Block(name, titles.get(name, ""), of))
    return blocks
