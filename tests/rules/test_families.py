"""The families of rules know no order: what one says follows from the county alone."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Final

import pytest

from generator.check import read_plan
from generator.reading import folder
from generator.register.county import compile_county
from generator.register.model import Finding
from generator.rules import identity, order
from generator.rules.families import OBLIGATIONS, PROCEDURE, Family, judged, once
from generator.rules.subject import Subject, subject_of
from tests.rules.test_cases import lay_out
from tests.support.folders import CASES, NOW, ROOT, copy_data, example_data
from tests.support.written import CHONGQING, HAINAN, XINGFU, Written

FAMILIES: Final = (*PROCEDURE, *OBLIGATIONS)
# Folders of which rules of a scheme can be asked: whose tables can be read.
# E67 and E68 are of keys and signatures, which no scheme speaks of.
WRONG: Final = sorted(
    path.name
    for path in CASES.iterdir()
    if path.name[:2] in ("E4", "E5", "E6", "W6") and path.name[:3] not in ("E67", "E68", "W67")
)
NEIGHBOURS: Final = ROOT / "tests" / "right"
RIGHT: Final = sorted(path.name for path in NEIGHBOURS.iterdir())
SEEDS: Final = range(3)


def subjects(data: Path) -> list[Subject]:
    """The counties of a data folder as they are judged, each time anew: nothing that one reads is kept."""
    plan, _ = read_plan(data, now=NOW)
    made = []
    for code in plan.counties:
        source = folder.read_county(data, code).value
        county = compile_county(source, plan.profiles, None, plan.calendar)
        misplaced = [*identity.check(source, plan.profiles, plan.unread), *order.check(source)]
        made.append(subject_of(source, county, misplaced))
    return made


def asked(subject: Subject, families: Sequence[Family]) -> Mapping[Family, list[Finding]]:
    """What each family says of a subject that nobody asked before, asked in this order."""
    fresh = Subject(subject.source, subject.county, subject.doubtful, subject.unsure)
    return {family: list(family(fresh)) for family in families}


def orders() -> Iterator[tuple[Family, ...]]:
    """The order of the program backwards, and some shuffles."""
    yield FAMILIES[::-1]
    for seed in SEEDS:
        yield tuple(random.Random(seed).sample(FAMILIES, len(FAMILIES)))


def hold_in(data: Path, tried: Sequence[tuple[Family, ...]]) -> int:
    """Holds each order to what every family says alone; returns how many findings there were."""
    total = 0
    for subject in subjects(data):
        alone = {family: asked(subject, [family])[family] for family in FAMILIES}
        assert tried
        for families in tried:
            assert asked(subject, families) == alone
        total += sum(map(len, alone.values()))
    return total


@pytest.mark.parametrize("name", WRONG)
def test_families_in_any_order_over_wrong_folders(name: str, tmp_path: Path) -> None:
    """Asked backwards or shuffled, each family says of a wrong folder what it says alone."""
    said = hold_in(lay_out(name, tmp_path), [*orders()])
    apart = name[1:3] in ("66", "69")  # a profile is judged by itself, and so is what was removed
    assert said or name[1] != "6" or apart, "the rules of the scheme had nothing to say"


@pytest.mark.parametrize("name", RIGHT)
def test_families_in_any_order_over_right_folders(name: str, tmp_path: Path) -> None:
    """Asked in any order, no family finds a fault in the nearest right folder."""
    data = copy_data(CASES / "base", tmp_path / "data")
    shutil.copytree(NEIGHBOURS / name / "data", data, dirs_exist_ok=True)
    assert hold_in(data, [*orders()]) == 0


def late_for_two_reasons(folder: Path) -> Path:
    """An infection and a failed inspection of one day, and a revocation four days after."""
    county = Written(folder, HAINAN).certified(XINGFU, "2022-11-22")
    county.case("2022-11-24", XINGFU).inspected("2022-11-24", XINGFU, "99", due="2022-12-01")
    return county.step("revoke", XINGFU, "2022-11-28", by="99", reason="inspection_failed").write()


def infected_after_a_foreign_step(folder: Path) -> Path:
    """An infection that no step answers, in an area that was suspended before, which the scheme does not know."""
    county = Written(folder, CHONGQING).certified(XINGFU, "2022-11-22").case("2022-11-25", XINGFU)
    return county.step("suspend", XINGFU, "2022-11-24").write()


@pytest.mark.parametrize("lay", [infected_after_a_foreign_step, late_for_two_reasons])
def test_all_orders_where_families_meet(lay: Callable[[Path], Path], tmp_path: Path) -> None:
    """All 720 orders give the same, where one family judges what another calls foreign, and where two call it late."""
    assert hold_in(lay(tmp_path), [*permutations(FAMILIES)]) > 0


def test_of_a_foreign_step_nothing_follows(tmp_path: Path) -> None:
    """An area with a step that the scheme does not have is told of once; its evidence is not judged."""
    (subject,) = subjects(infected_after_a_foreign_step(tmp_path))
    assert [finding.code for finding in judged(subject)] == ["E601"]


def test_families_in_any_order_over_the_example(tmp_path: Path) -> None:
    """The worked example is right in every order."""
    assert hold_in(example_data(tmp_path), [*orders()]) == 0


def test_one_late_step_is_told_once(tmp_path: Path) -> None:
    """Two families call the same revocation late; the report has it once, for the infection, which takes precedence."""
    (subject,) = subjects(late_for_two_reasons(tmp_path))
    said = [finding for family in OBLIGATIONS for finding in family(subject) if finding.code == "W609"]
    assert [finding.line for finding in said] == [7, 7]
    assert [finding for finding in judged(subject) if finding.code == "W609"] == said[:1]
    assert [*once(said)] == said[:1]
    assert "新增感染者" in said[0].message
