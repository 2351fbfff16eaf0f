"""The form of a county as a workbook. Nothing in it relies on what is hidden, and nothing on a formula.

What XlsxWriter refuses (a list, a title or a message too long) it answers with a number, and would write a file without
the rule: that is an error of this program here.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from generator.staff.intake.model import Role
from generator.staff.intake.reader import ASIDE
from generator.staff.template.form import Choice, Chosen, Column, Form

TO_FILL, AREAS, CHOICES, TOLD = "填写", "区域", "选项", "说明"
ROWS: Final = 5000
# Columns of a list: what it belongs to, its words, its codes.
_LISTS: Final[dict[Chosen, tuple[str, ...]]] = {
    "street": ("街道（乡镇）", "代码"),
    "community": ("所在街道", "社区（村）", "代码"),
    "kind": ("类型", "代码"),
    "title": ("称号", "代码"),
    "event": ("事件", "代码"),
    "reason": ("所属事件", "原因", "代码"),
    "notice": ("通告", "编号"),
}
# The column of the same row on whose word a list depends.
_DEPENDS: Final[dict[Chosen, Role]] = {"community": "street", "reason": "event"}
# Names of the cells that hold codes and names of the areas: what colours a cell may not point to another sheet itself.
_CODES, _NAMES = "area_codes", "area_names"
# What may also be written as a notice prints it: another spelling is only pointed out.
_FREE: Final = frozenset({"street", "community"})


class RuleError(AssertionError):
    """XlsxWriter did not take a rule."""


def written(form: Form) -> bytes:
    """The workbook."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        created = datetime.datetime.fromisoformat(form.day)
        book.set_properties({"title": f"{form.name}（{form.code}）填报表", "created": created})
        _Writer(book, form).write()
    return content.getvalue()


class _Writer:
    """One workbook while it is written."""

    def __init__(self, book: Any, form: Form) -> None:
        self.form, self.book = form, book
        self.sheets = {name: book.add_worksheet(name) for name in (TO_FILL, AREAS, CHOICES, TOLD)}
        heading = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e8eef4", "border": 1, "locked": True}
        self.heading = book.add_format({**heading, "num_format": "@"})
        self.aside = book.add_format({"bold": True, "font_color": "#9c2b1b", "num_format": "@"})
        self.text = book.add_format({"num_format": "@", "locked": False})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "locked": False, "align": "left"})
        self.shown = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.wrong = book.add_format({"bg_color": "#fbe0dc"})
        self.places = {column.role: place for place, column in enumerate(form.columns)}

    def write(self) -> None:
        """All sheets; the one to fill in is the first, and open."""
        lists = self._choices()
        self._areas()
        self._explained()
        self._to_fill(lists)
        for name in (AREAS, CHOICES, TOLD):
            self.sheets[name].protect("", {"format_columns": True, "autofilter": True, "sort": True})
        self.sheets[TO_FILL].activate()
        for sheet in self.sheets.values():
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)

    # ---- the sheet to fill in

    def _to_fill(self, lists: Mapping[Chosen, str]) -> None:
        sheet = self.sheets[TO_FILL]
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.form.columns):
            sheet.set_column(place, place, column.width, self.day if column.kind == "day" else self.text)
            sheet.write_string(0, place, column.heading, self.heading)
            name = xl_col_to_name(place)
            own = {"validate": "custom", "value": f'=EXACT({name}1,"{column.heading}")', "error_title": "表头不要改"}
            _rule(sheet, (0, place, 0, place), own, column, "程序按表头认每一列。按 Esc 回到原来的字。")
            _rule(sheet, (1, place, ROWS, place), *self._allowed(column, name, lists))
        for role in ("event", "date", "notice"):
            if role in self.places:
                place = self.places[role]
                cells = xl_col_to_name(place)
                self._marked(place, f'=AND(${cells}2<>"",${cells}$2<>"",${cells}2<>${cells}$2)')
        if self.form.areas:
            code, name = (xl_col_to_name(self.places[role]) for role in ("code", "name"))
            differs = f"INDEX({_NAMES},MATCH(${code}2,{_CODES},0))<>${name}2"
            self._marked(self.places["name"], f'=AND(${code}2<>"",${name}2<>"",{differs})')

    def _marked(self, place: int, criteria: str) -> None:
        """Colours the cells of a column that are most likely wrong: another name than that of the code, two days."""
        rule = {"type": "formula", "criteria": criteria, "format": self.wrong}
        if self.sheets[TO_FILL].conditional_format(1, place, ROWS, place, rule) != 0:
            raise RuleError(criteria)

    def _allowed(self, column: Column, name: str, lists: Mapping[Chosen, str]) -> tuple[dict[str, Any], Column, str]:
        """What may stand in a column, and what is said of anything else."""
        cell = f"{name}2"
        if column.kind == "day":
            first = datetime.date.fromisoformat(self.form.since)
            rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": "=TODAY()+1"}
            return rule, column, f"应为日期，如 2022-12-06，不早于 {self.form.since}，也不晚于明天。"
        for role, source in lists.items():
            if role == column.role:
                kind = "warning" if role in _FREE else "stop"
                rule = {"validate": "list", "source": source, "error_type": kind}
                more = "要照通告的写法写，选“是”；不然从下拉列表里选。" if role in _FREE else "请从下拉列表里选。"
                return rule, column, f"列表里没有这一项。{more}"
        if column.role == "code" and self.form.areas:
            area = f"'{AREAS}'!$A$3:$A${len(self.form.areas) + 2}"
            rule = {"validate": "custom", "value": f"=ISNUMBER(MATCH({cell},{area},0))"}
            return rule, column, "“区域”表里没有这个编号。照抄那里的编号；新的区域空着，编号由程序编。"
        most = 60 if column.role == "name" else 200
        rule = {"validate": "length", "criteria": "<=", "value": most}
        return rule, column, f"最多 {most} 个字。"

    # ---- what is there to look at

    def _aside(self, name: str, told: str, headings: Sequence[str], widths: Sequence[int]) -> Any:
        """A sheet that says of itself that it is not read."""
        sheet = self.sheets[name]
        sheet.write_string(0, 0, f"{ASIDE}{told}", self.aside)
        for place, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(place, place, width, self.shown)
            sheet.write_string(1, place, heading, self.heading)
        sheet.freeze_panes(2, 0)
        return sheet

    def _areas(self) -> None:
        headings = ("编号", "名称", "范围", "类型", "所在", "现在的状态")
        told = f"{self.form.name}名录里的区域，{self.form.day} 的状态。要记其中的哪一个，把编号抄到“{TO_FILL}”里。"
        sheet = self._aside(AREAS, told, headings, (20, 24, 14, 10, 34, 30))
        _rows(sheet, self.form.areas, self.shown)
        if self.form.areas:
            for name, column in ((_CODES, "A"), (_NAMES, "B")):
                self.book.define_name(name, f"='{AREAS}'!${column}$3:${column}${len(self.form.areas) + 2}")
            sheet.autofilter(1, 0, len(self.form.areas) + 1, len(headings) - 1)

    def _choices(self) -> dict[Chosen, str]:
        """The lists with their codes; for each the source of its rule."""
        told = f"下拉列表里的字和它们的代码，取自《{self.form.scheme}》和区划代码。这里不用填。"
        headings = [heading for role in self.form.choices for heading in _LISTS[role]]
        sheet = self._aside(CHOICES, told, headings, [16] * len(headings))
        sources: dict[Chosen, str] = {}
        left = 0
        for role, choices in self.form.choices.items():
            cells = [_cells(choice, role) for choice in choices]
            for number, row in enumerate(cells, 2):
                for place, text in enumerate(row, left):
                    sheet.write_string(number, place, text, self.shown)
            width = len(_LISTS[role])
            if choices:
                sources[role] = self._source(role, left + width - 2, len(choices))
            left += width
        return sources

    def _source(self, role: Chosen, place: int, count: int) -> str:
        """The cells of a list; of one that depends on another column, those for the word of the same row."""
        words = xl_col_to_name(place)
        other = self.places.get(_DEPENDS[role]) if role in _DEPENDS else None
        if other is None:
            return f"='{CHOICES}'!${words}$3:${words}${count + 2}"
        keys = xl_col_to_name(place - 1)
        column = f"'{CHOICES}'!${keys}$3:${keys}${count + 2}"
        word = f"${xl_col_to_name(other)}2"
        return f"=OFFSET('{CHOICES}'!${words}$3,MATCH({word},{column},0)-1,0,COUNTIF({column},{word}),1)"

    def _explained(self) -> None:
        told = f"怎样填。只填“{TO_FILL}”一张表；例子只写在这里，不会当作数据。"
        sheet = self._aside(TOLD, told, ("列", "填什么", "例（不会读入）"), (14, 80, 34))
        rows = [(column.heading, column.told, column.example) for column in self.form.columns]
        rows += [("", text, "") for text in _how(self.form.code)]
        _rows(sheet, rows, self.shown)


def _how(code: str) -> tuple[str, ...]:
    return (
        f"填好以后保存，运行 wuyi import 这个文件 --county {code}。“{AREAS}”“{CHOICES}”“{TOLD}”三张表不会读入。",
        "从别处复制的内容，用“选择性粘贴—数值”粘贴，不然下拉列表和文本格式会被盖掉。",
        "一个文件只填一种事件、一个日期、一份通告，多的另做一个文件；和第一行不同的格会变红。",
        "记错了的不在这里改：用 wuyi record 的 --correct 更正。",
        "不写姓名、电话、证件号码、门牌号、病情：名录里的一切都是公开的。",
    )


def _cells(choice: Choice, role: Chosen) -> tuple[str, ...]:
    return (choice.of, choice.text, choice.code) if len(_LISTS[role]) == 3 else (choice.text, choice.code)


def _rows(sheet: Any, rows: Sequence[Sequence[str]], shown: Any) -> None:
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, shown)


def _rule(sheet: Any, cells: tuple[int, int, int, int], rule: dict[str, Any], column: Column, wrong: str) -> None:
    """A rule with what is said before and after. Raises RuleError where it was not taken."""
    title = rule.pop("error_title", f"“{column.heading}”不对")
    told = {"input_title": column.heading, "input_message": column.told, "error_title": title, "error_message": wrong}
    if sheet.data_validation(*cells, {**rule, **told}) != 0:
        raise RuleError(f"{column.heading}: {rule}")
