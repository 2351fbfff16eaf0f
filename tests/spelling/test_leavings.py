"""What nobody meant is found in texts; names of places as they are, are not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from generator.spelling import leavings
from generator.spelling.mojibake import broken

WRONG: Final = {
    "E211": "锟斤拷小区 烫烫烫 幸?里 幸？里 幸□里 〓山村 鏃犵柅绀惧尯 ÎÞÒßÉçÇø å°åŒº",
    "E212": """#NAME? #REF! #N/A #VALUE! #DIV/0! ##### Err:501 #名称？ 锦苑#REF! nan NaN None null NULL N/A NaT True
        FALSE undefined 锦苑nan 锦苑_x000D_ 新村&nbsp; 新村&#26080; \\u65e0\\u75ab =E6=97=A0 %E6%97%A0 {{name}}""",
    "E213": """1月5日 1/5 12/30 28/2 5-Jan Jan-05 05-Jan-22 2022-01-08 2022/1/8 2022年1月8日 1/5/2022 1月5号 1月
        44931 44931.5 9:30 锦苑1月5日 1188.0 1.5E+11 1E5""",
    "E214": """合计 总计 小计 合计： 共18个小区 本页小计 小区名称 社区名称 名称 序号 备注 所属社区 无疫小区名单 name
        锦苑合计 锦苑小计： 锦苑总计12个 锦苑等12个小区 锦苑等三家 Sheet1
        area_id 街道 填报单位：示例街道 第1页 附件1 无 暂无 同上 / —— … test XX小区 锦××小区 某某小区""",
    "E215": """①锦苑 ⑴锦苑 1.秀苑 1、秀苑 12.秀苑 (1)秀苑 （一）秀苑 一、秀苑 第3、秀苑 ●秀苑 秀苑、 秀苑； 秀苑：
        1：锦苑 1:锦苑 12，锦苑 a.锦苑 A、锦苑 b)锦苑 ａ．锦苑 ii.锦苑 Ⅱ、锦苑 [1]锦苑 【一】锦苑 （a）锦苑 一：锦苑
        一.锦苑 1-锦苑 1_锦苑 No.1锦苑 NO1、锦苑 No.1 ［锦苑］ 【锦苑】 “锦苑” 《锦苑》""",
    "E217": """禄苑小区2栋301室 禄苑小区３０１室 三〇一室 禄苑小区2号301 禄苑小区301户 301室
        2栋301 3单元502 12弄3号402室 A座1203 2-1-301 2号楼301-305
        二栋三〇一室 1单元101号 锦苑2-301 2-301 2—3—301 2－3－301 2–301 2~1201 （2-301） 锦苑A-301 B-2-1203 二-301
        1-1101 禄苑小区301房 2号院301
        张三家 李四户 王五宅 李建国家 幸福里小区张三家 3号王大妹户""",
    "E218": "\ue170高村委会",
    "E220": """锦苑、乙苑 锦苑/乙苑 锦苑；乙苑 锦苑;乙苑 锦苑，乙苑 锦苑+乙苑 锦苑&乙苑 锦苑|乙苑 锦苑（一期）、乙苑
        阳光小区、向阳花园（二期） 江南府/山水庭""",
    "W211": "Ｂ区 ３栋",
}
RIGHT: Final = """1-5栋 1、2栋 1-3单元 2幢3单元 12弄345号 1188弄 八一小区 五一村 1.5街区 44931部队 Ⅱ期 B区 A+B 三、四期
    （一期） 一期（1-5栋） 无名村 空港小区 总计沟村 序号沟 名都花园 鲁能7号院 3号楼 东风楼100号 八户村 小计河村委会
    真武庙社区 鸿基花苑、金世纪新城社区 天钥新村第一、二居委会 田林三、四村居委会 锦苑（一期、二期） 锦苑1、2栋
    设计院小区 合计划小区 等驾坊社区 锦苑A/B座 会计学院家属院 【一期】锦苑 锦苑/和平路
    2-3期 1-5号楼 2-301号 12-120 101-201号 13/14 1188-1200弄 2-301栋 310-105部队 A、B栋 a、b区 Ⅰ、Ⅱ期 1-甲栋 3-A区
    （A）区 A.O史密斯公寓 1：1小区 05-01地块 12-1栋 2022-112
    张家 张家村 李家大院 张王家 王老家 李百户 赵庄户 杨家宅 石门张家 江畔人家 金色之家
    张三家村 李四户村委会 王五家园 住户之家
    同上村 锟铻小区 nano公寓 nonette公寓 Trueman公馆 三室一厅公寓 教研室小区 第3社区 十月社区 X区 K·2社区"""


@pytest.mark.parametrize(("code", "value"), [(code, value) for code in WRONG for value in WRONG[code].split()])
def test_what_nobody_meant_in_a_name(code: str, value: str) -> None:
    """Each kind is told by its code, and is among what is looked at closely."""
    left = leavings.left(value, "name")
    assert left is not None
    assert left.code == code
    assert leavings.doubtful(["幸福里小区", value, "春晓社区"], "name")


@pytest.mark.parametrize("value", RIGHT.split())
def test_names_of_places_pass(value: str) -> None:
    """What comes near but is a name passes."""
    assert leavings.left(value, "name") is None


def test_official_names_pass() -> None:
    """Of 665,000 official names two are words of a heading, two have a private character; the others pass."""
    data = Path(__file__).resolve().parents[2] / "data" / "divisions"
    names = {
        line.partition(",")[2]
        for path in sorted(data.glob("[0-9][0-9].csv"))
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
    }
    told = {name: left.code for name in names if (left := leavings.left(name, "name")) is not None}
    assert {name for name, code in told.items() if code not in ("W211", "E218")} == {"街道", "居委会"}
    official = {name for name in names if leavings.left(name, "official") is not None}
    assert len(official) == 2
    assert all(re.search("[\ue000-\uf8ff]", name) for name in official)


@pytest.mark.parametrize("value", ["①锦苑", "1月5日", "锦苑2栋301室", "街道", "44931"])
def test_what_can_be_real_is_confirmed(value: str) -> None:
    """Whoever has looked confirms a name that only looks so."""
    assert leavings.left(value, "name", confirmed=True) is None


@pytest.mark.parametrize("value", ["合计", "#REF!", "锟斤拷", "nan", "小区名称", "幸?里"])
def test_what_is_never_a_name_is_not_confirmed(value: str) -> None:
    """An error value stays one."""
    assert leavings.left(value, "name", confirmed=True) is not None


@pytest.mark.parametrize("value", ["锦苑\u3000小区", "春\u3000晓", "锦苑  小区", "锦苑 \u3000小区"])
@pytest.mark.parametrize("text", ["name", "official", "reference"])
def test_wide_and_doubled_blanks(value: str, text: str) -> None:
    """A blank as wide as a character, and two together, stand in no name: nobody would find it."""
    left = leavings.left(value, text)
    assert left is not None
    assert left.code == "E219"
    assert leavings.doubtful([value], text)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("甲苑 乙苑", "E220"),
        ("阳光小区 向阳花园(二期)", "E220"),
        ("锦苑 小计", "E214"),
        ("锦苑 小区", "W215"),
        ("春 晓社区", "W215"),
        ("金域华府 北苑", "E220"),
        ("A 区", None),
        ("万科 A区", None),
        ("K2 公园", None),
        ("春晓花园 (二期)", None),
    ],
)
def test_one_blank_in_a_name(value: str, code: str | None) -> None:
    """Between two names of compounds it makes them one; between other Chinese characters it is doubtful."""
    left = leavings.left(value, "name")
    assert (left and left.code) == code
    assert leavings.doubtful([value], "name") is (code is not None)
    assert leavings.left(value, "reference") is None
    assert leavings.left(value, "official") is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("44931", "E213"),
        ("４４９３１", "E213"),
        ("1月5日", "E213"),
        ("5-Jan", "E213"),
        ("2.36E+09", "E213"),
        ("2312345678.0", "E213"),
        ("#REF!", "E212"),
        ("None", "E212"),
        ("Public_x000D_", "E212"),
        ("示例区?情防控指挥部", "E211"),
        ("示例区□情防控指挥部", "E211"),
        ("示例？区", "E211"),
        ("示例市？情防控指挥部", "E211"),
        ("怎样申请？请看说明", None),
        ("有问题吗？欢迎来电", None),
        ("发布单位", "E214"),
        ("publisher", None),
        ("合计", "E214"),
        ("无", "E214"),
        ("/", "E214"),
        ("××指挥部", "E214"),
        ("示例区疫情防控  指挥部", "E219"),
        ("12345", None),
        ("023-12345678", None),
        ("0571.87654321", None),
        ("示例区防控办 023-12345678", None),
        ("市委\u3000市政府", None),
        ("有疑问？请拨打 12345", None),
        ("https://register.example/?id=1", None),
        ("无疫小区名录", None),
        ("无疫小区", None),
        ("楼栋", None),
        ("CC BY 4.0", None),
        ("α区防控办", None),
    ],
)
def test_what_nobody_meant_in_a_label(value: str, code: str | None) -> None:
    """What names an office, a scheme or the site is never a day or a number; it may be a telephone."""
    left = leavings.left(value, "label")
    assert (left.code if left else None) == code
    assert code is None or leavings.doubtful([value], "label")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("44931", "W212"),
        ("1/5", "W212"),
        ("1月5日", "W212"),
        ("1.5E+11", "W212"),
        ("渝府?2022?1号", "E211"),
        ("第？批", "E211"),
        ("文号", "E214"),
        ("小计", "E214"),
        ("无", "E214"),
        ("#N/A", "E212"),
        ("渝府〔2022〕1号", None),
        ("渝府(2022)1号", None),
        ("1", None),
        ("第二批", None),
        ("无疫社区、无疫小区", None),
        ("无疫小区名单", None),
    ],
)
def test_what_nobody_meant_in_a_reference(value: str, code: str | None) -> None:
    """A number, a series or a batch is as printed: it may be a day."""
    left = leavings.left(value, "reference")
    assert (left.code if left else None) == code
    assert code is None or leavings.doubtful([value], "reference")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1月5日", "W212"),
        ("1.5E+11", "W212"),
        ("名称", "E214"),
        ("标题", "E214"),
        ("合计", "E214"),
        ("同上", "E214"),
        ("公布第?批", "W214"),
        ("公布第11?批", "W214"),
        ("不详", None),
        ("第1批", None),
        ("11月28日批次", None),
        ("重庆有哪些无疫小区?", None),
        ("哪些?答案", "W214"),
        ("关于??的通告", "E211"),
        ("?关于公布", "E211"),
        ("关于&amp;公布", "E212"),
        ("None", "E212"),
        ("#REF!", "E212"),
        ("鏃犵柅绀惧尯鐨勯€氬憡", "E211"),
        ("https://register.example/?a=1&b=2", None),
        ("关于〔2022〕1号", None),
        ("α区", None),
    ],
)
def test_what_nobody_meant_in_a_sentence(value: str, code: str | None) -> None:
    """A sentence may end with a question; a day alone, a lost character, a program's word are told."""
    left = leavings.left(value, "prose")
    assert (left.code if left else None) == code


@pytest.mark.parametrize("text", ["prose", "reference", "page"])
@pytest.mark.parametrize(
    "value",
    [
        "居民王某住椰海小区2栋301室", "关于禄苑小区2-301的通告", "2-2-301 有感染者", "禄苑小区2幢3单元502室",
        "3单元502号房", "二栋三〇一室", "A座1203室", "２栋３０１室", "禄苑小区2号楼301室", "禄苑小区301房",
        "禄苑小区 B-1203、2-301", "12-1-1101的住户", "3-2-2601",
    ],
)  # fmt: skip
def test_somebody_s_door_in_a_sentence(value: str, text: str) -> None:
    """A flat is one wherever it stands, and no word of anybody confirms it."""
    left = leavings.left(value, text)
    assert left is not None
    assert (left.code, left.confirmable) == ("E217", False)
    assert leavings.doubtful(["幸福里小区", value], text)


@pytest.mark.parametrize("text", ["prose", "reference", "page"])
@pytest.mark.parametrize(
    "value",
    [
        "渝府〔2022〕2-301号", "第2-2-301号", "渝府发2-1-101号文", "990101-20221123-1", "2022-11-28", "11-2-2012",
        "023-6-301", "禄苑小区2-301栋", "禄苑小区1-110号楼", "幸福里小区1-5栋", "政府大楼2号楼301室", "301室", "会议室",
        "禄苑小区301户", "小区物业办公室", "https://register.example/2-2-301/", "GB 2-2-301", "2-2-301-1",
        "禄苑小区301号房地产公司", "幸福里小区101-112号", "公告 t20221128_2-2-301", "小区1-2022年", "2栋301户居民",
    ],
)  # fmt: skip
def test_numbers_in_a_sentence_are_no_doors(value: str, text: str) -> None:
    """Numbers of documents, days, ranges of buildings, rooms of offices and addresses pass."""
    left = leavings.left(value, text)
    assert left is None or left.code != "E217"


@pytest.mark.parametrize("text", ["无疫社区", "春晓花园小区", "关于公布名单的通告"])
@pytest.mark.parametrize(("written", "read"), [("utf-8", "gbk"), ("utf-8", "cp1252"), ("gbk", "latin-1")])
def test_text_in_another_encoding_is_recognised(text: str, written: str, read: str) -> None:
    """What was read in another encoding is told with what it was."""
    spoilt = text.encode(written).decode(read, "ignore")
    assert broken(spoilt)[:1] in text
    assert broken(text) == ""
