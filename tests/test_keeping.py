"""What one run keeps for the next is believed where it is whole and ours, and can call nothing."""

from __future__ import annotations

import pickle
import zlib
from datetime import date
from pathlib import Path

import pytest

from generator import keeping
from generator.keeping import keep, kept, pack, unpack
from generator.model.memory import Memory
from generator.model.schedule import Status
from generator.model.text import Bilingual
from generator.model.zones import read_zone
from generator.reading.scan import Stamp

VALUES = (
    Bilingual("kk", "ru"),
    Status.MOVED,
    Stamp(1, 2, 3, "digest"),
    {"day": date(2026, 11, 21)},
    frozenset({("a", 1)}),
    Path("content"),
)


def crafted(module: str, name: str, *given: object) -> bytes:
    """A kept file with a true checksum that calls a name of a module."""
    argument = b"".join(pickle.dumps(each, 4)[2:-1] for each in given)
    called = pickle.PROTO + b"\x04" + _text(module) + _text(name) + pickle.STACK_GLOBAL
    packed = zlib.compress(called + pickle.MARK + argument + pickle.TUPLE + pickle.REDUCE + pickle.STOP)
    return keeping._head(packed) + packed


def _text(text: str) -> bytes:
    return pickle.SHORT_BINUNICODE + bytes([len(text)]) + text.encode()


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_kept_is_found_again(value: object, tmp_path: Path) -> None:
    keep(tmp_path / "kept", value)
    assert kept(tmp_path / "kept") == value


def test_a_time_zone_is_kept_by_its_name_and_answers_are_left_behind() -> None:
    assert unpack(pack(read_zone("Asia/Almaty"))) is read_zone("Asia/Almaty")
    assert unpack(pack(Memory(asked="answered"))) == Memory()


def test_a_file_that_is_not_whole_is_not_believed() -> None:
    content = pack({"a": 1})
    assert unpack(content[:-1]) is None
    assert unpack(content.replace(b"esep-kept-1", b"esep-kept-0")) is None
    assert unpack(b"") is None


def test_a_call_that_is_allowed_is_made() -> None:
    assert unpack(crafted("datetime", "date", 2026, 11, 21)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("generator.history.git", "os.system"),
        ("generator.keeping", "Path.touch"),
        ("generator.keeping", "os.mkdir"),
        ("builtins", "eval"),
        ("generator.cli", "import_module"),
    ],
)
def test_a_crafted_file_calls_nothing(module: str, name: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    told = {"system": f"touch {mark}", "eval": f"open({str(mark)!r}, 'w')", "import_module": "this"}
    assert unpack(crafted(module, name, told.get(name.rpartition(".")[2], str(mark)))) is None
    assert not mark.exists()


def test_members_of_enumerations_alone_are_taken_by_name() -> None:
    assert unpack(pack(Status.CANCELLED)) is Status.CANCELLED
    assert unpack(crafted("builtins", "getattr", {}, "keys")) is None
