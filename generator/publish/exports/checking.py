"""What the page that checks a file in the browser knows: the tables, their schemas, and the words of what is found.

All of it is data, made from what a check itself uses: the schemas, the catalogue of findings, the two tables of the
gate. Expressions are as ECMA 262 reads them, in its mode for Unicode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from generator.findings import CATALOGUE
from generator.reading import hints, schemas, tables, texts
from generator.reading.columns import MOST_CHARACTERS, MOST_ROWS
from generator.register.profile import Profile, keeps_cases
from generator.spelling import gate, leavings, mojibake

# Tables of a county's folder, as staff keep them.
TABLES: Final = (
    "areas", "events", "notices", "declared", "unplaced", "assessments", "cases", "inspections",
)  # fmt: skip
# What can be said of a table in a file of its own.
FINDINGS: Final = (
    "E101", "E102", "E103", "E105", "E106", "E112", "E113", "E115", "E117", "E119", "E201", "E202", "E203", "E204",
    "E205", "E206", "E207", "E211", "E212", "E213", "E214", "E215", "E216", "E217", "E218", "E219", "E220", "E301",
    "W211", "W212", "W214", "W215",
)  # fmt: skip
# Keywords that the page's reader of schemas knows; a test holds the definitions to them.
KEYWORDS: Final = ("type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "not")

_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_TOKEN: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?i:|\(|\)|.", re.DOTALL)


def tables_of(profiles: Iterable[Profile]) -> tuple[str, ...]:
    """The tables that have a meaning under these schemes."""
    return TABLES if keeps_cases(profiles) else tuple(table for table in TABLES if table != "cases")


def rules(known: Sequence[str] = TABLES) -> dict[str, Any]:
    """All of it, in one document, for the tables given."""
    common = schemas.documents()["common"]["$defs"]
    used = sorted({column.definition for table in known for column in schemas.columns(table)})
    return {
        "tables": {table: _table(table) for table in known},
        "definitions": {name: _definition(common[name]) for name in used},
        "findings": {code: [CATALOGUE[code].message, CATALOGUE[code].fix] for code in FINDINGS},
        "leavings": [
            {
                "code": leaving.code, "what": leaving.what, "texts": list(leaving.texts),
                "expression": portable(_whole(leaving)), "confirmable": leaving.confirmable,
            }
            for leaving in leavings.LEAVINGS
        ],
        "gate": _gate(),
        "hints": _hints(),
        "names": {
            "column": texts.SEVERAL, "separated": portable(texts.SEPARATED.pattern), "confirm": texts.CONFIRM,
            "last_number": portable(leavings.LAST_NUMBER.pattern),
        },
        "separators": tables.SEPARATORS,
        "mojibake": {
            "utf8_as_latin": portable(mojibake.UTF_8_AS_LATIN), "gbk_as_latin": portable(mojibake.GBK_AS_LATIN),
            "windows": mojibake.WINDOWS,
        },
        "most": {"characters": MOST_CHARACTERS, "rows": MOST_ROWS, "explained": tables.MOST_EXPLAINED},
    }  # fmt: skip


def _table(name: str) -> dict[str, Any]:
    """A table: its Chinese name, and its columns in order."""
    schema = schemas.documents()[name]
    return {
        "title": schema["title"],
        "columns": [
            {
                "name": column.name,
                "title": schema["items"]["properties"][column.name]["title"],
                "named": schemas.named(f"{name}.csv", column.name),
                "definition": column.definition,
                "required": column.required,
                "text": texts.kind_of_text(name, column),
            }
            for column in schemas.columns(name)
        ],
        "required": schema["items"]["required"],
    }


def _definition(schema: dict[str, Any]) -> dict[str, Any]:
    """A definition without what only documents it."""
    kept = ("title", "x-expected", "x-finding", *KEYWORDS)
    return {key: value for key, value in schema.items() if key in kept}


def _gate() -> dict[str, Any]:
    """Sorts of characters with the texts that may not have them, and the ordinary characters that others look like."""
    return {
        "sorts": [
            {"what": sort.what, "ranges": [list(pair) for pair in sort.ranges], "refused": list(sort.refused)}
            for sort in gate.CHARACTERS
        ],
        "meant": gate.LOOK_ALIKES,
    }


def _hints() -> dict[str, Any]:
    looks = {
        code: [[portable(f"^(?:{pattern})$"), said] for pattern, said in looks]
        for codes, looks in hints.LOOKS.items()
        for code in codes
    }
    return {
        "looks": looks, "empty": hints.EMPTY, "formula": hints.FORMULA, "formulas": hints.FORMULAS,
        "around": hints.AROUND[1], "long": hints.LONG, "character": hints.CHARACTER, "more": hints.MORE,
    }  # fmt: skip


def _whole(leaving: leavings.Leaving) -> str:
    return "|".join((*([f"^(?:{leaving.whole})$"] if leaving.whole else []), *leaving.part))


def portable(expression: str) -> str:
    r"""An expression of Python as browsers read it: no needless escapes, no part of another case.

    >>> portable(r'(?i:nan|n/a)\"\-')
    '(?:[nN][aA][nN]|[nN]/[aA])"-'
    """
    return "".join(_tokens(expression))


def _tokens(expression: str) -> Iterator[str]:
    depths: list[bool] = []  # for each open bracket: whether it is one of any case
    for token in _TOKEN.findall(expression):
        either = any(depths)
        if token == "(?i:":  # noqa: S105 - a token of an expression
            depths.append(True)
            yield "(?:"
        elif token == "(":  # noqa: S105 - as above
            depths.append(False)
            yield token
        elif token == ")":  # noqa: S105 - as above
            depths.pop()
            yield token
        elif len(token) > 1 and token[0] == "[":
            inside = re.sub(r"\\(.)", _within, token[1:-1])
            yield f"[{inside}{_other_case(inside) if either else ''}]"
        elif len(token) == 2:
            yield token if token[1].isalnum() or token[1] in _SYNTAX else token[1]
        elif either and token.isascii() and token.isalpha():
            yield f"[{token.lower()}{token.upper()}]"
        else:
            yield token


def _within(escape: re.Match[str]) -> str:
    """An escape within a class."""
    return escape[0] if escape[1].isalnum() or escape[1] in _SYNTAX or escape[1] == "-" else escape[1]


def _other_case(inside: str) -> str:
    """What a class of letters of one case has in the other."""
    return inside.swapcase() if re.fullmatch(r"[A-Za-z-]+", inside) else ""
