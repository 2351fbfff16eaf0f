"""Real lists of this repository, given as text, come out as the rows that are committed."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.staff.intake.test_notices import CHANGCHUN, SHAPINGBA, WUHAN
from tests.support.folders import ROOT
from tests.support.importing import Import

XIUSHAN: Final = """关于公布第五批“无疫乡镇(街道)、无疫社区、无疫小区”的通告
一、无疫社区(2个)
清溪场街道：高秀村、平阳村
秀山土家族苗族自治县新型冠状病毒肺炎疫情防控指挥部
2022年11月28日
"""
_OF_A_LIST: Final = ("areas", "events", "declared", "unplaced")


def emptied(folder: Path, county: str, notices: bool) -> Path:
    """The committed data of a city and its counties; what lists brought is gone from one of these."""
    data = folder / "data"
    for path in (ROOT / "data").rglob("*"):
        parts = path.relative_to(ROOT / "data").parts
        if path.is_file() and (
            parts[0] in ("site.json", "schemes") or parts in {("divisions", f"{county[:2]}.csv")}
            or (parts[0] == "registers" and parts[1].startswith(county[:4]))
        ):  # fmt: skip
            target = data.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    for table in (*_OF_A_LIST, *(("notices",) if notices else ())):
        path = data / "registers" / county / f"{table}.csv"
        if path.exists():
            path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    return data


def table(data: Path, county: str, name: str, notice: str) -> list[list[str]]:
    """The rows of a table of a county, sorted, without their numbers and what is written out in words.

    Of events those of one notice, and of areas those that they are of.
    """
    path = data / "registers" / county / f"{name}.csv"
    if not path.exists():
        return []
    rows = [*csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))]
    if name == "areas":
        mine = {row[0] for row in table(data, county, "events", notice)}
        rows = [row for row in rows if row["area_id"] in mine]
    else:
        rows = [row for row in rows if row["notice_id"] == notice]
    left_out = {"sequence", "reason", "confirmed", "administered_by"} if name != "events" else {"sequence", "confirmed"}
    kept = [[cell or "" for key, cell in row.items() if key not in left_out] for row in rows]
    return sorted([["", *cells] if name == "events" else cells for cells in kept])


NO: Final = "no"


@pytest.mark.parametrize(
    ("text", "county", "notice", "arguments", "answers"),
    [
        (XIUSHAN, "500241", "", (), ()),
        (SHAPINGBA, "500106", "", ("--excerpt", "--secondary"), ()),
        (CHANGCHUN, "220122", "2201-20220414-1", (), (NO,)),
        (CHANGCHUN, "220184", "2201-20220414-1", (), (NO,)),
        (CHANGCHUN, "220182", "2201-20220414-1", (), (NO, "-")),
    ],
)  # fmt: skip
def test_real_lists(
    text: str, county: str, notice: str, arguments: tuple[str, ...], answers: tuple[str, ...], tmp_path: Path
) -> None:  # fmt: skip
    """Areas, events, counts and names without a place are those that were typed by hand."""
    day = {"500241": "2022-11-28", "500106": "2022-11-21"}.get(county, "2022-04-14")
    wanted = Import(emptied(tmp_path, county, not notice), text, county=county)
    said = [*arguments, *(("--notice", notice) if notice else ())]
    if answers:
        assert wanted.run(*said, recorded=day).exit_code == 1
        said += wanted.fill_in(*answers)
    wanted.done(*said, recorded=day)
    notice = notice or f"{county}-{day.replace('-', '')}-1"
    for name in _OF_A_LIST:
        assert table(wanted.data, county, name, notice) == table(ROOT / "data", county, name, notice), name


def test_a_list_of_two_batches(tmp_path: Path) -> None:
    """Wuhan: of one notice the twelfth batch is named, the thirteenth announced; each is a list of its own."""
    county, notice = "420105", "4201-20200420-1"
    data = emptied(tmp_path, county, notices=False)
    for line, action in ((2, "certify"), (3, "nominate")):
        lines = WUHAN.splitlines()
        text = "\n".join([lines[0], lines[1], lines[line]])
        wanted = Import(data, text, county=county)
        said = ["--action", action, "--notice", notice, "--title", "无疫情街道(乡镇)"]
        if (first := wanted.run(*said, recorded="2020-04-20")).exit_code == 1 and wanted.sheet.exists():
            said += wanted.fill_in(*[NO] * len(wanted.questions()))
            wanted.done(*said, recorded="2020-04-20")
        else:
            assert first.exit_code == 0, first.output
        wanted.sheet.unlink(missing_ok=True)
    for name in _OF_A_LIST:
        assert table(data, county, name, notice) == table(ROOT / "data", county, name, notice), name
