"""The page of an area on paper, by a real browser: one page that leads back to the web, or what has to come down."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.publish.pages.test_qr import read
from tests.staff.test_plaque import told
from tests.support.browsers import opened
from tests.support.folders import replace_once
from tests.support.sites import ADDRESS, Page, build_site, serving
from tests.support.tools import require_tool

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HELD: Final = "990101/990101001001-001/"
REVOKED: Final = "990101/990101001001-002/"
SENTENCE: Final = "以网页为准，纸张不作凭证。请扫码或输入网址，并核对网址的域名是register.example。"


def printed(browser: Browser, site: Path, page: str, file: Path) -> Path:
    """A page as the browser prints it, without scripts, on paper of the size that the page asks for."""
    require_tool("pdftotext", "pdftoppm", "pdfinfo", "zbarimg")
    with serving(site) as address, opened(browser, 1280, scripts=False) as window:
        window.page.goto(address + page)
        window.page.pdf(path=file, prefer_css_page_size=True, format="A4")
    return file


def pages(file: Path) -> list[str]:
    """The text of each page, without spaces."""
    return ["".join(text.split()) for text in told("pdftotext", file).split("\f")[:-1]]


def codes(file: Path) -> list[str]:
    """What a reader finds on the pages."""
    stem = file.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-png", file, stem], check=True)
    return [found for picture in sorted(file.parent.glob(f"{stem.name}-*.png")) for found in read(picture)]


def test_a_title_held_prints_as_one_page(chromium: Browser, example_site: Path, tmp_path: Path) -> None:
    """A4; title, since, place, who decided, the sentence, the address and its code; no navigation, no history."""
    file = printed(chromium, example_site, HELD, tmp_path / "held.pdf")
    (text,) = pages(file)
    for part in (
        "幸福里小区", "现为", "无疫小区", "自2022年11月23日起", "示例省示例市示例区示例街道春晓社区", SENTENCE,
        f"{ADDRESS}{HELD}", "演示数据", "截至", "示例区疫情防控指挥部", "〔2022〕1号",
    ):  # fmt: skip
        assert part in text, part
    for part in ("首页", "订阅", "经过", "登记事项", "记录于"):
        assert part not in text, part
    assert "(A4)" in told("pdfinfo", file)
    assert codes(file) == [f"{ADDRESS}{HELD}"]


def test_a_title_lost_prints_what_comes_down(chromium: Browser, example_site: Path, tmp_path: Path) -> None:
    """No code, no sentence of a certificate; that the plaque has to be taken down stands on the first page."""
    file = printed(chromium, example_site, REVOKED, tmp_path / "revoked.pdf")
    text = pages(file)[0]
    assert "向阳小区(1-5栋)已不是无疫小区" in text
    assert "称号已经取消：如挂有称号牌，请即取下（摘牌）。" in text
    assert "现为" not in text
    assert codes(file) == []


@pytest.mark.parametrize("length", [33, 80])
def test_long_names_print_on_one_page(chromium: Browser, data: Path, tmp_path: Path, length: int) -> None:
    """As long as a name and its qualifier may be."""
    name = "幸福里" * 27
    for table in ("areas.csv", "events.csv"):
        path = data / "registers" / "990101" / table
        path.write_text(path.read_text(encoding="utf-8").replace("幸福里小区", name[:length]), encoding="utf-8")
    replace_once(data / "registers" / "990101" / "areas.csv", f"{name[:length]},,", f"{name[:length]},{'限' * length},")
    file = printed(chromium, build_site(data, tmp_path / "site"), HELD, tmp_path / "long.pdf")
    (text,) = pages(file)
    assert name[:length] in text
    assert codes(file) == [f"{ADDRESS}{HELD}"]


def test_the_page_itself_says_what_comes_down(example_site: Path, site: Path) -> None:
    """On the screen too; not where the title is held, and not in an archived list."""
    says = "请即取下（摘牌）"
    assert says in (example_site / REVOKED / "index.html").read_text(encoding="utf-8")
    assert says not in (example_site / HELD / "index.html").read_text(encoding="utf-8")
    past = [path.read_text(encoding="utf-8") for path in (site / "500241").glob("5*/index.html")]
    assert past
    assert not any(says in page or "certificate" in page for page in past)


def test_what_is_for_paper_alone_is_not_on_the_screen(chromium: Browser, example_site: Path) -> None:
    """Hidden from eyes and from screen readers; who decided, the address and its code stand on both."""
    with serving(example_site) as address, opened(chromium, 1280, scripts=False) as window:
        window.page.goto(address + HELD)
        paper = window.page.locator(".certificate")
        assert paper.count() == 1
        faces = paper.locator(".face, .domain")
        assert faces.count() >= 2
        assert not any(face.is_visible() for face in faces.all())
        assert paper.get_by_role("heading", name="由谁决定").is_visible()
        assert paper.get_by_role("img", name="本页网址的二维码").is_visible()
        assert f"{ADDRESS}{HELD}" in paper.inner_text()
        assert window.page.get_by_role("heading", level=1).is_visible()


def test_codes_can_be_switched_off(data: Path, tmp_path: Path) -> None:
    """`area_codes` false: the paper still has the address."""
    replace_once(data / "site.json", '"area_feeds": true', '"area_feeds": true, "area_codes": false')
    page = Page.read(build_site(data, tmp_path / "site") / HELD / "index.html")
    assert not [one for one in page.all("svg") if "二维码" in one.attributes.get("aria-label", "")]
    assert any(f"{ADDRESS}{HELD}" in found.says for found in page.all("p"))
