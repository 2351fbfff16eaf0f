"""The pictures of the guide, in content/pictures/ (`make pictures`): made from what the program says and shows.

Terminals are drawn from sessions that are really held, on the demonstration, with a server. Windows (the check in the
browser, the workbook to fill in) are photographs, of which the digest of the words that they show is kept. A test
(tests/tools/test_pictures.py) fails where a session or the words would be others today. guide-web.svg, of the pages of
forges, is a sketch by hand.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import xlsxwriter

from generator.cli import main
from generator.staff.template import workbook
from generator.staff.template.form import form
from tests.support.browsers import started
from tests.support.filling import filled, saved
from tests.support.folders import ROOT
from tests.support.repositories import commit, git
from tests.support.sites import build_site, serving
from tests.support.terminals import drawing, session

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Page

FOLDER: Final = ROOT / "content" / "pictures"
WORDS: Final = Path(__file__).with_name("pictures.json")
# x, y, width, height of a part of a picture, in parts of its own.
Part = tuple[float, float, float, float]
# The day on which the sessions are held: the first after the demonstration's last.
NOW: Final = datetime.datetime.fromisoformat("2022-12-06T10:00:00+08:00")
COUNTY: Final = "990101"
ADDRESS: Final = "https://gitlab.register.example/office/register.git"
# Speaks for a server that is a folder, under an address of the kind that offices have.
_REMOTE: Final = """\
#!/bin/sh
while read -r line; do
  case $line in
    capabilities) printf 'connect\\n\\n' ;;
    'connect '*) echo; exec git "${line#connect git-}" "$DEMONSTRATION_SERVER" ;;
    *) exit 0 ;;
  esac
done
"""
_COMMIT: Final = re.compile("（[0-9a-f]{12}）")  # another one whenever the data are
_PROGRAM: Final = """\
#!/bin/sh
PYTHONPATH={root} exec {python} -c 'from tests.tools.pictures import on_the_day; on_the_day()' "$@"
"""


def on_the_day() -> None:
    """The program, as if it were that day, or the one that the office says."""
    moment = datetime.datetime.fromisoformat(os.environ.get("DEMONSTRATION_NOW", NOW.isoformat()))

    class Day(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    datetime.datetime = Day  # type: ignore[misc]
    main(prog_name="wuyi")


class Office:
    """A clone of the demonstration on a server, with the program, as the guide has one make it."""

    def __init__(self, scratch: Path) -> None:
        self.top, self.server, self.programs = scratch / "register", scratch / "server.git", scratch / "bin"
        self.home = scratch
        self.now = NOW.isoformat()
        self.top.mkdir()
        shutil.copytree(ROOT / "content", self.top / "content")
        for part in ("registers/9901", "registers/990101", "registers/990201", "schemes"):
            shutil.copytree(ROOT / "data" / part, self.top / "data" / part)
        for part in ("site.json", "divisions/99.csv", "divisions/50.csv"):
            (self.top / "data" / part).parent.mkdir(exist_ok=True)
            shutil.copyfile(ROOT / "data" / part, self.top / "data" / part)
        shutil.copyfile(ROOT / ".gitignore", self.top / ".gitignore")
        commit(self.top, when=NOW.isoformat())
        git(scratch, "clone", "-q", "--bare", self.top, self.server)
        self._program("git-remote-demonstration", _REMOTE)
        self._program("wuyi", _PROGRAM.format(root=ROOT, python=sys.executable))
        (self.top / ".venv").mkdir()
        (self.top / ".venv" / "bin").symlink_to(self.programs)
        for key, value in (
            ("user.name", "办公室"), ("user.email", "office@register.example"), ("remote.origin.url", ADDRESS),
            ("remote.origin.vcs", "demonstration"), ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
            ("branch.main.remote", "origin"), ("branch.main.merge", "refs/heads/main"), ("core.quotePath", "false"),
        ):  # fmt: skip
            git(self.top, "config", key, value)
        self.run("git fetch -q")

    def _program(self, name: str, text: str) -> None:
        self.programs.mkdir(exist_ok=True)
        (self.programs / name).write_text(text, encoding="utf-8")
        (self.programs / name).chmod(stat.S_IRWXU)

    def run(self, command: str, *talk: tuple[str, str], code: int = 0) -> str:
        """What stands on the screen after a command, from its own line on. `code` is how it has to end."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "LC_"))} | {
            "PATH": f"{self.programs}:{os.environ['PATH']}", "DEMONSTRATION_SERVER": str(self.server),
            "LANG": "C.UTF-8", "DEMONSTRATION_NOW": self.now, "HOME": str(self.home),
            "GIT_CONFIG_GLOBAL": str(self.home / ".gitconfig"), "GIT_CONFIG_SYSTEM": os.devnull,
        }  # fmt: skip
        said, ended = session(("/bin/sh", "-c", command), self.top, talk, environment)
        if ended != code:
            raise AssertionError(f"{command}: {said}")
        return f"$ {command}\n{_COMMIT.sub('（…）', said)}"


def _recorded(office: Office) -> str:
    return office.run(".venv/bin/wuyi record 990101 --area 光明花园 --event 取消 --reason 造谣", ("写入吗", "y\r"))


def _sent(office: Office) -> str:
    _recorded(office)
    return office.run(".venv/bin/wuyi submit 990101", ("推送吗", "y\r"))


def _by_double_click(office: Office) -> str:
    office.run(".venv/bin/wuyi template 990101 --scripts 办公室")
    commit(office.top, "双击脚本", NOW.isoformat())
    git(office.top, "push", "-q", office.server, "main")
    office.run("git fetch -q")
    _recorded(office)
    said = office.run(f"办公室/wuyi-{COUNTY}.sh", ("推送吗", "y\r"), ("按回车关闭", "\r"))
    # What is committed says once more what the changes are.
    return re.sub(r"(\n提交：.*\n  .*\n)(?:\n|  .*\n)+", "\\1  （以下和上面一样，略）\n", said.partition("\n")[2])


# Pictures of terminals: what stands above the window, and the session.
TERMINALS: Final[dict[str, tuple[str, Callable[[Office], str]]]] = {
    "guide-record": ("命令行", _recorded),
    "guide-submit": ("命令行", _sent),
    "guide-script": (f"wuyi-{COUNTY}.sh", _by_double_click),
}


def terminals() -> Iterator[tuple[str, str]]:
    """Name and content of each drawing of a terminal."""
    for name, (title, held) in TERMINALS.items():
        yield f"{name}.svg", terminal(title, held)


def terminal(title: str, held: Callable[[Office], str]) -> str:
    """The drawing of a session."""
    with TemporaryDirectory() as scratch:
        return drawing(title, held(Office(Path(scratch).resolve())))


# ---- photographs

# What is given to the check in the browser: two cells as spreadsheets spoil them.
TO_CHECK: Final = (
    ("区域编号", "名称", "类型", "启用日期"),
    ("990101001001-001", "春晓花园", "compound", "2022-11-21"),
    ("5.00E+11", "幸福里小区", "compound", "2022-11-21"),
    ("990101001002-002", "和平新村", "compound", "2022/11/21"),
)
# What is typed into the workbook.
TO_FILL: Final = (
    {"代码": "990101001004-001", "街道": "示例街道", "社区": "光明社区", "名称": "光明花园", "类型": "小区",
     "称号": "无疫小区", "事件": "取消", "原因": "造谣传谣", "日期": "2022-12-06"},
    {"代码": "990101001005-003", "街道": "示例街道", "社区": "映山红社区", "名称": "映山红小区", "类型": "小区",
     "称号": "无疫小区", "事件": "取消", "原因": "造谣传谣", "日期": "2022-12-06"},
)  # fmt: skip
# Columns of the workbook that are shown one below the other: side by side nobody could read them on a telephone.
STRIPS: Final = ((0, 3), (3, 7), (7, 10))
# Where they stand on the paper of LibreOffice, in parts of its width and height: left, right, top, bottom.
_PAPER: Final = (0.0597, 0.9378, 0.0885, 0.1215)
# Draws parts of a picture one below the other, in a frame that tells it from the page, and gives that as a small one.
_PRESSED: Final = """async ([url, parts]) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const cut = parts.map(part => part.map((share, place) => Math.round(share * [image.width, image.height][place % 2])));
  const canvas = document.createElement("canvas"), gap = 14, edge = 12;
  canvas.width = Math.max(...cut.map(part => part[2])) + 2 * edge;
  canvas.height = cut.reduce((sum, part) => sum + part[3] + gap, 2 * edge - gap);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = "#777";
  context.lineWidth = 2;
  context.strokeRect(1, 1, canvas.width - 2, canvas.height - 2);
  let top = edge;
  for (const [x, y, width, height] of cut) {
    context.drawImage(image, x, y, width, height, edge, top, width, height);
    top += height + gap;
  }
  return canvas.toDataURL("image/webp", 0.75).split(",")[1];
}"""


def form_words() -> str:
    """What the workbook shows in its first columns: its headings, and what is typed."""
    made = form(ROOT / "data", COUNTY, NOW.date().isoformat(), NOW.isoformat())
    return "\n".join([*(column.heading for column in made.columns), *map(str, TO_FILL)])


def check_words(page: Page) -> str:
    """What the page of the check shows when it has read the cells."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("区域")
        sheet.write_string(0, 0, "示例区名单")
        for number, row in enumerate(TO_CHECK, 1):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("#files", {"name": "名单.xlsx", "mimeType": kind, "buffer": content.getvalue()})
    page.locator("#results li").first.wait_for()
    return page.locator("#told").inner_text() + page.locator("#results").inner_text()


def digest(words: str) -> str:
    """What tells words apart."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _photographed(browser: Browser, scratch: Path) -> Iterator[tuple[str, bytes, str]]:
    """Name, content and the digest of the words of each photograph."""
    site = build_site(ROOT / "data", scratch / "site")
    with serving(site) as address:
        page = browser.new_page(viewport={"width": 420, "height": 800}, device_scale_factor=1.5, locale="zh-CN")
        page.goto(f"{address}check/")
        words = check_words(page)
        top = page.locator("#told").bounding_box()
        bottom = page.locator("#results").bounding_box()
        assert top is not None
        assert bottom is not None
        height = bottom["y"] + bottom["height"] - top["y"] + 8
        clip: FloatRect = {"x": 0, "y": top["y"] - 8, "width": 420, "height": height}
        yield "guide-check.webp", _pressed(page, page.screenshot(full_page=True, clip=clip)), digest(words)
        made = form(ROOT / "data", COUNTY, NOW.date().isoformat(), NOW.isoformat())
        book = filled(workbook.written(made), [column.heading for column in made.columns], TO_FILL)
        (scratch / "form.pdf").write_bytes(saved(book, scratch, "pdf"))
        subprocess.run(
            ["pdftoppm", "-r", "260", "-l", "1", "-singlefile", "-png", "form.pdf", "form"], cwd=scratch, check=True
        )
        parts = _strips([column.width for column in made.columns])
        yield "guide-form.webp", _pressed(page, (scratch / "form.png").read_bytes(), parts), digest(form_words())


def _strips(widths: list[int]) -> list[Part]:
    """The strips of the workbook, as parts of the paper: x, y, width, height."""
    left, right, top, bottom = _PAPER
    edges = [left + (right - left) * sum(widths[:place]) / sum(widths) for place in range(len(widths) + 1)]
    return [(edges[first], top, edges[last] - edges[first], bottom - top) for first, last in STRIPS]


def _pressed(page: Page, picture: bytes, parts: Sequence[Part] = ((0, 0, 1, 1),)) -> bytes:
    """A small picture of parts of a large one."""
    url = f"data:image/png;base64,{b64encode(picture).decode()}"
    return b64decode(page.evaluate(_PRESSED, [url, parts]))


def photographs() -> None:
    """Takes the photographs, and notes the words that they show."""
    with TemporaryDirectory() as scratch, started() as browser:
        noted = {}
        for name, content, words in _photographed(browser, Path(scratch)):
            (FOLDER / name).write_bytes(content)
            noted[name] = {"words": words, "sha256": hashlib.sha256(content).hexdigest()}
    WORDS.write_text(f"{json.dumps(noted, indent=2)}\n", encoding="utf-8")


if __name__ == "__main__":
    for name, content in terminals():
        (FOLDER / name).write_text(content, encoding="utf-8")
    photographs()
