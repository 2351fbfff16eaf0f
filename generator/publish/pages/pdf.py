"""A page of HTML as a PDF, the same bytes for the same page. The only home of WeasyPrint: an extra, as it needs Pango.

The page has everything in it: nothing is fetched, neither from the network nor from the disk.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any, Final

from generator.errors import RegisterError, UsageError

# How WeasyPrint says that no font has a character (weasyprint.draw.text).
_MISSING: Final = ".notdef glyph"

# Tagged, so that it can be read aloud.
_VARIANT: Final = "pdf/ua-1"


class PaperError(RegisterError):
    """A page cannot be printed as it should: a character has no font, or it does not fit."""


def require() -> None:
    """Raises UsageError where WeasyPrint, or a library that it needs, is missing."""
    if find_spec("weasyprint") is None:
        raise UsageError(
            "制作称号牌需要 WeasyPrint；请运行 pip install 'wuyi[plaque]'，另装系统的 Pango 和一种中文字体"
        )
    try:
        _library()
    except OSError as error:
        raise UsageError(f"WeasyPrint 需要 Pango，请安装 libpango-1.0-0 libpangoft2-1.0-0：{error}") from None


@cache
def _library() -> Any:
    import weasyprint

    return weasyprint


@cache
def _fonts() -> Any:
    """The fonts of this machine, looked up once."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def pdf(html: str, css: str, pages: int) -> bytes:
    """The PDF (tagged, PDF/UA-1) of a page of HTML that must fill a number of pages. Raises PaperError."""
    library = _library()
    nothing = library.urls.URLFetcher(allowed_protocols=("data",))  # pictures that stand in the page; else nothing
    style = library.CSS(string=css, url_fetcher=nothing, font_config=_fonts())
    with _complaints() as complaints:
        document = library.HTML(string=html, url_fetcher=nothing).render(
            stylesheets=[style], font_config=_fonts(), pdf_variant=_VARIANT
        )
        if len(document.pages) != pages:
            raise PaperError(f"内容放不下：应为 {pages} 页，排成了 {len(document.pages)} 页")
        identifier = hashlib.sha256(f"{css}\n{html}".encode()).digest()[:16]
        content: bytes = document.write_pdf(pdf_identifier=identifier, pdf_variant=_VARIANT)
    missing = [complaint for complaint in complaints if complaint.startswith(_MISSING)]
    if missing:
        raise PaperError(f"没有一种字体有这个字，请安装 fonts-noto-cjk 和 fonts-hanazono（make tools）：{missing[0]}")
    return content


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint warns of meanwhile; it reaches nobody else."""
    messages: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger, keep = logging.getLogger("weasyprint"), Keep(logging.WARNING)
    before, logger.handlers[:] = logger.handlers[:], [keep]
    try:
        yield messages
    finally:
        logger.handlers[:] = before
