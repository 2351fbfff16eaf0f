"""What a wrong value looks like: spreadsheets spoil values in a few known ways, and saying which one helps."""

from __future__ import annotations

import re
from typing import Any, Final

from generator.reading.located_json import Inexact
from generator.spelling import gate

_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,3}")
_SERIAL_DAY: Final = re.compile(r"[34][0-9]{4}(?:\.[0-9]+)?")
_OTHER_DAY: Final = re.compile(r"[0-9]{4}[/.年][0-9]{1,2}[/.月][0-9]{1,2}.*")
_BARE_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{5,8}")
_FULL_WIDTH: Final = re.compile(r"[０-９－：]")


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
    if code in ("E202", "E203"):
        if _SCIENTIFIC.fullmatch(text):
            hint = "像是被 Excel 改成了科学计数法，末尾数字可能已丢失，请从原文件重新导入，这一列选“文本”"
        elif _FULL_WIDTH.search(text):
            hint = "含全角数字或符号"
        elif re.fullmatch(r"[0-9]+\.0+", text):
            hint = "被表格软件加上了小数"
        elif text != text.strip():
            hint = "前后有空格"
    elif code in ("E204", "E205"):
        hint = _characters(text, code) if text else "是空的"
        if code == "E204" and not hint and text[:1] in "=+-@＝＋－＠":
            hint = f"以 {text[0]} 开头，表格软件会当成公式"
        elif not hint and text != text.strip():
            hint = "前后有空格"
        elif not hint and most is not None and len(text) > most:
            hint = f"共 {len(text)} 字，最多 {most} 字"
    elif code == "E301":
        if _SERIAL_DAY.fullmatch(text):
            hint = "像是 Excel 的日期序列号"
        elif _OTHER_DAY.fullmatch(text):
            hint = "年月日之间用短横线，月和日写两位"
        elif _FULL_WIDTH.search(text):
            hint = "含全角数字或符号"
        elif text != text.strip():
            hint = "前后有空格"
        elif _BARE_TIME.fullmatch(text):
            hint = "时间要写 T 和 +08:00"
    return f"（{hint}）" if hint else ""


def _characters(text: str, code: str) -> str:
    """Names the first character that may not stand in a name or a sentence, and says how many there are."""
    places = list(gate.refused(text, "name" if code == "E204" else "prose"))
    if not places:
        return ""
    more = f"，这样的共 {len(places)} 处" if len(places) > 1 else ""
    return f"第 {places[0][0] + 1} 个字是{places[0][1]}{more}"
