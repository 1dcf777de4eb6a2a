"""Every requirement of the acts, held against golden cases: `tests/cases/law/R01.yaml` to `R29.yaml`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from law_cases import GoldenCase, find_cases, judge_case, shipped_law, stated

from generator.editing.handbook import explain_rule, rule_ids
from generator.editing.law_coverage import PAGE, count_cases, render_law_coverage
from generator.law.checks import CHECKS
from generator.law.finding import LISTS, Answer
from generator.law.grid import GridState
from generator.law.ledger import EntryKind, State
from generator.law.reading import read_law
from generator.model.schedule import Level
from generator.words.catalogue import Words

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
    needed = {
        (key, answer.value) for key, rule in rules.items() for answer in CHECKS[rule.check].answers_to(rule)
    }
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


def test_the_page_of_coverage_is_up_to_date() -> None:
    page = render_law_coverage(shipped_law(), count_cases(ROOT, shipped_law()))
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page


def test_all_29_rules_belong_somewhere() -> None:
    assert rule_ids(shipped_law()) == [f"R{number:02}" for number in range(1, 30)]


@pytest.mark.parametrize("rule", rule_ids(shipped_law()))
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_rule_is_explained_with_a_wrong_and_a_right_example(rule: str, language: str) -> None:
    told = explain_rule(shipped_law(), rule, language)
    for book in shipped_law().rulebooks.values():
        if rule in book.rules:
            assert book.rules[rule].text.in_language("ru" if language == "ru" else "kk") in told
    for word in ("Why", "Wrong", "Right", "Answers:"):
        assert word in told


def test_a_rule_nobody_knows_is_answered_with_those_there_are() -> None:
    with pytest.raises(LookupError, match="R01, R02"):
        explain_rule(shipped_law(), "R99", "ru")


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_tells_on_its_page_exactly_the_answers_it_gives(name: str) -> None:
    told = " ".join(CHECKS[name].page.rpartition("Answers:")[2].split())
    assert {answer for answer in Answer if answer.replace("_", " ") in told} == CHECKS[name].answers


def test_exactly_one_rulebook_covers_each_day_since_2019() -> None:
    day = date(2019, 1, 1)
    while day < date(2028, 1, 1):
        for level in (Level.CHIEF, Level.INSPECTOR):
            books = [
                each for each in shipped_law().rulebooks.values() if each.level is level and each.covers(day)
            ]
            assert len(books) == 1, (level, day)
        day += timedelta(days=1)


def test_a_rule_with_a_check_nobody_wrote_is_a_fault_at_its_line(tmp_path: Path) -> None:
    file = "site_config/rulebooks/chief-608b.yaml"
    target = tmp_path / file
    target.parent.mkdir(parents=True)
    text = (ROOT / file).read_text(encoding="utf-8").replace("check: notice", "check: notise")
    target.write_text(text, encoding="utf-8")
    law, diagnostics = read_law(tmp_path)
    (found,) = [each for each in diagnostics if each.code == "E208"]
    assert law is None
    assert "notise" in text.splitlines()[found.line - 1]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_finding_can_be_said_in_words(language: str, words: dict[str, Words], tmp_path: Path) -> None:
    said = words[language]
    for number, case in enumerate(CASES):
        if case.rulebook in ("chief-608b", "inspector-practice"):
            _, finding = judge_case(case, tmp_path / str(number))
            sentence = said.one_of("finding", finding.verdict.reason).format(**finding.verdict.values)
            assert "{" not in sentence
            said.one_of("answer", finding.answer)
            said.one_of("weight", finding.weight)
            for key, context in LISTS.items():
                for code in filter(None, finding.verdict.values.get(key, "").split(", ")):
                    said.one_of(context, code)
    for context, codes in (("grid", GridState), ("entry state", State), ("entry kind", EntryKind)):
        for code in codes:
            said.one_of(context, code)
