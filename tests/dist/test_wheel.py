"""The wheel, installed where no checkout is near: everything runs from it, and makes the same bytes."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from email.parser import HeaderParser
from pathlib import Path
from typing import Final
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from generator import __version__
from tests.support.folders import ROOT
from tests.support.founding import arguments, files
from tests.support.installing import Installed, Interpreter, build, interpreters

LIST: Final = """关于公布第一批无疫小区的通告
2022年12月7日
无疫小区（3个）
中和街道
凤凰社区：甲苑、乙苑
朝阳社区：丙苑
"""
STEPS: Final = (
    "--assessed", "2022-12-05", "--applied", "2022-12-05", "--reviewed", "2022-12-06", "--certified", "2022-12-06",
)  # fmt: skip
FIRST: Final = "500241001006-001"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The wheel and the source archive of the checkout."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def test_the_same_bytes_each_time(built: list[Path], tmp_path: Path) -> None:
    """The archive and the wheel, built here, and built once more from the archive alone in another folder."""
    wheel, archive = built
    assert (wheel.name, archive.name) == (f"wuyi-{__version__}-py3-none-any.whl", f"wuyi-{__version__}.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    again = build(source, tmp_path / "two")
    assert {path.name: path.read_bytes() for path in again} == {
        path.name: path.read_bytes() for path in (wheel, archive)
    }
    with ZipFile(wheel) as packed:
        names = set(packed.namelist())
        about = HeaderParser().parsestr(packed.read(f"wuyi-{__version__}.dist-info/METADATA").decode())
    assert {"generator/py.typed", "generator/starter/Makefile", "generator/share/CHANGELOG.md"} <= names
    assert [name for name in names if not name.startswith(("generator/", f"wuyi-{__version__}.dist-info/"))] == []
    assert (about["Version"], about.get_all("Provides-Extra")) == (__version__, ["cluster", "import", "parquet", "plaque", "s3"])


@pytest.mark.parametrize("interpreter", interpreters(), ids=lambda one: one.version)
def test_everything_runs_from_it(built: list[Path], interpreter: Interpreter, tmp_path: Path) -> None:
    """A register is begun, filled, checked, built, shown and verified; the demonstration is that of the checkout."""
    installed = Installed(interpreter, built[0], tmp_path)
    assert Path(installed.isolated("-c", "import generator; print(generator.__file__)")).is_relative_to(
        tmp_path / "venv"
    )
    assert installed.isolated("-m", "generator", "--version") == f"wuyi, version {__version__}\n"
    _a_register(installed)
    _the_demonstration(installed, tmp_path)


def _a_register(installed: Installed) -> None:
    """What staff do with it, from nothing to a site that is verified."""
    home = installed.home
    assert "已建好 mine" in installed.run(home, *arguments("mine"), "--since", "2022-11-20")
    mine, notice = home / "mine", home / "名单.txt"
    notice.write_text(LIST, encoding="utf-8")
    taken = installed.run(mine, "import", notice, "--county", "500241", *STEPS, "--yes")
    assert "共写：区域 3 行、通告 1 行、公布数量 1 行、自评 3 行、事件 12 行。" in taken
    assert "3 个区域、12 条事件：0 个错误" in installed.run(mine, "check")
    assert "无疫小区：有效 0 → 3" in installed.run(mine, "changes")
    assert "无疫小区：有效" in installed.run(mine, "show", "甲苑")
    assert "已生成：1 个区县，3 个区域" in installed.run(mine, "build")
    assert "一致：" in installed.run(mine, "verify", "site")
    assert "没有要改的" in installed.run(mine, "upgrade")
    with installed.served(mine) as address:
        assert installed.run(home, "verify", address).startswith("一致：")
        with urlopen(f"{address}500241/{FIRST}/", timeout=30) as page:
            assert "甲苑" in page.read().decode()
    # Extras are not in this environment: each says by which name it is had, and nothing is written.
    before = files(mine)
    assert "pip install 'wuyi[plaque]'" in installed.run(mine, "plaque", FIRST, code=2)
    (home / "名单.pdf").write_bytes(b"%PDF-1.4\n")
    told = installed.run(mine, "import", home / "名单.pdf", "--county", "500241", code=2)
    assert "pip install 'wuyi[import]'" in told
    assert files(mine) == before


def _the_demonstration(installed: Installed, folder: Path) -> None:
    """The site of the checkout's data, by the wheel and by the checkout: byte for byte the same."""
    source = ("--data", ROOT / "data", "--content", ROOT / "content", "--quiet")
    installed.run(installed.home, "build", *source, "--output", folder / "by-wheel")
    ours = [sys.executable, "-m", "generator", "build", *map(str, source), "--output", str(folder / "by-checkout")]
    assert subprocess.run(ours, cwd=ROOT, check=False, timeout=240).returncode == 0
    made, wanted = files(folder / "by-wheel"), files(folder / "by-checkout")
    assert len(wanted) > 1000
    differing = {name for name in {*made, *wanted} if made.get(name) != wanted.get(name)}
    alike = installed.isolated("-c", "import sys; print(*sys.version_info[:2])").split() == [*map(str, sys.version_info[:2])]
    # Which Python made it is a part of what a site says that it was made with.
    assert differing == (set() if alike else {"build.json", "manifest.json"})
