"""Whole tables to download: the same rows in every form, whatever was kept; never a formula, no digit lost."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import tracemalloc
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq
import pytest

from generator.build.order import Order
from generator.build.start import build
from generator.build.writer import Writer
from generator.errors import UsageError
from generator.publish.exports import formats, rows
from generator.publish.exports.converters import CONVERTERS
from generator.publish.exports.dictionary import AREAS, EVENTS, TABLES
from generator.publish.exports.formats import excel, json_lines, parquet, plain
from generator.publish.exports.formats.kind import Format
from generator.publish.handover.store import Store
from tests.support.folders import ROOT, example_data
from tests.support.sites import build_site, counties_of, load


def rows_of(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    """Rows of a CSV file, its header first."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, strict=True))


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_downloads_hold_every_row_of_every_county_once(site: Path, table: Any) -> None:
    """The country is the counties one after another; a province is its own; archived ones are there too.

    The provinces have the form for Excel alone, which leaves out what programs go by.
    """
    want: dict[str, list[list[str]]] = {"": []}
    for one in counties_of(site):
        found = rows_of(site / one["code"] / f"{table.name}.csv")[1:]
        want[""] += found
        want.setdefault(one["code"][:2], []).extend(found)
    assert {row[table.header.index("state")] for row in want[""]} == {"active", "archived"}
    for place, wanted in want.items():
        folder = site / "downloads" / place
        assert (folder / f"{table.name}.csv").exists() == (not place)
        assert (folder / f"{table.name}.jsonl").exists() == (not place)
        assert (folder / f"{table.name}-excel.csv").exists() == bool(place)
        if not place:
            assert rows_of(folder / f"{table.name}.csv") == [list(table.header), *wanted]
            continue
        cells = [
            [cell.removesuffix("\t") for cell in row]
            for row in rows_of(folder / f"{table.name}-excel.csv", "utf-8-sig")
        ]
        kept = [place for place, name in enumerate(table.header) if name not in excel.LEFT_OUT]
        assert cells == [[row[place] for place in kept] for row in [list(table.header), *wanted]]
    lines = (site / f"downloads/{table.name}.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert [list(record) for record in records] == [list(table.header)] * len(want[""])
    assert [["" if record[key] is None else str(record[key]) for key in table.header] for record in records] == [
        [{"true": "True", "false": "False"}.get(cell, cell) for cell in row] for row in want[""]
    ]
    assert all(isinstance(record["demonstration"], bool) for record in records)
    assert {path.name for path in (site / "downloads").iterdir() if path.is_dir()} == set(want) - {""}


def test_what_excel_has_not_stands_in_it_as_people_read_it() -> None:
    """Beside each id that is left out stands its name, beside each time its day; an address follows from the ids."""
    for table in TABLES:
        header = [column.name for column in excel.read_by_people(table)]
        for name in excel.LEFT_OUT - {"url"} & set(table.header):
            assert {f"{name}_name", f"{name.removesuffix('_at')}_on"} & set(header), name
        assert "url" not in header
        assert set(table.key) - excel.LEFT_OUT <= set(header)


def test_forms_have_their_bytes(site: Path) -> None:
    """Plain: no mark, LF. For Excel: a byte order mark and CRLF. JSON Lines: LF, one object a line."""
    for table in TABLES:
        plain, excel, records = (
            (site / "downloads" / name).read_bytes()
            for name in (f"{table.name}.csv", f"99/{table.name}-excel.csv", f"{table.name}.jsonl")
        )
        assert not plain.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in plain
        assert excel.startswith(b"\xef\xbb\xbf" + table.key[0].encode() + b",")
        assert excel.count(b"\n") == excel.count(b"\r\n") < plain.count(b"\n")
        assert b"\r" not in records
        assert records.endswith(b"}\n")


def test_excel_cells_that_look_like_numbers_are_text() -> None:
    """What Excel would reckon with ends with a tab, and nothing begins as a formula; times stay times."""
    made = dict.fromkeys(AREAS.header, "")
    made |= {"area_id": "990101001001", "qualifier": "1-5", "name": "12E5", "since_on": "2022-11-28", "place": "示例区"}
    lines = excel.lines(AREAS.columns)([list(made.values())])
    (row,) = list(csv.reader(io.StringIO(lines, newline="")))
    told = dict(zip([column.name for column in excel.read_by_people(AREAS)], row, strict=True))
    assert (told["area_id"], told["qualifier"], told["name"]) == ("990101001001\t", "1-5\t", "12E5\t")
    assert (told["since_on"], told["place"]) == ("2022-11-28", "示例区")


def test_data_that_is_no_spreadsheet_has_no_apostrophes() -> None:
    """The mark against formulas is for CSV; JSON has the text as it is."""
    made = dict.fromkeys(EVENTS.header, "")
    made |= {"reason_name": "'=1+1", "area_name": "'quoted'", "demonstration": "false"}
    record = json.loads(json_lines.lines(EVENTS.columns)([list(made.values())]))
    assert list(record) == list(EVENTS.header)
    assert (record["reason_name"], record["area_name"], record["demonstration"]) == ("=1+1", "'quoted'", False)
    assert record["notice_id"] is None


def test_kept_counties_are_in_the_downloads_as_compiled_ones_are(tmp_path: Path) -> None:
    """A second build, which keeps a county and compiles another, gives the bytes of a whole one."""
    data = with_settings(tmp_path, json_lines=True)
    output = build_site(data, tmp_path / "site")
    log = data / "registers/990201/county.json"
    settings = load(log)
    log.write_text(json.dumps({**settings, "contact": "另一个办公室"}), encoding="utf-8")
    build_site(data, output)
    fresh = build_site(data, tmp_path / "fresh")
    found = {path.relative_to(fresh): path.read_bytes() for path in (fresh / "downloads").rglob("*.*")}
    assert len(found) == 6
    assert found == {path.relative_to(output): path.read_bytes() for path in (output / "downloads").rglob("*.*")}


def test_lines_that_the_disk_lost_or_altered_are_formed_anew(tmp_path: Path) -> None:
    """A county whose lines for the downloads are not as it left them is compiled again, and the downloads are whole."""
    output = build_site(with_settings(tmp_path, json_lines=True), tmp_path / "site")
    wanted = {path: path.read_bytes() for path in (output / "downloads").rglob("*.*")}
    parts = tmp_path / ".site.build/parts"
    lost, altered = (next((parts / name).iterdir()) for name in ("areas.jsonl", "events-excel.csv"))
    lines = altered.read_bytes()
    lost.unlink()
    altered.write_bytes(b"x" * len(lines))
    (tmp_path / ".site.build/cache/whole").unlink()  # where nothing changed, nobody needs them
    build_site(tmp_path / "data", output)
    assert {path: path.read_bytes() for path in (output / "downloads").rglob("*.*")} == wanted
    assert altered.read_bytes() == lines


def test_a_table_with_other_columns_is_never_joined(tmp_path: Path) -> None:
    """Of a county's own table the header is left out, and it is looked at: no line is taken for it."""
    output = build_site(example_data(tmp_path), tmp_path / "site")
    store = Store(tmp_path / ".site.build/parts")
    whole = (output / "990101/areas.csv").read_bytes()
    file = io.BytesIO()
    rows.copy(store, "990101", "990101.0", output, AREAS, plain.FORMAT, file)
    assert plain.head(AREAS).encode() + file.getvalue() == whole
    other = AREAS._replace(columns=AREAS.columns[:-1])
    with pytest.raises(ValueError, match="other columns"):
        rows.copy(store, "990101", "990101.0", output, other, plain.FORMAT, io.BytesIO())


def test_the_country_is_a_setting(tmp_path: Path) -> None:
    """Without it there are the provinces' tables alone, plain ones too; no description and no link names others."""
    data = with_settings(tmp_path, national_downloads=False, parquet=True, json_lines=True)
    root = build_site(data, tmp_path / "site")
    paths = {path.relative_to(root).as_posix() for path in (root / "downloads").rglob("*.*")}
    assert paths == {f"downloads/99/{table.name}{ending}" for table in TABLES for ending in (".csv", "-excel.csv")}
    listed = [one for one in load(root / "datapackage.json")["resources"] if one["path"].startswith("downloads/")]
    assert {one["path"] for one in listed} == paths
    told = [one["path"] for one in listed if "description" in one["schema"]["fields"][0]]
    assert told == ["downloads/99/areas.csv", "downloads/99/events.csv"]
    named_by = {"index.html": '"contentUrl":"', "catalog.jsonld": '"@id":"', "data/index.html": 'href="'}
    for page, before in (*named_by.items(), ("en/data/index.html", 'href="')):
        text = (root / page).read_text(encoding="utf-8")
        named = set(re.findall(rf'{before}[^"]*?(downloads/[^"]+)"', text))
        assert named == paths, page
    patterns = [path for path in load(root / "openapi.json")["paths"] if path.startswith("/downloads/")]
    assert {path.replace("{province}", "99").lstrip("/") for path in patterns} == paths
    assert "downloads" not in (root / "data/dictionary/index.html").read_text(encoding="utf-8")


def test_page_of_the_data_lists_every_download(site: Path) -> None:
    """The list is that of the formats: the country and each province, in both languages."""
    paths = {path.relative_to(site).as_posix() for path in (site / "downloads").rglob("*.*")}
    for page, up in (("data/index.html", "../"), ("en/data/index.html", "../../")):
        links = re.findall(rf'href="{re.escape(up)}(downloads/[^"]+)"', (site / page).read_text(encoding="utf-8"))
        assert sorted(links) == sorted(paths)


def test_manifest_lists_the_downloads(site: Path) -> None:
    """What was written piece by piece has the digest and size of its bytes."""
    listed = {one["path"]: one for one in load(site / "manifest.json")["files"]}
    paths = [path for path in (site / "downloads").rglob("*.*") if path.is_file()]
    assert len(paths) > 10
    for path in paths:
        one = listed[path.relative_to(site).as_posix()]
        content = path.read_bytes()
        assert (one["sha256"], one["size"]) == (sha256(content).hexdigest(), len(content))


def test_a_stream_is_never_held(tmp_path: Path) -> None:
    """A file of 50 MB written in pieces costs no memory that grows with it."""
    writer = Writer(tmp_path)
    piece = b"x" * 10_000
    tracemalloc.start()
    with writer.open("a/b.csv") as file:
        for _ in range(5_000):
            file.write(piece)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000
    assert (writer.sizes["a/b.csv"], writer.bytes, writer.files) == (50_000_000, 50_000_000, 1)
    assert writer.digests["a/b.csv"] == sha256((tmp_path / "a/b.csv").read_bytes()).hexdigest()


# ---- the table of formats


TABS: Final = Format(
    "tabs", ".tabs", "text/x-tabs", "制表符分隔", "Cells between tabs", lambda table: f"{table.name}\n",
    lambda columns: lambda rows: "".join("\t".join(row) + "\n" for row in rows), cells=None,
    of_provinces=lambda site: False,
)  # fmt: skip


def test_a_new_format_is_one_line_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written, and stands in the data package, the catalogue, the interface, the headers and on the pages."""
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, TABS))
    root = tmp_path / "site"
    build(Order(example_data(tmp_path), ROOT / "content", root, workers=1))
    for table in TABLES:
        path = f"downloads/{table.name}.tabs"
        lines = [table.name, *("\t".join(row) for row in rows_of(root / f"downloads/{table.name}.csv")[1:]), ""]
        assert (root / path).read_text(encoding="utf-8") == "\n".join(lines)
        assert not (root / f"downloads/99/{table.name}.tabs").exists()
        (listed,) = [one for one in load(root / "datapackage.json")["resources"] if one["path"] == path]
        assert listed == {
            "name": f"{table.name}-tabs", "title": f"全国：{table.chinese.partition('：')[0]}（制表符分隔）",
            "description": f"{table.english} Cells between tabs", "path": path, "format": "tabs",
            "mediatype": "text/x-tabs", "encoding": "utf-8", "profile": "data-resource",
        }  # fmt: skip
        told = load(root / "openapi.json")["paths"][f"/{path}"]["get"]["responses"]["200"]
        assert told["content"] == {"text/x-tabs": {"schema": {"type": "string"}}}
        header = f"/{path}\n  Content-Type: text/x-tabs; charset=utf-8"
        assert header in (root / "_headers").read_text(encoding="utf-8")
        for page in ("catalog.jsonld", "index.html", "data/dictionary/index.html"):
            assert path in (root / page).read_text(encoding="utf-8"), page
    assert load(root / "datapackage.json")["profile"] == "data-package"


def test_names_of_formats_stand_in_the_table_alone() -> None:
    """No other module of the publisher asks for a format by name: a list kept twice would forget the next one."""
    names = {one.key for one in formats.FORMATS} | {one.ending for one in formats.FORMATS} - {".csv"}
    modules = [path for path in (ROOT / "generator/publish").rglob("*.py") if path.parent.name != "formats"]
    elsewhere = [
        f"{path.relative_to(ROOT)}: {node.value}"
        for path in sorted(modules)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert elsewhere == []
    assert len(modules) > 50
    assert len(names) > 5


# ---- Parquet


def with_settings(tmp_path: Path, **settings: bool) -> Path:
    """The worked example, with other settings."""
    data = example_data(tmp_path)
    before = load(data / "site.json")
    (data / "site.json").write_text(json.dumps(before | settings), encoding="utf-8")
    return data


def test_parquet_is_the_table_with_types(tmp_path: Path) -> None:
    """pandas reads the same rows, days as days; two builds give the same bytes; the descriptions name the files."""
    data = with_settings(tmp_path, parquet=True)
    root = build_site(data, tmp_path / "site")
    for table in TABLES:
        path = root / "downloads" / f"{table.name}.parquet"
        frame = pd.read_parquet(path)
        assert list(frame.columns) == list(table.header)
        assert frame["demonstration"].dtype == bool
        want = rows_of(root / "downloads" / f"{table.name}.csv")[1:]
        cells = frame.drop(columns="demonstration").astype(object)
        found = cells.where(cells.notna(), "").map(str).to_numpy().tolist()
        place = table.header.index("demonstration")
        assert found == [row[:place] + row[place + 1 :] for row in want]
        assert frame["area_id"].str.len().min() >= 6
        days = [column.name for column in table.columns if column.is_day]
        assert days
        assert {str(pq.read_schema(path).field(name).type) for name in days} == {"date32[day]"}
    again = build_site(data, tmp_path / "again")
    for name in ("areas", "events"):
        assert (root / f"downloads/{name}.parquet").read_bytes() == (again / f"downloads/{name}.parquet").read_bytes()
    listed = {one["path"]: one for one in load(root / "datapackage.json")["resources"]}
    assert listed["downloads/areas.parquet"]["mediatype"] == "application/vnd.apache.parquet"
    assert "downloads/areas.parquet" in (root / "catalog.jsonld").read_text(encoding="utf-8")


def test_parquet_is_typed_from_the_plain_table(tmp_path: Path) -> None:
    """Groups of 50,000 rows; no apostrophe against formulas; line breaks stay; without rows there is no group."""
    header, row = EVENTS.header, dict.fromkeys(EVENTS.header, "")
    row |= {column.name: "x" for column in EVENTS.columns if column.required}
    row |= {"demonstration": "true", "effective_on": "2022-11-28", "recorded_on": "2022-11-29", "reason": ""}
    spoken = ("'=1+1", "'quoted'", '两\n行，"引"', "普通")
    for count, groups in ((0, []), (50_000, [50_000]), (120_001, [50_000, 50_000, 20_001])):
        with (tmp_path / "events.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(header)
            lines.writerows((row | {"area_name": spoken[number % 4]}).values() for number in range(count))
        with (tmp_path / "events.parquet").open("wb") as made:
            CONVERTERS["parquet"](tmp_path / "events.csv", made, EVENTS)
        whole = pq.ParquetFile(tmp_path / "events.parquet")
        assert [whole.metadata.row_group(place).num_rows for place in range(whole.num_row_groups)] == groups
        assert whole.schema_arrow.names == list(header)
    names = pq.read_table(tmp_path / "events.parquet")["area_name"].to_pylist()
    assert names[:4] == ["=1+1", "'quoted'", '两\n行，"引"', "普通"]
    assert names == [*names[:4]] * 30_000 + names[:1]


def test_parquet_is_off_unless_asked_for(site: Path, example_site: Path) -> None:
    """Nothing of it without the setting, which the demonstration has, and a register that begins gets."""
    assert not list(example_site.rglob("*.parquet"))
    assert "parquet" not in (example_site / "openapi.json").read_text(encoding="utf-8")
    assert len(list(site.rglob("*.parquet"))) == len(TABLES)


def test_json_lines_are_off_unless_asked_for(site: Path, example_site: Path) -> None:
    """No file, no lines of counties, and nothing that names them."""
    assert not list(example_site.rglob("*.jsonl"))
    assert '.jsonl"' not in (example_site / "openapi.json").read_text(encoding="utf-8")
    assert len(list(site.rglob("*.jsonl"))) == len(TABLES)


def test_parquet_without_its_library_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the library and what to do; nothing is written."""
    monkeypatch.setattr(parquet, "find_spec", lambda name: None)
    order = Order(with_settings(tmp_path, parquet=True), ROOT / "content", tmp_path / "site", workers=1)
    with pytest.raises(UsageError, match=r"pip install 'wuyi\[parquet\]'"):
        build(order)
    assert not (tmp_path / "site").exists()
