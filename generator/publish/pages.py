"""One renderer for every page: a frozen view and the template of its kind, by one Jinja environment."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator import urls
from generator.publish.artifact import Artifact, text

if TYPE_CHECKING:
    import jinja2

THEME: Final = Path(__file__).resolve().parents[1] / "theme"


@cache
def environment() -> jinja2.Environment:
    """The Jinja environment of the theme; the prose uses the same one."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(THEME / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _template(name: str) -> jinja2.Template:
    return environment().get_template(f"{name}.html")


def render(template: str, view: Any) -> str:
    """A page as HTML."""
    return _template(template).render(view=view)


def page(template: str, view: Any) -> Artifact:
    """A page at the address of its view."""
    return text(urls.document(view.chrome.address), render(template, view))


def static_files() -> list[Artifact]:
    """The theme's own files."""
    folder = THEME / "static"
    return [
        Artifact(f"static/{path.relative_to(folder).as_posix()}", path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
