"""The page on which anyone checks in a browser that a line is in the log (ADR 62)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import urls, words
from generator.publish.artifact import Artifact, script
from generator.publish.exports import documents
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.views.checking import VerifyingView
from generator.publish.rollup.page import chrome_of


def verifying_page(country: Country) -> Iterator[Artifact]:
    """The page and its twin. It is the same for every event: which one is meant stands behind the # of the address."""
    yield renderer.page(
        "verify",
        VerifyingView(
            chrome=chrome_of(
                country, urls.VERIFY, "核对记录", "在浏览器里核对一条记录是否在公开的日志中，不经过服务器判断。",
                [(urls.DATA, "数据")], feeds=(), modified="",
            ),
            address=urls.absolute(country.site.url, urls.HOME),
            words=script(json.dumps(words.EVENTS, ensure_ascii=False, separators=(",", ":"))),
        ),
    )  # fmt: skip
    yield documents.twin(
        urls.VERIFY,
        {
            "keys": urls.absolute(country.site.url, urls.LOG_KEYS),
            "checkpoint": urls.absolute(country.site.url, urls.checkpoint()),
            "url": urls.absolute(country.site.url, urls.VERIFY),
            "format": documents.FORMAT,
        },
    )
