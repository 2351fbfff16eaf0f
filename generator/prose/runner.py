"""The pages of what people write: the texts as Pelican rendered them, filled in with what the register says now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generator import urls
from generator.errors import ProseError
from generator.prose.filling import Filling
from generator.prose.texts import UNFORESEEN, Keep, Rendered, anew, unmade
from generator.publish.artifact import Artifact, text
from generator.publish.exports import documents
from generator.publish.pages import renderer
from generator.publish.pages.views.reference import ProseView


def prose(content: Path, inputs: str, filling: Filling, keep: Keep = anew) -> Iterator[Artifact]:
    """Pages and announcements of a content folder, of which `inputs` tells all files apart.

    Pelican runs only where `keep` has nothing of these texts. Raises ProseError for anything that it complains of, and
    for what a text names and nobody knows. What a text can be wrong in is told before, by `judging`: this is for what
    nobody thought of.
    """
    url = filling.site.url
    texts = rendered(content, inputs, url, keep)
    views: dict[str, ProseView] = {}
    pages: dict[str, str] = {}
    problems: list[str] = []
    for each in texts:
        try:
            view, wrong = filling.view(each)
            # As these pages have always ended: without an empty line.
            pages[each.address] = renderer.render("prose", view).removesuffix("\n")
        except UNFORESEEN as error:
            raise ProseError(f"文章无法生成：\n  {unmade(content, each.place, '程序', error)}") from error
        views[each.address] = view
        problems += wrong
    if problems:
        raise ProseError("文章有问题：\n  " + "\n  ".join(problems))
    for address in sorted(pages, key=urls.document):
        yield text(urls.document(address), pages[address])
    for name, picture in sorted(filling.pictures.items()):
        if any(f'/{urls.picture(name)}"' in view.html for view in views.values()):
            yield Artifact(urls.picture(name), picture.content)
    for name, file in sorted(filling.files.items()):
        if any(f'/{urls.attachment(name)}"' in view.html for view in views.values()):
            yield Artifact(urls.attachment(name), file.content)
    for address, view in sorted(views.items()):
        content_ = {
            "title": view.title,
            "date": view.date or None,
            "html": view.html,
            "url": urls.absolute(url, address),
            "format": documents.FORMAT,
        }
        yield documents.twin(address, content_)


def rendered(content: Path, inputs: str, url: str, keep: Keep) -> tuple[Rendered, ...]:
    """The texts as Pelican renders them for a site at an address: kept, or anew. Raises ProseError as `prose` does."""
    return keep("prose", f"{inputs} {url}", partial(_anew, content, url))


def _anew(content: Path, url: str) -> tuple[Rendered, ...]:
    from generator.prose import rendering  # Pelican takes half a second to load

    return rendering.rendered(content, url)
