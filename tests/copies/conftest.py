"""What all tests of copies share."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.copies import versions
from tests.support.folders import example_data
from tests.support.sites import build_site, made_once

# A legal line at the end of the log of the worked example, on a day that has no change yet.
LINE = "26,990101001001-001,幸福里小区,revoke,compound,2022-11-29,2022-11-29T08:00:00+08:00,990101,new_case,,\n"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a publication that no test makes; a test that makes one sets the pauses itself."""
    monkeypatch.setattr(versions, "PAUSES", ())


@pytest.fixture(scope="session")
def later_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example with one line more."""

    def make(work: Path) -> Path:
        data = example_data(work)
        with (data / "registers" / "990101" / "events.csv").open("a", encoding="utf-8") as file:
            file.write(LINE)
        return build_site(data, work / "site")

    return made_once(tmp_path_factory, "example-later", make)
