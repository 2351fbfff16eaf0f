"""Whole tables to download: of the country and of each province, put together from the counties' own tables.

A county's table is read where it stands (in the stage, or in the output where the county was kept), a block of
rows at a time, and goes on at once in every form; nothing is held but the block.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Final

from generator import urls
from generator.publish.artifact import Opener
from generator.publish.exports import lines
from generator.publish.exports.catalogues.dictionary import TABLES, TableKind
from generator.publish.exports.parquet import Parquet
from generator.publish.handover.country import Country

Sink = Callable[[Sequence[Sequence[str]]], object]

_BLOCK: Final = 1_000


def downloads(country: Country, folders: Mapping[str, Path], name: str, open_: Opener) -> list[str]:
    """Writes the downloads of one table (`areas`, `events`); gives their addresses.

    `folders` are where each county's tables are read, `open_` opens a file of the site to be written.
    """
    table = next(one for one in TABLES if one.name == name)
    made: list[str] = []
    with ExitStack() as whole:
        everywhere = _sinks(table, "", open_, whole, made)
        if country.site.parquet:
            path = urls.download(name, "parquet")
            made.append(path)
            everywhere.append(whole.enter_context(Parquet(whole.enter_context(open_(path)), table)).write)
        codes = sorted(one.code for one in country.summaries)
        for province, counties in groupby(codes, key=lambda code: code[:2]):
            with ExitStack() as part:
                sinks = [*everywhere, *_sinks(table, province, open_, part, made)]
                for code in counties:
                    for block in _blocks(folders[code] / urls.table(code, name), table):
                        for sink in sinks:
                            sink(block)
    return made


def _sinks(table: TableKind, province: str, open_: Opener, stack: ExitStack, made: list[str]) -> list[Sink]:
    """The three forms of text, opened, with their first lines written."""
    forms: dict[str, tuple[bytes, Callable[[lines.Rows], bytes]]] = {
        "csv": (lines.plain([table.header]), lines.plain),
        "excel": (lines.excel_header(table.header), lines.excel(table.columns)),
        "jsonl": (b"", lines.json_lines(table.columns)),
    }
    sinks: list[Sink] = []
    for form, (head, encode) in forms.items():
        path = urls.download(table.name, form, province)
        made.append(path)
        file = stack.enter_context(open_(path))
        file.write(head)
        sinks.append(_sink(file, encode))
    return sinks


def _sink(file: IO[bytes], encode: Callable[[lines.Rows], bytes]) -> Sink:
    return lambda rows: file.write(encode(rows))


def _blocks(path: Path, table: TableKind) -> Iterator[list[list[str]]]:
    """Rows of a county's table, without its header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        if tuple(next(rows)) != table.header:
            raise ValueError(f"{path} has other columns than the dictionary")
        while block := list(islice(rows, _BLOCK)):
            yield block
