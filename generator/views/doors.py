"""Pages that stand before a language is chosen: the root page and the page for addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.register import Register
from generator.views.plain import plain
from generator.words.catalogue import Words


@plain
class DoorView:
    """One language's half of such a page; `url` is the language's home page from the site's root."""

    language: str
    name: str
    url: str
    site: str
    tagline: str
    demo: str
    missing: str
    advice: str
    emergency: str
    home: str


def view_doors(register: Register, words: Mapping[str, Words]) -> tuple[DoorView, ...]:
    """Both halves, Kazakh first."""
    return tuple(_door(register, each) for each in words.values())


def _door(register: Register, words: Words) -> DoorView:
    site = register.site
    return DoorView(
        words.language,
        words.one_of("language link", words.language),
        f"{words.language}/",
        site.names.in_language(words.language),
        site.tagline.in_language(words.language),
        words.text("This is a demonstration: officers, meetings and numbers are invented.")
        if site.demo
        else "",
        words.text("Page not found"),
        words.text("The address may have a slip in it. Find your precinct from the home page."),
        words.text("Urgent help: the police, 102"),
        words.text("To the home page"),
    )
