"""A register's own look, as pages and stylesheets have it: colours, logo, emblem, icon, lines at the foot."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from typing import Final

from generator import urls
from generator.publish.pages.views.shared import Dress, Link, Picture
from generator.register.model import Appearance, FooterLine, Image, Logo, Palette, SiteSettings

# How high the logo stands in the header, in pixels of a page at the usual size of letters.
_HIGH: Final = 40
# Where an emblem stands on a plaque.
PLAQUE: Final = "header img{position:absolute;top:-.9em;left:0;height:3.6em;width:auto}\n"
_DARK: Final = "(prefers-color-scheme: dark)"
_MORE: Final = "(prefers-contrast: more)"


@lru_cache(maxsize=8)
def dress(appearance: Appearance, logo: Logo | None, footer: tuple[FooterLine, ...]) -> Dress:
    """What the chrome of every page has of it."""
    usual, icon, image = Dress(), appearance.favicon, appearance.logo
    return Dress(
        icon=icon.path if icon else usual.icon,
        icon_type=icon.media_type if icon else usual.icon_type,
        logo=Picture(image.path, logo.alt, _width(image, _HIGH), _HIGH) if image and logo else None,
        own_style=bool(appearance.style),
        touch_icon="" if icon else urls.TOUCH_ICON,
        footer=tuple(Link(line.text, line.url or "") for line in footer),
    )


def emblem(appearance: Appearance) -> str:
    """The emblem as a data URI, for what is printed without a site; "" where there is none."""
    image = appearance.emblem
    if image is None:
        return ""
    return f"data:{image.media_type};base64,{b64encode(dict(appearance.files)[image.path]).decode()}"


def style(site: SiteSettings) -> str:
    """What is added to the stylesheet of the theme, "" where the look is that which ships."""
    appearance = site.appearance
    rules = _palette(appearance.palette) if appearance.palette else []
    if appearance.logo:
        rules += [
            ".logo{height:2.35rem;width:auto;max-width:100%;object-fit:contain;margin-right:.6rem;vertical-align:middle}",
            # Whatever it is drawn in was drawn for paper.
            f"@media screen and {_DARK}{{.logo{{padding:2px;border-radius:3px;background:#fff}}}}",
        ]
    return "".join(f"{rule}\n" for rule in rules)


def print_style(site: SiteSettings) -> str:
    """What is added to the stylesheet for paper."""
    if site.appearance.emblem is None:
        return ""
    rules = "align-self:center;width:auto;height:20mm;margin:2mm 0 0;background:none;image-rendering:auto"
    return f"@media print{{.certificate .emblem{{{rules}}}}}\n"


def _palette(colours: Palette) -> list[str]:
    """The accent, wherever the theme gives it: each rule in the order of those of the theme."""
    light, dark, light_more, dark_more = (f"{{--accent:{colour}}}" for colour in colours)
    return [
        f":root{light}",
        f"@media screen and {_DARK}{{:root{dark}}}",
        f".simple{light_more}",
        f"@media screen and {_MORE}{{:root{light_more}}}",
        f"@media screen and {_DARK}{{.simple{dark_more}}}",
        f"@media screen and {_DARK} and {_MORE}{{:root{dark_more}}}",
    ]


def _width(image: Image, height: int) -> int:
    """The width of a picture that is so high."""
    return max(1, round(image.width * height / image.height))
