"""What a store that knows nothing of files is told of each: its type, and how long it may be kept.

The same as docs/hosting/ tells servers; a test holds both to one list of addresses.
"""

from __future__ import annotations

import re
from typing import Final

from generator import urls

_UTF8: Final = "; charset=utf-8"
_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "atom": f"{urls.FORMATS['atom']}{_UTF8}",
    "rss": f"{urls.FORMATS['rss']}{_UTF8}",
}
_PLAIN: Final = "text/plain; charset=utf-8"
_UNKNOWN: Final = "application/octet-stream"
# Feeds in JSON, which have the ending of every other document.
_FEED: Final = re.compile(r"(?:feeds/[a-z]+|[0-9]+/(?:feed|notices|revoked))(?:(?:/recent)?/[0-9-]+)?\.json")
# What never changes once it stands: archives of feeds.
_IMMUTABLE: Final = re.compile(r"(?:feeds/[a-z]+|[0-9]+/feed|[0-9]{6}/[0-9-]+/feed)/[0-9-]+\.(?:atom|json)")
# The same of full tiles of hashes in a log; entries may be redacted, and partial tiles grow.
_TILE: Final = re.compile(r"(?:[0-9]{6}/)?tile/[0-9]+/(?:x[0-9]{3}/)*[0-9]{3}")
_CHECKPOINT: Final = re.compile(r"(?:[0-9]{6}/)?checkpoint")
_COUNTY: Final = re.compile(r"[0-9]{6}/.+")
FOREVER: Final = "public, max-age=31536000, immutable"
CURRENT: Final = "no-cache"


def type_of(path: str) -> str:
    """The media type of a file."""
    if _FEED.fullmatch(path):
        return f"{urls.FORMATS['json']}{_UTF8}"
    if path == urls.HEADERS or _CHECKPOINT.fullmatch(path):
        return _PLAIN
    return _TYPES.get(path.rpartition(".")[2], _UNKNOWN)


def kept(path: str) -> str:
    """How long a file may be kept without asking: its Cache-Control."""
    return FOREVER if is_immutable(path) else CURRENT


def is_immutable(path: str) -> bool:
    """True for what never changes once it stands."""
    return _IMMUTABLE.fullmatch(path) is not None or _TILE.fullmatch(path) is not None


def is_of_county(path: str) -> bool:
    """True for a file of a county; all others stand above the counties."""
    return _COUNTY.fullmatch(path) is not None
