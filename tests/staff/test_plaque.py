"""Door plaques: only for who holds a title now; the same bytes each time, every official name, nothing cut off."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from generator.errors import UsageError
from generator.publish.county.certificate import GETA, printable, size_of, size_of_facts
from generator.publish.pages import pdf
from generator.publish.pages.views.papers import Certificate
from generator.staff.plaque import Decision, Printer, Wanted, counted, decide
from tests.publish.pages.test_qr import read
from tests.support.copies import copied
from tests.support.folders import ROOT, replace_once, run_wuyi
from tests.support.logsigning import KNOWN
from tests.support.tools import require_tool

HELD: Final = "990101001001-001"
REVOKED: Final = "990101001001-002"
RESTORED: Final = "990201100001"
SUSPENDED_AT: Final = "2022-08-28T12:00+08:00"
# A4 lying, in points.
WIDTH, HEIGHT = 841.89, 595.28


@pytest.fixture
def tools() -> None:
    """What a PDF is looked at with; `make tools` installs Pango and the fonts together with it."""
    require_tool("pdftotext", "pdftoppm", "pdffonts", "pdfinfo", "zbarimg")


def told(program: str, file: Path, *options: str) -> str:
    """What a program of Poppler says of a PDF."""
    done = subprocess.run([program, *options, file, *(["-"] if program == "pdftotext" else [])],
                          capture_output=True, encoding="utf-8", check=True)  # fmt: skip
    return done.stdout


def wanted(data: Path, *areas: str) -> Decision:
    """The decision about some areas."""
    return decide(data, Wanted(areas))


def one(data: Path, area_id: str = HELD) -> Certificate:
    """What the plaque of an area says."""
    return wanted(data, area_id).plaques[0]


# ---- who gets one


def test_plaque_says_what_the_page_says(data: Path) -> None:
    """Title, name, place, since when, who decided, under which notice, where the page is, as of when."""
    made = one(data)
    assert (made.title_name, made.name, made.since) == ("无疫小区", "幸福里小区", "2022年11月23日")
    assert made.place == "示例省示例市示例区示例街道春晓社区"
    assert made.address == "https://register.example/990101/990101001001-001/"
    assert made.domain == "register.example"
    assert made.demonstration == "演示数据"
    assert [(fact.label, fact.value) for fact in made.facts] == [
        ("评定", "示例街道"),
        ("发布", "示例区疫情防控指挥部，2022年11月23日"),
        ("依据", "关于公布第一批无疫社区、无疫小区的通告（示疫指发〔2022〕1号）"),
    ]
    assert not made.stated, "the scheme of Chongqing does not speak of plaques"


def test_a_restored_title_says_so(data: Path) -> None:
    """Since when is the restoration; that it was suspended is not hidden. Hainan's scheme states plaques."""
    made = one(data, RESTORED)
    assert made.since == "2022年8月29日"
    assert ("恢复", "2022年8月29日（此前曾暂停）") in [(fact.label, fact.value) for fact in made.facts]
    assert made.stated


def test_lost_and_unknown_areas_are_refused_with_the_reason(data: Path) -> None:
    """One that lost its title is told to take the plaque down; ids that could be paths are only names."""
    found = wanted(data, HELD, REVOKED, "990101001009", "../../etc", "")
    reasons = {one.area_id: one.reason for one in found.refused}
    assert reasons[REVOKED] == "称号已取消，自 2022年11月26日起；如挂有称号牌，请即取下（摘牌）"
    assert {reasons[area_id] for area_id in ("990101001009", "../../etc", "")} == {"名录里没有这个区域"}


def test_a_suspended_area_is_refused(data: Path) -> None:
    """A suspension that stands takes the plaque down as well."""
    events = data / "registers" / "990201" / "events.csv"
    lines = events.read_text(encoding="utf-8").splitlines(keepends=True)
    events.write_text("".join(lines[:12]), encoding="utf-8")
    (refused,) = wanted(data, RESTORED).refused
    assert (refused.word, "摘牌" in refused.reason) == ("已暂停", True)


def test_an_archived_list_has_no_plaques() -> None:
    """History is no certificate of today."""
    areas = ROOT / "data" / "registers" / "500241" / "areas.csv"
    with areas.open(encoding="utf-8", newline="") as file:
        area_id = next(csv.DictReader(file))["area_id"]
    (refused,) = wanted(ROOT / "data", area_id).refused
    assert refused.word == "历史名录"


def test_an_area_that_has_ended_has_no_plaque(data: Path) -> None:
    """A place that was merged or renumbered is not hung up any more."""
    replace_once(
        data / "registers" / "990101" / "areas.csv",
        "990101001001-001,幸福里小区,,compound,,,,,,",
        "990101001001-001,幸福里小区,,compound,,,2022-01-01,2022-11-25,,",
    )
    (refused,) = wanted(data, HELD).refused
    assert refused.word == "已停用"


def test_a_batch_passes_over_who_holds_nothing(data: Path) -> None:
    """A county, or what a notice published: the rest is counted by reason."""
    county = decide(data, Wanted(county="990101"))
    assert [one.area_id for one in county.plaques] == [HELD, "990101001002"]
    assert counted(county.passed_over) == {"已取消": 2}
    notice = decide(data, Wanted(notice="990101-20221123-1"))
    assert [one.area_id for one in notice.plaques] == [HELD]
    assert [one.area_id for one in notice.passed_over] == ["990101001001"]


@pytest.mark.parametrize("asked", [Wanted(county="990199"), Wanted(county="../x"), Wanted(notice="990101-20991123-1")])
def test_unknown_counties_and_notices(data: Path, asked: Wanted) -> None:
    """What the data does not have cannot be asked for."""
    with pytest.raises(UsageError):
        decide(data, asked)


def test_another_address_of_the_site(data: Path) -> None:
    """The domain on the paper is that of the site, with its port, without its path."""
    made = decide(data, Wanted([HELD]), "https://list.example:8443/below").plaques[0]
    assert (made.domain, made.address) == ("list.example:8443", f"https://list.example:8443/below/990101/{HELD}/")


# ---- the command


def test_one_refusal_and_nothing_is_written(data: Path, tmp_path: Path) -> None:
    """Exit status 1, and every reason is told."""
    done = run_wuyi("plaque", HELD, REVOKED, "--data", data, "--output", tmp_path / "out")
    assert done.returncode == 1
    assert "向阳小区(1-5栋)（990101001001-002）：称号已取消" in done.stderr
    assert "没有写任何文件" in done.stderr
    assert not (tmp_path / "out").exists()


def test_data_with_errors_gives_no_plaques(data: Path, tmp_path: Path) -> None:
    """Findings as a build shows them, exit status 1."""
    replace_once(data / "registers" / "990101" / "areas.csv", "和平社区", "和平<社区")
    done = run_wuyi("plaque", HELD, "--data", data, "--output", tmp_path / "out")
    assert (done.returncode, "E204" in done.stderr) == (1, True)
    assert not (tmp_path / "out").exists()


def test_dry_run_lists_and_writes_nothing(data: Path, tmp_path: Path) -> None:
    """What would be made, what is passed over, whose plaque comes down."""
    done = run_wuyi("plaque", "--county", "990101", "--data", data, "--output", tmp_path / "out", "--dry-run")
    assert done.returncode == 0
    assert "将制作 990101001001-001  无疫小区  幸福里小区\n" in done.stdout
    assert "  请摘牌：向阳小区(1-5栋)（990101001001-002），已取消\n" in done.stdout
    assert not (tmp_path / "out").exists()


def test_nothing_asked_for_is_a_usage_error(data: Path) -> None:
    """Exit status 2."""
    assert run_wuyi("plaque", "--data", data).returncode == 2


def test_without_weasyprint_the_command_says_what_to_install(data: Path, tmp_path: Path) -> None:
    """Exit status 2; everything else of the program works without it."""
    script = (
        "import importlib.util as u, sys; old = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'weasyprint' else old(name, *a)\n"
        "from generator.cli import main; main(sys.argv[1:])"
    )
    done = run_wuyi("plaque", HELD, "--data", data, "--output", tmp_path / "out", script=script)
    assert (done.returncode, "wuyi[plaque]" in done.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("tools")
def test_one_file_or_one_for_each_area(data: Path, tmp_path: Path) -> None:
    """A batch as one PDF has a page for each; in a folder the areas have their own, the same bytes in any process."""
    whole, folder = tmp_path / "all.pdf", tmp_path / "each"
    for output in (whole, folder):
        done = run_wuyi("plaque", "--county", "990101", "--data", data, "--output", output, "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert re.search(r"^Pages: +2$", told("pdfinfo", whole), re.MULTILINE)
    assert sorted(path.name for path in folder.iterdir()) == [f"{HELD}.pdf", "990101001002.pdf"]
    assert (folder / f"{HELD}.pdf").read_bytes() == Printer("a4")([one(data)])


def test_proofs_lie_beside_the_plaques(data: Path, signed: Path, tmp_path: Path) -> None:
    """Of the line by which each title stands: believed by the key alone, without the site; where the site has no such
    line, or another one in its place, or no logs, nothing is written."""
    folder, command = tmp_path / "out", ("plaque", "--county", "990101", "--data", data, "--proofs")
    done = run_wuyi(*command, signed, "--output", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "旁边有 2 份证明" in done.stdout
    assert "没有签名" not in done.stdout
    events = [made.event_id for made in decide(data, Wanted(county="990101")).plaques]
    names = [f"{HELD}.pdf", "990101001002.pdf", *(f"{event}.tlog-proof" for event in events)]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    for event, area in zip(events, ("幸福里小区", "和平社区"), strict=True):
        done = run_wuyi("verify", "--proof", folder / f"{event}.tlog-proof", "--log-key", KNOWN[0].format())
        assert (done.returncode, f"已证明：{area}的“" in done.stdout) == (0, True), done.stdout + done.stderr
    page = (signed / "990101" / HELD / "index.html").read_text(encoding="utf-8")
    assert f"/verify/#{events[0]}" in page
    shutil.rmtree(folder)
    short = copied(signed, tmp_path / "short")
    (short / "990101" / "checkpoint").unlink()
    done = run_wuyi(*command, short, "--output", folder)
    assert (done.returncode, "日志" in done.stderr, folder.exists()) == (2, True, False)
    replace_once(data / "registers/990101/areas.csv", "990101001001-001,幸福里小区", "990101001001-009,幸福里小区")
    log = data / "registers" / "990101" / "events.csv"
    log.write_text(log.read_text(encoding="utf-8").replace("990101001001-001,", "990101001001-009,"), encoding="utf-8")
    done = run_wuyi(*command, signed, "--output", folder)
    assert (done.returncode, "不是同一份名录" in done.stderr, folder.exists()) == (2, True, False), done.stderr


# ---- the paper


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("size", ["a4", "a5"])
def test_paper_is_searchable_tagged_and_dateless(data: Path, tmp_path: Path, size: str) -> None:
    """Text, title and language, embedded fonts, tags; no time of making; the code leads to the page."""
    file = tmp_path / "plaque.pdf"
    file.write_bytes(Printer(size)([one(data)]))
    text = "".join(told("pdftotext", file).split())
    for part in (
        "无疫小区", "幸福里小区", "自2022年11月23日起", "以网页为准，纸张不作凭证", "register.example", "演示数据",
        "https://register.example/990101/990101001001-001/", "取下（摘牌）", "示例区疫情防控指挥部",
        "工作方案未载明挂牌",
    ):  # fmt: skip
        assert part in text, part
    about = told("pdfinfo", file)
    assert re.search(r"^Title: +无疫小区　幸福里小区$", about, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", about, re.MULTILINE)
    assert "Date" not in about
    content = inflated(file.read_bytes())
    assert b"/Lang (zh-CN)" in content
    assert b"Date" not in content
    assert all(line.split()[-5] == "yes" for line in told("pdffonts", file).splitlines()[2:])
    assert read(picture(file)) == ["https://register.example/990101/990101001001-001/"]


def inflated(content: bytes) -> bytes:
    """A PDF with what is inside its compressed streams, as far as they are compressed by deflate."""
    streams = re.findall(rb"stream\n(x.*?)\nendstream", content, re.DOTALL)
    return b"\n".join([content, *(zlib.decompress(one) for one in streams)])


def picture(file: Path) -> Path:
    """The first page of a PDF as a picture."""
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", file, file.with_suffix("")], check=True)
    return file.with_suffix(".png")


def words(file: Path) -> Iterator[tuple[str, float, float, float, float]]:
    """(text, left, top, right, bottom) of each word, in points."""
    for match in re.finditer(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>',
        told("pdftotext", file, "-bbox"),
    ):
        left, top, right, bottom = map(float, match.groups()[:4])
        yield match[5], left, top, right, bottom


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("length", [1, 6, 10, 16, 32, 80])
def test_long_names_fit(data: Path, tmp_path: Path, length: int) -> None:
    """Whatever the lengths: nothing over the edge, and nothing of what is said runs into what is below."""
    name, place = "名" * length, "地" * min(80, 8 * length)
    facts = tuple(
        fact._replace(value=printable(str(fact.value) * length)) for fact in (*one(data).facts, one(data).facts[0])
    )
    address, domain = "https://" + "x" * 3 * length + ".example/990101/990101001001-001/", "x" * 3 * length + ".example"
    made = one(data)._replace(
        name=name, name_size=size_of(name), qualifier="限" * length, place=place,
        also=("无疫社区，自 2022年11月22日起",),
        facts=facts, facts_size=size_of_facts(facts),
        address=address, address_size=size_of(address), domain=domain, domain_size=size_of(domain),
        rare=f"{GETA} 为官方区划名称中的造字（U+E170、U+E08B）",
    )  # fmt: skip
    file = tmp_path / "long.pdf"
    file.write_bytes(Printer("a4")([made]))
    found = list(words(file))
    assert sum(text.count("名") for text, *_ in found) >= length
    edge = 24.0
    for text, left, top, right, bottom in found:
        assert left > edge, text
        assert top > edge, text
        assert right < WIDTH - edge, text
        assert bottom < HEIGHT - edge, text
    said = max(bottom for text, _, _, _, bottom in found if text in ("自", "并为") or set(text) <= set("限地"))
    rule = min(top for text, _, top, _, _ in found if text.startswith("以网页为准"))
    assert said < rule - 12, "the line between them"


@pytest.mark.usefixtures("tools")
def test_every_official_name_can_be_printed(data: Path, tmp_path: Path) -> None:
    """Every character of every name of every division comes back out of the PDF; private-use ones are described."""
    characters: set[str] = set()
    for path in (ROOT / "data" / "divisions").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as table:
            characters.update(*(row["name"] for row in csv.DictReader(table)))
    private = {char for char in characters if printable(char) == GETA}
    assert {f"U+{ord(char):04X}" for char in private} == {"U+E08B", "U+E170"}
    assert sum(ord(char) > 0xFFFF for char in characters) == 3, "Extension B"
    assert len(characters) > 5000
    order = "".join(sorted(characters - private - {" "}))
    parts = [order[at : at + 80] for at in range(0, len(order), 80)]
    pairs = [parts[at : at + 2] for at in range(0, len(parts), 2)]
    made = [one(data)._replace(name=pair[0], name_size="xs", place=pair[-1], qualifier="", code="") for pair in pairs]
    file = tmp_path / "names.pdf"
    file.write_bytes(Printer("a4")(made))
    assert set(order) - set(told("pdftotext", file)) == set()
    families = {line.split()[0].partition("+")[2] for line in told("pdffonts", file).splitlines()[2:]}
    assert families <= {"Noto-Sans-CJK-SC", "Noto-Sans-CJK-SC-Bold", "Noto-Serif-CJK-SC-Bold", "HanaMinB-Medium"}


@pytest.mark.usefixtures("tools")
def test_a_character_of_private_use_is_described(data: Path, tmp_path: Path) -> None:
    """Its shape would differ from font to font: a sign stands for it, and its code point is told."""
    for name in ("areas.csv", "events.csv"):
        path = data / "registers" / "990101" / name
        text = path.read_text(encoding="utf-8").replace("幸福里小区", "幸\ue170里小区")
        if name == "areas.csv":  # as the official list has it, and checked
            text = "".join(
                f"{line},{'yes' if number else 'confirmed'}\n" for number, line in enumerate(text.splitlines())
            )
        path.write_text(text, encoding="utf-8")
    made = one(data)
    assert made.name == f"幸{GETA}里小区"
    file = tmp_path / "plaque.pdf"
    file.write_bytes(Printer("a4")([made]))
    text = told("pdftotext", file)
    assert f"幸{GETA}里小区" in text
    assert "U+E170" in text
    assert "\ue170" not in text


@pytest.mark.usefixtures("tools")
def test_no_plaque_leaves_with_an_empty_box(data: Path) -> None:
    """A character that no font has, and what would need a second page, are errors."""
    with pytest.raises(pdf.PaperError, match=r"U\+0378"):
        Printer("a4")([one(data)._replace(name="幸福\u0378里")])
    with pytest.raises(pdf.PaperError, match="放不下"):
        pdf.pdf("<p>一</p><p style='break-before: page'>二</p>", "", 1)


@pytest.mark.usefixtures("tools")
def test_hostile_names_stay_text_and_nothing_is_fetched(data: Path, tmp_path: Path) -> None:
    """Markup in a name is printed as it is; a picture on the disk is not read."""
    secret = picture(_saved(tmp_path / "secret.pdf", Printer("a5")([one(data)])))
    file = _saved(tmp_path / "plaque.pdf", Printer("a4")([one(data)._replace(name=f"<img src='file://{secret}'>甲")]))
    assert "<img" in told("pdftotext", file)
    page = f"<p>甲<img src='file://{secret}'><object data='{secret}'></object></p>"
    fetched = _saved(tmp_path / "fetched.pdf", pdf.pdf(page, f"p {{ background: url('file://{secret}') }}", 1))
    assert len(told("pdfimages", fetched, "-list").splitlines()) == 2, "a heading of two lines, and no picture"


def _saved(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file
