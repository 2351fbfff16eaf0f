"""Printed names, taken apart: several in one place, numbering before, brackets behind; and judged."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from generator.rules import privacy
from generator.spelling import gate, leavings
from generator.staff.intake.forms import is_balanced, number, plain, split
from generator.staff.intake.headings import place, title_pattern
from generator.staff.intake.model import Cell, ListedRow, Problem
from generator.staff.intake.problems import problem

MOST_CHARACTERS: Final = 80
_MOST_LOOKED_AT: Final = 1_000
_MOST_COUNTED: Final = 10_000
SEPARATORS: Final = "、，,；;"
_NUMERAL: Final = "一二三四五六七八九十百"
# Numbers of a list before a name. The sign behind a digit is no decimal point; a blank is enough where no 号 follows.
NUMBERING: Final = re.compile(
    r"\s*(?:"
    r"[①-⓿㈠-㈩㊀-㊉⑴-⒛❶-➓]\s*[、.]?"
    rf"|\((?:[0-9]{{1,3}}|[{_NUMERAL}]{{1,3}})\)(?!期|区|组|号|栋|幢)\s*[、.]?"
    r"|(?<![0-9])[0-9]{1,4}\s*(?:、|\)|\.(?![0-9]))"
    rf"|[{_NUMERAL}]{{1,3}}\s*[、.]"
    r"|[0-9]{1,3}\s+(?=[\u3400-\u9fff])(?![号栋幢座弄期区楼组])"
    r"|[•·●○▪■◆★☆※§*-]\s*"
    r")\s*"
)
_ONLY_NUMBER: Final = re.compile(rf"\s*(?:[0-9]{{1,3}}|[{_NUMERAL}]{{1,3}}|[①-⓿㈠-㈩㊀-㊉⑴-⒛❶-➓])\s*")
_WITHIN: Final = re.compile(r"(?<=\S)\s+(?=[0-9]{1,3}[.、)](?![0-9]))|(?<=[^\s、，,;；])\s*(?=[①-⓿⑴-⒇⒈-⒛])")
# A number of a house or a part alone, which is no name behind another one. What was taken is not given back: by going
# back, a long number was tried in as many ways as there are to cut it.
_DOOR: Final = re.compile(
    rf"(?:第?[0-9{_NUMERAL}A-Za-z]++\s*+[-~—–－至]?\s*+)++(?:号|弄|栋|幢|座|期|区|组|单元|号楼|号院|楼)?\s*(?:[(].*[)])?"
)
_BRACKET: Final = re.compile(r"([(\[])([^()\[\]]*)[)\]]\s*$")
_COUNT: Final = re.compile(
    rf"(?:共计?|合计|总计|计)?\s*([0-9]+|[{_NUMERAL}两〇]+)\s*[个处家]?\s*(?:无疫|示范)?(?:小区|社区|村|居委会?|村委会?|街道|乡镇|名单)?"
)
_COUNTING: Final = re.compile("[个处家共计]")
_REMARK: Final = re.compile("(?:新增|恢复|公示|续|调整|暂停|取消|保留|更名|更正|补充|首次|原.*|新|调出|调入)")
_PERSON: Final = re.compile(
    r"(?:联系人|负责人|联系电话|身份证号?|手机号?)\s*[:：]?\s*[^\s:：()]+"
    r"|(?:填报|制表|填表|审核|复核|录入|经办|监制)人?\s*[:：]\s*[\u3400-\u9fff]{2,4}$"
    r"|(?:户主|业主|房东|租户|患者|病例|密接|阳性|楼长|网格员|书记|主任|电话)\s*[:：]\s*[^\s:：()]+"
    r"|[\u3400-\u9fff]{1,3}(?:先生|女士|大爷|阿姨|同志)$"
)
_TELEPHONE: Final = re.compile(
    r"(?<![0-9])(?:(?:0[0-9]{2,3}[- ]?)?[2-8][0-9]{6,7}|400[- ]?[0-9]{3}[- ]?[0-9]{4})(?![0-9])"
)
_LETTERS: Final = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ\u3400-\u9fff\U00020000-\U0003ffff\ue000-\uf8ff]")
# What is left in a text -> how its problem is called here.
_LEFT: Final = {
    "E211": "broken", "E212": "error-cell", "E213": "spoilt", "E214": "leftover", "E215": "sign", "E217": "flat",
    "E218": "character", "E219": "character",
}  # fmt: skip


class Printed(NamedTuple):
    """A name as printed without its numbering, and what the bracket behind it says.

    That is a qualifier, a remark, or (`said`) how many there are.
    """

    name: Cell
    qualifier: Cell | None = None
    remark: Cell | None = None
    said: int | None = None


def without_number(text: str) -> str:
    """A text without the number of a list before it.

    >>> without_number("①河南街道"), without_number("（一）无疫社区"), without_number("12号院")
    ('河南街道', '无疫社区', '12号院')
    """
    match = NUMBERING.match(plain(text))
    rest = text if match is None else text[match.end() :]
    return (rest if rest.strip() else text).strip()


def parts(cell: Cell, separators: str = SEPARATORS) -> tuple[list[Cell], list[Problem]]:
    """The names that stand in one place, by line and by `separators` outside of brackets, without their numbering."""
    names: list[Cell] = []
    problems: list[Problem] = []
    for line in (piece for whole in cell.text.splitlines() for piece in _numbered(whole)):
        texts = [line[start:end].strip() for start, end in split(line, separators)]
        counted: int | None = None
        listed: list[list[str]] = []  # each name with what goes on with it
        for position, text in enumerate(part for part in texts if part):
            if position == 0 and _ONLY_NUMBER.fullmatch(plain(text)) and len(texts) > 1:
                counted = number(text)
                continue
            if counted is not None and plain(text).endswith(following := str(counted + 1)):
                text, counted = text[: -len(following)].strip(), counted + 1
            if listed and _is_joined(plain(listed[-1][-1]), plain(text), is_first=len(listed[-1]) == 1):
                listed[-1].append(text)
            else:
                listed.append([without_number(text)])
        for pieces in listed:
            name = Cell("、".join(pieces), cell.where)
            if len(pieces) > 1:
                problems.append(problem("joined", name))
            else:
                names.append(name)
    return names, problems


def _numbered(line: str) -> list[str]:
    """A line cut before each number of a list within it: 1.甲苑 2.乙苑, ①甲苑②乙苑."""
    starts = [0, *(match.start() for match in _WITHIN.finditer(plain(line))), len(line)]
    return [line[start:end] for start, end in pairwise(starts)]


def _is_joined(before: str, after: str, *, is_first: bool) -> bool:
    """True for what goes on with the name before it: 307弄、309弄, 五、六、七村. It may be one place or more."""
    if _ONLY_NUMBER.fullmatch(after) or (_DOOR.fullmatch(after) and not (is_first and _DOOR.fullmatch(before))):
        return True
    return re.search(f"[0-9{_NUMERAL}]$", before) is not None and re.match(f"[0-9{_NUMERAL}]", after) is not None


def printed(cell: Cell) -> Printed:
    """A name and what the bracket at its end says.

    >>> printed(Cell("沈巷新村(月罗路307弄)", "第 7 行")).qualifier
    Cell(text='月罗路307弄', where='第 7 行')
    """
    match = _BRACKET.search(plain(cell.text))
    if match is None or not cell.text[: match.start()].strip():
        return Printed(cell)
    name = Cell(cell.text[: match.start()].strip(), cell.where)
    inside = Cell(cell.text[match.start(2) : match.end(2)].strip(), cell.where)
    counted = _COUNT.fullmatch(plain(inside.text))
    if not inside.text:
        return Printed(name)
    if counted is not None and _COUNTING.search(inside.text):
        return Printed(name, said=number(counted[1]))
    if _REMARK.fullmatch(inside.text):
        return Printed(name, remark=inside)
    return Printed(name, qualifier=inside)


def counted(text: str) -> tuple[str, int] | None:
    """A heading and the count in the bracket behind it; None for one without.

    >>> counted("无疫小区（3）"), counted("公主岭市(13个)"), counted("月浦二村(3)")
    (('无疫小区', 3), ('公主岭市', 13), None)
    """
    said = printed(Cell(text, ""))
    if said.said is not None:
        return said.name.text, said.said
    bare = number(said.qualifier.text) if said.qualifier is not None else None
    heads = title_pattern().search(plain(said.name.text)) is not None or place(said.name.text) in ("county", "street")
    return (said.name.text, bare) if bare is not None and bare < _MOST_COUNTED and heads else None


def of_person(cell: Cell, *, is_number: bool = False) -> Problem | None:
    """The problem of a text that has something of somebody in it; what it has is masked.

    In what is a number anyway, one that could be that of a telephone in a house is none.
    """
    cell = Cell(cell.text[:_MOST_LOOKED_AT], cell.where)
    found = [*privacy.find(cell.text)]
    if found:
        kinds = "、".join(dict.fromkeys(match.kind for match in found))
        return problem("person", Cell("、".join(match.shown for match in found), cell.where), detail=kinds)
    text = plain(cell.text)
    match = None if is_number else _TELEPHONE.search(text)
    if match is not None:
        return problem("person", Cell(f"{match[0][:3]}****", cell.where), detail="电话号码")
    match = _PERSON.search(text)
    return problem("person", Cell(f"{match[0][:1]}**", cell.where), detail="个人信息") if match else None


def judged(cell: Cell, row: ListedRow | None = None) -> Problem | None:
    """Why a text is no name that can be taken; None for one that can. `row` is taken if somebody confirms it."""
    text = cell.text[:_MOST_LOOKED_AT]
    found = next(gate.refused(text, "name"), None) if text.strip() else None
    if found is not None:
        return problem("character", cell, detail=found[1])
    if (person := of_person(cell)) is not None:
        return person
    if len(text) > MOST_CHARACTERS:
        return problem("too-long", cell, detail=len(cell.text), most=MOST_CHARACTERS)
    if not is_balanced(text):
        return problem("bracket", cell)
    left = leavings.left(text, "name")
    if left is not None and left.code in _LEFT:
        return _told(cell, left, row)
    if ":" in plain(text):
        return problem("sign", cell, detail="冒号")
    if re.search(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])", text):
        return problem("blank", cell, row)
    if re.match("[=+@＝＋＠-]", text):
        return problem("sign", cell, detail="开头的符号")
    return None if _LETTERS.search(text) else problem("only-number", cell)


def _told(cell: Cell, left: leavings.Left, row: ListedRow | None) -> Problem:
    kind = _LEFT[left.code]
    shown = Cell(leavings.masked(left.shown), cell.where) if kind == "flat" else cell
    return problem(kind, shown, row if left.confirmable else None, detail=left.what, expected="原件上的文字")


def of_word(cell: Cell, *, is_number: bool = False, is_place: bool = False) -> Problem | None:
    """Why a printed word beside a name (a place, a qualifier, a batch) cannot be taken; None where it can."""
    return None if _is_sound(cell.text, is_number, is_place) else _of_word(cell, is_number, is_place)


@lru_cache(maxsize=16_384)
def _is_sound(text: str, is_number: bool, is_place: bool) -> bool:
    """Places and batches come again in row after row: each is judged once."""
    return _of_word(Cell(text, ""), is_number, is_place) is None


def _of_word(cell: Cell, is_number: bool, is_place: bool) -> Problem | None:
    if (person := of_person(cell, is_number=is_number)) is not None:
        return person
    if len(cell.text) > _MOST_LOOKED_AT:
        return problem("too-long", cell, detail=len(cell.text), most=_MOST_LOOKED_AT)
    for text, codes in (("label", ("E211", "E212", "E213")), ("name", ("E211", "E212", "E217"))):
        left = leavings.left(cell.text, text)
        if left is not None and is_place and left.what == leavings.HOUSEHOLD:
            continue  # 张三家 is a village; its name has to be one of the list of divisions
        if left is not None and left.code in codes:
            return _told(cell, left, None)
    found = next(gate.refused(cell.text, "prose"), None)
    return None if found is None else problem("character", cell, detail=found[1])
