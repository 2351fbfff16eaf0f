"""`wuyi upgrade`: what the program wrote and nobody touched becomes the new one; what people made theirs stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from generator import __version__
from generator.reading.version import FORMAT
from generator.staff.founding import stamp, upgrading
from tests.support.founding import CHONGQING, HAINAN, XIUSHAN, XIUYING, arguments, files, run
from tests.support.repositories import git

BEFORE: Final = "0.0.9"
PIPELINE: Final = ".github/workflows/register.yml"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of this version, committed."""
    made = run(tmp_path, *arguments("mine"))
    assert made.exit_code == 0, made.output
    return tmp_path / "mine"


def make_older(register: Path, wrote: Mapping[str, str | None], settings: tuple[str, ...] = ("host",)) -> None:
    """Turns a register into one of an older version, which wrote other files (None: none) and lacked some settings."""
    path = register / stamp.NAME
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    document["version"] = BEFORE
    document["settings"] = [key for key in document["settings"] if key not in settings]
    for name, text in wrote.items():
        document["files"].pop(name, None)
        if text is None:
            (register / name).unlink()
        else:
            document["files"][name] = stamp.digest(text.encode())
            (register / name).parent.mkdir(parents=True, exist_ok=True)
            (register / name).write_text(text, encoding="utf-8")
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    pin = register / "requirements.txt"
    pin.write_text(pin.read_text(encoding="utf-8").replace(f"=={__version__}", f"=={BEFORE}"), encoding="utf-8")
    git(register, "add", "--all")
    git(register, "-c", "user.name=a", "-c", "user.email=a@example.invalid", "commit", "-qm", "older")


def test_nothing_to_do(register: Path) -> None:
    """A register of this version is as it is."""
    before = files(register)
    told = run(register, "upgrade")
    assert (told.exit_code, told.output) == (0, f"仓库已经是 wuyi {__version__} 的，没有要改的。\n")
    assert files(register) == before


def test_from_an_older_version(register: Path) -> None:
    """Untouched files are replaced, new ones added, old ones deleted, the pin moved; what is the owner's is shown."""
    new = files(register)
    make_older(register, {PIPELINE: "old\n", "Makefile": "old\n", ".gitattributes": None, "old/tool.cfg": "old\n"})
    (register / "Makefile").write_text("ours\n", encoding="utf-8")
    (register / "README.md").write_text("our own words\n", encoding="utf-8")
    (register / ".gitlab-ci.yml").unlink()
    before = files(register)
    told = run(register, "upgrade", "--dry-run")
    assert (told.exit_code, files(register)) == (0, before), told.output
    lines = told.output.splitlines()
    assert lines[:3] == [
        f"仓库是 wuyi {BEFORE} 写的，装着的是 wuyi {__version__}。", f"数据格式：第 {FORMAT} 版，不用改。",
        f"requirements.txt：wuyi {BEFORE} 将改成 {__version__}",
    ]  # fmt: skip
    for head, name in (("将换成新的", PIPELINE), ("将新加", ".gitattributes"), ("将删去", "old/tool.cfg")):
        assert lines[next(at for at, line in enumerate(lines) if line.startswith(head)) + 1] == f"  {name}"
    assert {"    -ours", f"    +++ Makefile（{__version__} 的）", "  host：托管的地方"} <= set(lines)
    # What did not change between the versions is no news: neither words of one's own, nor a file that is gone.
    assert "README.md" not in told.output
    assert ".gitlab-ci.yml" not in told.output

    done = run(register, "upgrade")
    assert (done.exit_code, "改好了，还没有提交" in done.output) == (0, True), done.output
    after = files(register)
    ours = {"Makefile": b"ours\n", "README.md": b"our own words\n"}
    assert after == {name: content for name, content in new.items() if name != ".gitlab-ci.yml"} | ours
    assert not (register / "old").exists()
    assert git(register, "log", "--oneline").count("\n") == 1
    assert run(register, "check", "--strict").exit_code == 0
    assert run(register, "upgrade").output == f"仓库已经是 wuyi {__version__} 的，没有要改的。\n"


def test_one_by_its_name(register: Path) -> None:
    """A file that was changed, or is gone, becomes the new one where it is named; not over what is not committed."""
    new = files(register)
    make_older(register, {"Makefile": "old\n", PIPELINE: "old\n"})
    (register / PIPELINE).unlink()
    (register / "Makefile").write_text("ours\n", encoding="utf-8")
    unsaved = run(register, "upgrade", "--force", "Makefile")
    assert (unsaved.exit_code, "还没有提交的改动" in unsaved.output) == (2, True), unsaved.output
    git(register, "-c", "user.name=a", "-c", "user.email=a@example.invalid", "commit", "-qam", "ours")
    wrong = run(register, "upgrade", "--force", "CODEOWNERS")
    assert (wrong.exit_code, "不是程序写的文件" in wrong.output) == (2, True), wrong.output
    done = run(register, "upgrade", "--force", "Makefile", "--force", PIPELINE)
    assert (done.exit_code, files(register)) == (0, new), done.output


def test_templates_of_one_s_own(register: Path) -> None:
    """One whose original is another one now, and one whose original is gone, are told by name; none is touched."""
    templates = register / "theme" / "templates"
    templates.mkdir(parents=True)
    for name in ("month.html", "bygone.html"):
        (templates / name).write_text(f"{{# wuyi theme: {name} {'0' * 32} #}}\n", encoding="utf-8")
    before = files(register)
    told = run(register, "upgrade")
    assert told.exit_code == 0, told.output
    for head, name in (("新版变了", "month.html"), ("不再用", "bygone.html")):
        lines = told.output.splitlines()
        assert lines[next(at for at, line in enumerate(lines) if head in line) + 1] == f"  {name}"
    assert files(register) == before


def test_schemes_and_codes_are_data(register: Path) -> None:
    """A scheme that ships in another wording is told and never replaced, but where it is named."""
    name = f"data/schemes/{CHONGQING}.json"
    new = files(register)[name]
    make_older(register, {name: new.decode().replace("工作方案", "方案")})
    told = run(register, "upgrade")
    assert (told.exit_code, "数据从来不替你们改" in told.output, files(register)[name] == new) == (0, True, False)
    assert name not in run(register, "upgrade").output
    assert run(register, "upgrade", "--force", name).exit_code == 0
    assert files(register)[name] == new


def test_without_a_stamp(register: Path) -> None:
    """A repository that tells no version keeps all that differs, and gets what is asked for by name."""
    new = files(register)
    (register / stamp.NAME).unlink()
    (register / ".gitattributes").unlink()
    (register / "Makefile").write_text("ours\n", encoding="utf-8")
    told = run(register, "upgrade")
    assert (told.exit_code, "没有记下是哪个版本写的" in told.output, "    -ours" in told.output) == (0, True, True)
    ours = new | {"Makefile": b"ours\n"}
    assert files(register) == {name: content for name, content in ours.items() if name != ".gitattributes"}
    done = run(register, "upgrade", "--force", ".gitattributes")
    assert (done.exit_code, files(register)) == (0, ours), done.output


def test_the_program_from_elsewhere(register: Path) -> None:
    """A requirement that is no version is left, and said; so is one with a digest."""
    make_older(register, {})
    for line in ("wuyi @ git+https://example.invalid/wuyi@v0.0.9", f"wuyi=={BEFORE} --hash=sha256:00"):
        (register / "requirements.txt").write_text(f"# wuyi\n{line}\n", encoding="utf-8")
        told = run(register, "upgrade", "--dry-run")
        assert f"里面写的是“{line}”，请自己改成" in told.output, told.output
    (register / "requirements.txt").write_text(f"wuyi[plaque] == {BEFORE}  # pinned\nother==1\n", encoding="utf-8")
    assert run(register, "upgrade").exit_code == 0
    assert (register / "requirements.txt").read_text(encoding="utf-8") == (
        f"wuyi[plaque] == {__version__}  # pinned\nother==1\n"
    )


def test_what_is_no_plain_file_is_never_followed(register: Path, tmp_path: Path) -> None:
    """A link in the place of a file stays, and what it leads to."""
    make_older(register, {"Makefile": "old\n"})
    outside = tmp_path / "outside"
    outside.write_text("old\n", encoding="utf-8")
    (register / "Makefile").unlink()
    (register / "Makefile").symlink_to(outside)
    assert run(register, "upgrade").exit_code == 0
    assert ((register / "Makefile").is_symlink(), outside.read_text(encoding="utf-8")) == (True, "old\n")


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/hosts", "a/../../b", ".git/config", f"data/registers/{XIUSHAN}/x"]
)
def test_a_stamp_that_leads_elsewhere(register: Path, name: str) -> None:
    """A name out of the repository, in git's own folder or in the register, is a stamp that cannot be relied on."""
    document = json.loads((register / stamp.NAME).read_text(encoding="utf-8"))
    document["files"][name] = "0" * 64
    _refused(register, json.dumps(document), "读不出来，看不出上一次是用哪个版本写的")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', "\udcff", '{"version": "x", "values": 1}'])
def test_a_stamp_that_is_none(register: Path, text: str) -> None:
    """It is said where to get it back from, and nothing is written."""
    _refused(register, text, f"git checkout -- {stamp.NAME}")


def test_an_older_program(register: Path) -> None:
    """A register that a newer version has upgraded is not turned back."""
    document = json.loads((register / stamp.NAME).read_text(encoding="utf-8"))
    _refused(register, json.dumps(document | {"version": "10.0.0"}), "已经升级到 10.0.0，装着的程序是较旧的")


def _refused(register: Path, text: str, told: str) -> None:
    (register / stamp.NAME).write_bytes(text.encode("utf-8", "surrogateescape"))
    before = files(register)
    ended = run(register, "upgrade")
    assert (ended.exit_code, told in ended.output) == (2, True), ended.output
    assert files(register) == before


def test_where_there_is_nothing_to_upgrade(tmp_path: Path) -> None:
    """A data folder alone, and a folder that is no register, have their sentences."""
    assert run(tmp_path, *arguments("mine/data"), "--data-only").exit_code == 0
    before = files(tmp_path)
    alone = run(tmp_path / "mine", "upgrade")
    assert (alone.exit_code, "里只有数据" in alone.output, files(tmp_path) == before) == (2, True, True), alone.output
    none = run(tmp_path, "upgrade")
    assert (none.exit_code, "用 wuyi init 新建一个" in none.output) == (2, True), none.output


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "stopped"]
)
def test_half_of_it_is_nothing(register: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, at: int) -> None:
    """Whatever ends it on the way, the repository is as it was."""
    make_older(register, {PIPELINE: "old\n", "Makefile": "old\n", ".gitattributes": None, "old/tool.cfg": "old\n"})
    before = files(register)
    put, count = upgrading._put, [0]

    def failing(root: Path, name: str, made: Path | None) -> None:
        count[0] += 1
        put(root, name, made)
        if count[0] == at + 1:
            raise error

    monkeypatch.setattr(upgrading, "_put", failing)
    ended = run(register, "upgrade")
    assert (ended.exit_code, "仓库里的文件没有改动" in ended.output) == (2, True), ended.output
    assert files(register) == before
    assert git(register, "status", "--porcelain", "--ignored") == ""


@pytest.mark.parametrize(
    "words",
    [
        ("check",), ("build",), ("serve", "--port", "0"), ("show", "x"), ("changes",), ("record", XIUSHAN),
        ("import", __file__, "--county", XIUSHAN), ("template", XIUSHAN), ("submit",), ("renumber", "--base", "HEAD"),
        ("plaque", "500241001001-001"), ("add", "county", XIUYING), ("add", "scheme", HAINAN), ("upgrade",),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_register_of_a_newer_format(register: Path, words: tuple[str, ...]) -> None:
    """Every command refuses it with a sentence, whatever else is new in it, and writes nothing."""
    path = register / "data/site.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    assert settings["format"] == FORMAT
    path.write_text(json.dumps(settings | {"format": FORMAT + 1, "unheard": {"of": 1}}), encoding="utf-8")
    before = files(register)
    ended = run(register, *words)
    assert (ended.exit_code, f"数据是第 {FORMAT + 1} 版格式" in ended.output) == (2, True), ended.output
    after = {name: content for name, content in files(register).items() if name != ".site.build/lock"}
    assert after == before


def test_a_register_without_a_format_is_of_the_first(register: Path) -> None:
    """What began before there was a number is read; a number that is none is a finding."""
    path = register / "data/site.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    del settings["format"]
    path.write_text(json.dumps(settings), encoding="utf-8")
    assert run(register, "check", "--strict").exit_code == 0
    for said in ("2", True, 0, 1.5, None):
        path.write_text(json.dumps(settings | {"format": said}), encoding="utf-8")
        told = run(register, "check")
        assert (told.exit_code, "data/site.json 第 1 行 format 列" in told.output) == (1, True), told.output
