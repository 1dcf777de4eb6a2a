"""Answers about a Register that many pages ask for, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from generator.model.memory import Memory
from generator.model.register import Register

_Question = ParamSpec("_Question")
_Answer = TypeVar("_Answer")


def remembered(
    view: Callable[Concatenate[Register, _Question], _Answer],
) -> Callable[Concatenate[Register, _Question], _Answer]:
    """A pure view whose answers are kept with the Register; what is asked must be hashable, and given by place."""
    name = f"{view.__module__}.{view.__qualname__}"

    @wraps(view)
    def ask(register: Register, /, *question: _Question.args, **named: _Question.kwargs) -> _Answer:
        if named:
            return view(register, *question, **named)
        answers: Memory[Any, _Answer] | None = register.answers.get(name)
        if answers is None:
            answers = register.answers.keep(name, Memory())
        try:
            return answers[question]
        except KeyError:
            return answers.keep(question, view(register, *question, **named))

    return ask
