"""What pages of several kinds are made of, and the frame around each of them."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import escape

from generator.publish.pages.chinese import Text


class Link(NamedTuple):
    """A name and where it leads; `href` is "" for the page itself."""

    name: Text
    href: str


class FeedLink(NamedTuple):
    """A feed of the page: its name, address and media type."""

    name: str
    href: str
    media_type: str


class Subscription(NamedTuple):
    """A feed as a reader chooses it: what of (取消), each format by its short name (RSS), and what stands before them
    (订阅取消：)."""

    name: str
    formats: tuple[FeedLink, ...]
    phrase: str


class Download(NamedTuple):
    """A file to take along: its name, how large it is (12 KB) and of which day; `file` is what it is called there."""

    name: str
    href: str
    size: str
    day: str
    file: str = ""


class Embedding(NamedTuple):
    """A picture of the page that others may show: what it is, the line of HTML to paste, its address; `alt` is what
    stands for it. One that is `small` is shown beside its line."""

    name: str
    code: str
    href: str
    alt: str
    small: bool = False


class Offers(NamedTuple):
    """What a page has to subscribe to, to take along, and to be shown elsewhere."""

    subscriptions: tuple[Subscription, ...] = ()
    downloads: tuple[Download, ...] = ()
    embeddings: tuple[Embedding, ...] = ()


class Alternate(NamedTuple):
    """The same page in another language: its tag (BCP 47), its name in itself, the link, the whole address."""

    lang: str
    name: str
    href: str
    url: str


class Moment(NamedTuple):
    """A time as a page shows it: the day in words (2022年11月21日), with what the data says of it.

    `data` is the day or RFC 3339 time, `exact` the same in words where it is more than a day, else "". A template
    prints the whole as one value: a `data` element, whose exact time shows on hover. It is no `time` element, because
    programs that take the text out of pages drop those with what stands in them, and date a page by the first.
    """

    shown: str
    data: str
    exact: str = ""

    def __str__(self) -> str:
        """What is read."""
        return self.shown

    def __html__(self) -> str:
        """The element."""
        title = f' title="{escape(self.exact)}"' if self.exact else ""
        return f'<data value="{escape(self.data)}"{title}>{escape(self.shown)}</data>'


class Promise(NamedTuple):
    """What a county promises, in words; by `due` (RFC 3339) something newer than `since` should have come, which
    `until` says as a sentence, so that a reader without scripts can compare the day with today.

    Of a page of many counties it is that of the one which is due first: `whose` names it where an old list is told of,
    "" where the page is of one county.
    """

    text: str
    since: Moment
    due: str
    until: str
    whose: str = ""


class ChangeRow(NamedTuple):
    """One change in a list: the day it has force, its kind (revoked, suspended, corrected, restored, certified,
    nominated) and word, the area with its link; for a correction the sentence that says what was wrong. `recorded` is
    the day it was recorded, where that is another one; `superseded` is true of what was retracted or replaced later."""

    day: Moment
    kind: str
    word: str
    name: Text
    href: str
    place: Text
    title_name: Text
    sentence: Text
    reason: Text
    recorded: Moment | None = None
    superseded: bool = False


class ChangeGroup(NamedTuple):
    """Changes of one kind, removals first; `size` says how many stand (最近 6 项), `href` leads to the list of all.

    `alike` is what all rows have in common (place, title, day, reason), said once over them; where they differ it
    stands in the columns `places`, `titles`, `reasons` and `days`. `goes_on` is true where the group before has the
    same columns, so that one heading row stands over both.
    """

    kind: str
    word: str
    size: str
    rows: tuple[ChangeRow, ...]
    alike: tuple[Text | Moment, ...] = ()
    places: bool = True
    titles: bool = True
    reasons: bool = True
    days: bool = True
    goes_on: bool = False
    href: str = ""


class Measure(NamedTuple):
    """What a title means for residents, with the clause that says so."""

    text: str
    clause: str


class Fact(NamedTuple):
    """A labelled value; `href` is "" where it leads nowhere."""

    label: str
    value: Text | Moment
    href: str = ""


class Picture(NamedTuple):
    """A picture that stands on many pages: its address from the root of the site, what it shows, its size."""

    src: str
    alt: str
    width: int
    height: int


class SharePicture(NamedTuple):
    """A picture that chats show beside a link to the page: its whole address, its size, what it says."""

    url: str
    width: int
    height: int
    alt: str


class Dress(NamedTuple):
    """What the chrome of all pages of a site has alike: a logo before its name, the icon (addresses from the root of
    the site), whether there is a stylesheet of its own, lines at the foot, and the icon on the screen of a telephone
    ("" where the site has an icon of its own)."""

    icon: str = "static/favicon.svg"
    icon_type: str = "image/svg+xml"
    logo: Picture | None = None
    own_style: bool = False
    footer: tuple[Link, ...] = ()
    touch_icon: str = ""


class Chrome(NamedTuple):
    """What every page has around its content.

    `address` is relative to the root of the site, `root` leads there ("../../"). `crumbs` run from the home page
    to the page itself. `twin` is the data twin of the page. `demonstration` and `archived` are the texts of
    banners, `linked_data` describes the page and its data to machines (JSON, escaped for a script element). `promise`
    says how often what it shows is renewed. `dress` is what all pages of the site have alike. `lang` is the
    language of the page (BCP 47), `own` leads to the pages in it ("" where they lie at the root), `home` to the
    home page in it, `alternates` are the same page in other languages. `at_home` is true on a home page. `modified`
    is the day or RFC 3339 time of what the page tells, for who dates it in an archive or a search ("" where nothing
    says so). A narrow screen leaves `demonstration_rest` out. `moved` is the banner of a page whose content is listed
    elsewhere: no search is to find it here. `pictures` are what chats show beside a link to it. `corrections` leads to
    the page of how mistakes are put right (`corrections_foreign` where there is none in the language of the page),
    `guide` to that for staff ("" where nobody wrote it). `locale` is its
    language as chats name it, "" on a page that tells them no more than its title and its description.
    """

    address: str
    root: str
    title: str
    description: str
    canonical: str
    site_name: Text
    publisher: Text
    contact: Text
    crumbs: tuple[Link, ...] = ()
    twin: str = ""
    feeds: tuple[FeedLink, ...] = ()
    demonstration: str = ""
    archived: str = ""
    footnote: str = ""
    linked_data: str = ""
    lang: str = "zh-CN"
    locale: str = "zh_CN"
    own: str = ""
    alternates: tuple[Alternate, ...] = ()
    promise: Promise | None = None
    home: str = ""
    at_home: bool = False
    modified: str = ""
    moved: str = ""
    demonstration_rest: str = ""
    dress: Dress = Dress()
    pictures: tuple[SharePicture, ...] = ()
    corrections: str = ""
    corrections_foreign: bool = False
    guide: str = ""
