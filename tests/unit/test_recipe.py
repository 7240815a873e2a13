"""The README's recipes, run as they stand by bash with the real jq, fzf and xargs."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.__main__ import main
from reader.catalog.papers import Catalogue
from reader.core.listing import Listing
from reader.core.view import View, ViewKind
from tests.synthetic import NOON, day, paper

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SECTION = re.search(r"^### Recipes\n(.*?)^## ", (ROOT / "README.md").read_text(encoding="utf-8"), re.S | re.M)
RECIPES = re.findall(r"```bash\n(.*?)```", SECTION[1] if SECTION else "", re.S)
PAPERS = (
    paper(
        1, "Robots That Ask", upvotes=90, stars=4_100, github="https://github.com/a/b", authors=("Ada", "Bo")
    ),
    paper(2, "Streaming Attention", upvotes=132, github="https://github.com/c/d", authors=("Ada",)),
    paper(3, "A Calculus of $(touch pwned) `touch pwned` 'Quotes\"", upvotes=7, authors=("Ada",)),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a home of three papers, two of them bookmarked, and a queue."""
    home = tmp_path / "home"
    monkeypatch.setenv("PAPER_READER_HOME", str(home))
    home.mkdir()
    catalogue = Catalogue(home / "catalogue.sqlite")
    for view in (View(ViewKind.TRENDING), day("2026-08-14")):
        catalogue.store_listing(Listing(view, PAPERS), NOON)
    catalogue.close()
    assert main(["--offline", "bookmark", PAPERS[0].id, PAPERS[2].id]) == 0
    assert main(["--offline", "queue", PAPERS[1].id]) == 0
    binaries = tmp_path / "bin"
    binaries.mkdir()
    for name, text in (
        ("paper-reader", f'#!/bin/sh\nexec "{sys.executable}" -m reader "$@"\n'),
        ("xdg-open", '#!/bin/sh\nprintf "%s\\n" "$@" >> opened\n'),
    ):
        (binaries / name).write_text(text)
        (binaries / name).chmod(0o755)
    (tmp_path / "thesis").mkdir()
    return tmp_path


def cooked(recipe: str, folder: Path) -> str:
    """Run a recipe, which must succeed, and return what it printed."""
    for program in ("bash", "jq", "fzf", "xargs"):
        if re.search(rf"\b{program}\b", recipe) and shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    environment = os.environ | {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "FZF_DEFAULT_OPTS": "--filter=calculus",  # who chooses the one with this word
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", recipe],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def listed(view: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    main(["--offline", "list", "--view", view, "--json"])
    return [record["id"] for record in json.loads(capsys.readouterr().out)]


def test_there_are_recipes_for_each_program() -> None:
    assert len(RECIPES) == len(CHECKS)
    assert all(any(program in recipe for recipe in RECIPES) for program in ("jq", "fzf", "xargs"))


Check = Callable[[str, Path, pytest.CaptureFixture[str]], bool]
CHECKS: dict[str, Check] = {
    "has:code": lambda out, *_: out.splitlines() == ["132\tStreaming Attention", "90\tRobots That Ask"],
    "fzf": lambda _, folder, __: (folder / "opened").read_text() == f"{PAPERS[2].url}\n",
    "| paper-reader queue": lambda _, __, capsys: listed("queue", capsys) == [PAPERS[1].id, PAPERS[0].id],
    "+popular": lambda _, __, capsys: listed("tag:popular", capsys) == [PAPERS[0].id],
    "uniq -c": lambda out, *_: [line.split() for line in out.splitlines()] == [["3", "Ada"], ["1", "Bo"]],
    "papers/": lambda _, folder, __: (
        sorted(path.name for path in (folder / "papers").iterdir())
        == [f"{PAPERS[0].id}.txt", f"{PAPERS[2].id}.txt"]
        and "Robots That Ask" in (folder / "papers" / f"{PAPERS[0].id}.txt").read_text()
    ),
    "wc -l": lambda out, *_: out.strip() == "1",
    "bibtex": lambda _, folder, __: (folder / "thesis" / "papers.bib").read_text().count("@") == 2,
    "doctor": lambda out, *_: out == "",
}
"""What each recipe does, by what stands in it alone."""


@pytest.mark.parametrize("sign", CHECKS)
def test_a_recipe_does_what_it_says(sign: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (recipe,) = (recipe for recipe in RECIPES if sign in recipe)
    assert CHECKS[sign](cooked(recipe, folder), folder, capsys)
    assert not (folder / "pwned").exists()
