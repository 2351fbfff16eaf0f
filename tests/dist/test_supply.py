"""What the program is made of: pinned by digest wherever it is installed, and listed, the same bytes each time."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.support.folders import ROOT
from tests.support.tools import PATH, require_tool

LOCKS: Final = (
    "requirements.lock", "requirements-dev.lock", "tests/tools/moto.lock", "tests/tools/aics-tlog.lock",
)  # fmt: skip
NPM: Final = "tests/tools/npm"
# Everywhere that this repository has something installed: pipelines install by `make setup` alone.
INSTALLS: Final = ("Makefile", ".ci/run", ".gitlab-ci.yml", *(f".github/workflows/{name}.yml" for name in (
    "comment", "late", "proposal", "register",
)))  # fmt: skip
_PIN: Final = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,-]+\])?==([^ ;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    """The blocks of a lock by the name and version that they pin."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    starts = [*_PIN.finditer(text)]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return {f"{match[1]}=={match[2]}": text[match.start() : end] for match, end in zip(starts, ends, strict=True)}


def test_every_pin_has_digests() -> None:
    """Whatever stands in a lock has one version, and the SHA-256 of each of its files."""
    for lock in LOCKS:
        found = pins(lock)
        assert len(found) >= 3, lock
        assert [pin for pin, block in found.items() if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)] == [], lock
        lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
        named = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert len(named) == len(found), lock


def test_every_install_is_pinned_by_digest() -> None:
    """pip takes from a lock with its digests, or the checkout itself without anything else; npm takes its lock, and runs
    nothing of what it installs."""
    commands = [
        (path, line.strip())
        for path in INSTALLS
        for line in (ROOT / path).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        if re.search(r"\b(?:pip|uv|npm|npx|pipx|gem|cargo|go) +(?:install|add|ci|i|run)\b", line)
    ]
    assert len(commands) >= 5
    for path, line in commands:
        if line.startswith("npm "):
            installs = line.startswith("npm ci ") and line.endswith(" --prefix .tools")
            assert installs or "--package-lock-only" in line, line
            assert "--ignore-scripts" in line, line
            continue
        if "apt-get" in line:
            continue  # Debian signs its own
        by_digest = "--require-hashes -r " in line and line.count("-r ") == 1
        itself = "--no-deps" in line and "--no-build-isolation" in line and "--editable ." in line
        assert by_digest or itself, f"{path}: {line}"


def test_what_npm_takes_is_pinned_by_digest() -> None:
    """Whole versions are asked for, and whatever comes with them stands in the lock with the SHA-512 of its file."""
    asked = json.loads((ROOT / NPM / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert [version for version in asked.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    lock = json.loads((ROOT / NPM / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert lock.pop("")["dependencies"] == asked
    assert {name: lock[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, pin in lock.items() if not re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", pin["integrity"])] == []
    assert len(lock) > len(asked)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"cp {NPM}/package.json {NPM}/package-lock.json .tools/" in makefile


def test_the_list_of_what_it_is_made_of_is_the_same_each_time(tmp_path: Path) -> None:
    """`make sbom` twice gives the same bytes, with every pin of the lock and its digests, by package address."""
    require_tool("cyclonedx-py")
    (line,) = re.findall(r"^\t@\$\(BIN\)/(cyclonedx-py .*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    made = []
    for name in ("one", "two"):
        words = line.replace("dist/wuyi.cdx.json", str(tmp_path / name)).split()
        words[0] = shutil.which(words[0], path=PATH) or words[0]
        surroundings = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, check=True)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    document = json.loads(made[0])
    assert (document["bomFormat"], document["metadata"]["component"]["name"]) == ("CycloneDX", "wuyi")
    listed = {f"{one['name']}=={one['version']}" for one in document["components"]}
    assert listed == set(pins("requirements.lock"))
    assert all(one["externalReferences"][0]["hashes"] for one in document["components"])
