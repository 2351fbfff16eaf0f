"""What a search reads, made from lists of names alone; and the published worker, asked under Node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator import urls
from generator.publish.artifact import Artifact, document
from generator.publish.handover.country import Country
from generator.publish.handover.store import Store
from generator.publish.handover.summary import STATUSES, Compilation, Summary
from generator.publish.pages.renderer import static_files
from generator.publish.rollup.search import names as search_names
from generator.publish.rollup.search import search
from generator.publish.search import grams
from generator.register.model import SiteSettings
from tests.support.folders import ROOT

# A list of names, and the names of the units above its county by code.
Listed = tuple[Mapping[str, Any], Mapping[str, str]]


class Answer(NamedTuple):
    """The last message of the worker for a question, the milliseconds until then, and what it loaded for it.

    `loaded` are rows of path, bytes, bytes compressed (-1: not there).
    """

    answer: Mapping[str, Any]
    milliseconds: float
    loaded: Sequence[tuple[str, int, int]]

    @property
    def addresses(self) -> list[str]:
        """Where the rows lead, best first."""
        return [one if isinstance(one, str) else one["address"] for one in self.answer["rows"]]


def list_of(
    county: str,
    names: Mapping[str, str],
    areas: Sequence[Sequence[Any]],
    days: Sequence[str] = ("2022-11-28",),
    titles: Sequence[str] = ("无疫小区",),
) -> dict[str, Any]:
    """A list of names as it is published. `names` are those of the county and of places below it, by code."""
    return {
        "county": {"code": county, "name": names[county]},
        "state": "active",
        "demonstration": True,
        "statuses": [[one, one] for one in STATUSES],
        "titles": list(titles),
        "days": list(days),
        "places": [[code[6:], name] for code, name in sorted(names.items()) if len(code) > 6],
        "areas": list(areas),
        "unplaced": [],
        "as_of": "2022-11-30",
        "format": "1.0",
    }


def write_search(
    folder: Path, found: Iterable[Listed], told: Callable[[Artifact], None] = lambda _: None
) -> Sequence[Summary]:
    """Writes lists of names and everything above them, as a build does; `told` hears of each file."""

    def write(artifact: Artifact) -> None:
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
        told(artifact)

    store, summaries = Store(folder / "parts"), []
    for listed, above in found:
        code = listed["county"]["code"]
        grams.write(store, code, listed)
        write(document(urls.search_list(code), listed))
        summaries.append(_summary(listed, above))
    names = {code: name for one in summaries for code, name in one.path}
    site = SiteSettings("名录", "https://register.example", "register.example,2026", True, "", "")
    country = Country(site, summaries, (), {}, names, store, store.folder, None)
    for artifact in (*search_names(country), *search(country)):
        write(artifact)
    for artifact in static_files():
        write(artifact)
    return summaries


def _summary(listed: Mapping[str, Any], above: Mapping[str, str]) -> Summary:
    county = listed["county"]
    return Summary(
        code=county["code"], name=county["name"],
        path=(*above.items(), (county["code"], county["name"])), state=listed["state"], archived_at=None,
        demonstration=listed["demonstration"], counts={}, title_counts={}, as_of="2022-11-30",
        register_since="2022-11-20", log_size=0, areas=len(listed["areas"]), changes={},
        by_day={}, superseded={}, superseded_by_day={}, misdated=(), higher={}, title_names={},
        counted=(), unplaced=(), account=(),
        publishes_every_days=None, moves=(), flows={}, log_root="",
        written=Compilation(county["code"], {}, ("", 0), 0, 0, 0, 0, (0, ""), frozenset()),
    )  # fmt: skip


def ask(folder: Path, questions: Sequence[str | Mapping[str, Any]]) -> list[Answer]:
    """What the published worker of a folder answers to texts, or to questions as search.js puts them."""
    asked = [{"text": one} if isinstance(one, str) else one for one in questions]
    done = subprocess.run(
        ["node", "--max-old-space-size=3000", str(ROOT / "tests/support/search_worker.js"), str(folder)],
        input=json.dumps(asked), capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return [Answer(**one) for one in json.loads(done.stdout)]


def core(expression: str, given: object) -> Any:
    """The value of an expression of JavaScript over `search` (the core of the search) and `given`."""
    path = ROOT / "generator/theme/static/search-core.js"
    script = (
        f"const search = require({json.dumps(str(path))});"
        'const given = JSON.parse(require("fs").readFileSync(0, "utf8"));'
        f"process.stdout.write(JSON.stringify({expression}));"
    )
    done = subprocess.run(
        ["node", "-e", script], input=json.dumps(given), capture_output=True, check=True, encoding="utf-8"
    )
    return json.loads(done.stdout)
