"""The pages that no event changes, and what all pages need beside them."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.publish.artifact import Artifact, text
from generator.publish.handover.country import Country
from generator.publish.pages import renderer
from generator.publish.pages.views.reference import NotFoundView
from generator.publish.rollup.page import chrome_of
from generator.publish.rollup.reference import dictionary, findings
from generator.publish.rollup.schemes import schemes


def lasting(country: Country) -> Iterator[Artifact]:
    """All of it."""
    yield from schemes(country)
    yield from findings(country)
    yield from dictionary(country)
    yield from renderer.static_files(country.site)
    yield _not_found(country)


def _not_found(country: Country) -> Artifact:
    """The page that a server shows for any address: its links name the path of the site."""
    site = country.site
    chrome = chrome_of(country, "", "没有这个页面", "没有这个页面。", feeds=(), twin=False, modified="")._replace(
        root=urls.path(site.url), home=urls.path(site.url), at_home=False, address="404.html", title="没有这个页面",
        canonical=urls.absolute(site.url, "404.html"),
    )  # fmt: skip
    return text("404.html", renderer.render("not_found", NotFoundView(chrome)))
