"""`wuyi add`: counties and schemes come to a register that is there, all of them or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import shipped
from tests.support.founding import CHONGQING, HAINAN, XIUSHAN, XIUYING, arguments, files, run

YOUYANG = "500242"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of one county."""
    made = run(tmp_path, *arguments("mine", XIUSHAN, CHONGQING, "--no-git"))
    assert made.exit_code == 0, made.output
    return tmp_path / "mine"


def test_counties_of_this_province_and_of_another(register: Path) -> None:
    """Folders, divisions, the scheme that was lacking, and lines of owners; the register is sound."""
    before = files(register)
    told = run(register, "add", "county", "酉阳", XIUYING, "--scheme", HAINAN, "--owner", "@example/x", "--dry-run")
    assert (told.exit_code, files(register)) == (0, before), told.output
    made = run(register, "add", "county", "酉阳", XIUYING, "--scheme", HAINAN, "--owner", "@example/x")
    assert made.exit_code == 0, made.output
    after = files(register)
    new = sorted({*after} - {*before})
    assert {name.split("/")[2] for name in new if name.startswith("data/registers/")} == {YOUYANG, XIUYING}
    assert [name for name in new if not name.startswith("data/registers/")] == [
        "data/divisions/46.csv", f"data/schemes/{HAINAN}.json",
    ]  # fmt: skip
    assert [name for name in before if before[name] != after[name]] == ["CODEOWNERS"]
    assert after["CODEOWNERS"] == before["CODEOWNERS"] + (
        f"/data/registers/{YOUYANG}/ @example/x\n/data/registers/{XIUYING}/ @example/x\n".encode()
    )
    listed = [line.removeprefix("将写 ") for line in told.output.splitlines()]
    assert sorted(listed) == sorted([*new, "CODEOWNERS"])
    county = json.loads(after[f"data/registers/{YOUYANG}/county.json"])
    assert (county["publisher"], county["publishes_every_days"]) == ("某县指挥部", None)
    assert [one["scheme"] for one in county["schemes"]] == [CHONGQING]
    assert "没有问题" in run(register, "check", "--strict").output


def test_a_name_that_several_provinces_have(tmp_path: Path) -> None:
    """That of the register's own province is meant."""
    assert run(tmp_path, *arguments("mine", XIUYING, HAINAN, "--no-git")).exit_code == 0
    made = run(tmp_path / "mine", "add", "county", "龙华区", "--dry-run")
    assert (made.exit_code, "data/registers/460106/county.json" in made.output) == (0, True), made.output


def test_a_scheme(register: Path) -> None:
    """One that ships by its id, one's own as a file."""
    assert run(register, "add", "scheme", HAINAN).exit_code == 0
    own = json.loads((shipped.DATA / "schemes" / f"{HAINAN}.json").read_text(encoding="utf-8")) | {"id": "own-2026"}
    (register.parent / "own.json").write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
    made = run(register, "add", "scheme", "../own.json")
    assert made.exit_code == 0, made.output
    assert json.loads((register / "data/schemes/own-2026.json").read_text(encoding="utf-8")) == own
    assert "没有问题" in run(register, "check").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("county", XIUSHAN), "名录里已有 500241（秀山土家族苗族自治县）"),
        (
            ("county", YOUYANG, XIUYING),
            "名录里没有 460105（秀英区）本地的工作方案；用 --scheme 写明，可用：hainan-2022",
        ),
        (("county", "110101"), "用 --scheme 写明编号或文件"),
        (("county", YOUYANG, YOUYANG), "写了两次"),
        (("county", YOUYANG, "--owner", "x"), "不是代码平台的账号或组"),
        (("county", YOUYANG, "--contact", "13812345678"), "E210"),
        (("county", "50"), "是省级的代码"),
        (("scheme", CHONGQING), f"名录里已有工作方案 {CHONGQING}"),
        (("scheme", "./nope.json"), "没有工作方案的文件"),
        (("scheme", "data/site.json"), "data/site.json 里的"),
    ],
)
def test_what_cannot_be_added(register: Path, words: tuple[str, ...], told: str) -> None:
    """Each is told as it is; the register stays as it was."""
    before = files(register)
    ended = run(register, "add", *words)
    assert (ended.exit_code, told in ended.output) == (2, True), ended.output
    assert files(register) == before


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "stopped"]
)
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_half_of_it_is_nothing(register: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException) -> None:
    """A full disk or an interrupt at any piece leaves the register as it was."""
    before, rename, count = files(register), Path.rename, [0]

    def failing(path: Path, target: Path) -> Path:
        count[0] += 1
        if count[0] == at:
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    ended = run(register, "add", "county", YOUYANG, XIUYING, "--scheme", HAINAN)
    monkeypatch.undo()
    assert (ended.exit_code, "名录没有改动" in ended.output) == (2, True), ended.output
    assert files(register) == before
    assert [path.name for path in register.iterdir() if path.name.endswith(".add")] == []
