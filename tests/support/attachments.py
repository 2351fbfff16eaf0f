"""Files that a text may lead to, as small as they can be."""

from __future__ import annotations

import io
import zipfile


def pdf(inside: bytes = b"") -> bytes:
    """A PDF without a page, with something more in its catalogue."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog" + inside + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def package(*parts: str) -> bytes:
    """A package of Office Open XML with these parts, all of them empty."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for part in ("[Content_Types].xml", *parts):
            file.writestr(part, "")
    return content.getvalue()
