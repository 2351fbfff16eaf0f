"""Whatever rows print and people answer: every question is asked once, and no area or number is given twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.errors import UsageError
from generator.staff.importing.questions import answered
from generator.staff.intake.model import ListedRow
from tests.staff.importing.test_placing import KNOWN, NAMES, placed, row

_WORDS = {
    "street": ("", "月浦镇", "河南街", "奓山街、河南街", "不存在镇", "月浦", " "),
    "community": ("", "月浦四村", "向阳", "向阳社区", "月浦三村", "x/y", "黄陵居委会"),
    "title": ("无疫小区", "无疫社区", "无疫乡镇(街道)", "", "无疫村", "怪"),
    "kind": ("", "小区", "社区", "村", "街道", "楼栋", "?"),
    "county": ("", "宝山区", "嘉定区", "临港", "宝山"),
    "qualifier": ("", "一期", "1-5栋", "月罗路307弄"),
    "code": ("", "310113104", "310113104004", "310113104035-002", "990101", "12", "310113999"),
}
_NAMES = (
    "甲苑", "月浦三村", "月浦三村高层", "春晓花园", "春晓花园一期", "向阳社区", "向阳", "黄陵村", "河南街", "大桥村",
    "村", "（一期）", "①", "12号院", "沈巷新村",
)  # fmt: skip
_CODES = [*(code for code in NAMES if len(code) > 6), *KNOWN]


def made(name: str, words: dict[str, str]) -> ListedRow:
    """A row with the words that are not empty; a title may be."""
    return row(name, **{role: word for role, word in words.items() if word or role == "title"})


ROWS = st.lists(
    st.builds(made, st.sampled_from(_NAMES), st.fixed_dictionaries({k: st.sampled_from(v) for k, v in _WORDS.items()})),
    min_size=1,
    max_size=5,
)
ANSWER = st.one_of(st.integers(1, 4).map(str), st.sampled_from([*_CODES, "-", "新"]))


@given(ROWS, st.lists(ANSWER, min_size=30, max_size=30))
def test_any_rows(rows: list[ListedRow], typed: list[str]) -> None:
    """Each row ends as an area, a name without a place or a row of another county, or its answer is refused."""
    answers: dict[str, str] = {}
    waiting = iter(typed)
    try:
        found = placed(*rows, known=KNOWN, answers=answers)
        while found.questions:
            for key, question in found.questions.items():
                assert key not in answers
                try:
                    answers[key] = answered(question, next(waiting, "1"), dict.fromkeys(_CODES))
                except UsageError:
                    answers[key] = question.choices[0].answer
            found = placed(*rows, known=KNOWN, answers=answers)
    except UsageError as error:
        assert "的回答" in str(error)  # noqa: PT017 - any other error is one of the program
        return
    areas = [(one.area.area_id, one.title) for one in found.placed if one.area is not None]
    new = {one.area.area_id for one in found.placed if one.area is not None and one.is_new}
    assert len(areas) == len(set(areas))
    assert not new & KNOWN.keys()
    assert len(found.placed) + len(found.elsewhere) + len(found.twice) == len(rows)
    assert all(one.title for one in found.placed)
