"""A build changes the published site as a whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import staging
from generator.build.order import Order, Result
from generator.build.start import build
from generator.cli import main
from generator.errors import AuditError, ProseError, UsageError
from generator.publish.artifact import text
from tests.support.folders import ROOT, example_data, replace_once, run_wuyi


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one page and one announcement."""
    folder = tmp_path / "content"
    for name, metadata in (("pages/about", ""), ("announcements/start", "date: 2022-11-23\n")):
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True)
        slug = path.stem
        path.write_text(f"title: 说明\nslug: {slug}\n{metadata}\n有效 [[certified]] 个。\n", encoding="utf-8")
    for slug in ("data", "corrections", "guide"):
        (folder / f"pages/{slug}.md").write_text(f"title: {slug}\nslug: {slug}\n\n文字。\n", encoding="utf-8")
    return folder


@pytest.fixture
def order(data: Path, content: Path, tmp_path: Path) -> Order:
    """An order for the worked example into an empty output."""
    return Order(data, content, tmp_path / "site", workers=1)


def test_publishes_what_the_example_says(order: Order) -> None:
    """The numbers of a build are those of the worked example, and prose names the register's totals."""
    result = build(order)
    home = json.loads((order.output / "index.json").read_text(encoding="utf-8"))
    assert (result.report.errors, result.counties, result.events) == (0, 2, 39)
    assert home["counts"] == {"certified": 3, "suspended": 0, "revoked": 3, "candidate": 0}
    assert "有效 3 个。" in (order.output / "about/index.html").read_text(encoding="utf-8")


Spoil = Callable[[Order, pytest.MonkeyPatch], None]


def _bad_data(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_once(order.data / "registers/990101/events.csv", "24,990101001002,和平社区", "24,990101001002,和平小区")


def _bad_roll_up(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = order.data / "registers/9901"
    folder.mkdir()
    header = "notice_id,publisher,title,document_no,published_at,cutoff_at,provenance,source,imported_at"
    row = "9901-20221130-1,示例市,通告,,2022-11-30,,official,门户网站,"
    (folder / "notices.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    (folder / "declared.csv").write_text(
        "notice_id,series,batch,division,title,measure,count\n9901-20221130-1,,,,,certified,1\n", encoding="utf-8"
    )


def _bad_prose(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    (order.content / "pages/broken.md").write_text(
        "title: a\nslug: broken\n\n没有的总数 [[nothing]]\n", encoding="utf-8"
    )


def _bad_text(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    (order.content / "pages/broken.md").write_text("title: a\nslug: a\n\n<script>x</script>\n", encoding="utf-8")


def _bad_link(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    (order.content / "pages/about.md").write_text("title: a\nslug: about\n\n[x](../nowhere/)\n", encoding="utf-8")


def _broken_prose(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.prose.filling.cleaned", lambda html: ("", ["<x>"]))


def _broken_renderer(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publish.county.site.badge.of_county", lambda county: text("990101/x.json", "{"))


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (_bad_data, None),
        (_bad_roll_up, None),
        (_bad_text, None),
        (_bad_prose, None),
        (_bad_link, None),
        (_broken_prose, ProseError),
        (_broken_renderer, AuditError),
    ],
)
def test_failure_leaves_the_site_byte_for_byte(
    order: Order, monkeypatch: pytest.MonkeyPatch, spoil: Spoil, error: type[Exception] | None
) -> None:
    """Whatever goes wrong, the old site stands untouched and nothing of the new one is left behind."""
    build(order)
    (order.output / "README.md").write_text("a note of one's own\n", encoding="utf-8")
    before = digests(order.output)
    spoil(order, monkeypatch)
    if error is None:
        assert build(order).report.errors > 0
    else:
        with pytest.raises(error):
            build(replace(order, full=True))
    assert digests(order.output) == before
    assert not (order.output.parent / ".site.build/stage").exists()


def test_removed_counties_and_pages_disappear_and_notes_stay(order: Order) -> None:
    """What is no longer published is removed; a file that the build did not make stays."""
    (order.content / "pages/extra.md").write_text("title: x\nslug: extra\n\n文字。\n", encoding="utf-8")
    build(order)
    (order.output / "README.md").write_text("note\n", encoding="utf-8")
    assert (order.output / "extra/index.html").is_file()
    (order.content / "pages/extra.md").unlink()
    for path in (order.data / "registers/990201").iterdir():
        path.unlink()
    (order.data / "registers/990201").rmdir()
    build(order)
    assert not (order.output / "extra").exists()
    assert not (order.output / "990201").exists()
    assert not (order.output / "9902").exists()
    assert (order.output / "README.md").read_text(encoding="utf-8") == "note\n"


class _Interrupted(BaseException):
    """Stands for a process that was killed."""


def _interrupt(order: Order, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """A build that is killed after so many renames."""
    renames = 0
    original = Path.replace

    def dying(self: Path, target: Path) -> Path:
        nonlocal renames
        renames += 1
        if renames > after:
            raise _Interrupted
        return original(self, target)

    monkeypatch.setattr(Path, "replace", dying)
    with pytest.raises(_Interrupted):
        build(order)
    monkeypatch.undo()


@pytest.mark.parametrize("after", range(0, 20, 3))
def test_interrupted_publication_is_finished_by_the_next_run(
    order: Order, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Wherever the renaming is interrupted, the next run finishes it: the site is then as if never interrupted."""
    build(order)
    replace_once(order.data / "site.json", "无疫区域公开名录", "改了名的名录")
    _interrupt(order, monkeypatch, after)
    begun = (order.output.parent / ".site.build/journal.json").exists()
    with staging.opened(order.output, []):
        finished = digests(order.output)
    other = Order(order.data, order.content, order.output.parent / "other", workers=1)
    build(order)
    build(other)
    assert digests(order.output) == digests(other.output)
    if begun:  # the journal stood: opening the stage alone finished the publication
        assert finished == digests(other.output)


def _inodes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.iterdir()}


def test_only_changed_counties_are_written_anew(order: Order) -> None:
    """A county whose inputs are those of the last build is not touched, and the outcome is that of a full build."""
    build(order)
    before = _inodes(order.output)
    replace_once(order.data / "registers/990101/notices.csv", "示例区门户网站 2022-11-27", "示例区公报 2022-11-27")
    build(order)
    after = _inodes(order.output)
    assert after["990201"] == before["990201"]
    assert after["990101"] != before["990101"]
    incremental = digests(order.output)
    build(replace(order, full=True))
    assert digests(order.output) == incremental
    assert _inodes(order.output)["990201"] != before["990201"]


def kept(output: Path) -> list[Path]:
    """The files of the cache beside an output."""
    return [path for path in (output.parent / ".site.build/cache").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "damage",
    [
        lambda output: (output / "990201/index.html").write_text("altered", encoding="utf-8"),
        lambda output: (output / "990201/feed.atom").unlink(),
        lambda output: (output / "990201/extra.txt").write_text("x", encoding="utf-8"),
        lambda output: shutil.rmtree(output / "990201"),
        lambda output: shutil.rmtree(output.parent / ".site.build/parts"),
        lambda output: [path.write_bytes(b"nonsense") for path in kept(output)],
        lambda output: shutil.rmtree(output.parent / ".site.build"),
    ],
)
def test_whatever_was_damaged_is_made_again(order: Order, damage: Callable[[Path], object]) -> None:
    """A county's pages, parts or cache that somebody touched since are made again."""
    build(order)
    before = digests(order.output)
    damage(order.output)
    build(order)
    assert digests(order.output) == before


def test_every_kept_file_is_looked_at(order: Order) -> None:
    """Whichever file beside the output is emptied, cut, or has one word for another: the site is made as it was."""
    build(order)
    before = digests(order.output)
    home = order.output.parent / ".site.build"
    kept = sorted(path for name in ("parts", "cache") for path in (home / name).rglob("*") if path.is_file())
    assert {path.relative_to(home).parts[1] for path in kept} >= {"990101", "search", "2022-11"}
    for path in kept:
        content = path.read_bytes()
        half = len(content) // 2
        other = content.replace("小区".encode(), "楼栋".encode())
        if other == content:
            other = content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]
        for spoilt in (b"",) if home / "parts" in path.parents else (b"", content[:half], other):
            path.write_bytes(spoilt)
            build(order)
            assert digests(order.output) == before, path


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("site.json", "示例市疫情防控指挥部综合办公室", "另一个办公室"),
        ("divisions/99.csv", "示例街道", "样板街道"),
        ("schemes/chongqing-2022-74.json", "每3天开展一轮核酸检测", "每4天开展一轮核酸检测"),
        ("registers/990201/areas.csv", "990201100001,椰林村,,", "990201100001,椰林村,东区,"),
    ],
)
def test_every_input_counts(order: Order, path: str, old: str, new: str) -> None:
    """A change of any input reaches every page that depends on it."""
    build(order)
    text_ = (order.data / path).read_text(encoding="utf-8")
    (order.data / path).write_text(text_.replace(old, new), encoding="utf-8")
    assert text_.count(old) > 0
    build(order)
    incremental = digests(order.output)
    build(replace(order, full=True))
    assert digests(order.output) == incremental


def _same_size_change(order: Order) -> None:
    replace_once(order.data / "registers/990101/notices.csv", "示例区门户网站 2022-11-27", "示例区门户网站 2022-11-28")


def _full_tree(order: Order) -> dict[str, str]:
    other = replace(order, output=order.output.parent / "afresh")
    build(other)
    return digests(other.output)


def test_failed_build_leaves_no_stale_county(order: Order) -> None:
    """A county that was compiled in a build that failed is not taken for published by the next."""
    build(order)
    _same_size_change(order)
    log = order.data / "registers/990201/events.csv"
    good = log.read_bytes()
    log.write_bytes(good + b"oops\n")
    assert build(order).report.errors > 0
    log.write_bytes(good)
    build(order)
    assert digests(order.output) == _full_tree(order)


def test_killed_build_of_changed_data_leaves_no_stale_county(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where the build was killed before it published."""
    build(order)
    _same_size_change(order)

    def killed(self: staging.Stage, kept: object) -> None:
        raise _Interrupted

    monkeypatch.setattr(staging.Stage, "publish", killed)
    with pytest.raises(_Interrupted):
        build(order)
    monkeypatch.undo()
    build(order)
    assert digests(order.output) == _full_tree(order)


@pytest.mark.parametrize("after", range(1, 16, 3))
def test_interrupted_first_publication_is_finished(order: Order, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """The very first publication may be interrupted too: what it left is no foreign folder."""
    _interrupt(order, monkeypatch, after)
    build(order)
    assert digests(order.output) == _full_tree(order)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "foo").mkdir(),
        lambda folder: os.mkfifo(folder / "events.json"),
        lambda folder: (folder / "x.csv").symlink_to("nowhere"),
        lambda folder: (folder / "declared.csv").unlink() or (folder / "declared.csv").symlink_to("/proc/kmsg"),
        lambda folder: os.truncate(folder / "declared.csv", 60 << 30),
    ],
)
def test_what_check_refuses_build_refuses(order: Order, spoil: Callable[[Path], object]) -> None:
    """Links, special files and huge files stop a build too, also where the county stood as it was."""
    build(order)
    spoil(order.data / "registers/990101")
    assert build(order).report.errors > 0


@pytest.mark.parametrize(
    "metadata",
    [
        "save_as: 990101/extra/index.html\nurl: 990101/extra/",
        "save_as: 990101/areas.csv",
        "slug: feeds",
        "slug: en",
        "slug: en/z",
        "lang: en",
        "lang: fr",
        "status: draft",
        "template: county",
    ],
)
def test_text_cannot_take_the_place_of_the_register(order: Order, metadata: str) -> None:
    """What people write has folders of its own: it can neither replace a page of the register nor hide one."""
    build(order)
    before = digests(order.output)
    (order.content / "pages/z.md").write_text(f"title: z\n{metadata}\n\n文字。\n", encoding="utf-8")
    try:
        refused = build(order).report.errors > 0
    except (ProseError, AuditError):
        refused = True
    assert refused
    assert digests(order.output) == before


@pytest.mark.parametrize("kind", ["fifo", "link"])
def test_content_holds_plain_files_only(order: Order, kind: str) -> None:
    """A pipe in content/ does not hang the build, and a link out of it is not followed."""
    path = order.content / "pages/f.md"
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("/etc/hostname")
    told = build(order).report.findings
    assert [(finding.code, finding.path) for finding in told] == [("E108", "content/pages/f.md")]


@pytest.mark.parametrize("name", ["春晓\t社区", "春晓<b>社区", "春晓\u202e社区", ""])
def test_official_names_are_checked(order: Order, name: str) -> None:
    """A hostile name in the official list is a finding, not a page."""
    replace_once(order.data / "divisions/99.csv", "990101001001,春晓社区", f"990101001001,{name}")
    assert build(order).report.errors > 0


def test_one_removal_is_not_hidden_by_many_additions(order: Order) -> None:
    """After a batch of 600 additions, newer than every removal, the removals still stand first at home and county."""
    folder = order.data / "registers/990201"
    replace_once(folder / "county.json", '"register_since": "2022-08-24"', '"register_since": "2022-12-31"')
    ids = [f"99020110000{1 + number // 300}-{number % 300:03d}" for number in range(600)]
    with (folder / "areas.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{one},新苑{one[-7:]},,compound,,,,,,\n" for one in ids)
    with (folder / "events.csv").open("a", encoding="utf-8") as file:
        for sequence, one in enumerate(ids, 15):
            file.write(f"{sequence},{one},新苑{one[-7:]},publish,compound,2022-12-02,2022-12-02,990201,,,\n")
    assert build(order).report.errors == 0
    for path in ("index.html", "990201/index.html"):
        page = (order.output / path).read_text(encoding="utf-8")
        shown = page[page.index("最近变化</h2>") :]
        assert 0 < shown.index('class="status revoked"') < shown.index('class="status certified"'), path
    assert "海风村" in (order.output / "feeds/revoked.json").read_text(encoding="utf-8")


def test_as_of_tells_nothing_of_later_notices(order: Order) -> None:
    """A name without a code is shown with its notice, and not before it was published."""
    (order.data / "registers/990101/unplaced.csv").write_text(
        "notice_id,name,place,title,reason,measure\n990101-20221127-1,无名里,示例街道,compound,没有代码,certified\n",
        encoding="utf-8",
    )
    for as_of, shown in (("2022-11-26", False), ("2022-11-27", True)):
        build(replace(order, as_of=as_of))
        assert ("无名里" in (order.output / "990101/index.html").read_text(encoding="utf-8")) is shown


def test_full_disk_is_one_sentence(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the machine ends with exit status 2 and a sentence, not a traceback; the old site stands."""
    build(order)
    before = digests(order.output)

    def full(descriptor: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    command = ["build", "--data", order.data, "--content", order.content, "--output", order.output, "--full"]
    ended = CliRunner().invoke(main, [*map(str, command), "--workers", "1"])
    assert ended.exit_code == 2
    written = order.output.parent / ".site.build/stage/990101/"
    assert ended.stderr.startswith(f"wuyi: 不能读写 {written}/")
    assert ended.stderr.endswith("：磁盘已满；原来的网站没有被半途替换\n")
    assert ended.stderr.count("\n") == 1
    assert digests(order.output) == before


def test_names_are_never_rewritten(order: Order) -> None:
    """An archived area whose name holds a word of the sentences keeps its name."""
    for path in (order.data / "registers/990201").iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("椰林村", "体现为民村"), encoding="utf-8")
    settings = order.data / "registers/990201/county.json"
    replace_once(settings, '"state": "active"', '"state": "archived", "archived_at": "2022-12-01"')
    (order.data / "divisions/99.csv").write_text(
        (order.data / "divisions/99.csv").read_text(encoding="utf-8").replace("椰林村", "体现为民村"), encoding="utf-8"
    )
    build(order)
    page = (order.output / "990201/990201100001/index.html").read_text(encoding="utf-8")
    assert "体现为民村 当时为 无疫村" in page


def test_foreign_folder_is_refused(order: Order) -> None:
    """A folder with other files in it is no output: nothing there is touched."""
    order.output.mkdir()
    (order.output / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="thesis"):
        build(order)
    assert digests(order.output).keys() == {"thesis.txt"}


@pytest.mark.parametrize("missing", [("index.html",), ("datapackage.json",), ("datapackage.json", "index.html")])
def test_site_without_its_home_is_no_foreign_folder(order: Order, missing: tuple[str, ...]) -> None:
    """What is missing is named; nothing is touched, and the cleared folder is built anew."""
    build(order)
    for name in missing:
        (order.output / name).unlink()
    before = digests(order.output)
    with pytest.raises(UsageError, match=f"里缺少 {'、'.join(missing)}，"):
        build(order)
    assert digests(order.output) == before
    shutil.rmtree(order.output)
    assert build(order).report.errors == 0


@pytest.mark.parametrize("place", ["data", "data/registers", "content", "."])
def test_output_over_the_sources_is_refused(order: Order, place: str) -> None:
    """The output may not lie over the data or the content."""
    with pytest.raises(UsageError):
        build(Order(order.data, order.content, order.output.parent / place, workers=1))


def test_second_build_at_the_same_time_is_refused(order: Order) -> None:
    """Two builds never write the same output at once."""
    with staging.opened(order.output, []), pytest.raises(UsageError):
        build(order)


def _tree(folder: Path) -> dict[str, str]:
    return digests(folder)


def test_same_commit_same_bytes(tmp_path: Path) -> None:
    """Time zone, locale, folder, hash seed and number of workers leave no trace in the output."""
    trees = []
    for number, environment in enumerate(
        (
            {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
            {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"},
        )
    ):
        home = tmp_path / f"folder {number}" / ("deep" * number or "flat")
        home.mkdir(parents=True)
        data = example_data(home)
        done = subprocess.run(
            [
                sys.executable, "-m", "generator", "build", "--data", data, "--content", ROOT / "content",
                "--output", home / "site", "--workers", str(number * 2 + 1),
            ],
            cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        trees.append(_tree(home / "site"))
    assert trees[0] == trees[1]


def test_pool_and_single_process_agree(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool of processes compiles the same bytes as one process."""
    build(order)
    single = _tree(order.output)
    monkeypatch.setattr("generator.engine.pool._WORTH_A_POOL", 0)
    build(Order(order.data, order.content, order.output, workers=3))
    assert _tree(order.output) == single


def test_as_of_is_the_register_as_it_was_known(order: Order) -> None:
    """With --as-of a build stands at that time, and a day means its end."""
    at = Order(order.data, order.content, order.output, workers=1, as_of="2022-11-25")
    assert build(at).events == 16 + 14
    county = json.loads((order.output / "990101/index.json").read_text(encoding="utf-8"))
    assert (county["as_of"], county["events"], county["counts"]["certified"]) == ("2022-11-25", 16, 3)


def test_site_under_a_sub_path(order: Order) -> None:
    """Feeds and data carry the address given, the 404 page leads back to it, and every link is relative."""
    result: Result = build(Order(order.data, order.content, order.output, "https://example.org/a/register", workers=1))
    assert result.report.errors == 0
    assert 'href="/a/register/"' in (order.output / "404.html").read_text(encoding="utf-8")
    assert "https://example.org/a/register/990101/" in (order.output / "feeds/all.atom").read_text(encoding="utf-8")


def test_program_says_what_it_did(order: Order) -> None:
    """The program ends with 0 and says where to look; with errors it ends with 1 and says that nothing changed."""
    command = ("build", "--data", order.data, "--content", order.content, "--output", order.output)
    done = run_wuyi(*command)
    assert done.returncode == 0
    assert "http://127.0.0.1:8000/" in done.stdout
    _bad_data(order, pytest.MonkeyPatch())
    failed = run_wuyi(*command)
    assert failed.returncode == 1
    assert "E403" in failed.stderr
    assert "没有发布任何内容" in failed.stderr
