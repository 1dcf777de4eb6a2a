"""The marks a frame is rendered with, which `frames` later reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.outputs.frames import PageHead


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks around passages, see `generator/outputs/frames.py`.

    printed: whether they are: on frames only.
    """

    printed: bool

    def begin(self, name: str) -> str:
        """The mark before passage `name`."""
        return f"esep-begin({name})" if self.printed else ""

    def end(self, name: str) -> str:
        """The mark after passage `name`."""
        return f"esep-end({name})" if self.printed else ""


def frame_head(language: str, section: str, languages: Iterable[str]) -> PageHead:
    """The head of a frame: every value is the mark of a slot, every optional passage is there."""
    return PageHead(
        language=language,
        section=section,
        url="esep-slot(url)",
        title="esep-slot(title)",
        description="esep-slot(description)",
        alternates=tuple(
            (other, f"esep-slot(alternate.{other})") for other in languages if other != language
        ),
        breadcrumbs=(("esep-slot(breadcrumb.title)", "esep-slot(breadcrumb.url)"),),
        structured="esep-slot(structured)",
        indexed=False,
        data="esep-slot(data)",
        feeds=(("esep-slot(feed.title)", "esep-slot(feed.url)", "esep-slot(feed.type)"),),
    )
