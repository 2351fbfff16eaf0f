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
    """The list of a page; `trail` are the links above it, relative to it, `address` is its own, absolute.

    The page itself stands in it by its name alone: its address is the canonical one, and the list needs no other.
    """
    parent = address.rstrip("/").rpartition("/")[0]
    own = encode(_item(len(trail) + 1, name))
    return Markup(f"{_above(trail, f'{parent}/x/')}{script(own)}]}}")  # noqa: S704 - both are written by `script`


@lru_cache(maxsize=4_096)
def _above(trail: tuple[Link, ...], page: str) -> str:
    """The items above a page: the same for all pages that lie side by side."""
    items = (
        encode({**_item(number, link.name), "item": urljoin(page, link.href)}) for number, link in enumerate(trail, 1)
    )
    return str(script(_HEAD + "".join(f"{item}," for item in items)))


def _item(number: int, name: Text) -> dict[str, object]:
    """A page by its name. Without an address it is the page that the list stands on, as search engines take it."""
    return {"@type": "ListItem", "position": number, "name": name if isinstance(name, str) else name.whole}
