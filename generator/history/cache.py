"""The cache of versions: one file below `.cache/esep/`, by blob, so that no version is read twice.

It is dropped whole when its checksum, its size or its shape is wrong, or when the programs that made it have changed;
then everything is read from git again. It is replaced in one step, so a killed run leaves the old one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from generator.history.facts import Fact, Facts, Version

MAXIMUM_BYTES = 128 * 1024 * 1024
_MAGIC = b"esep-history"


class Cache:
    """Versions by name, from the file at `path`; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines = _read_lines(path) if path is not None else {}
        self._used: dict[str, bytes] = {}
        self._grown = False

    def find(self, name: str) -> tuple[bool, Version | None]:
        """Whether a version is known, and the version; absent when it is known to be unreadable."""
        line = self._lines.get(name)
        if line is None:
            return False, None
        try:
            version = _restore(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError):
            return False, None
        self._used[name] = line
        return True, version

    def keep(self, name: str, version: Version | None) -> None:
        """Remember a version."""
        self._used[name] = json.dumps(_store(version), ensure_ascii=False, separators=(",", ":")).encode()
        self._grown = True

    def write(self) -> None:
        """Write what was used in this run first, then the rest, up to the bound; a disk that refuses is no fault."""
        if self._path is None or not self._grown:
            return
        body = bytearray()
        for name, line in {
            **self._used,
            **{k: v for k, v in self._lines.items() if k not in self._used},
        }.items():
            if len(body) + len(name) + len(line) + 2 > MAXIMUM_BYTES:
                break
            body += name.encode() + b" " + line + b"\n"
        packed = zlib.compress(bytes(body), 1)
        try:
            _replace(self._path, _head(packed) + packed)
        except OSError:
            return
        self._grown = False


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(fresh).replace(path)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


def _read_lines(path: Path) -> dict[str, bytes]:
    """The lines of a whole, sound file by name; none of any other."""
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            return {}
        head, _, packed = path.read_bytes().partition(b"\n")
        if head + b"\n" != _head(packed):
            return {}
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(packed, MAXIMUM_BYTES)
    except (OSError, zlib.error):
        return {}
    if unpacker.unconsumed_tail:
        return {}
    told = (line.partition(b" ") for line in body.split(b"\n")[:-1])
    return {name.decode("ascii", "replace"): line for name, _, line in told}


def _head(packed: bytes) -> bytes:
    return b" ".join((_MAGIC, _programs().encode(), hashlib.sha256(packed).hexdigest().encode())) + b"\n"


@cache
def _programs() -> str:
    """A checksum of everything that turns a file's bytes into facts: the schema's version."""
    digest = hashlib.sha256()
    for package in ("generator.reading", "generator.model", "generator.history"):
        sources = [each for each in files(package).iterdir() if each.name.endswith(".py")]
        for source in sorted(sources, key=lambda each: each.name):
            digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _store(version: Version | None) -> object:
    if version is None:
        return None
    entries = {key: read() for key, read in version.entries.items()}
    return [entries, sorted(version.faint), sorted(version.broken)]


def _restore(told: object) -> Version | None:
    """The version as it was kept. Raises when the shape is not one that `_store` makes."""
    if told is None:
        return None
    if (
        not isinstance(told, list)
        or len(told) != 3
        or not all(isinstance(each, str) for each in told[1] + told[2])
    ):
        raise TypeError
    entries = {key: _reader(facts) for key, facts in told[0].items()}
    return Version(entries, frozenset(told[1]), frozenset(told[2]))


def _reader(facts: Mapping[str, object]) -> Callable[[], Facts]:
    read: Facts = {name: _fact(told) for name, told in facts.items()}
    return lambda: read


def _fact(told: object) -> Fact:
    if isinstance(told, str):
        return told
    if isinstance(told, list) and len(told) == 2 and all(isinstance(each, str) for each in told):
        return (told[0], told[1])
    raise TypeError
