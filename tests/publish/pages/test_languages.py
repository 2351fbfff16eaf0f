"""Pages in another language: catalogs, the words of the layout, versions of a page, marked Chinese words."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from generator import urls
from generator.publish.pages import compilations, languages, renderer
from tests.support.folders import ROOT, run_wuyi
from tests.support.sites import ADDRESS, VOID, Page, pages_of, tree_of

OTHERS: Final = [lang for lang in urls.LANGUAGES if lang != languages.CHINESE]
CHINESE: Final = re.compile("[\u3400-\u9fff]+")
SOURCES: Final = [("theme/templates/**.html", "jinja2"), ("**.py", "python"), ("theme/static/search.js", "javascript")]


def catalog(lang: str) -> Catalog:
    """A catalog as it is kept."""
    with (languages.LOCALES / f"{lang}.po").open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)


def marked() -> set[str]:
    """Every word that templates and code mark for translation."""
    found = extract_from_dir(ROOT / "generator", SOURCES, keywords={"_": None, "noted": None, "gettext": None})
    tables = {word for table in languages.TABLES for word in table.values()}
    return {word for _, _, word, _, _ in found if isinstance(word, str)} | tables


def test_languages_are_named_once_each() -> None:
    """Folders, names and catalogs are of the same languages."""
    assert list(urls.LANGUAGES) == list(languages.NAMES)
    assert sorted(path.stem for path in languages.LOCALES.iterdir()) == sorted(OTHERS)


@pytest.mark.parametrize("lang", OTHERS)
def test_every_word_has_its_translation_and_none_is_left_over(lang: str) -> None:
    """The catalog holds exactly the words that are marked, each with a translation that fills the same places."""
    known = {str(message.id): message for message in catalog(lang) if message.id}
    assert set(known) == marked()
    for word, message in known.items():
        assert message.string, word
        assert not message.fuzzy, word
        assert not CHINESE.search(str(message.string)), word
        assert str(message.string).count("{}") == word.count("{}"), word


@pytest.mark.parametrize("lang", list(urls.LANGUAGES))
def test_words_are_put_in_when_a_template_is_compiled(lang: str) -> None:
    """No template looks a word up while a page is made: a page costs the same in every language."""
    environment = renderer.environment(lang)
    names = environment.list_templates()
    assert len(names) > 20
    for name in names:
        source = environment.get_template(name).filename
        assert source is not None
        compiled = environment.compile(Path(source).read_text(encoding="utf-8"), name, raw=True)
        assert "resolve('_')" not in compiled, name
        assert "gettext" not in compiled, name


def test_times_are_told_as_each_language_does() -> None:
    """A day is a day of the calendar; a clock time is told where one was recorded."""
    told = {lang: languages.time_name("2022-11-28T09:05+08:00", lang) for lang in urls.LANGUAGES}
    assert told == {"zh-CN": "2022年11月28日 09:05", "en": "28 November 2022, 09:05 (China Standard Time)"}
    assert languages.time_name("2022-12-05", "en") == "5 December 2022"


def test_versions_of_a_page_name_one_another(site: Path) -> None:
    """A page names itself and its other versions, each of these does the same, and the foot leads there."""
    tree, several = tree_of(site), 0
    named: dict[str, dict[str, str]] = {}
    for path in pages_of(site):
        links = [one.attributes for one in tree.page(path).all("link") if "hreflang" in one.attributes]
        named[ADDRESS + path.removesuffix("index.html")] = {one["hreflang"]: one["href"] for one in links}
    for address, versions in named.items():
        lang = (
            tree.page(f"{address.removeprefix(ADDRESS)}index.html").only("html").attributes["lang"] if versions else ""
        )
        assert not versions or versions[lang] == address
        for other, there in versions.items():
            several += 1
            assert named[there] == versions, address
            if other != lang:
                page = tree.page(f"{address.removeprefix(ADDRESS)}index.html")
                (link,) = [one for one in page.all("a") if one.attributes.get("hreflang") == other]
                assert link.says == languages.NAMES[other]
                assert link.attributes["lang"] == other
                assert not tree.problem(link.attributes["href"], f"{address.removeprefix(ADDRESS)}index.html")
    english = [path for path in pages_of(site) if path.startswith("en/")]
    assert len(english) >= 6
    assert several == 4 * len(english), "every page in English has a Chinese one, and the other way round"


class _Said(HTMLParser):
    """Chinese in the body of a page, where the language around it is another."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self._open: list[tuple[str, str]] = []
        self.found: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        lang = dict(attrs).get("lang") or (self._open[-1][1] if self._open else "")
        told = [value for name, value in attrs if value and name in ("title", "aria-label") and CHINESE.search(value)]
        self.found.extend(told if lang != languages.CHINESE else [])
        if tag not in VOID:
            self._open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        within = {tag for tag, _ in self._open}
        if self._open and self._open[-1][1] != languages.CHINESE and not within & {"title", "script"}:
            self.found.extend(CHINESE.findall(data))


def test_chinese_on_a_page_in_another_language_is_marked(site: Path) -> None:
    """A screen reader is told of every Chinese word on a page in English (WCAG 2.2, 3.1.2), its layout included."""
    english = [path for path in pages_of(site) if path.startswith("en/")]
    for path in english:
        assert not _Said((site / path).read_text(encoding="utf-8")).found, path
    assert _Said((site / "about/index.html").read_text(encoding="utf-8").replace("zh-CN", "en")).found


def test_the_layout_leads_to_pages_that_may_be_written(site: Path, tmp_path: Path) -> None:
    """In English to corrections in English, by the foot to the guide; where nobody wrote them, to what there is."""
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    (content / "en/corrections.md").unlink()
    (content / "pages/guide.md").unlink()
    for path in content.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"\[([^]]*)\]\((?:\.\./)*(?:en/corrections|guide|corrections)/[^)]*\)", r"\1", text),
            encoding="utf-8",
        )
    ended = run_wuyi("build", "--data", ROOT / "data", "--content", content, "--output", tmp_path / "site")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for built, page, leads, guide in (
        (site, "en/index.html", "corrections/", "../guide/"),
        (site, "en/990101/index.html", "../corrections/", "../../guide/"),
        (site, "990101/index.html", "../corrections/", "../guide/"),
        (tmp_path / "site", "en/index.html", "../corrections/", None),
        (tmp_path / "site", "en/990101/index.html", "../../corrections/", None),
        (tmp_path / "site", "990101/index.html", "../corrections/", None),
    ):
        links = Page.read(built / page).all("a")
        menu = next(one for one in links if one.says.startswith(("更正", "Corrections")))
        assert menu.attributes["href"] == leads
        assert ("中文" in menu.says) == (page.startswith("en/") and guide is None)
        foot = [one.attributes["href"] for one in links if one.says.startswith(("工作人员指南", "Guide for staff"))]
        assert foot[-1:] == ([guide] if guide else [])


def test_a_catalog_is_compiled_once_and_again_where_spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept beside the templates; a byte that changed there changes no page."""
    monkeypatch.setattr(compilations, "_folder", None)
    compilations.keep(tmp_path / "kept")
    wanted = languages.translations.__wrapped__("en").gettext("首页")
    assert wanted != "首页"
    (kept,) = (tmp_path / "kept").iterdir()
    whole = kept.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(languages, "_compile", None)  # it is taken as it was kept
        assert languages.translations.__wrapped__("en").gettext("首页") == wanted
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert languages.translations.__wrapped__("en").gettext("首页") == wanted
    assert kept.read_bytes() == whole
