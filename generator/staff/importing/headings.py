"""What columns mean whose headings are in no table, as somebody said once: kept in the settings of the user.

Not in the county's folder: what lies there is published and checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import UsageError
from generator.staff.intake.model import ROLES


def parsed(texts: Iterable[str]) -> dict[str, str]:
    """`楼盘=name` of the command line; a heading with nothing behind the sign is not wanted. Raises UsageError."""
    columns: dict[str, str] = {}
    for text in texts:
        heading, equals, role = text.rpartition("=")
        if not equals or not heading.strip() or role.strip() not in ("", *ROLES):
            raise UsageError(f"--column 写成 楼盘=name，或 意见=（不要这一列）；含义有：{'、'.join(ROLES)}")
        columns[heading.strip()] = role.strip()
    return columns


def remembered(file: Path) -> dict[str, str]:
    """What was said before; nothing where the file is not there or is not as it was written."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    columns = document.get("columns") if isinstance(document, dict) else None
    pairs = columns.items() if isinstance(columns, dict) else ()
    return {heading: role for heading, role in pairs if role in ("", *ROLES)}


def remember(file: Path, columns: Mapping[str, str]) -> None:
    """Keeps what was said, beside what was said before."""
    document = {"columns": {**remembered(file), **columns}}
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(file)
