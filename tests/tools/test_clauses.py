"""The table of clauses says what is so: of the profiles, of the findings, and of the cases that show them."""

from __future__ import annotations

import pytest

from generator.findings import CATALOGUE
from tests.support.folders import ROOT
from tests.tools.clauses import HEADINGS, PATH, Entry, cited_by, clauses, entries, look_up, profile, shown_by_cases

# The clauses of the texts as they are at hand; the heading of 四, and its (一), are lost.
CLAUSES = {
    "chongqing-2022-74": (
        "一", "二(一)", "二(二)", "二(三)", "三", "三(一)", "三(二)", "三(三)", "三(四)", "三(五)",
        "四(二)", "四(三)", "四(四)", "四(五)", "四(六)", "四(七)", "五(一)", "五(二)", "五(三)",
    ),
    "hainan-2022": (
        "1 创建范围", "2 创建目标", "3 工作原则", "4 创建标准", "5 创建流程", "6 动态管理", "6 动态管理 1",
        "6 动态管理 2", "6 动态管理 3", "6 动态管理 4", "致海南居民的倡议书",
    ),
}  # fmt: skip


def name(entry: Entry) -> str:
    """A short name of an entry."""
    return f"{entry.scheme} {entry.clause} {entry.quote[:12]}"


@pytest.mark.parametrize("scheme", CLAUSES)
def test_every_clause_of_the_text_is_in_the_table_in_order(scheme: str) -> None:
    """The table walks the text from its first clause to its last, and leaves none out."""
    walked = dict.fromkeys(one.clause for one in entries() if one.scheme == scheme)
    assert tuple(walked) == CLAUSES[scheme]
    assert CLAUSES.keys() == HEADINGS.keys() == {one.scheme for one in entries()}


@pytest.mark.parametrize("entry", [entry for entry in entries() if entry.profile], ids=name)
def test_what_the_table_says_of_the_profile_is_so(entry: Entry) -> None:
    """Each path leads to something that is not null, in a part of the profile that cites this clause."""
    assert entry.profile
    for path in entry.profile:
        found, cited = look_up(profile(entry.scheme), path)
        assert found is not None, path
        assert found != [], path
        assert entry.clause in cited, (path, cited)


@pytest.mark.parametrize("entry", entries(), ids=name)
def test_every_rule_is_checked_or_it_is_said_why_not(entry: Entry) -> None:
    """A rule has findings, or a reason why there are none; what is not in the profile is called a gap, or a heading."""
    assert entry.findings or entry.unchecked
    assert set(entry.findings) <= CATALOGUE.keys()
    assert list(entry.findings) == sorted(set(entry.findings))
    assert entry.profile or entry.gap or entry.clause == "6 动态管理"
    assert len(entry.quote) <= 80, "a short quotation is enough"


@pytest.mark.parametrize("scheme", CLAUSES)
def test_every_clause_that_a_profile_cites_is_in_the_table(scheme: str) -> None:
    """And what the table finds in the profile is cited there."""
    cited = cited_by(profile(scheme))
    assert cited <= set(CLAUSES[scheme])
    assert cited == {one.clause for one in entries() if one.scheme == scheme and one.profile}


def test_every_case_that_cites_a_clause_is_in_the_table() -> None:
    """What a case shows of a clause is among the findings that the table gives for it."""
    table = {(one.scheme, one.clause, code) for one in entries() for code in one.findings}
    assert shown_by_cases() - table == set()


@pytest.mark.parametrize("scheme", CLAUSES)
def test_findings_of_the_procedure_have_a_case_that_cites_a_clause_of_the_table(scheme: str) -> None:
    """Where cases under a scheme show a code with a clause, one of them shows it with a clause of the table.

    What no case shows under this scheme is shown under the other: every code of the table with a clause has a case.
    """
    shown = shown_by_cases()
    told = {code for _, _, code in shown}
    assert len(told) > 10
    for code in {code for one in entries() for code in one.findings if code[1] == "6"} & told:
        mine = {clause for one_scheme, clause, one in shown if (one_scheme, one) == (scheme, code)}
        table = {one.clause for one in entries() if one.scheme == scheme and code in one.findings}
        assert not mine or mine & table, code


def test_the_document_is_up_to_date() -> None:
    """docs/clauses.md is what the table says."""
    assert (ROOT / PATH).read_text(encoding="utf-8") == clauses(), "run `python -m tests.tools.clauses`"
