"""What is wrong with a command as it was typed, in Chinese: what was found, what may stand there."""

from __future__ import annotations

import re
from typing import Final

import click

_EXTRA: Final = re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL)


def sentence(error: click.UsageError) -> str:
    """The whole sentence, with where to read on."""
    command = error.ctx.info_name if error.ctx is not None and error.ctx.parent is not None else ""
    return f"{_what(error)}。用法见 wuyi {f'{command} ' if command else ''}--help"


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        like = "、".join(error.possibilities or ())
        return f"没有 {error.option_name} 这个选项" + (f"；像是 {like}" if like else "")
    if isinstance(error, click.MissingParameter):
        return f"没有写 {_name(error.param)}"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 后面没有写内容"
    if isinstance(error, click.BadParameter):
        return _bad(error)
    extra = _EXTRA.search(error.message)
    if extra is not None:
        return f"多写了：{extra[1]}；中间有空格的名称，用引号括起来"
    if error.message.startswith("No such command"):
        return f"没有 {error.message.split(chr(39))[1]} 这个命令"
    return error.message.rstrip("。.")


def _bad(error: click.BadParameter) -> str:
    name = _name(error.param)
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"{name} 只能写：{getattr(kind, 'told', None) or '、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"{name} 应为 {kind.min} 到 {kind.max} 之间的整数"
    if isinstance(kind, click.Path):
        quoted = re.search("'(.*)'", error.message, re.DOTALL)
        return f"{name}：没有 {quoted[1] if quoted else ''} 这个文件，或者它是文件夹、打不开"
    return f"{name}：{error.message.rstrip('。')}"


def _name(param: click.Parameter | None) -> str:
    """What stands in the help: the option, or the argument."""
    if param is None:
        return ""
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(click.Context(click.Command("")))
