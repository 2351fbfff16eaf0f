"""The pictures of the guide show what the program says today."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.reading.pictures import sound
from tests.support.browsers import POLICY, opened
from tests.support.folders import ROOT
from tests.support.sites import serving
from tests.support.terminals import drawing
from tests.tools.pictures import FOLDER, TERMINALS, WORDS, check_words, digest, form_words, terminal

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GUIDE = (ROOT / "content/pages/guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TERMINALS)
def test_a_terminal_shows_what_is_said_there_today(name: str) -> None:
    """The session is held anew, with a real server; `make pictures` draws it."""
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == terminal(*TERMINALS[name])


def test_a_photograph_shows_the_words_of_today(chromium: Browser, site: Path) -> None:
    """Those of the check in the browser and of the workbook; `make pictures` takes them anew."""
    noted = json.loads(WORDS.read_text(encoding="utf-8"))
    with serving(site, headers=POLICY) as address, opened(chromium, 420) as window:
        window.page.goto(f"{address}check/")
        words = {"guide-check.webp": check_words(window.page), "guide-form.webp": form_words()}
    assert {name: told["words"] for name, told in noted.items()} == {name: digest(said) for name, said in words.items()}
    for name, told in noted.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == told["sha256"], name


def test_the_guide_shows_each_of_its_pictures_once() -> None:
    """And they are few bytes: together less than a photograph."""
    shown = re.findall(r"\]\(\.\./pictures/(guide-[^)]+)\)", GUIDE)
    assert sorted(shown) == sorted(path.name for path in FOLDER.glob("guide-*"))
    assert sum((FOLDER / name).stat().st_size for name in shown) < 100 * 1024


def test_a_picture_can_be_read_on_a_telephone() -> None:
    """A terminal is no wider than a telephone shows at three quarters of its size."""
    widths = {name: picture.width for name, picture in sound(ROOT / "content").items() if name.endswith(".svg")}
    assert {name: width for name, width in widths.items() if width * 0.75 > 328} == {}


def test_columns_of_a_drawing_stand_where_those_of_a_terminal_do() -> None:
    """A Chinese character takes two; a line that is too long goes on in the next row; signs of XML are text."""
    drawn = drawing("窗口", f"$ a <b>\n示例  1\n{'字' * 25}\n")
    assert ">$ a &lt;b&gt;</tspan>" in drawn
    assert re.findall(r'x="(\d+)" textLength="(\d+)">(示例|1)<', drawn) == [("14", "32", "示例"), ("62", "8", "1")]
    assert re.findall(r">(字+)<", drawn) == ["字" * 24, "字"]
