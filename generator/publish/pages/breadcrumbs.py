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

_ITEM: Final = {"@type": "ListItem"}


def breadcrumbs(trail: tuple[Link, ...], name: Text, address: str) -> Markup:
    """The list of a page; `trail` are the links above it, relative to it, `address` is its own, absolute.

    The page itself stands in it by its name alone: its address is the canonical one, and the list needs no other. The
    home page leads it only where nothing else does: search engines show the site by its name.
    """
    trail = trail[1:] or trail
    parent = address.rstrip("/").rpartition("/")[0]
    own = encode(_named(name))
    if "<" in own or ">" in own or "&" in own:
        own = script(own)
    return Markup(f"{_above(trail, f'{parent}/x/')}{own}}}]}}")  # noqa: S704 - both are as `script` writes them


@lru_cache(maxsize=4_096)
def _above(trail: tuple[Link, ...], page: str) -> str:
    """The items above a page, and its own up to its name: the same for all pages that lie side by side.

    Without an address an item is the page that the list stands on, as search engines take it.
    """
    items = [_item(number, link, page) for number, link in enumerate(trail, 1)]
    own = encode({**_ITEM, "position": len(trail) + 1}).removesuffix("}") + ',"name":'
    return f"{_HEAD}{''.join(items)}{own}"


@lru_cache(maxsize=4_096)
def _item(number: int, link: Link, page: str) -> str:
    """One of them: pages of different places have most of what lies above them in common."""
    item = {**_ITEM, "position": number, "name": _named(link.name), "item": urljoin(page, link.href)}
    return f"{script(encode(item))},"


def _named(name: Text) -> str:
    return name if isinstance(name, str) else name.whole
