"""Pages that people wrote stay where they were published, or there is a word for it (`check --base`)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.check import read_plan
from generator.history.compare import check_against
from generator.history.pages import milder
from generator.prose.judging import judge
from tests.history.test_gate import decide
from tests.support.folders import NOW, ROOT, replace_once
from tests.support.repositories import commit


@pytest.fixture
def content(data: Path) -> Path:
    """The repository's own texts beside the worked example, as the first commit of a repository."""
    folder = shutil.copytree(ROOT / "content", data.parent / "content")
    commit(data.parent)
    return folder


def told(content: Path) -> list[tuple[str, str, int | None, str | None]]:
    """Code, path, line and value of what a check against the last commit finds."""
    data = content.parent / "data"
    found = check_against(data, "HEAD", now=NOW, workers=1, content=content).findings
    return [(finding.code, finding.path, finding.line, finding.value) for finding in found]


def test_a_page_does_not_go_without_a_word(content: Path) -> None:
    """Its address would lead nowhere; with a line that says so it is pointed out."""
    (content / "announcements" / "start.md").unlink()
    assert told(content) == [("E816", "content/announcements/start.md", None, None)]
    decide(content.parent / "data", "2022-12-30,content/announcements/start.md,slug,start,,演示结束")
    assert [code for code, *_ in told(content)] == ["W817"]


def test_a_page_does_not_move_without_a_word(content: Path) -> None:
    """Another slug is another address."""
    replace_once(content / "en" / "questions.md", "slug: questions", "slug: answers")
    assert told(content) == [("E816", "content/en/questions.md", 2, "answers")]
    decide(content.parent / "data", "2022-12-30,content/en/questions.md,slug,questions,answers,改名")
    assert [code for code, *_ in told(content)] == ["W817"]


def test_a_file_may_have_another_name(content: Path) -> None:
    """What is published is the address; other words, another file and another page besides change none."""
    (content / "pages" / "letter.md").rename(content / "pages" / "brief.md")
    replace_once(content / "pages" / "about.md", "title: 说明", "title: 关于本站")
    (content / "pages" / "more.md").write_text("title: 更多\nslug: more\n\n文字。\n", encoding="utf-8")
    assert told(content) == []


def test_texts_that_the_base_does_not_have_are_not_missed(content: Path) -> None:
    """A page that was never committed was never published; all of them at once are told one by one."""
    (content / "pages" / "more.md").write_text("title: 更多\nslug: more\n\n文字。\n", encoding="utf-8")
    (content / "pages" / "more.md").unlink()
    assert told(content) == []
    published = len(list(content.rglob("*.md")))
    shutil.rmtree(content)
    assert [code for code, *_ in told(content)] == ["E816"] * published


def test_a_published_announcement_ahead_of_the_clock_is_a_warning(content: Path) -> None:
    """As for what a table has of the kind: a new day is an error, one that the base has is pointed out."""
    path = content / "announcements" / "start.md"
    replace_once(path, "date: 2022-12-05", "date: 2062-12-05")

    def codes() -> list[str]:
        plan = read_plan(content.parent / "data", now=NOW)[0]
        return [finding.code for finding in milder(content, "HEAD", judge(content, plan))]

    assert codes() == ["E310"]
    commit(content.parent)
    assert codes() == ["W304"]
    replace_once(path, "date: 2062-12-05", "date: 2063-12-05")
    assert codes() == ["E310"]
