"""`manual`: the manual page, made from the parsers, so that it knows every command and option there is."""

import argparse
import re
from collections.abc import Iterator

from reader.cli.output import write
from reader.cli.syntax import actions_of, parsers

_NAME = "paper-reader"
_ABOUT = "trending research papers in the terminal: read, filter, keep and cite them"

_ENVIRONMENT = (
    ("PAPER_READER_HOME", "one folder for settings, library and store; else the platform's usual folders"),
    ("PAPER_READER_HF_URL, PAPER_READER_ARXIV_URL", "other addresses than those of Hugging Face and arXiv"),
    ("HF_TOKEN", "raises Hugging Face's limits; sent to no other host, never shown"),
    ("PAPER_READER_MAIL_PASSWORD", "the password of the mail server; never shown"),
    ("HTTPS_PROXY, ALL_PROXY, NO_PROXY", "proxies, as other programs know them"),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "certificates of your own"),
    ("NO_COLOR", "no bold and no colours, unless --color says otherwise"),
    ("PAGER", "what shows a whole paper on a terminal"),
    ("VISUAL, EDITOR", "what writes notes"),
)
_EXIT = (
    ("0", "it is done"),
    ("1", "it could not be done; a sentence on stderr says why, and what to try"),
    ("2", "wrong usage"),
    ("130", "interrupted by Ctrl-C"),
)
_FILES = (
    ("config.toml", "the settings, in the folder that `paper-reader config --path` names"),
    ("library.json, library.journal, backups/", "what you did, in the data folder"),
    ("catalogue.sqlite, answers/, texts/", "what was fetched, in the cache folder; it may be deleted"),
)


def add_manual(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `manual`."""
    parser.epilog = "To read it where it is not installed: paper-reader manual | man -l -"
    parser.set_defaults(run=_print_manual)


def _print_manual(_arguments: argparse.Namespace) -> int:
    write(manual_page())
    return 0


def manual_page() -> str:
    """Return the manual page of section 1, in man's macros; ASCII only."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    found = [*parsers()]
    _, _, program = found[0]
    yield '.\\" Made by `paper-reader manual`; not to be edited.'
    yield f'.TH {_NAME.upper()} 1 "" "{_NAME}" "User Commands"'
    yield ".SH NAME"
    yield f"{_NAME} \\- {_ABOUT}"
    yield ".SH SYNOPSIS"
    yield f".B {_NAME}"
    yield "[\\fIoption\\fR ...] [\\fIcommand\\fR [\\fIargument\\fR ...]]"
    yield ".SH DESCRIPTION"
    yield _text(program.description)
    yield _text(program.epilog)
    yield ".SH OPTIONS"
    yield from _arguments(program)
    yield ".SH COMMANDS"
    for name, summary, parser in found[1:]:
        yield f".SS {_escaped(name)}"
        yield from _synopsis(parser)
        yield ".PP"
        yield _text(f"{summary[:1].upper()}{summary[1:]}.")
        yield from _arguments(parser)
        if parser.epilog:
            yield ".PP"
            yield _text(parser.epilog)
    for title, rows in (("EXIT STATUS", _EXIT), ("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES)):
        yield f".SH {title}"
        for term, meaning in rows:
            yield ".TP"
            yield f".B {_escaped(term)}"
            yield _text(f"{meaning[:1].upper()}{meaning[1:]}.")


def _synopsis(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the line that shows how a command is written; argparse's own differs from Python to Python."""
    name, _, command = parser.prog.partition(" ")
    operands = [_term(action) for action in _told(parser) if not action.option_strings]
    yield " ".join((f"\\fB{_escaped(name)} {_escaped(command)}\\fR", "[\\fIoption\\fR ...]", *operands))


def _told(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in actions_of(parser) if action.dest != "help"]


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield each operand and option with what its help says."""
    for action in _told(parser):
        help_text = parser._get_formatter()._expand_help(action) if action.help else ""
        yield ".TP"
        yield _term(action)
        yield _text(help_text)


def _term(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else str(action.metavar or action.dest)
    shown = f"\\fI{_escaped(value)}\\fR"
    if not action.option_strings:
        return f"{shown} ..." if action.nargs in ("*", "+") else shown
    names = ", ".join(f"\\fB{_escaped(name)}\\fR" for name in action.option_strings)
    return f"{names} {shown}" if value else names


def _text(text: str | None) -> str:
    """Return a paragraph, none of whose lines is taken for a macro."""
    return _escaped(" ".join((text or "").split()))


_SIGNS = {
    "\\": "\\e",
    "-": "\\-",
    "“": "\\(lq",
    "”": "\\(rq",
    "…": "...",
    "’": "\\(cq",
    "'": "\\(aq",
    "`": "\\(ga",
    "~": "\\(ti",
    "^": "\\(ha",
}


def _escaped(text: str) -> str:
    signed = "".join(_SIGNS.get(character, character) for character in text)
    ascii_only = re.sub(r"[^\n -~]", lambda found: f"\\[u{ord(found.group()):04X}]", signed)
    return f"\\&{ascii_only}" if ascii_only.startswith((".", "'")) else ascii_only
