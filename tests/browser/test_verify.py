"""A line of the log is verified in the browser: proven from the tiles, by the key; what is false is never proven."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.copies import held
from tests.support.browsers import POLICY, Window, layout_overflow, opened, violations
from tests.support.forging import CODE, DEPTHS, altered, forge
from tests.support.logsigning import KNOWN, STRANGER
from tests.support.redacting import OFFICE, REASON, Sites
from tests.support.redacting import PUBLISHED as PUBLIC
from tests.support.sites import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PUBLISHED = f"{CODE}-000023"


@pytest.fixture
def copy(signed: Path, tmp_path: Path) -> Path:
    """It, to be spoilt."""
    return shutil.copytree(signed, tmp_path / "copy")


def told(window: Window, address: str, event_id: str = PUBLISHED) -> str:
    """What the page says of an event, when it is done."""
    from playwright.sync_api import expect

    window.page.goto("about:blank")
    window.page.goto(f"{address}verify/#{event_id}")
    expect(window.page.locator("#told")).not_to_have_text("")
    expect(window.page.locator("#told")).not_to_contain_text("正在核对")
    return window.page.locator("#told").inner_text() + window.page.locator("#results").inner_text()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Window]:
    with opened(chromium, 360) as made:
        yield made


def test_a_line_is_proven_and_the_proof_can_be_kept(window: Window, signed: Path, tmp_path: Path) -> None:
    """In a sentence, with what came later and what was not proven; `wuyi verify --proof` believes the file."""
    with serving(signed, headers=POLICY) as address:
        said = told(window, address)
        assert "已证明：“和平社区”的“发布”记录（第 23 号，2022-11-27）在本登记册签名的日志中（第 22 条" in said
        assert "此后：“和平社区”的“取消”记录（第 24 号，2022-11-28）" in said
        assert "此后：“和平社区”的“更正”记录（第 25 号，2022-11-28），撤销第 24 号" in said
        assert violations(window.page, ()) == []
        assert layout_overflow(window.page) == 0
        with window.page.expect_download() as download:
            window.page.get_by_text("下载证明").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert f"已证明：{CODE}-000021 的摘要" in told(window, address, f"{CODE}-000021")
    assert path.name == f"{PUBLISHED}.tlog-proof"
    proven = held.of_proof(path, KNOWN)
    assert proven.problems == ()
    assert "已证明：和平社区的“发布”记录（990101-000023，2022-11-27）" in proven.told[0]
    assert "没有这个密钥的签名" in held.of_proof(path, [STRANGER.verifier("register.example")]).problems[0]
    assert window.complaints == []


@pytest.mark.parametrize("depth", DEPTHS[1:5])
def test_what_was_rewritten_is_not_proven(window: Window, copy: Path, depth: str) -> None:
    """However far who has no key goes."""
    forge(copy, altered, depth)
    with serving(copy, headers=POLICY) as address:
        said = told(window, address, f"{CODE}-000024")
    assert "已证明" not in said
    assert "不要相信它" in said


def test_an_unsigned_log_says_so(window: Window, example_site: Path) -> None:
    """It proves less, and nothing on the page calls it signed."""
    with serving(example_site, headers=POLICY) as address:
        said = told(window, address)
        assert "在本登记册日志中" in said
        assert "日志未签名" in said
        assert "签名的日志" not in window.page.content()
        for wrong, why in (
            ("x", "不是事件编号"),
            (f"{CODE}-000099", "日志里没有这条记录"),
            ("110101-000001", "日志里没有"),
        ):
            assert why in told(window, address, wrong)


def test_of_a_text_that_was_removed_the_hash_is_proven(window: Window, redacted: Sites, tmp_path: Path) -> None:
    """And no more: by whom, when and why it is gone is said, and so it is of what comes before it in its bundle."""
    with serving(redacted.new, headers=POLICY) as address:
        said = told(window, address, PUBLIC)
        assert f"已证明：{PUBLIC} 的哈希在本登记册签名的日志中（第 14 条" in said
        assert "它的文字已由发布方删除，写了什么没有证明" in said
        assert f"{OFFICE}决定，2022-11-29 删除，理由：{REASON}" in said
        assert "其中 1 条的文字已由发布方删除" in said
        with window.page.expect_download() as download:
            window.page.get_by_text("下载证明").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert "已证明：“和平社区”的“发布”记录" in told(window, address)
    proven = held.of_proof(path, KNOWN)
    assert proven.problems == ()
    assert "没有证明：这一条写了什么" in proven.told[1]
    copy = shutil.copytree(redacted.new, tmp_path / "copy")
    table = copy / CODE / "redactions.csv"
    for spoilt in (table.read_text(encoding="utf-8").replace(f"{PUBLIC},area_name,", f"{PUBLIC},area_name,0"), None):
        table.unlink() if spoilt is None else table.write_text(spoilt, encoding="utf-8")
        with serving(copy, headers=POLICY) as address:
            assert "已证明" not in told(window, address, PUBLIC)


def test_the_page_of_an_area_leads_to_the_proof(window: Window, signed: Path) -> None:
    """Of the line by which it stands as it does."""
    with serving(signed, headers=POLICY) as address:
        window.page.goto(f"{address}{CODE}/990101001002/")
        window.page.get_by_role("link", name="（日志序号 22）").click()
        window.page.wait_for_url("**/verify/*")
        assert window.page.url == f"{address}verify/#{PUBLISHED}"


def test_an_area_is_named_with_its_qualifier(window: Window, site: Path) -> None:
    """Several have the same name. The log does not tell them apart, and the page says what it has from elsewhere."""
    with serving(site, headers=POLICY) as address:
        said = told(window, address, f"{CODE}-000124")
    assert "“胜利新村(西区)”的“取消”记录" in said
    assert "此后：“胜利新村(西区)”的“发布”记录" in said
    assert "现状：胜利新村(西区)的网页" in said
    assert "(西区)不在日志里，取自区域的网页" in said


def test_without_scripts_the_page_names_the_command(chromium: Browser, signed: Path) -> None:
    """And shows no form that does nothing."""
    with serving(signed, headers=POLICY) as address, opened(chromium, 360, scripts=False) as window:
        window.page.goto(f"{address}verify/")
        assert "wuyi verify https://register.example/" in window.page.locator("main").inner_text()
        assert not window.page.locator("#which").is_visible()
