"""One renderer for every page: a frozen view and the template of its kind, by one Jinja environment."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from generator import urls
from generator.errors import ThemeError
from generator.publish.artifact import Artifact, text
from generator.publish.pages import compilations, dress, languages, speech
from generator.register.model import Appearance, SiteSettings

# Parts of the stylesheets that are for paper alone.
_ON_PAPER: Final = ("98-certificate", "99-print")
# The script that every page asks for.
_EVERYWHERE: Final = "site.js"
# The parts that only some pages need: lists, with charts or calendars, and texts.
_APART: Final = {
    "53-offers": "charts",
    "57-calendar": "charts",
    "65-charts": "charts",
    "70-prose": "prose",
    "71-comparison": "prose",
    "95-english-lists": "charts",
    **dict.fromkeys(_ON_PAPER, "print"),
}
# What a county is made with.
_FIRST: Final = (
    "area.html",
    "area_en.html",
    "base.html",
    "county.html",
    "notice.html",
    "_parts.html",
    "_top.html",
    "_certificate.html",
)
THEME: Final = Path(__file__).resolve().parents[2] / "theme"
TEMPLATES: Final = THEME / "templates"


_SPECIAL: Final = re.compile("[&<>'\"]")
_TEXTS: Final = 16_384  # so many texts are held as they stand in HTML


class _Generator(CodeGenerator):
    """Compiles templates for frozen views: half the cost of a page, with the same output.

    What a page prints is escaped to plain text instead of a `Markup` object, a text by looking it up; and a name of a
    view is a plain attribute: where it is missing that is an error, as it is with `StrictUndefined`.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_plain(frame, finalize):
            self.write("(texts[value] if (value := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_plain(frame, finalize):
            self.write(").__class__ is str else escaped(value))")
        else:
            super()._output_child_post(node, frame, finalize)

    def write_commons(self) -> None:
        """What every function of a template has at hand."""
        super().write_commons()
        self.writeline("escaped, texts = environment.escaped, environment.texts")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - the name of the base class
        """A run of texts and values: handed on as one piece, not one by one through every level of the layout."""
        if frame.buffer is not None or frame.require_output_check or len(node.nodes) < 3:
            super().visit_Output(node, frame)
            return
        inner = frame.copy()
        inner.buffer = self.temporary_identifier()
        self.writeline(f"{inner.buffer} = []")
        super().visit_Output(node, inner)
        self.writeline(f"yield ''.join({inner.buffer})")

    def blockvisit(self, body: Iterable[nodes.Node], frame: Frame) -> None:
        """A block, or a whole template: put together as a list, and handed on as one piece."""
        if frame.buffer is not None or not (frame.block_frame or frame.rootlevel):
            super().blockvisit(body, frame)
            return
        whole = frame.copy()
        whole.buffer = self.temporary_identifier()
        self.writeline(f"{whole.buffer} = []")
        super().blockvisit(body, whole)
        self.writeline(f"yield ''.join({whole.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the name of the base class
        """An attribute. A name that is not there has none either, so that it need not be looked for first."""
        if isinstance(node.node, nodes.Name) and (ref := frame.symbols.find_ref(node.node.name)):
            self.write(ref)
        else:
            self.visit(node.node, frame)
        self.write(f".{node.attr}")


def _is_plain(frame: Frame, finalize: Any) -> bool:
    """True where what is printed is escaped, and by nothing else."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


class _Texts(dict[str, str]):
    """Texts as they stand in HTML. Most of them hold nothing to escape, and many stand on every page."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _TEXTS:
            self.clear()
        made = self[text] = str(escape(text)) if _SPECIAL.search(text) else text
        return made


def _escaped(value: object) -> str:
    """What is no plain text, as text of HTML."""
    return value if value.__class__ is Markup else _html(value)


@lru_cache(maxsize=_TEXTS, typed=True)  # typed: 1 and True are not the same
def _html(value: object) -> str:
    return str(escape(value))


class _Words(NodeTransformer):
    """Puts the words of a language into a template, so that `_("首页")` costs nothing when a page is made."""

    def __init__(self, lang: str) -> None:
        self.word = languages.words_of(lang)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name of the base class
        """A word, where it stands as it is."""
        if isinstance(node.node, nodes.Name) and node.node.name == "_" and isinstance(node.args[0], nodes.Const):
            return nodes.Const(self.word(node.args[0].value), lineno=node.lineno)
        return self.generic_visit(node)


class Environment(jinja2.Environment):
    """The environment of the theme in one language."""

    code_generator_class = _Generator
    escaped = staticmethod(_escaped)
    texts = _Texts()
    lang = languages.CHINESE

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._compiled: dict[str, jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the name of the base class
    ) -> jinja2.Template:
        """A template of the theme: those lie side by side, and none changes while a site is built."""
        if not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        if name not in self._compiled:
            self._compiled[name] = super().get_template(name)
        return self._compiled[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Plain names: a chain of two dictionaries would be copied name by name for every page."""
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        _Words(self.lang).visit(template)
        return template


class _Kept(jinja2.BytecodeCache):
    """Compiled templates of a language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes a template that was kept."""
        code = compilations.taken(self._name(bucket))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template."""
        compilations.put(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return f"{self._lang}-{bucket.key}"


_own: Appearance | None = None


def compile_all(folder: Path) -> None:
    """Compiles every template of the theme into such a folder, those of most pages first."""
    compilations.keep(folder)
    made = environment(languages.CHINESE)
    for name in sorted(made.list_templates(), key=lambda name: (name not in _FIRST, name)):
        made.get_template(name)


def wear(appearance: Appearance) -> None:
    """Pages are made with the templates of a register's own from now on; those that ship stand in for the others."""
    global _own
    wanted = appearance if appearance.templates else None
    if wanted != _own or (wanted and _own and wanted.folder != _own.folder):
        _own = wanted
        for made in (environment, kept, _template):
            made.cache_clear()


class _Own(jinja2.FileSystemLoader):
    """Templates of a register's own: those whose contents its appearance tells apart, and no others."""

    def __init__(self, own: Appearance) -> None:
        super().__init__(own.folder)
        self._names = frozenset(name for name, _ in own.templates)

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        """The text of a template."""
        if template not in self._names:
            raise jinja2.TemplateNotFound(template)
        return super().get_source(environment, template)


def _loader() -> jinja2.BaseLoader:
    """Templates by name: one's own first. `theme/area.html` is the one that ships, whatever replaces it."""
    shipped = jinja2.FileSystemLoader(TEMPLATES)
    if _own is None:
        return shipped
    return jinja2.ChoiceLoader([_Own(_own), shipped, jinja2.PrefixLoader({THEME.name: shipped})])


@cache
def environment(lang: str) -> Environment:
    """The Jinja environment of the theme in a language."""
    made = Environment(
        loader=_loader(),
        bytecode_cache=_Kept(lang) if compilations.is_kept() else None,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.lang = lang
    made.install_gettext_translations(languages.translations(lang))  # type: ignore[attr-defined]
    made.globals["said"] = speech.said
    made.globals["kept"] = kept(lang)
    return made


def compiled(source: str, name: str, lang: str) -> None:
    """Compiles a template, and does nothing with it. Raises TemplateSyntaxError."""
    environment(lang).compile(source, name, name)


@cache
def kept(lang: str) -> Callable[..., Markup]:
    """Gives templates of a language pieces that are the same on many pages: `kept("_top", "top", …)` is what the macro
    `top` of `_top.html` makes of the values behind it, made once for equal ones."""

    @lru_cache(maxsize=4_096)
    def piece(template: str, macro: str, *values: Any) -> Markup:
        made: Markup = getattr(_template(template, lang).module, macro)(*values)
        return made

    return piece


@cache
def _template(name: str, lang: str) -> jinja2.Template:
    return environment(lang).get_template(f"{name}.html")


def render(template: str, view: Any, lang: str | None = None) -> str:
    """A page as HTML, in the language of its chrome; what has no chrome names its own."""
    if _own is None:
        return _template(template, lang or view.chrome.lang).render(view=view)
    try:
        return _template(template, lang or view.chrome.lang).render(view=view)
    except Exception as error:  # whatever a template of somebody else's does
        raise ThemeError(_failed(error, template, view, _own)) from error


def _failed(error: Exception, template: str, view: Any, own: Appearance) -> str:
    """Why a page could not be made, with the innermost line of a template of the register's own."""
    frames = [
        (Path(frame.f_code.co_filename), line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename.endswith(".html")
    ]
    mine = [place for place in frames if str(place[0].parent) == own.folder] or frames
    place = f"theme/templates/{mine[-1][0].name} 第 {mine[-1][1]} 行" if mine else f"模板 {template}.html"
    chrome = getattr(view, "chrome", None)
    page = template if chrome is None else chrome.address or "首页"
    return f"{place}：生成页面 {page} 时出错：{error}；改好它，或删去它，用程序自带的（wuyi theme list）"


def page(template: str, view: Any) -> Artifact:
    """A page at the address of its view."""
    return text(urls.document(view.chrome.address), render(template, view))


def static_files(site: SiteSettings | None = None) -> list[Artifact]:
    """The theme's own files, and those of the register `site`; the stylesheets are put together of their parts, in
    the order of their names: those of charts and of texts are for the pages that have some.

    What is for paper alone is a sheet of its own, which a browser asks for last: a telephone need not wait for it.
    All of them are text, read as text: a checkout with other line ends publishes the same bytes.
    Comments and what sets the parts in lines stay behind: they are a quarter of what a telephone would load, and no
    string of the parts looks like them.
    """
    folder = THEME / "static"
    sheets: dict[str, list[str]] = {}
    for path in sorted((THEME / "css").glob("*.css")):
        sheets.setdefault(_APART.get(path.stem, "style"), []).append(path.read_text(encoding="utf-8"))
    own = {"style": dress.style(site), "print": dress.print_style(site)} if site else {}
    return [
        *(text(f"static/{name}.css", _pressed("".join(parts)) + own.get(name, "")) for name, parts in sheets.items()),
        *(
            text(f"static/{path.relative_to(folder).as_posix()}", _lean(path))
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ),
        *(
            []
            if site and site.appearance.favicon
            else [Artifact(urls.TOUCH_ICON, (THEME / urls.TOUCH_ICON).read_bytes())]
        ),
        *(Artifact(path, content) for path, content in (site.appearance.files if site else ())),
    ]


def _pressed(sheet: str) -> str:
    """A stylesheet in one line, without its comments and what it can do without."""
    rules = re.sub(r"\n\s*", "", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
    return re.sub(r" (?=[{>])|(?<=[:,>]) |;(?=\})", "", rules) + "\n"


def _lean(path: Path) -> str:
    """A file of the theme; the script of every page without the lines that are comments alone, and not set in."""
    whole = path.read_text(encoding="utf-8")
    return re.sub(r"^(?: *//.*\n| +)", "", whole, flags=re.MULTILINE) if path.name == _EVERYWHERE else whole
