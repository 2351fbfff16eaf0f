"""Official codes and names of divisions: one sorted file for each province, of which a county reads its slice.

Codes are those of GB/T 2260 and the statistical code: 2 digits a province, 4 a prefecture, 6 a county,
9 a township or street, 12 a village or community.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final, cast

from generator.register.codes import DivisionCode
from generator.register.model import Area

# Levels of the official code that stand for no place of their own.
_PLACEHOLDERS: Final = frozenset(
    {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县", "直辖县级", "直筒子市"}
)
DEMONSTRATION: Final = "99"
# The lists of the whole country have 22 MB together; what claims to be larger is not read.
MOST_BYTES: Final = 32 * 1024 * 1024
# What a spreadsheet writes for cells and lines that it once touched; a line with a third cell that is none of them.
_EMPTY: Final = ", \t\r\n"
_FURTHER: Final = re.compile(r'^[0-9]*,[^,"\n]*,[, \t]*[^, \t\r\n]', re.MULTILINE)
_OF_COUNTY: Final = re.compile("[0-9]{6},")
_NO_CELLS: Final = re.compile(r"(?:,[ \t]*)+$")


def ancestors(code: str) -> tuple[DivisionCode, ...]:
    """Codes of the units above a code, from the province down; without the code itself.

    >>> ancestors("990101001001")
    ('99', '9901', '990101', '990101001')
    """
    codes = tuple(code[:length] for length in (2, 4, 6, 9, 12) if length < len(code))
    return cast("tuple[DivisionCode, ...]", codes)


def concerns(code: str, county: str) -> bool:
    """True if a code is that of a county, of a unit below it or of one above it."""
    return code.startswith(county) or county.startswith(code)


def place_of(area_id: str) -> DivisionCode:
    """The division code in which an area lies (the code itself for an area that is a division)."""
    return cast("DivisionCode", area_id.partition("-")[0])


def units_of(area_id: str, areas: Mapping[str, Area]) -> set[str]:
    """An area and every unit above it: what it is part of, its community, street and so on up."""
    units: set[str] = set()
    waiting: list[str | None] = [area_id]
    while waiting:
        unit = waiting.pop()
        if unit is not None and unit not in units:
            units |= {unit, place_of(unit), *ancestors(place_of(unit))}
            waiting.append(areas[unit].part_of if unit in areas else None)
    return units


def has(folder: Path, code: str) -> bool:
    """True if the official list has this code."""
    return code in read_units(folder, code)


def read_units(folder: Path, code: str) -> dict[str, str]:
    """Names of a code and of the units above it, keyed by code, as far as known."""
    return _read(folder, code, below=False)


def read_slice(folder: Path, code: str) -> dict[str, str]:
    """Names of a code, of all below it and of all above it, keyed by code; {} where nothing is known.

    The file is searched by halves, so that the cost does not grow with the province.
    """
    return _read(folder, code, below=True)


def raw_slice(folder: Path, code: str) -> list[bytes]:
    """What `read_slice` reads, as bytes: equal where nothing changed."""
    path = folder / f"{code[:2]}.csv"
    if not _is_readable(path):
        return []
    above = "".join(f"{unit},{name}\n" for unit, name in sorted(read_units(folder, code).items()))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        # ":" is the character after "9": the first place behind everything that begins with the code.
        return [above.encode(), content[_start(content, code) : _start(content, f"{code}:")]]


def _is_readable(path: Path) -> bool:
    """True for a plain file that is not empty, and no larger than a list of codes can be."""
    return path.is_file() and 0 < path.stat().st_size <= MOST_BYTES


def _read(folder: Path, code: str, *, below: bool) -> dict[str, str]:
    path = folder / f"{code[:2]}.csv"
    if not _is_readable(path):
        return {}
    names: dict[str, str] = {}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for above in ancestors(code):
            for unit, name in _from(content, above):
                if unit == above:
                    names[unit] = name
                break
        for unit, name in _from(content, code):
            if not unit.startswith(code) or not (below or unit == code):
                break
            names[unit] = name
    return names


def _from(content: mmap.mmap, code: str) -> Iterator[tuple[str, str]]:
    """Pairs of code and name from the first code that is not less than `code`."""
    content.seek(_start(content, code))
    while line := content.readline():
        unit, _, name = line.decode("utf-8", "replace").rstrip("\r\n").partition(",")
        yield unit, (_NO_CELLS.sub("", name) if name.endswith((",", " ", "\t")) else name).strip('"')


def _start(content: mmap.mmap, code: str) -> int:
    """Where the line of the first code begins that is not less than `code`."""
    wanted = code.encode()
    low, high = content.find(b"\n", 0) + 1, _end(content)
    while low < high:
        middle = (low + high) // 2
        start = content.rfind(b"\n", low, middle) + 1 or low
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        if content[start:end].partition(b",")[0] < wanted:
            low = min(end + 1, high)
        else:
            high = start
    return low


def _end(content: mmap.mmap) -> int:
    """Where the last line ends that has anything in it."""
    end = len(content)
    while end and content[end - 1] in _EMPTY.encode():
        end -= 1
    return content.find(b"\n", end) + 1 or len(content)


def line_of(folder: Path, code: str) -> int | None:
    """The line of a code in the file of its province, from 1; None where it has none."""
    path = folder / f"{code[:2]}.csv"
    if not path.is_file():
        return None
    with path.open("rb") as file:
        lines = (line.decode("utf-8", "replace").rstrip("\r\n").partition(",")[0] for line in file)
        return next((number for number, found in enumerate(lines, 1) if found == code), None)


def counties_of(folder: Path, province: str) -> frozenset[str]:
    """Codes of the counties of a province; none where its file is not there."""
    path = folder / f"{province}.csv"
    if not _is_readable(path):
        return frozenset()
    with path.open(encoding="utf-8", errors="replace") as file:
        return frozenset(line[:6] for line in file if _OF_COUNTY.match(line) and line.startswith(province))


def disorder(text: str) -> int | None:
    """Line of the first code that is not greater than the one before it, or not after the header, or with more than a
    name; None if sound. Cells and lines that are empty, as spreadsheets leave them at the end, are nothing.
    """
    lines = text.rstrip(_EMPTY).splitlines()
    if [line.rstrip(_EMPTY) for line in lines[:1]] != ["code,name"]:
        return 1
    if further := _FURTHER.search(text):
        return text.count("\n", 0, further.start()) + 1
    codes = [line.partition(",")[0] for line in lines[1:]]
    if codes == sorted(codes) and len(set(codes)) == len(codes):
        return None
    return next(index + 3 for index, pair in enumerate(pairwise(codes)) if pair[0] >= pair[1])


def path_of(code: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(code, name) of the units above a code and of the code itself, as a breadcrumb: no placeholder levels."""
    units = [unit for unit in (*ancestors(code), code) if unit in names and not _is_placeholder(names[unit])]
    # A city without counties has a county of its own name (东莞市 441900): it is named once, as the county.
    pairs = zip(units, [*units[1:], ""], strict=True)
    return [(unit, names[unit]) for unit, below in pairs if len(unit) == 2 or names[unit] != names.get(below)]


def _is_placeholder(name: str) -> bool:
    """True for a level of the code that stands for no place of its own."""
    return name in _PLACEHOLDERS or name.endswith("直辖村级区划")


def place_name(area_id: str, names: Mapping[str, str]) -> str:
    """Where an area lies, from its county down, without the area itself: 示例区示例街道春晓社区."""
    code = place_of(area_id)
    units = ancestors(code) if "-" not in area_id else (*ancestors(code), code)
    return "".join(
        names[unit] for unit in units if len(unit) >= 6 and unit in names and not _is_placeholder(names[unit])
    )


def is_at_home(jurisdiction: str, county: str) -> bool:
    """True if a scheme of a place is the county's own; a fictional county may follow any."""
    return county.startswith((jurisdiction, DEMONSTRATION))
