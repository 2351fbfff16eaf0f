"""A site that says what it was made from is made again by anybody: the same bytes, or the files that differ by name."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator import __version__
from generator.build import built, libraries
from generator.build.again import again
from generator.build.order import Order
from generator.build.start import build
from generator.copies.source import Folder
from generator.errors import UsageError
from generator.transparency import checkpoint
from generator.transparency.keys import PrivateKey
from tests.build.test_log import KEY, Register
from tests.support.copies import compact, copied, edit, relist, wuyi
from tests.support.folders import NOW, ROOT
from tests.support.repositories import commit, git
from tests.support.sites import load
from tests.tools.twice import STRANGERS, differing
from tests.tools.twice import built as built_by

# A legal line at the end of the log of the worked example.
LINE = "26,990101001001-001,幸福里小区,revoke,compound,2022-11-29,2022-11-29T08:00:00+08:00,990101,new_case,,\n"


def repository(folder: Path) -> Register:
    """The worked example and texts, in a repository of their own, committed."""
    made = Register(folder / "register")
    shutil.copytree(ROOT / "content", made.folder / "content")
    commit(made.folder)
    return made


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The repository; nobody changes it."""
    return repository(tmp_path_factory.mktemp("again"))


@pytest.fixture(scope="module")
def signed(register: Register) -> Path:
    """Its site, signed, as it is served."""
    return built_of(register, "signed", KEY)


def built_of(
    register: Register, name: str, *signers: PrivateKey, as_of: str | None = None, site_url: str | None = None
) -> Path:
    """The site of what is committed, with texts of the same commit."""
    content = register.folder / "content"
    output = register.folder.parent / name
    result = build(Order(register.data, content, output, site_url, as_of, NOW, 1, signers=signers))
    assert not result.report.errors
    return output


def problems(site: Path, register: Register) -> tuple[str, ...]:
    """What differs from what is made again."""
    return again(Folder(site), str(register.folder), NOW).problems


def test_a_signed_site_is_made_again_without_its_key(signed: Path, register: Register) -> None:
    """Everything is the same, but for signatures, which nobody else can make."""
    assert checkpoint.parse((signed / "checkpoint").read_bytes())[1].signatures
    made = again(Folder(signed), str(register.folder), NOW)
    assert (made.problems, made.versions) == ((), ())
    assert made.files > 100
    assert made.revision == git(register.folder, "rev-parse", "HEAD")


def test_a_site_of_an_earlier_time_is_made_again(register: Register) -> None:
    """What was asked for is said, so that the same can be asked for again."""
    site = built_of(register, "earlier", as_of="2022-08-28")
    assert load(site / "build.json")["as_of"] == "2022-08-28"
    assert problems(site, register) == ()


@pytest.mark.parametrize("address", ["https://other.example/below/", "https://other.example/below"])
def test_a_site_for_another_address_is_made_again(register: Register, address: str) -> None:
    """The address that it was made for is said, and a slash at its end says nothing."""
    site = built_of(register, "other", site_url=address)
    assert load(site / "build.json")["url"] == "https://other.example/below/"
    assert problems(site, register) == ()


def test_build_json_says_what_the_site_is_made_from(signed: Path, register: Register) -> None:
    """Commit, folders, versions, and the size and root of each log as its checkpoint has them."""
    told = load(signed / "build.json")
    assert (told["revision"], told["data"], told["content"]) == (
        git(register.folder, "rev-parse", "HEAD"), "data", "content",
    )  # fmt: skip
    assert told["url"] == "https://register.example/"
    assert (told["program"], told["python"]) == (__version__, built.python())
    assert told["libraries"].keys() == set(libraries.published())
    assert all(told["libraries"].values())
    for log, path in [(told["log"], "checkpoint"), *((one, f"{one['code']}/checkpoint") for one in told["logs"])]:
        seen, _ = checkpoint.parse((signed / path).read_bytes())
        assert (log["size"], log["root"]) == (seen.size, seen.root.hex())
    assert [one["code"] for one in told["logs"]] == ["990101", "990201"]


def test_build_json_is_the_same_from_a_build_that_kept_the_rest(tmp_path: Path) -> None:
    """After one more line, a build that only makes what changed says the same as one that makes everything."""
    register = repository(tmp_path)
    built_of(register, "site")
    register.add("990101", LINE)
    commit(register.folder)
    site = built_of(register, "site")
    assert differing(site, built_of(register, "anew")) == []
    assert load(site / "build.json")["logs"][0]["size"] == load(site / "990101" / "index.json")["events"]


def altered(site: Path, path: str, old: str, new: str) -> None:
    """A file that a publisher changed, with all manifests written anew."""
    file = site / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    relist(site)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("990101/index.html", "幸福里小区", "不幸福里小区"),
        ("about/index.html", "<p>", "<p>!"),
        ("checkpoint", "\n", "\n"),
        ("build.json", '"as_of":null', '"as_of":null,"more":1'),
        ("robots.txt", "Allow", "Disallow"),
    ],
)  # fmt: skip
def test_what_a_publisher_put_in_is_named(
    signed: Path, register: Register, tmp_path: Path, path: str, old: str, new: str
) -> None:
    """A copy that agrees with itself, but not with the repository: that file is named, and no other."""
    site = copied(signed, tmp_path / "site")
    if path == "checkpoint":
        text, _, tail = (site / path).read_text(encoding="utf-8").partition("\n\n")
        origin, size, root = text.splitlines()
        (site / path).write_text(f"{origin}\n{int(size) + 1}\n{root}\n\n{tail}", encoding="utf-8")
        relist(site)
    else:
        altered(site, path, old, new)
    assert problems(site, register) == (f"{path}：和重新生成的不同",)


def test_files_too_many_and_too_few_are_named(signed: Path, register: Register, tmp_path: Path) -> None:
    """A page that was put in and listed, and one that was left out of site and list."""
    site = copied(signed, tmp_path / "site")
    (site / "robots.txt").unlink()
    (site / "more.txt").write_text("x", encoding="utf-8")
    relist(site)

    def listed(manifest: Any) -> None:
        entry = {"path": "more.txt", "sha256": hashlib.sha256(b"x").hexdigest(), "size": 1}
        manifest["files"] = sorted([*manifest["files"], entry], key=lambda one: str(one["path"]))

    edit(site / "manifest.json", listed)
    assert problems(site, register) == (
        "more.txt：重新生成的网站里没有", "robots.txt：重新生成的网站里有，这里没有列出",
    )  # fmt: skip


def test_other_versions_are_told_before(signed: Path, register: Register, tmp_path: Path) -> None:
    """A library that the site was made with in another version is named; by itself it is no difference."""
    site = copied(signed, tmp_path / "site")

    def older(document: Any) -> None:
        document["libraries"]["jinja2"] = "2.0"
        document["program"] = "0.0.9"

    edit(site / "build.json", older)
    relist(site)
    made = again(Folder(site), str(register.folder), NOW)
    assert made.problems == ()
    assert [line.partition("：")[0] for line in made.versions] == ["jinja2", "wuyi"]


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("revision", None, "没有说明提交"),
        ("revision", "--upload-pack=x", "读不懂"),
        ("revision", "HEAD", "读不懂"),
        ("revision", "0" * 40, "里没有提交"),
        ("data", "../data", "读不懂"),
        ("data", "/etc", "读不懂"),
        ("data", "register", "没有文件夹"),
        ("content", ".git/../..", "读不懂"),
        ("content", 7, "读不懂"),
        ("url", "file:///etc/passwd", "读不懂"),
        ("url", ["https://x.example"], "读不懂"),
        ("as_of", "now", "读不懂"),
        ("as_of", {}, "读不懂"),
    ],
)
def test_what_a_site_says_of_itself_is_foreign(
    signed: Path, register: Register, tmp_path: Path, key: str, value: object, says: str
) -> None:
    """A commit is one, a folder lies in the repository, an address is one: else it ends with a sentence."""
    site = copied(signed, tmp_path / "site")
    document = load(site / "build.json")
    (site / "build.json").write_text(compact({**document, key: value}) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        problems(site, register)


def test_without_a_repository_it_ends_with_a_sentence(signed: Path, tmp_path: Path) -> None:
    """No repository, or none that git knows: exit status 2."""
    ended = wuyi("verify", signed, "--rebuild", tmp_path / "nowhere", "--quiet")
    assert ended.exit_code == 2
    assert "取不到" in ended.output


def test_the_command_tells_it(signed: Path, register: Register, tmp_path: Path) -> None:
    """`wuyi verify DIR --rebuild REPO`: 0 where it is the same; 1 with the file where it is not."""
    ended = wuyi("verify", signed, "--rebuild", register.folder)
    assert (ended.exit_code, ended.output.count("重新生成的也一致")) == (0, 1)
    site = copied(signed, tmp_path / "site")
    altered(site, "robots.txt", "Allow", "Disallow")
    ended = wuyi("verify", site, "--rebuild", register.folder, "--quiet")
    assert ended.exit_code == 1
    assert "robots.txt：和重新生成的不同" in ended.output


def test_two_strangers_build_the_same(register: Register, tmp_path: Path) -> None:
    """Another folder, time zone, language, seed of hashes, umask and number of processes: the same bytes."""
    revision = git(register.folder, "rev-parse", "HEAD")
    one, other = (built_by(register.folder, tmp_path, stranger, revision) for stranger in STRANGERS)
    assert (one / "build.json").is_file()
    assert differing(one, other) == []
    (other / "robots.txt").write_text("x", encoding="utf-8")
    assert differing(one, other) == ["robots.txt"]
