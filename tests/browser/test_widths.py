"""Every kind of page at every width between a small telephone and a desktop, in normal and in large text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.browsers import HEIGHT, layout_overflow, opened
from tests.support.kinds import kinds
from tests.support.sites import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A small telephone to a desktop: on both sides of each width at which pages are laid out anew, and between.
WIDTHS: Final = (320, 360, 400, 480, 575, 577, 671, 673, 700, 768, 895, 897, 1024, 1440)
# Texts that stand in a column too narrow to be read: more than three lines of three Chinese characters, or of as
# many letters as take their place; or that reach beyond the text of the page.
SQUEEZED: Final = """() => [...document.querySelectorAll("main :is(td, th, dd, dt, li, p, h1, h2, h3, caption)")]
  .filter(one => !one.closest("[hidden], thead") && one.checkVisibility({ visibilityProperty: true }))
  .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 3
    || node.nodeType === 1 && ["A", "SPAN", "DATA"].includes(node.tagName)))
  .map(one => {
    const style = getComputedStyle(one), size = parseFloat(style.fontSize), line = parseFloat(style.lineHeight);
    const wide = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const range = document.createRange();
    range.selectNodeContents(one);
    const rects = [...range.getClientRects()], main = one.closest("main");
    const lines = new Set(rects.map(rect => Math.round(rect.bottom / line)));
    const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
    const beyond = one.closest(".scroll, .prose") ? 0 : Math.max(...rects.map(rect => rect.right)) - edge;
    const name = `${one.tagName.toLowerCase()}.${one.className} (${one.textContent.trim().slice(0, 24)})`;
    return [name, wide / size, lines.size, beyond];
  })
  .filter(([, wide, lines, beyond]) => wide < 3.5 && lines > 3 || beyond > 2)
  .map(([name, wide, lines, beyond]) => `${name}: ${wide.toFixed(1)}em, ${lines} lines, ${beyond.toFixed(0)} beyond`)"""
TALL: Final = "document.documentElement.scrollHeight"


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
def test_no_column_is_squeezed_at_any_width(chromium: Browser, site: Path, *, large: bool) -> None:
    """Between 320 and 1440 px nothing is wider than the page, no text stands in a sliver, no page grows with it."""
    wrong = []
    asked = kinds(site)
    with serving(site) as address, opened(chromium, 481) as window:
        page = window.page
        for path in asked:
            page.goto(address + path)
            page.evaluate(f"document.documentElement.classList.toggle('simple', {str(large).lower()})")
            tallest = 0
            for width in WIDTHS[:: 3 if large else 1]:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                wrong += [f"/{path} at {width}: {one}" for one in page.evaluate(SQUEEZED)]
                tall = page.evaluate(TALL)
                tallest = tallest or tall
                if tall > 1.25 * tallest:
                    wrong.append(f"/{path} at {width}: {tall} px high, {tallest} at {WIDTHS[0]}")
                if layout_overflow(page):
                    wrong.append(f"/{path} at {width}: {layout_overflow(page)} px too wide")
    assert len(asked) > 60
    assert wrong == []
