"""Which keys a path belongs to. Pure.

What no rule names belongs to nobody: a new kind of file waits for a rule.
"""

from __future__ import annotations

import re
from typing import Final

from generator.rules.authorities import REGISTRY

# Of a repository: what makes and judges a register, beside its data.
_BESIDE: Final = re.compile(
    r"(?:generator|schemas|tests|docs|findings|content|theme|site|\.github|\.gitea|\.forgejo|\.ci|\.workflow)/.+"
    r"|\.wuyi\.json|CODEOWNERS|\.gitattributes|\.gitignore|\.gitlab-ci\.yml|\.mailmap|\.pre-commit-(?:config|hooks)\.yaml|\.stylelintrc\.yaml"
    r"|(?:CHANGELOG|CONTRIBUTING|README|README\.zh-CN|SECURITY|CODE_OF_CONDUCT)\.md|CITATION\.cff|LICENSE|Makefile"
    r"|(?:hatch_build|pelicanconf)\.py|pyproject\.toml|requirements(?:-dev)?\.(?:txt|lock)",
    re.DOTALL,
)
# Of the data folder: a county's (city's, province's) folder, and what stands above.
_FOLDER: Final = re.compile(r"registers/([0-9]{2}(?:[0-9]{2}){0,2})/[^/]+", re.DOTALL)
_ABOVE: Final = re.compile(
    r"site\.json|(?:workdays|decisions|authorities)\.(?:csv|json)|schemes/[^/]+\.json|tiles/[^/]+\.json"
    r"|divisions/[^/]+\.(?:csv|json)|(?:registers/|schemes/|tiles/|divisions/)?(?:README\.md|\.gitkeep)"
)
_AUTHORITIES: Final = re.compile(r"authorities\.(?:csv|json)")
SITE: Final = "site.json"


class Paths:
    """The rules of a repository whose data folder lies at `data` ("data", or deeper)."""

    def __init__(self, data: str) -> None:
        self.data = f"{data}/" if data else ""
        self._parent = f"{data.rpartition('/')[0]}/" if "/" in data else ""

    def level(self, path: str) -> str | None:
        """Whose path it is: the code of a folder, or `registry`; None where no rule names it."""
        if self.data and path.startswith(self.data):
            inner = path.removeprefix(self.data)
            folder = _FOLDER.fullmatch(inner)
            if _ABOVE.fullmatch(inner):
                return REGISTRY
            return folder[1] if folder else None
        beside = path.removeprefix(self._parent) if re.match(r"(?:content|theme)/", path[len(self._parent) :]) else path
        return REGISTRY if _BESIDE.fullmatch(beside) else None

    def is_authorities(self, path: str) -> bool:
        """True for the table of who may write."""
        return path.startswith(self.data) and _AUTHORITIES.fullmatch(path.removeprefix(self.data)) is not None

    def is_site(self, path: str) -> bool:
        """True for the settings, which say whether signatures are needed."""
        return path == f"{self.data}{SITE}"

    def shown(self, path: str) -> str:
        """A path as findings name it: from the folder that holds the data folder."""
        return path.removeprefix(self._parent)
