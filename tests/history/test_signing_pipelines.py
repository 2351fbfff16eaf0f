"""The key of the logs in the pipelines of all forges: a secret that one step of main has, and no proposal ever."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from textwrap import dedent
from typing import Final

import pytest

from generator.transparency import checkpoint
from tests.history.test_pipelines import GITLABS, REGISTER, STARTER, bash, document, steps
from tests.support.folders import ROOT, example_data, replace_once
from tests.support.logsigning import KEY
from tests.support.repositories import commit

KEYS: Final = {"WUYI_LOG_KEY", "WUYI_LOG_KEY_MLDSA"}
GITEE: Final = ROOT / "generator" / "starter" / "dot.workflow"
GITHUBS: Final = (REGISTER, STARTER / "register.yml")
INSTALL: Final = "env -u WUYI_LOG_KEY -u WUYI_LOG_KEY_MLDSA make setup"
SITE: Final = "https://register.example"


def build(path: Path) -> str:
    """What a workflow of GitHub runs to build what is published."""
    return "\n".join(step["run"] for step in steps(path, "build") if "wuyi build" in step.get("run", ""))


BUILDS: Final = {
    "github": build(GITHUBS[0]), "github starter": build(GITHUBS[1]),
    "gitlab": "\n".join(document(GITLABS[0])["pages"]["script"]),
    "gitlab starter": "\n".join(document(GITLABS[1])["pages"]["script"]),
    "gitee": "\n".join(document(GITEE / "register.yml")["stages"][0]["steps"][0]["commands"]),
}  # fmt: skip


@pytest.mark.parametrize("path", GITHUBS, ids=["repository", "starter"])
def test_one_step_of_main_has_the_key(path: Path) -> None:
    """The one that builds what is published: from the environment that main alone may use. It installs nothing."""
    workflow = document(path)
    assert [*workflow["on"]] == ["push", "workflow_dispatch"]
    ((name, step),) = (
        (name, step) for name, job in workflow["jobs"].items() for step in job["steps"] if "secrets" in str(step)
    )
    job = workflow["jobs"][name]
    assert (name, job["environment"], job["if"]) == ("build", "signing", "github.ref == 'refs/heads/main'")
    assert "secrets" not in str({**workflow, "jobs": {**workflow["jobs"], name: {**job, "steps": []}}})
    assert {key: step["env"][key] for key in KEYS} == {key: f"${{{{ secrets.{key} }}}}" for key in KEYS}
    assert "make" not in step["run"]


@pytest.mark.parametrize("path", GITLABS, ids=["repository", "starter"])
def test_one_job_of_main_may_ask_for_the_key(path: Path) -> None:
    """That of GitLab which publishes, by its environment. What installs is not given the key; no other job names it."""
    pipeline = document(path)
    pages = pipeline.pop("pages")
    assert pages["environment"] == {"name": "signing", "action": "access"}
    assert pages["rules"][-1] == {"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}
    assert [line for line in pages["script"] if "WUYI_LOG_KEY" in line] == [INSTALL]
    assert "signing" not in str(pipeline)
    assert "WUYI_LOG_KEY" not in str(pipeline)


def test_a_proposal_on_gitee_knows_of_no_key() -> None:
    """A variable is of a pipeline there: the one that publishes is another one, for pushes to main."""
    proposal, register = (document(GITEE / f"{name}.yml") for name in ("proposal", "register"))
    assert "WUYI_LOG_KEY" not in str(proposal)
    assert register["triggers"] == {"trigger": "auto", "push": {"branches": {"precise": ["main"]}}}
    assert BUILDS["gitee"].count("WUYI_LOG_KEY_MLDSA") == BUILDS["gitee"].count(INSTALL) == 1


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with data and texts, in which a pipeline runs; `make setup` ends where it is given a key."""
    folder = tmp_path / "clone"
    folder.mkdir()
    example_data(folder)
    (folder / "Makefile").write_text('setup:\n\t@test -z "$$WUYI_LOG_KEY$$WUYI_LOG_KEY_MLDSA"\n', encoding="utf-8")
    (folder / ".gitignore").write_text(".venv/\npublic/\n.public.build/\n", encoding="utf-8")
    shutil.copytree(ROOT / "content", folder / "content")
    commit(folder)
    return folder


def program(clone: Path, text: str) -> None:
    """Puts a program in the place of `wuyi`."""
    folder = clone / ".venv" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "python").unlink(missing_ok=True)
    (folder / "python").symlink_to(sys.executable)
    (folder / "wuyi").write_text(f"#!{sys.executable}\n{dedent(text)}", encoding="utf-8")
    (folder / "wuyi").chmod(0o755)


def run(clone: Path, pipeline: str, key: str) -> None:
    """Runs what a pipeline runs to build what is published."""
    surroundings = {"BASE_URL": SITE, "CI_PAGES_URL": SITE.replace("https", "http"), "PUBLISHED": ""}
    bash(BUILDS[pipeline], clone, **surroundings, WUYI_LOG_KEY=key, WUYI_LOG_KEY_MLDSA="")


@pytest.mark.parametrize("key", ["", "PRIVATE+KEY+x"], ids=["without a key", "with one"])
@pytest.mark.parametrize("pipeline", BUILDS)
def test_every_build_is_given_the_key_and_what_is_published(pipeline: str, key: str, clone: Path) -> None:
    """Each pipeline starts clean: only the address of the site tells what was signed last."""
    program(clone, """
        import json, os, sys
        if sys.argv[1] == "build":
            json.dump([sys.argv[1:], os.environ.get("WUYI_LOG_KEY", "")], open("asked.json", "w"))
    """)  # fmt: skip
    run(clone, pipeline, key)
    words, given = json.loads((clone / "asked.json").read_text(encoding="utf-8"))
    assert (words[words.index("--published") + 1], given) == (SITE, key)


def test_a_key_that_is_given_signs_what_extends_what_is_published(clone: Path, tmp_path: Path) -> None:
    """By the real program: without a secret the site is unsigned, with one its logs are signed; what does not extend
    what is served is refused, and there is nothing to publish."""
    served, public = tmp_path / "served", clone / "public"
    served.mkdir()
    # What is served at the address of the site lies in a folder of this machine.
    program(clone, f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
        from generator.cli import main
        main([{str(served)!r} if word == {SITE!r} and before == "--published" else word
              for before, word in zip(sys.argv, sys.argv[1:])])
    """)  # fmt: skip
    run(clone, "github", "")
    assert not checkpoint.parse((public / "990101" / "checkpoint").read_bytes())[1].signatures
    shutil.rmtree(public)
    run(clone, "github", KEY.format("register.example"))
    origin = "register.example/990101"
    told = checkpoint.verified((public / "990101" / "checkpoint").read_bytes(), [KEY.verifier(origin)], origin)
    assert told.size == 25
    served.rmdir()
    public.rename(served)
    events = clone / "data" / "registers" / "990101" / "events.csv"
    replace_once(events, "2022-11-28T15:00:00", "2022-11-28T15:30:00")
    commit(clone)
    with pytest.raises(AssertionError, match="不是上次签名发布的那一份的延续"):
        run(clone, "github", KEY.format("register.example"))
    assert not public.exists()
