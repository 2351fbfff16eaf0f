"""Programs that some tests need beside Python; `make tools` installs them."""

from __future__ import annotations

import importlib.util
import os
import shutil
from typing import Final

import pytest

from tests.support.folders import ROOT

VNU: Final = ".tools/node_modules/vnu-jar/build/dist/vnu.jar"
AXE: Final = ".tools/node_modules/axe-core/axe.min.js"
LIGHTHOUSE: Final = ".tools/node_modules/.bin/lighthouse"
LINKINATOR: Final = ".tools/node_modules/.bin/linkinator"
STYLELINT: Final = ".tools/node_modules/.bin/stylelint"


def require_library(name: str) -> None:
    """Skips the test with a note if a library of the tests is not installed; under CI=true that is a failure."""
    if importlib.util.find_spec(name) is None:
        _lacking(f"needs {name}: run `make test`, which installs it")


def require_tool(*names: str) -> None:
    """Skips the test with a note if a program is missing; under CI=true that is a failure.

    A name with "/" is a file of this folder, any other a program on the path.
    """
    missing = [name for name in names if not ((ROOT / name).is_file() if "/" in name else shutil.which(name))]
    if not missing:
        return
    _lacking(f"needs {', '.join(missing)}: run `make tools`")


def _lacking(note: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(note)
    pytest.skip(note)
