"""What the headings of columns mean: one table of the words in which lists print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final, Literal, NamedTuple

from generator.staff.intake.forms import plain
from generator.staff.intake.model import Role

# What a column may hold beside the roles: numbers of rows, numbers of things, something of somebody.
Passed = Literal["number", "count", "person"]


class Heading(NamedTuple):
    """The meaning of a column; `title` is what the names in it were awarded, where the heading says so."""

    role: Role | Passed
    title: str = ""


# Each expression is of a heading without blanks, signs and brackets: 街道(乡镇) is 街道乡镇.
_COUNTY: Final = "区县市|区市县|县市区|市县区|县区市|区县|县区|市区县|市县|市区|行政区|城区|区|县|旗|地区"
_STREET: Final = (
    "街道乡镇|乡镇街道|镇街道|街道镇乡|街道镇|镇乡街道|街镇乡|乡镇街|街镇|镇街|乡镇|镇乡|街道|街乡|镇|乡|街|苏木"
)
_COMMUNITY: Final = (
    "社区居委会|村居委会|居村委会|村委会社区|社区村委会|社区居民委员会|社区行政村|行政村社区|社区村居|村居社区|社区村|村社区|"
    "村社|社村|村居|居村|社区居|居委会|居委|村委会|村委|行政村|社区|村|居|嘎查"
)
_COMPOUND: Final = (
    "居民小区|住宅小区|小区村组|小区院落|小区楼院|小区自然村|小区楼栋|小区|院落|楼院|庭院|"
    "自然村屯|自然村|村民小组|村组|自然屯|屯|组|点位"
)
_PERSON: Final = (
    ".*(?:联系人|联系方式|电话|手机|负责人|姓名|身份证|网格员|书记|主任|"
    "楼长|户主|填报人|经办人|责任人|邮箱|微信|车牌).*"
)
_CODE: Final = (
    "(?:统计用?)?(?:行政)?(?:区划|统计|社区|小区|村|区域|单位|地区|居委会)?代码"
    "|(?:区划|区域|小区|社区|统计)编[码号]|areaid"
)
_QUALIFIER: Final = (
    "qualifier|(?:具体|楼栋|楼号|门牌|楼幢|幢号|栋号)?范围|"
    "楼栋号?|楼号|弄号|门牌号?|幢号|栋号|期数|期别|分期|楼栋期数|限定"
)
_OF: Final = "(?:所属|所在|归属|隶属|属地|申报|创建|认定|公布|发布|被)*的?"
_NAMED: Final = "(?:名称|名单|全称|名|列表|清单|办事处|办)?"
_TITLE: Final = "无(?:疫情?|感染者?|病例|新冠)"
_DONE: Final = "公布|发布|公告|通告|公示|命名|印发|发文|公开|对外公布"
_DAY: Final = "日期|时间|日|年月日"
_NEW: Final = "(?:本土|新增|涉及|发现)*的?"
_CONTACTS: Final = "(?:密切接触者|密切接触|密接者?)"
_PEOPLE: Final = "(?:人数|例数|数量|数|人|例)?"

_TABLE: Final[tuple[tuple[str, Role | Passed], ...]] = (
    ("序号?|编?次|顺序号?|no|number|行号|项次|序列", "number"),
    (f"confirmed|{_NEW}(?:确诊病例|确诊|病例){_PEOPLE}", "confirmed"),
    (f"asymptomatic|{_NEW}无症状(?:感染者|感染)?{_PEOPLE}", "asymptomatic"),
    (f"closecontacts|{_NEW}{_CONTACTS}{_PEOPLE}", "close_contacts"),
    (f"clearedcontacts|已?(?:排除|解除)的?{_CONTACTS}{_PEOPLE}", "cleared_contacts"),
    (r".*(?:户数|人口数?|人数|楼栋数|栋数|数量|个数|面积|总数|小计|合计|天数|比例|占比)", "count"),
    (_PERSON, "person"),
    (_CODE, "code"),
    (f"{_OF}(?:{_COUNTY}){_NAMED}|county|所属地", "county"),
    (f"{_OF}(?:{_STREET}){_NAMED}|street|township", "street"),
    (f"{_OF}(?:{_COMMUNITY}){_NAMED}|community", "community"),
    (f"{_OF}(?:{_COMPOUND}){_NAMED}(?:{_COMPOUND})?|name|areaname", "name"),
    (f"{_OF}(?:单位|区域|地点|场所|点位|对象|名)?(?:名称|全称|名单)|(?:社区|村|村社区|社区村)小区{_NAMED}", "name"),
    (_QUALIFIER, "qualifier"),
    ("unittype|kind|(?:单位|区域|小区|场所|对象)?(?:类型|类别|性质|种类)", "kind"),
    (f"title|(?:授予|命名|荣誉|创建|认定|获得|获评)?称号|(?:创建|认定|{_TITLE})(?:类型|类别|等级)", "title"),
    ("batch|(?:公布|发布|认定|所属|命名)?(?:批次|批号|第几批|批)", "batch"),
    (f"date|publishedat|(?:{_DONE})?(?:{_DAY})|(?:{_DONE})(?:于|的日期)", "date"),
    (f"applied|(?:申报|申请|自评)(?:{_DAY})", "applied"),
    (f"reviewed|(?:审核|初审|复核|查验)(?:{_DAY})", "reviewed"),
    (f"certified|(?:评定|认定|审定|批准|获评)(?:{_DAY})", "certified"),
    ("documentno|(?:通告|公告|发文|文件|通知)?(?:文号|字号)", "document_no"),
    ("event|事件(?:类型|种类)?", "event"),
    ("reason|(?:取消|暂停|恢复|撤销)?(?:的)?(?:原因|理由)", "reason"),
    ("notice|noticeid|(?:所属|所在)?(?:通告|公告)(?:名称|标题|编号)?", "notice"),
    ("remark|备注|说明|附注|注|其他|其它|(?:详细|小区|具体)?(?:地址|位置|坐落)", "remark"),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(expression), role) for expression, role in _TABLE)
_SIGNS: Final = re.compile(r"[\s/\\、()\[\]·*:_,.\-—|+“”\"'?]|及|和|或|与")
_EXPLAINED: Final = re.compile(r"\((?:必填|选填|可不填|全称|格式.*|如.*|例.*|填写.*|以.*|年月日|[0-9].*)\)|[*★]")
_KINDS: Final = "乡镇|街道|小区|社区|村|镇|街|乡|院落|楼栋|单位"
# What areas were awarded, as notices write it, brackets and all: 无疫乡镇(街道).
_WRITTEN: Final = (
    rf"(?:示范)?{_TITLE}(?:乡镇|街道|小区|社区|村|镇街|镇|乡|院落|楼栋|单位|区县|县)(?:[(](?:乡镇|街道|小区|社区|村组?|镇|街|乡|村、?社区|院落|村居)+[)]"
    r"|(?:、|/)?(?:街道|乡镇)(?!、))?"
)
_OWN: Final[ContextVar[tuple[str, ...]]] = ContextVar("titles of the schemes at hand", default=())


@contextmanager
def own_titles(names: Iterable[str]) -> Iterator[None]:
    """While a list is read: the titles of the register that it is for, by their names."""
    token = _OWN.set(tuple(sorted({plain(name) for name in names}, key=lambda name: (-len(name), name))))
    try:
        yield
    finally:
        _OWN.reset(token)


def title_pattern() -> re.Pattern[str]:
    """What a title looks like: one of the register's own, or one as notices write them."""
    return _title_pattern(_OWN.get())


@cache
def _title_pattern(own: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([*map(re.escape, own), _WRITTEN]))


@cache
def _awarded_pattern(own: tuple[str, ...]) -> re.Pattern[str]:
    """The same in a heading without signs."""
    return re.compile("|".join([*(re.escape(_SIGNS.sub("", name).lower()) for name in own), f"{_TITLE}(?:{_KINDS})"]))


# Words of levels, which are no place by themselves.
_LEVELS: Final = frozenset(
    {"街道", "乡镇", "镇街", "街镇", "社区", "村居", "居委会", "村委会", "区县", "县区", "市区", "城区"}
)


def heading(text: str) -> Heading | None:
    """What a heading means; None for one that is not in the table, or says two things.

    >>> heading("所属街道（乡镇）").role, heading("无疫小区名称"), heading("意见")
    ('street', Heading(role='name', title='无疫小区'), None)
    """
    shown = _EXPLAINED.sub("", plain(text)).strip()
    key = _SIGNS.sub("", shown).lower()
    if not key or len(key) > 20:
        return None
    awarded = title_pattern().match(shown)
    if awarded is not None and _awarded_pattern(_OWN.get()).match(key):
        rest = _SIGNS.sub("", shown[awarded.end() :])
        return Heading("name", text.strip()[: awarded.end()]) if re.fullmatch(_NAMED, rest) else _title_column(key)
    return next((Heading(role) for expression, role in _COMPILED if expression.fullmatch(key)), None)


def _title_column(key: str) -> Heading | None:
    """A column of titles, or of counts of them; None for one that is none of these."""
    return next(
        (Heading(role) for expression, role in _COMPILED if role in ("title", "count") and expression.fullmatch(key)),
        None,
    )


def place(text: str) -> Role | None:
    """Which level a printed place is of, by its ending; None where it does not say.

    >>> place("公主岭市"), place("河南街道"), place("平阳村"), place("中法城社会事务处")
    ('county', 'street', 'community', None)
    """
    name = re.sub(r"\([^()]*\)$", "", plain(text).strip())
    if len(name) < 2 or name in _LEVELS or title_pattern().search(name) or re.search(r"[\s:,。、;“”\"]", name):
        return None
    if re.search("(?:社区|村|居委会?|村委会|社区居委会|嘎查)$", name):
        return "community"
    if re.search("(?:街道办事处|街道办|街道|镇|乡|街|苏木)$", name):
        return "street"
    return "county" if re.search("(?:市|区|县|旗|新城)$", name) and not name.endswith("小区") else None
