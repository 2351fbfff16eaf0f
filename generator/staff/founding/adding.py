"""A register that grows: counties and schemes are added to a folder that is there, all or nothing."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.check import check_all
from generator.errors import UsageError
from generator.reading import folder
from generator.register.model import SiteSettings
from generator.staff.founding import registers
from generator.staff.founding.registers import Binding, Keeper, notices_of
from generator.staff.founding.repository import OWNERS, owner_line
from generator.staff.founding.source import County, Scheme, Source
from generator.staff.founding.writing import LATER, lay_out, refuse


class Addition(NamedTuple):
    """New files of a data folder by their paths in it, and the lines that CODEOWNERS gets."""

    files: Mapping[str, bytes]
    owners: str = ""


def site_of(data: Path) -> SiteSettings:
    """The settings of a register. Raises UsageError where there is none, or it cannot be read."""
    folder.require(data)
    site = folder.read_site(data).value
    if site is None:
        raise UsageError(f"{data} 里的 site.json 读不出来，看不出这是哪一个名录；运行 wuyi check 看是什么问题")
    return site


def provinces(data: Path) -> set[str]:
    """Codes of the provinces in which a register has counties."""
    return {code[:2] for code in folder.county_folders(data)}


def schemes_for(
    data: Path, source: Source, places: Sequence[County], wanted: Sequence[str], adopted: Sequence[str]
) -> list[Scheme]:
    """The schemes of new counties: those that are named, and for others the own ones that the register has already.

    A county with a notice in `adopted` takes that of another place. Raises UsageError where a county has none.
    """
    here = Source(data)
    found = [here.scheme(text) if text in here.scheme_ids() else source.scheme(text) for text in wanted]
    for county in places:
        if any(scheme.is_at_home(county.code) for scheme in found) or notices_of(county, adopted):
            continue
        own = here.schemes_of(county.code)
        if not own:
            offered = [scheme.id for scheme in source.schemes_of(county.code)]
            which = f"用 --scheme 写明，可用：{'、'.join(offered)}" if offered else "用 --scheme 写明编号或文件"
            raise UsageError(f"名录里没有 {county.code}（{county.name}）本地的工作方案；{which}")
        found += own
    return found


def counties(
    data: Path, source: Source, places: Sequence[County], bound: Mapping[str, Sequence[Binding]], keeper: Keeper,
    owner: str | None = None,
) -> Addition:  # fmt: skip
    """New counties, with the schemes and the divisions that the register lacks. Raises UsageError."""
    for county in places:
        if (data / "registers" / county.code).exists():
            raise UsageError(f"名录里已有 {county.code}（{county.name}）")
    codes = [county.code for county in places]
    schemes = {binding.scheme.id: binding.scheme for own in bound.values() for binding in own}
    shared = registers.shared_files(source, codes, [*schemes.values()])
    files = {name: content for name, content in shared.items() if not (data / name).exists()}
    for county in places:
        files |= registers.county_files(county, bound[county.code], keeper)
    return Addition(files, "".join(owner_line(code, owner) for code in codes))


def scheme(data: Path, added: Scheme) -> Addition:
    """A new scheme. Raises UsageError where the register has one of its id."""
    name = f"schemes/{added.id}.json"
    if (data / name).exists():
        raise UsageError(f"名录里已有工作方案 {added.id}（《{added.name}》）")
    return Addition({name: added.content})


def told(data: Path, addition: Addition) -> list[str]:
    """The files that would be written or changed, sorted."""
    owners = _owners(data)
    changed = [str(owners)] if addition.owners and owners.is_file() else []
    return [*(str(data / name) for name in sorted(addition.files)), *changed]


def add(data: Path, addition: Addition, clock: str) -> list[str]:
    """Writes an addition; what was written. Whatever happens on the way, the register is as it was, or has all."""
    names = told(data, addition)
    aside = data.resolve().parent / f".{data.resolve().name}.{secrets.token_hex(4)}.add"
    owners = _owners(data)
    before = owners.read_bytes() if owners.is_file() else None
    placed: list[Path] = []
    try:
        lay_out(aside, addition.files)
        for piece in sorted({_piece(name) for name in addition.files}):
            target = data / piece
            target.parent.mkdir(exist_ok=True)
            (aside / piece).rename(target)
            placed.append(target)
        if before is not None and addition.owners:
            _replace(owners, before + (b"" if before.endswith(b"\n") else b"\n") + addition.owners.encode(), aside)
        _require_sound(data, addition, clock)
    except BaseException:
        for path in reversed(placed):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if before is not None and owners.read_bytes() != before:
            _replace(owners, before, aside)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return names


def _owners(data: Path) -> Path:
    return data.parent / OWNERS


def _piece(name: str) -> str:
    """What is renamed as one: the folder of a county, or a file."""
    parts = name.split("/")
    return "/".join(parts[:2])


def _replace(path: Path, content: bytes, aside: Path) -> None:
    aside.mkdir(exist_ok=True)
    new = aside / path.name
    new.write_bytes(content)
    new.replace(path)


def _require_sound(data: Path, addition: Addition, clock: str) -> None:
    """Raises UsageError for errors in what was added."""
    codes = sorted({name.split("/")[1] for name in addition.files if name.startswith("registers/")})
    root = folder.shown_root(data)
    ours = {f"{root}/{name}" for name in addition.files} | {f"{root}/{_piece(name)}" for name in addition.files}
    report = check_all(data, codes, now=clock, workers=1)
    refuse([
        each for each in report.findings if each.severity == "error" and each.code != LATER and each.path in ours
    ])  # fmt: skip
