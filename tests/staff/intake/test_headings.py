"""Headings of columns in any usual wording mean the same; what says two things, or nothing known, is not guessed."""

from __future__ import annotations

import pytest

from generator.staff.intake.headings import heading, place


@pytest.mark.parametrize(
    ("role", "texts"),
    [
        ("county", "区县 区（县） 县(市、区) 所属区县 市、县 行政区 所在区"),
        ("street", "街道 街道(乡镇) 街道（乡镇） 乡镇(街道) 街道/镇 镇街 街镇 所属街道 街道名称 街道办事处 镇(街道)"),
        ("community", "社区 社区(村) 村（居） 村/社区 居委会 居（村）委会 所在社区 社区名称 行政村 村居"),
        ("name", "小区名称 小区 小区(村组) 名称 单位名称 社区/小区名称 住宅小区 自然村 村民小组 点位名称 *小区名称"),
        ("qualifier", "范围 具体范围 楼栋号 门牌号"),
        ("kind", "类型 类别 区域类型 单位性质"),
        ("title", "称号 授予称号 创建类型"),
        ("batch", "批次 公布批次 第几批"),
        ("date", "发布日期 公布时间 日期 时间 公布　日期 命名时间"),
        ("applied", "申报日期 申请时间"),
        ("reviewed", "审核日期"),
        ("certified", "评定日期 认定时间"),
        ("document_no", "文号 通告文号 发文字号"),
        ("remark", "备注 说明 备　注 地址"),
        ("code", "区划代码 社区代码 区域编号 统计用区划代码 area_id"),
        ("number", "序号 序 No."),
        ("count", "户数 人口数 无疫小区数量"),
        ("person", "联系人 联系电话 负责人姓名 社区书记"),
    ],
)
def test_a_heading_in_any_usual_wording(role: str, texts: str) -> None:
    """One table of words says what a column is."""
    found = {text: said and said.role for text in texts.split(" ") if (said := heading(text)) or True}
    assert found == dict.fromkeys(texts.split(" "), role)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("无疫小区", "无疫小区"),
        ("无疫社区名称", "无疫社区"),
        ("无疫乡镇(街道)", "无疫乡镇(街道)"),
        ("无疫情小区名单", "无疫情小区"),
    ],
)
def test_a_heading_that_says_what_was_awarded(text: str, title: str) -> None:
    """Names stand below it, with that title."""
    assert heading(text) == ("name", title)


@pytest.mark.parametrize("text", ["", "意见", "街道/社区", "编号", "江北区", "河南街道", "无疫小区建设情况说明"])
def test_what_is_no_heading(text: str) -> None:
    """A word that is not in the table, or means two things, is left to a person."""
    assert heading(text) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("公主岭市", "county"), ("两江新区", "county"), ("武汉经济技术开发区(汉南区)", "county"), ("农安县", "county"),
        ("河南街道", "street"), ("大岭镇", "street"), ("大智街", "street"), ("平阳村", "community"),
        ("新生村社区", "community"),
        ("中法城社会事务处", None), ("阳光小区", None), ("填报单位:罗店镇", None), ("无疫小区", None),
    ],
)  # fmt: skip
def test_the_level_of_a_place(text: str, level: str | None) -> None:
    """The ending says it, or nothing does."""
    assert place(text) == level
