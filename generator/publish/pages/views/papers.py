"""Certificates and plaques."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.pages.views.shared import Fact


class Certificate(NamedTuple):
    """What a paper says of an area that holds a title: the printed page, and a door plaque.

    Sizes (xl, l, m, s, xs) say how large a text may be set so that it fits. `also` are titles held beside the
    highest. `address` is that of the page, `code` its QR code as a data URI ("" if there is none).
    `stated` is false where the scheme says nothing of plaques, `rare` names characters that are not shown. `emblem` is
    the address of the register's own from the root of the site; of a plaque, a data URI ("" if there is none).
    `event_id` is the line of the log by which the highest title stands ("" if there is none).
    """

    area_id: str
    title_name: str
    title_size: str
    name: str
    name_size: str
    qualifier: str
    place: str
    since: str
    also: tuple[str, ...]
    facts: tuple[Fact, ...]
    facts_size: str
    as_of: str
    address: str
    address_size: str
    domain: str
    domain_size: str
    code: str
    site_name: str
    demonstration: str
    stated: bool
    rare: str
    emblem: str = ""
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class PlaqueView:
    """template plaque.html: plaques of one size (a4, a5), each on a page of its own"""

    title: str
    size: str
    plaques: tuple[Certificate, ...]
