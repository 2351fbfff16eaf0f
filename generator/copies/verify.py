"""A copy against its own digests and its own log: every difference is named.

Digests first (root, counties, files), then what the documents say together: feeds, archives and days against the
counties' logs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from generator import urls
from generator.copies import days, feeds, manifests, newest, removed, summary, trees
from generator.copies.extras import HIDDEN, is_mark
from generator.copies.files import Files, judge
from generator.copies.log import Log, areas, changes, events
from generator.copies.manifests import Entry
from generator.copies.source import Source, WrongError, decoded
from generator.copies.summary import HOME
from generator.copies.versions import met
from generator.errors import LogError, UsageError
from generator.register.times import is_time
from generator.transparency import keys as log_keys
from generator.transparency.checkpoint import origin
from generator.transparency.keys import VerifierKey

# The page for what is missing: some hosts send it with 200, as if it were what was asked for.
_LOST: Final = "404.html"

Progress = Callable[..., Iterable[Any]]


class Result(NamedTuple):
    """What was found: problems, a line each; how much was checked.

    `extra` are files that belong to no register, `hidden` those that the host keeps to itself, `stale` those that only
    a cache has otherwise than listed. `as_of` is that of the version that was checked, `newer` that of the one that
    there is past the caches. `trees` are the logs by the codes of their counties (that of the country is ""), `signed`
    how many keys of the publisher's own list signed them all; `removed` are the texts that the publisher removed.
    """

    problems: list[str]
    files: int
    bytes: int
    events: int
    extra: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    as_of: str | None = None
    newer: str | None = None
    trees: Mapping[str, trees.Read] = MappingProxyType({})
    removed: tuple[removed.Removed, ...] = ()
    signed: int = 0


@dataclass
class _Read:
    """What of a copy is needed once its digests are known."""

    logs: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    statuses: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    feeds: dict[str, feeds.Feed] = field(default_factory=dict)
    notices: dict[str, list[str]] = field(default_factory=dict)
    documents: dict[str, tuple[dict[str, Any], str]] = field(default_factory=dict)
    tiles: dict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))
    keys: bytes | None = None
    removed: dict[str, dict[str, removed.Removed]] = field(default_factory=dict)
    newest: dict[str, newest.Table] = field(default_factory=dict)


def verify(
    source: Source,
    progress: Progress = lambda items, what, total=None: items,
    keys: Sequence[VerifierKey] = (),
) -> Result:
    """Checks a copy. Every log must be signed by all of the `keys`; without any, by those that the copy itself names.

    Raises UsageError where there is none, PublishingError where a site is replaced meanwhile, and what the source
    raises where it cannot be read.
    """
    problems: list[str] = []
    files = Files(source)
    if source.read(manifests.ROOT, 0) is None and source.read(HOME, 0) is None:
        raise UsageError(f"{source.name} 里没有名录（没有 {manifests.ROOT}）")
    root = manifests.root(source, problems)
    if root is None:
        met(source)
        judge(files, root, problems)
        return Result(problems, 0, 0, 0)
    listed = dict(root.files)
    for code, manifest in root.counties.items():
        listed |= manifests.county(code, manifest, files.read(manifest), problems)
    whole = {*listed, *(manifest.path for manifest in root.counties.values())}
    extra = tuple(path for path in manifests.not_listed(source, whole) if not is_mark(path))
    home = _home(files, listed, problems)
    base = str(home.get("url", ""))
    read, size, hidden = _Read(), 0, list[str]()
    for entry in progress([listed[path] for path in sorted(listed)], "核对文件"):
        if entry.path in HIDDEN and _is_hidden(source, entry, listed):
            hidden.append(entry.path)
            continue
        content = files.read(entry)
        problem = files.difference(entry, content)
        if problem:
            problems.append(problem)
        if content is not None and len(content) <= entry.size:
            size += len(content)
            try:
                _take(read, entry, content, base)
            except WrongError as error:
                problems += [] if problem else [str(error)]  # that it cannot be read is what the difference comes to
    problems += _notices(read, listed)
    problems += _heads(root, home)
    problems += _against_log(read, home, set(root.counties), base)
    logs, signed = _trees(read, root.counties, base, keys, problems)
    problems += newest.against_log(read.newest, logs, read.logs)
    newer = judge(files, root, problems)
    return Result(
        problems,
        len(whole) + 1 - len(hidden),
        size,
        sum(map(len, read.logs.values())),
        extra,
        tuple(hidden),
        tuple(files.stale),
        _as_of(root),
        _as_of(newer),
        logs,
        signed=signed,
        removed=tuple(row for table in read.removed.values() for row in table.values()),
    )


def _as_of(root: manifests.Root | None) -> str | None:
    given = root.head.get("as_of") if root else None
    return given if isinstance(given, str) else None


def _is_hidden(source: Source, entry: Entry, listed: Mapping[str, Entry]) -> bool:
    """True for a file that a host reads itself: it answers that there is none, perhaps with its page for that."""
    if source.paths() is not None:
        return False
    content = source.read(entry.path, entry.size)
    if content is None:
        return True
    lost = listed.get(_LOST)
    answer = source.read(entry.path, lost.size) if lost else None
    return lost is not None and manifests.difference(lost, answer) is None


def _home(files: Files, listed: dict[str, manifests.Entry], problems: list[str]) -> dict[str, Any]:
    """The register's summary; empty where it says too little."""
    content = files.read(listed[HOME]) if HOME in listed else None
    try:
        return summary.read(content)
    except WrongError as error:
        problems.append(str(error))
        return {}


def _take(read: _Read, entry: manifests.Entry, content: bytes, base: str) -> None:
    """Keeps what the log is checked against."""
    path, code = entry.path, entry.path.partition("/")[0]
    is_county = len(code) == 6 and code.isdecimal()
    log = trees.of_log(path)
    if log is not None:
        read.tiles[log[0]][log[1]] = content
    elif path == urls.LOG_KEYS:
        read.keys = content
    elif is_county and path == urls.table(code, "events"):
        read.logs[code] = events(path, code, content)
    elif is_county and path == urls.table(code, removed.TABLE):
        read.removed[code] = removed.table(path, code, content)
    elif is_county and path == urls.table(code, "areas"):
        read.statuses[code] = areas(path, content)
    elif newest.is_newest(path):
        read.newest[path.rpartition("/")[0]] = newest.table(path, content)
    elif feeds.is_notices(path):
        read.notices[path] = feeds.notices(path, content)
    elif base and feeds.is_feed(path):
        read.feeds[path] = feeds.feed(path, content, base)
    elif path.startswith(urls.CHANGES) and path.endswith("/index.json"):
        read.documents[path] = (decoded(path, content), entry.sha256)


def _notices(read: _Read, listed: Mapping[str, Entry]) -> list[str]:
    """Each notice that a feed names has its page, where the whole list stands."""
    return [
        f"{path}：通告 {notice_id} 没有页面"
        for path, notice_ids in sorted(read.notices.items())
        for notice_id in notice_ids
        if urls.twin(urls.notice(notice_id)) not in listed
    ]


def _trees(
    read: _Read, counties: Iterable[str], base: str, keys: Sequence[VerifierKey], problems: list[str]
) -> tuple[dict[str, trees.Read], int]:
    """The logs that anyone can check, and by how many keys of the copy's own list all of them are signed."""
    logs: dict[str, trees.Read] = {}
    for code in ("", *counties):
        gone = read.removed.get(code, trees.NOTHING)
        log = trees.read(code, read.tiles.get(code, {}), problems, gone)
        if log is not None:
            logs[code] = log
            problems += removed.against_log(
                code, log.tree.rows[0] if log.tree.size else (), read.logs.get(code, {}), gone
            )
    for code in counties:
        if code in logs and code in read.logs:
            problems += trees.against_table(code, logs[code], read.logs[code], read.removed.get(code, trees.NOTHING))
    if "" in logs:
        problems += trees.against_country(logs[""], {code: logs[code] for code in counties if code in logs})
    own: list[VerifierKey] = []
    try:
        own = log_keys.parse_verifiers((read.keys or b"").decode())
    except (LogError, ValueError) as error:
        problems.append(f"{urls.LOG_KEYS}：{error}")
    if read.keys is None:
        problems.append(f"{urls.LOG_KEYS}：缺少这个文件")
    name = origin(base) if base else ""
    for key in own:
        if key.name != name:
            problems.append(f"{urls.LOG_KEYS}：密钥属于“{key.name[:200]}”，应是“{name}”")
    for key in keys:
        if key.public not in {other.public for other in own}:
            problems.append(f"{urls.LOG_KEYS}：没有你给出的公钥 {key.format()[:120]}")
    wanted = {(key.kind, key.public): key for key in (*keys, *own)}
    before = len(problems)
    for code, log in logs.items() if base else ():
        problems += trees.unsigned(code, log, f"{name}/{code}" if code else name, [*wanted.values()])
    return logs, len(wanted) if len(problems) == before else 0


def _heads(root: manifests.Root, home: dict[str, Any]) -> list[str]:
    """What the root's manifest says of itself stands in the summary too, which has a digest."""
    if not home:
        return []
    problems = [
        f"{manifests.ROOT}：{key} 与 {HOME} 不一致"
        for key in ("format", "as_of", "revision")
        if root.head.get(key) != home.get(key)
    ]
    codes = {str(county.get("code")) for county in home["counties"]}
    problems += [f"{manifests.ROOT}：没有列出区县 {code[:20]}" for code in sorted(codes - set(root.counties))]
    problems += [f"{manifests.ROOT}：{HOME} 里没有区县 {code}" for code in sorted(set(root.counties) - codes)]
    return problems


def _against_log(read: _Read, home: dict[str, Any], counties: set[str], base: str) -> list[str]:
    if not home:
        return []
    problems = [
        f"{urls.table(code, name)}：清单没有列出，或读不出来"
        for code in sorted(counties)
        for name, tables in (("events", read.logs), ("areas", read.statuses))
        if code not in tables
    ]
    if counties - set(read.logs):
        return problems  # without a log there is nothing to compare with
    present = [code for code in summary.present(home) if code in counties]
    changed = {code: changes(log) for code, log in read.logs.items()}
    whole: Log = {event_id: row for log in read.logs.values() for event_id, row in log.items()}
    of_area: dict[str, set[str]] = defaultdict(set)
    for of_county in changed.values():
        for event_id in of_county:
            of_area[whole[event_id]["area_id"]].add(event_id)
    as_of = home["as_of"] if isinstance(home.get("as_of"), str) and is_time(home["as_of"]) else "9999-12-31"
    problems += feeds.disagreements(read.feeds, whole, feeds.expected(changed, present), of_area, as_of)
    return problems + _days(read, home, present, base)


def _days(read: _Read, home: dict[str, Any], present: list[str], base: str) -> list[str]:
    """The chain of days, and their events against the log."""
    if days.INDEX not in read.documents:
        return [f"{days.INDEX}：清单没有列出，或读不出来"]
    problems: list[str] = []
    try:
        index = days.index(read.documents[days.INDEX][0], base)
    except WrongError as error:
        return [str(error)]
    if index.this_update != home.get("as_of"):
        problems.append(f"{days.INDEX}：this_update 与 {HOME} 的 as_of 不一致")
    before: days.Day | None = None
    told: dict[str, list[days.Told]] = {code: [] for code in present}
    for day in index.days:
        document, digest = read.documents.get(day.path, ({}, ""))
        if not digest:
            problems.append(f"{day.path}：索引里的这一天没有文件，或读不出来")
        else:
            if digest != day.sha256:
                problems.append(f"{day.path}：索引说摘要是 {day.sha256}，清单说是 {digest}")
            problems += days.unbroken(day, before, document)
            try:
                for event_id, event in days.told(day, document).items():
                    told.setdefault(event_id[:6], []).append(event)
            except WrongError as error:
                problems.append(str(error))
        before = day
    paths = {day.path for day in index.days}
    others = [path for path in read.documents if path.count("/") == 2 and len(path.split("/")[1]) == 10]
    problems += [f"{path}：{days.INDEX} 没有列出这一天" for path in others if path not in paths]
    months = {path: document for path, (document, _) in read.documents.items() if path.count("/") == 2}
    problems += days.of_months(index, {path: months[path] for path in sorted(months.keys() - {*others})})
    for code, told_of_it in sorted(told.items()):
        if code not in present:
            problems.append(f"各天的变化里有 {code} 的事件，它不在现行的区县之内")
        else:
            problems += days.ahead(index, read.logs[code])
            problems += days.proof(code, read.logs[code], read.statuses.get(code, {}), told_of_it)
    return problems
