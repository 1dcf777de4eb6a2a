"""`esep due`: what is due, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from generator.law.judgement import Judgement
from generator.model.register import Register
from generator.views.duties import WINDOW, Duty, find_due, view_duty
from generator.words.catalogue import Words


def render_due(register: Register, judgement: Judgement, words: Words, duties: Iterable[Duty]) -> str:
    """Duties as lines of text, by day: the day, how late, what to do, about what, and the id to look for."""
    lines: list[str] = []
    for duty in duties:
        view = view_duty(register, judgement, words, duty)
        late = f" ({view.late})" if view.late else ""
        lines.append(f"{duty.due.isoformat()}{late}  {view.kind}: {view.about.text}")
        lines.extend(f"            {text}" for text in (view.detail, duty.subject) if text)
    if not lines:
        lines.append(words.text("Nothing is due."))
    return "\n".join(lines) + "\n"


__all__ = ["WINDOW", "Duty", "find_due", "render_due"]
