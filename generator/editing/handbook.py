"""The handbook: one requirement explained, from the rulebooks' words and its check's own page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.law.case import Law
from generator.law.checks import CHECKS
from generator.law.rulebook import Rule, Rulebook
from generator.model.text import Bilingual


def explain_rule(law: Law, identifier: str, language: str) -> str:
    """What a rule such as `R07` demands under each rulebook, in `language`, and how it is checked, in English.

    English readers get both languages of the norm. Raises LookupError naming the rules there are.
    """
    found = [(key, book) for key, book in sorted(law.rulebooks.items()) if identifier in book.rules]
    if not found:
        raise LookupError(", ".join(rule_ids(law)))
    parts = [identifier]
    parts += ["\n".join(_explain(key, book, book.rules[identifier], language)) for key, book in found]
    pages = dict.fromkeys(CHECKS[book.rules[identifier].check].page for _, book in found)
    return "\n\n".join([*parts, *pages]) + "\n"


def rule_ids(law: Law) -> list[str]:
    """Every rule of every rulebook, in order."""
    return sorted({rule for book in law.rulebooks.values() for rule in book.rules})


def _explain(key: str, book: Rulebook, rule: Rule, language: str) -> Iterator[str]:
    until = book.until.isoformat() if book.until is not None else "..."
    yield f"{key} ({book.since.isoformat()} - {until}): {_in(book.names, language)}"
    yield f"    {_in(rule.citation, language)}"
    yield f"    {_in(rule.text, language)}"
    if rule.standing is not None:
        yield f"    {_in(rule.standing.citation, language)}: {_in(rule.standing.text, language)}"
    parameters = [f"{name}: {number}" for name, number in rule.numbers.items()]
    parameters += [f"{name}: [{', '.join(words)}]" for name, words in rule.words.items()]
    yield f"    weight: {rule.weight}; check: {rule.check}" + "".join(f"; {each}" for each in parameters)


def _in(text: Bilingual, language: str) -> str:
    return text.in_language(language) if language in ("kk", "ru") else f"{text.kk} / {text.ru}"
