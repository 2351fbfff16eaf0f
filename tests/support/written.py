"""A small county written line by line, as the tests of the rules need it, and what a check says of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from generator.check import check_all
from generator.reading import schemas
from generator.register.model import Finding
from tests.support.folders import CASES, SCHEMES

CODE: Final = "990101"
CHONGQING, HAINAN, WUHAN, CHANGCHUN = "chongqing-2022-74", "hainan-2022", "wuhan-2020", "changchun-2022"

STREET, OTHER_STREET = "990101001", "990101002"
CHUNXIAO, HEPING, DONGSHENG = "990101001001", "990101001002", "990101002001"
XINGFU, WUTONG, JINSE, LANTIAN = "990101001001-001", "990101001001-002", "990101001002-001", "990101001-001"
# Area -> name, unit type, the area that it is a part of. No name is easily taken for another (E415).
AREAS: Final[dict[str, tuple[str, str, str]]] = {
    CODE: ("示例区", "county", ""),
    STREET: ("示例街道", "street", ""),
    CHUNXIAO: ("春晓社区", "community", ""),
    HEPING: ("和平社区", "community", ""),
    DONGSHENG: ("东升村", "village", ""),
    XINGFU: ("幸福里小区", "compound", ""),
    WUTONG: ("梧桐苑", "compound", XINGFU),
    JINSE: ("金色港湾", "compound", ""),
    LANTIAN: ("蓝天公寓", "compound", ""),
}
_DIVISIONS: Final = {
    "99": "示例省", "9901": "示例市", CODE: "示例区", STREET: "示例街道", CHUNXIAO: "春晓社区", HEPING: "和平社区",
    OTHER_STREET: "椰林镇", DONGSHENG: "东升村",
}  # fmt: skip
_UNSET: Final = "by the scheme"
_WAY: Final = ("apply", "review", "nominate", "certify", "file", "publish")


class Written:
    """County 990101 under one scheme; what is written is recorded on the day of it, but never before the line before.

    Whoever the scheme names decides, and a publication has a notice, unless the test says otherwise. `scheme` is the
    id of a committed profile, or a document.
    """

    def __init__(self, folder: Path, scheme: str | Mapping[str, Any] = CHONGQING, *, state: str = "active") -> None:
        self.data = folder / "data"
        self.scheme: dict[str, Any] = dict(committed(scheme) if isinstance(scheme, str) else scheme)
        self.state = state
        self.register_since = "2000-01-01"
        self.areas = {
            area: {"area_id": area, "name": name, "unit_type": unit_type, "part_of": part_of}
            for area, (name, unit_type, part_of) in AREAS.items()
        }
        self.tables: dict[str, list[dict[str, Any]]] = {"events": [], "notices": [], "declared": []}
        self.workdays: list[dict[str, Any]] = []
        self._written: dict[Path, str] = {}

    def area(self, area: str, **values: str) -> Written:
        """Changes the row of an area."""
        self.areas[area] = {**self.areas[area], **values}
        return self

    def title(self, area: str) -> str:
        """The scheme's first title for the unit type of an area."""
        unit_type = self.areas[area]["unit_type"]
        return str(next(one["id"] for one in self.scheme["titles"] if unit_type in one["unit_types"]))

    def step(
        self, event: str, area: str, day: str, *, by: str = _UNSET, reason: str = "", title: str = "",
        notice: str = _UNSET, corrects: int | str = "", recorded: str = "",
    ) -> Written:  # fmt: skip
        """One line of the log."""
        title = title or self.title(area)
        rows = self.tables["events"]
        before = rows[-1]["recorded_at"] if rows else ""
        self.tables["events"].append({
            "sequence": len(rows) + 1, "area_id": area, "area_name": self.areas[area]["name"], "event": event,
            "title": title, "effective_at": day,
            "recorded_at": max(before, f"{recorded or day[:10]}T12:00:00+08:00"),
            "decided_by": self._body(event, area, title) if by is _UNSET else by, "reason": reason,
            "notice_id": notice if notice is not _UNSET else self.notice(day[:10]) if event == "publish" else "",
            "corrects": corrects,
        })  # fmt: skip
        return self

    def _body(self, event: str, area: str, title: str) -> str:
        """The unit above an area that the scheme names for a step; "" where it names none."""
        levels: dict[str, int | None] = next(
            (one["levels"] for one in self.scheme["steps"] if one["event"] == event), {}
        )
        place, level = area.partition("-")[0], levels.get(title) or 0
        if level > len(place):  # of a compound of which only the street is known
            return next(code for code in _DIVISIONS if code.startswith(place) and len(code) == level)
        return place[:level]

    def certified(self, area: str, day: str, *, leave_out: str = "", **days: str) -> Written:
        """Every step of the way to a title on one day; `days` are those of steps that came on another."""
        title = self.title(area)
        known = {one["event"] for one in self.scheme["steps"] if title in one["levels"]}
        for event in _WAY:
            if event in known and event != leave_out:
                self.step(event, area, days.get(event, day))
        return self

    def notice(self, day: str, *, number: int = 1) -> str:
        """A notice of the county of a day; its id."""
        notice_id = f"{CODE}-{day.replace('-', '')}-{number}"
        if notice_id not in {one["notice_id"] for one in self.tables["notices"]}:
            self.tables["notices"].append({
                "notice_id": notice_id, "publisher": "示例区疫情防控指挥部", "title": "通告", "published_at": day,
                "provenance": "official", "source": "示例区门户网站",
            })  # fmt: skip
        return notice_id

    def declared(self, day: str, series: str, batch: str, *, number: int = 1) -> Written:
        """A notice of a day that declares nothing but a batch of a series."""
        row = {"notice_id": self.notice(day, number=number), "series": series, "batch": batch}
        self.tables["declared"].append({**row, "measure": "revoked", "count": 0})
        return self

    def on_file(self, table: str) -> Written:
        """A table of evidence is kept here, even if nothing stands in it."""
        self.tables.setdefault(table, [])
        return self

    def case(self, day: str, area: str, **counts: int) -> Written:
        """A line of cases; one confirmed case unless the test says otherwise."""
        self.on_file("cases").tables["cases"].append({"date": day, "area_id": area, **(counts or {"confirmed": 1})})
        return self

    def assessed(self, day: str, area: str, *standards: str, met: str = "yes") -> Written:
        """Lines of assessments."""
        self.on_file("assessments").tables["assessments"] += [
            {"date": day, "area_id": area, "title": self.title(area), "standard": one, "met": met} for one in standards
        ]
        return self

    def inspected(self, day: str, area: str, by: str, result: str = "failed", due: str = "", done: str = "") -> Written:
        """A line of inspections."""
        self.on_file("inspections").tables["inspections"].append({
            "date": day, "area_id": area, "inspected_by": by, "method": "covert", "result": result,
            "rectification_due": due, "rectification_done": done,
        })  # fmt: skip
        return self

    def write(self, *, as_json: bool = False) -> Path:
        """The data folder as it is now; files that did not change since the last time are left alone."""
        wanted = self._files(as_json=as_json)
        for path in self._written.keys() - wanted.keys():
            path.unlink()
        for path, text in wanted.items():
            if self._written.get(path) != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self._written = wanted
        return self.data

    def _files(self, *, as_json: bool) -> dict[Path, str]:
        county = self.data / "registers" / CODE
        settings = {
            "code": CODE,
            "publisher": "示例区疫情防控指挥部",
            "contact": "示例区社区防控组办公室",
            "schemes": [{"scheme": self.scheme["id"], "from": "2000-01-01", "until": None}],
            "register_since": self.register_since,
            "state": self.state,
            "demonstration": True,
        }
        if self.state == "archived":
            settings["archived_at"] = "2030-01-01"
        lines = [f"{code},{name}\n" for code, name in sorted(_DIVISIONS.items())]
        files = {
            self.data / "site.json": (CASES / "base" / "site.json").read_text(encoding="utf-8"),
            self.data / "divisions" / "99.csv": "".join(["code,name\n", *lines]),
            self.data / "schemes" / f"{self.scheme['id']}.json": _json(self.scheme),
            county / "county.json": _json(settings),
        }
        tables = {county / name: rows for name, rows in self.tables.items()}
        tables[county / "areas"] = list(self.areas.values())
        if self.workdays:
            tables[self.data / "workdays"] = self.workdays
        for path, rows in tables.items():
            if as_json:
                kept = [{key: value for key, value in row.items() if value != ""} for row in rows]
                files[path.with_suffix(".json")] = _json(kept)
            else:
                files[path.with_suffix(".csv")] = _csv(path.name, rows)
        return files

    def found(self, *, as_of: str | None = None, as_json: bool = False) -> list[Finding]:
        """What a check says of the county, in order; that some of the areas are scenery (W424) is meant."""
        findings = check_all(self.write(as_json=as_json), as_of=as_of, workers=1).findings
        return [finding for finding in findings if finding.code != "W424"]

    def codes(self, *, as_of: str | None = None, as_json: bool = False) -> list[str]:
        """The codes of what a check says of the county."""
        return [one.code for one in self.found(as_of=as_of, as_json=as_json)]

    def told(self) -> list[tuple[str, str]]:
        """Code and area of each finding on a line of the log."""
        rows = self.tables["events"]
        return [(one.code, rows[(one.line or 2) - 2]["area_id"]) for one in self.found()]


def committed(scheme: str) -> dict[str, Any]:
    """The document of a committed profile."""
    document: dict[str, Any] = json.loads((SCHEMES / f"{scheme}.json").read_text(encoding="utf-8"))
    return document


def standards(scheme: str) -> list[str]:
    """Ids of the standards of a committed profile, of their items where they have some."""
    return [item["id"] for one in committed(scheme)["standards"] for item in (one["items"] or [one])]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _csv(name: str, rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, schemas.documents()[name]["items"]["properties"], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
