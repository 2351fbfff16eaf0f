"""The colours of the style sheet hold the contrast of WCAG 2.2: text 4.5 (7 where contrast is asked for), lines 3."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.support.folders import ROOT

STYLE: Final = (ROOT / "generator/theme/css/10-base.css").read_text(encoding="utf-8")
TEXT: Final = ("ink", "muted", "accent", "certified", "suspended", "revoked", "candidate")
# Where each palette is written: the rules that apply, in their order.
DARK: Final = "@media screen and (prefers-color-scheme: dark)"
CONTRAST: Final = "(prefers-contrast: more)"
PALETTES: Final = {
    "light": ("", ":root"),
    "dark": (DARK, ":root"),
    "large": ("", ".simple"),
    "large-dark": (DARK, ".simple"),
    "contrast": (f"@media screen and {CONTRAST}", ":root"),
    "contrast-dark": (f"{DARK} and {CONTRAST}", ":root"),
}
UNDER: Final = {
    "light": (), "dark": ("light",), "large": ("light",), "large-dark": ("light", "dark", "large"),
    "contrast": ("light",), "contrast-dark": ("light", "dark", "contrast"),
}  # fmt: skip


def written(palette: str) -> dict[str, str]:
    """The colours that one rule gives."""
    media, selector = PALETTES[palette]
    indent = r"\n  " if media else r"\n"
    start = rf"{re.escape(media)} \{{[^@]*?" if media else r"(?:^|\})[^@{]*?"
    (found,) = re.findall(rf"{start}{indent}{re.escape(selector)} \{{([^}}]*)\}}", STYLE)
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", found))


def colours(palette: str) -> dict[str, str]:
    """The colours that a page has, with those that it takes over."""
    found: dict[str, str] = {}
    for one in (*UNDER[palette], palette):
        found |= written(one)
    return found


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_standard_says() -> None:
    """Black on white is 21, and the grey that just passes passes."""
    assert round(contrast("#000", "#ffffff"), 2) == 21
    assert 4.5 < contrast("#767676", "#fff") < 4.6


@pytest.mark.parametrize("palette", PALETTES)
def test_text_can_be_read(palette: str) -> None:
    """Every colour of text on every colour under it, in each palette."""
    found, least = colours(palette), 4.5 if palette in ("light", "dark") else 7.0
    pairs = [(name, ground) for name in TEXT for ground in ("paper", "tint")]
    pairs += [("demo-ink", "demo"), ("paper", "accent"), ("paper", "muted")]
    ratios = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}


@pytest.mark.parametrize("palette", ["large", "large-dark", "contrast", "contrast-dark"])
def test_lines_can_be_seen_where_contrast_is_asked_for(palette: str) -> None:
    """Lines between rows have 3:1."""
    assert contrast(colours(palette)["rule"], colours(palette)["paper"]) >= 3


def test_large_text_and_contrast_have_the_same_colours() -> None:
    """What a reader asks of the site and what they ask of their system look alike."""
    assert written("large") == written("contrast")
    assert written("large-dark") == written("contrast-dark")
