"""The summary of a register (`/index.json`): the site's own address, and which counties there are."""

from __future__ import annotations

from typing import Any, Final

from generator import urls
from generator.copies.source import WrongError, decoded

HOME: Final = urls.twin(urls.HOME)


def read(content: bytes | None) -> dict[str, Any]:
    """The summary. Raises WrongError."""
    if content is None:
        raise WrongError(f"{HOME}：缺少这个文件，或清单没有列出")
    document = decoded(HOME, content)
    if not isinstance(document.get("url"), str) or not document["url"].endswith("/"):
        raise WrongError(f"{HOME}：没有网站的地址")
    given = document.get("counties")
    if not isinstance(given, list) or not all(isinstance(county, dict) for county in given):
        raise WrongError(f"{HOME}：没有列出区县")
    return document


def present(home: dict[str, Any]) -> list[str]:
    """Codes of the counties whose changes stand in the national feeds and the days."""
    told = home.get("demonstration")
    site = isinstance(told, dict) and told.get("site") is True
    return sorted(
        str(county.get("code"))
        for county in home["counties"]
        if county.get("state") == "active" and (county.get("demonstration") is True) == site
    )
