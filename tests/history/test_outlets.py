"""Every outlet against the gate: what reaches a page, a twin, a table or a feed of the past is held.

Each value of a small register is altered, emptied or taken away, one at a time. Where the check against the base says
nothing, nothing that is published of the base may differ, unless the value is on the list of what may change (ADR 32).
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from generator.check import check_one, read_plan
from generator.history.compare import check_against
from generator.publish.county.site import artifacts, translated
from generator.publish.feeds.county import entries_of
from generator.publish.feeds.notices import of_county
from generator.publish.handover.changes import NOWHERE, handed
from generator.publish.log import tree
from generator.register.change import changes
from tests.support.folders import NOW, ROOT, example_data
from tests.support.repositories import commit, rows, write_rows

COUNTIES: Final = ("990101", "990201")
# What may change later, by file and key, and why (ADR 32 and the page of corrections).
ALLOWED: Final = {
    ("site.json", "name"): "the head of every page",
    ("site.json", "publisher"): "the foot of every page",
    ("site.json", "contact"): "the foot of every page",
    ("site.json", "name_en"): "the head of every page",
    ("site.json", "publisher_en"): "the foot of every page",
    ("site.json", "contact_en"): "the foot of every page",
    ("site.json", "area_codes"): "a code beside the address that is printed anyway",
    ("county.json", "publisher"): "who publishes from now on",
    ("county.json", "contact"): "where to ask from now on",
    ("county.json", "publishes_every_days"): "a promise for the days to come",
    ("county.json", "state"): "a list is archived, and says so on every page",
    ("divisions", "name"): "names of today; items keep those of their day",
    ("schemes", "name_en"): "a translation; what the scheme says is in Chinese",
    ("areas.csv", "name"): "names of today, with the former one",
    ("areas.csv", "former_names"): "a name more",
}  # fmt: skip


class Try(NamedTuple):
    """One change: a file below the data folder, the key of what is changed there, and its content."""

    file: str
    key: str
    content: str | None

    @property
    def kind(self) -> tuple[str, str]:
        """The file and the key as the list of what may change has them."""
        path = Path(self.file)
        folder = path.parent.name
        return (folder if folder in ("divisions", "schemes") else path.name, self.key.rpartition(".")[2])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example with a value for whatever a page can tell, as the first commit of a repository."""
    data = example_data(tmp_path_factory.mktemp("gate"))
    county = data / "registers" / "990101"
    full = {
        "990101001001": ",老春晓社区,990101001002,2022-11-01,,,9901",
        "990101001002": ",老和平社区;旧和平社区,990101001001,2022-11-02,2022-12-30,990101001001,990101",
    }
    header, *lines = rows(county / "areas.csv")
    made = [
        f"{line.split(',community', 1)[0]},community{full[line.split(',')[0]]}" if line.split(",")[0] in full else line
        for line in lines
    ]
    write_rows(county / "areas.csv", [header, *made])
    write_rows(
        county / "unplaced.csv",
        ["notice_id,name,place,title,reason,measure", "990101-20221127-1,春风里,春晓社区,compound,没有编号,suspended"],
    )
    write_rows(
        county / "inspections.csv",
        [
            "date,area_id,inspected_by,method,result,rectification_due,rectification_done",
            "2022-11-26,990101001001-001,9901,covert,passed,,",
        ],
    )
    write_rows(data / "workdays.csv", ["date,working,source", "2022-11-26,no,某通知", "2022-11-23,yes,某通知"])
    write_rows(data / "divisions" / "former.csv", ["code,name,until", "990101001,旧街道,2022-11-22"])
    path = data / "site.json"
    site = json.loads(path.read_text(encoding="utf-8"))
    site |= {
        "languages": ["en"],
        "name_en": "Register",
        "publisher_en": "Office",
        "contact_en": "12345",
        "area_badges": True,
        "parquet": True,
        "area_codes": True,
    }
    path.write_text(json.dumps(site, ensure_ascii=False, indent=1), encoding="utf-8")
    commit(data.parent)
    return data


def outlets(data: Path) -> dict[str, bytes]:
    """Everything that is made of the counties: pages, twins, tables, feeds, and the rows that the roll-ups get."""
    plan = read_plan(data)[0]
    made: dict[str, bytes] = {}
    for code in COUNTIES:
        _, source, county = check_one(plan, code)
        assert county is not None
        assert plan.site is not None
        public = list(changes(county))
        encoded = {change.event_id: handed(change, NOWHERE).row for change in public}
        entries, notices = entries_of(public, plan.site), of_county(county, plan.site, public)
        for artifact in artifacts(
            county, plan.site, source.declared, public, entries, notices, tree.of_county(county).tree
        ):
            made[artifact.path] = artifact.content
        sizes = {path: len(content) for path, content in made.items()}
        made |= {f"{lang}/{code}": page.content for lang, page in translated(county, plan.site, public, sizes)}
        made[f"{code}/changes"] = "\n".join(encoded.values()).encode()
    return made


# ---- what is tried


def other(value: str) -> Iterator[str]:
    """Values near a value that its column may have as well; and none."""
    if len(value) >= 10 and value[4:5] == value[7:8] == "-" and value[:4].isdecimal():
        for days in (-1, 1, 40):
            yield f"{date.fromisoformat(value[:10]) + timedelta(days=days)}{value[10:]}"
    elif value.isdecimal() and len(value) < 6:
        yield str(int(value) + 1)
    elif value.isdecimal() or value[:6] in COUNTIES:
        yield from (code for code in ("9901", "990101001", "990101001002", "990101001001-001") if code != value)
    elif value.isascii():
        yield from next((codes - {value} for codes in _CODES if value in codes), ("another",))
    else:
        yield f"{value}改"
    yield ""


# Lists of codes of which each other member is tried.
_CODES: Final = (
    {"community", "compound", "village"}, {"certified", "revoked", "suspended", "current"}, {"official", "secondary"},
    {"yes", "no"}, {"working_day", "calendar_day"}, {"active", "archived"}, {"covert", "open"}, {"passed", "failed"},
    {"apply", "review", "nominate"}, {"publish", "suspend", "restore", "revoke", "correct"},
)  # fmt: skip


def of_table(data: Path, file: str) -> Iterator[Try]:
    """Each cell of a table altered and emptied, each row taken away, and the whole table; of a log every fourth line.

    That no line of a log changes unseen is a property of its own (test_compare).
    """
    text = (data / file).read_text(encoding="utf-8")
    header, *lines = list(csv.reader(io.StringIO(text)))
    for place, line in list(enumerate(lines))[:: 4 if file.endswith("events.csv") else 1]:
        yield Try(file, "row", _csv([header, *lines[:place], *lines[place + 1 :]]))
        for column, value in enumerate(line):
            for new in other(value) if value else ():
                if new != value:
                    altered = [*line[:column], new, *line[column + 1 :]]
                    yield Try(file, header[column], _csv([header, *lines[:place], altered, *lines[place + 1 :]]))
    yield Try(file, "table", None)


def _csv(table: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def of_document(data: Path, file: str) -> Iterator[Try]:
    """Each value of a document altered, and each taken away."""
    document = json.loads((data / file).read_text(encoding="utf-8"))
    for way in list(_ways(document)):
        for new in _others(_at(document, way)):
            altered = json.loads(json.dumps(document))
            inner = _at(altered, way[:-1])
            if new is ...:
                del inner[way[-1]]
            else:
                inner[way[-1]] = new
            yield Try(file, ".".join(map(str, way)), json.dumps(altered, ensure_ascii=False))


def _ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = [*value.items()]
    elif isinstance(value, list):
        pairs = [*enumerate(value)]
    for key, inner in pairs:
        yield (*way, key)
        yield from _ways(inner, (*way, key))


def _at(value: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        value = value[key]
    return value


def _others(value: Any) -> Iterator[Any]:
    yield ...
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str) and value.startswith("https"):
        yield f"{value}.example"
    elif isinstance(value, str):
        yield from (new for new in other(value) if new)


# ---- the gate


def tables(county: str) -> list[str]:
    """The tables of a county of the worked example."""
    names = ["areas", "events", "notices", "declared"] + ["unplaced", "inspections"] * (county == "990101")
    return [f"registers/{county}/{name}.csv" for name in names]


FILES: Final = (
    *tables("990101"), *tables("990201"), "registers/990101/county.json", "registers/990201/county.json", "site.json",
    "workdays.csv", "divisions/99.csv", "divisions/former.csv", "schemes/chongqing-2022-74.json",
    "schemes/hainan-2022.json",
)  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_no_value_that_is_published_of_the_past_changes_unseen(base: Path, file: str, tmp_path: Path) -> None:
    """Refused, or on the list, or in no outlet at all: there is no fourth."""
    data = tmp_path / base.name
    shutil.copytree(base.parent, tmp_path, dirs_exist_ok=True)
    published, original = outlets(data), (data / file).read_bytes()
    judged: Counter[str] = Counter()
    unseen: list[str] = []
    for attempt in (of_document if file.endswith(".json") else of_table)(data, file):
        if attempt.content is None:
            (data / file).unlink()
        else:
            (data / file).write_text(attempt.content, encoding="utf-8")
        verdict = judge(data, published, attempt)
        judged[verdict] += 1
        if verdict == "unseen":
            was, now = original.decode().split("\n"), (attempt.content or "").split("\n")
            gone, new = ([line for line in these if line not in those] for these, those in ((was, now), (now, was)))
            unseen.append(f"{file} {attempt.key}: {gone[:2]} {new[:2]}")
        (data / file).write_bytes(original)
    print(f"\n{file}: tried {judged.total()}, {dict(judged)}")
    assert judged["refused"]
    assert unseen == []


def judge(data: Path, published: dict[str, bytes], attempt: Try) -> str:
    """What becomes of a change."""
    found = check_against(data, "HEAD", now=NOW, workers=1).findings
    if any(finding.severity == "error" for finding in found):
        return "refused"
    now = outlets(data)
    if all(now.get(path) == content for path, content in published.items()):
        return "in no outlet"
    return "allowed" if attempt.kind in ALLOWED else "unseen"


def test_the_list_of_what_may_change_is_written_down() -> None:
    """Where somebody asks for it later, and where readers look."""
    (record,) = (ROOT / "docs" / "adr").glob("0032-*.md")
    assert "What may change later, and why:" in record.read_text(encoding="utf-8")
    assert "哪些还会变" in (ROOT / "content" / "pages" / "corrections.md").read_text(encoding="utf-8")
