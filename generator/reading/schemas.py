"""The JSON Schemas in schemas/: columns, types and code lists of every committed and every published file.

They are published beside one another, and refer to one another as they do there.

`jsonschema-rs` says in bulk whether all is well; `jsonschema` explains the few rows that are not. A test
holds both to the same verdicts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator import shipped
from generator.errors import UsageError

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs

FOLDER: Final = shipped.SCHEMAS
# Schemas refer to one another by file name; this base only makes the names absolute. Nothing is fetched.
_BASE: Final = "https://schemas.invalid/"

INTEGER_DEFINITIONS: Final = frozenset({"sequence", "count", "threshold"})
TIME_DEFINITIONS: Final = frozenset({"time", "day"})


class Column(NamedTuple):
    """A column of a table: its definition in common.json, and whether it may be empty."""

    name: str
    definition: str
    required: bool


class Problem(NamedTuple):
    """One disagreement with a schema: where within the document, and the annotations of the failing schema."""

    path: tuple[str | int, ...]
    value: Any
    code: str
    label: str
    expected: str
    detail: str
    most: int | None = None


@cache
def documents() -> dict[str, dict[str, Any]]:
    """All schemas, keyed by file name without ending, in order of it."""
    return {name: json.loads(path.read_text(encoding="utf-8")) for name, path in files().items()}


@cache
def files() -> dict[str, Path]:
    """Where each schema stands: what files share, those of committed and those of published files."""
    if not FOLDER.is_dir():
        raise UsageError(f"找不到 {FOLDER}：请在项目的文件夹里运行（make site 会安装好）")
    return {path.stem: path for path in sorted(FOLDER.rglob("*.json"), key=lambda path: path.name)}


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Columns of a committed table, in order."""
    items = documents()[table]["items"]
    return tuple(
        Column(name, _definition(schema), name in items["required"]) for name, schema in items["properties"].items()
    )


@cache
def bulk(name: str) -> jsonschema_rs.Validator:
    """The fast validator of a schema."""
    import jsonschema_rs

    return jsonschema_rs.validator_for({"$ref": f"{_BASE}{name}.json"}, registry=_registry(), offline=True)


@cache
def column_bulk(name: str, column: str) -> jsonschema_rs.Validator:
    """The fast validator of a list of values of one column of a table."""
    import jsonschema_rs

    reference = {"$ref": f"{_BASE}{name}.json#/items/properties/{column}"}
    return jsonschema_rs.validator_for({"type": "array", "items": reference}, registry=_registry(), offline=True)


@cache
def _registry() -> jsonschema_rs.Registry:
    import jsonschema_rs

    return jsonschema_rs.Registry(
        [(f"{_BASE}{stem}.json", schema) for stem, schema in documents().items()],
        draft=jsonschema_rs.Draft202012,
    )


@lru_cache(maxsize=32)
def _explainer(name: str) -> jsonschema.Draft202012Validator:
    import jsonschema
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    # Without $schema, so that a reference stays with this validator instead of turning to the library's own.
    bare = {
        stem: {key: value for key, value in schema.items() if key != "$schema"} for stem, schema in documents().items()
    }
    registry: Registry[Any] = Registry().with_resources(
        [(f"{_BASE}{stem}.json", DRAFT202012.create_resource(schema)) for stem, schema in bare.items()]
    )
    kind = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
        jsonschema.Draft202012Validator, {"pattern": _pattern}
    )
    validator: jsonschema.Draft202012Validator = kind({"$ref": f"{_BASE}{name}.json"}, registry=registry)
    return validator


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    """The keyword `pattern` as ECMA 262 has it: `$` is the end of the text, not the place before a last line break."""
    import jsonschema

    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def explain(name: str, instance: Any) -> Iterator[Problem]:
    """Each disagreement of a document with a schema, one for each place, in order of the document."""
    seen: set[tuple[str | int, ...]] = set()
    for error in sorted(_explainer(name).iter_errors(instance), key=lambda error: [str(p) for p in error.path]):
        for problem in _problems(error):
            if problem.path not in seen:
                seen.add(problem.path)
                yield problem


def _problems(error: Any) -> Iterator[Problem]:
    """The problems behind one error of the library: an optional field is judged as what it is when filled."""
    path = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    if error.validator in ("anyOf", "oneOf", "allOf") and error.context:
        kept = [context for context in error.context if "x-finding" in context.schema] or [
            context for context in error.context if context.schema.get("type") != "null"
        ]
        for inner in kept[:1]:
            yield from _problems(inner)
    elif error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                about = _resolved(schema.get("properties", {}).get(name, {}))
                yield Problem((*path, name), None, "E201", name, about.get("x-expected", ""), "")
    elif error.validator == "additionalProperties":
        for name in error.instance:
            if name not in schema.get("properties", {}):
                yield Problem((*path, name), name, "E208", name, "", "")
    else:
        yield Problem(
            path, error.instance, schema.get("x-finding", "E209"), schema.get("title", ""),
            schema.get("x-expected", ""), _detail(error), schema.get("maxLength"),
        )  # fmt: skip


def _detail(error: Any) -> str:
    """What is wrong with the structure of a document, in Chinese."""
    limit = error.validator_value
    return {
        "minItems": f"至少要有 {limit} 项",
        "maxItems": f"最多 {limit} 项",
        "minimum": f"不能小于 {limit}",
        "maximum": f"不能大于 {limit}",
        "uniqueItems": "各项不能重复",
        "const": f"只能是 {limit}",
        "enum": "不在允许的取值里",
        "type": f"类型应为 {limit}",
        "propertyNames": "字段名不合要求",
        "minProperties": f"至少要有 {limit} 个字段",
    }.get(str(error.validator), "与格式不符")


def _definition(schema: Mapping[str, Any]) -> str:
    reference = schema.get("$ref") or schema["anyOf"][0]["$ref"]
    return str(reference).rpartition("/")[2]


def definition_at(name: str, path: Sequence[str | int]) -> str:
    """The definition in common.json of what stands at a path of keys and places of a document; "" where it has none.

    What an amendment changes is as the document has it.

    >>> definition_at("scheme", ("titles", 0, "name"))
    'name'
    """
    return _at(name, tuple(part for part in path if isinstance(part, str))).definition


def named(file: str, column: str) -> str:
    """A column of a file, or what is below keys and places joined by points, as a message names it.

    >>> named("data/registers/990101/areas.csv", "former_names")
    '“曾用名”（former_names）'
    """
    keys = tuple(part for part in column.split(".") if not part.isdecimal())
    title = _at(_of_file(file), keys).title
    return f"“{title}”（{keys[-1]}）" if title and keys else f"“{column}”"


def _of_file(file: str) -> str:
    """The schema of a file of the data folder."""
    path = Path(file)
    folder = {"schemes": "scheme", "tiles": "tiles", "divisions": "divisions"}.get(path.parent.name, "")
    if path.stem in documents():
        return path.stem
    return folder or ("scheme" if path.suffix == ".json" else "")  # a profile may lie anywhere


class _Place(NamedTuple):
    definition: str
    title: str


@cache
def _at(name: str, keys: tuple[str, ...]) -> _Place:
    """The definition and the title of what stands below keys of a document, or in a column of a table."""
    if name == "scheme" and keys[:2] == ("amendments", "changes"):
        keys = keys[2:]
    schema: Mapping[str, Any] = documents().get(name, {})
    definition = title = ""
    for key in (*keys, None):
        definition, title = "", schema.get("title", "")
        while "properties" not in schema:
            options = schema.get("anyOf") or schema.get("oneOf") or ()
            if "$ref" in schema:
                definition = str(schema["$ref"]).rpartition("/")[2]
                schema = documents()["common"]["$defs"].get(definition, {})
            elif "items" in schema:
                schema = schema["items"]
            elif options:
                schema = options[0]
            else:
                break
        # What a definition calls its values is a name for the column too, but for mere text.
        title = title or schema.get("title", "").removeprefix("文字")
        if key is not None:
            schema = schema.get("properties", {}).get(key, {})
    return _Place(definition, title)


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref") or next((option.get("$ref") for option in schema.get("anyOf", ())), None)
    if not reference:
        return schema
    definitions: Mapping[str, Mapping[str, Any]] = documents()["common"]["$defs"]
    return definitions.get(str(reference).rpartition("/")[2], {})
