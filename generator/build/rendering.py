"""Rendering a site from the headlines of its regions: what changed is rendered, what vanished is removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.build.account import render_account
from generator.build.crew import Crew
from generator.build.plan import BuildFault, Built, Plan, Say
from generator.build.tasks import Headline, Job, RegionNote, Rendered, StateFile, keys_of, render_task
from generator.build.tree import NOTES, OPEN, WHOLE_NOTE, FolderTree, read_note, write_note
from generator.build.volumes import data_part
from generator.build.work import Task
from generator.build.writing import Clock, Part, Writer, read_volume, volume_place
from generator.history.read import find_last_change, find_last_commit
from generator.model.collect import Collected
from generator.model.register import link_register
from generator.model.site import Site
from generator.outputs.pages import bodies_in
from generator.outputs.parts import render_site, site_accounts
from generator.outputs.sitemap import render_sitemap_index
from generator.sources import Common

_SITE_NOTE = "site"
_LAST = Counter(
    {"application/xml": 1, "application/json": 1}
)  # the map of all maps, the account of the build
_REGIONS_EACH = 2  # regions for each process, from which on a task is a whole region


@dataclass(frozen=True, slots=True)
class SiteNote:
    """What a tree remembers of what belongs to no region.

    files: its files.
    shell: the theme's assets and editorial pages.
    shell_key: digest of what these were made from.
    regions: the regions the site has.
    """

    files: tuple[str, ...]
    shell: tuple[str, ...]
    shell_key: str
    regions: tuple[str, ...]


class Rendering:
    """The rendering of one site from its headlines."""

    def __init__(
        self, plan: Plan, crew: Crew, common: Common, site: Site, listed: Iterable[Headline]
    ) -> None:
        self._plan, self._crew, self._common, self._site = plan, crew, common, site
        self._headlines = {each.region: each for each in listed}
        self._notes: dict[str, RegionNote] = {}
        self._former: SiteNote | None = None
        self._written = 0
        self._vanished: set[str] = set()
        self._fresh: set[str] = set()
        self.seconds: dict[str, float] = {}

    def render(self, say: Say | None, clock: Clock | None) -> Built:
        """Render what changed, remove what vanished, and leave the tree whole."""
        tree, plan = self._plan.tree, self._plan
        is_new = plan.in_place or next(tree.files(), None) is None
        if not plan.in_place:
            former = read_note(tree, _SITE_NOTE)
            if plan.intake.trusted and isinstance(former, SiteNote) and tree.read(OPEN) is None:
                self._former = former
            tree.write(OPEN, b"open")
            tree.remove(f"{NOTES}/{WHOLE_NOTE}")
        shell = self._write_shell()
        self._render_regions(say, clock)
        part, files = self._render_site(shell)
        removed = 0
        if not plan.in_place:
            self._forget_regions()
            removed = 0 if is_new else self._remove({*shell, *files})
            write_note(tree, _SITE_NOTE, SiteNote(files, shell, plan.theme.key, tuple(self._headlines)))
            tree.remove(OPEN)
        return Built(self._media(part).total() + len(shell), self._written, removed, self.seconds)

    def _render_regions(self, say: Say | None, clock: Clock | None) -> None:
        """Hand the stale parts of every region to the crew, and note each region when all of its parts are done."""
        stale = {region: self._stale(region) for region in self._headlines}
        stale = {region: parts for region, parts in stale.items() if parts}
        if not self._plan.scheduler and 1 < self._plan.workers < len(
            stale
        ):  # else compiled where they are needed
            for each in self._plan.theme.words.values():
                bodies_in(each).compile_all()
        jobs = list(self._jobs(stale))
        waiting = Counter(region for region, _ in jobs)
        results: dict[str, list[Rendered]] = {region: [] for region in stale}
        total, done = sum(len(parts) for parts in stale.values()), 0
        for region, result in self._crew.do(self._task(*job, clock) for job in jobs):
            results[region].append(result)
            for kind, spent in result.seconds.items():
                self.seconds[kind] = self.seconds.get(kind, 0.0) + spent
            self._written += result.written
            waiting[region] -= 1
            done += len(result.parts)
            if say is not None:
                say(done, total)
            if not waiting[region]:
                self._finish(region, results.pop(region))

    def _stale(self, region: str) -> dict[str, str]:
        """The parts of a region that are to be rendered, with their keys."""
        keys = keys_of(self._headlines[region], self._plan.theme)
        note = read_note(self._plan.tree, _place(region)) if self._former is not None else None
        if not isinstance(note, RegionNote):
            return keys
        self._notes[region] = note
        old = note.parts
        return {part: key for part, key in keys.items() if part not in old or old[part].key != key}

    def _jobs(self, stale: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
        """What is handed out at once: whole regions where there are many, else single parts, the largest first."""
        regions = sorted(stale, key=lambda each: (-len(self._plan.intake.files[each]), each))
        if self._plan.workers == 1 or len(stale) >= _REGIONS_EACH * self._plan.workers:
            yield from ((region, dict(stale[region])) for region in _by_turns(regions))
            return
        for region in regions:
            parts = stale[region]
            whole = (region, data_part(region))
            alone = [each for each in (*whole, *sorted(set(parts) - set(whole))) if each in parts]
            yield from ((region, {each: parts[each]}) for each in alone)

    def _task(self, region: str, parts: dict[str, str], clock: Clock | None) -> Task:
        crew, states = self._crew, self._plan.intake.states
        state = StateFile(states, region).path.read_bytes() if crew.is_elsewhere else states
        note = self._notes.get(region)
        volumes = {part: note.parts[part].volumes for part in parts if part in note.parts} if note else {}
        job = Job(self._plan.tree, parts, None if self._plan.in_place else volumes)
        given = (state, self._headlines[region], job)
        return Task(region, len(parts), render_task, given, {"theme": crew.theme, "clock": clock})

    def _finish(self, region: str, results: Iterable[Rendered]) -> None:
        """Note what a region consists of now, and what it no longer has."""
        tree, note = self._plan.tree, self._notes.get(region)
        old: Mapping[str, tuple[str, ...]] = (note and read_note(tree, _place(region, ".files"))) or {}
        wanted = keys_of(self._headlines[region], self._plan.theme)
        parts = {part: each for part, each in (note.parts if note else {}).items() if part in wanted}
        files = {part: each for part, each in old.items() if part in wanted}
        summary = note.summary if note else None
        for each in results:
            parts.update(each.parts)
            files.update(each.files)
            summary = each.summary or summary
        before, now = _all_of(old), _all_of(files)
        for part, former in note.parts.items() if note else ():
            gone = set(former.volumes) - set(parts[part].volumes if part in parts else ())
            before |= self._drop_volumes(part, gone)
        for each in results:
            before |= each.former
            now |= each.fresh
        if note is not None:
            self._compare(before, now)
        if summary is None:
            raise BuildFault(region, "no summary")
        self._notes[region] = RegionNote(summary, parts)
        if not self._plan.in_place:
            write_note(tree, _place(region), self._notes[region])
            write_note(tree, _place(region, ".files"), files)

    def _forget_regions(self) -> None:
        """Regions the site no longer lists."""
        tree = self._plan.tree
        for region in self._former.regions if self._former is not None else ():
            if region not in self._headlines:
                self._vanished |= _all_of(read_note(tree, _place(region, ".files")) or {})
                note = read_note(tree, _place(region))
                for part, former in note.parts.items() if isinstance(note, RegionNote) else ():
                    self._vanished |= self._drop_volumes(part, former.volumes)
                for name in (_place(region), _place(region, ".files")):
                    tree.remove(f"{NOTES}/{name}")

    def _files_of_volumes(self, part: str, names: Iterable[str]) -> set[str]:
        notes = (read_volume(self._plan.tree, part, each) for each in names)
        return {path for note in notes if note is not None for path in note.files}

    def _drop_volumes(self, part: str, names: Iterable[str]) -> set[str]:
        """Forget volumes that are no more; their files."""
        files = self._files_of_volumes(part, names)
        for name in names:
            self._plan.tree.remove(f"{NOTES}/{volume_place(part, name)}")
        return files

    def _write_shell(self) -> tuple[str, ...]:
        """The theme's assets and the editorial pages."""
        plan, former = self._plan, self._former
        if former is not None and former.shell_key == plan.theme.key:
            return former.shell
        shell = FolderTree(plan.shell)
        files = tuple(sorted(shell.files()))
        if not plan.in_place:
            self._written += sum(plan.tree.write(each, shell.read(each) or b"") for each in files)
        if former is not None:
            self._compare(former.shell, files)
        return files

    def _render_site(self, shell: Iterable[str]) -> tuple[Part, tuple[str, ...]]:
        """What belongs to no region, with the map of all maps and the account of the build."""
        plan, common = self._plan, self._common
        if common.law is None:
            raise BuildFault("", "no law")
        register = link_register(self._site, Collected(regions=dict(common.head.collected.regions)))
        summaries = [self._notes[region].summary for region in self._site.regions]
        tip, change = find_last_commit(plan.intake.root), find_last_change(plan.intake.root)
        accounts = site_accounts(register, common.law, plan.intake.today, change, summaries)
        made = render_site(register, accounts, summaries, plan.theme.words, plan.theme.frames)
        pages = [each for each in shell if each.endswith("/index.html")]
        writer = Writer(plan.tree)
        part, files = writer.write_part(self._site, "", made, "", {}, pages)
        part = replace(part, media=Counter(part.media) + _LAST)
        index = render_sitemap_index(
            self._site, ["", *(each for note in self._notes.values() for each in note.parts)]
        )
        commits, told = (tip, change), self._headlines.values()
        account = render_account(plan.intake.today, commits, common.law, told, self._media(part))
        others, _ = writer.write((index, account))
        files = (*files, *others)
        self._written += writer.written
        if self._former is not None:
            self._compare(self._former.files, files)
        return part, files

    def _media(self, site: Part) -> Counter[str]:
        """How many files of each media type the site has, its shell apart."""
        media = Counter(site.media)
        for note in self._notes.values():
            for part in note.parts.values():
                media.update(part.media)
        return media

    def _compare(self, before: Iterable[str], now: Iterable[str]) -> None:
        """Note which files are no longer made here, and which were not made before."""
        old, new = set(before), set(now)
        self._vanished |= old - new
        self._fresh |= new - old

    def _remove(self, others: set[str]) -> int:
        """Remove what is no longer made: what the notes tell, or, where none are believed, all that was not made."""
        tree = self._plan.tree
        if self._former is not None:
            gone = self._vanished - self._fresh
        else:
            made = set(others)
            for region in self._headlines:
                made |= _all_of(read_note(tree, _place(region, ".files")) or {})
                for part, found in self._notes[region].parts.items():
                    made |= self._files_of_volumes(part, found.volumes)
            gone = {each for each in tree.files() if each not in made}
        for each in sorted(gone):
            tree.remove(each)
        return len(gone)


def _by_turns(regions: list[str]) -> Iterator[str]:
    """The largest, the smallest, the next largest: seldom are two of the largest in memory at once."""
    for number in range(len(regions)):
        yield regions[-1 - number // 2] if number % 2 else regions[number // 2]


def _place(region: str, kind: str = "") -> str:
    """The name of a region's note."""
    return f"regions/{region}{kind}"


def _all_of(files: Mapping[str, Iterable[str]]) -> set[str]:
    return {path for several in files.values() for path in several}
