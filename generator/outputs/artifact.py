"""An artifact: one file of the site before it is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A path, its bytes and media type; only `build` writes it.

    path: from the site's root, with `/`.
    content: the bytes.
    media_type: such as `text/html` or `text/calendar`.
    """

    path: str
    content: bytes
    media_type: str = "text/html"
