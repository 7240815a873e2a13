"""`--version`: asked for by other programs, so it loads next to nothing."""

from reader.cli.output import write

NAME = "paper-reader"


def print_version() -> int:
    """Print the name and the version of the program."""
    found = version_of(NAME)
    write(f"{NAME} {found}\n" if found else f"{NAME} (not installed, run from its source)\n")
    return 0


def version_of(package: str) -> str | None:
    """Return the version of an installed package, `None` where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None
