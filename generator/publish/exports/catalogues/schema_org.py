"""The data as a schema.org Dataset (JSON-LD on the home page), for search engines of data sets."""

from __future__ import annotations

from collections.abc import Sequence

from generator import urls
from generator.publish.artifact import encode, script
from generator.publish.exports.catalogues import resources
from generator.publish.handover.summary import Summary
from generator.register.model import SiteSettings


def dataset(site: SiteSettings, summaries: Sequence[Summary], as_of: str | None) -> str:
    """The description as it stands in a script element; nothing in it can end the element."""
    chinese, english = resources.description(site)
    period = resources.period(summaries)
    content = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": urls.absolute(site.url, urls.DATA),
        "name": resources.title(site),
        "description": f"{chinese} {english}",
        "url": urls.absolute(site.url, urls.HOME),
        "license": site.licence.url,
        "isAccessibleForFree": True,
        "inLanguage": "zh-CN",
        "creator": {"@type": "Organization", "name": site.publisher},
        **({"dateModified": as_of[:10]} if as_of else {}),
        **({"temporalCoverage": f"{period[0]}/{period[1]}"} if period else {}),
        "spatialCoverage": [
            {"@type": "Place", "name": name, "identifier": code}
            for code, name in resources.provinces(summaries).items()
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": download.title,
                "contentUrl": urls.absolute(site.url, download.address),
                "encodingFormat": download.format.media_type,
            }
            for download in resources.first(site, summaries)
        ],
    }
    return script(encode(content))
