"""Whole tables to download: of the country and of each province, put together from the counties' own tables.

A county's table is read where it stands (in the stage, or in the output where the county was kept), a block of
rows at a time, and goes on at once in every format; nothing is held but the block.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from generator import urls
from generator.publish.artifact import Opener
from generator.publish.exports import formats
from generator.publish.exports.dictionary import TABLES, TableKind
from generator.publish.exports.formats.kind import Sink
from generator.publish.handover.country import Country

_BLOCK: Final = 1_000


def downloads(country: Country, folders: Mapping[str, Path], name: str, open_: Opener) -> list[str]:
    """Writes the downloads of one table (`areas`, `events`); gives their addresses.

    `folders` are where each county's tables are read, `open_` opens a file of the site to be written.
    """
    table = next(kind for kind in TABLES if kind.name == name)
    made: list[str] = []

    def sinks(province: str, stack: ExitStack) -> Iterator[Sink]:
        """The files of the country or of a province, opened in every format."""
        for format_ in formats.offered(country.site, province):
            path = urls.download(name, format_.ending, province)
            made.append(path)
            yield stack.enter_context(format_.write(stack.enter_context(open_(path)), table))

    with ExitStack() as whole:
        everywhere = [*sinks("", whole)]
        codes = sorted(summary.code for summary in country.summaries)
        for province, counties in groupby(codes, key=lambda code: code[:2]):
            with ExitStack() as part:
                wanted = [*everywhere, *sinks(province, part)]
                for code in counties:
                    for block in _blocks(folders[code] / urls.table(code, name), table):
                        for add in wanted:
                            add(block)
    return made


def _blocks(path: Path, table: TableKind) -> Iterator[list[list[str]]]:
    """Rows of a county's table, without its header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        if tuple(next(rows)) != table.header:
            raise ValueError(f"{path} has other columns than the dictionary")
        while block := list(islice(rows, _BLOCK)):
            yield block
