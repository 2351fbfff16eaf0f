"""Whole tables to download: of the country and of each province, put together from what the counties formed.

Lines of counties are copied as they are, in order of their codes; nothing is parsed, and nothing held but a piece. The
own table of a county that was kept is read in the output, else in the stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator import urls
from generator.publish.artifact import Opener
from generator.publish.exports import formats, rows
from generator.publish.exports.catalogues.resources import provinces
from generator.publish.exports.converters import CONVERTERS
from generator.publish.exports.dictionary import TABLES, TableKind
from generator.publish.handover.country import Country
from generator.publish.pages.chinese import html
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.wording import plain, wording


def downloads(
    country: Country, folders: Mapping[str, Path], table: TableKind, province: str, root: Path, open_: Opener
) -> Iterator[str]:
    """Writes a table of the country ("") or of a province in every format offered; gives the addresses.

    `folders` are where each county's tables are read, `open_` opens a file of the site to be written, which then
    stands below `root`.
    """
    plain = root / urls.download(table.name, formats.FORMATS[0].ending, province)
    for format_ in formats.offered(country.site, province):
        address = urls.download(table.name, format_.ending, province)
        with open_(address) as file:
            if format_.encoding is None:
                CONVERTERS[format_.key](plain, file, table)
            else:
                file.write(format_.head(table).encode("utf-8"))
                store = country.left(rows.subject(table, format_), province)
                for code, part in country.parts(province):
                    rows.copy(store, code, part, folders[code], table, format_, file)
        yield address


def listed(country: Country, lang: str, page: str) -> str:
    """The downloads as a table of HTML on a page of that language: a row for each place, a column for each table."""
    say = plain(lang)  # nothing is marked here: the prose around it marks what is Chinese
    _ = say.word
    heads = [_("地区")]
    heads += [table.chinese.partition("：")[0] if lang == CHINESE else table.name.capitalize() for table in TABLES]
    lines = [
        _line("td", [html(place), *(_links(country, table, province, page, lang) for table in TABLES)])
        for province, place in {
            "": _("全国"),
            **{code: say.name(name) for code, name in provinces(country.summaries).items()},
        }.items()
        if any(formats.offered(country.site, province))
    ]
    return f"<table>\n<thead>\n{_line('th', heads)}</thead>\n<tbody>\n{''.join(lines)}</tbody>\n</table>"


def _line(element: str, cells: Sequence[str]) -> str:
    inside = "".join(f"<{element}>{cell}</{element}>\n" for cell in cells)
    return f"<tr>\n{inside}</tr>\n"


def _links(country: Country, table: TableKind, province: str, page: str, lang: str) -> str:
    addresses = [
        urls.download(table.name, format_.ending, province) for format_ in formats.offered(country.site, province)
    ]
    # A comma between them: parted by a space alone, they would look like one link.
    return (
        wording(lang)
        .word("、")
        .join(f'<a href="{urls.relative(address, page)}">{address.rpartition("/")[2]}</a>' for address in addresses)
    )
