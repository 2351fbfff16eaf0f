"""What stands in a text that nobody meant: the table of what conversions, spreadsheets, programs and lists leave.

`LEAVINGS` is the second table of the gate (`gate`): of texts as a whole, where the first is of single characters.
Many texts are looked at at once, with a few expressions that begin with rare characters; only what hits is looked at
closely.

What a real name can look like is said in `confirmable`: whoever has looked writes `yes` in `confirmed`. The others are
no names in any place, and are never confirmed away.

A text is one of these: a `name` of an area; an `official` name; a `label`, which names an office, a scheme, a standard
or the site, and is never a day or a number; a `reference`, as printed on a notice (its number, its series, its batch),
which may be one; `prose`, a sentence; a `page`.
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
_LABEL: Final = ("label",)
_NAMES: Final = ("name", "official")
_TITLES: Final = ("label", "reference")
_ALL: Final = ("name", "official", "label", "reference", "prose")
_TEXTS: Final = (*_ALL, "page")
_MONTH: Final = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAYS: Final = (
    r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:[ T][0-9:.+]+)?",
    r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{2}){1,2}(?: [0-9:.]+)?",
    r"(?:[0-9]{2,4}年)?[0-9]{1,2}月(?:[0-9]{1,2}[日号])?",
    rf"[0-9]{{1,2}}[- /]{_MONTH}(?:[- /,]+[0-9]{{2,4}})?",
    rf"{_MONTH}[- /.]+[0-9]{{1,4}}(?:, ?[0-9]{{4}})?",
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?i:[ap]m))?",
    "(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])|(?:1[3-9]|2[0-9]|3[01])/(?:0?[1-9]|1[0-2])",
    r"[345][0-9]{4}(?:\.[0-9]+)?",  # days since 1900, from 1982 on
)
# A telephone may have a dot before its last seven or eight digits.
_NUMBERS: Final = (r"[0-9]+\.[0-9]{1,6}", r"[0-9]+\.[0-9]{9,}", r"[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]{1,3}")
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
_THING: Final = (
    "(?:无疫|示范(?!村委会))?(?:小区|社区|村|楼栋|街道|乡镇|镇街|区县|单位|区域|地点|场所|院落|物业|居委会|村委会)"
)
# Headings of columns, which are no text of any kind.
_COLUMN: Final = (
    r"(?:序|编|名|备|类|限|地|电|姓|文|标|来|系|批|出)\s*(?:号|称|注|型|定|址|话|名|题|源|列|次|处)",
    rf"(?:{_THING}|所属|所在|公布|发布|联系)*(?:全称|简称|名称|编号|代码|类型|地址|数量|个数)",
    rf"所[属在]{_THING}|(?:发布|公布|联系|发文|主办)(?:单位|机构|部门)|联系方式|曾用名|联系人|联系电话|负责人|填报人|制表人",
)
_HEADINGS: Final = (
    r"(?:序|编|名|备|类|限|地|电|姓)\s*(?:号|称|注|型|定|址|话|名)",
    rf"(?:{_THING}|所属|所在|公布|表彰|认定)*(?:全称|简称|名称|名单|名录|清单|一览表?|汇总表?|编号|代码|类型|地址|数量|个数)",
    rf"所[属在]{_THING}|曾用名|联系人|联系电话|负责人|填报人|制表人",
    r"(?:填报|制表|审核|联系|负责|填表)(?:单位|人|电话|日期|时间)?\s*[:：].*|(?:注|说明|备注|附注?)\s*[:：].*",
    r"第\s*[0-9]+\s*页.*|共\s*[0-9]+\s*页|[(（]?续表[)）]?|附件\s*[0-9一二三四五六七八九十]*[:：]?",
    r"(?i:sheet|工作表)\s?[0-9]{1,3}",
    "(?i:area_?name|area_?id|name|qualifier|unit_?type|former_?names|part_?of|place|title|reason|notice_?id|total|subtotal)",
)
_COUNTED: Final = r"\s*[:：]?\s*[(（]?\s*[0-9]*\s*[个处家户]?(?:小区|社区|村)?\s*[)）]?"
_TOTALS: Final = (
    rf"(?:本页|以上|全[市县区镇]|各[^计]{{0,4}})?(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数){_COUNTED}",
    r"共\s*[0-9]+\s*[个处家户].{0,8}",
)
# The last word of a line that counts what stands above it.
_SUMMED: Final = (
    r"(?:合\s?计|总\s?计|小\s?计|共\s?计|累\s?计)\s*[:：]?\s*[0-9]*\s*[个处家户]?$",
    r"等\s*(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,4})\s*[个处家](?:小区|社区|村|单位)?$",
)
# Several names: a sign or a blank behind what names of compounds end with (or a qualifier), and another such name.
_NAMED: Final = "(?:小区|花园|公寓|家园|新村|[苑府邸庭])"
_SEVERAL: Final = (
    r"[；;，,、/|\\+& ](?:(?<=小区.)|(?<=花园.)|(?<=公寓.)|(?<=家园.)|(?<=新村.)|(?<=[苑府邸庭)）].))"
    rf"(?=.+{_NAMED}(?:[(（][^()（）\n]*[)）])?$)"
)
_SUM: Final = r"(?:本页)?(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计)\s*[:：]?"
_DITTO: Final = r"同上|同前|〃|[-—–_/\\.…*×]+|[xX]+|test|测试"
_ABSENT: Final = "无|空|空白|暂无|暂缺|没有|不详|未知|不明|待定|待补充?|待核实?|待查|略"
_BLANKS: Final = rf"{_ABSENT}|{_DITTO}|某{{1,2}}(?:小区|社区|村|街道|镇|乡)"
_PRIVATE: Final = "[\ue000-\uf8ff\U000f0000-\U0010fffd]"
_MASKS: Final = ("××|＊＊|[*]{2}", "[xX]{2}(?<![A-Za-z]..)(?![A-Za-z])")
_LIST: Final = "[①-⓿㊀-㊉㈠-㈩❶-➓]"
_NUMERAL: Final = "一二三四五六七八九十"
_HAN: Final = "[一二三四五六七八九十百]{1,3}"
_DIGITS: Final = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B), 0xFF0E, 0xFF0F)}
# A question mark within a label; that of a question (有疑问？请拨打 12345) ends one, and what is to be done follows.
_LOST: Final = (
    "(?<=[\u3400-\u9fff〇])(?<!疑问)(?<!问题)(?<!什么)(?<!怎么)(?<!如何)(?<![吗呢么嘛吧])？"
    "(?=[\u3400-\u9fff〇])(?![请可欢拨致联来])"
)
# Signs between the number or letter of a list and what it counts.
_AFTER: Final = "[.．、)）:：,，]"
# Between the numbers of a building, a unit and a flat; the number of a flat is that of its floor and two digits.
_DASH: Final = r"\s?[-－—–‐‑−~～]{1,2}\s?"
_FLAT: Final = "(?:[1-9]|[1-3][0-9])(?:0[1-9]|1[0-2])"
# What the homes of a housing estate are called together, a building within it, and the number of a home.
_HOMES: Final = "(?:小区|花园|公寓|家园|新村|苑)"
_BUILDING: Final = rf"(?:(?:[0-9]{{1,4}}|[A-Za-z]|[{_NUMERAL}]{{1,3}})\s?(?:栋|幢|座|号楼|楼|弄|单元|号院?)\s?)"
_DOOR: Final = rf"(?:[0-9]{{3,4}}|[{_NUMERAL}〇零]{{3,4}})\s?(?:室|号?房(?![地屋]))"
_FLOOR: Final = r"(?:[0-9A-Za-z一二三四五六七八九十]\s?(?:栋|幢|座|号楼|楼|#楼?)|单元)"
# A home called after whoever lives there: 张三家, 3号李建国户. What is named after families (张家, 张王家, 王老家,
# 李百户) is a place.
HOUSEHOLD: Final = "某一户人家"
_FAMILY: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔崔邱秦江史顾侯邵孟段雷钱汤尹黎常武乔贺赖龚庞樊殷施陶洪翟倪严牛温俞章鲁葛毕聂焦柳邢岳齐梅"
    "辛管祝左谷祁耿牟卜詹关苗凌费纪靳盛童欧甄项曲游裴席卫屈鲍覃霍翁隋甘景单包柏柯阮闵解柴车冉房边佟"
)
_HOUSEHOLD: Final = (
    f"[{_FAMILY}易文向龙涂庄成司宁桂强华]"
    f"(?![\u3400-\u9fff]?[老庄百千万大新人世之我一住家头站战丛迟初原滑{_FAMILY}][家户宅])[\u3400-\u9fff]{{1,2}}[家户宅]"
)
# What is masked of a home: its last number, or the name before the word for a family.
LAST_NUMBER: Final = re.compile(
    r"[0-9０-９一二三四五六七八九十百〇零]+(?=[^0-9０-９一二三四五六七八九十百〇零]*$)"
    r"|(?<=[\u3400-\u9fff])[\u3400-\u9fff]{1,2}(?=[家户宅]$)"
)

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
        "E211", "问号或方框，占了一个字的位置", ("label",),
        part=(r"[?□■▯〓](?![A-Za-z0-9_]{1,40}=)", "？？", _LOST),
    ),
    Leaving("E211", "问号或方框，占了一个字的位置", ("reference",), part=("[?？□■▯〓]",)),
    Leaving(
        "E211", "问号，占了一个字的位置", ("prose", "page"),
        whole=r"\?.*", part=(r"\?\?", "〓"),
    ),
    Leaving("E214", "表头或表外的说明", _NAME, whole="|".join(_HEADINGS)),
    Leaving("E214", "合计行", _NAME, whole="|".join(_TOTALS)),
    Leaving("E214", "占位的写法", _NAME, whole=_BLANKS, part=_MASKS),
    Leaving("E214", "表头", ("label", "reference", "prose"), whole="|".join(_COLUMN)),
    Leaving("E214", "合计行", ("label", "reference", "prose"), whole=_SUM),
    Leaving("E214", "占位的写法", _TITLES, whole=f"{_ABSENT}|{_DITTO}"),
    Leaving("E214", "占位的写法", _LABEL, part=_MASKS),
    Leaving("E214", "占位的写法", ("prose",), whole=_DITTO),
    Leaving("E213", "日期", _LABEL, whole="|".join(_DAYS)),
    Leaving("E213", "带小数或指数的数", _LABEL, whole="|".join(_NUMBERS)),
    Leaving("E219", "全角空格", ("name", "official", "reference"), part=("\u3000",)),
    Leaving("E219", "连续的空格", ("name", "official", "label", "reference"), part=("[ \u3000]{2}",)),
    # ---- right in a rare name
    Leaving("E214", "表头", _NAME, whole=_THING, confirmable=True),
    Leaving("E214", "合计行", _NAME, part=_SUMMED, confirmable=True),
    Leaving("E218", "私用区字符", _NAME, part=(_PRIVATE,), confirmable=True),
    Leaving("E220", "几个名称", _NAME, part=(_SEVERAL,), confirmable=True),
    Leaving("E213", "日期", _NAME, whole="|".join(_DAYS), part=("[0-9]{1,2}月[0-9]{1,2}[日号]",), confirmable=True),
    Leaving("E213", "带小数或指数的数", _NAME, whole="|".join(_NUMBERS), confirmable=True),
    Leaving(
        "E215", "名单里的序号或标点", _NAME, confirmable=True,
        whole=rf"{_LIST}.*|[0-9]{{1,4}}\s*{_AFTER}(?![0-9]).*|[(（\[【〔]\s*(?:[0-9]{{1,3}}|{_HAN})\s*[)）\]】〕].*"
        rf"|[(（\[【〔]\s*[A-Za-z]\s*[)）\]】〕](?=[\u3400-\u9fff])(?![栋幢座区期组]).*"
        rf"|(?:[A-Za-z]|[ivxIVX]{{1,4}}|[Ⅰ-ⅿ])\s*{_AFTER}\s*(?=[\u3400-\u9fff])(?![栋幢座区期组{_NUMERAL}]).*"
        rf"|{_HAN}\s*[、.．:：](?![{_NUMERAL}]).*|[0-9]{{1,3}}\s*[-－—–_]\s*(?=[\u3400-\u9fff])(?![{_NUMERAL}甲乙丙丁东南西北号]).*"
        rf"|第\s*[0-9]+\s*[、.．:：].*|(?i:no)[.．]?\s*[0-9]{{1,4}}\s*{_AFTER}?\s*(?=[\u3400-\u9fff])(?![号栋幢座区期]).*"
        r"|(?i:no)[.．]\s?[0-9]{1,4}|[\[【〔《「『“\"'][^\[\]【】〔〕《》「」『』“”\"'\n]+[\]】〕》」』”\"']"
        r"|[•·●○▪■◆★☆※§,，、；;。:：)）】》].*|.*[,，、；;。:：]",
    ),
    Leaving(
        "E217", "某一户的门牌", _NAME, confirmable=True,
        part=(
            r"[0-9]{1,4}[A-Za-z]?\s?室", rf"[0-9A-Z]{{1,3}}{_DASH}[0-9]{{1,2}}{_DASH}[0-9]{{3,4}}(?![0-9])",
            rf"(?<![0-9A-Za-z.－-])(?:[0-9]{{1,2}}[A-Za-z]?|[A-Za-z]|[{_NUMERAL}]{{1,2}}){_DASH}{_FLAT}(?=\s*(?:$|[)）;；]))",
            rf"{_FLOOR}[-－—\s]*[0-9]{{3,4}}(?:\s?[-－—~至]\s?[0-9]{{3,4}})?(?:号|户|房)?$",
            r"单元\s*[0-9一二三四五六七八九十〇零]{1,4}\s*(?:号|户|房)?$", "#-?[0-9]{3,4}$",
            r"[一二三四五六七八九〇零]{3,4}室", rf"{_FLOOR}[一二三四五六七八九〇零]{{3,4}}$",
            "[0-9]{3,4}户$", "(?:[号弄]|号院)[0-9]{3,4}$", "[0-9]{3,4}房$",
            rf"(?:{_FLOOR}|[号弄层])[0-9一二三四五六七八九十百〇零]{{1,5}}(?:室|房(?![地屋])|户)",
        ),
    ),
    Leaving(
        "E217", HOUSEHOLD, _NAME, confirmable=True,
        whole=_HOUSEHOLD, part=(f"[区号栋幢座组弄元楼苑园寓院]{_HOUSEHOLD}$",),
    ),
    # ---- somebody's door in a sentence: an office has its room in a building, too, but not in an estate, and a number
    # of three parts may be a day, a notice or an address
    Leaving(
        "E217", "某一户的门牌", ("reference", "prose", "page"),
        part=(
            rf"(?:[0-9A-Za-z]|[{_NUMERAL}])\s?(?:栋|幢|座|单元)\s?{_BUILDING}{{0,2}}{_DOOR}",
            rf"{_HOMES}\s?[(（]?{_BUILDING}{{0,3}}{_DOOR}",
            rf"{_HOMES}\s?[(（]?(?:[0-9]{{1,2}}|[A-Za-z])[-－—–]{_FLAT}"
            r"(?![0-9A-Za-z－—–~～至-]|号(?![房室])|[栋幢座楼户个米])",
            r"(?<![A-Za-z] )(?<![0-9A-Za-z第号〕〔\]./_=&#%?－—–-])[0-9]{1,2}[-－][0-9]{1,2}[-－](?!20[0-9]{2})"
            rf"{_FLAT}"
            r"(?![0-9A-Za-z./_－—–~～至-]|号(?![房室])|[栋幢座楼户])",
        ),
    ),
    # ---- often right
    Leaving("W211", "全角的字母或数字", _NAME, part=("[０-９Ａ-Ｚａ-ｚ]",)),
    Leaving("W212", "日期", ("reference", "prose"), whole="|".join(_DAYS)),
    Leaving("W212", "带小数或指数的数", ("reference", "prose"), whole="|".join(_NUMBERS)),
    Leaving(
        "W214", "半角的问号", ("prose", "page"),
        part=(r"[\u3400-\u9fff〇]\?(?=[\u3400-\u9fff〇0-9])", r"[0-9]\?(?=[\u3400-\u9fff〇])"),
    ),
    Leaving("W214", "方框", ("prose", "page"), part=("[□■▯](?<=[\u3400-\u9fff〇].)(?=[\u3400-\u9fff〇])",)),
    Leaving("W215", "空格", _NAME, part=(" (?<=[\u3400-\u9fff〇] )(?=[\u3400-\u9fff〇])",), confirmable=True),
    Leaving("W213", "私用区字符", ("official",), part=(_PRIVATE,)),
)  # fmt: skip


class Left(NamedTuple):
    """What was found in a text: the code of its finding, what it is, the part of the text, whether it can be real."""

    code: str
    what: str
    shown: str
    confirmable: bool


def masked(door: str) -> str:
    """The door of a flat without its number, a family's home without the name.

    >>> masked("2栋301室"), masked("李建国家")
    ('2栋**室', '李**家')
    """
    return LAST_NUMBER.sub("**", door)


def _half(text: str, kind: str) -> str:
    """A text with full-width letters, digits and signs as the half-width ones that they stand for.

    In a sentence, and where one may stand, full-width signs are at home: there it is letters and digits.
    """
    if text.isascii():
        return text
    if kind == "name":
        return unicodedata.normalize("NFKC", text)
    return text.translate(_DIGITS)


def _both(text: str, kind: str) -> str:
    half = _half(text, kind)
    return text if half == text else f"{text}\n{half}"


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
    joined = _both("\n".join(values), text)
    return any(expression.search(joined) for expression in _expressions(text))


def left(value: str, text: str, *, confirmed: bool = False) -> Left | None:
    """What is left in a text, the surest of it; None where nothing is, or only what was `confirmed`."""
    if said := broken(value):
        return Left("E211", f"转码时写坏的字（原来多半是“{said}”）", value, False)
    half = _half(value, text)
    for leaving, expression in _closely(text):
        if confirmed and leaving.confirmable:
            continue
        match = expression.search(value) or expression.search(half)
        if match is not None:
            return Left(leaving.code, leaving.what, match[0], leaving.confirmable)
    return None
