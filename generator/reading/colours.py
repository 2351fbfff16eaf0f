"""Whether a colour can be read on the theme's backgrounds (WCAG 2.2, 1.4.3 and 1.4.11), and the nearest that can.

Pure. A colour made from another has its hue and saturation; only its lightness is another, step by step.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from typing import Final

from generator.register.model import Palette

# The colour that ships, on light and on dark; and what pages have under it (theme/css/10-base.css).
ACCENT: Final = "#0b4f8a"
ACCENT_DARK: Final = "#8dbdf2"
LIGHT: Final = ("#ffffff", "#f4f5f6")
DARK: Final = ("#14171a", "#1e2226")
DARKEST: Final = ("#000000", "#1e2226")  # large text, or more contrast
TEXT: Final = 4.5
MORE: Final = 7.0
_STEPS: Final = 255


def ratio(colour: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least(colour: str, backgrounds: tuple[str, ...]) -> float:
    """The smallest contrast ratio of a colour with some backgrounds, cut after the second digit."""
    return int(min(ratio(colour, ground) for ground in backgrounds) * 100) / 100


def readable(colour: str, backgrounds: tuple[str, ...], wanted: float = TEXT) -> str:
    """The colour itself where it can be read on all of these, else the nearest of its hue that can."""
    return next(each for each in _nearest(colour, backgrounds) if least(each, backgrounds) >= wanted)


def palette(accent: str, accent_dark: str) -> Palette | None:
    """The accent in each mode; "" stands for one that was not chosen, None for the palette that ships."""
    if not (accent or accent_dark):
        return None
    light = accent.lower() or ACCENT
    dark = accent_dark.lower() or readable(light, DARK, MORE)
    return Palette(light, dark, readable(light, LIGHT, MORE), readable(dark, DARKEST, MORE))


def _nearest(colour: str, backgrounds: tuple[str, ...]) -> Iterator[str]:
    """The colour, and then those of its hue away from the backgrounds, up to black or white."""
    yield colour
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    hue, lightness, saturation = colorsys.rgb_to_hls(*parts)
    darker = _luminance(backgrounds[0]) > 0.5
    start = int(lightness * _STEPS)
    for step in range(start, -1, -1) if darker else range(start, _STEPS + 1):
        red, green, blue = colorsys.hls_to_rgb(hue, step / _STEPS, saturation)
        yield f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
