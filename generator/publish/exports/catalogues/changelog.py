"""data/format.txt: how the format of the data has grown, from the project's own change log."""

from __future__ import annotations

import re
from typing import Final

from generator import shipped, urls
from generator.publish.artifact import Artifact, text

_VERSION: Final = re.compile(r"^## ", re.MULTILINE)
_SECTION: Final = re.compile(r"^### Data format\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)


def changelog() -> Artifact:
    """The sections on the data format, newest version first."""
    source = shipped.CHANGELOG.read_text(encoding="utf-8")
    sections = []
    for version in _VERSION.split(source)[1:]:
        section = _SECTION.search(version)
        if section:
            sections.append(f"{version.partition(chr(10))[0]}\n\n{section[1].strip()}\n")
    head = "Changes of the data format. Columns and keys are only ever added, at the end.\n"
    return text(urls.FORMAT_LOG, "\n".join([head, *sections]))
