"""Names of files that programs put beside the one that is open, and of those that systems leave in a folder.

They are passed over, whatever they are: to delete the lock of a table that is open elsewhere helps nobody, and a
preview has to live beside it. A copy that a person made (`areas.csv.bak`, `areas - 副本.csv`) is none, and is told.
"""

from __future__ import annotations

import re
from typing import Final

# What leaves it, and a shell pattern of its name (.gitignore has the same; a test holds them together).
NAMES: Final = (
    ("LibreOffice, while a table is open", ".~lock.*#"),
    ("Excel, Word and WPS, while a file is open", "~$*"),
    ("WPS, before it saves", ".~*"),
    ("Excel, while it saves", "~*.tmp"),
    ("macOS, for each folder", ".DS_Store"),
    ("macOS, beside each file on a foreign disk", "._*"),
    ("macOS, in an archive", "__MACOSX"),
    ("Windows", "Thumbs.db"),
    ("Windows", "ehthumbs.db"),
    ("Windows", "desktop.ini"),
    ("KDE", ".directory"),
    ("GNOME, while it saves", ".goutputstream-*"),
    ("NFS, for a deleted file that is open", ".nfs*"),
    ("FUSE, for a deleted file that is open", ".fuse_hidden*"),
    ("network storage", "@eaDir"),
    ("vim, while a file is open", ".*.sw?"),
    ("vim, while it saves", "4913"),
    ("vim and Emacs, as it was before", "*~"),
    ("Emacs, while a file is open (a link)", ".#*"),
    ("Emacs, unsaved", "#*#"),
    ("Jupyter", ".ipynb_checkpoints"),
)


def _expression(pattern: str) -> str:
    return "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)


_LEFTOVER: Final = re.compile("|".join(_expression(pattern) for _, pattern in NAMES), re.IGNORECASE | re.DOTALL)


def is_leftover(name: str) -> bool:
    """True for the name of a file, folder or link that a program left.

    >>> is_leftover(".~lock.areas.csv#"), is_leftover("areas.csv")
    (True, False)
    """
    return _LEFTOVER.fullmatch(name) is not None
