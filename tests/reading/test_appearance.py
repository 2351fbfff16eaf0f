"""A register's own look as it is read: pictures that are sound, and a sentence for each that is not."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from generator.reading import appearance
from generator.reading.outcome import Reading
from generator.register.model import Logo, SiteSettings
from tests.support.folders import example_data

SITE: Final = SiteSettings("名录", "https://register.example", "register.example,2026", True, "", "")
SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="{}">{}</svg>'
PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def read(folder: Path, content: bytes | None, name: str = "logo.svg", **settings: Any) -> Reading[SiteSettings]:
    """What is read of a logo (or what is said instead) with some content."""
    data = example_data(folder)
    (folder / "theme").mkdir()
    if content is not None:
        (folder / "theme" / name).write_bytes(content)
    given = settings or {"logo": Logo(name, "一扇门")}
    return appearance.read(data, replace(SITE, **given))


def told(folder: Path, content: bytes | None, name: str = "logo.svg", **settings: Any) -> list[str]:
    """The messages about it."""
    return [finding.message for finding in read(folder, content, name, **settings).findings]


def test_a_picture_has_its_size_and_a_digest_in_its_address(tmp_path: Path) -> None:
    """Another content is another address, so that no cache shows an old one; line ends make no difference."""
    first = read(tmp_path / "1", SVG.format(40, "\n").encode()).value.appearance
    ended = read(tmp_path / "2", SVG.format(40, "\r\n").encode()).value.appearance
    other = read(tmp_path / "3", SVG.format(32, "\n").encode()).value.appearance
    assert first.logo is not None
    assert (first.logo.width, first.logo.height, first.logo.media_type) == (64, 40, "image/svg+xml")
    assert first.logo.path.startswith("static/logo-")
    assert dict(first.files).keys() == {first.logo.path}
    assert ended == first
    assert other.logo != first.logo


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "没有这个文件"),
        (b"\0" * (50 * 1024 * 1024), "文件有 50 MB，最多 200 kB"),
        (SVG.format(40, "<script>void 0</script>").encode(), "SVG 里有 <script>"),
        (SVG.format(40, '<rect onload="void 0"/>').encode(), "带着脚本 onload"),
        (SVG.format(40, '<use href="https://x.example/a.svg"/>').encode(), "引用别的文件"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format(40, "").encode(), "SVG 里有 DOCTYPE"),
        (PNG, "名字说是 SVG，内容不是"),
    ],
)
def test_an_unsound_logo_is_refused(content: bytes | None, says: str, tmp_path: Path) -> None:
    """Missing, too large (and then not even read), with scripts, references or entities, or no picture at all."""
    messages = told(tmp_path, content)
    assert len(messages) == 1
    assert says in messages[0]


def test_an_icon_is_square(tmp_path: Path) -> None:
    """Browsers would squeeze any other."""
    wide = PNG + struct.pack(">II", 64, 32)
    assert "应当是正方形" in told(tmp_path / "1", wide, "icon.png", favicon="icon.png")[0]
    assert told(tmp_path / "2", PNG + struct.pack(">II", 64, 64), "icon.png", favicon="icon.png") == []


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Nothing outside of it is published."""
    (tmp_path / "secret.svg").write_text(SVG.format(40, ""), encoding="utf-8")
    data = example_data(tmp_path)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "logo.svg").symlink_to(tmp_path / "secret.svg")
    seen = appearance.read(data, replace(SITE, logo=Logo("logo.svg", "门")))
    assert seen.value.appearance.files == ()
    assert [finding.code for finding in seen.findings] == ["E135", "E108"]


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    """Nor is a picture below it read."""
    data = example_data(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "logo.svg").write_text(SVG.format(40, ""), encoding="utf-8")
    (tmp_path / "theme").symlink_to(tmp_path / "elsewhere")
    seen = appearance.read(data, replace(SITE, logo=Logo("logo.svg", "门")))
    assert seen.value.appearance.files == ()
    assert [finding.code for finding in seen.findings] == ["E135", "E108"]


def test_a_register_without_a_look_of_its_own_has_nothing_to_say(tmp_path: Path) -> None:
    """No folder, no settings: no findings, and the look that ships."""
    seen = appearance.read(example_data(tmp_path), SITE)
    assert seen.findings == ()
    assert seen.value == SITE
