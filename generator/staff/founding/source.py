"""Where a register takes its divisions and schemes from: what ships with the program, or a data folder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator import shipped
from generator.errors import UsageError
from generator.reading import schemas
from generator.register import divisions

_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
_LINE: Final = re.compile(r"^([0-9]+),([^,\r\n]*)", re.MULTILINE)
_COUNTY_LINE: Final = re.compile(r"^([0-9]{6}),([^,\r\n]*)", re.MULTILINE)


class County(NamedTuple):
    """A county; `place` are the names of the units above it and its own."""

    code: str
    name: str
    place: str


class Scheme(NamedTuple):
    """A profile of a scheme, and the file it came from as it is."""

    id: str
    profile: dict[str, Any]
    content: bytes

    @property
    def name(self) -> str:
        """Its name, without brackets."""
        return str(self.profile["name"])

    def is_at_home(self, county: str) -> bool:
        """True if it is the county's own."""
        return divisions.is_at_home(self.profile["jurisdiction"]["code"], county)


@dataclass(frozen=True)
class Source:
    """A data folder with `divisions/` and `schemes/`; None: what ships."""

    folder: Path | None = None

    @cached_property
    def provinces(self) -> tuple[str, ...]:
        """Codes of the provinces whose divisions are there. Raises UsageError where there are none."""
        if self.folder is None:
            return tuple(shipped.provinces())
        lists = self.folder / "divisions"
        found = sorted(path.stem for path in lists.glob("[0-9][0-9].csv"))
        if not found:
            raise UsageError(
                f"{self.folder} 里没有区划代码表（{lists}）；用 --source 指定有它的数据文件夹，"
                "或去掉 --source，用程序自带的"
            )
        return tuple(found)

    def table(self, province: str) -> bytes:
        """The divisions of a province. Raises KeyError where it is none."""
        if province not in self.provinces:
            raise KeyError(province)
        if self.folder is None:
            return shipped.divisions(province)
        return (self.folder / "divisions" / f"{province}.csv").read_bytes()

    def units(self, province: str) -> dict[str, str]:
        """Names of all units of a province, by code; {} where it is none."""
        try:
            text = self.table(province).decode("utf-8", "replace")
        except KeyError:
            return {}
        return {match[1]: match[2].strip('"') for match in _LINE.finditer(text)}

    def county(self, text: str) -> County:
        """The county of a code. Raises UsageError, with what the code is instead."""
        units = self.units(text[:2]) if text.isascii() and text.isdecimal() else {}
        if len(text) == 6 and text in units:
            county = _county(text, units)
            if county is not None:
                return county
        whole = text[:2] if text.endswith("0000") else text[:4] if text.endswith("00") else text
        if len(text) <= 6 and whole in units:
            level = {2: "省级", 4: "市级"}.get(len(whole), "区县一级")
            raise UsageError(f"{text}（{units[whole]}）是{level}的代码，不是一个区县；写它下面区县的 6 位代码")
        if len(text) > 6 and text in units:
            raise UsageError(
                f"{text}（{units[text]}）在区县下面；它所在的区县是 {text[:6]}（{units.get(text[:6], '')}）"
            )
        raise UsageError(f"{text} 不是已知的 6 位区县代码")

    def counties(self, text: str) -> list[County]:
        """The counties that a name means: its own first; else those that lie where the name is a place's."""
        wanted = "".join(text.split())
        same: list[County] = []
        alike: list[County] = []
        within: list[County] = []
        for province in self.provinces:
            table = self.table(province).decode("utf-8", "replace")
            if wanted not in table and not any(match[2] in wanted for match in _COUNTY_LINE.finditer(table)):
                continue
            units = self.units(province)
            codes = [code for code in units if len(code) == 6]
            for county in filter(None, (_county(code, units) for code in codes)):
                if wanted in (county.name, county.place):
                    same.append(county)
                elif wanted in county.name or (wanted.endswith(county.name) and _begins(county.place, wanted)):
                    alike.append(county)
            inner = {code[:6] for code, name in units.items() if len(code) > 6 and name == wanted}
            within += filter(None, (_county(code, units) for code in sorted(inner)))
        return same or alike or within

    def scheme_ids(self) -> list[str]:
        """Ids of the schemes that there are, ascending."""
        return sorted(path.stem for path in ((self.folder or shipped.DATA) / "schemes").glob("*.json"))

    def scheme(self, text: str) -> Scheme:
        """The scheme of an id, or of a file. Raises UsageError."""
        if text.endswith(".json") or "/" in text or "\\" in text:
            return _of_file(Path(text))
        if not _ID.fullmatch(text) or text not in self.scheme_ids():
            raise UsageError(f"没有工作方案 {text}；可用：{'、'.join(self.scheme_ids())}；自己的方案写文件的位置")
        return _of_file((self.folder or shipped.DATA) / "schemes" / f"{text}.json")

    def schemes_of(self, county: str) -> list[Scheme]:
        """The schemes that are a county's own."""
        return [scheme for scheme in map(self.scheme, self.scheme_ids()) if scheme.is_at_home(county)]


def _county(code: str, units: dict[str, str]) -> County | None:
    """A county with the names above it; None for a level that only fills the code."""
    path = divisions.path_of(code, units)
    if not path or path[-1][0] != code:
        return None
    return County(code, units[code], "".join(name for _, name in path))


def _begins(place: str, wanted: str) -> bool:
    """True if a name begins as the place does (重庆市秀山…), with units left out."""
    return wanted[:2] in place


def _of_file(path: Path) -> Scheme:
    if not path.is_file():
        raise UsageError(f"没有工作方案的文件 {path}")
    content = path.read_bytes()
    try:
        profile = json.loads(content.decode("utf-8"))
    except ValueError as error:
        line = f"，第 {error.lineno} 行写得不对" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(f"{path} 不是 UTF-8 编码的 JSON 文件，读不出工作方案{line}") from error
    if not isinstance(profile, dict):
        raise UsageError(f"{path} 里不是一份工作方案")
    problem = next(schemas.explain("scheme", profile), None)
    if problem is not None:
        place = ".".join(map(str, problem.path)) or "整个文件"
        raise UsageError(f"{path} 里的 {place} 不对：{problem.expected or problem.detail or '没有这一项'}")
    return Scheme(str(profile["id"]), profile, content)
