"""Every address of the published tree is made here.

An address is relative to the root of the site and ends with "/" for a page. Codes and ids come validated;
nothing else may become part of an address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

HOME: Final = ""
CHANGES: Final = "changes/"
SCHEMES: Final = "schemes/"
FINDINGS: Final = "findings/"
CHECK: Final = "check/"
VERIFY: Final = "verify/"
STATISTICS: Final = "statistics/"
DATA: Final = "data/"
DICTIONARY: Final = "data/dictionary/"
DOWNLOADS: Final = "downloads/"
# Where the pages in each language lie; those in Chinese at the root.
LANGUAGES: Final[dict[str, str]] = {"zh-CN": "", "en": "en/"}
SEARCH: Final = "search/"
# The charts that a page may have as files: over time, province as tiles, counties side by side, between statuses, a
# county as a picture, the steps of a scheme.
DRAWINGS: Final = ("trend", "tiles", "counties", "flow", "picture", "procedure")
# What describes the data and the site, for programs.
DATA_PACKAGE: Final = "datapackage.json"
CATALOGUE: Final = "catalog.jsonld"
INTERFACE: Final = "openapi.json"
FORMAT_LOG: Final = "data/format.txt"
SITEMAP: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"
HEADERS: Final = "_headers"
# The public keys of the log of the country.
LOG_KEYS: Final = "log-keys.txt"
# The notices by day, for programs that keep a calendar (RFC 5545).
CALENDAR: Final = "calendar.ics"
# What the site was made from, and with.
BUILD: Final = "build.json"
# The icon that a telephone puts on its screen: where it looks without being told.
TOUCH_ICON: Final = "apple-touch-icon.png"
# The formats of feeds by the ending of their files, with their media types; and the one that feeds of areas have.
# Those that have archives: who walks back takes one of these.
ARCHIVE_FORMATS: Final = ("atom", "json")
FORMATS: Final[dict[str, str]] = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
AREA_FORMAT: Final = "atom"
# Folders at the root that are the register's or a language's: no text of people's own may lie there.
RESERVED: Final = frozenset({
    "announcements", "changes", "check", "downloads", "drafts", "feeds", "files", "findings", "pictures", "schemas",
    "schemes", "search", "static", "statistics", "tile", "verify",
    *(folder.removesuffix("/") for folder in LANGUAGES.values() if folder),
})  # fmt: skip
# Pages that people write and every page leads to: in each language, and those that there are in Chinese alone.
WRITTEN: Final = ("about/", "data/")
CORRECTIONS: Final = "corrections/"
WRITTEN_ONCE: Final = (CORRECTIONS,)
# Those that the layout leads to where somebody wrote them.
GUIDE: Final = "guide/"
QUESTIONS: Final = "questions/"
MAY_BE_WRITTEN: Final = (
    GUIDE, *(f"{home}{page}" for home in LANGUAGES.values() if home for page in (QUESTIONS, *WRITTEN_ONCE)),
)  # fmt: skip

_LEADING_OUT: Final = re.compile("(?:https?|mailto|tel):", re.IGNORECASE)
_BEHIND: Final = re.compile("[?#]")


def absolute(site_url: str, address: str) -> str:
    """An address of the tree as feeds and canonical links have it; a closing slash of `site_url` is none too many."""
    return f"{site_url.rstrip('/')}/{address}"


def path(site_url: str) -> str:
    """The path of the site's own address, where a page must name it: "/" or "/sub/path/"."""
    return "/" + "".join(f"{part}/" for part in site_url.split("/")[3:] if part)


def home(lang: str) -> str:
    """The home page in a language."""
    return LANGUAGES[lang]


def unit(code: str, lang: str = "zh-CN") -> str:
    """Page of a province, city or county."""
    return f"{LANGUAGES[lang]}{code}/"


def area(area_id: str, lang: str = "zh-CN") -> str:
    """Page of an area; in Chinese also of a street, village or community that contains areas."""
    return f"{LANGUAGES[lang]}{area_id[:6]}/{area_id}/" if len(area_id) > 6 else unit(area_id, lang)


def notice(notice_id: str) -> str:
    """Page of a notice, in the folder of the division whose notice it is."""
    return f"{notice_id.partition('-')[0]}/notices/{notice_id}/"


def scheme(scheme_id: str) -> str:
    """Page of a scheme."""
    return f"{SCHEMES}{scheme_id}/"


def month(year_month: str) -> str:
    """Page of a month (YYYY-MM), which lists its days."""
    return f"{CHANGES}{year_month}/"


def kind(kind_: str) -> str:
    """Page of the newest changes of a kind (revoked, suspended …)."""
    return f"{CHANGES}{kind_}/"


def day(day_: str) -> str:
    """Page of the changes of a day (YYYY-MM-DD)."""
    return f"{CHANGES}{day_}/"


def manifest(code: str = "") -> str:
    """The digests of a county's files; without a code, of everything else and of the counties' manifests."""
    return f"{code}/manifest.json" if code else "manifest.json"


def kind_feed(kind: str) -> str:
    """A national feed, without the ending; `kind` is "all" or a kind of change."""
    return f"feeds/{kind}"


def notice_feed(code: str = "") -> str:
    """The feed of the notices of a county, or of the country, without the ending."""
    return f"{unit(code)}notices" if code else kind_feed("notices")


def revoked_feed(code: str) -> str:
    """The feed of the revocations of a county, without the ending."""
    return f"{unit(code)}revoked"


def page_feed(page: str) -> str:
    """The feed of the page of a unit or area, without the ending."""
    return f"{page}feed"


def feed_file(stem: str, form: str) -> str:
    """A document of a feed, or of an archive of one, in a format."""
    return f"{stem}.{form}"


def feed(kind: str, form: str) -> str:
    """A national feed in a format."""
    return feed_file(kind_feed(kind), form)


def recent(stem: str, month: str, page: int = 0) -> str:
    """A page of a month that may still change, while the current feed cannot hold it; without the ending."""
    return archive(f"{stem}/recent", month, page)


def archive(stem: str, month: str, page: int = 0) -> str:
    """An archive of a feed, without the ending: a page of a month, or (`month` a number) a block of a log."""
    return f"{stem}/{month}-{page}" if page else f"{stem}/{month}"


def county_feed(code: str, form: str) -> str:
    """A county's or province's feed in a format."""
    return feed_file(page_feed(unit(code)), form)


def area_feed(area_id: str) -> str:
    """An area's feed."""
    return feed_file(page_feed(area(area_id)), AREA_FORMAT)


def twin(page: str) -> str:
    """The data twin of a page."""
    return f"{page}index.json"


def document(page: str) -> str:
    """The file of a page."""
    return f"{page}index.html"


def table(code: str, name: str) -> str:
    """A county's register or log as one file: `areas` or `events`, or what was removed of it: `redactions`."""
    return f"{code}/{name}.csv"


def checkpoint(code: str = "") -> str:
    """The checkpoint of the log of a county; without a code, of the country."""
    return f"{code}/checkpoint" if code else "checkpoint"


def tile(path: str, code: str = "") -> str:
    """A tile of the log of a county, or of the country, by its path in the log."""
    return f"{code}/{path}" if code else path


def changes_table(code: str = "") -> str:
    """The newest lines of the log of a county, or of the country, as a table."""
    return table(code, "changes") if code else "changes.csv"


def days_table(code: str = "") -> str:
    """The counts of a county, city or province, or of the country, at the end of each day on which they moved."""
    return table(code, "days") if code else "days.csv"


def drawing(page: str, kind: str, lang: str = "zh-CN") -> str:
    """A chart of a page, as a file to take along (a kind of `DRAWINGS`): that of another language lies beside it."""
    return f"{page}{kind}.svg" if not LANGUAGES[lang] else f"{page}{kind}-{lang}.svg"


def download(name: str, ending: str, province: str = "") -> str:
    """A whole table to download: of the country, or of a province; `ending` is that of the format."""
    return f"{DOWNLOADS}{province}/{name}{ending}" if province else f"{DOWNLOADS}{name}{ending}"


def statistics(name: str) -> str:
    """A table of statistics."""
    return f"{STATISTICS}{name}.csv"


def statistics_days() -> str:
    """The counts of every county at the end of each day on which they moved."""
    return statistics("county-days")


def statistics_flows() -> str:
    """How often titles of every county went from one status to another."""
    return statistics("county-flows")


def table_meaning(name: str) -> str:
    """Where the dictionary tells of a table."""
    return f"{DICTIONARY}#{name}"


def finding(code: str) -> str:
    """Where a finding of the check is explained."""
    return f"{FINDINGS}#{code}"


def picture(name: str) -> str:
    """A picture that a text shows."""
    return f"pictures/{name}"


def attachment(name: str) -> str:
    """A file that a text leads to."""
    return f"files/{name}"


def schema(name: str) -> str:
    """A JSON Schema of what is committed or published."""
    return f"schemas/{name}.json"


def sitemap(code: str = "", page: int | str = 1) -> str:
    """The addresses of a county's pages, or (without a code) of those above the counties; further files by number."""
    stem = f"{code}/sitemap" if code else "sitemap-pages"
    return f"{stem}.xml" if page == 1 else f"{stem}-{page}.xml"


def search(lang: str) -> str:
    """The page of the search in a language."""
    return f"{LANGUAGES[lang]}{SEARCH}"


def search_words(lang: str) -> str:
    """What a search says, in a language other than Chinese."""
    return f"{SEARCH}{lang}.json"


def search_list(code: str) -> str:
    """The list of names of a county that a search looks through."""
    return f"{code}/search.json"


def search_characters() -> str:
    """The forms and readings of the characters of all names."""
    return f"{SEARCH}characters.json"


def search_readings() -> str:
    """The readings of other characters, which a reader may have typed by mistake."""
    return f"{SEARCH}readings.json"


def search_pairs(syllable: str) -> str:
    """Which counties have a syllable before which other one."""
    return f"{SEARCH}pairs/{syllable}.txt"


def search_initials(letters: str) -> str:
    """Which counties have syllables that begin with two letters before which third one."""
    return f"{SEARCH}initials/{letters}.txt"


def share(folder: str, status: str = "", *, square: bool = False) -> str:
    """The picture that chats show beside a link to a page: of the page of a place (or, in its folder, of a status), or
    of the site; the wide one, or the square one."""
    name = f"share-{status}" if status else "share"
    return f"{folder}{name}-square.png" if square else f"{folder}{name}.png"


def badge(page: str, lang: str = "zh-CN") -> str:
    """The badge of a county's or area's page: that of another language lies beside it."""
    return drawing(page, "badge", lang)


def anchor(event_id: str) -> str:
    """Where an event stands on its area's page."""
    return f"e{event_id}"


def event(area_id: str, event_id_: str, lang: str = "zh-CN") -> str:
    """An event, where it stands on its area's page in a language."""
    return f"{area(area_id, lang)}#{anchor(event_id_)}"


def event_id(county: str, sequence: int) -> str:
    """`<county>-<6-digit sequence>`: permanent."""
    return f"{county}-{sequence:06d}"


def item_id(tag_authority: str, event: str) -> str:
    """Id of a feed item (a tag URI, RFC 4151): permanent, whatever becomes of the site."""
    return f"tag:{tag_authority}:event/{event}"


def notice_item_id(tag_authority: str, notice: str, county: str = "") -> str:
    """Id of a notice as an item; `county` where it is told of one county alone, although a unit above published it."""
    return f"tag:{tag_authority}:notice/{notice}/{county}" if county else f"tag:{tag_authority}:notice/{notice}"


def feed_id(tag_authority: str, stem: str) -> str:
    """Id of a feed (a tag URI); its archives have it too."""
    return f"tag:{tag_authority}:feed/{stem}"


def relative(target: str, page: str) -> str:
    """The link to `target` as it stands on `page` (both relative to the root of the site)."""
    if page.endswith("/") and target.startswith(page):
        return target[len(page) :] or "./"
    return "../" * page.count("/") or "./" if not target else _relative(target, page)


def _relative(target: str, page: str) -> str:
    here = page.split("/")[:-1]
    there = target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) or "./"


def followed(link: str, folders: Sequence[str], site_path: str = "/") -> str | None:
    """The file that a link leads to, from a page that lies in `folders`; None where it leads out, or to its own page.

    What names no file of the tree comes back as it would be asked for.
    """
    if "&" in link:
        link = unescape(link)
    link = _BEHIND.split(link, maxsplit=1)[0]
    if not link or _LEADING_OUT.match(link):
        return None
    if link.startswith("/"):
        whole = link.removeprefix(site_path) if link.startswith(site_path) else f"/{link}"
    else:
        here, parts = list(folders), link.split("/")
        while parts and parts[0] in ("..", "."):
            if parts[0] == "..":
                if not here:
                    return f"../{link}"
                here.pop()
            parts.pop(0)
        whole = "/".join([*here, *parts]) if parts else "/".join([*here, ""])
    return f"{whole}index.html" if whole.endswith("/") or not whole else whole
