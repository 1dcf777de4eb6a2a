"""Pages of the rules: each requirement as every rulebook states it, how it is checked, how often it is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.law.case import Law
from generator.law.figures import Share, Tally
from generator.law.finding import Weight
from generator.law.judgement import EVERYWHERE
from generator.law.rulebook import Rulebook
from generator.views.accounts import Accounts
from generator.views.figures import ChartRow, ChartView, share_text
from generator.views.findings import rule_link
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.plain import plain
from generator.words.catalogue import Words
from generator.words.dates import long_date
from generator.words.numbers import grouped

SERIES = ("met", "broken", "not_enough_data", "not_applicable")


@plain
class NormView:
    """The requirement as one rulebook states it.

    rulebook: its name.
    force: from when to when it is applied, and whether these days are verified.
    benchmark: that the norm is repealed and a benchmark only; else empty.
    citation, text: the point of the act, and what it demands, in plain words.
    weight: how much breaking it weighs.
    standing: citation and text of a norm in force that demands the same of some meetings; else empty.
    acts: the official texts.
    numbers: met, of them on a lenient reading only, broken, not enough data, not applicable.
    share: met, of all that could be judged.
    """

    rulebook: str
    force: str
    benchmark: str
    citation: str
    text: str
    weight: str
    standing: tuple[str, str]
    acts: tuple[LinkView, ...]
    numbers: tuple[str, ...]
    share: str


@plain
class RuleView:
    """The page of one rule.

    number: `R07`.
    how: how Esep checks it.
    norms: one for each rulebook that has it.
    chart: answers by region, or by police body where the site has one region.
    previous, following: the rules beside it.
    """

    page: Page
    number: str
    heading: str
    how: str
    norms: tuple[NormView, ...]
    chart: ChartView | None
    previous: LinkView | None
    following: LinkView | None
    index: LinkView


@plain
class RuleLine:
    """A rule in the index: link, citations, met of judged, broken, not enough data."""

    rule: LinkView
    citations: str
    share: str
    broken: str
    not_enough_data: str


@plain
class RulesView:
    """The index of all rules, and the rulebooks with their force."""

    page: Page
    heading: str
    rules: tuple[RuleLine, ...]
    rulebooks: tuple[tuple[str, str, str], ...]
    law: LinkView


def rules_of(law: Law) -> tuple[str, ...]:
    """Every rule of any rulebook, in order."""
    return tuple(sorted({rule for rulebook in law.rulebooks.values() for rule in rulebook.rules}))


def view_rules(accounts: Accounts, words: Words) -> RulesView:
    """The index of the rules."""
    title = words.text("The rules of reporting and how they are kept")
    description = words.text(
        "Each requirement of the acts on police reports to residents: citation, how it is checked, how often it is met."
    )
    return RulesView(
        lay_page(
            words, "law", "law/rules", title, description, [(words.text("What the law requires"), "law")]
        ),
        title,
        tuple(_line(accounts, words, each) for each in rules_of(accounts.law)),
        tuple(
            (book.names.in_language(words.language), _force(words, book), _note(words, book))
            for _, book in sorted(accounts.law.rulebooks.items())
        ),
        LinkView(words.text("What the law requires"), page_url(words.language, "law")),
    )


def view_rule(
    accounts: Accounts, words: Words, rule: str, places: Sequence[tuple[str, str]], column: str
) -> RuleView:
    """The page of one rule.

    places: id and name of each place the chart compares.
    column: what these places are, in words.
    """
    name, rules = words.one_of("rule", rule), rules_of(accounts.law)
    place = rules.index(rule)
    title = f"{rule}. {name}"
    above = [
        (words.text("What the law requires"), "law"),
        (words.text("The rules of reporting and how they are kept"), "law/rules"),
    ]
    how = words.one_of("how checked", rule)
    return RuleView(
        lay_page(words, "law", f"law/{rule.lower()}", title, f"{name}. {how}", above),
        rule,
        name,
        how,
        tuple(
            _norm(accounts, words, key, rule)
            for key, book in sorted(accounts.law.rulebooks.items())
            if rule in book.rules
        ),
        _chart(accounts, words, rule, places, column),
        rule_link(words, rules[place - 1]) if place else None,
        rule_link(words, rules[place + 1]) if place + 1 < len(rules) else None,
        LinkView(above[1][0], page_url(words.language, above[1][1])),
    )


def _line(accounts: Accounts, words: Words, rule: str) -> RuleLine:
    tally = _tally(accounts, EVERYWHERE, rule)
    citations = dict.fromkeys(
        book.rules[rule].citation.in_language(words.language)
        for _, book in sorted(accounts.law.rulebooks.items())
        if rule in book.rules
    )
    return RuleLine(
        rule_link(words, rule),
        "; ".join(citations),
        share_text(words, Share(tally.met, tally.judged)),
        grouped(tally.broken),
        grouped(tally.not_enough_data),
    )


def _norm(accounts: Accounts, words: Words, key: str, identifier: str) -> NormView:
    language, book = words.language, accounts.law.rulebooks[key]
    tally = accounts.judgement.tallies.get(EVERYWHERE, {}).get((identifier, key), Tally())
    rule = book.rules[identifier]
    standing, capped = rule.standing, book.benchmark and rule.weight is Weight.ERROR
    return NormView(
        book.names.in_language(language),
        _force(words, book),
        words.text("repealed norm, used as a benchmark") if book.benchmark else "",
        rule.citation.in_language(language),
        rule.text.in_language(language),
        words.one_of("weight", Weight.WARNING if capped else rule.weight),
        (standing.citation.in_language(language), standing.text.in_language(language))
        if standing
        else ("", ""),
        tuple(_acts(words, book)),
        tuple(
            grouped(each)
            for each in (tally.met, tally.lenient, tally.broken, tally.not_enough_data, tally.not_applicable)
        ),
        share_text(words, Share(tally.met, tally.judged)),
    )


def _acts(words: Words, book: Rulebook) -> Iterable[LinkView]:
    for act in book.acts.values():
        url = act.url.get(words.language) or next(iter(act.url.values()), "")
        yield LinkView(act.names.in_language(words.language), url)


def _force(words: Words, book: Rulebook) -> str:
    since = long_date(words, book.since)
    if book.until is None:
        said = words.text("applied since {since}", since=since)
    else:
        said = words.text("applied from {since} to {until}", since=since, until=long_date(words, book.until))
    return said if book.verified else f"{said} ({words.text('these days are not verified')})"


def _note(words: Words, book: Rulebook) -> str:
    return book.note.in_language(words.language) if book.note is not None else ""


def _tally(accounts: Accounts, place: str, rule: str) -> Tally:
    """The answers of one rule under all rulebooks."""
    total = Tally()
    for (name, _), tally in accounts.judgement.tallies.get(place, {}).items():
        if name == rule:
            total += tally
    return total


def _chart(
    accounts: Accounts, words: Words, rule: str, places: Sequence[tuple[str, str]], column: str
) -> ChartView | None:
    rows = []
    for each, name in places:
        tally = _tally(accounts, each, rule)
        counts = (tally.met, tally.broken, tally.not_enough_data, tally.not_applicable)
        if any(counts):
            url = page_url(words.language, f"{each}/compliance")
            rows.append(ChartRow(name, url, counts))
    if not rows:
        return None
    title = words.text("Answers: {rule}", rule=words.one_of("rule", rule))
    return ChartView(title, column, tuple((key, words.one_of("answer", key)) for key in SERIES), tuple(rows))
