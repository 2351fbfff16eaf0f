"""Examples for the published schemas, made from the schemas and from fixed fictional values alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from generator.reading import schemas

# One fictional value for each type that is known by name.
_DEFINITIONS: Final[dict[str, Any]] = {
    "sequence": 1, "count": 12, "day": "2022-11-28", "time": "2022-11-28T09:00:00+08:00",
    "division_code": "990101", "county_code": "990101", "area_id": "990101001001-001",
    "notice_id": "990101-20221128-1", "id": "compound", "title": "compound", "reason": "inspection_failed",
    "name": "向阳小区", "prose": "示例文字", "long": "示例文字", "https": "https://register.example/",
    "boolean": True, "event_id": "990101-000001", "authority_level": "990101", "sha256": "0" * 64,
    "ssh_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBzuIdBAoBzDOgTbFRzaY/CfLJfFpM8VkPmQhkIpRoVa",
}  # fmt: skip
# And for what is only a text, by its key.
_KEYS: Final[dict[str, str]] = {
    "name": "向阳小区", "province": "99", "title_name": "示范小区", "county_name": "示例区", "place": "示例区示例街道",
    "url": "https://register.example/990101/", "area_name": "向阳小区", "month": "2022-11", "day": "2022-11-28",
    "publisher": "示例区办公室", "contact": "示例区办公室", "path": "990101/areas.csv",
    "code": "E201", "sha256": "0" * 64, "root": "0" * 64, "revision": "0" * 40,
    "tag_authority": "register.example,2026",
}  # fmt: skip
_FORMATS: Final[dict[str, str]] = {
    "uri": "https://register.example/990101/",
    "date-time": "2022-11-28T09:00:00+08:00",
    "date": "2022-11-28",
}


@cache
def example(name: str) -> Any:
    """An example of a schema; None where none could be made that agrees with it."""
    made = _value(schemas.documents()[name], "")
    return made if schemas.bulk(name).is_valid(made) else None


def with_example(name: str) -> bytes:
    """A schema as it is committed, with an example at its end."""
    # As text, so that a checkout with other line ends publishes the same bytes.
    content = schemas.files()[name].read_text(encoding="utf-8").encode()
    if name == "common" or (made := example(name)) is None:
        return content
    shown = json.dumps([made], ensure_ascii=False, indent=2).replace("\n", "\n  ")
    return content.rstrip().removesuffix(b"}").rstrip() + f',\n  "examples": {shown}\n}}\n'.encode()


def _value(schema: Mapping[str, Any], key: str) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        definition = schemas.documents()["common"]["$defs"].get(name)
        made = _DEFINITIONS[name] if name in _DEFINITIONS else _value(definition, key) if definition else None
        return made[: schema["maxLength"]] if "maxLength" in schema and isinstance(made, str) else made
    if "examples" in schema:
        return schema["examples"][0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return _value(
                next((option for option in schema[choice] if option.get("type") != "null"), {"type": "null"}), key
            )
    kinds = schema.get("type")
    kind = next((name for name in kinds if name != "null"), "null") if isinstance(kinds, list) else kinds
    if kind == "object":
        made = {name: _value(member, name) for name, member in schema.get("properties", {}).items()}
        inner = schema.get("additionalProperties")
        return made or ({"compound": _value(inner, key)} if isinstance(inner, Mapping) else {})
    if "prefixItems" in schema:
        return [_value(item, key) for item in schema["prefixItems"]]
    if kind == "array":
        return [_value(schema["items"], key)] if isinstance(schema.get("items"), Mapping) else []
    return {"integer": max(1, schema.get("minimum", 1)), "number": 1, "boolean": True, "null": None}.get(
        str(kind), _text(schema, key)
    )


def _text(schema: Mapping[str, Any], key: str) -> str:
    return _KEYS.get(key) or _FORMATS.get(schema.get("format", "")) or "示例"
