"""How sentences name files, and numbers of papers."""

from reader.core.text import clean_line


def file_label(name: str) -> str:
    """Return the name of a file as it was typed, for a sentence."""
    return "standard input" if name == "-" else clean_line(name, 200)


def papers_label(number: int) -> str:
    """Return `1 paper`, `12 papers`."""
    return f"{number:,} {'paper' if number == 1 else 'papers'}"
