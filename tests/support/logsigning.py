"""A site whose logs are signed by keys that are known."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.build.order import Order
from generator.build.start import build
from generator.history import git
from generator.transparency.keys import ED25519, ML_DSA_44, PrivateKey
from tests.support.folders import NOW, ROOT, example_data
from tests.support.sites import made_once

KEY: Final = PrivateKey(ED25519, bytes(range(32)))
POST_QUANTUM: Final = PrivateKey(ML_DSA_44, bytes(range(32)))
STRANGER: Final = PrivateKey(ED25519, bytes(32))
ORIGIN: Final = "register.example"
KNOWN: Final = [KEY.verifier(ORIGIN)]


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, signed by two keys."""
    return made_once(tmp_path_factory, "signed", lambda work: signed_site(example_data(work), work / "site"))


def signed_site(data: Path, output: Path) -> Path:
    """Builds a data folder, committed, and signs its logs by two keys."""
    who = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "--quiet"), ("add", data.name), (*who, "commit", "--quiet", "-m", "m")):
        done = git.ask(data.parent, *words)
        assert done.is_done, done.said
    order = Order(data, ROOT / "content", output, now=NOW, workers=1, signers=(KEY, POST_QUANTUM))
    assert not build(order).report.errors
    return output
