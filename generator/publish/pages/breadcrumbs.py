"""The way to a page as a schema.org BreadcrumbList (JSON-LD), for search engines."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import urljoin

from markupsafe import Markup

from generator.publish.artifact import encode, script
from generator.publish.pages.chinese import Text
from generator.publish.pages.views.shared import Link

_HEAD: Final = '{"@context":"https://schema.org/","@type":"BreadcrumbList","itemListElement":['


def breadcrumbs(trail: tuple[Link, ...], name: Text, address: str) -> Markup:
    """The list of a page; `trail` are the links above it, relative to it, `address` is its own, absolute."""
    parent = address.rstrip("/").rpartition("/")[0]
    own = _item(len(trail) + 1, name, address)
    return Markup(f"{_above(trail, f'{parent}/x/')}{script(own)}]}}")  # noqa: S704 - both are written by `script`


@lru_cache(maxsize=4_096)
def _above(trail: tuple[Link, ...], page: str) -> str:
    """The items above a page: the same for all pages that lie side by side."""
    items = (_item(number, link.name, urljoin(page, link.href)) for number, link in enumerate(trail, 1))
    return str(script(_HEAD + "".join(f"{item}," for item in items)))


def _item(number: int, name: Text, address: str) -> str:
    said = name if isinstance(name, str) else name.whole
    return encode({"@type": "ListItem", "position": number, "name": said, "item": address})
