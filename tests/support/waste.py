"""A register that has nothing to do with epidemics: titles for sorting waste, in the fictional province.

Its scheme is the worked example of docs/schemes.md; its texts are its own, and of the repository those that serve any.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

from tests.support.folders import ROOT

SCHEME: Final = ROOT / "docs" / "schemes" / "waste-sorting-2023.json"
NOTICE: Final = SCHEME.with_suffix(".txt")
WASTE: Final = ROOT / "tests" / "data" / "waste"
# Texts of the repository that say nothing of any scheme.
SHARED: Final = (
    "pages/accessibility.md",
    "pages/corrections.md",
    "pages/data.md",
    "pages/start.md",
    "en/accessibility.md",
)
# In the order of their codes: held and once suspended, held, revoked and given again; a community; a village.
XINGFU, FANGCAO, HEPING = "990101001001-001", "990101001001-002", "990101001002-001"
CHUNXIAO, TAOYUAN = "990101001001", "990101002001"


def waste_data(folder: Path) -> Path:
    """The data of the register as `folder`/data, and its texts beside it."""
    shutil.copytree(WASTE, folder, dirs_exist_ok=True)
    schemes = folder / "data" / "schemes"
    schemes.mkdir()
    shutil.copy(SCHEME, schemes)
    for text in SHARED:
        shutil.copy(ROOT / "content" / text, folder / "content" / text)
    return folder / "data"


def document() -> dict[str, Any]:
    """The profile of the scheme, to be changed."""
    made: dict[str, Any] = json.loads(SCHEME.read_text(encoding="utf-8"))
    return made


def written(folder: Path, profile: dict[str, Any], name: str = "waste-sorting-2023.json") -> Path:
    """A profile as a file of its own."""
    path = folder / name
    path.write_text(json.dumps(profile, ensure_ascii=False, indent=2), encoding="utf-8")
    return path
