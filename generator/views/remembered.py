"""Answers about a Register that many pages ask for, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from generator.model.register import Register

_Question = ParamSpec("_Question")
_Answer = TypeVar("_Answer")
_MOST = 4_000  # answers of one view that are kept: those of the police body at hand, and of its neighbours


def remembered(
    view: Callable[Concatenate[Register, _Question], _Answer],
) -> Callable[Concatenate[Register, _Question], _Answer]:
    """A pure view whose answers are kept with the Register; what is asked must be hashable, and given by place."""
    name = f"{view.__module__}.{view.__qualname__}"

    @wraps(view)
    def ask(register: Register, /, *question: _Question.args, **named: _Question.kwargs) -> _Answer:
        if named:
            return view(register, *question, **named)
        answers = register.answers.setdefault(name, {})
        try:
            answer: _Answer = answers[question]
        except KeyError:
            if len(answers) >= _MOST:
                answers.clear()
            answer = answers[question] = view(register, *question, **named)
        return answer

    return ask
