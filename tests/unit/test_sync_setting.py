"""The table `sync` of the settings, and the command without a network."""

from pathlib import Path

import pytest

from reader.config import parse_config
from reader.core.sync import shelved
from tests.unit.test_cli_command import Run, home, run

__all__ = ["home", "run"]


def problems(text: str) -> str:
    return " ".join(parse_config(f"[sync]\n{text}\n").problems)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/ada/papers.git",
        "https://ada@example.org/papers.git",
        "ssh://git@example.org:2222/papers.git",
        "git@example.org:ada/papers.git",
        "/srv/papers.git",
        "~/papers.git",
        "file:///srv/papers.git",
        "http://127.0.0.1:8000/papers.git",
        "http://localhost/papers.git",
    ],
)
def test_repositories(address: str) -> None:
    config = parse_config(f"[sync]\ngit = '{address}'\nuser = 'ada'\npassword_command = 'pass show git'\n")
    assert config.problems == ()
    assert config.settings.sync.git == address
    assert config.settings.sync.password_command == ("pass", "show", "git")


@pytest.mark.parametrize(
    "address",
    ["http://example.org/papers.git", "--upload-pack=x", "ext::sh -c x", "git://example.org/x", "a\\nb", "papers",
     "https://example.org/x?token=1", "fd::17", "x@y::z"],
)  # fmt: skip
def test_no_repositories(address: str) -> None:
    assert "“git” is a repository" in problems(f'git = "{address}"')
    assert parse_config(f'[sync]\ngit = "{address}"\n').settings.sync.git is None


@pytest.mark.parametrize(
    "address", ["http://example.org/dav", "ftp://example.org/", "/srv", "https://a@b.org/"]
)
def test_no_folders(address: str) -> None:
    assert "“webdav” is the address of a folder" in problems(f'webdav = "{address}"')


def test_passwords_have_no_place_there() -> None:
    for text in (
        "password = 'x'",
        "git = 'https://a:b@example.org/x'",
        "webdav = 'https://a:b@example.org/x'",
    ):
        assert "never kept in this file" in problems(text)
    assert "one place is enough" in problems("git = '/srv/x'\nwebdav = 'https://example.org/x'")
    assert "no setting “sync.colour”" in problems("colour = 'x'")
    assert "wrong kind" in " ".join(parse_config("sync = 3\n").problems)


def test_the_command_says_what_is_missing(run: Run, home: Path) -> None:
    done = run("sync")
    assert (done.code, "Nothing says where your machines meet" in done.err) == (2, True)
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("[sync]\nwebdav = 'http://127.0.0.1:9/papers'\nuser = 'ada'\n")
    status = run("sync", "--status", "--json").json
    assert (status["place"], status["joined_at"], status["waiting"]) == (
        "http://127.0.0.1:9/papers", None, True,
    )  # fmt: skip
    assert run("sync", "--offline").code == 1
    assert "There is no password for ada at http://127.0.0.1:9/papers" in run("sync", "--quiet").err
    assert 'sync = {webdav = "http://127.0.0.1:9/papers", user = "ada"}' in run("config").out


def test_two_folders_on_one_machine(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "meet")], check=True)
    for folder in (home, tmp_path / "other"):
        monkeypatch.setenv("PAPER_READER_HOME", str(folder))
        folder.mkdir(exist_ok=True)
        (folder / "config.toml").write_text(f"[sync]\ngit = '{tmp_path / 'meet'}'\n")
        run("follow", f"author:{folder.name.title()}")
        assert run("sync", "--quiet") == (0, "", "")
    assert [each["name"] for each in run("follow", "--json").json] == ["Home", "Other"]
    monkeypatch.setenv("PAPER_READER_HOME", str(home))
    assert run("sync", "--json").json == {"machines": 1, "changes": 1, "written": True, "problems": []}
    assert "0 changes taken over, yours were there already" in run("sync").err
    status = run("sync", "--status", "--json").json
    assert (status["waiting"], status["problems"]) == (False, [])
    assert "nothing" in run("sync", "--status").out


def test_names_of_strangers() -> None:
    found = shelved([(f"{n:016x}.json", 1) for n in range(150)] + [("../x.json", 1), (f"{1:016X}.json", 1)])
    assert len(found.sizes) == 100
    assert "52 things are no files" in found.problems[0] or "51 things" in found.problems[0]
