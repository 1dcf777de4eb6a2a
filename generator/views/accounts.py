"""What the pages of account rest on, beside the Register: the law, the judgement by it, and the history in git."""

from __future__ import annotations

from dataclasses import dataclass

from generator.law.case import Law
from generator.law.judgement import Judgement


@dataclass(frozen=True, slots=True)
class Accounts:
    """The law and what it says of the Register on one day.

    law: rulebooks, working days, terms.
    judgement: findings, ledger, grids and figures as of the day.
    """

    law: Law
    judgement: Judgement
