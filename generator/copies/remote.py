"""A copy on a server, read over https (http only on this machine): nothing else is ever opened.

The one home of urllib.request. Sizes and times are bounded, redirects stay on the host.
"""

from __future__ import annotations

import http.client
import re
import urllib.request
from time import monotonic
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit

from generator import __version__
from generator.copies.extras import HIDDEN
from generator.errors import RegisterError, UsageError

# Seconds without a byte, and for one file as a whole; bytes read at once.
SILENCE: Final = 30
DEADLINE: Final = 600
_CHUNK: Final = 1 << 16
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_ADDRESS: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)


class NetworkError(RegisterError):
    """A server could not be read: it is not there, answers with an error, or broke off (exit status 2)."""


class Site:
    """A published site below an address. `asked` counts the requests."""

    def __init__(self, address: str) -> None:
        self.name = address if address.endswith("/") else f"{address}/"
        self.asked = 0
        _judge(self.name)
        # No file:, ftp: or data:; proxies of the environment, but never to this machine.
        handlers = [
            urllib.request.ProxyHandler({} if urlsplit(self.name).hostname in _LOOPBACK else None),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _Redirects(self.name),
        ]
        self._opener = urllib.request.OpenerDirector()
        for handler in handlers:
            self._opener.add_handler(handler)
        agent = f"wuyi/{__version__}"
        self._headers = {"User-Agent": agent, "Accept-Encoding": "identity", "Cache-Control": "no-cache"}

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` + 1 bytes of a file, None where the server has none. Raises NetworkError."""
        address = self.name + quote(path)
        request = urllib.request.Request(address, headers=self._headers)  # noqa: S310 - judged below, and no other opener
        self.asked += 1
        try:
            with self._opener.open(request, timeout=SILENCE) as response:
                return _content(response, address, limit)
        except HTTPError as error:
            error.close()
            if error.code in (404, 410) or (error.code == 403 and path in HIDDEN):
                return None
            raise NetworkError(f"{address} 打不开：服务器回答 {error.code}") from None
        except (URLError, OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise NetworkError(f"{address} 打不开或传输中断：{reason or type(error).__name__}") from None

    def paths(self) -> None:
        """Nobody can list the files of a server."""


def _content(response: Any, address: str, limit: int) -> bytes:
    """The body, up to one byte more than wanted; one that breaks off is an error, not a short file."""
    told = response.headers.get("Content-Length")
    until = monotonic() + DEADLINE
    pieces, size = [], 0
    while size <= limit:
        piece = response.read1(min(_CHUNK, limit + 1 - size))
        if not piece:
            break
        pieces.append(piece)
        size += len(piece)
        if monotonic() > until:
            raise NetworkError(f"{address} 传得太慢，已放弃")
    if size <= limit and told is not None and told.isdecimal() and size < int(told):
        raise NetworkError(f"{address} 传输中断：{told} 字节只收到 {size} 字节")
    return b"".join(pieces)


def _judge(address: str) -> None:
    """Refuses what is not https, or http on this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or not _ADDRESS.fullmatch(address) or parts.query or parts.fragment or parts.username is not None:
        raise UsageError(f"“{address}”不是网站的地址；写成 https://register.example/")
    if parts.scheme.lower() != "https" and host not in _LOOPBACK:
        raise UsageError(f"“{address}”不是 https 地址；http 只用于本机预览")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to the same host, port and scheme."""

    max_redirections = 5

    def __init__(self, base: str) -> None:
        self.base = base

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The new request; another host ends the matter."""
        target = urljoin(req.full_url, newurl)
        if urlsplit(target)[:2] != urlsplit(self.base)[:2]:
            raise NetworkError(f"{req.full_url} 要转到别的网站，没有跟去：{target[:200]}")
        return super().redirect_request(req, fp, code, msg, headers, target)


def is_address(text: str) -> bool:
    """True if what was asked for is an address, not a folder."""
    return "://" in text
