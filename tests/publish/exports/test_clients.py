"""The interface in the hands of others: clients made from openapi.json by two generators, and schemathesis."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from tests.support.addresses import documents_of
from tests.support.folders import ROOT
from tests.support.servers import hosting
from tests.support.sites import load
from tests.support.tools import OPENAPI_FETCH, OPENAPI_TYPESCRIPT, PATH, TSC, require_library, require_tool


@pytest.fixture(scope="module")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The built site behind nginx."""
    with hosting("nginx", site, tmp_path_factory.mktemp("nginx")) as port:
        yield f"http://127.0.0.1:{port}"


def run(*command: str | Path, cwd: Path) -> str:
    """What a program says; it must end well."""
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, capture_output=True, encoding="utf-8", timeout=300, check=False,
        env={"PATH": PATH, "HOME": str(cwd), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout


# ---- openapi-python-client


@pytest.fixture
def client(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The package that openapi-python-client makes."""
    require_tool("openapi-python-client")
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"post_hooks": [], "package_name_override": "register_client"}), encoding="utf-8")
    command = ("openapi-python-client", "generate", "--path", site / "openapi.json", "--config", settings)
    run(*command, "--meta", "none", "--output-path", tmp_path / "register_client", cwd=tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return import_module("register_client")


def moments(value: Any) -> Any:
    """A document whose times with a time zone are compared as times: a client may write them in other words."""
    if isinstance(value, dict):
        return {key: moments(member) for key, member in value.items()}
    if isinstance(value, list):
        return [moments(member) for member in value]
    is_time = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT.*\+08:00", value)
    return datetime.fromisoformat(value) if is_time else value


def test_python_client_reads_every_document(client: ModuleType, site: Path, address: str) -> None:
    """Each JSON document of the site is an object of its class, and nothing of it is lost."""
    asked = set()
    with client.Client(base_url=address, raise_on_unexpected_status=True) as session:
        for path, place in documents_of(site):
            name = re.sub(r"[^a-z0-9]+", "_", place.address.path).strip("_")
            operation = import_module(f"register_client.api.default.{name}")
            answer = operation.sync_detailed(**place.parameters, client=session)
            assert answer.parsed is not None, path
            assert moments(answer.parsed.to_dict()) == moments(load(site / path)), path
            asked.add(type(answer.parsed).__name__)
    assert {"PublishedSite", "PublishedCounty", "PublishedArea", "PublishedNotice", "PublishedDay"} <= asked
    assert len(asked) > 20


# ---- openapi-typescript and openapi-fetch

SCRIPT: Final = """\
import createClient from "openapi-fetch";
import type { components, paths } from "./site";

%s

const client = createClient<paths>({ baseUrl: "%s" });

async function main() {
  const county = await client.GET("/{code}/index.json", { params: { path: { code: "990101" } } });
  const area = await client.GET("/{county}/{area}/index.json", {
    params: { path: { county: "990101", area: "990101001001-001" } },
  });
  const feed = await client.GET("/feeds/{kind}.json", { params: { path: { kind: "revoked" } } });
  const none = await client.GET("/schemes/{scheme}/index.json", { params: { path: { scheme: "nothing" } } });
  if (!county.data || !area.data || !feed.data) throw new Error("no data");
  const status: "certified" | "suspended" | "revoked" | "candidate" | null = area.data.status;
  console.log(JSON.stringify([county.data, area.data, feed.data, status, none.response.status]));
}
main();
"""


def test_typescript_client_reads_the_site(site: Path, address: str, tmp_path: Path) -> None:
    """Documents of each kind have the types that openapi-typescript makes; openapi-fetch gets them as they are."""
    require_tool("node", OPENAPI_TYPESCRIPT, OPENAPI_FETCH, TSC)
    (tmp_path / "node_modules").symlink_to(ROOT / ".tools" / "node_modules")
    run(ROOT / OPENAPI_TYPESCRIPT, site / "openapi.json", "-o", tmp_path / "site.ts", cwd=tmp_path)
    one_of_each = {place.schemas: path for path, place in documents_of(site) if place.schemas}
    constants = [
        f"export const document{number}: "
        + " | ".join(f'components["schemas"]["{name}"]' for name in names)
        + f" = {json.dumps(load(site / path))};"
        for number, (names, path) in enumerate(one_of_each.items())
    ]
    assert len(constants) > 15
    (tmp_path / "script.ts").write_text(SCRIPT % ("\n".join(constants), address), encoding="utf-8")
    options = ("--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck")
    run(ROOT / TSC, *options, "script.ts", cwd=tmp_path)
    told = json.loads(run("node", "script.js", cwd=tmp_path))
    area = load(site / "990101/990101001001-001/index.json")
    assert told == [
        load(site / "990101/index.json"), area, load(site / "feeds/revoked.json"), area["status"], 404,
    ]  # fmt: skip


# ---- schemathesis


def test_schemathesis_finds_nothing(address: str, tmp_path: Path) -> None:
    """What it makes up itself: of each address only answers that the interface names, with the headers of HTTP."""
    require_tool("schemathesis")
    said = run(
        "schemathesis", "run", f"{address}/openapi.json", "--url", address, "--max-examples", "2", "--seed", "1",
        "--generation-database", "none", "--no-color", cwd=tmp_path,
    )  # fmt: skip
    found = re.search(r"(\d+) generated, (\d+) passed", said)
    assert found, said
    assert int(found[1]) == int(found[2]) > 100


def test_schemathesis_agrees_with_every_document(site: Path, address: str) -> None:
    """And with what is there: status, media type and schema of each JSON document of the site."""
    require_library("schemathesis")
    interface = import_module("schemathesis").openapi.from_url(f"{address}/openapi.json")
    interface.config.update(base_url=address)
    operations = {answer.ok().path: answer.ok() for answer in interface.get_all_operations()}
    documents = [
        (path, place) for path, place in documents_of(site) if path != "openapi.json"
    ]  # it asks for that itself
    for path, place in documents:
        case = operations[f"/{place.address.path}"].Case(path_parameters=place.parameters)
        assert case.call_and_validate().status_code == 200, path
    assert len(documents) > 300
