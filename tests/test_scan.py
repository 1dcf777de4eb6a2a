"""The scan: a digest of every file, and no byte read twice without need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.keeping import digest_of, pack, unpack
from generator.model.text import Bilingual
from generator.reading import scan
from generator.reading.scan import IRREGULAR, scan_files

LONG_AGO, LATER = 1_700_000_000_000_000_000, 1_800_000_000_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("schedules/almaty/2026-q4.yaml", "content/registry/almaty.yaml", "mkdocs.yml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    return tmp_path


def read_again(root: Path, known: scan.Scan, since: int, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What a second scan reads."""
    read: list[bytes] = []

    def note(content: bytes) -> str:
        read.append(content)
        return "read"

    monkeypatch.setattr(scan, "digest_of_bytes", note)
    scan_files(root, ("content", "schedules", "mkdocs.yml"), known, since)
    return read


def test_every_file_is_found_by_its_path_and_quiet_ones_are_not(root: Path) -> None:
    (root / "content" / ".hidden").write_text("x", encoding="utf-8")
    (root / "content" / "README.md").write_text("x", encoding="utf-8")
    found = scan_files(root, ("content", "schedules", "mkdocs.yml", "nothing"))
    assert list(found) == ["content/registry/almaty.yaml", "mkdocs.yml", "schedules/almaty/2026-q4.yaml"]
    assert len({each.digest for each in found.values()}) == 3


def test_a_file_that_did_not_change_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = scan_files(root, ("content", "schedules", "mkdocs.yml"))
    assert read_again(root, known, LATER, monkeypatch) == []


def test_a_file_of_the_same_size_changed_later_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = scan_files(root, ("content", "schedules", "mkdocs.yml"))
    (root / "mkdocs.yml").write_text("mkdocs.yaml"[:10], encoding="utf-8")
    assert read_again(root, known, LATER, monkeypatch) == [b"mkdocs.yam"]


def test_a_file_changed_while_it_was_last_looked_at_is_read_again_though_its_stamp_is_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = scan_files(root, ("content", "schedules", "mkdocs.yml"))
    assert len(read_again(root, known, LONG_AGO, monkeypatch)) == 3


def test_links_and_pipes_are_never_read(root: Path) -> None:
    (root / "content" / "loop").symlink_to(root)
    (root / "content" / "secret.yaml").symlink_to("/etc/passwd")
    os.mkfifo(root / "content" / "pipe.yaml")
    found = scan_files(root, ("content",))
    assert found["content/secret.yaml"].digest == found["content/pipe.yaml"].digest == IRREGULAR
    assert not any(path.startswith("content/loop/") for path in found)


values = st.recursive(
    st.none()
    | st.integers()
    | st.text()
    | st.binary()
    | st.dates()
    | st.builds(Bilingual, st.text(), st.text()),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(value=values)
def test_what_is_kept_comes_back_and_equal_values_have_equal_digests(value: object) -> None:
    back = unpack(pack(value))
    assert back == value
    assert digest_of(back) == digest_of(value)


@given(value=values, place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_anywhere_and_nothing_comes_back(value: object, place: float, bit: int) -> None:
    packed = bytearray(pack(("kept", value)))
    packed[int(place * len(packed))] ^= 1 << bit
    assert unpack(bytes(packed)) is None
