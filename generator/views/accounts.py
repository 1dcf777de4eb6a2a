"""What the pages of account rest on, beside the Register: the law, the judgement by it, and the history in git."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from generator.history.chronicle import History
from generator.law.case import Law
from generator.law.judgement import Judgement
from generator.model.memory import Memory
from generator.views.page import LinkView, page_url
from generator.views.plain import plain
from generator.words.catalogue import Words


@plain
class Accounts:
    """The law and what it says of the Register on one day.

    law: rulebooks, working days, terms.
    judgement: findings, ledger, grids and figures as of the day.
    history: what git has witnessed; absent where nobody asked it.
    said: findings put into words, see `generator/views/findings.py`.
    """

    law: Law
    judgement: Judgement
    history: History | None = None
    said: Memory[tuple[Any, ...], Any] = field(default_factory=Memory, init=False, repr=False, compare=False)


def account_links(words: Words, place: str) -> tuple[LinkView, ...]:
    """From the page of a place to what became of things there, and how the rules were kept."""
    return (
        LinkView(
            words.text("What became of everything raised here"), page_url(words.language, f"{place}/outcomes")
        ),
        LinkView(words.text("How the rules were kept here"), page_url(words.language, f"{place}/compliance")),
    )
