"""Digests of what is published: a manifest for each county, and one of these and of everything else.

SHA-256 and size of each file, by path; so a copy can be checked without trusting where it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator import urls
from generator.publish.artifact import Artifact, document
from generator.publish.exports.documents import FORMAT
from generator.publish.handover.summary import Summary


def of_county(code: str, as_of: str, digests: Mapping[str, str], sizes: Mapping[str, int]) -> Artifact:
    """The manifest of a county: every file of it but this one."""
    content = {"format": FORMAT, "scope": f"{code}/", "as_of": as_of, "files": files(digests, sizes)}
    return document(urls.manifest(code), content)


def of_site(
    summaries: Sequence[Summary], listed: Iterable[Mapping[str, Any]], as_of: str | None, revision: str | None
) -> Artifact:
    """The manifest of the site: the counties' manifests, and every file above the counties but this one."""
    return document(
        urls.manifest(),
        {
            "format": FORMAT,
            "scope": "",
            "as_of": as_of,
            "revision": revision,
            "manifests": [
                {
                    "path": urls.manifest(summary.code),
                    "sha256": summary.written.manifest[0],
                    "size": summary.written.manifest[1],
                }
                for summary in summaries
            ],
            "files": sorted(listed, key=lambda file: str(file["path"])),
        },
    )


def files(digests: Mapping[str, str], sizes: Mapping[str, int]) -> list[dict[str, Any]]:
    """Files with their digests, by path."""
    return [{"path": path, "sha256": digests[path], "size": sizes[path]} for path in sorted(digests)]
