"""`wuyi submit` where commits are signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_submitting import Office
from tests.support.repositories import commit, git
from tests.support.signing import HEADER, Holder


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """With nobody's settings."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    return Office(tmp_path)


def test_where_signatures_are_asked_for(office: Office, tmp_path: Path) -> None:
    """Who has no key is told how to make one, in three commands; with it, what is sent is signed."""
    site = office.data / "site.json"
    document = json.loads(site.read_text(encoding="utf-8"))
    site.write_text(json.dumps({**document, "signing": "ssh"}, ensure_ascii=False), encoding="utf-8")
    one, two = (Holder(tmp_path / "keys", name) for name in ("登记处", "名录处"))
    table = HEADER + one.row("registry") + two.row("registry")
    (office.data / "authorities.csv").write_text(table, encoding="utf-8")
    commit(office.top)
    git(office.top, "push", "-q", "origin", "HEAD")
    told = office.revoked().refused()
    for command in ("ssh-keygen -t ed25519", "user.signingkey ~/.ssh/wuyi.pub", "commit.gpgsign true"):
        assert command in told
    for key, value in (("gpg.format", "ssh"), ("user.signingkey", str(one.private)), ("commit.gpgsign", "true")):
        git(office.top, "config", key, value)
    office.sent()
    assert "-----BEGIN SSH SIGNATURE-----" in git(office.server, "cat-file", "commit", office.here())
