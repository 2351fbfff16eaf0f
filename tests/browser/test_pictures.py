"""Pictures of texts in a browser: loaded under the policy of the site, in a place kept for them, within the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browsers import POLICY, layout_overflow, opened
from tests.support.sites import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Of each picture of the page: its address, the width it has here and in its file, and whether it keeps its form.
_SHOWN = """async () => {
  const shown = [];
  for (const image of document.querySelectorAll(".prose img")) {
    const before = image.getBoundingClientRect();
    image.scrollIntoView({behavior: "instant"});
    await image.decode();
    const box = image.getBoundingClientRect(), form = box.width / box.height;
    shown.push([image.getAttribute("src"), box.width, image.naturalWidth, before.height === box.height
      && Math.abs(form - image.naturalWidth / image.naturalHeight) < 0.01 * form]);
  }
  return shown;
}"""


@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (1200, False), (1200, True)])
def test_the_pictures_of_the_guide_are_shown(chromium: Browser, site: Path, width: int, dark: bool) -> None:
    """Each in its form, no wider than the page, where its place was kept."""
    with serving(site, headers=POLICY) as address, opened(chromium, width, dark=dark) as window:
        window.page.goto(f"{address}guide/")
        shown = window.page.evaluate(_SHOWN)
        assert len(shown) == 6
        for source, wide, natural, kept in shown:
            assert kept, source
            assert wide == pytest.approx(min(natural, wide), abs=1), source
            assert 300 <= wide <= width, source
        assert layout_overflow(window.page) == 0
    assert window.complaints == []


def test_pictures_are_loaded_when_a_reader_comes_near(chromium: Browser, site: Path) -> None:
    """The top of the guide asks for none of those that stand far below."""
    with serving(site, headers=POLICY) as address, opened(chromium, 360) as window:
        window.page.goto(f"{address}guide/")
        window.page.wait_for_load_state("networkidle")
        assert not [request for request in window.requests if "guide-web" in request]
        with window.page.expect_response("**/guide-web.svg") as answered:
            window.page.locator("img[src$='guide-web.svg']").scroll_into_view_if_needed()
        assert answered.value.ok
