"""The files of a copy against their entries; what of a site is found different may be only old beside new."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from generator.copies import days, manifests, summary, versions
from generator.copies.differences import explained
from generator.copies.manifests import Entry
from generator.copies.source import Source
from generator.copies.versions import PublishingError

# So many files are looked at a second time and found different again; of a site that is another one, no more.
_MOST_AGAIN: Final = 100
# So many are told with their cause, which may ask for a file as a whole.
_MOST_TOLD: Final = 300
_LATER: Final = "请过一会儿再核对"


@dataclass
class Files:
    """The files of a copy, each against its entry; a second time, past the caches, where the first is not as listed."""

    source: Source
    different: dict[str, Entry] = field(default_factory=dict)
    stale: dict[str, None] = field(default_factory=dict)

    def read(self, entry: Entry) -> bytes | None:
        """A file: as listed if it can be had like that."""
        content = self.source.read(entry.path, entry.size)
        if manifests.difference(entry, content) is None:
            return content
        if self.source.paths() is None and len(self.different) < _MOST_AGAIN:
            again = self.source.again(entry.path, entry.size)
            if manifests.difference(entry, again) is None:
                self.stale[entry.path] = None
                return again
        self.different[entry.path] = entry
        return content

    def difference(self, entry: Entry, content: bytes | None) -> str | None:
        """What is said of a file that is not as listed."""
        problem = manifests.difference(entry, content)
        if problem and len(self.different) <= _MOST_TOLD:
            return explained(self.source, entry, content) or problem
        return problem


def judge(files: Files, root: manifests.Root | None, problems: list[str]) -> manifests.Root | None:
    """Raises PublishingError where what a site is found to differ in may be no more than old beside new.

    Returns the manifest that there is past the caches, if that is another one and all the same nothing differs.
    """
    source = files.source
    if source.paths() is not None:
        return None
    if not problems and not files.stale:
        return versions.newer(source, root)
    other = _other(files, root) if root is not None and problems else None
    if other:
        raise PublishingError(
            f"{other} 与网站的清单不是同一版本：网站正在发布新的版本，或中间的缓存还没有更新；{_LATER}。"
            "总是如此，就是发布停在了半途，或有人只改了其中一部分：请告诉网站"
        )
    if problems and versions.is_replaced(source, root, [*files.different.values()][:_MOST_AGAIN]):
        raise PublishingError(f"网站正在发布新的版本，或中间的缓存还没有更新，读到的新旧不一；{_LATER}")
    if files.stale and not problems:
        paths = [*files.stale]
        raise PublishingError(
            f"中间的缓存还没有更新：{len(paths)} 个文件从缓存里读到的是旧的，绕过缓存读到的与清单一致"
            f"（{'、'.join(paths[:5])}{'等' if len(paths) > 5 else ''}）；{_LATER}。总是如此，请告诉网站清空缓存"
        )
    return None


def _other(files: Files, root: manifests.Root) -> str | None:
    """One of the files that is of another version than the site's manifest, as far as they tell it."""
    different = files.different
    counties = {code: entry for code, entry in root.counties.items() if entry.path in different}
    heads = [different[path] for path in (summary.HOME, days.INDEX) if path in different]
    for entry in (*heads, *counties.values()):
        if versions.is_other(files.source, entry, root, ()):
            return entry.path
    county = versions.other_county(files.source, counties) or versions.older_county(files.source, root, different)
    return county.path if county else None
