"""Chinese that stands on a page in another language: marked as such (WCAG 2.2, 3.1.2), with its reading beside it."""

from __future__ import annotations

from typing import Final, NamedTuple

from markupsafe import escape

# BCP 47
TAG: Final = "zh-CN"


class Chinese(NamedTuple):
    """Chinese on a page in another language, with how it is read ("" where that is not told).

    A template prints the whole as one value; as text (a title, a description, an option) it is what can be read.
    """

    text: str
    reading: str = ""

    def __str__(self) -> str:
        """The reading, where there is one."""
        return self.reading or self.text

    @property
    def whole(self) -> str:
        """Both, for machines."""
        return f"{self.text} {self.reading}".rstrip()

    def __html__(self) -> str:
        """The marked text, its reading behind it."""
        marked = f'<span lang="{TAG}">{escape(self.text)}</span>'
        return f'{marked} <span class="py">{escape(self.reading)}</span>' if self.reading else marked


# What a view shows of the register: as it is on a Chinese page, else marked.
Text = str | Chinese


def html(text: Text) -> str:
    """What a view shows, where no template prints it."""
    return str(escape(text))
