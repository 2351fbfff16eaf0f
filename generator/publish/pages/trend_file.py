"""The chart of a trend as a file of its own, to be taken along: it says whose it is, and where it is from."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.publish.artifact import Artifact, text
from generator.publish.pages import renderer
from generator.publish.pages.charts.trend import TrendView
from generator.publish.pages.languages import CHINESE
from generator.publish.pages.views.places import TrendFileView
from generator.register.model import SiteSettings


def trend_file(site: SiteSettings, trend: TrendView | None, page: str) -> Iterator[Artifact]:
    """The picture of a trend that stands on a page, where the register has pictures."""
    if trend is None or not site.county_pictures:
        return
    view = TrendFileView(trend, f"{float(trend.height) + 6.6:g}", site.name, urls.absolute(site.url, page))
    yield text(urls.trend(page), renderer.render("trend", view, CHINESE))
