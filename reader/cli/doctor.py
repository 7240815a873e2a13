"""`doctor`: whether all is well. It alters nothing, tells no secret, and works where the program does not."""

import json
import os
import platform
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.doctor_report import write_report
from reader.cli.option import add_offline
from reader.cli.output import is_unicode, write
from reader.cli.terminal import look_at_terminal
from reader.cli.version import NAME, version_of
from reader.config import load_config
from reader.core.errors import StorageError
from reader.core.text import clean_line
from reader.paths import Paths, find_paths

if TYPE_CHECKING:
    from reader.checkup import ServiceCheck

_EPILOG = (
    "Nothing is altered and nothing secret is told, so the output can be shown to others; your home folder is written"
    " as ~. Exit codes: 0 all is well, 1 something is wrong (it is named on stdout), 2 wrong usage, 130 interrupted."
)
_REQUIRED = (
    *("textual", "rich", "httpx", "tinydb", "rapidfuzz", "platformdirs", "filelock"),
    *("tomlkit", "selectolax", "markdown-it-py"),
)
_EXTRAS = (
    ("http2", "h2", "several requests over one connection"),
    ("pdf", "pypdf", "the text of papers that have nothing but a PDF"),
    ("figures", "textual-image", "figures of whole papers, drawn"),
    ("plots", "plotext", "curves in the statistics"),
    ("serve", "textual-serve", "the program in a web browser"),
    ("mail", "keyring", "the passwords of mail and sync from the system's keyring"),
)
_SECRETS = ("HF_TOKEN", "PAPER_READER_MAIL_PASSWORD", "PAPER_READER_SYNC_PASSWORD")
_VARIABLES = (
    *("PAPER_READER_HOME", "PAPER_READER_HF_URL", "PAPER_READER_ARXIV_URL", *_SECRETS, "NO_COLOR"),
    *("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"),
)
_MOST_FILES = 200_000
"""Files counted in one folder."""


@dataclass(frozen=True, slots=True)
class _Folder:
    name: str
    path: str
    exists: bool
    writable: bool
    size: int
    """Bytes of all files in it."""
    free: int | None
    """Bytes left on its disk."""


def add_doctor(parser: ArgumentParser) -> None:
    """Add the arguments of `doctor`."""
    parser.epilog = _EPILOG
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_offline(parser)
    parser.set_defaults(run=_doctor)


def _doctor(arguments: Namespace) -> int:
    from reader.checkup import ServiceCheck

    services = ServiceCheck(offline=arguments.offline)  # asked while files are looked at
    report = _discreet(_report(services))
    if arguments.json:
        write(json.dumps(report, ensure_ascii=not is_unicode(), indent=2) + "\n")
    else:
        write_report(report)
    return 0 if report["fine"] else 1


def _report(services: "ServiceCheck") -> dict[str, Any]:
    from reader.checkup import other_sources

    problems: list[str] = []
    versions = _versions()
    problems += (f"{name} is not installed; install {NAME} anew." for name in _REQUIRED if not versions[name])
    files = _files(problems)
    problems += services.wrong
    reached = services.results()
    problems += (each.problem for each in reached if each.problem)
    return {
        "fine": not problems,
        "problems": [*dict.fromkeys(problems)],
        "versions": versions,
        "extras": [
            {
                "name": name,
                "installed": version_of(package) is not None,
                "version": version_of(package),
                "gives": gives,
            }
            for name, package, gives in _EXTRAS
        ],
        **files,
        "sources": [
            asdict(each)
            | {"reached": None if each.seconds is None and not each.problem else each.problem is None}
            for each in reached
        ],
        "other_sources": list(other_sources()),
        "environment": {name: "set" if os.environ.get(name) else "not set" for name in _VARIABLES},
        "terminal": asdict(look_at_terminal()),
    }


def _versions() -> dict[str, str | None]:
    from reader.checkup import sqlite_version

    return {
        NAME: version_of(NAME),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "sqlite": sqlite_version(),
        **{name: version_of(name) for name in _REQUIRED},
    }


def _files(problems: list[str]) -> dict[str, Any]:
    """Return what there is to say of folders, settings, library and catalogue; adds to `problems`."""
    from reader.checkup import look_at_files

    try:
        paths = find_paths()
    except StorageError as error:
        problems.append(str(error))
        return {"folders": [], "settings": None, "library": None, "catalogue": None}
    config = load_config(paths.settings)
    folders = [*_folders(paths, config.settings.pdf.folder)]
    problems += (
        f"{each.path} cannot be written to; check its permissions." for each in folders if not each.writable
    )
    library, catalogue = look_at_files(paths)
    problems += (*config.problems, *library.problems, *catalogue.problems)
    return {
        "folders": [asdict(each) for each in folders],
        "settings": {
            "path": str(paths.settings),
            "exists": os.path.exists(paths.settings),
            "problems": list(config.problems),
        },
        "library": asdict(library),
        "catalogue": asdict(catalogue) | {"path": str(paths.catalogue)},
    }


def _folders(paths: Paths, pdfs: str | None) -> Iterator[_Folder]:
    """Yield the folders, one that serves for all of them once, and that of PDFs where it is another one."""
    if paths.config == paths.data == paths.cache:
        yield _folder("home", paths.data)
    else:
        for name, path in (("config", paths.config), ("data", paths.data), ("cache", paths.cache)):
            yield _folder(name, path)
    if pdfs:
        yield _folder("pdfs", Path(pdfs).expanduser().absolute())


def _folder(name: str, path: Path) -> _Folder:
    import shutil

    # What does not exist yet will be made in the nearest folder that does.
    existing = next((each for each in (path, *path.parents) if os.path.exists(each)), path)
    try:
        free = shutil.disk_usage(existing).free
    except OSError:
        free = None
    writable = os.path.isdir(existing) and os.access(existing, os.W_OK | os.X_OK)
    return _Folder(name, str(path), os.path.exists(path), writable, _size(path), free)


def _size(folder: Path) -> int:
    size = count = 0
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                size += os.lstat(os.path.join(where, name)).st_size
            except OSError:
                continue
        count += len(names)
        if count > _MOST_FILES:
            break
    return size


def _discreet(value: Any) -> Any:
    """Return the report with every text clean, without secrets, and with the home folder as `~`."""
    match value:
        case dict():
            return {key: _discreet(item) for key, item in value.items()}
        case list() | tuple():
            return [_discreet(item) for item in value]
        case str():
            for name in _SECRETS:
                if secret := os.environ.get(name, "").strip():
                    value = value.replace(secret, "***")
            home = re.escape(os.path.expanduser("~").rstrip(os.sep))
            shortened = re.sub(rf"{home}(?![\w.-])", "~", value) if home else value
            return clean_line(shortened, 4_000)
        case _:
            return value
