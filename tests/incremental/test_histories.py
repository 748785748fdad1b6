"""Any history of changes, built step by step, ends in the tables of one build that reads everything."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from etl import load, overrides, store
from etl.config import PROJECT
from etl.demo import generate
from etl.reference import aliases
from tests.incremental.watched import PAGE, Watched, made_from_nothing
from tests.tables import tables

ALIASES = """alias,catalyst
Eurocities,Euro Cities
AFD,Agence Française de Développement
Ministère des Affaires étrangères français,Ministère de l'Europe et des Affaires étrangères
Ministère de la Culture,Culture Ministry"""

CORRECTIONS = """what,old,new,who,why,when
organisation:89998.city,Paris,Lyon,us,moved,2026-01-01
organisation:89998.postcode,75014,69001,us,moved,2026-01-02
catalyst:eurocities.name,Eurocities,Eurocities network,us,its name,2026-01-01
catalyst:ministere-de-l-interieur.kind,ministry,other,us,why,2026-01-01"""

EXAMPLES = PROJECT / "tests" / "data" / "formats"


class Handwritten:
    """The files of aliases and of corrections, which people change by hand."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts = {folder / "aliases.csv": ALIASES, folder / "overrides.csv": CORRECTIONS}
        monkeypatch.setattr(aliases, "FILES", (folder / "aliases.csv",))
        monkeypatch.setattr(overrides, "FILE", folder / "overrides.csv")

    def keep_some(self, rng: random.Random) -> None:
        for path, text in self.texts.items():
            header, *lines = text.splitlines()
            path.write_text("\n".join([header, *(line for line in lines if rng.random() < 0.6)]), encoding="utf-8")


def change_some(rng: random.Random, watched: Watched, files: Sequence[Path], others: Sequence[Path]) -> None:
    """Let files go, come, and take the content of others."""
    for path in rng.sample(files, 30):
        target = watched.pages / path.name
        target.unlink(missing_ok=True)
        if rng.random() < 0.7:
            shutil.copy(rng.choice(others) if rng.random() < 0.3 else path, target)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


def built_step_by_step(
    watched: Watched, change: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> dict[str, list[tuple[Any, ...]]]:
    """Build after each of several changes, each time from the last warehouse; its tables, as those of a full build."""
    monkeypatch.setattr(load, "WORTH_IT", 1.0)
    for count in range(5):
        change()
        with monkeypatch.context() as patched:
            if count:
                patched.setattr(load, "lay_out", made_from_nothing)
            watched.build()
    found = tables(watched.warehouse)
    watched.build(full=True)
    assert tables(watched.warehouse) == found
    return found


@pytest.mark.parametrize("seed", range(3))
def test_any_history_of_changes_ends_where_a_full_build_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Files of all formats, aliases and corrections change."""
    rng = random.Random(seed)
    watched, handwritten = Watched(tmp_path), Handwritten(tmp_path, monkeypatch)
    generate(tmp_path / "all", 40, seed=3)
    generate(tmp_path / "other", 40, seed=4)
    files = [*sorted(_files(tmp_path / "all")), *sorted(_files(EXAMPLES))]
    others = sorted(_files(tmp_path / "other"))
    monkeypatch.setattr(store, "BATCH", 7)

    def change() -> None:
        change_some(rng, watched, files, others)
        handwritten.keep_some(rng)

    built_step_by_step(watched, change, monkeypatch)


NAMES = ("a", "b", "784244295", "7--name")
ROWS = "nom;siren;ville;catalyseur\n"


def some_claims(rng: random.Random, watched: Watched) -> None:
    """Let pages and tables come, go and change that share ids, SIRENs, slugs and names in all ways."""
    for _ in range(rng.randrange(1, 6)):
        number, slug, name = rng.choice(("", "7-", "8-", "784244295-")), rng.choice(NAMES), rng.choice(("", "A", "B"))
        siren = rng.choice(("", "SIREN\n784244295\n", "SIREN\n732829320\n"))
        front = f"---\nname: {name}\ncaptured_on: 202{rng.randrange(5)}-01-01\n---\n" if name else ""
        watched.write(f"{number}{slug}.txt", front + siren + PAGE.format(name="X", day=rng.randrange(1, 9)))
    for table in "tuv":
        lines = [f"{rng.choice('ABC')};{rng.choice(('', '732829320'))};{rng.choice(('', 'Brest', 'Lille'))};AFD\n"]
        watched.write(f"{table}.csv", ROWS + "".join(lines * rng.randrange(1, 3)))
    for path in rng.sample(sorted(watched.pages.iterdir()), 3):
        path.unlink()


@pytest.mark.parametrize("seed", range(4))
def test_whose_pages_are_is_found_for_changed_groups_alone_as_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng, watched = random.Random(seed), Watched(tmp_path)
    assert built_step_by_step(watched, lambda: some_claims(rng, watched), monkeypatch)["conflict"]
