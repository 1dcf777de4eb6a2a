"""`esep explain`: a rule, its norm, how it is checked."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands.options import FAULTS, language_option, own_faults, root_option
from generator.editing.handbook import explain_rule
from generator.editing.reports import REPORTS
from generator.law.reading import read_law
from generator.reading.messages import phrase


@click.command()
@root_option
@language_option
@click.argument("rule")
@own_faults
def explain(root: Path, language: str, rule: str) -> None:
    """Explain a RULE such as R07: the norm under each rulebook, how it is checked, a wrong and a right example."""
    law, diagnostics = read_law(root)
    if law is None:
        click.echo(REPORTS["text"](diagnostics, language), nl=False, err=True)
        sys.exit(FAULTS)
    try:
        click.echo(explain_rule(law, rule.upper(), language), nl=False)
    except LookupError as unknown:
        raise click.UsageError(
            phrase("unknown_rule", language, found=rule, rules=str(unknown.args[0]))
        ) from None
