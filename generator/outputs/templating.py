"""Templates compiled for speed: what is known when a template is compiled is not asked again on every page.

Jinja2 leaves open how the Python of a template is written (`Environment.code_generator_class`). Ours relies on what
holds for all our templates: views are plain objects, functions are globals of the environment, escaping is always on.
A body takes half the time, and its bytes are the same.
"""

# ruff: noqa: ARG002, FBT001, N802 - the signatures are Jinja2's

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from generator.outputs.escaping import html

TEMPLATES = Path(__file__).parent / "templates"
_TEXT = "_"  # the global that gives the words of a message
_GIVE_HTML = frozenset({"link", "kept"})  # globals whose values need no escaping
BODY = "body_of_page"  # the macro of a page's body
_VIEW = "view"

marked: Callable[[str], Markup] = partial(str.__new__, Markup)


class _Told(NodeTransformer):
    """Messages without values become text; of those with values, only the filling in is left for the page."""

    def __init__(self, text: Callable[[str], str]) -> None:
        self.text = text

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        """Look a message up."""
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name == _TEXT):
            return node
        message = nodes.Const(self.text(node.args[0].as_const()), lineno=node.lineno)
        if not node.kwargs:
            return message
        node.node, node.args = nodes.Getattr(message, "format", "load", lineno=node.lineno), []
        return node


class _Whole(NodeTransformer):
    """A page in one piece: what it includes stands in it, and its body is a macro of the view like any other."""

    def __init__(self, environment: Templates) -> None:
        self.environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        """What the other template consists of."""
        included = self.environment.parse_file(node.template.as_const())
        return nodes.Scope(included.body, lineno=node.lineno, environment=self.environment)

    def visit_Template(self, node: nodes.Template) -> nodes.Template:
        """Gather the body."""
        self.generic_visit(node)
        kept = [each for each in node.body if isinstance(each, nodes.Macro | nodes.FromImport)]
        body = [each for each in node.body if not isinstance(each, nodes.Macro | nodes.FromImport)]
        view = nodes.Name(_VIEW, "param", environment=self.environment)
        node.body = [*kept, nodes.Macro(BODY, [view], [], body, lineno=1, environment=self.environment)]
        return node


def _called(node: nodes.Node) -> str:
    """The name of the function a node calls; empty where it calls none."""
    return node.node.name if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else ""


class _Straight(CodeGenerator):
    """Python without Jinja2's questions: attributes are attributes, macros functions, globals looked up once."""

    environment: Templates
    _printed: nodes.Node | None = None

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Tell the words of the language, gather the body, then write the Python."""
        text = self.environment.globals.get(_TEXT)
        if callable(text):
            node = _Told(text).visit(_Whole(self.environment).visit(node))
        self.macros = dict(self.environment.macros_in(node))
        self._refuse_shadows(node)
        super().visit_Template(node, frame)

    def _refuse_shadows(self, node: nodes.Template) -> None:
        """What is called like a macro must be that macro."""
        for name in node.find_all(nodes.Name):
            if name.ctx != "load" and name.name in self.macros:
                self.fail(f"{name.name!r} is a macro already", name.lineno)

    def write_commons(self) -> None:
        """Bind what is the same on every page."""
        super().write_commons()
        self.writeline("escape, marked = environment.html, environment.marked")
        for name in self.environment.globals:
            self.writeline(f"global_{name} = environment.globals[{name!r}]")

    def enter_frame(self, frame: Frame) -> None:
        """Resolve the variables of a frame; globals are bound already."""
        loads = frame.symbols.loads
        frame.symbols.loads = {target: load for target, load in loads.items() if not self._is_global(*load)}
        super().enter_frame(frame)
        frame.symbols.loads = loads

    def _is_global(self, action: str, name: str | None) -> bool:
        return action == VAR_LOAD_RESOLVE and name in self.environment.globals

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """The macros of another template, made once; they see globals and their parameters alone."""
        self.write("environment.macros(")
        self.visit(node.template, frame)
        self.write(")")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        """A variable, or a global; one that is neither is a slip of the template."""
        if node.ctx != "load":
            super().visit_Name(node, frame)
            return
        ref = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(ref)
        if load is not None and self._is_global(*load):
            ref = f"global_{node.name}"
        elif load is not None and load[0] == VAR_LOAD_RESOLVE and _TEXT in self.environment.globals:
            self.fail(f"{node.name!r} is not defined", node.lineno)
        self.write(ref)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute, never an item."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call, without a context; what a macro gives is marked as HTML where it is not printed at once."""
        macro = self._called_macro(node)
        placed = self._placed(node, macro) if macro else [*node.args, *node.kwargs]
        self.write("marked(" if macro and node is not self._printed else "(")
        self.visit(node.node, frame)
        self.write("(")
        for each in placed:
            if each is None:
                self.write("missing")
            else:
                self.visit(each, frame)
            self.write(", ")
        self.write("))")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A macro as a plain function."""
        self.write("macro")

    def _called_macro(self, node: nodes.Node) -> str:
        """The name of the macro a node calls; empty where it calls none."""
        name = _called(node)
        return name if name in self.macros else ""

    def _is_html(self, node: nodes.Node) -> bool:
        return _called(node) in (*self.macros, *_GIVE_HTML)

    def _placed(self, node: nodes.Call, macro: str) -> list[nodes.Expr | None]:
        """What is handed to a macro, in the order of its parameters; None for those not given."""
        named, names = {each.key: each.value for each in node.kwargs}, self.macros[macro]
        placed = [*node.args, *(named.pop(name, None) for name in names[len(node.args) :])]
        if named or len(placed) > len(names):
            self.fail(f"the macro {macro!r} has the parameters {', '.join(names)}", node.lineno)
        return placed

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Escape a value, unless it is HTML already."""
        self._printed = node
        if not self._is_html(node):
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """End what `_output_child_pre` began."""
        if not self._is_html(node):
            super()._output_child_post(node, frame, finalize)


class Templates(Environment):
    """Our templates; `names` are globals of all of them, `_` among them gives the words of a message."""

    code_generator_class = _Straight
    html = staticmethod(html)
    marked = staticmethod(marked)

    def __init__(self, **names: Any) -> None:
        """Bind the templates to what they may name besides the view."""
        super().__init__(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.globals.update(names)
        self._macros: dict[str, TemplateModule] = {}
        self._bodies: dict[str, Callable[[object], str]] = {}
        self._parameters: dict[str, dict[str, tuple[str, ...]]] = {}

    def render(self, name: str, view: object) -> str:
        """The template `name` of a view."""
        body = self._bodies.get(name)
        if body is None:
            body = self._bodies[name] = getattr(self.macros(name), BODY)
        try:
            return body(view)
        except Exception:  # the traceback then names the line of the template
            self.handle_exception()

    def compile_all(self) -> None:
        """Compile the template of every page now, so that processes forked from this one find them compiled."""
        trees = {name: self.parse_file(name) for name in self.list_templates(extensions=["html"])}
        included = {
            each.template.as_const() for tree in trees.values() for each in tree.find_all(nodes.Include)
        }
        for name, tree in trees.items():
            if name not in included and any(each.name == _VIEW for each in tree.find_all(nodes.Name)):
                self.get_template(name)

    def macros(self, name: str) -> TemplateModule:
        """The macros of the template `name`."""
        if name not in self._macros:
            self._macros[name] = self.get_template(name).module
        return self._macros[name]

    def parse_file(self, name: str) -> nodes.Template:
        """The template `name` as nodes."""
        if self.loader is None:
            raise TemplateNotFound(name)
        return self.parse(self.loader.get_source(self, name)[0], name)

    def macros_in(self, node: nodes.Template) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The macros a template makes or imports, with the names of their parameters."""
        for each in node.body:
            if isinstance(each, nodes.Macro):
                yield each.name, tuple(argument.name for argument in each.args)
            elif isinstance(each, nodes.FromImport):
                name = each.template.as_const()
                if name not in self._parameters:
                    self._parameters[name] = dict(self.macros_in(self.parse_file(name)))
                yield from (
                    (name, parameters)
                    for name, parameters in self._parameters[name].items()
                    if name in each.names
                )
