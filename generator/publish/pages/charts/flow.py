"""The flow between statuses: how often a title was gained, suspended, restored and lost, as three boxes and arrows.

The picture has what reads at a glance; the table has every way between two statuses, and the sums that give the
counts of the present: what came in, less what went out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from generator import words
from generator.publish.pages.chinese import Text
from generator.publish.pages.speech import CHINESE, Speech, noted, said
from generator.register.moves import Flows

WIDE: Final = 320
TALL: Final = 226
# The same where no title ever was anything but certified.
LOW: Final = 106
# How wide a letter is about, how far left of a word its sign begins, and where a word between the boxes stands above
# them.
_LETTER: Final = 8.6
_SIGN: Final = 16
_ABOVE: Final = 160
_STATUSES: Final = ("certified", "suspended", "revoked", "candidate")


class Box(NamedTuple):
    """A status with its number now: a box in units of the picture, baselines of its two lines, place of its sign."""

    status: str
    word: str
    number: int
    x: int
    y: int
    width: int
    height: int
    middle: int
    first: int
    second: int
    word_x: int
    sign_x: int
    sign_y: int


class Arrow(NamedTuple):
    """A way that was gone: its line, its head, and its two lines of words (`anchor` is start or middle)."""

    line: str
    head: str
    word: str
    number: int
    x: int
    first: int
    second: int
    anchor: str


class FlowRow(NamedTuple):
    """How often titles went from one status to another, and how many of these stand in the place of another."""

    before: str
    after: str
    times: int
    corrected: int


class SumRow(NamedTuple):
    """A status: how many came in, went out, and stand there now."""

    status: str
    word: str
    entered: int
    left: int
    now: int


class FlowView(NamedTuple):
    """macro flow, `height` in units of the picture; `others` are the steps that stand in the table alone; `csv`
    and `svg` lead to the same as files"""

    title: str
    description: str
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    others: int
    rows: tuple[FlowRow, ...]
    sums: tuple[SumRow, ...]
    csv: str
    svg: str


# Each box: left, top, width, height, middle, baselines of number and word, place of the word, and of the sign.
_BOXES: Final = (
    ("certified", (1, 49, 318, 56, 160, 74, 96, 169, 139, 85)),
    ("suspended", (1, 167, 140, 56, 71, 192, 214, 80, 43, 203)),
    ("revoked", (179, 167, 140, 56, 249, 192, 214, 258, 221, 203)),
)
# That of the one lower box, where the other status never came about.
_LOWER: Final = (1, 167, 318, 56, 160, 192, 214, 169, 132, 203)
# The ways of the picture: from the statuses of the first to the status of the second; word; line; head; words' place.
_WAYS: Final[tuple[tuple[tuple[str | None, ...], str, str, str, str, tuple[int, int, str]], ...]] = (
    ((None, "candidate"), "certified", noted("认定"), "M160 8V46", "M155 40L160 48L165 40", (174, 22, "start")),
    (("certified",), "suspended", "暂停", "M22 106V164", "M17 158L22 166L27 158", (32, 130, "start")),
    (("suspended",), "certified", "恢复", "M92 166V108", "M87 114L92 106L97 114", (102, 130, "start")),
    (("certified",), "revoked", "取消", "M204 106V164", "M199 158L204 166L209 158", (214, 130, "start")),
    (("revoked",), "certified", noted("再认定"), "M262 166V108", "M257 114L262 106L267 114", (272, 130, "start")),
    (("suspended",), "revoked", "取消", "M142 195H176", "M170 190L178 195L170 200", (160, 186, "middle")),
)


def flow(
    flows: Flows, counts: Mapping[str, int], where: Text, *, csv: str = "", svg: str = "", say: Speech = CHINESE
) -> FlowView | None:
    """The flow of a place; None where nothing was ever published. `counts` are the counts of the present."""
    if not flows:
        return None
    _, arrows, told, shown = say.word, [], [], 0
    for starts, end, word, line, head, (x, first, anchor) in _WAYS:
        number = sum(flows.get((start, end, replaced), 0) for start in starts for replaced in (False, True))
        shown += number
        if number:
            second = first + 30 if anchor == "middle" else first + 18
            # Longer words than two signs have no room between the boxes: they stand above.
            above = _ABOVE if anchor == "middle" and not say.chinese else first
            arrows.append(Arrow(line, head, _(word), number, x, above, second, anchor))
            way = _("新认定") if starts[0] is None else f"{_name(starts[0], say)}→{_name(end, say)}"
            told.append(_("{} {} 次").format(way, number))
    ways = sorted({(before, after) for before, after, _ in flows}, key=_order)
    rows = []
    for before, after in ways:
        corrected = flows.get((before, after, True), 0)
        rows.append(
            FlowRow(_name(before, say), _name(after, say), flows.get((before, after, False), 0) + corrected, corrected)
        )
    boxes = _boxes(flows, counts)
    now = _("，").join(_("{} {} 个").format(_(words.STATUSES[status]), counts[status]) for status, place in boxes)
    title = said(_("{}称号在各状态之间的变化"), where) if where else _("称号在各状态之间的变化")
    return FlowView(
        title=title,
        description=f"{_('；').join(told)}{_('。')}" * bool(told) + _("现在{}。").format(now),
        height=TALL if len(boxes) > 1 else LOW,
        boxes=tuple(_box(status, counts[status], place, say) for status, place in boxes),
        arrows=tuple(arrows),
        others=sum(flows.values()) - shown,
        rows=tuple(rows),
        sums=tuple(
            SumRow(
                status, _(words.STATUSES[status]),
                sum(number for (_, after, _), number in flows.items() if after == status),
                sum(number for (before, _, _), number in flows.items() if before == status),
                counts[status],
            )
            for status in _STATUSES
        ),
        csv=csv,
        svg=svg,
    )  # fmt: skip


def _box(status: str, number: int, place: tuple[int, ...], say: Speech) -> Box:
    """A box; before a word in letters its sign stands where that begins."""
    box = Box(status, say.word(words.STATUSES[status]), number, *place)
    return box if say.chinese else box._replace(sign_x=box.word_x - round(_LETTER * len(box.word) / 2) - _SIGN)


def _boxes(flows: Flows, counts: Mapping[str, int]) -> list[tuple[str, tuple[int, ...]]]:
    """The boxes with their places. A status that no title ever had has none: a scheme may not know it."""
    had = {status for before, after, _ in flows for status in (before, after)} | {key for key in counts if counts[key]}
    boxes: list[tuple[str, tuple[int, ...]]] = [box for box in _BOXES if box[0] in had or box[0] == "certified"]
    return boxes if len(boxes) != 2 else [boxes[0], (boxes[1][0], _LOWER)]


def _order(way: tuple[str | None, str | None]) -> tuple[int, int]:
    places = {status: place for place, status in enumerate((None, "candidate", "certified", "suspended", "revoked"))}
    return places[way[0]], places[way[1]]


def _name(status: str | None, say: Speech) -> str:
    return say.word(words.STATUSES[status] if status else words.NO_STATUS)
