"""Writing parts of a site: their files, and an account of them; volumes that stand already are left as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.build.tree import Tree, read_note, write_note
from generator.model.site import Site
from generator.outputs.artifact import Artifact
from generator.outputs.dataset import TableNote
from generator.outputs.sitemap import render_sitemap

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a site as it stands in a tree.

    key: of everything it was made from.
    media: how many files of each media type it has, its volumes among them.
    volumes: their names; each has a note of its own.
    """

    key: str
    media: Mapping[str, int]
    volumes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VolumeNote:
    """What a tree remembers of a volume: what a part holds of one closed year.

    key: of everything it was made from.
    files: its files.
    media: how many of each media type.
    tables: what is told of those it holds, on pages that are no part of it.
    """

    key: str
    files: tuple[str, ...]
    media: Mapping[str, int]
    tables: tuple[TableNote, ...] = ()


class Writer:
    """Writes files into a tree, and counts."""

    def __init__(self, tree: Tree, clock: Clock | None = None) -> None:
        """Begin.

        clock: asked how long each kind of file takes, if given.
        """
        self.written = 0
        self.seconds: dict[str, float] = {}
        self.former: set[str] = set()
        self.fresh: set[str] = set()
        self._tree, self._clock = tree, clock

    def write(self, artifacts: Iterable[Artifact]) -> tuple[tuple[str, ...], Counter[str]]:
        """Write files: their paths, and how many there are of each media type."""
        files: list[str] = []
        media: Counter[str] = Counter()
        for each in self._timed(artifacts, self._clock) if self._clock is not None else artifacts:
            self.written += self._tree.write(each.path, each.content)
            files.append(each.path)
            media[each.media_type] += 1
        return tuple(files), media

    def write_part(
        self,
        site: Site,
        part: str,
        artifacts: Iterable[Artifact],
        key: str,
        volumes: Mapping[str, VolumeNote],
        others: Iterable[str] = (),
    ) -> tuple[Part, tuple[str, ...]]:
        """Write a part and its site map: the part, and its files, those of its volumes excepted.

        volumes: which it has, written already.
        others: pages that stand in the map though they are written elsewhere.
        """
        files, media = self.write(artifacts)
        pages = [path for each in volumes.values() for path in each.files]
        (place,), kind = self.write([render_sitemap(site, part, (*files, *pages, *others))])
        for each in (kind, *(volume.media for volume in volumes.values())):
            media.update(each)
        return Part(key, dict(sorted(media.items())), tuple(volumes)), (*files, place)

    def keep_volumes(
        self,
        part: str,
        keys: Mapping[str, str],
        known: Iterable[str] | None,
        render: Callable[[str], Iterable[tuple[Iterable[Artifact], TableNote | None]]],
    ) -> dict[str, VolumeNote]:
        """The volumes of a part, in the order of their keys; only those whose key has changed are rendered.

        known: names of those whose notes may be believed; absent where no notes are to be kept.
        render: the files of a volume, table by table where there are any.
        """
        notes: dict[str, VolumeNote] = {}
        former = {each: read_volume(self._tree, part, each) for each in known or ()}
        for name, key in keys.items():
            note = former.pop(name, None)
            if note is None or note.key != key:
                self.former.update(note.files if note is not None else ())
                note = self._write_volume(key, render(name))
                self.fresh.update(note.files)
                if known is not None:
                    write_note(self._tree, volume_place(part, name), note)
            notes[name] = note
        for note in former.values():
            self.former.update(note.files if note is not None else ())
        return notes

    def _write_volume(
        self, key: str, shares: Iterable[tuple[Iterable[Artifact], TableNote | None]]
    ) -> VolumeNote:
        files: list[str] = []
        media: Counter[str] = Counter()
        tables: list[TableNote] = []
        for artifacts, table in shares:
            paths, kinds = self.write(artifacts)
            files += paths
            media.update(kinds)
            tables += [table] if table is not None else []
        return VolumeNote(key, tuple(files), dict(media), tuple(tables))

    def _timed(self, artifacts: Iterable[Artifact], clock: Clock) -> Iterator[Artifact]:
        """The artifacts, with the time each took to be made and written added to its media type's."""
        seconds, begun = self.seconds, clock()
        for each in artifacts:
            made = clock()
            yield each
            done = clock()
            seconds[each.media_type] = seconds.get(each.media_type, 0.0) + made - begun
            seconds["writing"] = seconds.get("writing", 0.0) + done - made
            begun = done


def volume_place(part: str, name: str) -> str:
    """The name of a volume's note."""
    return f"volumes/{part}/{name}"


def read_volume(tree: Tree, part: str, name: str) -> VolumeNote | None:
    """The note of a volume, absent where there is none to believe."""
    note = read_note(tree, volume_place(part, name))
    return note if isinstance(note, VolumeNote) else None
