"""Runs Pelican once and hands back its pages as artifacts; whatever it would only log is an error here."""

from __future__ import annotations

import logging
import re
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateError

from generator import urls
from generator.errors import ProseError
from generator.publish.artifact import Artifact
from generator.publish.exports import documents
from generator.reading.content import FOLDERS
from generator.reading.leftovers import is_leftover
from generator.register.model import SiteSettings

if TYPE_CHECKING:
    from generator.prose.plugin import Frame, Told

_PAGE: Final = re.compile(r"[a-z][a-z0-9-]{0,60}(?:/[a-z0-9][a-z0-9-]{0,60})?/index\.html")


class _Kept(logging.Handler):
    """Keeps warnings and errors: Pelican logs a broken page and goes on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the message."""
        self.kept.append(record.getMessage())


def prose(content: Path, site: SiteSettings, told: Mapping[str, Told], schemes: Collection[str]) -> Iterator[Artifact]:
    """Pages and announcements of a content folder; `told` is what texts may name, for each language, `schemes` are
    those that have a page.

    Raises ProseError for anything that Pelican complains of, with the text that it was about. What a text can be
    wrong in is told before, by `judging`: this is for what nobody thought of.
    """
    from pelican import Pelican
    from pelican.log import console
    from pelican.settings import configure_settings, read_settings

    from generator.prose import plugin
    from generator.prose.settings import settings

    _only_plain(content)
    logger, kept = logging.getLogger("pelican"), _Kept()
    current = plugin.Frame(site, told, schemes)
    plugin.FRAME.append(current)
    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [kept], False
    logger.setLevel(logging.WARNING)
    quiet, console.quiet = console.quiet, True
    try:
        with TemporaryDirectory() as scratch:
            wanted = settings(content, Path(scratch), site.url)
            Pelican(configure_settings(read_settings(override=wanted))).run()
            _judge(current, [_told(message, content, current) for message in kept.kept])
            made = Path(scratch)
            for path in sorted(made.rglob("*")):
                if path.is_file():
                    yield Artifact(_allowed(path.relative_to(made).as_posix()), path.read_bytes())
    except OSError as error:
        raise ProseError(f"文章无法生成：{error}") from error
    except (ValueError, LookupError, TypeError, RuntimeError, AttributeError, TemplateError) as error:
        problems = [_told(message, content, current) for message in (*kept.kept, str(error) or type(error).__name__)]
        raise ProseError("文章无法生成：\n  " + "\n  ".join(problems)) from error
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        console.quiet = quiet
        plugin.FRAME.pop()
    for address, view in sorted(current.views.items()):
        content_ = {
            "title": view.title,
            "date": view.date or None,
            "html": view.html,
            "url": urls.absolute(site.url, address),
            "format": documents.FORMAT,
        }
        yield documents.twin(address, content_)


def _only_plain(content: Path) -> None:
    """Nothing outside of content/ is read, and nothing that is no file."""
    for path in sorted(content.rglob("*")):
        if is_leftover(path.name):
            continue
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise ProseError(f"content/ 里的“{path.relative_to(content)}”是链接或特殊文件，请删去")


def _allowed(path: str) -> str:
    """The path itself, if a text may stand there: a folder of its own, none of the register's."""
    first = path.partition("/")[0]
    homes = {urls.document(folder) for folder in urls.LANGUAGES.values()}
    own = {folder.removesuffix("/") for folder in FOLDERS.values()}
    if (
        not _PAGE.fullmatch(path)
        or (first in urls.RESERVED and first not in own)
        or path in homes
        or path == urls.document(urls.DICTIONARY)
    ):
        raise ProseError(f"content/ 的文章不能放在 {path}：slug 用小写英文字母、数字和连字符，不写 save_as，不写草稿")
    return path


def _told(message: str, content: Path, current: Frame) -> str:
    """What Pelican says, with the text that it is about: one that it names, or that it had in hand."""
    texts = sorted(path.relative_to(content).as_posix() for path in content.rglob("*.md"))
    named = next((text for text in texts if text in message), current.at)
    place = f"{content.resolve().name}/{named}" if named else content.resolve().name
    return f"{place}：这篇文章生成不了，删去新改的内容再试；Pelican 说：{' '.join(message.split())}"


def _judge(current: Frame, kept: list[str]) -> None:
    if current.seen != {"initialized", "pages", "articles"}:
        raise ProseError("content/ 无法生成：Pelican 没有加载本项目的插件")
    problems = [*kept, *current.errors]
    if problems:
        raise ProseError("文章有问题：\n  " + "\n  ".join(problems))
