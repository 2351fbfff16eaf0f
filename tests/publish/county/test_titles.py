"""What a title is called: wherever a title of an area is named, it bears one name.

The county has two schemes, which call the same titles differently; one of the earlier is no more in the later. Titles
were given under each, candidates rejected under each, and a publication under the first was taken back under the next.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from generator import urls
from generator.commands.show import show
from generator.staff.plaque import Wanted, decide
from tests.support.folders import CASES, SCHEMES, copy_data, report_of
from tests.support.sites import Page, build_site, load, made_once

COUNTY: Final = "990101"
# The last day of the earlier scheme is that before the first of the later one.
EARLIER: Final = {"community": "无疫社区", "model": "示范社区", "compound": "无疫小区"}
LATER: Final = {"community": "健康社区", "model": "模范社区"}
NAMES: Final = {*EARLIER.values(), *LATER.values()}

HELD: Final = "990101001001"
REJECTED: Final = "990101001002"
REJECTED_LATER: Final = "990101001003"
HELD_LATER: Final = "990101001004"
TAKEN_BACK: Final = "990101001005-001"
GIVEN, GIVEN_LATER = "990101-20221123-1", "990101-20221127-1"
# The city's notice gives a title to a place that nobody has found.
GIVEN_ABOVE: Final = "9901-20221127-1"
AREAS: Final = {
    HELD: ("春晓社区", "community"),
    REJECTED: ("和平社区", "community"),
    REJECTED_LATER: ("青山社区", "community"),
    HELD_LATER: ("明月社区", "community"),
    TAKEN_BACK: ("幸福里", "compound"),
}
# area, event, title, day, notice, what it corrects
LOG: Final = (
    (HELD, "nominate", "community", "2022-11-21", "", ""),
    (TAKEN_BACK, "publish", "compound", "2022-11-22", GIVEN, ""),
    (HELD, "publish", "community", "2022-11-23", GIVEN, ""),
    (REJECTED, "nominate", "community", "2022-11-23", "", ""),
    (REJECTED, "nominate", "model", "2022-11-23", "", ""),
    (REJECTED, "reject", "community", "2022-11-24", "", ""),
    (REJECTED, "reject", "model", "2022-11-24", "", ""),
    (REJECTED_LATER, "nominate", "community", "2022-11-24", "", ""),
    (HELD_LATER, "nominate", "community", "2022-11-26", "", ""),
    (HELD_LATER, "publish", "community", "2022-11-27", GIVEN_LATER, ""),
    (REJECTED_LATER, "reject", "community", "2022-11-28", "", ""),
    (TAKEN_BACK, "correct", "compound", "2022-11-29", "", 2),
)
# By the profile of the day on which the present status was decided; of who has none, of the last public event.
SAID: Final = {
    (HELD, "community"): "无疫社区",
    (REJECTED, "community"): "无疫社区",
    (REJECTED, "model"): "示范社区",
    (REJECTED_LATER, "community"): "无疫社区",
    (HELD_LATER, "community"): "健康社区",
    (TAKEN_BACK, "compound"): "无疫小区",
}

Names = dict[tuple[str, str], set[str]]


# ---- the county


def scheme(key: str, titles: dict[str, str]) -> dict[str, Any]:
    """A scheme with these titles, of two steps and their ends."""
    document: dict[str, Any] = json.loads((SCHEMES / "liangzihu-2020.json").read_text("utf-8"))
    types = {"community": ["community"], "model": ["community"], "compound": ["compound"]}
    document |= {"id": key, "name": f"方案 {key}"}
    document["titles"] = [
        {"id": one, "name": name, "unit_types": types[one], "clause": None, "note": None}
        for one, name in titles.items()
    ]
    reasons = {one["event"]: one["reasons"] for one in document["steps"]}
    document["steps"] = [
        {
            "event": event, "levels": dict.fromkeys(titles), "body": None, "text": None, "clause": None,
            "deadline": None, "reasons": reasons.get(event, []),
        }
        for event in ("nominate", "reject", "publish", "correct")
    ]  # fmt: skip
    return document


def lay_out(data: Path) -> Path:
    """The data folder of the county."""
    copy_data(CASES / "base", data)
    for key, titles in (("earlier", EARLIER), ("later", LATER)):
        path = data / "schemes" / f"{key}.json"
        path.write_text(json.dumps(scheme(key, titles), ensure_ascii=False), encoding="utf-8")
    folder = data / "registers" / COUNTY
    change(folder / "county.json", schemes=[
        {"scheme": "earlier", "from": "2022-11-20", "until": "2022-11-25"},
        {"scheme": "later", "from": "2022-11-26", "until": None},
    ])  # fmt: skip
    change(data / "site.json", area_badges=True)
    divisions = {
        "99": "示例省",
        "9901": "示例市",
        COUNTY: "示例区",
        "990101001": "示例街道",
        "990101001005": "东山社区",
    }
    divisions |= {code: name for code, (name, _) in AREAS.items() if "-" not in code}
    table(data / "divisions" / "99.csv", "code,name", sorted(divisions.items()))
    table(
        folder / "areas.csv", "area_id,name,qualifier,unit_type,former_names,part_of,valid_from,valid_until",
        ((code, name, "", kind, "", "", "", "") for code, (name, kind) in AREAS.items()),
    )  # fmt: skip
    table(
        folder / "events.csv",
        "sequence,area_id,area_name,event,title,effective_at,recorded_at,decided_by,reason,notice_id,corrects",
        (
            (number, area_id, AREAS[area_id][0], event, title, day, f"{day}T18:00:00+08:00", COUNTY,
             {"correct": "recorded_in_error"}.get(event, ""), notice, corrects)
            for number, (area_id, event, title, day, notice, corrects) in enumerate(LOG, 1)
        ),
    )  # fmt: skip
    table(
        folder / "notices.csv",
        "notice_id,publisher,title,document_no,published_at,cutoff_at,provenance,source,imported_at",
        (
            (one, "示例区指挥部", "关于公布名单的通告", "", f"2022-11-{one[13:15]}", "", "official", "网站", "")
            for one in (GIVEN, GIVEN_LATER)
        ),
    )  # fmt: skip
    table(
        folder / "declared.csv", "notice_id,series,batch,division,title,measure,count",
        ((GIVEN, "", "", "", "community", "certified", 2), (GIVEN_LATER, "", "", "", "community", "certified", 1)),
    )  # fmt: skip
    table(
        folder / "unplaced.csv", "notice_id,name,place,title,reason,measure",
        ((GIVEN, "某某苑", "", "community", "同名两处", ""), (GIVEN_ABOVE, "西岭社区", "", "model", "同名两处", "")),
    )  # fmt: skip
    city = data / "registers" / GIVEN_ABOVE[:4]
    city.mkdir()
    table(
        city / "notices.csv",
        "notice_id,publisher,title,document_no,published_at,cutoff_at,provenance,source,imported_at",
        ((GIVEN_ABOVE, "示例市指挥部", "关于公布名单的通告", "", "2022-11-27", "", "official", "网站", ""),),
    )
    table(
        city / "declared.csv", "notice_id,series,batch,division,title,measure,count",
        ((GIVEN_ABOVE, "", "", "", "model", "certified", 1),),
    )  # fmt: skip
    return data


def change(path: Path, **keys: object) -> None:
    """Sets keys of a JSON file."""
    path.write_text(json.dumps({**load(path), **keys}, ensure_ascii=False), encoding="utf-8")


def table(path: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    """Writes a CSV table."""
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.fixture(scope="session")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's data folder and, as `site`, what is built from it."""

    def make(work: Path) -> Path:
        build_site(lay_out(work / "made" / "data"), work / "made" / "site")
        return work / "made"

    return made_once(tmp_path_factory, "titles", make)


# ---- what the outlets say


def names_in(text: str) -> set[str]:
    """The names of titles in a text."""
    return {name for name in NAMES if name in text}


def twins(root: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """The data twins of areas."""
    for area_id in AREAS:
        for one in load(root / "site" / urls.twin(urls.area(area_id)))["titles"]:
            yield (area_id, one["title"]), one["title_name"]


def rows(name: str) -> Callable[[Path], Iterator[tuple[tuple[str, str], str]]]:
    """A published table."""

    def read(root: Path) -> Iterator[tuple[tuple[str, str], str]]:
        with (root / "site" / urls.table(COUNTY, name)).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield (row["area_id"], row["title"]), row["title_name"]

    return read


def search_list(root: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """The list of names that a reader's browser searches, whose titles are the highest first."""
    listed = load(root / "site" / urls.search_list(COUNTY))
    for rest, _, _, held, _ in listed["areas"]:
        titles = [title for area_id, title in SAID if area_id == f"{COUNTY}{rest}"]
        for title, place in zip(titles, held[::3], strict=True):
            yield (f"{COUNTY}{rest}", title), listed["titles"][place]


def shown(root: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """`wuyi show`, which tells the titles of an area by their ids."""
    for area_id in AREAS:
        heads = [line for line in show(root / "data", area_id) if "（对公众：" in line]
        titles = [title for known, title in SAID if known == area_id]
        for title, line in zip(titles, heads, strict=True):
            yield (area_id, title), line.partition("：")[0]


@pytest.mark.parametrize("outlet", [twins, rows("areas"), rows("events"), search_list, shown])
def test_data_say_one_name_of_a_title(
    renamed: Path, outlet: Callable[[Path], Iterator[tuple[tuple[str, str], str]]]
) -> None:
    """Twins, tables, search list and `wuyi show` name each title of each area alike."""
    said: Names = {}
    for key, name in outlet(renamed):
        said.setdefault(key, set()).add(name)
    assert said == {key: {name} for key, name in SAID.items()}


def area_page(root: Path, area_id: str) -> str:
    """The page of an area: its words and its descriptions for other sites."""
    return (root / "site" / urls.area(area_id) / "index.html").read_text("utf-8")


def feed(root: Path, area_id: str) -> str:
    """Items of an area in the county's feed."""
    items = load(root / "site" / f"{urls.unit(COUNTY)}feed.json")["items"]
    mine = [json.dumps(one, ensure_ascii=False) for one in items if f"/{urls.area(area_id)}#" in one["url"]]
    assert mine
    return "".join(mine)


def listed(root: Path, area_id: str) -> str:
    """Rows of an area on the county's page: among the changes, and in the list."""
    page = (root / "site" / urls.unit(COUNTY) / "index.html").read_text("utf-8")
    mine = [row for row in re.findall(r"<tr.*", page) if f">{AREAS[area_id][0]}</a>" in row]
    assert mine
    return "".join(mine)


@pytest.mark.parametrize("outlet", [area_page, feed, listed])
@pytest.mark.parametrize("area_id", AREAS)
def test_words_say_one_name_of_a_title(renamed: Path, outlet: Callable[[Path, str], str], area_id: str) -> None:
    """The page of an area, its history and certificate, items of feeds and the county's list use no other name."""
    expected = {name for (known, _), name in SAID.items() if known == area_id}
    assert names_in(outlet(renamed, area_id)) == expected


def test_a_badge_says_the_name(renamed: Path) -> None:
    """The badge of an area with several titles names them."""
    badge = (renamed / "site" / urls.badge(urls.area(REJECTED))).read_text("utf-8")
    assert names_in(badge) == {"无疫社区", "示范社区"}


def test_a_plaque_says_the_name(renamed: Path) -> None:
    """A plaque bears the name under which the title was given."""
    plaques = decide(renamed / "data", Wanted((HELD, HELD_LATER))).plaques
    assert [one.title_name for one in plaques] == ["无疫社区", "健康社区"]


@pytest.mark.parametrize(
    ("notice_id", "others"), [(GIVEN, set(LATER.values())), (GIVEN_LATER, {"无疫社区", "示范社区"})]
)
def test_a_notice_names_titles_as_they_were_then(renamed: Path, notice_id: str, others: set[str]) -> None:
    """Rows, declared counts, names without a code and the account of a notice: all by the scheme of its day."""
    page = Page.read(renamed / "site" / urls.notice(notice_id) / "index.html")
    said = names_in(page.text)
    assert said
    assert not said & others


def test_a_finding_names_a_title_as_its_notice_did(tmp_path: Path) -> None:
    """A declared count that does not add up is told in the words of the notice's day."""
    data = lay_out(tmp_path / "data")
    path = data / "registers" / COUNTY / "declared.csv"
    path.write_text(path.read_text("utf-8").replace("certified,2", "certified,3"), encoding="utf-8")
    (finding,) = report_of(data).findings
    assert (finding.code, names_in(finding.message)) == ("E701", {"无疫社区"})


def test_a_notice_above_names_a_title_as_it_was_called_then(renamed: Path) -> None:
    """The page of a city's notice calls a title by its name of that day, though no change of the notice bears it."""
    text = Page.read(renamed / "site" / urls.notice(GIVEN_ABOVE) / "index.html").text
    assert names_in(text) == {"模范社区"}
    assert "model" not in text
