"""Help in Chinese throughout: the words that click itself puts around what the commands say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import click

_SECTIONS: Final = {"Options": "选项", "Commands": "命令"}
_SENTENCES: Final = {
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本。",
}
_METAVARS: Final = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
_DEFAULT: Final = re.compile(r"\[default: (.*)\]$")


class Formatter(click.HelpFormatter):
    """Writes help as click does, in the language of the commands."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that says how a command is typed."""
        for english, chinese in _METAVARS.items():
            args = args.replace(english, chinese)
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """What stands above a list."""
        self.write(f"{'':>{self.current_indent}}{_SECTIONS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        """A list of options or commands."""
        super().write_dl([(name, _said(text)) for name, text in rows], *arguments, **options)


def _said(text: str) -> str:
    text = _SENTENCES.get(text, text).replace("[required]", "[必须写]")
    return _DEFAULT.sub(r"[不写则为 \1]", text)


class Context(click.Context):
    """A command at work, whose help is written so."""

    formatter_class = Formatter
