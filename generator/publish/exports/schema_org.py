"""The data as a schema.org Dataset (JSON-LD on the home page), for search engines of data sets."""

from __future__ import annotations

from collections.abc import Sequence

from generator import urls
from generator.model import SiteSettings
from generator.publish import frame
from generator.publish.artifact import encode
from generator.publish.breadcrumbs import script
from generator.publish.exports import resources
from generator.publish.summary import Summary


def dataset(site: SiteSettings, summaries: Sequence[Summary], as_of: str | None) -> str:
    """The description as it stands in a script element; nothing in it can end the element."""
    base = frame.base(site)
    chinese, english = resources.description(site)
    found = resources.period(summaries)
    content = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{base}{urls.DATA}",
        "name": resources.title(site),
        "description": f"{chinese} {english}",
        "url": base,
        "license": site.licence.url,
        "isAccessibleForFree": True,
        "inLanguage": "zh-CN",
        "creator": {"@type": "Organization", "name": site.publisher},
        **({"dateModified": as_of[:10]} if as_of else {}),
        **({"temporalCoverage": f"{found[0]}/{found[1]}"} if found else {}),
        "spatialCoverage": [
            {"@type": "Place", "name": name, "identifier": code}
            for code, name in resources.provinces(summaries).items()
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{one.table.chinese.partition('：')[0]}（{resources.FORMS[one.form][1]}）",
                "contentUrl": f"{base}{one.address}",
                "encodingFormat": one.media_type,
            }
            for one in resources.downloads(site)
        ],
    }
    return script(encode(content))
