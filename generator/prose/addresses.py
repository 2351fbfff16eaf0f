"""Which files the site at hand will have, for the links of texts, before it is built.

The patterns are those of openapi.json. What stands in their braces is asked of the register: a county is compiled
where a link leads into it, and only then. What the feeds alone know (their archives) is taken at its word: the audit
of the build has the last.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Final

from generator import urls
from generator.check import Plan, check_one
from generator.publish.exports.catalogues import openapi
from generator.publish.handover.summary import is_present
from generator.publish.pages import renderer
from generator.reading import schemas
from generator.register.change import LISTS, changes
from generator.register.county import County
from generator.register.divisions import path_of
from generator.register.model import SiteSettings
from generator.register.profile import keeps_cases

_BRACES: Final = re.compile(r"\\\{([a-z]+)\\\}")
_MONTH: Final = re.compile("[0-9]{4}-[0-9]{2}")
_LOGS: Final = ("events.csv", "events.json")
# What stands for the address of the site while it is being judged.
THE_SITE: Final = "https://site.invalid/"
# Pages of the register that a text may mean, and how many are proposed of those that are alike.
_MAIN: Final = (
    urls.CHANGES, urls.SCHEMES, urls.FINDINGS, urls.STATISTICS, urls.DICTIONARY, urls.SEARCH, urls.CHECK,
    urls.VERIFY,
)  # fmt: skip
_PROPOSED: Final = 3


class Addresses:
    """The files of the site of a plan. `texts` are the addresses of the pages that people write, `pictures` those of
    what they show, `lacking` files that it is known not to have."""

    def __init__(
        self, plan: Plan, site: SiteSettings, texts: Collection[str], lacking: Collection[str] = (),
        pictures: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.texts = frozenset({*texts, "announcements/"})
        self.schemes = frozenset(plan.profiles) | plan.unread
        self.site_path = urls.path(site.url)
        self._plan, self._site, self._lacking = plan, site, frozenset(lacking)
        self._pictures = frozenset(pictures)
        self._counties: dict[str, County | None] = {}

    def within(self, link: str) -> str:
        """A link with the whole address of the site as one from its root; any other as it is."""
        for whole in (THE_SITE, self._site.url):
            root = whole.removesuffix("/")
            if link.lower().startswith(root.lower()) and link[len(root) : len(root) + 1] in ("", "/", "?", "#"):
                return f"{self.site_path}{link[len(root) :].removeprefix('/')}"
        return link

    def has(self, path: str) -> bool:
        """True if there will be a file of this path, as far as the register tells."""
        if path in self._lacking:
            return False
        if path.startswith("static/"):
            return path in {artifact.path for artifact in renderer.static_files()}
        return (
            path in ("404.html", urls.HEADERS)
            or path in self._pictures
            or any(
                self._is_offered(address, match.groupdict())
                for expression, address in self._patterns
                if (match := expression.fullmatch(path))
            )
        )

    def proposed(self, path: str) -> str:
        """What the site has that may have been meant: its schemes, or the pages whose addresses are most alike."""
        page = path.removesuffix("index.html")
        if page.startswith(urls.SCHEMES):
            return f"本站有的方案：{'、'.join(sorted(self.schemes))}"
        pages = sorted({*self.texts, *_MAIN})
        places = [*pages, *(urls.unit(code) for code in self._plan.counties)]
        alike = difflib.get_close_matches(page, places, n=_PROPOSED, cutoff=0.6)
        return f"本站有：{'、'.join(alike or (page for page in pages if not page.startswith('en/')))}"

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        pages = [(address.path, address.media_type == "text/html") for address in openapi.addresses(self._site)]
        for lang in self._site.languages:
            pages += [(urls.home(lang), True), (urls.unit("{code}", lang), True), (urls.search(lang), True)]
        made = []
        for address, is_page in pages:
            path = re.escape(urls.document(address) if is_page else address)
            expression = _BRACES.sub(lambda brace: f"(?P<{brace[1]}>{openapi.PARAMETERS[brace[1]][0]})", path)
            made.append((re.compile(expression), address))
        return tuple(made)

    def _is_offered(self, address: str, named: Mapping[str, str]) -> bool:
        """True if there is what the braces of an address name."""
        if "area" in named:
            return self._has_area(address, named["county"], named["area"])
        if "notice" in named:
            return self._has_notice(named["body"], named["notice"])
        month = _MONTH.match(named.get("archive", ""))
        if month is not None and not self._has_period(month[0]):
            return False
        return all(getattr(self, f"_has_{name}", _always)(value) for name, value in named.items())

    # ---- what stands in braces, by its name

    def _has_text(self, text: str) -> bool:
        return f"{text}/" in self.texts

    def _has_scheme(self, scheme: str) -> bool:
        return scheme in self.schemes

    def _has_schema(self, name: str) -> bool:
        return name in schemas.files() and (name != "cases" or keeps_cases(self._plan.profiles.values()))

    def _has_county(self, code: str) -> bool:
        return code in self._plan.counties

    def _has_province(self, code: str) -> bool:
        return any(county.startswith(code) for county in self._plan.counties)

    def _has_code(self, code: str) -> bool:
        if len(code) == 6:
            return self._has_county(code)
        if any(code in dict(path_of(unit.code, unit.names)) for unit in self._plan.units):
            return True
        below = next((county for county in self._plan.counties if county.startswith(code)), None)
        return below is not None and ((county := self._county(below)) is None or code in dict(county.path))

    def _has_unit(self, code: str) -> bool:
        """True if there is a feed of it: of a county, or of a province with one of the present."""
        return self._has_county(code) or any(
            (county := self._county(below)) is None or is_present(county, self._site.demonstration)
            for below in self._plan.counties
            if below.startswith(code) and len(code) == 2
        )

    def _has_period(self, period: str) -> bool:
        """True if something changed in that month or on that day; the lists by kind are always there."""
        return period in LISTS or any(number is None or number for number in self._changed(period))

    def _changed(self, period: str) -> Iterator[int | None]:
        """How much changed in a month or on a day, county by county; None where a county is not to be had."""
        for code in self._plan.counties:
            logs = (self._plan.data / "registers" / code / name for name in _LOGS)
            if any(period.encode("ascii") in log.read_bytes() for log in logs if log.is_file()):
                county = self._county(code)
                if county is None:
                    yield None
                elif is_present(county, self._site.demonstration):
                    yield sum(
                        period in (change.listed[: len(period)], change.recorded_at[: len(period)])
                        for change in changes(county)
                    )

    def _has_area(self, address: str, code: str, area: str) -> bool:
        if not self._has_county(code):
            return False
        offered = {"index.json": self._site.area_documents, "feed.atom": self._site.area_feeds}
        if not offered.get(address.rpartition("/")[2], True):
            return False
        county = self._county(code)
        if county is None:
            return True
        return area in county.by_area or (area in county.containers and not address.endswith("badge.svg"))

    def _has_notice(self, body: str, notice: str) -> bool:
        if notice.partition("-")[0] != body:
            return False
        if len(body) < 6:
            return any(row.notice_id == notice for unit in self._plan.units for row in unit.notices.rows)
        return self._has_county(body[:6]) and ((county := self._county(body[:6])) is None or notice in county.notices)

    def _county(self, code: str) -> County | None:
        """A county; None where something is wrong with it, and nothing will be published."""
        if code not in self._counties:
            checked, _, county = check_one(self._plan, code)
            wrong = any(finding.severity == "error" for finding in checked.findings)
            self._counties[code] = None if wrong else county
        return self._counties[code]


def _always(value: str) -> bool:
    return True
