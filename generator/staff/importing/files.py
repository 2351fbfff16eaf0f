"""Files of a list as they were given: their digest goes into the citation of the notice, and is found there again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

# As one token: no run of digits within it is taken for the number of a telephone or of a person.
_DIGEST: Final = re.compile("(?:工作表“([^”]*)” )?SHA-256 ([0-9a-f]{64})")
_MOST: Final = 500


class Provenance(NamedTuple):
    """A file by its name and its digest (64 hexadecimal digits); and its sheets, where they alone were taken.

    A form (`wuyi template`) is no list that somebody published: staff filled it in, and that is said.
    """

    name: str
    sha256: str
    sheets: str = ""
    is_form: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """By what it is found again: two sheets of one workbook are two lists."""
        return self.sheets, self.sha256


def provenance(name: str, content: bytes, sheets: Sequence[str] = (), *, is_form: bool = False) -> Provenance:
    """What is kept of a file."""
    return Provenance(name, hashlib.sha256(content).hexdigest(), "、".join(sheets), is_form)


def cited(source: str, files: Sequence[Provenance]) -> str:
    """A citation with the files behind it; names that are too long for it are left out, digests never."""
    for are_named in (True, False):
        told = "；".join([source, *(_told(file, is_named=are_named) for file in files)])
        if len(told) <= _MOST:
            break
    return told


def _told(file: Provenance, *, is_named: bool) -> str:
    sheets = f" 工作表“{file.sheets}”" if file.sheets else ""
    kind = "工作人员填的表" if file.is_form else "名单文件"
    return f"{kind}{f' {file.name}' if is_named else ''}{sheets} SHA-256 {file.sha256}"


def digests(source: str) -> set[tuple[str, str]]:
    """The keys of the files that a citation has."""
    return {*_DIGEST.findall(source)}
