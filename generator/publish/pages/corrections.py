"""What was corrected, in the language of a page: the sentence of a feed is Chinese, and made of facts that it gives."""

from __future__ import annotations

from typing import Final

from generator.publish.pages.chinese import Text
from generator.publish.pages.speech import noted
from generator.publish.pages.wording import Wording
from generator.register.correction import Corrected, Retimed, read

# Titles of feed items keep to ASCII punctuation; on a page a sentence stands among Chinese ones.
_WIDE: Final = str.maketrans(":,", "：，")
# What was recorded, by event.
_RECORDED: Final = {
    "apply": noted("申报一事"),
    "review": noted("审核一事"),
    "nominate": noted("公示一事"),
    "certify": noted("评定一事"),
    "file": noted("备案一事"),
    "publish": noted("发布一事"),
    "suspend": noted("暂停一事"),
    "restore": noted("恢复一事"),
    "revoke": noted("取消一事"),
    "reject": noted("不予认定一事"),
    "withdraw": noted("撤回一事"),
    "correct": noted("更正一事"),
}
_HOW: Final = {
    "amended": noted("更正：{}记录已改正，{}"),
    "restored": noted("更正：{}记录恢复有效，{}"),
    "wrong": noted("更正：{}记录有误，{}"),
}
# Status -> how things stand since, while they stayed so, and else.
_STANDS: Final = {
    "certified": (noted("仍有称号"), noted("现有称号")),
    "suspended": (noted("称号仍为暂停"), noted("称号现为暂停")),
    "revoked": (noted("称号仍已取消"), noted("称号现已取消")),
    "candidate": (noted("仍在公示中"), noted("现在公示中")),
    None: (noted("没有称号"), noted("没有称号")),
}


def correction(sentence: str, title: str, say: Wording) -> Text:
    """The sentence of a correction of a title, without the names that stand beside it in another language."""
    facts = None if say.chinese else read(sentence, title)
    _ = say.word
    match facts:
        case Retimed(event, time, before):
            told = noted("更正：{}的时间应为{}，原记为{}")
            return _(told).format(_(_RECORDED[event]), say.time(time), say.time(before))
        case Corrected(event, how, status, still):
            return _(_HOW[how]).format(_(_RECORDED[event]), _(_STANDS[status][not still]))
        case _:
            return say.quoted(sentence.translate(_WIDE))
