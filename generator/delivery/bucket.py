"""A bucket (S3 and what speaks like it): files one by one, the root's manifest last and by a conditional write.

There is no second name and no switch here, so readers may see new pages beside old ones for as long as files are sent;
every file is whole, and nothing that a manifest names is missing. What is about to change is written down first
(`.wuyi/touched.json`): whoever comes after an interruption knows of which files nobody knows the content.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from generator.copies.extras import is_mark
from generator.copies.manifests import Entry
from generator.delivery import lease, media, site
from generator.delivery.lease import RefusedError
from generator.delivery.report import Progress, Report
from generator.delivery.site import ROOT, DeliveryError, LostError, Plan, Site
from generator.errors import UsageError

OURS: Final = ".wuyi/"
TOUCHED: Final = f"{OURS}touched.json"
# Files on the way at once, and so many read ahead.
AT_ONCE: Final = 32
_BATCH: Final = 8 * AT_ONCE
# Seconds for one request.
SILENCE: int = 120
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
Given = TypeVar("Given")


class _Found(NamedTuple):
    """What a bucket has: its root's manifest with its tag, the site of it, paths in doubt, the size of every object."""

    root: bytes | None
    tag: str | None
    site: Site | None
    touched: dict[str, Any]
    sizes: dict[str, int]


class _Copy:
    """Manifests that were read, as a source."""

    name = ""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self._contents = contents

    def read(self, path: str, limit: int) -> bytes | None:
        return self._contents.get(path, b"")[: limit + 1] or None

    def again(self, path: str, limit: int) -> bytes | None:
        return self.read(path, limit)

    def paths(self) -> None:
        return None


class Bucket:
    """A bucket, or a folder in one."""

    def __init__(self, address: str, endpoint: str | None = None) -> None:
        parts = urlsplit(address)
        if not parts.netloc or parts.query or parts.fragment:
            raise UsageError(f"“{address}”不是存储桶的地址；写成 s3://存储桶/文件夹")
        self.name = address
        self._threads = ThreadPoolExecutor(AT_ONCE)
        local = endpoint is not None and urlsplit(endpoint).hostname in _LOOPBACK
        if endpoint is not None and not local and urlsplit(endpoint).scheme != "https":
            raise UsageError(f"“{endpoint}”不是 https 地址；http 只用于本机")
        place: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            client_options={"allow_http": local, "timeout": f"{SILENCE}s", "connect_timeout": "10s"},
            retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=60)},
            **place,
        )

    def publish(self, output: Path, new: Site, adopt: bool, dry: bool, progress: Progress) -> Report:
        """Sends what differs. Raises LostError where another publication is under way, or came first."""
        return asyncio.run(self._dry(new, adopt) if dry else self._publish(output, new, adopt, progress))

    async def _dry(self, new: Site, adopt: bool) -> Report:
        found = await self._found(adopt)
        plan = self._plan(new, found)
        return self._report(new, found, plan)

    async def _publish(self, output: Path, new: Site, adopt: bool, progress: Progress) -> Report:
        self._judge(await self._sizes(), adopt)
        async with lease.held(self, self.name) as holding:
            found = await self._found(adopt=True)
            plan = self._plan(new, found)
            report = self._report(new, found, plan)
            if plan.sent or plan.removed or report.is_new:
                paths = {*found.touched["paths"], *(entry.path for entry in plan.sent), *plan.removed}
                touched = {"root": new.digest, "paths": sorted(paths)}
                await self._send(TOUCHED, json.dumps(touched, ensure_ascii=False).encode())
            entries = iter(progress(plan.sent, "正在发送", len(plan.sent)))
            for batch in site.batches(entries, _BATCH):
                holding.check()
                await self._all([partial(self._file, output, entry) for entry in batch])
            if report.is_new:
                await holding.renew()
                await self._switch(new, found)
            await self.delete([path for path in plan.removed if path in found.sizes])
            if TOUCHED in found.sizes or plan.sent or plan.removed or report.is_new:
                await self.delete([TOUCHED])
            return report

    async def _switch(self, new: Site, found: _Found) -> None:
        """Writes the root's manifest over the one that was there at the beginning. Raises LostError."""
        try:
            await self.put(ROOT, new.root, found.tag)
        except RefusedError:
            standing = await self.get(ROOT)
            if standing is None or standing[0] != new.root:  # else it was ours, and only its answer was lost
                lost = f"另一次发布抢先换了 {self.name} 的清单，这一次的没有生效；再发布一次"
                raise LostError(lost) from None

    def _report(self, new: Site, found: _Found, plan: Plan) -> Report:
        known = {*new.files, *(found.site.files if found.site else ()), *found.touched["paths"], ROOT}
        foreign = sorted(path for path in found.sizes.keys() - known if not path.startswith(OURS) and not is_mark(path))
        return Report.of(plan, new, foreign, None, is_new=found.root != new.root)

    def _plan(self, new: Site, found: _Found) -> Plan:
        """What differs; objects that are missing or of another size count as missing, and so does what is in doubt."""
        before = found.site.files if found.site else {}
        doubtful = {path for path, entry in before.items() if found.sizes.get(path) != entry.size}
        doubtful -= before.keys() - new.files.keys() - found.sizes.keys()
        settled = found.root == new.root and found.touched["root"] == new.digest
        doubtful |= {path for path in found.touched["paths"] if not (settled and path in new.files)}
        plan = site.plan(new, found.site, doubtful)
        return plan._replace(removed=tuple(path for path in plan.removed if path in found.sizes))

    def _judge(self, sizes: dict[str, int], adopt: bool) -> None:
        """Raises UsageError where a bucket holds what is none of ours, and nobody said that it shall."""
        others = sorted(path for path in sizes if not is_mark(path) and path != ROOT)
        if adopt or ROOT in sizes or not others or any(path.startswith(OURS) for path in sizes):
            return
        raise UsageError(
            f"{self.name} 不是空的，也没有发布过名录（有 {site.few(others)}）：换一个地方，或加 --adopt"
            "（与名录同名的会被替换，其余不动）"
        )

    async def _found(self, adopt: bool) -> _Found:
        sizes = await self._sizes()
        self._judge(sizes, adopt)
        touched: dict[str, Any] = {"root": "", "paths": []}
        noted = await self.get(TOUCHED) if TOUCHED in sizes else None
        if noted is not None:
            try:
                touched |= json.loads(noted[0])
            except ValueError:
                again = f"删去它和 {ROOT}，再发布一次，会全部重发"
                raise DeliveryError(f"{self.name} 里的 {TOUCHED} 读不出来；{again}") from None
        root = await self.get(ROOT)
        if root is None:
            return _Found(None, None, None, touched, sizes)
        contents = {ROOT: root[0]}
        counties = [path for path in sizes if path.count("/") == 1 and path.endswith(f"/{ROOT}")]
        for path, held in zip(counties, await self._all([partial(self.get, path) for path in counties]), strict=True):
            contents[path] = held[0] if held else b""
        return _Found(root[0], root[1], site.read(_Copy(contents), []), touched, sizes)

    async def _sizes(self) -> dict[str, int]:
        def listed() -> dict[str, int]:
            return {item["path"]: item["size"] for page in obstore.list(self._store) for item in page}

        return await self._told(listed, "")

    async def _file(self, output: Path, entry: Entry) -> None:
        await self._send(entry.path, site.content(output, entry), entry.sha256)

    async def _send(self, path: str, content: bytes, digest: str | None = None) -> None:
        await self._told(lambda: obstore.put(self._store, path, content, attributes=_attributes(path, digest)), path)

    async def get(self, path: str) -> tuple[bytes, str] | None:
        """An object and its tag; None where there is none."""

        def read() -> tuple[bytes, str] | None:
            try:
                answer = obstore.get(self._store, path)
                return bytes(answer.bytes()), str(answer.meta["e_tag"])
            except (NotFoundError, FileNotFoundError):
                return None

        return await self._told(read, path)

    async def put(self, path: str, content: bytes, tag: str | None) -> str:
        """Writes an object that has this tag, or that is not there (None). Raises RefusedError."""

        def write() -> str:
            try:
                mode: Any = {"e_tag": tag} if tag else "create"
                put = obstore.put(self._store, path, content, attributes=_attributes(path), mode=mode)
            except (AlreadyExistsError, PreconditionError):
                raise RefusedError from None
            return str(put["e_tag"])

        return await self._told(write, path)

    async def delete(self, paths: list[str]) -> None:
        """Removes objects."""
        if paths:
            await self._told(lambda: obstore.delete(self._store, paths), paths[0])

    async def _all(self, jobs: Iterable[Callable[[], Coroutine[Any, Any, Given]]]) -> list[Given]:
        """What many jobs give, few at once."""
        places = asyncio.Semaphore(AT_ONCE)

        async def one(job: Callable[[], Coroutine[Any, Any, Given]]) -> Given:
            async with places:
                return await job()

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(job)) for job in jobs]
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None  # the others are as much the store's
        return [task.result() for task in tasks]

    async def _told(self, doing: Callable[[], Given], path: str) -> Given:
        """What something gives, done in a thread; an error of the store as a sentence.

        The calls of obstore that are asynchronous themselves ended the process by SIGABRT now and then, when the
        interpreter was shut down right after one (0.12.1).
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, doing)
        except (BaseError, OSError) as error:
            where = f"{self.name.rstrip('/')}/{path}" if path else self.name
            raise DeliveryError(
                f"{where}：{_reason(error)}；每个文件都是完整的，排除原因后再发布一次，会接着做完"
            ) from error


def _attributes(path: str, digest: str | None = None) -> Any:
    attributes = {"Content-Type": media.type_of(path), "Cache-Control": media.kept(path)}
    return attributes | ({"sha256": digest} if digest else {})


def _reason(error: BaseException) -> str:
    """Why something was not done. What a listing meets comes as an error of no kind, with the status in its text."""
    text = str(error)
    match = re.search(r"status code: ([0-9]{3})", text)
    status = match[1] if match else ""
    if isinstance(error, PermissionDeniedError | UnauthenticatedError) or status in ("401", "403"):
        return "存储桶拒绝了：密钥不对，或没有权限"
    if isinstance(error, NotFoundError | FileNotFoundError) or status == "404":
        return "没有这个存储桶"
    if status == "429" or status.startswith("5"):
        return f"存储桶回答 {status}，多次重试仍然不行"
    said = text.partition(" - ")[2].partition("\n")[0][:120]
    return f"连不上存储桶，或传输中断（{said or type(error).__name__}）"
