"""Kinds of findings of texts that had to go."""

from __future__ import annotations

from typing import Final

from generator.findings.kind import Kind

_COMMAND: Final = "删除文字只用 wuyi redact：它把 events 表和 redactions 表一起写好"

KINDS: Final = (
    # ---- 69: texts that had to go
    Kind(
        "E690",
        "删除表写的第 {value} 号记录，日志里没有。",
        "核对序号；不是要删除的，去掉这一行（已经公布的除外）。",
        "A line of redactions.csv names no line of the log.",
    ),
    Kind(
        "E691",
        "删除表说第 {value} 号记录的文字已删除，events 表里却还有文字。",
        f"把那一格写成{{removed}}。{_COMMAND}。",
        "A text stands where redactions.csv says that it was removed; it is not quoted.",
    ),
    Kind(
        "E692",
        "第 {sequence} 号记录的 {column} 写的是{value}，删除表里却没有这一条。",
        "恢复原来的文字；真的要删除的，恢复以后运行 wuyi redact：它把 events 表和 redactions 表一起写好。",
        "The mark of a removed text stands in the log without a line of redactions.csv.",
    ),
    Kind(
        "E693",
        "第 {value} 号记录在删除表里有两行，第 {row} 行已经写过。",
        "去掉后加的一行。",
        "One line of the log stands twice in redactions.csv.",
    ),
    Kind(
        "E694",
        "第 {sequence} 号记录留下的哈希不对：它是{what}。",
        f"恢复这一行原来的内容。{_COMMAND}。",
        "What stays of a line in the log that anyone can check is not what such a line has.",
    ),
    Kind(
        "E695",
        "区域 {area_id} 的{named}里还有从第 {sequence} 号记录删除的文字：网页、表格和搜索还会显示它。",
        "改成不含这些文字的名称，不要写进 former_names；改完再检查一次。",
        "The text that was removed from an event is still a name of its area, as its hash shows; it is not quoted.",
    ),
    Kind(
        "E696",
        "删除表里已公布的一行不见了或被改动：第 {sequence} 号记录的删除{what}。",
        "恢复这一行（{expected}）：删除的记录只增不改。",
        "A line of redactions.csv that the base has was removed or altered.",
    ),
    Kind(
        "E697",
        "第 {sequence} 号记录不能这样删除：{what}。",
        "恢复 events 表里这一行原来的内容，去掉删除表里新加的一行，再运行 wuyi redact。",
        "A new line of redactions.csv does not have the hash of the line that the base has, or that has no such line.",
    ),
)
