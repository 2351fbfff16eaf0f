"""One publisher at a time in a store that has no locks: an object that is written anew as long as somebody is at work.

Who finds one waits until it has stood still for a while; then its owner is gone, and it is taken over by a conditional
write. No clocks of different machines are compared.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final, Protocol

from generator.delivery.site import DeliveryError, LostError

PATH: Final = ".wuyi/lease.json"
# Seconds between two signs of life; how many tries, a second apart, without one before an owner is given up.
BEAT: float = 4.0
PATIENCE: int = 20
PAUSE: float = 1.0


class RefusedError(Exception):
    """A conditional write came too late."""


class Store(Protocol):
    """What a lease needs of a store: conditional writes that hand back a tag."""

    async def get(self, path: str) -> tuple[bytes, str] | None:
        """An object and its tag."""

    async def put(self, path: str, content: bytes, tag: str | None) -> str:
        """Writes an object that has this tag, or that is not there (None). Raises RefusedError."""

    async def delete(self, paths: list[str]) -> None:
        """Removes objects."""


class Lease:
    """A lease that is held."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._token = secrets.token_hex(16)
        self._tag: str | None = None
        self._beats = 0
        self._lost = False
        self._turn = asyncio.Lock()

    def check(self) -> None:
        """Raises LostError where another publisher took over."""
        if self._lost:
            raise LostError(f"另一次发布接手了 {self._name}，这一次停在中途；以那一次的为准")

    async def renew(self) -> None:
        """A sign of life. Raises LostError where another publisher took over."""
        async with self._turn:
            try:
                self._tag = await self._store.put(PATH, self._content(), self._tag)
            except RefusedError:
                await self._again()
        self.check()

    async def _again(self) -> None:
        """Another sign of life, where the last one stands already and only the answer to it was lost."""
        standing = await self._store.get(PATH)
        if standing is not None and self._token.encode() in standing[0]:
            with suppress(RefusedError):
                self._tag = await self._store.put(PATH, self._content(), standing[1])
                return
        self._lost = True

    def _content(self) -> bytes:
        self._beats += 1
        return json.dumps({"token": self._token, "beat": self._beats}).encode()

    async def _take(self) -> None:
        for _ in range(3):
            with suppress(RefusedError):
                self._tag = await self._store.put(PATH, self._content(), None)
                return
            standing = await self._store.get(PATH)
            if standing is None:
                continue
            for _ in range(PATIENCE):
                await asyncio.sleep(PAUSE)
                now = await self._store.get(PATH)
                if now is None or now[1] != standing[1]:
                    raise LostError(f"另一次发布正在写入 {self._name}，这一次没有改动任何东西；等它完成再试")
            with suppress(RefusedError):
                self._tag = await self._store.put(PATH, self._content(), standing[1])
                return
            break
        raise LostError(f"另一次发布先开始写入 {self._name}，这一次没有改动任何东西；等它完成再试")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            with suppress(DeliveryError):
                await self.renew()


@asynccontextmanager
async def held(store: Store, name: str) -> AsyncIterator[Lease]:
    """A lease for as long as the context lasts. Raises LostError where another publisher is at work."""
    lease = Lease(store, name)
    await lease._take()
    beating = asyncio.create_task(lease._beat())
    try:
        yield lease
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        with suppress(DeliveryError):  # what cannot be removed stands still, and is taken over by the next
            standing = await store.get(PATH)
            if standing is not None and lease._token.encode() in standing[0]:
                await store.delete([PATH])
