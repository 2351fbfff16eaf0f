"""The data dictionary: every table that is published, its columns, their types and meanings, in one place.

The tables are written, described (data package, DCAT, schema.org, pages, docs/data-model.md) and typed from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from generator import words
from generator.reading import schemas


class Column(NamedTuple):
    """A column. `definition` is its type in schemas/common.json; "" where the type is `kind` alone.

    `required`: no cell is empty. `codes` are the values that it can have, with their words.
    """

    name: str
    chinese: str
    english: str
    definition: str = ""
    kind: str = "string"
    required: bool = False
    codes: Mapping[str, str] = {}

    @property
    def pattern(self) -> str | None:
        """The pattern of its cells, if it has one."""
        definition: Mapping[str, Any] = schemas.documents()["common"]["$defs"].get(self.definition, {})
        return definition.get("pattern")

    @property
    def most(self) -> int | None:
        """The most characters that its cells have, if there is a limit."""
        definition: Mapping[str, Any] = schemas.documents()["common"]["$defs"].get(self.definition, {})
        return definition.get("maxLength")

    @property
    def is_time(self) -> bool:
        """True for a day or time."""
        return self.definition in ("time", "day")

    @property
    def is_day(self) -> bool:
        """True for a day alone."""
        return self.definition == "day"


class TableKind(NamedTuple):
    """A table. `key` are the columns that tell its rows apart."""

    name: str
    chinese: str
    english: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


_STATUSES: Final = {code: words.STATUSES[code] for code in ("certified", "suspended", "revoked", "candidate")}
_STATE: Final = Column(
    "state", "现行名录还是历史名录", "active, or archived: a historical list.", "state",
    required=True, codes=words.STATES,
)  # fmt: skip
_DEMONSTRATION: Final = Column(
    "demonstration", "true：虚构的区域，演示用", "true: the area is fictional.", kind="boolean", required=True
)

AREAS: Final = TableKind(
    "areas",
    "名录：每个公开区域的每个称号一行",
    "One row for each public area and title.",
    ("area_id", "title"),
    (
        Column("area_id", "区域编号", "The area.", "area_id", required=True),
        Column("name", "名称", "Its name.", required=True),
        Column("qualifier", "限定，用来区分同名的区域，如“1-5栋”", "What tells it from another of the same name."),
        Column("unit_type", "类型", "What the area is.", required=True, codes=words.UNIT_TYPES),
        Column("place", "所在地：区县、街道、社区", "Where it lies, in words: county, street, community."),
        Column(
            "title", "称号的标识；有两个称号的区域有两行", "Id of the title; an area with two titles has two rows.",
            "id", required=True,
        ),
        Column("title_name", "称号的名称", "The title, as the scheme calls it.", required=True),
        Column(
            "status", "公开的状态；空：发布已撤销",
            "What the public sees: certified, suspended, revoked, candidate; empty: a retracted publication.",
            codes=_STATUSES,
        ),
        Column("since", "该状态从何时起", "When that status took effect.", "time"),
        Column("scheme", "当时所依据的工作方案", "Id of the scheme in force then.", "id"),
        Column("notice_id", "最近一份提到它的通告", "The latest notice that named the area.", "notice_id"),
        Column("url", "页面地址", "Its page.", kind="uri", required=True),
        _STATE,
        _DEMONSTRATION,
        Column("since_on", "该状态从哪一天起：since 的日期", "The day of since.", "day"),
    ),
)  # fmt: skip
EVENTS: Final = TableKind(
    "events",
    "公开事件：每个公开的事件一行，按区县和序号排列",
    "One row for each public event, in order of the log.",
    ("event_id",),
    (
        Column(
            "event_id", "事件编号，永久不变：区县代码、连字符、六位序号；订阅源条目的编号以它结尾",
            "Permanent id: county, hyphen, six-digit sequence; also the end of the id of its feed item.",
            "event_id", required=True,
        ),
        Column("area_id", "区域编号", "The area.", "area_id", required=True),
        Column("area_name", "事件记录时的区域名称", "Its name, as recorded with the event.", required=True),
        Column("event", "发生了什么", "What happened.", required=True, codes=words.EVENTS),
        Column("title", "称号的标识", "Id of the title.", "id", required=True),
        Column("effective_at", "生效时间", "When it has force.", "time", required=True),
        Column("recorded_at", "记录时间", "When it entered the log.", "time", required=True),
        Column(
            "status_before", "记录时，事件前的状态，办理中的步骤也算",
            "Folded status before it, as known when it was recorded; steps of the procedure included.",
            codes=words.STATUSES,
        ),
        Column("status_after", "记录时，事件后的状态，同上", "Folded status after it, likewise.", codes=words.STATUSES),
        Column("decided_by", "决定单位的区划代码", "Code of the deciding body.", "division_code"),
        Column("reason", "原因的标识，含义见工作方案", "Code of the reason.", "id"),
        Column("notice_id", "公布它的通告", "The notice that announced it.", "notice_id"),
        Column(
            "corrects", "更正的是哪一个事件（事件编号）", "event_id of the event that this one retracts or replaces.",
            "event_id",
        ),
        Column("url", "在区域页面上的位置", "Its place on the area's page.", kind="uri", required=True),
        _STATE,
        _DEMONSTRATION,
        Column("qualifier", "用来区分同名区域的限定", "What tells two areas of the same name apart."),
        Column("title_name", "称号的名称", "Name of the title."),
        Column("reason_name", "原因的文字", "The reason in words."),
        Column("effective_on", "生效的日期：effective_at 的日期", "The day of effective_at.", "day", required=True),
        Column("recorded_on", "记录的日期：recorded_at 的日期", "The day of recorded_at.", "day", required=True),
        Column(
            "superseded_by", "这条记录后来被哪一个事件撤销或替换（事件编号）；空：仍然有效。统计只数空的",
            "event_id of the later event that retracted or replaced this one; empty: it stands. Count what is empty.",
            "event_id",
        ),
    ),
)  # fmt: skip
CHANGES: Final = TableKind(
    "changes",
    "日志的最新记录：每条记录一行，最新公开的在前，供定时查询",
    "The newest lines of the log, the last one to become public first: to be polled.",
    ("index",),
    (
        Column(
            "index", "在日志里的序号，从 0 起，没有空缺：全国的表按全国日志的次序，区县的表按区县日志的次序。"
            "记住见过的最大序号，下次只看更大的，就不会漏",
            "Number in the log, from 0, without a gap: in the country's table in the order in which lines became "
            "public, in a county's table in its own log. Who remembers the greatest one that he saw misses nothing.",
            kind="integer", required=True,
        ),
        Column("recorded_at", "记录时间", "When it was recorded.", "time", required=True),
        Column("county", "区县代码", "Code of the county.", "division_code", required=True),
        Column("event_id", "事件编号", "The event.", "event_id", required=True),
        Column(
            "area_id", "区域编号；空：办理中的步骤，称号公布之前只有编号和记录时间",
            "The area; empty, as what follows: a step of a procedure whose title is not published (yet).", "area_id",
        ),
        Column("area_name", "事件记录时的区域名称", "Its name, as recorded with the event."),
        Column("title", "称号的标识", "Id of the title.", "id"),
        Column("event", "发生了什么", "What happened.", codes=words.EVENTS),
        Column("effective_at", "生效时间", "When it has force.", "time"),
        Column(
            "withdrawn_by", "后来撤销或替换它的事件（事件编号）；空：仍然有效",
            "event_id of the later event that retracted or replaced it; empty: it stands.", "event_id",
        ),
        _DEMONSTRATION,
    ),
)  # fmt: skip
REDACTIONS: Final = TableKind(
    "redactions",
    "删除的文字：区县里有文字被删除的记录，每条一行；没有删除过的区县没有这个表",
    "Lines of a county's log whose text had to go; a county of which nothing was removed has no such table.",
    ("event_id",),
    (
        Column("event_id", "事件编号", "The event.", "event_id", required=True),
        Column(
            "columns",
            "删除了哪一列的文字；那一格现在写的是【已删除】",
            "The column whose text was removed.",
            "redacted_columns",
            required=True,
        ),
        Column(
            "leaf_hash",
            "这条记录在区县日志里的哈希，删除以前就在那里，一直不变；核对日志时用它代替算出的哈希",
            "The hash of the line in the county's log, as it was before: it stands for the one that can no longer be "
            "computed.",
            "sha256",
            required=True,
        ),
        Column(
            "row_sha256",
            "办理中的步骤在日志里的摘要；其他记录为空",
            "Of a step: its digest in the log; empty for others.",
            "sha256",
        ),
        Column("decided_by", "谁决定删除", "Who decided it.", required=True),
        Column("reason", "为什么删除", "Why.", required=True),
        Column("redacted_at", "什么时候删除", "When.", "time", required=True),
    ),
)
DAYS: Final = TableKind(
    "days",
    "逐日：个数有变化的每一天一行，当日终了时各状态有多少个，按记录的日期；没有列出的日子与前一行相同",
    "One row for each day on which counts moved: how many titles had each status at its end, by day of record; a day "
    "that is not there is as the row before it.",
    ("day", "code"),
    (
        Column("day", "记录的日期", "The day of record.", "day", required=True),
        Column(
            "code", "区划代码；空：全国", "Code of the county, city or province; empty: the country.", "division_code"
        ),
        Column("certified", "有效的个数", "How many were certified.", kind="integer", required=True),
        Column("suspended", "已暂停的个数", "How many were suspended.", kind="integer", required=True),
        Column("revoked", "已取消的个数", "How many were revoked.", kind="integer", required=True),
        _DEMONSTRATION,
    ),
)  # fmt: skip
TABLES: Final = (AREAS, EVENTS)
# All that the dictionary tells of: what there is no whole table of to download, too.
DESCRIBED: Final = (*TABLES, CHANGES, REDACTIONS, DAYS)
