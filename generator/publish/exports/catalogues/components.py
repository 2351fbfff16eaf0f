"""The published schemas as components of one document, for tools that follow no reference to another file.

What they say is that of schemas/; each schema is named as its file, each shared type as in common.json. Titles become
the first words of descriptions: generators of clients name classes by them, and these are Chinese or whole sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from generator.reading import schemas

_PLACE: Final = "#/components/schemas/"


def reference(name: str) -> dict[str, str]:
    """A reference to a schema or to a shared type."""
    return {"$ref": f"{_PLACE}{name}"}


def components(names: Iterable[str]) -> dict[str, Any]:
    """The schemas of these names and every shared type that they need, in order of their names."""
    documents = schemas.documents()
    made: dict[str, Any] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in made:
            continue
        schema = documents[name] if name in documents else documents["common"]["$defs"][name]
        made[name] = _bundled(schema, waiting)
    return dict(sorted(made.items()))


def _bundled(schema: Any, waiting: list[str]) -> Any:
    """A schema whose references lead to components; their names are added to those that wait."""
    if isinstance(schema, list):
        return [_bundled(member, waiting) for member in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2].removesuffix(".json")
        waiting.append(name)
        return {**schema, **reference(name)}
    told = {key: _members(key, value, waiting) for key, value in _told(schema).items()}
    if told.get("type") == "object" and "properties" not in told:
        # What JSON Schema means by saying nothing; some generators take it for an object that has no member.
        return {"additionalProperties": True} | told
    return told | _row(told.pop("const")) if isinstance(told.get("const"), list) else told


def _row(values: list[Any]) -> dict[str, Any]:
    """A list of fixed values, as generators of clients understand one: they know fixed values, but no fixed lists."""
    told = f"These {len(values)}, in this order."
    items = {"enum": values}
    return {"description": told, "type": "array", "items": items, "minItems": len(values), "maxItems": len(values)}


def _members(key: str, value: Any, waiting: list[str]) -> Any:
    """The value of a keyword: what stands in `properties` are names, not keywords; fixed values are no schemas."""
    if key == "properties":
        return {name: _bundled(member, waiting) for name, member in value.items()}
    return value if key in ("const", "enum") else _bundled(value, waiting)


def _told(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords that a reader of published files needs: not what a check tells staff, nor examples of one value."""
    words = [str(schema[key]).rstrip(".") for key in ("title", "description") if key in schema]
    kept = {
        key: value
        for key, value in schema.items()
        if key not in ("$schema", "title", "description", "examples") and not key.startswith("x-")
    }
    return {"description": f"{'. '.join(words)}."} | kept if words else kept
