"""Positioned nodes: YAML as written, with every scalar still text.

Lines and columns count from 1, as editors show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


class Scalar:
    """A single value, exactly as typed; `quoted` tells `"12"` from `12`."""

    __slots__ = ("column", "line", "quoted", "text")

    def __init__(self, text: str, line: int, column: int, *, quoted: bool = False) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.quoted = quoted


class Sequence:
    """A list, in its order."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.items: list[Node] = []
        self.line = line
        self.column = column


class Mapping:
    """Keys with their values, in their order; a repeated key is kept apart, its first value stands."""

    __slots__ = ("column", "entries", "line", "repeated")

    def __init__(self, line: int, column: int) -> None:
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.repeated: list[Scalar] = []
        self.line = line
        self.column = column


Node: TypeAlias = Scalar | Sequence | Mapping


def find_node(root: Node, path: Path) -> Node:
    """The node at `path`, or the nearest one above it that exists; a missing key leads to its parent's key."""
    found = root
    for step in path:
        if isinstance(found, Mapping) and isinstance(step, str) and step in found.entries:
            key, value = found.entries[step]
            found = value if isinstance(value, Scalar) else _begin_at(value, key)
        elif isinstance(found, Sequence) and isinstance(step, int) and step < len(found.items):
            found = found.items[step]
        else:
            break
    return found


def _begin_at(node: Sequence | Mapping, key: Scalar) -> Sequence | Mapping:
    """The same collection, placed at the key that introduces it, where a reader looks for it."""
    placed: Sequence | Mapping
    if isinstance(node, Mapping):
        placed = Mapping(key.line, key.column)
        placed.entries = node.entries
        placed.repeated = node.repeated
    else:
        placed = Sequence(key.line, key.column)
        placed.items = node.items
    return placed


def find_exactly(root: Node, path: Path) -> Node | None:
    """The node written at exactly `path`, absent when there is none."""
    found = root
    for step in path:
        if isinstance(found, Mapping) and isinstance(step, str) and step in found.entries:
            found = found.entries[step][1]
        elif isinstance(found, Sequence) and isinstance(step, int) and step < len(found.items):
            found = found.items[step]
        else:
            return None
    return found


def walk_places(root: Node) -> Iterator[tuple[int, int]]:
    """Line and column of every node and key from `root` down."""
    yield root.line, root.column
    if isinstance(root, Sequence):
        for item in root.items:
            yield from walk_places(item)
    elif isinstance(root, Mapping):
        for key, value in root.entries.values():
            yield key.line, key.column
            yield from walk_places(value)


def walk_scalars(root: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    """Every scalar value below `root` with its path, in the order written."""
    if isinstance(root, Scalar):
        yield path, root
    elif isinstance(root, Sequence):
        for index, item in enumerate(root.items):
            yield from walk_scalars(item, (*path, index))
    else:
        for name, (_, value) in root.entries.items():
            yield from walk_scalars(value, (*path, name))
