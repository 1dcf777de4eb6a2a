"""Golden cases of the law: a base Register, an edit, the day asked, and the answer expected."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from conftest import ROOT
from ruamel.yaml import YAML

from generator.law.case import Law
from generator.law.checks import CHECKS, Of
from generator.law.finding import Finding
from generator.law.judgement import Judgement, gather_facts, judge
from generator.law.reading import read_law
from generator.model.collect import collect_records, read_site
from generator.model.ids import quarter_of
from generator.model.register import Register, link_register
from generator.reading.diagnostics import has_errors

CASES = ROOT / "tests" / "cases" / "law"
BODY = "almaty/alatau"
DAYS = {
    "chief-723": date(2019, 2, 20),
    "chief-608a": date(2024, 1, 10),
    "chief-608b": date(2026, 2, 25),
    "inspector-723": date(2019, 5, 22),
    "inspector-practice": date(2026, 5, 20),
}
CHIEF = ("chief-723", "chief-608a", "chief-608b")
INSPECTOR = ("inspector-723", "inspector-practice")
_RELATIVE = re.compile(r"D([+-]\d+)?((?: \d\d:\d\d)?)")
Tree = dict[str, Any]


@dataclass(frozen=True)
class GoldenCase:
    """One case under one rulebook."""

    rule: str
    place: int
    rulebook: str
    written: Mapping[str, Any]

    @property
    def day(self) -> date:
        """The day of the meeting, D."""
        given = self.written.get("day")
        return (
            date.fromisoformat(given[self.rulebook] if isinstance(given, dict) else given)
            if given
            else DAYS[self.rulebook]
        )

    @property
    def name(self) -> str:
        """Such as `R07-3-chief-608b`."""
        return f"{self.rule}-{self.place}-{self.rulebook}"


@cache
def shipped_law() -> Law:
    law, diagnostics = read_law(ROOT)
    assert law is not None, diagnostics
    return law


def find_cases() -> Iterator[GoldenCase]:
    """Every case of every file, under each rulebook it names; `chief` and `inspector` stand for all of these."""
    for file in sorted(CASES.glob("R*.yaml")):
        for place, written in enumerate(_load(file), 1):
            for name in written["under"]:
                for rulebook in {"chief": CHIEF, "inspector": INSPECTOR}.get(name, (name,)):
                    yield GoldenCase(file.stem, place, rulebook, written)


def judge_case(case: GoldenCase, folder: Path) -> tuple[Judgement, Finding]:
    """The Judgement of a case and the finding it is about."""
    register = write_register(case, folder)
    today = _date(case.written.get("today", "D+60"), case.day)
    timed = case.written.get("timed")
    seen = {meeting_id(case): _date(timed, case.day)} if timed is not None else None
    law = _unlinked(case) if "unlink" in case.written else shipped_law()
    judgement = judge(gather_facts(register, law, today, timed=seen))
    found = [each for each in judgement.of(subject(case)) if each.rule == case.rule]
    assert len(found) == 1, f"{subject(case)} has {len(found)} findings of {case.rule}"
    return judgement, found[0]


def _unlinked(case: GoldenCase) -> Law:
    """The shipped law, the acts of the case's rulebook without their links."""
    law = shipped_law()
    book = law.rulebooks[case.rulebook]
    acts = {key: replace(act, url={}) for key, act in book.acts.items()}
    return replace(law, rulebooks={**law.rulebooks, case.rulebook: replace(book, acts=acts)})


def meeting_id(case: GoldenCase) -> str:
    return f"{BODY}/{period(case)}/{'chief' if case.rulebook in CHIEF else '011'}"


def period(case: GoldenCase) -> str:
    return str(case.day.year - 1) if case.rulebook in CHIEF else quarter_of(case.day)


def subject(case: GoldenCase) -> str:
    """The subject the rule is held against, unless the case names another."""
    kind = CHECKS[shipped_law().rulebooks[case.rulebook].rules[case.rule].check].of
    if kind is Of.YEAR:
        return f"{BODY}@{period(case)}"
    if kind is Of.QUARTER:
        return f"{BODY}/{case.written.get('precinct', '011')}@{period(case)}"
    return meeting_id(case)


def write_register(case: GoldenCase, folder: Path) -> Register:
    """Write the case's files and link them, faulty links and all: the law judges also what `esep check` refuses."""
    tree = _overlay(_load(CASES / "base" / "registry.yaml"), {})
    base = "chief" if case.rulebook in CHIEF else "inspector"
    tree |= _overlay(_load(CASES / "base" / f"{base}.yaml"), {})
    if case.rulebook == "chief-723":
        tree = _overlay(tree, _load(CASES / "base" / "chief-723.yaml"))
    tree = _dated(_overlay(tree, case.written.get("edit", {})), case.day)
    for file, content in _files(tree, case):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    site, faults = read_site(folder)
    collected = collect_records(folder)
    faults += collected.diagnostics
    assert site is not None
    assert not has_errors(faults), faults
    return link_register(site, collected)


def _files(tree: Tree, case: GoldenCase) -> Iterator[tuple[str, Tree]]:
    yield "site_config/site.yaml", tree["site"]
    yield "content/registry/almaty.yaml", tree["region"]
    yield f"content/registry/{BODY}.yaml", tree["body"]
    for key, precinct in tree["precincts"].items():
        yield f"content/registry/{BODY}/{key}.yaml", precinct
    key = meeting_id(case).rpartition("/")[2]
    more = tree.get("more", {})
    others = {name: each["meeting"] for name, each in more.items()}
    own = {key: tree["meeting"]} if tree.get("meeting") else {}
    if own or others:
        yield f"schedules/{BODY}/{period(case)}.yaml", {**tree["schedule"], "meetings": {**own, **others}}
    protocols = {key: tree.get("protocol"), **{name: each.get("protocol") for name, each in more.items()}}
    for name, protocol in protocols.items():
        if protocol is not None:
            yield f"content/protocols/{BODY}/{period(case)}/{name}.yaml", protocol
    if tree.get("earlier"):
        before = quarter_of(case.day - timedelta(days=91))
        yield f"schedules/{BODY}/{before}.yaml", tree["earlier"]["schedule"]
        yield f"content/protocols/{BODY}/{before}/011.yaml", tree["earlier"]["protocol"]


def _overlay(base: Any, edit: Any) -> Any:
    """The base with the edit laid over it; `null` takes a key away, a key that ends in `!` replaces the whole value."""
    if not isinstance(base, dict) or not isinstance(edit, dict):
        return edit
    merged = {key: _overlay(value, {}) if isinstance(value, dict) else value for key, value in base.items()}
    for key, value in edit.items():
        if value is None:
            merged.pop(key, None)
        elif key.endswith("!"):
            merged[key[:-1]] = value
        else:
            merged[key] = _overlay(merged[key], value) if key in merged else value
    return merged


def _dated(value: Any, day: date) -> Any:
    """The same tree with D, D-10 and D+3 18:30 turned into dates, and EARLIER into the id of the report before."""
    if isinstance(value, dict):
        return {key: _dated(each, day) for key, each in value.items()}
    if isinstance(value, list):
        return [_dated(each, day) for each in value]
    if isinstance(value, str):
        if value.startswith("EARLIER/"):
            return f"{BODY}/{quarter_of(day - timedelta(days=91))}/011/{value.removeprefix('EARLIER/')}"
        if match := _RELATIVE.fullmatch(value):
            return f"{day + timedelta(days=int(match[1] or 0)):%Y-%m-%d}{match[2]}"
    return value


def _date(text: str, day: date) -> date:
    return date.fromisoformat(_dated(text, day))


def _load(file: Path) -> Any:
    """YAML with every scalar as text, as the editors' reader has it; `null` is nothing."""
    return _without_null(YAML(typ="base", pure=True).load(file.read_text(encoding="utf-8")))


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_null(each) for each in value]
    return None if value == "null" else value


def stated(case: GoldenCase, finding: Finding, expected: Mapping[str, Any]) -> Tree:
    """What a finding says of the things a case expects, dates written as the case writes them."""
    told: Tree = {
        "answer": finding.answer.value,
        "reason": finding.verdict.reason,
        "weight": finding.weight.value,
        "lenient": _yes_no(finding.verdict.lenient),
        "benchmark": _yes_no(finding.benchmark),
        "standing": _yes_no(finding.standing),
    }
    shown = {key: told[key] for key in expected if key != "values"}
    if "values" in expected:
        wanted = _dated(dict(expected["values"]), case.day)
        same = all(finding.verdict.values.get(key) == value for key, value in wanted.items())
        shown["values"] = expected["values"] if same else dict(finding.verdict.values)
    return shown


def _yes_no(value: bool) -> str:  # noqa: FBT001
    return "yes" if value else "no"
