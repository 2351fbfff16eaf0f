"""An engine of many machines: the map over counties on a Dask cluster, everything else here.

Batches of counties go out, digests and summaries come back; files pass by the storage that all machines share. Every
worker is asked beforehand whether it has the same program, libraries and data, and each batch asks again, so that one
that comes later is refused as well. Nothing waits for ever: a worker may die, hang, or never come.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import re
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from generator.engine.pool import Engine, Job, Result, without_collector
from generator.errors import ClusterError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

_ADDRESS: Final = re.compile(r"(?:tcp|tls)://(?:[^\s/:]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")
# Jobs of a batch: a task costs the scheduler up to some milliseconds and 10 kB, and what is lost with a worker is done
# again, so there are enough of them for many workers, but no more than it bears.
_BATCH: Final = 50
_FEWEST: Final = 64
_MOST: Final = 256
_TICK: Final = 1.0  # seconds between two looks at the cluster while nothing comes
_ANSWER: Final = 30  # seconds in which a scheduler answers, and a first worker is there
_PATIENCE: Final = 600

# Two threads of one worker are slower than one: the second waits.
_ONE: Final = Lock()


class Likeness(Protocol):
    """What must be alike on all machines; it goes to each worker as it is, and answers there."""

    def __call__(self) -> Mapping[str, str]:
        """Everything, by the name that people know: compared with the answer of this machine before work begins."""

    def program(self) -> str:
        """The program alone, quickly: compared with each batch."""


class _Told(NamedTuple):
    """What a worker tells of a batch: who it is, its program, and the results, or what went wrong."""

    worker: str
    program: str
    results: list[Any] | None = None
    error: BaseException | None = None

    def understood(self, program: str) -> list[Any]:
        """The results. Raises ClusterError for those of another program, and what went wrong."""
        if self.program != program:
            raise ClusterError(f"拒绝工作进程 {self.worker} 的结果：它的程序或库和这里的版本不同")
        if self.error is not None:
            raise ClusterError(f"工作进程 {self.worker}") from self.error
        return self.results or []


class Cluster(Engine):
    """The cluster at an address; `patience` is how long (seconds) nothing may come back, `likeness` what must be alike
    of this machine and its workers."""

    distant = True

    def __init__(
        self, address: str, likeness: Likeness, patience: float | None = None, workers: int | None = None
    ) -> None:
        super().__init__(workers)
        if not _ADDRESS.fullmatch(address):
            raise UsageError(f"集群的地址“{address}”不对，应像 tcp://10.0.0.1:8786")
        self._address = address
        self.likeness = likeness
        self._patience = patience or _PATIENCE

    def spread(
        self, function: Callable[[Job], Result], jobs: Sequence[Job], weight: int | None = None
    ) -> Iterator[Result]:
        """Results of a function over jobs, as they come, from the workers of the cluster.

        A job may be done twice at the same time. Raises ClusterError where a worker is unlike this machine, or the
        cluster fails, and UsageError where there is none.
        """
        del weight
        if not jobs:
            return
        with self._connected() as client:
            self._compare(client)
            program = self.likeness.program()
            likeness, sealed = pickle.dumps(self.likeness), zlib.compress(pickle.dumps(function))
            futures = {
                future.key: future
                for batch in batches(jobs)
                for future in (client.submit(_batch, likeness, program, sealed, batch, pure=False),)
            }
            try:
                for told in self._as_they_come(client, futures):
                    yield from told.understood(program)
            finally:
                with suppress(Exception):
                    client.cancel([*futures.values()], force=True)

    @contextmanager
    def _connected(self) -> Iterator[Client]:
        try:
            from distributed import Client
        except ImportError:
            raise UsageError("没有安装用集群的部分：pip install 'wuyi[cluster]'") from None
        for name in [*logging.root.manager.loggerDict]:
            if name.split(".")[0] == "distributed":  # what matters of it is said here, in a sentence
                logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # versions that differ are told here
                client = Client(self._address, timeout=_ANSWER, set_as_default=False)
        except (OSError, TimeoutError, RuntimeError, ValueError):
            raise UsageError(
                f"连不上集群 {self._address}：调度进程（dask scheduler）开着吗？地址和端口对吗？"
            ) from None
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=2)

    def _compare(self, client: Client) -> None:
        """Raises ClusterError where a worker, or the scheduler, is not like this machine."""
        try:
            client.wait_for_workers(1, timeout=min(_ANSWER, self._patience))
        except TimeoutError:
            raise ClusterError(f"集群 {self._address} 里没有工作进程（dask worker）") from None
        own = dict(self.likeness())
        sealed = pickle.dumps(self.likeness)
        try:
            self._asked(client, client._run_on_scheduler, _greeting, None)
        except ClusterError:
            raise
        except Exception as error:
            raise ClusterError(
                f"调度进程 {self._address} 没有装同样的程序（{type(error).__name__}：{error}）"
            ) from None
        patience = min(self._patience, _ANSWER)
        for address, answer in sorted(self._asked(client, _greeted, client, sealed, patience).items()):
            if isinstance(answer, OSError | TimeoutError):
                raise ClusterError(f"工作进程 {address} 没有回答：它停住了，或网络不通；请结束它，再运行一次")
            if isinstance(answer, BaseException):
                reason = f"没有装同样的程序（{type(answer).__name__}：{answer}）"
                raise ClusterError(f"拒绝工作进程 {address}：{reason}")
            name, its = answer
            if its is None or dict(its) != own:
                raise ClusterError(f"拒绝工作进程 {name}：{_unlike(own, its or {})}")

    def _asked(self, client: Client, question: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """What a cluster answers. Raises ClusterError where it does not in time."""
        try:
            return client.sync(question, *arguments, callback_timeout=min(self._patience + 1, 2 * _ANSWER), **options)
        except (TimeoutError, OSError):
            raise ClusterError(f"集群 {self._address} 没有回答") from None

    def _as_they_come(self, client: Client, futures: dict[str, Future]) -> Iterator[_Told]:
        """What workers tell of each batch."""
        done: SimpleQueue[Future] = SimpleQueue()
        for future in futures.values():
            future.add_done_callback(done.put)
        quiet, alone = 0.0, 0.0
        while futures:
            try:
                future = done.get(timeout=_TICK)
            except Empty:
                quiet += _TICK
                alone = 0.0 if self._asked(client, client.scheduler.ncores, workers=None) else alone + _TICK
                if alone >= min(_ANSWER, self._patience) or (alone and quiet >= self._patience):
                    raise ClusterError("集群里的工作进程都没有了") from None
                if quiet >= self._patience:
                    what = f"集群 {self._address} 已 {quiet:.0f} 秒没有新的结果，还差 {len(futures)} 批"
                    raise ClusterError(what + self._holders(client, futures)) from None
                continue
            quiet, alone = 0.0, 0.0
            yield self._told(futures.pop(future.key))

    def _holders(self, client: Client, futures: Mapping[str, Future]) -> str:
        """Who has what has not come back, as the end of a sentence."""
        held = self._asked(client, client.scheduler.processing, workers=None)
        own = [address for address, keys in sorted(held.items()) if not futures.keys().isdisjoint(map(str, keys))]
        return f"，在工作进程 {'、'.join(own[:3])} 那里" if own else ""

    def _told(self, future: Future) -> _Told:
        from distributed import KilledWorker

        try:
            told: _Told = future.result(timeout=self._patience)
        except KilledWorker as error:
            last = getattr(error.last_worker, "address", "") or str(error.last_worker)
            raise ClusterError(f"同一批区县让工作进程接连意外结束（最后一个是 {last}），多半是内存不足") from None
        except TimeoutError:
            raise ClusterError(f"集群 {self._address} 没有交回结果") from None
        except Exception as error:  # whatever it is: of the cluster, or of a worker that lacks the program
            if future.status in ("cancelled", "lost") or isinstance(error, OSError):
                raise ClusterError(f"和集群 {self._address} 的连接断了") from None
            raise ClusterError(f"集群 {self._address} 不能完成（{type(error).__name__}：{error}）") from None
        return told


def batches(jobs: Sequence[Job]) -> Iterator[tuple[Job, ...]]:
    """Jobs in batches: about fifty in each, but enough batches to share, and not too many for a scheduler."""
    count = min(max(_FEWEST, -(-len(jobs) // _BATCH)), _MOST)
    size = -(-len(jobs) // count)
    for start in range(0, len(jobs), size):
        yield tuple(jobs[start : start + size])


def _unlike(own: Mapping[str, str], other: Mapping[str, str]) -> str:
    """In what a worker differs."""
    differing = [name for name in own if other.get(name) != own[name]]
    return "，".join(f"{name}是 {other.get(name) or '没有'}，这里是 {own[name] or '没有'}" for name in differing[:3])


async def _greeted(client: Client, sealed: bytes, patience: float) -> dict[str, Any]:
    """What each worker says of itself, or what went wrong with it: each is asked alone, so that one which is silent can
    be named."""
    workers = [*await client.scheduler.ncores(workers=None)]
    questions = (client._run(_greeting, sealed, workers=[worker], on_error="return") for worker in workers)
    said = await asyncio.gather(
        *(asyncio.wait_for(question, patience) for question in questions), return_exceptions=True
    )
    return {
        worker: answer if isinstance(answer, BaseException) else answer[worker]
        for worker, answer in zip(workers, said, strict=True)
        if isinstance(answer, BaseException) or worker in answer  # it may have left meanwhile
    }


def _greeting(sealed: bytes | None, dask_worker: Any = None) -> tuple[str, Mapping[str, str] | None]:
    """Who a worker is, and what it is like. The scheduler only says that it knows the program."""
    if sealed is None:
        return "", None
    likeness: Likeness = pickle.loads(sealed)  # noqa: S301 - from whoever leads the cluster, as all its work
    return _named(dask_worker), dict(likeness())


def _named(worker: Any) -> str:
    """A worker by the name that it was given, and its address."""
    return worker.address if worker.name == worker.address else f"{worker.name}（{worker.address}）"


def _batch(likeness: bytes, program: str, sealed: bytes, jobs: Sequence[Any]) -> _Told:
    """What a worker does. Nothing is raised: an end of the process would be one of the worker, and what cannot be
    pickled would come as something else."""
    from distributed import get_worker

    worker, own = _named(get_worker()), ""
    try:
        with _ONE, without_collector():
            own = pickle.loads(likeness).program()  # noqa: S301 - as above
            if own != program:
                return _Told(worker, own)
            return _Told(worker, own, [*map(_function(sealed), jobs)])
    except BaseException as error:
        return _Told(worker, own or program, None, _portable(error))


@lru_cache(maxsize=2)
def _function(sealed: bytes) -> Callable[[Any], Any]:
    function: Callable[[Any], Any] = pickle.loads(zlib.decompress(sealed))  # noqa: S301 - as above
    return function


def _portable(error: BaseException) -> BaseException:
    """An error as it can be sent."""
    with suppress(Exception):
        if type(pickle.loads(pickle.dumps(error))) is type(error):  # noqa: S301 - its own
            return error
    return RuntimeError(f"{type(error).__name__}: {error}")
