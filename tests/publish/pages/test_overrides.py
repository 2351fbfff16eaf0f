"""A register's own look in its pages: templates in place of those that ship, and what is told of them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.build.order import Order
from generator.build.start import build
from generator.errors import ThemeError
from generator.publish.pages import overrides, renderer
from generator.publish.pages.views.shared import Chrome, Dress, FeedLink, Link
from generator.reading import folder
from generator.register.model import Appearance
from tests.support.folders import NOW, ROOT, example_data, run_wuyi

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="40"><rect width="64" height="40"/></svg>'
OWN = '{% extends "theme/not_found.html" %}\n'


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Path]:
    """The folder of a register with an empty `theme/`; afterwards pages look as they ship again."""
    example_data(tmp_path)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "theme" / "templates").mkdir(parents=True)
    yield tmp_path
    renderer.wear(Appearance())


def files_of(site: Path) -> dict[str, bytes]:
    """All files of a site."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def settings(register: Path, **given: Any) -> None:
    """Adds settings to those of the site."""
    path = register / "data" / "site.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | given), encoding="utf-8")


def put(register: Path, name: str, template: str) -> None:
    """Puts a template of one's own."""
    (register / "theme" / "templates" / name).write_text(template, encoding="utf-8")


def made(register: Path, output: str = "site", *, full: bool = False, workers: int = 1) -> Path:
    """The site of a register; it must have no errors."""
    order = Order(register / "data", register / "content", register / output, now=NOW, workers=workers, full=full)
    assert build(order).report.errors == 0
    return register / output


def test_colours_logo_icon_emblem_and_foot_are_on_every_page(register: Path) -> None:
    """What is set is published, named by the pages, and allowed by the audit; the theme's own files stay."""
    for name in ("logo", "emblem", "icon"):
        (register / "theme" / f"{name}.svg").write_text(LOGO.replace("64", "40"), encoding="utf-8")
    (register / "theme" / "static").mkdir()
    (register / "theme" / "static" / "own.css").write_text("h1 { letter-spacing: 1px; }\n", encoding="utf-8")
    foot = [{"text": "示ICP备1号", "url": "https://beian.example/"}, {"text": "技术支持"}]
    settings(register, accent="#9c2b1e", logo={"file": "logo.svg", "alt": "一扇门"}, emblem="emblem.svg",
             favicon="icon.svg", footer=foot)  # fmt: skip
    site = made(register, full=True)
    page = (site / "990101" / "index.html").read_text(encoding="utf-8")
    (logo,) = (path.name for path in (site / "static").glob("logo-*.svg"))
    assert f'<img class="logo" src="../static/{logo}" alt="一扇门" width="40" height="40">' in page
    assert '<link rel="icon" href="../static/icon-' in page
    assert page.index("static/print.css") < page.index("static/own.css")
    assert '<p><a href="https://beian.example/">示ICP备1号</a></p>\n<p>技术支持</p>' in page
    assert "--accent:#9c2b1e" in (site / "static" / "style.css").read_text(encoding="utf-8")
    assert ".certificate .emblem" in (site / "static" / "print.css").read_text(encoding="utf-8")
    assert (site / "static" / "favicon.svg").is_file()
    held = [
        path for path in site.glob("990101/*/index.html") if 'class="certificate"' in path.read_text(encoding="utf-8")
    ]
    assert held
    assert 'class="emblem" src="../../static/emblem-' in held[0].read_text(encoding="utf-8")


def test_a_template_of_ones_own_replaces_that_of_the_theme(register: Path) -> None:
    """Those that ship stand in for all others, and can be built upon by `theme/…`, also in other processes."""
    put(register, "base.html", '{% extends "theme/base.html" %}\n{% block foot %}<p>自己的页脚</p>{% endblock %}\n')
    site = made(register, workers=2)
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for name in ("index.html", "990101/index.html", "about/index.html", "404.html"):
        assert "<p>自己的页脚</p>" in (site / name).read_text(encoding="utf-8")


def test_a_build_after_a_change_of_the_look_is_as_a_whole_one(register: Path) -> None:
    """A template, a colour, a picture, a stylesheet: each added, changed or removed makes what a whole build makes."""
    made(register)
    (register / "theme" / "logo.svg").write_text(LOGO, encoding="utf-8")
    steps: tuple[Callable[[], object], ...] = (
        lambda: settings(register, accent="#9c2b1e"),
        lambda: settings(register, logo={"file": "logo.svg", "alt": "门"}),
        lambda: (register / "theme" / "logo.svg").write_text(LOGO.replace("64", "32"), encoding="utf-8"),
        lambda: put(register, "_top.html", "{% macro top() %}<header>{{ varargs|length }}</header>{% endmacro %}\n"),
        lambda: put(register, "_top.html", "{% macro top() %}<header>甲{{ varargs|length }}</header>{% endmacro %}\n"),
        lambda: (register / "theme" / "templates" / "_top.html").unlink(),
    )
    for number, step in enumerate(steps):
        step()
        site, whole = made(register), made(register, f"whole-{number}", full=True)
        assert files_of(site) == files_of(whole)


def test_nothing_is_read_again_where_the_look_is_as_it_was(register: Path) -> None:
    """The folder of the look is one of the inputs that a build looks at first, and no more than looks at."""
    put(register, "not_found.html", OWN)
    site = made(register)
    before = (site / "manifest.json").stat().st_mtime_ns
    made(register)
    assert (site / "manifest.json").stat().st_mtime_ns == before


@pytest.mark.parametrize("workers", [1, 2])
def test_a_template_that_fails_is_told_with_its_page_and_nothing_is_written(register: Path, workers: int) -> None:
    """File, line and page; the site stays as it was."""
    site = made(register)
    before = files_of(site)
    put(
        register,
        "county.html",
        '{% extends "base.html" %}\n{% block main %}\n{{ view.nothing.more }}\n{% endblock %}\n',
    )
    with pytest.raises(ThemeError, match=r"theme/templates/county\.html 第 3 行：生成页面 9901\d\d/ 时出错"):
        made(register, workers=workers)
    assert files_of(site) == before


def test_a_part_that_is_told_of_as_unused_is_not_used(register: Path) -> None:
    """What a page is made from is known; a file in a folder of its own is none of it."""
    put(register, "_hours.html", "<p>周一至周五</p>")
    put(register, "not_found.html", OWN + '{% block foot %}{% include "_hours.html" %}{% endblock %}\n')
    assert "周一至周五" in (made(register) / "404.html").read_text(encoding="utf-8")
    (register / "theme" / "templates" / "parts").mkdir()
    put(register, "parts/hours.html", "<p>周末</p>")
    put(register, "not_found.html", OWN + '{% block foot %}{% include "parts/hours.html" %}{% endblock %}\n')
    told = overrides.dressed(register / "data", read_site(register)).findings
    assert [(each.code, each.path) for each in told] == [("W135", "theme/templates/parts/hours.html")]
    with pytest.raises(ThemeError, match="not_found"):
        made(register)


def test_an_override_survives_an_upgrade_or_is_told_of_by_name(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the original is the same nothing is said; where an upgrade changed or took it, its name is."""
    data, site = register / "data", read_site(register)
    put(register, "not_found.html", overrides.copy("not_found"))
    assert overrides.dressed(data, site).findings == ()
    newer = register / "newer"
    shutil.copytree(renderer.TEMPLATES, newer / "templates")
    monkeypatch.setattr(renderer, "TEMPLATES", newer / "templates")
    assert overrides.dressed(data, site).findings == ()
    original = newer / "templates" / "not_found.html"
    original.write_text(original.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert [(told.code, told.value) for told in overrides.dressed(data, site).findings] == [("W136", "not_found.html")]
    original.unlink()
    assert [(told.code, told.value) for told in overrides.dressed(data, site).findings] == [("W137", "not_found.html")]


def read_site(register: Path) -> Any:
    """The settings of a register."""
    return folder.read_site(register / "data").value


def test_every_template_that_ships_can_be_copied_and_used(register: Path) -> None:
    """A copy, with the line that says what it is one of, makes the same pages."""
    plain = files_of(made(register, "plain"))
    for name in overrides.originals():
        put(register, name, overrides.copy(name))
    site = read_site(register)
    assert overrides.dressed(register / "data", site).findings == ()
    assert files_of(made(register)) == plain


def test_the_program_lists_and_copies_templates(register: Path) -> None:
    """`theme copy` writes one, and never over another; `theme list` says which are replaced; an unknown one is told."""
    data = ("--data", register / "data")
    assert run_wuyi("theme", "copy", "area", *data).returncode == 0
    again, unknown = run_wuyi("theme", "copy", "area", *data), run_wuyi("theme", "copy", "aera", *data)
    put(register, "areas.html", "")
    listed = run_wuyi("theme", "list", *data).stdout
    assert (again.returncode, unknown.returncode) == (2, 2)
    assert "已经在了" in again.stderr
    assert "没有模板 aera.html；有的是：" in unknown.stderr
    assert "area.html             已替换，原来的那份没有改过\n" in listed
    assert "areas.html            没有用到" in listed


def test_what_the_documents_say_can_be_relied_upon_is_there() -> None:
    """Names that docs/theme.md lists: fields of the chrome, and blocks of the layout."""
    rows = (ROOT / "docs/theme.md").read_text(encoding="utf-8").split("\n| name | is |\n|---|---|\n")[1]
    blocks, chrome = (set(re.findall(r"`([a-z_]+)`", row.partition(" | ")[2])) for row in rows.splitlines()[:2])
    layout = (renderer.TEMPLATES / "base.html").read_text(encoding="utf-8")
    fields = {*Chrome._fields, *Link._fields, *FeedLink._fields, *Dress._fields}
    assert blocks == set(re.findall(r"{% block ([a-z]+) %}", layout))
    assert {"root", "title", "lang", "dress"} <= chrome <= fields
