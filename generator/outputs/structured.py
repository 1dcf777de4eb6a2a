"""Structured data of a page (schema.org, JSON-LD): its breadcrumbs, and the things it tells of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator.views.page import Page
from generator.views.structured import Lasting, Thing, breadcrumb_thing, crumb_item

CONTEXT = "https://schema.org"
_write = json.JSONEncoder(ensure_ascii=False).encode


def write_structured(page: Page, base_url: str, things: Iterable[Thing] = ()) -> str:
    """The JSON-LD of a page; the empty string where there is nothing to say."""
    told = [_write_thing(each) for each in things]
    if page.breadcrumbs:
        told.append(_write_breadcrumbs(page, base_url))
    return f'{{"@context": "{CONTEXT}", "@graph": [{", ".join(told)}]}}' if told else ""


def _write_thing(thing: Thing) -> str:
    """A thing as JSON; what lasts in it is not written again."""
    if isinstance(thing, Lasting):
        thing.text = thing.text or "{" + ", ".join(_pieces(thing)) + "}"
        return thing.text
    return "{" + ", ".join(_pieces(thing)) + "}"


def _pieces(thing: Thing) -> Iterator[str]:
    """The members of a thing, several at once."""
    members: Thing = {}
    for name, value in thing.items():
        if isinstance(value, Lasting):
            if members:
                yield _write(members)[1:-1]
                members = {}
            yield f"{_write(name)}: {_write_thing(value)}"
        else:
            members[name] = value
    if members:
        yield _write(members)[1:-1]


def _write_breadcrumbs(page: Page, base_url: str) -> str:
    """The pages above a page, which many have in common, and the page itself."""
    begin = _begin_breadcrumbs(base_url, page.breadcrumbs)
    return f"{begin}{_write(crumb_item(base_url, len(page.breadcrumbs) + 1, page.title, page.url))}]}}"


@lru_cache(maxsize=256)
def _begin_breadcrumbs(base_url: str, crumbs: tuple[tuple[str, str], ...]) -> str:
    return f"{_write(breadcrumb_thing(base_url, crumbs)).removesuffix(']}')}, "
