"""A copy of the register's data that is kept up to date by what changed, and trusts nothing that it cannot check.

First everything (each county's areas.csv, events.csv and the hashes of its log, the documents of all days), then only
what has a new digest. Before the folder is replaced, two things are proven: what was there before still stands
(append-only, closed days untouched, no rollback, each log extends the one that was seen last), and the replayed days
are the tables, whose rows are in the logs.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator import urls
from generator.copies import append_only, days, manifests, removed, seen, summary, trees
from generator.copies.differences import explained
from generator.copies.folder import Mirror, opened
from generator.copies.log import Log, altered, areas, events
from generator.copies.manifests import Entry
from generator.copies.source import Source, WrongError, decoded
from generator.copies.versions import DifferentError, PublishingError, agreed, is_other, is_replaced, met, other_county
from generator.errors import UsageError

GRACE: Final = timedelta(days=1)

Progress = Callable[..., Iterable[Any]]


@dataclass
class Result:
    """What came of it. With `problems` nothing was changed; `fetched` are paths, `new` the changes, newest first,
    `removed` the texts that the publisher removed since."""

    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    removed: list[removed.Removed] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    new: list[days.Told] = field(default_factory=list)
    first: bool = False
    counties: int = 0
    this_update: str | None = None


@dataclass(frozen=True)
class _Served:
    """What the publisher has now, as its manifests and its index say."""

    root: manifests.Root
    home: dict[str, Any]
    index: days.Index


def sync(
    remote: Source, folder: Path, now: str, *, dry: bool = False,
    progress: Progress = lambda items, what, total=None: items,
) -> Result:  # fmt: skip
    """Brings a folder up to date. Raises UsageError, NetworkError or PublishingError; then the folder is as it was."""
    with opened(folder, dry=dry) as mirror:
        if mirror.state and mirror.state["url"] != remote.name:
            raise UsageError(f"{folder} 是从 {mirror.state['url']} 同步的；换网址请另选一个空文件夹")
        result, forked = Result(first=not mirror.state), None
        root = _root(remote, result)
        if root is None or result.problems:
            met(remote)
            _be_sure(remote, root)
            return result
        try:
            _run(_Run(remote, mirror, _served(remote, root), result, dry, progress), now)
        except DifferentError as error:
            known = mirror.known(error.entry.path)
            if is_other(remote, error.entry, root, known) or other_county(remote, root.counties):
                raise PublishingError(
                    f"{error.entry.path} 与清单不是同一版本：网站正在发布，或中间的缓存还没有更新；"
                    "请过一会儿再试。本地没有改动"
                ) from None
            entry = error.entry
            result.problems.append(explained(remote, entry, remote.read(entry.path, entry.size)) or str(error))
        except WrongError as error:
            result.problems.append(str(error))
            forked = error if isinstance(error, seen.TwoHistoriesError) else None
        if result.problems:
            _be_sure(remote, root)
        if forked and not dry:
            both = "、".join(str(path) for path in seen.evidence(folder, forked))
            result.problems.append(f"两份检查点都留作证据：{both}；请和别人手里的比较，并告诉登记册的管理者")
        return result


def _be_sure(remote: Source, root: manifests.Root | None) -> None:
    """Raises PublishingError where what is served becomes another version, or is one past the caches."""
    if is_replaced(remote, root):
        raise PublishingError(
            "网站正在发布新的版本，或中间的缓存还没有更新，读到的不是现在的版本；请过一会儿再试。本地没有改动"
        )


class _Removals(NamedTuple):
    """The table of the texts that were removed of a county, as it is served, and its rows: all, and those that are new.
    `content` is None where there is no table."""

    entry: Entry | None
    content: bytes | None
    rows: removed.Table
    new: removed.Table


@dataclass
class _Run:
    remote: Source
    mirror: Mirror
    served: _Served
    result: Result
    dry: bool
    progress: Progress
    files: dict[str, str] = field(default_factory=dict)
    told: dict[str, dict[str, days.Told]] = field(default_factory=lambda: defaultdict(dict))
    logs: dict[str, Mapping[str, Entry]] = field(default_factory=dict)
    checkpoints: dict[str, bytes] = field(default_factory=dict)
    removals: dict[str, _Removals] = field(default_factory=dict)
    listings: dict[str, Mapping[str, Entry]] = field(default_factory=dict)

    @cached_property
    def seen(self) -> dict[str, str]:
        """The last checkpoint that this copy saw of each log."""
        return seen.last(self.mirror.get(seen.FILE))

    @cached_property
    def local_logs(self) -> dict[str, dict[str, Entry]]:
        """The files of the logs that lie here, by the codes of their counties."""
        found: dict[str, dict[str, Entry]] = defaultdict(dict)
        for path, digest in self.mirror.files.items():
            if (log := trees.of_log(path)) is not None:
                found[log[0]][path] = Entry(path, digest, (self.mirror.root / path).stat().st_size)
        return found

    def listed(self, entry: Entry) -> bytes:
        """A file as it is listed: the local one if it has the digest, else the publisher's. Raises WrongError."""
        local = self.mirror.get(entry.path)
        if local is not None and self.mirror.files[entry.path] == entry.sha256:
            return local
        self.result.fetched.append(entry.path)
        return agreed(entry, self.remote.read(entry.path, entry.size))


def _root(remote: Source, result: Result) -> manifests.Root | None:
    root = manifests.root(remote, result.problems)
    if root is None and len(result.problems) == 1 and remote.read(summary.HOME, 0) is None:
        raise UsageError(f"{remote.name} 没有名录（没有 {manifests.ROOT}）")
    return root


def _served(remote: Source, root: manifests.Root) -> _Served:
    """What stands in the two documents that everything else is judged by. Raises WrongError."""
    home = summary.read(_named(remote, root, summary.HOME))
    index = days.index(decoded(days.INDEX, _named(remote, root, days.INDEX)), home["url"])
    codes = {str(county.get("code")) for county in home["counties"]}
    if codes != set(root.counties):
        raise WrongError(f"{manifests.ROOT}：区县与 {summary.HOME} 不一致")
    if index.this_update != home.get("as_of"):
        raise WrongError(f"{days.INDEX}：this_update 与 {summary.HOME} 的 as_of 不一致")
    return _Served(root, home, index)


def _named(remote: Source, root: manifests.Root, path: str) -> bytes:
    if path not in root.files:
        raise WrongError(f"{path}：清单没有列出这个文件")
    return agreed(root.files[path], remote.read(path, root.files[path].size))


def _run(run: _Run, now: str) -> None:
    result, index = run.result, run.served.index
    result.this_update, result.counties = index.this_update, len(run.served.root.counties)
    stale = index.next_update and date.fromisoformat(now[:10]) > date.fromisoformat(index.next_update) + GRACE
    if stale:
        result.warnings.append(f"发布方说 {index.next_update} 前会有更新，至今没有：名录可能已停止更新，不要当作现状")
    if run.mirror.state:
        result.problems += append_only.not_earlier(
            run.mirror, index, set(run.served.root.counties), partial(_served_day, run), partial(_gone, run)
        )
    if result.problems:
        return
    if run.dry:
        result.fetched = _wanted(run)
        return
    run.mirror.begin()
    _days(run)
    tables = _tables(run)
    run.logs[""] = run.served.root.files
    for code, listed in run.progress(run.logs.items(), "各区县的日志"):
        _log(run, code, listed, tables[code][0] if code else {})
    if run.checkpoints.keys() != run.logs.keys():
        lacking = len(run.logs) - len(run.checkpoints)
        result.warnings.append(f"{lacking} 份日志没有检查点（早先版本生成的网站没有）：历史是否被改写，日后看不出来")
    if result.problems:
        return
    for code in summary.present(run.served.home):
        log, statuses = tables[code]
        result.problems += days.ahead(index, log)
        result.problems += days.proof(code, log, statuses, run.told.pop(code, {}).values())
    result.problems += [f"各天的变化里有 {code} 的事件，它不在现行的区县之内" for code in sorted(run.told)]
    if result.problems:
        return
    state = {
        "url": run.remote.name,
        "site": run.served.home["url"],
        "this_update": index.this_update,
        "next_update": index.next_update,
        "days": [day._asdict() for day in index.days],
        "counties": {code: manifest.sha256 for code, manifest in sorted(run.served.root.counties.items())},
        "heads": {path: run.served.root.files[path].sha256 for path in (summary.HOME, days.INDEX)},
    }
    history = seen.grown(run.mirror.get(seen.FILE), now, run.checkpoints)
    _keep(run, Entry(seen.FILE, hashlib.sha256(history).hexdigest(), len(history)), history)
    run.mirror.finish(state, run.files)


# ---- what is served


def _days(run: _Run) -> None:
    """Fetches the days that are new or changed, and follows the whole chain."""
    before: days.Day | None = None
    for day in run.progress(run.served.index.days, "各天的变化"):
        listed = run.served.root.files.get(day.path)
        if listed is None or listed.sha256 != day.sha256:
            raise WrongError(f"{day.path}：索引里的摘要与清单不一致，或清单没有列出")
        content = run.listed(listed)
        document = decoded(day.path, content)
        run.result.problems += days.unbroken(day, before, document)
        told = days.told(day, document)
        local = run.mirror.get(day.path)
        earlier = append_only.told(day, local) if local is not None else {}
        run.result.problems += [f"{day.path}：{problem}" for problem in append_only.still(earlier, told)]
        for event_id, event in told.items():
            run.told[event_id[:6]][event_id] = event
        run.result.new += [event for event_id, event in told.items() if event_id not in earlier]
        _keep(run, listed, content)
        before = day
    run.result.new = days.newest_first(run.result.new)


_Tables = tuple[dict[str, dict[str, str]], dict[tuple[str, str], str]]


def _tables(run: _Run) -> dict[str, _Tables]:
    """The tables of every county; a county whose manifest has the digest of last time is not asked for."""
    tables: dict[str, _Tables] = {}
    for code, listed in run.progress(run.served.root.counties.items(), "各区县的表格"):
        read = []
        for entry in _listed_tables(run, code, listed):
            content = run.listed(entry)
            _keep(run, entry, content)
            read.append((entry.path, content))
        (log_path, log), (areas_path, register) = read
        tables[code] = (events(log_path, code, log), areas(areas_path, register))
        gone = _removals(run, code, listed)
        if gone.entry is not None and gone.content is not None:
            _keep(run, gone.entry, gone.content)
        run.result.problems += removed.kept(*_local_removals(run, code), gone.rows)
        run.result.removed += gone.new.values()
        local = run.mirror.get(log_path)
        if local is not None and local != log:
            before = {id_: removed.without(row, gone.new) for id_, row in events(log_path, code, local).items()}
            run.result.problems += [f"{log_path}：{problem}" for problem in altered(before, tables[code][0])]
    return tables


def _local_removals(run: _Run, code: str) -> tuple[str, removed.Table]:
    path = urls.table(code, removed.TABLE)
    return path, removed.table(path, code, run.mirror.get(path))


def _removals(run: _Run, code: str, listed: Entry) -> _Removals:
    """The texts that were removed of a county. Raises WrongError."""
    if code not in run.removals:
        path, before = _local_removals(run, code)
        entry = _files(run, code, listed).get(path)
        content = run.listed(entry) if entry is not None else None
        rows = removed.table(path, code, content)
        new = {event_id: row for event_id, row in rows.items() if event_id not in before}
        run.removals[code] = _Removals(entry, content, rows, new)
    return run.removals[code]


def _gone(run: _Run) -> set[str]:
    """The events whose texts were removed since, of all counties."""
    counties = run.served.root.counties.items()
    return {event_id for code, listed in counties for event_id in _removals(run, code, listed).new}


def _listed_tables(run: _Run, code: str, listed: Entry) -> list[Entry]:
    paths = [urls.table(code, name) for name in ("events", "areas")]
    files = _files(run, code, listed)
    run.logs[code] = run.local_logs[code] if _is_unchanged(run, code, listed) else files
    problems = [f"{listed.path}：没有列出 {path}" for path in paths if path not in files]
    if problems:
        raise WrongError(problems[0])
    return [files[path] for path in paths]


def _is_unchanged(run: _Run, code: str, listed: Entry) -> bool:
    return bool(run.mirror.state) and run.mirror.state["counties"].get(code) == listed.sha256


def _files(run: _Run, code: str, listed: Entry) -> Mapping[str, Entry]:
    """The files of a county as its manifest lists them, which is asked for once; its tables that lie here, where it has
    the digest of last time. Raises WrongError."""
    if code not in run.listings and _is_unchanged(run, code, listed):
        paths = [urls.table(code, name) for name in ("events", "areas", removed.TABLE)]
        run.listings[code] = {
            path: Entry(path, run.mirror.files[path], (run.mirror.root / path).stat().st_size)
            for path in paths
            if path in run.mirror.files
        }
    if code not in run.listings:
        run.result.fetched.append(listed.path)
        problems: list[str] = []
        content = run.remote.read(listed.path, listed.size)
        files = manifests.county(code, listed, content, problems)
        if manifests.difference(listed, content):
            raise DifferentError(problems[0], listed)
        if problems:
            raise WrongError(problems[0])
        run.listings[code] = files
    return run.listings[code]


def _log(run: _Run, code: str, listed: Mapping[str, Entry], rows: Log) -> None:
    """Takes the log of a county, or of the country: it extends what was seen of it, and has the rows of the table.

    Raises WrongError.
    """
    head, before = urls.checkpoint(code), run.seen.get(code, "")
    if head not in listed:
        if before:
            raise WrongError(f"{head}：日志的检查点不见了，本地有它以前的")
        return
    content = run.listed(listed[head])
    run.checkpoints[code] = content
    _keep(run, listed[head], content)
    held = []
    for _, entry in seen.wanted(code, content, listed):
        held.append(run.listed(entry))
        _keep(run, entry, held[-1])
    if listed is run.local_logs.get(code):
        return  # as it was when it was found right
    made = seen.tree(code, content, held)
    seen.extends(code, before, content, made)
    if code:
        gone = run.removals[code].rows
        run.result.problems += removed.against_log(code, made.rows[0], rows, gone)
        run.result.problems += seen.bound(code, made, rows, gone)


def _keep(run: _Run, entry: Entry, content: bytes) -> None:
    run.files[entry.path] = entry.sha256
    if run.mirror.files.get(entry.path) != entry.sha256:
        run.mirror.put(entry.path, content)


def _served_day(run: _Run, path: str) -> bytes | None:
    listed = run.served.root.files.get(path)
    return run.remote.read(path, listed.size) if listed else None


def _wanted(run: _Run) -> list[str]:
    """What a run would fetch, as far as the index and the root's manifest tell."""
    digests, files = run.mirror.state.get("counties", {}), run.mirror.files
    paths = [day.path for day in run.served.index.days if files.get(day.path) != day.sha256]
    for code, manifest in run.served.root.counties.items():
        if digests.get(code) != manifest.sha256:
            paths += [manifest.path, urls.table(code, "events"), urls.table(code, "areas")]
    return paths
