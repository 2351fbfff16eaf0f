"""`wuyi init` makes a whole repository: checked and built as it is, it says nothing of the demonstration."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from generator import __version__, shipped
from generator.cli import beginning
from generator.reading.leftovers import NAMES
from generator.staff.founding import texts
from tests.support.founding import (
    CHONGQING,
    HAINAN,
    NOBODY,
    XIUSHAN,
    XIUYING,
    arguments,
    files,
    run,
)
from tests.support.repositories import git

# Pages that explain the data of any register: what a column means, which errors there are, with fictional examples.
REFERENCE: Final = ("findings/", "data/dictionary/", "check/")
ELSEWHERE: Final = re.compile("演示|示例|9901|9902|武汉|长春|鄂州|梁子湖|Wuhan|Changchun|Ezhou|demonstration site")
PLACES: Final = {XIUSHAN: "海南|Hainan", XIUYING: "重庆|秀山|Chongqing|Xiushan"}


@pytest.fixture(scope="module", params=[(XIUSHAN, CHONGQING), (XIUYING, HAINAN)], ids=["chongqing", "hainan"])
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The code of a county, and a register of its own, in two languages, checked and built without any flag."""
    county, scheme = request.param
    home = tmp_path_factory.mktemp("home")
    more = ("--name-en", "A Register", "--owner", "@example/staff")
    made = run(home, *arguments("mine", county, scheme, *more))
    assert made.exit_code == 0, made.output
    return county, home / "mine"


def test_it_is_checked_and_built_without_a_flag(begun: tuple[str, Path], tmp_path: Path) -> None:
    """Nothing is found, and the site passes the audit; no page tells of the demonstration or of another place."""
    county, folder = begun[0], shutil.copytree(begun[1], tmp_path / "mine")
    checked = run(folder, "check", "--strict")
    assert (checked.exit_code, checked.output.count("没有问题")) == (0, 1), checked.output
    built = run(folder, "build", "--quiet")
    assert built.exit_code == 0, built.output
    pages = sorted((folder / "site").rglob("*.html"))
    named = {page.relative_to(folder / "site").as_posix(): page.read_text(encoding="utf-8") for page in pages}
    assert {"about/index.html", "guide/index.html", "en/about/index.html", f"{county}/index.html"} <= set(named)
    assert "letter/index.html" not in named
    ours = {name: text for name, text in named.items() if not name.startswith(REFERENCE)}
    wrong = re.compile(f"{ELSEWHERE.pattern}|{PLACES[county]}")
    assert {name: match[0] for name, text in ours.items() if (match := wrong.search(text))} == {}


def test_its_first_commit(begun: tuple[str, Path]) -> None:
    """One commit on main with all of it, by whoever git knows; nothing is left over, nor ignored."""
    _, folder = begun
    assert git(folder, "log", "--format=%an %s", "--all").splitlines() == [
        f"某人 名录开始：{'、'.join(_names(folder))}"
    ]
    assert git(folder, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(folder, "status", "--porcelain", "--ignored") == ""
    assert sorted(git(folder, "-c", "core.quotePath=false", "ls-files").splitlines()) == sorted(files(folder))
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


def _names(folder: Path) -> list[str]:
    codes = [path.name for path in (folder / "data/registers").iterdir()]
    tables = {code: (folder / f"data/divisions/{code[:2]}.csv").read_text(encoding="utf-8") for code in codes}
    return [re.findall(rf"^{code},(.*)$", table, re.MULTILINE)[0] for code, table in tables.items()]


def test_its_data(begun: tuple[str, Path]) -> None:
    """Its own scheme alone, its own province alone, no promise of updates, nothing said to be a demonstration."""
    county, folder = begun
    held = {name for name in files(folder) if name.startswith("data/")}
    assert {name for name in held if not name.startswith("data/registers/")} == {
        "data/site.json", f"data/divisions/{county[:2]}.csv",
        f"data/schemes/{CHONGQING if county == XIUSHAN else HAINAN}.json",
    }  # fmt: skip
    settings = json.loads((folder / "data/site.json").read_text(encoding="utf-8"))
    assert (settings["demonstration"], settings["languages"], settings["url"]) == (False, ["en"], "https://register.cn")
    register = json.loads((folder / f"data/registers/{county}/county.json").read_text(encoding="utf-8"))
    assert (register["publishes_every_days"], register["demonstration"]) == (None, False)


def _scripts(value: Any) -> Iterator[str]:
    """All texts within a document."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _scripts(inner)


def test_its_pipelines(begun: tuple[str, Path]) -> None:
    """All parse; they name files and targets that there are, look at the whole history, and say what changes mean."""
    _, folder = begun
    names = [name for name in files(folder) if name.endswith((".yml", ".yaml"))]
    assert len(names) == 8
    targets = set(re.findall(r"^([a-z]+):", (folder / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = {name: "\n".join(_scripts(yaml.safe_load((folder / name).read_text(encoding="utf-8")))) for name in names}
    asked = {name for text in said.values() for name in re.findall(r"make (?:-C \S+ |--silent )?([a-z]+)", text)}
    assert asked == {"setup", "check"}
    assert asked <= targets
    assert {path for text in said.values() for path in re.findall(r"\S+\.(?:txt|lock|toml|py)\b", text)} == {
        "requirements.txt"
    }
    for name in [".github/workflows/proposal.yml", ".gitlab-ci.yml", ".workflow/proposal.yml"]:
        assert re.search("fetch-depth: 0|GIT_DEPTH|--unshallow", (folder / name).read_text(encoding="utf-8")), name
        assert "wuyi changes" in said[name], name
        assert re.search("wuyi check .*--base", said[name]), name


def test_its_other_files(begun: tuple[str, Path]) -> None:
    """The program is pinned, owners are named, nothing is left to fill in, leftovers of programs are ignored."""
    county, folder = begun
    held = files(folder)
    assert held["requirements.txt"].decode().splitlines()[-1] == f"wuyi=={__version__}"
    assert held["CODEOWNERS"].decode().splitlines()[1:] == [f"/data/registers/{county}/ @example/staff"]
    marks = re.compile(r"@[a-z]+@|\{titles\}|dot\.")
    ours = {name: text.decode() for name, text in held.items() if not name.startswith("data/")}
    assert [name for name, text in ours.items() if marks.search(text)] == []
    patterns = held[".gitignore"].decode().splitlines()
    assert [pattern for _, pattern in NAMES if pattern.replace("#*#", r"\#*#") not in patterns] == []
    (folder / ".~lock.areas.csv#").touch()
    assert git(folder, "status", "--porcelain") == ""
    (folder / ".~lock.areas.csv#").unlink()


def test_texts_that_ship_are_still_what_is_cut() -> None:
    """Each wording that is changed stands in a text; no heading is left without words below it, or followed by none."""
    shown = [path.read_text(encoding="utf-8") for path in sorted(shipped.CONTENT.rglob("*.md"))]
    lines = [line for text in shown for line in text.split("\n")]
    assert [old for old, _ in texts.CHANGED if not any(re.search(old, line) for line in lines)] == []
    assert [word for word in texts.WORDS if not any(word in text for text in shown)] == []
    facts = texts.Facts(XIUSHAN, f"{XIUSHAN}001001", ["无疫小区"], "register.cn,2026")
    made = texts.texts(facts, english=True)
    bare = re.compile(r"^(#+) [^\n]*\n\n(?:\1 |\Z)", re.MULTILINE)
    assert {name: match[0] for name, text in made.items() if (match := bare.search(text.decode()))} == {}


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It lists each file that would be written."""
    told = run(tmp_path, *arguments("mine"), "--dry-run")
    assert told.exit_code == 0, told.output
    assert [*tmp_path.iterdir()] == []
    listed = told.output.splitlines()
    run(tmp_path, *arguments("mine", "500241", CHONGQING, "--no-git", "--quiet"))
    assert [line.removeprefix("将写 mine/") for line in listed] == sorted(files(tmp_path / "mine"))


def test_in_a_folder_that_is_there_and_empty(tmp_path: Path) -> None:
    """Whoever stands in an empty folder begins in it; a second time it is not empty."""
    made = run(tmp_path, *arguments("."), "--quiet")
    assert (made.exit_code, made.output) == (0, "")
    assert (tmp_path / "data/site.json").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".init")] == []
    again = run(tmp_path, *arguments("."))
    assert (again.exit_code, "不是空的" in again.output) == (2, True)


def test_in_an_empty_clone(tmp_path: Path) -> None:
    """Whoever made the repository on a platform and cloned it begins in the clone; the first commit is theirs."""
    git(tmp_path, "init", "-q")
    made = run(tmp_path, *arguments("."))
    assert (made.exit_code, "在一个 git 仓库里" in made.output) == (0, True), made.output
    assert (tmp_path / "data/site.json").is_file()
    assert git(tmp_path, "log", "--oneline", check=False) == ""


def test_nobody_is_invented(tmp_path: Path) -> None:
    """Where git knows nobody, the repository is there and nothing is committed: it is said how to."""
    made = run(tmp_path, *arguments("mine"), **NOBODY)
    assert made.exit_code == 0, made.output
    assert "git config user.name" in made.output
    assert git(tmp_path / "mine", "rev-parse", "--verify", "HEAD", check=False) == ""
    assert git(tmp_path / "mine", "symbolic-ref", "HEAD") == "refs/heads/main"


def test_inside_a_repository(tmp_path: Path) -> None:
    """No repository is made within another one, and nothing is committed there."""
    git(tmp_path, "init", "-q")
    made = run(tmp_path, *arguments("mine"))
    assert made.exit_code == 0, made.output
    assert "在一个 git 仓库里" in made.output
    assert not (tmp_path / "mine/.git").exists()
    assert git(tmp_path, "status", "--porcelain") == "?? mine/"


def test_several_counties_of_two_provinces(tmp_path: Path) -> None:
    """Each has the scheme of its own place; one line of owners each, and the way to get the program as it was said."""
    more = ("--county", XIUYING, "--scheme", HAINAN, "--requirement", "./wuyi.whl", "--every-days", "7", "--no-git")
    made = run(tmp_path, *arguments("mine", XIUSHAN, CHONGQING, *more))
    assert made.exit_code == 0, made.output
    folder = tmp_path / "mine"
    bound = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("county.json")
    }  # fmt: skip
    assert {code: [one["scheme"] for one in county["schemes"]] for code, county in bound.items()} == {
        XIUSHAN: [CHONGQING], XIUYING: [HAINAN],
    }  # fmt: skip
    assert {county["publishes_every_days"] for county in bound.values()} == {7}
    assert (folder / "requirements.txt").read_text(encoding="utf-8").endswith("\n./wuyi.whl\n")
    assert (folder / "CODEOWNERS").read_text(encoding="utf-8").splitlines()[1:] == [
        f"# /data/registers/{XIUSHAN}/ @账号", f"# /data/registers/{XIUYING}/ @账号",
    ]  # fmt: skip


def test_question_by_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal all that is missing is asked; a plain Enter promises nothing."""
    monkeypatch.setattr(beginning, "may_ask", lambda: True)
    place = ("500000", "秀山", "n")
    answers = (*place, "某县指挥部", "某县办公室", "http://register.cn", "https://register.cn", "", "", "")
    made = run(tmp_path, "init", "mine", answers="".join(f"{answer}\n" for answer in answers))
    assert made.exit_code == 0, made.output
    assert "500000（重庆市）是省级的代码" in made.output
    assert "  500241 重庆市秀山土家族苗族自治县\n" in made.output
    assert "工作方案：《重庆市“无疫社区、无疫小区”创建工作方案》\n" in made.output
    assert "更新承诺：至多几天公布一次（不作承诺就回车）" in made.output
    register = json.loads((tmp_path / f"mine/data/registers/{XIUSHAN}/county.json").read_text(encoding="utf-8"))
    assert (register["schemes"][0]["scheme"], register["publishes_every_days"]) == (CHONGQING, None)
    site = json.loads((tmp_path / "mine/data/site.json").read_text(encoding="utf-8"))
    assert site["name"] == "秀山土家族苗族自治县称号公开名录"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("init", "mine"), "还缺 --county、--scheme、--publisher、--contact、--site-url"),
        (arguments("mine", "999999"), "999999 不是已知的 6 位区县代码"),
        (arguments("mine", "50"), "50（重庆市）是省级的代码"),
        (arguments("mine", "500000"), "500000（重庆市）是省级的代码"),
        (arguments("mine", "469000"), "是市级的代码"),
        (arguments("mine", "500241001"), "它所在的区县是 500241（秀山土家族苗族自治县）"),
        (arguments("mine", "鼓楼区"), "“鼓楼区”可能是 320106 江苏省南京市鼓楼区、"),
        (arguments("mine", "没有的县"), "没有叫“没有的县”的区县"),
        (arguments("mine", XIUSHAN, "nope"), "没有工作方案 nope；可用："),
        (arguments("mine", XIUSHAN, "./nope.json"), "没有工作方案的文件 nope.json"),
        (arguments("mine", XIUSHAN, HAINAN), "适用于海南省（46），不包括 500241"),
        (arguments("mine", XIUSHAN, CHONGQING, "--scheme", HAINAN), "适用于海南省（46），不包括 500241"),
        (arguments("mine", XIUSHAN, CHONGQING, "--county", XIUSHAN), "写了两次"),
        (arguments("mine", XIUSHAN, CHONGQING, "--adopted-by", "500241-20221120-1"), "写了却用不上"),
        (arguments("mine", XIUSHAN, CHONGQING, "--site-url", "http://register.cn"), "不是 https 网址"),
        (arguments("mine", XIUSHAN, CHONGQING, "--owner", "staff"), "“staff”不是代码平台的账号或组"),
        (arguments("mine", XIUSHAN, CHONGQING, "--requirement", "a\nb"), "--requirement 写 pip 认得的一行"),
        (arguments("mine", XIUSHAN, CHONGQING, "--publisher", "张三 13812345678"), "E210"),
        (arguments("mine", XIUSHAN, CHONGQING, "--since", "2062-01-01"), "还没有到"),
    ],
)
def test_what_cannot_be_is_a_sentence(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """Each is told as it is, and nothing is written."""
    ended = run(tmp_path, *words)
    assert (ended.exit_code, told in ended.output) == (2, True), ended.output
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), PermissionError(13, "Permission denied"), KeyboardInterrupt()],
    ids=["full", "unwritable", "interrupted"],
)
def test_half_of_it_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, there: bool
) -> None:
    """A full disk or an interrupt in the middle leaves nothing behind, no folder above it either."""
    write, count = Path.write_bytes, [0]

    def failing(path: Path, content: bytes) -> int:
        count[0] += 1
        if count[0] == 20:
            raise error
        return write(path, content)

    if there:
        (tmp_path / "deep/mine").mkdir(parents=True)
    monkeypatch.setattr(Path, "write_bytes", failing)
    ended = run(tmp_path, *arguments("deep/mine"))
    monkeypatch.undo()
    assert (ended.exit_code, "什么也没有写" in ended.output) == (2, True), ended.output
    assert sorted(path.name for path in tmp_path.rglob("*")) == (["deep", "mine"] if there else [])


@pytest.mark.parametrize(
    "words",
    [
        ("check",), ("build",), ("serve", "--port", "0"), ("show", "x"), ("changes",), ("record", XIUSHAN),
        ("import", __file__, "--county", XIUSHAN), ("template", XIUSHAN), ("submit",), ("renumber", "--base", "HEAD"),
        ("plaque", "500241001001-001"), ("add", "county", XIUSHAN), ("add", "scheme", HAINAN),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_folder_that_is_no_register(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Every command says what is missing, and how to begin."""
    ended = run(tmp_path, *words)
    assert (ended.exit_code, "用 wuyi init 新建一个" in ended.output) == (2, True), ended.output
    assert [*tmp_path.iterdir()] == []
