"""`wuyi changes`: what a commit means, in words for people, for a merge request, and as data."""

from __future__ import annotations

import dataclasses
import html
import json
import re
import shutil
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from markdown import markdown as rendered

from generator.review import markdown, nouns, sections, text
from generator.review.document import document
from generator.review.gather import reviewed
from generator.review.nouns import Effect, Folder, Review
from tests.support.folders import ROOT, as_json_table, replace_once, run_wuyi
from tests.support.repositories import commit, edit, git, with_last

COUNTY = "registers/990101"
EVENTS = f"{COUNTY}/events.csv"
OTHER = "registers/990201/events.csv"
REVOKE = "990101001001-001,幸福里小区,revoke,compound,2022-12-02,2022-12-02T09:00:00+08:00,990101,new_case,,"
# Line 24 revoked 和平社区 on 2022-11-28, line 25 retracted that: this retracts the retraction.
REINSTATE = "990101001002,和平社区,correct,community,2022-11-28,2022-12-02T10:00:00+08:00,990101,recorded_in_error,,25"
# Line 20 replaced line 17 (the day of the revocation of 春晓社区).
RETRACT_REPLACEMENT = (
    "990101001001,春晓社区,correct,community,2022-11-25,2022-12-02T10:30:00+08:00,990101,recorded_in_error,,20"
)
REPLACE = "990101001001-002,向阳小区,revoke,compound,2022-11-27,2022-12-02T11:00:00+08:00,990101,new_case,,18"
# Line 11 suspended 椰林村, line 13 restored it.
RETRACT_SUSPENSION = (
    "990201100001,椰林村,correct,village,2022-08-29,2022-12-02T09:00:00+08:00,990201,recorded_in_error,,11"
)


@pytest.fixture
def base(data: Path) -> Path:
    """The worked example as the first commit of a repository."""
    commit(data.parent)
    return data


def append(data: Path, *lines: str, log: str = EVENTS) -> None:
    """Adds lines to a log, numbered on."""
    edit(data / log, lambda old: [*old, *(f"{len(old) + number},{line}" for number, line in enumerate(lines, 1))])


def folder(found: Review, code: str = "990101") -> Folder:
    """What changed in one folder."""
    return next(one for one in found.folders if one.code == code)


def effect(found: Review, area_id: str, code: str = "990101") -> Effect:
    """What became of one area."""
    return next(one for one in folder(found, code).effects if one.area_id == area_id)


def told(found: Review) -> str:
    """The text for a terminal."""
    return "\n".join(text.lines(found))


def test_nothing_changed(base: Path) -> None:
    """One sentence in each form."""
    found = reviewed(base, "HEAD")
    assert (found.errors, found.folders, found.others) == (0, (), ())
    assert told(found).endswith("相比：数据没有改动。")
    assert run_wuyi("changes", "--data", base).returncode == 0


def test_without_a_base_after_a_commit(base: Path) -> None:
    """What is committed is compared with the commit before, which is said; what is not, with HEAD as ever."""
    first = run_wuyi("changes", "--data", base)
    assert (first.stdout.splitlines()[0][:7], first.stderr) == ("和 HEAD（", "")  # the first commit has none before it
    append(base, REVOKE)
    assert "最近一次提交" not in run_wuyi("changes", "--data", base).stdout
    commit(base.parent)
    said = "没有未提交的改动：以下是最近一次提交（HEAD）和它前一次提交（HEAD~1）的不同。"
    lines = run_wuyi("changes", "--data", base).stdout.splitlines()
    assert lines[0] == said
    assert lines[1].startswith("和 HEAD~1（")
    assert any("幸福里小区" in line for line in lines)
    as_data = run_wuyi("changes", "--data", base, "--format", "json")
    assert (json.loads(as_data.stdout)["base"], as_data.stderr) == ("HEAD~1", f"{said}\n")
    assert "数据没有改动" in run_wuyi("changes", "--data", base, "--base", "HEAD").stdout


def test_a_revocation(base: Path) -> None:
    """Status before and after with its day, the new line in words, and the numbers of the title."""
    append(base, REVOKE)
    found = reviewed(base, "HEAD")
    one = effect(found, "990101001001-001")
    assert (one.kind, one.before.public, one.after.public) == ("revoked", "certified", "revoked")
    assert (one.before.since, one.after.since, one.sequences) == ("2022-11-23", "2022-12-02", (26,))
    (total,) = folder(found).totals
    assert (total.title, total.before.certified, total.after.certified) == ("compound", 1, 0)
    (step,) = folder(found).events
    assert (step.event_id, step.public, step.decided_by_name) == ("990101-000026", True, "示例区")
    said = told(found)
    assert (
        "取消：幸福里小区（990101001001-001，示例区示例街道春晓社区）无疫小区："
        "有效（2022年11月23日起） → 已取消（2022年12月2日起）（第 26 号）" in said
    )
    assert "无疫小区：有效 1 → 0，已取消 1 → 2" in said
    assert "第 26 号：取消 幸福里小区" in said


def test_removals_come_first(base: Path) -> None:
    """Before what was gained, whatever the order of the log."""
    steps = [
        f"990101001001,春晓社区,{event},community,2022-12-01,2022-12-01T1{hour}:00:00+08:00,{by},,{notice},"
        for hour, (event, by, notice) in enumerate(
            [
                ("apply", "990101001001", ""), ("review", "990101001", ""), ("certify", "990101", ""),
                ("file", "99", ""), ("publish", "990101", "990101-20221127-1"),
            ]
        )
    ]  # fmt: skip
    append(base, *steps, REVOKE)
    kinds = [one.kind for one in folder(reviewed(base, "HEAD")).effects]
    assert kinds == ["revoked", "certified"]


def test_a_step_that_is_not_public_yet(base: Path) -> None:
    """What staff see and the public does not is said to be so."""
    append(base, "990101001001-002,向阳小区,apply,compound,2022-12-01,2022-12-01T09:00:00+08:00,990101001001,,,")
    edit(base / COUNTY / "areas.csv", lambda old: [*old, "990101001001-003,新区,,compound,,,,,,"])
    append(base, "990101001001-003,新区,apply,compound,2022-12-01,2022-12-01T09:00:00+08:00,990101001001,,,")
    found = reviewed(base, "HEAD")
    assert [one.kind for one in folder(found).effects] == ["pending", "pending"]
    said = told(found)
    assert (
        "向阳小区(1-5栋)（990101001001-002，示例区示例街道春晓社区）无疫小区：已取消 → 已申报，公众看到的仍是“已取消”"
        in said
    )
    assert "新区（990101001001-003，示例区示例街道春晓社区）无疫小区：无称号 → 已申报（第 27 号）" in said
    assert said.count("［尚未公开］") == 1  # the other area was published before: its steps are public
    assert folder(found).totals == ()
    assert [one.area_id for one in folder(found).areas_added] == ["990101001001-003"]


def test_a_retraction_of_a_retraction(base: Path) -> None:
    """What was wrong, what holds again, and since when the title is lost."""
    append(base, REINSTATE)
    one = effect(reviewed(base, "HEAD"), "990101001002")
    (correction,) = one.corrections
    assert (one.kind, correction.kind, correction.by, correction.sequence) == ("revoked", "reinstated", 26, 24)
    assert (one.before.public, one.after.public) == ("certified", "revoked")
    assert [(span.start, span.end) for span in one.periods_before] == [("2022-11-27", None)]
    assert [(span.start, span.end) for span in one.periods_after] == [("2022-11-27", "2022-11-28")]


def test_a_retraction_of_a_replacement(base: Path) -> None:
    """The line that it had replaced holds again; the status is the same, and its day is another."""
    append(base, RETRACT_REPLACEMENT)
    found = reviewed(base, "HEAD")
    one = effect(found, "990101001001")
    assert (one.kind, one.before.since, one.after.since) == ("corrected", "2022-11-25", "2022-11-26")
    assert (one.corrections[0].kind, one.corrections[0].holds_again) == ("retracted", 17)
    assert "记错了（记录有误），已撤销；它替换的第 17 号恢复有效" in told(found)
    assert "有效的时间：原为2022年11月23日至2022年11月25日；现为2022年11月23日至2022年11月26日" in told(found)


def test_a_replacement(base: Path) -> None:
    """What it was recorded as, and what it should be."""
    append(base, REPLACE)
    found = reviewed(base, "HEAD")
    (correction,) = effect(found, "990101001001-002").corrections
    assert correction.kind == "replaced"
    assert [(one.name, one.before, one.after) for one in correction.differences] == [
        ("effective_at", "2022-11-26", "2022-11-27")
    ]
    assert "生效时间原记为“2022年11月26日”，应为“2022年11月27日”" in told(found)


def test_lines_that_are_judged_again(base: Path) -> None:
    """Without the suspension the restoration is impossible: the report says so, and which line it is."""
    append(base, RETRACT_SUSPENSION, log=OTHER)
    found = reviewed(base, "HEAD")
    (correction,) = effect(found, "990201100001", "990201").corrections
    assert [(one.sequence, one.event, one.possible) for one in correction.judged_again] == [(13, "restore", False)]
    assert "重新判定：第 13 号“恢复”（2022年8月29日）之后不变，但这一步现在不能成立" in told(found)
    assert (found.errors, folder(found, "990201").errors) == (1, 1)
    assert "注意：数据还有 1 个错误" in told(found)


def test_a_status_that_is_judged_again(base: Path) -> None:
    """Retracting an early line changes what a later one made of the title."""
    append(
        base,
        "990201100002,海风村,correct,village,2022-08-30,2022-12-02T09:00:00+08:00,990201,recorded_in_error,,14",
        log=OTHER,
    )
    one = effect(reviewed(base, "HEAD"), "990201100002", "990201")
    assert (one.kind, one.before.public, one.after.public) == ("suspended", "revoked", "suspended")
    commit(base.parent)
    append(
        base,
        "990201100002,海风村,correct,village,2022-08-28,2022-12-02T10:00:00+08:00,990201,recorded_in_error,,12",
        log=OTHER,
    )
    one = effect(reviewed(base, "HEAD"), "990201100002", "990201")
    assert (one.kind, one.before.public, one.after.public) == ("corrected", "suspended", "certified")


def test_new_notices_with_what_they_declare(base: Path) -> None:
    """Their title, publisher and numbers; how many names have no code."""
    for name, line in (
        (
            "notices",
            "990101-20221202-1,示例区疫情防控指挥部,第四批通告,,2022-12-02,,official,示例区门户网站 2022-12-02,",
        ),
        ("declared", "990101-20221202-1,无疫小区,4,990101001,compound,certified,1"),
    ):
        edit(base / COUNTY / f"{name}.csv", partial(with_last, line))
    (base / COUNTY / "unplaced.csv").write_text(
        "notice_id,name,place,title,reason,measure\n990101-20221202-1,无名小区,,compound,no code found,\n",
        encoding="utf-8",
    )
    said = told(reviewed(base, "HEAD"))
    assert "990101-20221202-1《第四批通告》（示例区疫情防控指挥部，2022年12月2日）" in said
    assert "公布示例街道新增无疫小区 1 个（无疫小区，第4批）" in said
    assert "未能落位的名称 1 个" in said


def test_what_else_changed(base: Path) -> None:
    """Settings, names, evidence, and the files above the counties."""
    replace_once(base / COUNTY / "county.json", '"publishes_every_days": 1', '"publishes_every_days": 2')
    replace_once(base / COUNTY / "areas.csv", "和平社区,,community,", "新和平社区,,community,和平社区")
    (base / COUNTY / "cases.csv").write_text(
        "date,area_id,confirmed,asymptomatic,close_contacts,cleared_contacts\n2022-11-26,990101001001,1,,,\n",
        encoding="utf-8",
    )
    replace_once(base / "site.json", '"contact": "', '"contact": "新')
    found = reviewed(base, "HEAD")
    said = told(found)
    assert "county.json 的 publishes_every_days 从“1”改成“2”" in said
    assert "新和平社区（990101001002，社区）\n        name 从“和平社区”改成“新和平社区”" in said
    assert "cases 表：加 1 行，减 0 行" in said
    assert found.others == ("data/site.json",)
    assert said.endswith("其他改动的文件\n  data/site.json")


def test_a_new_county_and_one_that_is_gone(base: Path) -> None:
    """A whole log is new; a folder that was deleted is said to be, on top."""
    (base / "registers/990201").rename(base / "registers/990102")
    found = reviewed(base, "HEAD")
    assert [(one.code, one.presence) for one in found.folders] == [("990102", "new"), ("990201", "gone")]
    assert found.errors > 0
    assert "示范县（990201）：整个名录被删除、演示" in told(found)


def test_a_city(data: Path) -> None:
    """A folder of notices above the counties."""
    city = data / "registers" / "9901"
    city.mkdir()
    header = (data / COUNTY / "notices.csv").read_text(encoding="utf-8").splitlines()[0]
    (city / "notices.csv").write_text(
        f"{header}\n9901-20221130-1,示例市,第一份,,2022-11-30,,official,门户网站,\n", encoding="utf-8"
    )
    commit(data.parent)
    replace_once(city / "notices.csv", "第一份", "另一份")
    edit(city / "notices.csv", lambda old: [*old, "9901-20221201-1,示例市,第二份,,2022-12-01,,official,门户网站,"])
    found = reviewed(data, "HEAD")
    assert "1 个市或省的通告有改动" in told(found)
    assert [one.notice_id for one in folder(found, "9901").notices] == ["9901-20221201-1"]
    assert folder(found, "9901").altered[0].startswith("E806 ")


def test_published_lines_that_were_changed_are_told_on_top(base: Path) -> None:
    """Whoever reads only this still learns of it, and what it does to the area."""
    replace_once(base / EVENTS, "revoke,compound,2022-11-26", "revoke,compound,2022-11-25")
    edit(base / OTHER, lambda old: old[:-1])
    found = reviewed(base, "HEAD")
    assert [one[:4] for one in folder(found).altered] == ["E801"]
    assert effect(found, "990101001001-002").after.since == "2022-11-25"
    assert effect(found, "990201100002", "990201").after.public == "suspended"
    assert "注意：已公布的内容有 2 处被改动" in told(found)


def test_rows_in_another_form_mean_nothing(base: Path) -> None:
    """A table saved as JSON is a change of the file and of nothing else."""
    as_json_table(base / EVENTS)
    found = reviewed(base, "HEAD")
    assert told(found).splitlines()[2:] == ["示例区（990101）：演示"]


def test_data_that_cannot_be_read_is_told_all_the_same(base: Path) -> None:
    """Errors are said on top; what can be read is compared."""
    (base / COUNTY / "county.json").write_text("{", encoding="utf-8")
    append(base, "990201100001,椰林村,revoke,village,2022-12-01,2022-12-01T09:00:00+08:00,990201,new_case,,", log=OTHER)
    (base / "registers/990201/areas.csv").write_text("?", encoding="utf-8")
    ended = run_wuyi("changes", "--data", base)
    assert ended.returncode == 0
    assert "注意：数据还有" in ended.stdout
    assert "取消：椰林村（990201100001，示范县椰林镇）" in ended.stdout


def test_against_another_commit(base: Path) -> None:
    """Any commit, branch or tag, from any folder; HEAD is what is not committed yet."""
    append(base, REVOKE)
    commit(base.parent)
    assert "数据没有改动" in run_wuyi("changes", "--data", base, "--base", "HEAD").stdout
    ended = run_wuyi("changes", "--data", base, "--base", "HEAD~1", cwd=Path("/"))
    assert "取消：幸福里小区" in ended.stdout
    assert run_wuyi("changes", "--data", base, "--base", "nothing").returncode == 2
    assert run_wuyi("changes", "--data", base / "nothing").returncode == 2
    git(base.parent, "checkout", "-q", "--orphan", "empty")
    assert run_wuyi("changes", "--data", base).returncode == 2


NAME = "a|b`c`*d*_e_[f](g)@all #1 !2"
TITLE = "<script>x</script> [f](https://evil.example) @everyone www.evil.example &lt ~~g~~ ![](x) | \\"


def test_hostile_text_is_text_in_markdown(base: Path) -> None:
    """Names are shown as they are: no link, tag, table, emphasis, mention or reference comes of them."""
    edit(base / COUNTY / "areas.csv", lambda old: [*old, f"990101001001-009,{NAME},,compound,,,,,,"])
    append(base, f"990101001001-009,{NAME},apply,compound,2022-12-01,2022-12-01T09:00:00+08:00,990101001001,,,")
    notice = f"990101-20221202-1,示例区疫情防控指挥部,{TITLE},,2022-12-02,,official,示例区门户网站 2022-12-02,"
    edit(base / COUNTY / "notices.csv", lambda old: [*old, notice])
    found = reviewed(base, "HEAD")
    assert effect(found, "990101001001-009").area_name == NAME
    lines = list(markdown.lines(found))
    for line in lines:
        own = re.sub(r"&#\d+;(?:<!-- -->)?", "", line).lstrip("#- >")
        assert not set(own.replace("**", "")) & set("`*_[]()|<>@#!~\\:&."), line
    page = rendered("\n".join(lines), extensions=["tables"])
    assert set(re.findall(r"<(/?[a-z0-9]+)", page)) <= {
        f"{end}{tag}" for tag in ("h2", "h3", "p", "ul", "li", "strong", "blockquote") for end in ("", "/")
    }
    shown = html.unescape(re.sub(r"<!-- -->|<[^>]+>", "", page))
    assert NAME in shown
    assert TITLE in shown


def test_what_a_terminal_would_act_on_is_visible(base: Path) -> None:
    """A county's settings are text of the data, too; no form passes control characters on."""
    replace_once(base / "divisions" / "99.csv", "990101,示例区", "990101,示\x1b[31m\u202e例区")
    append(base, REVOKE)
    for form in ("text", "markdown", "json"):
        ended = run_wuyi("changes", "--data", base, "--format", form)
        assert ended.returncode == 0
        assert "\x1b" not in ended.stdout
        assert "\u202e" not in ended.stdout
        assert "u001b" in ended.stdout


def test_long_lists_are_cut_in_markdown_only(base: Path) -> None:
    """A forge refuses what is too long; the terminal and the document have all of it."""
    edit(
        base / COUNTY / "areas.csv",
        lambda old: [*old, *(f"990101001001-{number},小区{number},,compound,,,,,," for number in range(100, 250))],
    )
    found = reviewed(base, "HEAD")
    assert sum(line.startswith("- ") for line in markdown.lines(found)) == 101
    assert "……另有 50 条" in "\n".join(markdown.lines(found))
    assert told(found).count("\n    小区") == 150


def test_the_document_has_the_documented_keys(base: Path) -> None:
    """Every field is a key, in its order, and every key is explained in docs/changes.md."""
    append(base, REVOKE, REINSTATE, REPLACE)
    append(base, RETRACT_SUSPENSION, log=OTHER)
    ended = run_wuyi("changes", "--data", base, "--format", "json")
    found = json.loads(ended.stdout)
    assert found == json.loads(json.dumps(document(reviewed(base, "HEAD"))))
    assert list(found) == ["base", "commit", "errors", "folders", "others", "format"]
    explained = (ROOT / "docs" / "changes.md").read_text(encoding="utf-8")
    classes = [one for one in vars(nouns).values() if dataclasses.is_dataclass(one)]
    assert len(classes) > 10
    for one in classes:
        assert [name for name in get_type_hints(one) if f"`{name}`" not in explained] == []
    for word in ("kept", "new", "gone", "retracted", "replaced", "reinstated", *sections.KINDS):
        assert word in explained
    assert _keys(found["folders"][0]["effects"][0]) >= {"kind", "before.public", "after.since", "corrections"}


def _keys(value: Any, prefix: str = "") -> set[str]:
    found = set()
    for key, inner in value.items():
        found.add(f"{prefix}{key}")
        if isinstance(inner, dict):
            found |= _keys(inner, f"{prefix}{key}.")
    return found


def test_nothing_is_written(base: Path) -> None:
    """A command that looks leaves the repository and the folder as they were."""
    append(base, REVOKE)
    before = sorted((path.relative_to(base), path.read_bytes()) for path in base.rglob("*") if path.is_file())
    status = git(base.parent, "status", "--porcelain")
    for form in ("text", "markdown", "json"):
        run_wuyi("changes", "--data", base, "--format", form)
    assert sorted((path.relative_to(base), path.read_bytes()) for path in base.rglob("*") if path.is_file()) == before
    assert git(base.parent, "status", "--porcelain") == status
    shutil.rmtree(base)


# ---- a base that cannot be read


def unreadable(data: Path, path: str) -> None:
    """Commits a file in another encoding, and mends it in the folder at hand."""
    good = (data / path).read_bytes()
    (data / path).write_bytes(good.decode().encode("gb18030"))
    commit(data.parent)
    (data / path).write_bytes(good)


@pytest.mark.parametrize("path", [EVENTS, f"{COUNTY}/county.json", "schemes/chongqing-2022-74.json"])
def test_what_the_base_cannot_tell_is_not_new(data: Path, path: str) -> None:
    """No status is called new because the base cannot be read: it is said, and what follows is left out."""
    unreadable(data, path)
    append(data, REVOKE)
    found = reviewed(data, "HEAD")
    changed = folder(found)
    assert changed.unread == (f"data/{path}",)
    assert (changed.effects, changed.totals, changed.altered) == ((), (), ())
    assert len(changed.events) == (0 if path == EVENTS else 1)
    assert "HEAD 里有 1 个文件读不出来" in told(found)
    assert f"data/{path}" in told(found)


@pytest.mark.parametrize(("name", "kind"), [("areas", "areas_added"), ("notices", "notices")])
def test_a_table_of_the_base_that_cannot_be_read(data: Path, name: str, kind: str) -> None:
    """Only what it holds is not compared; the log is."""
    unreadable(data, f"{COUNTY}/{name}.csv")
    append(data, REVOKE)
    changed = folder(reviewed(data, "HEAD"))
    assert changed.unread == (f"data/{COUNTY}/{name}.csv",)
    assert getattr(changed, kind) == ()
    assert [one.kind for one in changed.effects] == ["revoked"]
    assert len(changed.events) == 1


def test_a_link_in_the_base_is_not_read(data: Path) -> None:
    """It leads nowhere, and the log is not new because of it."""
    good = (data / EVENTS).read_bytes()
    (data / EVENTS).unlink()
    (data / EVENTS).symlink_to("../990201/events.csv")
    commit(data.parent)
    (data / EVENTS).unlink()
    (data / EVENTS).write_bytes(good)
    changed = folder(reviewed(data, "HEAD"))
    assert (changed.unread, changed.events, changed.effects) == ((f"data/{EVENTS}",), (), ())


def test_notices_of_a_city_that_the_base_cannot_tell(data: Path) -> None:
    """A city has only notices."""
    path = data / "registers" / "9901" / "notices.csv"
    path.parent.mkdir()
    header = (data / COUNTY / "notices.csv").read_text(encoding="utf-8").partition("\n")[0]
    path.write_text(f"{header}\n9901-20221124-1,示例市,通告,,2022-11-24,,official,网站,\n", encoding="utf-8")
    unreadable(data, "registers/9901/notices.csv")
    changed = folder(reviewed(data, "HEAD"), "9901")
    assert (changed.unread, changed.notices) == (("data/registers/9901/notices.csv",), ())
