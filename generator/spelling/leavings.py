"""What stands in a text that nobody meant: the table of what conversions, spreadsheets, programs and lists leave.

`LEAVINGS` is the second table of the gate (`gate`): of texts as a whole, where the first is of single characters.
Many texts are looked at at once, with a few expressions that begin with rare characters; only what hits is looked at
closely.

What a real name can look like is said in `confirmable`: whoever has looked writes `yes` in `confirmed`. The others are
no names in any place, and are never confirmed away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from generator.spelling.mojibake import BROKEN, broken


class Leaving(NamedTuple):
    """What is left in names or sentences: its finding, what it is in Chinese, expressions of the whole or a part."""

    code: str
    what: str
    texts: tuple[str, ...]
    whole: str = ""
    part: tuple[str, ...] = ()
    confirmable: bool = False


_NAME: Final = ("name",)
_NAMES: Final = ("name", "official")
_ALL: Final = ("name", "official", "prose")
_TEXTS: Final = (*_ALL, "page")
_MONTH: Final = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAYS: Final = (
    r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:[ T][0-9:.+]+)?",
    r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{2}){1,2}(?: [0-9:.]+)?",
    r"(?:[0-9]{2,4}年)?[0-9]{1,2}月(?:[0-9]{1,2}[日号])?",
    rf"[0-9]{{1,2}}[- /]{_MONTH}(?:[- /,]+[0-9]{{2,4}})?",
    rf"{_MONTH}[- /.]+[0-9]{{1,4}}(?:, ?[0-9]{{4}})?",
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?i:[ap]m))?",
    r"[345][0-9]{4}(?:\.[0-9]+)?",  # days since 1900, from 1982 on
)
_NUMBERS: Final = (r"[0-9]+\.[0-9]+", r"[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]{1,3}")
_ERRORS: Final = (
    r"#(?:NAME\?|REF!|N/A|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|GETTING_DATA)",
    r"#(?:名称|引用|数值|值|空值|除数)[?!？！]",
    r"(?:Err|错误)[:：][0-9]{3}",
)
_BROAD: Final = r"#{3,}"
_WORDS: Final = "nan|none|null|nil|nat|undefined|true|false"
# The same within a name, beginning with a set of characters: expressions that begin so cost little.
_WORD: Final = "[nutfNUTF](?<![A-Za-z].)(?i:(?<=n)(?:an|one|ull|il|at)|(?<=u)ndefined|(?<=t)rue|(?<=f)alse)(?![A-Za-z])"
_CODES: Final = (
    r"_[xX][0-9A-Fa-f]{4}_",
    r"\\[uU][0-9A-Fa-f]{4}",
    r"=(?:[0-9A-F]{2}=){2,}[0-9A-F]{2}",
    r"\[object Object\]",
    r"\{\{|\$\{",
)
_ENTITY: Final = r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_THING: Final = "(?:无疫)?(?:小区|社区|村|楼栋|街道|乡镇|镇街|区县|单位|区域|地点|场所|院落|物业|居委会|村委会)"
_HEADINGS: Final = (
    r"(?:序|编|名|备|类|限|地|电|姓)\s*(?:号|称|注|型|定|址|话|名)",
    rf"(?:{_THING}|所属|所在|公布|表彰|认定)*(?:全称|简称|名称|名单|名录|清单|一览表?|汇总表?|编号|代码|类型|地址|数量|个数)",
    rf"所[属在]{_THING}|曾用名|联系人|联系电话|负责人|填报人|制表人",
    r"(?:填报|制表|审核|联系|负责|填表)(?:单位|人|电话|日期|时间)?\s*[:：].*|(?:注|说明|备注|附注?)\s*[:：].*",
    r"第\s*[0-9]+\s*页.*|共\s*[0-9]+\s*页|[(（]?续表[)）]?|附件\s*[0-9一二三四五六七八九十]*[:：]?",
    "(?i:area_?name|area_?id|name|qualifier|unit_?type|former_?names|part_?of|place|title|reason|notice_?id|total|subtotal)",
)
_COUNTED: Final = r"\s*[:：]?\s*[(（]?\s*[0-9]*\s*[个处家户]?(?:小区|社区|村)?\s*[)）]?"
_TOTALS: Final = (
    rf"(?:本页|以上|全[市县区镇]|各[^计]{{0,4}})?(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数){_COUNTED}",
    r"共\s*[0-9]+\s*[个处家户].{0,8}",
)
_BLANKS: Final = (
    r"无|空|空白|暂无|暂缺|没有|不详|未知|不明|待定|待补充?|待核实?|待查|同上|同前|略|〃"
    r"|[-—–_/\\.…*×]+|[xX]+|test|测试|某{1,2}(?:小区|社区|村|街道|镇|乡)"
)
_PRIVATE: Final = "[\ue000-\uf8ff\U000f0000-\U0010fffd]"
_MASKS: Final = ("××|＊＊|[*]{2}", "[xX]{2}(?<![A-Za-z]..)(?![A-Za-z])")
_LIST: Final = "[①-⓿㊀-㊉㈠-㈩❶-➓]"
_HAN: Final = "[一二三四五六七八九十百]{1,3}"
_FLOOR: Final = r"(?:[0-9A-Za-z一二三四五六七八九十]\s?(?:栋|幢|座|号楼|楼|#楼?)|单元)"

LEAVINGS: Final = (
    # ---- never right
    Leaving(
        "E211", "转码时写坏的字", _TEXTS,
        part=("锟斤|斤拷|烫烫烫|屯屯屯", "[\u00c2\u00c3\u00e2\u00ef][\u0080-\u00bf\u20ac\u2122]"),
    ),
    Leaving("E212", "表格软件的错误值", _ALL, part=(*_ERRORS, _BROAD)),
    Leaving("E212", "表格软件的错误值", ("page",), part=_ERRORS),  # ### begins a heading there
    Leaving("E212", "程序写出的空值或真假值", _TEXTS, whole=f"(?i:{_WORDS}|na|n/a|<na>|-?inf)"),
    Leaving("E212", "程序写出的空值或真假值", _NAMES, part=(_WORD,)),
    Leaving("E212", "程序留下的代码", _ALL, part=(*_CODES, _ENTITY)),
    Leaving("E212", "程序留下的代码", ("page",), part=_CODES),  # an entity is a sign there
    Leaving("E212", "程序留下的代码", _NAMES, part=(r"%[0-9A-F]{2}%[0-9A-F]{2}", r"\\[nrt]")),
    Leaving("E211", "问号或方框，占了一个字的位置", _NAMES, part=("[?？□■▯〓]",)),
    Leaving(
        "E211", "问号，占了一个字的位置", ("prose", "page"),
        whole=r"\?.*", part=(r"\?\?", "〓"),
    ),
    Leaving("E214", "表头或表外的说明", _NAME, whole="|".join(_HEADINGS)),
    Leaving("E214", "合计行", _NAME, whole="|".join(_TOTALS)),
    Leaving("E214", "占位的写法", _NAME, whole=_BLANKS, part=_MASKS),
    # ---- right in a rare name
    Leaving("E214", "表头", _NAME, whole=_THING, confirmable=True),
    Leaving("E218", "私用区字符", _NAME, part=(_PRIVATE,), confirmable=True),
    Leaving("E213", "日期", _NAME, whole="|".join(_DAYS), part=("[0-9]{1,2}月[0-9]{1,2}[日号]",), confirmable=True),
    Leaving("E213", "带小数或指数的数", _NAME, whole="|".join(_NUMBERS), confirmable=True),
    Leaving(
        "E215", "名单里的序号或标点", _NAME, confirmable=True,
        whole=rf"{_LIST}.*|[0-9]{{1,4}}\s*[.．、)）](?![0-9]).*|[(（]\s*(?:[0-9]{{1,3}}|{_HAN})\s*[)）].*"
        rf"|{_HAN}[、.．](?![一二三四五六七八九十]).*|第[0-9]+[、.．:：].*|[•·●○▪■◆★☆※§,，、；;。:：)）】》].*|.*[,，、；;。:：]",
    ),
    Leaving(
        "E217", "某一户的门牌", _NAME, confirmable=True,
        part=(
            r"[0-9]{1,4}[A-Za-z]?\s?室", r"[0-9]{1,3}\s?-\s?[0-9]{1,2}\s?-\s?[0-9]{3,4}(?![0-9])",
            rf"{_FLOOR}[-－—\s]*[0-9]{{3,4}}(?:\s?[-－—~至]\s?[0-9]{{3,4}})?(?:号|户|房)?$",
            r"单元\s*[0-9一二三四五六七八九十〇零]{1,4}\s*(?:号|户|房)?$", "#-?[0-9]{3,4}$",
            r"[一二三四五六七八九〇零]{3,4}室", rf"{_FLOOR}[一二三四五六七八九〇零]{{3,4}}$",
            "[0-9]{3,4}户$", "[号弄][0-9]{3,4}$",
            rf"(?:{_FLOOR}|[号弄层])[0-9一二三四五六七八九十百〇零]{{1,5}}(?:室|房(?![地屋])|户)",
        ),
    ),
    # ---- often right
    Leaving("W211", "全角的字母或数字", _NAME, part=("[０-９Ａ-Ｚａ-ｚ]",)),
    Leaving("W212", "日期", ("prose",), whole="|".join(_DAYS)),
    Leaving("W214", "半角的问号", ("prose", "page"), part=(r"[\u3400-\u9fff〇]\?(?=[\u3400-\u9fff〇])",)),
    Leaving("W213", "私用区字符", ("official",), part=(_PRIVATE,)),
)  # fmt: skip


class Left(NamedTuple):
    """What was found in a text: the code of its finding, what it is, the part of the text, whether it can be real."""

    code: str
    what: str
    shown: str
    confirmable: bool


def _half(text: str) -> str:
    """A text, and again with full-width letters, digits and signs as the half-width ones that they stand for."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    return f"{text}\n{unicodedata.normalize('NFKC', text)}"


@cache
def _expressions(text: str) -> tuple[re.Pattern[str], ...]:
    """What a text must have to be looked at closely, for many texts that stand in lines."""
    concerned = [leaving for leaving in LEAVINGS if text in leaving.texts]
    wholes = "|".join(leaving.whole for leaving in concerned if leaving.whole)
    parts = [part for leaving in concerned for part in leaving.part]
    return (
        *([re.compile(f"^(?:{wholes})$", re.MULTILINE)] if wholes else []),
        *(re.compile(part, re.MULTILINE) for part in parts),
        *BROKEN(),
    )


@cache
def _closely(text: str) -> tuple[tuple[Leaving, re.Pattern[str]], ...]:
    return tuple(
        (leaving, re.compile("|".join((*([f"^(?:{leaving.whole})$"] if leaving.whole else []), *leaving.part))))
        for leaving in LEAVINGS
        if text in leaving.texts
    )


def doubtful(values: Iterable[str], text: str) -> bool:
    """True if something may be left in one of many texts; they hold no line breaks."""
    joined = "\n".join(values)
    if text == "name":
        joined = _half(joined)
    return any(expression.search(joined) for expression in _expressions(text))


def left(value: str, text: str, *, confirmed: bool = False) -> Left | None:
    """What is left in a text, the surest of it; None where nothing is, or only what was `confirmed`."""
    if said := broken(value):
        return Left("E211", f"转码时写坏的字（原来多半是“{said}”）", value, False)
    half = unicodedata.normalize("NFKC", value) if text == "name" else value
    for leaving, expression in _closely(text):
        if confirmed and leaving.confirmable:
            continue
        match = expression.search(value) or expression.search(half)
        if match is not None:
            return Left(leaving.code, leaving.what, match[0], leaving.confirmable)
    return None
