"""Counties and schemes to choose from: by code or by name, of all that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import shipped
from generator.errors import UsageError
from generator.staff.founding.source import Source


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("秀山土家族苗族自治县", ["500241"]),
        ("秀山", ["500241"]),
        ("重庆市秀山土家族苗族自治县", ["500241"]),
        ("东莞市", ["441900"]),
        ("鼓楼区", ["320106", "320302", "350102", "410204"]),
        ("乌杨街道", ["500233", "500241"]),
        ("市辖区", []),
        ("没有这个地方", []),
    ],
)
def test_counties_by_name(name: str, codes: list[str]) -> None:
    """By its own name or a part of it, with the province before it, or by a street within it; never a placeholder."""
    assert [county.code for county in Source().counties(name)] == codes


def test_what_ships_is_there_without_a_folder(tmp_path: Path) -> None:
    """All provinces and schemes; a folder without lists is told by its name."""
    assert (len(Source().provinces), "chongqing-2022-74" in Source().scheme_ids()) == (32, True)
    assert Source().county("500241").place == "重庆市秀山土家族苗族自治县"
    assert [scheme.id for scheme in Source().schemes_of("500241")] == ["chongqing-2022-74"]
    assert Source(shipped.DATA).scheme("hainan-2022") == Source().scheme("hainan-2022")
    with pytest.raises(UsageError, match="没有区划代码表"):
        Source(tmp_path).counties("秀山")
