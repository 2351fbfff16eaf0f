"""Documents say what the program does: generated ones are up to date, commands and links in the others exist."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Final

import click
import pytest

from generator.cli import main
from generator.findings import CATALOGUE, FAMILIES
from generator.publish.exports.dictionary import DESCRIBED
from generator.publish.handover.summary import STATUSES
from generator.reading import schemas
from generator.register.change import KIND_ORDER
from tests.support.folders import report_of
from tests.tools.docs import COMMITTED, DOCUMENTS, PUBLISHED, ROOT, STATISTICS, fields

READMES: Final = ("README.md", "README.zh-CN.md")
WRITTEN: Final = (
    *READMES,
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    *sorted(f"docs/adr/{path.name}" for path in (ROOT / "docs" / "adr").glob("*.md")),
)
_CODE: Final = re.compile(r"```[a-z]*\n(.*?)```", re.DOTALL)
_LINK: Final = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def text(path: str) -> str:
    """A document of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def _prose(content: str) -> str:
    """A document without its code blocks."""
    return re.sub(r"^ {4}.*$", "", _CODE.sub("", content), flags=re.MULTILINE)


def _blocks(content: str) -> list[str]:
    """Code blocks: fenced ones, and indented ones (the prose has only these)."""
    return [*_CODE.findall(content), *re.findall(r"^ {4}(\S.*)$", content, re.MULTILINE)]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_generated_document_is_up_to_date(path: str) -> None:
    """What stands in docs/ is what `make docs` writes."""
    assert text(path) == DOCUMENTS[path](), "run `make docs`"


def test_every_finding_is_documented() -> None:
    """Each code has its place in docs/findings.md, under the family of its digit."""
    documented = re.findall(r"^### ([EW][0-9]{3})$", text("docs/findings.md"), re.MULTILINE)
    assert sorted(documented) == sorted(CATALOGUE)
    assert {code[1] for code in CATALOGUE} == set(FAMILIES)


def test_every_schema_is_documented() -> None:
    """Each schema is either of a committed file or of a published document."""
    assert {*COMMITTED, *PUBLISHED} == set(schemas.documents()) - {"common"}


def test_every_column_of_the_published_tables_is_documented() -> None:
    """The data model tells of every column of the dictionary; statistics have the columns of their codes."""
    for one in DESCRIBED:
        listing = text("docs/data-model.md").partition(f"### `/<county>/{one.name}.csv`")[2].partition("\n### ")[0]
        assert re.findall(r"^\| `([a-z0-9_]+)`", listing, re.MULTILINE) == list(one.header)
    assert STATISTICS["/statistics/days.csv"] == ", ".join(("day", *KIND_ORDER, "demonstration", "superseded"))
    assert STATISTICS["/statistics/titles.csv"] == ", ".join(("title", "title_name", *STATUSES, "demonstration"))


@pytest.mark.parametrize("name", [name for name in COMMITTED if name != "scheme"])
def test_every_committed_column_has_a_chinese_name_and_a_description(name: str) -> None:
    """Staff and developers alike find out what a column is from its schema."""
    schema = schemas.documents()[name]
    described = fields(schema["items"] if schema["type"] == "array" else schema)
    assert [one.name for one in described if not (one.chinese and one.description)] == []


def test_both_readmes_have_the_same_code_blocks() -> None:
    """The translation says the same: whoever follows either types the same."""
    blocks = [_CODE.findall(text(path)) for path in READMES]
    assert blocks[0] == blocks[1]
    assert blocks[0]


@pytest.mark.parametrize("path", [*READMES, "CONTRIBUTING.md", "content/pages/guide.md"])
def test_commands_in_documents_exist(path: str) -> None:
    """Every `make …` is a target, every `wuyi …` a command with these options."""
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    found = text(path)
    lines = [line for block in _blocks(found) for line in block.replace(" \\\n", " ").splitlines()]
    spans = [*lines, *re.findall(r"`([^`\n]+)`", _prose(found))]
    said = [re.sub(r"\s#.*", "", one).strip() for span in spans for one in span.split("&&")]
    named = {words[1] for words in map(str.split, said) if words[:1] == ["make"] and len(words) > 1}
    assert named
    assert named <= targets
    for line in said:
        words = shlex.split(line)
        if len(words) < 2 or not words[0].endswith("wuyi") or words[1].startswith("-"):
            continue
        assert words[1] in main.commands, line
        command = main.commands[words[1]]
        if isinstance(command, click.Group) and len(words) > 2:
            command = command.commands[words[2]]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word.partition("=")[0] for word in words[2:] if word.startswith("--")} <= known | {"--help"}, line


@pytest.mark.parametrize("path", [*WRITTEN, *DOCUMENTS])
def test_links_between_documents_lead_somewhere(path: str) -> None:
    """Every relative link names a file or folder of the repository."""
    here = (ROOT / path).parent
    targets = [one for one in _LINK.findall(_prose(text(path))) if not one.startswith(("https:", "mailto:"))]
    # How a text of content/ shows a picture is told in many places; that those of content/ are there is a check's.
    targets = [target for target in targets if not target.startswith("../pictures/")]
    assert [one for one in targets if not (here / one).exists()] == []


def test_architecture_names_every_module_in_its_room() -> None:
    """The table of rooms names every module of each, and none that is not there: what is not in it has no place yet."""
    rows = re.findall(r"^\| (?:`([a-z/]+)/`|beside them) \| (.*) \|$", text("docs/architecture.md"), re.MULTILINE)
    told = {room: set(re.findall(r"`([a-z_]+)`", words)) for room, words in rows}
    assert len(told) == len(rows) > 20
    rooms: dict[str, set[str]] = {}
    for path in (ROOT / "generator").rglob("*.py"):
        if not path.stem.startswith("__"):
            rooms.setdefault(path.parent.relative_to(ROOT / "generator").as_posix().removeprefix("."), set()).add(
                path.stem
            )
    assert sorted(told) == sorted(rooms)
    assert {room: names ^ told[room] for room, names in rooms.items() if names != told[room]} == {}


def test_where_a_change_goes_is_there() -> None:
    """Every file and folder of the table exists, unless the table says that it will."""
    table = text("CONTRIBUTING.md").partition("## Where does my change go?")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    told = {path for _, where in rows for path in re.findall(r"(?<!will live in )`([a-z_/.]+)`", where)}
    missing = {path for path in told if not any((ROOT / root / path).exists() for root in ("generator", "."))}
    assert missing == set()
    coming = {path for _, where in rows for path in re.findall(r"will live in `([a-z_/]+)`", where)}
    assert {path for path in coming if (ROOT / "generator" / path).exists()} == set(), "it lives there now"


def test_adrs_are_short_and_complete() -> None:
    """Context, decision, status, consequences, in at most 25 lines; numbered without a gap."""
    found = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [path.name[:4] for path in found] == [f"{number:04d}" for number in range(1, len(found) + 1)]
    for path in found:
        content = path.read_text(encoding="utf-8")
        assert all(f"**{part}.**" in content for part in ("Context", "Decision", "Status", "Consequences")), path.name
        assert content.count("\n") <= 25, path.name


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.name)
def test_prose_has_its_metadata_and_no_heading_of_its_own(path: Path) -> None:
    """Title, slug and description stand first; headings begin at the second level, the title is the first."""
    content = path.read_text(encoding="utf-8")
    head, _, body = content.partition("\n\n")
    keys = [line.partition(":")[0] for line in head.splitlines()]
    dated = ["date"] if path.parent.name == "announcements" else []
    assert keys == ["title", "slug", "description", *dated]
    assert not re.search(r"^# ", body, re.MULTILINE)


def test_lines_of_the_staff_guide_are_right(tmp_path: Path) -> None:
    """Whoever adds the guide's lines to the demonstration, in its order, gets no finding."""
    data = tmp_path / "data"
    for part in ("registers/9901", "registers/990101", "registers/990201", "schemes"):
        shutil.copytree(ROOT / "data" / part, data / part)
    for part in ("site.json", "divisions/99.csv"):
        (data / part).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / "data" / part, data / part)
    added = 0
    table = ""
    for line in text("content/pages/guide.md").splitlines():
        named = re.findall(r"`data/(registers/[0-9]+/[a-z]+\.csv)`", line)
        if named:
            table = named[-1]
        elif re.match(r" {4}(?:[0-9]+,|[0-9]{4}-[0-9]{2}-[0-9]{2},)?[0-9]{6}[0-9-]*,", line):
            with (data / table).open("a", encoding="utf-8") as file:
                file.write(f"{line.strip()}\n")
            added += 1
    assert added == 20
    # The demonstration has applications under way: as its time goes on, they are overdue.
    assert [one for one in report_of(data).findings if one.code != "W610"] == []
