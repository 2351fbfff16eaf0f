"""A register with a name that has to go, and the name removed as staff do it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from generator.build.order import Order
from generator.build.start import build
from tests.support.copies import wuyi
from tests.support.folders import NOW, ROOT, example_data
from tests.support.logsigning import KEY
from tests.support.repositories import commit, edit
from tests.support.sites import load, made_once

CODE: Final = "990101"
AREA: Final = "990101001001-002"
# The name of an area, as somebody wrote it, and as it is called once that had to go.
NAME: Final = "赵钱孙宅院"
CALLED: Final = "二号院"
EVENTS: Final = (11, 12, 13, 14, 15, 18)
PUBLISHED, REVOKED, STEP = (f"{CODE}-{number:06}" for number in (15, 18, 11))
OFFICE: Final = "示例市中级人民法院"
REASON: Final = "已生效的民事判决"
WHEN: Final = "2022-11-29T09:00:00+08:00"


def with_name(folder: Path) -> Path:
    """The worked example, committed, in which an area has the name."""
    data = example_data(folder)
    for table in ("areas", "events"):
        edit(
            data / "registers" / CODE / f"{table}.csv",
            lambda rows: [row.replace("向阳小区", NAME) if AREA in row else row for row in rows],
        )
    commit(folder)
    return data


def redact(data: Path, *more: str, events: tuple[int, ...] = EVENTS) -> str:
    """Removes the name from events by the command; what it says."""
    ids = [f"{CODE}-{number:06}" for number in events]
    ended = wuyi(
        "redact", *ids, "--decided-by", OFFICE, "--reason", REASON, "--redacted-at", WHEN, "--data", data, *more
    )
    assert ended.exit_code == 0, ended.output
    return ended.output


def renamed(data: Path) -> None:
    """Calls the area otherwise."""
    edit(data / "registers" / CODE / "areas.csv", lambda rows: [row.replace(NAME, CALLED) for row in rows])


def removed(data: Path) -> Path:
    """Both, as they belong together."""
    redact(data)
    renamed(data)
    return data


class Sites(NamedTuple):
    """As it was, as it is (built over what was), and as it is, built from nothing."""

    old: Path
    new: Path
    fresh: Path


@pytest.fixture(scope="session")
def redacted(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """The register with the name, published, and published again without it, with all files that a site can have."""
    folder = made_once(tmp_path_factory, "redacted", _made)
    return Sites(folder / "old", folder / "new", folder / "fresh")


def _made(work: Path) -> Path:
    data, made = with_name(work / "register"), work / "made"
    made.mkdir()
    site = load(data / "site.json")
    site.update(
        languages=["en"],
        english_areas=True,
        area_badges=True,
        json_lines=True,
        parquet=True,
        area_feeds=True,
        kind_archives=True,
    )
    (data / "site.json").write_text(json.dumps(site, ensure_ascii=False), encoding="utf-8")
    commit(work / "register")
    _build(data, made / "new")
    shutil.copytree(made / "new", made / "old")
    removed(data)
    commit(work / "register")
    _build(data, made / "new")
    _build(data, made / "fresh")
    return made


def _build(data: Path, output: Path) -> None:
    order = Order(data, ROOT / "content", output, now=NOW, workers=1, signers=(KEY,))
    assert not build(order).report.errors
