"""What a site is made from and with, as this machine has it."""

from __future__ import annotations

import sys
from pathlib import Path

from generator import __version__
from generator.build import cache, libraries
from generator.history import git
from generator.publish.artifact import Artifact
from generator.publish.handover.country import Country
from generator.publish.log.built import Made, of_site


def versions() -> dict[str, str]:
    """The versions of the libraries that shape a site, by name."""
    return {name: cache.version_of(name) for name in sorted(libraries.published())}


def python() -> str:
    """The version of Python, as far as what it writes may depend on it."""
    return "{}.{}".format(*sys.version_info[:2])


def artifact(country: Country, data: Path, content: Path, as_of: str | None) -> Artifact:
    """`build.json` of what is built here now."""
    top = git.top(data.resolve().parent) if country.revision else None
    places = [folder.resolve().relative_to(top).as_posix() if top else None for folder in (data, content)]
    return of_site(country, Made(places[0], places[1], as_of, __version__, python(), versions()))
