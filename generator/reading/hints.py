"""What a wrong value looks like: spreadsheets spoil values in a few known ways, and saying which one helps."""

from __future__ import annotations

import re
from typing import Any, Final

from generator.reading.located_json import Inexact
from generator.spelling import gate

_FULL_WIDTH: Final = (r"[\s\S]*[０-９－：][\s\S]*", "含全角数字或符号")
AROUND: Final = (r"\s[\s\S]*|[\s\S]*\s", "前后有空格")
# Findings -> what the whole of a value may look like (alike in Python and ECMA 262) and what is said of it; the first.
# The page on which staff check a file says the same (`publish.exports.checking`).
LOOKS: Final = {
    ("E202", "E203"): (
        (
            r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,3}",
            "像是被 Excel 改成了科学计数法，末尾数字可能已丢失，请从原文件重新导入，这一列选“文本”",
        ),
        _FULL_WIDTH,
        (r"[0-9]+\.0+", "被表格软件加上了小数"),
        AROUND,
    ),
    ("E301",): (
        (r"[34][0-9]{4}(?:\.[0-9]+)?", "像是 Excel 的日期序列号"),
        (r"[0-9]{4}[/.年][0-9]{1,2}[/.月][0-9]{1,2}.*", "年月日之间用短横线，月和日写两位"),
        _FULL_WIDTH,
        AROUND,
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{5,8}", "时间要写 T 和 +08:00"),
    ),
}
EMPTY: Final = "是空的"
FORMULA: Final = "以 {first} 开头，表格软件会当成公式"
LONG: Final = "共 {size} 字，最多 {most} 字"
CHARACTER: Final = "第 {place} 个字是{said}"
MORE: Final = "，这样的共 {count} 处"
FORMULAS: Final = "=+-@＝＋－＠"


def kind_of(value: Any) -> str | None:
    """A JSON value that is no text, as people call it; None stays None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Inexact):
        return value.text if isinstance(value, Inexact) else str(value)
    return "列表" if isinstance(value, list) else "对象"


def hint(value: object, code: str, most: int | None = None) -> str:
    """A clause in parentheses for the message, or "". `most` is the greatest length that the schema allows."""
    text = str(value)
    hint = ""
    if code in ("E204", "E205"):
        hint = _characters(text, code) if text else EMPTY
        if code == "E204" and not hint and text[:1] in FORMULAS:
            hint = FORMULA.format(first=text[0])
        elif not hint and text != text.strip():
            hint = AROUND[1]
        elif not hint and most is not None and len(text) > most:
            hint = LONG.format(size=len(text), most=most)
    else:
        looks = next((looks for codes, looks in LOOKS.items() if code in codes), ())
        hint = next((said for pattern, said in looks if re.fullmatch(pattern, text)), "")
    return f"（{hint}）" if hint else ""


def _characters(text: str, code: str) -> str:
    """Names the first character that may not stand in a name or a sentence, and says how many there are."""
    places = list(gate.refused(text, "name" if code == "E204" else "prose"))
    if not places:
        return ""
    more = MORE.format(count=len(places)) if len(places) > 1 else ""
    return f"{CHARACTER.format(place=places[0][0] + 1, said=places[0][1])}{more}"
