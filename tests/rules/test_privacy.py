"""Personal data in texts: each kind is found and never repeated; what an office writes is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.commands.reporting import as_github, as_json, as_text
from generator.rules import privacy
from tests.rules.test_cases import lay_out
from tests.support.folders import (
    CASES,
    EXAMPLE,
    as_json_table,
    copy_data,
    findings_of,
    replace_once,
    report_of,
    run_wuyi,
)

IDENTITY, MOBILE, EMAIL, PLATE = "身份证号码", "手机号码", "电子邮箱", "车牌号码"
# An identity number of the fictional county 990101, which nobody has.
NUMBER: Final = "990101199003071237"

WRONG: Final = (
    # identity numbers
    (NUMBER, IDENTITY, "9901************37"),
    ("经办人身份证990101199003071237。", IDENTITY, "9901************37"),
    ("９９０１０１１９９００３０７１２３７", IDENTITY, "9901************37"),
    ("990101 19900307 1237", IDENTITY, "9901************37"),
    ("990101-19900307-1237", IDENTITY, "9901************37"),
    ("99010120000229061X", IDENTITY, "9901************1X"),
    ("99010120000229061x", IDENTITY, "9901************1x"),
    ("99010120000229061Ｘ", IDENTITY, "9901************1X"),
    ("（990101199003071237）", IDENTITY, "9901************37"),
    ("https://www.example.gov.cn/990101199003071237.html", IDENTITY, "9901************37"),
    ("110105491231002", IDENTITY, "1101*********02"),
    ("旧证110105491231002号", IDENTITY, "1101*********02"),
    # mobile numbers
    ("13800138000", MOBILE, "138****8000"),
    ("19912345678", MOBILE, "199****5678"),
    ("联系人13800138000", MOBILE, "138****8000"),
    ("13800138000（微信同号）", MOBILE, "138****8000"),
    ("张三：13800138000。", MOBILE, "138****8000"),
    ("138 0013 8000", MOBILE, "138****8000"),
    ("138\u00a00013\u20098000", MOBILE, "138****8000"),
    ("138-0013-8000", MOBILE, "138****8000"),
    ("138—0013—8000", MOBILE, "138****8000"),
    ("138-00138000", MOBILE, "138****8000"),
    ("1380013 8000", MOBILE, "138****8000"),
    ("+8613800138000", MOBILE, "138****8000"),
    ("+86 138 0013 8000", MOBILE, "138****8000"),
    ("+86-138-0013-8000", MOBILE, "138****8000"),
    ("(+86)13800138000", MOBILE, "138****8000"),
    ("008613800138000", MOBILE, "138****8000"),
    ("0086-138-0013-8000", MOBILE, "138****8000"),
    ("8613800138000", MOBILE, "138****8000"),
    ("013800138000", MOBILE, "138****8000"),
    ("１３８００１３８０００", MOBILE, "138****8000"),
    ("①③⑧00138000", MOBILE, "138****8000"),
    ("tel13800138000", MOBILE, "138****8000"),
    ("Tel:13800138000", MOBILE, "138****8000"),
    ("13800138000-8001", MOBILE, "138****8000"),
    ("13800138000转8001", MOBILE, "138****8000"),
    ("400010 13800138000", MOBILE, "138****8000"),
    ("023-12345678、13800138000", MOBILE, "138****8000"),
    ("https://www.example.gov.cn/t2022.html，电话13800138000", MOBILE, "138****8000"),
    ("www.example.gov.cn 13800138000", MOBILE, "138****8000"),
    # e-mail addresses
    ("zhangsan@example.com", EMAIL, "z***@example.com"),
    ("邮箱zhangsan@example.com。", EMAIL, "z***@example.com"),
    ("zhang.san+a_b%c-d@mail.example.com.cn", EMAIL, "z***@mail.example.com.cn"),
    ("zhangsan＠example.com", EMAIL, "z***@example.com"),
    ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", EMAIL, "z***@example.com"),
    ("zs@example.com", EMAIL, "***@example.com"),
    ("13800138000@example.com", EMAIL, "1***@example.com"),
    # plates
    ("渝A12345", PLATE, "渝A***45"),
    ("车牌渝A12345。", PLATE, "渝A***45"),
    ("渝A12345号车", PLATE, "渝A***45"),
    ("渝A·12345", PLATE, "渝A***45"),
    ("渝A•12345", PLATE, "渝A***45"),
    ("渝A-12345", PLATE, "渝A***45"),
    ("渝A 12345", PLATE, "渝A***45"),
    ("渝Ａ１２３４５", PLATE, "渝A***45"),
    ("渝a12345", PLATE, "渝A***45"),
    ("琼AB12C4", PLATE, "琼A***C4"),
    ("渝AD12345", PLATE, "渝A***45"),
    ("渝AFA2345", PLATE, "渝A***45"),
    ("渝A12345D", PLATE, "渝A***5D"),
    ("川O1234警", PLATE, "川O***4警"),
    ("渝A1234学", PLATE, "渝A***4学"),
    ("渝A·1234挂车", PLATE, ""),
    ("粤Z1234港", PLATE, "粤Z***4港"),
    ("粤Z1234澳", PLATE, "粤Z***4澳"),
    ("沪A1234领", PLATE, "沪A***4领"),
    ("使224012", PLATE, "使***12"),
    ("使224·012", PLATE, "使***12"),
    ("224012使", PLATE, "***2使"),
)

RIGHT: Final = (
    # lanes, buildings, names
    "138弄1-16号", "1-12栋", "13800号院", "1381-1399弄", "138、139、140号", "138弄1390号", "13-18号楼、138号",
    "1500弄", "15001-15012号", "138 139 140", "A座", "A座1-3单元", "川A区", "京A栋", "渝中区", "新A座", "新B1栋",
    "新City广场", "新APARTMENT", "新BPLAZA",
    "云APARK5", "京A12345号院", "新A10001号楼", "新B13800-13900号", "云A10001地块", "京A1234学校",
    "渝A1234警务室", "云南A片区12345", "沪A座12345号", "幸福里小区（一期）", "水岸新城A区3栋", "使馆路12号",
    "大使224号", "出使1234567人", "使120000元", "100000使用者",
    # documents and ids
    "渝肺炎指办发〔2022〕74号", "示疫指发〔2022〕58号", "第2022001号", "500241001001", "500241001001-001",
    "130102001001-001", "500241001001001", "130102001001001", "130102", "990101-20221123-1", "500241-20221128-12",
    "150-2022-1128-1", "2022-138-1234-5678", "2022-11-28", "2022-11-28T09:00:00+08:00", "20221128", "202211281530",
    "2022112809301234", "2022年11月28日9时30分", "400010", "邮编400010", "第十二批", "第1批", "0.13812345678",
    "13.8%", "tag:register.example,2026:event/990101-000018",
    # lines of offices
    "12345", "12320", "110", "023-12345678", "02312345678", "(023)12345678", "0898-66123456", "089866123456",
    "0898 6612 3456", "010-13912345", "12345678", "8888 8888", "400-810-8888", "400 810 8888", "4008108888",
    "800-810-8888", "+86-23-12345678", "+86 898 66123456", "023-12345678转8001", "023-12345678-801", "95598",
    # addresses, and what is part of a longer token
    "https://www.example.gov.cn/zwgk/t20221128_11345678901.html",
    "https://www.example.gov.cn/zwgk/t20221128_13812345678.html",
    "https://www.example.gov.cn/art/2022/11/28/13812345678.html",
    "https://www.example.gov.cn/c13812345678/content.html", "www.example.gov.cn/13812345678.html",
    "example.gov.cn/zwgk/13812345678", "t20221128_13812345678", "https://weibo.com/@example.gov", "A13812345678",
    "13812345678901", "00013812345678", "138123456789", "@示例区发布", "A@B", "a@b.1",
    # numbers with another checksum, without a birthday, within a longer one
    "990101199003071238", "99010119900230123X", "990101199013071230", "99010119900307123X", "990101189903071239",
    "1990101199003071237", "9901011990030712370", "A990101199003071237", "110105491331002", "110105190101002",
    "990105491231002",
)  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "shown"), [one for one in WRONG if one[2]])
def test_personal_data_is_found_and_masked(text: str, kind: str, shown: str) -> None:
    """Once, under its kind, with its middle masked."""
    assert list(privacy.find(text)) == [(kind, shown)]


@pytest.mark.parametrize("text", RIGHT)
def test_what_an_office_writes_is_left_alone(text: str) -> None:
    """Lanes, buildings, documents, ids, days, office lines, addresses, and numbers that are none."""
    assert list(privacy.find(text)) == []


def test_all_kinds_of_one_text_are_found() -> None:
    """A text may hold several, also of one kind."""
    text = f"张三{NUMBER}，13800138000、13900139000，zhangsan@example.com，渝A12345、渝AD12345"
    assert [one.kind for one in privacy.find(text)] == [IDENTITY, EMAIL, MOBILE, MOBILE, PLATE, PLATE]


# ---- every number of a form


def checksum(body: str) -> str:
    """The last sign of an identity number, by ISO 7064 MOD 11-2 (another way to it than the weights of the code)."""
    remainder = 0
    for digit in body:
        remainder = (remainder + int(digit)) * 2 % 11
    value = (12 - remainder) % 11
    return "X" if value == 10 else str(value)


BODIES: Final = st.builds(
    lambda division, born, order: f"{division}{born:%Y%m%d}{order:03d}",
    st.integers(100000, 999999),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 999),
)
# What may stand beside a number in a sentence: Chinese, punctuation, spaces.
BESIDE: Final = st.text(st.sampled_from("经办人联系号码：，。（） 、“”号"), max_size=6)
WIDTH: Final = st.sampled_from([lambda text: text, lambda text: "".join(chr(ord(one) + 0xFEE0) for one in text)])


def test_checksum_of_the_tests() -> None:
    """The example of GB 11643."""
    assert checksum("11010519491231002") == "X"


@given(BODIES, BESIDE, BESIDE, WIDTH)
def test_every_identity_number_is_found(body: str, before: str, after: str, width: Callable[[str], str]) -> None:
    """Any division, any birthday, any checksum, in any sentence, in either width."""
    number = body + checksum(body)
    assert list(privacy.find(f"{before}{width(number)}{after}")) == [
        (IDENTITY, f"{number[:4]}************{number[-2:]}")
    ]


@given(BODIES, st.sampled_from("0123456789X"), BESIDE, BESIDE)
def test_no_number_with_another_checksum_is(body: str, last: str, before: str, after: str) -> None:
    """Most long numbers are no identity numbers."""
    assume(last != checksum(body))
    assert list(privacy.find(f"{before}{body}{last}{after}")) == []


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), BESIDE, BESIDE, st.sampled_from(["", " ", "-", "·"]), WIDTH)
def test_every_mobile_number_is_found(
    number: str, before: str, after: str, dash: str, width: Callable[[str], str]
) -> None:
    """In one or in groups, in any sentence, in either width."""
    text = dash.join(map(width, (number[:3], number[3:7], number[7:])))
    assert list(privacy.find(f"{before}{text}{after}")) == [(MOBILE, f"{number[:3]}****{number[-4:]}")]


@given(st.from_regex(r"[0-9]{12,14}|[0-9]{16,17}|[0-9]{19,40}", fullmatch=True), BESIDE, BESIDE)
def test_no_part_of_a_longer_number_is(number: str, before: str, after: str) -> None:
    """A number is judged whole (with the prefixes that a mobile number may have)."""
    assume(
        not any(
            number.removeprefix(prefix)[:1] == "1" and len(number) == 11 + len(prefix) for prefix in ("0", "86", "0086")
        )
    )
    assert list(privacy.find(f"{before}{number}{after}")) == []


@given(st.lists(st.sampled_from([*[one[0] for one in WRONG], *RIGHT]), max_size=5))
def test_texts_together_are_looked_at_like_each_alone(texts: list[str]) -> None:
    """The quick look at a whole table overlooks nothing."""
    found = any(list(privacy.find(text)) for text in texts)
    assert privacy._may_hold(privacy._joined(texts)) or not found


# ---- every free field


COUNTY: Final = "registers/990101"
UNPLACED: Final = "notice_id,name,place,title,reason,measure"
EVERY: Final = (
    (f"{COUNTY}/areas.csv", "name", "幸福里小区", 3),
    (f"{COUNTY}/areas.csv", "qualifier", "1-5栋", 3),
    (f"{COUNTY}/areas.csv", "former_names", "compound,", 3),
    (f"{COUNTY}/areas.csv", "administered_by", "compound,,,,,,", 3),
    (f"{COUNTY}/notices.csv", "publisher", "示例区创建工作组", 2),
    (f"{COUNTY}/notices.csv", "title", "关于公布第一批社区的通告", 2),
    (f"{COUNTY}/notices.csv", "document_no", "的通告,", 2),
    (f"{COUNTY}/notices.csv", "source", "示例区门户网站 2022-11-23", 2),
    (f"{COUNTY}/declared.csv", "series", "社区", 2),
    (f"{COUNTY}/declared.csv", "batch", "社区,1", 2),
    (f"{COUNTY}/county.json", "publisher", "示例区创建工作组", 3),
    (f"{COUNTY}/county.json", "contact", "示例区社区防控组办公室", 4),
    ("site.json", "name", "无疫区域公开名录", 2),
    ("site.json", "publisher", "示例市创建工作组\",", 6),
    ("site.json", "contact", "示例市创建工作组综合办公室", 7),
)  # fmt: skip


@pytest.mark.parametrize(("path", "column", "text", "line"), EVERY)
def test_every_free_field_is_looked_at(path: str, column: str, text: str, line: int, tmp_path: Path) -> None:
    """One error at its place, and the number nowhere in any form of the report."""
    data = copy_data(CASES / "base", tmp_path / "data")
    place = text.removesuffix('",')
    replace_once(data / path, text, text.replace(place, f"{place}（13812345678）"))
    report = report_of(data)
    found = [(one.code, one.path, one.line, one.column, one.value) for one in report.findings if one.code == "E210"]
    assert found == [("E210", f"data/{path}", line, column, "138****5678")]
    for shown in (as_json(report), "\n".join(as_text(report)), "\n".join(as_github(report))):
        assert "138****5678" in shown
        assert "13812345678" not in shown


@pytest.mark.parametrize("column", ["name", "place", "reason"])
def test_unplaced_names_are_looked_at(column: str, tmp_path: Path) -> None:
    """The fields of a printed name without a code."""
    data = copy_data(CASES / "base", tmp_path / "data")
    cells = {
        "notice_id": "990101-20221123-1",
        "name": "向阳里",
        "place": "示例街道",
        "title": "community",
        "reason": "无法确定",
    }
    cells[column] += " 138 1234 5678"
    text = ",".join([*cells.values(), "certified"])
    (data / COUNTY / "unplaced.csv").write_text(f"{UNPLACED}\n{text}\n", encoding="utf-8")
    replace_once(data / COUNTY / "declared.csv", "certified,1", "certified,2")
    (found,) = findings_of(data)
    assert (found["code"], found["line"], found["column"]) == ("E210", 2, column)


def test_notices_of_a_city_are_looked_at(data: Path) -> None:
    """Units above counties have texts of their own."""
    folder = data / "registers" / "9901"
    folder.mkdir()
    head = (data / COUNTY / "notices.csv").read_text(encoding="utf-8").partition("\n")[0]
    row = "9901-20221130-1,示例市疫情防控指挥部,关于公布第一批无疫社区的通告,,2022-11-30,,official,渝A12345,"
    (folder / "notices.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    (found,) = findings_of(data)
    assert (found["code"], found["path"], found["column"]) == ("E210", "data/registers/9901/notices.csv", "source")


def test_profiles_are_looked_at(data: Path) -> None:
    """Any text of a profile, however deep."""
    path = data / "schemes" / "hainan-2022.json"
    profile = json.loads(path.read_text(encoding="utf-8"))
    profile["document"]["note"] = "咨询 zhangsan@example.com"
    profile["titles"][1]["note"] = "咨询 138-1234-5678"
    path.write_text(json.dumps(profile, ensure_ascii=False), encoding="utf-8")
    found = [(one["code"], one["path"], one["column"], one["value"]) for one in findings_of(data)]
    assert found == [
        ("E210", "data/schemes/hainan-2022.json", "document.note", "z***@example.com"),
        ("E210", "data/schemes/hainan-2022.json", "titles.1.note", "138****5678"),
    ]


def test_the_calendar_is_looked_at(data: Path) -> None:
    """Sources of working days."""
    (data / "workdays.csv").write_text("date,working,source\n2022-11-26,yes,张三 13812345678\n", encoding="utf-8")
    (found,) = findings_of(data)
    assert (found["code"], found["path"], found["line"], found["column"]) == ("E210", "data/workdays.csv", 2, "source")


def test_tables_in_json_are_looked_at(data: Path) -> None:
    """The same fields, at the line of the row."""
    replace_once(data / COUNTY / "areas.csv", "990101001001-002,向阳小区", "990101001001-002,向阳小区13812345678")
    log = data / COUNTY / "events.csv"
    log.write_text(log.read_text(encoding="utf-8").replace("向阳小区", "向阳小区13812345678"), encoding="utf-8")
    as_json_table(data / COUNTY / "areas.csv")
    (found,) = findings_of(data)
    assert (found["code"], found["column"], found["value"]) == ("E210", "name", "138****5678")


# ---- one slip, one message


def test_a_name_is_told_once_and_not_in_each_event(data: Path) -> None:
    """The log repeats the names of its areas, former ones too."""
    areas, log = data / COUNTY / "areas.csv", data / COUNTY / "events.csv"
    log.write_text(log.read_text(encoding="utf-8").replace("向阳小区", "向阳小区13812345678"), encoding="utf-8")
    replace_once(
        areas,
        "990101001001-002,向阳小区,1-5栋,compound,",
        "990101001001-002,向阳小区,1-5栋,compound,甲;向阳小区13812345678",
    )
    assert [(one["code"], one["column"]) for one in findings_of(data)] == [("E210", "former_names")]


def test_a_name_of_the_log_alone_is_told_there(data: Path) -> None:
    """On the line; that it is not the name of the area either is the same slip, and would be quoted whole."""
    replace_once(
        data / COUNTY / "events.csv", "11,990101001001-002,向阳小区,", "11,990101001001-002,向阳小区13812345678,"
    )
    (found,) = findings_of(data)
    assert (found["code"], found["line"], found["column"]) == ("E210", 12, "area_name")


def test_one_field_is_one_finding(data: Path) -> None:
    """Whatever it holds; the kinds and the masked data are in its message."""
    replace_once(data / "site.json", '"contact": "', f'"contact": "{NUMBER}，13812345678、13812345678，')
    (found,) = findings_of(data)
    assert found["value"] == "9901************37、138****5678"
    assert found["message"] == "“联系单位”（contact）里像是身份证号码、手机号码：“9901************37、138****5678”。"


# ---- whole folders


def test_a_right_folder_has_no_finding(tmp_path: Path) -> None:
    """The nearest right texts, in every field that people write."""
    data = copy_data(CASES / "base", tmp_path / "data")
    edits: dict[str, list[tuple[str, str]]] = {
        f"{COUNTY}/areas.csv": [("1-5栋,compound,", "138弄1-16号,compound,13800号院;新A座")],
        f"{COUNTY}/county.json": [("防控组办公室", "防控组办公室 023-12345678、400-810-8888、12345")],
        f"{COUNTY}/notices.csv": [
            ("的通告,", "的通告,渝肺炎指办发〔2022〕74号"),
            ("门户网站 2022-11-23", "门户网站 https://www.example.gov.cn/t20221128_13812345678.html"),
        ],
        "site.json": [("综合办公室", "综合办公室 0898-66123456 转 8001，邮编 400010")],
    }
    for path, changes in edits.items():
        for old, new in changes:
            replace_once(data / path, old, new)
    assert findings_of(data) == []


def test_worked_examples_and_committed_schemes_have_no_finding(tmp_path: Path) -> None:
    """The examples of the design, and the profiles with all their texts."""
    assert report_of(copy_data(EXAMPLE, tmp_path / "data")).findings == []


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("E210-*")))
def test_the_program_never_prints_the_data(name: str, tmp_path: Path) -> None:
    """In no form of the report, whole."""
    data = lay_out(name, tmp_path)
    for form in ("text", "json", "github"):
        ended = run_wuyi("check", "--data", data, "--format", form)
        assert ended.returncode == 1
        assert "***" in ended.stdout
        for secret in (NUMBER, "138 0013 8000", "00138000", "zhangsan", "12345停车", "A·12345"):
            assert secret not in ended.stdout + ended.stderr
