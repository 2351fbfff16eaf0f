"""The theme's Jinja templates as Go templates, so that Hugo makes the same pages from the same views.

Each kind of page becomes one flat layout: inheritance and macros are resolved here and cost Hugo nothing. What the
theme does not use is not translated: an unknown construct raises UntranslatableError with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from jinja2 import Environment, nodes

COMPARISONS: Final = {"eq": "eq", "ne": "ne", "gt": "gt", "gteq": "ge", "lt": "lt", "lteq": "le"}
LOOP: Final = {"first": "(eq {0} 0)", "index": "(add {0} 1)", "index0": "{0}", "last": "(eq (add {0} 1) (len {1}))"}


class UntranslatableError(Exception):
    """A construct that the translation does not know."""


@dataclass(frozen=True, slots=True)
class _Macro:
    node: nodes.Macro
    scope: _Scope


@dataclass(frozen=True, slots=True)
class _Loop:
    """The variables behind `loop`: the position, and what is looped over."""

    position: str
    items: str


@dataclass(frozen=True, slots=True)
class _Parted:
    """What `partition` gave: the variable of the parts, and what stands between them."""

    parts: str
    separator: str

    def item(self, number: int) -> str:
        """The text before the first separator, the separator if there was one, the text after it."""
        return (
            f"(index {self.parts} 0)",
            f'(cond (gt (len {self.parts}) 1) {self.separator} "")',
            f"(string (delimit (after 1 {self.parts}) {self.separator}))",
        )[number]


# What a name stands for: a Go expression, a macro, `loop`, or the parts of a text.
_Meaning: TypeAlias = "str | _Macro | _Loop | _Parted"
_Scope: TypeAlias = "Mapping[str, _Meaning]"


def translate(environment: Environment, template: str) -> str:
    """A template of the theme as a Go template. Its `view` is the page's `.Params`.

    Raises UntranslatableError.
    """
    return _Translation(environment).whole(template)


class _Translation:
    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.blocks: dict[str, tuple[nodes.Block, _Scope]] = {}
        self.made = 0

    def whole(self, template: str) -> str:
        """The template with what it extends, as one text."""
        return "{{ $view := .Params }}" + self._module(template, {"view": "$view"})

    def _parse(self, template: str) -> nodes.Template:
        source, _, _ = self.environment.loader.get_source(self.environment, template)  # type: ignore[union-attr]
        return self.environment.parse(source, template)

    def _module(self, template: str, scope: _Scope) -> str:
        tree = self._parse(template)
        above = tree.find(nodes.Extends)
        if above is None:
            return self._body(tree.body, dict(scope))
        own = dict(scope)
        for node in tree.body:
            if isinstance(node, nodes.FromImport):
                self._import(node, own)
            elif isinstance(node, nodes.Block):
                self.blocks.setdefault(node.name, (node, own))
        return self._module(self._constant(above.template), scope)

    def _import(self, node: nodes.FromImport, scope: dict[str, _Meaning]) -> None:
        tree = self._parse(self._constant(node.template))
        module: dict[str, _Meaning] = {}
        for macro in tree.find_all(nodes.Macro):
            module[macro.name] = _Macro(macro, module)
        for name in node.names:
            known, shown = name if isinstance(name, tuple) else (name, name)
            scope[shown] = module[known]

    def _constant(self, node: nodes.Expr) -> str:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return node.value
        raise self._unknown(node)

    # ---- statements

    def _body(self, body: Sequence[nodes.Node], scope: dict[str, _Meaning]) -> str:
        return "".join(self._statement(node, scope) for node in body)

    def _statement(self, node: nodes.Node, scope: dict[str, _Meaning]) -> str:
        match node:
            case nodes.Output():
                return "".join(self._output(one, scope) for one in node.nodes)
            case nodes.If():
                text = f"{{{{ if {self._expression(node.test, scope)} }}}}{self._body(node.body, dict(scope))}"
                for other in node.elif_:
                    text += f"{{{{ else if {self._expression(other.test, scope)} }}}}"
                    text += self._body(other.body, dict(scope))
                return text + self._otherwise(node.else_, scope) + "{{ end }}"
            case nodes.For(target=nodes.Name(name=name)):
                position, item = self._variable("i"), self._variable(name)
                items = self._expression(node.iter, scope)
                inner = {**scope, name: item, "loop": _Loop(position, items)}
                text = f"{{{{ range {position}, {item} := {items} }}}}{self._body(node.body, inner)}"
                return text + self._otherwise(node.else_, scope) + "{{ end }}"
            case nodes.Assign(
                target=nodes.Name(name=name),
                node=nodes.Call(node=nodes.Getattr(node=whole, attr="partition"), args=[nodes.Const(value=mark)]),
            ):
                parted = _Parted(self._variable(name), _quoted(mark))
                text = f"{{{{ {parted.parts} := split {self._expression(whole, scope)} {parted.separator} }}}}"
                scope[name] = parted
                return text
            case nodes.Assign(target=nodes.Name(name=name)):
                variable = self._variable(name)
                value = self._expression(node.node, scope)
                scope[name] = variable
                return f"{{{{ {variable} := {value} }}}}"
            case nodes.FromImport():
                self._import(node, scope)
                return ""
            case nodes.Block():
                block, known = self.blocks.get(node.name, (node, {}))
                return self._body(block.body, {**scope, **known})
        raise self._unknown(node)

    def _otherwise(self, body: Sequence[nodes.Node], scope: dict[str, _Meaning]) -> str:
        return f"{{{{ else }}}}{self._body(body, dict(scope))}" if body else ""

    def _output(self, node: nodes.Expr, scope: dict[str, _Meaning]) -> str:
        if isinstance(node, nodes.TemplateData):
            return node.data
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            macro = scope.get(node.node.name)
            if isinstance(macro, _Macro) and not node.kwargs and len(node.args) == len(macro.node.args):
                return self._inlined(macro, [self._expression(one, scope) for one in node.args])
        return f"{{{{ {self._expression(node, scope)} }}}}"

    def _inlined(self, macro: _Macro, arguments: Sequence[str]) -> str:
        inner = dict(macro.scope)
        text = ""
        for name, value in zip(macro.node.args, arguments, strict=True):
            variable = self._variable(name.name)
            inner[name.name] = variable
            text += f"{{{{ {variable} := {value} }}}}"
        return text + self._body(macro.node.body, inner)

    def _variable(self, name: str) -> str:
        self.made += 1
        return f"${name}{self.made}"

    # ---- expressions

    def _expression(self, node: nodes.Node, scope: _Scope) -> str:
        part: Callable[[nodes.Node], str] = lambda one: self._expression(one, scope)  # noqa: E731
        match node:
            case nodes.Const(value=str(text)):
                return _quoted(text)
            case nodes.Const(value=bool(value)):
                return str(value).lower()
            case nodes.Const(value=int(value)):
                return str(value)
            case nodes.Name(name=name) if isinstance(scope.get(name), str):
                return str(scope[name])
            case nodes.Getattr(node=nodes.Name(name="loop"), attr=attr) if attr in LOOP:
                loop = scope["loop"]
                if isinstance(loop, _Loop):
                    return LOOP[attr].format(loop.position, loop.items)
            case nodes.Getattr(node=inner, attr=attr):
                return f"{part(inner)}.{attr}"
            case nodes.Getitem(node=inner, arg=nodes.Const(value=str(key))):
                return f"{part(inner)}.{key}"
            case nodes.Getitem(node=nodes.Name(name=name), arg=nodes.Const(value=int(number))):
                parted = scope.get(name)
                if isinstance(parted, _Parted):
                    return parted.item(number)
            case nodes.Filter(name="length", node=nodes.Expr() as inner):
                return f"(len {part(inner)})"
            case nodes.Filter(name="safe", node=nodes.Expr() as inner):
                return f"(safeHTML {part(inner)})"
            case nodes.Call(node=nodes.Getattr(node=nodes.Const(value="{:,}"), attr="format"), args=[number]):
                return f"(lang.FormatNumberCustom 0 {part(number)})"
            case nodes.Call(node=nodes.Name(name="num"), args=[number]):  # the macro, within an expression
                return f"(lang.FormatNumberCustom 0 {part(number)})"
            case nodes.Compare(expr=inner, ops=[operand]) if operand.op in COMPARISONS:
                return f"({COMPARISONS[operand.op]} {part(inner)} {part(operand.expr)})"
            case nodes.Concat():
                return f"(printf {_quoted('%v' * len(node.nodes))} {' '.join(map(part, node.nodes))})"
            case nodes.Or():
                return f"(or {part(node.left)} {part(node.right)})"
            case nodes.And():
                return f"(and {part(node.left)} {part(node.right)})"
            case nodes.Not():
                return f"(not {part(node.node)})"
            case nodes.CondExpr(expr2=nodes.Expr() as otherwise):
                return f"(cond {part(node.test)} {part(node.expr1)} {part(otherwise)})"
        raise self._unknown(node)

    def _unknown(self, node: nodes.Node) -> UntranslatableError:
        return UntranslatableError(f"line {node.lineno}: the benchmark cannot translate {type(node).__name__}: {node}")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
