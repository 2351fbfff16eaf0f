"""Writing a data folder: tables with the columns of their schemas, and the few JSON files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

SCHEMAS: Final = Path(__file__).resolve().parents[2] / "schemas"


@cache
def schema(name: str) -> Mapping[str, Any]:
    """A schema of the repository."""
    document: Mapping[str, Any] = json.loads(next(SCHEMAS.rglob(f"{name}.json")).read_text(encoding="utf-8"))
    return document


@cache
def columns(name: str) -> tuple[str, ...]:
    """The columns of a table, in order."""
    return tuple(schema(name)["items"]["properties"])


def write_table(folder: Path, name: str, rows: Iterable[Sequence[object]], file_name: str = "") -> None:
    """Writes a table (`<name>.csv` where no file is named); rows may leave out optional last cells."""
    width = len(columns(name))
    with (folder / (file_name or f"{name}.csv")).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns(name))
        writer.writerows((*row, *[""] * (width - len(row))) for row in rows)


def write_json(path: Path, content: object) -> None:
    """Writes a JSON file."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_site(folder: Path, *, demonstration: bool, twins_and_feeds: bool) -> None:
    """Writes site.json, with or without the twin and the feed of each single area."""
    site = {
        "name": "无疫区域公开名录",
        "url": "https://register.example",
        "tag_authority": "register.example,2026",
        "demonstration": demonstration,
        "publisher": "示例省疫情防控指挥部",
        "contact": "示例省疫情防控指挥部综合办公室",
        "area_documents": twins_and_feeds,
        "area_feeds": twins_and_feeds,
    }
    write_json(folder / "site.json", site)


def write_county(
    folder: Path, code: str, scheme: str, since: str, register_since: str, *, fictional: bool,
    adopted_by: str | None = None,
) -> None:  # fmt: skip
    """Writes the county.json of a county that keeps its register up to date; `adopted_by` for a foreign scheme."""
    county = {
        "code": code,
        "publisher": "疫情防控指挥部",
        "contact": "疫情防控指挥部社区防控组",
        "schemes": [{"scheme": scheme, "from": since, "until": None, "adopted_by": adopted_by}],
        "register_since": register_since,
        "publishes_every_days": 1,
        "state": "active",
        "demonstration": fictional,
    }
    write_json(folder / "county.json", county)
