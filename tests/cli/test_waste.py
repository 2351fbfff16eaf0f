"""A list is taken over, an event recorded, a form written, under a scheme that knows no cases: by its own words."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli import main
from generator.staff.intake.reader import read_list
from tests.publish.test_waste import EPIDEMIC
from tests.support.importing import Import
from tests.support.repositories import rows
from tests.support.waste import XINGFU, waste_data

NOTICE = """关于公布第四批生活垃圾分类示范小区的通告

一、生活垃圾分类示范小区（2个）
春晓社区：春风里、碧水湾

示例区生活垃圾分类工作领导小组办公室
2024年3月15日
"""
DAYS = (
    "--assessed", "2024-02-23", "--applied", "2024-02-26", "--reviewed", "2024-02-28", "--nominated", "2024-03-01",
    "--certified", "2024-03-12", "--filed", "2024-03-12",
)  # fmt: skip


def wuyi(data: Path, command: str, *arguments: str, recorded: str = "") -> Result:
    """A command on the register."""
    at = ["--recorded-at", recorded] if recorded else []
    return CliRunner().invoke(main, [command, *arguments, "--data", str(data), *at])


def lines(data: Path, table: str) -> list[str]:
    """The lines of a table of the county."""
    return rows(data / "registers" / "990101" / f"{table}.csv")[1:]


def test_a_notice_is_taken_over_by_the_titles_of_the_scheme(tmp_path: Path) -> None:
    """Its heading is known as the title, its count as declared; two new compounds go the whole way."""
    taken = Import(waste_data(tmp_path), NOTICE)
    said = taken.done(*DAYS, recorded="2024-03-15T10:00:00+08:00")
    assert "通告标题取自第 1 行：关于公布第四批生活垃圾分类示范小区的通告" in said
    assert EPIDEMIC.search(said) is None
    published = [line.split(",")[2:5] for line in lines(taken.data, "events") if ",publish," in line][-2:]
    assert published == [["春风里", "publish", "compound"], ["碧水湾", "publish", "compound"]]
    assert ",compound,certified,2" in lines(taken.data, "declared")[-1]


def test_titles_of_a_register_are_known_where_its_lists_are_read() -> None:
    """With the names of the scheme; without them, the same text has no title."""
    known = read_list(NOTICE.encode(), "通告.txt", titles=["生活垃圾分类示范小区"])
    assert [row.text("title") for row in known.rows] == ["生活垃圾分类示范小区"] * 2
    assert [(each.title, each.count) for each in known.declared] == [("生活垃圾分类示范小区", 2)]
    unknown = read_list(NOTICE.encode(), "通告.txt")
    assert {row.text("title") for row in unknown.rows} <= {""}
    table = "序号,生活垃圾分类示范小区名称,所在社区\n1,春风里,春晓社区\n"
    (row,) = read_list(table.encode(), "a.csv", titles=["生活垃圾分类示范小区"]).rows
    assert (row.text("title"), row.text("name"), row.text("community")) == (
        "生活垃圾分类示范小区",
        "春风里",
        "春晓社区",
    )


def test_a_failed_inspection_suspends(tmp_path: Path) -> None:
    """The reason by a part of its words, the inspection as evidence; no question and no word of cases."""
    data = waste_data(tmp_path)
    done = wuyi(
        data, "record", "990101", "--area", "幸福里小区", "--event", "暂停", "--reason", "检查发现", "--yes",
        "--inspected-by", "9901", "--inspection", "covert", "--rectify-by", "2024-03-30", "--at", "2024-03-10",
        "--notice-title", "关于暂停幸福里小区称号的通告", "--notice-date", "2024-03-10",
        recorded="2024-03-10T10:00:00+08:00",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert f"2024-03-10,{XINGFU},9901,covert,failed,2024-03-30," in lines(data, "inspections")
    assert ",suspend,compound,2024-03-10," in lines(data, "events")[-1]
    assert ",standard_not_met," in lines(data, "events")[-1]
    assert EPIDEMIC.search(done.output) is None


def test_numbers_of_people_have_no_place_there(tmp_path: Path) -> None:
    """No table is proposed that no scheme of the register asks for."""
    data = waste_data(tmp_path)
    done = wuyi(
        data, "record", "990101", "--area", "幸福里小区", "--event", "revoke", "--reason", "fraud", "--confirmed", "1",
        "--at", "2024-03-10", "--yes", recorded="2024-03-10T10:00:00+08:00",
    )  # fmt: skip
    assert done.exit_code == 2
    assert "区县 990101 的工作方案没有关于病例的规定，不用写人数" in done.output


def test_an_inspection_that_is_not_on_file_is_asked_for(tmp_path: Path) -> None:
    """A suspension for a failed inspection without one is told (W620): it was so for revocations alone."""
    data = waste_data(tmp_path)
    (data / "registers" / "990101" / "inspections.csv").write_text(
        "date,area_id,inspected_by,method,result,rectification_due,rectification_done\n", encoding="utf-8"
    )
    told = wuyi(data, "check").output
    assert "W620" in told
    assert "以“检查发现不符合标准”为由“暂停”，inspections 表里没有相应的登记" in told


def test_a_failed_inspection_without_the_suspension_is_told(tmp_path: Path) -> None:
    """In the words of the step that the scheme asks for (E623)."""
    data = waste_data(tmp_path)
    table = data / "registers" / "990101" / "inspections.csv"
    with table.open("a", encoding="utf-8") as file:
        file.write("2023-06-20,990101001001-002,9901,covert,failed,2023-07-20,2023-07-10\n")
    told = wuyi(data, "check").output
    assert "“芳草园”（990101001001-002）2023-06-20 检查不合格，“生活垃圾分类示范小区”却没有暂停。" in told
    assert "按方案应暂停：记录暂停（suspend），原因写 standard_not_met" in told


def test_a_form_offers_the_titles_and_reasons_of_the_scheme(tmp_path: Path) -> None:
    """And comes back as it was filled in."""
    data = waste_data(tmp_path / "waste")
    out = tmp_path / "form.xlsx"
    done = wuyi(data, "template", "990101", "--output", str(out))
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(BytesIO(out.read_bytes())) as book:
        text = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.endswith(".xml"))
    for word in ("生活垃圾分类示范小区", "生活垃圾分类示范村", "混装混运被查实", "整改验收合格"):
        assert word in text
    assert EPIDEMIC.search(text) is None
