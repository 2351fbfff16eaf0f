"""Draws the icon that a telephone puts on its screen, as favicon.svg has it: `python -m tests.tools.touch_icon`."""

from __future__ import annotations

from PIL import Image, ImageDraw

from generator import urls
from generator.publish.pages.renderer import THEME

# Pixels of a side, as Apple's telephones ask for it; they round the corners themselves.
_SIDE = 180
# Drawn so many times as large first: its edges are soft.
_FINE = 8


def main() -> None:
    """The tool."""
    side, radius = _SIDE * _FINE, _SIDE * _FINE // 4
    icon = Image.new("RGB", (side, side), "#0b4f8a")
    middle = side // 2
    ImageDraw.Draw(icon).ellipse((middle - radius, middle - radius, middle + radius, middle + radius), fill="#fff")
    small = icon.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    small.quantize(16).save(THEME / urls.TOUCH_ICON, "PNG", compress_level=9)


if __name__ == "__main__":
    main()
