"""The third-party libraries: what each is called, where it is at home, and whether a county depends on it.

A library is imported in its home and nowhere else, so that it can be exchanged in one place. What a county publishes,
or how it is judged, changes with some of them: a new version of these makes every county anew (`cache.program`).
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Library(NamedTuple):
    """A library as the package index and as Python call it; `homes` are modules, or packages as a whole.

    `shapes_counties` is true where its version can change the bytes of a county, or the findings about it;
    `shapes_above` where it can change those of what stands above them alone.
    """

    distribution: str
    module: str
    homes: tuple[str, ...]
    shapes_counties: bool
    shapes_above: bool = False


LIBRARIES: Final = (
    Library("babel", "babel", ("publish.pages.languages",), True),
    Library("chinesecalendar", "chinese_calendar", ("register.workdays",), True),
    Library("click", "click", ("cli",), False),
    Library("cryptography", "cryptography", ("transparency.keys",), False),
    Library("distributed", "distributed", ("engine.cluster",), False),
    Library("feedgenerator", "feedgenerator", ("publish.feeds",), True),
    Library("jinja2", "jinja2", ("publish.pages.renderer", "publish.pages.overrides", "prose"), True),
    Library("jsonschema", "jsonschema", ("reading.schemas",), True),
    Library("jsonschema-rs", "jsonschema_rs", ("reading.schemas",), True),
    Library("markdown", "markdown", ("prose",), False, True),
    Library("markupsafe", "markupsafe", ("publish.artifact", "publish.pages", "prose.plugin"), True),
    Library("nh3", "nh3", ("prose",), False, True),
    Library("obstore", "obstore", ("delivery.bucket",), False),
    Library("orjson", "orjson", ("publish.artifact",), True),
    Library("pandas", "pandas", ("publish.exports.recount",), False),
    Library("pdfplumber", "pdfplumber", ("staff.intake.pdf",), False),
    Library("pelican", "pelican", ("prose",), False, True),
    Library("pillow", "PIL", ("publish.pages.share",), True),
    Library("pyarrow", "pyarrow", ("publish.exports.converters",), False, True),
    Library("pypinyin", "pypinyin", ("spelling.readings",), True),
    Library("python-calamine", "python_calamine", ("staff.intake.workbook",), False),
    Library("referencing", "referencing", ("reading.schemas",), True),
    Library("rich", "rich", ("cli",), False),
    Library("segno", "segno", ("publish.pages.qr",), True),
    Library("watchfiles", "watchfiles", ("build.serving",), False),
    Library("weasyprint", "weasyprint", ("publish.pages.pdf",), False),
    Library("xlsxwriter", "xlsxwriter", ("staff.template", "staff.importing.worksheet"), False),
)


def shaping() -> tuple[str, ...]:
    """Distributions whose version belongs to what a county is made from."""
    return tuple(library.distribution for library in LIBRARIES if library.shapes_counties)


def published() -> tuple[str, ...]:
    """Distributions whose version can change the bytes of a site."""
    return tuple(library.distribution for library in LIBRARIES if library.shapes_counties or library.shapes_above)
