"""What all tests of copies share."""

from __future__ import annotations

import pytest

from generator.copies import versions


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a publication that no test makes; a test that makes one sets the pauses itself."""
    monkeypatch.setattr(versions, "PAUSES", ())
