"""Fixtures that tests share, and the option `--golden`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.browsers import chromium  # noqa: F401 - fixture
from tests.support.folders import example_data
from tests.support.installing import told
from tests.support.logsigning import signed  # noqa: F401 - fixtures
from tests.support.redacting import redacted  # noqa: F401
from tests.support.sites import earlier, example_site, site, sub_site  # noqa: F401 - fixtures


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden` writes golden files anew instead of comparing with them."""
    parser.addoption("--golden", action="store_true", help="write golden files anew; look at the diff")


def pytest_report_header() -> str:
    """On which versions of Python the wheel is tried: which of them can be had differs between machines."""
    return told()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """True if golden files are to be written anew."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of its own with the worked example: 990101 and 990201, without any finding."""
    return example_data(tmp_path)
