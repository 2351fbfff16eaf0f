"""The smallest wrong folder for each finding: `cases/<CODE>-<slug>/`, and the exact report expected of it.

A case is `cases/base` (a tiny valid data folder) with the files of the case's `data/` laid over it. A case of history
has a `before/` too: it is laid over first, and what is then there is committed as the base to check against. `content/`
are texts beside the data: those of the repository, with these laid over them; `theme/` is a look of its own.
`case.json` says what a file in git cannot be: {"delete": [path …], "encode": {path: encoding},
"sparse": {path: bytes}}; paths are within the data folder. {"unwritten": [path …]} are texts that are left out, or the
folder ("."). "commit" is how the case's data came about, where it was committed on top of the
base: {"by": who signs (a name in the base's authorities.csv, or another one; "": nobody), "when": its time, "also":
{path beside the data: content}, "amended": true where it was changed after it was signed}; its id is not in the report.
"taken" is what a site takes that only a build would tell: files, folders, bytes, and the largest file.
`--golden` writes the reports anew.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.build import hosts
from generator.check import Report, read_plan
from generator.commands import reporting
from generator.findings import CATALOGUE, form, history, log, redaction, scheme, signing, theme
from generator.history.compare import check_against
from generator.prose.judging import add_texts
from generator.publish.pages import overrides
from tests.support.folders import CASES, NOW, ROOT, copy_data, report_of, run_wuyi
from tests.support.repositories import commit, git
from tests.support.signing import Holder

ALL = sorted(path.name for path in CASES.iterdir() if path.name != "base")


def lay_out(name: str, folder: Path) -> Path:
    """The data folder of a case, in `folder`."""
    data, case = copy_data(CASES / "base", folder / "data"), CASES / name
    if has_base(name):
        shutil.copytree(case / "before", data, dirs_exist_ok=True)
        commit(folder, when="2026-11-01T09:00:00+08:00" if "commit" in special_of(name) else None)
    if (case / "data").is_dir():
        shutil.copytree(case / "data", data, dirs_exist_ok=True)
    if (case / "theme").is_dir():
        shutil.copytree(case / "theme", folder / "theme")
    special = special_of(name)
    assert special.keys() <= {"delete", "encode", "sparse", "unwritten", "taken", "commit"}
    if (case / "content").is_dir() or "unwritten" in special:
        shutil.copytree(ROOT / "content", folder / "content")
    if (case / "content").is_dir():
        shutil.copytree(case / "content", folder / "content", dirs_exist_ok=True)
    for path in special.get("unwritten", ()):
        text = folder / "content" / path
        shutil.rmtree(text) if text.is_dir() else text.unlink()
    for path in special.get("delete", ()):
        if (data / path).is_dir():
            shutil.rmtree(data / path)
        else:
            (data / path).unlink()
    for path, encoding in special.get("encode", {}).items():
        (data / path).write_bytes((data / path).read_text(encoding="utf-8").encode(encoding))
    for path, size in special.get("sparse", {}).items():
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        with (data / path).open("wb") as file:
            file.truncate(size)
    return data


def special_of(name: str) -> dict[str, Any]:
    """What case.json says of a case."""
    path = CASES / name / "case.json"
    special: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return special


def has_base(name: str) -> bool:
    """True for a case of history."""
    return (CASES / name / "before").is_dir()


def checked(name: str, folder: Path) -> Report:
    """The report of a case, laid out in `folder`."""
    data = lay_out(name, folder)
    if "commit" in special_of(name):
        report = judged(data, special_of(name)["commit"], folder)
    else:
        report = check_against(data, "HEAD", now=NOW, workers=1) if has_base(name) else report_of(data)
    plan = read_plan(data, now=NOW)[0]
    if plan.site is not None:
        report.findings.extend(overrides.dressed(data, plan.site).findings)
    add_texts(report, folder / "content", plan, needed=name.startswith("E130"))
    if "taken" in special_of(name) and plan.site is not None:
        files, folders, size, largest = special_of(name)["taken"]
        report.findings.extend(hosts.judge(data, plan.site, hosts.Taken(files, folders, size, tuple(largest))))
    return report


def judged(data: Path, made: dict[str, Any], folder: Path) -> Report:
    """The report of what was committed on top of the base."""
    for path, content in made.get("also", {}).items():
        (data.parent / path).write_text(content, encoding="utf-8")
    when = made.get("when", "2026-11-20T09:00:00+08:00")
    if made["by"]:
        Holder(folder / ".git" / "keys", made["by"], seed=made["by"]).commit(data.parent, when=when)
    else:
        commit(data.parent, when=when)
    if made.get("amended"):
        content = git(data.parent, "cat-file", "commit", "HEAD") + "\nmore\n"
        (folder / ".git" / "raw").write_text(content, encoding="utf-8")
        made_anew = git(data.parent, "hash-object", "-t", "commit", "-w", folder / ".git" / "raw")
        git(data.parent, "update-ref", "HEAD", made_anew)
    id_ = git(data.parent, "rev-parse", "HEAD")[:12]
    report = check_against(data, "HEAD^1", now=NOW, workers=1, received="2026-12-01T00:00:00+08:00")
    report.findings[:] = [
        replace(found, message=found.message.replace(id_, "0123456789ab")) for found in report.findings
    ]  # fmt: skip
    return report


def expected(name: str) -> str:
    """The report expected of a case, as text."""
    return (CASES / name / "expected.json").read_text(encoding="utf-8")


def test_the_base_of_the_cases_has_no_finding(tmp_path: Path) -> None:
    """What every case is laid over is valid, so that a case shows its own fault and nothing else."""
    report = report_of(copy_data(CASES / "base", tmp_path / "data"))
    assert (report.findings, report.counties, report.areas, report.events) == ([], 1, 2, 5)


@pytest.mark.parametrize("name", ALL)
def test_report_of_a_wrong_folder(name: str, tmp_path: Path, golden: bool) -> None:
    """The report of the smallest wrong folder is, to the letter, the expected one."""
    found = reporting.as_json(checked(name, tmp_path)) + "\n"
    if golden:
        (CASES / name / "expected.json").write_text(found, encoding="utf-8")
    assert found == expected(name)


@pytest.mark.parametrize("name", ALL)
def test_one_fault_gives_one_message(name: str) -> None:
    """Each case has one fault, and is told once, under the code that the case is named after."""
    found = [one["code"] for one in json.loads(expected(name))["findings"]]
    if name.startswith("E115"):  # the one code that only counts what others tell
        assert found == ["E115", "E203"]
        assert len(json.loads(expected(name))["findings"][1]["lines"]) == 200
    elif name.startswith("E819"):  # its lines are too old; and that it returns at all needs a word
        assert sorted(found) == ["E816", "E819"]
    else:
        assert found == [name.partition("-")[0]]


def test_every_code_has_a_case() -> None:
    """A finding that no folder can show is not in the catalogue; a new one comes with its folder."""
    assert {name.partition("-")[0] for name in ALL} == set(CATALOGUE)


@pytest.mark.parametrize(
    ("name", "options", "status"),
    [
        ("E110-no-county", (), 1),
        ("E301-no-such-day", (), 1),
        ("E301-no-such-day", ("--strict",), 1),
        ("E310-recorded-ahead", (), 1),
        ("W603-publication-without-notice", (), 0),
        ("W603-publication-without-notice", ("--strict",), 1),
    ],
)
def test_program_prints_the_report_and_sets_its_status(
    name: str, options: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    """`wuyi check --format json` prints only the report; 1 for errors, and for warnings if strict."""
    data = lay_out(name, tmp_path)
    ended = run_wuyi("check", "--data", data, "--format", "json", *options)
    assert (ended.stdout, ended.stderr, ended.returncode) == (expected(name), "", status)


def test_a_day_can_stand_for_the_clock(tmp_path: Path) -> None:
    """`--now` says what time it is: a day means its end, and what is dated up to a day later is not ahead."""
    data = lay_out("E310-recorded-ahead", tmp_path)
    assert run_wuyi("check", "--data", data, "--now", "2222-11-22").returncode == 0
    assert run_wuyi("check", "--data", data, "--now", "2222-11-22T08:59+08:00").returncode == 1
    assert run_wuyi("check", "--data", data, "--now", "9999-12-31").returncode == 0


def test_program_without_findings_ends_with_0(tmp_path: Path) -> None:
    """A valid folder ends with 0, strict or not."""
    data = copy_data(CASES / "base", tmp_path / "data")
    assert run_wuyi("check", "--data", data, "--strict").returncode == 0


def test_program_without_a_data_folder_ends_with_2(tmp_path: Path) -> None:
    """A folder that is not there is a matter of usage, not of data: status 2 and one sentence."""
    ended = run_wuyi("check", "--data", tmp_path / "nothing")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("wuyi: ")
    assert "Traceback" not in ended.stderr


def test_each_code_means_one_thing() -> None:
    """No two kinds of findings have one code: the later of them would stand for both."""
    kinds = [kind.code for room in (form, theme, log, scheme, signing, redaction, history) for kind in room.KINDS]
    assert len(kinds) == len(set(kinds)) == len(CATALOGUE)
