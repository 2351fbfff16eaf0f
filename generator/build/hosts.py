"""What hosts of static sites hold, and how much of it a site takes.

A site that its host would refuse, or serve by half, is not published at all: the old one stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from generator.findings import finding
from generator.publish.handover.summary import Compilation
from generator.reading.documents import located
from generator.reading.folder import shown_root
from generator.register.model import Finding, SiteSettings

# A gigabyte as sellers count it: where a page says 1 GB, no host takes less, and in an archive each file has a head.
_GB: Final = 1_000_000_000
_MIB: Final = 1024 * 1024
# From which part of a limit on there is a warning: four fifths.
_WARNED: Final = (4, 5)
_TURNED_OFF: Final = {
    "area_documents": "每个区域的 index.json",
    "area_feeds": "每个区域的订阅",
    "area_badges": "每个区域的徽标",
    "kind_archives": "各类变化的存档",
    "county_pictures": "区县的图",
    "revoked_feeds": "各区县取消的订阅",
    "share_pictures": "分享图片",
    "english_areas": "区域的英文页",
    "json_lines": "下载里的 JSON Lines",
    "national_downloads": "全国的整表",
}


class Host(NamedTuple):
    """What a host holds of one site: bytes, files (folders counted too, or not), bytes of a single file.

    None where it names no limit. `sources` are the addresses of its documentation, as they were on the day `read`.
    """

    name: str
    bytes: int | None
    files: int | None
    with_folders: bool
    single: int | None
    sources: tuple[str, ...]
    read: str


HOSTS: Final[Mapping[str, Host]] = {
    "github-pages": Host(
        "GitHub Pages", _GB, None, False, None,
        ("https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits",), "2026-11-28",
    ),
    "gitlab-pages": Host(
        "GitLab Pages", _GB, 200_000, True, None,
        (
            "https://docs.gitlab.com/user/gitlab_com/#gitlab-pages",
            "https://docs.gitlab.com/administration/instance_limits/#number-of-files-per-gitlab-pages-website",
        ),
        "2026-11-28",
    ),
    "cloudflare-pages": Host(
        "Cloudflare Pages", None, 20_000, False, 25 * _MIB,
        ("https://developers.cloudflare.com/pages/platform/limits/",), "2026-11-28",
    ),
    "cloudflare-pages-paid": Host(
        "Cloudflare Pages（付费）", None, 100_000, False, 25 * _MIB,
        ("https://developers.cloudflare.com/pages/platform/limits/",), "2026-11-28",
    ),
}  # fmt: skip


class Taken(NamedTuple):
    """What a site takes: its files and folders, their bytes, and its largest file."""

    files: int
    folders: int
    bytes: int
    largest: tuple[int, str]


class _Measure(NamedTuple):
    taken: int
    limit: int
    text: str

    @property
    def percent(self) -> int:
        """How much of the limit is taken, rounded up: above 100 only where more than all of it is."""
        return -(-self.taken * 100 // self.limit)


def taken(counties: Iterable[Compilation], above: Mapping[str, int]) -> Taken:
    """What a site takes: what is written for its counties, and the files above them, with their sizes by path."""
    written = [*counties]
    folders = {path[:end] for path in above for end, sign in enumerate(path) if sign == "/"}
    return Taken(
        len(above) + sum(county.files for county in written),
        len(folders) + sum(county.folders for county in written),
        sum(above.values()) + sum(county.bytes for county in written),
        max((*(county.largest for county in written), *((size, path) for path, size in above.items()))),
    )


def room(site: SiteSettings, site_taken: Taken) -> str:
    """One line that says how much of its host's limits a site takes; "" where the settings name no host."""
    if site.host is None:
        return ""
    host = HOSTS[site.host]
    parts = [f"{measure.text}（{measure.percent} %）" for measure in _measures(host, site_taken)]
    if host.files is None:
        parts.append(f"{site_taken.files:,} 个文件")
    return f"{host.name}：{'，'.join(parts)}"


def judge(data: Path, site: SiteSettings, site_taken: Taken) -> list[Finding]:
    """What there is to say of a site that takes most of what its host holds, or more; `data` has its settings."""
    if site.host is None:
        return []
    host = HOSTS[site.host]
    measures = _measures(host, site_taken)
    over = [measure for measure in measures if measure.taken > measure.limit]
    near = [measure for measure in measures if measure.taken * _WARNED[1] >= measure.limit * _WARNED[0]]
    if not near:
        return []
    path = f"{shown_root(data)}/site.json"
    what = "，".join(f"{measure.text}（{measure.percent} %）" for measure in over or near)
    code = "E128" if over else "W128"
    told = finding(code, path, None, "host", site.host, host=host.name, off=_off(site), what=what)
    return located([told], data / "site.json", path)


def _measures(host: Host, site_taken: Taken) -> Sequence[_Measure]:
    """A site beside each limit that a host names."""
    measures = []
    if host.bytes is not None:
        measures.append(_Measure(site_taken.bytes, host.bytes, f"{_size(site_taken.bytes)} / {host.bytes // _GB} GB"))
    if host.files is not None:
        entries = site_taken.files + (site_taken.folders if host.with_folders else 0)
        what = "个文件和文件夹" if host.with_folders else "个文件"
        measures.append(_Measure(entries, host.files, f"{entries:,} / {host.files:,} {what}"))
    if host.single is not None:
        size, path = site_taken.largest
        text = f"最大的文件 {path} {size / _MIB:.1f} / {host.single // _MIB} MiB"
        measures.append(_Measure(size, host.single, text))
    return measures


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < _GB else f"{size / 1e9:.2f} GB"


def _off(site: SiteSettings) -> str:
    """What a site can do without, and publishes, by its setting."""
    return "、".join(f"{key}（{what}）" for key, what in _TURNED_OFF.items() if getattr(site, key)) or "已经都关掉了"
