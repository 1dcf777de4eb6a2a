"""Items of feeds: rendered, or to be rendered when a feed asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.views.news import News


@dataclass(frozen=True, slots=True)
class Item:
    """An item of news in one language, rendered for both kinds of feed.

    news: what it tells; its sort_key orders items.
    atom: the `entry` element.
    json: the item's object.
    """

    news: News
    atom: bytes
    json: bytes


class Told(Protocol):
    """An item as feeds need it."""

    @property
    def news(self) -> News:
        """What it tells."""

    @property
    def atom(self) -> bytes:
        """See `Item`."""

    @property
    def json(self) -> bytes:
        """See `Item`."""


class LateItem:
    """An item that is rendered, with those whose titles might be the same, when a feed asks for it."""

    __slots__ = ("_group", "alike", "news")

    def __init__(self, news: News, alike: Sequence[News], group: Callable[[], Mapping[str, Item]]) -> None:
        """Take what it tells, what its group tells, and how that is rendered."""
        self.news, self.alike, self._group = news, alike, group

    @property
    def atom(self) -> bytes:
        """See `Item`."""
        return self._group()[self.news.identifier].atom

    @property
    def json(self) -> bytes:
        """See `Item`."""
        return self._group()[self.news.identifier].json
