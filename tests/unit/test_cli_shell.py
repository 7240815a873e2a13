"""Completion, in the shells themselves where they are installed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pytest

from reader.__main__ import main
from reader.bootstrap import program

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SHELLS = ("bash", "zsh", "fish")
HOSTILE = "$(touch pwned) `touch pwned` ';touch pwned;' \" \\ $HOME & done"
PAPERS = {
    "2608.00001": f"Attention {HOSTILE}",
    "2608.00002": "Robots That Ask",
    "1706.03762": "Another <b>Title</b>",
}
TAG = "to read $(touch pwned)"
SEARCH = "my `touch pwned` search"


def need(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


@dataclass(frozen=True)
class World:
    """A library with hostile names, and a command that keeps what a shell gives it."""

    folder: Path
    environment: dict[str, str]

    def script(self, shell: str) -> Path:
        path = self.folder / f"script.{shell}"
        run = [str(self.folder / "bin" / "paper-reader"), "completion", shell]
        path.write_bytes(subprocess.run(run, env=self.environment, capture_output=True, check=True).stdout)
        return path

    def typed(self, shell: str, *lines: str) -> list[list[str]]:
        """Return the arguments that the command gets for each line that a person types, with enter after each."""
        need(shell)
        start = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"]}[shell]
        child = pexpect.spawn(
            shutil.which(shell) or shell,
            [*start, "-i"],
            env=self.environment,  # type: ignore[arg-type]
            cwd=str(self.folder),
            dimensions=(40, 160),
            timeout=120,
            encoding="utf-8",
        )
        ready = "READ''Y"  # as it is typed it does not match
        prepare = "autoload -U compinit && compinit -u -D;" if shell == "zsh" else ""
        child.sendline(f"PS1='> '; {prepare} . {self.script(shell)}; echo {ready}")
        child.expect("READY")
        for line in lines:
            child.sendline(line)
            child.expect("got it")
        child.sendline("exit")
        child.expect(pexpect.EOF)
        child.close()
        return [json.loads(line) for line in (self.folder / "arguments").read_text().splitlines()]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    home = tmp_path / "home"
    monkeypatch.setenv("PAPER_READER_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps({"id": i, "title": PAPERS[i]}) + "\n" for i in PAPERS))
    assert main(["import", str(file)]) == 0
    first, second, _ = PAPERS
    assert main(["bookmark", first, second]) == 0
    assert main(["tag", first, f"+{TAG}", "+deep"]) == 0
    assert main(["follow", "author:Ada O'Hara $(touch pwned)", "cs.LG"]) == 0
    with program(offline=True) as running:
        running.service.searches.keep(SEARCH, "robots")
    binary = tmp_path / "bin" / "paper-reader"
    binary.parent.mkdir()
    binary.write_text(
        f"#!{sys.executable}\n"
        "import json, sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "if sys.argv[1] in ('_complete', 'completion'):\n"
        "    from reader.__main__ import main\n"
        "    sys.exit(main())\n"
        f"print(json.dumps(sys.argv[1:]), file=open({str(tmp_path / 'arguments')!r}, 'a'))\n"
        "print('got', 'it')\n"
    )
    binary.chmod(0o755)
    yield World(
        tmp_path,
        os.environ
        | {"PATH": f"{binary.parent}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        | {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path)},
    )
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_knows_commands_options_and_values(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    for word in ("unbookmark", "trending", "csl-json", "arxiv", "ids", "stars"):
        assert word in text
    assert ("-l offline" if shell == "fish" else "--offline") in text


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_accepts_its_script(shell: str, world: World) -> None:
    need(shell)
    checked = subprocess.run(
        [shell, "-n", str(world.script(shell))], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_an_unknown_shell_is_wrong_usage() -> None:
    assert main(["completion", "tcsh"]) == 2


LINES = [
    ("paper-reader li\t", ["list"]),
    ("paper-reader list --view boo\t", ["list", "--view", "bookmarks"]),
    ("paper-reader list --view=boo\t", ["list", "--view=bookmarks"]),
    ("paper-reader --view queue list --offl\t", ["--view", "queue", "list", "--offline"]),
    ("paper-reader export --format csl\t", ["export", "--format", "csl-json"]),
    ("paper-reader show 1706\t", ["show", "1706.03762"]),
    ("paper-reader show 2608.00001 17\t", ["show", "2608.00001", "1706.03762"]),
    ("paper-reader tag 2608.00001 +de\t", ["tag", "2608.00001", "+deep"]),
    ("paper-reader tag 2608.00001 +to\t", ["tag", "2608.00001", f"+{TAG}"]),
    ("paper-reader tags --remove to\t", ["tags", "--remove", TAG]),
    ("paper-reader list --view tag:to\t", ["list", "--view", f"tag:{TAG}"]),
    ("paper-reader list --view my\t", ["list", "--view", SEARCH]),
    ("paper-reader list --view 'my\t", ["list", "--view", SEARCH]),
    ("paper-reader search x --remote ar\t", ["search", "x", "--remote", "arxiv"]),
    ("paper-reader fetch --category quant\t", ["fetch", "--category", "quant-ph"]),
    ("paper-reader follow stat.ML cs.AI econ.T\t", ["follow", "stat.ML", "cs.AI", "econ.TH"]),
    ("paper-reader unfollow cat\t", ["unfollow", "cat:cs.LG"]),
    ("paper-reader unfollow aut\t", ["unfollow", "author:Ada O'Hara $(touch pwned)"]),
    ("paper-reader watch my\t", ["watch", SEARCH]),
    ("paper-reader watch foll\t", ["watch", "followed"]),
    ("paper-reader watch cat\t", ["watch", "cat:cs.LG"]),
    ("paper-reader unfollow author:Ad\t", ["unfollow", "author:Ada O'Hara $(touch pwned)"]),
]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_shell_completes(shell: str, world: World) -> None:
    lines, arguments = zip(*LINES, strict=True)
    assert world.typed(shell, *lines) == [*arguments]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_titles_and_names_are_shown_and_never_run(shell: str, world: World) -> None:
    lines = ["show 2608.0000\t\t", "show 2608.0000\t\t\t\t", "list --view \t\t\t", "tag 2608.00001 +\t\t\t"]
    assert len(world.typed(shell, *(f"paper-reader {line}" for line in lines))) == len(lines)


def test_bash_shows_titles_where_it_lists(world: World) -> None:
    need("bash")
    code = (
        f". {world.script('bash')}; COMP_WORDS=(paper-reader show 2608); COMP_CWORD=2; COMP_TYPE=$1; _paper_reader;"
        ' printf "%s\\n" "${COMPREPLY[@]}"'
    )

    def listed(kind: int) -> list[str]:
        asked = ["bash", "--norc", "-c", code, "bash", str(kind)]
        done = subprocess.run(asked, env=world.environment, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    assert listed(63)[0].startswith("2608.00001  Attention $(touch pwned)") or listed(63)[0].startswith(
        "2608.00002  Robots That Ask"
    )
    assert sorted(listed(9)) == ["2608.00001", "2608.00002"]  # these are inserted
    assert sorted(listed(37)) == ["2608.00001", "2608.00002"]


def test_fish_completes(world: World) -> None:
    need("fish")
    offers = [
        ("list --view boo", "bookmarks"),
        ("show 1706", "1706.03762\tAnother <b>Title</b>"),
        ("show 2608.00001", f"2608.00001\tAttention {HOSTILE}"),
        ("tag 2608.00001 +de", "+deep"),
        ("tags --remove to", TAG),
        ("list --view my", f"{SEARCH}\trobots"),
        ("follow econ.T", "econ.TH\tTheoretical Economics"),
        ("unfollow aut", "author:Ada O'Hara $(touch pwned)"),
        ("watch my", f"{SEARCH}\trobots"),
        ("watch foll", "followed\tall that you follow"),
        ("export --format csl", "csl-json"),
    ]
    code = f"source {world.script('fish')}; for line in $argv; complete -C $line; echo ---; end"
    asked = ["fish", "--no-config", "-c", code, *(f"paper-reader {line}" for line, _ in offers)]
    done = subprocess.run(
        asked, env=world.environment, cwd=world.folder, capture_output=True, text=True, check=True
    )
    answers = done.stdout.split("---\n")
    for (line, offered), answer in zip(offers, answers, strict=False):
        assert any(found.startswith(offered) for found in answer.splitlines()), (line, answer)


def test_candidates_are_lines_without_tabs_and_controls(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["_complete", "ids"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2  # what is kept; nothing was fetched
    assert all(line.count("\t") == 1 and line.replace("\t", "").isprintable() for line in lines)
    assert main(["_complete", "ids", "17"]) == 0
    assert capsys.readouterr().out == "1706.03762\tAnother <b>Title</b>\n"
    assert main(["_complete", "nonsense"]) == 2


def test_what_is_damaged_offers_nothing_and_is_left_alone(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    home = world.folder / "home"
    for name in ("library.json", "catalogue.sqlite"):
        (home / name).write_bytes(b"{ damaged")
    before = {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}
    capsys.readouterr()
    for kind in ("ids", "tags", "views", "searches", "follows", "watches"):
        assert main(["_complete", kind]) == 0
    assert capsys.readouterr() == ("", "")
    assert {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()} == before


def test_a_folder_without_anything_stays_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPER_READER_HOME", str(tmp_path / "nothing"))
    for kind in ("ids", "tags", "views"):
        assert main(["_complete", kind, "26"]) == 0
    assert capsys.readouterr() == ("", "")
    assert not (tmp_path / "nothing").exists()
