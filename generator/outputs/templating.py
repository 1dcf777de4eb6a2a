"""Templates compiled for speed: what is known when a template is compiled is not asked again on every page.

Jinja2 leaves open how the Python of a template is written (`Environment.code_generator_class`). Ours relies on what
holds for all our templates: views are plain objects, functions are globals of the environment, escaping is always on.
A body takes half the time, and its bytes are the same.
"""

# ruff: noqa: ARG002, FBT001, N802 - the signatures are Jinja2's

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from generator.outputs.escaping import html

TEMPLATES = Path(__file__).parent / "templates"
_TEXT = "_"  # the global that gives the words of a message


_marked: Callable[[str], Markup] = partial(str.__new__, Markup)


def macro(body: Callable[..., str], names: tuple[str, ...], missing: object) -> Callable[..., Markup]:
    """A macro as a plain function of its parameters, by place or by name; `missing` stands for those not given."""
    fill = (missing,) * len(names)

    def call(*given: object, **named: object) -> Markup:
        if named:
            given += tuple(named.pop(name, missing) for name in names[len(given) :])
            if named:
                raise TypeError(f"the macro has no parameter {', '.join(named)}")
        return _marked(body(*given, *fill[len(given) :]))

    return call


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


class _Straight(CodeGenerator):
    """Python without Jinja2's questions: attributes are attributes, calls are calls, globals are looked up once."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Tell the words of the language, then write the Python."""
        text = self.environment.globals.get(_TEXT)
        super().visit_Template(_Told(text).visit(node) if callable(text) else node, frame)

    def write_commons(self) -> None:
        """Bind what is the same on every page."""
        super().write_commons()
        self.writeline("escape = environment.html")
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
        """A variable, or a global."""
        load = frame.symbols.find_load(frame.symbols.ref(node.name))
        if node.ctx == "load" and load is not None and self._is_global(*load):
            self.write(f"global_{node.name}")
        else:
            super().visit_Name(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute, never an item."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call, without a context."""
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A macro as a plain function."""
        names = tuple(each.name for each in macro_ref.node.args)
        self.write(f"environment.macro(macro, {names!r}, missing)")


class Templates(Environment):
    """Our templates; `names` are globals of all of them, `_` among them gives the words of a message."""

    code_generator_class = _Straight
    html = staticmethod(html)
    macro = staticmethod(macro)

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

    def render(self, name: str, view: object) -> str:
        """The template `name` of a view; globals are bound, so its context has the view alone."""
        template = self.get_template(name)
        context = template.new_context({"view": view}, shared=True)
        try:
            return "".join(template.root_render_func(context))
        except Exception:  # the traceback then names the line of the template
            self.handle_exception()

    def macros(self, name: str) -> TemplateModule:
        """The macros of the template `name`."""
        if name not in self._macros:
            self._macros[name] = self.get_template(name).module
        return self._macros[name]
