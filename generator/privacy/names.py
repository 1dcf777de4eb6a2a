"""Likely names of people: shapes of Kazakh and Russian surnames, given names, patronymics and initials.

A guess, never a certainty: streets, squares and institutions bear the names of people too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.privacy.known import Known
from generator.privacy.patterns import given_name, whole_word

Place = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40
_LETTER = r"[^\W\d_]"
_SPACE = " \u00a0\u202f\u2009"
# A letter that may be a capital: any but the small ones of English, Russian and Kazakh.
_LARGE = r"[^\W\d_a-z\u0430-\u045f\u0493\u049b\u04a3\u04af\u04b1\u04bb\u04d9\u04e9]"
# A word with a capital, and the word that adjoins it, over the full stop of an initial perhaps.
_CAPITAL = re.compile(
    f"({_LARGE}(?<!{_LETTER}.){_LETTER}*+)(?:(?:[{_SPACE}-]{{1,3}}|(?<!{_LETTER}.)[{_SPACE}.]{{1,3}})(?=({_LETTER}++)))?"
)
_BEFORE_BACKWARDS = re.compile(f"[{_SPACE}.-]{{1,3}}(({_LETTER}+)(?:-{_LETTER}+)?)")
_QUOTES_BEFORE = '\u00ab\u201c\u201e"'
_QUOTES_AFTER = '\u00bb\u201d\u201c"'
_LINKS = frozenset({"", ",", "-", "\u2013", "\u2014", "/", "."})
_FARTHEST = 8


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    text: as written.
    start: where it begins.
    end: where it ends.
    capital: whether it is written as names are: with a capital letter, or in capitals only.
    initial: whether it is one capital letter with a full stop.
    """

    text: str
    start: int
    end: int
    capital: bool
    initial: bool


def find_names(text: str, known: Known) -> Iterator[Place]:
    """Where a person is likely named; names in `known` are streets, or officers on duty."""
    if not _has_evidence(text):
        return
    words = [_word(text, *match.span()) for match in _WORD.finditer(text)]
    reached = 0
    for index, word in enumerate(words):
        if word.start < reached or not (word.capital or word.initial):
            continue
        length = _length_of_name(words, index, text, known)
        last = words[index + length - 1]
        if length and not _is_a_place(words, index, index + length - 1, text):
            reached = last.end
            yield word.start, last.end


def find_possible_names(text: str) -> Iterator[int]:
    """Places of words from which on `find_names` may find a name, however the text is cut at its line feeds.

    A name has a second word with a capital, or a word beside it that goes with people; few words with a capital have.
    """
    for match in _CAPITAL.finditer(text):
        word, after = match.groups()
        if after is not None and after[0].isupper():
            if _is_telling(word, text, match.end(1)) or _is_telling(after, text, match.end(2)):
                yield match.start()
        elif _is_evidence(word[:_LONGEST_WORD]) and (
            _follows_person(text, match.start())
            or (after is not None and _matches("honorific", after[:_LONGEST_WORD]))
        ):
            yield match.start()


def _is_telling(word: str, text: str, end: int) -> bool:
    """Whether a word that ends here is an initial, or has the shape of a name."""
    return text.startswith(".", end) if len(word) == 1 else _is_evidence(word[:_LONGEST_WORD])


def _follows_person(text: str, start: int) -> bool:
    """Whether a word for a person stands directly before this place."""
    before = _BEFORE_BACKWARDS.match(text[max(0, start - _LONGEST_WORD) : start][::-1])
    return before is not None and any(_matches("person", each[::-1]) for each in before.groups())


def _has_evidence(text: str) -> bool:
    """Whether any word has the shape of a name or an initial: most texts have none."""
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isupper() and (len(word) == 1 or _is_evidence(word[:_LONGEST_WORD])):
            return True
    return False


def _word(text: str, start: int, end: int) -> Word:
    written = text[start : min(end, start + _LONGEST_WORD)]
    rest = written[1:]
    upper = written[0].isupper()
    initial = upper and not rest and text.startswith(".", end)
    return Word(
        written, start, end, upper and (rest.islower() or (len(written) > 3 and rest.isupper())), initial
    )


def _length_of_name(words: list[Word], index: int, text: str, known: Known) -> int:
    """How many words from `index` on make a likely name; zero when they make none."""
    run = [words[index]]
    for word in words[index + 1 : index + 4]:
        if not (word.capital or word.initial) or not _adjoin(run[-1], word, text):
            break
        run.append(word)
    shape = "".join("i" if each.initial else "w" for each in run)
    if shape[:2] in ("ii", "iw", "wi"):
        return _length_with_initials(run, shape, known)
    length = _length_of_pair(run, known) if shape[:2] == "ww" else 0
    return length or _is_called(words, index, text)


def _length_with_initials(run: list[Word], shape: str, known: Known) -> int:
    """`A. B. Surname` or `Surname A. B.`; with one initial only when the word has the shape of a name."""
    length = 3 if shape[:3] in ("iiw", "wii") else 2
    full = next((each for each in run[:length] if not each.initial), None)
    initial = next(each for each in run if each.initial)
    if full is None or known.has_pair(full.text, initial.text):
        return 0
    return length if length == 3 or _is_surname(full.text) or _is_given(full.text) else 0


def _length_of_pair(run: list[Word], known: Known) -> int:
    """Two words with the shape of a name, three when a patronymic follows."""
    first, second = run[0].text, run[1].text
    third = run[2].text if len(run) > 2 else ""
    if known.has_pair(first, second) or any(_matches("place_before", each) for each in (first, second)):
        return 0
    if _is_surely_a_name(first, second):
        return 3 if third and _is_patronymic(third) else 2
    if not (first[1:].islower() and second[1:].islower()) or _matches("office", first):
        return 0
    if third and (known.has_pair(second, third) or _is_surely_a_name(second, third)):
        return 0
    return 2 if any(_is_likely(each) and not known.has_word(each) for each in (first, second)) else 0


def _is_surely_a_name(first: str, second: str) -> bool:
    """Whether one word is a given name or a patronymic, and the other one such a word or a surname."""
    if _is_patronymic(first) or _is_patronymic(second):
        return True
    given = _is_given(first), _is_given(second)
    return all(given) or (given[0] and _is_surname(second)) or (given[1] and _is_surname(first))


def _is_called(words: list[Word], index: int, text: str) -> int:
    """One word: 1 when a word for a person stands before it, or a form of address after."""
    word = words[index]
    if not (_is_likely(word.text) or _is_given(word.text) or _is_patronymic(word.text)):
        return 0
    if index and _adjoin(words[index - 1], word, text, "-."):
        called = words[max(0, index - 2)].start
        before = text[words[index - 1].start : words[index - 1].end]
        if _matches("person", before) or _matches(
            "person", text[called : words[index - 1].end][-_LONGEST_WORD:]
        ):
            return 1
    after = words[index + 1] if index + 1 < len(words) else None
    return int(after is not None and _adjoin(word, after, text, "-") and _matches("honorific", after.text))


def _adjoin(before: Word, after: Word, text: str, joints: str = "") -> bool:
    """Whether nothing but spaces, the full stop of an initial, or one of `joints` stands between two words."""
    between = text[before.end : min(after.start, before.end + 4)] if after.start - before.end < 4 else "\n"
    return not between.strip(" \u00a0\u202f\u2009" + joints + ("." if before.initial else ""))


def _is_a_place(words: list[Word], first: int, last: int, text: str) -> bool:
    """Whether the name belongs to a street, a place or an institution, or stands in quotes as their names do."""
    if text[words[first].start - 1 : words[first].start] in tuple(_QUOTES_BEFORE):
        return True
    if text[words[last].end : words[last].end + 1] in tuple(_QUOTES_AFTER):
        return True
    return _names_a_place(words, first, -1, text) or _names_a_place(words, last, 1, text)


def _names_a_place(words: list[Word], index: int, step: int, text: str) -> bool:
    """Whether a word for a place stands next to the name, or next to the names it is listed with."""
    context = "place_before" if step < 0 else "place_after"
    for each in range(index + step, index + step * _FARTHEST, step):
        if not 0 <= each < len(words):
            return False
        word = words[each]
        before, after = sorted((word, words[each - step]), key=_begin)
        between = text[before.end : min(after.start, before.end + 4)]
        if len(between) > 3 or between.strip(" \u00a0") not in _LINKS:
            return False
        if _matches(context, word.text):
            return True
        if not (word.capital or word.initial or _matches("joined", word.text)):
            return False
    return False


def _begin(word: Word) -> int:
    return word.start


@lru_cache(maxsize=4096)
def _matches(pattern: str, word: str) -> bool:
    return whole_word(pattern).fullmatch(word.lower()) is not None


@lru_cache(maxsize=4096)
def _is_given(word: str) -> bool:
    return given_name().fullmatch(word.lower()) is not None


@lru_cache(maxsize=4096)
def _is_evidence(word: str) -> bool:
    return _is_likely(word) or _is_surname(word) or _is_given(word) or _is_patronymic(word)


def _is_patronymic(word: str) -> bool:
    return _matches("patronymic", word)


def _is_surname(word: str) -> bool:
    return _matches("surname", word) and not _is_common(word)


def _is_likely(word: str) -> bool:
    return _matches("likely_surname", word) and not _is_common(word)


def _is_common(word: str) -> bool:
    return whole_word("common").match(word.lower()) is not None
