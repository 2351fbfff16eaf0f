"""What a build keeps for the next one: in a file, with its digest before it.

These are files of this machine, never of the data: where one is as it was written, it is trusted as the program is.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import Any

from generator.build import disk


def unsealed(path: Path) -> Any:
    """What was sealed in a file; None where there is none, or it is not as it was written."""
    try:
        seal, _, content = path.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != seal:
            return None
        return pickle.loads(content)  # noqa: S301 - written by this program, on this machine
    except (OSError, pickle.UnpicklingError, AttributeError, EOFError, ImportError, TypeError, ValueError, LookupError):
        return None


def seal(folder: Path, name: str, content: Any) -> None:
    """Keeps something in a file, with its digest before it."""
    folder.mkdir(parents=True, exist_ok=True)
    draft, pickled = folder / f".{name}", pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    disk.write_draft(draft, hashlib.sha256(pickled).hexdigest().encode() + b"\n" + pickled)
    disk.rename(draft, folder / name)
