"""Headings as they are broken into lines on narrow screens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.browsers import opened
from tests.support.kinds import kinds
from tests.support.sites import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Of each heading the lines that end between two Chinese characters, though what stands between the signs and blanks
# around them would have fitted into one line.
BROKEN: Final = """() => [...document.querySelectorAll("main :is(h1, h2, h3)")].flatMap(one => {
  const found = [], range = document.createRange(), walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  function at(node, i) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    return range.getBoundingClientRect();
  }
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const run of node.data.matchAll(/[\\u3400-\\u9fff]+/g)) {
      const first = run.index, end = first + run[0].length, size = at(node, first);
      for (let i = first + 1; i < end && run[0].length * size.width < 0.98 * one.clientWidth; i += 1) {
        if (at(node, i).top > at(node, i - 1).top + size.height / 2) {
          found.push(node.data.slice(first, i) + "|" + node.data.slice(i, end));
        }
      }
    }
  }
  return found;
})"""


@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_heading_breaks_within_a_word(chromium: Browser, site: Path, width: int) -> None:
    """A line ends after a sign or a blank, unless what stands before the next one is longer than a line."""
    broken = {}
    with serving(site) as address, opened(chromium, width) as window:
        for path in kinds(site):
            window.page.goto(address + path)
            found = window.page.evaluate(BROKEN)
            if found:
                broken[path] = found
    assert broken == {}
