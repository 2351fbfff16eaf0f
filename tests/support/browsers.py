"""Debian's Chromium, driven by Playwright: a page of a width, with or without scripts, under a strict policy.

def test_something(chromium: Browser, site: Path) -> None:
    with serving(site, headers=POLICY) as address, opened(chromium, 320, scripts=False) as window:
        window.page.goto(address)
        assert window.complaints == []
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from generator.publish.exports.catalogues import headers
from tests.support.folders import ROOT
from tests.support.tools import AXE, require_tool

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

CHROMIUM: Final = "/usr/bin/chromium"
# The browser says nothing to anybody; without a sandbox, as tests may run as root.
FLAGS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# What a page may load and run, as it is published. All pages work under it.
POLICY: Final = {"Content-Security-Policy": headers.POLICY}
# A small telephone, a tablet, a desktop.
WIDTHS: Final = (320, 768, 1440)
HEIGHT: Final = 800
# Rules of WCAG 2.2 A and AA, and what axe-core calls good practice.
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")


@contextmanager
def started() -> Iterator[Browser]:
    """A headless Chromium with a profile of its own."""
    require_tool("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of a module; what they open has nothing to do with one another."""
    with started() as browser:
        yield browser


class Window(NamedTuple):
    """A page, what its console complained of (refusals, errors), and the addresses it asked for."""

    page: Page
    complaints: list[str]
    requests: list[str]


@contextmanager
def opened(browser: Browser, width: int, *, scripts: bool = True, dark: bool = False) -> Iterator[Window]:
    """An empty page `width` CSS pixels wide, as on a telephone up to 480; with scripts and in light colours."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        is_mobile=width <= 480,
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
        locale="zh-CN",
    )
    context.set_default_timeout(20_000)
    try:
        window = Window(context.new_page(), [], [])
        window.page.on("console", lambda message: _note(message, window.complaints))
        window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
        window.page.on("request", lambda request: window.requests.append(request.url))
        yield window
    finally:
        context.close()


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    """Notes an error or a warning, but for the icon that every browser looks for when it shows what is no page."""
    if message.type in ("error", "warning") and "/favicon.ico" not in str(message.location):
        complaints.append(message.text)


def reach(window: Window, target: str) -> None:
    """Moves the focus with the Tab key to a link with this address (without its fragment) or an element of this id.

    Everything on the way must show that it has the focus, and have a name.
    """
    for _ in range(1_500):
        window.page.keyboard.press("Tab")
        focused = window.page.evaluate(_FOCUSED)
        if focused is None:
            break
        assert focused["name"], f"{window.page.url}: a {focused['tag']} to {focused['href']} has no name"
        assert focused["seen"], f"{window.page.url}: {focused['name']} does not show that it has the focus"
        if target in (focused["href"].partition("#")[0], focused["id"]):
            return
    raise AssertionError(f"{window.page.url}: no key leads to {target}")


def follow(window: Window, target: str) -> None:
    """Goes to another page by keys alone; `target` is its whole address."""
    reach(window, target)
    with window.page.expect_navigation(wait_until="load"):
        window.page.keyboard.press("Enter")
    assert window.page.url.partition("#")[0] == target


def skip_to_text(window: Window) -> None:
    """Passes the head of the page by its first link, which leads to its text."""
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    assert window.page.evaluate("document.activeElement.id") == "main"


# What has the focus; null if it is the page again, after the last link.
_FOCUSED: Final = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), labels = [...(one.labels || [])].map(label => label.textContent).join(" ");
  // A link of a picture has an address that counts from the page.
  const href = one.href && one.href.baseVal !== undefined ? new URL(one.href.baseVal, document.baseURI).href : one.href;
  return {
    tag: one.tagName, id: one.id, href: href || "",
    name: (one.ariaLabel || labels || one.textContent || one.title).trim(),
    seen: one.tabIndex < 0 || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
  };
}"""


def violations(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong on the page as shown, a sentence for each element; of these rules only, if any.

    It is put in by the debugger, so that the policy of the page need not let it in.
    """
    require_tool(AXE)
    session = page.context.new_cdp_session(page)
    try:
        _evaluated(session, (ROOT / AXE).read_text(encoding="utf-8"))
        run = f"{{type: 'rule', values: {list(rules)}}}" if rules else f"{{type: 'tag', values: {list(TAGS)}}}"
        found: list[str] = _evaluated(session, _AXE.replace("RUN", run))
    finally:
        session.detach()
    return found


def _evaluated(session: Any, expression: str) -> Any:
    answer = session.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


_AXE: Final = """axe.run(document, {runOnly: RUN, resultTypes: ["violations"]}).then(result =>
  result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.html}`)))
"""


def layout_overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(width, 0)


def profile_of(folder: Path) -> list[str]:
    """Flags for a Chromium that another program starts, with its profile in a folder."""
    return ["--headless=new", *FLAGS, f"--user-data-dir={folder}"]
