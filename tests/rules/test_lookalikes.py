"""Names that are easily taken for one another: told before a status is lost, silent where they are told apart."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.register.codes import RegisterState
from generator.register.county import compile_county
from generator.register.model import Area, Event, Finding
from generator.rules import lookalikes
from generator.spelling import readings
from generator.spelling.forms import folded
from tests.rules.test_cases import lay_out
from tests.support import example as worked
from tests.support.folders import CASES, EXAMPLE, ROOT, copy_data, findings_of, replace_once, report_of

READINGS: Final = Path(readings.__file__).with_name("readings.txt")
HEAD: Final = (
    "# Readings in use, without tones, of the characters of GBK and of official names, made from pypinyin by\n"
    "# tests/rules/test_lookalikes.py\n"
)

# Characters of official names that GBK does not have, and the simple forms of others of their characters.
OFFICIAL: Final = "㙍㙘㙟㙦㘵㟓㭎㮾㯊㱔㳇㴩㵲䃎䃥䅟䌷䢺䩐𡌶𡐓𣒍"
SIMPLE: Final = "䴖𪉈𪨶𪶄𪸕𫊻𫐉𫞚𫞡𫭢𫮃𬇙𬇹𬒈𬕂𬜬𬨎𬱖𬶍"

# The area that loses its status, another one, and what is said of the two.
ALIKE: Final = (
    ("幸福园", "幸福苑", "只差一个字（园、苑），读音相同"),
    ("兰天小区", "蓝天小区", "只差一个字（兰、蓝），读音相同"),
    ("新庄村", "辛庄村", "只差一个字（新、辛），读音相同"),
    ("一和小区", "义和小区", "只差一个字（一、义），读音相同"),
    ("十桥村", "石桥村", "只差一个字（十、石），读音相同"),
    ("长乐坊", "常乐坊", "只差一个字（长、常），读音相同"),
    ("安乐里", "安月里", "只差一个字（乐、月），读音相同"),
    ("吕家村", "绿家村", "只差一个字（吕、绿），读音相同"),
    ("垵上村", "庵上村", "只差一个字（垵、庵），读音相同"),
    ("土桥村", "士桥村", "只差一个字（土、士），字形相近"),
    ("未来城", "末来城", "只差一个字（未、末），字形相近"),
    ("东站社区", "车站社区", "只差一个字（东、车），字形相近"),
    ("王山村", "玉山村", "只差一个字（王、玉），字形相近"),
    ("幸福里", "辛福里", "只差一个字（幸、辛），字形相近"),
    ("锦绣园", "绵绣园", "只差一个字（锦、绵），字形相近"),
    ("A座公寓", "Ａ座公寓", "只差全角半角、大小写或空格"),
    ("a座公寓", "A座公寓", "只差全角半角、大小写或空格"),
    ("阳光 花园", "阳光花园", "只差全角半角、大小写或空格"),
    ("阳光花园（一期）", "阳光花园(一期)", "只差全角半角、大小写或空格"),
    ("阳光花园（一期）", "阳光花园（二期）", "只差括号里的部分"),
    ("阳光花园（一期）", "阳光花园", "只差括号里的部分"),
    ("阳光花园", "阳光花园〔北区〕", "只差括号里的部分"),
    ("阳光花园|1-5栋", "阳光花园|6-10栋", "名称相同，只差限定"),
    ("阳光花园|东区", "阳光花园", "名称相同，只差限定"),
    ("阳光花园", "阳光花园|二期", "名称相同，只差限定"),
    ("阳光花园（一期）", "阳光花园|二期", "只差括号里的部分"),
    ("阳光花园", "阳光花园", "同名"),
    ("阳光花园|一期", "阳光花园|一期", "同名"),
)
APART: Final = (
    *[(f"{one}村", f"{other}村") for one in "一二三五十百千万甲乙" for other in "一二七九十千丁戊己" if one != other],
    *[(f"{one}湾村", f"{other}湾村") for one in "东南西北中" for other in "东南西北中" if one != other],
    *[(f"{one[0]}泉村", f"{one[1]}泉村") for one in ("上下", "前后", "左右", "新老", "大小", "内外", "高低", "里外")],
    ("1号院", "2号院"),
    ("A区公寓", "B区公寓"),
    ("Ａ区公寓", "B区公寓"),
    ("朝阳花园一期", "朝阳花园二期"),
    ("朝阳花园五栋", "朝阳花园伍栋"),
    ("和平苑", "和平园小区"),
    ("和平苑", "和平新村"),
    ("兰天园小区", "蓝天苑小区"),
    ("家和里", "谷和里"),
    ("湾里村", "园里村"),
    ("明珠花园", "明珠公寓"),
    ("海安社区", "安海社区"),
    ("（一期）", "（二期）"),
)


def _area(number: int, text: str, **more: Any) -> Area:
    """An area; its qualifier stands after a bar."""
    name, _, qualifier = text.partition("|")
    blank: dict[str, Any] = dict.fromkeys(Area._fields)
    return Area(**{**blank, "area_id": _id(number), "name": name, "qualifier": qualifier or None, **more})


def _id(number: int) -> str:
    return f"9901010010{number % 2 + 1:02d}-{number:03d}"


def _event(sequence: int, area: Area, kind: str, **more: Any) -> Event:
    made = worked.event(sequence, kind, area_id=area.area_id)
    return made._replace(**{"area_name": area.name, **more})


def _judged(
    areas: Sequence[Area], events: Sequence[Event], state: RegisterState = "active", **more: Any
) -> list[Finding]:
    source = worked.source(events, state=state)
    numbers = tuple(range(1, len(areas) + 1))
    rows = replace(source.areas, rows=tuple(areas), lines=tuple(n + 1 for n in numbers), positions=numbers)
    source = replace(source, areas=rows)
    return list(lookalikes.check(source, compile_county(source, {}), **more))


def _lost(*names: str, kind: str = "revoke", confirmed: str | None = None) -> list[Finding]:
    """What is said where each area was published, and the first then loses its title."""
    areas = [_area(number, name) for number, name in enumerate(names)]
    events = [_event(sequence, area, "publish") for sequence, area in enumerate(areas, 1)]
    events.append(_event(len(events) + 1, areas[0], kind, confirmed=confirmed))
    return _judged(areas, events)


@pytest.mark.parametrize(("mine", "other", "how"), [*ALIKE, *[(two, one, how) for one, two, how in ALIKE]])
@pytest.mark.parametrize("kind", ["suspend", "revoke"])
def test_both_candidates_are_named(mine: str, other: str, how: str, kind: str) -> None:
    """An error on the line, with ids and places of both; whichever of them is meant."""
    (found,) = _lost(mine, other, kind=kind)
    assert (found.code, found.severity, found.line, found.column) == ("E415", "error", 4, "area_name")
    assert found.value == mine.partition("|")[0]
    for number, name in enumerate((mine, other)):
        shown = name.replace("|", "(") + ")" * ("|" in name)
        place = ("春晓社区", "和平社区")[number]
        assert f"“{shown}”（{_id(number)}，示例区示例街道{place}）" in found.message
    if how.startswith("只差一个字"):
        reason = how.partition("，")[2]
        assert reason in found.message
    else:
        assert how in found.message


@pytest.mark.parametrize(("mine", "other"), APART)
def test_what_tells_names_apart_is_no_slip(mine: str, other: str) -> None:
    """Numerals, directions, letters; two differing characters; readings that nobody uses any more."""
    assert _lost(mine, other) == []


@pytest.mark.parametrize(("mine", "other", "how"), ALIKE)
def test_confirmed_passes(mine: str, other: str, how: str) -> None:
    """Whoever looked has written `yes`."""
    assert _lost(mine, other, confirmed="yes") == []


@pytest.mark.parametrize("kind", ["apply", "review", "nominate", "certify", "file", "publish", "restore", "reject"])
def test_only_losses_are_asked_about(kind: str) -> None:
    """A slip in another step takes nothing away from anybody."""
    assert _lost("幸福园", "幸福苑", kind=kind) == []


def test_several_candidates_are_one_finding() -> None:
    """One line, one message: three of the others with why, the rest as a number."""
    (found,) = _lost("幸福园", "幸福苑", "幸福园|二期", "幸福园", "幸福院", "辛福园")
    assert found.message.count("；与") == 2
    assert "另有 2 个" in found.message
    assert found.message.count(_id(0)) == 1


def test_a_former_name_is_a_name() -> None:
    """The log may repeat a former name: it is another area's too, and the check of name against id would pass."""
    areas = [_area(0, "阳光花园"), _area(1, "日光公寓", former_names="向阳里;阳光花园")]
    events = [_event(1, areas[0], "publish"), _event(2, areas[1], "publish"), _event(3, areas[0], "revoke")]
    (found,) = _judged(areas, events)
    assert f"“阳光花园”（{_id(1)}，现名“日光公寓”，" in found.message
    events[2] = _event(3, areas[1], "revoke", area_name="阳光花园")
    (found,) = _judged(areas, events)
    assert f"与“阳光花园”（{_id(0)}，示例区" in found.message
    events[2] = _event(3, areas[1], "revoke")
    assert _judged(areas, events) == []


TWINS: Final = (_area(0, "阳光花园"), _area(1, "阳光花园"))


def _steps(*kinds: tuple[int, str, dict[str, Any]]) -> list[Event]:
    return [_event(sequence, TWINS[area], kind, **more) for sequence, (area, kind, more) in enumerate(kinds, 1)]


LOG: Final = _steps((0, "publish", {}), (1, "publish", {}), (0, "revoke", {}))


def test_closed_areas_and_those_that_come_later_do_not_count() -> None:
    """Only what could have lost a status then: open, and in the log before. A line that was right stays right."""
    day = LOG[2].effective_at
    closed, open_still = (TWINS[1]._replace(valid_until=one) for one in (LOG[1].effective_at, day))
    assert [len(_judged([TWINS[0], other], LOG)) for other in (TWINS[1], closed, open_still)] == [1, 0, 1]
    assert _judged(TWINS, _steps((0, "publish", {}), (0, "revoke", {}), (1, "apply", {}))) == []
    assert _judged(TWINS, _steps((0, "publish", {}), (0, "revoke", {}))) == []


def test_history_and_doubtful_areas_are_not_judged() -> None:
    """An archived list is as it was; an area whose line has a finding of identity is told of once."""
    assert len(_judged(TWINS, LOG)) == 1
    assert _judged(TWINS, LOG, state="archived") == []
    assert _judged(TWINS, LOG, doubtful={TWINS[0].area_id}) == []
    assert len(_judged(TWINS, LOG, doubtful={TWINS[1].area_id, None})) == 1


def test_only_lines_in_force_are_judged() -> None:
    """A line that was retracted or replaced has been mended; what replaces it is judged in its place."""
    retracted = [*LOG, *_steps(*[(0, "publish", {})] * 3, (0, "correct", {"corrects": 3}))[3:]]
    assert _judged(TWINS, retracted) == []
    replaced = [*LOG, *_steps(*[(0, "publish", {})] * 3, (0, "suspend", {"corrects": 3}))[3:]]
    assert [found.line for found in _judged(TWINS, replaced)] == [5]
    replaced[3] = replaced[3]._replace(confirmed="yes")
    assert _judged(TWINS, replaced) == []


def test_an_area_is_not_its_own_candidate() -> None:
    """Its former names may be as near to its name as they like."""
    area = _area(0, "幸福园", former_names="幸福苑;幸福园(一期)")
    assert _judged([area], [_event(1, area, "publish"), _event(2, area, "revoke")]) == []


# Names of few characters, so that most are near to one another.
NAMES: Final = st.lists(
    st.text(st.sampled_from("园苑宛圆一义二土士Aａ(一)（ 乐月栎"), min_size=1, max_size=5), min_size=1, max_size=8
)


@given(NAMES)
@example(["园一", "苑一"])
def test_the_index_finds_what_comparing_all_finds(texts: list[str]) -> None:
    """Nothing is lost by looking names up instead of comparing each with each."""
    areas = [_area(number, text) for number, text in enumerate(texts)]
    names = lookalikes.Names(areas)
    assert len(areas) == len(texts)
    for area in areas:
        plain = [lookalikes._plain(one.name) for one in (area, *areas)]
        wanted = [
            other.area_id
            for other, text in zip(areas, plain[1:], strict=True)
            if other is not area and lookalikes._why(plain[0], text, same_width=area.name == other.name)
        ]
        assert [pair[0].area.area_id for pair in names.alike(area.name, area)] == sorted(wanted)


def test_pypinyin_is_loaded_for_rare_characters_only() -> None:
    """Its dictionaries take longer to load than a county to check."""
    code = (
        "import sys; from generator.rules.lookalikes import _similar\n"
        "assert _similar('兰', '蓝') and not _similar('兰', 'A') and not _similar('兰', '〇')\n"
        "assert 'pypinyin' not in sys.modules\n"
        "assert _similar('㙟', '狼') and not _similar('㙟', '夺') and not _similar('Ａ', '，')\n"
        "assert 'pypinyin' not in sys.modules\n"
        "assert _similar('㐱', '珍') and not _similar('㐱', '夺')\n"
        "assert 'pypinyin' in sys.modules\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr


def test_no_official_name_needs_the_library() -> None:
    """Of all places of the country, with the readings that people there use."""
    names = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data/divisions").glob("[0-9][0-9].csv"))
    characters = {*names, *folded(names)}
    chinese = {character for character in characters if "\u3400" <= character <= "\u9fff" or character > "\U00020000"}
    assert chinese - {*_characters()} == set()
    assert {*OFFICIAL, *SIMPLE} <= chinese


# ---- whole folders


def test_worked_examples_have_nothing_to_confirm(tmp_path: Path) -> None:
    """The examples of the design, whose names are not alike."""
    assert report_of(copy_data(EXAMPLE, tmp_path / "data")).findings == []


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("E415-*")))
def test_a_confirmed_folder_is_right(name: str, tmp_path: Path) -> None:
    """Each wrong folder with the column, and `yes` on the line that was asked about, has no finding."""
    log = lay_out(name, tmp_path) / "registers" / "990101" / "events.csv"
    assert [one["code"] for one in findings_of(tmp_path / "data")] == ["E415"]
    head, *lines, last = log.read_text(encoding="utf-8").splitlines()
    log.write_text(
        "\n".join([f"{head},confirmed", *[f"{line}," for line in lines], f"{last},yes", ""]), encoding="utf-8"
    )
    assert findings_of(tmp_path / "data") == []


def test_what_is_told_under_another_code_is_not_told_again(tmp_path: Path) -> None:
    """A loss under the name of another area is an E403, whoever has a similar name."""
    data = lay_out("E415-similar-character", tmp_path)
    log = data / "registers" / "990101" / "events.csv"
    replace_once(log, "16,990101001001-001,幸福园小区,revoke", "16,990101001001-001,幸福苑小区,revoke")
    assert [one["code"] for one in findings_of(data)] == ["E403"]


@pytest.mark.parametrize(("blank", "said"), [("　", "全角空格"), ("  ", "连续的空格"), (" ", "空格")])
def test_names_that_differ_in_a_blank_say_so(blank: str, said: str, tmp_path: Path) -> None:
    """Two names that look the same in a message are not left to the eye."""
    data = lay_out("E415-similar-character", tmp_path)
    log = data / "registers" / "990101" / "events.csv"
    replace_once(log, "16,990101001001-001,幸福园小区,revoke", f"16,990101001001-001,幸福园{blank}小区,revoke")
    (told,) = (one for one in findings_of(data) if one["code"] == "E403")
    assert told["message"].endswith(f"”，只差在{said}。")


def test_a_line_after_the_given_time_is_not_judged(tmp_path: Path) -> None:
    """As of a day before the loss there is nothing to confirm."""
    from generator.check import check_all

    data = lay_out("E415-same-name", tmp_path)
    assert [one.code for one in check_all(data, as_of="2022-11-24", workers=1).findings] == ["E415"]
    assert check_all(data, as_of="2022-11-23", workers=1).findings == []


def test_demonstration_registers_are_confirmed(tmp_path: Path) -> None:
    """The true look-alikes of the demonstration are marked, and nothing else is."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    for code in ("990101", "990201"):
        log = data / "registers" / code / "events.csv"
        log.write_text(log.read_text(encoding="utf-8").replace(",yes\n", ",\n"), encoding="utf-8")
    found = [one for one in report_of(data).findings if one.code == "E415"]
    assert [(one.path[-17:-11], one.value) for one in found] == [
        ("990101", "朝阳花园"), ("990101", "水岸新城"), ("990201", "锦绣江南"),
    ]  # fmt: skip


# ---- the table of readings


def _characters() -> Iterator[str]:
    """The Chinese characters of GBK, and others of official names."""
    yield from OFFICIAL
    yield from SIMPLE
    for code in range(0x8140, 0xFEFF):
        character = code.to_bytes(2, "big").decode("gbk", "ignore")
        if len(character) == 1 and "\u4e00" <= character <= "\u9fff":
            yield character


def readings_from_library() -> str:
    """What readings.txt has to hold.

    The library also knows readings that nobody uses any more (gu for 家, wan for 园). Of its readings of a character,
    those are in use that it has first, and those that its dictionary of phrases has.
    """
    from pypinyin import Style, pinyin
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.contrib.tone_convert import to_normal

    spoken: dict[str, set[str]] = defaultdict(set)
    for phrase, said in PHRASES_DICT.items():
        for character, (reading, *_) in zip(phrase, said, strict=False):
            spoken[character].add(to_normal(reading))
    usually: dict[str, str] = defaultdict(str)
    sometimes: dict[str, str] = defaultdict(str)
    for character in sorted(_characters()):
        first, *others = next(iter(pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")), ["-"])
        usually[first] += character
        for reading in others:
            if reading in spoken[character]:
                sometimes[reading] += character
    lines = [f"{one} {usually[one]} {sometimes[one]}\n" for one in sorted(usually.keys() | sometimes.keys())]
    return HEAD + "".join(lines)


def test_readings_are_those_of_the_library(golden: bool) -> None:
    """readings.txt is what the library says; `--golden` writes it anew."""
    if golden:
        READINGS.write_text(readings_from_library(), encoding="utf-8")
    assert READINGS.read_text(encoding="utf-8") == readings_from_library()
    assert len(readings._common()) == len(set(_characters())) > 20_000
