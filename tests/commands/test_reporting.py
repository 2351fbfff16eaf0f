"""Reports in text, JSON and annotations: whatever a value holds, the reader sees it and is safe from it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.check import Report
from generator.commands import reporting
from generator.findings import CATALOGUE, finding
from generator.reading import schemas
from generator.register.model import Finding
from tests.support.folders import CASES, ROOT, replace_once, report_of, run_wuyi

HOSTILE = [
    "\x1b[31mred", "\x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "\x9b2J", "a\rb",
    "a\nb", "a\r\nb", "\x00", "\x7f",
    "\u202egnp.exe", "\u2066x\u2069", "\u200bx", "\u200dx", "\ufeffx", "\u2028x",
    "\u2029x", "\u0085x", "\xadx",
    "\U000e0041\U000e007f", "\ud800", "\udcff", "\\u202e", "\\", '"', "'", "{value}", "%s",
    "%0A", "%0D%0A::error::x",
    "\n::error file=x::injected", "::error::x", "::set-output name=x::y", "##[error]x", "::stop-commands::x",
    "a,b:c", "file=x,line=1", "[red]x[/red]", "<script>", "&amp;",
]  # fmt: skip


def report(value: str, path: str = "data/registers/990101/areas.csv", column: str | None = "name") -> Report:
    """A report of one finding in which every field that comes from the data holds the value."""
    one = Finding("E204", "error", path, 4, column, value, f"名称“{value}”里有不允许的字符。", f"请改“{value}”。")
    return Report([one], 1, 2, 3)


def harmless(line: str) -> bool:
    """True if a line holds nothing that a terminal acts on or hides."""
    return not any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in line)


def _is_seen(one: str) -> bool:
    """True for the few format characters of category Cf that are drawn: Arabic, Kaithi and Egyptian signs."""
    return 0x0600 <= ord(one) <= 0x0605 or one in "\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd" or (
        0x13430 <= ord(one) <= 0x1343F
    )  # fmt: skip


FORMAT = [chr(one) for one in range(0x110000) if unicodedata.category(chr(one)) == "Cf" and not _is_seen(chr(one))]


def unescaped(text: str) -> str:
    """What GitHub makes of the data of a workflow command."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")


hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(categories=["Cc", "Cs", "Zl", "Zp", "Lo", "Po"]), max_size=12),
    st.lists(st.sampled_from(["::", "%", "0A", "\n", "\r", ",", ":", "error", "\x1b[", "\u202e", " "]), max_size=8).map(
        "".join
    ),
)


@given(hostile, hostile)
@example("\x1b[31m", "a\nb")
@settings(max_examples=300, deadline=None)
def test_text_is_harmless(value: str, path: str) -> None:
    """Three lines for a finding, each one line without anything that a terminal acts on."""
    lines = list(reporting.as_text(report(value, path, value)))
    assert all(harmless(line) for line in lines)
    assert len(lines) == 5
    assert lines[0].startswith("错误 E204  ")
    assert lines[-1] == "检查了 1 个区县、2 个区域、3 条事件：1 个错误，0 个提醒。"


@given(hostile, hostile)
@settings(max_examples=300, deadline=None)
def test_json_is_harmless_and_exact(value: str, path: str) -> None:
    """The JSON form is harmless on a terminal, is UTF-8, and gives back the very values."""
    text = reporting.as_json(report(value, path, value))
    assert all(harmless(line) for line in text.split("\n"))
    document = json.loads(text.encode("utf-8"))
    found = document["findings"][0]
    exact = json.loads(json.dumps([value, path]))  # two halves of a character, side by side, are one
    assert [found["value"], found["path"]] == exact
    assert found["column"] == exact[0]
    assert list(found) == ["code", "severity", "path", "line", "column", "value", "message", "fix", "clause"]
    assert document["summary"] == {"counties": 1, "areas": 2, "events": 3, "errors": 1, "warnings": 0}


@given(hostile, hostile)
@example("\n::error::x", "a,line=9:b")
@settings(max_examples=300, deadline=None)
def test_annotations_cannot_be_injected(value: str, path: str) -> None:
    """Each finding is one annotation whose properties are the finding's own, whatever it quotes."""
    *lines, last = reporting.as_github(report(value, path, value))
    assert len(lines) == 1
    assert harmless(lines[0])
    assert not last.startswith("::")
    parts = re.fullmatch(r"::error file=([^,:]*),line=4,title=E204::(.*)", lines[0])
    assert parts is not None
    assert unescaped(parts[1]) == reporting.visible(path)
    assert unescaped(parts[2]).endswith(reporting.visible(f"请改“{value}”。"))


def test_every_format_character_is_escaped() -> None:
    """No format character that is not drawn stands raw in a report."""
    assert [f"U+{ord(one):04X}" for one in FORMAT if not harmless(reporting.visible(one))] == []


@pytest.mark.parametrize("value", HOSTILE)
def test_visible_characters_stay(value: str) -> None:
    """Only what is hostile is escaped: Chinese, rare characters and punctuation stand as they are."""
    plain = "幸福里小区（1-5栋）·𠮷\ue000é~!@#"
    assert reporting.visible(plain) == plain
    assert harmless(reporting.visible(value))


def test_severity_of_annotations() -> None:
    """Warnings are ::warning, errors are ::error, whole files have no line; the summary ends the form."""
    found = [
        finding("E107", "data/site.json", value="site.json"),
        finding("W603", "data/registers/990101/events.csv", 6, "notice_id"),
    ]
    lines = list(reporting.as_github(Report(found, 1, 1, 1)))
    assert [line.split(" ")[0] for line in lines[:2]] == ["::error", "::warning"]
    assert lines[0].startswith("::error file=data/site.json,title=E107::")
    assert lines[1].startswith("::warning file=data/registers/990101/events.csv,line=6,title=W603::notice_id 列：")
    assert lines[2:] == ["检查了 1 个区县、1 个区域、1 条事件：1 个错误，1 个提醒。"]


def test_nothing_found() -> None:
    """A report without findings says so in one sentence, and has an empty list in JSON."""
    empty = Report([], 2, 3, 4)
    assert list(reporting.as_text(empty)) == ["检查了 2 个区县、3 个区域、4 条事件：没有问题。"]
    assert json.loads(reporting.as_json(empty))["findings"] == []
    assert not any(line.startswith("::") for line in reporting.as_github(empty))


@pytest.mark.parametrize("code", CATALOGUE)
def test_messages_fill_and_end(code: str) -> None:
    """Message and mending of each kind are Chinese sentences that end, and name every word that they take."""
    kind = CATALOGUE[code]
    assert kind.code == code
    for text in (kind.message, kind.fix):
        assert re.search("[\u4e00-\u9fff]", text)
        assert text.endswith(("。", "{near}", "{hint}。", "{mend}。"))
    assert re.search("[A-Za-z]", kind.about)
    assert kind.severity == {"E": "error", "W": "warning"}[code[0]]


# What is quoted stays as it is: between quotation marks, and the name of a code in brackets behind it.
QUOTED: Final = re.compile(r"“[^”]*”|《[^》]*》|(?<=[a-z])（[^（）]*(?:（[^（）]*）[^（）]*)*）")
CHINESE: Final = "[\u3400-\u9fff〇]"
MEET: Final = re.compile(f"{CHINESE}[A-Za-z0-9]|[A-Za-z0-9]{CHINESE}")


def unspaced(text: str) -> list[str]:
    """Where Chinese and a Latin letter or a digit meet without a blank, outside of what is quoted."""
    return MEET.findall(QUOTED.sub("“”", text))


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_blank_stands_between_chinese_and_latin(code: str) -> None:
    """In the catalogue, as everywhere in the house."""
    assert unspaced(CATALOGUE[code].message) == []
    assert unspaced(CATALOGUE[code].fix) == []


@pytest.mark.parametrize("path", sorted(CASES.glob("*/expected.json")), ids=lambda path: path.parent.name)
def test_a_blank_stands_between_chinese_and_latin_in_each_report(path: Path) -> None:
    """What the words of a message begin and end with makes no difference; nothing is left open where there is none."""
    findings = json.loads(path.read_text(encoding="utf-8"))["findings"]
    texts = [text for found in findings for text in (found["message"], found["fix"])]
    assert [unspaced(text) for text in texts] == [[]] * len(texts)
    assert not any(re.search("[：（][。，；）]|“”", text) for text in texts)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("git-lfs 的指针文件", "文件内容不是文字，看起来是 git-lfs 的指针文件。"),
        ("图片", "文件内容不是文字，看起来是图片。"),
    ],
)
def test_words_of_a_message_are_set_apart(what: str, message: str) -> None:
    """A word in Latin letters gets its blank, a Chinese one none."""
    assert finding("E118", "data/x", 1, value=what, mend="").message == message


def test_a_column_is_named_as_people_know_it() -> None:
    """By the title of its schema, with the name that it has in the file; what no schema has by that alone."""
    assert schemas.named("data/registers/990101/areas.csv", "name") == "“名称”（name）"
    assert schemas.named("data/schemes/x.json", "titles.0.name").endswith("（name）")
    assert schemas.named("data/divisions/99.csv", "name") == "“名称”（name）"
    assert schemas.named("data/divisions/former.csv", "until").endswith("（until）")
    assert schemas.named("data/x.csv", "name") == "“name”"


def test_long_value_is_quoted_short() -> None:
    """A message quotes no more than a line of a long value, the JSON form no more than 200 characters."""
    found = finding("E207", "data/x", 1, "event", "x" * 10_000, expected="")
    assert len(found.message) < 80
    assert len(found.value or "") == 200


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_program_prints_hostile_data_harmlessly(data: Path, form: str) -> None:
    """The real program, on a name full of terminal control and annotations, prints nothing of it raw."""
    replace_once(data / "registers/990101/areas.csv", "向阳小区", "\x1b[2J\u202e::error::x%0A")
    ended = run_wuyi("check", "--data", data, "--format", form)
    assert ended.returncode == 1
    assert ended.stderr == ""
    assert all(harmless(line) for line in ended.stdout.removesuffix("\n").split("\n"))
    if form == "json":
        assert json.loads(ended.stdout)["findings"][0]["value"] == "\x1b[2J\u202e::error::x%0A"
    if form == "github":
        assert [line[:8] for line in ended.stdout.split("\n") if "::" in line] == ["::error "]


def test_json_of_the_library_is_that_of_the_program(data: Path) -> None:
    """JSON stands alone on standard output, and is what the function returns."""
    replace_once(data / "registers/990101/areas.csv", "1-5栋,compound", "1-5栋,小区")
    ended = run_wuyi("check", "--data", data, "--format", "json")
    assert ended.stdout == reporting.as_json(report_of(data)) + "\n"


def test_annotations_name_files_from_the_top_of_the_repository(data: Path, tmp_path: Path) -> None:
    """Wherever the data stand and the command runs, an annotation names a file that is there."""
    replace_once(data / "registers/990101/events.csv", "24,990101001002,和平社区", "24,990101001002,和平小区")
    home = tmp_path / "repository"
    deep = home / "registers/cq/data"
    shutil.copytree(data, deep)
    runs: list[tuple[Path, Path, dict[str, str], str]] = [
        (home, deep, {}, "registers/cq/data"),  # outside git: from where the command runs
        (tmp_path, deep, {"GITHUB_WORKSPACE": str(home)}, "registers/cq/data"),
        (home, deep, {"GITHUB_WORKSPACE": str(tmp_path / "elsewhere")}, "registers/cq/data"),
        (home / "registers", Path("cq/data"), {"GITHUB_WORKSPACE": str(home)}, "registers/cq/data"),
        (deep, Path(), {}, ""),
        (ROOT, deep, {}, "data"),  # neither: as findings say it
    ]
    for folder, place, more, shown in runs:
        assert _annotated(folder, place, more) == f"{shown}/registers/990101/events.csv".lstrip("/"), (folder, place)
    subprocess.run(["git", "init", "-q", str(home)], check=True)
    for folder in (home, home / "registers", ROOT):
        assert _annotated(folder, deep, {}) == "registers/cq/data/registers/990101/events.csv"
    assert (home / "registers/cq/data/registers/990101/events.csv").is_file()


def _annotated(folder: Path, data: Path, more: dict[str, str]) -> str:
    """The file of the first annotation of a check that runs in a folder."""
    kept = {key: value for key, value in os.environ.items() if key != "GITHUB_WORKSPACE"}
    ended = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--data", str(data), "--format", "github"],
        cwd=folder, env={**kept, "PYTHONPATH": str(ROOT), **more}, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    return ended.stdout.partition("file=")[2].partition(",")[0]
