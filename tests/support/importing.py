"""`wuyi import` on a small county: what it says, what it writes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, Final

from click.testing import CliRunner, Result

from generator.check import check_all
from generator.cli import main
from generator.cli.common import tomorrow
from tests.support.recording import contents
from tests.support.written import CODE, Written

RECORDED: Final = "2022-12-08T10:00:00+08:00"
WAY: Final = ("--applied", "2022-12-05", "--reviewed", "2022-12-06", "--certified", "2022-12-06")
LIST: Final = """关于公布第三批无疫小区的通告
2022年12月7日
无疫小区（3个）
示例街道
春晓社区：甲苑、乙苑（1-5栋）
椰林镇：丙苑
"""


class Import:
    """A data folder and a list beside it; the settings of the user are there too."""

    def __init__(self, data: Path, content: bytes | str, name: str = "名单.txt", county: str = CODE) -> None:
        self.data, self.county = data, county
        self.file = data.parent / name
        self.file.write_bytes(content.encode() if isinstance(content, str) else content)

    def run(self, *arguments: str, answers: str | None = None, recorded: str = RECORDED) -> Result:
        """The command; with `answers`, what a person types."""
        silent = [] if answers is not None or "--dry-run" in arguments else ["--yes"]
        given = ["import", str(self.file), "--county", self.county, "--data", str(self.data), "--recorded-at", recorded]
        settings = ["--settings", str(self.data.parent / "settings")]
        return CliRunner().invoke(main, [*given, *settings, *silent, *arguments], input=answers)

    def done(self, *arguments: str, answers: str | None = None, recorded: str = RECORDED) -> str:
        """What it says, when it writes; afterwards a check finds no error."""
        result = self.run(*arguments, answers=answers, recorded=recorded)
        assert result.exit_code == 0, result.output
        assert "已写" in result.output, result.output
        findings = check_all(self.data, (self.county,), now=tomorrow(), workers=1).findings  # taken over is today
        assert [one.code for one in findings if one.severity == "error"] == []
        return result.output

    def refused(self, *arguments: str, answers: str | None = None, code: int = 1) -> str:
        """What it says, when it writes nothing into the data."""
        before = contents(self.data)
        result = self.run(*arguments, answers=answers)
        assert result.exit_code == code, result.output
        assert contents(self.data) == before
        return result.output

    def document(self, *arguments: str, code: int) -> dict[str, Any]:
        """What a program reads."""
        result = self.run("--format", "json", *arguments)
        assert result.exit_code == code, result.output
        document: dict[str, Any] = json.loads(result.stdout)
        return document

    @property
    def sheet(self) -> Path:
        """The worksheet of open questions."""
        return self.file.with_name(f"{self.file.stem}-问题.csv")

    def questions(self) -> list[dict[str, str]]:
        """The open questions of the sheet."""
        return [*csv.DictReader(io.StringIO(self.sheet.read_bytes().decode("utf-8-sig"), newline=""))]

    def fill_in(self, *answers: str, encoding: str = "utf-8-sig") -> tuple[str, str]:
        """Answers the questions of the sheet in order; the option that gives it back."""
        questions = self.questions()
        column = next(name for name in questions[0] if name.startswith("回答"))
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, questions[0])
        writer.writeheader()
        for question, answer in zip(questions, answers, strict=True):
            writer.writerow({**question, column: answer})
        self.sheet.write_bytes(out.getvalue().encode(encoding))
        return "--answers", str(self.sheet)


def county(folder: Path, **settings: str) -> Path:
    """The small county of the tests; self-assessments are kept in it."""
    written = Written(folder)
    for name, value in settings.items():
        setattr(written, name, value)
    return written.on_file("assessments").write()
