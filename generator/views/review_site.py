"""What residents will see differently of the site itself: editorial pages, labels, settings, rules, look, programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.history.differences import Course
from generator.history.pages import EditorialPage, is_personal
from generator.history.removed import REMOVED_FILE
from generator.history.sides import Sides
from generator.model.collect import SITE_FILE
from generator.views.review import ReviewItem, ReviewKind
from generator.words.catalogue import Words

WORDS = "site_config/locale/"
_OF_PAGE = {
    Course.CAME: ReviewKind.PAGE_ADDED,
    Course.CHANGED: ReviewKind.PAGE_CHANGED,
    Course.WENT: ReviewKind.PAGE_REMOVED,
}
_OF_FILES = (
    (SITE_FILE, ReviewKind.SETTINGS),
    ("site_config/rulebooks/", ReviewKind.RULES),
    ("site_config/days_off.yaml", ReviewKind.DAYS_OFF),
    (REMOVED_FILE, ReviewKind.REMOVALS),
    ("site_config/theme/", ReviewKind.LOOK),
    ("mkdocs.yml", ReviewKind.LOOK),
    ("generator/", ReviewKind.PROGRAMS),
)
EVERYWHERE = frozenset({ReviewKind.LABELS, ReviewKind.SETTINGS, ReviewKind.LOOK, ReviewKind.PROGRAMS})


def view_site(
    sides: Sides, words: Words, pages: Iterable[EditorialPage], labels: Mapping[str, tuple[Words, Words]]
) -> tuple[ReviewItem, ...]:
    """Editorial pages, then everything that concerns the whole site.

    labels: by language, the words before and after.
    """
    told = [
        ReviewItem(
            words.one_of("review", _OF_PAGE[each.course]),
            each.title or each.file,
            "" if each.course is Course.WENT else each.path,
            each.course is not Course.CAME,
        )
        for each in pages
    ]
    for kind in find_kinds(sides):
        lines = tuple(_labels(labels)) if kind is ReviewKind.LABELS else ()
        if kind is ReviewKind.LABELS and not lines:
            continue
        told.append(ReviewItem(words.one_of("review", kind), lines=lines))
    return tuple(told)


def find_kinds(sides: Sides) -> tuple[ReviewKind, ...]:
    """What of the whole site differs."""
    files = [name for each in sides.base.files for name in {each.path, each.old_path}]
    found = [ReviewKind.LABELS] if any(each.startswith(WORDS) for each in files) else []
    found += [kind for start, kind in _OF_FILES if any(each.startswith(start) for each in files)]
    return tuple(dict.fromkeys(found))


def _labels(labels: Mapping[str, tuple[Words, Words]]) -> Iterator[str]:
    """Labels that read differently, those that came or went excepted; what may hold personal data is not quoted."""
    for language, (before, after) in labels.items():
        for key in sorted(before.forms.keys() & after.forms.keys()):
            then, now = (" / ".join(each.forms[key]) for each in (before, after))
            if then != now:
                quoted = not is_personal(f"{then} {now}")
                yield (
                    f"{language}: {then} \N{RIGHTWARDS ARROW} {now}"
                    if quoted
                    else f"{language}: \N{HORIZONTAL ELLIPSIS}"
                )
