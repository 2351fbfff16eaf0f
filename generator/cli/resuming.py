"""The command to go on with, once one was broken off: as it was typed, and what was answered since as options."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final

import click
from click.core import ParameterSource

_PLAIN: Final = re.compile(r"[\w./:=+,@%-]+")


def command(ctx: click.Context, more: Mapping[str, str]) -> str:
    """The command of a context with further options, each in place of the same one; a flag has the value ""."""
    words = ["wuyi", ctx.command.name or "", *_typed(ctx, more)]
    for option, value in more.items():
        words += [option, value] if value else [option]
    return " ".join(map(quoted, words))


def _typed(ctx: click.Context, more: Mapping[str, str]) -> Iterator[str]:
    for param in ctx.command.params:
        if param.name is None or ctx.get_parameter_source(param.name) is not ParameterSource.COMMANDLINE:
            continue
        value = ctx.params[param.name]
        values = value if isinstance(value, tuple) else (value,)
        if isinstance(param, click.Argument):
            yield from map(str, values)
        elif param.opts[0] not in more:
            yield from _option(param.opts[0], values)


def _option(name: str, values: tuple[Any, ...]) -> Iterator[str]:
    for value in values:
        yield name
        if value is not True:
            yield str(value)


def quoted(word: str) -> str:
    """A word as the shell at hand takes it for one."""
    if _PLAIN.fullmatch(word):
        return word
    return f'"{word}"' if os.name == "nt" else shlex.quote(word)
