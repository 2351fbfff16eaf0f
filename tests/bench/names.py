"""Invented names, none of which is easily taken for another of the same county.

A name is three characters. The third follows from the first two, so that two names differ in two characters at
least; no two characters of one place of the name sound or look alike.
"""

from __future__ import annotations

from random import Random
from typing import Final

_FIRST: Final = "春东南西北中明清和安康泰福瑞祥锦绣银玉翠碧紫丹云海江山林竹松梅桂柳枫晨光华利达兴旺"
_SECOND: Final = "风光景苑泉溪湾岸桥亭阁台楼坊里巷谷岭洲堤塘池月星霞雨露雪城门街口港渡沙石岩壁坡坪田"
_THIRD: Final = "丰利达兴旺鼎阳辰霞武龙鹤宝珠琼瑶宇宏博雅诗琴棋墨香茂盛荣仁义智德善乐欢腾凯捷嘉恩洲"
_CHARACTERS: Final = 41  # a prime, so that any two of the three characters tell the third
_COMPOUND: Final = ("小区", "花园", "家园", "新村", "公寓", "名苑", "华庭")


class Names:
    """The names of one county, each given out once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left = random.sample(range(_CHARACTERS**2), _CHARACTERS**2)

    def place(self, kind: str) -> str:
        """Name of a street, town, community or village, `kind` being its last word."""
        return f"{self._stem()}{kind}"

    def compound(self) -> str:
        """Name of a compound."""
        return f"{self._stem()}{self._random.choice(_COMPOUND)}"

    def _stem(self) -> str:
        first, second = divmod(self._left.pop(), _CHARACTERS)
        return _FIRST[first] + _SECOND[second] + _THIRD[(first + second) % _CHARACTERS]
