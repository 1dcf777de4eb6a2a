"""Words: catalogues, dates, phones and alphabets."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.model import contact, protocol, registry, schedule, submission
from generator.views import news, review, review_places, states
from generator.words import dates
from generator.words.alphabet import sort_key
from generator.words.catalogue import LANGUAGES, Words, read_words
from generator.words.numbers import grouped
from generator.words.phones import phone_link, visible_phone

ROOT = Path(__file__).parent.parent
CASES: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "cases" / "words" / "texts.yaml").read_text(encoding="utf-8")
)
DAY = date(2026, 11, 25)
ENUMS: dict[str, type[StrEnum]] = {
    "rank": registry.Rank,
    "post": registry.Post,
    "station kind": registry.StationKind,
    "equipment": registry.Equipment,
    "weekday": contact.Weekday,
    "phone kind": contact.PhoneKind,
    "messenger": contact.MessengerKind,
    "channel": contact.ChannelKind,
    "online service": contact.OnlineKind,
    "language": schedule.MeetingLanguage,
    "gathering": schedule.Gathering,
    "joint gathering": schedule.Gathering,
    "convener": schedule.Convener,
    "side": schedule.Side,
    "party": schedule.Party,
    "calendar status": schedule.Status,
    "signatory": protocol.Signatory,
    "topic": protocol.Topic,
    "submission kind": submission.SubmissionKind,
    "submission heading": submission.SubmissionKind,
    "answered": submission.Answered,
    "procedure": submission.Procedure,
    "outcome": submission.Outcome,
    "withheld": submission.Withheld,
    "source": protocol.Source,
    "recipient": protocol.Recipient,
    "meeting state": states.MeetingState,
    "submission state": states.SubmissionState,
    "decision state": states.DecisionState,
    "news": news.NewsKind,
    "review": review.ReviewKind,
    "detail": review_places.Detail,
}
CODED = ("finding", "item fault", "extension fault")  # their ids are codes, not sentences
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def used_messages() -> Iterator[tuple[str, str]]:
    """Context and id of every message that code, templates and theme ask for by a literal."""
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                constants = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
                texts = [each for each in constants if isinstance(each, str)]
                if node.func.attr == "text" and texts:
                    yield "", texts[0]
                elif node.func.attr == "count" and len(texts) == 2:
                    yield texts[1], texts[0]
    for path in sorted((ROOT / "generator" / "outputs" / "templates").glob("*.html")):
        template = path.read_text(encoding="utf-8")
        yield from (("", msgid) for msgid in re.findall(r'(?<!\w)_\("(.+?)"[,)]', template))
        yield from ((plural, one) for one, plural in re.findall(r'count\("(.+?)", "(.+?)"', template))
    for path in sorted((ROOT / "site_config" / "theme").rglob("*.html")):
        theme = path.read_text(encoding="utf-8")
        yield from (("", msgid) for _, msgid in re.findall(r"words\.text\((['\"])(.+?)\1", theme))


@in_both_languages
def test_every_word_asked_for_is_in_the_catalogues(words: dict[str, Words], language: str) -> None:
    missing = set(used_messages()) - words[language].forms.keys()
    assert not missing


def test_no_word_of_the_catalogues_is_idle(words: dict[str, Words]) -> None:
    contexts = {
        "alphabet",
        "date pattern",
        "quarter",
        "house side",
        "language link",
        "calendar prefix",
        "rule",
        "how checked",
        "column",
        *ENUMS,
    }
    idle = words["kk"].forms.keys() - set(used_messages())
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "generator").rglob("*.py"))
    )
    assert {key for key in idle if key[0] not in contexts and f'"{key[1]}"' not in sources} == set()
    assert {context for context, _ in words["kk"].forms if context and context in contexts} == contexts


def test_both_catalogues_hold_the_same_messages_with_the_same_places(words: dict[str, Words]) -> None:
    def places(*forms: str) -> set[tuple[str, ...]]:
        return {tuple(sorted(re.findall(r"{(\w+)}", form))) for form in forms}

    assert words["kk"].forms.keys() == words["ru"].forms.keys()
    for key, forms in words["kk"].forms.items():
        assert places(*forms) == places(*words["ru"].forms[key]), key
        assert key[0] in CODED or places(*forms) == places(key[1]), key


@in_both_languages
@pytest.mark.parametrize("context", ENUMS)
def test_every_value_of_every_closed_list_has_a_word(
    words: dict[str, Words], language: str, context: str
) -> None:
    texts = [words[language].one_of(context, value) for value in ENUMS[context]]
    assert len(set(texts)) == len(texts)


@in_both_languages
def test_a_missing_message_is_named(words: dict[str, Words], language: str) -> None:
    with pytest.raises(LookupError, match=f"{language}.po has no text for 'No such words'"):
        words[language].text("No such words")
    with pytest.raises(LookupError, match="'marshal' with 'rank'"):
        words[language].one_of("rank", "marshal")


@in_both_languages
def test_untranslated_and_fuzzy_messages_count_as_missing(tmp_path: Path, language: str) -> None:
    catalogue = tmp_path / "x.po"
    catalogue.write_text(
        'msgid "Empty"\nmsgstr ""\n\n#, fuzzy\nmsgid "Guessed"\nmsgstr "x"\n\nmsgid "Kept"\nmsgstr "y"\n',
        "utf-8",
    )
    assert read_words(catalogue, language).forms == {("", "Kept"): ("y",)}


def test_words_travel_to_other_processes(words: dict[str, Words]) -> None:
    assert pickle.loads(pickle.dumps(words["kk"])).text("Home") == words["kk"].text("Home")


@in_both_languages
@pytest.mark.parametrize("name", ["full_date", "long_date", "short_date", "weekday_name"])
def test_dates_read_as_officials_write_them(words: dict[str, Words], language: str, name: str) -> None:
    assert getattr(dates, name)(words[language], DAY) == CASES[name][language]


@in_both_languages
def test_a_date_near_today_needs_no_year(words: dict[str, Words], language: str) -> None:
    assert dates.near_date(words[language], DAY, date(2026, 1, 1)) == CASES["near_date_this_year"][language]
    assert (
        dates.near_date(words[language], DAY, date(2027, 1, 1)) == CASES["near_date_another_year"][language]
    )


@in_both_languages
@pytest.mark.parametrize("period", ["2026-q4", "2025"])
def test_periods_have_names(words: dict[str, Words], language: str, period: str) -> None:
    assert dates.period_name(words[language], period) == CASES[f"period_{period}"][language]


@in_both_languages
def test_numbers_take_the_right_form_of_their_noun(words: dict[str, Words], language: str) -> None:
    for case in CASES["days_before"][language]:
        n, text = case.split(": ")
        found = words[language].count("{n} day before the meeting", "{n} days before the meeting", int(n))
        assert found == text


@in_both_languages
def test_no_date_holds_narrow_spaces_or_a_two_digit_year(words: dict[str, Words], language: str) -> None:
    for days in range(366):
        day = date(2026, 1, 1) + timedelta(days)
        for form in (dates.full_date, dates.long_date, dates.short_date):
            text = form(words[language], day)
            assert "\N{NARROW NO-BREAK SPACE}" not in text
            assert str(day.year) in text


def test_times_are_in_twenty_four_hours() -> None:
    assert dates.clock_range(time(8, 30), time(20, 5)) == "08:30\N{EN DASH}20:05"


@given(st.from_regex(r"7[67]\d{8}", fullmatch=True).map(lambda tail: tail + "0"))
def test_a_phone_has_one_visible_form_and_one_link(digits: str) -> None:
    visible = visible_phone(f"+{digits}")
    assert re.fullmatch(r"\+7 \d{3} \d{3}-\d{2}-\d{2}", visible)
    assert phone_link(visible) == phone_link(f"8{digits[1:]}") == f"tel:+{digits}"
    assert visible_phone(visible) == visible


def test_short_numbers_stay_short() -> None:
    assert (visible_phone("102"), phone_link("102")) == ("102", "tel:102")


@in_both_languages
def test_names_sort_by_the_alphabet_and_not_by_code_points(words: dict[str, Words], language: str) -> None:
    names: list[str] = CASES["alphabet"][language]
    assert sorted(sorted(names), key=lambda name: sort_key(words[language], name)) == names
    assert sorted(names) != names


def test_the_kazakh_alphabet_is_whole(words: dict[str, Words]) -> None:
    letters = words["kk"].one_of("alphabet", "letters").split()
    assert len(letters) == len(set(letters)) == 42
    assert sorted(sorted(letters), key=lambda letter: sort_key(words["kk"], letter)) == letters


def test_thousands_are_grouped_with_a_no_break_space() -> None:
    assert grouped(8420) == "8\N{NO-BREAK SPACE}420"
    assert grouped(64) == "64"
