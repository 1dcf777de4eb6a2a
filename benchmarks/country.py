"""A country made up from a seed: the same number, seed and years give the same bytes and the same commit.

It stands on real regions and districts; people, meetings and what was said there are invented. Its files and its git
history are those of an Esep project, so everything that works on the shipped content works on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import click

from benchmarks.commits import Importer, Repository
from benchmarks.emit import to_yaml
from benchmarks.meetings import Schedule, make_chief_schedule, make_quarter
from benchmarks.phrases import Phrases, read_phrases
from benchmarks.places import Body, lay_out_bodies
from benchmarks.protocols import Earlier, as_known_on, find_endings, make_protocol
from benchmarks.registry import make_body, make_precincts, make_region

PROJECT = Path(__file__).parent.parent
TODAY = date(2026, 12, 10)
_COPIED = ("mkdocs.yml", ".gitignore", "content/pages", "site_config")
_OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Country:
    """What is asked for.

    precincts: how many.
    seed: what chance begins with.
    years: how many years of reports, the last one ending on `TODAY`.
    """

    precincts: int
    seed: int = 1
    years: int = 1

    @property
    def first_year(self) -> int:
        """The first year of reports."""
        return TODAY.year - self.years + 1

    @property
    def begun_on(self) -> date:
        """The day of the first commit, before the first schedule."""
        return date(self.first_year - 1, 11, 20)

    def random(self, *about: object) -> Random:
        """Chance that belongs to one thing, so that another thing more or less changes nothing here."""
        return Random("/".join(map(str, (self.seed, *about))))


def make_country(country: Country, folder: Path) -> str:
    """Write the country into a new folder; returns its latest commit."""
    phrases = read_phrases()
    repository = Repository(folder)
    with repository as importer:
        bodies = lay_out_bodies(country.precincts)
        regions = {body.region.slug: body.region for body in bodies}
        _put_site(country, importer, list(regions))
        for slug, region in regions.items():
            _put_first(country, importer, f"content/registry/{slug}.yaml", to_yaml(make_region(region)))
        for body in bodies:
            _Editor(country, importer, phrases, body).put_everything()
    return repository.git("rev-parse", "HEAD")


def _put_first(country: Country, importer: Importer, path: str, text: str) -> None:
    importer.put(country.begun_on, 0, _OPERATOR, path, text.encode())


def _put_site(country: Country, importer: Importer, regions: list[str]) -> None:
    """Theme, words, rules and pages as this repository has them; the settings name the country's regions."""
    for top in _COPIED:
        source = PROJECT / top
        for path in sorted([source] if source.is_file() else source.rglob("*")):
            if path.is_file():
                name, content = path.relative_to(PROJECT).as_posix(), path.read_bytes()
                if name == "site_config/site.yaml":
                    content = _settings(country, content.decode(), regions).encode()
                importer.put(country.begun_on, 0, _OPERATOR, name, content)


def _settings(country: Country, text: str, regions: list[str]) -> str:
    text = re.sub(r"(?m)^regions: .*$", f"regions: [{', '.join(regions)}]", text)
    return re.sub(r"(?m)^history_from: .*$", f"history_from: {country.first_year - 1}-12-01", text)


class _Editor:
    """The editor of one police body, who merges on one day of the week."""

    def __init__(self, country: Country, importer: Importer, phrases: Phrases, body: Body) -> None:
        self.country = country
        self.importer = importer
        self.phrases = phrases
        self.body = body
        self.weekday = body.ordinal % 5
        self.minute = 1 + body.ordinal * 97 % 480
        self.earlier = Earlier()

    def put_everything(self) -> None:
        """The registry, then schedule after schedule with its protocols."""
        random = self.country.random(self.body.identifier)
        record = make_body(self.body, self.phrases, random, self.country.first_year)
        _put_first(
            self.country, self.importer, f"content/registry/{self.body.identifier}.yaml", to_yaml(record)
        )
        self._make_precincts(random)
        for year in range(self.country.first_year, TODAY.year + 1):
            chance = self.country.random(self.body.identifier, year)
            self._put_schedule(make_chief_schedule(self.body, self.phrases, chance, year - 1), chance)
            for quarter in range(1, 5) if self.precincts else ():
                schedule = make_quarter(self.body, self.precincts, self.phrases, chance, year, quarter)
                self._put_schedule(schedule, chance)

    def _make_precincts(self, random: Random) -> None:
        self.precincts = make_precincts(self.body, self.phrases, random, self.country.first_year)
        for precinct in self.precincts:
            path = f"content/registry/{self.body.identifier}/{precinct.key}.yaml"
            if precinct.replaced_on is None:
                _put_first(self.country, self.importer, path, to_yaml(precinct.record))
            else:
                _put_first(self.country, self.importer, path, to_yaml(precinct.before or {}))
                self._put(precinct.replaced_on, path, to_yaml(precinct.record))

    def _put(self, day: date, path: str, text: str) -> None:
        self.importer.put(day, self.minute, self.body.identifier, path, text.encode())

    def _next_merge(self, day: date) -> date:
        """The first day of the editor's merges after `day`."""
        return day + timedelta(days=(self.weekday - day.weekday() - 1) % 7 + 1)

    def _put_schedule(self, schedule: Schedule, random: Random) -> None:
        for day, record in schedule.versions():
            if day <= TODAY:
                self._put(day, f"schedules/{self.body.identifier}/{schedule.period}.yaml", to_yaml(record))
        for meeting in sorted(schedule.meetings, key=lambda each: each.starts):
            merged = self._next_merge(meeting.starts.date())
            identifier = f"{self.body.identifier}/{schedule.period}/{meeting.key}"
            has_none = random.random() < 0.02
            record = make_protocol(meeting, self.phrases, random, self.earlier)
            if merged <= TODAY and not meeting.is_cancelled and not has_none:
                self.earlier.keep(identifier, meeting, record)
                self._put_protocol(identifier, record, merged)

    def _put_protocol(self, identifier: str, record: dict[str, object], merged: date) -> None:
        """The protocol as it was known at the first merge, and again when the last of what it led to had ended."""
        path = f"content/protocols/{identifier}.yaml"
        self._put(merged, path, to_yaml({**as_known_on(record, merged), "published": merged}))
        later = [self._next_merge(day) for day in find_endings(record) if merged < day]
        later = [day for day in later if day <= TODAY]
        if later:
            self._put(max(later), path, to_yaml({**as_known_on(record, max(later)), "published": merged}))


@click.command()
@click.option("--precincts", type=click.IntRange(1, 20000), required=True, help="How many precincts.")
@click.option("--seed", type=int, default=1, show_default=True, help="What chance begins with.")
@click.option("--years", type=click.IntRange(1, 20), default=1, show_default=True, help="Years of reports.")
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), required=True, help="A folder that is not there yet."
)
def country(precincts: int, seed: int, years: int, folder: Path) -> None:
    """Make a country: an Esep project with its git history."""
    if folder.exists():
        raise click.UsageError(f"{folder} is there already; name a folder that is not.")
    tip = make_country(Country(precincts, seed, years), folder)
    click.echo(f"{folder}: {precincts} precincts, commit {tip}")
