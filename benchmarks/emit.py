"""Plain values -> YAML as editors write it.

Hundreds of thousands of values are written; a general dumper takes milliseconds for each file. The shapes here are few:
mappings in blocks, flat ones on one line, texts in quotes unless they are plain words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

Value = Any
_PLAIN = re.compile(r"[a-z][a-z_-]*")


def to_yaml(value: Mapping[str, Value]) -> str:
    """A file of one mapping; keys whose value is None are left out."""
    lines: list[str] = []
    _write_mapping(lines, value, "")
    return "\n".join(lines) + "\n"


def _write_mapping(lines: list[str], mapping: Mapping[str, Value], indent: str) -> None:
    for key, value in mapping.items():
        if value is None:
            continue
        name = _text(key)
        if isinstance(value, dict) and not _is_flat(value):
            lines.append(f"{indent}{name}:")
            _write_mapping(lines, value, f"{indent}  ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{indent}{name}:")
            lines.extend(f"{indent}  - {_inline(each)}" for each in value)
        else:
            lines.append(f"{indent}{name}: {_inline(value)}")


def _is_flat(mapping: Mapping[str, Value]) -> bool:
    return not any(isinstance(each, dict | list) for each in mapping.values())


def _inline(value: Value) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict) and value:
        pairs = ", ".join(f"{_text(key)}: {_inline(each)}" for key, each in value.items() if each is not None)
        return f"{{{pairs}}}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(each) for each in value)}]"
    return "[]" if value == {} else str(value)


@lru_cache(maxsize=8192)
def _text(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
