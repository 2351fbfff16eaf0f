"""A copy on a server, read over https (http only on this machine): nothing else is ever opened.

The one home of urllib.request. Sizes and times are bounded, redirects stay on the host.
"""

from __future__ import annotations

import http.client
import re
import secrets
import socket
import ssl
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Timer
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urljoin, urlsplit

from generator import __version__
from generator.copies.extras import HIDDEN
from generator.errors import RegisterError, UsageError

# Seconds without a byte, and for one file as a whole; bytes read at once.
SILENCE: Final = 30
DEADLINE: Final = 600
_CHUNK: Final = 1 << 16
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_ADDRESS: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)
# Answers that are whole; the second is what a proxy says that has changed something on the way.
_WHOLE: Final = (200, 203)
# What answers of servers mean to whoever asked.
_ANSWERS: Final = {
    401: "要登录",
    403: "不许看",
    407: "代理要登录",
    408: "等得太久",
    429: "请求太多，请过一会儿再试",
    500: "它出了错",
    502: "它后面的服务器没有回答",
    503: "暂时不能用，请过一会儿再试",
    504: "它后面的服务器没有回答",
}


class NetworkError(RegisterError):
    """A server could not be read: it is not there, answers with an error, or broke off (exit status 2)."""


class Site:
    """A published site below an address. `asked` counts the requests."""

    def __init__(self, address: str) -> None:
        self.name = address if address.endswith("/") else f"{address}/"
        self.asked = 0
        self._watch = _Watch()
        _judge(self.name)
        # No file:, ftp: or data:; proxies of the environment, but never to this machine.
        handlers = [
            urllib.request.ProxyHandler({} if urlsplit(self.name).hostname in _LOOPBACK else None),
            _Watched(self._watch),
            _WatchedTLS(self._watch),
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
        return self._read(path, self.name + quote(path), limit)

    def again(self, path: str, limit: int) -> bytes | None:
        """The same, past every cache: many pass over `Cache-Control`, but know nothing of an address never asked for.

        None also where that cannot be had.
        """
        query = urlencode({"nocache": secrets.token_hex(8)})
        try:
            return self._read(path, f"{self.name}{quote(path)}?{query}", limit)
        except NetworkError:
            return None

    def _read(self, path: str, address: str, limit: int) -> bytes | None:
        request = urllib.request.Request(address, headers=self._headers)  # noqa: S310 - judged before, and no other opener
        self.asked += 1
        try:
            with self._watch.until_late(), self._opener.open(request, timeout=SILENCE) as response:
                if response.status not in _WHOLE:
                    raise NetworkError(f"{address} 打不开：服务器回答 {response.status}，没有给出整个文件")
                content = _content(response, address, limit)
            if not self._watch.is_late:
                return content
        except HTTPError as error:
            error.close()
            if error.code in (404, 410) or (error.code == 403 and path in HIDDEN):
                return None
            raise NetworkError(f"{address} 打不开：{_answer(error)}") from None
        except (URLError, OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            if not self._watch.is_late:
                raise NetworkError(f"{address} 打不开或传输中断：{_reason(error)}") from None
        raise NetworkError(f"{address} 传得太慢，已放弃")

    def paths(self) -> None:
        """Nobody can list the files of a server."""


def _content(response: Any, address: str, limit: int) -> bytes:
    """The body, up to one byte more than wanted; one that breaks off is an error, not a short file."""
    told = response.headers.get("Content-Length")
    unpack = _unpacking(response, address)
    pieces, size, received = [], 0, 0
    while size <= limit:
        piece = response.read1(_CHUNK if unpack else min(_CHUNK, limit + 1 - size))
        if not piece:
            break
        received += len(piece)
        if unpack:
            piece = unpack.decompress(piece, limit + 1 - size)
        pieces.append(piece)
        size += len(piece)
    if size <= limit and told is not None and told.isdecimal() and received < int(told):
        raise NetworkError(f"{address} 传输中断：{told} 字节只收到 {received} 字节")
    if size <= limit and unpack and not unpack.eof:
        raise NetworkError(f"{address} 传输中断：压缩的内容不完整")
    return b"".join(pieces)


def _unpacking(response: Any, address: str) -> Any:
    """What undoes gzip, where a server packs although it was asked not to; None where nothing is packed."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        return None
    if coding not in ("gzip", "x-gzip"):
        raise NetworkError(f"{address} 读不了：服务器用 {coding[:40]} 压缩了内容，请求里说了不要压缩")
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


def _answer(error: HTTPError) -> str:
    if error.code in _Redirects.codes:
        meaning = "转来转去没有到头" if error.headers.get("Location") else "却没有说转到哪里"
        return f"服务器回答 {error.code}，{meaning}"
    return f"服务器回答 {error.code}" + (f"（{_ANSWERS[error.code]}）" if error.code in _ANSWERS else "")


def _reason(error: BaseException) -> str:
    """Why nothing came, in a few words."""
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, socket.gaierror):
        return "找不到这个主机"
    if isinstance(reason, ConnectionRefusedError):
        return "主机不接受连接"
    if isinstance(reason, TimeoutError):
        return f"{SILENCE} 秒没有动静"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"证书不对（{reason.verify_message}）"
    if isinstance(reason, zlib.error):
        return "压缩的内容是坏的"
    if isinstance(reason, http.client.HTTPException | ConnectionError):
        return f"连接断了，或回答不合 HTTP 的格式（{type(reason).__name__}）"
    return str(reason) or type(reason).__name__


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


class _Watch:
    """Ends the connections of a request that takes too long, wherever it is: also within a head, or between chunks.

    A server that sends a byte now and then is never silent.
    """

    def __init__(self) -> None:
        self.is_late = False
        self._sockets: list[socket.socket] = []

    @contextmanager
    def until_late(self) -> Iterator[None]:
        """For one request."""
        self.is_late = False
        timer = Timer(DEADLINE, self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            while self._sockets:
                self._sockets.pop().close()

    def _end(self) -> None:
        self.is_late = True
        for each in [*self._sockets]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def connection(self, kind: Callable[..., Any], host: str, **options: Any) -> Any:
        """A connection whose socket can be ended from here: by a second name, which holds with TLS around it too."""
        made = kind(host, **options)
        create = made._create_connection

        def created(*given: Any, **more: Any) -> socket.socket:
            found: socket.socket = create(*given, **more)
            self._sockets.append(found.dup())
            if self.is_late:
                found.close()
                raise TimeoutError
            return found

        made._create_connection = created
        return made


class _Watched(urllib.request.HTTPHandler):
    """Opens http with a watch."""

    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def do_open(self, http_class: Any, req: urllib.request.Request, **options: Any) -> Any:
        """Opens it."""
        return super().do_open(partial(self._watch.connection, http_class), req, **options)


class _WatchedTLS(urllib.request.HTTPSHandler):
    """Opens https with a watch."""

    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def do_open(self, http_class: Any, req: urllib.request.Request, **options: Any) -> Any:
        """Opens it."""
        return super().do_open(partial(self._watch.connection, http_class), req, **options)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to the same host, port and scheme."""

    max_redirections = 5
    codes = (301, 302, 303, 307, 308)

    def __init__(self, base: str) -> None:
        self.base = base

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The new request; another host ends the matter."""
        target = urljoin(req.full_url, newurl)
        if urlsplit(target)[:2] != urlsplit(self.base)[:2]:
            fp.close()
            raise NetworkError(f"{req.full_url} 要转到别的网站，没有跟去：{target[:200]}")
        return super().redirect_request(req, fp, code, msg, headers, target)

    def http_error_302(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """Follows it, or says that it leads to no address."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:
            fp.close()
            raise NetworkError(f"{req.full_url} 要转到的不是网址，没有跟去") from None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def is_address(text: str) -> bool:
    """True if what was asked for is an address, not a folder."""
    return "://" in text
