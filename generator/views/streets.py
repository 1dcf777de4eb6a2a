"""Streets of a precinct, sorted by the alphabet, with the houses served in words."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.registry import Precinct, Street
from generator.model.text import Bilingual
from generator.reading.houses import HouseRange
from generator.views.plain import plain
from generator.words.alphabet import sort_key
from generator.words.catalogue import Words

_SHOWN_IN_SHORT = 3
_DASH = "\N{EN DASH}"


@plain
class StreetView:
    """A street of a precinct.

    name: present official name.
    former, aliases: names before, and what people also call it, in one line each.
    microdistrict: where it lies.
    houses: the houses served, in words.
    """

    name: str
    former: str
    aliases: str
    microdistrict: str
    houses: str


def view_streets(words: Words, streets: Iterable[Street]) -> tuple[StreetView, ...]:
    """Streets by the alphabet of the language."""
    views = (_view_street(words, street) for street in streets)
    return tuple(sorted(views, key=lambda view: sort_key(words, view.name)))


def streets_in_short(words: Words, precinct: Precinct) -> str:
    """The first streets in the editor's order, and how many more there are."""
    names = list(dict.fromkeys(street.name.in_language(words.language) for street in precinct.streets))
    shown = ", ".join(names[:_SHOWN_IN_SHORT])
    more = len(names) - _SHOWN_IN_SHORT
    if more <= 0:
        return shown
    return words.count("{streets} and {n} more street", "{streets} and {n} more streets", more, streets=shown)


def _view_street(words: Words, street: Street) -> StreetView:
    microdistrict = street.microdistrict
    return StreetView(
        street.name.in_language(words.language),
        _joined(words, street.former),
        _joined(words, street.aliases),
        microdistrict.in_language(words.language) if microdistrict is not None else "",
        ", ".join(house_range(words, each) for each in street.houses) or words.text("the whole street"),
    )


def house_range(words: Words, houses: HouseRange) -> str:
    """A house or a range of houses in words, with the side of the street."""
    if houses.last is None:
        numbers = words.text("{first} and further", first=houses.first)
    elif houses.first == houses.last:
        numbers = f"{houses.first}{houses.suffix}"
    else:
        numbers = f"{houses.first}{_DASH}{houses.last}"
    return f"{numbers} ({words.one_of('house side', houses.parity)})" if houses.parity else numbers


def _joined(words: Words, names: Iterable[Bilingual]) -> str:
    return ", ".join(name.in_language(words.language) for name in names)
