"""`digest` on the command line."""

import json
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest

from reader.bootstrap import program
from tests.mail_server import PASSWORD, USER, running, trust
from tests.unit.test_cli_command import Run, home, run, stored

__all__ = ["home", "run", "stored"]

ALL = ("digest", "--offline", "--view", "imported", "--since", "2026-08-01")


def keep(**queries: str) -> None:
    with program(offline=True) as running:
        for name, query in queries.items():
            running.service.searches.keep(name, query)


def configure(home: Path, text: str) -> None:
    (home / "config.toml").write_text(f"[mail]\n{text}\n", encoding="utf-8")


def test_every_format_is_written(stored: Run, tmp_path: Path) -> None:
    assert "2 new papers" in stored(*ALL).out
    assert "Robots That Ask" in stored(*ALL, "--format", "markdown").out
    assert json.loads(stored(*ALL, "--json").out)["count"] == 2
    for name, start in (
        ("d.html", "<!DOCTYPE html>"),
        ("d.xml", "<?xml"),
        ("d.md", "# 2 new"),
        ("d.json", "{"),
    ):
        target = tmp_path / name
        for _ in range(2):
            assert stored(*ALL, "-o", str(target)).out == ""
        assert target.read_text(encoding="utf-8").startswith(start)


def test_the_terminal_has_colours_and_links(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    shown = stored(*ALL, "--format", "terminal").out
    assert "Imported (2)" in shown
    assert "\x1b]8;" in shown
    assert "Why: imported" in shown


def test_saved_searches_and_filters_choose(stored: Run) -> None:
    keep(Robots="ask")
    record = json.loads(stored("digest", "--offline", "--since", "2026-08-01", "--json").out)
    assert [group["title"] for group in record["groups"]] == ["Robots"]
    assert record["groups"][0]["papers"][0]["reasons"] == ["saved search “Robots”: ask"]
    assert json.loads(stored(*ALL, "--filter", "attention", "--json").out)["count"] == 1
    wrong = stored(*ALL, "--filter", "upvotes:x")
    assert (wrong.code, "^" in wrong.err) == (2, True)


def test_a_search_that_cannot_be_understood_hinders_no_other(stored: Run) -> None:
    keep(Wrong="upvotes:x", Robots="ask")
    result = stored("digest", "--offline", "--since", "2026-08-01", "--json")
    assert (result.code, "“Wrong” is left out: “upvotes:” takes a number" in result.err) == (1, True)
    assert [group["title"] for group in result.json["groups"]] == ["Robots"]
    alone = stored("digest", "--offline", "--view", "Wrong")
    assert (alone.code, alone.out) == (2, "")


def test_a_dry_run_writes_the_mail(stored: Run, tmp_path: Path) -> None:
    target = tmp_path / "digest.eml"
    result = stored(*ALL, "--to", "Bea Müller <bea@example.org>", "--dry-run", "-o", str(target))
    assert (result.code, "nothing was sent" in result.err) == (0, True)
    message = message_from_string(target.read_text(encoding="ascii"), policy=default)
    assert message["To"] == "Bea Müller <bea@example.org>"
    assert stored(*ALL, "--to", "bea@example.org", "--dry-run").out.startswith("Subject: 2 new papers")


@pytest.mark.parametrize(
    "options",
    [
        ["--to", "nobody"],
        ["--to", "a@example.org\nBcc: b@example.org"],
        ["--mail"],
        ["--dry-run"],
        ["--to", "a@example.org", "--json"],
        ["--to", "a@example.org", "-o", "x.html"],
        ["--to", "a@example.org", "--to", "b@example.org", "--dry-run"],
        ["--view", "birds"],
        ["--limit", "0"],
    ],
)
def test_what_makes_no_sense_is_refused(stored: Run, options: list[str]) -> None:
    result = stored("digest", "--offline", *options)
    assert (result.code, result.out) == (2, "")


def test_a_mail_is_sent_once(
    stored: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import trustme

    authority = trustme.CA()
    monkeypatch.setenv("SSL_CERT_FILE", trust(authority, tmp_path))
    monkeypatch.setenv("PAPER_READER_MAIL_PASSWORD", PASSWORD)
    with running("starttls", authority) as server:
        configure(home, f'host = "127.0.0.1"\nport = {server.port}\nuser = "{USER}"\nto = "bea@example.org"')
        server.answers["DATA"] = "451 Not now"
        failed = stored(*ALL, "--mail")
        assert (failed.code, "451 Not now" in failed.err) == (1, True)
        server.answers.clear()
        sent = stored(*ALL, "--mail")
        assert (sent.code, sent.out, sent.err) == (0, "", "2 new papers sent to bea@example.org.\n")
        again = stored(*ALL, "--mail")
        assert (again.code, again.out, again.err) == (0, "", "")
    assert len(server.received) == 1


def test_without_a_server_it_says_what_to_do(stored: Run) -> None:
    result = stored(*ALL, "--to", "bea@example.org")
    assert (result.code, "table [mail]" in result.err) == (1, True)


def test_a_file_that_cannot_be_written_tells_nothing(stored: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    result = stored("digest", "--offline", "--view", "imported", "-o", str(tmp_path / "folder/none/x.md"))
    assert (result.code, "could not be written" in result.err) == (1, True)
    with program(offline=True) as running:
        assert running.service.marking.library.sendings == {}
