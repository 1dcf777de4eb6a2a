"""Pages of account: outcomes, compliance, rules, known gaps and duties, with the duties' calendars.

Pages of one police body need that body's part of the Judgement alone; those of a region and of a rule need all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import partial

from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.outputs.calendars import BEGIN_EVENT, END_EVENT, MEDIA_TYPE, TRANSPARENT, render_head
from generator.outputs.frames import Frames
from generator.outputs.lines import day_line, line, moment_line, text_line
from generator.outputs.pages import bodies_in, fill_page
from generator.reading.diagnostics import Diagnostic
from generator.views.accounts import Accounts
from generator.views.compliance import view_compliance
from generator.views.duties import Duty, duties_of, view_duties, view_duty
from generator.views.gaps import view_gaps
from generator.views.outcomes import Outcomes
from generator.views.page import page_url
from generator.views.places import place_name
from generator.views.rules import rules_of, view_rule, view_rules
from generator.views.slices import periods_of
from generator.views.volumes import Volume
from generator.words.catalogue import Words

DUTIES = "duties.ics"
_END = b"END:VCALENDAR\r\n"


def render_rules(
    base_url: str,
    accounts: Accounts,
    words: Mapping[str, Words],
    frames: Frames,
    places: Mapping[str, Sequence[tuple[str, str]]],
    column: str,
) -> Iterator[Artifact]:
    """The index of rules and a page for each, in every language.

    places: what the charts compare, (id, name) by language; their sums stand in the Judgement.
    column: the word for such a place, as the catalogue has it.
    """
    for language, each in words.items():
        fill = partial(fill_page, frames, bodies_in(each), base_url=base_url)
        yield fill("rules.html", view_rules(accounts, each))
        for rule in rules_of(accounts.law):
            yield fill("rule.html", view_rule(accounts, each, rule, places[language], each.text(column)))


def render_region_accounts(
    register: Register,
    accounts: Accounts,
    region_id: str,
    words: Mapping[str, Words],
    frames: Frames,
    diagnostics: Sequence[Diagnostic] = (),
) -> Iterator[Artifact]:
    """The pages of a whole region, and its calendar of duties, in every language."""
    duties = duties_of(register, accounts.judgement, region_id)
    for each in words.values():
        fill = partial(fill_page, frames, bodies_in(each), base_url=register.site.base_url)
        yield from _place_pages(Outcomes(register, accounts, each, region_id), frames)
        yield fill("gaps.html", view_gaps(register, accounts, each, region_id, diagnostics))
        yield fill("duties.html", view_duties(register, accounts.judgement, each, region_id))
        yield render_duties_calendar(register, accounts, each, region_id, duties)


def render_body_accounts(
    register: Register, accounts: Accounts, body_id: str, words: Mapping[str, Words], frames: Frames
) -> Iterator[Artifact]:
    """The pages of one police body and its precincts, and its calendar of duties, in every language."""
    duties = duties_of(register, accounts.judgement, body_id)
    for each in words.values():
        fill = partial(fill_page, frames, bodies_in(each), base_url=register.site.base_url)
        yield from _place_pages(Outcomes(register, accounts, each, body_id), frames)
        for precinct_id in register.precincts_of(body_id):
            yield fill("outcomes.html", Outcomes(register, accounts, each, precinct_id).view_first())
            yield fill("compliance.html", view_compliance(register, accounts, each, precinct_id))
        yield render_duties_calendar(register, accounts, each, body_id, duties)


def render_period_pages(
    register: Register,
    accounts: Accounts,
    volume: Volume,
    words: Mapping[str, Words],
    frames: Frames,
) -> Iterator[Artifact]:
    """The outcomes of each period of a volume of a police body, in every language."""
    for each in words.values():
        outcomes = Outcomes(register, accounts, each, volume.body)
        for period in periods_of(accounts, volume.body):
            if f"{volume.body}/{period}" in volume.schedules:
                view = outcomes.view_period(period)
                yield fill_page(frames, bodies_in(each), "outcomes.html", view, register.site.base_url)


def _place_pages(outcomes: Outcomes, frames: Frames) -> Iterator[Artifact]:
    """What a region and a police body have alike: outcomes, the prepared lists, compliance."""
    register, accounts, words, place = outcomes.register, outcomes.accounts, outcomes.words, outcomes.place
    fill = partial(fill_page, frames, bodies_in(words), base_url=register.site.base_url)
    yield fill("outcomes.html", outcomes.view_first())
    for each in outcomes.slices:
        yield fill("outcomes.html", outcomes.view_slice(each))
    yield fill("compliance.html", view_compliance(register, accounts, words, place))


def render_duties_calendar(
    register: Register, accounts: Accounts, words: Words, place: str, duties: Iterable[Duty] | None = None
) -> Artifact:
    """What is due at a place, as whole days.

    duties: of the place, where they are found already.
    """
    path = f"{page_url(words.language, place)}{DUTIES}"
    name = words.text("What is due: {place}", place=place_name(register, words, place))
    head = render_head(name, f"{register.site.base_url}{path}")
    found = duties if duties is not None else duties_of(register, accounts.judgement, place)
    events = (_event(register, accounts, words, each) for each in found)
    return Artifact(path, head + b"".join(events) + _END, MEDIA_TYPE)


def _event(register: Register, accounts: Accounts, words: Words, duty: Duty) -> bytes:
    """A whole day; its stamp is the day it is due, as the clock is never read here."""
    view = view_duty(register, accounts.judgement, words, duty)
    stamp = register.local(duty.subject, datetime.combine(duty.due, time())).astimezone(UTC)
    description = "\n".join(text for text in (view.late, view.detail) if text)
    return b"".join(
        (
            BEGIN_EVENT,
            text_line("SUMMARY", f"{view.kind}: {view.about.text}"),
            day_line("DTSTART", duty.due),
            moment_line("DTSTAMP", stamp),
            text_line("UID", f"{duty.identifier.replace('/', '.').replace('@', '.')}@esep"),
            text_line("DESCRIPTION", description) if description else b"",
            TRANSPARENT,
            line("URL", f"{register.site.base_url}{view.about.url.partition('#')[0]}"),
            END_EVENT,
        )
    )
