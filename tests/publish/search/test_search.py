"""The search: no public area is left out of it, whatever part of its name, place or code is typed, and however."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import pytest
from pypinyin import lazy_pinyin, load_phrases_dict
from pypinyin.constants import PHRASES_DICT

from generator import urls
from generator.publish.rollup import search as above
from generator.publish.search import grams
from generator.spelling.forms import folded, simplified
from generator.spelling.readings import place_words, readings, spoken
from tests.support.folders import ROOT, example_data
from tests.support.searching import Listed, ask, core, list_of, write_search
from tests.support.sites import build_site, counties_of, load, tree_of
from tests.support.tools import require_tool

NAMES: Final = {
    "990101": "示例区", "990101001": "示例街道", "990101001001": "曾家岩社区", "990101001002": "东風社区",
    "990102": "对照区", "990102001": "单家街道", "990102001001": "仇家村",
}  # fmt: skip
ABOVE: Final = {"99": "示例省", "9901": "示例市"}
AREAS: Final = {
    "990101": [
        ["001001-001", "金沙别馆", "1-5栋", [0, 0, 0], []],
        ["001001-002", "金沙港湾", "", [0, 2, 0], ["老金沙大院", "金莎港湾"]],
        ["001002-001", "重庆长安公寓", "", [0, 1, 0], []],
        ["001002-002", "乾元𠮷祥苑A区", "", [0, -1, -1], []],
    ],
    "990102": [
        ["001001", "仇家村", "", [0, 0, 0], []],
        ["001001-001", "<img src=x onerror=alert(1)>小区", "", [0, 0, 0], []],
        ["001001-002", "绿地女儿国", "", [0, 0, 0], []],
    ],
}


class Area(NamedTuple):
    """What can be typed for an area: code, name, qualifier, names of street and community, other names."""

    code: str
    name: str
    qualifier: str
    places: tuple[str, ...]
    others: tuple[str, ...]


def small() -> list[Listed]:
    """Two counties with names that ask something of a search."""
    return [
        (list_of(county, {k: v for k, v in NAMES.items() if k.startswith(county)}, areas), ABOVE)
        for county, areas in AREAS.items()
    ]


def lists_of(root: Path) -> list[Mapping[str, Any]]:
    """The lists of names of a built site."""
    found = [load(root / one["code"] / "search.json") for one in counties_of(root)]
    assert found
    return found


def areas_in(lists: Sequence[Mapping[str, Any]]) -> Iterator[Area]:
    """Every area of lists of names."""
    for listed in lists:
        code = listed["county"]["code"]
        names = {f"{code}{rest}": name for rest, name in listed["places"]}
        for rest, name, qualifier, _, others in listed["areas"]:
            whole = f"{code}{rest}"
            units = [whole[:9], whole[:12]] if "-" in whole else [whole[:9]]
            yield Area(whole, name, qualifier, tuple(names[one] for one in units if one in names), tuple(others))


def typed(area: Area) -> Iterator[str]:
    """What people type for an area."""
    name = area.name
    yield from (name, area.code, f"{name}{area.qualifier}", f"{name}({area.qualifier})", *area.places, *area.others)
    yield from (name[start : start + 2] for start in range(len(name) - 1))
    yield "".join(area.places[-1:]) + name
    yield f"{name} {''.join(area.places[:1])}"
    said = lazy_pinyin(name, v_to_u=False, errors="default")
    yield "".join(said)
    yield " ".join(said).upper()
    yield "".join(one[0] for one in said)
    yield traditional(name)
    yield "　".join(unicodedata.normalize("NFKC", name)).translate({ord("A"): "Ａ"})


def traditional(text: str) -> str:
    """A text with other forms of its characters."""
    forms = {one: other for other, one in reversed(simplified().items())}
    return "".join(forms.get(one, one) for one in text)


def lost(folder: Path, areas: Sequence[Area], **options: Any) -> list[str]:
    """What people type for areas and do not find them by: the worker is asked for all of it."""
    wanted = [(area, text) for area in areas for text in dict.fromkeys(typed(area)) if folded(text)]
    found = ask(folder, [{"text": text, "brief": True, "lists": 10_000, **options} for _, text in wanted])
    return [
        f"{area.code} {area.name}: {text}"
        for (area, text), one in zip(wanted, found, strict=True)
        if urls.area(area.code) not in one.addresses and not one.answer["broad"]
    ]


# ---- what is published


def test_every_public_area_is_in_the_list_of_its_county_and_no_other(site: Path) -> None:
    """The lists hold each area of the tables of areas exactly once."""
    listed = Counter(area.code for area in areas_in(lists_of(site)))
    tables = set()
    for path in site.glob("[0-9]*/areas.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables |= {row["area_id"] for row in csv.DictReader(file)}
    assert set(listed) == tables
    assert set(listed.values()) == {1}
    assert len(tables) > 100


def test_index_names_every_county_with_its_list(site: Path) -> None:
    """The index has the counties of the site, in order, and how many areas each list holds; all have their page."""
    index = load(site / "search/index.json")
    assert [one[0] for one in index["counties"]] == [one["code"] for one in counties_of(site)]
    for code, name, areas, state, demonstration, due in index["counties"]:
        assert due == {"990101": "2022-12-06", "990201": "2022-09-16"}.get(code, "")
        listed = load(site / code / "search.json")
        assert (listed["county"], listed["state"]) == ({"code": code, "name": name}, state)
        assert (len(listed["areas"]), listed["demonstration"]) == (areas, demonstration)
    assert index["narrowing"] is None
    for code, _ in index["units"]:
        assert (site / code / "index.html").is_file()


def test_places_of_a_list_have_pages(site: Path) -> None:
    """Every street and community of a list leads to a page, as every area does."""
    for listed in lists_of(site):
        code = listed["county"]["code"]
        assert listed["areas"], code
        for rest in [one[0] for one in (*listed["places"], *listed["areas"])]:
            assert (site / urls.document(urls.area(code + rest))).is_file()


def test_below_a_path_lists_are_the_same(example_site: Path, sub_site: Path) -> None:
    """No list says where the site stands."""
    for one in counties_of(example_site):
        path = f"{one['code']}/search.json"
        assert (example_site / path).read_bytes() == (sub_site / path).read_bytes()


def test_former_names_and_names_of_old_events_are_listed(tmp_path: Path) -> None:
    """A name that an area had, and one that a public event was written with, stand beside its own."""
    data = example_data(tmp_path)
    path = data / "registers/990101/areas.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    rows = [dict(zip(header, line.split(","), strict=True)) for line in lines[1:]]
    chosen = next(one for one in rows if one["area_id"] == "990101001001-001")
    written = chosen["name"]
    chosen.update(name="改名花园", former_names=f"{written};更早的名字")
    path.write_text("\n".join([lines[0], *(",".join(one.values()) for one in rows)]) + "\n", encoding="utf-8")
    root = build_site(data, tmp_path / "site")
    (area,) = (one for one in areas_in(lists_of(root)) if one.code == "990101001001-001")
    assert (area.name, area.others) == ("改名花园", (written, "更早的名字"))


# ---- recall


def test_search_folds_as_the_build_does() -> None:
    """What a browser makes of a text is what the build makes of it, for every character that there is."""
    require_tool("node")
    characters = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    characters += list(simplified())
    forms: dict[str, str] = {}
    for other, one in simplified().items():
        forms[one] = forms.get(one, "") + other
    made = core(
        "(known => given.texts.map(text => known.fold(text)))"
        "(new search.Characters({readings: {}, forms: given.forms}))",
        {"texts": characters, "forms": forms},
    )  # fmt: skip
    wrong = [
        f"U+{ord(one):04X} {one}: {want!r} {got!r}"
        for one, want, got in zip(characters, map(folded, characters), made, strict=True)
        if want != got
    ]
    assert wrong == []


def test_letters_that_only_begin_a_syllable_stand_nowhere_else(site: Path) -> None:
    """The search passes over a name that lacks one of them: no reading may hold one further on."""
    script = (site / "static/search-core.js").read_text(encoding="utf-8")
    found = re.search(r"BEGINNING = /\[([a-z]+)\]/g", script)
    assert found is not None
    tables = [load(site / f"search/{name}.json")["readings"] for name in ("characters", "readings")]
    held = {reading for table in tables for reading in table}
    assert len(held) > 350
    assert not {reading for reading in held if set(found[1]) & set(reading[1:])}


def test_every_area_is_found_by_whatever_is_typed_for_it(site: Path) -> None:
    """By its name and any two characters of it, its places, code, pinyin, first letters and traditional form."""
    require_tool("node")
    assert lost(site, list(areas_in(lists_of(site)))) == []


def test_every_area_is_found_by_the_narrowed_search(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a site so large that a query is narrowed to some counties, the same holds; only what is too short is broad."""
    require_tool("node")
    monkeypatch.setattr(above, "NARROWED_FROM", 0)
    units = load(site / "search/index.json")["units"]
    lists = lists_of(site)
    write_search(
        tmp_path,
        [(one, {code: name for code, name in units if one["county"]["code"].startswith(code)}) for one in lists],
    )
    assert load(tmp_path / "search/index.json")["narrowing"]["pairs"]
    areas = list(areas_in(lists))
    assert lost(tmp_path, areas) == []
    # Two characters are enough to tell where, whether as such or as pinyin; nothing is loaded in vain.
    found = ask(tmp_path, [{"text": text, "fresh": True} for text in ("金沙", "jinsha", "金沙别馆 沙坪坝", "jsbg")])
    for one in found:
        assert not one.answer["broad"]
        assert "500106/500106013003-001/" in one.addresses
        assert all(size >= 0 for _, size, _ in one.loaded)
        assert sum(path.endswith("search.json") for path, _, _ in one.loaded) < len(lists) / 2
    # A name behind a street that it is not beside, its words in another order, a number in other figures.
    wanted = {
        "示例街道和平新村": "990101/990101001002-002/", "新村和平": "990101/990101001002-002/",
        "春晓花园1期": "990101/990101001001-001/", "示例街道和平新村3栋": "990101/990101001002-002/",
    }  # fmt: skip
    found = ask(tmp_path, [{"text": text, "fresh": True} for text in wanted])
    assert [one.addresses[0] for one in found] == list(wanted.values())
    assert all(sum(path.endswith("search.json") for path, _, _ in one.loaded) < len(lists) / 2 for one in found)
    # In a province of the reader's choice nothing is narrowed, and one character is enough.
    (one,) = ask(tmp_path, [{"text": "沙", "within": "50"}])
    assert "500106/500106013003-001/" in one.addresses


def _each(text: str) -> str:
    """What pypinyin takes for one that it does not know: each character by itself, though its types ask for a text."""
    return list(text)  # type: ignore[return-value]


def test_names_of_the_country_are_found_by_the_pinyin_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of official names of divisions, the way that a dictionary of phrases reads them is one that is accepted."""
    # What is loaded stays in the library: other tests of this process ask it, too.
    phrases = {word: [[one] for one in said] for word, said in place_words().items() if len(word) > 1}
    for phrase, said in phrases.items():
        monkeypatch.setitem(PHRASES_DICT, phrase, said)
    load_phrases_dict(phrases)
    random = Random(1)
    wrong = []
    for path in sorted((ROOT / "data/divisions").glob("[0-9]*.csv")):
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        for line in random.sample(lines, min(300, len(lines))):
            name = line.partition(",")[2].strip('"')
            read = lazy_pinyin(name, v_to_u=False, errors=_each)
            if any(one not in spoken(character) and len(one) > 1 for character, one in zip(name, read, strict=True)):
                wrong.append(f"{name} {read}")
    assert wrong == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with names that ask something of a search."""
    require_tool("node")
    made = tmp_path_factory.mktemp("search")
    write_search(made, small())
    return made


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("zengjiayan", "990101/990101001001/"),
        ("zjy", "990101/990101001001/"),
        ("zēng jiā yán", "990101/990101001001/"),
        ("qiujia", "990102/990102001001/"),
        ("shanjiajiedao", "990102/990102001/"),
        ("jinshabieguan", "990101/990101001001-001/"),
        ("jinshabieg", "990101/990101001001-001/"),
        ("jsbg", "990101/990101001001-001/"),
        ("jinsbg", "990101/990101001001-001/"),
        ("金sha别", "990101/990101001001-001/"),
        ("金沙別館", "990101/990101001001-001/"),
        ("金沙别馆（１－５棟）", "990101/990101001001-001/"),
        ("曾家岩 别馆", "990101/990101001001-001/"),
        ("示例区金沙别馆", "990101/990101001001-001/"),
        ("示例省示例市示例区金沙别馆", "990101/990101001001-001/"),
        ("shiliqu bieguan", "990101/990101001001-001/"),
        ("chongqingchangan", "990101/990101001002-001/"),
        ("东风", "990101/990101001002/"),
        ("東風", "990101/990101001002/"),
        ("干元", "990101/990101001002-002/"),
        ("𠮷祥苑a区", "990101/990101001002-002/"),
        ("lvdinverguo", "990102/990102001001-002/"),
        ("lǜdìnǚ", "990102/990102001001-002/"),
        ("990101001001-001", "990101/990101001001-001/"),
        # A street before the name, without the community between; the words in another order.
        ("示例街道金沙别馆", "990101/990101001001-001/"),
        ("示例区示例街道金沙别馆", "990101/990101001001-001/"),
        ("别馆金沙", "990101/990101001001-001/"),
        ("示例街道重庆长安公寓", "990101/990101001002-001/"),
        ("老金沙大院", "990101/990101001001-002/"),
        ("金莎港湾", "990101/990101001001-002/"),
        ("laojinsha", "990101/990101001001-002/"),
    ],
)
def test_first_result(folder: Path, text: str, first: str) -> None:
    """Local readings, mixtures, several words, names of counties before, old names: the right area comes first."""
    (one,) = ask(folder, [text])
    assert not one.answer["near"]
    assert one.addresses[0] == first


@pytest.mark.parametrize(
    "text",
    [
        "金莎别管",
        "京沙别馆",
        "金沙别管",
        "金沙馆",
        "金沙的别馆",
        "jingshabieguan",
        "jinshabeiguan",
        "前进街道金沙别馆",
        "单家街道金沙别馆",
    ],
)
def test_suggestions(folder: Path, text: str) -> None:
    """Where nothing is found: what sounds the same, or differs in one character or letter."""
    (one,) = ask(folder, [text])
    assert (one.answer["near"], one.answer["total"]) == (True, 0)
    assert one.addresses[0] == "990101/990101001001-001/"


def test_order_of_results(folder: Path) -> None:
    """What begins with the text comes before what holds it, a name before a place; certified before revoked."""
    (one, other) = ask(folder, ["金沙", "曾家岩"])
    assert one.addresses == ["990101/990101001001-001/", "990101/990101001001-002/"]
    assert other.addresses[0] == "990101/990101001001/"
    assert set(other.addresses[1:]) == set(one.addresses)


def test_results_say_status_place_and_old_name(folder: Path) -> None:
    """A row has what is shown: status, title, day, place, the old name that it was found by, and where it matched."""
    (one,) = ask(folder, ["老金沙"])
    (row,) = one.answer["rows"]
    assert row["titles"] == [{"title": "无疫小区", "status": "revoked", "word": "revoked", "since": "2022-11-28"}]
    assert (row["county"], row["place"], row["former"]) == ("示例区", "示例街道曾家岩社区", "老金沙大院")
    (two,) = ask(folder, ["bieguan"])
    assert two.answer["rows"][0]["marks"] == [[], [[2, 3], [3, 4]]]


def test_counties_and_provinces_are_found_too(folder: Path) -> None:
    """A county, city or province is found by its name, pinyin or code."""
    for text in ("对照区", "duizhao", "dzq", "990102"):
        (one,) = ask(folder, [text])
        assert one.answer["units"][0] == {"kind": "unit", "name": "对照区", "address": "990102/"}


@pytest.mark.parametrize(
    "text",
    ["", " ", "'", '"><script>alert(1)</script>', "%00", "..", "../../etc/passwd", "a" * 10_000, "安" * 10_000,
     "an" * 5_000, "__proto__", "constructor", "\ud83d\ude00", "1" * 5_000, "a b c d e f g h i j", "(?:(a+)+)$"],
)  # fmt: skip
def test_hostile_queries_do_nothing(folder: Path, text: str) -> None:
    """Whatever is typed is text: nothing fails, nothing else is loaded than what any query loads."""
    (one,) = ask(folder, [{"text": text, "fresh": True}])
    assert one.answer["done"]
    assert {path for path, _, _ in one.loaded} <= {
        "search/index.json", "search/characters.json", "search/readings.json", "990101/search.json",
        "990102/search.json",
    }  # fmt: skip


def test_a_list_that_cannot_be_loaded_is_told(folder: Path, tmp_path: Path) -> None:
    """Where a list is missing the reader hears of it, instead of an answer that leaves areas out."""
    write_search(tmp_path, small())
    (tmp_path / "990102/search.json").unlink()
    (one,) = ask(tmp_path, ["金沙别馆"])
    assert one.answer == {"ask": 1, "failed": True}


def test_parts_are_sorted_and_hold_every_reading() -> None:
    """The part of a county for the index names every two syllables in a row, in each reading of either character."""
    characters, found = grams.grams(small()[0][0])
    assert list(characters) == sorted(set(characters))
    assert found == sorted(set(found))
    assert {"zeng jia", "ceng jia", "zhong qing", "chong qing", "qing chang", "zjy", "cjy", "jie dao"} <= set(found)
    assert readings("曾") == ("ceng", "zeng")
    assert json.dumps(found, ensure_ascii=False).isascii()


# ---- a house of a compound, and words that are no names

HOUSES: Final = [
    ["001001-001", "和平新村", "1-5栋", [0, 0, 0], []],
    ["001001-002", "和平新村", "6-12栋、14栋", [0, 0, 0], []],
    ["001001-003", "春晓花园", "一期", [0, 0, 0], []],
    ["001001-004", "江畔名庭", "", [0, 0, 0], []],
    ["001001-005", "临江一号", "", [0, 0, 0], []],
]


@pytest.mark.parametrize(
    ("text", "rests"),
    [
        ("和平新村3栋", "1"), ("和平新村12幢", "2"), ("和平新村14号楼", "2"), ("和平新村三号楼", "1"),
        ("和平新村十一栋", "2"),
        ("和平新村第3栋", "1"), ("和平新村 第3栋", "1"), ("和平新村第三栋", "1"), ("3栋 和平新村", "1"),
        ("3栋和平新村", "1"),
        ("三栋 和平新村", "1"), ("hepingxincun 3dong", "1"), ("heping 3dong", "1"), ("3dong hepingxincun", "1"),
        ("heping xincun 3", "1"), ("和平3栋", "1"), ("示例街道和平新村3栋", "1"),
        # All that have it, where no name is given.
        ("3栋", "1"), ("第七栋", "2"),
        # Numbers in other figures.
        ("春晓花园1期", "3"), ("春晓花园第一期", "3"), ("临江1号", "5"),
        ("和平新村3", "1"), ("和平新村 3栋", "1"), ("和平新村3栋2单元501室", "1"), ("示例区和平新村3栋", "1"),
        ("hepingxincun8栋", "2"), ("和平新村1-5栋", "1"), ("和平新村（1－5栋）", "1"),
        # None of its houses; 15栋 is no 1-5栋.
        ("和平新村13栋", ""), ("和平新村15栋", ""), ("和平新村612栋", ""),
        # A compound that is not parted by numbers.
        ("江畔名庭2栋", "4"), ("春晓花园2栋", "3"), ("临江一号", "5"), ("春晓花园一期", "3"),
    ],
)  # fmt: skip
def test_a_house_is_found_in_the_part_that_has_it(tmp_path: Path, text: str, rests: str) -> None:
    """By number and word or Chinese number, with stairs and door or without; another part of the compound is not it."""
    write_search(tmp_path, [(list_of("990101", NAMES, HOUSES), ABOVE)])
    (answer,) = ask(tmp_path, [text])
    addresses = [f"990101/990101001001-00{rest}/" for rest in rests]
    assert (answer.addresses if answer.answer["total"] else []) == addresses
    if not rests:
        assert answer.answer["near"], "the parts of the compound are offered"
        assert len(answer.addresses) == 2


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("取消", "changes/revoked/"), ("摘牌", "changes/revoked/"), ("quxiao", "changes/revoked/"),
        ("怎么申报", "schemes/"),
        ("标准", "schemes/"),
        ("更正", "corrections/"), ("下载", "data/"), ("统计", "statistics/"), ("称号", "about/"),
    ],
)  # fmt: skip
def test_words_of_the_register_lead_to_what_tells_of_them(site: Path, text: str, leads: str) -> None:
    """Who types no name but a word like 取消 is led to the page that tells of it, which is there."""
    (answer,) = ask(site, [text])
    assert [way["address"] for way in answer.answer["ways"]] == [leads]
    assert (site / leads / "index.html").is_file()


@pytest.mark.parametrize("text", ["示例区取消", "取消示例区", "示例 取消", "取消"])
def test_a_status_with_a_place_leads_to_the_list_of_the_county(site: Path, text: str) -> None:
    """Before all changes, where a county is named or the reader is on its page: its list, narrowed by the status."""
    (answer,) = ask(site, [{"text": text, "scope": "990101" if text == "取消" else ""}])
    ways = [(way["kind"], way.get("place"), way["address"]) for way in answer.answer["ways"]]
    assert ways == [("list", "示例区", "990101/#only-revoked"), ("way", None, "changes/revoked/")]
    assert 'id="only-revoked"' in (site / "990101/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["slhpxc", "slqhpxc", "shilihpxc", "slhepingxincun", "示例hpxc"])
def test_the_name_of_a_county_may_stand_before_a_name_in_letters(site: Path, text: str) -> None:
    """Whole or short, in full or by its initials, and by these alone the county itself is found first."""
    (answer, county) = ask(site, [text, "sl"])
    assert [row["name"] for row in answer.answer["rows"]] == ["和平新村", "和平新村"]
    assert "示例区" in [unit["name"] for unit in county.answer["units"]]


def test_a_search_says_all_in_another_language(site: Path) -> None:
    """Sentences of the script, statuses, ways and titles; where pages in it are, ways lead there."""
    table = json.loads((site / "search/en.json").read_text(encoding="utf-8"))
    words = table["words"]
    script = (site / "static/search.js").read_text(encoding="utf-8")
    said = set(re.findall(r'_\("([^"]+)"\)', script))
    assert len(said) > 25
    (answer,) = ask(site, ["取消"])
    said |= {way["name"] for way in answer.answer["ways"]} | {"有效", "已暂停", "已取消", "无疫小区"}
    assert sorted(said - set(words)) == []
    assert [text for text in said if re.search("[\u3400-\u9fff]", words[text])] == []
    assert [
        page for page in table["pages"].values() if not (site / page.partition("#")[0] / "index.html").is_file()
    ] == []
    assert (site / table["folder"] / "990101/index.html").is_file()


def test_the_number_of_a_record_leads_to_its_area(site: Path) -> None:
    """By the table of events of its county, which nothing else loads; to the county where there is no such record."""
    found, unknown, other = ask(site, ["990101-000237", "990101-999999", "999999-000001"])
    with (site / "990101/events.csv").open(encoding="utf-8", newline="") as file:
        (area,) = [row["area_id"] for row in csv.DictReader(file) if row["event_id"] == "990101-000237"]
    assert found.addresses[0] == urls.area(area)
    assert found.answer["units"] == []
    assert (unknown.addresses, [one["address"] for one in unknown.answer["units"]]) == ([], ["990101/"])
    assert other.answer["nothing"]


def test_a_silent_county_has_its_day_beside_each_status(site: Path) -> None:
    """That of its newest record, once its promise is past; what is historical, or promises nothing, has none."""
    for one in ask(site, ["和平新村", "新港", "社区"]):
        days = {"示例区": "2022-12-05", "示范县": "2022-09-13"}
        assert {(row["county"], row["as_of"]) for row in one.answer["rows"] if not row["archived"]} <= {*days.items()}
        assert not any(row["as_of"] for row in one.answer["rows"] if row["archived"])


def test_places_of_the_present_stand_before_historical_ones(site: Path) -> None:
    """Who looks for a place finds those that are kept first, and the others below a line that says what they are."""
    for lang, told in (("", "历史名录，共 16 个"), ("en/", "Historical lists (16 in all)")):
        heads = [(one.tag, one.says) for one in tree_of(site).page(f"{lang}search/index.html").all("h2", "h3")]
        assert [tag for tag, _ in heads] == ["h2", "h3", "h2", "h3", "h3", "h3"]
        assert heads[1][1].startswith("示例省")
        assert heads[2] == ("h2", told)


def test_a_name_is_no_word_of_the_register(site: Path) -> None:
    """Where areas are found, no page of words stands before them."""
    for name in ("和平新村", "春晓花园", "临江一号", "hepingxincun"):
        (answer,) = ask(site, [name])
        assert answer.answer["total"]
        assert answer.answer["ways"] == []
