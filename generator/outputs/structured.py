"""Structured data of a page (schema.org, JSON-LD): its breadcrumbs, and the things it tells of."""

from __future__ import annotations

import json
from collections.abc import Iterable

from generator.views.page import Page
from generator.views.structured import Thing, breadcrumb_thing

CONTEXT = "https://schema.org"


def write_structured(page: Page, base_url: str, things: Iterable[Thing] = ()) -> str:
    """The JSON-LD of a page; the empty string where there is nothing to say."""
    told = list(things)
    if page.breadcrumbs:
        told.append(breadcrumb_thing(base_url, (*page.breadcrumbs, (page.title, page.url))))
    return json.dumps({"@context": CONTEXT, "@graph": told}, ensure_ascii=False) if told else ""
