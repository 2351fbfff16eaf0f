"""What Frictionless does with the same tables: each row against a Table Schema, and nothing else.

Run as a program: `python -m tests.bench.frictionless_check FOLDER FORM [TABLE…]`. The schemas are those of schemas/:
fields, types, and the constraints that a Table Schema can express; that a name may not hold certain characters is not
among them. Nothing is left to be detected, errors end it at once, and its own statistics are what it cannot be told
to leave out. FORM is `files`, a resource for each file, or `parts`, one resource for each table with all the files as
its parts. The Python API is used because its command takes longer for the same.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from frictionless import Detector, Schema, system
from frictionless.resources import TableResource

from tests.bench.tables import schema

TABLES: Final = ("areas", "events", "notices", "declared", "cases", "assessments", "inspections")
_CONSTRAINTS: Final = ("enum", "minimum", "maximum", "minLength", "maxLength")


def table_schema(name: str) -> dict[str, Any]:
    """The Table Schema of a table, as a descriptor."""
    items = schema(name)["items"]
    definitions = schema("common")["$defs"]
    fields = []
    for column, value in items["properties"].items():
        reference = value.get("$ref") or value["anyOf"][0]["$ref"]
        definition = definitions[reference.rpartition("/")[2]]
        constraints = {key: definition[key] for key in _CONSTRAINTS if key in definition}
        if "pattern" in definition:  # Frictionless adds the anchors itself
            constraints["pattern"] = definition["pattern"].removeprefix("^").removesuffix("$")
        if column in items["required"]:
            constraints["required"] = True
        fields.append({"name": column, "type": definition.get("type", "string"), "constraints": constraints})
    return {"fields": fields}


def check(registers: Path, form: str, tables: Sequence[str]) -> int:
    """Validates tables of all counties; returns the number of rows. Raises ValueError if one is not valid."""
    counties = sorted(path for path in registers.iterdir() if len(path.name) == 6)
    lines = 0
    for name in tables:
        wanted = Schema.from_descriptor(table_schema(name))
        paths = [str(path) for county in counties if (path := county / f"{name}.csv").exists()]
        groups = [paths] if form == "parts" else [[path] for path in paths]
        for first, *others in filter(None, groups):
            resource = TableResource(
                name=name, path=first, extrapaths=others, schema=wanted, format="csv", encoding="utf-8",
                detector=Detector(sample_size=1, buffer_size=1),
            )  # fmt: skip
            report = resource.validate(limit_errors=1)
            if not report.valid:
                raise ValueError(f"{first}: {report.flatten(['fieldName', 'rowNumber', 'message'])}")
            lines += report.tasks[0].stats["rows"]
    return lines


def main() -> None:
    """Prints how many rows were validated, and in how many seconds, without those of the start."""
    registers, form, tables = Path(sys.argv[1]), sys.argv[2], sys.argv[3:] or TABLES
    begun, worked = perf_counter(), process_time()
    with system.use_context(trusted=True):  # absolute paths
        lines = check(registers, form, tables)
    costs = {"seconds": perf_counter() - begun, "processor": process_time() - worked}
    print(json.dumps({"lines": lines, **costs}))


if __name__ == "__main__":
    main()
