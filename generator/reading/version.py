"""Which format a register is of: `format` in data/site.json, a whole number; a register without one is of the first.

The format counts what an older program would misread. What is only added (a setting, a column at the end) is told by
the schemas, and is no new format.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from generator.errors import UsageError

# The newest format that this program reads and writes.
FORMAT: Final = 1
_LONGEST: Final = 1024 * 1024


def format_of(data: Path) -> int:
    """The format that a data folder says it is of; the first where it says none that could be one."""
    path = data / "site.json"
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LONGEST:
            return 1
        settings = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return 1  # told where the settings are read
    said = settings.get("format") if isinstance(settings, dict) else None
    return said if isinstance(said, int) and not isinstance(said, bool) else 1


def require_known(data: Path) -> None:
    """Raises UsageError for a register of a newer format: whatever this program made of it could be wrong."""
    said = format_of(data)
    if said > FORMAT:
        raise UsageError(
            f"这个名录的数据是第 {said} 版格式，装着的程序只认得第 {FORMAT} 版：请先升级程序"
            "（照 requirements.txt 重新安装），什么也没有读，什么也没有写"
        )
