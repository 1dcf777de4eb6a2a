"""What the country's people are called and what is said there; every word stands in `facts/phrases.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from ruamel.yaml import YAML

from benchmarks.places import FACTS

Pair = dict[str, str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Lists to choose from, by name; a choice is made by a `Random` that the caller seeds."""

    lists: dict[str, Any]

    def pick(self, random: Random, name: str) -> Any:
        """One entry of a list."""
        found = self.lists[name]
        return found[int(random.random() * len(found))]

    def topic(self, random: Random, level: str, topic: str) -> Pair:
        """Two sentences on a topic of an inspector's or a chief's report."""
        found = self.lists[f"{level}_topics"][topic]
        first, second = (found[int(random.random() * len(found))] for _ in range(2))
        return {"kk": f"{first['kk']} {second['kk']}", "ru": f"{first['ru']} {second['ru']}"}

    def fill(self, name: str, kk: Mapping[str, object], ru: Mapping[str, object]) -> Pair:
        """A pattern with its gaps filled in each language."""
        pattern = self.lists["patterns"][name]
        return {"kk": pattern["kk"].format(**kk), "ru": pattern["ru"].format(**ru)}

    def person(self, random: Random) -> tuple[str, Pair]:
        """Somebody invented: a slug of the surname, and the full name."""
        surname, given, patronymic = (
            self.pick(random, name) for name in ("surnames", "given", "patronymics")
        )
        name = {each: f"{surname[each]} {given[each]} {patronymic[each]}" for each in ("kk", "ru")}
        return surname["key"], name

    def address(self, random: Random) -> Pair:
        """A street and a house."""
        street, house = self.pick(random, "streets")["name"], 1 + int(random.random() * 140)
        return self.fill(
            "address", {"street": street["kk"], "house": house}, {"street": street["ru"], "house": house}
        )

    def at_a_spot(self, random: Random, text: Pair) -> Pair:
        """A sentence with an address after it, so that no two are the same."""
        street, house = self.pick(random, "streets")["name"], 1 + int(random.random() * 140)
        return self.fill(
            "spot",
            {"text": text["kk"], "street": street["kk"], "house": house},
            {"text": text["ru"], "street": street["ru"], "house": house},
        )


def read_phrases() -> Phrases:
    """The file `facts/phrases.yaml`."""
    with (FACTS / "phrases.yaml").open(encoding="utf-8") as stream:
        return Phrases(YAML(typ="safe", pure=False).load(stream))
