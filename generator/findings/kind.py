"""What one kind of finding is."""

from __future__ import annotations

from typing import NamedTuple

from generator.register.codes import Severity


class Kind(NamedTuple):
    """One kind of finding. `message` and `fix` are templates; `about` documents it in English."""

    code: str
    message: str
    fix: str
    about: str

    @property
    def severity(self) -> Severity:
        """`error` for E…, `warning` for W…"""
        return "error" if self.code.startswith("E") else "warning"
