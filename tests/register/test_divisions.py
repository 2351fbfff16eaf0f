"""The official codes: the committed files, and reading a county's slice of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from generator.register import divisions
from tests.support.folders import ROOT

FOLDER = ROOT / "data" / "divisions"
PROVINCES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
]
UNITS = {2: 31, 4: 342, 6: 2_978, 9: 41_352, 12: 620_573}
# The smallest, those with odd levels (市辖区 and 县, 省直辖, 直筒子市), and the fictional one.
SAMPLE = ["11", "46", "50", "62", "64", "99"]


@cache
def rows(province: str) -> dict[str, str]:
    """Codes and names of a province, read plainly."""
    lines = (FOLDER / f"{province}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split(",") for line in lines)  # two cells: test_lines_are_plain


def codes(province: str) -> list[str]:
    """Codes of a province in the order of the file, without the header."""
    text = (FOLDER / f"{province}.csv").read_text(encoding="utf-8")
    return [line.partition(",")[0] for line in text.split("\n")[1:] if line]


def expected_slice(code: str) -> dict[str, str]:
    """What a slice must be: the units above, the unit, and all below it."""
    above = divisions.ancestors(code)
    return {key: name for key, name in rows(code[:2]).items() if key in above or key.startswith(code)}


def test_every_province_has_its_file() -> None:
    """One file for each of the 31 provinces of the source, and one for the fictional province."""
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == [*PROVINCES, "99"]


def test_files_are_sorted_and_complete() -> None:
    """Each file is sorted by code without doubles; together 665,276 units, none without those above."""
    counted = dict.fromkeys(UNITS, 0)
    for province in PROVINCES:
        found = codes(province)
        assert found == sorted(set(found)), province
        assert found[0] == province
        known = set(found)
        for code in found:
            counted[len(code)] += 1
            assert code.startswith(province)
            assert code.isascii()
            assert code.isdecimal()
            above = divisions.ancestors(code)
            assert not above or above[-1] in known, code
    assert counted == UNITS
    assert sum(counted.values()) == 665_276


def test_lines_are_plain() -> None:
    """Every line is a code, a comma and a name, so that a line can be read without the rest of the file."""
    paths = list(FOLDER.glob("*.csv"))
    assert len(paths) == len(PROVINCES) + 1
    for path in paths:
        content = path.read_bytes()
        assert content.startswith(b"code,name\n"), path.name
        assert content.endswith(b"\n")
        assert not any(one in content for one in (b'"', b"\r", b" ", b"\n\n", b"\xef\xbb\xbf")), path.name
        assert content.count(b",") == content.count(b"\n"), path.name


@pytest.mark.parametrize("province", SAMPLE)
def test_every_county_is_found(province: str) -> None:
    """The slice of every county of a province is exactly its own lines and those of the units above."""
    counties = [code for code in rows(province) if len(code) == 6]
    assert counties
    by_county: dict[str, dict[str, str]] = {code: {} for code in counties}
    for code, name in rows(province).items():
        if len(code) >= 6:
            by_county[code[:6]][code] = name
    for county in counties:
        above = {code: rows(province)[code] for code in divisions.ancestors(county)}
        assert divisions.read_slice(FOLDER, county) == above | by_county[county], county
        assert divisions.has(FOLDER, county)


@pytest.mark.parametrize("province", PROVINCES)
def test_first_and_last_county_of_a_file(province: str) -> None:
    """The search by halves finds the first and the last county of every file, and the last line of all."""
    counties = [code for code in rows(province) if len(code) == 6]
    for county in (counties[0], counties[-1]):
        assert divisions.read_slice(FOLDER, county) == expected_slice(county)
    last = codes(province)[-1]
    assert divisions.read_units(FOLDER, last)[last] == rows(province)[last]


@pytest.mark.parametrize("code", ["50", "5001", "500101", "500101001", "500101001001"])
def test_every_level_can_be_read(code: str) -> None:
    """A slice can begin at any level."""
    assert divisions.read_slice(FOLDER, code) == expected_slice(code)
    assert list(divisions.read_units(FOLDER, code)) == [*divisions.ancestors(code), code]


@pytest.mark.parametrize(
    "code",
    ["460401", "460499", "500100", "500199", "990199", "990100", "110000", "509999",
    "5002999", "500101000", "9903",
     "90", "98", "00", "71", "810000"],
)  # fmt: skip
def test_missing_codes(code: str) -> None:
    """A code that the list does not have is not found, wherever it would stand."""
    assert not divisions.has(FOLDER, code)
    assert code not in divisions.read_slice(FOLDER, code)
    assert code not in divisions.read_units(FOLDER, code)


@pytest.mark.parametrize("code", ["46040", "4604000", "", "code", "４６０４００", "460400\n", "../99", "99/../11"])
def test_what_is_no_code(code: str) -> None:
    """A text that is no code is not found, and reads no other file."""
    assert not divisions.has(FOLDER, code)


@pytest.mark.parametrize(
    ("county", "name", "path"),
    [
        ("460400", "儋州市", ["海南省", "儋州市", "儋州市"]),
        ("460321", "西沙群岛", ["海南省", "三沙市", "西沙群岛"]),
        ("441900", "东莞市", ["广东省", "东莞市", "东莞市"]),
        ("442000", "中山市", ["广东省", "中山市", "中山市"]),
        ("620201", "嘉峪关市", ["甘肃省", "嘉峪关市", "嘉峪关市"]),
        ("110101", "东城区", ["北京市", "东城区"]),
        ("500241", "秀山土家族苗族自治县", ["重庆市", "秀山土家族苗族自治县"]),
        ("429004", "仙桃市", ["湖北省", "仙桃市"]),
        ("659001", "石河子市", ["新疆维吾尔自治区", "石河子市"]),
        ("990101", "示例区", ["示例省", "示例市", "示例区"]),
    ],
)
def test_counties_of_an_unusual_kind(county: str, name: str, path: list[str]) -> None:
    """Cities without counties, 三沙, and counties below a level that is no place are found."""
    names = divisions.read_slice(FOLDER, county)
    assert names[county] == name
    shown = [unit for _, unit in divisions.path_of(county, names)]
    assert list(dict.fromkeys(shown)) == list(dict.fromkeys(path))
    assert len(names) > len(divisions.ancestors(county)) + 1


def test_placeholder_levels_are_not_shown() -> None:
    """No breadcrumb of any county shows a level that only fills the code."""
    fillers = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    met = set()
    for province in PROVINCES:
        names = {code: name for code, name in rows(province).items() if len(code) <= 6}
        met |= fillers & set(names.values())
        for code in names:
            if len(code) == 6:
                assert not fillers & {name for _, name in divisions.path_of(code, names)}, code
    assert met == fillers


def test_filler_townships_are_not_shown() -> None:
    """Levels of townships that only fill the code (…直辖村级区划) are no place in a breadcrumb either."""
    fillers = [
        code for province in PROVINCES for code, name in rows(province).items()
        if len(code) == 9 and name.endswith("直辖村级区划")
    ]  # fmt: skip
    assert fillers
    for code in fillers:
        below = next((one for one in rows(code[:2]) if one.startswith(code) and len(one) == 12), code)
        shown = divisions.path_of(below, rows(code[:2]))
        assert code not in [unit for unit, _ in shown], shown


def test_rare_characters_stand_as_in_the_source() -> None:
    """Names keep their private-use and astral characters; nothing is normalised."""
    assert any("\ue000" <= one <= "\uf8ff" for one in rows("42")["420684103229"])
    assert any("\ue000" <= one <= "\uf8ff" for one in rows("45")["450681101201"])
    assert any(one > "\uffff" for province in PROVINCES for name in rows(province).values() for one in name)
    assert divisions.read_units(FOLDER, "420684103229")["420684103229"] == rows("42")["420684103229"]


def test_ancestors_and_places() -> None:
    """The units above a code follow from its length; a compound lies in the code before its hyphen."""
    assert divisions.ancestors("990101001001") == ("99", "9901", "990101", "990101001")
    assert divisions.ancestors("99") == ()
    assert divisions.place_of("990101001001-001") == "990101001001"
    assert divisions.place_of("990101001") == "990101001"
    names = divisions.read_slice(FOLDER, "990101")
    assert divisions.place_name("990101001001-001", names) == "示例区示例街道春晓社区"
    assert divisions.place_name("990101001001", names) == "示例区示例街道"


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize(
    "content", ["", "code,name", "code,name\n98,外省", "code,name\n98,外省\n9801,外市\n980101,外区"]
)
def test_small_files(tmp_path: Path, content: str, end: str) -> None:
    """An empty file, a header alone, and a last line without a line break are read as what they are."""
    (tmp_path / "98.csv").write_bytes((content + end if content else content).encode())
    assert divisions.has(tmp_path, "98") == ("98," in content)
    assert divisions.has(tmp_path, "980101") == ("980101" in content)
    assert divisions.read_slice(tmp_path, "990101") == {}


def test_a_short_name_with_an_empty_cell_is_no_county(tmp_path: Path) -> None:
    """A spreadsheet may end each line with a comma: that of a province is as long as the code of a county."""
    (tmp_path / "99.csv").write_text("code,name,\n99,示例省,\n9901,示例市,\n990101,示例区,\n", encoding="utf-8")
    assert divisions.counties_of(tmp_path, "99") == {"990101"}
    assert divisions.read_units(tmp_path, "990101") == {"99": "示例省", "9901": "示例市", "990101": "示例区"}
