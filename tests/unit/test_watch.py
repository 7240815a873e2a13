"""`watch`: new papers are told after a fetch, each once."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.bootstrap import program
from reader.core.entry import Entry
from reader.core.errors import ProgramError
from reader.core.item import ItemChange
from reader.core.paper import Paper
from reader.core.watch import Channel, Notice, Watch
from reader.library.library import Library
from reader.notification.command import Approvals, notify_command
from reader.notification.desktop import body, notify_desktop
from reader.paths import Paths
from tests.mail_server import running, trust
from tests.unit.test_cli_command import Run, home, run

__all__ = ["home", "run"]

TODAY = datetime.now(UTC).date().isoformat()
FETCH = ("fetch", "--until", "2023-01-01", "--quiet")
"""A fetch that asks nobody, for there were no lists then."""

Come = Callable[..., None]


@pytest.fixture
def come(run: Run, tmp_path: Path) -> Come:
    """Puts papers into the store, as a fetch does."""

    def come(*numbers: int, **fields: Any) -> None:
        file = tmp_path / "papers.jsonl"
        records = [
            {"id": f"2611.{n:05}", "title": f"Robots {n}", "listed": TODAY, "authors": ["Ann Lee"]} | fields
            for n in numbers
        ]
        file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        assert run("import", str(file)).code == 0

    return come


@pytest.fixture
def robots(home: Path, come: Come) -> None:
    """A saved search that finds a paper already."""
    come(1)
    with program(offline=True) as running:
        running.service.searches.keep("Robots", "robots")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a stand-in for notify-send was given, a word a line; fails while `bad` is beside it."""
    folder = tmp_path / "fakes"
    folder.mkdir()
    script = folder / "notify-send"
    script.write_text(
        '#!/bin/sh\ntest ! -e "$FAKES/bad" || { echo "No bus." >&2; exit 1; }\nprintf "%s\\n" "$@" >> "$FAKES/told"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("FAKES", str(folder))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(sys, "platform", "linux")
    return folder / "told"


def keeper(tmp_path: Path, name: str = "got.json") -> tuple[str, Path]:
    """Return a command that keeps what is on its stdin, and the file where."""
    target = tmp_path / name
    code = f"import sys; open({str(target)!r}, 'a').write(sys.stdin.read())"
    return f'{sys.executable} -c "{code}"', target


def test_each_new_paper_is_told_once(run: Run, robots: None, come: Come, desktop: Path) -> None:
    assert "Watching Robots: desktop" in run("watch", "robots").err
    assert (run(*FETCH), desktop.exists()) == ((0, "", ""), False)
    come(2, 3)
    come(4, title="About something else")
    come(5, listed="2020-01-01")
    assert run(*FETCH) == (0, "", "")
    assert desktop.read_text().splitlines()[:3] == ["--app-name=paper-reader", "--", "2 new papers: Robots"]
    assert sorted(desktop.read_text().splitlines()[-2:]) == ["Robots 2", "Robots 3"]
    desktop.unlink()
    assert (run(*FETCH), desktop.exists()) == ((0, "", ""), False)
    come(6)
    assert "1 new paper: Robots (told by desktop)" in run(*FETCH[:-1]).err


def test_what_was_read_is_not_new(run: Run, robots: None, come: Come, desktop: Path) -> None:
    run("watch", "Robots")
    come(2)
    run("mark", "2611.00002", "--read")
    run(*FETCH)
    assert not desktop.exists()


def test_a_failed_notice_is_told_the_next_time(run: Run, robots: None, come: Come, desktop: Path) -> None:
    run("watch", "Robots")
    come(2)
    bad = desktop.with_name("bad")
    bad.touch()
    for _ in range(2):
        done = run(*FETCH)
        assert (done.code, done.out) == (1, "")
        assert "could not be told by desktop" in done.err
        assert "No bus" in done.err
    bad.unlink()
    assert run(*FETCH).code == 0
    assert "Robots 2" in desktop.read_text()


def test_a_command_gets_json(run: Run, robots: None, come: Come, tmp_path: Path) -> None:
    command, target = keeper(tmp_path)
    assert run("watch", "Robots", "--command", command).code == 0
    come(2)
    assert run(*FETCH) == (0, "", "")
    (paper,) = json.loads(target.read_text())
    assert (paper["id"], paper["title"], paper["read"]) == ("2611.00002", "Robots 2", False)


def test_several_channels_fail_apart(
    run: Run, robots: None, come: Come, desktop: Path, tmp_path: Path
) -> None:
    command, target = keeper(tmp_path)
    run("watch", "Robots", "--notify", "desktop", "--notify", "command", "--command", command)
    come(2)
    desktop.with_name("bad").touch()
    assert run(*FETCH).code == 1
    desktop.with_name("bad").unlink()
    run(*FETCH)
    assert "Robots 2" in desktop.read_text()
    assert len(json.loads(target.read_text())) == 1  # told once, for it did not fail


def test_a_command_that_came_from_elsewhere_is_not_run(
    run: Run, robots: None, come: Come, home: Path, tmp_path: Path
) -> None:
    command, target = keeper(tmp_path)
    run("watch", "Robots", "--command", command)
    come(2)
    (home / "commands.json").unlink()  # as on another machine that has the same library
    assert run(*FETCH) == (0, "", "")
    assert not target.exists()
    assert "came from another machine" in run("watch").out
    assert run("watch", "--json").json[0]["allowed"] is False
    run("watch", "Robots", "--command", command)
    assert run("watch", "--json").json[0]["allowed"] is True


def test_a_folder_that_people_share_allows_no_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    monkeypatch.setattr("reader.bootstrap.find_paths", lambda: Paths(own, shared, tmp_path / "cache"))
    run("follow", "author:Ann Lee")
    assert run("watch", "followed", "--command", "true").code == 0
    assert (own / "commands.json").exists()
    (own / "commands.json").rename(shared / "commands.json")
    assert run("watch", "--json").json[0]["allowed"] is False


def test_follows_can_be_watched(run: Run, come: Come, desktop: Path) -> None:
    run("follow", "author:Ann Lee")
    run("watch", "author:ann lee")
    run("watch", "followed", "--notify", "bell")
    come(2)
    come(3, authors=["Lee Ann"])
    run(*FETCH)
    assert desktop.read_text().splitlines()[-2:] == ["1 new paper: author:ann lee", "Robots 2"]
    assert [each["name"] for each in run("watch", "--json").json] == ["author:ann lee", "followed"]
    run("unfollow", "author:Ann Lee")
    assert "no longer saved or followed" in run("watch", "--list").out
    come(4)
    assert run(*FETCH).code == 0
    assert "Robots 4" not in desktop.read_text()


def test_mail(
    run: Run, robots: None, come: Come, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import trustme

    authority = trustme.CA()
    monkeypatch.setenv("SSL_CERT_FILE", trust(authority, tmp_path))
    run("watch", "Robots", "--notify", "mail")
    come(2)
    assert "No address is set" in run(*FETCH).err
    with running("none", authority, login=False) as server:
        server.answers["bea@example.org"] = "550 unknown"
        (home / "config.toml").write_text(
            f'[mail]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\nsender = "a@example.org"\n'
            'to = ["ada@example.org", "bea@example.org"]\n'
        )
        done = run(*FETCH)
        assert (done.code, "550 unknown" in done.err) == (1, True)
        del server.answers["bea@example.org"]
        assert run(*FETCH).code == 0
        assert run(*FETCH).code == 0
    assert [to for _, to, _ in server.received] == [["ada@example.org"], ["bea@example.org"]]
    assert "you watch Robots" in server.received[0][2].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_renaming_goes_on_and_removing_ends(run: Run, robots: None, come: Come, desktop: Path) -> None:
    run("watch", "Robots")
    with program(offline=True) as running:
        running.service.searches.rename("Robots", "Machines")
    come(2)
    run(*FETCH)
    assert desktop.read_text().splitlines()[-2:] == ["1 new paper: Machines", "Robots 2"]
    assert "No longer watching Machines" in run("watch", "Machines", "--remove").err
    come(3)
    run(*FETCH)
    assert "Robots 3" not in desktop.read_text()
    assert "not watched" in run("watch", "Machines", "--remove").err
    assert run("watch", "--json").json == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "neither a saved search"),
        (("author:Nobody",), "neither a saved search"),
        (("Robots", "--notify", "command"), "needs a command"),
        (("Robots", "--command", "'"), "cannot be understood"),
        (("Robots", "--command", " "), "is empty"),
        (("--remove",), "Name what"),
        (("Robots", "--notify", "smoke"), "invalid choice"),
    ],
)
def test_wrong_usage(run: Run, robots: None, words: Sequence[str], said: str) -> None:
    done = run("watch", *words)
    assert done.code == 2
    assert said in done.err
    assert run("watch", "--json").json == []


def test_a_search_that_cannot_be_understood(run: Run, robots: None, come: Come, desktop: Path) -> None:
    with program(offline=True) as running:
        running.service.searches.keep("Odd", "robots")
    run("watch", "Odd")
    run("watch", "Robots")
    with program(offline=True) as running:
        running.service.searches.keep("Odd", "upvotes:many")
    come(2)
    done = run(*FETCH)
    assert (done.code, "The watch “Odd” does not work: " in done.err) == (1, True)
    assert "1 new paper: Robots" in desktop.read_text()  # the others go on
    done = run("watch", "Odd")
    assert (done.code, "cannot be understood" in done.err) == (2, True)


# The library


def watch(channels: tuple[str, ...] = ("desktop",), command: tuple[str, ...] = ()) -> Watch:
    return Watch("saved:Robots", channels, datetime(2026, 8, 1, tzinfo=UTC), "abcd", command)


def test_watches_are_merged(tmp_path: Path) -> None:
    now = datetime(2026, 8, 1, tzinfo=UTC)
    here, there = Library.open(tmp_path / "a", lambda: now), Library.open(tmp_path / "b", lambda: now)
    here.apply([ItemChange("watches", "saved:Robots", None, watch())])
    (tmp_path / "a.json").write_bytes(here.backup())
    assert [change.after for change in there.merge(tmp_path / "a.json")] == [watch()]  # type: ignore[union-attr]
    later = Library.open(tmp_path / "b", lambda: now + timedelta(days=1))
    changed = watch(("mail", "command"), ("x", "a b"))
    later.apply([ItemChange("watches", "saved:Robots", watch(), changed)])
    (tmp_path / "b.json").write_bytes(later.backup())
    here.merge(tmp_path / "b.json")
    assert dict(here.watches) == {"saved:Robots": changed}
    later.apply([ItemChange("watches", "saved:Robots", changed, None)])
    (tmp_path / "b.json").write_bytes(later.backup())
    here.merge(tmp_path / "b.json")
    here.merge(tmp_path / "a.json")  # an older state brings nothing back
    assert dict(here.watches) == {}
    for library in (here, there, later):
        library.close()


@pytest.mark.parametrize(
    "fields", [{"channels": "desktop"}, {"token": None}, {"created_at": "?"}, {"command": "rm -rf /"}]
)
def test_a_watch_that_is_none_stays_in_the_file(tmp_path: Path, fields: dict[str, object]) -> None:
    sound = {"channels": ["desktop"], "created_at": "2026-08-01T00:00:00Z", "token": "abcd"}
    tables = {"marks": {}, "papers": {}, "watches": {"saved:a": sound, "saved:b": sound | fields}}
    (tmp_path / "library.json").write_text(json.dumps({"version": 2} | tables))
    library = Library.open(tmp_path)
    assert [*library.watches] == ["saved:a"]
    assert "watches saved:b" in " ".join(library.notices)
    library.close()


# Channels


def notice(*titles: str, command: tuple[str, ...] = ()) -> Notice:
    entries = tuple(Entry(Paper(id=f"2611.{n:05}", title=title)) for n, title in enumerate(titles))
    return Notice(watch(("command",), command), entries)


def test_titles_cannot_do_anything(desktop: Path) -> None:
    notify_desktop(notice("-rf $(touch x) <b>bold</b> & `x`", "$O(\\sqrt{n})$"))
    assert desktop.read_text().splitlines()[-3:] == [
        "2 new papers: Robots", "-rf $(touch x) &lt;b&gt;bold&lt;/b&gt; &amp; x", "O(√n)",
    ]  # fmt: skip
    assert body(notice(*"abcdefg")).splitlines()[-2:] == ["e", "and 2 more"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import time; time.sleep(60)", "did not end in 0.5 s"),
        ("import sys; print('x' * 9_000_000); sys.exit('Nobody home')", "exit code 1 .Nobody home"),
    ],
)
def test_a_command_that_fails(code: str, said: str) -> None:
    with pytest.raises(ProgramError, match=said):
        notify_command(
            notice("One", command=(sys.executable, "-c", code)), seconds=0.5 if "sleep" in code else 30
        )


def test_a_command_sees_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPER_READER_MAIL_PASSWORD", "horse battery")
    code = f"import os; open({str(tmp_path / 'e')!r}, 'w').write(repr(dict(os.environ)))"
    notify_command(notice("One", command=(sys.executable, "-c", code)))
    seen = (tmp_path / "e").read_text()
    assert "horse battery" not in seen
    assert "'PAPER_READER_WATCH': 'Robots'" in seen


def test_approvals(tmp_path: Path) -> None:
    approvals = Approvals(tmp_path / "deep" / "commands.json")
    approvals.allow(("a", "b c"))
    approvals.allow(("a",))
    assert approvals.allows(("a", "b c"))
    assert not approvals.allows(("a", "b", "c"))
    (tmp_path / "deep" / "commands.json").write_text('{"damaged": ')
    assert not approvals.allows(("a",))
    assert Channel("bell") is Channel.BELL
