"""What texts say of the site at hand: links, totals, pages that every page leads to; known before it is built."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest

from generator import urls
from generator.build.order import Order
from generator.build.start import build
from generator.check import Plan, read_plan
from generator.errors import ProseError
from generator.prose.addresses import Addresses
from generator.prose.judging import judge
from generator.prose.markup import filled
from generator.publish.exports.catalogues import openapi
from generator.publish.rollup.totals import NAMED, in_prose
from generator.register.model import SiteSettings
from tests.support.folders import NOW, ROOT

HEAD: Final = "title: 说明\nslug: visits\n\n文字。\n"
AREA: Final = "990101001001-001"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The repository's own texts, as a folder that may be changed."""
    return shutil.copytree(ROOT / "content", tmp_path / "content")


@pytest.fixture
def plan(data: Path) -> Plan:
    """The plan of the worked example."""
    return read_plan(data, now=NOW)[0]


def told(content: Path, plan: Plan, body: str) -> list[tuple[str, str, int | None]]:
    """Code, path and line of what is found with one more text."""
    (content / "pages" / "visits.md").write_text(HEAD + body, encoding="utf-8")
    return [(finding.code, finding.path, finding.line) for finding in judge(content, plan)]


def test_a_file_of_the_site_is_an_address(example_site: Path, data: Path, plan: Plan) -> None:
    """Every file that a build makes can be led to, and none of another county, area, notice, day or scheme."""
    assert plan.site is not None
    pages = {path.relative_to(ROOT / "content") for path in (ROOT / "content").rglob("*.md")}
    written = {f"{path.with_suffix('').as_posix().removeprefix('pages/')}/" for path in pages}
    shown = [urls.picture(path.name) for path in (ROOT / "content/pictures").iterdir()]
    addresses = Addresses(plan, plan.site, written, pictures=shown)
    files = {path.relative_to(example_site).as_posix() for path in example_site.rglob("*") if path.is_file()}
    assert len(files) > 200
    assert [file for file in files if not addresses.has(file)] == []
    for number in (r"(?<=/)990101\d{6}-\d{3}(?=/)", r"(?<=notices/)[0-9-]+(?=/)", r"(?<=changes/)\d{4}-\d{2}-\d{2}"):
        others = {re.sub(number, lambda match: f"{match[0][:-1]}{9 - int(match[0][-1])}", file) for file in files}
        assert others - files
        assert [file for file in others - files if addresses.has(file)] == []


@pytest.mark.parametrize(
    "link",
    [
        "../nope/", "../data", "../Data/", "/nope/", "//register.example/", "../../about/", "../x/../about/",
        "../990102/", f"../990101/{AREA[:-1]}9/", "../9901/notices/9901-20221130-9/", "../changes/1999-01-01/",
        "../changes/2022-11/2/", "../schemes/hainan-2020/", "../feeds/nope.atom", "../feeds/all/1999-01-1.atom",
        "../schemas/nope.json", "../downloads/98/areas.csv", "../static/nope.css", "../about/?a=1/", "./nope.pdf",
        "{filename}/pages/about.md", "{static}/a.pdf", "|filename|about.md", "{index}",
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_told_with_its_line(content: Path, plan: Plan, link: str) -> None:
    """However it is written: within the line, as HTML, or by a reference further down."""
    wrong = [] if link == "../about/?a=1/" else [("E124", "content/pages/visits.md", 6)]
    assert told(content, plan, f"\n[文字]({link})\n") == wrong
    assert told(content, plan, f'\n<a href="{link}">文字</a>\n') == wrong
    assert told(content, plan, f"\n[文字]: {link}\n\n请看[文字]。\n") == wrong


@pytest.mark.parametrize(
    "link",
    [
        "../", "../about/", "../about/#main", "../data/?a=1&b=2", "#",
        "#一节", "#%E4%B8%80%E8%8A%82", "./", "index.json", "../announcements/",
        "../990101/", f"../990101/{AREA}/", f"../990101/{AREA}/feed.atom", "../990101/990101001/", "../9901/", "../99/",
        "../990101/areas.csv", "../changes/", "../changes/2022-11/", "../schemes/hainan-2022/", "../feeds/all.atom",
        "../schemas/site.json", "../static/style.css", "../404.html", "../robots.txt", "../data/dictionary/#areas",
        "https://other.example/nope/", "HTTPS://register.example/", "tel:+862312345", "MAILTO:a@register.example",
        "[[licence_url]]", "[[url]]", "[[url]]about/",
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere_has_no_finding(content: Path, plan: Plan, link: str) -> None:
    """Within the site, with a query or a place on the page, or out of it."""
    assert told(content, plan, f'\n<a href="{link}">文字</a>\n\n## 一节\n') == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("联系人 13812345678", "E210"), ("[电话](tel:+8613812345678)", "E210"), ("`138 1234 5678`", "E210"),
        ("身份证 11010519491231002X", "E210"), ("居民住椰海小区2栋301室", "E217"), ("禄苑小区2-301有感染者", "E217"),
        ("请拨打 12345，或 023-12345678", None), ("写信到 <mailto:office@register.example>", None),
        ("见 <https://news.example/t20221128_13812345678>", None),
    ],
)  # fmt: skip
def test_nobody_s_number_or_door_stands_in_a_text(content: Path, plan: Plan, line: str, code: str | None) -> None:
    """As in a table; the lines and the post boxes of offices are welcome. The number is not told once more."""
    assert told(content, plan, f"\n{line}\n") == ([(code, "content/pages/visits.md", 6)] if code else [])
    said = " ".join(f"{finding.message} {finding.value}" for finding in judge(content, plan))
    assert not re.search("13812345678|0519491231|2栋301|2-301", said)


def test_an_announcement_ahead_of_the_clock_is_told(content: Path, plan: Plan) -> None:
    """Its day is one that has not come; without a clock nothing is said."""
    path = content / "announcements" / "start.md"
    path.write_text("title: 开通\nslug: start\ndate: 2062-12-05\n\n文字。\n", encoding="utf-8")
    found = [(finding.code, finding.path, finding.line, finding.column) for finding in judge(content, plan)]
    assert found == [("E310", "content/announcements/start.md", 3, "date")]
    assert [*judge(content, replace(plan, now=None))] == []


def test_the_whole_address_of_the_site_is_followed(content: Path, plan: Plan) -> None:
    """A page that it does not have is told like one that is led to from the page; what it has is none."""
    assert plan.site is not None
    wrong = [("E124", "content/pages/visits.md", 6)]
    for root in (f"{plan.site.url}/", "[[url]]"):
        assert told(content, plan, f"\n[x]({root}nope/)\n") == wrong
        assert told(content, plan, f"\n[x]({root}about/) [y]({root})\n") == []
    assert told(content, plan, f"\n<{plan.site.url}/nope/>\n") == wrong


@pytest.mark.parametrize("link", ["#nope", "../data/#nope", "./#nope", "../about/?a=1#nope", "[[url]]data/#nope"])
def test_a_place_that_a_text_does_not_have_is_told(content: Path, plan: Plan, link: str) -> None:
    """The headings of texts are known; places of the register's own pages are taken at their word."""
    assert told(content, plan, f"\n[x]({link})\n\n## 一节\n") == [("E124", "content/pages/visits.md", 6)]
    assert told(content, plan, "\n[x](../990101/#nope)\n") == []


def test_an_address_from_the_root_is_told_with_what_to_write(content: Path, plan: Plan) -> None:
    """A site may lie in a folder of another one: only what leads from page to page stays right."""
    assert told(content, plan, "\n[x](/990101/)\n") == [("E124", "content/pages/visits.md", 6)]
    (finding,) = judge(content, plan)
    assert "写成 ../990101/" in finding.fix


def test_every_line_of_a_link_is_told(content: Path, plan: Plan) -> None:
    """The same address twice is two places to be mended; in code it is none."""
    body = "\n[a](../nope/)\n\n`[b](../nope/)`\n\n[c](../data/) [d](../nope/)\n"
    assert [line for _, _, line in told(content, plan, body)] == [6, 8]
    assert [line for _, _, line in told(content, plan, "\n[a](../nope/)\n\n[b](../nope/)\n")] == [6, 8]
    assert [line for _, _, line in told(content, plan, "\n文字。\n\n[a](<../nope\t\t/x>)\n")] == [8]


@pytest.mark.parametrize(
    "body",
    [
        "[x](java&#115;cript:a)", "[x](javascript&colon;a)", '<a href="java&#x09;script:a">x</a>',
        "[x]( &#1;javascript:a)",
        '<a href="&#100;ata:text/html,x">x</a>',
    ],
)  # fmt: skip
def test_markup_that_shows_only_when_it_is_rendered_is_told(content: Path, plan: Plan, body: str) -> None:
    """Schemes of links behind entities or signs that a browser passes over."""
    assert told(content, plan, f"\n{body}\n") == [("E122", "content/pages/visits.md", 6)]


@pytest.mark.parametrize("place", ["[[nope]]", "[[Certified]]", "[[ certified ]]", "[[scheme:hainan-2022]]", "`[[a]]`"])
def test_a_total_that_is_none_is_told(content: Path, plan: Plan, place: str) -> None:
    """It would stop the build, or stand on the page as it was written."""
    assert told(content, plan, f"\n有效 {place} 个。\n") == [("E126", "content/pages/visits.md", 6)]


def test_totals_that_are_known_have_no_finding(content: Path, plan: Plan) -> None:
    """Each that is filled in; what only looks like one in code, or is a link in brackets, stays."""
    site = SimpleNamespace(present=(), stands=None, site=plan.site)
    assert tuple(in_prose(cast("Any", site), "zh-CN")) == NAMED
    places = " ".join(f"[[{name}]]" for name in NAMED)
    assert told(content, plan, f"\n{places} `[[ -f x ]]` [[1]](../data/)\n") == []
    (content / "pages" / "visits.md").write_text("title: [[counties]] 个\nslug: visits\n\n文\n", encoding="utf-8")
    assert [(finding.code, finding.line) for finding in judge(content, plan)] == [("E126", 1)]


@pytest.mark.parametrize("page", [*urls.WRITTEN, *urls.WRITTEN_ONCE, "en/about/", "en/data/"])
def test_a_page_that_every_page_leads_to_is_written(content: Path, plan: Plan, page: str) -> None:
    """Without it nothing can be published: it is told once, not at each link to it."""
    folder, _, name = page.removesuffix("/").rpartition("/")
    path = content / (folder or "pages") / f"{name}.md"
    path.unlink()
    missing = path.relative_to(content.parent).as_posix()
    assert [(finding.code, finding.path) for finding in judge(content, plan)] == [("E127", missing)]
    path.write_text("title: 说明\nslug: Wrong\n\n文字。\n", encoding="utf-8")
    assert [(finding.code, finding.path, finding.line) for finding in judge(content, plan)] == [("E125", missing, 2)]


def test_no_text_can_lie_where_the_register_does(plan: Plan) -> None:
    """The first folder of every address of the register is kept for it; data/ it shares, but for the dictionary."""
    assert plan.site is not None
    firsts = {address.path.partition("/") for address in openapi.addresses(plan.site)}
    folders = {first for first, slash, _ in firsts if slash and not first.startswith("{")}
    assert folders - {"data"} < urls.RESERVED
    assert urls.DICTIONARY == "data/dictionary/"


def test_a_register_with_one_scheme_is_published_with_these_texts(data: Path, tmp_path: Path) -> None:
    """The texts name schemes as examples: one that a register of one's own does not have is only a word there."""
    shutil.rmtree(data / "registers" / "990201")
    for scheme in (data / "schemes").iterdir():
        if scheme.stem != "chongqing-2022-74":
            scheme.unlink()
    result = build(Order(data, ROOT / "content", tmp_path / "site", workers=1))
    assert result.report.findings == []
    page = (tmp_path / "site" / "how-it-works" / "index.html").read_text(encoding="utf-8")
    assert '例如<a href="../schemes/chongqing-2022-74/">重庆</a>、海南。' in page


def test_a_scheme_is_a_link_where_there_is_one() -> None:
    """The same HTML as that of a link in Markdown, or the words alone."""
    text = "[[scheme:hainan-2022 海南]]"
    assert filled(text, {}, {"hainan-2022"}, "../") == ('<a href="../schemes/hainan-2022/">海南</a>', [])
    assert filled(text, {}, (), "../") == ("海南", [])


@pytest.mark.parametrize("where", ["plugin.Rendered", "filling.chrome"])
def test_what_nobody_thought_of_is_told_with_the_text(
    content: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """It stops the build with the file that it is about, in one sentence: while Pelican reads, and afterwards."""

    def broken(*_: object, **__: object) -> SiteSettings:
        raise ValueError("unheard of")

    monkeypatch.setattr(f"generator.prose.{where}", broken)
    with pytest.raises(ProseError, match=r"content/[a-z]+/[a-z-]+\.md：这篇文章生成不了.*unheard of"):
        build(Order(data, content, tmp_path / "site", workers=1))


def test_links_that_only_the_build_can_follow_are_told_there_as_here(content: Path, data: Path, tmp_path: Path) -> None:
    """An archive of a feed that there is not, in a month with changes: a finding with file and line."""
    (content / "pages" / "visits.md").write_text(f"{HEAD}\n[x](../feeds/all/2022-11-99.atom)\n", encoding="utf-8")
    found = build(Order(data, content, tmp_path / "site", workers=1)).report.findings
    assert [(finding.code, finding.path, finding.line) for finding in found] == [("E124", "content/pages/visits.md", 6)]
    assert not (tmp_path / "site").exists()
