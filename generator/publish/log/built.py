"""What a site was made from, and with: who makes it again from these gets the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator import urls
from generator.publish.artifact import Artifact, document
from generator.publish.exports.documents import FORMAT
from generator.publish.handover.country import Country


class Made(NamedTuple):
    """Where in the repository `data` and `content` lie (None where they are of no commit), of what time the register
    is asked for (None: now), and the versions of the program, of Python and of the libraries that shape a site."""

    data: str | None
    content: str | None
    as_of: str | None
    program: str
    python: str
    libraries: Mapping[str, str]


def of_site(country: Country, made: Made) -> Artifact:
    """The document, with the size and root of each log."""
    told = country.log.checkpoint
    return document(
        urls.BUILD,
        {
            "format": FORMAT,
            "revision": country.revision,
            "data": made.data,
            "content": made.content,
            "url": urls.absolute(country.site.url, urls.HOME),
            "as_of": made.as_of,
            "program": made.program,
            "python": made.python,
            "libraries": dict(made.libraries),
            "log": {"size": told.size, "root": told.root.hex()},
            "logs": [
                {"code": county.code, "size": county.log_size, "root": county.log_root} for county in country.summaries
            ],
        },
    )
