"""Strict JSON with lines: no doubled keys, no NaN, no lone surrogates, bounded depth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from generator.findings import finding
from generator.reading.outcome import Reading
from generator.register.model import Finding

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class LocatedObject(NamedTuple):
    """An object with its place in the text (offsets and first line), so that the line of a key can be found."""

    value: dict[str, Any]
    start: int
    end: int
    line: int


class Inexact(list[str]):
    """A number with a point or exponent, as it was written. As a list it agrees with no schema of a value."""

    def __init__(self, text: str) -> None:
        super().__init__((text,))
        self.text = text


class _RefusedError(ValueError):
    """Well-formed JSON that is not accepted all the same."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            raise _RefusedError(f"字段“{key}”出现了两次")
        if not _sound(key) or not _sound(value):
            raise _RefusedError("有不成对的代理字符（\\ud800 之类）")
        members[key] = value
    return members


def _sound(value: Any) -> bool:
    """False if a text, or one within lists, holds half of a surrogate pair, which no encoding can write."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, str) and _SURROGATE.search(value):
            return False
    return True


def _constant(name: str) -> Any:
    raise _RefusedError(f"不接受 {name}")


# No field is a number with a point or exponent; 1.0 shall not be taken for the integer 1.
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_float=Inexact)


def line_of(text: str, offset: int) -> int:
    """Line of an offset, from 1."""
    return text.count("\n", 0, offset) + 1


def line_of_key(text: str, place: LocatedObject, key: str) -> int:
    """Line of a key within an object; the object's first line where the key is not found."""
    match = re.compile(rf"(?<!\\){re.escape(json.dumps(key, ensure_ascii=False))}\s*:").search(
        text, place.start, place.end
    )
    return place.line + text.count("\n", place.start, match.start()) if match else place.line


def line_of_path(text: str, place: LocatedObject, path: Sequence[str | int]) -> int:
    """Line of what stands at a path of keys and places; of the nearest thing around it where there is nothing.

    The text is that of JSON which has been read: it is well-formed.
    """
    at = line = place.start
    for step in path:
        members = dict(_members(text, at))
        if step not in members:
            break
        line, at = members[step]
    return line_of(text, line)


def _members(text: str, at: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
    """Each key of an object, or place of a list, with the offsets of the key and of its value."""
    opened, at = text[at], _skip(text, at + 1)
    number = 0
    while opened in "[{" and text[at] not in "]}":
        key: str | int = number
        begins = at
        if opened == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield key, (begins, at)
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at] == "," else at
        number += 1


def read_object(text: str, shown: str) -> Reading[LocatedObject | None]:
    """The one object that a file holds; None with a finding where it is not one."""
    try:
        start = _skip(text, 0)
        value, end = _DECODER.raw_decode(text, start)
        if _skip(text, end) != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
        if not isinstance(value, dict):
            raise _RefusedError("最外层应是一个对象 { … }")
        return Reading(LocatedObject(value, start, end, line_of(text, start)))
    except (ValueError, RecursionError) as error:
        return Reading(None, (_broken(error, text, shown),))


def read_objects(text: str, shown: str) -> Reading[list[LocatedObject] | None]:
    """The objects of a file that holds one list of objects, each with its place."""
    objects: list[LocatedObject] = []
    at, line, counted = 0, 1, 0
    try:
        at = _skip(text, 0)
        if text[at : at + 1] != "[":
            raise _RefusedError("最外层应是一个列表 [ … ]")
        at = _skip(text, at + 1)
        while text[at : at + 1] != "]":
            if objects:
                if text[at : at + 1] != ",":
                    raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
                at = _skip(text, at + 1)
            value, end = _DECODER.raw_decode(text, at)
            if not isinstance(value, dict):
                raise _RefusedError("列表里的每一项应是一个对象 { … }")
            line, counted = line + text.count("\n", counted, at), at
            objects.append(LocatedObject(value, at, end, line))
            at = _skip(text, end)
        if _skip(text, at + 1) != len(text):
            raise json.JSONDecodeError("Extra data", text, at + 1)
        return Reading(objects)
    except (ValueError, RecursionError) as error:
        return Reading(None, (_broken(error, text, shown, at),))


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _broken(error: Exception, text: str, shown: str, at: int = 0) -> Finding:
    if isinstance(error, json.JSONDecodeError):
        return finding("E104", shown, error.lineno, detail=f"第 {error.colno} 个字符附近无法理解")
    if isinstance(error, _RefusedError):
        return finding("E104", shown, line_of(text, at), detail=str(error))
    return finding("E104", shown, line_of(text, at), detail="嵌套过深或数字过长")
