"""Beginning one's own register: a data folder with settings, schemes, divisions and an empty county; nothing of the
demonstration."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.errors import UsageError
from generator.reading import schemas
from generator.reading.folder import COUNTY_TABLES
from generator.register import divisions


class Request(NamedTuple):
    """What a new register is asked for. `since` is the first day of the register.

    `adopted_by` is the notice by which the county adopted a scheme of another place.
    """

    folder: Path
    source: Path
    county: str
    scheme: str
    since: str
    publisher: str
    contact: str
    name: str
    url: str
    tag_authority: str
    adopted_by: str | None = None
    every_days: int | None = None


def plan(request: Request) -> list[str]:
    """Files that `begin` would write, relative to the new folder. Raises UsageError where it cannot."""
    for place in (request.folder, *request.folder.absolute().parents):
        if place.is_symlink() or place.exists():
            if not place.is_dir():
                raise UsageError(f"{place} 不是文件夹" + ("" if place == request.folder else "，里面不能新建名录"))
            break
    if request.folder.exists() and any(request.folder.iterdir()):
        raise UsageError(f"文件夹 {request.folder} 不是空的；请另选一个，以免覆盖")
    if not any((request.source / "divisions").glob("[0-9][0-9].csv")):
        raise UsageError(
            f"{request.source} 里没有区划代码表（{request.source / 'divisions'}）；用 --source 指定有它的数据文件夹"
        )
    if not divisions.has(request.source / "divisions", request.county) or len(request.county) != 6:
        raise UsageError(f"{request.county} 不是已知的 6 位区县代码")
    if (
        not re.fullmatch(r"[a-z][a-z0-9_-]*", request.scheme)
        or not (request.source / "schemes" / f"{request.scheme}.json").is_file()
    ):
        schemes = sorted(path.stem for path in (request.source / "schemes").glob("*.json"))
        raise UsageError(f"没有工作方案 {request.scheme}；可用：{'、'.join(schemes)}")
    profile = _profile(request)
    place = profile["jurisdiction"]
    if request.adopted_by is None and not divisions.is_at_home(place["code"], request.county):
        raise UsageError(
            f"《{profile['name']}》适用于{place['name']}（{place['code']}），不包括 {request.county}；"
            "请选本地的工作方案，确实由公文采用的，用 --adopted-by 写明那份通告的编号"
        )
    for name, document in _documents(request).items():
        problem = next(schemas.explain(name, document), None)
        if problem is not None:
            raise UsageError(f"“{problem.value}”不能用作 {'.'.join(map(str, problem.path))}：{problem.expected}")
    return ["site.json", *_shared(request), *(f"registers/{request.county}/{name}" for name in _county_files())]


def _profile(request: Request) -> dict[str, Any]:
    profile: dict[str, Any] = json.loads(
        (request.source / "schemes" / f"{request.scheme}.json").read_text(encoding="utf-8")
    )
    return profile


def _documents(request: Request) -> dict[str, dict[str, object]]:
    """site.json and county.json; the scheme binds from its own first day where that is earlier."""
    fictional = request.county.startswith(divisions.DEMONSTRATION)
    begin_ = min(request.since, _profile(request)["period"]["from"] or request.since)
    adopted = {} if request.adopted_by is None else {"adopted_by": request.adopted_by}
    return {
        "site": {
            "name": request.name, "url": request.url, "tag_authority": request.tag_authority,
            "demonstration": fictional, "publisher": request.publisher, "contact": request.contact,
            "area_documents": True, "area_feeds": True, "parquet": True, "kind_archives": True,
        },
        "county": {
            "code": request.county, "publisher": request.publisher, "contact": request.contact,
            "schemes": [{"scheme": request.scheme, "from": begin_, "until": None, **adopted}],
            "register_since": request.since, "publishes_every_days": request.every_days, "state": "active",
            "demonstration": fictional,
        },
    }  # fmt: skip


def begin(request: Request) -> list[str]:
    """Writes an empty register; the files written, relative to the new folder."""
    files = plan(request)
    county = request.folder / "registers" / request.county
    county.mkdir(parents=True)
    documents = _documents(request)
    _write(request.folder / "site.json", documents["site"])
    _write(county / "county.json", documents["county"])
    for table in COUNTY_TABLES:
        header = ",".join(column.name for column in schemas.columns(table))
        (county / f"{table}.csv").write_text(f"{header}\n", encoding="utf-8")
    for name in _shared(request):
        (request.folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(request.source / name, request.folder / name)
    return files


def _county_files() -> list[str]:
    return ["county.json", *(f"{table}.csv" for table in COUNTY_TABLES)]


def _shared(request: Request) -> Sequence[str]:
    """The schemes, and the divisions of the county's province (a register needs no more)."""
    schemes = sorted((request.source / "schemes").glob("*.json"))
    return [*(f"schemes/{path.name}" for path in schemes), f"divisions/{request.county[:2]}.csv"]


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
