"""What a copy holds against what is served now: a log only grows, closed days stay, time goes forward."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from generator import urls
from generator.copies.days import INDEX, Day, Index, Told, told_of
from generator.copies.folder import Mirror
from generator.copies.log import Fact
from generator.copies.removed import same_day
from generator.copies.source import WrongError, decoded
from generator.register.times import instant, open_from


def not_earlier(
    mirror: Mirror, index: Index, counties: Collection[str], read: Callable[[str], bytes | None],
    removed: Callable[[], Collection[str]] = frozenset,
) -> list[str]:  # fmt: skip
    """Rollbacks, days and counties that are gone, closed days that changed or appeared: told from the index alone.

    `read` fetches a document, to say what changed in it; `removed` says of which events a text was removed since. These
    are asked only where a closed day changed.
    """
    state, problems = mirror.state, []
    was, now = state.get("this_update"), index.this_update
    if was and (now is None or instant(now) < instant(was)):
        # Past the caches it is the same; but a cache may let nobody past it.
        problems.append(
            f"{INDEX}：倒退了，this_update 是 {now}，本地已有 {was}：或者发布方退回了旧的版本，"
            "或者中间的缓存整个是旧的，也绕不过去；换一个网络再试仍是如此，就是退回"
        )
    before = {day["date"]: day["sha256"] for day in state.get("days", ())}
    served = {day.date for day in index.days}
    problems += [f"{urls.day(day)}：这一天不见了，本地有它的变化" for day in before if day not in served]
    problems += [f"区县 {code} 不见了，本地有它的记录" for code in state["counties"] if code not in counties]
    # What could still be recorded when this copy was made may have been: that time, not now, decides what was closed.
    # A day of which a part was open is open.
    closed = open_from(was)[:10] if was else ""
    for day in index.days:
        if day.date >= closed or before.get(day.date) == day.sha256:
            continue
        word = "变了" if day.date in before else "是后来添上的"
        local, content = mirror.get(day.path), read(day.path)
        if day.date in before and _is_without_text(day, local, content, removed):
            continue
        what = _what_changed(day, local, content)
        problems.append(f"{day.path}：这一天早已截止（{closed} 以前不再补记），却{word}{what}")
    return problems


def _is_without_text(
    day: Day, local: bytes | None, content: bytes | None, removed: Callable[[], Collection[str]]
) -> bool:
    """True if a day says what it said but for texts that were removed since, of it or of a day before it."""
    gone = removed()
    if not gone or local is None or content is None:
        return False
    try:
        told(day, local), told(day, content)  # both have the form of such a document
        return same_day(decoded(day.path, local), decoded(day.path, content), gone)
    except WrongError:
        return False


def _what_changed(day: Day, local: bytes | None, content: bytes | None) -> str:
    """Which events of a day differ, for the message; empty if it cannot be told."""
    if local is None or content is None:
        return ""
    try:
        problems = still(told(day, local), told(day, content))
    except WrongError:
        return ""
    return f"：{'；'.join(problems[:5])}" if problems else "：原有的事件没有变，变的是前一天的摘要，或名称、网址等文字"


def told(day: Day, content: bytes) -> dict[str, Told]:
    """Events of a document, whatever the index says of it now. Raises WrongError."""
    return told_of(day.date, day.path, decoded(day.path, content))


def still(before: Mapping[str, Told], now: Mapping[str, Told]) -> list[str]:
    """Events of a day that vanished or say something else."""
    problems = []
    for event_id, event in before.items():
        other = now.get(event_id)
        if other is None:
            problems.append(f"事件 {event_id} 不见了：已公布的事件只能更正，不能删除")
        elif (event.fact, event.before, event.after) != (other.fact, other.before, other.after):
            pairs = zip(Fact._fields, event.fact, other.fact, strict=True)
            names = [name for name, a, b in pairs if a != b] or ["status_before、status_after"]
            problems.append(f"事件 {event_id} 被改动：{'、'.join(names)}")
    return problems
