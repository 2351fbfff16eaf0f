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
    found = decoded(HOME, content)
    if not isinstance(found.get("url"), str) or not found["url"].endswith("/"):
        raise WrongError(f"{HOME}：没有网站的地址")
    given = found.get("counties")
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise WrongError(f"{HOME}：没有列出区县")
    return found


def present(home: dict[str, Any]) -> list[str]:
    """Codes of the counties whose changes stand in the national feeds and the days."""
    told = home.get("demonstration")
    site = isinstance(told, dict) and told.get("site") is True
    return sorted(
        str(one.get("code"))
        for one in home["counties"]
        if one.get("state") == "active" and (one.get("demonstration") is True) == site
    )
