"""The table `docs/law-coverage.md`: each rule, its citation, rulebooks and check, and the golden cases of each answer.

Write it anew with `python -m generator.editing.law_coverage`; a test tells when it is out of date.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML

from generator.editing.handbook import rule_ids
from generator.law.case import Law
from generator.law.checks import CHECKS
from generator.law.finding import Answer
from generator.law.reading import read_law

CASES = "tests/cases/law"
PAGE = "docs/law-coverage.md"
Cases = Mapping[tuple[str, str, str], int]

_HEAD = """# What of the law is checked

<!-- Made by `python -m generator.editing.law_coverage`. Do not edit by hand. -->

Two acts, five dated rulebooks in `site_config/rulebooks/`, {rules} rules, {checks} checks, {cases} golden cases in
`tests/cases/law/`. A number is the count of cases in which the check gives that answer under that rulebook; a dash says
that the check cannot give the answer there. `esep explain R07` prints a rule, its norm, a wrong and a right example.

Neither act demands that a protocol be published: a missing one is "not enough data", and only where the access law
(art. 16(6)) demands publication it is broken. Days on which the rulebooks change are not verified against the official
publication: a meeting within 30 days of such a day is not judged by R01 with certainty.
"""
_COLUMNS = ("met", "broken", "not enough data", "not applicable")


def count_cases(root: Path, law: Law) -> Cases:
    """How many golden cases give which answer to which rule under which rulebook."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for file in sorted((root / CASES).glob("R*.yaml")):
        for case in YAML(typ="base", pure=True).load(file.read_text(encoding="utf-8")):
            for name in case["under"]:
                for key in [key for key in law.rulebooks if key == name or key.startswith(f"{name}-")]:
                    counted[file.stem, key, case["expect"]["answer"]] += 1
    return counted


def render_law_coverage(law: Law, cases: Cases) -> str:
    """The page, in Markdown."""
    head = _HEAD.format(rules=len(rule_ids(law)), checks=len(CHECKS), cases=sum(cases.values()))
    lines = [head, "| rule | rulebook | citation | weight | check | " + " | ".join(_COLUMNS) + " |"]
    lines.append("|---" * (5 + len(_COLUMNS)) + "|")
    for rule in rule_ids(law):
        lines += list(_rows(law, rule, cases))
    return "\n".join(lines) + "\n"


def _rows(law: Law, identifier: str, cases: Cases) -> Iterator[str]:
    for key in sorted(key for key, book in law.rulebooks.items() if identifier in book.rules):
        rule = law.rulebooks[key].rules[identifier]
        possible = CHECKS[rule.check].answers_to(rule)
        counts = (str(cases.get((identifier, key, a.value), 0)) if a in possible else "-" for a in Answer)
        cells = (identifier, f"`{key}`", rule.citation.ru, rule.weight.value, f"`{rule.check}`", *counts)
        yield "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print the page for the project in the working folder."""
    law, diagnostics = read_law(Path())
    if law is None:
        sys.exit(f"{len(diagnostics)} faults in the law's files: esep check")
    sys.stdout.write(render_law_coverage(law, count_cases(Path(), law)))


if __name__ == "__main__":
    main()
