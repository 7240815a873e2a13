"""`config`: where the settings are, and what they are."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from reader.cli.output import dim, say, write
from reader.config import ArXivSettings, ListSettings, Settings, load_config
from reader.core.kept_pdf import PdfSettings
from reader.core.mail import MailSettings
from reader.core.sync import SyncSettings
from reader.core.text import clean_line
from reader.paths import find_paths

_SECRETS = ("HF_TOKEN", "PAPER_READER_MAIL_PASSWORD", "PAPER_READER_SYNC_PASSWORD")
_VARIABLES = ("PAPER_READER_HOME", "PAPER_READER_HF_URL", "PAPER_READER_ARXIV_URL", *_SECRETS, "NO_COLOR")


def add_config(parser: ArgumentParser) -> None:
    """Add the arguments of `config`."""
    parser.add_argument("--path", action="store_true", help="print only where the settings file is")
    parser.set_defaults(run=_config)


def _config(arguments: Namespace) -> int:
    paths = find_paths()
    if arguments.path:
        write(f"{_path(paths.settings)}\n")
        return 0
    config = load_config(paths.settings)
    for sentence in config.problems:
        say(sentence)
    there = "" if os.path.exists(paths.settings) else dim("  (not there, so every default holds)")
    write(f"settings   {_path(paths.settings)}{there}\n")
    write(f"library    {_path(paths.data)}\ncatalogue  {_path(paths.catalogue)}\n\n")
    standard = Settings()
    for name, value in config.settings._asdict().items():
        origin = dim("  (default)") if value == getattr(standard, name) else ""
        write(f"{name} = {_toml(value)}{origin}\n")
    write("\n")
    for name in _VARIABLES:
        write(f"{name}: {_variable(name)}\n")
    return 0


def _path(path: Path) -> str:
    """Return a path without what could drive the terminal."""
    return clean_line(str(path), 4_096)


def _toml(value: object) -> str:
    """Return a value as it is written in the settings file."""
    match value:
        case None:
            return '"off"'
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}"
        case str():
            return _quoted(value)
        case ArXivSettings():
            return f"{{categories = {_toml(value.categories)}}}"
        case MailSettings() | PdfSettings() | SyncSettings() | ListSettings():
            known = value._asdict().items()
            return f"{{{', '.join(f'{name} = {_toml(each)}' for name, each in known if each not in (None, ()))}}}"
        case tuple():  # after the tables, which are tuples of another kind
            return f"[{', '.join(map(_toml, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{_quoted(key)} = {_toml(keys)}' for key, keys in value.items())}}}"
        case _:
            raise TypeError(f"no setting has a value such as {value!r}")


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)


def _variable(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        return "not set"
    return "set" if name in _SECRETS else ascii(value)[1:-1]
