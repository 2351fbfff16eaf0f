"""JSON documents, and tables in JSON, of which a value, a key or the text itself is not as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from tests.support.broken import pools
from tests.support.broken.folders import Entry, chosen, replaced

Told = tuple[str, Mapping[str, Entry]]
# A container, and a key or place in it.
Place = tuple[Any, Any]


def broken(random: Random, files: Mapping[str, Entry]) -> Told | None:
    """One fault in one document; None where there is none that can be read."""
    path = chosen(random, files, lambda name: name.endswith(".json"))
    if path is None:
        return None
    content = files[path]
    assert isinstance(content, bytes)
    if random.random() < 0.3:
        spoil = random.choice(_TEXTS)
        try:
            text = spoil(random, content.decode("utf-8"))
        except UnicodeDecodeError:
            return None
        return f"{path}: {_words(spoil)}", replaced(files, path, text.encode("utf-8", "replace"))
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    change = random.choice(_CHANGES)
    places = _places(value)
    value = change(random, value, random.choice(places)) if places else random.choice(pools.VALUES)
    indent = random.choice((None, 1, 2))
    return f"{path}: {_words(change)}", replaced(
        files, path, json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "replace")
    )


def _words(change: Callable[..., Any]) -> str:
    return change.__name__.replace("_", " ")


def _places(value: Any) -> list[Place]:
    places: list[Place] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        keys = each if isinstance(each, dict) else range(len(each)) if isinstance(each, list) else ()
        places.extend((each, key) for key in keys)
        waiting.extend(each[key] for key in keys)
    return places


def value_replaced(random: Random, value: Any, place: Place) -> Any:
    """A value of another type, or one that nobody means."""
    container, key = place
    container[key] = random.choice(pools.VALUES)
    return value


def text_spoilt(random: Random, value: Any, place: Place) -> Any:
    """A text is not what it was; a number becomes one, or a near number."""
    container, key = place
    old = container[key]
    if isinstance(old, str):
        container[key] = pools.spoilt(random, old)
    elif isinstance(old, int):
        container[key] = random.choice((str(old), -old, old + 1, old * 1000, float(old), not old, 2**63, 2**31))
    else:
        container[key] = random.choice(pools.VALUES)
    return value


def value_of_elsewhere(random: Random, value: Any, place: Place) -> Any:
    """A value from another place of the document."""
    container, key = place
    other, there = random.choice(_places(value))
    container[key] = json.loads(json.dumps(other[there]))
    return value


def key_dropped(random: Random, value: Any, place: Place) -> Any:
    """A key, or an item of a list, is not there."""
    del random, place[0][place[1]]
    return value


def key_added(random: Random, value: Any, place: Place) -> Any:
    """A key or an item that nobody asked for."""
    container, _ = place
    new = random.choice(pools.VALUES)
    if isinstance(container, dict):
        container[random.choice(("", "x", "note", "备注", "__class__", "id", "code", "$ref", *pools.CHARACTERS))] = new
    else:
        container.append(new)
    return value


def key_renamed(random: Random, value: Any, place: Place) -> Any:
    """A key with a slip in its name."""
    container, key = place
    if isinstance(container, dict):
        container[pools.spoilt(random, key)] = container.pop(key)
    return value


def item_doubled(random: Random, value: Any, place: Place) -> Any:
    """An item of a list stands twice, or very often."""
    container, key = place
    if isinstance(container, list):
        container.extend([container[key]] * random.choice((1, 1, 2000)))
    return value


def list_in_another_order(random: Random, value: Any, place: Place) -> Any:
    """A list at random, or empty."""
    container, key = place
    inner = container[key] if isinstance(container[key], list) else container
    if isinstance(inner, list):
        random.shuffle(inner) if random.random() < 0.7 else inner.clear()
    return value


def wrapped(random: Random, value: Any, place: Place) -> Any:
    """The whole, or a part of it, one level deeper."""
    container, key = place
    if random.random() < 0.3:
        return random.choice(([value], {"data": value}, [value, value]))
    container[key] = random.choice(([container[key]], {"value": container[key]}))
    return value


def key_doubled(random: Random, text: str) -> str:
    """A line of the text stands twice."""
    lines = text.split("\n")
    at = random.randrange(len(lines))
    return "\n".join([*lines[: at + 1], *lines[at:]])


def part_replaced(random: Random, text: str) -> str:
    """Something stands in the text that is no JSON, or other JSON."""
    at = random.randrange(len(text) + 1)
    part = random.choice(
        (
            "{", "}", "[", "]", ",", ":", '"', "'", "NaN", "Infinity", "-Infinity", "1.0", "1e999", "-0", "01",
            "9" * 5000, "true",
            "null", '"\\ud800"', "\\ud800", "\\udc00\\ud800", "\\u0000", "\\uffff", "\\x", "// x\n", "/* x */",
            "# x\n", "\ufeff",
            "<<<<<<< HEAD\n", "\n=======\n", '"":"",', '"__proto__":{},', '"$ref":"#",', "\n" * 3000, " " * 100_000,
        )
    )  # fmt: skip
    return text[:at] + part + text[at + random.choice((0, 0, 1, 5, 30)) :]


def nested_deep(random: Random, text: str) -> str:
    """Lists or objects within one another, deeper than anybody reads."""
    depth = random.choice((50, 500, 2_000, 100_000))
    left, right = random.choice((("[", "]"), ('{"a":', "}")))
    inner = left * depth + "1" + (right * depth if random.random() < 0.7 else "")
    at = text.find(":", random.randrange(len(text) + 1)) + 1
    return random.choice((inner, f"[{inner}]", text[:at] + inner + ("," if random.random() < 0.5 else "") + text[at:]))


def another_language(random: Random, text: str) -> str:
    """YAML, a page of a portal, JSON Lines, single quotes, a trailing comma."""
    return random.choice(
        (
            "code: 990101\n", "<!DOCTYPE html><title>登录</title>", text.replace("\n", " ") + "\n{}\n",
            text.replace('"', "'"),
            text.replace("}", ",}"), text.replace(":", "："), text.replace('"', "“"), text + text, "null", "0", '""',
            "[]", "{}",
        )
    )  # fmt: skip


_TEXTS: tuple[Callable[[Random, str], str], ...] = (
    key_doubled, part_replaced, part_replaced, part_replaced, nested_deep, another_language,
)  # fmt: skip
_CHANGES: tuple[Callable[[Random, Any, Place], Any], ...] = (
    *(value_replaced,) * 4, *(text_spoilt,) * 5, value_of_elsewhere, value_of_elsewhere, key_dropped, key_dropped,
    key_added, key_renamed, item_doubled, list_in_another_order, wrapped,
)  # fmt: skip
