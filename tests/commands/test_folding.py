"""The same finding on many lines is one, with its lines, in every form; what names an area is told each time."""

from __future__ import annotations

import json

from generator.check import Report
from generator.commands import reporting
from generator.commands.folding import folded, spans
from generator.register.model import Finding

PATH = "data/registers/990101/events.csv"


def steps(code: str, lines: range, column: str = "event") -> list[Finding]:
    """Findings that differ in line, name and value."""
    return [
        Finding(
            code, "error", PATH, line, column, f"v{line}", f"“{line}号院”（{line}）不能“发布”。", "补上前面的步骤。"
        )
        for line in lines
    ]


def test_thirty_lines_are_one_finding() -> None:
    """Text, JSON and annotations tell it once; the summary still counts every line."""
    report = Report([*steps("E602", range(2, 32)), *steps("W611", range(2, 32), "decided_by")])
    text = [*reporting.as_text(report)]
    assert [line.split()[1] for line in text if line.startswith("错误")] == ["E602", "W611"]
    assert sum("同样的问题在第 2 至 31 共 30 行。" in line for line in text) == 2
    document = json.loads(reporting.as_json(report))
    assert [(one["code"], one["line"], one["lines"]) for one in document["findings"]] == [
        ("E602", 2, [*range(2, 32)]),
        ("W611", 2, [*range(2, 32)]),
    ]
    assert document["findings"][0]["values"] == [f"v{line}" for line in range(2, 32)]
    assert [*document["findings"][0]][-2:] == ["lines", "values"]
    assert document["summary"]["errors"] == 60
    github = [line for line in reporting.as_github(report) if line.startswith("::")]
    assert len(github) == 2
    assert "第 2 至 31 共 30 行" in github[0]


def test_few_lines_and_single_areas_stay_apart() -> None:
    """Three lines are read faster than folded; each area that may have to lose a title is named."""
    assert len(folded(steps("E602", range(2, 5)))) == 3
    assert len(folded(steps("E616", range(2, 32)))) == 30
    assert len(folded([*steps("E602", range(2, 4)), *steps("E602", range(5, 7), "reason")])) == 4
    assert "lines" not in json.loads(reporting.as_json(Report(steps("E602", range(2, 5)))))["findings"][0]


def named_wrongly(lines: range, name: str = "向阳小区") -> list[Finding]:
    """Lines of one area with the name of another."""
    return [
        Finding(
            "E403", "error", PATH, line, "area_name", name, f"编号对应的是“幸福里小区”，这里写的是“{name}”。", "改正。"
        )
        for line in lines
    ]


def test_one_area_named_wrongly_on_many_lines_is_one_finding() -> None:
    """From the second line on, where it stands first; another area, or another name of it, is told on its own."""
    found = [*steps("E401", range(3, 4)), *named_wrongly(range(2, 4)), *named_wrongly(range(5, 9), "锦苑小区")]
    folds = folded(found)
    assert [(fold.finding.code, fold.finding.value, fold.lines) for fold in folds] == [
        ("E403", "锦苑小区", (5, 6, 7, 8)),
        ("E403", "向阳小区", (2, 3)),
        ("E401", "v3", (3,)),
    ]
    assert "    同样的问题在第 2 至 3 共 2 行。" in [*reporting.as_text(Report(found))]


def test_the_likeliest_cause_stands_first() -> None:
    """In a file what is folded stands before the rest, the form before the steps; a finding of the file before both."""
    whole = Finding("E106", "error", PATH, None, None, None, "引号没有结束。", "补上。")
    found = [*steps("E602", range(2, 10)), *steps("E203", range(5, 10), "corrects"), *steps("E401", range(2, 3)), whole]
    assert [fold.finding.code for fold in folded(found)] == ["E106", "E203", "E602", "E401"]


def overdue(lines: range) -> list[Finding]:
    """Steps that are not on record yet, which differ in the name."""
    message = "“{0}号院”（{0}）的“评定”还没有记录：审核（2022-11-23）后 1 天内。"
    return [
        Finding("W610", "warning", PATH, line, "effective_at", "2022-11-23", message.format(line), "补记。", "第一条")
        for line in lines
    ]


def test_two_steps_that_are_missing_are_one_finding() -> None:
    """An area loses nothing by one: its line is enough."""
    assert [fold.lines for fold in folded(overdue(range(2, 4)))] == [(2, 3)]
    assert "    同样的问题在第 2 至 3 共 2 行。" in [*reporting.as_text(Report(overdue(range(2, 4))))]


def gone(count: int, folder: str = "content") -> list[Finding]:
    """Pages that are not there any more, each with the line that would say that this is meant."""
    return [
        Finding(
            "E816", "error", f"{folder}/pages/p{number:02}.md", None, None, None,
            f"文章“p{number:02}”的 slug 从“p{number:02}”改成了空：打不开。", f"加一行：决定日期,p{number:02}.md。",
        )
        for number in range(count)
    ]  # fmt: skip


def test_a_folder_of_pages_that_is_gone_is_one_finding() -> None:
    """With its files, in text and annotations; programs get each, with the line that would allow it."""
    report = Report([*gone(30), *gone(1, "data")])
    text = [*reporting.as_text(report)]
    assert [line.split()[2] for line in text if line.startswith("错误")] == [
        "content/pages/p00.md",
        "data/pages/p00.md",
    ]
    (same,) = [line for line in text if "同样的问题" in line]
    assert same.startswith("    同样的问题还在 content/pages/p01.md、content/pages/p02.md、")
    assert same.endswith("content/pages/p12.md 等 29 个文件，逐个处理。")
    assert len([line for line in reporting.as_github(report) if line.startswith("::")]) == 2
    document = json.loads(reporting.as_json(report))
    assert [one["path"] for one in document["findings"]] == [one.path for one in report.findings]
    assert len({one["fix"] for one in document["findings"]}) == 30


def test_three_pages_that_are_gone_stay_apart() -> None:
    """They are read faster than a list of files."""
    assert len(folded(gone(3))) == 3


def test_lines_are_told_as_spans() -> None:
    """Runs are joined, and a long list ends."""
    assert spans([2, 3, 4, 9, 11, 12]) == "2 至 4、9、11 至 12 共 6 行"
    assert spans(range(2, 100, 2)).endswith("等 49 行")
