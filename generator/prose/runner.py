"""Runs Pelican once and hands back its pages as artifacts; whatever it would only log is an error here."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.errors import ProseError
from generator.model import SiteSettings
from generator.publish import frame
from generator.publish.artifact import Artifact
from generator.publish.exports import documents


class _Kept(logging.Handler):
    """Keeps warnings and errors: Pelican logs a broken page and goes on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the message."""
        self.kept.append(record.getMessage())


def prose(content: Path, site: SiteSettings, totals: dict[str, str], footnote: str) -> Iterator[Artifact]:
    """Pages and announcements of a content folder. Raises ProseError for anything that Pelican complains of."""
    from pelican import Pelican
    from pelican.log import console
    from pelican.settings import configure_settings, read_settings

    from generator.prose import plugin
    from generator.prose.settings import settings

    logger, kept = logging.getLogger("pelican"), _Kept()
    current = plugin.Frame(site, totals, footnote)
    plugin.FRAME.append(current)
    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [kept], False
    logger.setLevel(logging.WARNING)
    quiet, console.quiet = console.quiet, True
    try:
        with TemporaryDirectory() as scratch:
            wanted = settings(content, Path(scratch), site.url)
            Pelican(configure_settings(read_settings(override=wanted))).run()
            _judge(current, kept.kept)
            made = Path(scratch)
            for path in sorted(made.rglob("*")):
                if path.is_file():
                    yield Artifact(path.relative_to(made).as_posix(), path.read_bytes())
    except (OSError, ValueError, RuntimeError) as error:
        raise ProseError(f"content/ 无法生成：{error}") from error
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        console.quiet = quiet
        plugin.FRAME.pop()
    for address, view in sorted(current.views.items()):
        content_ = {
            "title": view.title,
            "date": view.date or None,
            "html": view.html,
            "url": f"{frame.base(site)}{address}",
            "format": documents.FORMAT,
        }
        yield documents.twin(address, content_)


def _judge(current: object, kept: list[str]) -> None:
    from generator.prose.plugin import Frame

    if not isinstance(current, Frame) or current.seen != {"initialized", "pages", "articles"}:
        raise ProseError("content/ 无法生成：Pelican 没有加载本项目的插件")
    problems = [*kept, *current.errors]
    if problems:
        raise ProseError("content/ 有问题：\n  " + "\n  ".join(problems))
