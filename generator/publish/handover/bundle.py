"""Many small pages on their way to the roll-up as one file of the store: a file for each would be as many again.

The first line says, in the order of the pages, where each lies and how many bytes it has; then they follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.publish.artifact import Artifact, decode, encoded


def bundled(pages: Iterable[Artifact]) -> bytes:
    """The pages as one file."""
    held = [*pages]
    return b"".join(
        (encoded([[page.path, len(page.content)] for page in held]), b"\n", *(page.content for page in held))
    )


def unbundled(path: Path) -> Iterator[Artifact]:
    """The pages of such a file, one by one; none where there is no file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for address, size in decode(file.readline()):
            yield Artifact(address, file.read(size))
