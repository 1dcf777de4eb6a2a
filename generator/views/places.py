"""Places that answer for something: a region, a police body or a precinct, told by the shape of the id."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.ids import parent
from generator.model.register import Register
from generator.views.page import LinkView, page_url
from generator.views.people import full_precinct_name, precinct_name, territory_name
from generator.words.alphabet import sort_key
from generator.words.catalogue import Words


def is_region(place: str) -> bool:
    """Whether a place is a whole region."""
    return "/" not in place


def is_precinct(place: str) -> bool:
    """Whether a place is one precinct."""
    return place.count("/") == 2


def place_name(register: Register, words: Words, place: str) -> str:
    """A place in headings and titles; unique within the site."""
    if is_precinct(place):
        return full_precinct_name(register, words, place)
    if is_region(place):
        return register.regions[place].short.in_language(words.language)
    return territory_name(register, words, place)


def short_name(register: Register, words: Words, place: str) -> str:
    """A place in a table of its own region or police body."""
    if is_precinct(place):
        return precinct_name(register, words, place)
    return place_name(register, words, place)


def places_within(register: Register, words: Words, place: str) -> tuple[str, ...]:
    """The police bodies of a region, the department first, then by the alphabet; the precincts of a body by number."""
    if is_precinct(place):
        return ()
    if not is_region(place):
        return register.precincts_of(place)
    bodies = register.bodies_of(place)
    served = [each for each in bodies if register.precincts_of(each)]
    served.sort(key=lambda each: sort_key(words, territory_name(register, words, each)))
    return (*(each for each in bodies if each not in served), *served)


def meetings_of(register: Register, place: str) -> tuple[str, ...]:
    """Meetings of a place, by start."""
    if is_region(place):
        return register.meetings_of_region(place)
    return register.meetings_of_precinct(place) if is_precinct(place) else register.meetings_of_body(place)


def path_to(register: Register, words: Words, place: str) -> list[tuple[str, str]]:
    """Breadcrumbs down to a place, the place among them: (title, path)."""
    crumbs: list[tuple[str, str]] = []
    while place:
        crumbs.insert(0, (short_name(register, words, place), place))
        place = parent(place)
    return crumbs


def links_to(
    register: Register, words: Words, places: Iterable[str], section: str = ""
) -> tuple[LinkView, ...]:
    """Links to the pages of places, or to their page `section`, such as `outcomes`."""
    suffix = f"/{section}" if section else ""
    return tuple(
        LinkView(short_name(register, words, each), page_url(words.language, f"{each}{suffix}"))
        for each in places
    )
