"""Findings of privacy: people stay out of it. No identity number, mobile number, e-mail address or plate in any text.

An error cannot be confirmed away, so that only what can hardly be anything else is told: numbers by their checksum
or by their form as a whole, never a part of a longer number or of an address. The line of an office is welcome.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from generator.findings import finding
from generator.register.model import (
    Authority,
    CountySource,
    Decision,
    Finding,
    FormerName,
    SiteSettings,
    Table,
    UnitSource,
    Workday,
)
from generator.register.profile import Profile

# The fields of each table that people write freely; of a log only the name, see `_names`.
_AREAS: Final = ("name", "qualifier", "former_names", "administered_by")
_NOTICES: Final = ("publisher", "title", "document_no", "source")
_DECLARED: Final = ("series", "batch")
_UNPLACED: Final = ("name", "place", "reason")


class Found(NamedTuple):
    """Personal data within a text: what it is, in Chinese, and the data with its middle masked."""

    kind: str
    shown: str


# Patterns are for text in NFKC, where full-width digits and signs are plain ones. They are compiled where they are
# needed, which is hardly ever.
_DASH: Final = r"[ \-‐‑‒–—―−·.]?"
_START: Final = r"(?<![0-9A-Za-z_])(?<![0-9]\.)"  # not within a token (t20221128_13812345678) or a fraction
_END: Final = r"(?![0-9A-Za-z_])"

_IDENTITY: Final = rf"(?<![0-9A-Za-z])([1-9][0-9]{{5}}){_DASH}((?:19|20)[0-9]{{6}}){_DASH}([0-9]{{3}}[0-9Xx]){_END}"
# Numbers of before 1999: a province, a birthday of 1930 or later. The id of an area whose hyphen was forgotten
# (990101001001001) has the number of its street there, which is less.
_OLD_IDENTITY: Final = (
    r"(?<![0-9A-Za-z_])((?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{4})([3-9][0-9]{5})([0-9]{3})"
    rf"{_END}"
)
_ROW: Final = r"[\-.–—]"
# In one, or as 3, 4 and 4 digits that are no part of a longer row of numbers (150-2022-1128-1).
_MOBILE: Final = (
    rf"(?i)(?:{_START}|(?<=tel)|(?<=phone)|(?<=mobile)|(?<=wx)|(?<=vx))(?:(?:(?:00)?86{_DASH}|0)?1[3-9][0-9]{{9}}"
    rf"|(?<![0-9]{_ROW})(?:(?:00)?86{_DASH})?1[3-9][0-9]{_DASH}[0-9]{{4}}{_DASH}[0-9]{{4}}(?!{_ROW}[0-9])){_END}"
)
_EMAIL: Final = (
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]{1,64})@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![A-Za-z0-9])"
)
# Within an address a number is that of a page. (A colon ends it: it may be a full-width one of the sentence.)
_ADDRESS: Final = r"(?:https?://|www\.|(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}/)[A-Za-z0-9._~/?#\[\]@!$&'*+=%-]*"

# Plates, for text in capitals.
_PROVINCE: Final = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_REGION: Final = f"{_PROVINCE}[A-Z]"
_DOT: Final = r"[ \-·•・‧.]?"
# What follows a plate: not what makes it the number of a building (新A10001号楼) or the first of a range.
_CAR: Final = r"(?![0-9A-Za-z_]|[-~–—至][0-9]|号?[栋幢楼室弄座单房院户区组地])"
_ALONE: Final = r"(?!(?![车号的])\w)"  # 渝A1234学 is a car, 渝A1234学校 is not
_PLATES: Final = (
    rf"({_REGION}){_DOT}([A-HJ-NP-Z0-9]{{5}}){_CAR}",
    rf"({_REGION}){_DOT}([0-9]{{5}}[A-HJK]|[A-HJK][A-HJ-NP-Z0-9][0-9]{{4}}){_CAR}",
    rf"({_REGION}){_DOT}([A-HJ-NP-Z0-9]{{4}}[警学挂港澳试超领]){_ALONE}",
    rf"(使){_DOT}([1-3][0-9]{{2}}{_DOT}[0-9]{{3}}){_ALONE}",
    rf"()(?<![0-9A-Za-z_])([1-3][0-9]{{2}}{_DOT}[0-9]{{3}}使){_ALONE}",
)
# What a text must have to be looked at closely. Each begins with a set of characters: a whole table costs little.
_CANDIDATES: Final = (
    re.compile("@"),
    re.compile(rf"[0-9](?:{_DASH}[0-9]){{10}}"),
    re.compile(rf"{_PROVINCE}[A-Za-z]{_DOT}[A-Za-z0-9]{{4}}"),
    re.compile(rf"使{_DOT}[1-3][0-9]{{2}}{_DOT}[0-9]{{3}}|[1-3][0-9]{{2}}{_DOT}[0-9]{{3}}使"),
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def find(text: str) -> Iterator[Found]:
    """Personal data within a text, of each kind in turn.

    >>> list(find("联系人 138 0013 8000"))
    [Found(kind='手机号码', shown='138****8000')]
    """
    plain = unicodedata.normalize("NFKC", text)
    if not _may_hold(plain):
        return
    yield from _each("身份证号码", _IDENTITY, plain, _identity)
    plain = re.sub(_IDENTITY, "/", plain)
    yield from _each("电子邮箱", _EMAIL, plain, _email)
    plain = re.sub(_ADDRESS, "/", re.sub(_EMAIL, "/", plain))
    yield from _each("身份证号码", _OLD_IDENTITY, plain, _old_identity)
    yield from _each("手机号码", _MOBILE, plain, _mobile)
    for pattern in _PLATES:
        yield from _each("车牌号码", pattern, plain.upper(), _plate)


def _each(kind: str, pattern: str, plain: str, masked: Callable[[re.Match[str]], str | None]) -> Iterator[Found]:
    """What a pattern finds; `masked` gives it without its middle, or None where it is no such thing after all."""
    for match in re.finditer(pattern, plain):
        shown = masked(match)
        if shown is not None:
            yield Found(kind, shown)


def _may_hold(plain: str) -> bool:
    """False if a text in NFKC, or a whole table of them, surely has nothing of anybody."""
    return any(pattern.search(plain) for pattern in _CANDIDATES)


def _identity(match: re.Match[str]) -> str | None:
    """An identity number with its middle masked; None without a birthday or with another checksum (GB 11643)."""
    number = "".join(match.groups())
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    if not _is_day(match[2]) or "10X98765432"[total % 11] != number[-1].upper():
        return None
    return _masked(number)


def _old_identity(match: re.Match[str]) -> str | None:
    return _masked("".join(match.groups())) if _is_day(f"19{match[2]}") else None


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _masked(number: str) -> str:
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}"


def _mobile(match: re.Match[str]) -> str:
    digits = re.sub(r"[^0-9]", "", match[0])[-11:]
    return f"{digits[:3]}****{digits[-4:]}"


def _email(match: re.Match[str]) -> str:
    return f"{match[1][0] if len(match[1]) > 2 else ''}***@{match[2]}"


def _plate(match: re.Match[str]) -> str | None:
    """A plate with its middle masked; None for a word (新ABCDE): all plates have digits."""
    if sum(sign.isdigit() for sign in match[2]) < 3:
        return None
    return f"{match[1]}***{match[2][-2:]}"


def check(source: CountySource) -> Iterator[Finding]:
    """Every text that people wrote in a county's folder."""
    settings = source.settings
    if settings is not None:
        texts = {"publisher": settings.publisher, "contact": settings.contact}
        yield from check_document(texts, f"{source.folder}/county.json")
    yield from _table(source.areas, _AREAS)
    yield from _names(source)
    yield from _table(source.redactions, ("decided_by", "reason"))
    yield from _tables(source)


def check_unit(source: UnitSource) -> Iterator[Finding]:
    """Every text that people wrote in the folder of a city or province."""
    yield from _tables(source)


def check_above(
    folder: str,
    site: SiteSettings | None,
    profiles: Mapping[str, Profile],
    workdays: Table[Workday],
    former: Table[FormerName],
    decisions: Table[Decision],
    authorities: Table[Authority],
) -> Iterator[Finding]:
    """What stands above all counties: the site's settings, the profiles, the calendar, names that places once bore,
    decisions, who may write.

    `folder` is the data folder.
    """
    if site is not None:
        texts: dict[str, Any] = {"name": site.name, "publisher": site.publisher, "contact": site.contact}
        texts |= {
            "logo": {"alt": site.logo.alt if site.logo else ""},
            "footer": [{"text": line.text} for line in site.footer],
        }
        yield from check_document(texts, f"{folder}/site.json")
    for name, profile in profiles.items():
        yield from check_document(profile.document, f"{folder}/schemes/{name}.json")
    yield from _table(workdays, ("source",))
    yield from _table(former, ("name",))
    yield from _table(decisions, ("was", "now", "reason"))
    yield from _table(authorities, ("principal",))


def check_document(document: Mapping[str, Any], path: str) -> Iterator[Finding]:
    """Every text of a JSON document; the column is the way to it (`document.note`)."""
    texts = list(_leaves(document, ""))
    if _may_hold(_joined([text for _, text in texts])):
        for column, text in texts:
            yield from _told(text, path, None, column)


def _leaves(value: Any, way: str) -> Iterator[tuple[str, str]]:
    """Pairs of the way to a text and the text."""
    if isinstance(value, str):
        yield way.removeprefix("."), value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{way}.{key}")
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{way}.{index}")


def _tables(source: CountySource | UnitSource) -> Iterator[Finding]:
    """The tables that a city or province has as well."""
    yield from _table(source.notices, _NOTICES)
    yield from _table(source.declared, _DECLARED)
    yield from _table(source.unplaced, _UNPLACED)


def _table(table: Table[Any], columns: Sequence[str]) -> Iterator[Finding]:
    """Cells of some columns. A table is looked at as one text first: almost none has anything to tell."""
    if not table.rows:
        return
    places = [table.rows[0]._fields.index(column) for column in columns]
    if not _may_hold(_joined([text for place in places for row in table.rows if (text := row[place])])):
        return
    for line, row in table.located():
        for place, column in zip(places, columns, strict=True):
            yield from _told(row[place] or "", table.path, line, column)


def _names(source: CountySource) -> Iterator[Finding]:
    """Names in the log. Those of the county's areas are told there, not once more for each of their events."""
    others = {event.area_name for event in source.events.rows} - {area.name for area in source.areas.rows}
    if others:
        others.difference_update(*((area.former_names or "").split(";") for area in source.areas.rows))
    if others and _may_hold(_joined(sorted(others))):
        for line, event in source.events.located():
            if event.area_name in others:
                yield from _told(event.area_name, source.events.path, line, "area_name")


def _joined(texts: Sequence[str]) -> str:
    """Texts as one in NFKC. No pattern goes over a line break, so that nothing is found across two of them."""
    return unicodedata.normalize("NFKC", "\n".join(texts))


def _told(text: str, path: str, line: int | None, column: str) -> Iterator[Finding]:
    """One finding for a text, whatever it holds; what it holds is masked everywhere."""
    matches = list(dict.fromkeys(find(text)))
    if matches:
        kinds = "、".join(dict.fromkeys(match.kind for match in matches))
        shown = "、".join(match.shown for match in matches)
        yield finding("E210", path, line, column, shown, what=kinds, shown=shown)
