"""Keeping what was worked out, from one run to the next: in files that are whole and of these very programs.

A kept file is a line with a checksum of the programs and one of what follows, then a compressed pickle. It is replaced
in one step, so a killed run leaves the old one. Only records of Esep's own and plain values are unpickled: a file from
elsewhere, a cache or a bucket others may write to, can call nothing.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import pickle
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from operator import attrgetter
from pathlib import Path
from typing import Any

_MAGIC = b"esep-kept-1"
_LIBRARIES = ("babel", "holidays", "icalendar", "jinja2", "markupsafe", "ruamel.yaml", "tzdata")
_PLAIN = frozenset({"builtins", "collections", "datetime", "pathlib", "zoneinfo", "decimal"})
_PLAIN_NAMES = frozenset(
    {
        "bytes", "date", "datetime", "dict", "frozenset", "int", "list", "set", "str", "time",
        "timedelta", "timezone", "tuple", "OrderedDict", "defaultdict", "PosixPath", "PurePosixPath", "Path",
        "ZoneInfo", "ZoneInfo._unpickle", "object", "float", "bool", "Decimal",
    }
)  # fmt: skip


_OUR_FUNCTIONS = frozenset({("generator.model.zones", "read_zone")})  # what a time zone is pickled as


class _Refused(pickle.UnpicklingError):
    """A kept file names something that no kept file of ours would."""


class _Press:
    """Compresses what is written to it, so that a large pickle is never held whole."""

    def __init__(self) -> None:
        self._press, self._packed = zlib.compressobj(1), bytearray()

    def write(self, content: bytes) -> int:
        """See `io.BufferedIOBase`."""
        self._packed += self._press.compress(content)
        return len(content)

    def finish(self) -> bytes:
        """All that was written, compressed."""
        return bytes(self._packed + self._press.flush())


class _Writer(pickle.Pickler):
    """Pickles a frozen record as its class and its values: five times faster than through its state."""

    def reducer_override(self, obj: object) -> Any:
        """See `pickle.Pickler`."""
        values = _values_of(type(obj))  # type: ignore[arg-type]
        return NotImplemented if values is None else (type(obj), values(obj))


@cache
def _values_of(kind: type) -> Callable[[object], tuple[Any, ...]] | None:
    """How to take the values of a frozen record without a way of its own; absent for any other class."""
    if not is_dataclass(kind) or "__reduce__" in kind.__dict__ or hasattr(kind, "__post_init__"):
        return None
    several = fields(kind)
    if any(each.kw_only or not each.init for each in several):
        return None
    names = [each.name for each in several]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


class _Reader(pickle.Unpickler):
    """Unpickles records of ours and plain values; nothing a file names is called otherwise."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (
            "builtins",
            "getattr",
        ):  # the way Python 3.11 pickles a member of an enumeration
            return _member_of
        if module in _PLAIN and name in _PLAIN_NAMES:
            return super().find_class(module, name)
        if module.partition(".")[0] == "generator":
            found = super().find_class(module, name)
            if (module, name) in _OUR_FUNCTIONS or _is_record(found, module):
                return found
        raise _Refused(f"{module}.{name}")


def _is_record(found: object, module: str) -> bool:
    """Whether a name of a module of ours is a class of values defined there, not something the module imports."""
    if not isinstance(found, type) or found.__module__ != module:
        return False
    return is_dataclass(found) or issubclass(found, Enum | dict | str | tuple)


def _member_of(kind: object, name: str) -> Enum:
    if not isinstance(kind, type) or not issubclass(kind, Enum):
        raise _Refused(f"{kind}.{name}")
    return kind[name]


def keep(path: Path, value: object) -> None:
    """Write a value for another run; a disk that refuses is no fault."""
    packed = pack(value)
    fresh = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(packed)
        Path(fresh).replace(path)
    except OSError:
        if fresh:
            Path(fresh).unlink(missing_ok=True)


def kept(path: Path) -> Any:
    """The value another run kept; absent where there is none, or where it is not whole or of other programs."""
    try:
        return unpack(path.read_bytes())
    except OSError:
        return None


def pack(value: object) -> bytes:
    """A value as bytes that can be checked."""
    press = _Press()
    _Writer(press, pickle.HIGHEST_PROTOCOL).dump(value)
    packed = press.finish()
    return _head(packed) + packed


def unpack(content: bytes) -> Any:
    """The value of `pack`; absent when the bytes are not whole, or were made by other programs."""
    head, _, packed = content.partition(b"\n")
    if head + b"\n" != _head(packed):
        return None
    try:
        plain = io.BytesIO(zlib.decompress(packed))
        with _no_collection():
            return _Reader(plain).load()
    except Exception:  # a crafted file may make its reader meet anything
        return None


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let nobody look for garbage meanwhile: a third of the time, and what is read holds none."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def digest_of(*values: object) -> str:
    """A checksum of plain values and records: equal values have equal ones, whichever objects they are made of."""
    stream = io.BytesIO()
    pickler = _Writer(stream, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # no memory of objects: what is equal is written equally
    pickler.dump(values)
    return hashlib.blake2b(stream.getbuffer(), digest_size=16).hexdigest()


@cache
def programs() -> str:
    """A checksum of Esep's own programs, templates and words of messages, and of the versions it stands on."""
    digest = hashlib.blake2b(digest_size=16)
    home = Path(__file__).parent
    for path in sorted(home.rglob("*")):
        if path.suffix in (".py", ".html", ".yaml", ".txt"):
            digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()


def _head(packed: bytes) -> bytes:
    checksum = hashlib.blake2b(packed, digest_size=16).hexdigest()
    return b" ".join((_MAGIC, programs().encode(), checksum.encode())) + b"\n"
