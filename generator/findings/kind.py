"""What one kind of finding is."""

from __future__ import annotations

from typing import Final, NamedTuple

from generator.register.codes import Severity

# How a change is made that needs a word.
DECIDED: Final = (
    "先请负责人决定，再在 data/decisions.csv 末尾加一行（表头 decided_on,file,key,was,now,reason）：{row}。"
)


class Kind(NamedTuple):
    """One kind of finding. `message` and `fix` are templates; `about` documents it in English.

    `table` is the table of evidence that it is about, where it is about nothing else: "" otherwise.
    """

    code: str
    message: str
    fix: str
    about: str
    table: str = ""

    @property
    def severity(self) -> Severity:
        """`error` for E…, `warning` for W…"""
        return "error" if self.code.startswith("E") else "warning"
