"""Every command of the guide for staff, as it is printed, in a clone of the demonstration with a server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import xlsxwriter

from generator.staff.template.form import form
from tests.support.filling import filled
from tests.support.folders import ROOT
from tests.support.repositories import commit, git
from tests.tools.pictures import COUNTY, NOW, Office

GUIDE: Final = ROOT / "content/pages/guide.md"
# Not run here: what installs, builds, or goes on until it is stopped (other tests do), and what is no command.
ELSEWHERE: Final = ("git clone ", "cd ", "make ", ".venv/bin/pip ", ".venv/bin/wuyi plaque ", "E403 ")
# From these headings on the clone is as it was at first.
AFRESH: Final = ("## 二", "### 填一张表", "### 接入一份名单", "## 三", "## 四", "### 别人先", "### 新的", "## 六")
FORM: Final = f"{COUNTY}-填报表.xlsx"
NEW: Final = {
    "街道": "示例街道", "社区": "和平社区", "名称": "和平佳园", "类型": "小区", "事件": "发布", "日期": "2022-12-06",
    "申报日期": "2022-12-04", "审核日期": "2022-12-05", "评定日期": "2022-12-05",
}  # fmt: skip


class Step(NamedTuple):
    """What comes before a command, what is answered to its questions, how it ends."""

    before: Callable[[Office], object] = bool
    talk: tuple[tuple[str, str], ...] = ()
    code: int = 0


def _filled_in(office: Office) -> None:
    path = office.top / FORM
    made = form(office.top / "data", COUNTY, NOW.date().isoformat(), NOW.isoformat())
    path.write_bytes(filled(path.read_bytes(), [column.heading for column in made.columns], [NEW]))


def _listed(office: Office) -> None:
    with xlsxwriter.Workbook(office.top / "第十五批.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((
            ("关于公布第十五批无疫小区的通告",), ("2022年12月6日",), ("街道", "社区", "小区名称", "类型"),
            ("示例街道", "和平社区", "和平佳园", "小区"), ("示例街道", "光明社区", "光明里", "小区"),
        )):  # fmt: skip
            sheet.write_row(number, 0, row)


def _recorded(office: Office) -> None:
    office.run(".venv/bin/wuyi record 990101 --area 光明花园 --event 取消 --reason 造谣 --yes")


def _forestalled(office: Office) -> None:
    """Somebody else's line is merged first; one's own is committed."""
    git(office.top, "switch", "-q", "-c", "batch-15")
    _recorded(office)
    commit(office.top, "我的", NOW.isoformat())
    git(office.top, "switch", "-q", "main")
    office.run(".venv/bin/wuyi record 990101 --area 映山红小区 --event 取消 --reason 造谣 --yes")
    commit(office.top, "别人的", NOW.isoformat())
    git(office.top, "push", "-q", str(office.server), "main")
    git(office.top, "switch", "-q", "batch-15")
    office.run("git push -q -u origin batch-15")


def _days_later(office: Office) -> None:
    office.now = "2022-12-08T16:00:00+08:00"


def _mistaken(office: Office) -> None:
    office.run(".venv/bin/wuyi record 990101 --area 光明花园 --event 取消 --reason refusing_test --at 2022-12-08 --yes")
    commit(office.top, "记错了", office.now)


def _at_home(office: Office) -> None:
    """ssh-keygen makes this folder in the home of the user alone, whatever HOME says."""
    (office.home / ".ssh").mkdir()


YES: Final = ("[y]：", "y\r")
ONE_BY_ONE: Final = (
    ("编号）：", "映山红小区\r"), ("哪一天", "\r"), ("写数字）：", "2\r"), ("写数字）：", "6\r"), ("再记一条", "n\r"),
    YES,
)  # fmt: skip
NOTICE: Final = (
    ("写数字）：", "1\r"), ("标题：", "关于公布第十五批无疫小区的通告\r"), ("发布日期", "\r"), ("文号", "\r"),
    ("写明的数量", "\r"), YES,
)  # fmt: skip
UNSAID: Final = (
    ("申报是哪一天", "2022-12-04\r"), ("审核是哪一天", "2022-12-05\r"), ("评定是哪一天", "2022-12-05\r"),
    ("各项标准都达到了吗", "y\r"), ("自评是哪一天", "2022-12-04\r"), ("备案是哪一天", "2022-12-06\r"),
)  # fmt: skip
STEPS: Final = {
    ".venv/bin/wuyi record 990101": Step(talk=ONE_BY_ONE),
    ".venv/bin/wuyi record ": Step(talk=(YES,)),
    ".venv/bin/wuyi record 990101 --area 和平佳园 --event review ": Step(talk=NOTICE),
    ".venv/bin/wuyi record 990101 --correct 337": Step(talk=(("写数字）：", "1\r"), ("写数字）：", "1\r"), YES)),
    ".venv/bin/wuyi record 990101 --undo": Step(talk=(("[n]：", "y\r"),)),
    f".venv/bin/wuyi import {FORM} ": Step(_filled_in, (YES,)),
    # It asks for what the list does not say.
    ".venv/bin/wuyi import 第十五批.xlsx --county 990101 --dry-run": Step(_listed, UNSAID),
    ".venv/bin/wuyi import 第十五批.xlsx --county 990101 --date ": Step(talk=(YES,)),
    ".venv/bin/wuyi submit 990101": Step(_recorded, (YES,)),
    "git merge origin/main": Step(code=1),
    "ssh-keygen ": Step(_at_home, (("Enter passphrase", "\r"), ("Enter same passphrase", "\r"))),
    ".venv/bin/wuyi init my-register": Step(
        talk=(
            ("6 位代码）：", "秀山\r"),
            ("还有别的区县", "n\r"),
            ("发布单位：", "某县\r"),
            ("联系单位", "某办公室\r"),
            ("https 开头）：", "https://register.example\r"),
            ("网站名称", "\r"),
            ("名录的第一天", "\r"),
            ("不作承诺就回车", "\r"),
        )
    ),
    ".venv/bin/wuyi add county 500242 --dry-run": Step(
        talk=(("发布单位", "\r"), ("联系单位", "\r"), ("名录的第一天", "\r"), ("不作承诺就回车", "\r"))
    ),
}
BEFORE: Final = {"### 别人先": _forestalled, "### 取消": _days_later, "### 记错": _mistaken}


def commands() -> Iterator[tuple[str, str]]:
    """Each command with the heading that it stands below."""
    heading = ""
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line
        elif (match := re.fullmatch(r" {4}([a-zE.].*)", line)) and not re.match(r"[a-z_]+,", match[1]):
            yield heading, match[1]


def step_of(command: str) -> Step:
    """What is known of a command: that of the longest beginning."""
    fitting = [begins for begins in STEPS if command == begins or (begins.endswith(" ") and command.startswith(begins))]
    return STEPS[max(fitting, key=len)] if fitting else Step()


def test_every_command_of_the_guide_runs_as_it_is_printed(tmp_path: Path) -> None:
    """In its order; each ends well, but for the merge that cannot be made."""
    office = Office(tmp_path.resolve())
    begun = git(office.top, "rev-parse", "HEAD")
    ran, last = 0, ""
    for heading, command in commands():
        if heading != last:
            last = heading
            if heading.startswith(AFRESH):
                git(office.top, "merge", "--abort", check=False)
                git(office.top, "switch", "-q", "-f", "main")
                git(office.top, "reset", "-q", "--hard", begun)
                git(office.top, "clean", "-q", "-f", "-d")
                git(office.top, "branch", "-q", "-D", "batch-15", check=False)
                (office.home / ".gitconfig").unlink(missing_ok=True)
                office.now = NOW.isoformat()
            next((act for begins, act in BEFORE.items() if heading.startswith(begins)), bool)(office)
        if command.startswith(ELSEWHERE):
            continue
        step = step_of(command)
        step.before(office)
        office.run(command, *step.talk, code=step.code)
        ran += 1
    assert ran > 25
