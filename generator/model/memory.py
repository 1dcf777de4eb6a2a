"""What was worked out once and is asked again."""

from __future__ import annotations

from typing import TypeVar

_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")
MOST = 4_000  # answers kept: those of the police body at hand and of its neighbours


class Memory(dict[_Key, _Answer]):
    """Answers by question: never more than `MOST`, and left behind when their owner is pickled."""

    def keep(self, question: _Key, answer: _Answer) -> _Answer:
        """Keep an answer, and give it back; a full memory begins anew."""
        if len(self) >= MOST:
            self.clear()
        self[question] = answer
        return answer

    def __reduce__(self) -> tuple[type[Memory[_Key, _Answer]], tuple[()]]:
        return Memory, ()
