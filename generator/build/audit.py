"""What the compiled site must hold before anything of it is published.

Links resolve and every expected file is there; where it is thorough (a full build), JSON agrees with its published
schema and XML parses as well: what writes them is this program, so that its tests and CI ask for it, not each commit.
A county is audited where it is compiled, while its bytes are at hand; what leads out of it is checked with the roll-up.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

from generator import urls
from generator.publish.artifact import Artifact, decode
from generator.reading import schemas

# A picture that stands in the page itself.
_PICTURE: Final = b"data:image/png;base64,"
# A resource of another host, or an attribute that the links would not be found in.
_FOREIGN: Final = re.compile(rb"""\ssrc ?= ?["']?(?:https?:)?//|\s(?:src|href) ?= ?'""")

# Which published schema a document agrees with.
_SCHEMAS: Final = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"index\.json", "published-site"),
        (r"[0-9]{2}(?:[0-9]{2})?/index\.json", "published-unit"),
        (r"[0-9]{6}/index\.json", "published-county"),
        (r"[0-9]+/notices/[^/]+/index\.json", "published-notice"),
        (r"[0-9]{6}/[0-9-]+/index\.json", "published-area"),
        (r"schemes/index\.json", "published-schemes"),
        (r"findings/index\.json", "published-findings"),
        (r"data/dictionary/index\.json", "published-dictionary"),
        (r"schemes/[^/]+/index\.json", "published-scheme"),
        (r"changes/index\.json", "published-changes"),
        (r"changes/[0-9]{4}-[0-9]{2}-[0-9]{2}/index\.json", "published-day"),
        (r"changes/[0-9]{4}-[0-9]{2}/index\.json", "published-month"),
        (r"changes/[a-z]+/index\.json", "published-kind"),
        (r"statistics/index\.json", "published-statistics"),
        (r"search/index\.json", "published-search"),
        (r"check/index\.json", "published-check"),
        (r"verify/index\.json", "published-verify"),
        (r"search/(?:characters|readings)\.json", "published-characters"),
        (r"search/[a-z]{2}\.json", "published-words"),
        (r"[0-9]{6}/search\.json", "published-names"),
        (r"(?:feeds/[a-z]+|[0-9]+/(?:feed|notices|revoked))(?:(?:/recent)?/[0-9-]+)?\.json", "published-feed"),
        (r"(?:[0-9]{6}/)?manifest\.json", "published-manifest"),
        (r"build\.json", "published-build"),
        (r"[a-z0-9/-]+/index\.json", "published-prose"),
    )
)


class Audit:
    """Takes artifacts one by one; `problems` are sentences about what is wrong with them.

    `scope` is the folder that this audit knows completely ("990101/"), "" for the roll-up. `outside` are the files
    out of the scope that its links lead to, `indexed` addresses of pages that search engines may list. Unless it is
    `thorough` it does not parse what this program has just written. All pages are `together` that lie in one folder of
    the site, or of a language, as those of a scope do.
    """

    def __init__(
        self, scope: str = "", site_path: str = "/", *, thorough: bool = True, together: bool = False
    ) -> None:  # fmt: skip
        self.scope = scope
        self._together = together or bool(scope)
        self.thorough = thorough
        self.site_path = site_path
        self.paths: set[str] = set()
        self.problems: list[str] = []
        self.indexed: set[str] = set()
        self._links: dict[str, str] = {}
        self._climbing: dict[int, set[bytes]] = defaultdict(set)

    def take(self, artifact: Artifact) -> None:
        """Judges one artifact."""
        path, content = artifact
        self.add([path])
        if path.endswith(".html"):
            self._html(path, content)
        elif not self.thorough:
            return
        elif path.endswith((".json", ".jsonld")):
            self._json(path, content)
        elif path.endswith((".atom", ".rss", ".xml", ".svg")):
            self._xml(path, content)

    def add(self, paths: Iterable[str]) -> None:
        """Takes files that are not judged."""
        for path in paths:
            if path in self.paths:
                self.problems.append(f"{path}：同一文件生成了两次")
            self.paths.add(path)

    def take_file(self, path: str, file: Path) -> None:
        """Judges a document that was written piece by piece, without holding it; a table is taken as it is."""
        self.add([path])
        if not self.thorough:
            return
        if path.endswith(".json"):
            for piece in _documents(file):
                self._json(path, piece)

    def lead_to(self, targets: Iterable[str]) -> None:
        """Adds files that something audited elsewhere leads to."""
        for target in targets:
            self._links.setdefault(target, "")

    def expect(self, paths: Iterable[str]) -> None:
        """Names files that must be there."""
        self.problems.extend(f"{path}：没有生成" for path in paths if path not in self.paths)

    def outside(self) -> frozenset[str]:
        """Files out of the scope that links lead to; links within it that lead nowhere become problems."""
        targets = set()
        for target, page in sorted(self._links.items()):
            if target in self.paths:
                continue
            if self.scope and target.startswith(self.scope):
                self.problems.append(f"{page}：链接 {target} 没有目标")
            else:
                targets.add(target)
        return frozenset(targets)

    def missing(self, targets: Iterable[str], staged: Path, standing: Path, kept: Collection[str]) -> list[str]:
        """The targets that are no artifact of this audit, and no file of a county: staged, or standing where it is
        kept."""
        roots = {True: str(standing), False: str(staged)}
        return sorted(
            target
            for target in set(targets) - self.paths
            if not os.path.isfile(f"{roots[target.partition('/')[0] in kept]}/{target}")  # noqa: PTH113 - many thousands
        )

    def _html(self, path: str, content: bytes) -> None:
        if not content.endswith(b"</html>\n") and not content.rstrip().endswith(b"</html>"):
            self.problems.append(f"{path}：页面不完整")
        if path.endswith("index.html") and b'content="noindex"' not in content:
            self.indexed.add(path.removesuffix("index.html"))
        folders = path.split("/")[:-1]
        leads = [piece.partition(b'"')[0] for piece in content.split(b' href="')[1:]]
        sources = [piece.partition(b'"')[0] for piece in content.split(b' src="')[1:]]
        usual = len(leads) == content.count(b"href=") and len(sources) == content.count(b"src=")
        abroad = any(source.startswith((b"http", b"//")) for source in sources)
        if (not usual or abroad) and _FOREIGN.search(content):
            self.problems.append(f"{path}：不得引用外部资源，属性值用双引号")
        links = {link.partition(b"#")[0] for link in leads}
        links.update(source for source in sources if not source.startswith(_PICTURE))
        # Within one county, a link that climbs means the same on every page of the same depth.
        climbing = self._climbing[len(folders)] if self._together else set()
        for link in links - climbing:
            if self._together and link.startswith(b"../"):
                climbing.add(link)
            target = urls.followed(link.decode("utf-8"), folders, self.site_path)
            if target is not None:
                self._links.setdefault(target, path)

    def _json(self, path: str, content: bytes) -> None:
        try:
            document = decode(content)
        except ValueError as error:
            self.problems.append(f"{path}：不是有效的 JSON（{error}）")
            return
        name = next((name for pattern, name in _SCHEMAS if pattern.fullmatch(path)), None)
        if name is not None and not schemas.bulk(name).is_valid(document):
            detail = next(schemas.explain(name, document), None)
            where = f"：{'.'.join(map(str, detail.path))} {detail.detail}" if detail else ""
            self.problems.append(f"{path}：不符合 schemas/{name}.json{where}")

    def _xml(self, path: str, content: bytes) -> None:
        try:
            expat.ParserCreate().Parse(content, True)
        except expat.ExpatError as error:
            self.problems.append(f"{path}：不是有效的 XML（{error}）")


def _documents(file: Path) -> Iterator[bytes]:
    """A document whose list has each member on a line of its own (`artifact.framed`), as one document for each."""
    with file.open("rb") as content:
        head, tail, members = content.readline(), b"", 0
        for line in content:
            if line.startswith(b"]"):
                tail = line
                break
        content.seek(len(head))
        for line in content:
            if line.startswith(b"]"):
                break
            if line.strip():
                members += 1
                yield head + line.removesuffix(b"\n").removesuffix(b",") + tail
    if not members:
        yield head + tail
