"""A site made part by part: whatever was kept, killed or shared out, its bytes are those of one made anew."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build.keys import editors_files, scan_project, shared_key
from generator.build.line import build_site
from generator.build.plan import BuildFault, Intake, Outcome, Plan
from generator.build.tasks import StateFile, Theme
from generator.build.tree import NOTES, OPEN, FolderTree, Tree, tree_at
from generator.keeping import digest_of
from generator.outputs.frames import Frames, read_frame
from generator.words.catalogue import LANGUAGES, Words

CITY = Path(__file__).parent / "small_city"
FIRST_DAY = date(2026, 11, 21)
SECTIONS = ("home", "precincts", "outcomes", "law")
FRAME = "<title>esep-slot(title)</title><p>esep-slot(description) esep-slot(url)</p>esep-slot(body)"


@dataclass
class Country:
    """A project of two regions with two police bodies each and two years, and everything else a build is given."""

    root: Path
    words: dict[str, Words]
    today: date = FIRST_DAY
    frame: str = FRAME
    away: dict[str, Path] = field(default_factory=dict)

    def plan(self, tree: Tree, states: Path, **more: object) -> Plan:
        scan = scan_project(self.root)
        frames = Frames(
            {(language, each): read_frame(self.frame) for language in LANGUAGES for each in SECTIONS}
        )
        told = {language: sorted(each.forms.items()) for language, each in self.words.items()}
        key = digest_of(self.frame, sorted(told.items()))
        shell = self.root.parent / "shell"
        (shell / "kk" / "about").mkdir(parents=True, exist_ok=True)
        (shell / "kk" / "about" / "index.html").write_text(self.frame, encoding="utf-8")
        intake = Intake(self.root, self.today, editors_files(scan), shared_key(scan), states)
        plan = Plan(intake, Theme(self.words, frames, key), shell, tree)
        return replace(plan, **more)  # type: ignore[arg-type]

    def build(self, tree: Tree, states: Path, **more: object) -> Outcome:
        return build_site(self.plan(tree, states, **more))

    def anew(self) -> tuple[dict[str, bytes], Outcome]:
        """The site as one build makes it in empty folders."""
        with tempfile.TemporaryDirectory() as place:
            outcome = self.build(FolderTree(Path(place, "site")), Path(place, "states"))
            return files_of(Path(place, "site")), outcome

    def path(self, name: str) -> Path:
        return self.root / name

    def edit(self, file: str, old: str, new: str) -> None:
        text = self.path(file).read_text(encoding="utf-8")
        self.path(file).write_text(
            text.replace(old, new) if old in text else text.replace(new, old), encoding="utf-8"
        )

    def toggle(self, name: str) -> None:
        """Take a file or a folder away, or bring it back."""
        if name in self.away:
            self.path(name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(self.away.pop(name), self.path(name))
        else:
            self.away[name] = self.root.parent / f"away-{len(self.away)}-{name.replace('/', '-')}"
            shutil.move(self.path(name), self.away[name])

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=E", "-c", "user.email=e@esep.example")
        subprocess.run(["git", *identity, *arguments], cwd=self.root, check=True, capture_output=True)


Edit = Callable[[Country], None]
SCHEDULE = "schedules/almaty/alatau/2026-q4.yaml"


def move_a_meeting(country: Country) -> None:
    country.edit(SCHEDULE, "starts: 2026-11-25 18:30", "starts: 2026-11-25 17:30")


def rename_a_meeting(country: Country) -> None:
    country.edit("schedules/abai/alatau/2026-q4.yaml", '"211-c":', '"211-d":')
    country.edit("schedules/abai/alatau/2026-q4.yaml", "2026-q4/211-c", "2026-q4/211-d")


def take_or_bring_a_protocol(country: Country) -> None:
    country.toggle("content/protocols/almaty/auezov/2026-q4/211.yaml")


def take_or_bring_a_chiefs_report(country: Country) -> None:
    country.toggle("content/protocols/abai/alatau/2025/chief.yaml")


def change_a_phone(country: Country) -> None:
    country.edit("content/registry/almaty/alatau/211.yaml", "+7 727 000-21-11", "+7 727 000-21-12")


def date_an_officer_otherwise(country: Country) -> None:
    country.edit("content/registry/abai/auezov/211.yaml", "since: 2025-05-01", "since: 2025-05-02")


def give_a_region_another_zone(country: Country) -> None:
    country.edit("content/registry/abai.yaml", "Asia/Almaty", "Asia/Qyzylorda")


def list_one_region_less(country: Country) -> None:
    country.edit("site_config/site.yaml", "regions: [almaty, abai]", "regions: [almaty]")


def take_or_bring_a_police_body(country: Country) -> None:
    for name in (
        "content/registry/abai/auezov.yaml",
        "content/registry/abai/auezov",
        "schedules/abai/auezov",
        "content/protocols/abai/auezov",
    ):
        country.toggle(name)


def word_a_label_anew(country: Country) -> None:
    forms, key = country.words["ru"].forms, ("", "Home")
    changed = {**forms, key: (f"{forms[key][0]}*",)}
    country.words = {**country.words, "ru": replace(country.words["ru"], forms=changed)}


def change_the_theme(country: Country) -> None:
    country.frame = country.frame.replace("<p>", "<p class='x'>") if "class" not in country.frame else FRAME


def commit(country: Country) -> None:
    if not (country.root / ".git").exists():
        country.git("init", "-q", "-b", "main")
    country.git("add", "-A")
    country.git("commit", "-q", "--allow-empty", "-m", "Change")


OLD = "content/protocols/almaty/alatau/2025-q4/211.yaml"


def correct_last_year(country: Country) -> None:
    country.edit(OLD, "until: 2025-12-20", "until: 2025-12-21")


def correct_this_year(country: Country) -> None:
    country.edit(OLD.replace("alatau/2025", "auezov/2026"), "until: 2026-12-20", "until: 2026-12-21")


def move_a_meeting_of_last_year(country: Country) -> None:
    country.edit(
        "schedules/almaty/auezov/2025-q4.yaml", "starts: 2025-11-25 18:30", "starts: 2025-11-25 17:30"
    )


def move_a_meeting_into_this_year(country: Country) -> None:
    country.edit("schedules/abai/alatau/2025-q4.yaml", "starts: 2025-12-10 18:00", "starts: 2026-01-10 18:00")
    country.edit("schedules/abai/alatau/2025-q4.yaml", "ends: 2025-12-10 19:00", "ends: 2026-01-10 19:00")


def take_up_last_years_matter(country: Country) -> None:
    first, then = "answered: no\n", "    follow_up:\n      registered: 2026-10-15\n"
    file, matter = "content/protocols/almaty/alatau/2026-q4/211.yaml", "almaty/alatau/2025-q4/211/s4"
    country.edit(file, f"{first}{then}", f"{first}    continues: {matter}\n{then}")


def hold_it_instead_next_year(country: Country) -> None:
    file = "schedules/abai/auezov/2025-q4.yaml"
    country.edit(file, "replaced_by: abai/auezov/2025-q4/211-c", "replaced_by: abai/auezov/2026-q3/211")


def take_or_bring_last_years_protocol(country: Country) -> None:
    country.toggle("content/protocols/abai/auezov/2025-q4/211.yaml")


def let_the_year_end(country: Country) -> None:
    last = date(country.today.year, 12, 31)
    country.today = last if country.today < last else last + timedelta(days=1)


def let_a_day_pass(country: Country) -> None:
    country.today += timedelta(days=1)


def let_a_month_pass(country: Country) -> None:
    country.today += timedelta(days=31)


EDITS: tuple[Edit, ...] = (
    move_a_meeting,
    rename_a_meeting,
    take_or_bring_a_protocol,
    take_or_bring_a_chiefs_report,
    change_a_phone,
    date_an_officer_otherwise,
    give_a_region_another_zone,
    list_one_region_less,
    take_or_bring_a_police_body,
    word_a_label_anew,
    change_the_theme,
    commit,
    let_a_day_pass,
    let_a_month_pass,
    correct_last_year,
    move_a_meeting_of_last_year,
    move_a_meeting_into_this_year,
    take_up_last_years_matter,
    hold_it_instead_next_year,
    take_or_bring_last_years_protocol,
    let_the_year_end,
)


class Killed(BaseException):
    """The process is gone."""


class MortalTree(FolderTree):
    """A folder whose writer dies after so many files."""

    def __init__(self, folder: Path, life: int) -> None:
        super().__init__(folder)
        self._life = life

    def write(self, path: str, content: bytes) -> bool:
        self._life -= 1
        if self._life < 0:
            raise Killed
        return super().write(path, content)


def make_country(folder: Path, words: dict[str, Words]) -> Country:
    root = folder / "project"
    shutil.copytree(CITY, root)
    for name in ("rulebooks", "days_off.yaml"):
        source = ROOT / "site_config" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / "site_config" / name)
    schedule, registry = root / SCHEDULE, root / "content/registry/almaty"
    schedule.write_text(schedule.read_text("utf-8").replace("consent: no", "consent: yes"), "utf-8")
    add_last_year(root)
    for folder_of_region in ("content/registry/almaty", "content/protocols/almaty", "schedules/almaty"):
        copy(
            root / folder_of_region / "alatau",
            root / folder_of_region / "auezov",
            "almaty/alatau",
            "almaty/auezov",
        )
    copy(registry / "alatau.yaml", registry / "auezov.yaml", "almaty/", "almaty/")
    for kind in ("content/registry", "content/protocols", "schedules"):
        copy(root / kind / "almaty", root / kind / "abai", "almaty/", "abai/")
    copy(root / "content/registry/almaty.yaml", root / "content/registry/abai.yaml", "750000000", "100000000")
    country = Country(root, words)
    country.edit("site_config/site.yaml", "regions: [almaty]", "regions: [almaty, abai]")
    return country


def add_last_year(root: Path) -> None:
    """What stands in the files of a police body, a year earlier too."""
    for quarter in ("q3", "q4"):
        for place, end in (("schedules", ".yaml"), ("content/protocols", "")):
            body = root / place / "almaty/alatau"
            copy(body / f"2026-{quarter}{end}", body / f"2025-{quarter}{end}", "2026-", "2025-")


def copy(source: Path, target: Path, old: str, new: str) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)
    for path in [target] if target.is_file() else [each for each in target.rglob("*") if each.is_file()]:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and NOTES not in path.parts
    }


@pytest.fixture
def country(tmp_path: Path, words: dict[str, Words]) -> Country:
    return make_country(tmp_path, words)


def test_the_country_of_these_tests_is_sound_and_has_both_regions(country: Country) -> None:
    files, outcome = country.anew()
    assert outcome.built is not None, outcome.diagnostics
    assert outcome.built.files == len(files)
    for region in ("almaty", "abai"):
        assert f"kk/{region}/auezov/211/index.html" in files
        assert f"sitemap/{region}-alatau.xml" in files
    assert "kk/about/index.html" in files


steps = st.lists(st.tuples(st.sampled_from(EDITS), st.none() | st.integers(0, 700)), min_size=1, max_size=5)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_whatever_is_edited_and_wherever_a_build_is_killed_the_next_gives_the_bytes_of_one_made_anew(
    words: dict[str, Words], steps: list[tuple[Edit, int | None]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        country = make_country(Path(place), words)
        site, states = Path(place, "site"), Path(place, "states")
        country.build(FolderTree(site), states)
        for edit, life in steps:
            edit(country)
            if life is not None:
                with pytest.raises(Killed) if life < 20 else _perhaps():
                    country.build(MortalTree(site, life), states)
                continue
            before = files_of(site)
            outcome = country.build(FolderTree(site), states)
            expected, anew = country.anew()
            assert outcome.diagnostics == anew.diagnostics
            assert files_of(site) == (expected if anew.built is not None else before)
            if outcome.built is not None and anew.built is not None:
                assert outcome.built.files == anew.built.files == len(expected)
                assert not (site / OPEN).exists()
        outcome = country.build(FolderTree(site), states)
        if outcome.built is not None:
            assert files_of(site) == country.anew()[0]


class _perhaps:  # noqa: N801 - reads as a word of the sentence
    """Whatever happens, the killing included, is well."""

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is Killed


@pytest.mark.parametrize(
    "edit", [move_a_meeting, take_or_bring_a_protocol, change_a_phone], ids=lambda e: e.__name__
)
def test_a_small_edit_renders_its_police_body_its_region_and_the_site_alone(
    country: Country, tmp_path: Path, edit: Edit
) -> None:
    site, states = tmp_path / "site", tmp_path / "states"
    country.build(FolderTree(site), states)
    others = [site / "kk/abai", site / "kk/almaty/auezov", site / "kk/almaty/alatau"]
    touched = "auezov" if edit is take_or_bring_a_protocol else "alatau"
    stamps = {each: stamps_below(each) for each in others}
    edit(country)
    said: list[tuple[int, int]] = []
    outcome = build_site(
        country.plan(FolderTree(site), states), lambda done, total: said.append((done, total))
    )
    assert outcome.built is not None
    assert said[-1] == (3, 3)
    for each, before in stamps.items():
        assert (stamps_below(each) == before) is (each.name != touched), each


class WatchedTree(FolderTree):
    """A folder that remembers what was rendered, changed or not."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.given: list[str] = []

    def write(self, path: str, content: bytes) -> bool:
        self.given.append(path)
        return super().write(path, content)

    def rendered(self, *words: str) -> list[str]:
        """Pages and files of the site the paths of which hold all these words, in one language or in none."""
        places = (each for each in self.given if not each.startswith((NOTES, "kk/")))
        return [each for each in places if all(word in each for word in words)]


def test_what_changes_this_year_renders_nothing_of_a_year_that_is_over(
    country: Country, tmp_path: Path
) -> None:
    site, states = tmp_path / "site", tmp_path / "states"
    commit(country)
    country.build(FolderTree(site), states)
    correct_this_year(country)
    commit(country)
    tree = WatchedTree(site)
    assert country.build(tree, states).built is not None
    assert tree.rendered("almaty/auezov/2026-q4/211/")
    assert tree.rendered("data/almaty/2026/")
    assert not [each for each in tree.given if "2025-q4" in each or "/archive/" in each]
    assert not tree.rendered("data/almaty/2025/")
    assert not tree.rendered("auezov/meetings/2025")


@pytest.mark.parametrize(
    ("edit", "page"),
    [
        (correct_last_year, "ru/almaty/alatau/2025-q4/211/index.html"),
        (take_up_last_years_matter, "ru/almaty/alatau/2025-q4/211/index.html"),
        (hold_it_instead_next_year, "ru/abai/auezov/2025-q4/211-b/index.html"),
        (change_a_phone, "ru/almaty/alatau/2025-q4/211/index.html"),
    ],
)
def test_what_a_closed_year_tells_of_is_told_anew_when_it_changes(
    country: Country, tmp_path: Path, edit: Edit, page: str
) -> None:
    site, states = tmp_path / "site", tmp_path / "states"
    country.build(FolderTree(site), states)
    before = (site / page).read_bytes()
    edit(country)
    country.build(FolderTree(site), states)
    assert (site / page).read_bytes() != before
    assert files_of(site) == country.anew()[0]


def test_tables_of_a_year_that_is_over_are_not_laid_again_because_a_day_has_passed(
    country: Country, tmp_path: Path
) -> None:
    site, states = tmp_path / "site", tmp_path / "states"
    for body in ("alatau", "auezov"):  # what leaves nothing open, so that no days are counted on
        for quarter in ("q3", "q4"):
            country.toggle(f"schedules/almaty/{body}/2025-{quarter}.yaml")
            country.toggle(f"content/protocols/almaty/{body}/2025-{quarter}")
    country.build(FolderTree(site), states)
    let_a_day_pass(country)
    tree = WatchedTree(site)
    country.build(tree, states)
    assert tree.rendered("data/almaty/2026/")
    assert not tree.rendered("data/almaty/2025/")
    assert files_of(site) == country.anew()[0]


def test_a_page_of_a_closed_year_names_the_commit_that_last_touched_its_year(country: Country) -> None:
    country.frame = FRAME.replace("<p>", "<p>esep-slot(data) ")
    commit(country)
    first = country.anew()[0]
    correct_this_year(country)
    commit(country)
    second = country.anew()[0]
    old, new = "ru/almaty/auezov/2025-q4/211/index.html", "ru/almaty/auezov/2026-q4/212/index.html"
    assert first[old] == second[old]
    assert first[new] != second[new]


def stamps_below(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_rendered_where_nothing_changed(country: Country, tmp_path: Path) -> None:
    site, states = tmp_path / "site", tmp_path / "states"
    country.build(FolderTree(site), states)
    said: list[tuple[int, int]] = []
    outcome = build_site(
        country.plan(FolderTree(site), states), lambda done, total: said.append((done, total))
    )
    assert said == []
    assert outcome.built is not None
    assert (outcome.built.written, outcome.built.removed) == (0, 0)


@pytest.mark.parametrize("spoil", ["cut", "flipped", "empty", "other programs", "foreign pickle"])
def test_a_kept_state_or_note_that_is_not_whole_is_not_believed(
    country: Country, tmp_path: Path, spoil: str
) -> None:
    site, states = tmp_path / "site", tmp_path / "states"
    country.build(FolderTree(site), states)
    for path in [*states.iterdir(), *(each for each in (site / NOTES).rglob("*") if each.is_file())]:
        content = path.read_bytes()
        path.write_bytes(
            {
                "cut": content[: len(content) // 2],
                "flipped": content[:-1] + bytes([content[-1] ^ 1]),
                "empty": b"",
                "other programs": content.replace(b"esep-kept-1 ", b"esep-kept-1 0", 1),
                "foreign pickle": b"cos\nsystem\n(S'touch owned'\ntR.",
            }[spoil]
        )
    move_a_meeting(country)
    country.build(FolderTree(site), states)
    assert files_of(site) == country.anew()[0]
    assert not Path("owned").exists()


def test_several_processes_give_the_same_bytes(country: Country, tmp_path: Path) -> None:
    outcome = country.build(FolderTree(tmp_path / "site"), tmp_path / "states", workers=3)
    assert outcome.built is not None
    assert files_of(tmp_path / "site") == country.anew()[0]


def test_a_process_that_is_killed_is_an_error_with_its_region_and_the_next_build_is_whole(
    country: Country, tmp_path: Path
) -> None:
    site, states = tmp_path / "site", tmp_path / "states"
    with pytest.raises(BuildFault, match=r"(almaty|abai): .*killed"):
        country.build(DeadlyTree(site), states, workers=2)
    assert (site / OPEN).exists()
    country.build(FolderTree(site), states, workers=2)
    assert files_of(site) == country.anew()[0]


class DeadlyTree(FolderTree):
    """A folder in which a certain page kills whoever writes it, as a lack of memory does."""

    def write(self, path: str, content: bytes) -> bool:
        if path == "ru/abai/alatau/212/index.html":
            import os  # noqa: PLC0415
            import signal  # noqa: PLC0415

            os.kill(os.getpid(), signal.SIGKILL)
        return super().write(path, content)

    def __reduce__(self) -> tuple[type[DeadlyTree], tuple[Path]]:
        return DeadlyTree, (Path(self._folder),)


def test_two_workers_of_dask_give_the_same_bytes(country: Country, tmp_path: Path) -> None:
    import distributed  # noqa: PLC0415 - a second to import

    site, states = tmp_path / "site", tmp_path / "states"
    with distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        address = cluster.scheduler_address
        outcome = country.build(FolderTree(site), states, workers=2, scheduler=address)
        assert outcome.built is not None
        assert files_of(site) == country.anew()[0]
        move_a_meeting(country)
        country.build(FolderTree(site), states, workers=2, scheduler=address)
    assert files_of(site) == country.anew()[0]


def test_a_place_fsspec_knows_gets_the_same_bytes_and_loses_what_vanished(
    country: Country, tmp_path: Path
) -> None:
    import fsspec  # noqa: PLC0415

    tree, memory = tree_at("memory://esep-test/site"), fsspec.filesystem("memory")
    try:
        for edit in (None, take_or_bring_a_protocol, list_one_region_less):
            if edit is not None:
                edit(country)
            outcome = country.build(tree, tmp_path / "states")
            assert outcome.built is not None
            assert {each: tree.read(each) for each in tree.files()} == country.anew()[0]
    finally:
        memory.rm("/esep-test", recursive=True)


def test_a_state_lost_between_two_tasks_is_an_error_and_not_a_hole(
    country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = tmp_path / "states"
    country.build(FolderTree(tmp_path / "site"), states)
    monkeypatch.setattr("generator.build.tasks._remembered", {})
    StateFile(states, "abai").path.write_bytes(b"not what it was")
    change_the_theme(country)
    with pytest.raises(BuildFault, match="abai"):
        country.build(FolderTree(tmp_path / "site"), states)


def test_the_moment_of_a_commit_is_the_only_time_a_build_tells(country: Country) -> None:
    commit(country)
    files, _ = country.anew()
    assert str(datetime.now().astimezone().year) in files["build.json"].decode()
    assert files == country.anew()[0]
