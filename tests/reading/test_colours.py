"""Whether a colour can be read, the nearest that can, and the palette that is made of one."""

from __future__ import annotations

import colorsys

import pytest

from generator.reading import colours
from tests.publish.pages.test_contrast import colours as written_for
from tests.publish.pages.test_contrast import contrast

SOME = ("#ffcc00", "#00ff00", "#ff0000", "#0000ff", "#9c2b1e", "#777777", "#ffffff", "#123456")


def hue(colour: str) -> float:
    """The hue of a colour in degrees."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return colorsys.rgb_to_hls(*parts)[0] * 360


@pytest.mark.parametrize("colour", SOME)
def test_ratio_is_that_of_the_standard(colour: str) -> None:
    """Two hands that reckon the ratio of WCAG 2.2 agree."""
    assert colours.ratio(colour, "#f4f5f6") == pytest.approx(contrast(colour, "#f4f5f6"))


def test_backgrounds_and_accents_are_those_of_the_theme() -> None:
    """What colours are measured on is what the stylesheet has, in each mode."""
    light, dark, large = written_for("light"), written_for("dark"), written_for("large-dark")
    assert (light["paper"].replace("#fff", "#ffffff"), light["tint"]) == colours.LIGHT
    assert (dark["paper"], dark["tint"]) == colours.DARK
    assert (large["paper"].replace("#000", "#000000"), large["tint"]) == colours.DARKEST
    assert (light["accent"], dark["accent"]) == (colours.ACCENT, colours.ACCENT_DARK)


@pytest.mark.parametrize("colour", SOME)
def test_the_nearest_readable_colour_can_be_read_and_has_the_hue(colour: str) -> None:
    """On light and on dark there is one of the same hue, for text and for more contrast; one that passes stays."""
    for grounds in (colours.LIGHT, colours.DARK, colours.DARKEST):
        for wanted in (colours.TEXT, colours.MORE):
            near = colours.readable(colour, grounds, wanted)
            assert colours.least(near, grounds) >= wanted
            assert near == colour or hue(near) == pytest.approx(hue(colour), abs=6) or near in ("#000000", "#ffffff")
    assert colours.readable("#0b4f8a", colours.LIGHT) == "#0b4f8a"


def test_palette_of_one_colour_can_be_read_everywhere() -> None:
    """The dark variant, and those for more contrast, are made of the one that was chosen; none chosen, none made."""
    made = colours.palette("#9C2B1E", "")
    assert made is not None
    assert made.light == "#9c2b1e"
    assert colours.least(made.light_more, colours.LIGHT) >= 7
    assert colours.least(made.dark, colours.DARK) >= 7
    assert colours.least(made.dark_more, colours.DARKEST) >= 7
    assert colours.palette("#9C2B1E", "#ffa0a0") == made._replace(
        dark="#ffa0a0", dark_more=colours.readable("#ffa0a0", colours.DARKEST, 7)
    )
    assert colours.palette("", "") is None
