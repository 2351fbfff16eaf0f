"""One word for each thing, as people read it. Codes and order of events and statuses stand here once."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

EVENTS: Final[dict[str, str]] = {
    "apply": "申报",
    "review": "审核",
    "nominate": "公示",
    "certify": "评定",
    "file": "备案",
    "publish": "发布",
    "suspend": "暂停",
    "restore": "恢复",
    "revoke": "取消",
    "reject": "不予认定",
    "withdraw": "撤回",
    "correct": "更正",
}

STATUSES: Final[dict[str, str]] = {
    "applied": "已申报",
    "recommended": "已审核推荐",
    "candidate": "公示中",
    "decided": "已评定",
    "certified": "有效",
    "suspended": "已暂停",
    "revoked": "已取消",
    "rejected": "不予认定",
    "withdrawn": "已撤回",
}

NO_STATUS: Final = "无称号"

UNIT_TYPES: Final[dict[str, str]] = {
    "compound": "小区",
    "villagers_group": "村民小组",
    "community": "社区",
    "village": "村",
    "street": "街道",
    "township": "乡镇",
    "county": "区县",
}

# What a code without an area of its own stands for, by its length.
PLACES: Final[dict[int, str]] = {9: "街道（乡镇）", 12: "社区（村）"}

MEASURES: Final[dict[str, str]] = {
    "certified": "新增",
    "revoked": "取消",
    "suspended": "暂停",
    "restored": "恢复",
    "nominated": "公示",
    "current": "现有",
}

# The kinds of change that have a feed of their own, with the event that makes each.
KINDS: Final[dict[str, str]] = {
    "revoked": "revoke",
    "suspended": "suspend",
    "restored": "restore",
    "certified": "publish",
}
# The feeds above the counties: of everything, of each of these kinds, of corrections.
FEEDS: Final = ("all", *KINDS, "corrected")
# The formats of feeds, as pages name them.
FEED_FORMATS: Final[dict[str, str]] = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}

KIND_NAMES: Final[dict[str, str]] = {
    "revoked": "取消",
    "suspended": "暂停",
    "restored": "恢复",
    "certified": "新增",
    "nominated": "公示",
    "corrected": "更正",
}

# What numbers of changes are given under: what stands by its kind, and what was retracted or replaced later.
COUNTED: Final[dict[str, str]] = {**KIND_NAMES, "superseded": "被更正"}

LEVELS: Final[dict[int, str]] = {
    2: "省级（直辖市）",
    4: "市级",
    6: "区县级",
    9: "乡镇（街道）级",
    12: "社区（村）级",
}

# The tables of evidence, as the county's page names them.
EVIDENCE: Final[dict[str, str]] = {
    "cases": "病例与密切接触者",
    "assessments": "创建自评",
    "inspections": "督导检查",
}

# What a list of areas can be narrowed by, in order of the bar.
FILTERS: Final[dict[str, str]] = {"status": "状态", "title": "称号", "notice": "批次"}

UNITS: Final[dict[str, str]] = {"working_day": "个工作日", "calendar_day": "天"}

# What stands beside a name wherever it is told: of fictional areas, and of lists of the past.
MARKS: Final[dict[str, str]] = {"demonstration": "演示数据", "archived": "历史名录"}

STATES: Final[dict[str, str]] = {"active": "现行名录", "archived": "历史名录"}

PROVENANCES: Final[dict[str, str]] = {"official": "官方原文", "secondary": "转载，原发布单位未载明"}


def full_name(name: str, qualifier: str | None) -> str:
    """Name with its qualifier, as it is printed everywhere: 向阳小区(1-5栋)."""
    return f"{name}({qualifier})" if qualifier else name


def rights(licence: str, address: str) -> str:
    """What a feed says of its licence."""
    return f"数据许可：{licence}（{address}）"


# What `signing` in site.json means to readers.
SIGNING: Final = {
    "none": "本登记册的提交未签名。",
    "ssh": "本登记册的每次提交都由登记了的单位或岗位签名，谁都可以核对。",
    "forge": "本登记册的每次提交都由登记了的单位或岗位签名，或由代码平台代签，谁都可以核对。",
}


@lru_cache(maxsize=8_192)
def day_name(time: str) -> str:
    """`2022-11-21…` as a resident reads it: 2022年11月21日."""
    return f"{time[:4]}年{int(time[5:7])}月{int(time[8:10])}日"


def month_name(month: str) -> str:
    """`2022-11` as a resident reads it: 2022年11月."""
    return f"{month[:4]}年{int(month[5:7])}月"


@lru_cache(maxsize=65_536)
def time_name(time: str) -> str:
    """A day or time as a resident reads it; the clock time only where it was recorded."""
    return f"{day_name(time)} {time[11:16]}" if len(time) > 10 else day_name(time)
