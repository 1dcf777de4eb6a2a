"""Every requirement of the acts, held against golden cases: `tests/cases/law/R01.yaml` to `R29.yaml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from law_cases import GoldenCase, find_cases, judge_case, shipped_law, stated

from generator.law.checks import CHECKS
from generator.law.finding import Answer

CASES = list(find_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_answered_as_the_act_says(case: GoldenCase, tmp_path: Path) -> None:
    _, finding = judge_case(case, tmp_path)
    expected: dict[str, Any] = case.written["expect"]
    assert stated(case, finding, expected) == expected


@pytest.mark.parametrize("rulebook", shipped_law().rulebooks)
def test_every_rule_has_a_case_for_each_answer_its_check_can_give(rulebook: str) -> None:
    given = {(case.rule, case.written["expect"]["answer"]) for case in CASES if case.rulebook == rulebook}
    rules = shipped_law().rulebooks[rulebook].rules
    needed = {(key, answer.value) for key, rule in rules.items() for answer in CHECKS[rule.check].answers_to(rule)}
    assert sorted(needed - given) == []
    assert sorted(given - needed) == []


def test_every_case_stands_under_a_rulebook_that_has_its_rule() -> None:
    for case in CASES:
        assert case.rule in shipped_law().rulebooks[case.rulebook].rules, case.name


def test_every_reason_a_check_can_give_has_a_case() -> None:
    given = {case.written["expect"].get("reason") for case in CASES}
    assert sorted(_reasons() - given) == []


def _reasons() -> set[str]:
    modules = [*(ROOT / "generator" / "law" / "checks").glob("*.py"), ROOT / "generator" / "law" / "case.py"]
    texts = (module.read_text(encoding="utf-8") for module in modules)
    return {reason for text in texts for reason in re.findall(r'"([a-z_]+\.[a-z_]+)"', text)}
