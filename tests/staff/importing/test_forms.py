"""The county's own form, filled in, is taken over without a question; and files that are none are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.staff.template import workbook
from generator.staff.template.form import form
from tests.support.filling import filled, saved
from tests.support.importing import Import, county
from tests.support.lists import ole, package
from tests.support.recording import lines
from tests.support.written import CHUNXIAO, CODE, XINGFU, Written

CLOCK = "2022-12-08T23:59:59+08:00"
NEW = [
    {"街道": "示例街道", "社区": "春晓社区", "名称": "甲苑", "范围": "1-5", "类型": "小区", "事件": "发布",
     "日期": "2022-12-07", "申报日期": "2022-12-05", "审核日期": "2022-12-06", "评定日期": "2022-12-06"},
    {"代码": CHUNXIAO, "街道": "示例街道", "名称": "春晓社区", "类型": "社区", "事件": "发布", "日期": "2022-12-07",
     "申报日期": "2022-12-05", "审核日期": "2022-12-06", "评定日期": "2022-12-06"},
]  # fmt: skip
LOST = [
    {"代码": XINGFU, "街道": "示例街道", "社区": "春晓社区", "名称": "幸福里小区", "类型": "小区", "事件": "取消",
     "原因": "抗拒核酸检测", "日期": "2022-12-07"},
]  # fmt: skip


def sheet(data: Path, rows: list[dict[str, str]]) -> bytes:
    """The form of the county with rows filled in."""
    made = form(data, CODE, "2022-12-07", CLOCK)
    return filled(workbook.written(made), [column.heading for column in made.columns], rows)


@pytest.mark.parametrize("by", ["", "LibreOffice"])
def test_a_form_of_new_titles(by: str, tmp_path: Path) -> None:
    """Codes, kinds and days of the form say everything but the title of the notice and the self-assessment."""
    data = county(tmp_path)
    content = sheet(data, NEW)
    wanted = Import(data, saved(content, tmp_path) if by else content, "填报表.xlsx")
    wanted.done("--notice-title", "关于第三批的通告", "--assessed", "2022-12-05")
    events = [line.split(",") for line in lines(data, "events")]
    assert [(row[1], row[3]) for row in events if row[3] == "publish"] == [
        ("990101001001-003", "publish"), (CHUNXIAO, "publish"),
    ]  # fmt: skip
    assert lines(data, "areas")[-1].startswith("990101001001-003,甲苑,1-5,compound")


def test_a_form_of_losses(tmp_path: Path) -> None:
    """The form says what it is a list of, and the reason of each row; a word to the contrary is refused."""
    data = Written(tmp_path).certified(XINGFU, "2022-11-22").write()
    wanted = Import(data, sheet(data, LOST), "填报表.xlsx")
    assert "和 --action suspend 不同" in wanted.refused("--notice-title", "通告", "--action", "suspend", code=2)
    wanted.done("--notice-title", "通告")
    assert lines(data, "events")[-1].split(",")[3:9:5] == ["revoke", "refusing_test"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ole("EncryptedPackage"), "文件有打开密码"),
        (ole("Book"), ""),
        (b"<html><table><tr><td>x</td></tr></table></html>", "是网页，不是工作簿或文本"),
        (b"PK\3\4broken", "文件已损坏"),
        (package({"a.txt": "x"}), "是压缩包"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, ""),
        (b"%PDF-1.4 broken", ""),
        (b"\xff\xfe\x00\xd8", ""),
    ],
)
def test_files_that_are_no_list(content: bytes, said: str, tmp_path: Path) -> None:
    """Each is told in its sentence; nothing is written."""
    assert said in Import(county(tmp_path), content, "名单.xlsx").refused("--date", "2022-12-07", code=2)
