"""Escaping for HTML: what `markupsafe.escape` gives, without the object that marks a text as escaped."""

from __future__ import annotations

from enum import StrEnum

from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner
except ImportError:  # where markupsafe was built without a compiler
    from markupsafe._native import _escape_inner


def html(value: object) -> str:
    """`value` as HTML text, fit for attributes too; `Markup` is HTML already."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)  # type: ignore[arg-type]
    if kind is int:
        return str(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    return _escape_inner(value.value) if isinstance(value, StrEnum) else escape(value)
