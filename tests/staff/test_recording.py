"""`wuyi record` by flags: one event and what belongs to it, as the scheme wants it, in one command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.history.compare import check_against
from tests.support.folders import NOW
from tests.support.recording import AT, RECORDED, done, lines, objects, public, refused
from tests.support.repositories import commit
from tests.support.written import CHONGQING, CHUNXIAO, CODE, DONGSHENG, HAINAN, JINSE, LANTIAN, XINGFU, Written

DAY = "2022-11-22"
REVOKE = ("--event", "revoke", "--reason", "new_case")


def county(folder: Path, scheme: str = CHONGQING) -> Written:
    """A compound and its community that hold their titles since 11-22, with cases and assessments kept here."""
    written = Written(folder, scheme).certified(XINGFU, DAY).certified(CHUNXIAO, DAY)
    for area in (XINGFU, CHUNXIAO):
        written.assessed("2022-11-21", area, "all")
    return written.on_file("cases")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The county under the scheme of Chongqing."""
    return county(tmp_path).write()


# ---- a certification


def test_a_certification_in_one_command(data: Path) -> None:
    """Five tables: the compound, the notice with its number, the assessment, each step by its body and on its day."""
    result = done(
        data, "--new", "和平佳园", "--in", "和平社区", "--qualifier", "1-5栋", "--assessed", "2022-12-05",
        "--event", "apply=2022-12-05", "--event", "审核=2022-12-05", "--event", "certify", "--event", "备案",
        "--event", "publish", "--notice-title", "关于公布第三批无疫小区的通告", "--notice-date", AT,
        "--notice-no", "示疫指发〔2022〕60号",
        "--declare", "无疫小区:新增=1", "--series", "无疫小区", "--batch", "3",
    )  # fmt: skip
    notice = "990101-20221206-1"
    assert lines(data, "areas")[-1] == "990101001002-002,和平佳园,1-5栋,compound,,,,,,,"
    area = "990101001002-002"
    assert lines(data, "notices")[-1] == (
        f"{notice},示例区疫情防控指挥部,关于公布第三批无疫小区的通告,示疫指发〔2022〕60号,2022-12-06,,official,"
        "示例区疫情防控指挥部 2022-12-06,"
    )
    assert lines(data, "declared") == [f"{notice},无疫小区,3,,compound,certified,1"]
    assert lines(data, "assessments")[-1] == f"2022-12-05,{area},compound,all,yes"
    assert lines(data, "events")[10:] == [
        f"11,{area},和平佳园,apply,compound,2022-12-05,{RECORDED},990101001002,,,,",
        f"12,{area},和平佳园,review,compound,2022-12-05,{RECORDED},990101001,,,,",
        f"13,{area},和平佳园,certify,compound,2022-12-06,{RECORDED},990101001,,,,",
        f"14,{area},和平佳园,file,compound,2022-12-06,{RECORDED},990101,,,,",
        f"15,{area},和平佳园,publish,compound,2022-12-06,{RECORDED},990101,,{notice},,",
    ]
    assert public(result) == ["发布:和平佳园(1-5栋)成为无疫小区(示例区示例街道和平社区)"]
    assert "接着：" not in result.output  # everything that has a time limit is recorded already
    assert result.output.splitlines()[-2].endswith(
        "：areas.csv、assessments.csv、declared.csv、events.csv、notices.csv。"
    )


def test_the_next_number_of_a_place_and_of_a_day(data: Path) -> None:
    """Behind those that were used, also by what is closed; a second notice of a day is its second."""
    publish = ("--event", "apply", "--event", "review", "--event", "certify", "--event", "publish", "--assessed", AT)
    for number in (1, 2):
        done(
            data,
            "--new",
            f"新城家园{number}",
            "--in",
            CHUNXIAO,
            *publish,
            "--notice-title",
            f"通告{number}",
            "--notice-date",
            AT,
        )
    assert [line[:16] for line in lines(data, "areas")[-2:]] == ["990101001001-003", "990101001001-004"]
    assert [line.split(",")[9] for line in lines(data, "events") if ",publish," in line][2:] == [
        "990101-20221206-1", "990101-20221206-2",
    ]  # fmt: skip
    said = refused(data, "--area", JINSE, "--event", "apply", "--notice-title", "通告2", "--notice-date", AT)
    assert said == "wuyi: 名录里已有 2022-12-06 的《通告2》：用 --notice 写它的编号\n"
    done(data, "--area", "金色港湾", *publish, "--notice", "通告2")
    assert lines(data, "events")[-1].endswith(",990101-20221206-2,,")


def test_a_step_may_be_recorded_alone(data: Path) -> None:
    """Each as it comes: what the scheme wants next is told; no line of another table is written."""
    said = done(data, "--area", "jsgw", "--event", "apply").output
    assert "暂不公开：申报：金色港湾（990101001002-001）的无疫小区，2022-12-06" in said
    assert "            接着：审核应不迟于 2022-12-08（申报之后 2 个工作日内）\n" in said
    assert lines(data, "events")[-1] == f"11,{JINSE},金色港湾,apply,compound,{AT},{RECORDED},990101001002,,,,"
    late = done(data, "--area", "jsgw", "--event", "review", "--assessed", AT, "--at", "2022-12-09").output
    assert "W609" in late
    assert "“审核”晚了 1 个工作日" in late
    assert lines(data, "assessments")[-1] == f"{AT},{JINSE},compound,all,yes"


def test_an_official_unit_that_is_not_in_the_register_yet(tmp_path: Path) -> None:
    """Its code and name are known: it gets its line."""
    written = county(tmp_path)
    del written.areas[DONGSHENG]
    data = written.write()
    done(data, "--area", "东升", "--event", "apply")
    assert lines(data, "areas")[-1] == f"{DONGSHENG},东升村,,village,,,,,,,"
    assert lines(data, "events")[-1] == f"11,{DONGSHENG},东升村,apply,community,{AT},{RECORDED},{DONGSHENG},,,,"


# ---- what the scheme allows


@pytest.mark.parametrize(
    ("area", "event", "said"),
    [
        (XINGFU, "suspend", "创建工作方案》的“无疫小区”没有“暂停”这一步；有：apply（申报）"),
        (XINGFU, "apply", "的“无疫小区”现为“有效”，不能“申报”：这一步之前应为：没有记录、"),
        (JINSE, "revoke", "不能“取消”：这一步之前应为：有效（渝肺炎指办发〔2022〕74号 三(五)）。现在可以：申报"),
        (JINSE, "publish", "现为“没有记录”，不能“发布”：这一步之前应为：已评定"),
        (CODE, "apply", "没有给区县的称号"),
        ("蓝天公寓", "跳级", "没有“跳级”这种事件；应为：apply（申报）、"),
        ("幸福里小曲", "apply", "符合“幸福里小曲”的区域（相近的有：幸福里小区）；新的小区用 --new"),
        ("不存在", "apply", "区县 990101 里没有名称、拼音或编号符合“不存在”的区域"),
        ("社区", "apply", "符合“社区”的区域有 2 个，写全名称，或写编号：\n  990101001001  春晓社区（社区，示例"),
        ("社区", "apply", "示例区示例街道）无疫社区有效\n"),
    ],
)  # fmt: skip
def test_only_what_the_scheme_allows_now(area: str, event: str, said: str, data: Path) -> None:
    """With its clause, and what is possible instead; nothing is written."""
    assert said in refused(data, "--area", area, "--event", event)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "没有写哪个区域（名称、拼音、首字母或编号）：用 --area 写明"),
        (("--area", XINGFU, "--event", "correct"), "更正用 --correct 写错的那一行的编号"),
        (("--area", XINGFU), "没有写是什么事：用 --event 写明；现在可以：备案、取消"),
        (("--area", XINGFU, "--event", "revoke"), "没有写原因：用 --reason 写明（新增1例"),
        (("--area", XINGFU, "--event", "revoke", "--reason", "天气"), "“取消”没有原因符合“天气”；应为：new_case（"),
        (("--area", XINGFU, "--event", "revoke", "--reason", "核酸", "--title", "village"), "没有“village”"),
        (("--new", "新苑"), "新的小区用 --in 写明在哪个社区（村）"),
        (("--new", "新苑", "--in", "天边"), "区划代码里没有“天边”"),
        (("--area", JINSE, "--event", "apply=明天"), "“明天”不是日期；写成 2022-11-28"),
        (("--area", JINSE, "--event", "apply", "--notice", "9"), "没有通告符合“9”；写通告编号（最近的：990101-"),
        (("--area", JINSE, "--event", "apply", "--notice", "通告"), "写了却用不上：--notice（只用于公示、"),
        (("--area", JINSE, "--event", "apply", "--contacts", "1"), "写了却用不上：--confirmed、--asymptomatic"),
        (("--area", JINSE, "--event", "apply", "--reason", "核酸"), "写了却用不上：--reason"),
        (("--area", XINGFU, *REVOKE, "--assessed", AT), "写了却用不上：--assessed（只用于申报、审核）"),
        (("--area", JINSE, "--event", "apply", "--declare", "新增=1"), "新的通告要用 --notice-title 写标题"),
        (("--area", JINSE, "--event", "apply", "--notice-title", "三", "--declare", "15"), "--declare 写成 新增=15"),
        (("--area", JINSE, "--event", "apply", "--notice-title", "通告三", "--declare", "房=1"), "没有“房”这种数量"),
    ],
)  # fmt: skip
def test_what_is_missing_or_unknown_is_said(arguments: tuple[str, ...], said: str, data: Path) -> None:
    """Nobody is asked: the flag that answers is named."""
    assert said in refused(data, *arguments)


def test_what_would_be_wrong_is_never_written(data: Path) -> None:
    """A check of the whole result has the last word, in its own words."""
    for arguments, code in [
        (("--area", JINSE, "--event", "apply", "--at", "2022-12-06", "--notice-title", "通告\u202e"), "E205"),
        (("--area", JINSE, "--event", "apply", "--event", "review"), "E612"),
        (("--area", XINGFU, *REVOKE, "--confirmed", "1", "--by", "990109"), "E405"),
        (("--area", XINGFU, "--event", "revoke", "--reason", "new_case", "--at", "2022-11-01"), "E303"),
        (("--new", "张三13800138000", "--in", "和平社区", "--event", "apply"), "E210"),
    ]:
        said = refused(data, *arguments, code=1)
        assert f"错误 {code}" in said
        assert said.endswith("写完之后数据会有错误：什么也没有写。\n")
    said = refused(
        data, "--area", JINSE, "--event", "apply", "--event", "review", "--event", "certify", "--event", "publish",
        "--assessed", AT, "--notice-title", "通告三", "--notice-date", AT, "--declare", "新增=2", code=1,
    )  # fmt: skip
    assert "错误 E701" in said


def test_a_look_writes_nothing(data: Path) -> None:
    """The same preview, and that nothing was written."""
    said = refused(data, "--area", XINGFU, "--event", "revoke", "--reason", "核酸", "--dry-run", code=0)
    assert "将写 events.csv：第 11 号  幸福里小区  取消  2022-12-06  示例区  抗拒核酸检测" in said
    assert "公众将看到：取消:幸福里小区不再是无疫小区(示例区示例街道春晓社区)" in said
    assert said.endswith("只是看看：什么也没有写。\n")


def test_a_county_that_cannot_be_recorded_in(data: Path, tmp_path: Path) -> None:
    """None of that code; a table that cannot be read; a list of the past."""
    unknown = CliRunner().invoke(main, ["record", "990199", "--data", str(data), "--yes"])
    assert (unknown.exit_code, unknown.output) == (2, "wuyi: 没有区县 990199 的名录；在用的有：990101（示例区）\n")
    events = data / "registers" / CODE / "events.csv"
    events.write_bytes(events.read_bytes() + b"11,990101001001\n")
    said = refused(data, "--area", XINGFU, *REVOKE, code=1)
    assert "E103" in said
    assert said.endswith("区县 990101 的表格里有格式错误，先改好再记\n")
    shutil.rmtree(data)
    archived = Written(tmp_path, state="archived").certified(XINGFU, DAY).write()
    assert "是历史名录，不再记新的事件" in refused(archived, "--area", XINGFU, *REVOKE)


# ---- evidence, and what follows upward


@pytest.mark.parametrize("as_json", [False, True])
def test_a_revocation_with_its_evidence_and_what_follows(as_json: bool, tmp_path: Path) -> None:
    """The case is counted where it was, and the community loses its title on the same day."""
    data = county(tmp_path).write(as_json=as_json)
    said = refused(data, "--area", "xfl", *REVOKE, "--confirmed", "1", "--asymptomatic", "2", code=1)
    assert "错误 E616" in said
    assert "加上 --upward 一并记录" in said
    result = done(data, "--area", "xfl", *REVOKE, "--confirmed", "1", "--asymptomatic", "2", "--upward")
    assert public(result) == [
        "取消:幸福里小区不再是无疫小区(示例区示例街道春晓社区)", "取消:春晓社区不再是无疫社区(示例区示例街道)",
    ]  # fmt: skip
    if as_json:
        assert objects(data, "cases") == [{"date": AT, "area_id": XINGFU, "confirmed": 1, "asymptomatic": 2}]
        assert objects(data, "events")[-1] == {
            "sequence": 12, "area_id": CHUNXIAO, "area_name": "春晓社区", "event": "revoke", "title": "community",
            "effective_at": AT, "recorded_at": RECORDED, "decided_by": CODE, "reason": "new_case",
        }  # fmt: skip
        return
    assert lines(data, "cases") == [f"{AT},{XINGFU},1,2,,"]
    assert lines(data, "events")[10:] == [
        f"11,{XINGFU},幸福里小区,revoke,compound,{AT},{RECORDED},{CODE},new_case,,,",
        f"12,{CHUNXIAO},春晓社区,revoke,community,{AT},{RECORDED},{CODE},new_case,,,",
    ]


def test_a_suspension_and_its_end(tmp_path: Path) -> None:
    """Hainan: the only reason is taken; contacts are counted, cleared where they were, the community goes along."""
    data = county(tmp_path, HAINAN).write()
    done(data, "--area", XINGFU, "--event", "暂停", "--contacts", "2", "--upward")
    assert lines(data, "cases") == [f"{AT},{XINGFU},,,2,"]
    ends = [line.split(",")[1:4] + line.split(",")[8:9] for line in lines(data, "events")[-2:]]
    assert ends == [
        [XINGFU, "幸福里小区", "suspend", "close_contact"], [CHUNXIAO, "春晓社区", "suspend", "close_contact"],
    ]  # fmt: skip
    later = ("--at", "2022-12-08")
    said = refused(data, "--area", XINGFU, "--event", "restore", *later, code=1)
    assert "还有 2 名密切接触者没有排除" in said
    assert "都已排除的，用 --cleared 写人数" in said
    assert "错误 E618" in refused(data, "--area", XINGFU, "--event", "restore", "--cleared", "1", *later, code=1)
    done(data, "--area", CHUNXIAO, "--event", "restore", "--cleared", "2", *later, recorded="2022-12-08T09:00+08:00")
    assert lines(data, "cases")[-1] == f"2022-12-08,{XINGFU},,,,2"
    done(data, "--area", XINGFU, "--event", "restore", *later, recorded="2022-12-08T09:01+08:00")
    assert lines(data, "events")[-1] == (
        f"{len(lines(data, 'events'))},{XINGFU},幸福里小区,restore,compound,2022-12-08,2022-12-08T09:01+08:00,{CODE},"
        "contact_ruled_out,,,"
    )


def test_evidence_that_is_kept_elsewhere(tmp_path: Path) -> None:
    """Nothing is asked for; who gives a number is told that it has no place here."""
    written = Written(tmp_path).certified(XINGFU, DAY)
    data = written.write()
    said = refused(data, "--area", XINGFU, *REVOKE, "--confirmed", "1")
    assert "区县 990101 的病例和密切接触者另行保存，不在名录里（没有 cases 表）" in said
    assert "自评另行保存" in refused(data, "--area", JINSE, "--event", "apply", "--assessed", AT)
    assert "W620" not in done(data, "--area", XINGFU, *REVOKE).output


def test_a_case_that_stands_already(tmp_path: Path) -> None:
    """It is neither asked for nor written twice; the error that it made goes with the revocation."""
    data = county(tmp_path).case("2022-12-05", XINGFU).write()
    said = refused(data, "--area", XINGFU, *REVOKE, "--at", "2022-12-05", "--confirmed", "1")
    assert "cases 表第 2 行已有 990101001001-001 在 2022-12-05 的人数，一天一行" in said
    assert "错误 E616" in refused(data, "--area", XINGFU, *REVOKE, "--at", "2022-12-05", code=1)
    done(data, "--area", XINGFU, *REVOKE, "--at", "2022-12-05", "--upward")
    assert lines(data, "cases") == ["2022-12-05,990101001001-001,1,,,"]


def test_a_failed_inspection(tmp_path: Path) -> None:
    """Hainan: the inspection of the province goes along, with the day by which it is to be rectified."""
    data = county(tmp_path, HAINAN).on_file("inspections").write()
    failed = ("--area", XINGFU, "--event", "revoke", "--reason", "inspection_failed", "--inspected-by", "99")
    assert "没有写检查方式：用 --inspection 写明（明查、暗访）" in refused(data, *failed)
    assert "没有写整改不迟于哪一天：用 --rectify-by 写明" in refused(data, *failed, "--inspection", "covert")
    done(data, *failed, "--inspection", "covert", "--rectify-by", "2022-12-20")
    assert lines(data, "inspections") == [f"{AT},{XINGFU},99,covert,failed,2022-12-20,"]
    said = done(data, "--area", CHUNXIAO, "--event", "revoke", "--reason", "inspection_failed").output
    assert "W620" in said


def test_what_the_street_holds_is_told(tmp_path: Path) -> None:
    """A title that rests on those of its members: a warning, as the scheme of Chongqing has no such step."""
    written = county(tmp_path).area("990101001", unit_type="street")
    for area in ("990101001002",):
        written.certified(area, DAY).assessed("2022-11-21", area, "all")
    written.certified("990101001", DAY, leave_out="").assessed("2022-11-21", "990101001", "all")
    said = done(written.write(), "--area", CHUNXIAO, "--event", "revoke", "--reason", "核酸").output
    assert "提醒 W626" in said


# ---- names that are easily mistaken


def test_names_that_are_alike(tmp_path: Path) -> None:
    """Both are named; who has looked says so with a flag, and the line has its mark without a counted comma."""
    written = county(tmp_path).area(LANTIAN, name="幸福里小区").certified(LANTIAN, DAY)
    data = written.assessed("2022-11-21", LANTIAN, "all").write()
    said = refused(data, "--area", XINGFU, "--event", "revoke", "--reason", "核酸", code=1)
    assert "“幸福里小区”（990101001-001，示例区示例街道）同名，“取消”容易记错对象" in said
    assert "核对过没有记错的，加上 --checked" in said
    done(data, "--area", XINGFU, "--event", "revoke", "--reason", "核酸", "--checked")
    assert (
        lines(data, "events")[-1]
        == f"16,{XINGFU},幸福里小区,revoke,compound,{AT},{RECORDED},{CODE},refusing_test,,,yes"
    )


def test_a_mark_is_set_only_where_it_is_needed(data: Path) -> None:
    """Nobody has anything like this name."""
    done(data, "--area", XINGFU, "--event", "revoke", "--reason", "核酸", "--checked")
    assert lines(data, "events")[-1].endswith(",refusing_test,,,")


# ---- times


def test_recorded_never_before_the_line_before(data: Path) -> None:
    """Whatever the clock says; a mistyped line ahead of it holds nobody up, once it is corrected."""
    done(data, "--area", JINSE, "--event", "apply", "--at", DAY, recorded="2022-11-01")
    assert lines(data, "events")[-1].split(",")[6] == "2022-11-22T12:00:00+08:00"


def test_a_mistyped_line_ahead_of_the_clock(tmp_path: Path) -> None:
    """Its correction has the time of now, though that is earlier; what follows goes on from there."""
    written = county(tmp_path).step("revoke", XINGFU, "2022-12-01", by=CODE, reason="refusing_test")
    written.tables["events"][-1]["recorded_at"] = "2062-12-01T12:00:00+08:00"
    data = written.write()
    commit(tmp_path)
    commit(tmp_path)  # what the commit before has already is only a warning
    said = done(data, "--correct", "11").output
    assert "这一行的记录时间是 2062-12-01T12:00:00+08:00，还没有到" in said
    assert lines(data, "events")[-1] == (
        f"12,{XINGFU},幸福里小区,revoke,compound,2022-12-01,{RECORDED},{CODE},refusing_test,,11,"
    )
    done(data, "--area", JINSE, "--event", "apply", recorded="2022-12-07")
    assert lines(data, "events")[-1].split(",")[6] == "2022-12-07"


def test_what_is_recorded_stands_against_the_commit(tmp_path: Path) -> None:
    """Nothing that was published is otherwise, not even by the column that the log lacked."""
    written = county(tmp_path).area(LANTIAN, name="幸福里小区").certified(LANTIAN, DAY)
    data = written.assessed("2022-11-21", LANTIAN, "all").write()
    log = data / "registers" / CODE / "events.csv"
    log.write_text("".join(f"{line.rpartition(',')[0]}\n" for line in log.read_text("utf-8").splitlines()), "utf-8")
    commit(tmp_path)
    done(data, "--area", XINGFU, "--event", "revoke", "--reason", "核酸", "--checked")
    assert log.read_text("utf-8").splitlines()[0].endswith(",corrects,confirmed")
    findings = check_against(data, "HEAD", (), now=NOW, workers=1).findings
    assert [finding.code for finding in findings if finding.severity == "error"] == []


@pytest.mark.parametrize("sign", [".~lock.events.csv#", "~$events.csv"])
def test_a_table_that_is_open_in_a_spreadsheet(sign: str, data: Path) -> None:
    """LibreOffice, Excel and WPS leave a sign beside it: whoever goes on knows what that means."""
    (data / "registers" / CODE / sign).write_bytes(b"x")
    said = done(data, "--area", JINSE, "--event", "apply").output
    assert "注意：events.csv 好像正在别的程序里打开。" in said
    assert (data / "registers" / CODE / sign).exists()


def test_a_county_by_its_name(data: Path) -> None:
    """As people call it."""
    command = ["record", "示例区", "--data", str(data), "--area", JINSE, "--event", "apply", "--at", AT, "--yes"]
    ended = CliRunner().invoke(main, [*command, "--recorded-at", RECORDED])
    assert (ended.exit_code, len(lines(data, "events"))) == (0, 11)


def test_several_areas_in_one_command(data: Path) -> None:
    """The same step of each."""
    done(data, "--area", "金色", "--area", "蓝天", "--event", "apply")
    assert [line.split(",")[:3] for line in lines(data, "events")[-2:]] == [
        ["11", JINSE, "金色港湾"], ["12", LANTIAN, "蓝天公寓"],
    ]  # fmt: skip
