"""Pictures that chats show: sizes, few colours, legible letters, the same bytes in every process, the same in the head
of the pages that have one."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from PIL import Image, ImageChops

from generator import urls
from generator.publish.pages import share
from generator.publish.pages.share import NONE, SQUARE, STATUSES, WIDE, Card
from generator.register.model import SiteSettings
from tests.support.folders import ROOT
from tests.support.sites import ADDRESS, build_site, load

SITE: Final = SiteSettings("名录", "https://register.example", "register.example,2026", False, "", "")
# What links in chats are read by: WeChat takes a thumbnail of 32 kB at most, and no picture below 300 pixels.
THUMBNAIL: Final = 32_000
LEAST: Final = 300
WORDS: Final = dict(zip((*STATUSES, NONE), ("有效", "已暂停", "已取消", "公示中", "无称号"), strict=True))


def card(status: str, name: str = "示例省示例市示例区的一个区域") -> Card:
    """A card of the demonstration."""
    return Card(status, WORDS.get(status, ""), name, "无疫区域公开名录 · 截至2022年12月", "演示数据")


def opened(content: bytes) -> Image.Image:
    """A picture as a reader sees it."""
    return Image.open(BytesIO(content)).convert("RGB")


def ink(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are not paper."""
    part = picture.crop(box).convert("L")
    return sum(part.histogram()[:200])


@pytest.mark.parametrize("size", [WIDE, SQUARE])
@pytest.mark.parametrize("status", ["", *WORDS])
def test_a_card_is_a_small_picture_of_few_colours(status: str, size: tuple[int, int]) -> None:
    """A PNG with a palette, of the size that it says, within what chats take; its paper is white."""
    content = share.drawn(card(status), size)
    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", size)
    assert min(size) >= LEAST
    assert len(content) <= share.MOST < THUMBNAIL
    colours = picture.convert("RGB").getcolors(16)
    assert colours is not None
    assert max(colours)[1] == (255, 255, 255)


@pytest.mark.parametrize("size", [WIDE, SQUARE])
def test_what_a_card_says_stands_on_it_and_within_the_square(size: tuple[int, int]) -> None:
    """Taking away a word, a name, a line or the mark takes ink away; a wide one has all of it in its middle square."""
    whole = card("revoked")
    pictures = {
        field: opened(share.drawn(whole._replace(**{field: ""}), size)) for field in ("name", "beneath", "mark")
    }
    full = opened(share.drawn(whole, size))
    for field, without in pictures.items():
        box = ImageChops.difference(full, without).getbbox()
        assert box is not None, field
        assert box[3] - box[1] > size[1] * 0.03, field
        assert ink(full, box) > ink(without, box), field
    side, middle = min(size), size[0] // 2
    below = round(side * 0.04)
    assert ink(full, (0, below, middle - side // 2, size[1])) == ink(full, (middle + side // 2, below, *size)) == 0


def test_statuses_differ_by_shape_not_by_hue_alone() -> None:
    """Where the sign stands no two statuses look alike, even without colour."""
    side = min(SQUARE)
    box = (side // 4, round(side * 0.08), side * 3 // 4, round(side * 0.28))
    shapes = {
        status: opened(share.drawn(card(status), SQUARE)).crop(box).convert("L").point([0] * 200 + [255] * 56)
        for status in ("", *WORDS)
    }
    assert len({shape.tobytes() for shape in shapes.values()}) == len(shapes)


def test_every_character_of_a_place_and_of_the_words_is_in_the_font() -> None:
    """No name of a province, city or county, and no word of a card, is shown as an empty box."""
    font = share._font(40)
    box = bytes(font.getmask("\U0010fffd"))
    lines = (
        line.split(",")
        for path in sorted((ROOT / "data" / "divisions").glob("[0-9][0-9].csv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    names = {character for code, name, *_ in lines if len(code) <= len("990101") for character in name}
    said = {*"".join(WORDS.values()), *"演示数据，历史名录的一个区域·截至2022年12月当时…"}
    assert {character for character in names | said if bytes(font.getmask(character)) == box} == set()


def test_a_long_name_gives_up_the_units_above_it_and_no_line_leaves_the_picture() -> None:
    """A place is named with what is above it as far as there is room; whatever a site is called, a line ends within."""
    assert share.place_name(["示例省", "示例市", "示例区"]) == "示例省示例市示例区"
    assert share.place_name(["新疆维吾尔自治区", "巴音郭楞蒙古自治州", "博湖县"]) == "巴音郭楞蒙古自治州博湖县"
    assert share.place_name(["某省", "双江拉祜族佤族布朗族傣族自治县"]) == "双江拉祜族佤族布朗族傣族自治县"
    picture = opened(share.drawn(card("", "很长的名称" * 30), SQUARE))
    assert ink(picture, (0, 30, 10, SQUARE[1])) == ink(picture, (SQUARE[0] - 10, 30, *SQUARE)) == 0


def test_two_processes_draw_the_same_bytes() -> None:
    """A picture depends on what it says alone."""
    program = (
        "import hashlib; from generator.publish.pages import share as s;"
        "c = s.Card('revoked', '已取消', '示例区的一个区域', '名录 · 截至2022年12月', '');"
        "print(hashlib.sha256(s.drawn(c, s.WIDE) + s.drawn(c, s.SQUARE)).hexdigest())"
    )
    made = set()
    for seed in ("0", "7"):
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-c", program]
        made.add(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=env).stdout)
    assert len(made) == 1
    assert len(made.pop().strip()) == len(hashlib.sha256().hexdigest())


# ---- on the site


def told(page: Path) -> list[dict[str, str]]:
    """The pictures that a page names, each with what it says of it."""
    pictures: list[dict[str, str]] = []
    for key, value in re.findall(r'<meta property="og:image(?::(\w+))?" content="([^"]*)">', page.read_text("utf-8")):
        if not key:
            pictures.append({"url": value})
        else:
            pictures[-1][key] = unescape(value)
    return pictures


@pytest.mark.parametrize(
    ("page", "stem"),
    [
        ("", "share"), ("en/", "share"), ("99/", "99/share"), ("9901/", "9901/share"), ("990101/", "990101/share"),
        ("en/990101/", "990101/share"), ("990101/990101001001-002/", "990101/share-certified"),
        ("990101/990101100004/", "990101/share-revoked"), ("990101/990101001/", "990101/share"),
    ],
)  # fmt: skip
def test_pages_name_pictures_that_are_there(site: Path, page: str, stem: str) -> None:
    """The home page, provinces, cities, counties and areas name a wide picture and a square one, of the size they have;
    that of an area is the one of its status."""
    pictures = told(site / page / "index.html")
    assert [picture["url"] for picture in pictures] == [f"{ADDRESS}{stem}{end}.png" for end in ("", "-square")]
    for picture, size in zip(pictures, (WIDE, SQUARE), strict=True):
        content = (site / picture["url"].removeprefix(ADDRESS)).read_bytes()
        assert Image.open(BytesIO(content)).size == (int(picture["width"]), int(picture["height"])) == size
        assert len(content) <= share.MOST
    assert pictures[0]["alt"]
    assert '<meta name="twitter:card" content="summary_large_image">' in (site / page / "index.html").read_text("utf-8")


def test_every_status_of_a_county_has_its_picture(site: Path) -> None:
    """Also one that no area has today: a link that was passed on keeps its picture."""
    for status in ("", NONE, *STATUSES):
        assert (site / urls.share("990101/", status)).is_file()


def test_an_archived_list_says_so_on_its_pictures(site: Path) -> None:
    """What is told of a picture of old lists names them; the demonstration is named on its own."""
    twins = (path for path in sorted(site.glob(f"{'[0-9]' * 6}/index.json")))
    archived = next(path.parent for path in twins if load(path)["state"] == "archived")
    assert "历史名录" in told(archived / "index.html")[0]["alt"]
    assert "演示数据" in told(site / "990101" / "index.html")[0]["alt"]


def test_without_the_setting_there_is_none(tmp_path: Path) -> None:
    """A site that does not ask for pictures, and for feeds of revocations, has neither, and no page names one."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    said = load(data / "site.json") | {"share_pictures": False, "revoked_feeds": False}
    (data / "site.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    root = build_site(data, tmp_path / "site")
    assert [*root.rglob("share*.png")] == [*root.rglob("[0-9]*/revoked.*")] == []
    assert not any("og:image" in page.read_text("utf-8") for page in root.rglob("index.html"))
    assert not any("/revoked." in page.read_text("utf-8") for page in root.glob("990101/index.html"))


def test_a_telephone_finds_an_icon(site: Path) -> None:
    """The icon lies where a telephone looks without being told, and the home page names it."""
    assert Image.open(BytesIO((site / urls.TOUCH_ICON).read_bytes())).size == (180, 180)
    assert f'<link rel="apple-touch-icon" href="./{urls.TOUCH_ICON}">' in (site / "index.html").read_text("utf-8")
