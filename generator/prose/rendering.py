"""Runs Pelican once and hands back the texts as it rendered them; whatever it would only log is an error here.

Whoever imports this imports Pelican: it is needed where texts changed, and there alone.
"""

from __future__ import annotations

import logging
import re
import stat
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pelican import Pelican
from pelican.log import console
from pelican.settings import configure_settings, read_settings

from generator import urls
from generator.errors import ProseError
from generator.prose import plugin
from generator.prose.settings import settings
from generator.prose.texts import UNFORESEEN, Rendered, unmade
from generator.reading.content import FOLDERS
from generator.reading.leftovers import is_leftover

_PAGE: Final = re.compile(r"[a-z][a-z0-9-]{0,60}(?:/[a-z0-9][a-z0-9-]{0,60})?/index\.html")


class _Kept(logging.Handler):
    """Keeps warnings and errors: Pelican logs a broken page and goes on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the message."""
        self.kept.append(record.getMessage())


def rendered(content: Path, url: str) -> tuple[Rendered, ...]:
    """The texts of a content folder, for a site at an address.

    Raises ProseError for anything that Pelican complains of, with the text that it was about.
    """
    _only_plain(content)
    logger, kept = logging.getLogger("pelican"), _Kept()
    current = plugin.Frame()
    plugin.FRAME.append(current)
    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [kept], False
    logger.setLevel(logging.WARNING)
    quiet, console.quiet = console.quiet, True
    try:
        with TemporaryDirectory() as scratch:
            made = Path(scratch)
            Pelican(configure_settings(read_settings(override=settings(content, made, url)))).run()
            _judge(current, [_told(message, content, current) for message in kept.kept])
            places = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    except OSError as error:
        raise ProseError(f"文章无法生成：{error}") from error
    except UNFORESEEN as error:
        problems = [_told(message, content, current) for message in (*kept.kept, str(error) or type(error).__name__)]
        raise ProseError("文章无法生成：\n  " + "\n  ".join(problems)) from error
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        console.quiet = quiet
        plugin.FRAME.pop()
    own = {urls.document(text.address) for text in current.texts}
    for place in places:
        _judge_place(place, own)
    return tuple(current.texts)


def _only_plain(content: Path) -> None:
    """Nothing outside of content/ is read, and nothing that is no file."""
    for path in sorted(content.rglob("*")):
        if is_leftover(path.name):
            continue
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise ProseError(f"content/ 里的“{path.relative_to(content)}”是链接或特殊文件，请删去")


def _judge_place(path: str, own: Collection[str]) -> None:
    """Whether a page may lie there: in a folder of its own, none of the register's, where its text says. `own` are
    the documents of all texts."""
    first = path.partition("/")[0]
    homes = {urls.document(folder) for folder in urls.LANGUAGES.values()}
    folders = {folder.removesuffix("/") for folder in FOLDERS.values()}
    if (
        not _PAGE.fullmatch(path)
        or (first in urls.RESERVED and first not in folders)
        or path in homes
        or path == urls.document(urls.DICTIONARY)
        or path not in own
    ):
        raise ProseError(f"content/ 的文章不能放在 {path}：slug 用小写英文字母、数字和连字符，不写 save_as，不写草稿")


def _told(message: str, content: Path, current: plugin.Frame) -> str:
    """What Pelican says, with the text that it is about: one that it names, or that it had in hand."""
    texts = sorted(path.relative_to(content).as_posix() for path in content.rglob("*.md"))
    named = next((text for text in texts if text in message), current.at)
    return unmade(content, named, "Pelican ", message)


def _judge(current: plugin.Frame, kept: list[str]) -> None:
    if current.seen != {"initialized", "pages", "articles"}:
        raise ProseError("content/ 无法生成：Pelican 没有加载本项目的插件")
    problems = [*kept, *current.errors]
    if problems:
        raise ProseError("文章有问题：\n  " + "\n  ".join(problems))
