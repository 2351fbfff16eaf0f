"""What the tables of a copy say beside the lines of its logs, worked out again from these: which of them no longer
stand, and the newest lines, which programs poll. Who remembers an index has to find every later line, each as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator import urls
from generator.copies.log import Log, place, rows
from generator.copies.trees import Read
from generator.errors import LogError
from generator.register.fold import not_in_force
from generator.register.model import Event
from generator.transparency import checkpoint

# What a row of the newest lines repeats of the log; nothing of it stands there before a title is public.
_REPEATED: Final = ("recorded_at", "area_id", "area_name", "title", "event", "effective_at")
_DEMONSTRATION: Final = "demonstration"
_COLUMNS: Final = ("index", "county", "event_id", "withdrawn_by", _DEMONSTRATION, *_REPEATED)
# The column of a log's table that says by which event a line no longer stands; it came after the table itself.
_SUPERSEDED: Final = "superseded_by"
# As many lines of a county as there are, or so many at least.
_LEAST_OF_COUNTY: Final = 200

Table = Sequence[Mapping[str, str]]


def is_newest(path: str) -> bool:
    """True for a table of the newest lines, of the country or of a county."""
    code, _, rest = path.rpartition("/")
    return rest == urls.changes_table() and (not code or (len(code) == 6 and code.isdecimal()))


def table(path: str, content: bytes) -> Table:
    """The rows of such a table. Raises WrongError where it is none."""
    return rows(path, content, _COLUMNS)


def superseded(log: Log) -> dict[str, str]:
    """For each event of a county's log that no longer stands, the id of the one by which it does not."""
    lanes: dict[tuple[str, str], list[Event]] = defaultdict(list)
    codes: dict[int, str] = {}
    for event_id, row in log.items():
        code, number = place(event_id)
        codes[number] = code
        corrects = place(row["corrects"])[1] if row["corrects"] in log else None
        lanes[row["area_id"], row["title"]].append(
            Event(
                number, row["area_id"], row["area_name"], row["event"], row["title"], row["effective_at"],  # type: ignore[arg-type]
                row["recorded_at"], None, None, None, corrects,
            )
        )  # fmt: skip
    return {
        urls.event_id(codes[number], number): urls.event_id(codes[by.sequence], by.sequence)
        for lane in lanes.values()
        for number, by in not_in_force(lane).items()
    }


def against_log(tables: Mapping[str, Table], trees: Mapping[str, Read], logs: Mapping[str, Log]) -> Iterator[str]:
    """How the tables of the newest lines ("" for the country) differ from the logs, and what the tables of events say
    of lines that no longer stand."""
    gone = {code: superseded(log) for code, log in logs.items()}
    for code, log in logs.items():
        for event_id, row in log.items():
            due = gone[code].get(event_id, "")
            if row.get(_SUPERSEDED, due) != due:
                path = urls.table(code, "events")
                yield f"{path}：事件 {event_id} 的 {_SUPERSEDED} 是“{row[_SUPERSEDED][:40]}”，按日志应是“{due}”"
    for code, tree in trees.items():
        path = urls.changes_table(code)
        if code not in tables:
            yield f"{path}：清单没有列出，或读不出来"
            continue
        try:
            order = _order(tree, trees) if not code else [(code, number) for number in range(1, tree.tree.size + 1)]
        except (LogError, ValueError):
            continue  # what is wrong with it is told where the log itself is read
        yield from _differing(path, tables[code], order, logs, gone)
        if code and len(tables[code]) < min(_LEAST_OF_COUNTY, len(order)):
            yield f"{path}：少了较早的记录，只有 {len(tables[code])} 行"


def _order(country: Read, trees: Mapping[str, Read]) -> list[tuple[str, int]]:
    """All lines of the country, each as county and number, in the order in which they became public."""
    order: list[tuple[str, int]] = []
    sizes: dict[str, int] = {}
    for index in range(country.tree.size):
        told = checkpoint.parse_text(country.entries.get(index, b"").decode())
        code = told.origin.removeprefix(f"{country.checkpoint.origin}/")
        if code not in trees or told.size > trees[code].tree.size:
            raise ValueError(code)
        order += [(code, number) for number in range(sizes.get(code, 0) + 1, told.size + 1)]
        sizes[code] = told.size
    return order


def _differing(
    path: str, listed: Table, order: Sequence[tuple[str, int]], logs: Mapping[str, Log],
    gone: Mapping[str, Mapping[str, str]],
) -> Iterator[str]:  # fmt: skip
    """A row for each of the newest lines, the newest first, without a gap; each as the log has it."""
    if order and not listed:
        yield f"{path}：一行也没有，日志里有 {len(order)} 条"
    for back, row in enumerate(listed, start=1):
        index = len(order) - back
        if row["index"] != str(index) or index < 0:
            yield f"{path}：第 {back} 行的序号应是 {index}，实际是“{row['index'][:20]}”：漏了记录，或多了"
            return
        code, number = order[index]
        due = urls.event_id(code, number)
        if (row["county"], row["event_id"]) != (code, due):
            yield f"{path}：序号 {index} 应是事件 {due}，实际是“{row['event_id'][:40]}”（{row['county'][:12]}）"
            continue
        if code not in logs:
            continue  # that there is no table of events is told where it is looked for
        told, kept = logs[code].get(due), {"withdrawn_by": gone[code].get(due, "")}
        if told is None:  # of a step that is not public yet the log has a digest alone
            kept |= dict.fromkeys(_REPEATED, "") | {"recorded_at": row["recorded_at"]}
        else:
            kept |= {name: told.get(name, row[name]) for name in (*_REPEATED, _DEMONSTRATION)}
        names = [name for name, value in kept.items() if row[name] != value]
        if names:
            was = "，".join(f"{name} 是“{row[name][:40]}”，按日志应是“{kept[name][:40]}”" for name in names)
            yield f"{path}：事件 {due}：{was}"
